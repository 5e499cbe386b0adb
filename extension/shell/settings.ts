/**
 * Everything a person set, as one: told, changed by sections, and forgotten. Sections are named as in the core's file of settings, which
 * reads and writes such files (core/src/settings_file). Checked here all the same: nothing unsound is kept.
 */

import { say, watchable } from "./browser.js";
import { afresh, cover, engine, journal, refresh } from "./feed.js";
import { detach } from "./listen.js";
import type { Reply } from "./messages.js";
import { type Checked, groupOf, host, MOST, MOST_GROUPS, MOST_VENDORS, ownVendorOf, pageKindOf, ruleOf, withNote, withPage, withRule } from "./own.js";
import { personaOf, withPersona } from "./personas.js";
import { register } from "./scripts.js";
import { ASIDE, choices, type Choices, isHost, isVendor, keepChoices, originOf, settings, SEVERITIES, tabs, unchosen } from "./state.js";
import { turnOff } from "./watching.js";

/** What stays muted when the browser closes; a single finding's name can hold a page's address and does not. */
export const LASTING = /^(kind|recipient|site):/;
const MOST_MUTED = 500;
const LONGEST_MUTED = 1_000;

type Message = { type?: unknown; [field: string]: unknown };
type Loose = Record<string, unknown>;

/** Answers a message about settings as a whole; nothing for other messages. */
export function answerSettings(message: Message): Promise<Reply> | undefined {
  switch (message.type) {
    case "settings":
      return Promise.resolve({ ok: true, text: JSON.stringify(everything()) });
    case "set":
      return set(loose(message["all"]));
    case "kept":
      return kept();
    case "aside":
      return aside(message["on"] !== false);
    case "forget-everything":
      return forgetEverything();
    default:
      return undefined;
  }
}

/** Takes what the person just chose. */
export async function changed(): Promise<Reply> {
  engine.configure(settings());
  refresh();
  await Promise.all([keepChoices(), tabs.size > 0 && cover(true)]);
  return { ok: true };
}

function everything(): Loose {
  return { ...(JSON.parse(settings()) as Loose), always_watch: choices.alwaysWatch, record: choices.record, uncover: choices.uncover };
}

const loose = (value: unknown): Loose => (typeof value === "object" && value !== null ? (value as Loose) : {});
const listed = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/** Each read, or the name of the sentence that says why one is not; of two that are one the first stays. */
function each<T extends object>(value: unknown, most: number, many: string, read: (one: Loose) => Checked<T>): Checked<T[]> {
  const all = listed(value).map((one) => read(loose(one)));
  const wrong = all.find((one) => typeof one === "string");
  if (wrong !== undefined) return wrong;
  const texts = new Set<string>();
  const once = (all as T[]).filter((one) => texts.size < texts.add(JSON.stringify(one)).size);
  return once.length <= most ? once : many;
}

/** The same for hosts and sites. */
function places(value: unknown, read: (one: unknown) => string | undefined): Checked<string[]> {
  const all = listed(value).map(read);
  if (all.includes(undefined)) return "noDomain";
  return all.length <= MOST ? [...new Set(all as string[])] : "tooMany";
}

/** Each member of a list put into another, one after the other. */
function folded<T>(value: unknown, into: (list: T[], one: Loose) => Checked<T[]>): Checked<T[]> {
  let list: Checked<T[]> = [];
  for (const one of listed(value)) {
    list = into(list, loose(one));
    if (typeof list === "string") return list;
  }
  return list;
}

function relaysOf(value: unknown): Checked<Record<string, string>> {
  const all = Object.entries(loose(value));
  if (all.some(([at]) => !isHost(at))) return "noDomain";
  if (all.some(([, vendor]) => !isVendor(vendor))) return "noVendor";
  return all.length <= MOST ? (Object.fromEntries(all) as Record<string, string>) : "tooMany";
}

/** Notes on agreements, all of them or why not. */
function notesWhole(value: unknown): Checked<Record<string, string>> {
  let notes: Record<string, string> = {};
  for (const [recipient, note] of Object.entries(loose(value))) {
    const next = typeof note === "string" ? withNote(notes, recipient, note) : "noSetting";
    if (typeof next === "string") return next;
    notes = next;
  }
  return notes;
}

