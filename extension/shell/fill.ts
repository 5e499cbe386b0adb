/** A persona is filled into a page's fields, in all its frames: seen at once, and sent by nobody but the person. */

import { ask } from "./feed.js";

type Field = [number, string];

/** How long a frame may take to answer, in milliseconds. */
const PATIENCE = 2_000;
const MOST_FIELDS = 100;

/** Says how many fields were filled, or the name of the sentence that says why none. */
export async function fill(tab: number, persona: string): Promise<number | "noFields" | "noFit"> {
  const frames = (await chrome.webNavigation.getAllFrames({ tabId: tab }).catch(() => null)) ?? [];
  const forms = await Promise.all(frames.map(async ({ frameId }) => ({ frameId, fields: await fieldsOf(tab, frameId) })));
  if (forms.every(({ fields }) => fields.length === 0)) return "noFields";
  let count = 0;
  for (const { frameId, fields } of forms.filter((form) => form.fields.length > 0)) {
    const values = JSON.parse((await ask((core) => core.fill(persona, JSON.stringify(fields)))) ?? "[]") as Field[];
    if (values.length === 0) continue;
    const { filled } = await asked<{ filled?: unknown }>(tab, frameId, { type: "fill", values });
    count += typeof filled === "number" ? filled : 0;
  }
  return count > 0 ? count : "noFit";
}

async function fieldsOf(tab: number, frame: number): Promise<Field[]> {
  const { fields } = await asked<{ fields?: unknown }>(tab, frame, { type: "fields" });
  const list = Array.isArray(fields) ? (fields as unknown[]).slice(0, MOST_FIELDS) : [];
  return list.filter((one): one is Field => Array.isArray(one) && Number.isInteger(one[0]) && typeof one[1] === "string");
}

/** What a frame's content script answers; nothing of it where it is silent. */
async function asked<T extends object>(tab: number, frame: number, message: object): Promise<Partial<T>> {
  const silent = new Promise<undefined>((done) => setTimeout(done, PATIENCE));
  const answer = chrome.tabs.sendMessage(tab, message, { frameId: frame }).catch(() => undefined) as Promise<T | undefined>;
  return (await Promise.race([answer, silent])) ?? {};
}
