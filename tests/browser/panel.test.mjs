// The panel that ships, fed with made-up views: what it shows, what it asks, and whether everyone can use it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SHEETS, panelStage } from "./panel/stage.mjs";

const it = panelStage();
const { all, asked, axeSays, becomes, open, press, sheet, text } = it;

const FIXTURES = ["idle", "none", "one", "clinic", "rtl", "joined", "portal", "known", "quiet", "waiting", "ignored", "followed", "cannot-watch", "refused", "silent"];

for (const fixture of FIXTURES) {
  test(`${fixture}: nothing stands in anyone's way`, async () => {
    for (const scheme of ["light", "dark"]) {
      await open(fixture, { media: { "prefers-color-scheme": scheme }, more: fixture === "rtl" ? "&dir=rtl" : "" });
      const watching = (await it.page.$("footer.blind")) !== null;
      for (const id of watching ? SHEETS : [undefined]) {
        if (id && !(await sheet(id))) continue;
        for (const line of (await it.page.$$(".line")).slice(0, 2)) await line.click();
        assert.deepEqual(await axeSays(), [], `${scheme} ${id ?? ""}`);
      }
    }
    assert.deepEqual(it.page.errors, []);
  });
}

test("axe would tell", async () => {
  await open("one");
  await it.page.evaluate(() => document.querySelector("#tab-storage").removeAttribute("role"));
  assert.notEqual((await axeSays()).length, 0);
});

test("an empty view is never called clean, and what was not seen stands below it", async () => {
  await open("none");
  for (const id of ["tab-recipients", "tab-findings", "tab-consent", "tab-timeline", "tab-storage"]) {
    await sheet(id);
    assert.match(await text("main"), /seen so far/);
    assert.match(await text("footer.blind"), /Not seen\n.*could not be read/s);
  }
  assert.doesNotMatch(await text("body"), /\b(clean|compliant|safe|secure)\b/i);
});

test("what was not seen has a sheet too: with what can be done, the pages it covers and what no browser shows", async () => {
  await open("clinic");
  await it.page.locator(".sum button:nth-child(4)").click();
  await it.page.waitForSelector('#tab-unseen[aria-selected="true"]');
  assert.equal(await it.page.$("footer.blind"), null, "said once, not twice");
  const told = await text("#sheet");
  for (const part of [
    "2 request bodies could not be read.\n\nLeaklight’s DevTools panel lists them.", "What a company's servers pass on to others.",
    "hiv-testing", "14:02: 31 requests, 2 with something that could not be read.", "14:02: 9 requests.", "Nothing is said of any other page.",
    "Not visible from a browser", "Filters on the receiving side", "Other visits",
  ]) {
    assert.ok(told.includes(part), `${part} in ${told}`);
  }
  assert.doesNotMatch(await it.page.content(), /jordan\.avery/, "a masked address stays masked");
  assert.match(await text("#tab-unseen"), /Not seen 3/);
  // None opened: said, and no page made up.
  await it.page.evaluate(() => window.publish((view) => {
    view.coverage = { pages: [], more: 0 };
    view.blind_spots = view.blind_spots.slice(-1);
  }));
  await it.becomes("#sheet", "No page is on record");
  assert.match(await text("#tab-unseen"), /Not seen 1/);
  await sheet("tab-findings");
  assert.match(await text("footer.blind"), /Pages that were not opened/);
});

test("presenter mode, by its button and by its keys: large, and a value in sight while it is held", async () => {
  await open("clinic");
  await sheet("tab-findings");
  await it.page.locator(".finding .line").click();
  const height = () => it.page.$eval(".finding .line", (e) => e.getBoundingClientRect().height);
  const pressed = () => it.page.$eval(".present", (e) => e.getAttribute("aria-pressed"));
  const small = await height();
  assert.equal(await pressed(), "false");
  await it.page.locator(".present").click();
  await it.page.waitForSelector("html.presenter");
  assert.equal(await pressed(), "true");
  assert.ok((await height()) >= small * 1.2, "larger");
  const uncover = await it.page.waitForSelector('[aria-label="Uncover dl"]');
  assert.equal(await uncover.evaluate((e) => getComputedStyle(e, "::before").content.replaceAll('"', "")), "Hold: ");
  await uncover.hover();
  await it.page.mouse.down();
  await it.page.waitForSelector(".bare");
  // What comes in meanwhile moves the button from beneath the pointer; it is still held.
  await uncover.evaluate((e) => { e.style.translate = "0 300px"; });
  await it.page.mouse.move(3, 3);
  await uncover.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.ok(await it.page.$(".bare"), "in sight while it is held");
  await it.page.mouse.up();
  await it.page.waitForSelector(".bare", { hidden: true });
  const keys = async () => {
    for (const key of ["Alt", "Shift"]) await it.page.keyboard.down(key);
    await it.page.keyboard.press("KeyP");
    for (const key of ["Shift", "Alt"]) await it.page.keyboard.up(key);
  };
  await keys();
  await it.page.waitForSelector("html:not(.presenter)");
  assert.equal(await pressed(), "false");
  // What is in sight when it begins is covered.
  await it.page.locator('[aria-label="Uncover dl"]').click();
  await it.page.waitForSelector(".bare");
  await keys();
  await it.page.waitForSelector("html.presenter");
  assert.equal(await pressed(), "true");
  assert.equal(await it.page.$(".bare"), null);
});

