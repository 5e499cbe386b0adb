/** What a person adds to the core's judgement: rules of their own, what kind a page is, companies they name. Checked here, judged by the core. */

import { parsed } from "./browser.js";

/** A rule: words in any spelling, or a path in which `*` stands for anything, or, where nothing is named, a whole site. */
export interface Rule {
  what: string;
  /** A host, with those below it; empty for everywhere. */
  site: string;
  says: "sensitive" | "innocent";
  /** A topic's id in the core; empty where none was given. */
  topic: string;
}

/** What kind of page somebody said it is; the whole site's where the path is empty. */
export interface PageKind {
  site: string;
  path: string;
  /** The context class, 0 to 3. */
  class: number;
}

/** Domains of one owner. */
export interface Group {
  name: string;
  domains: string[];
}

/** A recipient a person named: its hosts, and what it is for (a category's word; the core knows which). */
export interface OwnVendor {
  name: string;
  hosts: string[];
  category: string;
}

/** As many are kept of each; the core heeds no more. */
export const MOST = 300;
/** As many groups and vendors of a person's own are kept, and hosts of each. */
export const MOST_GROUPS = 50;
export const MOST_VENDORS = 100;
const MOST_HOSTS = 20;
/** The longest words or path, in bytes of UTF-8. */
const LONGEST = 200;

type Loose = Record<string, unknown>;
/** The thing itself, or the name of the sentence that says why it is none. */
export type Checked<T> = T | string;

const text = (value: unknown): string => (typeof value === "string" ? value.trim() : "");
const long = (value: string): boolean => new TextEncoder().encode(value).length > LONGEST;

/** The host as an address spells it; nothing where it is none. */
export function host(value: unknown): string | undefined {
  const named = text(value).replace(/^\w+:\/\//, "").replace(/\/.*$/, "");
  const name = parsed(`https://${named}`)?.hostname ?? "";
  return name.includes(".") || name === "localhost" ? name : undefined;
}

/** Reads a rule. */
export function ruleOf({ what: named, site: on, says, topic }: Loose): Checked<Rule> {
  // An address pasted from the browser is a page of its site.
  const pasted = /^https?:\/\//i.test(text(named)) ? parsed(text(named)) : undefined;
  const what = pasted?.pathname ?? text(named);
  const site = pasted?.hostname ?? (text(on) === "" ? "" : host(on));
  if (site === undefined) return "noDomain";
  if (long(what)) return "tooLong";
  // Words need two letters or digits; a path or a site is enough by itself.
  const words = what !== "" && !/^[/*]/.test(what);
  if ((what === "" && site === "") || (words && !/[\p{L}\p{N}].*[\p{L}\p{N}]/u.test(what))) return "noRule";
  if (says !== "sensitive" && says !== "innocent") return "noRule";
  return { what, site, says, topic: /^[a-z-]{1,40}$/.test(text(topic)) ? text(topic) : "" };
}

/** Reads what kind of page somebody says it is. */
export function pageKindOf({ site: on, path: named, class: as }: Loose): Checked<PageKind> {
  const site = host(on);
  if (site === undefined) return "noDomain";
  const path = text(named);
  if (path !== "" && !/^[/*]/.test(path)) return "noPath";
  if (long(path)) return "tooLong";
  if (!Number.isInteger(as) || (as as number) < 0 || (as as number) > 3) return "noKind";
  return { site, path, class: as as number };
}

/** A name without signs that cannot be seen or that turn a text's direction. */
const seen = (value: unknown): string => text(value).replace(/[\p{Cc}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, "").trim();

function hosts(value: unknown): Checked<string[]> {
  const list = (Array.isArray(value) ? (value as unknown[]) : []).filter((one) => text(one) !== "");
  const read = list.map(host);
  if (read.length === 0 || read.includes(undefined)) return "noDomain";
  return read.length <= MOST_HOSTS ? [...new Set(read as string[])] : "manyHosts";
}

/** Reads a group. */
export function groupOf({ name: named, domains: list }: Loose): Checked<Group> {
  const [name, domains] = [seen(named), hosts(list)];
  if (typeof domains === "string") return domains;
  return long(name) ? "tooLong" : { name, domains };
}

/** Reads a recipient of a person's own. */
export function ownVendorOf({ name: named, hosts: list, category: of }: Loose): Checked<OwnVendor> {
  const [name, at, category] = [seen(named), hosts(list), text(of)];
  if (name === "") return "noName";
  if (typeof at === "string") return at;
  if (long(name)) return "tooLong";
  return { name, hosts: at, category: /^[a-z-]{1,40}$/.test(category) ? category : "other" };
}

const sameRule = (a: Rule, b: Rule): boolean => a.site === b.site && a.what.toLowerCase() === b.what.toLowerCase();
const samePage = (a: PageKind, b: PageKind): boolean => a.site === b.site && a.path === b.path;

/** The list with the rule in it, last, or without it; a rule about the same words and site gives way. */
export function withRule(list: Rule[], rule: Rule, on: boolean): Checked<Rule[]> {
  return changed(list, rule, on, sameRule);
}

/** The list with what was said of the page in it, or without it. */
export function withPage(list: PageKind[], page: PageKind, on: boolean): Checked<PageKind[]> {
  return changed(list, page, on, samePage);
}

function changed<T>(list: T[], one: T, on: boolean, same: (a: T, b: T) => boolean): Checked<T[]> {
  const others = list.filter((other) => !same(other, one));
  if (!on) return others;
  return others.length < MOST ? [...others, one] : "tooMany";
}

/** What was kept, as far as it is as it was written. */
export function keptOf<T>(value: unknown, read: (loose: Loose) => Checked<T>, most = MOST): T[] {
  const list = Array.isArray(value) ? (value as unknown[]) : [];
  const sound = list.map((one) => (typeof one === "object" && one !== null ? read(one as Loose) : ""));
  return sound.filter((one): one is T & object => typeof one === "object").slice(0, most) as T[];
}

/** The longest note, in letters, and the longest id of a recipient: a domain's. */
const LONGEST_NOTE = 200;
const LONGEST_ID = 260;

/** The notes with one more, or with none on that recipient where it is empty. */
export function withNote(notes: Record<string, string>, recipient: string, note: string): Checked<Record<string, string>> {
  if (recipient === "" || recipient.length > LONGEST_ID || recipient === "__proto__") return "noRecipient";
  if ([...note].length > LONGEST_NOTE) return "tooLong";
  const { [recipient]: _, ...others } = notes;
  if (note === "") return others;
  return Object.keys(others).length >= MOST ? "tooMany" : { ...others, [recipient]: note };
}

/** What was kept of notes; what is not as written is left out. */
export function notesOf(value: unknown): Record<string, string> {
  let notes: Record<string, string> = {};
  for (const [recipient, note] of Object.entries((value ?? {}) as Record<string, unknown>)) {
    const read = typeof note === "string" ? withNote(notes, recipient, note) : "";
    if (typeof read !== "string") notes = read;
  }
  return notes;
}
