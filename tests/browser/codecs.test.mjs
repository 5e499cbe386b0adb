// What the core asks of the codecs is carried out, and what happens when they trap: their instance goes, it is counted, nothing is tried
// for ever. The browser, the core and the codecs are stubs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Area, shell } from "./lib/shell.mjs";

const prepared = (value, text = "jordan@mail.example") => ({ prepare: { tab: 7, value, text, salt: "", secret: false } });
const packed = (number, text) => ({ unpack: { tab: 7, packed: number, how: "brotli", bytes: btoa(text) } });
const line = (effects) => new TextEncoder().encode(`${JSON.stringify(effects)}\n`);

async function begin(t, codecs = {}) {
  const calls = { init: 0, renewed: 0, learned: [], unpacked: [], lost: 0, ran: [] };
  globalThis.chrome = {
    runtime: { id: "own", getURL: (path) => `chrome-extension://own/${path}` }, i18n: { getMessage: (name) => name },
    storage: { local: new Area(), session: new Area() }, action: new Proxy({}, { get: () => async () => {} }), tabs: { sendMessage: async () => {} },
  };
  globalThis.codecs = {
    init: async ({ module_or_path }) => (calls.init++, assert.equal(module_or_path, "chrome-extension://own/codecs_bg.wasm")),
    prepare: (text) => new TextEncoder().encode(`table of ${text}`), unpack: (how, bytes, limit) => `${how} ${bytes.length} ${limit}`,
    renew: () => (calls.renewed += 1), ...codecs,
  };
  t.after(() => (delete globalThis.chrome, delete globalThis.codecs));
  const { Engine, carryOut, start, begin: watch, engine } = await shell(t, "engine", "codecs-host", "feed", "state");
  const core = {
    watched: () => [7], configure: () => true, snapshot: () => new Uint8Array(),
    ingest: (batch) => {
      for (const one of new TextDecoder().decode(batch).split("\n")) if (one.includes('"codecs"')) calls.lost += JSON.parse(one).lost.count;
      return line([]);
    },
    learn: (tab, value, table) => (calls.learned.push([tab, value, new TextDecoder().decode(table)]), line([{ publish: { tab } }])),
    unpacked: (tab, number, text) => (calls.unpacked.push([tab, number, text]), line([])),
    ...codecs.core,
  };
  assert.ok(Engine);
  watch(7, "https://clinic.example/", false);
  engine.ask = (question) => question(core);
  Object.defineProperty(engine, "alive", { get: () => true });
  await start({ run: (effects) => calls.ran.push(...effects.map((effect) => Object.keys(effect)[0])), stopped: () => assert.fail("stopped") });
  const until = async (test) => {
    const end = Date.now() + 5000;
    while (!test()) {
      assert.ok(Date.now() < end, JSON.stringify(calls));
      await new Promise((turn) => setTimeout(turn, 1));
    }
  };
  return { calls, carryOut, until };
}

test("nothing is loaded until something is asked for; then each is answered in its turn", async (t) => {
  const { calls, carryOut, until } = await begin(t);
  carryOut([{ publish: { tab: 7 } }]);
  assert.equal(calls.init, 0);
  carryOut([prepared(1), packed(2, "abc")]);
  carryOut([prepared(3, "5550123")]);
  await until(() => calls.learned.length === 2);
  assert.deepEqual(calls.learned, [[7, 1, "table of jordan@mail.example"], [7, 3, "table of 5550123"]]);
  assert.deepEqual(calls.unpacked, [[7, 2, "brotli 3 1048576"]]);
  assert.deepEqual([calls.init, calls.lost, calls.renewed], [1, 0, 0]);
  assert.ok(calls.ran.includes("publish"), "what the core asks for then is run");
});

test("a trap costs the instance and its own question; what follows is answered", async (t) => {
  const { calls, carryOut, until } = await begin(t, {
    prepare: (text) => {
      if (text === "trap") throw new WebAssembly.RuntimeError("unreachable");
      return new TextEncoder().encode(text);
    },
    unpack: () => {
      throw new WebAssembly.RuntimeError("unreachable");
    },
  });
  carryOut([prepared(1, "trap"), packed(2, "abc"), prepared(3, "good")]);
  await until(() => calls.learned.length === 1 && calls.lost === 2);
  assert.deepEqual(calls.learned, [[7, 3, "good"]]);
  assert.deepEqual(calls.unpacked, [[7, 2, undefined]], "the core is told that it could not be taken apart");
  assert.deepEqual([calls.renewed, calls.lost], [2, 2]);
});

test("codecs that always fail are left alone, and a core that asks again is not answered for ever", async (t) => {
  let tried = 0;
  const { calls, carryOut, until } = await begin(t, { init: async () => (tried++, assert.fail("no module")) });
  carryOut(Array.from({ length: 20 }, (_, n) => prepared(n)));
  await until(() => calls.lost === 20);
  assert.equal(tried, 5);
  for (let n = 0; n < 300; n++) carryOut([prepared(n)]);
  await until(() => calls.lost === 100);
  assert.equal(tried, 5);
});

test("another tab's wish, or one's that is no longer watched, is dropped", async (t) => {
  const { calls, carryOut, until } = await begin(t);
  carryOut([{ prepare: { ...prepared(1).prepare, tab: 8 } }, prepared(2)]);
  await until(() => calls.learned.length === 1);
  assert.deepEqual([calls.learned[0].slice(0, 2), calls.lost], [[7, 2], 0]);
});
