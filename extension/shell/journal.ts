/**
 * What the core was told, kept in memory-backed session storage so that a worker may be ended at any instant.
 *
 * Batches are appended under numbered keys (`j:000123`) and from time to time covered by a snapshot (`snap`, with the number of
 * the last batch it holds). Restoring takes the snapshot and the batches after it: what a finished write holds is never lost, and
 * a batch the snapshot covers is never counted again. A number missing in between is a gap, which is counted.
 *
 * The batches are also the recorded log: while recording, covered ones stay until they fill their room.
 */

import { base64, unbase64 } from "./body.js";

/** The part of `chrome.storage.session` used here. */
export interface Area {
  get(keys: null | string[]): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
  remove(keys: string[]): Promise<void>;
  getBytesInUse?(keys: null): Promise<number>;
}

/** What was kept, in order. */
export interface Kept {
  snapshot: Uint8Array | undefined;
  batches: string[];
  /** Batches that should be there and are not. */
  gaps: number;
  /** When the last thing kept was seen, in milliseconds since the epoch; 0 where nothing is kept. */
  last: number;
}

type Snapshot = { seq: number; text?: string; base64?: string };

const SNAPSHOT = "snap";
const KEY = /^j:(\d{6,})$/;
const keyOf = (seq: number): string => `j:${String(seq).padStart(6, "0")}`;

