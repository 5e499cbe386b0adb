// The tests' own reader of what arrived: every writing it must see through, and look-alikes it must not be taken in by.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { deflateSync, gzipSync } from "node:zlib";
import { find } from "./lib/decode.mjs";

const email = "rosa.delgado@mailbox.example";
const request = ({ query = "", body = "", headers = {} }) => ({
  url: new URL(`https://vendor.example/t?${query}`), body: Buffer.from(body), headers,
});
const b64 = (x) => Buffer.from(x).toString("base64");

const seen = [
  ["plain in the query", email, { query: `e=${email}` }],
  ["percent-encoded", email, { query: `e=${encodeURIComponent(email)}` }],
  ["percent-encoded twice", email, { query: `e=${encodeURIComponent(encodeURIComponent(email))}` }],
  ["upper case", email, { query: `e=${email.toUpperCase()}` }],
  ["JSON escapes", email, { body: '{"e":"rosa.delgado\\u0040mailbox.example"}' }],
  ["JSON in JSON in base64", email, { query: `d=${b64(JSON.stringify({ s: JSON.stringify({ e: email }) }))}` }],
  ["gzip body", email, { body: gzipSync(email) }],
  ["deflate inside multipart", email, { body: Buffer.concat([Buffer.from("--x\r\n\r\n"), deflateSync(email), Buffer.from("\r\n--x--")]) }],
  ["base64 of gzip", email, { body: b64(gzipSync(JSON.stringify({ e: email }))) }],
  ["SHA-256 in hex", email, { query: `h=${createHash("sha256").update(email).digest("hex")}` }],
  ["SHA-256 in base64url", email, { query: `em=tv.1~em.${createHash("sha256").update(email).digest("base64url")}` }],
  ["phone as digits, hashed with the country code", "415-555-0137", { query: `ph=${createHash("sha256").update("14155550137").digest("hex")}` }],
  ["words joined by plus", "breast lump", { query: "q=breast+lump" }],
  ["words joined by hyphens", "breast lump", { query: "q=/search/breast-lump" }],
  ["Referer", email, { headers: { referer: `https://x.example/?e=${encodeURIComponent(email)}` } }],
];
const unseen = [
  ["nothing there", email, { query: "e=1" }],
  ["another address", email, { query: "e=rosa.delgado@mailbox.test" }],
  ["hash of another value", email, { query: `h=${createHash("sha256").update("other").digest("hex")}` }],
];

test("no value is seen where none is", () => {
  for (const [what, value, r] of unseen) assert.deepEqual(find(request(r), value), [], what);
});
test("a value is seen under every writing", () => {
  for (const [what, value, r] of seen) assert.notDeepEqual(find(request(r), value), [], what);
});
