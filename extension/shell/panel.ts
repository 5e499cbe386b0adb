// The side panel's way to the browser: which tab, and the worker. What it shows is leaklight-ui's.

import { ALL_SITES, say } from "./browser.js";
import { follow } from "./presenter.js";
import { onPublish } from "./published.js";
import "./sight.js";
import type { ForPanel } from "./training.js";
import { text } from "./text.js";
import init, { type Host, type Reply, speak, start } from "./ui.js";
import { writing } from "./write.js";

const send: Host["send"] = (message) => chrome.runtime.sendMessage(message);

const host: Host = {
  send,

  async watch(tab, reload): Promise<Reply> {
    // The first call within the gesture, before anything is awaited: Firefox takes the question at no later time.
    // Where access is given already, browsers answer yes and ask nobody.
    const given = await chrome.permissions.request(ALL_SITES).catch(() => chrome.permissions.contains(ALL_SITES));
    return given ? send({ type: "toggle", tab, on: true, reload }) : { ok: false, state: "refused" };
  },

  onPublish,

  onTab(callback) {
    const asked = new URLSearchParams(location.search).get("tab");
    if (asked !== null && /^\d+$/.test(asked)) return callback(Number(asked));
    void chrome.windows.getCurrent().then(({ id: here }) => {
      const look = async () => callback((await chrome.tabs.query({ active: true, windowId: here }))[0]?.id);
      chrome.tabs.onActivated.addListener(({ windowId }) => {
        if (windowId === here) void look();
      });
      // Another page in the same tab may be one that cannot be watched, or can.
      chrome.tabs.onUpdated.addListener((_tab, change, { active, windowId }) => {
        if (active && windowId === here && change.status === "loading") void look();
      });
      void look();
    });
  },
};

/**
 * In the training page the panel shows a recording: it asks that page, in the worker's place. Only a page of the extension's own can
 * hold it in a frame, and another one's window would not be read.
 */
function recorded(): ForPanel | undefined {
  if (!new URLSearchParams(location.search).has("replay") || window.parent === window) return undefined;
  return (window.parent as Window & { leaklightReplay?: ForPanel }).leaklightReplay;
}

const replay = recorded();
const { classList } = document.documentElement;
// The language what it shows is in, which need not be the browser's own.
document.documentElement.lang = say("language");
if (replay) classList.add("replayed");
if (replay && window.parent.document.documentElement.classList.contains("presenter")) classList.add("presenter");
// Large type and high contrast, for a room: beside a recording, the page around it says when.
if (replay) {
  window.addEventListener("keydown", (event) => {
    const presenter = event.altKey && event.shiftKey && event.code === "KeyP";
    if (!presenter && event.key !== "PageDown" && event.key !== "PageUp") return;
    if (presenter || classList.contains("presenter")) event.preventDefault();
    replay.key(event);
  });
}

const [words] = await Promise.all([text(), init({ module_or_path: "ui_bg.wasm" }), replay ? undefined : follow()]);
speak(words);
start(writing(replay ?? host));
