// The cards over the page: they count instead of repeating, leave the page its clicks, go with one key and stay in place.
import assert from "node:assert/strict";
import { test } from "node:test";
import { address } from "../clinic/site.mjs";
import { ShadowReader } from "./lib/chromium.mjs";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";

const it = stage();
const send = (page, n) => page.evaluate(async (times) => {
  for (let i = 0; i < times; i++) {
    await fetch(`https://www.facebook.com/tr/?id=1&ev=ViewContent&dl=${encodeURIComponent("https://www.bayside-clinic.example/conditions/hiv-testing")}&ts=${Date.now()}`,
      { mode: "no-cors" });
  }
}, n);
const metaCards = (elements) => elements.filter((e) => e.tag === "article" && /^(Critical|High|Medium|Low) ×\d+ · [^A-Z]*Meta Pixel was told of a page about/.test(e.text));

test("a repeated leak is one card that counts; a key takes the cards away; the page keeps its clicks", async () => {
  const watched = await Watched.open(it.browser, address("home", "clean"));
  const { page } = watched;
  await page.goto(address("condition", "clean"), { waitUntil: "load" });
  const reader = await ShadowReader.on(page);

  await send(page, 1);
  await reader.until((e) => metaCards(e).length === 1 && /×1\b/.test(metaCards(e)[0].text), { what: "one card" });
  await send(page, 4);
  await reader.until((e) => metaCards(e).length === 1 && /×5\b/.test(metaCards(e)[0].text), { what: "the same card, five times" });

  // Every point of the page's own controls that no card covers belongs to the page; the host itself takes nothing.
  const reached = await page.evaluate(() => new Promise((done) => {
    const book = document.getElementById("book");
    book.addEventListener("click", (e) => (e.preventDefault(), done("book")), { once: true });
    const { left, top, width, height } = book.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    hit.click();
    setTimeout(() => done(hit.outerHTML.slice(0, 80)), 1000);
  }));
  assert.equal(reached, "book");

  // Once to open them, once more to take them away; Escape may be the consent banner's.
  for (let times = 0; times < 2; times++) {
    for (const key of ["Alt", "Shift"]) await page.keyboard.down(key);
    await page.keyboard.press("KeyK");
    for (const key of ["Alt", "Shift"]) await page.keyboard.up(key);
  }
  await reader.until((e) => e.some((x) => "hidden" in x.attributes && /stack/.test(x.attributes.class ?? "")), { what: "the cards gone" });
  await watched.close();
});

test("another page: the cards of what was seen stand over it too, and turning off takes them away", async () => {
  const watched = await Watched.open(it.browser, address("home", "clean"));
  const { page } = watched;
  await send(page, 1);
  await page.goto(address("condition", "clean"), { waitUntil: "load" });
  const reader = await ShadowReader.on(page);
  await send(page, 1);
  await reader.until((e) => metaCards(e).length >= 1, { what: "a card on the second page" });
  await it.browser.pressToolbar(page);
  await reader.until((e) => e.length === 0, { what: "no cards" });
  const view = await watched.view();
  assert.equal(view.watching, false);
  assert.deepEqual(view.findings, []);
  await watched.close();
});
