// The DevTools panel in a real browser: hits, their events, filters, copies, comparisons, a recorded visit; and bodies DevTools supply.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { made } from "./devtools/made.mjs";
import { fillIn, stageIntake } from "../clinic/intake.mjs";
import { visitor } from "../clinic/persona.mjs";
import { hosts } from "../clinic/site.mjs";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";

const it = stage();
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PAGE = "https://www.lakeside.example/conditions/hiv-testing";
const ga4 = "https://www.google-analytics.com/g/collect?v=2&tid=G-AAA1111111&cid=123.456&gtm=x";
let watched;
let panel;

const shows = (test, ...args) => panel.waitForFunction(test, { timeout: 15_000, polling: 100 }, ...args);
const press = (words, within = "") => panel.locator(`::-p-xpath(${within}//button[normalize-space(.)=${JSON.stringify(words)}])`).click();
const all = (selector) => panel.$$eval(selector, (elements) => elements.map((element) => element.innerText));
const events = () => all(".hit-event");
const said = (words) => shows((wanted) => document.querySelector("[role=status]").innerText.includes(wanted), words);
/** Opens the first row that names this event. */
const open = async (event) => {
  const body = await panel.evaluate((wanted) => {
    const line = [...document.querySelectorAll(".hit-line")].find((l) => l.querySelector(".hit-event").innerText.includes(wanted));
    if (line.getAttribute("aria-expanded") !== "true") line.click();
    return line.getAttribute("aria-controls");
  }, event);
  await shows((id) => document.getElementById(id).querySelector(".hit-params, .hit-facts"), body);
  return `//*[@id="${body}"]`;
};
const axeSays = async () => {
  if (!(await panel.evaluate(() => "axe" in window))) await panel.evaluate(axe);
  const { violations, passes } = await panel.evaluate(() => window.axe.run());
  assert.ok(passes.length > 5, "axe looked at the page");
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`));
};
/** What the panel hands to the clipboard. */
const stubClipboard = () => panel.evaluate(() => {
  window.copied = [];
  document.execCommand = () => {
    const data = new DataTransfer();
    document.dispatchEvent(new ClipboardEvent("copy", { clipboardData: data, cancelable: true }));
    window.copied.push(data.getData("text/plain"));
    return true;
  };
});
const copied = async () => {
  await shows(() => window.copied.length > 0);
  return panel.evaluate(() => window.copied.pop());
};
/** A tab with the panel beside it, as DevTools would show it. */
async function begin(url = PAGE) {
  watched = await Watched.open(it.browser, url);
  panel = await it.browser.newPage();
  await panel.setBypassCSP(true); // axe is put into the page; what the policy forbids is another test's
  panel.errors = [];
  panel.on("pageerror", (error) => panel.errors.push(String(error)));
  await panel.goto(`chrome-extension://${it.browser.id}/hits.html?tab=${watched.tab}`);
  await stubClipboard();
}
/** The panel with made-up hits. */
async function beginMade(options, { width = 1280, height = 900, media = {} } = {}) {
  panel = await it.browser.newPage();
  await panel.setBypassCSP(true);
  panel.errors = [];
  panel.on("pageerror", (error) => panel.errors.push(String(error)));
  await panel.setViewport({ width, height });
  await panel.emulateMediaFeatures(Object.entries(media).map(([name, value]) => ({ name, value })));
  await panel.evaluateOnNewDocument(made, options);
  await panel.goto(`chrome-extension://${it.browser.id}/hits.html?tab=1`);
  await shows((n) => (n > 0 ? document.querySelectorAll(".hit").length >= Math.min(n, 50) : document.querySelector(".calm h2")), options.count);
}
const post = (url, body) => watched.page.evaluate((u, b) => fetch(u, { method: "POST", mode: "no-cors", body: b }).then(() => {}), url, body);
const tell = async () => {
  await post(`${ga4}&dl=${encodeURIComponent(PAGE)}`, "en=page_view\r\nen=scroll&epn.percent=90");
  await post("https://api.segment.io/v1/batch", JSON.stringify({
    writeKey: "w", sentAt: "t",
    batch: [{ type: "track", event: "Booked", anonymousId: "abcdefgh-1234", properties: { note: "Jordan Avery" } }, { type: "track", event: "Opened", anonymousId: "abcdefgh-1234" }],
  }));
  await shows(() => ["page_view", "scroll", "Booked", "Opened"].every((e) => [...document.querySelectorAll(".hit-event")].some((s) => s.innerText.includes(e))));
};

