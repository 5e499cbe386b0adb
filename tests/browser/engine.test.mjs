// What happens when the core traps: drop, restore, count; three in a row, stop.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Area, shell } from "./lib/shell.mjs";

const encode = (text) => new TextEncoder().encode(text);
const decode = (bytes) => new TextDecoder().decode(bytes);

/** A core that remembers its lines, and traps on a line that says so. */
class Fake {
  constructor(lines = []) {
    this.lines = lines;
  }
  #take(batch) {
    for (const line of decode(batch).split("\n").filter(Boolean)) {
      if (line.includes("trap")) throw new WebAssembly.RuntimeError("unreachable");
      this.lines.push(line);
    }
  }
  ingest(batch) {
    this.#take(batch);
    return encode(`[{"publish":{"tab":1}}]\n${decode(batch) && `${decode(batch)}\n`}`);
  }
  replay(batch) {
    this.#take(batch);
    return encode("[]\n");
  }
  snapshot() {
    return encode(JSON.stringify(this.lines));
  }
  configure() {
    return true;
  }
}

async function begin(t, area = new Area()) {
  const { Engine, Journal } = await shell(t, "engine", "journal");
  let renewed = 0;
  const make = {
    fresh: () => new Fake(),
    restored: (bytes) => {
      const text = decode(bytes);
      if (text === "broken") throw new Error("the saved state could not be read");
      return new Fake(JSON.parse(text));
    },
    renew: () => (renewed += 1),
  };
  const journal = new Journal(area, (what) => assert.fail(what));
  const engine = new Engine(make, journal, "{}");
  const started = await engine.restore();
  return { engine, journal, area, started, renewed: () => renewed, lines: () => engine.ask((core) => core.lines) };
}

test("effects come back and what was told is kept", async (t) => {
  const { engine, journal, area } = await begin(t);
  assert.deepEqual(engine.ingest(["one", "two"]), [{ publish: { tab: 1 } }]);
  await journal.settled();
  assert.deepEqual((await begin(t, area)).lines(), ["one", "two"]);
});

test("a trap loses its batch alone", async (t) => {
  const { engine, journal, lines, renewed } = await begin(t);
  engine.ingest(["one"]);
  await journal.compact(() => engine.ask((core) => core.snapshot()));
  engine.ingest(["two"]);
  assert.equal(engine.ingest(["three", "trap"]), undefined);
  assert.equal(engine.alive, false);
  assert.equal(renewed(), 1);
  assert.equal(engine.ask(() => "asked"), undefined);
  await engine.restore();
  assert.deepEqual(lines(), ["one", "two"]);
  engine.ingest(["four"]);
  assert.deepEqual(lines(), ["one", "two", "four"]);
});

test("three in a row stop it, two and a good batch do not", async (t) => {
  const { engine } = await begin(t);
  for (const batch of ["trap", "trap", "good", "trap", "trap"]) {
    engine.ingest([batch]);
    await engine.restore();
    assert.equal(engine.stopped, false, batch);
  }
  engine.ingest(["trap"]);
  await engine.restore();
  assert.equal(engine.stopped, true);
  assert.equal(engine.ingest(["good"]), undefined);
  await engine.afresh();
  assert.equal(engine.stopped, false);
  assert.notEqual(engine.ingest(["good"]), undefined);
});

test("a journal that traps each time stops it instead of trying for ever", async (t) => {
  const area = new Area();
  area.items.set("j:000001", "trap\n");
  const { engine, renewed } = await begin(t, area);
  assert.equal(engine.stopped, true);
  assert.equal(renewed(), 3);
});

test("a snapshot that cannot be read is a gap, and what follows it is taken", async (t) => {
  const area = new Area();
  area.items.set("snap", { seq: 4, text: "broken" });
  area.items.set("j:000005", "five\n");
  const { started, lines } = await begin(t, area);
  assert.equal(started.gaps, 1);
  assert.deepEqual(lines(), ["five"]);
});
