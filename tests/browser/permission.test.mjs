// The page that asks for access to all sites: given, refused and asked again, for a tab that is gone. The browser's own question is
// answered by the test; what comes of the answer is the extension's.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { stage } from "./lib/stage.mjs";

const it = stage();
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function open(tab, { width = 1100, media = {}, dir = "ltr" } = {}) {
  const page = await it.browser.newPage();
  await page.setBypassCSP(true);
  await page.setViewport({ width, height: 800 });
  await page.emulateMediaFeatures(Object.entries(media).map(([name, value]) => ({ name, value })));
  await page.evaluateOnNewDocument(() => {
    chrome.permissions.request = () => ((window.asked = (window.asked ?? 0) + 1), Promise.resolve(window.answer === true));
  });
  await page.goto(`chrome-extension://${it.browser.id}/permission.html?tab=${tab}`);
  await page.waitForFunction(() => document.querySelector("h1").textContent !== "");
  if (dir === "rtl") await page.evaluate(() => (document.documentElement.dir = "rtl"));
  return page;
}
const says = (page, words) => page.waitForFunction((wanted) => document.querySelector("#answer").innerText.includes(wanted), { timeout: 15_000 }, words);

test("refused, it says what that means and asks again; given, the tab is watched and the page closes", async () => {
  it.sink.staged.set("www.lakeside.example/visit", { type: "text/html", body: "<!doctype html><title>Visit</title>" });
  const site = await it.browser.newPage();
  await site.goto("https://www.lakeside.example/visit", { waitUntil: "load" });
  const tab = await it.browser.tabId(site);
  const page = await open(tab);
  assert.equal(await page.$eval("#answer", (e) => e.checkVisibility()), false);
  const words = await page.$eval("#ask", (e) => e.innerText);
  await page.click("#ask");
  await says(page, "nothing is watched");
  assert.notEqual(await page.$eval("#ask", (e) => e.innerText), words);
  const state = () => page.evaluate((of) => chrome.runtime.sendMessage({ type: "state", tab: of }), tab);
  assert.equal(JSON.parse((await state()).text).watching, false);
  await page.evaluate(() => (window.answer = true));
  const closed = new Promise((done) => page.once("close", done));
  await page.click("#ask");
  await closed;
  const worker = await it.browser.newPage();
  await worker.goto(`chrome-extension://${it.browser.id}/options.html`);
  const reply = await worker.evaluate((of) => chrome.runtime.sendMessage({ type: "state", tab: of }), tab);
  assert.equal(JSON.parse(reply.text).watching, true);
  await Promise.all([worker.close(), site.close()]);
});

test("given for a tab that is gone it says so and stays", async () => {
  const page = await open(999_999_999);
  await page.evaluate(() => (window.answer = true));
  await page.click("#ask");
  await says(page, "Go to the page you want to watch");
  assert.equal(await page.$eval("#ask", (e) => e.checkVisibility()), false);
  assert.equal(await page.evaluate(() => window.asked), 1);
  await page.close();
});

test("axe holds nothing against it: light, dark, narrow, from the right; nothing stands out sideways", async () => {
  for (const [scheme, width, dir] of [["light", 1100, "ltr"], ["dark", 1100, "ltr"], ["light", 320, "rtl"], ["dark", 320, "ltr"]]) {
    const page = await open(1, { width, dir, media: { "prefers-color-scheme": scheme } });
    await page.click("#ask");
    await says(page, "nothing is watched");
    await page.evaluate(axe);
    const { violations, passes } = await page.evaluate(() => window.axe.run());
    assert.ok(passes.length > 5, "axe looked at the page");
    assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target}`)), [], `${scheme} ${width} ${dir}`);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, `${width}`);
    await page.close();
  }
});