beforeEach(() => {
  const html = (body) => ({ type: "text/html", body: `<!doctype html><title>HIV testing</title>${body}` });
  it.sink.staged.set("www.lakeside.example/conditions/hiv-testing", html("<h1>HIV testing</h1>"));
  it.sink.staged.set("www.lakeside.example/about", html("<h1>About</h1>"));
});
afterEach(async () => {
  const errors = panel?.errors ?? [];
  await panel?.close();
  await watched?.close();
  [panel, watched] = [undefined, undefined];
  assert.deepEqual(errors, []);
});

test("hits are rows, events of one body apart, decoded beside their raw names; they outlast navigation and the panel", async () => {
  await begin();
  await shows(() => document.querySelector(".calm h2")?.innerText === "No hit so far");
  await tell();
  assert.deepEqual((await events()).sort(), ["Booked 1 of 2", "Opened 2 of 2", "page_view 1 of 2", "scroll 2 of 2"].sort());
  const at = await open("page_view");
  const rows = await all(".hit-params tbody tr");
  assert.ok(rows.some((r) => /page address\s+dl\s+query\s+https:\/\/www\.lakeside\.example\/conditions\/hiv-testing\s+names “HIV testing”/.test(r.replace(/\t/g, " "))), rows.join("\n"));
  assert.match(await panel.$eval(`::-p-xpath(${at})`, (e) => e.innerText), /Page address sent to another company/);
  await watched.page.goto("https://www.lakeside.example/about", { waitUntil: "load" });
  await post(`${ga4}&en=later`, "");
  await shows(() => document.querySelectorAll(".hit").length === 5);
  await panel.reload();
  await shows(() => document.querySelectorAll(".hit").length === 5);
  assert.match((await events())[0], /later/, "the latest first");
});

test("pause holds the list, clear begins it from now on, also for a panel opened again", async () => {
  await begin();
  await tell();
  await press("Pause");
  await post(`${ga4}&en=while_paused`, "");
  await watched.untilView((v) => v.recipients.reduce((n, r) => n + r.requests, 0) >= 3, "the third request");
  assert.equal((await events()).length, 4);
  await press("Pause");
  await shows(() => document.querySelectorAll(".hit").length === 5);
  await press("Clear");
  await shows(() => document.querySelectorAll(".hit").length === 0);
  await panel.reload();
  await shows(() => document.querySelector(".calm h2")?.innerText === "No hit so far");
  await post(`${ga4}&en=after_clear`, "");
  await shows(() => document.querySelectorAll(".hit").length === 1);
  await press("Show all since watching began");
  await shows(() => document.querySelectorAll(".hit").length === 6);
});

test("filters by recipient, event, finding and text narrow the list and are undone", async () => {
  await begin();
  await tell();
  const narrowed = (n) => shows((wanted) => document.querySelectorAll(".hit").length === wanted, n);
  await panel.select("[aria-label=Recipient]", "segment");
  await narrowed(2);
  await panel.select("[aria-label=Event]", "Booked");
  await narrowed(1);
  await press("Show all");
  await narrowed(4);
  await panel.select("[aria-label=Finding]", "sensitive-url-third-party");
  await narrowed(2);
  await panel.select("[aria-label=Finding]", "");
  await panel.type("[type=search]", "google SCROLL");
  await narrowed(1);
  await panel.type("[type=search]", " nothing-like-it");
  await shows(() => document.querySelector(".calm h2")?.innerText === "No hit fits these filters");
});

test("copies are masked until a press says otherwise", async () => {
  await begin();
  await tell();
  const at = await open("Booked");
  for (const form of ["Copy as cURL", "Copy as JSON", "Copy as table row"]) {
    await press(form, at);
    const text = await copied();
    assert.ok(text.length > 40 && !text.includes("Jordan"), `${form}: ${text}`);
  }
  assert.ok(!(await panel.content()).includes("Jordan Avery"));
  await press("Copy with the values as sent", at);
  await shows(() => document.body.innerText.includes("What you paste may name a person"));
  await press("Copy as cURL", at);
  const curl = await copied();
  assert.match(curl, /^curl 'https:\/\/api\.segment\.io\/v1\/batch' -X 'POST' --data-raw '.*"note":"Jordan Avery".*'$/s);
  await press("Copy as JSON", at);
  assert.equal(JSON.parse(await copied()).sent.url, "https://api.segment.io/v1/batch");
  await said("Copied, with its values as sent.");
  await press("Copy with the values as sent", at);
  await press("Copy as table row", at);
  assert.ok(!(await copied()).includes("Jordan"));
});

