// Session recorders, as their vendors ship them, in a real Chromium: that they record is said, and whether what is typed and
// read is masked. Masked first: nothing that was typed may be found. Then as some sites run them.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { fillIn } from "../clinic/intake.mjs";
import { recorders, stageRecorder } from "../clinic/recorders.mjs";
import { address } from "../clinic/site.mjs";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";

const it = stage();
/** @type {Watched} */
let watched;

beforeEach(async () => {
  watched = await Watched.open(it.browser, address("home", "clean"));
});
afterEach(() => watched.close());

const about = (view, host) => view.findings.filter((f) => f.recipient?.host === host);
const recording = (view, host) => about(view, host).find((f) => f.kind === "session-replay-active");
const proven = (view, host) => about(view, host).filter((f) => f.evidence.some((e) => e.known && !/^page/.test(e.known.value)));
/** What is said of it, its limits and its proof with it. */
const words = (f) => [f.said, ...f.limits, ...f.evidence.flatMap((e) => [e.name, e.known?.value ?? ""])].join(" | ");

/** Fills the recorded form in and waits until the recorder has uploaded after that. */
async function record(recorder, masked) {
  const { sink } = it;
  const { page } = watched;
  const { arrived } = recorders[recorder];
  // A session of its own: recorders remember between pages whether they record.
  await page.evaluate(() => { localStorage.clear(); sessionStorage.clear(); });
  await page.deleteCookie(...await page.cookies());
  const mark = sink.requests.length;
  await page.goto(stageRecorder(sink, recorder, masked), { waitUntil: "load" });
  // What is typed before the first picture of the page is in the picture; what is typed after it, in the changes.
  if (!["posthog", "mixpanel"].includes(recorder)) await sink.until(arrived, { mark, what: `${recorder}: its first upload` });
  await fillIn(page);
  const typed = sink.requests.length;
  await page.focus("#send");
  await sink.until(arrived, { mark: typed, what: `${recorder}: an upload after typing` });
  // What it holds back is sent when the page is left.
  await page.goto(address("home", "clean"), { waitUntil: "load" });
  return sink.since(mark).filter(arrived)[0].host;
}

/**
 * @param {string} recorder
 * @param {{ masked?: any, open?: any, typed?: RegExp, readable?: boolean }} row `typed`: whose field's words are uploaded in clear
 */
async function check(recorder, { masked = true, open = false, typed }) {
  let host = await record(recorder, masked);
  const clean = await watched.untilView((v) => recording(v, host), `${recorder}: that it records`);
  assert.deepEqual(proven(clean, host).map(words), [], `${recorder}: masked, so nothing that was typed is found`);
  assert.match(recording(clean, host).said, /what is typed is masked/, `${recorder}: that what is typed is masked`);
  assert.notEqual(recording(clean, host).severity, "critical");
  await watched.close();

  watched = await Watched.open(it.browser, address("home", "clean"));
  host = await record(recorder, open);
  const view = await watched.untilView((v) => proven(v, host).length > 0 && recording(v, host)?.severity === "critical",
    `${recorder}: what was typed, in clear`).catch(async (error) => assert.fail(`${error.message}\n${about(await watched.view(), host).map((f) => `${f.severity} ${f.kind} ${words(f)}`).join("\n")}`));
  assert.match(recording(view, host).said, /what is typed can be read/);
  if (typed) assert.ok(proven(view, host).some((f) => typed.test(words(f))), `${recorder}: ${proven(view, host).map(words)}`);
}

test("rrweb, posting to a host of its own", () => check("rrweb", { typed: /e-mail/i }));
test("PostHog's recorder", () => check("posthog", { typed: /e-mail/i }));
// Its freest level masks e-mail and phone fields all the same; the reason for the visit goes out letter by letter.
test("Datadog's recorder", () => check("datadog", { typed: /reason/i }));
test("Mixpanel's recorder", () => check("mixpanel", { typed: /reason/i }));
test("Sentry's recorder", () => check("sentry", { typed: /e-mail/i }));

test("Datadog, where input is masked and the page's text is not", async () => {
  const host = await record("datadog", "mask-user-input");
  const view = await watched.untilView((v) => recording(v, host), "that it records");
  assert.deepEqual(proven(view, host).map(words), [], "nothing that was typed");
  assert.notEqual(recording(view, host).severity, "critical");
});

test("Clarity, which always masks what is typed", async () => {
  const host = await record("clarity", false);
  const view = await watched.untilView((v) => recording(v, host), "that it records");
  assert.deepEqual(proven(view, host).map(words), [], "nothing that was typed");
});
