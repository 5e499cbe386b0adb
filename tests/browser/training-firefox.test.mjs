// A lesson opens in Firefox too, beside the same panel.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { stage } from "./lib/stage.mjs";

const it = stage("firefox");

test("a lesson opens from its address, shows its visit in the panel and is answered", async () => {
  const { sink, browser } = it;
  const page = await browser.extensionPage("training.html?lesson=matomo-exclusions");
  const until = async (what, test, ...args) => {
    for (let n = 0; n < 300; n += 1) {
      if (await page.evaluate(test, ...args).catch(() => false)) return;
      await pause(100);
    }
    assert.fail(`${what}\n${await page.evaluate(() => document.body.innerText)}`);
  };
  const mark = sink.requests.length;
  await until("the first step", () => document.querySelector("#taught")?.innerText === "A search page with Matomo");
  await until("the panel's finding", () => document.querySelector("#panel").contentDocument.querySelector('[data-kind="title-leak"] .line[aria-expanded="true"]') !== null);
  await page.evaluate(() => document.querySelector(".onward .main").click());
  await until("the question", () => document.querySelectorAll(".picks input").length === 3);
  await page.evaluate(() => document.querySelectorAll(".picks input")[1].click());
  await page.evaluate(() => document.querySelector(".taught .acts .main").click());
  await until("the reveal", () => document.querySelector(".reveal") !== null && document.querySelector(".choice.mine").innerText.startsWith("Right"));
  await until("the search words", () => document.querySelector("#panel").contentDocument.querySelector('[data-kind="search-term-leak"] .line[aria-expanded="true"]') !== null);
  assert.deepEqual(sink.since(mark).filter((r) => /matomo|facebook|bayside/.test(r.host)).map((r) => r.url.href), []);
  await page.close();
});
