// The options page: each setting is set there, kept over the worker's end, and does what it says. In the real extension.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { OptionsPage } from "./lib/options.mjs";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";

const it = stage();
const SITE = "www.opal-clinic.example";
const OTHER = "in.opal-metrics.example";
/** @type {OptionsPage} */
let options;

beforeEach(async () => {
  it.sink.staged.set(`${SITE}/conditions/hiv-testing`, {
    type: "text/html",
    body: `<!doctype html><title>Clinic</title><script>
      navigator.sendBeacon("https://${OTHER}/collect?page=" + encodeURIComponent(location.href) + "&title=HIV+testing");</script>`,
  });
  it.sink.staged.set(`${OTHER}/collect`, { type: "text/plain", body: "" });
  options = await OptionsPage.open(it.browser);
});
afterEach(async () => {
  await options.ask({ type: "forget-everything" });
  assert.deepEqual(options.errors, []);
  await options.page.close();
});

/** Visits the page and gives the view once what it sends was judged. */
async function visit() {
  const watched = await Watched.open(it.browser, `https://${SITE}/conditions/hiv-testing`);
  await watched.page.reload({ waitUntil: "load" });
  const told = (view) => view.recipients.find(({ recipient }) => recipient.host === OTHER);
  const view = await watched.untilView((v) => !v.page.late && told(v)?.requests >= 1, "the beacon to be seen");
  await watched.close();
  return { view, told: told(view), leaks: view.findings.filter((f) => f.recipient?.host === OTHER && f.kind === "sensitive-url-third-party") };
}

test("every setting is set, kept over the worker's end, and taken back", async () => {
  const filled = [
    ["watch", { "always-site": "https://WWW.opal-clinic.example/x" }, "Watched from now on", "https://www.opal-clinic.example | Watched whenever it is opened"],
    ["domains", { "own-domain": "Opal-Clinic.example" }, "Yours: ", "opal-clinic.example | With the hosts below it"],
    ["groups", { "group-name": "Opal Health", "group-domains": "opal.example, opal-labs.example" }, "One owner", "Opal Health | opal.example, opal-labs.example"],
    ["vendors", { "vendor-name": "Opal Metrics", "vendor-hosts": "opal-metrics.example" }, "Named from now on", "Opal Metrics | advertising: opal-metrics.example"],
    ["relays", { "relay-host": "data.opal-clinic.example", "relay-vendor": "Matomo" }, "Remembered for", "data.opal-clinic.example | It is Matomo"],
    ["rules", { "rule-what": "project lighthouse", "rule-site": "" }, "Remembered: ", "“project lighthouse” | Always sensitive, everywhere"],
    ["pages", { "page-site": "opal-clinic.example", "page-path": "/app/*" }, "Remembered: ", "opal-clinic.example/app/* | General page"],
  ];
  for (const [section, fields, says, row] of filled) assert.deepEqual(await options.add(section, fields, says), [row], section);
  await options.page.locator("#cards .pick:nth-of-type(2) input").click();
  await options.becomes(".notice", "Cards from High on.");
  await options.page.locator("#watch .pick input").click();
  await options.becomes(".notice", "The log is kept no longer.");
  await options.page.locator("#masking .pick input").click();
  await options.becomes(".notice", "Values stay masked.");
  await options.ask({ type: "mute", what: "recipient:meta-pixel" });
  await options.ask({ type: "mute", what: "site:opal-clinic.example" });
  await options.ask({ type: "mute", what: "title-leak|x|https://opal-clinic.example/hiv|" });
  await options.ask({ type: "persona", persona: { id: "made-1", name: "Jordan", details: [{ what: "email", value: "jordan@mail.example" }], on: true, saved: true } });

  await it.browser.killWorker();
  await options.again();
  for (const [section, , , row] of filled) assert.deepEqual(await options.rows(section), [row], `${section} after the worker's end`);
  assert.equal(await options.page.$eval("#cards input:checked", (input) => input.closest("label").innerText.split("\n")[0]), "High");
  for (const section of ["watch", "masking"]) assert.equal(await options.page.$eval(`#${section} .pick input`, (input) => input.checked), false, section);
  assert.deepEqual(await options.rows("patients"), ["Jordan | 1 value, looked for, kept on this computer"]);
  const muted = await options.rows("muted");
  assert.equal(muted.length, 3);
  assert.match(muted[0], /^Meta Pixel.* \| No cards about this recipient/);
  assert.doesNotMatch(muted.join(), /hiv/, "a page's address is not repeated");
  const { local } = await options.stored();
  assert.deepEqual(local.ownVendors, [{ name: "Opal Metrics", hosts: ["opal-metrics.example"], category: "advertising" }]);
  assert.deepEqual([local.cardsFrom, local.record, local.uncover, local.alwaysWatch], ["high", false, false, ["https://www.opal-clinic.example"]]);
  assert.doesNotMatch(JSON.stringify(local), /title-leak/, "a single finding's name is on no disk");

  for (const [section] of [...filled, ["patients"], ["muted"]]) {
    await options.remove(section);
    assert.equal(await options.page.evaluate(() => document.activeElement.id), `${section}-head`, "the keyboard stays in the section");
  }
  for (const [section] of filled) assert.deepEqual(await options.rows(section), [], section);
  await options.page.locator(".notice button").click();
  await options.becomes(".notice", "Taken back.");
  await options.page.waitForFunction(() => document.querySelectorAll("#muted .entries li").length === 3);
});

