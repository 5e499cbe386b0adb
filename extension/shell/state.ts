/** The tabs being watched, as far as the shell needs to know them: to drop other tabs' events and to reach their frames. */

import type { Badge, Cards } from "./engine.js";
import { parsed } from "./browser.js";
import {
  type Group, groupOf, keptOf, MOST_GROUPS, MOST_VENDORS, notesOf, type OwnVendor, ownVendorOf, type PageKind, pageKindOf, type Rule, ruleOf,
} from "./own.js";
import { keptPersonas, type Persona } from "./personas.js";

/** Where a person put the cards: distances from the page's end and bottom in CSS pixels, and whether they are folded away. */
export interface Place {
  folded: boolean;
  x: number;
  y: number;
}

/** A watched tab. */
export interface Tab {
  id: number;
  /** The main frame's address. */
  url: string;
  /** True until the page was loaded from its start while being watched. */
  late: boolean;
  /** The page being loaded, from the moment it was asked for: whether its scripts were registered by then. */
  coming: { covered: boolean } | undefined;
  /** Addresses of its frames, by number. */
  frames: Map<number, string>;
  /** Hosts it lately sent requests to, and when. */
  hosts: Map<string, number>;
  /** What was last shown, for a page that comes back to ask. */
  cards: Cards | undefined;
  /** Which fields are outlined, by frame; not known in a new life of the worker. */
  outlined: Map<number, string> | undefined;
  badge: Badge | undefined;
  place: Place;
}

/** Watched tabs by number. */
export const tabs = new Map<number, Tab>();

/** What a person's choices are kept in. */
export interface Choices {
  ownDomains: string[];
  /** Vendor ids by host: what a person says really answers on a host of their own; "none" for no vendor. On disk. */
  relays: Record<string, string>;
  /** Words, patterns and exceptions of a person's own. On disk. */
  rules: Rule[];
  /** What kind of page they said a page is. On disk. */
  pages: PageKind[];
  /** Domains of one owner. On disk. */
  groups: Group[];
  /** Recipients they named. On disk. */
  ownVendors: OwnVendor[];
  /** A person's own notes on agreements, by recipient id. On disk. */
  notes: Record<string, string>;
  /** Kinds, kinds on a site, recipients and sites; on disk. */
  muted: string[];
  /** The lightest severity that gets a card. On disk. */
  cardsFrom: Severity;
  /** Single findings, whose keys can hold a page's address: memory only. */
  mutedFindings: string[];
  /** Origins watched whenever they are opened. */
  alwaysWatch: string[];
  record: boolean;
  /** Whether a masked value may be uncovered, and a hit asked for as it was sent. */
  uncover: boolean;
  /** Made-up patients: on disk where a person wants that, else in memory until the browser closes. */
  personas: Persona[];
}

