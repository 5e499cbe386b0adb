// Pictures of one test file: left in target/shots/ to be looked at, and held against those that were looked at before.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { apart, grid } from "./grid.mjs";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const out = join(root, "target/shots");
/** Letters drawn otherwise move a cell by a few shades; a missing line of text moves a row of them by twenty and more. */
export const MEAN = 2.5;
export const FAR = 0.02;

/** @param {string} golden the name of the file in tests/golden that holds what was looked at */
export async function gallery(golden) {
  const file = join(root, "tests/golden", golden);
  const bless = process.env.LEAKLIGHT_BLESS === "1";
  const held = JSON.parse(await readFile(file, "utf8").catch(() => "{}"));
  const taken = {};
  await mkdir(out, { recursive: true });
  return {
    /** Leaves the picture and holds it against the one before. */
    async look(page, name) {
      await page.evaluate(() => document.fonts.ready.then(() => new Promise(requestAnimationFrame)));
      taken[name] = await grid(page, await page.screenshot({ path: join(out, `${name}.png`) }));
      if (bless) return;
      assert.ok(held[name], `${name} was not looked at yet: run cargo xtask shots, look at target/shots/${name}.png, and commit`);
      const { mean, far } = apart(held[name], taken[name]);
      assert.ok(mean <= MEAN && far <= FAR, `${name} looks otherwise (mean ${mean.toFixed(2)}, ${(far * 100).toFixed(1)} % of it far off): look at target/shots/${name}.png`);
    },
    /** Writes what was taken where that was asked for; to be called when all were. */
    async keep() {
      if (bless) await writeFile(file, `${JSON.stringify(Object.fromEntries(Object.entries(taken).sort()), null, 1)}\n`);
    },
  };
}
