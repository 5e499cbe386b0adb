/** Opens one of the pages beside the side panel. What it shows is leaklight-desk's; each page's own script says what it needs more. */

import { say } from "./browser.js";
import init, { type Host, speak, start } from "./desk.js";
import { text } from "./text.js";

/** Which page. */
export type Page = "hits" | "training" | "options" | "welcome";

const host: Host = {
  send: (message) => chrome.runtime.sendMessage(message),
  watch: (tab, reload) => host.send({ type: "toggle", tab, on: true, reload }),
  onPublish() {},
  onTab() {},
};

/** Draws the page; `own` replaces what the worker or the browser would answer. */
export async function open(page: Page, own: Partial<Host> = {}): Promise<void> {
  // The language what it shows is in, which need not be the browser's own.
  document.documentElement.lang = say("language");
  const [words] = await Promise.all([text(), init({ module_or_path: "desk_bg.wasm" })]);
  speak(words);
  start({ ...host, ...own }, page);
}