test("what becomes of a request later masks nothing that is shown as sent; what else was sent does", async () => {
  await beginMade({ count: 3 });
  const at = await open("Booked");
  const again = async (later) => {
    await panel.evaluate((later) => (window.later = later), later);
    await press("Pause");
    await press("Pause");
  };
  const shown = () => panel.$eval(`::-p-xpath(${at})`, (e) => e.innerText.includes("jordan"));
  await press("Copy with the values as sent", at);
  await shows(() => document.body.innerText.includes("What you paste may name a person"));
  assert.equal(await shown(), true);
  await again({ status: 503 });
  await shows(() => [...document.querySelectorAll(".hit-status")].some((e) => e.innerText.includes("503")));
  assert.equal(await shown(), true, "it was sent, whatever was answered");
  await again({ status: 503, method: "PUT" });
  await shows(() => [...document.querySelectorAll(".hit-method")].some((e) => e.innerText.includes("PUT")));
  assert.equal(await shown(), false);
});

test("where uncovering is turned off, nothing stays shown as sent", async () => {
  await begin();
  await tell();
  const at = await open("Booked");
  await press("Copy with the values as sent", at);
  await shows(() => document.body.innerText.includes("Jordan Avery"));
  const may = (uncover) => watched.ask({ type: "set", all: { uncover } });
  const loaded = panel.waitForNavigation({ waitUntil: "load" });
  await may(false);
  await loaded;
  await shows(() => [...document.querySelectorAll(".hit-event")].some((e) => e.innerText.includes("Booked")));
  const again = await open("Booked");
  await press("Copy with the values as sent", again);
  await said("Uncovering is turned off in Leaklight’s options");
  assert.ok(!(await panel.content()).includes("Jordan Avery"));
  await may(true);
});

/** Base32 without its padding (RFC 4648). */
const base32 = (text) => [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, "0")).join("").match(/.{1,5}/g)
  .map((bits) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[parseInt(bits.padEnd(5, "0"), 2)]).join("");

test("a masked copy is looked through for what was typed, as a file is", async () => {
  const host = hosts.www;
  await begin(stageIntake(it.sink, "/p/77"));
  await watched.page.bringToFront();
  await fillIn(watched.page);
  // In an alphabet that no pattern reads: that it is his address is known by having been typed alone.
  const packed = base32(visitor.email);
  const mark = it.sink.requests.length;
  await watched.page.evaluate((url) => fetch(url, { mode: "no-cors" }), `${ga4}&en=${packed}&dl=https%3A%2F%2F${host}%2Fp%2F77`);
  await it.sink.until((r) => r.path === "/g/collect" && r.url.search.includes(packed), { mark, what: "the event" });
  await watched.untilView((v) => v.known.some((k) => k.left.length > 0), "what was typed to be found");
  await panel.bringToFront();
  await shows((wanted) => [...document.querySelectorAll(".hit-event")].some((e) => e.innerText.includes(wanted)), packed);
  const at = await open(packed);
  for (const form of ["Copy as cURL", "Copy as JSON", "Copy as table row"]) {
    await press(form, at);
    const text = await copied();
    assert.ok(text.includes("google-analytics.com") && !text.includes(packed), `${form}: ${text}`);
  }
});

test("two hits are compared parameter by parameter", async () => {
  await begin();
  await tell();
  await press("Compare this hit with another", await open("page_view"));
  await said("Picked.");
  await press("Compare with the hit picked before", await open("scroll"));
  await shows(() => document.activeElement.id === "compared");
  const rows = (await all(".hit-params tbody tr")).map((r) => r.replace(/\s+/g, " "));
  assert.ok(rows.some((r) => /≠ changed event name en page_view scroll/.test(r)), rows.join("\n"));
  assert.ok(rows.some((r) => /= same account tid/.test(r)) && rows.some((r) => /\+ new .*epn\.percent not sent 90/.test(r)), rows.join("\n"));
  assert.deepEqual(await axeSays(), []);
  await press("Back to the list");
  await shows(() => document.querySelectorAll(".hit").length === 4);
});

