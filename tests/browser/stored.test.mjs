// The panel's sheets of consent and storage, on made-up views.
import assert from "node:assert/strict";
import { test } from "node:test";
import { panelStage } from "./panel/stage.mjs";

const it = panelStage();
const { all, asked, axeSays, becomes, open, press, sheet, text } = it;

const publish = (change) => it.page.evaluate(`window.publish(${change})`);
const focused = () => it.page.evaluate(() => document.activeElement.id || document.activeElement.innerText);
/** Turns to one of the lists on the sheet of storage. */
const shelf = (name) => it.page.locator(`::-p-xpath(//div[@aria-label="Which list"]/button[contains(., "${name}")])`).click();

test("how a visit stands to the choice is said in one sentence, with who says so", async () => {
  await open("waiting");
  await sheet("tab-consent");
  assert.equal(await text("#tab-consent"), "Consent waiting");
  assert.match(await text(".state"), /^Waiting for a choice\s+No choice was made yet: the banner of Klaro is open\.$/);
  assert.match(await text("#sheet"), /They contradict each other\s+Google consent mode says that advertising is allowed; Klaro says that nobody has chosen yet\./);
  const managers = await all(".signals li");
  assert.deepEqual(managers.map((said) => said.split(/\s*\n\s*/)[1]), ["Waiting", "Granted", "Waiting", "Denied"]);
  assert.match(managers[1], /data layer, default = \{"ad_storage":"granted"/);
  const passes = await all("#sheet > .values > li");
  assert.deepEqual(passes.map((said) => said.match(/Failed|Passed|Not tested/)[0]), ["Failed", "Failed", "Passed", "Not tested"]);
  assert.match(passes[3], /nobody has refused yet$/);
  assert.match(await text("#sheet"), /What this cannot tell\s+What a company keeps/);
  await open("followed");
  await sheet("tab-consent");
  assert.match(await text(".state"), /^Accepted\s+chosen on an earlier visit\s+The visitor accepted/);
  await open("none");
  await sheet("tab-consent");
  assert.equal((await text("#tab-consent")).trim(), "Consent");
  assert.match(await text("#sheet"), /No banner or consent manager seen so far/);
});

test("before and after stand side by side, only where there is a number, and follow the visit", async () => {
  await open("waiting");
  await sheet("tab-consent");
  const table = async () => (await it.page.$$eval("#sheet section .sends tr", (rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.replace(/\s+/g, " ")))));
  assert.deepEqual(await table(), [
    ["Requests to", "Before"], ["Meta Pixel counts or advertises", "2"], ["Google Analytics 4 counts or advertises", "1"],
    ["heapline.example counts or advertises", "12"], ["Klaro", "3"],
  ]);
  await it.page.evaluate(() => { window.held = document.querySelector("#sheet section .sends .leads"); window.held.focus(); });
  await publish("(view) => { view.consent.sends[0].before = 1234; }");
  await becomes("#sheet section .sends", "1,234");
  assert.ok(await it.page.evaluate(() => window.held === document.activeElement), "the keyboard's place stays");
  await publish("(view) => { view.consent.sends[0].rejected = 7; }");
  await becomes("#sheet section .sends", "Refused");
  assert.deepEqual((await table())[1], ["Meta Pixel counts or advertises", "1,234", "7"]);
  await press("Meta Pixel");
  await becomes("#sheet", "Why it is listed");
});

test("the time line counts from each page's beginning and says how each sending stands to the choice", async () => {
  await open("ignored");
  await sheet("tab-timeline");
  const marks = await all(".mark");
  assert.match(marks[0], /^\+0\.0 s\s+The page began\s+Page$/);
  assert.match(marks[3], /^\+12 s\s+“Reject all” was pressed\s+Choice$/);
  assert.match(marks[6], /^\+13 s\s+Meta Pixel was told the page address\s+Request\s+×2\s+after refusing$/);
  assert.match(marks[11], /^\+0\.0 s\s+Another page began/);
  assert.match(marks[12], /^\+0\.9 s\s+Google Analytics 4 was told the page title\s+Request\s+refused on an earlier visit$/);
  assert.match(await text("#sheet"), /1,204 earlier events are not kept here\./);
  assert.match(marks[10], /“<b>hl<\/b>_visitor” was written/);
  assert.equal(await it.page.$("#sheet script"), null);
  const shapes = await it.page.$$eval(".mark .sev path", (paths) => paths.map((path) => path.getAttribute("d")));
  assert.equal(new Set(shapes).size, 1, "a refusal has one shape, whenever it was");

  await open("many");
  await sheet("tab-timeline");
  assert.equal((await all(".mark")).length, 200);
  await press("Show 100 more of 100");
  await it.page.waitForFunction(() => document.querySelectorAll(".mark").length === 300);
  await sheet("tab-consent");
  assert.equal((await all("#sheet section .sends tbody tr")).length, 50);
});

