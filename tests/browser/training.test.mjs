// Training in a real Chromium: lessons by keyboard, the line of time, files refused, presenter mode, cases. Nobody is told anything.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { address } from "../clinic/site.mjs";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";
import { walk } from "./visit.mjs";

const it = stage();
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = await mkdtemp(join(tmpdir(), "leaklight-training-"));
after(() => rm(folder, { recursive: true }));

const lessonFile = (name) => readFile(new URL(`../../extension/desk/lessons/${name}.ndjson`, import.meta.url), "utf8");
const parts = async (name) => (await lessonFile(name)).split("\n").map((l) => (l ? JSON.parse(l) : {})).filter((l) => l.step || l.question);

/** Opens the page, and keeps what it asks the network for. */
async function open(where = "", media = {}) {
  const page = await it.browser.newPage();
  await page.setBypassCSP(true); // axe is put into the page; what the policy forbids is another test's
  page.left = [];
  page.errors = [];
  page.on("request", (request) => /^(https?|wss?):/.test(request.url()) && page.left.push(request.url()));
  page.on("pageerror", (error) => page.errors.push(String(error)));
  await page.setViewport({ width: 1280, height: 800 });
  await page.emulateMediaFeatures(Object.entries(media).map(([name, value]) => ({ name, value })));
  await page.goto(`chrome-extension://${it.browser.id}/training.html${where}`);
  await page.waitForSelector("main");
  return page;
}
const heading = (page, words) => page.waitForFunction((w) => document.querySelector("#taught")?.innerText === w, {}, words);
const panelOf = async (page) => (await page.waitForSelector("#panel")).contentFrame();
const view = async (page) => JSON.parse((await page.evaluate(() => window.leaklightReplay.send({ type: "view" }))).text);
/** Waits until the panel shows so many events of the visit. */
const shows = (page, test, ...args) => page.waitForFunction(test, { polling: 50 }, ...args);

/** Goes by Tab to what is called so, and presses a key there. */
async function keyTo(page, name, key = "Enter") {
  for (let n = 0; n < 200; n += 1) {
    const here = await page.evaluate(() => {
      const at = document.activeElement;
      return at?.tagName === "IFRAME" ? "" : at?.getAttribute("aria-label") ?? at?.innerText ?? at?.labels?.[0]?.innerText ?? "";
    });
    if (here.trim() === name) return page.keyboard.press(key);
    await page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard does not come to: ${name}`);
}

/** The finding the panel has unfolded. */
async function pointed(page, [first]) {
  if (!first) return;
  const [kind, to] = first.split(" ");
  const frame = await panelOf(page);
  await frame.waitForSelector(`[data-kind="${kind}"]${to ? `[data-to="${to}"]` : ""} .line[aria-expanded="true"]`, { timeout: 10_000 })
    .catch(async () => assert.fail(`${first} is not unfolded: ${await frame.evaluate(() => document.body.innerText.slice(0, 1500))}`));
}

for (const name of ["meta-pixel", "matomo-exclusions"]) {
  test(`the lesson ${name}, from start to reveal by keyboard, with nothing sent`, async () => {
    const mark = it.sink.requests.length;
    const page = await open();
    const title = JSON.parse((await lessonFile(name)).split("\n")[0]).title;
    await page.waitForFunction((t) => [...document.querySelectorAll(".lesson h3")].some((h) => h.innerText === t), {}, title);
    // By the keyboard from the list on: the lessons' buttons have one name, so the right card's is focused first.
    await page.focus(`#lesson-${name} button`);
    await page.keyboard.press("Enter");
    const all = await parts(name);
    for (const [n, { step, question }] of all.entries()) {
      await heading(page, step?.title ?? question.ask);
      if (question) {
        const right = question.choices.findIndex((choice) => choice.right);
        await page.waitForFunction(() => document.activeElement.id === "taught");
        await page.focus(".picks input");
        await page.keyboard.press("Space");
        for (let down = 0; down < right; down += 1) await page.keyboard.press("ArrowDown");
        await keyTo(page, "Answer");
        await page.waitForFunction((w) => document.querySelector(".reveal")?.innerText.startsWith(w), {}, question.reveal.slice(0, 16));
        assert.match(await page.$eval(".choice.mine", (e) => e.innerText), /^Right/, "the answer is told to be right");
      } else {
        assert.equal(await page.$(".reveal"), null);
      }
      const taught = step ?? question;
      if (taught.sheet) {
        const frame = await panelOf(page);
        await frame.waitForSelector(`#tab-${taught.sheet}[aria-selected="true"]`, { timeout: 10_000 });
        if (taught.sheet === "findings") await pointed(page, taught.shows ?? []);
      }
      await keyTo(page, n === all.length - 1 ? "End the lesson" : "Next");
    }
    await page.waitForSelector(".lessons");
    assert.deepEqual(page.left, []);
    // Chromium itself asks after accounts and updates.
    const told = it.sink.since(mark).filter((r) => !/^(accounts\.google|update\.googleapis)\.com$/.test(r.host));
    assert.deepEqual(told.map((r) => r.url.href), []);
    assert.deepEqual(page.errors, []);
    await page.close();
  });
}

