/**
 * Messages. The extension's own pages may ask anything, and say which tab they mean. A content script speaks for the frame it
 * runs in and nothing else: tab, frame and origin are the browser's word, what it says is the page's.
 */

import { ofHits, ofJournal } from "./asked.js";
import { MAX_BODY } from "./body.js";
import { allowed, fromOwnPage, openPanel, parsed, say, watchable } from "./browser.js";
import { check } from "./check.js";
import { ask, engine, feed, journal, lost } from "./feed.js";
import { pageKindOf, ruleOf, withNote, withPage, withRule } from "./own.js";
import { fill } from "./fill.js";
import { personaOf, withPersona } from "./personas.js";
import { answerSettings, changed, LASTING } from "./settings.js";
import { cardsOf, where } from "./show.js";
import { choices, isHost, isSeverity, isVendor, keepChoices, originOf, settings, tabs } from "./state.js";
import { type Outcome, reload, toggleAlways, turnOff, turnOn } from "./watching.js";

/** What a page is answered. */
export interface Reply {
  ok: boolean;
  /** What was asked for. */
  text?: string;
  state?: "cannot-watch" | "refused";
  /** Why not, in plain words. */
  error?: string;
}

type Message = { type?: unknown; tab?: unknown; [field: string]: unknown };

/** Answers a message, or says nothing to it. */
export function answer(message: unknown, sender: chrome.runtime.MessageSender): Promise<unknown> | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  if (fromOwnPage(sender)) return page(message as Message);
  return content(message as Message, sender);
}

const word = (value: unknown): string => (typeof value === "string" ? value : "");
const known = (reply: string | undefined): Reply => (reply === undefined ? { ok: false, error: say("noLonger") } : { ok: true, text: reply });

/** The answer to whoever asks for what is masked where the person turned that off; nothing where they did not. */
const covered = (): Reply | undefined => (choices.uncover ? undefined : { ok: false, error: say("covered") });

async function page(message: Message): Promise<Reply> {
  const tab = typeof message.tab === "number" ? message.tab : -1;
  const outcome = (done: Outcome): Reply => (done === "watching" ? { ok: true } : { ok: false, state: done });
  switch (message.type) {
    case "view":
      return view(tab);
    case "uncover":
      return covered() ?? known(await ask((core) => core.uncover(tab, word(message["key"]), Number(message["evidence"]))));
    case "export":
      return known(await exported(tab, word(message["what"])));
    case "hits":
      return known(await ofHits(tab, (core) => core.hitsFrom(tab, ...numbers(message, "from", "since"))));
    case "hit-sent":
      return covered() ?? known(await ofJournal(tab, (core, lines) => core.sent(lines, ...numbers(message, "request", "at"))));
    case "hit-copy":
      return known(await ofHits(tab, (core) => core.hitCopy(tab, ...numbers(message, "request", "at", "part"))));
    case "devtools-body":
      devtoolsBody(tab, message);
      return { ok: true };
    case "toggle":
      if (message["on"] === false || (message["on"] === undefined && tabs.has(tab))) {
        await turnOff(tab);
        return { ok: true };
      }
      return outcome(tabs.has(tab) ? "watching" : await turnOn(tab, message["reload"] === true));
    case "reload":
      return outcome(await reload(tab));
    case "mute":
      return mute(word(message["what"]), message["on"] !== false);
    case "cards-from":
      if (!isSeverity(message["severity"])) return { ok: false, error: "no severity" };
      choices.cardsFrom = message["severity"];
      return changed();
    case "own-domain":
      return ownDomain(word(message["domain"]), message["on"] !== false);
    case "relay":
      return relay(word(message["host"]), word(message["vendor"]), message["on"] !== false);
    case "baa":
      return note(word(message["recipient"]), message["on"] === false ? "" : word(message["note"]).trim());
    case "rule":
      return rule(message);
    case "page-kind":
      return pageKind(message);
    case "persona":
      return persona(message);
    case "check":
      return checked(tab, word(message["step"]));
    case "fill":
      return filled(tab, word(message["persona"]));
    case "vendors":
      return known(await ask((core) => core.vendors()));
    case "always": {
      const { url } = await chrome.tabs.get(tab);
      const on = await toggleAlways(url);
      return on === undefined ? { ok: false, state: "cannot-watch" } : { ok: true, text: JSON.stringify(on) };
    }
    case "record":
      choices.record = journal.recording = message["on"] !== false;
      await keepChoices();
      return { ok: true };
    case "state":
      return { ok: true, text: JSON.stringify(await state(tab)) };
    default:
      return answerSettings(message) ?? { ok: false, error: "unknown message" };
  }
}

