/**
 * A recorded visit, replayed in an extension page: a core of the page's own is fed with the log's events up to a moment and says what
 * it would have said then. The worker knows nothing of it, no page is opened, nothing is sent to anybody.
 *
 * Events are given one by one, and what the core asks of the codecs after each is answered before the next: the same moment gives
 * the same view, whichever way it was come to. What a page replays is in the log and in the settings it is given. Passwords and card
 * numbers are in no log; that they were told to somebody is not found again.
 */

import { unbase64 } from "./body.js";
import { say } from "./browser.js";
import prepareCodecs, { prepare, renew as renewCodecs, settle as settleCodecs, unpack } from "./codecs.js";
import initCore, { Core, renew, settle, speak } from "./core.js";
import initDesk, { feed, speak as speakDesk } from "./desk.js";
import type { Effect } from "./engine.js";
import { text as ownText } from "./text.js";

/** The most text something packed may turn into, in bytes; as in the worker. */
const MOST_TEXT = 1 << 20;
/** So long the page is kept waiting at once, in milliseconds. */
const TURN = 12;
/** The most questions to the codecs after one event. */
const MOST_ASKED = 1_000;

/** Why a file is not replayed. */
export class Refused extends Error {
  /** The line it broke at, counted from 1; 0 where no line is to blame. */
  readonly line: number;
  constructor(line: number, reason: string) {
    super(reason);
    this.line = line;
  }
}

/** Why a file is not replayed, with the line that is to blame. */
export function why(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return error instanceof Refused && error.line > 0 ? say("line", String(error.line), said) : said;
}

/** What the person chose: their own domains, rules and test patients hold for a recording of theirs too. */
export async function chosen(): Promise<string> {
  try {
    const told = (await chrome.runtime.sendMessage({ type: "state", tab: -1 })) as { text?: string };
    return JSON.stringify((JSON.parse(told.text ?? "{}") as { settings?: unknown }).settings ?? {});
  } catch {
    return "{}";
  }
}

/** False where the person turned uncovering off. */
export async function mayUncover(): Promise<boolean> {
  try {
    const told = (await chrome.runtime.sendMessage({ type: "settings" })) as { text?: string };
    return told.text !== undefined && (JSON.parse(told.text) as { uncover?: unknown }).uncover !== false;
  } catch {
    return false;
  }
}

/** See `Feed` and `Refusal` in desk/src/training/log.rs. */
interface Feed { tab: number; first: number; at: number[]; before: string; line?: number; reason?: string }

/** Cores of an earlier instance of the module are gone. */
let instance = 0;
/** What the modules say, one message a line. */
let words = "";
let codecs: Promise<unknown> | undefined;