test("the address opens a lesson in one go, and one that is not there is said", async () => {
  const page = await open("?lesson=meta-pixel");
  await heading(page, "One tag, one page");
  assert.match(await page.$eval("h1", (e) => e.innerText), /Meta Pixel/);
  await page.close();
  const other = await open("?lesson=nothing");
  await other.waitForFunction(() => document.querySelector("[role=alert]")?.innerText.includes("no lesson of that name"));
  await other.close();
});

test("scrubbed to and fro, a moment shows what a fresh replay shows", async () => {
  const moved = async (page, to) => {
    await page.$eval("#moment", (range, n) => {
      range.value = n;
      range.dispatchEvent(new Event("input", { bubbles: true }));
    }, to);
    await shows(page, async (n) => {
      if (document.querySelector("#moment").value !== String(n)) return false;
      return document.querySelector(".moment").innerText.includes(`event ${n} of`);
    }, to);
    // The answer to a question put after the move is given after it.
    await page.waitForFunction(async () => {
      const before = (await window.leaklightReplay.send({ type: "view" })).text;
      await new Promise((turn) => setTimeout(turn, 100));
      return (await window.leaklightReplay.send({ type: "view" })).text === before;
    });
    return view(page);
  };
  const fresh = await open("?lesson=meta-pixel");
  await heading(fresh, "One tag, one page");
  const wanted = await moved(fresh, 66);
  assert.ok(wanted.findings.some((f) => f.kind === "hashed-identity"), "the moment has something to show");
  const first = await moved(fresh, 20);
  await fresh.close();
  assert.ok(first.findings.length < wanted.findings.length, "another moment shows something else");
  const page = await open("?lesson=meta-pixel");
  await heading(page, "One tag, one page");
  for (const to of [94, 3, 66]) if (to === 66) assert.deepEqual(await moved(page, to), wanted); else await moved(page, to);
  assert.deepEqual(await moved(page, 20), first);
  await page.close();
});

test("the line of time by keyboard: events, pages, playing; said in words", async () => {
  const page = await open("?lesson=meta-pixel");
  await heading(page, "One tag, one page");
  const words = () => page.$eval("#moment", (range) => range.getAttribute("aria-valuetext"));
  await shows(page, () => document.querySelector("#moment").getAttribute("aria-valuetext").includes("HIV testing"));
  assert.match(await words(), /^1 second into the visit, on “HIV testing: .*”; event \d+ of 94$/);
  await page.focus("#moment");
  await page.keyboard.press("Home");
  await shows(page, () => document.querySelector(".moment").innerText.startsWith("Before the visit; event 0 of 94"));
  await page.keyboard.press("ArrowRight");
  await shows(page, () => document.querySelector(".moment").innerText.includes("event 1 of 94"));
  await page.keyboard.press("End");
  await shows(page, () => document.querySelector(".moment").innerText.includes("event 94 of 94"));
  assert.doesNotMatch(await words(), /rosa|delgado/i, "page text in the words is masked");
  await keyTo(page, "Page back");
  await shows(page, () => /event 7\d of 94/.test(document.querySelector(".moment").innerText));
  await keyTo(page, "Event back");
  await page.select(".speed", "8");
  await keyTo(page, "Play");
  await shows(page, () => document.querySelector(".moment").innerText.includes("event 94 of 94") && document.querySelector(".play").innerText === "Play");
  assert.ok((await page.$$(".marks .page-mark")).length >= 3 && (await page.$$(".marks .found")).length >= 4, "marks at pages and findings");
  await page.close();
});

test("nothing pressed in the panel changes a recording", async () => {
  const page = await open("?lesson=meta-pixel");
  await heading(page, "One tag, one page");
  const frame = await panelOf(page);
  await frame.waitForSelector(".finding");
  const before = await view(page);
  for (const label of ["Reload", "Stop"]) {
    await (await frame.waitForSelector(`::-p-xpath(//button[normalize-space(.)="${label}"])`)).evaluate((button) => button.click());
    await frame.waitForFunction(() => document.querySelector(".notice")?.innerText.includes("This is a recording"));
  }
  assert.deepEqual(await view(page), before);
  await page.close();
});