/** A site as it is watched. */
function originNamed(value: unknown): string | undefined {
  const said = typeof value === "string" ? value.trim() : "";
  const origin = originOf(/^\w+:\/\//.test(said) ? said : `https://${said}`);
  return watchable(origin) ? origin : undefined;
}

/** What can be set. */
const SECTIONS = new Set([
  "always_watch", "record", "uncover", "cards_from", "own_domains", "groups", "relays", "rules", "pages", "own_vendors", "notes", "personas", "muted",
]);

/** Sets whole sections: all that are named, or, where anything in them is unsound, none. */
async function set(all: Loose): Promise<Reply> {
  const next: Partial<Choices> = {};
  const wrong: string[] = [];
  const take = <K extends keyof Choices>(section: string, key: K, read: (value: unknown) => Checked<Choices[K]> | undefined): void => {
    if (all[section] === undefined) return;
    const value = read(all[section]);
    if (value === undefined || (typeof value === "string" && key !== "cardsFrom")) wrong.push(typeof value === "string" ? value : "noSetting");
    else next[key] = value as Choices[K];
  };
  take("always_watch", "alwaysWatch", (value) => places(value, originNamed));
  for (const on of ["record", "uncover"] as const) take(on, on, (value) => (typeof value === "boolean" ? value : undefined));
  take("cards_from", "cardsFrom", (value) => SEVERITIES.find((one) => one === value));
  take("own_domains", "ownDomains", (value) => places(value, host));
  take("groups", "groups", (value) => each(value, MOST_GROUPS, "manyGroups", groupOf));
  take("relays", "relays", relaysOf);
  take("rules", "rules", (value) => folded(value, (list, one) => both(ruleOf(one), (rule) => withRule(list, rule, true))));
  take("pages", "pages", (value) => folded(value, (list, one) => both(pageKindOf(one), (page) => withPage(list, page, true))));
  take("own_vendors", "ownVendors", (value) => each(value, MOST_VENDORS, "manyVendors", ownVendorOf));
  take("notes", "notes", notesWhole);
  take("personas", "personas", (value) => folded(value, (list, one) => both(personaOf(one), (persona) => withPersona(list, persona, true))));
  if (all["muted"] !== undefined) {
    const muted = listed(all["muted"]).filter((one): one is string => typeof one === "string" && one !== "" && one.length <= LONGEST_MUTED);
    if (muted.length !== listed(all["muted"]).length || muted.length > MOST_MUTED) wrong.push("noSetting");
    next.muted = muted.filter((one) => LASTING.test(one));
    next.mutedFindings = muted.filter((one) => !LASTING.test(one));
  }
  if (Object.keys(all).some((section) => !SECTIONS.has(section))) wrong.push("noSetting");
  if (wrong.length > 0) return { ok: false, error: say(wrong[0]!) };
  Object.assign(choices, next);
  journal.recording = choices.record;
  const reply = await changed();
  if (next.alwaysWatch) await listenOn();
  return reply;
}

function both<T, U>(read: Checked<T>, then: (sound: T) => Checked<U>): Checked<U> {
  return typeof read === "string" ? read : then(read as T);
}

/** Registers what the sites watched always call for now. */
async function listenOn(): Promise<void> {
  await register();
  if (tabs.size === 0) detach();
}

/** What is kept where, and how much of it, in bytes of JSON. */
async function kept(): Promise<Reply> {
  const [disk, memory] = await Promise.all([chrome.storage.local.get(null), chrome.storage.session.get(null)]) as [Loose, Loose];
  const sizes: Record<string, number> = { settings: 0, personas: 0, aside: 0, journal: 0, memory: 0 };
  const count = (name: string, key: string, value: unknown): void => {
    sizes[name]! += new TextEncoder().encode(JSON.stringify({ [key]: value })).length - 2;
  };
  const of: Record<string, string> = { personas: "personas", [ASIDE]: "aside" };
  for (const [key, value] of Object.entries(disk)) if (!emptyList(value)) count(of[key] ?? "settings", key, value);
  for (const [key, value] of Object.entries(memory)) if (!emptyList(value)) count(/^(j:|snap$)/.test(key) ? "journal" : "memory", key, value);
  return { ok: true, text: JSON.stringify({ ...sizes, tabs: tabs.size, odd: Object.keys(loose(disk[ASIDE])) }) };
}

const emptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** What could not be read of the settings, as it stood there; where `on` is false it is dropped. */
async function aside(on: boolean): Promise<Reply> {
  const held = (await chrome.storage.local.get(ASIDE)) as Loose;
  if (!on) await chrome.storage.local.remove(ASIDE);
  return { ok: true, text: JSON.stringify(held[ASIDE] ?? {}) };
}

/** Watching ends everywhere, and all that is kept goes: what was seen, what was set, in memory and on disk. */
async function forgetEverything(): Promise<Reply> {
  for (const id of [...tabs.keys()]) await turnOff(id);
  Object.assign(choices, unchosen());
  journal.recording = choices.record;
  engine.configure(settings());
  await afresh();
  await Promise.all([chrome.storage.local.clear(), chrome.storage.session.clear()]);
  await listenOn();
  return { ok: true };
}
