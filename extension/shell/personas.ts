/** Personas: made-up patients a tester enters or has made. Checked here; what they mean is the core's. */

/** One value. */
export interface Detail {
  /** The core's word for what it is. */
  what: string;
  value: string;
}

/** A made-up patient, in the core's words. */
export interface Persona {
  id: string;
  name: string;
  /** Each kind once. */
  details: Detail[];
  /** Whether its values are looked for. */
  on: boolean;
  /** Whether it is kept on disk; else in memory until the browser closes. */
  saved: boolean;
}

/** As many are kept; the core heeds no more. */
export const MOST_PERSONAS = 20;
const MOST_DETAILS = 20;
/** The longest name or value, in bytes of UTF-8. */
const LONGEST = 200;

/** What a persona may hold: the core's `What` without what a page holds by itself and without secrets, which are kept nowhere. */
export const WHATS = [
  "email", "phone", "first-name", "last-name", "name", "birth-date", "street", "city", "zip", "address", "record-number", "member-id", "ssn",
  "search-words", "user-name", "text",
];

type Loose = Record<string, unknown>;
/** The thing itself, or the name of the sentence that says why it is none. */
type Checked<T> = T | string;

const loose = (value: unknown): Loose => (typeof value === "object" && value !== null ? (value as Loose) : {});
const text = (value: unknown): string => (typeof value === "string" ? value.trim() : "");
const long = (value: string): boolean => new TextEncoder().encode(value).length > LONGEST;

/** Reads a persona; one to be taken away (`on` false) need name nothing but its id. */
export function personaOf(value: unknown, on = true): Checked<Persona> {
  const { id, name: named, details: list, ...flags } = loose(value);
  if (typeof id !== "string" || !/^[a-z0-9-]{1,40}$/.test(id)) return "noPersona";
  const details = new Map<string, string>();
  for (const one of on && Array.isArray(list) ? (list as unknown[]).slice(0, 2 * MOST_DETAILS) : []) {
    const { what, value: held } = loose(one);
    if (typeof what !== "string" || !WHATS.includes(what) || text(held) === "") continue;
    if (long(text(held))) return "longValue";
    details.set(what, text(held));
  }
  if (on && details.size === 0) return "noPersona";
  const name = text(named);
  if (long(name)) return "longValue";
  return {
    id, name, on: flags["on"] !== false, saved: flags["saved"] === true,
    details: [...details].slice(0, MOST_DETAILS).map(([what, held]) => ({ what, value: held })),
  };
}

/** The list with the persona in its place, or at the end, or without it. */
export function withPersona(list: Persona[], persona: Persona, on: boolean): Checked<Persona[]> {
  if (!on) return list.filter(({ id }) => id !== persona.id);
  if (list.some(({ id }) => id === persona.id)) return list.map((other) => (other.id === persona.id ? persona : other));
  return list.length < MOST_PERSONAS ? [...list, persona] : "manyPersonas";
}

/** What was kept, on disk and in memory, as far as it is as it was written; of two with one id the first stays. */
export function keptPersonas(...kept: unknown[]): Persona[] {
  const all = kept.flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : [])).map((one) => personaOf(one));
  const sound = all.filter((one): one is Persona => typeof one !== "string");
  return sound.filter(({ id }, at) => sound.findIndex((other) => other.id === id) === at).slice(0, MOST_PERSONAS);
}