/** The severities, the worst first. */
export const SEVERITIES = ["critical", "high", "medium", "low", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What is chosen where a person chose nothing. */
export const unchosen = (): Choices => ({
  ownDomains: [], relays: {}, rules: [], pages: [], groups: [], ownVendors: [], cardsFrom: "low", notes: {}, muted: [], mutedFindings: [], alwaysWatch: [],
  record: true, uncover: true, personas: [],
});

export const choices: Choices = unchosen();

/** True for a host a choice can be kept under: as an address would spell it, with a dot in it. */
export function isHost(host: string): boolean {
  return host.includes(".") && parsed(`https://${host}`)?.hostname === host;
}

/** True for what can be a vendor's id in the catalogue. */
export function isVendor(id: unknown): id is string {
  return typeof id === "string" && /^[a-z0-9-]{1,60}$/.test(id);
}

/** True for a severity's word. */
export function isSeverity(word: unknown): word is Severity {
  return SEVERITIES.some((one) => one === word);
}

/** The core's settings. */
export function settings(): string {
  const { ownDomains, relays, rules, pages, groups, ownVendors, cardsFrom, notes, muted, mutedFindings, personas } = choices;
  return JSON.stringify({
    own_domains: ownDomains, relays, rules, pages, groups, own_vendors: ownVendors, cards_from: cardsFrom, notes, muted: [...muted, ...mutedFindings], personas,
  });
}

const KEY = "tabs";
const FINDINGS = "mutedFindings";
/** In either storage. */
const PERSONAS = "personas";

/** Adds a tab. */
export function begin(id: number, url: string, late: boolean): Tab {
  const tab: Tab = {
    id, url, late, coming: undefined, frames: new Map([[0, url]]), hosts: new Map(), cards: undefined, outlined: undefined, badge: undefined, place: { folded: true, x: 16, y: 16 },
  };
  tabs.set(id, tab);
  return tab;
}

/** Keeps which tabs are watched; awaited before a person is told. */
export function keepTabs(): Promise<void> {
  return chrome.storage.session.set({ [KEY]: [...tabs.values()].map(({ id, url, late }) => ({ id, url, late })) });
}

/** Keeps what a person chose. */
export async function keepChoices(): Promise<void> {
  const { mutedFindings, personas, ...lasting } = choices;
  await chrome.storage.local.set({ ...lasting, [PERSONAS]: personas.filter((persona) => persona.saved) });
  await chrome.storage.session.set({ [FINDINGS]: mutedFindings, [PERSONAS]: personas.filter((persona) => !persona.saved) });
}

/** What stood on disk and could not be read, as it stood there: never lost silently. */
export const ASIDE = "aside";
/** No more is set aside, in characters of JSON. */
const MOST_ASIDE = 1_000_000;
const STORED = ["ownDomains", "relays", "rules", "pages", "groups", "ownVendors", "cardsFrom", "notes", "muted", "alwaysWatch", "record", "uncover", PERSONAS] as const;

/** Reads both back. What is not as written is left at its default and set aside. */
export async function readBack(): Promise<void> {
  const [local, session] = await Promise.all([
    chrome.storage.local.get([...STORED, ASIDE]) as Promise<Record<string, unknown>>,
    chrome.storage.session.get([KEY, FINDINGS, PERSONAS]) as Promise<Record<string, unknown>>,
  ]);
  const words = (value: unknown): string[] => (Array.isArray(value) ? value.filter((word) => typeof word === "string") : []);
  const relays = Object.entries((local["relays"] ?? {}) as Record<string, unknown>);
  const read: Record<(typeof STORED)[number], unknown> = {
    ownDomains: words(local["ownDomains"]),
    relays: Object.fromEntries(relays.filter((entry): entry is [string, string] => isHost(entry[0]) && isVendor(entry[1]))),
    rules: keptOf(local["rules"], ruleOf),
    pages: keptOf(local["pages"], pageKindOf),
    groups: keptOf(local["groups"], groupOf, MOST_GROUPS),
    ownVendors: keptOf(local["ownVendors"], ownVendorOf, MOST_VENDORS),
    cardsFrom: isSeverity(local["cardsFrom"]) ? local["cardsFrom"] : unchosen().cardsFrom,
    notes: notesOf(local["notes"]),
    muted: words(local["muted"]),
    alwaysWatch: words(local["alwaysWatch"]),
    record: local["record"] !== false,
    uncover: local["uncover"] !== false,
    personas: keptPersonas(local[PERSONAS]),
  };
  const odd = STORED.filter((key) => local[key] !== undefined && !alike(local[key], read[key]));
  Object.assign(choices, read, { mutedFindings: words(session[FINDINGS]), personas: keptPersonas(local[PERSONAS], session[PERSONAS]) });
  if (odd.length > 0) await setAside(local[ASIDE], Object.fromEntries(odd.map((key) => [key, local[key]])));
  const kept = session[KEY];
  for (const { id, url, late } of Array.isArray(kept) ? (kept as Pick<Tab, "id" | "url" | "late">[]) : []) {
    if (!tabs.has(id)) begin(id, url, late);
  }
}

/** True where everything was read: as many members, or the same value. */
function alike(raw: unknown, read: unknown): boolean {
  if (typeof read !== "object" || read === null) return raw === read;
  return typeof raw === "object" && raw !== null && Array.isArray(raw) === Array.isArray(read) && Object.keys(raw).length === Object.keys(read).length;
}

async function setAside(before: unknown, odd: Record<string, unknown>): Promise<void> {
  const all = { ...(typeof before === "object" ? before : {}), ...odd };
  const fits = JSON.stringify(all).length <= MOST_ASIDE;
  await chrome.storage.local.set({ [ASIDE]: fits ? all : Object.fromEntries(Object.keys(all).map((key) => [key, "too large to be kept"])) });
}

/** The origin of an address; empty where it has none. */
export function originOf(url: string | undefined): string {
  const origin = parsed(url)?.origin;
  return origin === undefined || origin === "null" ? "" : origin;
}

/** True where the origin is a watched tab's page's: its service worker's requests carry it and no tab. */
export function isWatchedOrigin(origin: string): boolean {
  return origin !== "" && [...tabs.values()].some((tab) => originOf(tab.url) === origin);
}

/** How long after a request to a host a cookie of that host still counts as the tab's doing, in milliseconds. */
const RECENT = 5_000;
const MOST_HOSTS = 500;

/** Remembers that the tab sent something to the address's host. */
export function contacted(tab: Tab, url: string): void {
  const host = parsed(url)?.hostname;
  if (!host) return;
  tab.hosts.delete(host);
  tab.hosts.set(host, Date.now());
  if (tab.hosts.size > MOST_HOSTS) tab.hosts.delete(tab.hosts.keys().next().value!);
}

/** The watched tabs a cookie of this domain belongs to: those with a frame there, and those that just sent something there. */
export function tabsOfCookie(domain: string): Tab[] {
  const bare = domain.replace(/^\./, "");
  const under = (host: string | undefined): boolean => host === bare || (host?.endsWith(`.${bare}`) ?? false);
  const since = Date.now() - RECENT;
  return [...tabs.values()].filter(
    (tab) =>
      [...tab.frames.values()].some((url) => under(parsed(url)?.hostname)) ||
      [...tab.hosts].some(([host, when]) => when >= since && under(host)),
  );
}
