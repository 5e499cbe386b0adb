/**
 * The content script (with the cards it draws, and what reads storage and scripts for it), the page hook, and the scripts that read fields
 * and forms: registered for the sites being watched, put late into frames that had none.
 */

import { choices, originOf, tabs } from "./state.js";
import { pattern } from "./listen.js";

/** The scripts, by the name they are registered under, the world each runs in, and whether in every frame or in the main one alone. */
const SCRIPTS = [
  // Before the content script, which wakes it.
  { id: "page-hook", js: ["page-hook.js"], world: "MAIN", everywhere: true },
  { id: "content", js: ["labels.js", "card.js", "cards.js", "stored.js", "inventory.js", "content.js"], world: "ISOLATED", everywhere: true },
  { id: "fields", js: ["labels.js", "where.js", "fields.js"], world: "ISOLATED", everywhere: true },
  { id: "banner", js: ["labels.js", "banners.js", "banner.js"], world: "ISOLATED", everywhere: true },
  { id: "structure", js: ["labels.js", "structure.js"], world: "ISOLATED", everywhere: false },
] as const;

/** Whose frames a watched tab has held: the next page's frames are mostly theirs again, and registering as they open comes late. */
const framed = new Map<number, Set<string>>();
const MOST_FRAMED = 50;

let covered = new Set<string>();
let chain: Promise<void> = Promise.resolve();

/** True where the scripts come by themselves with a document of this address. */
export function covers(url: string): boolean {
  const wanted = pattern(originOf(url));
  return wanted !== undefined && covered.has(wanted);
}

/** Registers the scripts for the watched tabs' pages and their frames, sites watched always, and one that is being opened; in a frame of `within`. */
export function register(opening?: string, within?: number): Promise<void> {
  if (within !== undefined) {
    const held = framed.get(within) ?? new Set();
    if (held.size < MOST_FRAMED) framed.set(within, held.add(originOf(opening)));
  }
  chain = chain.then(async () => {
    const urls = [...tabs.values()].flatMap((tab) => [tab.url, ...tab.frames.values()]);
    for (const id of framed.keys()) if (!tabs.has(id)) framed.delete(id);
    const origins = [...urls.map(originOf), ...[...framed.values()].flatMap((held) => [...held]), ...choices.alwaysWatch, originOf(opening)];
    const wanted = new Set(origins.flatMap((origin) => pattern(origin) ?? []));
    const held = await chrome.scripting.getRegisteredContentScripts();
    covered = new Set(held[0]?.matches);
    if (wanted.size === covered.size && [...wanted].every((match) => covered.has(match))) return;
    const scripts: chrome.scripting.RegisteredContentScript[] = SCRIPTS.map(({ id, js, world, everywhere }) => ({
      id, js: [...js], world, matches: [...wanted], allFrames: everywhere, matchOriginAsFallback: everywhere, runAt: "document_start",
      persistAcrossSessions: false,
    }));
    if (wanted.size === 0) await chrome.scripting.unregisterContentScripts();
    else if (held.length === 0) await chrome.scripting.registerContentScripts(scripts);
    else await chrome.scripting.updateContentScripts(scripts);
    covered = wanted;
  }).catch((error: unknown) => console.warn("Leaklight: scripts could not be registered", error));
  return chain;
}

/** Puts the scripts into frames that are already there; all do nothing where they already are. False where the browser refuses. */
export async function inject(tabId: number, frame?: number): Promise<boolean> {
  const target = frame === undefined ? { tabId, allFrames: true } : { tabId, frameIds: [frame] };
  try {
    for (const { js, world, everywhere } of SCRIPTS) {
      // It looks for itself whether it is in the main frame.
      if (!everywhere && frame !== undefined && frame !== 0) continue;
      await chrome.scripting.executeScript({ target, files: [...js], world, injectImmediately: true });
    }
    return true;
  } catch {
    return false;
  }
}

/** What kind of document a tab shows; none where the browser keeps extensions out. */
export async function contentType(tabId: number): Promise<string | undefined> {
  try {
    const [answer] = await chrome.scripting.executeScript({ target: { tabId }, func: () => document.contentType, injectImmediately: true });
    return answer?.result ?? undefined;
  } catch {
    return undefined;
  }
}
