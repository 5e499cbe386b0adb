// A vendor's language on the site's own host: recognised, said, decided by a person, remembered while the worker comes and goes.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { address } from "../clinic/site.mjs";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";

const it = stage();
const HOST = "metrics.bayside-clinic.example";
/** @type {Watched} */
let watched;
let n = 0;

beforeEach(async () => {
  watched = await Watched.open(it.browser, address("home", "clean"));
});
afterEach(() => watched.close());

/** One hit as gtag.js sends it, to the site's own host; refused for advertising, allowed for analytics. */
const hit = async (dl = "https://www.bayside-clinic.example/conditions/hiv-testing") => {
  n += 1;
  await watched.page.evaluate((host, page, s) => fetch(`https://${host}/g/collect?v=2&tid=G-BAY51DE001&gtm=45je5&_p=123&cid=123.456&ul=en-us`
    + `&sr=1280x800&_s=${s}&sid=1700000000&sct=1&seg=0&dl=${encodeURIComponent(page)}&dt=Bayside&en=page_view&gcs=G101&gcd=13p3t3l3l5l1`,
    { mode: "no-cors" }).then(() => {}), HOST, dl, n);
};
const there = (view) => view.recipients.filter((r) => r.hosts.includes(HOST));
const relay = (view) => there(view).find((r) => r.relay)?.relay;
const requests = (view) => there(view).reduce((sum, r) => sum + r.requests, 0);
const found = (view) => view.findings.filter((f) => f.kind === "first-party-relay" && f.recipient.host === HOST);
const counted = (view) => found(view).reduce((sum, f) => sum + f.count, 0);
const decide = async (vendor, on = true) => {
  const answer = await watched.ask({ type: "relay", host: HOST, vendor, on });
  assert.deepEqual(answer, { ok: true });
};

test("a relay is found with how sure that is, and its consent signals are decoded", async () => {
  await hit();
  const view = await watched.untilView((v) => relay(v) && found(v).length, "the relay");
  const [row] = there(view);
  assert.deepEqual([row.relay.host, row.relay.vendor, row.relay.decided], [HOST, "google-analytics-4", null]);
  assert.match(row.relay.said, /^Looks like Google Analytics 4: \d+ of \d+ signature fields\.$/);
  assert.match(row.relay.limit, /first hop/);
  const gcs = row.consent.find((signal) => signal.at === "query:gcs");
  assert.deepEqual([gcs?.value.shown, gcs?.standing], ["G101", "mixed"], JSON.stringify(row.consent));
  assert.match(gcs.said, /advertis.*denied.*analytics.*granted/i);
  assert.equal(found(view).length, 1);
  assert.match(found(view)[0].said, /your own server, but looks like data for Google Analytics 4/);
});

test("what a person says of it holds, through the worker's end, until it is taken back", async () => {
  await hit();
  await watched.untilView((v) => found(v).length === 1, "the relay");
  await decide("none");
  await hit("https://www.bayside-clinic.example/conditions/depression");
  let view = await watched.untilView((v) => requests(v) === 2, "the second hit");
  assert.equal(relay(view)?.decided, "none");
  assert.equal(counted(view), 1, "the second is no relay's");

  await watched.covered();
  await it.browser.killWorker();
  await hit("https://www.bayside-clinic.example/conditions/depression");
  view = await watched.untilView((v) => requests(v) === 3, "the third hit");
  assert.deepEqual([relay(view)?.decided, counted(view)], ["none", 1], "remembered");

  await decide("none", false);
  assert.equal(relay(await watched.view())?.decided, null, "taken back");
  await hit("https://www.bayside-clinic.example/conditions/depression");
  view = await watched.untilView((v) => counted(v) === 2, "it is a relay again");

  await decide("matomo");
  await hit("https://www.bayside-clinic.example/conditions/cancer");
  view = await watched.untilView((v) => found(v).some((f) => f.said.includes("is Matomo")), "a relay to what the person named");
  assert.equal(relay(view).decided, "matomo");
  await decide("matomo", false);
});

test("vendors to name are listed; a host or vendor that is none is refused", async () => {
  const { ok, text } = await watched.ask({ type: "vendors" });
  assert.ok(ok);
  const lines = text.trim().split("\n");
  assert.ok(lines.length > 100, `${lines.length} vendors`);
  for (const line of lines) assert.match(line, /^[a-z0-9-]+ \S/);
  assert.ok(lines.includes("google-analytics-4 Google Analytics 4"));
  for (const [host, vendor] of [["", "none"], ["no host", "none"], [HOST, ""], [HOST, "Not An Id"], ["__proto__", "none"]]) {
    const answer = await watched.ask({ type: "relay", host, vendor });
    assert.equal(answer.ok, false, `${host} ${vendor}`);
    assert.ok(answer.error.length > 10, "said why");
  }
});

test("a page driven by a program says so among what cannot be seen", async () => {
  const driven = (view) => view.blind_spots.filter((spot) => /program drives this browser/.test(spot.said));
  assert.deepEqual(driven(await watched.view()), [], "a visitor's browser");
  const session = await watched.page.createCDPSession();
  await session.send("Emulation.setAutomationOverride", { enabled: true });
  await watched.page.goto(address("condition", "clean"), { waitUntil: "load" });
  assert.equal(await watched.page.evaluate(() => navigator.webdriver), true);
  await watched.untilView((v) => driven(v).length === 1, "the blind spot");
});
