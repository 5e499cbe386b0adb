// How soon the panel that ships is there with more than a tab holds, and whether it keeps up with typing: measures time. What it shows
// has, beside its findings, a thousand stored entries, two thousand sources and three hundred of every other list; `panel-open.test.mjs`
// measures the extension's own with what a real tab's worker answers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { panelStage } from "./panel/stage.mjs";

const it = panelStage();
const { open, sheet } = it;

/** So many times as long as a person is to wait a machine under load may take; and it is judged by its better half. */
const SLOW = 3;

/** Opens the panel so often; milliseconds from its address to its first rows on the screen, without what making the fixture up took. */
async function openings(fixture, rounds) {
  const took = [];
  for (let round = 0; round < rounds; round += 1) {
    const page = await it.fresh();
    await page.evaluateOnNewDocument(() => {
      window.drawn = new Promise((done) => {
        const look = () => (document.querySelector("#sheet li.item .line") && document.querySelector("footer.blind") ? setTimeout(() => done(performance.now())) : requestAnimationFrame(look));
        requestAnimationFrame(look);
      });
    });
    await page.goto(it.address(fixture));
    took.push(await page.evaluate(async () => (await window.drawn) - window.making));
    await page.close();
  }
  return took.sort((a, b) => a - b);
}

for (const [fixture, findings, most] of [["many", "300", 250], ["flood", "5,000", 600]]) {
  test(`the panel is there soon, with ${findings} findings`, async () => {
    const took = await openings(fixture, 20);
    const [median, p95] = [took[took.length >> 1], took[Math.ceil(took.length * 0.95) - 1]];
    console.log(`open to content with ${findings} findings: median ${median.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms of ${took.length}, the longest ${took.at(-1).toFixed(0)} ms (wanted: at most ${most})`);
    assert.ok(median <= most * SLOW, `${median} ms`);
  });
}

test("typing into search among five thousand drops no frame", async () => {
  await open("flood");
  await sheet("tab-findings");
  await it.page.evaluate(() => {
    let before = performance.now();
    const frame = (now) => {
      window.longest = Math.max(window.longest, now - before);
      before = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  let longest = Infinity;
  // Something else may take a frame: the best of three says what the panel takes.
  for (const words of ["finding 4999", "finding 1234", "finding 2500"]) {
    await it.page.focus("input[type=search]");
    await it.page.$eval("input[type=search]", (input) => input.select());
    await it.page.keyboard.press("Backspace");
    await it.page.waitForFunction(() => document.querySelectorAll(".finding").length === 100);
    await it.page.evaluate(() => (window.longest = 0));
    await it.page.keyboard.type(words, { delay: 60 });
    await it.page.waitForFunction(() => document.querySelectorAll(".finding").length === 1);
    longest = Math.min(longest, await it.page.evaluate(() => window.longest));
  }
  console.log(`typing among 5,000 findings: longest frame ${longest.toFixed(0)} ms (wanted: at most 50)`);
  assert.ok(longest <= 50 * SLOW, `${longest} ms`);
});

test("five thousand findings stay within reach", async () => {
  await open("flood");
  await sheet("tab-findings");
  assert.equal((await it.page.$$(".finding")).length, 100);
  const took = await it.page.evaluate(async () => {
    const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const field = document.querySelector("input[type=search]");
    const began = performance.now();
    field.value = "finding 4999";
    field.dispatchEvent(new Event("input"));
    await painted();
    return performance.now() - began;
  });
  console.log(`search among 5,000 findings: ${took.toFixed(0)} ms to the next paint`);
  assert.equal((await it.page.$$(".finding")).length, 1);
  const again = await it.page.evaluate(async () => {
    const began = performance.now();
    window.publish((view) => { view.findings[4999].count = 77_777; });
    while (!document.querySelector(".finding").innerText.includes("77,777")) await new Promise((done) => setTimeout(done, 5));
    return performance.now() - began;
  });
  console.log(`a new view of 5,000 findings: ${again.toFixed(0)} ms to its text`);
});
