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

test("a card of an older core, without fields, outlines nothing", async (t) => {
  const { cards, since } = await begin(t);
  cards(undefined);
  assert.deepEqual(since(), [[7, "all", []]]);
});