async function view(tab: number): Promise<Reply> {
  if (engine.stopped) return { ok: false, error: say("stopped") };
  if (!tabs.has(tab)) {
    const shown = await chrome.tabs.get(tab).catch(() => undefined);
    // Without access to all sites the browser tells no addresses, and asking for it is the first thing to do.
    if (!shown || ((await allowed()) && !watchable(shown.url))) return { ok: false, state: "cannot-watch" };
  }
  return known(await ask((core) => core.view(tab)));
}

async function state(tab: number): Promise<Record<string, unknown>> {
  const shown = await chrome.tabs.get(tab).catch(() => undefined);
  const watched = tabs.get(tab);
  return {
    watching: watched !== undefined,
    late: watched?.late ?? false,
    stopped: engine.stopped,
    alwaysWatch: choices.alwaysWatch.includes(originOf(shown?.url)),
    recording: choices.record,
    settings: JSON.parse(settings()) as unknown,
  };
}

async function exported(tab: number, what: string): Promise<string | undefined> {
  if (what === "view") return ask((core) => core.view(tab));
  if (what === "report") return ask((core) => core.report(tab, Date.now(), navigator.userAgent));
  // What goes to disk holds no known value and nothing to uncover.
  if (what === "hits-csv" || what === "har") return ofHits(tab, (core) => core.hitsFile(tab, what));
  if (what !== "log" || !tabs.has(tab)) return undefined;
  await ask(() => {});
  const { lines, whole } = await journal.log(tab);
  const head = { "leaklight-log": 1, complete: whole, by: `Leaklight ${chrome.runtime.getManifest().version}`, written: new Date().toISOString() };
  return `${[JSON.stringify(head), ...lines].join("\n")}\n`;
}

/** What a message says in numbers; 0 for what is none. */
function numbers<const Names extends readonly string[]>(message: Message, ...names: Names): { [N in keyof Names]: number } {
  return names.map((name) => Number(message[name]) || 0) as { [N in keyof Names]: number };
}

/** A body the DevTools page was told of, for a request whose body nobody else saw. */
function devtoolsBody(tab: number, message: Message): void {
  if (!tabs.has(tab)) return;
  const text = word(message["body"]);
  feed("page-send", {
    tabId: tab, frameId: 0, timeStamp: when(message["at"]), url: word(message["url"]), how: "devtools",
    body: { text: text.slice(0, MAX_BODY) }, cut: text.length > MAX_BODY,
  });
}

/** The most a person can mute, of what lasts and of what does not. */
const MOST_MUTED = 300;

/** A kind, a recipient or a site is kept on disk; a single finding's key can hold a page's address and is kept in memory. */
function mute(what: string, on: boolean): Promise<Reply> {
  if (what === "") return Promise.resolve({ ok: false, error: "nothing named" });
  const list = LASTING.test(what) ? "muted" : "mutedFindings";
  const others = choices[list].filter((other) => other !== what);
  if (on && others.length >= MOST_MUTED) return Promise.resolve({ ok: false, error: say("tooMany") });
  choices[list] = [...others, ...(on ? [what] : [])];
  return changed();
}

function ownDomain(domain: string, on: boolean): Promise<Reply> {
  const host = parsed(`https://${domain}`)?.hostname ?? "";
  if (!host.includes(".")) return Promise.resolve({ ok: false, error: say("noDomain") });
  choices.ownDomains = [...choices.ownDomains.filter((other) => other !== host), ...(on ? [host] : [])];
  return changed();
}

/** What really answers on a host of the person's own: a vendor, by its id, or "none". */
function relay(named: string, vendor: string, on: boolean): Promise<Reply> {
  const host = parsed(`https://${named}`)?.hostname ?? "";
  if (!isHost(host)) return Promise.resolve({ ok: false, error: say("noDomain") });
  if (on && !isVendor(vendor)) return Promise.resolve({ ok: false, error: say("noVendor") });
  const { [host]: _, ...others } = choices.relays;
  choices.relays = on ? { ...others, [host]: vendor } : others;
  return changed();
}

