// The panel that ships, fed with made-up views: what it shows, what it asks, and whether everyone can use it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import puppeteer from "puppeteer-core";
import { findProgram } from "./lib/chromium.mjs";
import { servePanel } from "./panel/serve.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser;
let server;
let page;

before(async () => {
  server = await servePanel();
  browser = await puppeteer.launch({
    executablePath: await findProgram("LEAKLIGHT_CHROMIUM", ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]),
    pipe: true,
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
});

after(async () => {
  await browser?.close();
  await server?.close();
});

/** Opens a fixture and waits until it is drawn. */
async function open(fixture, { width = 400, height = 900, more = "", media = {} } = {}) {
  await page?.close();
  page = await browser.newPage();
  await page.setBypassCSP(true); // axe is put into the page; what the policy forbids is another test's
  page.errors = [];
  page.on("pageerror", (error) => page.errors.push(String(error)));
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures(Object.entries(media).map(([name, value]) => ({ name, value })));
  await page.goto(server.page(fixture, more));
  await page.waitForSelector("footer.blind, main.empty h2");
}

const text = (selector) => page.$eval(selector, (element) => element.innerText);
const all = (selector) => page.$$eval(selector, (elements) => elements.map((element) => element.innerText));
const press = (words) => page.locator(`::-p-xpath(//button[normalize-space(.)=${JSON.stringify(words)}])`).click();
const sheet = async (id) => {
  await page.locator(`#${id}`).click();
  await page.waitForSelector(`#${id}[aria-selected="true"]`);
};
const asked = (type) => page.evaluate((wanted) => window.asked.filter((message) => message.type === wanted), type);
const becomes = (what, words) => page.waitForFunction((selector, wanted) => document.querySelector(selector)?.innerText.includes(wanted), {}, what, words);

const FIXTURES = ["idle", "none", "one", "clinic", "rtl", "cannot-watch", "refused", "silent"];

for (const fixture of FIXTURES) {
  test(`${fixture}: nothing stands in anyone's way`, async () => {
    for (const scheme of ["light", "dark"]) {
      await open(fixture, { media: { "prefers-color-scheme": scheme }, more: fixture === "rtl" ? "&dir=rtl" : "" });
      await page.evaluate(axe);
      const watching = (await page.$("footer.blind")) !== null;
      for (const id of watching ? ["tab-recipients", "tab-findings", "tab-storage"] : [undefined]) {
        if (id) await sheet(id);
        for (const line of (await page.$$(".line")).slice(0, 2)) await line.click();
        const { violations, passes } = await page.evaluate(() => window.axe.run());
        assert.ok(passes.length > 5, "axe looked at the page");
        const said = violations.flatMap(({ id: rule, nodes }) => nodes.map(({ target, failureSummary }) => `${rule} ${target}: ${failureSummary}`));
        assert.deepEqual(said, [], `${scheme} ${id ?? ""}`);
      }
    }
    assert.deepEqual(page.errors, []);
  });
}

test("axe would tell", async () => {
  await open("one");
  await page.evaluate(axe);
  await page.evaluate(() => document.querySelector("#tab-storage").removeAttribute("role"));
  const { violations } = await page.evaluate(() => window.axe.run());
  assert.notEqual(violations.length, 0);
});

test("an empty view is never called clean, and what was not seen stands below it", async () => {
  await open("none");
  for (const id of ["tab-recipients", "tab-findings", "tab-storage"]) {
    await sheet(id);
    assert.match(await text("main"), /seen so far/);
    assert.match(await text("footer.blind"), /Not seen\n.*could not be read/s);
  }
  assert.doesNotMatch(await text("body"), /\b(clean|compliant|safe|secure)\b/i);
});

test("a finding opens to its proof, and a value is uncovered only while asked for", async () => {
  await open("clinic");
  await sheet("tab-findings");
  assert.equal((await all(".finding")).length, 8);
  await page.locator(".finding .line").click();
  const opened = await text(".finding");
  for (const part of ["udff[em]", "SHA-256", "j•••g (24)", "Why it matters", "How to fix", "What this cannot tell", "Why this severity", "3 times"]) {
    assert.ok(opened.includes(part), `${part} in ${opened}`);
  }
  assert.deepEqual((await all(".finding .proofs li:nth-child(2) mark")).slice(0, 2), ["hiv-testing", "schedule-appointment"]);
  assert.doesNotMatch(await page.content(), /jordan\.avery/, "what is masked is not even in the page");
  await page.locator('[aria-label="Uncover dl"]').click();
  await page.waitForSelector(".bare");
  assert.deepEqual(await asked("uncover"), [{ type: "uncover", tab: 7, key: "hashed-identity:1", evidence: 1 }]);
  assert.equal(await text(".bare"), "jordan.avery@example.org <b>not bold</b>");
  await page.locator('[aria-label="Uncover dl"]').click();
  await page.waitForSelector(".bare", { hidden: true });
  assert.doesNotMatch(await page.content(), /jordan\.avery/);
});

test("a new view changes what changed and leaves the rest as a person left it", async () => {
  await open("clinic");
  await sheet("tab-findings");
  await page.locator(".finding .line").click();
  await page.locator('[aria-label="Uncover dl"]').click();
  await page.waitForSelector(".bare");
  await page.evaluate(() => {
    window.held = document.querySelector(".finding");
    window.publish((view) => {
      view.findings[0].count = 41;
      view.findings.push({ ...view.findings[1], key: "another" });
      view.summary.critical = 3;
    });
  });
  await becomes(".finding", "×41");
  await becomes(".sum", "3");
  assert.equal((await all(".finding")).length, 9);
  assert.ok(await page.evaluate(() => window.held === document.querySelector(".finding") && window.held.querySelector(".bare") !== null));
});

test("page text is text", async () => {
  await open("one");
  await sheet("tab-findings");
  await page.evaluate(() => window.publish((view) => {
    const bad = '<img src=x onerror="window.struck=1"><script>window.struck=1</' + "script>";
    view.page.title = { shown: bad };
    view.site = bad;
    Object.assign(view.findings[0], { said: bad, title: bad });
    view.findings[0].recipient.name = bad;
    view.findings[0].evidence = [{ at: bad, label: bad, packed: [bad], value: { shown: bad, marks: [[0, 4]] } }];
    view.blind_spots = [{ said: bad, count: 0 }];
  }));
  await becomes(".finding", "<img src=x");
  await page.locator(".finding .line").click();
  await becomes(".finding", "Why it matters");
  assert.equal(await page.$$eval("img, body script", (found) => found.length), 0);
  assert.equal(await page.evaluate(() => window.struck), undefined);
});

test("filters narrow, say so, and let go", async () => {
  await open("clinic");
  await page.locator(".sum button").click();
  await becomes("#tab-findings[aria-selected=true]", "What leaked");
  assert.equal((await all(".finding")).length, 2, "the critical tile leads to the critical ones");
  await page.locator("input[type=search]").fill("heapline");
  await page.waitForFunction(() => document.querySelectorAll(".finding").length === 1);
  await page.locator("input[type=search]").fill("no such thing");
  await becomes("main", "No finding fits these filters");
  await press("Show all");
  await page.waitForFunction(() => document.querySelectorAll(".finding").length === 8);
  assert.equal(await page.$eval("input[type=search]", (field) => field.value), "");
  await sheet("tab-recipients");
  await page.locator(".item .line").click();
  await press("Show its findings");
  await page.waitForFunction(() => document.querySelectorAll(".finding").length === 3);
});

test("the tabs follow the keyboard, in both reading directions", async () => {
  for (const [dir, next] of [["ltr", "ArrowRight"], ["rtl", "ArrowLeft"]]) {
    await open("clinic", { more: `&dir=${dir}` });
    await page.focus("#tab-recipients");
    const at = () => page.evaluate(() => [document.activeElement.id, document.querySelector("[aria-selected=true]").id]);
    await page.keyboard.press(next);
    assert.deepEqual(await at(), ["tab-findings", "tab-findings"], dir);
    await page.keyboard.press("End");
    assert.deepEqual(await at(), ["tab-storage", "tab-storage"], dir);
    await page.keyboard.press(next);
    assert.deepEqual(await at(), ["tab-recipients", "tab-recipients"], dir);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.closest(".tabs")), null, "one stop for the whole list");
  }
});

