/** Writes a report for people, by a module that is loaded when one is first wanted. */

import init, { findings, page, speak } from "./report.js";
import { text as ownText } from "./text.js";
import type { Reply } from "./ui.js";

type Message = { type: string; [field: string]: unknown };

let ready: Promise<unknown> | undefined;

/** `report`, the worker's JSON, as a page or as a table of findings. */
export async function write(message: Message): Promise<Reply> {
  ready ??= Promise.all([ownText(), init({ module_or_path: "report_bg.wasm" })]).then(([words]) => speak(words));
  await ready;
  const text = (message["what"] === "findings" ? findings : page)(String(message["report"]));
  return text === undefined ? { ok: false, error: "" } : { ok: true, text };
}

/** The same pages' way to the worker, where what is to be written goes no further than here. */
export function writing<H extends { send(message: Message): Promise<Reply> }>(host: H): H {
  const send: H["send"] = (message) => (message.type === "write" ? write(message) : host.send(message));
  return Object.assign(Object.create(host) as H, { send });
}