/** A person's own note on an agreement with a recipient; an empty one is forgotten. */
function note(recipient: string, text: string): Promise<Reply> {
  const notes = withNote(choices.notes, recipient, text);
  if (typeof notes === "string") return Promise.resolve({ ok: false, error: say(notes) });
  choices.notes = notes;
  return changed();
}

/** Words, a pattern or a site of the person's own, and what they say of it. */
function rule(message: Message): Promise<Reply> {
  const on = message["on"] !== false;
  // One to be taken back need not say what it said.
  const read = ruleOf(on ? message : { ...message, says: "sensitive" });
  const rules = typeof read === "string" ? read : withRule(choices.rules, read, on);
  if (typeof rules === "string") return Promise.resolve({ ok: false, error: say(rules) });
  choices.rules = rules;
  return changed();
}

/** What kind a page is, or the pages of a site. */
function pageKind(message: Message): Promise<Reply> {
  const on = message["on"] !== false;
  const read = pageKindOf(on ? message : { ...message, class: 0 });
  const pages = typeof read === "string" ? read : withPage(choices.pages, read, on);
  if (typeof pages === "string") return Promise.resolve({ ok: false, error: say(pages) });
  choices.pages = pages;
  return changed();
}

/** A made-up patient: entered, changed, turned on or off, or taken away. */
function persona(message: Message): Promise<Reply> {
  const on = message["on"] !== false;
  const read = personaOf(message["persona"], on);
  const personas = typeof read === "string" ? read : withPersona(choices.personas, read, on);
  if (typeof personas === "string") return Promise.resolve({ ok: false, error: say(personas) });
  choices.personas = personas;
  return changed();
}

async function filled(tab: number, id: string): Promise<Reply> {
  if (!tabs.has(tab)) return { ok: false, error: say("noLonger") };
  const done = await fill(tab, id);
  return typeof done === "number" ? { ok: true, text: String(done) } : { ok: false, error: say(done) };
}

/** A step of the guided check; the panel asked the person before. */
async function checked(tab: number, step: string): Promise<Reply> {
  const done = await check(tab, step);
  if (typeof done === "string") return { ok: false, error: say(done) };
  return done ? { ok: true, text: JSON.stringify(done) } : { ok: true };
}

/** How much a tab's content scripts may say: so many messages at once, and so many more each second. */
const BURST = 400;
const EACH_SECOND = 60;
const buckets = new Map<number, { left: number; at: number; refused: number }>();

function admitted(tab: number): boolean {
  const now = Date.now();
  const bucket = buckets.get(tab) ?? { left: BURST, at: now, refused: 0 };
  bucket.left = Math.min(BURST, bucket.left + ((now - bucket.at) / 1000) * EACH_SECOND);
  bucket.at = now;
  buckets.set(tab, bucket);
  if (bucket.left < 1) {
    bucket.refused += 1;
    return false;
  }
  bucket.left -= 1;
  if (bucket.refused > 0) {
    lost(tab, "flood", bucket.refused);
    bucket.refused = 0;
  }
  return true;
}

/** Forgets what is remembered of a closed tab. */
export function closed(tab: number): void {
  buckets.delete(tab);
}

/** The sender's origin. Under a sandboxing policy Chromium says "null", and the address tells more. */
function origin(sender: chrome.runtime.MessageSender): string {
  const { origin: said, url } = sender as { origin?: string; url?: string };
  return said && said !== "null" ? said : originOf(url);
}

/** A list in a message, so many of it. */
function listed(message: Message, most: number): unknown[] {
  const list = message["list"];
  return Array.isArray(list) ? list.slice(0, most) : [];
}

/** A message may have waited while the worker woke: its content script says when it was, and is believed within so many milliseconds. */
const LATEST = 5_000;

function when(at: unknown): number {
  const now = Date.now();
  return typeof at === "number" && at <= now && at >= now - LATEST ? at : now;
}

