/** Questions to the core that need what the journal holds of a tab: what one request sent, and the tab's hits. */

import type { CoreLike } from "./engine.js";
import { ask, journal } from "./feed.js";
import { tabs } from "./state.js";

/** Asks the core something of a tab's recorded log. */
export async function ofJournal<T>(tab: number, question: (core: CoreLike, lines: Uint8Array) => T): Promise<T | undefined> {
  if (!tabs.has(tab)) return undefined;
  await ask(() => {});
  const { lines } = await journal.log(tab);
  const bytes = new TextEncoder().encode(lines.join("\n"));
  return ask((core) => question(core, bytes));
}

/** So long the worker reads for somebody who looks at hits before it hears pages again, in milliseconds. */
const TURN = 12;
let reading: Promise<unknown> = Promise.resolve();

/** Has the core read what the journal holds of a tab beyond what it read for the last question, then asks it. */
export function ofHits<T>(tab: number, question: (core: CoreLike) => T): Promise<T | undefined> {
  const answer = reading.then(async () => {
    for (let tries = 0; tries < 3 && tabs.has(tab); tries += 1) if (await heard(tab)) return ask(question);
    return undefined;
  });
  reading = answer.catch(() => {});
  return answer;
}

/** False where a core that was renewed or told of other settings meanwhile has read nothing: it is to begin at the start. */
async function heard(tab: number): Promise<boolean> {
  let rest = performance.now();
  let after = (await ask((core) => core.hitsHeard(tab))) ?? -1;
  for (const [seq, lines] of await journal.since(tab, after)) {
    const bytes = new TextEncoder().encode(lines.join("\n"));
    const from = after;
    if (!(await ask((core) => core.hitsHear(tab, bytes, from, seq)))) return false;
    after = seq;
    if (performance.now() - rest < TURN) continue;
    await new Promise((turn) => setTimeout(turn, 0));
    rest = performance.now();
  }
  return true;
}
