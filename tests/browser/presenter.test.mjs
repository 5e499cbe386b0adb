// Presenter mode is one for the whole extension: panel, DevTools panel, training and the cards over the page, until it is ended or the
// browser is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";

const it = stage();
const SITE = "www.lakeside.example";

async function press(page) {
  await page.bringToFront();
  for (const key of ["Alt", "Shift"]) await page.keyboard.down(key);
  await page.keyboard.press("KeyP");
  for (const key of ["Shift", "Alt"]) await page.keyboard.up(key);
}

test("begun on one page it is on on all, also on those opened later, and on the cards", async () => {
  it.sink.staged.set(`${SITE}/visit`, { type: "text/html", body: "<!doctype html><title>HIV testing</title><h1>HIV testing</h1>" });
  const watched = await Watched.open(it.browser, `https://${SITE}/visit`);
  const open = async (path) => {
    const page = await it.browser.newPage();
    await page.goto(`chrome-extension://${it.browser.id}/${path}`);
    return page;
  };
  const is = (page, on) => page.waitForFunction((wanted) => document.documentElement.classList.contains("presenter") === wanted, { timeout: 15_000, polling: 100 }, on);
  const [realm] = await watched.page.extensionRealms();
  const scale = () => realm.evaluate(() => {
    const roots = [...document.documentElement.children].map((e) => chrome.dom.openOrClosedShadowRoot(e));
    return roots.map((root) => root?.querySelector(".stack")).find(Boolean)?.style.getPropertyValue("--u");
  });
  const cards = async (wanted) => {
    await watched.page.bringToFront();
    for (const end = Date.now() + 15_000; (await scale()) !== wanted; await new Promise((done) => setTimeout(done, 50))) {
      assert.ok(Date.now() < end, `the cards are at ${await scale()}, not ${wanted}`);
    }
  };
  await cards("");
  const [panel, hits] = [await open(`panel.html?tab=${watched.tab}`), await open(`hits.html?tab=${watched.tab}`)];
  await Promise.all([is(panel, false), is(hits, false)]);
  await panel.bringToFront();
  await panel.locator(".present").click();
  await Promise.all([is(panel, true), is(hits, true)]);
  await cards("1.5px");
  const training = await open("training.html");
  await is(training, true);
  await training.waitForSelector('.presenting[aria-pressed="true"]');
  await panel.reload();
  await panel.waitForSelector('.present[aria-pressed="true"]');
  await press(hits);
  await Promise.all([is(panel, false), is(hits, false), is(training, false)]);
  await Promise.all([panel.waitForSelector('.present[aria-pressed="false"]'), training.waitForSelector('.presenting[aria-pressed="false"]')]);
  await cards("");
  await Promise.all([panel, hits, training].map((page) => page.close()));
  await watched.close();
});
