/** Writes a report for people, by a module that is loaded when one is first wanted. */

import { text as ownText } from "./text.js";
import type { Reply } from "./ui.js";

type Message = { type: string; [field: string]: unknown };

type Module = typeof import("./report.js");

let ready: Promise<Module> | undefined;

async function load(): Promise<Module> {
  const module = await import("./report.js");
  const [words] = await Promise.all([ownText(), module.default({ module_or_path: "report_bg.wasm" })]);
  module.speak(words);
  return module;
}

/** `report`, the worker's JSON, as a page or as a table of findings. */
export async function write(message: Message): Promise<Reply> {
  const { findings, page } = await (ready ??= load());
  const text = (message["what"] === "findings" ? findings : page)(String(message["report"]));
  return text === undefined ? { ok: false, error: "" } : { ok: true, text };
}

/** The same pages' way to the worker, where what is to be written goes no further than here. */
export function writing<H extends { send(message: Message): Promise<Reply> }>(host: H): H {
  const send: H["send"] = (message) => (message.type === "write" ? write(message) : host.send(message));
  return Object.assign(Object.create(host) as H, { send });
}
