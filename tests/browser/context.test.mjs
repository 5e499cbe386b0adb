// What kind of page it is, by its forms and by a person's word; and what a person says is not sensitive, which goes at once.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { address } from "../clinic/site.mjs";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";

const it = stage();
const SITE = "www.bayside-clinic.example";
const PATH = "/conditions/hiv-testing";
const TYPED = "zebra-quartz-typed-by-hand";
/** @type {Watched} */
let watched;

beforeEach(async () => {
  watched = await Watched.open(it.browser, address("home", "clean"));
});
afterEach(() => watched.close());

const NEWSLETTER = `<form><label>First name<input name="first_name"></label><label>E-mail<input type="email" name="email"></label>
<label><input type="checkbox" name="topic">Send me news about diabetes</label></form>`;
const INTAKE = `<form><label>Date of birth<input name="dob"></label><label>Insurance carrier<input name="carrier"></label>
<label>Reason for your visit <textarea name="why">${TYPED}</textarea></label><label>Symptoms<input name="symptoms" value="${TYPED}"></label>
<label>Plan<select name="plan"><option>${TYPED}</option></select></label><input type="hidden" name="token" value="${TYPED}">
<label>Note<span contenteditable="true" id="note">${TYPED}</span></label></form>`;

/** Draws a form late, as scripts do, and goes into its first field. */
async function draw(html) {
  await watched.page.evaluate((markup) => {
    const place = document.createElement("div");
    place.innerHTML = markup;
    document.body.append(place);
    setTimeout(() => place.querySelector("input").focus(), 50);
  }, html);
}
const structures = async () => (await watched.export("log")).split("\n").filter((line) => line.includes('"structure"'));
/** An event that tells Meta of a page: one that can do without a view of it. */
const leak = (path) => watched.page.evaluate((page) => fetch(
  `https://www.facebook.com/tr/?id=1&ev=ViewContent&dl=${encodeURIComponent(page)}&fbp=fb.1.1.2`, { mode: "no-cors" }).then(() => {}),
`https://${SITE}${path}`);
const found = (view, kind) => view.findings.find((f) => f.kind === kind);
const say = async (message) => assert.deepEqual(await watched.ask(message), { ok: true }, JSON.stringify(message));

test("a newsletter's form says nothing, a practice's does, and no form that is told holds what was typed", async () => {
  await draw(NEWSLETTER);
  await watched.page.waitForFunction(() => document.activeElement?.tagName === "INPUT");
  const end = Date.now() + 10_000;
  while (!(await structures()).some((line) => line.includes("First name")) && Date.now() < end) await pause(100);
  assert.ok((await structures()).some((line) => line.includes("First name")), "its fields were told");
  assert.deepEqual([(await watched.view()).page.class, (await watched.view()).page.because], [0, []], "clean twin");

  await watched.page.evaluate(() => document.querySelector("form:last-of-type")?.remove());
  await draw(INTAKE);
  await watched.page.waitForFunction(() => document.activeElement?.getAttribute("name") === "dob");
  await watched.page.keyboard.type(TYPED);
  const view = await watched.untilView((v) => v.page.class === 2, "a page where a visitor acts");
  assert.match(view.page.because[0], /^its form asks for a date of birth, insurance, the reason for a visit/, JSON.stringify(view.page));
  assert.deepEqual([view.page.said_so, view.page.portal, view.findings], [false, false, []], "a kind of page is no finding");
  await pause(4_500);
  const told = await structures();
  assert.ok(told.some((line) => line.includes("Reason for your visit")));
  assert.deepEqual(told.filter((line) => line.includes(TYPED.slice(0, 5))), []);
  // A page that changes its address by script is another page: its forms are told again, and these are still there.
  await watched.page.evaluate(() => history.pushState(null, "", "/p/1001"));
  await watched.untilView((v) => v.page.address.shown.endsWith("/p/1001") && v.page.class === 2, "told again");
});

test("only a person makes a page a portal; what they said stays while the worker comes and goes", async () => {
  const before = (await watched.view()).page;
  assert.deepEqual([before.class, before.said_so, before.host, before.path], [0, false, SITE, "/p/*"]);
  await leak("/find-a-doctor/cardiology");
  const leaked = (v) => found(v, "sensitive-url-third-party");
  assert.equal(leaked(await watched.untilView(leaked, "the leak")).severity, "high");
  // What is said after a snapshot, with nothing seen since, is in the next one too.
  await watched.covered();
  const kind = { type: "page-kind", site: SITE, path: before.path, class: 3 };
  await say(kind);
  let view = await watched.untilView((v) => leaked(v)?.severity === "critical", "worse, in a portal");
  assert.deepEqual([view.page.class, view.page.said_so, view.page.because], [3, true, ["you said so"]]);

  await it.browser.killWorker();
  view = await watched.untilView((v) => v.watching, "the worker back");
  assert.deepEqual([view.page.class, view.page.said_so, leaked(view).severity], [3, true, "critical"]);
  const { text } = await watched.ask({ type: "state", tab: watched.tab });
  assert.deepEqual(JSON.parse(text).settings.pages, [{ site: SITE, path: "/p/*", class: 3 }]);
  await say({ ...kind, class: undefined, on: false });
  view = await watched.untilView((v) => leaked(v)?.severity === "high", "taken back");
  assert.deepEqual([view.page.class, view.page.said_so], [0, false]);
});

test("what a person says is not sensitive goes at once; their own word is found", async () => {
  await watched.page.evaluate((path) => history.pushState(null, "", path), PATH);
  await leak(PATH);
  const telling = (v) => v.findings.filter((f) => /^sensitive-/.test(f.kind)).length;
  await watched.untilView((v) => telling(v) === 2, "the page and the leak");
  const rule = { type: "rule", what: PATH, site: SITE, says: "innocent", topic: "" };
  await watched.covered();
  await say(rule);
  let view = await watched.untilView((v) => telling(v) === 0, "nothing left");
  await it.browser.killWorker();
  view = await watched.untilView((v) => v.watching, "the worker back");
  assert.equal(telling(view), 0, "what went stays away");
  assert.deepEqual([view.page.class, view.page.because], [0, ["you said that words tell nothing here"]]);
  await say({ ...rule, on: false });
  view = await watched.untilView((v) => telling(v) === 1, "the page tells again");
  assert.equal(view.page.class, 1);

  const own = { type: "rule", what: "Project Lighthouse", site: "", says: "sensitive", topic: "substance-use" };
  await leak("/programs/project-lighthouse");
  await say(own);
  await leak("/programs/projectLighthouse?x=1");
  view = await watched.untilView((v) => v.findings.some((f) => f.said.includes("“project lighthouse”")), "by its new word");
  await say({ ...own, on: false });
  for (const [message, error] of [
    [{ ...own, what: "" }, /which words/], [{ ...own, what: "x".repeat(201) }, /too long/], [{ ...own, site: "no host" }, /domain/],
    [{ type: "page-kind", site: SITE, path: "x", class: 1 }, /begins with/], [{ type: "page-kind", site: SITE, path: "/", class: 4 }, /kind of page/],
  ]) {
    const answer = await watched.ask(message);
    assert.equal(answer.ok, false, JSON.stringify(message));
    assert.match(answer.error, error);
  }
});
