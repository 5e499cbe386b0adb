// What a person chooses: checked, kept on disk, and told to the core. The browser is a stub.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Area, shell } from "./lib/shell.mjs";

const HOST = "metrics.bayside-clinic.example";

/** The shell with what a disk holds; `ask` speaks as one of the extension's own pages. */
async function begin(t, held = {}) {
  const [local, session] = [new Area(), new Area()];
  await local.set(held);
  globalThis.chrome = {
    runtime: { id: "own", getURL: (path) => `chrome-extension://own/${path}` },
    i18n: { getMessage: (name) => name },
    storage: { local, session },
  };
  t.after(() => delete globalThis.chrome);
  const { answer, readBack, settings, choices } = await shell(t, "messages", "state");
  await readBack();
  const ask = (message, url = "chrome-extension://own/panel.html") => answer(message, { id: "own", url });
  return { ask, local, choices, relays: () => JSON.parse(settings()).relays };
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
