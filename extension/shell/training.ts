/**
 * The training page: a replay, and the side panel's own page beside it, which asks this replay in the worker's place. What is shown is
 * leaklight-desk's and leaklight-ui's; nothing here decides.
 */

import { say } from "./browser.js";
import type { Reply } from "./desk.js";
import { open } from "./page.js";
import { follow } from "./presenter.js";
import { chosen, mayUncover, Replay, why } from "./replay.js";

type Message = { type: string; [field: string]: unknown };

/** How long the panel is waited for before it is turned to something. */
const PATIENCE = 5_000;

let replay: Replay | undefined;
/** What a person chose in Leaklight; a lesson brings its own. */
let settings = "{}";
/** True where it did: no recording of one's own is open. */
let brought = false;
let published: (tab: number) => void = () => {};
/** Called when the panel was told a view. */
let viewed: (() => void)[] = [];

const done = (text = ""): Reply => ({ ok: true, text });
const word = (value: unknown): string => (typeof value === "string" ? value : "");

/** What the page itself asks. */
async function asked(message: Message): Promise<Reply> {
  switch (message.type) {
    case "replay-open": {
      replay?.close();
      replay = undefined;
      const own = word(message["settings"]);
      settings = own === "{}" ? await chosen() : own;
      const next = await Replay.open(word(message["text"]), settings);
      // To the end once: the findings' places are known from then on.
      await next.to(next.at.length);
      replay = next;
      brought = own !== "{}";
      published(next.tab);
      return done(next.view());
    }
    case "replay-to":
      if (!replay) return { ok: false, error: say("noLonger") };
      await replay.to(Number(message["events"]));
      published(replay.tab);
      return done(replay.view());
    case "replay-show":
      await show(word(message["sheet"]), word(message["shows"]));
      return done();
    case "replay-close":
      replay?.close();
      replay = undefined;
      return done();
    case "presenter":
      document.documentElement.classList.toggle("presenter", message["on"] === true);
      return done();
    default:
      return { ok: false, error: "unknown message" };
  }
}

const frame = (): HTMLIFrameElement | null => document.querySelector<HTMLIFrameElement>("#panel");

/** Of the panel in its frame, too. */
function present(on: boolean): void {
  const panel = frame()?.contentWindow;
  panel?.document.documentElement.classList.toggle("presenter", on);
  panel?.dispatchEvent(new Event("presenter"));
}

/** Turns the panel to a sheet, and unfolds the first finding of a kind ("KIND" or "KIND RECIPIENT"). */
async function show(sheet: string, shows: string): Promise<void> {
  await new Promise<void>((ready) => {
    const timer = setTimeout(ready, PATIENCE);
    viewed.push(() => {
      clearTimeout(timer);
      // The answer is drawn in the turn after it is given.
      setTimeout(ready, 0);
    });
    if (replay) published(replay.tab);
  });
  const panel = frame()?.contentDocument;
  if (!panel?.defaultView) return;
  if (sheet !== "") panel.querySelector<HTMLElement>(`#tab-${CSS.escape(sheet)}`)?.click();
  await new Promise((turn) => setTimeout(turn, 0));
  const [kind = "", recipient = ""] = shows.split(" ");
  const to = recipient === "" ? "" : `[data-to="${CSS.escape(recipient)}"]`;
  const wanted = `[data-kind="${CSS.escape(kind)}"]${to} .line`;
  const look = (): HTMLElement | null => {
    const found = panel.querySelector<HTMLElement>(wanted);
    // It may stand among the parts of another finding that are not drawn yet.
    if (!found) panel.querySelectorAll<HTMLElement>(".parts .more").forEach((more) => more.click());
    return found;
  };
  // Other sheets have no findings to point at.
  const line = sheet === "findings" && kind !== "" ? await drawn(panel, look) : look();
  // What an earlier part of the lesson pointed at is folded again.
  panel.querySelectorAll<HTMLElement>('[data-kind] .line[aria-expanded="true"]').forEach((open) => open !== line && open.click());
  if (line?.getAttribute("aria-expanded") === "false") line.click();
  await new Promise((turn) => setTimeout(turn, 0));
  const seen = line ?? [...panel.querySelectorAll("#sheet .action")].at(-1) ?? panel.querySelector("#sheet .others") ?? panel.querySelector("#sheet");
  // Within the frame alone: scrolled into view, the whole page would follow.
  if (seen) panel.defaultView.scrollBy({ top: seen.getBoundingClientRect().top - 12, behavior: "instant" });
}

/** Looks for something in the panel until it is drawn, at most as long as a person would wait. */
function drawn<T>(panel: Document, look: () => T | null): Promise<T | null> {
  return new Promise((ready) => {
    const end = (found: T | null): void => {
      clearTimeout(timer);
      watch.disconnect();
      ready(found);
    };
    const again = (): void => {
      const found = look();
      if (found !== null) end(found);
    };
    const watch = new MutationObserver(again);
    const timer = setTimeout(() => end(look()), PATIENCE);
    watch.observe(panel, { childList: true, subtree: true });
    again();
  });
}

/** What the panel asks in the worker's place. What would change anything is answered with what this is. */
async function told(message: Message): Promise<Reply> {
  if (!replay) return { ok: false, error: say("noLonger") };
  switch (message.type) {
    case "view": {
      const view = replay.view();
      setTimeout(() => viewed.splice(0).forEach((call) => call()), 0);
      return done(view);
    }
    case "uncover": {
      // A lesson is made up.
      if (!brought && !(await mayUncover())) return { ok: false, error: say("covered") };
      const text = replay.uncover(word(message["key"]), Number(message["evidence"]));
      return text === undefined ? { ok: false, error: say("noLonger") } : done(text);
    }
    case "export":
      if (message["what"] === "view") return done(replay.view());
      if (message["what"] === "report") return done(replay.report());
      if (message["what"] === "hits-csv" || message["what"] === "har") return done(replay.hitsFile(message["what"]));
      if (message["what"] === "log") return done(replay.text);
      return { ok: false, error: say("recording") };
    case "state":
      return done(JSON.stringify({ watching: true, late: false, stopped: false, recording: true, settings: JSON.parse(settings) as unknown }));
    case "vendors":
      return done(replay.vendors());
    default:
      return { ok: false, error: say("recording") };
  }
}

/** What the panel's own script finds at its parent; see panel.ts. */
const forPanel = {
  send: told,
  watch: () => Promise.resolve<Reply>({ ok: false, error: say("recording") }),
  onPublish(callback: (tab: number) => void) {
    published = callback;
  },
  onTab(callback: (tab: number | undefined) => void) {
    callback(replay?.tab);
  },
  key(event: KeyboardEvent) {
    window.dispatchEvent(new KeyboardEvent("keydown", event));
  },
};
export type ForPanel = typeof forPanel;
Object.assign(window, { leaklightReplay: forPanel });

await follow({ also: present });
await open("training", {
  send: (message) =>
    asked(message).catch((error: unknown) => ({ ok: false, error: why(error) })),
});
