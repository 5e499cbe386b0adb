// The worker may be ended at any instant: what was kept is not lost, nothing is counted twice, and where something may be
// missing that is said.
import assert from "node:assert/strict";
import { beforeEach, afterEach, test } from "node:test";
import { address } from "../clinic/site.mjs";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";

const it = stage();
const host = "region1.google-analytics.com";
/** @type {Watched} */
let watched;
let mark;

beforeEach(async () => {
  watched = await Watched.open(it.browser, address("home", "clean"));
  mark = it.sink.requests.length;
});
afterEach(() => watched.close());

/** Sends hits numbered from `from` one after the other, each with the page's telling address, until the page has `enough`; how many. */
const send = (from, n, pace = 0) => watched.page.evaluate(async (to, first, last, every) => {
  let i = first;
  for (; i < last && !window.enough; i++) {
    await fetch(`https://${to}/g/collect?v=2&tid=G-BAY51DE001&cid=1.2&en=page_view&dl=${encodeURIComponent("https://www.bayside-clinic.example/conditions/hiv-testing")}&_s=${i}`,
      { mode: "no-cors" });
    if (every) await new Promise((done) => setTimeout(done, every));
  }
  return i - first;
}, host, from, from + n, pace);
const about = (view) => view.findings.filter((f) => f.kind === "sensitive-url-third-party" && f.recipient.host === host);
const counted = (view) => about(view).reduce((sum, f) => sum + f.count, 0);
const restarts = (view) => view.blind_spots.some((spot) => spot.count > 0 && /restart/i.test(spot.said));

test("what was counted before the worker was ended is there after it, once", async () => {
  await send(0, 20);
  await watched.untilView((v) => counted(v) === 20, "twenty hits counted");
  await watched.stored(20);
  await it.browser.killWorker();
  assert.equal(counted(await watched.view()), 20, "restored, no more and no less");
  // Covered by a snapshot by now; the batches it covers are still there, as the recorded log.
  await watched.covered();
  await it.browser.killWorker();
  assert.equal(counted(await watched.view()), 20, "a batch the snapshot covers is not told again");
  await it.browser.killWorker();
  await send(20, 5);
  const view = await watched.untilView((v) => counted(v) >= 25, "five more");
  assert.deepEqual([counted(view), about(view).length], [25, 1]);
});

test("ended three times while the page is sending: nothing twice, and a loss is said", async () => {
  const arrived = () => it.sink.since(mark).filter((r) => r.host === host).length;
  // A page that never rests would stay ahead of a worker on a slow machine.
  const sending = send(0, 100_000, 10);
  let held = await watched.stored(20);
  for (let end = 0; end < 3; end++) {
    await it.browser.killWorker();
    const now = await watched.stored(0);
    assert.ok(now >= held, `${held} were kept before the worker was ended, ${now} after it`);
    held = await watched.stored(now + 1);
  }
  // What had been sent and was not kept once the last life had kept something: how much that is depends on the machine alone.
  const open = arrived() - held + 1; // one may be on its way
  await watched.stored(held + 20);
  await watched.page.evaluate(() => (window.enough = true));
  const HITS = await sending;
  assert.equal(arrived(), HITS);
  // A last hit of another page address tells when everything before it has been taken.
  await watched.page.evaluate((to) => fetch(`https://${to}/g/collect?v=2&tid=G-BAY51DE001&cid=1.2&dl=${encodeURIComponent("https://www.bayside-clinic.example/conditions/depression")}`,
    { mode: "no-cors" }).then(() => {}), host);
  const view = await watched.untilView((v) => JSON.stringify(about(v)).includes("depression"), "the last hit");
  const n = counted(view) - 1;
  assert.ok(n <= HITS, `counted ${n} times, sent ${HITS} times`);
  if (n < HITS) assert.ok(restarts(view), `${HITS - n} are missing and nothing is said: ${JSON.stringify(view.blind_spots)}`);
  // Each end can take along what was not yet kept, and nothing else.
  assert.ok(HITS - n <= open, `${HITS - n} of ${HITS} are missing, of ${open} that could be`);
});
