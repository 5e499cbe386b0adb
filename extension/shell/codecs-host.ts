/**
 * The codecs, a module of their own that is loaded when the core first asks for something of it. What the core asks for is done one
 * thing after another, with turns for everything else in between. No text is kept. What the codecs fail at is counted and not tried
 * again; a trap costs their instance and nothing else.
 */

import init, { prepare, renew, settle, unpack } from "./codecs.js";
import { unbase64 } from "./body.js";
import type { Effect, Prepare, Unpack } from "./engine.js";
import { give, lost } from "./feed.js";
import { tabs } from "./state.js";

/** The most text something packed may turn into, in bytes. */
const MOST_TEXT = 1 << 20;
/** So much may wait; a page that wants more has made it up. */
const MOST_WAITING = 500;
/** After so many failures nothing more is asked of the codecs in this life of the worker. */
const MOST_FAILURES = 5;

type Wish = { prepare: Prepare } | { unpack: Unpack };

let waiting: Wish[] = [];
let working = false;
let loaded: Promise<unknown> | undefined;
let failures = 0;
let counted = 0;

/** Counts what was not answered; not for ever, since the core hears of it and may ask again. */
function missed(tab: number): void {
  if (counted++ < 100) lost(tab, "codecs");
}

/** Takes what is asked of the codecs out of the effects, and does it soon. */
export function carryOut(effects: Effect[]): void {
  for (const effect of effects) {
    if (!("prepare" in effect || "unpack" in effect)) continue;
    if (failures < MOST_FAILURES && waiting.length < MOST_WAITING) waiting.push(effect);
    else missed(tabOf(effect));
  }
  if (!working && waiting.length > 0) void work();
}

async function work(): Promise<void> {
  working = true;
  for (let wish = waiting.shift(); wish; wish = waiting.shift()) {
    const tab = tabOf(wish);
    if (tabs.has(tab) && !(await answered(wish).catch(() => false))) {
      failures += 1;
      missed(tab);
    }
    if (failures >= MOST_FAILURES) {
      for (const left of waiting.splice(0)) missed(tabOf(left));
    }
    await new Promise((turn) => setTimeout(turn, 0));
  }
  working = false;
}

const tabOf = (wish: Wish): number => ("prepare" in wish ? wish.prepare.tab : wish.unpack.tab);

/** False where the codecs or the core failed at it. */
async function answered(wish: Wish): Promise<boolean> {
  // The address is the extension's own; nothing else may be connected to.
  loaded ??= init({ module_or_path: chrome.runtime.getURL("codecs_bg.wasm") });
  await loaded.catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  if ("prepare" in wish) {
    const { tab, value, text, salt, secret } = wish.prepare;
    const table = guarded(() => prepare(text, salt, secret));
    return table.done && give((core) => core.learn(tab, value, table.made));
  }
  const { tab, packed, how, bytes } = wish.unpack;
  const text = guarded(() => unpack(how, unbase64(bytes), MOST_TEXT));
  // That it could not be taken apart is an answer too.
  return (await give((core) => core.unpacked(tab, packed, text.done ? text.made : undefined))) && text.done;
}

/** Runs a call into the codecs; a trap costs their instance. */
function guarded<T>(call: () => T): { done: true; made: T } | { done: false } {
  try {
    return { done: true, made: call() };
  } catch {
    renew();
    settle();
    return { done: false };
  }
}
