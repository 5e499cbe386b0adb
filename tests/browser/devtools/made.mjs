// Put into hits.html before it starts: the worker's answers are made up, as many hits as wanted.
/* global chrome */
export function made({ count, hostile = false }) {
  const vendors = [["meta-pixel", "Meta Pixel (Facebook)", "critical"], ["google-analytics-4", "Google Analytics 4", "high"], ["segment", "Segment", ""],
    ["matomo", "Your own Matomo", "low"], ["tracker.example", "tracker.example", "medium"]];
  const kinds = { critical: ["sensitive-url-third-party", "pre-consent-request"], high: ["title-leak"], medium: ["unknown-or-unreadable"], low: ["matomo-config-weak"], "": [] };
  const events = ["PageView", "page_view", "Booked", "scroll", ""];
  const evil = "<img src=x onerror=alert(1)>\u202egnp.\u0000";
  const host = hostile ? `${["a".repeat(60), "b".repeat(60), "c".repeat(60), "d".repeat(50)].join(".")}.example` : "collector.example";
  const e = (shown, masked = false) => ({ shown, masked });
  const hit = (n) => {
    const [id, name, worst] = vendors[n % vendors.length];
    const fields = [["dl", "page address", e("https://www.clinic.example/conditions/hiv-testing"), "names “HIV testing”"], ["cid", "visitor id", e("1234…5678", true), ""],
      ["tid", "account", e(`G-${n % 7}`), ""], ["zz", "", e("j•••n (12)", true), ""], ["sr", "size of the screen", e("1920x1080"), ""]];
    if (hostile) fields.push([evil, evil, e(`${evil}${"x".repeat(180)}`), evil]);
    return {
      request: n + 1, part: 1, parts: n % 9 === 0 ? 2 : 1, at: 1_804_082_550_000 + n * 137, page: e("https://www.clinic.example/conditions/hiv-testing"),
      method: n % 3 ? "POST" : "GET", kind: "ping", address: e(`https://${host}/collect`),
      recipient: { id, name: hostile ? evil : name, owner: name, category: "analytics", host, party: "third", relay: false }, role: "collect",
      event: hostile ? evil : events[n % events.length], status: n % 11 ? 200 : null, failed: n % 11 ? "" : "net::ERR_BLOCKED_BY_CLIENT", sent_on: "",
      unread: n % 23 === 0, verdict: ["before", "rejected", "accepted", "none"][n % 4], findings: kinds[worst], worst,
      fields: fields.map(([name, label, value, note]) => ({ at: `query:${name}`, name, label, value, note })), more: 0,
    };
  };
  const send = chrome.runtime.sendMessage.bind(chrome.runtime);
  window.copied = [];
  chrome.runtime.sendMessage = async (message) => {
    if (message.type === "view") return { ok: true, text: JSON.stringify({ recipients: [], storage: [] }) };
    if (message.type === "state") return { ok: true, text: JSON.stringify({ watching: count >= 0, settings: {} }) };
    if (message.type === "hit-sent") return { ok: true, text: JSON.stringify({ method: "POST", url: `https://${host}/collect`, body: "", partial: false, values: [["query:zz", "jordan"]] }) };
    if (message.type !== "hits") return send(message);
    if (count < 0) return { ok: false, error: "no longer" };
    const lines = Array.from({ length: count }, (_, n) => hit(n)).filter((h) => h.request >= message.from && h.at >= message.since);
    return { ok: true, text: [JSON.stringify({ left_out: 0, watched: 1 }), ...lines.map((h) => JSON.stringify({ ...h, ...window.later }))].join("\n") };
  };
}
