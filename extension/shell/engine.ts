/** The core, and what happens when it traps: drop the instance, restore from the journal, count the loss; three in a row, stop. */

import type { Journal, Kept } from "./journal.js";

/** The core's side of the boundary: `Core` of the worker crate. */
export interface CoreLike {
  ingest(batch: Uint8Array, now: number): Uint8Array;
  replay(journal: Uint8Array, now: number): Uint8Array;
  snapshot(): Uint8Array;
  view(tab: number): string;
  hitsHeard(tab: number): number;
  hitsHear(tab: number, journal: Uint8Array, after: number, upto: number): boolean;
  hitsFrom(tab: number, request: number, since: number): string;
  sent(journal: Uint8Array, request: number, at: number): string | undefined;
  uncover(tab: number, key: string, evidence: number): string | undefined;
  report(tab: number, now: number, browser: string): string;
  hitsFile(tab: number, what: string): string;
  hitCopy(tab: number, request: number, at: number, part: number): string | undefined;
  configure(settings: string): boolean;
  learn(tab: number, value: number, table: Uint8Array): Uint8Array;
  unpacked(tab: number, packed: number, text?: string | null): Uint8Array;
  fill(persona: string, fields: string): string;
  watched(): Int32Array;
  vendors(): string;
}

/** How to come by a core. */
export interface Maker {
  fresh(settings: string): CoreLike;
  /** Throws where the bytes are no snapshot. */
  restored(snapshot: Uint8Array, settings: string): CoreLike;
  /** Makes the next core live in a fresh instance of the module. */
  renew(): void;
}

export interface Proof { name: string; value: { shown: string; marks?: [number, number][] }; packed: string; known: string }
/** A field of a frame's document, as fields.js numbers it. */
export interface FieldAt { frame: number; field: number }
export interface Card {
  key: string; severity: string; who: string; said: string; proof: Proof[]; fix: string; count: number; attempted: boolean; last: number; fields: FieldAt[];
  group: string; why: string; hosts: string[]; words: string[]; mutes: { what: string; name: string }[];
}
export interface Group { id: string; who: string; severity: string; findings: number }
export interface Cards {
  tab: number; cards: Card[]; groups: Group[]; more: number; muted: number; worst: string | null; worst_count: number; site: string; pill: string;
}
export interface Badge { tab: number; text: string; worst: string | null; title: string }
/** A value to be made ready to be found, and something packed to be taken apart: asked of the codecs. */
export interface Prepare { tab: number; value: number; text: string; salt: string; secret: boolean }
export interface Unpack { tab: number; packed: number; how: string; bytes: string }
/** What the core asks for after a step. */
export type Effect =
  | { cards: Cards } | { badge: Badge } | { publish: { tab: number } } | { forget: { tab: number } } | { prepare: Prepare } | { unpack: Unpack };

const MOST_FAILURES = 3;

export class Engine {
  #make: Maker;
  #journal: Journal;
  #core: CoreLike | undefined;
  #settings: string;
  #failures = 0;

  constructor(make: Maker, journal: Journal, settings: string) {
    this.#make = make;
    this.#journal = journal;
    this.#settings = settings;
  }

  /** True once it failed three times in a row; only `afresh` ends that. */
  get stopped(): boolean {
    return this.#failures >= MOST_FAILURES;
  }

  /** True where there is a core to ask. */
  get alive(): boolean {
    return this.#core !== undefined;
  }

  /** Begins with nothing. */
  async afresh(): Promise<void> {
    await this.#journal.clear();
    this.#failures = 0;
    this.#core = this.#guard(() => this.#make.fresh(this.#settings));
  }

  /**
   * Goes on from the journal, or from what it held just now (`held`). Says what the replay asked for, how many batches are missing,
   * and when the last thing was seen.
   */
  async restore(held?: Kept): Promise<{ effects: Effect[]; gaps: number; last: number }> {
    const kept = held ?? (await this.#journal.load());
    const effects: Effect[] = [];
    let gaps = kept.gaps;
    while (!this.#core && !this.stopped) {
      this.#core = this.#guard(() => {
        const { snapshot } = kept;
        if (!snapshot) return this.#make.fresh(this.#settings);
        try {
          return this.#make.restored(snapshot, this.#settings);
        } catch (error) {
          if (error instanceof WebAssembly.RuntimeError) throw error;
          gaps += 1;
          return this.#make.fresh(this.#settings);
        }
      });
      const core = this.#core;
      const lines = new TextEncoder().encode(kept.batches.join(""));
      if (core && lines.length > 0) {
        const answer = this.#guard(() => core.replay(lines, Date.now()));
        if (answer) effects.push(...read(answer).effects);
      }
    }
    return { effects, gaps, last: kept.last };
  }

  /** Tells the core; what it was told goes to the journal in the same turn. Nothing where it trapped: `restore`, then. */
  ingest(lines: string[]): Effect[] | undefined {
    const answer = this.ask((core) => core.ingest(new TextEncoder().encode(lines.join("\n")), Date.now()));
    if (!answer) return undefined;
    const { effects, journal } = read(answer);
    this.#journal.append(journal);
    this.#failures = 0;
    return effects;
  }

  /** Gives the core what it asked for, which goes into no journal. Nothing where there is none or it trapped. */
  give(answer: (core: CoreLike) => Uint8Array): Effect[] | undefined {
    const effects = this.ask(answer);
    return effects && read(effects).effects;
  }

  /** Asks the core; nothing where there is none or it trapped. */
  ask<T>(question: (core: CoreLike) => T): T | undefined {
    const core = this.#core;
    return core && this.#guard(() => question(core));
  }

  /** Takes what the person chose. */
  configure(settings: string): void {
    this.#settings = settings;
    this.ask((core) => core.configure(settings));
  }

  /** Runs a call into the core; a trap drops it. */
  #guard<T>(call: () => T): T | undefined {
    try {
      return call();
    } catch {
      this.#core = undefined;
      this.#failures += 1;
      this.#make.renew();
      return undefined;
    }
  }
}

/** The first line is the effects, the rest the journal. */
function read(answer: Uint8Array): { effects: Effect[]; journal: string } {
  const text = new TextDecoder().decode(answer);
  const end = text.indexOf("\n");
  return { effects: JSON.parse(text.slice(0, end)) as Effect[], journal: text.slice(end + 1) };
}
