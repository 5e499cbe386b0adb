// The panel in the extension, on the demo clinic: what a person says there of words and of pages counts at once, and is taken back.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { address } from "../clinic/site.mjs";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";

const it = stage();
const SITE = "www.bayside-clinic.example";
/** @type {Watched} */
let watched;

beforeEach(async () => {
  watched = await Watched.open(it.browser, address("home", "clean"));
});
afterEach(() => watched.close());

/** Pressed as scripts press: what lies over a button in a small window is another test's. */
const press = (words) => watched.panelShows((wanted) => {
  const found = [...document.querySelectorAll("button, label")].find((e) => e.checkVisibility() && e.innerText.trim().startsWith(wanted));
  found?.click();
  return found !== undefined;
}, words);
const says = (selector, words) => watched.panelShows((s, w) => document.querySelector(s)?.innerText.includes(w) ?? false, selector, words);

test("words that are not sensitive here let their findings go, and are listed until taken back", async () => {
  await watched.page.goto(address("condition", "leaky"));
  const told = (view) => view.findings.filter((f) => f.kind === "title-leak").length;
  await watched.untilView((view) => told(view) > 0, "a title told");
  await watched.panelShows(() => document.querySelector("#tab-findings")?.click() ?? true);
  await watched.panelShows(() => {
    const row = [...document.querySelectorAll(".finding")].find((e) => e.querySelector(".said").innerText.includes("HIV testing"));
    row?.querySelector("h3 .line").click();
    return row !== undefined;
  });
  await press("Not sensitive here");
  await press(`“hiv testing” on ${SITE}`);
  await says(".notice", "Remembered: “hiv testing” is not sensitive");
  await watched.untilView((view) => told(view) === 0, "no title that tells");
  await says("#rules-line", "Your rules 1");
  await watched.panelShows(() => document.querySelector("#rules-line").click() ?? true);
  await says("#rules li", "“hiv testing”");
  await press("Remove");
  await says(".notice", "Taken back. Reload the page");
  await says("#rules", "Nothing yet.");
  await watched.page.reload();
  await watched.untilView((view) => told(view) > 0, "the title told again");
});

test("a page is what a person says it is, until they take that back", async () => {
  await says(".kind", "General page");
  await watched.panelShows(() => document.querySelector(".kind").click() ?? true);
  await press("Logged-in portal");
  await press("Remember");
  await says(".notice", "Logged-in portal.");
  await watched.untilView(({ page }) => page.class === 3 && page.said_so, "a portal by a person's word");
  await says(".head .warned", "never a real account");
  await watched.panelShows(() => document.querySelector(".kind").click() ?? true);
  await press("Take back");
  await watched.untilView(({ page }) => page.class === 0 && !page.said_so, "as it was taken before");
  assert.deepEqual(JSON.parse((await watched.ask({ type: "state", tab: watched.tab })).text).settings.pages, []);
});
