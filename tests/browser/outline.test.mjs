// Which frames are told to outline which fields: those the cards are about now, each said once. The browser is a stub.
import assert from "node:assert/strict";
import { test } from "node:test";
import { shell } from "./lib/shell.mjs";

async function begin(t) {
  const told = [];
  globalThis.chrome = {
    i18n: { getMessage: (name) => name }, runtime: { id: "own", getURL: (path) => path },
    tabs: { sendMessage: async (tab, { type, fields }, { frameId = "all" }) => type === "outline" && told.push([tab, frameId, fields]) },
  };
  t.after(() => delete globalThis.chrome);
  const { run, begin: watch } = await shell(t, "show", "state");
  const tab = watch(7, "https://clinic.example/", false);
  const cards = (...fields) => run([{ cards: { tab: 7, more: 0, pill: "", cards: fields.map((at) => ({ key: "k", proof: [], fields: at })) } }]);
  return { cards, tab, since: () => told.splice(0) };
}

test("each frame is told what to outline, and again only where that changes", async (t) => {
  const { cards, since } = await begin(t);
  const [email, name, inner] = [{ frame: 0, field: 11 }, { frame: 0, field: 12 }, { frame: 3, field: 90 }];
  cards([]);
  assert.deepEqual(since(), [[7, "all", []]], "what an earlier life of the worker outlined goes");
  cards([email], [email, inner]);
  assert.deepEqual(since(), [[7, 0, [11]], [7, 3, [90]]]);
  cards([email, inner]);
  assert.deepEqual(since(), []);
  cards([email, name]);
  assert.deepEqual(since(), [[7, 0, [11, 12]], [7, 3, []]]);
  cards();
  assert.deepEqual(since(), [[7, 0, []]]);
});

test("where a card's things are: its fields, then its hosts in the page, then in its frames", async (t) => {
  const asked = [];
  let answers = {};
  globalThis.chrome = {
    i18n: { getMessage: (name) => name }, runtime: { id: "own", getURL: (path) => path },
    tabs: { sendMessage: async (_, { type, fields, hosts, words }, { frameId }) => type === "show" && (asked.push([frameId, fields ?? hosts, ...(words ?? [])]), answers[frameId]) },
  };
  t.after(() => delete globalThis.chrome);
  const { where, begin: watch } = await shell(t, "show", "state");
  const tab = watch(7, "https://clinic.example/", false);
  tab.frames.set(3, "https://form.example/f").set(4, "not an address");
  const check = async (card, given, found, want) => {
    answers = given;
    tab.cards = { cards: [{ key: "k", fields: [], hosts: [], words: [], ...card }] };
    assert.deepEqual([(await where(tab, "k")).found, asked.splice(0)], [found, want]);
  };
  const [shown, unseen, none] = ["shown", "unseen", "none"].map((one) => ({ found: one }));
  const hosts = ["v.example"];
  await check({ fields: [{ frame: 0, field: 5 }], hosts }, { 0: shown }, "shown", [[0, [5]]]);
  await check({ fields: [{ frame: 3, field: 5 }] }, { 0: shown, 3: shown }, "shown", [[0, ["form.example"]], [3, [5]]]);
  // A field that is gone: what the page holds of its recipient.
  await check({ fields: [{ frame: 0, field: 5 }], hosts }, { 0: none }, "none", [[0, [5]], [0, hosts], [3, hosts], [4, hosts]]);
  await check({ hosts, words: ["Book"] }, { 0: unseen, 3: none, 4: shown }, "shown", [[0, hosts, "Book"], [3, hosts], [4, hosts]]);
  await check({ hosts }, { 0: unseen, 3: none }, "unseen", [[0, hosts], [3, hosts], [4, hosts]]);
  await check({}, { 0: none }, "none", [[0, []]]);
  assert.deepEqual([(await where(tab, "another")).found, asked], ["none", []]);
});

test("a card of an older core, without fields, outlines nothing", async (t) => {
  const { cards, since } = await begin(t);
  cards(undefined);
  assert.deepEqual(since(), [[7, "all", []]]);
});
