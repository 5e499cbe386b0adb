// The browser's own DevTools window with Leaklight's panel in it: the panel is there, watching is turned on in it, and the bodies that DevTools
// alone are shown are supplied. Needs a window of DevTools, which a headless Chromium opens as well.
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { test } from "node:test";
import { stage } from "./lib/stage.mjs";

const it = stage("chromium", { devtools: true });
const PAGE = "https://www.lakeside.example/conditions/hiv-testing";

/** The window of DevTools beside a page, once it knows the page. */
async function windowOf(page) {
  const url = page.url();
  for (const end = Date.now() + 20_000; Date.now() < end; await pause(50)) {
    for (const target of it.browser.browser.targets().filter((t) => t.url().startsWith("devtools://"))) {
      const front = await target.asPage();
      const inspected = await front.evaluate(async () => {
        const { TargetManager } = await import("./core/sdk/sdk.js").then((sdk) => sdk.TargetManager);
        return TargetManager.instance().primaryPageTarget()?.inspectedURL();
      }).catch(() => undefined);
      if (inspected === url) return front;
    }
  }
  throw new Error(`no DevTools for ${url}`);
}

/** Shows Leaklight's panel in it, as a press on its tab does, and answers its document. */
async function panelIn(front) {
  await front.waitForFunction(async (id) => {
    const { InspectorView } = await import("./ui/legacy/legacy.js").then((legacy) => legacy.InspectorView);
    const view = InspectorView.instance();
    const panel = view.tabbedPane.tabIds().find((name) => name.startsWith(`chrome-extension://${id}`));
    return panel !== undefined && (await view.showPanel(panel), true);
  }, { timeout: 20_000, polling: 100 }, it.browser.id);
  return front.waitForFrame((frame) => frame.url().endsWith("/hits.html"), { timeout: 20_000 });
}

test("in the window itself: offered, watched, listed, and a body supplied that nobody else is shown", async () => {
  const page = await it.browser.newPage();
  await page.goto(PAGE, { waitUntil: "load" });
  const front = await windowOf(page);
  const panel = await panelIn(front);
  const shows = (test, ...args) => panel.waitForFunction(test, { timeout: 20_000, polling: 100 }, ...args);
  await shows(() => document.querySelector(".calm h2")?.innerText === "This tab is not watched");
  await panel.locator("::-p-xpath(//button[normalize-space(.)='Watch from now on'])").click();
  await shows(() => document.querySelector(".calm h2")?.innerText === "No hit so far");
  // A worker's blob: neither the browser's requests nor the page hook show what it holds.
  await page.evaluate(() => new Promise((done, failed) => {
    const script = `fetch("https://api.mixpanel.com/track/", { method: "POST", mode: "no-cors",
      body: new Blob(['[{"event":"FromWorker","properties":{"token":"t"}}]'], { type: "text/plain" }) }).then(() => postMessage(1), () => postMessage(0))`;
    const worker = new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
    worker.onmessage = done;
    worker.onerror = failed;
  }));
  await shows(() => document.querySelector(".hit-event")?.innerText.includes("FromWorker"));
  await front.close().catch(() => {});
});
