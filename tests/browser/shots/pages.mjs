// Every page beside the panel, and how each is looked at. One row a picture.
import { made } from "../devtools/made.mjs";
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

/** A page in some ways; `then` are done one after the other once it is there. */
const page = (name, address, ways, { before, then = [] } = {}) => ways.map((way) => ({ name: `${name}-${way}`, address, how: WAYS[way], before, then }));
const hits = (name, count, ways, ...then) => page(name, "hits.html?tab=1", ways, { before: [made, { count }], then });

export const pages = [
  ...hits("hits", 300, ["light", "dark", "narrow", "projector"], appears(".hit")),
  ...hits("hits-open", 30, ["light", "dark"], appears(".hit"), press(".hit-line"), appears(".hit-params")),
  ...hits("hits-none", 0, ["light"], appears(".calm h2")),
  ...page("training", "training.html", ["light", "dark", "narrow"], { then: [appears("main h2")] }),
  ...page("lesson", "training.html?lesson=meta-pixel", ["light", "dark", "narrow", "projector"], { then: [appears("#taught"), panelDrawn] }),
  ...page("lesson-presenter", "training.html?lesson=meta-pixel", ["projector"], { then: [appears("#taught"), panelDrawn, press(".presenting"), appears("html.presenter")] }),
  ...page("cases", "training.html#cases", ["light", "narrow"], { then: [appears(".case")] }),
  ...page("options", "options.html", ["light", "dark", "narrow", "projector"], { then: [appears("#storage, main section")] }),
  ...page("welcome", "welcome.html", ["light", "dark", "narrow", "projector"], { then: [appears("main h2")] }),
];

/** What a person saves of the visit in a lesson. */
export const reports = (language) => page("report", "training.html?lesson=meta-pixel", language === "en" ? ["light", "dark", "narrow", "projector"] : ["light", "narrow"], { then: [reportOpened(language)] });

/** Those looked at in the second language: every page once, wide and narrow where words are most cramped. */
export const inSpanish = pages.filter(({ name }) => /-(light|narrow|presenter-projector)$/.test(name));
