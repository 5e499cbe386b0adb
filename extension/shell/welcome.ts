// The first page's way to the browser: access to all sites, the shortcuts as they are set, and whether the button is pinned.

import { ALL_SITES, allowed } from "./browser.js";
import { open } from "./page.js";

await open("welcome", {
  async send(message) {
    return message.type === "browser" ? { ok: true, text: JSON.stringify(await known()) } : chrome.runtime.sendMessage(message);
  },
  // The first call within the gesture: Firefox takes the question at no later time.
  watch: () => chrome.permissions.request(ALL_SITES).catch(allowed).then((given) => (given ? { ok: true } : { ok: false, state: "refused" })),
});

async function known(): Promise<Record<string, unknown>> {
  const [given, commands, settings] = await Promise.all([allowed(), chrome.commands.getAll(), chrome.action.getUserSettings?.()]);
  return {
    allowed: given,
    shortcut: commands.find(({ name }) => name === "_execute_action")?.shortcut ?? "",
    panel: commands.find(({ name }) => name === "panel" || name === "_execute_sidebar_action")?.shortcut ?? "",
    // Only Chromium hides new buttons behind the puzzle piece.
    pinned: "sidePanel" in chrome ? settings?.isOnToolbar === true : true,
  };
}
