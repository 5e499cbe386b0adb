// Every view as a picture: left in target/shots/ to be looked at, and compared with what was looked at before. `cargo xtask shots`
// writes what is compared with anew.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { panelStage } from "./panel/stage.mjs";
import { FAR, gallery, MEAN } from "./shots/gallery.mjs";
import { apart, grid } from "./shots/grid.mjs";
import { panel, WAYS } from "./shots/views.mjs";

const it = panelStage();
const pictures = await gallery("shots.json");

for (const { name, fixture, tab, way, then } of panel) {
  test(`looks as before: ${name}`, async () => {
    await it.open(fixture, WAYS[way]);
    if (tab) assert.ok(await it.sheet(`tab-${tab}`), `${fixture} has a sheet ${tab}`);
    for (const step of then) await it.page.locator(/^[.#]/.test(step) ? step : `::-p-xpath(//button[starts-with(normalize-space(.), ${JSON.stringify(step)})])`).click();
    await it.page.evaluate(() => scrollTo(0, 0));
    await pictures.look(it.page, name);
    assert.deepEqual(it.page.errors, []);
  });
}

test("a part that is gone would be seen", async () => {
  await it.open("clinic", WAYS.light);
  const whole = await grid(it.page, await it.page.screenshot());
  await it.page.evaluate(() => document.querySelector(".sum").remove());
  const less = await grid(it.page, await it.page.screenshot());
  const { mean, far } = apart(whole, less);
  assert.ok(mean > MEAN || far > FAR, `${mean} ${far}`);
});

after(() => pictures.keep());
