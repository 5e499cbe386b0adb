// Looks for a value in the bytes that arrived, under every writing it may have been given. Deliberately apart from the
// product's own decoder and simpler than it: two decoders that agree are worth more than one that agrees with itself.
import { createHash } from "node:crypto";
import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from "node:zlib";

const DEPTH = 6;
const TEXTS = 4000; // writings looked at in one request; session recordings nest deeply

const lenient = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 32 << 20 };
function attempt(f) {
  try {
    const out = f();
    return out.length ? out : null;
  } catch {
    return null;
  }
}

/** Every byte string a compressed part of `bytes` opens to, wherever in it the part begins (multipart, framed). */
function* inflated(bytes) {
  for (let i = 0; i < bytes.length - 2; i++) {
    if (bytes[i] === 0x1f && bytes[i + 1] === 0x8b) {
      const out = attempt(() => gunzipSync(bytes.subarray(i), lenient));
      if (out) yield ["gzip", out];
    } else if (bytes[i] === 0x78 && ((bytes[i] << 8) | bytes[i + 1]) % 31 === 0) {
      const out = attempt(() => inflateSync(bytes.subarray(i), lenient));
      if (out) yield ["deflate", out];
    }
  }
}

const asciiish = (bytes) => {
  let odd = 0;
  for (const b of bytes.subarray(0, 400)) if (b < 9 || (b > 13 && b < 32) || b === 127) odd++;
  return odd * 10 < Math.min(bytes.length, 400);
};

/** Texts one step away from `text`: percent-decoding, JSON strings, base64 runs. */
function* opened(text) {
  if (/%[0-9a-f]{2}|\+/i.test(text)) {
    const percent = text.replace(/\+/g, " ").replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
      Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"));
    if (percent !== text) yield ["percent", percent];
  }
  if (/\\["\\/nu]/.test(text)) {
    yield ["json", text.replace(/\\(u[0-9a-f]{4}|.)/gi, (_, c) =>
      c.length > 1 ? String.fromCharCode(parseInt(c.slice(1), 16)) : ({ n: "\n", t: "\t", r: "\r" })[c] ?? c)];
  }
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{16,}={0,2}/g)) {
    const bytes = Buffer.from(run, "base64");
    const packed = [...inflated(bytes.subarray(0, 4))].length || (bytes[0] === 0x1f && bytes[1] === 0x8b) || bytes[0] === 0x78;
    if (packed || asciiish(bytes)) yield ["base64", bytes];
  }
}

/** Every writing found in a request part, each with the steps that led to it. */
function* writings(bytes, compressed) {
  const seen = new Set();
  const queue = [[[], bytes]];
  if (compressed) {
    const out = attempt(() => brotliDecompressSync(bytes, lenient)) ?? attempt(() => inflateRawSync(bytes, lenient));
    if (out) queue.push([["compressed"], out]);
  }
  for (let taken = 0; queue.length && taken < TEXTS; ) {
    const [steps, item] = queue.shift();
    const text = typeof item === "string" ? item : item.toString("utf8");
    if (seen.has(text)) continue;
    seen.add(text);
    taken++;
    yield [steps, text];
    if (steps.length >= DEPTH) continue;
    if (typeof item !== "string") for (const [how, out] of inflated(item)) queue.push([[...steps, how], out]);
    for (const [how, out] of opened(text)) queue.push([[...steps, how], out]);
  }
}

/** What is compared: lower case, runs of blanks as one. */
const flat = (text) => text.toLowerCase().replace(/\s+/g, " ");

/** The spellings of a value worth looking for, each with its name. */
function needles(value) {
  const plain = new Set([value]);
  const digits = value.replace(/\D/g, "");
  const phone = /^[\d\s()+.-]{10,}$/.test(value) && digits.length === 10;
  if (/\s/.test(value)) for (const glue of ["-", "_", "+"]) plain.add(value.replace(/\s+/g, glue));
  if (phone) plain.add(digits);
  const list = [...plain].map((p) => ["plain", flat(p)]);
  const normal = [value.trim().toLowerCase(), ...(phone ? [digits, `1${digits}`, `+1${digits}`] : []),
    ...(/^\d{4}-\d\d-\d\d$/.test(value) ? [digits] : [])];
  for (const form of normal) {
    for (const algorithm of ["md5", "sha1", "sha256"]) {
      const digest = createHash(algorithm).update(form).digest();
      for (const code of ["hex", "base64", "base64url"]) {
        list.push([`${algorithm} ${code}`, flat(digest.toString(code))]);
      }
    }
  }
  return list;
}

/**
 * Where a value stands in a request, or an empty list.
 * @param {import("./sink.mjs").Arrived} request
 * @param {string} value
 * @returns {{ part: "address" | "body" | `header:${string}`, as: string, steps: string[] }[]} one row for each part and spelling
 */
export function find(request, value) {
  const wanted = needles(value);
  const parts = [["address", Buffer.from(request.url.href)], ["body", request.body]];
  for (const name of ["referer", "cookie"]) {
    if (request.headers[name]) parts.push([`header:${name}`, Buffer.from(request.headers[name])]);
  }
  const rows = new Map();
  for (const [part, bytes] of parts) {
    if (!bytes.length) continue;
    for (const [steps, text] of readings(request, part, bytes)) {
      for (const [as, needle] of wanted) {
        if (text.includes(needle) && !rows.has(part + as)) rows.set(part + as, { part, as, steps });
      }
    }
  }
  return [...rows.values()];
}

const memo = new WeakMap();
/** The flattened writings of one part, worked out once: tests ask for a dozen values in turn. */
function readings(request, part, bytes) {
  const parts = memo.get(request) ?? memo.set(request, new Map()).get(request);
  if (!parts.has(part)) {
    const encoded = part === "body" && Boolean(request.headers["content-encoding"]);
    parts.set(part, [...writings(bytes, encoded)].map(([steps, text]) => [steps, flat(text)]));
  }
  return parts.get(part);
}