test("a finding opens to its proof, and a value is uncovered only while asked for", async () => {
  await open("clinic");
  await sheet("tab-findings");
  assert.equal((await all(".finding")).length, 8);
  await it.page.locator(".finding .line").click();
  const opened = await text(".finding");
  for (const part of ["udff[em]", "SHA-256", "j•••g (24)", "Why it matters", "How to fix", "What this cannot tell", "Why this severity", "3 times"]) {
    assert.ok(opened.includes(part), `${part} in ${opened}`);
  }
  assert.deepEqual((await all(".finding .proofs li:nth-child(2) mark")).slice(0, 2), ["hiv-testing", "schedule-appointment"]);
  assert.doesNotMatch(await it.page.content(), /jordan\.avery/, "what is masked is not even in the page");
  await it.page.locator('[aria-label="Uncover dl"]').click();
  await it.page.waitForSelector(".bare");
  assert.deepEqual(await asked("uncover"), [{ type: "uncover", tab: 7, key: "hashed-identity:1", evidence: 1 }]);
  assert.equal(await text(".bare"), "jordan.avery@example.org <b>not bold</b>");
  await it.page.locator('[aria-label="Uncover dl"]').click();
  await it.page.waitForSelector(".bare", { hidden: true });
  assert.doesNotMatch(await it.page.content(), /jordan\.avery/);
});

test("a value that is not to be uncovered stays masked, and why is said", async () => {
  await open("clinic");
  await sheet("tab-findings");
  await it.page.evaluate(() => (window.covered = "Uncovering is turned off."));
  await it.page.locator(".finding .line").click();
  await it.page.locator('[aria-label="Uncover dl"]').click();
  await becomes(".notice", "That did not work: Uncovering is turned off.");
  assert.equal(await it.page.$(".bare"), null);
});

test("a new view changes what changed and leaves the rest as a person left it", async () => {
  await open("clinic");
  await sheet("tab-findings");
  await it.page.locator(".finding .line").click();
  await it.page.locator('[aria-label="Uncover dl"]').click();
  await it.page.waitForSelector(".bare");
  await it.page.evaluate(() => {
    window.held = document.querySelector(".finding");
    window.publish((view) => {
      view.findings[0].count = 41;
      view.findings.push({ ...view.findings[1], key: "another" });
      view.summary.critical = 3;
    });
  });
  await becomes(".finding", "×41");
  await becomes(".sum", "3");
  assert.equal((await all(".finding")).length, 9);
  assert.ok(await it.page.evaluate(() => window.held === document.querySelector(".finding") && window.held.querySelector(".bare") !== null));
});

test("page text is text", async () => {
  await open("one");
  await sheet("tab-findings");
  await it.page.evaluate(() => window.publish((view) => {
    const bad = '<img src=x onerror="window.struck=1"><script>window.struck=1</' + "script>";
    view.page.title = { shown: bad };
    view.site = bad;
    Object.assign(view.findings[0], { said: bad, title: bad });
    view.findings[0].recipient.name = bad;
    view.findings[0].evidence = [{ at: bad, label: bad, packed: [bad], value: { shown: bad, marks: [[0, 4]] } }];
    view.blind_spots = [{ said: bad, count: 0 }];
  }));
  await becomes(".finding", "<img src=x");
  await it.page.locator(".finding .line").click();
  await becomes(".finding", "Why it matters");
  assert.equal(await it.page.$$eval("img, body script", (found) => found.length), 0);
  assert.equal(await it.page.evaluate(() => window.struck), undefined);
});

