// How long from a request leaving to its card painted. A figure, not a test:
//   node tests/browser/latency.mjs --extension DIR [--rounds N]
// Prints one line of JSON: {"rounds", "p50", "p95", "max"} in milliseconds. Both instants are taken in the page's own
// process, by one clock: in the page right before `fetch`, and in the extension's world two frames after the card's
// text changed, so after that frame was painted.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { address } from "../clinic/site.mjs";
import { startChromium } from "./lib/chromium.mjs";
import { Sink } from "./lib/sink.mjs";
import { Watched } from "./lib/watched.mjs";

const { values: options } = parseArgs({
  options: { extension: { type: "string" }, rounds: { type: "string", default: "60" } },
});
const rounds = Number(options.rounds);
const sink = await Sink.start();
const browser = await startChromium({ sink, extension: resolve(options.extension) });
try {
  const watched = await Watched.open(browser, address("home", "clean"));
  const { page } = watched;
  const realms = page.extensionRealms();
  // One vendor a round: a card that is new must be drawn, one that is only counted up need not change.
  const times = [];
  for (let i = 0; i < rounds; i++) {
    const host = `m${i}.collector-${i}.example`;
    const [realm] = await realms;
    const painted = realm.evaluate((name) => new Promise((done) => {
      const roots = () => [...document.documentElement.children, ...document.body.children]
        .map((e) => chrome.dom.openOrClosedShadowRoot(e)).filter(Boolean);
      const shown = () => roots().some((r) => r.textContent.includes(name));
      const watch = new MutationObserver(() => {
        if (!shown()) return;
        watch.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.timeOrigin + performance.now())));
      });
      for (const root of [document.documentElement, ...roots()]) {
        watch.observe(root, { childList: true, subtree: true, characterData: true });
      }
    }), host);
    const left = await page.evaluate((to) => {
      const at = performance.timeOrigin + performance.now();
      fetch(`https://${to}/collect?dl=${encodeURIComponent("https://www.bayside-clinic.example/conditions/hiv-testing")}`, { mode: "no-cors" });
      return at;
    }, host);
    times.push((await painted) - left);
  }
  times.sort((a, b) => a - b);
  const at = (part) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * part))] * 10) / 10;
  console.log(JSON.stringify({ rounds, p50: at(0.5), p95: at(0.95), max: at(1) }));
} finally {
  await browser.close();
  await sink.close();
}
