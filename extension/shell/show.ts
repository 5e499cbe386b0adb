/** What a person sees outside the panel: cards on the page, the toolbar badge and its hover text. */

import { parsed, say } from "./browser.js";
import type { Badge, Cards, Effect } from "./engine.js";
import { heard } from "./presenter.js";
import { type Place, type Tab, tabs } from "./state.js";

/** White text on each stands out enough to be read (WCAG AA). */
const COLOURS: Record<string, string> = { critical: "#a3161a", high: "#9a4200", medium: "#6f5600", low: "#1d5681", info: "#52606d" };

/** Pages that want to hear of changed views. */
export const panels = new Set<chrome.runtime.Port>();

/** What the page of a watched tab shows. */
export interface Shown extends Omit<Cards, "tab"> {
  /** Watching began after the page was loaded. */
  late: boolean;
  /** For a room to read: presenter mode. */
  large: boolean;
  /** Where a person put the cards, and whether they are folded away; only said when a page begins. */
  place?: Place;
}

let large = false;
/** Draws the cards as presenter mode has them, from now on. */
export function present(): void {
  void heard((on) => {
    if (large === on) return;
    large = on;
    tabs.forEach((tab) => tab.cards && showCards(tab));
  });
}

/** What the content script of a watched tab's page is told. */
export function cardsOf(tab: Tab): Shown & { type: "cards" } {
  const { tab: _, ...shown } = tab.cards ?? { tab: 0, cards: [], groups: [], more: 0, muted: 0, worst: null, worst_count: 0, site: "", pill: "" };
  return { type: "cards", ...shown, late: tab.late, large };
}

/** What labels.js gives the scripts beside it. */
export type Labels = {
  short(text: string | null | undefined): string;
  words(node: Node | null): string;
  about(field: HTMLElement): string;
  rootOf(node: HTMLElement): ShadowRoot | null | undefined;
};

/** What a frame answers that was asked to show something: outlined; there, but nothing to be seen; not there. */
export interface Found {
  found: "shown" | "unseen" | "none";
  /** The element's name. */
  what?: string;
  /** Where it stands in its frame's window. */
  box?: { left: number; top: number; right: number; bottom: number };
}

/** The most frames searched for a card's things. */
const MOST_FRAMES = 20;

/** Outlines what a card is about and scrolls to it: its fields, else what the page holds of its hosts. */
export async function where(tab: Tab, key: string): Promise<Found> {
  const card = tab.cards?.cards.find((other) => other.key === key);
  let best: Found = { found: "none" };
  const show = async (frame: number, asked: { fields?: number[]; hosts?: string[]; words?: string[] }): Promise<boolean> => {
    const options = { frameId: frame };
    const answer = (await chrome.tabs.sendMessage(tab.id, { type: "show", ...asked }, options).catch(() => undefined)) as Found | undefined;
    if (answer && (answer.found === "shown" || best.found === "none")) best = answer;
    return answer?.found === "shown";
  };
  if (!card) return best;
  const frame = card.fields?.[0]?.frame;
  if (frame !== undefined) {
    // The frame itself comes into sight first.
    const host = parsed(tab.frames.get(frame))?.hostname;
    if (frame !== 0 && host) await show(0, { hosts: [host] });
    const outer = best;
    if (await show(frame, { fields: card.fields.filter((at) => at.frame === frame).map((at) => at.field) })) {
      return frame === 0 ? best : { ...outer, found: "shown" };
    }
  }
  const { hosts = [], words = [] } = card;
  if (await show(0, { hosts, words })) return best;
  // What a page's words are is told to its own frame alone.
  const others = [...tab.frames.keys()].filter((other) => other !== 0).slice(0, MOST_FRAMES);
  if (hosts[0]) for (const other of others) if (await show(other, { hosts })) return { found: "shown" };
  return best;
}

/** Runs what the core asked for. Of several of one kind for one tab, the last counts. What is to be forgotten, watching.ts forgets. */
export function run(effects: Effect[]): void {
  const changed = new Set<Tab>();
  const published = new Set<number>();
  for (const effect of effects) {
    if ("cards" in effect) {
      const tab = tabs.get(effect.cards.tab);
      if (tab) changed.add(Object.assign(tab, { cards: effect.cards }));
    } else if ("badge" in effect) {
      const tab = tabs.get(effect.badge.tab);
      if (tab) setBadge(tab.id, (tab.badge = effect.badge));
    } else if ("publish" in effect) published.add(effect.publish.tab);
  }
  changed.forEach(showCards);
  changed.forEach(outline);
  published.forEach(publish);
}

/** Draws a tab's cards. */
export function showCards(tab: Tab): void {
  tell(tab.id, { ...cardsOf(tab) }, 0);
}

/** Outlines the fields that a tab's cards are about, in each of its frames, and takes away what no card is about any more. */
function outline(tab: Tab): void {
  // What an earlier life of the worker outlined is not known.
  if (!tab.outlined) tell(tab.id, { type: "outline", fields: [] });
  const wanted = new Map<number, number[]>();
  for (const { frame, field } of tab.cards?.cards.flatMap((card) => card.fields ?? []) ?? []) {
    const fields = wanted.get(frame) ?? [];
    if (!fields.includes(field)) wanted.set(frame, [...fields, field]);
  }
  const before = tab.outlined ?? new Map<number, string>();
  tab.outlined = new Map([...wanted].map(([frame, fields]) => [frame, fields.join()]));
  for (const frame of new Set([...before.keys(), ...wanted.keys()])) {
    if (before.get(frame) !== tab.outlined.get(frame)) tell(tab.id, { type: "outline", fields: wanted.get(frame) ?? [] }, frame);
  }
}

/** Sends a message to a tab's content scripts; one that has none yet asks by itself when it comes. */
export function tell(tab: number, message: Record<string, unknown>, frame?: number): void {
  const options = frame === undefined ? {} : { frameId: frame };
  chrome.tabs.sendMessage(tab, message, options).catch(() => {});
}

/** Tells open panels that a tab's view changed. */
export function publish(tab: number): void {
  panels.forEach((port) => port.postMessage({ type: "publish", tab }));
}

/** Shows a tab's badge; browsers drop it with every new document. */
export function setBadge(tab: number, badge: Omit<Badge, "tab"> | undefined): void {
  const { text, worst, title } = badge ?? { text: "", worst: null, title: say("watching") };
  // A watched tab says so even where nothing was found.
  paint(tab, text || say("on"), COLOURS[worst ?? "info"]!, title);
}

/** The badge of a tab that cannot be watched, in plain words. */
export function setRefusal(tab: number, title: string): void {
  paint(tab, "–", COLOURS["info"]!, title);
}

/** The badge of a tab nobody watches. */
export function clearBadge(tab: number): void {
  paint(tab, "", COLOURS["info"]!, say("actionTitle"));
}

function paint(tabId: number, text: string, color: string, title: string): void {
  const { action } = chrome;
  // The tab may be gone by now.
  const gone = (): void => {};
  action.setBadgeText({ tabId, text }).catch(gone);
  action.setBadgeBackgroundColor({ tabId, color }).catch(gone);
  action.setBadgeTextColor({ tabId, color: "#ffffff" }).catch(gone);
  action.setTitle({ tabId, title }).catch(gone);
}