test("filters narrow, say so, and let go", async () => {
  await open("clinic");
  await it.page.locator(".sum button").click();
  await becomes("#tab-findings[aria-selected=true]", "What leaked");
  assert.equal((await all(".finding")).length, 2, "the critical tile leads to the critical ones");
  await it.page.locator("input[type=search]").fill("heapline");
  await it.page.waitForFunction(() => document.querySelectorAll(".finding").length === 1);
  await it.page.locator("input[type=search]").fill("no such thing");
  await becomes("main", "No finding fits these filters");
  await press("Show all");
  await it.page.waitForFunction(() => document.querySelectorAll(".finding").length === 8);
  assert.equal(await it.page.$eval("input[type=search]", (field) => field.value), "");
  await sheet("tab-recipients");
  await it.page.locator(".item .line").click();
  await press("Show its findings");
  await it.page.waitForFunction(() => document.querySelectorAll(".finding").length === 3);
});

test("the tabs follow the keyboard, in both reading directions", async () => {
  for (const [dir, next] of [["ltr", "ArrowRight"], ["rtl", "ArrowLeft"]]) {
    await open("clinic", { more: `&dir=${dir}` });
    await it.page.focus("#tab-recipients");
    const at = () => it.page.evaluate(() => [document.activeElement.id, document.querySelector("[aria-selected=true]").id]);
    await it.page.keyboard.press(next);
    assert.deepEqual(await at(), ["tab-findings", "tab-findings"], dir);
    await it.page.keyboard.press("End");
    assert.deepEqual(await at(), ["tab-unseen", "tab-unseen"], dir);
    await it.page.keyboard.press(next);
    assert.deepEqual(await at(), ["tab-recipients", "tab-recipients"], dir);
    await it.page.keyboard.press("Tab");
    assert.equal(await it.page.evaluate(() => document.activeElement.closest(".tabs")), null, "one stop for the whole list");
  }
});

test("choices are sent as said and can be taken back", async () => {
  await open("clinic");
  await it.page.locator(".item .line").click();
  await press("This domain is ours");
  await becomes(".notice", "Counted as your own");
  await press("Undo");
  await becomes(".notice", "Taken back");
  assert.deepEqual(await asked("own-domain"), [
    { type: "own-domain", domain: "www.facebook.com" },
    { type: "own-domain", domain: "www.facebook.com", on: false },
  ]);
  await press("No more cards about it");
  await becomes(".notice", "stays in this list");
  assert.deepEqual(await asked("mute"), [{ type: "mute", what: "recipient:meta-pixel" }]);
  await press("Reload");
  await press("Stop");
  await it.page.waitForFunction(() => window.asked.some((message) => message.type === "toggle"));
  assert.deepEqual(await asked("reload"), [{ type: "reload", tab: 7 }]);
  assert.deepEqual(await asked("toggle"), [{ type: "toggle", tab: 7 }]);
});

/** The files saved so far, once there are so many. */
async function saved(count) {
  await it.page.waitForFunction((n) => window.saved.length >= n, {}, count);
  return it.page.evaluate(() => window.saved);
}

test("a report is saved under the site's name; what is not to be had is said", async () => {
  await open("clinic");
  await it.page.locator(".menu summary").click();
  await press("Report (HTML)");
  await becomes(".notice", "Saved as leaklight-bayside-clinic.example-");
  const [page] = await saved(1);
  assert.match(page.name, /^leaklight-bayside-clinic\.example-\d{8}-\d{4}\.html$/);
  assert.ok(page.text.startsWith("<!doctype html>") && page.text.includes("<h1><bdi>bayside-clinic.example</bdi></h1>"), page.text.slice(0, 800));
  assert.equal(await it.page.$(".menu[open]"), null, "the menu closes behind a choice");
  assert.equal(await it.page.evaluate(() => document.activeElement.innerText), "Save");
  await it.page.keyboard.press("Enter");
  await it.page.waitForSelector(".menu[open]");
  await it.page.keyboard.press("Escape");
  await it.page.waitForSelector(".menu:not([open])");
  await it.page.locator(".menu summary").click();
  await press("Report (JSON)");
  const [, data] = await saved(2);
  assert.match(data.name, /\.json$/);
  assert.ok(data.text.startsWith('{\n  "leaklight-report": 1,\n'), "laid out for reading");
  assert.equal(JSON.parse(data.text).view.site, "bayside-clinic.example");
  let count = 2;
  for (const [words, name, begins] of [
    ["Findings (CSV)", /\.csv$/, '"severity","kind"'],
    ["Hits (CSV)", /\.hits\.csv$/, '"request","part"'],
    ["Hits (HAR)", /\.har$/, '{"log":{"version":"1.2"'],
  ]) {
    await it.page.locator(".menu summary").click();
    await press(words);
    const file = (await saved(++count)).at(-1);
    assert.match(file.name, name);
    assert.ok(file.text.replace("\ufeff", "").startsWith(begins), file.text.slice(0, 80));
  }
  await it.page.locator(".menu summary").click();
  await press("Recorded log, not masked");
  await becomes(".notice", "no log is kept");
  assert.equal((await saved(count)).length, count);
});

