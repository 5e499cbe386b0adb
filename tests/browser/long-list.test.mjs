// Five thousand findings in one list: drawn where a person looks and nowhere else, as long as if all were drawn, by wheel, keys and button.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { panelStage } from "./panel/stage.mjs";

const it = panelStage();
const rows = () => it.page.$$eval(".finding", (all) => all.length);
/** Waits until no gap stands in sight, and answers the findings in sight. */
const inSight = async () => {
  const found = await it.page.waitForFunction(() => {
    const seen = (element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    };
    if ([...document.querySelectorAll(".gap")].some(seen)) return false;
    return [...document.querySelectorAll(".finding")].filter(seen).map((row) => Number(/finding (\d+)/.exec(row.innerText)?.[1]));
  }, { polling: "raf" });
  return found.jsonValue();
};
const height = () => it.page.evaluate(() => document.documentElement.scrollHeight);

beforeEach(async () => {
  // Under the extension's policy, which takes no style from markup.
  await it.open("flood", { policy: true });
  await it.sheet("tab-findings");
});

test("what is looked at is drawn, and what was long ago is not", async () => {
  assert.equal(await rows(), 100);
  assert.equal(await it.page.$$eval(".gap", (all) => all.length), 49);
  const whole = await height();
  assert.ok(whole > 5_000 * 60, `${whole} px`);
  const met = new Set();
  for (let at = 0; at <= 15; at += 1) {
    await it.page.evaluate((part) => scrollTo(0, part * document.documentElement.scrollHeight), at / 15);
    const seen = await inSight();
    const drawn = await rows();
    assert.ok(drawn <= 400, `${drawn} rows at ${at} of 15`);
    for (const number of seen) met.add(number);
  }
  assert.ok(met.size >= 15, `${met.size} findings were in sight on the way down`);
  const now = await height();
  assert.ok(now > whole * 0.7 && now < whole * 1.4, `as long as it was: ${whole} px, ${now} px`);
  await it.page.evaluate(() => scrollTo(0, 0));
  assert.ok((await inSight()).includes(0), "back at the first");
  assert.deepEqual(it.page.errors, []);
});

test("the last finding and the foot of the sheet are reached by a key", async () => {
  const foot = () => it.page.waitForFunction(() => document.querySelector("footer.blind").getBoundingClientRect().top < innerHeight);
  await it.page.focus("#sheet");
  await it.page.keyboard.press("End");
  await foot();
  // The last rows may be longer than they were taken to be.
  await it.page.waitForFunction(() => document.querySelector(".list").lastElementChild.matches(".finding"), { polling: "raf" });
  await it.page.keyboard.press("End");
  await foot();
});

test("a gap is a button by itself, and another search begins above", async () => {
  const numberOf = (row) => Number(/finding (\d+)/.exec(row.innerText)[1]);
  const last = numberOf(await it.page.$$eval(".finding", (all) => ({ innerText: all.at(-1).innerText })));
  await it.page.evaluate(() => {
    const button = document.querySelector(".gap button");
    button.focus({ preventScroll: true });
    button.click();
  });
  await it.page.waitForFunction(() => document.querySelectorAll(".finding").length === 300);
  await it.page.waitForFunction((n) => document.activeElement.closest(".finding")?.previousElementSibling?.innerText.includes(`finding ${n})`), {}, last);
  await it.page.type("input[type=search]", "finding 49");
  await it.page.waitForFunction(() => document.querySelectorAll(".finding").length === 100 && document.querySelectorAll(".gap").length === 1);
  assert.equal(await it.page.$eval(".gap", (gap) => gap.dataset.rows), "99");
});

test("rows of one severity are reached as all are", async () => {
  // Looked at far below first: a list of another length has gaps of its own.
  await it.page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight / 2));
  await inSight();
  await it.page.evaluate(() => scrollTo(0, 0));
  await it.page.$$eval(".filter", (all) => all.find((filter) => filter.innerText.startsWith("Critical")).click());
  await it.page.waitForFunction(() => document.querySelectorAll(".gap").length < 12);
  for (const nth of [1, 5, 9]) {
    await it.page.evaluate((part) => scrollTo(0, part * document.querySelector(".list").scrollHeight), nth / 10);
    assert.ok((await inSight()).length > 0, `${nth} tenths down`);
  }
});

test("axe holds nothing against it", async () => {
  await it.open("flood");
  await it.sheet("tab-findings");
  assert.deepEqual(await it.axeSays(), []);
});
