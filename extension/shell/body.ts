/** Request bodies as the browser hands them out, made into text that can cross to the core. */

/** The most of a body taken, in bytes. */
export const MAX_BODY = 256 * 1024;

/** A body, in the words of the core's raw events. */
export type Body = { text: string } | { base64: string } | { form: [string, string][] } | { unseen: number };

type RequestBody = chrome.webRequest.OnBeforeRequestDetails["requestBody"];

/** What can be said of a request's body; nothing where there is none. */
export function bodyOf(body: RequestBody | null | undefined): { body?: Body; cut?: boolean } {
  if (!body) return {};
  if (body.formData) return form(body.formData);
  if (!body.raw) return { body: { unseen: 0 } };
  const parts: Uint8Array[] = [];
  let room = MAX_BODY;
  let cut = false;
  for (const part of body.raw) {
    if (!part.bytes) {
      // A file or a Blob: the browser names it and keeps what it holds.
      cut = true;
      continue;
    }
    const bytes = new Uint8Array(part.bytes, 0, Math.min(part.bytes.byteLength, room));
    cut ||= bytes.byteLength < part.bytes.byteLength;
    room -= bytes.byteLength;
    parts.push(bytes);
  }
  if (room === MAX_BODY) return { body: { unseen: 0 } };
  return { body: bytesBody(joined(parts, MAX_BODY - room), cut), cut };
}

/** Text where the bytes are UTF-8, base64 where they are not. A cut may split the last character, which is then left out. */
export function bytesBody(bytes: Uint8Array, cut: boolean): Body {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream: cut }) };
  } catch {
    return { base64: base64(bytes) };
  }
}

/** Bytes in base64. */
export function base64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}

/** Base64 read back. */
export function unbase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0));
}

function joined(parts: Uint8Array[], length: number): Uint8Array {
  const [first] = parts;
  if (parts.length === 1 && first) return first;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function form(data: Record<string, unknown[]>): { body: Body; cut: boolean } {
  const fields: [string, string][] = [];
  let room = MAX_BODY;
  for (const [name, values] of Object.entries(data)) {
    for (const value of values) {
      // Chromium hands binary values out as bytes.
      const text = typeof value === "string" ? value : new TextDecoder().decode(value as ArrayBuffer);
      room -= name.length + text.length;
      if (room < 0) return { body: { form: fields }, cut: true };
      fields.push([name, text]);
    }
  }
  return { body: { form: fields }, cut: false };
}
