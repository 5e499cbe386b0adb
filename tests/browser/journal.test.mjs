// The journal's promise: what a finished write holds is never lost and never counted twice, and a gap is counted.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Area, shell } from "./lib/shell.mjs";

const line = (n, tab = 1, event = `{"title":{"text":"${n}"}}`) => `{"at":${1000 + n},"tab":${tab},"event":${event}}\n`;
const bytes = (text) => new TextEncoder().encode(text);

/** Everything a restart would tell the core: the snapshot's text and the lines after it. */
async function restored(Journal, area) {
  const kept = await new Journal(area, () => {}).load();
  return { ...kept, snapshot: kept.snapshot && new TextDecoder().decode(kept.snapshot), lines: kept.batches.join("") };
}

test("a restart finds what was written, in order and once", async (t) => {
  const { Journal } = await shell(t, "journal");
  const area = new Area();
  const journal = new Journal(area, (what) => assert.fail(what));
  await journal.load();
  let all = "";
  for (let n = 0; n < 50; n++) {
    journal.append(line(n));
    all += line(n);
    if (n % 3 === 0) await journal.settled();
    // What the core would hold by now is what the journal was given.
    if (n % 20 === 10) void journal.compact(() => bytes(all));
  }
  await journal.settled();
  const { snapshot, lines, gaps, last } = await restored(Journal, area);
  assert.equal(snapshot + lines, all);
  assert.ok(snapshot.length > 0 && lines.length > 0);
  assert.equal(gaps, 0);
  assert.equal(last, 1049);
});

test("ended at any write, a restart finds a beginning without holes", async (t) => {
  const { Journal } = await shell(t, "journal");
  for (let end = 0; end < 40; end++) {
    const area = new Area();
    const alive = new Journal(area, () => {});
    await alive.load();
    // From the chosen write on, nothing reaches the store: the worker is gone.
    const { set, remove } = area;
    area.set = (items) => (area.writes >= end ? new Promise(() => {}) : set.call(area, items));
    area.remove = (keys) => (area.writes >= end ? new Promise(() => {}) : remove.call(area, keys));
    let all = "";
    for (let n = 0; n < 60; n++) {
      alive.append(line(n));
      all += line(n);
      if (n % 7 === 6) void alive.compact(() => bytes(all));
      await new Promise(setImmediate);
    }
    Object.assign(area, { set, remove });
    const { snapshot = "", lines, gaps } = await restored(Journal, area);
    assert.ok(all.startsWith(snapshot + lines), `ended at write ${end}`);
    assert.equal(gaps, 0);
    if (end === 39) assert.ok((snapshot + lines).length > 0);
  }
});

test("a missing batch is counted, and none that a snapshot covers", async (t) => {
  const { Journal } = await shell(t, "journal");
  const area = new Area();
  const journal = new Journal(area, () => {});
  await journal.load();
  for (let n = 0; n < 6; n++) {
    journal.append(line(n));
    await journal.settled();
  }
  assert.equal((await restored(Journal, area)).gaps, 0);
  area.items.delete("j:000003");
  area.items.delete("j:000004");
  assert.equal((await restored(Journal, area)).gaps, 2);
  await journal.compact(() => bytes("all six"));
  assert.equal((await restored(Journal, area)).gaps, 0);
});

test("numbers go on after a restart", async (t) => {
  const { Journal } = await shell(t, "journal");
  const area = new Area();
  for (let life = 0; life < 3; life++) {
    const journal = new Journal(area, () => {});
    await journal.load();
    journal.append(line(life));
    await journal.settled();
  }
  assert.deepEqual([...area.items.keys()], ["j:000001", "j:000002", "j:000003"]);
});

test("near the quota the log goes first, and it is said once", async (t) => {
  const { Journal, HIGH_WATER } = await shell(t, "journal");
  const area = new Area();
  const said = [];
  const journal = new Journal(area, (what) => said.push(what));
  await journal.load();
  await journal.compact(() => bytes("x".repeat(HIGH_WATER)));
  assert.deepEqual(said, ["quota"]);
  journal.append(line(1));
  await journal.compact(() => bytes("x".repeat(HIGH_WATER)));
  assert.deepEqual(said, ["quota"]);
  const { snapshot } = await restored(Journal, area);
  assert.equal(snapshot.length, HIGH_WATER);
  assert.deepEqual([...area.items.keys()], ["snap"]);
});

test("a write refused for good is said, and what follows is kept", async (t) => {
  const { Journal } = await shell(t, "journal");
  const area = new Area();
  const said = [];
  const journal = new Journal(area, (what) => said.push(what));
  await journal.load();
  journal.append(line(1));
  await journal.settled();
  area.quota = area.size() + 10;
  journal.append(line(2));
  await journal.settled();
  assert.deepEqual(said, ["quota", "journal-gap"]);
  area.quota = 1e6;
  journal.append(line(3));
  await journal.settled();
  const { lines, gaps } = await restored(Journal, area);
  assert.equal(lines, line(1) + line(3));
  assert.equal(gaps, 1);
});

test("the log holds one tab since it was last turned on, and says whether it is whole", async (t) => {
  const { Journal } = await shell(t, "journal");
  const area = new Area();
  const journal = new Journal(area, () => {});
  await journal.load();
  const watch = '{"watch":{"url":"https://clinic.example/","reload":false}}';
  const told = [line(0, 1, watch), line(1, 1), line(2, 2, watch), line(3, 1, watch), line(4, 1), line(5, -1), line(6, 2)];
  for (const text of told) {
    journal.append(text);
    await journal.compact(() => bytes("-"));
  }
  assert.deepEqual(await journal.log(1), { lines: [told[3], told[4], told[5]].map((text) => text.trim()), whole: true });
  assert.equal((await journal.log(3)).whole, false);
  // Batch by batch, for who has read some: from where it was last turned on, or after the one read last.
  const batches = (...places) => places.map((place) => [place + 1, [told[place].trim()]]);
  assert.deepEqual((await journal.since(1, -1)).filter(([, lines]) => lines.length), batches(3, 4, 5));
  assert.deepEqual((await journal.since(1, 5)).filter(([, lines]) => lines.length), batches(5));
  assert.deepEqual(await journal.since(1, 7), []);
  await journal.forget(1, () => bytes("-"));
  assert.deepEqual((await journal.log(1)).lines, [told[5].trim()]);
  assert.deepEqual((await journal.log(2)).lines, [told[2], told[5], told[6]].map((text) => text.trim()));
  assert.ok(![...area.items.values()].some((text) => typeof text === "string" && text.includes('"tab":1,')));
  area.items.delete("j:000005");
  assert.equal((await journal.log(2)).whole, false);
  await journal.clear();
  assert.equal(area.items.size, 0);
});

test("without recording, what a snapshot covers goes", async (t) => {
  const { Journal } = await shell(t, "journal");
  const area = new Area();
  const journal = new Journal(area, () => {});
  journal.recording = false;
  await journal.load();
  journal.append(line(1));
  await journal.settled();
  await journal.compact(() => bytes("-"));
  assert.deepEqual([...area.items.keys()], ["snap"]);
});