test("choices are sent as said and can be taken back", async () => {
  await open("clinic");
  await page.locator(".item .line").click();
  await press("This domain is ours");
  await becomes(".notice", "Counted as your own");
  await press("Undo");
  await becomes(".notice", "Taken back");
  assert.deepEqual(await asked("own-domain"), [
    { type: "own-domain", domain: "www.facebook.com" },
    { type: "own-domain", domain: "www.facebook.com", on: false },
  ]);
  await press("No more cards about it");
  await becomes(".notice", "stays in this list");
  assert.deepEqual(await asked("mute"), [{ type: "mute", what: "recipient:meta-pixel" }]);
  await press("Reload");
  await press("Stop");
  await page.waitForFunction(() => window.asked.some((message) => message.type === "toggle"));
  assert.deepEqual(await asked("reload"), [{ type: "reload", tab: 7 }]);
  assert.deepEqual(await asked("toggle"), [{ type: "toggle", tab: 7 }]);
});

test("a report is saved under the site's name; what is not to be had is said", async () => {
  await open("clinic");
  await page.locator(".menu summary").click();
  await press("Report (HTML)");
  await becomes(".notice", "Saved as leaklight-bayside-clinic.example-");
  assert.match((await page.evaluate(() => window.saved))[0], /^leaklight-bayside-clinic\.example-\d{8}-\d{4}\.html$/);
  assert.equal(await page.$(".menu[open]"), null, "the menu closes behind a choice");
  assert.equal(await page.evaluate(() => document.activeElement.innerText), "Save");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".menu[open]");
  await page.keyboard.press("Escape");
  await page.waitForSelector(".menu:not([open])");
  await page.locator(".menu summary").click();
  await press("Recorded log, not masked");
  await becomes(".notice", "no log is kept");
  assert.equal((await page.evaluate(() => window.saved)).length, 1);
});