/** How the core writes an observation's head. */
const HEAD = /^\{"at":(\d+),"tab":(-?\d+),"event":\{?"([a-z-]+)"/;

/** Session storage refuses what would fill it past 10 MB; long before that, evidence goes first. */
export const HIGH_WATER = 8 * 1024 * 1024;
/** Room for batches kept only as the recorded log. */
export const LOG_ROOM = 4 * 1024 * 1024;
/** A restart reads everything since the last snapshot again: no more than this, in characters. */
const MOST_UNCOVERED = 512 * 1024;

export class Journal {
  /** Whether covered batches stay as the recorded log. */
  recording = true;
  #area: Area;
  #trouble: (what: "quota" | "journal-gap") => void;
  #next = 1;
  #covered = 0;
  /** Characters in each batch kept, by number. */
  #sizes = new Map<number, number>();
  #uncovered = 0;
  #waiting = "";
  #chain: Promise<unknown> = Promise.resolve();
  #writes = 0;
  #said = false;

  /** `trouble` hears of writes that were refused and of storage running full. */
  constructor(area: Area, trouble: (what: "quota" | "journal-gap") => void) {
    this.#area = area;
    this.#trouble = trouble;
  }

  /** Takes lines that the core has just been told; to be called in the same turn. They are written with the next batch. */
  append(lines: string): void {
    const idle = this.#waiting === "";
    this.#waiting += lines;
    this.#uncovered += lines.length;
    if (idle && lines !== "") void this.#queue(() => this.#write());
  }

  /** True where a restart would have much to read again. */
  get heavy(): boolean {
    return this.#uncovered > MOST_UNCOVERED;
  }

  /** True where anything at all stands uncovered. */
  get stale(): boolean {
    return this.#uncovered > 0;
  }

  /** Once all that was appended is written. */
  settled(): Promise<void> {
    return this.#queue(async () => {});
  }

  /** Everything kept, after what is still on its way. */
  load(): Promise<Kept> {
    return this.#queue(async () => {
      const items = await this.#area.get(null);
      const snapshot = items[SNAPSHOT] as Snapshot | undefined;
      this.#covered = snapshot?.seq ?? 0;
      const batches = batchesOf(items);
      this.#sizes = new Map(batches.map(([seq, lines]) => [seq, lines.length]));
      const since = batches.filter(([seq]) => seq > this.#covered);
      const end = since.at(-1)?.[0] ?? this.#covered;
      this.#next = end + 1;
      this.#uncovered = since.reduce((sum, [, lines]) => sum + lines.length, 0);
      const lastLine = batches.at(-1)?.[1].trimEnd().split("\n").at(-1) ?? "";
      return {
        snapshot: bytesOf(snapshot),
        batches: since.map(([, lines]) => lines),
        gaps: end - this.#covered - since.length,
        last: Number(HEAD.exec(lastLine)?.[1] ?? 0),
      };
    });
  }

  /**
   * Covers everything so far by a snapshot. `take` is called in one turn with the numbering, so that nothing appended later is
   * in the snapshot and nothing in it comes later.
   */
  compact(take: () => Uint8Array | undefined): Promise<void> {
    return this.#queue(() => this.#compact(take));
  }

  /** The recorded log of a tab since it was last turned on, and whether any of it had to go. */
  log(tab: number): Promise<{ lines: string[]; whole: boolean }> {
    return this.#queue(async () => {
      await this.#write();
      const batches = batchesOf(await this.#area.get(null));
      let lines: string[] = [];
      let begun = false;
      for (const line of batches.flatMap(([, text]) => text.split("\n"))) {
        const [, , of, event] = HEAD.exec(line) ?? [];
        if (Number(of) === tab && event === "watch") {
          lines = [];
          begun = true;
        }
        if (of !== undefined && (Number(of) === tab || of === "-1")) lines.push(line);
      }
      const whole = begun && batches.every(([seq], at) => at === 0 || seq === batches[at - 1]![0] + 1);
      return { lines, whole };
    });
  }

  /**
   * The lines about a tab in the batches after one, batch by batch; before any was read (`after` below 0), from where the tab was last
   * turned on.
   */
  since(tab: number, after: number): Promise<[seq: number, lines: string[]][]> {
    return this.#queue(async () => {
      await this.#write();
      const wanted = [...this.#sizes.keys()].filter((seq) => seq > after).map(keyOf);
      let batches: [number, string[]][] = [];
      for (const [seq, text] of batchesOf(await this.#area.get(wanted))) {
        const lines: string[] = [];
        for (const line of text.split("\n")) {
          const [, , of, event] = HEAD.exec(line) ?? [];
          if (Number(of) === tab && event === "watch") batches = [];
          if (of !== undefined && (Number(of) === tab || of === "-1")) lines.push(line);
        }
        batches.push([seq, lines]);
      }
      return batches;
    });
  }

  /** Removes everything about a tab; `take` gives a snapshot that no longer knows it. */
  forget(tab: number, take: () => Uint8Array | undefined): Promise<void> {
    return this.#queue(async () => {
      await this.#compact(take);
      const changed: Record<string, string> = {};
      for (const [seq, lines] of batchesOf(await this.#area.get(null))) {
        const kept = lines.split("\n").filter((line) => HEAD.exec(line)?.[2] !== String(tab)).join("\n");
        if (kept.length === lines.length) continue;
        changed[keyOf(seq)] = kept;
        this.#sizes.set(seq, kept.length);
      }
      await this.#area.set(changed);
    });
  }

  /** Removes everything. */
  clear(): Promise<void> {
    this.#waiting = "";
    this.#uncovered = 0;
    return this.#queue(async () => {
      const keys = Object.keys(await this.#area.get(null)).filter((key) => key === SNAPSHOT || KEY.test(key));
      await this.#area.remove(keys);
      this.#sizes.clear();
      this.#covered = 0;
      this.#next = 1;
      this.#said = false;
    });
  }

  /** Removes the recorded log; what a restart needs stays. */
  async #dropLog(): Promise<void> {
    const covered = [...this.#sizes.keys()].filter((seq) => seq <= this.#covered);
    covered.forEach((seq) => this.#sizes.delete(seq));
    await this.#area.remove(covered.map(keyOf));
  }

  async #compact(take: () => Uint8Array | undefined): Promise<void> {
    const lines = this.#waiting;
    const bytes = take();
    if (!bytes) return this.#write();
    this.#waiting = "";
    const seq = lines === "" ? this.#next - 1 : this.#next++;
    const snapshot: Snapshot = { seq, ...snapshotText(bytes) };
    // One write: either the batch and the snapshot that holds it are there, or neither is.
    const batch = lines === "" ? {} : { [keyOf(seq)]: lines };
    try {
      await this.#area.set({ ...batch, [SNAPSHOT]: snapshot });
      if (lines !== "") this.#sizes.set(seq, lines.length);
    } catch {
      this.#full();
      await this.#dropLog();
      try {
        // Without the batch's text: the snapshot holds what it said.
        await this.#area.set({ [SNAPSHOT]: snapshot });
      } catch {
        this.#trouble("journal-gap");
        return;
      }
    }
    const before = this.#covered;
    this.#covered = seq;
    this.#uncovered = this.#waiting.length;
    await this.#trim(before);
    await this.#measure();
  }

  /** Of the batches just covered, keeps as the log what has room. */
  async #trim(before: number): Promise<void> {
    let room = this.recording ? LOG_ROOM : 0;
    const gone: number[] = [];
    for (const [seq, size] of [...this.#sizes].sort(([a], [b]) => a - b)) {
      if (seq > this.#covered) continue;
      room -= size;
      if (room < 0 && (seq > before || !this.recording)) gone.push(seq);
    }
    gone.forEach((seq) => this.#sizes.delete(seq));
    if (gone.length > 0) await this.#area.remove(gone.map(keyOf));
  }

  async #write(): Promise<void> {
    const lines = this.#waiting;
    if (lines === "") return;
    this.#waiting = "";
    const seq = this.#next++;
    try {
      await this.#area.set({ [keyOf(seq)]: lines });
    } catch {
      this.#full();
      await this.#dropLog();
      try {
        await this.#area.set({ [keyOf(seq)]: lines });
      } catch {
        this.#trouble("journal-gap");
        return;
      }
    }
    this.#sizes.set(seq, lines.length);
    if (++this.#writes % 32 === 0) await this.#measure();
  }

  /** Near the quota, the log goes before what a restart needs. */
  async #measure(): Promise<void> {
    const used = (await this.#area.getBytesInUse?.(null)) ?? [...this.#sizes.values()].reduce((sum, size) => sum + size, 0) * 1.3;
    if (used < HIGH_WATER) {
      this.#said = false;
      return;
    }
    this.#full();
    await this.#dropLog();
  }

  #full(): void {
    if (!this.#said) this.#trouble("quota");
    this.#said = true;
  }

  /** One storage operation after another; a failed one does not stop the next. */
  #queue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#chain.then(work, work);
    this.#chain = done.catch(() => {});
    return done;
  }
}

function batchesOf(items: Record<string, unknown>): [number, string][] {
  return Object.entries(items)
    .flatMap(([key, lines]): [number, string][] => {
      const seq = KEY.exec(key)?.[1];
      return seq && typeof lines === "string" ? [[Number(seq), lines]] : [];
    })
    .sort(([a], [b]) => a - b);
}

function snapshotText(bytes: Uint8Array): { text: string } | { base64: string } {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { base64: base64(bytes) };
  }
}

function bytesOf(snapshot: Snapshot | undefined): Uint8Array | undefined {
  if (snapshot?.text !== undefined) return new TextEncoder().encode(snapshot.text);
  return snapshot?.base64 === undefined ? undefined : unbase64(snapshot.base64);
}