test("watching is turned on from the panel; a refusal is a state of its own", async () => {
  await open("idle");
  await press("Watch this tab");
  await it.page.waitForSelector("footer.blind");
  assert.deepEqual(await asked("watch"), [{ type: "watch", tab: 7, reload: false }]);
  await open("refused");
  await press("Ask again");
  await becomes("main", "Access was not given");
});

test("a worker that does not answer, or answers nonsense, is said and asked again", async () => {
  for (const fixture of ["silent", "broken"]) {
    await open(fixture);
    assert.match(await text("main"), /No answer/);
    await it.page.waitForFunction(() => window.asked.length >= 2);
  }
});

test("no width breaks it, with the longest host names there are", async () => {
  for (const [width, height] of [[280, 700], [400, 900], [1920, 1080]]) {
    await open("many", { width, height });
    for (const id of SHEETS) {
      await sheet(id);
      for (const line of (await it.page.$$(".line")).slice(0, 7)) await line.click();
      const over = await it.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(over, 0, `${id} at ${width} px scrolls sideways`);
    }
  }
});

test("what is narrow is still read as words, and buttons stand in one row", async () => {
  await open("clinic", { width: 320 });
  const tops = await it.page.$$eval(".head .acts > button, .head .acts > .menu > summary", (all) => all.map((e) => Math.round(e.getBoundingClientRect().top)));
  assert.deepEqual(tops, tops.map(() => tops[0]), "no button hangs above its neighbours");
  assert.ok((await all(".sum button")).every((said) => /^\d+\s+\w+$/.test(said)), "a number stands off from its word");
  await sheet("tab-findings");
  for (const line of await it.page.$$(".item .line")) await line.click();
  await it.page.waitForSelector(".proofs");
  const broken = await it.page.$$eval(".val .grow, .val b, .fact dd", (parts) => parts
    .filter((e) => e.innerText.trim().length > 8 && e.getBoundingClientRect().width < 60).map((e) => e.innerText));
  assert.deepEqual(broken, [], "letter below letter");
  await open("rtl", { width: 320, more: "&dir=rtl" });
  const gaps = await it.page.$$eval(".sum button", (all) => all.map((e) => e.querySelector("b").getBoundingClientRect().left - e.querySelector("span").getBoundingClientRect().right));
  assert.ok(gaps.every((gap) => gap >= 4), `numbers and words apart: ${gaps}`);
});

test("hundreds of recipients: thirty are listed, the others within reach, and one that is asked for is shown", async () => {
  await open("clinic");
  await it.page.evaluate(() => window.publish((view) => {
    const [first] = view.recipients;
    const named = (at) => ({ ...first, recipient: { ...first.recipient, id: `r${at}`, name: `Recipient ${at}`, host: `r${at}.example` } });
    view.recipients = Array.from({ length: 250 }, (_, at) => named(at));
    view.lineage.nodes = [view.lineage.nodes[0], { ...view.lineage.nodes[1], recipient: "r239", name: { shown: "r239.example" } }];
  }));
  await becomes("#tab-recipients", "250");
  const rows = () => it.page.$$eval("#sheet .list > li.item", (all) => all.length);
  assert.equal(await rows(), 30);
  await press("Show 30 more of 220");
  await it.page.waitForFunction(() => document.querySelectorAll("#sheet .list > li.item").length === 60);
  await sheet("tab-lineage");
  await it.page.locator("li.node.leads").click();
  await it.page.waitForSelector('#tab-recipients[aria-selected="true"]');
  await it.page.waitForFunction(() => document.activeElement.innerText.includes("Recipient 239"));
  assert.equal(await rows(), 240);
});