test("watching is turned on from the panel; a refusal is a state of its own", async () => {
  await open("idle");
  await press("Watch this tab");
  await page.waitForSelector("footer.blind");
  assert.deepEqual(await asked("watch"), [{ type: "watch", tab: 7, reload: false }]);
  await open("refused");
  await press("Ask again");
  await becomes("main", "Access was not given");
});

test("a worker that does not answer, or answers nonsense, is said and asked again", async () => {
  for (const fixture of ["silent", "broken"]) {
    await open(fixture);
    assert.match(await text("main"), /No answer/);
    await page.waitForFunction(() => window.asked.length >= 2);
  }
});

test("no width breaks it, with the longest host names there are", async () => {
  for (const [width, height] of [[280, 700], [400, 900], [1920, 1080]]) {
    await open("many", { width, height });
    for (const id of ["tab-recipients", "tab-findings", "tab-storage"]) {
      await sheet(id);
      await (await page.$(".line"))?.click();
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(over, 0, `${id} at ${width} px scrolls sideways`);
    }
  }
});

test("five thousand findings stay within reach", async () => {
  await open("flood");
  await sheet("tab-findings");
  assert.equal((await page.$$(".finding")).length, 100);
  const took = await page.evaluate(async () => {
    const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const field = document.querySelector("input[type=search]");
    const began = performance.now();
    field.value = "finding 4999";
    field.dispatchEvent(new Event("input"));
    await painted();
    return performance.now() - began;
  });
  console.log(`search among 5,000 findings: ${took.toFixed(0)} ms to the next paint`);
  assert.equal((await page.$$(".finding")).length, 1);
  const again = await page.evaluate(async () => {
    const began = performance.now();
    window.publish((view) => { view.findings[4999].count = 77_777; });
    while (!document.querySelector(".finding").innerText.includes("77,777")) await new Promise((done) => setTimeout(done, 5));
    return performance.now() - began;
  });
  console.log(`a new view of 5,000 findings: ${again.toFixed(0)} ms to its text`);
});