function content(message: Message, sender: chrome.runtime.MessageSender): Promise<unknown> | undefined {
  const { tab: shown, frameId } = sender;
  const id = shown?.id;
  if (id === undefined || frameId === undefined) return undefined;
  // Before it is known which tabs are watched: the panel opens only straight from the gesture.
  if (message.type === "details") return frameId === 0 ? openPanel(shown!) : undefined;
  const tab = tabs.get(id);
  if (message.type === "hello") {
    const top = frameId === 0;
    // Counters and recorders may leave a program's visits out: what is not seen then proves little.
    if (tab && top && message["robot"] === true) lost(id, "automation");
    return Promise.resolve(tab ? { watch: true, ...(top ? { ...cardsOf(tab), place: tab.place } : {}) } : { watch: false });
  }
  if (!tab || !admitted(id)) return undefined;
  const heard = { tabId: id, frameId, timeStamp: when(message["at"]) };
  switch (message.type) {
    case "title":
      if (frameId === 0) feed("title", { ...heard, text: word(message["text"]) });
      break;
    case "structure":
      if (frameId === 0) feed("structure", { ...heard, forms: message["forms"], links: message["links"] });
      break;
    case "typed":
      feed("typed", { ...heard, field: message["field"], about: message["about"], value: message["value"] });
      break;
    case "submitted":
      feed("submitted", { ...heard, fields: message["fields"], button: message["button"] });
      break;
    case "selected":
      feed("selected", { ...heard, text: message["text"] });
      break;
    case "message":
      // What the page's own frames are handed stays with it.
      if (originOf(sender.url) !== originOf(tab.url)) {
        feed("message", { ...heard, url: sender.url ?? "", from: message["from"], body: { text: message["data"] }, cut: message["cut"] === true });
      }
      break;
    case "storage":
      feed("storage", {
        ...heard, origin: origin(sender), area: message["area"], entries: message["entries"], leftOut: message["leftOut"],
      });
      break;
    case "sends":
      for (const { causes, url, how, body, cut } of listed(message, 50) as Message[]) {
        // The browser's own word is no page's to say.
        if (causes === undefined) feed("page-send", { ...heard, url, how: how === "devtools" ? "" : how, body, cut });
        else feed("causes", { ...heard, list: causes });
      }
      break;
    case "writes":
      feed("writes", { ...heard, origin: origin(sender), list: listed(message, 50), leftOut: message["leftOut"] });
      break;
    case "scripts":
      feed("scripts", { ...heard, url: sender.url ?? "", list: listed(message, 100), leftOut: message["leftOut"] });
      break;
    case "consent":
      for (const { api, what, value } of listed(message, 50) as Message[]) feed("consent", { ...heard, api, what, value });
      break;
    case "banner":
      feed("banner", { ...heard, name: message["name"], shown: message["shown"] === true, buttons: message["buttons"] });
      break;
    case "chose":
      feed("chose", { ...heard, name: message["name"], button: message["button"] });
      break;
    case "patched":
      lost(id, "patched", 1);
      break;
    case "flood":
      lost(id, "flood", Math.min(1_000_000, Math.max(1, Math.trunc(Number(message["count"])) || 1)));
      break;
    default:
      return frameId === 0 ? pressed(message, shown!) : undefined;
  }
  return undefined;
}

/** A button of the cards. */
function pressed(message: Message, shown: chrome.tabs.Tab): Promise<unknown> | undefined {
  switch (message.type) {
    case "mute-card": {
      // Only what a card of this tab offers; what is muted may be taken back.
      const what = word(message["what"]);
      if (message["on"] === false) return choices.muted.includes(what) ? mute(what, false) : undefined;
      const cards = tabs.get(shown.id!)?.cards?.cards ?? [];
      return cards.some(({ mutes }) => mutes.some((offered) => offered.what === what)) ? mute(what, true) : undefined;
    }
    case "where": {
      const tab = tabs.get(shown.id!);
      return tab && where(tab, word(message["key"]));
    }
    case "reload":
      return reload(shown.id!);
    case "place": {
      const tab = tabs.get(shown.id!);
      const place = { folded: message["folded"] === true, x: Number(message["x"]), y: Number(message["y"]) };
      if (tab && Number.isFinite(place.x) && Number.isFinite(place.y)) tab.place = place;
      return undefined;
    }
    default:
      return undefined;
  }
}
