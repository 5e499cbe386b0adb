/** The guided check: before each of its steps what the site stored in this browser is cleared, and its page is loaded again. */

import { parsed, say } from "./browser.js";
import { feed, flush } from "./feed.js";
import { type Tab, tabs } from "./state.js";
import { fromStart } from "./watching.js";

/** The steps; those of the first line begin with clearing. */
const CLEARING = ["ignore", "accept", "reject"];
const STEPS = [...CLEARING, "done", "off"];

/** What was cleared. */
export interface Cleared {
  /** Cookies removed. */
  cookies: number;
  /** Frames whose storage was emptied. */
  frames: number;
  /** Cookies that stayed, and frames that did not answer. */
  left: number;
  /** The same in words, and what is never cleared. */
  said: string;
}

/** How long a frame may take to empty its storage, in milliseconds. */
const PATIENCE = 4_000;
/** Tabs that are being cleared: a second press does nothing. */
const busy = new Set<number>();

/**
 * Takes a step. Says what was cleared, nothing for a step that clears nothing, or the name of the sentence that says why not. The person's
 * yes was asked before.
 */
export async function check(id: number, step: string): Promise<Cleared | undefined | "noLonger" | "noStep"> {
  const tab = tabs.get(id);
  if (!tab) return "noLonger";
  if (!STEPS.includes(step) || busy.has(id)) return "noStep";
  if (!CLEARING.includes(step)) {
    feed("check", { tabId: id, timeStamp: Date.now(), step });
    flush();
    return undefined;
  }
  busy.add(id);
  try {
    const cleared = await clear(tab);
    // Turned off meanwhile.
    if (!tabs.has(id)) return "noLonger";
    fromStart(tab);
    feed("check", { tabId: id, timeStamp: Date.now(), step });
    flush();
    await chrome.tabs.reload(id, { bypassCache: true });
    return cleared;
  } finally {
    busy.delete(id);
  }
}

/** Empties the storage of the tab's frames, and removes the cookies that their documents can use there. */
async function clear(tab: Tab): Promise<Cleared> {
  const found = (await chrome.webNavigation.getAllFrames({ tabId: tab.id }).catch(() => null)) ?? [];
  const answers = await Promise.all(found.map(({ frameId }) => emptied(tab.id, frameId)));
  // Cookies last: what storage a page's own script finds empty it may write anew.
  const site = parsed(tab.url)?.hostname ?? "";
  const hosts = new Set([tab.url, ...found.map(({ url }) => url)].flatMap((url) => (/^https?:/.test(url) ? (parsed(url)?.hostname ?? []) : [])));
  const storeId = await storeOf(tab.id);
  const usable = (await Promise.all([...hosts].map((host) => cookiesOf(host, site, storeId)))).flat();
  await Promise.all([...new Map(usable.map((cookie) => [keyOf(cookie), cookie])).values()].map(remove));
  const stayed = (await Promise.all([...hosts].map((host) => cookiesOf(host, site, storeId)))).flat();
  const left = new Set(stayed.map(keyOf)).size;
  const cookies = new Set(usable.map(keyOf)).size - left;
  const frames = answers.filter((answer) => answer).length;
  const silent = answers.length - frames;
  const said = [say("cleared", String(cookies), String(frames)), left + silent > 0 ? say("notCleared", String(left), String(silent)) : "", say("neverCleared")];
  return { cookies, frames, left: left + silent, said: said.filter((sentence) => sentence !== "").join(" ") };
}

/** True where the frame's content script says that it emptied its storage, in time. */
async function emptied(tab: number, frameId: number): Promise<boolean> {
  const silent = new Promise<undefined>((done) => setTimeout(done, PATIENCE));
  const answer = chrome.tabs.sendMessage(tab, { type: "clear" }, { frameId }).catch(() => undefined) as Promise<unknown>;
  return Boolean(await Promise.race([answer, silent]));
}

type Cookie = chrome.cookies.Cookie;

/** Which jar the tab's cookies are in: a private window has another. */
async function storeOf(tab: number): Promise<string | undefined> {
  const stores = await chrome.cookies.getAllCookieStores();
  return stores.find(({ tabIds }) => tabIds.includes(tab))?.id;
}

/** The cookies that a document of this host can use, of every path; partitioned ones of this site's partition alone. */
async function cookiesOf(host: string, site: string, storeId: string | undefined): Promise<Cookie[]> {
  // Cookies are for a host or its parent domains: all have the last two labels in common. An address of numbers has one name.
  const domain = /^[\d.]+$|:/.test(host) ? host : host.split(".").slice(-2).join(".");
  const query: chrome.cookies.GetAllDetails = { domain, partitionKey: {}, ...(storeId === undefined ? {} : { storeId }) };
  const found = await chrome.cookies.getAll(query).catch(() => []);
  return found.filter(({ domain: of, hostOnly, partitionKey }) => {
    const own = hostOnly ? of === host : under(host, of.replace(/^\./, ""));
    const top = partitionKey?.topLevelSite;
    return own && (!top || under(site, parsed(top)?.hostname ?? ""));
  });
}

const under = (host: string, domain: string): boolean => domain !== "" && (host === domain || host.endsWith(`.${domain}`));

const keyOf = ({ name, domain, path, partitionKey }: Cookie): string => JSON.stringify([name, domain, path, partitionKey ?? null]);

async function remove({ name, domain, path, secure, storeId, partitionKey }: Cookie): Promise<void> {
  const url = `http${secure ? "s" : ""}://${domain.replace(/^\./, "")}${path}`;
  await chrome.cookies.remove({ url, name, storeId, ...(partitionKey ? { partitionKey } : {}) }).catch(() => undefined);
}
