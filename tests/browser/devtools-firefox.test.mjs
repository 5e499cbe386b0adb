// The DevTools panel's page in Firefox: it opens and lists hits.
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { test } from "node:test";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";

const it = stage("firefox");

test("the panel lists hits, events apart", async () => {
  const url = "https://www.lakeside.example/conditions/hiv-testing";
  it.sink.staged.set("www.lakeside.example/conditions/hiv-testing", { type: "text/html", body: "<!doctype html><title>HIV testing</title><h1>HIV testing</h1>" });
  const watched = await Watched.open(it.browser, url);
  const panel = await it.browser.extensionPage(`hits.html?tab=${watched.tab}`);
  await watched.page.bringToFront();
  await watched.page.evaluate((dl) => fetch(`https://www.google-analytics.com/g/collect?v=2&tid=G-AAA1111111&cid=1.2&gtm=x&dl=${encodeURIComponent(dl)}`, {
    method: "POST", mode: "no-cors", body: "en=page_view\r\nen=scroll",
  }).then(() => {}), url);
  const end = Date.now() + 20_000;
  let events = [];
  while (Date.now() < end && events.length < 2) {
    await pause(100);
    events = await panel.evaluate(() => [...document.querySelectorAll(".hit-event")].map((e) => e.textContent));
  }
  assert.deepEqual(events, ["scroll 2 of 2", "page_view 1 of 2"]);
  await panel.close();
  await watched.close();
});
