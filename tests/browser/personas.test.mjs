// Made-up patients: checked, kept in memory unless somebody wants them on disk, told to the core. The browser is a stub.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Area, shell } from "./lib/shell.mjs";

const JORDAN = {
  id: "p-1", name: "Jordan Avery", on: true, saved: false,
  details: [{ what: "email", value: "jordan.avery@mail.example" }, { what: "birth-date", value: "1987-03-14" }],
};

async function begin(t, onDisk = {}, inMemory = {}) {
  const [local, session] = [new Area(), new Area()];
  await local.set(onDisk);
  await session.set(inMemory);
  globalThis.chrome = {
    runtime: { id: "own", getURL: (path) => `chrome-extension://own/${path}` },
    i18n: { getMessage: (name) => name },
    storage: { local, session },
    tabs: { get: async () => undefined },
  };
  t.after(() => delete globalThis.chrome);
  const { answer, readBack, settings } = await shell(t, "messages", "state");
  await readBack();
  const page = "chrome-extension://own/panel.html";
  const ask = (persona, more = {}, url = page) => answer({ type: "persona", persona, ...more }, { id: "own", url });
  const state = async () => JSON.parse((await answer({ type: "state", tab: 1 }, { id: "own", url: page })).text).settings.personas;
  return { ask, local, session, personas: () => JSON.parse(settings()).personas, state };
}

test("a persona lives in memory, and on disk only where that is wanted", async (t) => {
  const { ask, local, session, personas, state } = await begin(t);
  const kept = () => [local, session].map((area) => (area.items.get("personas") ?? []).map(({ id }) => id).join());
  assert.deepEqual(await ask(JORDAN), { ok: true });
  assert.deepEqual([personas(), await state(), ...kept()], [[JORDAN], [JORDAN], "", "p-1"]);
  await ask({ ...JORDAN, saved: true });
  assert.deepEqual(kept(), ["p-1", ""], "not in both");
  await ask({ ...JORDAN, id: "p-2", on: false });
  assert.deepEqual(personas().map(({ id, on }) => [id, on]), [["p-1", true], ["p-2", false]]);
  await ask({ ...JORDAN, saved: false });
  assert.deepEqual(kept(), ["", "p-1,p-2"]);
  assert.deepEqual(await ask({ id: "p-1" }, { on: false }), { ok: true });
  await ask({ id: "p-2" }, { on: false });
  assert.deepEqual([personas(), ...kept()], [[], "", ""]);
});

test("values are trimmed, each kind once, empty and unknown kinds left out", async (t) => {
  const { ask, personas } = await begin(t);
  const details = [{ what: "email", value: "first@mail.example" }, { what: "email", value: " last@mail.example " }, { what: "phone", value: " " },
    { what: "password", value: "correct horse" }, { what: "card", value: "4111111111111111" }, { what: "page-title", value: "x" }, { what: 7, value: "x" }, null];
  await ask({ ...JORDAN, details });
  assert.deepEqual(personas()[0].details, [{ what: "email", value: "last@mail.example" }]);
});

test("what is no persona is refused and changes nothing", async (t) => {
  const { ask, personas, local, session } = await begin(t);
  for (const [persona, error] of [
    [undefined, "noPersona"], ["text", "noPersona"], [{ ...JORDAN, id: "" }, "noPersona"], [{ ...JORDAN, id: "A" }, "noPersona"],
    [{ ...JORDAN, id: "a".repeat(41) }, "noPersona"], [{ ...JORDAN, details: [] }, "noPersona"], [{ ...JORDAN, details: "all" }, "noPersona"],
    [{ ...JORDAN, name: "é".repeat(101) }, "longValue"], [{ ...JORDAN, details: [{ what: "email", value: "é".repeat(101) }] }, "longValue"],
  ]) {
    assert.deepEqual(await ask(persona), { ok: false, error }, JSON.stringify(persona));
  }
  assert.deepEqual([personas(), local.items.size, session.items.size], [[], 0, 0]);
  for (let n = 0; n < 20; n++) assert.deepEqual(await ask({ ...JORDAN, id: `p-${n}` }), { ok: true });
  assert.deepEqual(await ask({ ...JORDAN, id: "p-20" }), { ok: false, error: "manyPersonas" });
  assert.deepEqual(await ask({ ...JORDAN, id: "p-3", name: "Riley" }), { ok: true }, "one that is there already can be changed");
  assert.equal(ask(JORDAN, {}, "https://page.example/"), undefined, "a page of the web decides nothing");
});

test("what was kept is believed only where it was written so", async (t) => {
  const broken = ["text", null, { id: "p-9" }, { ...JORDAN, details: [{ what: "unheard-of", value: "x" }] }];
  const { personas } = await begin(t, { personas: [...broken, { ...JORDAN, saved: true }] }, { personas: [{ ...JORDAN, name: "again" }, { ...JORDAN, id: "p-2" }] });
  assert.deepEqual(personas().map(({ id, name }) => [id, name]), [["p-1", "Jordan Avery"], ["p-2", "Jordan Avery"]]);
  for (const held of ["text", 7, null, { a: 1 }]) assert.deepEqual((await begin(t, { personas: held })).personas(), []);
});
