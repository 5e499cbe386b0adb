// What a person chooses: checked, kept on disk, and told to the core. The browser is a stub.
import assert from "node:assert/strict";
import { test } from "node:test";
import { answering } from "./lib/shell.mjs";

const HOST = "metrics.bayside-clinic.example";

/** The shell with what a disk holds; `ask` speaks as one of the extension's own pages. */
async function begin(t, held = {}) {
  const it = await answering(t, held, "panel.html");
  return { ...it, relays: () => it.settings().relays };
}

test("what a relay really is goes to the core and to disk, and is taken back", async (t) => {
  const { ask, local, relays } = await begin(t, { relays: { "stats.bayside-clinic.example": "matomo" } });
  assert.deepEqual(await ask({ type: "relay", host: HOST, vendor: "google-analytics-4" }), { ok: true });
  const both = { "stats.bayside-clinic.example": "matomo", [HOST]: "google-analytics-4" };
  assert.deepEqual(relays(), both);
  assert.deepEqual(local.items.get("relays"), both);
  await ask({ type: "relay", host: HOST.toUpperCase(), vendor: "none" });
  assert.equal(relays()[HOST], "none", "another word for the same host, however it is written");
  assert.deepEqual(await ask({ type: "relay", host: HOST, vendor: "none", on: false }), { ok: true });
  assert.deepEqual(local.items.get("relays"), { "stats.bayside-clinic.example": "matomo" });
});

test("what is no host or no vendor is refused and changes nothing", async (t) => {
  const { ask, local, relays } = await begin(t);
  for (const [host, vendor, error] of [
    ["localhost", "matomo", "noDomain"], ["", "matomo", "noDomain"], ["a b.example", "matomo", "noDomain"], [undefined, "matomo", "noDomain"],
    [HOST, "", "noVendor"], [HOST, "Matomo", "noVendor"], [HOST, "<b>", "noVendor"], [HOST, "a".repeat(61), "noVendor"], [HOST, 7, "noVendor"],
  ]) {
    assert.deepEqual(await ask({ type: "relay", host, vendor }), { ok: false, error }, `${host} ${vendor}`);
  }
  assert.deepEqual([relays(), local.items.has("relays")], [{}, false]);
  assert.equal(ask({ type: "relay", host: HOST, vendor: "matomo" }, "https://page.example/"), undefined, "a page of the web decides nothing");
});

test("what a disk holds is believed only where it was written so", async (t) => {
  const held = { relays: { [HOST]: "matomo", "UPPER.example": "matomo", localhost: "matomo", "a.example": "No Id", "b.example": 7 }, record: false };
  const { relays, choices } = await begin(t, held);
  assert.deepEqual([relays(), choices.record], [{ [HOST]: "matomo" }, false]);
  for (const broken of ["text", 7, null, ["matomo"]]) assert.deepEqual((await begin(t, { relays: broken })).relays(), {});
});

test("what gets no cards is kept where it may lie, bounded, and from which severity on", async (t) => {
  const { ask, local, choices, settings } = await begin(t, { muted: ["kind:title-leak", 7], cardsFrom: "grave" });
  assert.deepEqual([choices.muted, choices.cardsFrom, settings().cards_from], [["kind:title-leak"], "low", "low"], "what a disk holds");
  for (const what of ["kind:title-leak@clinic.example", "site:clinic.example", "recipient:meta-pixel"]) await ask({ type: "mute", what });
  await ask({ type: "mute", what: "title-leak|meta|https://clinic.example/secret" });
  const kept = ["kind:title-leak", "kind:title-leak@clinic.example", "site:clinic.example", "recipient:meta-pixel"];
  assert.deepEqual(local.items.get("muted"), kept);
  assert.ok(!JSON.stringify([...local.items]).includes("secret"), "a page's address is not written to disk");
  assert.equal(settings().muted.length, 5);
  for (const what of kept) await ask({ type: "mute", what, on: false });
  assert.deepEqual(local.items.get("muted"), []);
  for (let n = 0; n < 310; n++) await ask({ type: "mute", what: `site:s${n}.example` });
  assert.equal(choices.muted.length, 300);
  assert.deepEqual(await ask({ type: "mute", what: "site:one-more.example" }), { ok: false, error: "tooMany" });
  assert.deepEqual(await ask({ type: "cards-from", severity: "high" }), { ok: true });
  assert.deepEqual([local.items.get("cardsFrom"), settings().cards_from], ["high", "high"]);
  for (const severity of ["grave", "", 3, undefined]) assert.equal((await ask({ type: "cards-from", severity })).ok, false);
});

const RULE = { what: "Project Lighthouse", site: "bayside-clinic.example", says: "sensitive", topic: "substance-use" };
const PAGE = { site: "bayside-clinic.example", path: "/visit/*", class: 3 };

