/**
 * The background worker. Everything is registered while this script first runs; then state is read, the core restored, and what
 * arrived meanwhile is taken in order.
 */

import { allowed, openPanel, say } from "./browser.js";
import { carryOut } from "./codecs-host.js";
import { feed, flush, journal, lost, prepare, start } from "./feed.js";
import * as listen from "./listen.js";
import { answer, closed } from "./messages.js";
import { register } from "./scripts.js";
import { panels, present, run } from "./show.js";
import { choices, readBack, tabs } from "./state.js";
import { committed, giveUp, moved, opening, toggleAlways, turnOff, turnOn } from "./watching.js";

listen.attach({ take: feed, opening, committed, moved });

const ready: Promise<void> = boot();

async function boot(): Promise<void> {
  prepare();
  present();
  await readBack();
  journal.recording = choices.record;
  const looked = Promise.all([...tabs.values()].map(async (tab) => {
    // Closed, or its frames changed, while the worker was away.
    const frames = await chrome.webNavigation.getAllFrames({ tabId: tab.id }).catch(() => null);
    for (const frame of frames ?? []) tab.frames.set(frame.frameId, frame.url);
  }));
  await start({
    run(effects) {
      run(effects);
      carryOut(effects);
    },
    stopped: () => void giveUp(),
  });
  await looked;
  const dropped = listen.start();
  if (dropped > 0) for (const id of tabs.keys()) lost(id, "flood", dropped);
  flush();
  if (tabs.size === 0) listen.detach();
  await register();
}

/** What a person does to turn watching on or off: toolbar button, shortcut, menu. */
async function toggle(tab: chrome.tabs.Tab | undefined): Promise<void> {
  await ready;
  const id = tab?.id;
  if (id === undefined) return;
  if (tabs.has(id)) await turnOff(id);
  else if ((await turnOn(id, false)) === "refused") await chrome.tabs.create({ url: `permission.html?tab=${id}`, index: tab!.index + 1 });
}

chrome.action.onClicked.addListener((tab) => void toggle(tab));

const MENU: [id: string, word: string][] = [["toggle", "menuToggle"], ["panel", "menuPanel"], ["always", "menuAlways"]];

chrome.runtime.onInstalled.addListener(({ reason }) => {
  if (reason === "install") void chrome.tabs.create({ url: "welcome.html" });
  for (const [id, word] of MENU) {
    // One that is already there is left as it is.
    chrome.contextMenus.create({ id, title: say(word), contexts: ["page", "action"] }, () => void chrome.runtime.lastError);
  }
});

// Firefox opens its sidebar by itself.
chrome.commands.onCommand.addListener((command, tab) => {
  if (command === "panel" && tab) void openPanel(tab);
});

chrome.contextMenus.onClicked.addListener((info, tab) => {
  if (info.menuItemId === "panel" && tab) void openPanel(tab);
  if (info.menuItemId === "toggle") void toggle(tab);
  if (info.menuItemId === "always") void always(tab);
});

/** Adds a site to those watched always, and starts with the tab at hand. */
async function always(tab: chrome.tabs.Tab | undefined): Promise<void> {
  await ready;
  if (tab?.id === undefined) return;
  if (!(await allowed())) return toggle(tab);
  if ((await toggleAlways(tab.url)) && !tabs.has(tab.id)) await turnOn(tab.id, false);
}

chrome.tabs.onRemoved.addListener((id) => {
  void ready.then(() => {
    closed(id);
    return turnOff(id, true);
  });
});

chrome.permissions.onRemoved.addListener(() => {
  void ready.then(async () => {
    if (!(await allowed())) for (const id of [...tabs.keys()]) await turnOff(id);
  });
});

chrome.runtime.onConnect.addListener((port) => {
  if (port.name !== "panel" || !port.sender?.url?.startsWith(chrome.runtime.getURL(""))) return;
  panels.add(port);
  port.onDisconnect.addListener(() => panels.delete(port));
});

chrome.runtime.onMessage.addListener((message: unknown, sender, reply) => {
  // A panel opens only straight from the gesture, which waiting would use up.
  const soon = (message as { type?: unknown } | null)?.type === "details" ? answer(message, sender) : ready.then(() => answer(message, sender));
  void Promise.resolve(soon).then(reply, (error: unknown) => reply({ ok: false, error: String(error) }));
  return true;
});
