// How soon the side panel shows who was told, in the extension itself: measures time, from its address to its first rows, with the worker
// asked and three hundred findings of a real tab.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stage } from "./lib/stage.mjs";

const it = stage();
const SITE = "www.lakeside-clinic.example";
const PAGE = `${SITE}/services/hiv-testing`;
/** Each told five things: its address, its title, what was searched for, an e-mail address, and these together. */
const COMPANIES = 60;
const OPENINGS = 20;
/** In milliseconds: as long as a person is to wait; and how much longer a machine under load may take. */
const MOST = 250;
const SLOW = 4;

const telling = `<!doctype html><link rel="icon" href="data:,"><title>HIV testing - Lakeside Clinic</title><h1>HIV testing</h1>`;

/** Opens the panel of a tab; milliseconds until its first row is drawn, and the page. */
async function opening(tab) {
  const page = await it.browser.newPage();
  await page.bringToFront();
  await page.evaluateOnNewDocument(() => {
    window.drawn = new Promise((done) => {
      const look = () => {
        if (!document.querySelector("#sheet li.item .line") || !document.querySelector("footer.blind")) return;
        watch.disconnect();
        // Behind the frame that shows it; a page nobody looks at has no frames.
        const now = () => setTimeout(() => done(performance.now()));
        if (document.hidden) now();
        else requestAnimationFrame(now);
      };
      const watch = new MutationObserver(look);
      watch.observe(document, { childList: true, subtree: true });
    });
  });
  await page.goto(`chrome-extension://${it.browser.id}/panel.html?tab=${tab}`);
  return { page, took: await page.evaluate(() => window.drawn) };
}

test("the panel is there soon, with 300 findings of a tab", async () => {
  it.sink.staged.set(PAGE, { type: "text/html", body: telling });
  const watched = await it.browser.newPage();
  await watched.goto(`https://${PAGE}`, { waitUntil: "load" });
  const tab = await it.browser.tabId(watched);
  await it.browser.pressToolbar(watched);
  // Asked by a page that has nothing of the panel's: the first opening is to be cold.
  const asker = await it.browser.extensionPage("manifest.json");
  const isWatched = (of) => chrome.runtime.sendMessage({ type: "view", tab: of }).then(({ text }) => JSON.parse(text ?? "{}").watching === true);
  await asker.waitForFunction(isWatched, { polling: 50 }, tab);
  await asker.close();
  await watched.bringToFront();
  await watched.goto(`https://${PAGE}`, { waitUntil: "load" });
  await watched.evaluate(async (companies) => {
    const says = (at) => new URLSearchParams({ dl: location.href, dt: document.title, email: `jo${at}@mail.example`, cid: `${at}8273645.172637` });
    for (let at = 0; at < companies; at += 1) {
      await fetch(`https://t${at}.tracker${at}.com/collect?${says(at)}`, { mode: "no-cors", method: "POST", body: "q=hiv+testing" });
    }
  }, COMPANIES);
  // The first one is cold: nothing of the panel was loaded in this browser.
  const { page, took: cold } = await opening(tab);
  await page.waitForFunction((companies) => document.querySelector("#tab-recipients").innerText.endsWith(` ${companies}`), { timeout: 30_000 }, COMPANIES);
  const findings = await page.evaluate(async (of) => JSON.parse((await chrome.runtime.sendMessage({ type: "view", tab: of })).text).findings.length, tab);
  assert.ok(findings >= 300, `${findings} findings`);
  await page.close();
  const all = [cold];
  for (let round = 1; round < OPENINGS; round += 1) {
    const { page: next, took } = await opening(tab);
    all.push(took);
    await next.close();
  }
  all.sort((a, b) => a - b);
  const [median, p95] = [all[all.length >> 1], all[Math.ceil(all.length * 0.95) - 1]];
  const [m, p, c] = [median, p95, cold].map((ms) => ms.toFixed(0));
  console.log(`open to content with ${findings} findings of a tab: median ${m} ms, p95 ${p} ms of ${OPENINGS}, the first ${c} ms (wanted: at most ${MOST})`);
  assert.ok(median <= MOST * SLOW, `${median} ms`);
});