test("the guided check asks first, says what is cleared, and goes step by step", async () => {
  await open("none");
  await sheet("tab-consent");
  await press("Start the guided check");
  await becomes("#guided-ask", "Clear what this site keeps in this browser?");
  assert.match(await text("#guided-ask"), /cookies.*IndexedDB.*other companies’ frames.*logged out.*keep elsewhere stays.*three steps/s);
  await it.page.waitForFunction(() => document.activeElement.id === "guided-ask");
  await it.page.keyboard.press("Escape");
  await it.page.waitForSelector("#guided-ask", { hidden: true });
  await it.page.waitForFunction(() => document.activeElement.id === "guided");
  await press("Start the guided check");
  await press("Cancel");
  assert.deepEqual(await asked("check"), [], "nothing was cleared without a yes");

  await press("Start the guided check");
  await press("Clear and load again");
  await becomes(".notice", "Cookies removed: 12. Not cleared: frames 1.");
  await becomes(".guided", "Step 1 of 3: leave the banner alone");
  // The keyboard is back at the check once the worker has answered.
  await it.page.waitForFunction(() => document.activeElement.id === "guided");
  // A page that goes on sending takes nobody's place.
  await it.page.evaluate(() => { window.held = document.querySelector(".guided .main"); window.held.focus(); });
  await publish('(view) => { view.consent.disagree = ["OneTrust says one thing, the request another."]; }');
  await becomes("#sheet", "OneTrust says one thing");
  assert.ok(await it.page.evaluate(() => window.held === document.activeElement));
  await press("Done with this step");
  await becomes(".guided", "Clear again and go on: accept everything");
  assert.match(await text(".runs"), /Nothing chosen\s+Done\s+2 requests to 1 tracker\s+watched for 4 s/);
  await press("Clear again and go on: accept everything");
  await becomes(".guided", "Step 2 of 3: accept everything");
  await press("Done with this step");
  await becomes(".guided", "Clear again and go on: refuse everything");
  await press("leave the banner alone");
  await becomes("#guided-ask", "Clear what this site keeps");
  await press("Cancel");
  await press("Stop the check");
  await becomes(".guided", "Start the guided check");
  const tab = 7;
  assert.deepEqual(await asked("check"), ["ignore", "done", "accept", "done", "off"].map((step) => ({ type: "check", tab, step })));

  await open("quiet");
  await sheet("tab-consent");
  await press("Start the guided check");
  await press("Clear and load again");
  await becomes(".notice", "That did not work: Cookies of this site could not be cleared.");
});

test("three runs stand side by side; what was not to be seen is marked in words, what is doubtful is said", async () => {
  await open("ignored");
  await sheet("tab-consent");
  const rows = await it.page.$$eval(".guided tbody tr", (all) => all.map((row) => [...row.cells].map((cell) => cell.innerText.replace(/\s+/g, " "))));
  assert.deepEqual(rows[0], ["requests to Meta Pixel the same whether accepted or refused", "0", "6", "6 unexpected"]);
  assert.deepEqual(rows[3], ["requests to Google Analytics 4 only after accepting", "0", "4", "0"]);
  assert.deepEqual(rows[5], ["cookie OptanonConsent", "1", "1", "1"]);
  assert.match(await text(".runs li:nth-child(3)"), /^Refused\s+Doubtful: what was chosen is not what this step asks for/);
  assert.match(await text(".guided"), /Throw the results away/);
  await open("waiting");
  await sheet("tab-consent");
  const cells = await it.page.$$eval(".guided tbody tr:first-child td", (all) => all.map((cell) => cell.innerText.replace(/\s+/g, " ")));
  assert.deepEqual(cells, ["2 unexpected", "0", "not run"]);
  assert.doesNotMatch(await it.page.content(), /jordan\.avery/);
});