test("what is saved of a recording is what is saved of a visit", async () => {
  const page = await open("?lesson=meta-pixel");
  await heading(page, "One tag, one page");
  const file = async (what) => {
    const reply = await page.evaluate((wanted) => window.leaklightReplay.send({ type: "export", what: wanted }), what);
    assert.equal(reply.ok, true, `${what}: ${reply.error}`);
    return reply.text;
  };
  assert.ok(JSON.parse(await file("har")).log.entries.length > 0);
  assert.match(await file("hits-csv"), /^.*\n.*facebook/s);
  assert.ok(JSON.parse(await file("report"))["leaklight-report"]);
  assert.match(await file("log"), /^\{"leaklight-/);
  await page.close();
});

test("a file that is none is refused with the line and the reason", async () => {
  const good = await lessonFile("meta-pixel");
  const lines = good.split("\n").length - 1;
  const page = await open();
  const refuse = async (name, text, said) => {
    const file = join(folder, name);
    await writeFile(file, text);
    await (await page.waitForSelector("#open")).uploadFile(file);
    await page.waitForFunction((w) => document.querySelector("[role=alert]")?.innerText.includes(w), {}, said)
      .catch(async () => assert.fail(`${name}: ${await page.$eval("[role=alert]", (e) => e.innerText)}`));
  };
  await refuse("half.ndjson", good.slice(0, -20), `half.ndjson was not opened. Line ${lines}: it ends in the middle: the file was cut off.`);
  await refuse("newer.ndjson", '{"leaklight-log":2}\n', "Line 1: the visit was recorded in version 2");
  await refuse("a.har", '{"log":{"version":"1.2"}}', "Line 1: this is no recorded visit");
  await refuse("step.ndjson", good.replace('"title":"A button nobody tagged"', '"titel":"x"'), "Line 3: a step needs a `title`.");
  await refuse("large.ndjson", Buffer.alloc(17 << 20, 32), "17 MB. A recorded visit has at most 16.");
  await refuse("<b>bold</b>.ndjson".replace("/", "∕"), "", "Line 1: this is no recorded visit");
  assert.equal(await page.$(".room"), null);
  // The clean twin: as it was, it opens.
  const file = join(folder, "good.ndjson");
  await writeFile(file, good);
  await (await page.waitForSelector("#open")).uploadFile(file);
  await heading(page, "One tag, one page");
  await page.close();
});

test("a visit recorded here is replayed to the same findings", async () => {
  const { sink, browser } = it;
  const watched = await Watched.open(browser, address("home", "leaky"));
  await walk({ page: watched.page, variant: "leaky", sink, only: ["condition"] });
  await watched.untilView((v) => v.findings.length > 10, "findings");
  const file = join(folder, "visit.ndjson");
  const log = await watched.export("log");
  await writeFile(file, log);
  await watched.close();
  const page = await open();
  await (await page.waitForSelector("#open")).uploadFile(file);
  await heading(page, "A recorded visit");
  await shows(page, () => /event ([\d,]+) of \1/.test(document.querySelector(".moment")?.innerText ?? ""));
  const replayed = await view(page);
  assert.ok(replayed.findings.length > 10, `${replayed.findings.length} findings`);
  assert.ok(replayed.findings.some((f) => f.kind === "sensitive-url-third-party" && f.recipient.id === "meta-pixel"));
  const saved = await page.evaluate(() => window.leaklightReplay.send({ type: "export", what: "log" }));
  assert.equal(saved.text, log, "saved again it is the same log");
  // What somebody turned off is off for recordings of theirs; a lesson is made up.
  const key = replayed.findings.find((f) => f.evidence.some((e) => e.value.masked)).key;
  const uncovered = () => page.evaluate((key) => window.leaklightReplay.send({ type: "uncover", key, evidence: 0 }), key);
  const may = (on) => page.evaluate((uncover) => chrome.runtime.sendMessage({ type: "set", all: { uncover } }), on);
  assert.equal((await uncovered()).ok, true);
  await may(false);
  assert.deepEqual(await uncovered(), { ok: false, error: "Uncovering is turned off in Leaklight’s options." });
  await may(true);
  assert.deepEqual(page.left, []);
  await page.close();
});

test("presenter mode: large, and a value is in sight while it is held", async () => {
  const page = await open("?lesson=meta-pixel");
  await heading(page, "One tag, one page");
  const plain = await page.$eval("#taught", (e) => e.getBoundingClientRect().height);
  await page.keyboard.down("Alt");
  await page.keyboard.down("Shift");
  await page.keyboard.press("KeyP");
  await page.keyboard.up("Shift");
  await page.keyboard.up("Alt");
  await page.waitForSelector("html.presenter");
  const frame = await panelOf(page);
  await frame.waitForSelector("html.presenter");
  assert.equal(await frame.$eval(".present", (button) => button.checkVisibility()), false, "the page around the panel has the button");
  assert.ok((await page.$eval("#taught", (e) => e.getBoundingClientRect().height)) >= plain * 1.3, "larger");
  // A clicker's keys.
  await page.keyboard.press("PageDown");
  await heading(page, "A button nobody tagged");
  await page.keyboard.press("PageUp");
  await heading(page, "One tag, one page");
  // The e-mail on the last page is masked until its button is held.
  for (let n = 0; n < 6; n += 1) await page.keyboard.press("PageDown");
  await heading(page, "And then in clear");
  const button = await frame.waitForSelector('[data-kind="form-value-leak"] .uncover');
  const bare = () => frame.$$eval(".bare", (all) => all.map((e) => e.innerText));
  assert.deepEqual(await bare(), []);
  await button.evaluate((e) => e.scrollIntoView({ block: "center" }));
  await button.hover();
  await page.mouse.down();
  await frame.waitForSelector(".bare");
  assert.equal((await bare()).length, 1);
  await page.mouse.up();
  await frame.waitForFunction(() => document.querySelector(".bare") === null);
  await button.focus();
  await page.keyboard.down("Enter");
  await frame.waitForSelector(".bare");
  await page.keyboard.up("Enter");
  await frame.waitForFunction(() => document.querySelector(".bare") === null);
  await page.close();
});

test("cases: from a finding to those about it, filtered, sourced and both ways", async () => {
  const page = await open("?lesson=meta-pixel");
  await heading(page, "One tag, one page");
  const frame = await panelOf(page);
  const link = await frame.waitForSelector('[data-kind="sensitive-url-third-party"] a.to-cases');
  const href = await link.evaluate((e) => e.href);
  assert.match(href, /training\.html#cases-sensitive-url-third-party$/);
  await page.close();
  const cases = await open("#cases-title-leak");
  await cases.waitForSelector("#case-healthline");
  const names = () => cases.$$eval(".case h2", (all) => all.map((e) => e.innerText));
  assert.equal((await names()).length, 2);
  await cases.select(".kinds", "");
  await cases.waitForSelector("#case-flo");
  assert.ok((await names()).length > 10);
  const ways = await cases.$$eval(".case .outcome", (all) => new Set(all.map((e) => e.className)).size);
  assert.equal(ways, 4, "outcomes both ways, and guidance taken away");
  assert.ok(await cases.$$eval(".case a", (all) => all.length > 10 && all.every((a) => a.href.startsWith("https://") && a.rel.includes("noreferrer"))));
  await cases.type("input[type=search]", "jury");
  await cases.waitForFunction(() => document.querySelectorAll(".case").length === 1);
  assert.deepEqual(cases.left, [], "no source is asked for before somebody follows it");
  await cases.close();
});

test("axe holds nothing against any of it: light, dark, presenter, narrow, from the right", async () => {
  const says = async (where, page) => {
    for (const frame of page.frames()) {
      await frame.evaluate(axe);
      const { violations, passes } = await frame.evaluate(() => window.axe.run({ iframes: false }));
      assert.ok(passes.length > 3, "axe looked at the page");
      assert.deepEqual(violations.flatMap(({ id: rule, nodes }) => nodes.map((n) => `${rule} ${n.target}: ${n.failureSummary}`)), [], `${where} ${frame.url()}`);
    }
  };
  for (const [scheme, presenter, width, dir] of [["light", false, 1280, "ltr"], ["dark", false, 320, "rtl"], ["light", true, 1920, "ltr"], ["dark", true, 1280, "ltr"]]) {
    for (const where of ["", "?lesson=meta-pixel", "#cases"]) {
      const page = await open(where, { "prefers-color-scheme": scheme });
      await page.setViewport({ width, height: 900 });
      await page.evaluate((d) => (document.documentElement.dir = d), dir);
      if (presenter) await (await page.waitForSelector(".presenting")).evaluate((button) => button.click());
      if (where.startsWith("?")) {
        await pointed(page, ["sensitive-url-third-party meta-pixel"]);
        await says(`${scheme} ${width} step`, page);
        for (let n = 0; n < 4; n += 1) await (await page.waitForSelector(".onward .main")).evaluate((button) => button.click());
        await page.waitForSelector(".picks input");
        await says(`${scheme} ${width} question`, page);
        await page.$eval(".picks input", (input) => input.click());
        await page.$eval(".taught .acts .main", (button) => button.click());
        await page.waitForSelector(".reveal");
        await pointed(page, ["hashed-identity meta-pixel"]);
      }
      await says(`${scheme} ${width} ${where}`, page);
      if (width === 320) assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `nothing is cut off at 320 pixels: ${where}`);
      await page.close();
    }
  }
});
