/**
 * The DevTools panel's way to the browser: its tab, the worker, the clipboard, a recorded log read here in the page by a core of its own.
 * What it shows is leaklight-desk's.
 */

import { ALL_SITES } from "./browser.js";
import type { Host, Reply } from "./desk.js";
import { open } from "./page.js";

type Message = Parameters<Host["send"]>[0];

/** The longest recorded log read, in characters. */
const MOST = 64 * 1024 * 1024;
/** The recorded log's version this reads. */
const VERSION = 1;

const asked = new URLSearchParams(location.search).get("tab");
const tab = asked !== null && /^\d+$/.test(asked) ? Number(asked) : (chrome.devtools as typeof chrome.devtools | undefined)?.inspectedWindow?.tabId;

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
  return done ? { ok: true } : no("the browser did not let the clipboard be written");
}

/** The view and the hits of a recorded log, as one object in JSON; or the line that could not be read, and why. */
async function readLog(text: string): Promise<Reply> {
  if (text.length > MOST) return no("the file is larger than 64 MB");
  const lines = text.split("\n");
  const head = parsed(lines[0] ?? "") as { "leaklight-log"?: unknown } | undefined;
  const version = head?.["leaklight-log"];
  if (typeof version !== "number") return no("line 1: this is no recorded log of Leaklight");
  if (version > VERSION) return no(`line 1: the log has version ${version}, this Leaklight reads up to ${VERSION}; use a newer one`);
  for (const [at, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const one = parsed(line);
    if (typeof one !== "object" || one === null || Array.isArray(one)) return no(`line ${at + 1}: it is cut off or damaged`);
    if (at > 0 && (typeof one.at !== "number" || typeof one.tab !== "number" || one.event === undefined)) return no(`line ${at + 1}: this is nothing Leaklight records`);
  }
  const [{ default: init, Core }, settings] = await Promise.all([import("./core.js"), worker({ type: "state", tab: tab ?? -1 })]);
  await init({ module_or_path: "core_bg.wasm" });
  const own = settings.ok ? JSON.stringify((JSON.parse(settings.text ?? "{}") as { settings?: unknown }).settings ?? {}) : "{}";
  const core = new Core(own);
  try {
    const bytes = new TextEncoder().encode(lines.slice(1).join("\n"));
    core.replay(bytes, Date.now());
    const [of] = core.watched();
    if (of === undefined) return no("nothing in it was watched to its end: there is no visit to compare with");
    const hits = core.hitsFrom(of, bytes, 0, 0).split("\n").slice(1).filter((line) => line !== "");
    return { ok: true, text: `{"view":${core.view(of)},"hits":[${hits.join(",")}]}` };
  } finally {
    core.free();
  }
}

function parsed(line: string): { at?: unknown; tab?: unknown; event?: unknown } | undefined {
  try {
    return JSON.parse(line) as { at?: unknown };
  } catch {
    return undefined;
  }
}

await open("hits", {
  send,

  async watch(of, reload): Promise<Reply> {
    // DevTools keep this question from panels in some browsers; the worker then says what is missing.
    const ask = (chrome.permissions as typeof chrome.permissions | undefined)?.request;
    const given = ask ? await chrome.permissions.request(ALL_SITES).catch(() => chrome.permissions.contains(ALL_SITES)) : true;
    return given ? worker({ type: "toggle", tab: of, on: true, reload }) : { ok: false, state: "refused" };
  },

  onPublish(callback) {
    const listen = () => {
      const port = chrome.runtime.connect({ name: "panel" });
      port.onMessage.addListener((message: { type?: string; tab?: number }) => {
        if (message.type === "publish" && typeof message.tab === "number") callback(message.tab);
      });
      port.onDisconnect.addListener(() => setTimeout(listen, 250));
    };
    listen();
  },

  onTab: (callback) => callback(tab),
});
