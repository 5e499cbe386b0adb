/** What the WASM modules say, in the browser's language: they hold numbers of messages, and are handed the text once, before anything else. */

import { say } from "./browser.js";

let fetched: Promise<string> | undefined;

/** The messages of the language the browser took for the extension, one a line. */
export function text(): Promise<string> {
  // The address is the extension's own; nothing else may be connected to.
  fetched ??= fetch(chrome.runtime.getURL(`_locales/${say("language")}/text.txt`)).then((answer) => answer.text());
  return fetched;
}
