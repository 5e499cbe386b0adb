// Every view as a picture: left in target/shots/ to be looked at, and compared with what was looked at before. `cargo xtask shots`
// writes what is compared with anew.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { panelStage } from "./panel/stage.mjs";
import { apart, grid } from "./shots/grid.mjs";
import { panel, WAYS } from "./shots/views.mjs";

const it = panelStage();
const root = fileURLToPath(new URL("../../", import.meta.url));
const out = join(root, "target/shots");
const GOLDEN = join(root, "tests/golden/shots.json");
const bless = process.env.LEAKLIGHT_BLESS === "1";
const golden = JSON.parse(await readFile(GOLDEN, "utf8").catch(() => "{}"));
const taken = {};

/** Letters drawn otherwise move a cell by a few shades; a missing line of text moves a row of them by twenty and more. */
const MEAN = 2.5;
const FAR = 0.02;

await mkdir(out, { recursive: true });

/** Leaves the picture and holds it against the one before. */
async function look(page, name) {
  await page.evaluate(() => document.fonts.ready.then(() => new Promise(requestAnimationFrame)));
  const png = await page.screenshot({ path: join(out, `${name}.png`) });
  taken[name] = await grid(page, png);
  if (bless) return;
  assert.ok(golden[name], `${name} was not looked at yet: run cargo xtask shots, look at target/shots/${name}.png, and commit`);
  const { mean, far } = apart(golden[name], taken[name]);
  assert.ok(mean <= MEAN && far <= FAR, `${name} looks otherwise (mean ${mean.toFixed(2)}, ${(far * 100).toFixed(1)} % of it far off): look at target/shots/${name}.png`);
}

for (const { name, fixture, tab, way, then } of panel) {
  test(`looks as before: ${name}`, async () => {
    await it.open(fixture, WAYS[way]);
    if (tab) assert.ok(await it.sheet(`tab-${tab}`), `${fixture} has a sheet ${tab}`);
    for (const words of then) await it.page.locator(`::-p-xpath(//button[starts-with(normalize-space(.), ${JSON.stringify(words)})])`).click();
    await it.page.evaluate(() => scrollTo(0, 0));
    await look(it.page, name);
    assert.deepEqual(it.page.errors, []);
  });
}

test("a part that is gone would be seen", async () => {
  await it.open("clinic", WAYS.light);
  const whole = await grid(it.page, await it.page.screenshot());
  await it.page.evaluate(() => document.querySelector("#sheet li.item").remove());
  const less = await grid(it.page, await it.page.screenshot());
  const { mean, far } = apart(whole, less);
  assert.ok(mean > MEAN || far > FAR, `${mean} ${far}`);
});

after(async () => {
  if (bless) await writeFile(GOLDEN, `${JSON.stringify(Object.fromEntries(Object.entries(taken).sort()), null, 1)}\n`);
});
