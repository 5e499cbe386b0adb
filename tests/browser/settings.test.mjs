// Settings as a whole: checked by sections, kept, and told to the core; what stood on a disk and cannot be read is set aside. The browser
// is a stub.
import assert from "node:assert/strict";
import { test } from "node:test";
import { answering } from "./lib/shell.mjs";

async function begin(t, held = {}) {
  const it = await answering(t, held, "options.html");
  return { ...it, set: (all) => it.ask({ type: "set", all }) };
}

const VENDOR = { name: "Acme", hosts: ["acme.example"], category: "analytics" };
const GROUP = { name: "Opal", domains: ["opal.example", "opal-labs.example"] };

test("whole sections are set, kept, and told to the core", async (t) => {
  const { set, local, session, settings } = await begin(t);
  const personas = [true, false].map((saved) => ({ id: `p-${saved}`, name: "P", details: [{ what: "email", value: "p@mail.example" }], on: true, saved }));
  const all = {
    own_domains: ["https://Opal.example/x", "opal.example"], groups: [GROUP, GROUP], own_vendors: [{ ...VENDOR, name: " \u202eAcme\u0000 ", hosts: ["ACME.example", ""] }],
    cards_from: "high", record: false, uncover: false, muted: ["kind:title-leak", "site:opal.example", "title-leak|x|https://opal.example/hiv|"], personas,
  };
  assert.deepEqual(await set(all), { ok: true });
  const told = settings();
  assert.deepEqual([told.own_domains, told.groups, told.own_vendors, told.cards_from], [["opal.example"], [GROUP], [VENDOR], "high"]);
  assert.deepEqual(told.muted, all.muted);
  const kept = Object.fromEntries(local.items);
  assert.deepEqual([kept.groups, kept.ownVendors, kept.cardsFrom, kept.record, kept.uncover], [[GROUP], [VENDOR], "high", false, false]);
  assert.deepEqual(kept.muted, ["kind:title-leak", "site:opal.example"]);
  assert.deepEqual([kept.personas.map(({ id }) => id), session.items.get("personas").map(({ id }) => id)], [["p-true"], ["p-false"]]);
  assert.doesNotMatch(JSON.stringify(kept), /hiv/, "a single finding's name is on no disk");
  // What is not named stays.
  await set({ rules: [{ what: "ab", site: "", says: "sensitive", topic: "" }] });
  assert.deepEqual([settings().own_domains, settings().rules.length], [["opal.example"], 1]);
});

test("one unsound thing refuses the whole message", async (t) => {
  const { ask, set, local, settings } = await begin(t);
  const before = settings();
  const many = (n, one) => Array.from({ length: n }, (_, at) => one(at));
  for (const [all, error] of [
    [{ own_domains: ["a.example", "b c"] }, "noDomain"], [{ own_domains: [7] }, "noDomain"], [{ own_domains: many(301, (n) => `${n}.example`) }, "tooMany"],
    [{ groups: [{ name: "x", domains: [] }] }, "noDomain"], [{ groups: [null] }, "noDomain"], [{ groups: [{ name: "é".repeat(101), domains: ["a.example"] }] }, "tooLong"],
    [{ groups: many(51, (n) => ({ name: "", domains: [`${n}.example`] })) }, "manyGroups"],
    [{ groups: [{ name: "x", domains: many(21, (n) => `${n}.example`) }] }, "manyHosts"],
    [{ own_vendors: [{ ...VENDOR, name: "\u200b" }] }, "noName"], [{ own_vendors: many(101, (n) => ({ ...VENDOR, name: `V${n}` })) }, "manyVendors"],
    [{ cards_from: "worst" }, "noSetting"], [{ record: "yes" }, "noSetting"], [{ uncover: 1 }, "noSetting"], [{ muted: [7] }, "noSetting"], [{ muted: many(501, (n) => `kind:${n}`) }, "noSetting"],
    [{ relays: { "a.example": "<b>" } }, "noVendor"], [{ rules: [{ what: "-", says: "sensitive" }] }, "noRule"], [{ pages: [{ site: "a.example", class: 9 }] }, "noKind"],
    [{ always_watch: ["chrome://settings"] }, "noDomain"], [{ of_later: [] }, "noSetting"], [{ personas: [{ id: "X" }] }, "noPersona"],
    [{ cards_from: "high", own_domains: [""] }, "noDomain"],
  ]) {
    assert.deepEqual(await set(all), { ok: false, error }, JSON.stringify(all).slice(0, 80));
  }
  assert.deepEqual(settings(), before);
  assert.equal(local.items.size, 0);
  assert.equal(ask({ type: "set", all: { record: false } }, "https://page.example/"), undefined, "a page of the web sets nothing");
  assert.equal(ask({ type: "forget-everything" }, "https://page.example/"), undefined);
});

test("what stood on the disk and cannot be read is set aside, once, and never grows without end", async (t) => {
  const sound = { ownVendors: [VENDOR], groups: [GROUP], cardsFrom: "low" };
  const clean = await begin(t, sound);
  assert.equal(clean.local.items.has("aside"), false, "the clean twin");
  const odd = { ...sound, cardsFrom: 7, groups: [GROUP, "x"], rules: {}, aside: { pages: "old" } };
  const { local, settings, ask } = await begin(t, odd);
  assert.deepEqual([settings().groups, settings().cards_from, settings().own_vendors], [[GROUP], "low", [VENDOR]]);
  assert.deepEqual(local.items.get("aside"), { pages: "old", rules: {}, groups: [GROUP, "x"], cardsFrom: 7 });
  assert.deepEqual(JSON.parse((await ask({ type: "aside" })).text).groups, [GROUP, "x"]);
  const { local: large } = await begin(t, { rules: "x".repeat(1_000_001) });
  assert.deepEqual(large.items.get("aside"), { rules: "too large to be kept" });
});
