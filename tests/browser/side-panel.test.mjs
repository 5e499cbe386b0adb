// The side panel as the browser opens it: by a card's button, and then it follows the tab in front.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";

const it = stage();
const SITE = "www.lakeside.example";
const HIV = encodeURIComponent(`https://${SITE}/conditions/hiv-testing`);

test("a card opens it; it shows the tab in front, whichever that is, and what it is told there", async () => {
  it.sink.staged.set(`${SITE}/visit`, { type: "text/html", body: "<!doctype html><title>HIV testing</title><h1>HIV testing</h1>" });
  const watched = await Watched.open(it.browser, `https://${SITE}/visit`);
  const { page } = watched;
  await page.evaluate((url) => fetch(url, { mode: "no-cors" }), `https://collector.example/in?dl=${HIV}`);
  await watched.untilView((v) => v.findings.length > 0, "a finding");
  const [realm] = await page.extensionRealms();
  const focused = () => realm.evaluate(() => {
    const roots = [...document.documentElement.children].map((e) => chrome.dom.openOrClosedShadowRoot(e));
    return roots.find((root) => root?.querySelector(".stack"))?.activeElement?.textContent ?? "";
  });
  await page.bringToFront();
  await page.keyboard.down("Alt");
  await page.keyboard.down("Shift");
  await page.keyboard.press("KeyK");
  await page.keyboard.up("Alt");
  // From the pill back to the last card's buttons.
  for (let n = 0; n < 8 && (await focused()) !== "Details"; n++) await page.keyboard.press("Tab");
  await page.keyboard.up("Shift");
  assert.equal(await focused(), "Details");
  const opened = page.browser().waitForTarget((target) => target.url().endsWith("/panel.html"), { timeout: 15_000 });
  await page.keyboard.press("Enter");
  const panel = await (await opened).asPage();
  const says = (words, what) => panel.waitForFunction((wanted) => document.body.innerText.includes(wanted), { timeout: 15_000, polling: 100 }, words)
    .catch(async () => assert.fail(`${what}: ${await panel.evaluate(() => document.body.innerText)}`));
  await says(SITE, "the watched tab");
  await says("collector.example", "whom it told");
  // Another tab comes to the front that nobody watches, and one that cannot be watched.
  const other = await it.browser.newPage();
  await other.goto("https://www.elsewhere.example/", { waitUntil: "load" });
  await other.bringToFront();
  await says("Watch this tab", "a tab nobody watches");
  assert.ok(!(await panel.evaluate(() => document.body.innerText)).includes(SITE));
  await other.goto("chrome://version/");
  await says("cannot be watched", "a page that cannot be");
  await page.bringToFront();
  await says("collector.example", "back at the first");
  await page.evaluate((url) => fetch(url, { mode: "no-cors" }), `https://later.example/in?dl=${HIV}`);
  await says("later.example", "what comes in later");
  await other.close();
  await watched.close();
});
