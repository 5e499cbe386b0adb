/**
 * The DevTools panel's way to the browser: its tab, the worker, the clipboard, a recorded visit replayed here in the page.
 * What it shows is leaklight-desk's.
 */

import { ALL_SITES, say } from "./browser.js";
import type { Host, Reply } from "./desk.js";
import { open } from "./page.js";
import { follow } from "./presenter.js";
import { onPublish } from "./published.js";
import { chosen, Replay, why } from "./replay.js";

type Message = Parameters<Host["send"]>[0];

const asked = new URLSearchParams(location.search).get("tab");
const tab = asked !== null && /^\d+$/.test(asked) ? Number(asked) : (chrome.devtools as typeof chrome.devtools | undefined)?.inspectedWindow?.tabId;

// Uncovering was turned off: what was shown as sent is shown no longer. The list is the worker's and comes again.
chrome.storage.local.onChanged.addListener(({ uncover }) => {
  if (uncover?.newValue === false) location.reload();
});

const worker = (message: Message): Promise<Reply> => chrome.runtime.sendMessage(message);
const no = (error: string): Reply => ({ ok: false, error });

async function send(message: Message): Promise<Reply> {
  switch (message.type) {
    case "copy":
      return copy(String(message["text"]));
    case "read-log":
      return readLog(String(message["text"]));
    case "cleared":
      return cleared(message["at"]);
    default:
      return worker(message);
  }
}

/** Since when hits are listed: as said, or as kept since the person last cleared the list. It lives in memory, with the browser. */
async function cleared(at: unknown): Promise<Reply> {
  const key = `hits:${tab}`;
  if (typeof at === "number") await chrome.storage.session.set({ [key]: at });
  const kept: Record<string, unknown> = await chrome.storage.session.get(key);
  return { ok: true, text: String(Number(kept[key]) || 0) };
}

/** DevTools keep the newer clipboard from panels in some browsers; the older way works in all, within a press. */
async function copy(text: string): Promise<Reply> {
  let done = false;
  const put = (event: ClipboardEvent): void => {
    event.preventDefault();
    event.clipboardData?.setData("text/plain", text);
    done = event.clipboardData !== null;
  };
  document.addEventListener("copy", put, { once: true });
  document.execCommand("copy");
  document.removeEventListener("copy", put);
  if (!done) done = await navigator.clipboard.writeText(text).then(() => true, () => false);
  return done ? { ok: true } : no(say("notCopied"));
}

/** The view and the hits of a recorded visit at its end, as one object in JSON; or the line that could not be read, and why. */
async function readLog(text: string): Promise<Reply> {
  let replay: Replay | undefined;
  try {
    replay = await Replay.open(text, await chosen());
    await replay.to(replay.at.length);
    return { ok: true, text: `{"view":${replay.view()},"hits":[${replay.hits().join(",")}]}` };
  } catch (error) {
    return no(why(error));
  } finally {
    replay?.close();
  }
}

await follow({ keys: true });
await open("hits", {
  send,

  async watch(of, reload): Promise<Reply> {
    // DevTools keep this question from panels in some browsers; the worker then says what is missing.
    const ask = (chrome.permissions as typeof chrome.permissions | undefined)?.request;
    const given = ask ? await chrome.permissions.request(ALL_SITES).catch(() => chrome.permissions.contains(ALL_SITES)) : true;
    return given ? worker({ type: "toggle", tab: of, on: true, reload }) : { ok: false, state: "refused" };
  },

  onPublish,

  onTab: (callback) => callback(tab),
});
