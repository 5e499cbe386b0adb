// Something set in every part of the settings.
const persona = { id: "made-1", name: "Jordan", details: [{ what: "email", value: "jordan@mail.example" }], on: true, saved: false };
/** Everything there can be, as the worker takes it. */
export const FULL = {
  always_watch: ["https://www.opal-clinic.example"], record: false, uncover: false, cards_from: "medium", own_domains: ["opal-clinic.example", "opal.example"],
  groups: [{ name: "Opal Health", domains: ["opal.example", "opal-labs.example"] }], relays: { "data.opal-clinic.example": "matomo" },
  rules: [{ what: "project lighthouse", site: "", says: "sensitive", topic: "" }, { what: "/shop/*", site: "opal.example", says: "innocent", topic: "" }],
  pages: [{ site: "opal.example", path: "/app/*", class: 3 }], notes: { "meta-pixel": "Asked on 12 March; no answer." },
  own_vendors: [{ name: "Opal Metrics", hosts: ["opal-metrics.example"], category: "analytics" }],
  muted: ["kind:title-leak", "recipient:meta-pixel", "site:opal.example"], personas: [persona],
};
