// Leaklight watches and tells nobody; and what it was not asked to watch it does not keep.
import assert from "node:assert/strict";
import { test } from "node:test";
import { secrets } from "../clinic/persona.mjs";
import { address, otherSite } from "../clinic/site.mjs";
import { startChromium } from "./lib/chromium.mjs";
import { find } from "./lib/decode.mjs";
import { stage } from "./lib/stage.mjs";
import { isThirdParty } from "./lib/truth.mjs";
import { Watched } from "./lib/watched.mjs";
import { leave, walk } from "./visit.mjs";

const it = stage();
const hostsOf = (requests) => [...new Set(requests.filter(isThirdParty).map((r) => r.host))].sort();

test("tabs that are not watched: nothing is kept of them, and no hook runs", async (t) => {
  const { sink, browser } = it;
  const watched = await Watched.open(browser, `https://${otherSite}/`);
  const other = await browser.newPage();
  await walk({ page: other, variant: "leaky", sink, only: ["condition", "search"] });
  const tab = await browser.tabId(other);

  await other.goto(address("login", "leaky"), { waitUntil: "load" });
  const patched = await other.evaluate(() => [fetch, navigator.sendBeacon, XMLHttpRequest.prototype.send, Storage.prototype.setItem]
    .filter((f) => !/\[native code\]/.test(Function.prototype.toString.call(f))).length);
  // The SDKs on this page wrap functions of their own accord; the same page in a browser without Leaklight says how many.
  const bare = await startChromium({ sink });
  const same = await bare.newPage();
  await same.goto(address("login", "leaky"), { waitUntil: "load" });
  const usual = await same.evaluate(() => [fetch, navigator.sendBeacon, XMLHttpRequest.prototype.send, Storage.prototype.setItem]
    .filter((f) => !/\[native code\]/.test(Function.prototype.toString.call(f))).length);
  await bare.close();
  assert.equal(patched, usual, "functions of the page that are not the browser's own");

  const answer = await watched.ask({ type: "export", what: "view", tab });
  const view = answer?.ok ? JSON.parse(answer.text) : { watching: false, findings: [], recipients: [] };
  assert.equal(view.watching, false);
  assert.deepEqual([view.findings, view.recipients], [[], []]);
  const kept = await watched.asker.evaluate(async () =>
    JSON.stringify([await chrome.storage.session.get(null), await chrome.storage.local.get(null)]));
  const record = { url: new URL("https://kept.invalid/"), headers: {}, body: Buffer.from(kept) };
  for (const secret of secrets) assert.deepEqual(find(record, secret.value), [], `${secret.name} is kept: ${kept.slice(0, 2000)}`);
  await other.close();
  await watched.close();
});

test("no byte leaves the extension: the same hosts are reached with and without it", async () => {
  const { sink, browser } = it;
  const bare = await startChromium({ sink });
  const start = sink.requests.length;
  const page = await bare.newPage();
  await page.goto(address("home", "leaky"), { waitUntil: "load" });
  await walk({ page, variant: "leaky", sink });
  await leave({ page, variant: "leaky", sink }, start);
  await bare.close();
  const without = hostsOf(sink.since(start));

  const mark = sink.requests.length;
  const watched = await Watched.open(browser, address("home", "leaky"));
  await walk({ page: watched.page, variant: "leaky", sink });
  await leave({ page: watched.page, variant: "leaky", sink }, mark);
  await watched.saved();
  await watched.close();
  const requests = sink.since(mark);

  assert.ok(without.length > 20, `a visit that reaches hosts: ${without.length}`);
  assert.deepEqual(hostsOf(requests), without);
  // From the extension's start to here: nothing besides what the pages themselves reach, the look-alike of a phone home included.
  const reached = hostsOf(sink.requests).filter((host) => !without.includes(host) && host !== otherSite);
  assert.deepEqual(reached, [], "a host that no page asks for");
  const own = requests.filter((r) => /-extension:\/\//.test(`${r.headers.origin} ${r.headers.referer}`));
  assert.deepEqual(own.map((r) => r.url.href), []);
});