test("a recorded visit is compared with this one; a file that is none is refused with its line and why", async () => {
  await begin();
  await watched.page.evaluate(() => {
    document.cookie = "plan=a;max-age=86400";
    localStorage.setItem("kept_now", "yes");
  });
  await watched.untilView((v) => ["plan", "kept_now"].every((name) => v.storage.some((s) => s.name.shown === name)), "what is stored");
  await tell();
  const log = await watched.export("log");
  const dir = await mkdtemp(join(tmpdir(), "leaklight-log-"));
  const choose = async (name, text) => {
    const path = join(dir, name);
    await writeFile(path, text);
    await (await panel.$("input[type=file]")).uploadFile(path);
  };
  const lines = log.trimEnd().split("\n");
  for (const [name, text, why] of [
    ["half.ndjson", log.slice(0, log.length - 30), `Line ${lines.length}: it ends in the middle: the file was cut off`],
    ["newer.ndjson", log.replace('"leaklight-log":1', '"leaklight-log":9'), "Line 1: the visit was recorded in version 9 of the form, this Leaklight reads up to 1. Use a newer one"],
    ["photo.json", "{}", "Line 1: this is no recorded visit"],
    ["other.ndjson", `${lines[0]}\n{"a":1}\n`, "Line 2: nothing that Leaklight writes reads like this"],
    ["empty.ndjson", "", "Line 1: this is no recorded visit"],
  ]) {
    await choose(name, text);
    await said(`Not compared: ${why}`);
  }
  // What was recorded then: no Segment yet, another entry in storage, and a cookie that ended with the browser.
  const before = lines.filter((line) => !line.includes("segment")).map((line) =>
    line.replace("kept_now", "kept_then").replace(/("name":"plan".*"expires":)\d+/, "$1null"));
  /** What differs from then. */
  const compared = async () => {
    await choose("before.ndjson", `${before.join("\n")}\n`);
    await shows(() => document.querySelector("#compared")?.innerText === "This visit beside a recorded one");
    const sections = await all(".hits-diff");
    assert.match(sections[0], /\+ new\s+Segment · Booked/);
    assert.match(sections[1], /\+ new\s+Segment/);
    assert.match(sections[2], /\+ new\s+\S*kept_now/);
    assert.match(sections[2], /− gone\s+\S*kept_then/);
    assert.match(sections[2], /≠ changed\s+\S*plan/);
    return sections;
  };
  const whole = await compared();
  assert.match(whole[0], /2 as before/);
  assert.deepEqual(await axeSays(), []);
  await press("Back to the list");
  // Whatever the list shows: the visits are compared whole.
  await press("Clear");
  await press("Pause");
  assert.deepEqual(await compared(), whole);
  await press("Back to the list");
  await watched.ask({ type: "toggle", tab: watched.tab, on: false });
  await choose("before.ndjson", `${before.join("\n")}\n`);
  await said("Not compared: this tab is not watched");
});

test("a tab that is not watched is offered to be", async () => {
  const page = await it.browser.newPage();
  await page.goto(PAGE, { waitUntil: "load" });
  const tab = await it.browser.tabId(page);
  panel = await it.browser.newPage();
  panel.errors = [];
  await panel.goto(`chrome-extension://${it.browser.id}/hits.html?tab=${tab}`);
  await shows(() => document.querySelector(".calm h2")?.innerText === "This tab is not watched");
  await press("Watch this tab and load it again");
  await shows(() => document.querySelector(".calm h2")?.innerText === "No hit so far");
  await page.close();
});

test("what DevTools tell is taken for bodies nobody saw, from the extension's own pages alone", async () => {
  await begin();
  const url = "https://api.mixpanel.com/track/";
  // A stream's body neither the browser nor the page hook can show.
  await watched.page.evaluate(async (u) => {
    const body = new Blob(['[{"event":"FromBlob","properties":{"token":"t"}}]']).stream();
    await fetch(u, { method: "POST", mode: "cors", body, duplex: "half" }).catch(() => {});
  }, url);
  await shows(() => document.querySelectorAll(".hit").length === 1);
  assert.match((await all(".hit-event"))[0], /no event named/);
  const body = '[{"event":"Streamed","properties":{"token":"t"}},{"event":"Again","properties":{"token":"t"}}]';
  assert.deepEqual(await watched.ask({ type: "devtools-body", tab: watched.tab, url, method: "POST", body, at: Date.now() }), { ok: true });
  await shows(() => ["Streamed", "Again"].every((e) => [...document.querySelectorAll(".hit-event")].some((s) => s.innerText.includes(e))));
});

for (const scheme of ["light", "dark"]) {
  test(`axe finds nothing, ${scheme}; the keyboard reaches everything`, async () => {
    await beginMade({ count: 300 }, { media: { "prefers-color-scheme": scheme } });
    await panel.focus(".hit-line");
    await panel.keyboard.press("Enter");
    await shows(() => document.querySelector(".hit-params"));
    assert.deepEqual(await axeSays(), []);
    await panel.keyboard.press("Tab");
    const reached = [];
    for (let n = 0; n < 6; n += 1) {
      reached.push(await panel.evaluate(() => document.activeElement.innerText));
      await panel.keyboard.press("Tab");
    }
    for (const name of ["Copy as cURL", "Copy with the values as sent", "Compare this hit with another"]) assert.ok(reached.includes(name), reached.join(" | "));
    await panel.focus(".hit-body button");
    await panel.keyboard.press("Escape");
    await shows(() => document.activeElement.matches('.hit-line[aria-expanded="false"]'));
  });
}

test("hostile hits are text and nothing else; narrow panels do not scroll sideways", async () => {
  await beginMade({ count: 30, hostile: true }, { width: 320 });
  await panel.click(".hit-line");
  await shows(() => document.querySelector(".hit-params"));
  assert.equal(await panel.$("#sheet img"), null);
  const wide = await panel.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${wide} px too wide`);
  assert.deepEqual(await axeSays(), []);
});