test("what is stored is shown with its author, by whose word, and how it stands to the choice", async () => {
  await open("followed");
  await sheet("tab-storage");
  const [first, second, , fourth] = await all(".entry");
  assert.match(first, /How it got here: written by stats\.bayside-clinic\.example\/matomo\.js, which the page’s markup brought \(the page’s own word\)\s+before a choice/);
  assert.match(second, /cookie · 90 days · 3 writes · first seen 14:02.*accepted on an earlier visit/s);
  assert.match(fourth, /there before watching began \(the browser’s word\)$/);
  await press("IndexedDB");
  await it.page.waitForFunction(() => document.querySelectorAll(".entry").length === 1);
  assert.match(await text(".entry"), /^firebase-heartbeat \/ heartbeats/);
  await press("IndexedDB");
  await press("another company");
  await it.page.waitForFunction(() => document.querySelectorAll(".entry").length === 1);
  await press("another company");
  await press("This identifier was told to 2 recipients");
  await it.page.waitForFunction(() => document.activeElement.id === "trail-1");
  const trail = await text("#trail-1");
  assert.match(trail, /^f•••0 \(29\)\s+First seen in the cookie _fbp, written by/);
  assert.match(trail, /Google Analytics 4 was told an identifier of Meta: the two could match this browser\./);
  assert.match(trail, /Told to 2 recipients\s+Sent to\s+Meta Pixel\s+as it was · 6 requests/);
  assert.match(trail, /Kept in\s+cookie _fbp of bayside-clinic\.example/);
  assert.match(await text("#trail-2"), /Not seen leaving\./);
  assert.doesNotMatch(await it.page.content(), /1234567890|AHWqTUkx/);
  await it.page.locator("#trail-1 .leads").click();
  await becomes("#sheet", "Why it is listed");
  await open("none");
  await sheet("tab-storage");
  await shelf("Identifiers");
  await becomes("#sheet", "No identifier seen so far");
  await shelf("Scripts");
  await becomes("#sheet", "No script seen so far");
});

test("scripts stand with their owner; a hash is short to look at and whole to copy", async () => {
  await open("followed");
  await sheet("tab-storage");
  await shelf("Scripts");
  await becomes("#sheet", "brought by");
  assert.deepEqual((await all("#sheet > h3")).slice(0, 3), ["Google 1", "Meta 2", "the site’s own 2"]);
  const said = await text("#sheet");
  assert.match(said, /fbevents\.js\s+brought by gtm\.js on www\.googletagmanager\.com, brought by the page’s markup/);
  assert.match(said, /written in the page\s+×3\s+brought by the page’s markup · 1,482 bytes/);
  assert.match(said, /app\.js\s+what brought it was not seen/);
  const hash = await it.page.$eval(".hash", (code) => ({ title: code.title, whole: code.textContent, wide: code.clientWidth, full: code.scrollWidth }));
  assert.equal(hash.title, hash.whole);
  assert.match(hash.whole, /^sha256-.{43}=$/);
  assert.ok(hash.full > hash.wide, "only its beginning is in sight");
  assert.equal(await it.page.$("#sheet img"), null);
  await open("many");
  await sheet("tab-storage");
  await shelf("Scripts");
  await press("Show 100 more of 100");
  await it.page.waitForFunction(() => document.querySelectorAll("#sheet .values > li").length === 300);
});

test("nothing stands in anyone's way on these sheets, however wide and whichever way they read", async () => {
  for (const fixture of ["followed", "many"]) {
    for (const [width, more, scheme] of [[320, "", "light"], [400, "&dir=rtl", "dark"], [1600, "", "light"]]) {
      await open(fixture, { width, more, media: { "prefers-color-scheme": scheme } });
      const fits = async (what) => {
        assert.equal(await it.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, `${what} at ${width}`);
        // What a row is like does not change with their number, and axe takes a minute for a thousand.
        if (fixture !== "many") assert.deepEqual(await axeSays(), [], `${what}, ${width}, ${scheme}`);
      };
      await sheet("tab-consent");
      await fits("consent");
      await sheet("tab-timeline");
      await fits("timeline");
      await sheet("tab-storage");
      for (const name of ["Identifiers", "Scripts"]) {
        await shelf(name);
        await fits(name);
      }
    }
  }
  for (const scheme of ["light", "dark"]) {
    await open("none", { width: 320, media: { "prefers-color-scheme": scheme } });
    await sheet("tab-consent");
    await press("Start the guided check");
    await becomes("#guided-ask", "Clear");
    assert.deepEqual(await axeSays(), [], scheme);
  }
});

test("three columns are read as words in a narrow panel", async () => {
  for (const fixture of ["waiting", "ignored"]) {
    await open(fixture, { width: 320 });
    await sheet("tab-consent");
    const broken = await it.page.$$eval(".sends td, .sends th, .sends .sev", (cells) => cells
      .filter((cell) => cell.scrollWidth > cell.clientWidth + 1 || (cell.innerText.trim().length > 3 && cell.getBoundingClientRect().width < 40)).map((cell) => cell.innerText));
    assert.deepEqual(broken, [], "a word is broken or runs out of its cell");
  }
});
