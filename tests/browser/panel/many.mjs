// A view with many findings, and host names as long as the DNS allows: 63 characters a label.
const label = "a-very-long-label-that-somebody-thought-a-good-name-for-a-host1";
const severities = ["critical", "high", "medium", "low", "info"];

/** Of each list of a consent fixture and of one with trails three hundred. */
function choices(view, { consent }, { trails, scripts }, host) {
  const times = (list, change) => Array.from({ length: 300 }, (_, at) => ({ ...list[at % list.length], ...change(at) }));
  view.consent = {
    ...consent,
    managers: times(consent.managers, (at) => ({ name: `${label} ${at}` })),
    marks: times(consent.marks.slice(1), (at) => ({ at: view.since + at * 100, said: `${host(at)} was told the page address (${at})` })),
    sends: times(consent.sends, (at) => ({ recipient: host(at) + at, name: host(at) })),
    passes: times(consent.passes, (at) => ({ name: `${label} ${at}` })),
    check: { ...consent.check, rows: times(consent.check.rows, (at) => ({ name: { shown: host(at) } })) },
  };
  view.trails = times(trails, (id) => ({ id, kept: [`cookie ${label} of ${host(id)}`] }));
  view.scripts = times(scripts, (at) => ({ owner: host(at % 9), name: { shown: `https://${host(at)}/${at}.js` } }));
}

/** The view with `count` findings, made from its own. */
export function many(view, count, chosen, followed) {
  const { findings, recipients, storage } = view;
  const host = (at) => `${label}.${label}.${label.slice(0, 40)}${at % 40}.example`;
  view.site = `${label}.${label}.example`;
  view.findings = Array.from({ length: count }, (_, at) => ({
    ...findings[at % findings.length],
    key: `made-${at}`,
    severity: severities[Math.floor((at * severities.length) / count)],
    recipient: { ...recipients[1].recipient, id: host(at), name: host(at), host: host(at) },
    said: `${host(at)} was sent this page's address, which says what a visitor may be looking for (finding ${at}).`,
    count: at * 37 + 1,
  }));
  view.recipients = Array.from({ length: 40 }, (_, at) => ({
    ...recipients[at % recipients.length],
    recipient: { ...recipients[1].recipient, id: host(at), name: host(at), host: host(at) },
    hosts: [host(at), `www.${host(at)}`],
  }));
  view.storage = Array.from({ length: 1000 }, (_, at) => ({ ...storage[at % storage.length], name: { shown: `${label}_${at}` } }));
  view.known = Array.from({ length: 300 }, (_, at) => ({
    id: at, what: "Text", value: { shown: `${label.slice(at % 60)}•••g (${at})`, masked: true }, personas: at % 20 ? [] : ["Jordan Avery"],
    sources: [`typed into “${label} ${at}”`, at % 20 ? `cookie ${label}` : "Jordan Avery"],
    left: Array.from({ length: at % 7 === 3 ? 0 : 1 + (at % 3) }, (_, n) => ({ recipient: host(at + n), name: host(at + n), how: "base64 → percent-encoded twice → gzip", count: at * 37 + 1, last: view.since + at })),
  }));
  const { nodes } = view.lineage;
  const named = (node, at) => ({ ...node, name: { shown: at % 2 ? `${host(at)}/${at}.js` : `${at}.js` } });
  view.lineage.nodes = Array.from({ length: 2000 }, (_, at) => named(at === 0 ? nodes[0] : nodes[1 + (at % (nodes.length - 1))], at));
  view.matomo[0].actions = Array.from({ length: 300 }, (_, at) => ({ ...view.matomo[0].actions[at % view.matomo[0].actions.length], at: view.since + at }));
  view.matomo[0].host = host(1);
  choices(view, chosen, followed, host);
  for (const severity of severities) view.summary[severity] = view.findings.filter((finding) => finding.severity === severity).length;
  view.summary.companies = view.recipients.length;
  return view;
}
