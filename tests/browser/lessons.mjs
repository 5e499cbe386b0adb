// Records the visits of the shipped lessons anew: the demo clinic in a real Chromium with Leaklight on, one tag on its pages.
//   node tests/browser/lessons.mjs --extension DIR [--out DIR] [NAME…]
// Writes NAME.log.ndjson, and NAME.ndjson: the same below the lesson's own lines as they stand in extension/desk/lessons/NAME.ndjson,
// in all their languages. The moments they name are checked against the log by the tests of leaklight-desk.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { render } from "../clinic/layout.mjs";
import { content } from "../clinic/pages.mjs";
import { visitor } from "../clinic/persona.mjs";
import { address, pages } from "../clinic/site.mjs";
import { vendors } from "../clinic/vendors.mjs";
import { startChromium } from "./lib/chromium.mjs";
import { Sink } from "./lib/sink.mjs";
import { Watched } from "./lib/watched.mjs";

const { values: options, positionals } = parseArgs({
  options: { extension: { type: "string" }, out: { type: "string", default: "target/lessons" } }, allowPositionals: true,
});
if (!options.extension) {
  console.error("usage: lessons.mjs --extension DIR [--out DIR] [NAME…]");
  process.exit(2);
}
const out = resolve(options.out);
await mkdir(out, { recursive: true });
const sink = await Sink.start();

/** What is taught: the lines of the shipped lesson before its log. */
async function taught(name) {
  const lines = (await readFile(new URL(`../../extension/desk/lessons/${name}.ndjson`, import.meta.url), "utf8")).split("\n");
  return lines.slice(0, lines.findIndex((line) => line.startsWith('{"leaklight-log"'))).map((line) => `${line}\n`).join("");
}

/** A visitor reads for a moment: a lesson's steps need room between them. */
const reads = () => pause(1_500);

/** Serves a page of the clinic with these tags alone; `extra` is markup before them. */
function stagePage(name, tags, { extra = "", referrer = "no-referrer-when-downgrade" } = {}) {
  sink.staged.set(pages[name].host + pages[name].leaky, (r) => {
    const query = Object.fromEntries(r.url.searchParams);
    const html = render({ name, page: { ...pages[name], tags }, variant: "leaky", query, main: content[name]({ variant: "leaky", query }) });
    // No banner and no film: the lesson is about one tag.
    const plain = html.replace(/<div class="cookie-bar"[\s\S]*?<\/div>/, "").replace(/<iframe class="video"[^>]*><\/iframe>/, "");
    return { type: "text/html; charset=utf-8", body: plain.replace("<head>", `<head>${extra}`), headers: { "cache-control": "no-store", "referrer-policy": referrer } };
  });
}

async function press(page, selector) {
  await page.focus(selector);
  await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.keyboard.press("Enter")]);
}

const visits = {
  async "meta-pixel"({ page }, heard) {
    for (const name of ["condition", "appointment", "confirmed"]) stagePage(name, ["meta"]);
    await page.goto(address("condition", "leaky"), { waitUntil: "load" });
    await heard("meta", 1);
    await reads();
    await press(page, "#book");
    await heard("meta", 3);
    await reads();
    for (const [field, value] of [["first_name", visitor.firstName], ["last_name", visitor.lastName], ["email", visitor.email]]) {
      await page.type(`#${field}`, value, { delay: 20 });
    }
    await page.focus("#reason");
    await page.type("#reason", "After a holiday", { delay: 20 });
    await reads();
    await page.focus("#another");
    await page.keyboard.press("Enter");
    await heard("meta", 4);
    await reads();
    await page.$eval("#phone", (field) => field.removeAttribute("required"));
    await page.$eval("#dob", (field) => field.removeAttribute("required"));
    await press(page, "#send");
    await heard("meta", 6);
    await reads();
  },

  async "matomo-exclusions"({ page }, heard) {
    const search = async () => {
      await page.goto(address("search", "leaky"), { waitUntil: "load" });
      await page.select("select[name=specialty]", visitor.specialty);
      await page.type("#q", visitor.search, { delay: 20 });
      await press(page, "#find");
    };
    const cloud = "bayside.matomo.cloud";
    const matomo = (...commands) => {
      const queue = [...commands, ["setTrackerUrl", `https://${cloud}/matomo.php`], ["setSiteId", "1"]];
      return `<script>window._paq=${JSON.stringify(queue)};</script>`;
    };
    const load = `<script async src="https://cdn.matomo.cloud/${cloud}/matomo.js"></script>`;
    const views = `<script>_paq.push(["trackPageView"]);</script>${load}`;
    const searches = `<script>{const q=new URLSearchParams(location.search).get("q");_paq.push(q?["trackSiteSearch",q,"doctors",3]:["trackPageView"]);}</script>${load}`;
    const excluded = ["setExcludedQueryParams", ["q", "specialty"]];
    // Left out in Matomo's settings on the server: nothing of that is in the page.
    stagePage("search", [], { extra: matomo() + views });
    await search();
    await heard("matomoCloud", 2);
    await reads();
    // Left out in the page: gone from the address, and the site search still says the words.
    stagePage("search", [], { extra: matomo(excluded) + searches });
    await search();
    await heard("matomoCloud", 4);
    await reads();
    // Page views alone, without the site search: the browser's own Referer header still says the whole address.
    stagePage("search", [], { extra: matomo(excluded) + views });
    await search();
    await heard("matomoCloud", 6);
    await reads();
    // And with a policy that keeps the header short.
    stagePage("search", [], { extra: matomo(excluded) + views, referrer: "strict-origin-when-cross-origin" });
    await search();
    await heard("matomoCloud", 8);
    await reads();
  },
};

for (const [name, walk] of Object.entries(visits)) {
  if (positionals.length && !positionals.includes(name)) continue;
  const browser = await startChromium({ sink, extension: resolve(options.extension) });
  sink.staged.clear();
  const watched = await Watched.open(browser, address("home", "clean").replace(/p\/1000$/, ""));
  await watched.page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
  const mark = sink.requests.length;
  await walk(watched, async (vendor, times) => {
    const { arrived } = vendors[vendor];
    await sink.until(() => sink.since(mark).filter(arrived).length >= times, { mark, what: `${vendor}: ${times} hits` });
  });
  const log = (await watched.export("log")).replaceAll(`"tab":${watched.tab},`, '"tab":1,');
  await writeFile(join(out, `${name}.log.ndjson`), log);
  await writeFile(join(out, `${name}.ndjson`), (await taught(name)) + log);
  await writeFile(join(out, `${name}.view.json`), JSON.stringify(await watched.view(), null, 1));
  console.log(`${name}: ${log.length} bytes, ${log.split("\n").length - 2} events`);
  await browser.close();
}
await sink.close();
