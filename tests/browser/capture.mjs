// What the real recorders upload, kept as bytes for the core's tests: each package runs on a small form in a real Chromium,
// a visitor types the made-up patient's values, and what arrived is written down.
//   node tests/browser/capture.mjs [--out tests/golden/replay]
// Run again when a package of tests/package.json changes; the files say which version they were made with.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fillIn } from "../clinic/intake.mjs";
import { recorders, stageRecorder } from "../clinic/recorders.mjs";
import { startChromium } from "./lib/chromium.mjs";
import { Sink } from "./lib/sink.mjs";

const { values: options } = parseArgs({ options: { out: { type: "string", default: "tests/golden/replay" }, only: { type: "string" } } });
const packages = { rrweb: "rrweb", posthog: "posthog-js", datadog: "@datadog/browser-rum", sentry: "@sentry/browser", mixpanel: "mixpanel-browser", clarity: "clarity-js" };
await mkdir(options.out, { recursive: true });

const sink = await Sink.start();
const browser = await startChromium({ sink });
try {
  for (const recorder of Object.keys(recorders)) {
    if (options.only && options.only !== recorder) continue;
    for (const masked of recorder === "datadog" ? [true, "mask-user-input", false] : [true, false]) await capture(recorder, masked);
  }
} finally {
  await browser.close();
  await sink.close();
}

async function capture(recorder, masked) {
  const context = await browser.browser.createBrowserContext();
  const page = await context.newPage();
  page.on("pageerror", (error) => console.log(`  ${recorder}: ${error}`));
  page.on("console", (line) => console.log(`  ${recorder}: ${line.text().slice(0, 200)}`));
  const mark = sink.requests.length;
  const { arrived } = recorders[recorder];
  await page.goto(stageRecorder(sink, recorder, masked), { waitUntil: "load" });
  // The recorder is there once its first upload has come, or where it sends later, once its snapshot could be taken.
  await sink.until(arrived, { mark, timeout: 8_000 }).catch(() => {});
  await fillIn(page);
  const typed = sink.requests.length;
  await sink.until(arrived, { mark: typed, timeout: 12_000 }).catch(() => console.log(`  ${recorder}: nothing after typing`));
  await page.goto("https://www.lakeside.example/");
  await new Promise((done) => setTimeout(done, 500));
  await context.close();

  const { version } = JSON.parse(await readFile(new URL(`../node_modules/${packages[recorder]}/package.json`, import.meta.url)));
  const requests = sink.since(mark).filter((r) => arrived(r) && r.method === "POST").map((r) => ({
    url: r.url.href, type: r.headers["content-type"] ?? "", encoding: r.headers["content-encoding"] ?? "", body: r.body.toString("base64"),
  }));
  const name = `${recorder}-${masked === true ? "masked" : masked || "open"}.json`;
  const text = JSON.stringify({ package: packages[recorder], version, masked: String(masked), requests }, null, 1);
  await writeFile(join(options.out, name), `${text}\n`);
  console.log(`${name}: ${requests.length} uploads, ${text.length} bytes`);
}
