/** Turning watching on and off for a tab, and what follows its pages from then on. */

import { allowed, say, watchable } from "./browser.js";
import { afresh, engine, feed, flush, journal } from "./feed.js";
import { attach, detach } from "./listen.js";
import { contentType, covers, inject, register } from "./scripts.js";
import { clearBadge, publish, setBadge, setRefusal, tell } from "./show.js";
import { begin, choices, contacted, keepChoices, keepTabs, originOf, type Tab, tabs } from "./state.js";

/** How turning on went. */
export type Outcome = "watching" | "refused" | "cannot-watch";

/** Turns watching on; where the page is to be loaded again, nothing of it is missed. */
export async function turnOn(id: number, reload: boolean): Promise<Outcome> {
  if (!(await allowed())) return "refused";
  const { url } = await chrome.tabs.get(id);
  const kind = watchable(url) ? await contentType(id) : undefined;
  if (!url || kind === undefined || kind === "application/pdf") {
    setRefusal(id, say("cannotWatch"));
    return "cannot-watch";
  }
  if (engine.stopped) await afresh();
  const tab = open(id, url, !reload);
  await register();
  if (!reload) {
    await inject(id);
    const frames = (await chrome.webNavigation.getAllFrames({ tabId: id })) ?? [];
    for (const frame of frames) tab.frames.set(frame.frameId, frame.url);
    await Promise.all([...new Set(frames.map((frame) => frame.url))].map((address) => readCookies(tab, address)));
  }
  flush();
  await keepTabs();
  if (reload) await chrome.tabs.reload(id);
  return "watching";
}

/**
 * A document is being asked for. A site watched always begins here; where this request is what woke the worker, those right
 * behind it may have been missed, and the page counts as one that had loaded.
 */
export function opening(id: number, frame: number, url: string, waking: boolean): void {
  const known = tabs.get(id);
  if (!known && !choices.alwaysWatch.includes(originOf(url))) return;
  const tab = known ?? open(id, url, waking);
  if (!known) void keepTabs();
  if (frame === 0) tab.coming = known && { covered: covers(url) };
  if (!covers(url)) void register(url, frame === 0 ? undefined : id);
}

/** Loads a watched tab's page again, watched from its start. */
export async function reload(id: number): Promise<Outcome> {
  const tab = tabs.get(id);
  if (!tab) return turnOn(id, true);
  fromStart(tab);
  await chrome.tabs.reload(id);
  return "watching";
}

/** A page that is about to be loaded again is watched from its start: what was seen of half a page does not stay. */
export function fromStart(tab: Tab): void {
  if (!tab.late) return;
  tab.late = false;
  tab.cards = tab.badge = undefined;
  feed("unwatch", { tabId: tab.id, timeStamp: Date.now() });
  feed("watch", { tabId: tab.id, timeStamp: Date.now(), url: tab.url, reload: true });
  flush();
}

/** Turns watching off; everything about the tab goes. */
export async function turnOff(id: number, closed = false): Promise<void> {
  if (!tabs.has(id)) return;
  feed(closed ? "closed" : "unwatch", { tabId: id, timeStamp: Date.now() });
  flush();
  tabs.delete(id);
  if (!closed) {
    tell(id, { type: "stop" });
    clearBadge(id);
  }
  publish(id);
  if (tabs.size === 0) {
    detach();
    // Their keys can hold addresses of pages.
    choices.mutedFindings = [];
    await keepChoices();
  }
  await Promise.all([keepTabs(), register()]);
  if (tabs.size === 0) await afresh();
  else await journal.forget(id, () => engine.ask((core) => core.snapshot()));
}

/** The core failed for good: nothing is watched, and that is said. */
export async function giveUp(): Promise<void> {
  const ids = [...tabs.keys()];
  tabs.clear();
  detach();
  for (const id of ids) {
    tell(id, { type: "stop" });
    setRefusal(id, say("stopped"));
    publish(id);
  }
  await Promise.all([keepTabs(), register(), journal.clear()]);
}

/** Watches the tab's site whenever it is opened, or no longer. Says which. */
export async function toggleAlways(url: string | undefined): Promise<boolean | undefined> {
  const origin = originOf(url);
  if (!watchable(url) || origin === "") return undefined;
  const had = choices.alwaysWatch.includes(origin);
  choices.alwaysWatch = had ? choices.alwaysWatch.filter((other) => other !== origin) : [...choices.alwaysWatch, origin];
  await keepChoices();
  await register();
  if (tabs.size === 0) detach();
  return !had;
}

/** A frame of a watched tab has a new document. */
export function committed(id: number, frame: number, url: string): void {
  const tab = tabs.get(id);
  if (!tab) return;
  tab.outlined?.delete(frame);
  const covered = frame === 0 ? (tab.coming?.covered ?? true) : covers(url);
  if (frame === 0) {
    // Seen from its first request on.
    if (tab.coming) tab.late = false;
    tab.coming = undefined;
    tab.hosts.clear();
    tab.outlined?.clear();
    contacted(tab, url);
    setBadge(id, tab.badge);
    void keepTabs();
    void register();
  }
  // A registration made while the page was asked for may have come too late; where the scripts already are, this does nothing.
  if (!covered) void inject(id, frame);
  void readCookies(tab, url);
}

/** A watched tab's page changed its address without loading: to the core that is another page, whose title is not known. */
export function moved(id: number): void {
  tell(id, { type: "again" }, 0);
}

/** Tells the cookies a frame's document can use, those of its partition too. */
async function readCookies(tab: Tab, url: string): Promise<void> {
  if (!/^https?:/.test(url)) return;
  const query: chrome.cookies.GetAllDetails = { url, partitionKey: {} };
  const found = await chrome.cookies.getAll(query).catch(() => []);
  const timeStamp = Date.now();
  if (tabs.has(tab.id)) for (const cookie of found) feed("cookie", { tabId: tab.id, timeStamp, removed: false, cause: "read", cookie });
}

function open(id: number, url: string, late: boolean): Tab {
  attach();
  const tab = begin(id, url, late);
  setBadge(id, undefined);
  feed("watch", { tabId: id, timeStamp: Date.now(), url, reload: !late });
  return tab;
}
