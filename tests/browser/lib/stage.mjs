// What every browser test stands on: a sink and a browser with the extension's test build, started once a file.
import { after, before } from "node:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startChromium } from "./chromium.mjs";
import { startFirefox } from "./firefox.mjs";
import { Sink } from "./sink.mjs";
import { marked } from "./marked.mjs";
import { spanish } from "./spanish.mjs";

/** Where `cargo xtask build --test` leaves the extensions: one folder a browser. */
export const extensions = process.env.LEAKLIGHT_EXTENSIONS
  ?? fileURLToPath(new URL("../../../target/extension-test", import.meta.url));

/**
 * Starts before the file's tests and ends after them. The object is filled when the first test runs.
 * @param {"chromium" | "firefox"} which
 * @param {Record<string, unknown> & { language?: "es" | "marked" }} [more] what the browser's start takes beside; `language`: as a browser set to it
 *   shows the extension, or with every message marked
 * @returns {{ sink: Sink, browser: any }}
 */
export function stage(which = "chromium", { language, ...more } = {}) {
  const it = {};
  let own;
  before(async () => {
    const extension = join(extensions, which);
    if (!existsSync(join(extension, "manifest.json"))) throw new Error(`no extension in ${extension}: run cargo xtask build --test`);
    if (language) own = await { es: spanish, marked }[language](extension);
    it.sink = await Sink.start();
    const start = which === "firefox" ? startFirefox : startChromium;
    it.browser = await start({ sink: it.sink, extension: own?.folder ?? extension, ...more });
  });
  after(async () => {
    await it.browser?.close();
    await it.sink?.close();
    await own?.remove();
  });
  return it;
}
