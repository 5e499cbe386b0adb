// Advanced matching on a form, as Meta's, Google's and TikTok's tags do it: the digest of what was typed is confirmed, and its
// proof stands on the card in one line. The same tags without anything typed give no such finding.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { fillIn, pressSend, stageIntake } from "../clinic/intake.mjs";
import { visitor } from "../clinic/persona.mjs";
import { snippets } from "../clinic/snippets.mjs";
import { address } from "../clinic/site.mjs";
import { vendors } from "../clinic/vendors.mjs";
import { ShadowReader } from "./lib/chromium.mjs";
import { find } from "./lib/decode.mjs";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";

const it = stage();
/** @type {Watched} */
let watched;

beforeEach(async () => {
  watched = await Watched.open(it.browser, address("home", "clean"));
});
afterEach(() => watched.close());

const hashed = (view, host) => view.findings.filter((f) => f.kind === "hashed-identity" && f.recipient?.host === host);
const confirmed = (view, host) => hashed(view, host).filter((f) => f.evidence.some((e) => e.known));

/**
 * A tag's page, left alone and then filled in. `report` makes the tag send an event while the form is being filled in, before
 * anybody presses Send; `lines` are the proofs.
 * @param {{ vendor: string, host: string, tags: string, report: string, lines: RegExp[] }} row
 */
async function check({ vendor, host, tags, report, lines }) {
  const { sink } = it;
  const { page } = watched;
  const path = `/p/5${Object.keys(vendors).indexOf(vendor)}`;
  const cards = await ShadowReader.on(page);
  const tell = async (value) => {
    const mark = sink.requests.length;
    await page.evaluate(report);
    const arrived = (r) => r.host === host && vendors[vendor].arrived(r) && (!value || find(r, value).length > 0);
    return sink.until(arrived, { mark, what: `${vendor}: ${value ?? "an event"}` });
  };
  await page.goto(stageIntake(sink, path, tags), { waitUntil: "load" });
  await tell();
  const read = (v) => v.recipients.find((r) => r.hosts.includes(host))?.requests ?? 0;
  const clean = await watched.untilView((v) => read(v) > 0, `${vendor}: its first event to be read`);
  assert.deepEqual(hashed(clean, host).map((f) => f.said), [], `${vendor}: clean twin`);

  // As a telephone's keyboard begins words: what the tags make of it is another text, and its digest another digest.
  await fillIn(page, { email: visitor.email.replace("rosa.d", "Rosa.D") });
  await page.focus("#send"); // leaves the last field, so that it has changed
  await tell(visitor.email);
  await watched.untilView((v) => confirmed(v, host).length > 0, `${vendor}: the digest confirmed`);
  await cards.until((elements) => elements.find((e) => e.tag === "div" && /border: ?3px solid/.test(e.attributes.style)),
    { what: `${vendor}: the field outlined` });
  await pressSend(page);
  const view = await watched.untilView((v) => confirmed(v, host).some((f) => f.evidence.some((e) => e.known?.sent)), `${vendor}: Send pressed`);
  const said = JSON.stringify(confirmed(view, host).map((f) => f.evidence.map((e) => [e.at, e.known])));
  const card = await cards.until((elements) => elements.find((e) => e.tag === "article" && lines.every((line) => line.test(e.text))),
    { what: `${vendor}: the card with ${lines}` }).catch((error) => assert.fail(`${error.message}\n${said}`));
  assert.ok(!card.text.includes(visitor.email), `${vendor}: masked on the card`);
}

test("Meta: e-mail and phone in udff[…]", () => check({
  vendor: "meta", host: "www.facebook.com", tags: snippets.meta({}), report: `fbq("track", "Lead")`,
  lines: [/your e-mail( address)? → trimmed, lower-cased → SHA-256 → hex, in udff\[em\], (\d+(\.\d+)? s before|as) Send/],
}));

test("Google: user-provided data, gathered by the tag", () => check({
  vendor: "googleAds", host: "www.googleadservices.com",
  tags: snippets.ga4({ consent: "granted" }) + `<script>gtag("config", "AW-987654321", { allow_enhanced_conversions: true });</script>`,
  report: `gtag("event", "conversion", { send_to: "AW-987654321/b00kAppo1ntm3nt" })`,
  lines: [/your e-mail( address)? → trimmed, lower-cased → SHA-256 → base64(url)?, in em\b.*, (\d+(\.\d+)? s before|as) Send/],
}));

test("TikTok: automatic matching, in a JSON body", () => check({
  vendor: "tiktok", host: "analytics.tiktok.com",
  tags: snippets.tiktok({}) + `<script>ttq.push(["load", "C9BAYSIDE7U0000000AG", { auto_advanced_matching: true }]);</script>`,
  report: `ttq.push(["track", "SubmitForm"])`,
  lines: [/your e-mail( address)? → trimmed, lower-cased → SHA-256 → hex, in context\.user\.email, (\d+(\.\d+)? s before|as) Send/],
}));
