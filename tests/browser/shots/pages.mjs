// Every page beside the panel, and how each is looked at. One row a picture.
import { fileURLToPath } from "node:url";
import { made } from "../devtools/made.mjs";
import { FULL } from "../lib/everything.mjs";
import { savedAs } from "../lib/saving.mjs";

const WAYS = {
  light: { width: 1100, height: 900 },
  dark: { width: 1100, height: 900, media: { "prefers-color-scheme": "dark" } },
  narrow: { width: 320, height: 1000 },
  projector: { width: 1920, height: 1080 },
};

/** Clicks what a selector names, once it is there; the first whose words begin so. */
const press = (selector, words = "") => async (page) => {
  const there = await page.waitForFunction((s, w) => [...document.querySelectorAll(s)].find((e) => e.innerText.trim().startsWith(w)), {}, selector, words);
  await there.asElement().evaluate((element) => element.click());
};
const appears = (selector) => (page) => page.waitForSelector(selector);
/** The panel beside a lesson has drawn what it shows. */
const panelDrawn = async (page) => {
  const frame = await (await page.waitForSelector("#panel")).contentFrame();
  await frame.waitForSelector("footer.blind");
  await frame.waitForFunction(() => document.querySelector("#sheet li.item"));
};

/** Beside a lesson: turns to the visit's end, saves its report by that name and opens it. */
const reportOpened = (language) => async (page) => {
  await panelDrawn(page);
  await page.$eval("input[type=range]", (time) => {
    time.value = time.max;
    time.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const frame = await (await page.$("#panel")).contentFrame();
  await frame.waitForFunction(() => document.querySelectorAll("#sheet li.item").length > 2);
  const html = await frame.evaluate(savedAs, { en: "Report (HTML)", es: "Informe (HTML)" }[language]);
  await page.goto(`data:text/html;base64,${Buffer.from(html).toString("base64")}`);
};

/** Two hits, opened and picked one after the other. */
const twoHits = ["2", "4"].flatMap((nth) => [
  press(`.hit:nth-of-type(${nth}) .hit-line`),
  press(`.hit:nth-of-type(${nth}) .acts > button:only-child`),
]);
/** The sheet of two compared is there and has the focus; seen from the page's top. */
const compared = async (page) => {
  await page.waitForFunction(() => document.activeElement.id === "compared");
  await page.evaluate(() => scrollTo(0, 0));
};
/** A recorded visit beside the hits there are. */
const twoVisits = async (page) => (await page.$("input[type=file]")).uploadFile(fileURLToPath(new URL("../../golden/leaking-visit.ndjson", import.meta.url)));

/** On from part to part of a lesson until it asks. */
const asked = async (page) => {
  while (!(await page.$(".picks"))) {
    const before = await page.$eval("#taught", (heading) => heading.innerText);
    await press(".onward .main")(page);
    await page.waitForFunction((words) => document.querySelector("#taught").innerText !== words, {}, before);
  }
};
const answered = async (page) => {
  await press(".picks input")(page);
  await press(".picks + .acts .main")(page);
  await page.waitForSelector(".reveal");
};
/** The lesson's words alone: where the panel beside them has scrolled to is another picture's. */
const alone = async (page) => {
  await page.waitForFunction(() => document.activeElement.id === "taught");
  await page.$eval("#panel", (panel) => (panel.style.visibility = "hidden"));
};
/** The panel beside a lesson, turned to a sheet. */
const turned = (sheet) => async (page) => {
  const frame = await (await page.$("#panel")).contentFrame();
  await frame.locator(`#tab-${sheet}`).click();
  await frame.waitForSelector(`#tab-${sheet}[aria-selected="true"]`);
};
/** The lesson's visit, at its end. */
const atEnd = async (page) => {
  await page.$eval("input[type=range]", (time) => {
    time.value = time.max;
    time.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const frame = await (await page.$("#panel")).contentFrame();
  await frame.waitForFunction(() => document.querySelectorAll("#sheet li.item").length > 2);
};

const filled = async (page) => {
  await page.evaluate((all) => window.chrome.runtime.sendMessage({ type: "set", all }), FULL);
  await page.reload();
  await page.waitForFunction(() => document.body.innerText.includes("project lighthouse"));
};

/** A page in some ways; `then` are done one after the other once it is there. */
const page = (name, address, ways, { before, then = [] } = {}) => ways.map((way) => ({ name: `${name}-${way}`, address, how: WAYS[way], before, then }));
const hits = (name, count, ways, ...then) => page(name, "hits.html?tab=1", ways, { before: [made, { count }], then });

export const pages = [
  ...hits("hits", 300, ["light", "dark", "narrow", "projector"], appears(".hit")),
  ...hits("hits-open", 30, ["light", "dark"], appears(".hit"), press(".hit-line"), appears(".hit-params")),
  ...hits("hits-none", 0, ["light"], appears(".calm h2")),
  ...hits("hits-presenter", 30, ["projector"], appears(".hit"), press(".hit-line"), appears(".hit-params"), (page) => page.evaluate(() => document.documentElement.classList.add("presenter"))),
  ...hits("hits-two", 30, ["light", "dark", "narrow"], appears(".hit"), ...twoHits, compared),
  ...hits("hits-visits", 30, ["light", "dark", "narrow"], appears(".hit"), twoVisits, compared),
  ...page("training", "training.html", ["light", "dark", "narrow", "projector"], { then: [appears("main h2")] }),
  ...page("lesson", "training.html?lesson=meta-pixel", ["light", "dark", "narrow", "projector"], { then: [appears("#taught"), panelDrawn] }),
  ...page("lesson-presenter", "training.html?lesson=meta-pixel", ["projector"], { then: [appears("#taught"), panelDrawn, press(".presenting"), appears("html.presenter")] }),
  ...page("lesson-question", "training.html?lesson=meta-pixel", ["light", "dark", "narrow"], { then: [appears("#taught"), panelDrawn, asked, alone] }),
  ...page("lesson-reveal", "training.html?lesson=meta-pixel", ["light", "dark", "narrow"], { then: [appears("#taught"), panelDrawn, asked, answered, alone] }),
  ...["findings", "consent", "timeline", "lineage", "storage", "unseen"].flatMap((sheet) =>
    page(`lesson-${sheet}`, "training.html?lesson=meta-pixel", ["light"], { then: [appears("#taught"), panelDrawn, atEnd, turned(sheet)] })),
  ...page("cases", "training.html#cases", ["light", "dark", "narrow", "projector"], { then: [appears(".case")] }),
  ...page("options", "options.html", ["light", "dark", "narrow", "projector"], { then: [appears("#storage, main section")] }),
  ...page("permission", "permission.html?tab=1", ["light", "dark", "narrow"], { then: [appears("#ask")] }),
  ...page("welcome", "welcome.html", ["light", "dark", "narrow", "projector"], { then: [appears("main h2")] }),
];

/** The options of somebody who set everything: looked at last, since it stays set. */
export const set = page("options-set", "options.html", ["light", "dark", "narrow"], { then: [filled] });

/** What a person saves of the visit in a lesson. */
export const reports = (language) => page("report", "training.html?lesson=meta-pixel", language === "en" ? ["light", "dark", "narrow", "projector"] : ["light", "narrow"], { then: [reportOpened(language)] });

/** Those looked at in the second language: every page once, wide and narrow where words are most cramped. */
export const inSpanish = [...pages, ...set].filter(({ name }) => /-(light|narrow|presenter-projector)$/.test(name));
