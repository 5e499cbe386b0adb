// What people read stands in `_locales`: with every message marked there, no page shows words outside the marks. And who reads Spanish has
// it from the card on the page to the saved report.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import { address } from "../clinic/site.mjs";
import { unmarked } from "./lib/marked.mjs";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";
import { SHEETS } from "./panel/stage.mjs";
import { pages } from "./shots/pages.mjs";
import { walk } from "./visit.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Words of a page that stand in no message, and should not: keys and methods, cases' names, what the pictures and the made-up hits hold. */
const OTHERS = {
  hits: /^(span\.hit-method|td\.hit-means|td\.small): /,
  // Vendors, their events and owners, as a recorded visit has them.
  "hits-visits-light": /^(b\.grow|p\.small muted|td\.hit-means): /,
  training: /^(span\.small muted keys: Alt|h3\.: (The Meta|Matomo's)|p\.: A (visitor|clinic))/,
  cases: /^(span\.small muted keys: Alt|h2\.grow: )/,
  welcome: /^(svg: (bayside|jordan|Meta Pixel$|udff|dl)|kbd\.: )/,
};

test("no style sheet brings words of its own", async () => {
  const folder = new URL("../../extension/assets/", import.meta.url);
  const sheets = (await readdir(folder)).filter((name) => name.endsWith(".css"));
  assert.ok(sheets.length > 2, `${sheets}`);
  for (const name of sheets) {
    const said = [...(await readFile(new URL(name, folder), "utf8")).matchAll(/content: *["'][^"']*\p{L}[^"']*["']/gu)].map(([all]) => all);
    assert.deepEqual(said, [], name);
  }
});

describe("every message marked", () => {
  const it = stage("chromium", { language: "marked" });
  const begin = async ({ address: where, before, then }) => {
    const page = await it.browser.newPage();
    if (before) await page.evaluateOnNewDocument(...before);
    await page.goto(`chrome-extension://${it.browser.id}/${where}`);
    for (const step of then) await step(page);
    return page;
  };
  for (const one of pages.filter(({ name }) => name.endsWith("-light") && !name.startsWith("lesson"))) {
    test(`no word stands outside: ${one.name}`, async () => {
      const page = await begin(one);
      assert.ok((await page.evaluate(() => document.body.innerText)).includes("⟦"), "the messages are marked");
      const others = OTHERS[one.name] ?? OTHERS[one.name.split("-")[0]] ?? /^$/;
      assert.deepEqual((await page.evaluate(unmarked)).filter((words) => !others.test(words)), []);
      await page.close();
    });
  }

  test("no word stands outside: every sheet of the panel, over a recorded visit", async () => {
    const page = await begin(pages.find(({ name }) => name === "lesson-light"));
    // To the end of the visit: everything has been told by then.
    await page.evaluate(() => {
      const line = document.querySelector("input[type=range]");
      line.value = line.max;
      line.dispatchEvent(new Event("input", { bubbles: true }));
    });
    const frame = await (await page.$("#panel")).contentFrame();
    await frame.waitForFunction(() => document.querySelectorAll("#tab-lineage .number")[0]?.innerText !== "0");
    const outside = [];
    for (const id of SHEETS) {
      if (!(await frame.$eval(`#${id}`, (tab) => tab.checkVisibility()))) continue;
      await frame.$eval(`#${id}`, (tab) => tab.click());
      await frame.waitForSelector(`#${id}[aria-selected="true"]`);
      await frame.$$eval("#sheet .line[aria-expanded=false]", (lines) => lines.slice(0, 3).forEach((line) => line.click()));
      // Where in a request something stood is said in the words of requests; a cookie's flags are called so by everybody.
      outside.push(...(await frame.evaluate(unmarked)).filter((one) => !/^(span\.muted: (query|header|body|cookie|path)$|li\.chip: (HttpOnly|Secure|SameSite=|Partitioned))/.test(one)).map((one) => `${id} ${one}`));
    }
    assert.deepEqual(outside, []);
    await page.close();
  });
});

describe("a browser set to Spanish", () => {
  const it = stage("chromium", { language: "es" });
  for (const { name, address: where, before, then } of pages.filter((one) => one.name.endsWith("-narrow"))) {
    test(`longer words break nothing, and stand in nobody's way: ${name}`, async () => {
      const page = await it.browser.newPage();
      await page.setBypassCSP(true); // axe is put into the page; what the policy forbids is another test's
      await page.setViewport({ width: 320, height: 1000 });
      if (before) await page.evaluateOnNewDocument(...before);
      await page.goto(`chrome-extension://${it.browser.id}/${where}`);
      for (const step of then) await step(page);
      for (const frame of page.frames()) {
        assert.equal(await frame.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, `${frame.url()} scrolls sideways`);
        await frame.evaluate(axe);
        const { violations, passes } = await frame.evaluate(() => window.axe.run({ iframes: false }));
        assert.ok(passes.length > 3, "axe looked at the page");
        assert.deepEqual(violations.flatMap(({ id: rule, nodes }) => nodes.map((n) => `${rule} ${n.target}: ${n.failureSummary}`)), [], frame.url());
      }
      await page.close();
    });
  }

  test("the card, the badge's title, the panel and the saved report speak Spanish, of the same visit", async () => {
    const watched = await Watched.open(it.browser, address("home", "leaky"));
    await walk({ page: watched.page, variant: "leaky", sink: it.sink, only: ["condition"] });
    const said = /recibió el dato de que este visitante está en la página de su sitio sobre “HIV testing”/;
    await watched.untilView((v) => v.findings.some((f) => f.kind === "sensitive-url-third-party" && said.test(f.said)), "a finding, said in Spanish");
    await watched.panelShows(() => document.documentElement.lang === "es" && document.body.innerText.includes("Destinatarios"));
    const report = await watched.saved("Informe (HTML)");
    assert.match(report, /<html lang="es"/);
    assert.match(report, /Qué se filtró/);
    assert.doesNotMatch(report, /What leaked|Who was told|Why it matters/);
    await watched.close();
  });
});
