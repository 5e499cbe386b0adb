// Compares what Leaklight says with what arrived at the sink. The sink's side comes from `decode.mjs` alone.
import { secrets, visitor } from "../../clinic/persona.mjs";
import { hosts } from "../../clinic/site.mjs";
import { find } from "./decode.mjs";

const own = new Set(Object.values(hosts));
/** Hosts Chromium and Firefox call for themselves, whatever page is open. */
const browsers = /(^|\.)(googleapis\.com|gvt1\.com|mozilla\.(com|org|net)|firefox\.com)$|^(accounts|clients\d|update)\.google(apis)?\.com$/;

/** A request of a page to somebody else than the clinic. */
export const isThirdParty = (r) => !own.has(r.host) && !browsers.test(r.host);

/** Loading a vendor's script tells it the page by the Referer alone; that is the page's policy, not a hit's content. */
const inHit = (row) => !row.part.startsWith("header:");

/**
 * Which secrets third parties were told in an address or a body, one row for each host and secret.
 * @param {import("./sink.mjs").Arrived[]} requests
 */
export function told(requests) {
  const rows = new Map();
  for (const r of requests.filter(isThirdParty)) {
    if (r.method === "OPTIONS") continue;
    for (const secret of secrets) {
      const found = find(r, secret.value).filter(inHit);
      if (!found.length) continue;
      const key = `${r.host} ${secret.name}`;
      const row = rows.get(key) ?? { host: r.host, secret, found: [] };
      row.found.push(...found);
      rows.set(key, row);
    }
  }
  return [...rows.values()];
}

/** Findings that answer for a secret of a kind. A body that cannot be read, or a recording, answers for what is in it. */
const recorded = ["session-replay-active", "unknown-or-unreadable"];
const answering = {
  topic: ["sensitive-url-third-party", "title-leak", "search-term-leak", "interaction-detail-leak", "event-name-leak", ...recorded],
  identifier: ["identifier-to-third-party", "hashed-identity", "form-value-leak", "user-id-linked", ...recorded],
  typed: ["form-value-leak", "sensitive-url-third-party", "identifier-to-third-party", "search-term-leak", ...recorded],
};

/** The findings of a view about a host, whichever of a recipient's hosts the finding names. */
function about(view, host) {
  const ids = new Set(view.recipients.filter((r) => r.hosts.includes(host)).map((r) => r.recipient.id));
  return view.findings.filter((f) => f.recipient && (f.recipient.host === host || ids.has(f.recipient.id)));
}

/** Rows of `told` that no finding answers for. */
export function unanswered(view, rows) {
  return rows.filter(({ host, secret, found }) => {
    const findings = about(view, host);
    const hashedOnly = found.every((f) => /^(md5|sha)/.test(f.as));
    const kinds = hashedOnly ? ["hashed-identity"] : answering[secret.kind];
    return !findings.some((f) => kinds.includes(f.kind));
  });
}

/** The text of an excerpt that can be looked for: what is hidden where the view holds it, else what is shown, up to a cut. */
function searchable({ hidden, shown, masked }) {
  if (masked && hidden === undefined) return null;
  return (hidden ?? shown).replace(/^…|…$/g, "");
}

/**
 * Findings about third parties none of whose evidence is in what the recipient received. Evidence a browser makes itself
 * (cookies, storage, what brought what) and masked values that were not uncovered are left out.
 */
export function unfounded(view, requests) {
  return view.findings.filter((finding) => {
    const { recipient } = finding;
    if (!recipient || finding.attempted || own.has(recipient.host)) return false;
    const reached = new Set([recipient.host, ...view.recipients.filter((r) => r.recipient.id === recipient.id).flatMap((r) => r.hosts)]);
    const received = requests.filter((r) => reached.has(r.host));
    if (!received.length) return true;
    // "A body that could not be read" has its bytes where some body was sent at all.
    if (finding.evidence.some((e) => e.at === "body" || e.label === "not read")) return !received.some((r) => r.body.length);
    const texts = finding.evidence.filter((e) => !/^(cookie|storage):|^chain$/.test(e.at)).map((e) => searchable(e.value)).filter(Boolean);
    return texts.length > 0 && !texts.some((text) => received.some((r) => find(r, text).length));
  });
}

/** Findings of personal details that are none the visitor gave: a counter taken for a phone, a trace for a record number. */
export function mistaken(view) {
  const given = Object.values(visitor).map((v) => v.toLowerCase());
  const isGiven = (text) => given.some((value) => text.toLowerCase().includes(value) || value.includes(text.toLowerCase()));
  return view.findings.filter((f) => ["identifier-to-third-party", "identifier-in-url"].includes(f.kind)
    && f.evidence.some(({ value }) => value.hidden !== undefined && !isGiven(value.hidden)));
}