test("rules of a person's own and kinds of pages go to the core and to disk, and are taken back", async (t) => {
  const { ask, local, settings } = await begin(t);
  const kept = () => [settings().rules, settings().pages, local.items.get("rules"), local.items.get("pages")];
  assert.deepEqual(await ask({ type: "rule", ...RULE, site: "https://Bayside-Clinic.example/x" }), { ok: true });
  assert.deepEqual(await ask({ type: "page-kind", ...PAGE }), { ok: true });
  assert.deepEqual(kept(), [[RULE], [PAGE], [RULE], [PAGE]]);
  // Another word about the same takes its place.
  await ask({ type: "rule", ...RULE, what: "project lighthouse", says: "innocent", topic: "" });
  await ask({ type: "page-kind", ...PAGE, class: 0 });
  assert.deepEqual(kept().slice(0, 2), [[{ ...RULE, what: "project lighthouse", says: "innocent", topic: "" }], [{ ...PAGE, class: 0 }]]);
  await ask({ type: "rule", what: RULE.what, site: RULE.site, on: false });
  await ask({ type: "page-kind", site: PAGE.site, path: PAGE.path, on: false });
  assert.deepEqual(kept(), [[], [], [], []]);
});

test("an address pasted as a rule is that page of its site, and is taken back as it was pasted", async (t) => {
  const { ask, settings } = await begin(t);
  const pasted = { ...RULE, type: "rule", what: " https://www.Bayside-Clinic.example/programs/x?y=1#z ", site: "" };
  assert.deepEqual(await ask(pasted), { ok: true });
  assert.deepEqual(settings().rules, [{ ...RULE, what: "/programs/x", site: "www.bayside-clinic.example" }]);
  await ask({ ...pasted, on: false });
  assert.deepEqual(settings().rules, []);
});

test("what is no rule and no kind of page is refused and changes nothing", async (t) => {
  const { ask, local, settings } = await begin(t, { rules: Array.from({ length: 400 }, (_, n) => ({ ...RULE, what: `word ${n}` })) });
  assert.equal(settings().rules.length, 300);
  for (const [message, error] of [
    [{ ...RULE }, "tooMany"], [{ ...RULE, what: "", site: "" }, "noRule"], [{ ...RULE, what: "-" }, "noRule"], [{ ...RULE, what: "x" }, "noRule"],
    [{ ...RULE, what: "é".repeat(101) }, "tooLong"], [{ ...RULE, site: "a b" }, "noDomain"], [{ ...RULE, says: "perhaps" }, "noRule"],
    [{ ...PAGE, type: "page-kind", site: "" }, "noDomain"], [{ ...PAGE, type: "page-kind", path: "visit" }, "noPath"],
    [{ ...PAGE, type: "page-kind", class: 4 }, "noKind"], [{ ...PAGE, type: "page-kind", class: "3" }, "noKind"],
    [{ ...PAGE, type: "page-kind", path: `/${"x".repeat(200)}` }, "tooLong"],
  ]) {
    assert.deepEqual(await ask({ type: "rule", ...message }), { ok: false, error }, JSON.stringify(message));
  }
  assert.equal(local.items.get("rules").length, 400);
  assert.equal(ask({ type: "rule", ...RULE }, "https://page.example/"), undefined, "a page of the web decides nothing");
});

test("one broken rule on the disk loses itself alone", async (t) => {
  const held = { rules: ["text", null, 7, { what: "" }, { ...RULE, says: "perhaps" }, RULE], pages: [{ site: "x" }, { ...PAGE, class: 9 }, PAGE] };
  const { settings } = await begin(t, held);
  assert.deepEqual([settings().rules, settings().pages], [[RULE], [PAGE]]);
  for (const broken of ["text", 7, null, { a: 1 }]) assert.deepEqual((await begin(t, { rules: broken })).settings().rules, []);
});

test("a person's own note on an agreement goes to the core and to disk, and is taken back", async (t) => {
  const { ask, local, settings } = await begin(t, { notes: { "google-analytics-4": "No.", broken: 7, long: "x".repeat(201), "": "of nobody" } });
  assert.deepEqual(settings().notes, { "google-analytics-4": "No." }, "what a disk holds is believed only where it was written so");
  assert.deepEqual(await ask({ type: "baa", recipient: "meta-pixel", note: "  Asked in May. " }), { ok: true });
  const both = { "google-analytics-4": "No.", "meta-pixel": "Asked in May." };
  assert.deepEqual([settings().notes, local.items.get("notes")], [both, both]);
  assert.deepEqual(await ask({ type: "baa", recipient: "meta-pixel", note: "é".repeat(200) }), { ok: true }, "letters are counted, not bytes");
  for (const [recipient, note, error] of [["meta-pixel", "x".repeat(201), "tooLong"], ["", "x", "noRecipient"], ["__proto__", "x", "noRecipient"], [7, "x", "noRecipient"]]) {
    assert.deepEqual(await ask({ type: "baa", recipient, note }), { ok: false, error }, `${recipient}`);
  }
  assert.deepEqual(await ask({ type: "baa", recipient: "meta-pixel", note: " " }), { ok: true });
  assert.deepEqual(settings().notes, { "google-analytics-4": "No." });
  for (const broken of ["text", 7, null, ["x"]]) assert.deepEqual(Object.keys((await begin(t, { notes: broken })).settings().notes).filter((key) => key.length > 1), []);
});
