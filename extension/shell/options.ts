// The options page's way to the browser beside the worker: the panel, which opens only from a gesture, and access to all sites.

import { ALL_SITES, allowed, openPanel } from "./browser.js";
import { open } from "./page.js";

await open("options", {
  async send(message) {
    if (message.type !== "open-panel") return chrome.runtime.sendMessage(message);
    const shown = await chrome.tabs.getCurrent();
    if (shown) await openPanel(shown);
    return { ok: shown !== undefined };
  },
  watch: asked,
});

/** Asks for access to all sites; the first call within the gesture. */
function asked(): Promise<{ ok: boolean; state?: "refused" }> {
  return chrome.permissions.request(ALL_SITES).catch(allowed).then((given) => (given ? { ok: true } : { ok: false, state: "refused" }));
}
