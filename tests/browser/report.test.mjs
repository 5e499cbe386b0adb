// The saved report, opened as the file it is: nothing loaded, nothing run, everything to be read by everybody, and on paper.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { panelStage } from "./panel/stage.mjs";

const it = panelStage();
let dir;
before(async () => {
  dir = await mkdtemp(join(tmpdir(), "leaklight-report-"));
});
after(() => rm(dir, { recursive: true }));

/** The report of a fixture, as a person saves it from the panel, opened from disk. Gives the addresses it asked for. */
async function opened(fixture, { width = 1200, scheme = "light" } = {}) {
  await it.open(fixture);
  await it.page.locator(".menu summary").click();
  await it.press("Report (HTML)");
  await it.page.waitForFunction(() => window.saved.length > 0);
  const text = await it.page.evaluate(() => window.saved[0].text);
  const file = join(dir, `${fixture}.html`);
  await writeFile(file, text);
  await it.page.setViewport({ width, height: 900 });
  await it.page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  const asked = [];
  // A picture that stands in the page itself asks nobody.
  it.page.on("request", (request) => request.url().startsWith("data:") || asked.push(request.url()));
  const url = pathToFileURL(file).href;
  await it.page.goto(url);
  return { url, asked };
}

for (const fixture of ["clinic", "known", "followed", "ignored", "none", "rtl"]) {
  test(`${fixture}: axe finds nothing, nothing is asked for, nothing runs out of the page`, async () => {
    for (const [width, scheme] of [[1200, "light"], [1200, "dark"], [320, "light"]]) {
      const { url, asked } = await opened(fixture, { width, scheme });
      assert.deepEqual(await it.axeSays(), [], `${width} ${scheme}`);
      assert.deepEqual(asked, [url]);
      assert.deepEqual(it.page.errors, []);
      const over = await it.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(over <= 0, `${width}: ${over} pixels out of sight`);
      for (const words of ["What this report can say", "What leaked", "Who was told", "What was looked at", "Not visible from a browser", "Versions"]) {
        assert.ok((await it.page.$$eval("h2", (all) => all.map((h) => h.innerText))).includes(words), words);
      }
    }
  });
}

test("on paper it is dark on white, whatever the screen is", async () => {
  await opened("clinic", { scheme: "dark" });
  const ink = () => it.page.evaluate(() => getComputedStyle(document.body).color);
  const bright = (colour) => colour.match(/\d+/g).slice(0, 3).reduce((sum, n) => sum + Number(n), 0) > 3 * 128;
  assert.ok(bright(await ink()), "clean twin: light on dark on the screen");
  assert.ok((await it.page.$$eval("details", (all) => all.map((details) => [...details.children].at(-1).checkVisibility()))).includes(false), "clean twin: folded");
  await it.page.emulateMediaType("print");
  assert.ok(!bright(await ink()));
  // What is folded away on a screen, as the words of the pictures are, stands on paper; nothing stands out of it.
  const folded = () => it.page.$$eval("details", (all) => all.map((details) => [...details.children].at(-1).getBoundingClientRect().height));
  const heights = await folded();
  assert.ok(heights.length > 1 && heights.every((height) => height > 0), heights.join());
  await it.page.setViewport({ width: 680, height: 1000 });
  assert.ok(await it.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "as wide as an A4 page's text");
  const pdf = Buffer.from(await it.page.pdf({ format: "A4" }));
  assert.ok(pdf.subarray(0, 5).toString() === "%PDF-" && pdf.length > 10_000);
});
