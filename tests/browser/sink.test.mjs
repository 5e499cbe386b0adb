// The stage itself, without Leaklight: the real SDKs and the written tags run in a real Chromium and tell their real
// hosts what they tell them in life; the clean pages tell nobody anything. The tests of Leaklight stand on this.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { secrets } from "../clinic/persona.mjs";
import { address, hosts, pages } from "../clinic/site.mjs";
import { vendors } from "../clinic/vendors.mjs";
import { startChromium } from "./lib/chromium.mjs";
import { find } from "./lib/decode.mjs";
import { Sink } from "./lib/sink.mjs";
import { expectedVendors, leave, walk } from "./visit.mjs";

const own = new Set(Object.values(hosts));
let sink;
let browser;
let cleanEnd;

before(async () => {
  sink = await Sink.start();
  browser = await startChromium({ sink });
});
after(async () => {
  await browser?.close();
  await sink?.close();
});

/** Requests of pages: what Chromium does for itself carries no page's address and is no page's doing. */
const ofPages = (r) => !own.has(r.host) && !/(^|\.)(google\.com|googleapis\.com|gvt1\.com)$/.test(r.host);

test("clean pages tell third parties nothing, and their own Matomo a neutral address", async () => {
  const page = await browser.newPage();
  await walk({ page, variant: "clean", sink });
  await leave({ page, variant: "clean", sink });
  await page.close();
  cleanEnd = sink.requests.length;

  const third = sink.requests.filter(ofPages);
  assert.deepEqual([...new Set(third.map((r) => r.host))], ["cdn.jsdelivr.net"]);
  for (const r of [...third, ...sink.requests.filter((r) => r.host === hosts.stats)]) {
    for (const secret of secrets) assert.deepEqual(find(r, secret.value), [], `${secret.name} at ${r.url.href}`);
  }
  const hit = sink.requests.find(vendors.matomo.arrived);
  assert.equal(hit.url.searchParams.get("url"), address("condition", "clean"));
  assert.equal(hit.url.searchParams.get("action_name"), "Bayside Clinic");
  assert.equal(hit.url.searchParams.get("_id"), "");
});

test("every vendor of every leaky page is told the page's address", async () => {
  const page = await browser.newPage();
  const told = [];
  await walk({
    page, variant: "leaky", sink,
    async after(name) {
      told.push({ name, path: pages[name].leaky });
    },
  });
  await leave({ page, variant: "leaky", sink }, cleanEnd);
  await page.close();

  const arrived = sink.since(cleanEnd);
  const missing = [];
  for (const { name, path } of told) {
    for (const vendor of expectedVendors(name)) {
      const hits = arrived.filter(vendors[vendor].arrived);
      if (!hits.some((r) => find(r, path).some((row) => row.part !== "header:referer"))) {
        missing.push(`${vendor} was not told of ${path} (${hits.length} requests)`);
      }
    }
  }
  assert.deepEqual(missing, []);
});

/** What is known of how vendors write a value: at least one request of the vendor carries it like this. */
const faithful = [
  ["meta", "e-mail address", "body", "sha256 hex", "advanced matching on the booking button"],
  ["meta", "doctor search", "address", "plain", "the Search event"],
  ["ga4", "e-mail address", "address", "sha256 base64url", "user-provided data"],
  ["ga4", "doctor search", "body", "plain", "a line of a body with several events"],
  ["googleAds", "e-mail address", "address", "sha256 base64url", "enhanced conversions"],
  ["tiktok", "e-mail address", "body", "sha256 hex", "identify"],
  ["linkedin", "condition in the title", "body", "plain", "base64 of gzip in /wa/", ["base64", "gzip"]],
  ["matomo", "doctor search", "address", "plain", "site search"],
  ["clarity", "condition in the address", "body", "plain", "gzip", ["gzip"]],
  ["posthog", "doctor search", "body", "plain", "gzip", ["gzip"]],
  ["datadog", "reason for the visit", "body", "plain", "deflate inside multipart: what was typed, replayed", ["deflate"]],
  ["hubspot", "reason for the visit", "body", "plain", "collected forms: a form of the site's own, read when sent"],
  ["floodlight", "condition in the title", "address", "plain", "u1 in the path"],
  ["segment", "e-mail address", "body", "plain", "traits"],
  ["rudderstack", "record number", "body", "plain", "identify"],
  ["sentry", "e-mail address", "body", "plain", "the event's user"],
];

test("values arrive written as their vendors write them", () => {
  const missing = faithful.filter(([vendor, secret, part, as, , steps]) => {
    const { value } = secrets.find((s) => s.name === secret);
    return !sink.since(cleanEnd).filter(vendors[vendor].arrived).some((r) =>
      find(r, value).some((row) => row.part === part && row.as === as && (!steps || `${row.steps}` === `${steps}`)));
  });
  assert.deepEqual(missing, []);
});

test("a password goes to the portal and nowhere else", () => {
  const { value } = secrets.find((s) => s.name === "password");
  const hosts = new Set(sink.requests.filter((r) => find(r, value).length).map((r) => r.host));
  assert.deepEqual([...hosts], ["portal.bayside-clinic.example"]);
});
