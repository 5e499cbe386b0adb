// Pictures of the DevTools panel, for looking at: `node tests/browser/devtools/shots.mjs FOLDER`.
import { join } from "node:path";
import { startChromium } from "../lib/chromium.mjs";
import { Sink } from "../lib/sink.mjs";
import { extensions } from "../lib/stage.mjs";
import { made } from "./made.mjs";

const folder = process.argv[2];
const sink = await Sink.start();
const browser = await startChromium({ sink, extension: join(extensions, "chromium") });
const shot = async (name, options, { width = 1280, height = 800, scheme = "light", act = async () => {} } = {}) => {
  const page = await browser.newPage();
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.evaluateOnNewDocument(made, options);
  await page.goto(`chrome-extension://${browser.id}/hits.html?tab=1`);
  await page.waitForSelector(options.count > 0 ? ".hit" : ".calm h2");
  await act(page);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.close();
};
const press = (page, words) => page.locator(`::-p-xpath(//button[normalize-space(.)=${JSON.stringify(words)}])`).click();
const open = async (page, n = 1) => {
  await page.click(`.hit:nth-child(${n}) .hit-line`);
  await page.waitForSelector(`.hit:nth-child(${n}) .hit-params`);
};
const compare = async (page) => {
  await open(page, 1);
  await press(page, "Compare this hit with another");
  await page.click(".hit:nth-child(1) .hit-line");
  await open(page, 2);
  await press(page, "Compare with the hit picked before");
  await page.waitForSelector("#compared");
};
await shot("light", { count: 300 }, { act: open });
await shot("dark", { count: 300 }, { scheme: "dark", act: open });
await shot("narrow", { count: 300 }, { width: 400, height: 700, act: open });
await shot("docked", { count: 300 }, { width: 1280, height: 320 });
await shot("wide", { count: 300 }, { width: 1600, height: 900 });
await shot("none", { count: 0 });
await shot("unwatched", { count: -1 }, { width: 800, height: 400 });
await shot("compare", { count: 300 }, { act: compare });
await shot("hostile", { count: 30, hostile: true }, { width: 400, height: 800, act: open });
await browser.close();
await sink.close();
