/** From listeners to the core: raw events are gathered for a moment, handed over in one batch, and what comes back is run. */

import init, { Core, renew, settle, speak } from "./core.js";
import { type CoreLike, Engine, type Effect, type Maker } from "./engine.js";
import { Journal, type Kept } from "./journal.js";
import { settings, tabs } from "./state.js";
import { text } from "./text.js";

/** What the core says, one message a line. */
let words = "";

const make: Maker = {
  fresh: (chosen) => new Core(chosen),
  restored: (snapshot, chosen) => Core.restore(snapshot, chosen),
  renew() {
    renew();
    settle();
    speak(words);
  },
};

/** A batch is no longer than this; the rest waits for the next turn. */
const MOST_LINES = 1_000;
/** After this long without an event the journal is covered by a snapshot, so that the next start has little to read again. */
const QUIET = 2_000;
/**
 * Browsers end an idle worker after 30 seconds, and then nothing is lost. One ended sooner after the last event was at work, and
 * what had just arrived may be gone.
 */
const IDLE_AFTER = 25_000;

let gaps = 0;
let full = false;
export const journal = new Journal(chrome.storage.session, (what) => {
  if (what === "quota") full = true;
  else gaps += 1;
});
export const engine = new Engine(make, journal, "{}");

let lines: string[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
/** How long the timer was set for. */
let patience = 0;
let quiet: ReturnType<typeof setTimeout> | undefined;
let ready = false;
let run: (effects: Effect[]) => void = () => {};

/** What happens with effects, and when the core has failed for good. */
export interface Runner {
  run(effects: Effect[]): void;
  stopped(): void;
}
let stopped: () => void = () => {};

/** What only adds to a request or a page already told can wait for company, in milliseconds; everything else is told at the next turn. */
const LATER: Record<string, number> = { structure: 24, selected: 24, message: 12, causes: 24, headers: 12, response: 24, redirect: 24, failed: 24, cookie: 24 };

/** Adds a raw event; the core hears of it in a moment. */
export function feed(kind: string, details: { tabId: number; [member: string]: unknown }): void {
  lines.push(JSON.stringify({ [kind]: details }));
  const delay = LATER[kind] ?? 0;
  if (timer !== undefined && delay >= patience) return;
  clearTimeout(timer);
  patience = delay;
  timer = setTimeout(flush, delay);
}

/** Says that something was not seen. */
export function lost(tabId: number, what: string, count = 1): void {
  feed("lost", { tabId, timeStamp: Date.now(), what, count });
}

/** Tells the core now what was gathered. */
export function flush(): void {
  clearTimeout(timer);
  timer = undefined;
  if (!ready || lines.length === 0) return;
  reportTrouble();
  const batch = lines.splice(0, MOST_LINES);
  const effects = engine.ingest(batch);
  if (!effects) {
    void recover(batch.length);
    return;
  }
  run(effects);
  if (lines.length > 0) {
    patience = 0;
    timer = setTimeout(flush, 0);
  }
  if (journal.heavy) void cover();
  clearTimeout(quiet);
  quiet = setTimeout(() => void cover(), QUIET);
}

/** Asks the core to say again what it shows, after it was restored or a person chose otherwise. */
export function refresh(): void {
  run(engine.ingest([]) ?? []);
}

/**
 * Covers the journal by a snapshot; `anew` where only what the core made of it has changed. A snapshot is taken to be judged by what
 * the person chose, which it does not hold.
 */
export async function cover(anew = false): Promise<void> {
  if (anew || journal.stale) await journal.compact(() => engine.ask((core) => core.snapshot()));
}

let prepared: Promise<Kept> | undefined;

/** Begins to read the core and the journal; called first of all, since what comes before they are there waits in memory alone. */
export function prepare(): Promise<Kept> {
  // The address is the extension's own; nothing else may be connected to.
  prepared ??= Promise.all([journal.load(), text(), init({ module_or_path: chrome.runtime.getURL("core_bg.wasm") })]).then(([kept, own]) => {
    speak((words = own));
    return kept;
  });
  return prepared;
}

/** Starts the core and goes on from the journal; the first events are waiting. */
export async function start(runner: Runner): Promise<void> {
  ({ run, stopped } = runner);
  const kept = await prepare();
  engine.configure(settings());
  const { effects, gaps: missing, last } = await engine.restore(kept);
  gaps += missing;
  ready = true;
  if (engine.stopped) {
    stopped();
    return;
  }
  run(effects);
  refresh();
  const known = new Set(engine.ask((core) => core.watched()));
  for (const tab of tabs.values()) {
    if (last > 0 && Date.now() - last < IDLE_AFTER) lost(tab.id, "restart");
    if (known.delete(tab.id)) continue;
    // Ended between keeping that the tab is watched and telling the core.
    feed("watch", { tabId: tab.id, timeStamp: Date.now(), url: tab.url, reload: false });
  }
  for (const tabId of known) feed("unwatch", { tabId, timeStamp: Date.now() });
}

/** Begins with nothing, after it had stopped or when nothing is watched any more. */
export async function afresh(): Promise<void> {
  lines = [];
  await engine.afresh();
}

/** After a trap: what the journal holds is restored, what the batch held is counted. */
async function recover(count: number): Promise<void> {
  ready = false;
  const { gaps: missing, effects } = await engine.restore();
  gaps += missing;
  ready = true;
  if (engine.stopped) {
    lines = [];
    stopped();
    return;
  }
  run(effects);
  for (const tab of tabs.values()) lost(tab.id, "worker-panic", count);
  refresh();
  flush();
}

/** Gives the core what it asked for and runs what it asks for then. False where it trapped, and goes on from the journal. */
export async function give(answer: (core: CoreLike) => Uint8Array): Promise<boolean> {
  flush();
  if (!ready || !engine.alive) return true;
  const effects = engine.give(answer);
  if (effects) run(effects);
  else await recover(0);
  return effects !== undefined;
}

/** Asks the core; after a trap, once more in a fresh instance. */
export async function ask<T>(question: (core: CoreLike) => T): Promise<T | undefined> {
  flush();
  if (ready && !engine.alive && !engine.stopped) await recover(0);
  return engine.ask(question);
}

/** Losses of the journal itself are told with the next batch; never in one of their own, which might be lost again. */
function reportTrouble(): void {
  const troubles: [string, number][] = [["journal-gap", gaps], ["quota", full ? 1 : 0]];
  gaps = 0;
  full = false;
  for (const [what, count] of troubles) if (count > 0) for (const tab of tabs.values()) lines.push(lostLine(tab.id, what, count));
}

function lostLine(tabId: number, what: string, count: number): string {
  return JSON.stringify({ lost: { tabId, timeStamp: Date.now(), what, count } });
}