test("what is not to be uncovered is given to no page, nor is a hit as it was sent", async () => {
  const watched = await Watched.open(it.browser, `https://${SITE}/conditions/hiv-testing`);
  await watched.page.reload({ waitUntil: "load" });
  const of = (view) => view.findings.find((f) => f.recipient?.host === OTHER && f.evidence.length > 0);
  const view = await watched.untilView((v) => of(v), "a finding with its proof");
  const [, line] = (await watched.ask({ type: "hits", tab: watched.tab, from: 0, since: 0 })).text.split("\n");
  const hit = JSON.parse(line);
  const asks = [{ type: "uncover", tab: watched.tab, key: of(view).key, evidence: 0 }, { type: "hit-sent", tab: watched.tab, request: hit.request, at: hit.at }];
  for (const ask of asks) assert.equal((await watched.ask(ask)).ok, true, ask.type);
  await options.page.bringToFront();
  await options.page.locator("#masking .pick input").click();
  await options.becomes(".notice", "Values stay masked.");
  for (const ask of asks) assert.deepEqual(await watched.ask(ask), { ok: false, error: "Uncovering is turned off in Leaklight’s options." }, ask.type);
  await options.page.locator(".notice button").click();
  await options.becomes(".notice", "Taken back.");
  for (const ask of asks) assert.equal((await watched.ask(ask)).ok, true, ask.type);
  await watched.close();
});

test("what is no host, no name or too much is refused where it was typed", async () => {
  const check = async (section, fields, says) => {
    const first = Object.keys(fields)[0];
    await options.add(section, fields);
    await options.becomes(`#${first}-error`, says);
    assert.equal(await options.page.evaluate(() => document.activeElement.id), first);
    assert.deepEqual(await options.rows(section), []);
  };
  await check("domains", { "own-domain": "a b" }, "That is not a domain.");
  await check("domains", { "own-domain": "" }, "Type a domain.");
  await check("watch", { "always-site": "chrome://settings" }, "That is not a domain.");
  await check("groups", { "group-name": "x", "group-domains": "a.example" }, "A group needs two domains.");
  await check("groups", { "group-name": "x", "group-domains": "a.example <b>" }, "That is not a domain.");
  await check("vendors", { "vendor-name": "\u202e\u0000", "vendor-hosts": "a.example" }, "Give it a name.");
  await check("vendors", { "vendor-name": "x".repeat(201), "vendor-hosts": "a.example" }, "too long");
  await check("relays", { "relay-host": "a.example", "relay-vendor": "No Such Vendor" }, "no name in the list");
  await check("rules", { "rule-what": "-", "rule-site": "" }, "Say which words");
  await check("pages", { "page-site": "a.example", "page-path": "x" }, "begins with /");
  assert.deepEqual((await options.stored()).local.ownDomains ?? [], []);
  // Shown as text, whatever it is; a name that would turn its own direction is written without what turns it.
  const host = `${["a".repeat(60), "b".repeat(60), "c".repeat(60), "d".repeat(59)].join(".")}.example`;
  const rows = await options.add("vendors", { "vendor-name": "<img src=x onerror=alert(1)>\u202egnp", "vendor-hosts": host }, "Named from now on");
  assert.deepEqual(rows, [`<img src=x onerror=alert(1)>gnp | advertising: ${host}`]);
  assert.equal(await options.page.$("#vendors img"), null);
  const wide = await options.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(wide, 0, "a host of 250 signs finds its room");
});

test("own domains, groups and vendors of one's own count", async () => {
  const before = await visit();
  assert.equal(before.leaks.length, 1, "the leak is seen");
  assert.deepEqual([before.told.recipient.name, before.told.recipient.party], ["opal-metrics.example", "third"]);

  await options.add("vendors", { "vendor-name": "Opal Metrics", "vendor-hosts": "opal-metrics.example" }, "Named from now on");
  const named = await visit();
  assert.deepEqual([named.told.recipient.name, named.told.because], ["Opal Metrics", "named by your own list"]);
  assert.match(named.leaks[0].said, /Opal Metrics/);

  await options.add("groups", { "group-name": "Opal Group", "group-domains": "opal-metrics.example opal.example" }, "One owner");
  const owned = await visit();
  assert.deepEqual([owned.told.recipient.owner, owned.told.recipient.party], ["Opal Group", "third"]);

  await options.add("groups", { "group-name": "Opal Group", "group-domains": "opal-metrics.example opal-clinic.example" }, "One owner");
  const grouped = await visit();
  assert.deepEqual([grouped.told.recipient.party, grouped.leaks.length], ["same-owner", 0]);
  await options.remove("groups");
  assert.equal((await visit()).leaks.length, 1, "and again it is another's");

  await options.add("domains", { "own-domain": "opal-metrics.example" }, "Yours: ");
  await options.add("domains", { "own-domain": "opal-clinic.example" }, "Yours: opal-clinic.example");
  const own = await visit();
  assert.deepEqual([own.told.recipient.party, own.leaks.length], ["same-owner", 0]);
});

test("stored settings that cannot be read are left at their default and set aside", async () => {
  await options.page.evaluate(() => chrome.storage.local.set({ rules: "all of them", ownDomains: ["a.example", 7], later: { kept: true } }));
  await it.browser.killWorker();
  await options.again();
  await options.becomes("#kept .warned", "could not be read: ownDomains, rules.");
  assert.deepEqual(await options.rows("domains"), ["a.example | With the hosts below it"]);
  await options.add("domains", { "own-domain": "b.example" }, "Yours: ");
  await options.press("kept", "Save what stood there");
  const { name, text } = await options.saved();
  assert.match(name, /^leaklight-set-aside-[\d-]+\.json$/);
  assert.deepEqual(JSON.parse(text), { rules: "all of them", ownDomains: ["a.example", 7] });
  assert.deepEqual((await options.stored()).local.later, { kept: true }, "what a newer version keeps is left alone");
  await options.press("kept", "Drop it");
  await options.becomes(".notice", "Dropped.");
  assert.equal((await options.stored()).local.aside, undefined);
});