export class Replay {
  /** The tab that is shown, as the recording numbers it. */
  readonly tab: number;
  /** When each event was, in milliseconds after the first; never falling. */
  readonly at: readonly number[];
  /** The file as it was opened. */
  readonly text: string;
  #settings: string;
  #before: string;
  #lines: string[];
  #core: Core | undefined;
  #instance = -1;
  /** How many events the core was given. */
  #given = 0;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(text: string, settings: string, { tab, at, before, first }: Feed) {
    this.tab = tab;
    this.at = at;
    this.text = text;
    this.#settings = settings;
    this.#before = before;
    this.#lines = text.split("\n").slice(first).filter((line) => line.trim() !== "").slice(0, at.length);
  }

  /**
   * Opens a recorded log, or a lesson with one. `settings`: what a person chose, as the core reads it.
   * @throws {Refused} where it is none, is newer, too large or cut off
   */
  static async open(text: string, settings = "{}"): Promise<Replay> {
    // The addresses are the extension's own; nothing else may be connected to.
    [words] = await Promise.all([ownText(), initDesk({ module_or_path: "desk_bg.wasm" }), initCore({ module_or_path: "core_bg.wasm" })]);
    speak(words);
    speakDesk(words);
    const read = JSON.parse(feed(text)) as Feed;
    if (read.reason !== undefined) throw new Refused(read.line ?? 0, read.reason);
    return new Replay(text, settings, read);
  }

  /** How many events are shown. */
  get shown(): number {
    return this.#given;
  }

  /** Goes to a moment: so many milliseconds after the first event. Says how many events had happened by then. */
  until(at: number): Promise<number> {
    const after = this.at.findIndex((when) => when > at);
    return this.to(after < 0 ? this.at.length : after);
  }

  /** Goes to the moment after so many events; backward by starting anew. */
  to(events: number): Promise<number> {
    const done = this.#turn.then(() => this.#go(Math.max(0, Math.min(events, this.at.length))));
    this.#turn = done.catch(() => {});
    return done;
  }

  /** What the panel shows at this moment, as JSON. */
  view(): string {
    return this.#ask((core) => core.view(this.tab)) ?? "";
  }

  /** What may be written to disk at this moment, as JSON: masked. */
  report(): string {
    return this.#ask((core) => core.report(this.tab, Date.now(), navigator.userAgent)) ?? "";
  }

  /** The hits up to this moment, each as JSON, masked. */
  hits(): string[] {
    const [, ...hits] = (this.#ask((core) => this.#read(core).hitsFrom(this.tab, 0, 0)) ?? "").split("\n");
    return hits.filter((line) => line !== "");
  }

  /** The same as may be written to disk: `har`, or else a table for spreadsheets. */
  hitsFile(what: string): string {
    return this.#ask((core) => this.#read(core).hitsFile(this.tab, what)) ?? "";
  }

  /** The unmasked text of one piece of evidence, asked for by a person. */
  uncover(key: string, evidence: number): string | undefined {
    return this.#ask((core) => core.uncover(this.tab, key, evidence));
  }

  /** Every vendor, one a line. */
  vendors(): string {
    return this.#ask((core) => core.vendors()) ?? "";
  }

  /** Gives the memory back. */
  close(): void {
    if (this.#instance === instance) this.#core?.free();
    this.#core = undefined;
  }

  /** The core, once it has read for hits what it was told. */
  #read(core: Core): Core {
    const after = core.hitsHeard(this.tab);
    const lines = this.#lines.slice(Math.max(after, 0), this.#given);
    if (lines.length > 0) core.hitsHear(this.tab, new TextEncoder().encode(lines.join("\n")), after, this.#given);
    return core;
  }

  async #go(events: number): Promise<number> {
    if (!this.#core || this.#instance !== instance || events < this.#given) this.#anew();
    let rest = performance.now();
    while (this.#given < events) {
      await this.#tell(this.#lines[this.#given] ?? "");
      this.#given += 1;
      if (performance.now() - rest < TURN) continue;
      await new Promise((turn) => setTimeout(turn, 0));
      rest = performance.now();
    }
    return this.#given;
  }

  #anew(): void {
    this.close();
    this.#core = new Core(this.#settings);
    this.#instance = instance;
    this.#given = 0;
    if (this.#before !== "") this.#ask((core) => core.replay(new TextEncoder().encode(this.#before), 0));
  }

  /** Gives the core an event, and answers what it asks until it asks no more. */
  async #tell(line: string): Promise<void> {
    let asked = read(this.#ask((core) => core.replay(new TextEncoder().encode(line), 0)));
    for (let left = MOST_ASKED; asked.length > 0 && left > 0; left -= 1) {
      const [wish, ...others] = asked;
      asked = [...others, ...(wish ? await this.#answered(wish) : [])];
    }
  }

  async #answered(wish: Effect): Promise<Effect[]> {
    if (!("prepare" in wish || "unpack" in wish)) return [];
    codecs ??= prepareCodecs({ module_or_path: "codecs_bg.wasm" });
    await codecs;
    if ("prepare" in wish) {
      const { tab, value, text, salt, secret } = wish.prepare;
      const table = guarded(() => prepare(text, salt, secret));
      return table ? read(this.#ask((core) => core.learn(tab, value, table))) : [];
    }
    const { tab, packed, how, bytes } = wish.unpack;
    const text = guarded(() => unpack(how, unbase64(bytes), MOST_TEXT));
    return read(this.#ask((core) => core.unpacked(tab, packed, text)));
  }

  /** Asks the core. @throws {Refused} where it stopped: the next question starts anew in a fresh instance */
  #ask<T>(question: (core: Core) => T): T | undefined {
    if (!this.#core || this.#instance !== instance) return undefined;
    try {
      return question(this.#core);
    } catch {
      this.#core = undefined;
      instance += 1;
      renew();
      settle();
      speak(words);
      throw new Refused(0, say("coreStopped"));
    }
  }
}

/** What the core asks to be answered; what it wants shown is nothing to a replay. */
function read(answer: Uint8Array | undefined): Effect[] {
  if (!answer) return [];
  const text = new TextDecoder().decode(answer);
  return (JSON.parse(text.slice(0, text.indexOf("\n"))) as Effect[]).filter((effect) => "prepare" in effect || "unpack" in effect);
}

/** Runs a call into the codecs; a trap costs their instance and the answer. */
function guarded<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch {
    renewCodecs();
    settleCodecs();
    return undefined;
  }
}
