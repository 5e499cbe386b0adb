// Every page beside the panel as a picture, in English and in Spanish, compared with what was looked at before (`cargo xtask shots`).
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { stage } from "./lib/stage.mjs";
import { gallery } from "./shots/gallery.mjs";
import { inSpanish, pages, reports, set } from "./shots/pages.mjs";

const pictures = await gallery("shots-pages.json");

for (const [language, rows, more] of [["en", [...pages, ...reports("en"), ...set], {}], ["es", [...reports("es"), ...inSpanish], { language: "es" }]]) {
  describe(`in ${language}`, () => {
    const it = stage("chromium", more);
    for (const { name, address, how, before, then } of rows) {
      test(`looks as before: ${language}, ${name}`, async () => {
        const page = await it.browser.newPage();
        const errors = [];
        page.on("pageerror", (error) => errors.push(String(error)));
        await page.setViewport({ width: how.width, height: how.height });
        const media = { "prefers-reduced-motion": "reduce", ...how.media };
        await page.emulateMediaFeatures(Object.entries(media).map(([feature, value]) => ({ name: feature, value })));
        if (before) await page.evaluateOnNewDocument(...before);
        await page.goto(`chrome-extension://${it.browser.id}/${address}`);
        for (const step of then) await step(page);
        assert.equal(await page.evaluate(() => document.documentElement.lang), language);
        // Presenter mode outlasts its page.
        await page.evaluate(() => globalThis.chrome?.storage?.session?.remove("presenter"));
        await pictures.look(page, language === "en" ? name : `${language}-${name}`);
        assert.deepEqual(errors, []);
        await page.close();
      });
    }
  });
}

after(() => pictures.keep());
