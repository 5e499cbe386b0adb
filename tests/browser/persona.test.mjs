// Test patients in the panel: made up, changed, filled in, removed; what of the known values was sent and to whom; and known values
// in evidence. On made-up views.
import assert from "node:assert/strict";
import { test } from "node:test";
import { panelStage } from "./panel/stage.mjs";

const it = panelStage();
const { all, asked, axeSays, becomes, open, press, sheet, text } = it;

const focused = () => it.page.evaluate(() => document.activeElement.innerText.trim());
const plain = (said) => said.replace(/\s+/g, " ").trim();
/** Opens a fixture at the sheet. */
async function patients(fixture, how) {
  await open(fixture, how);
  await sheet("tab-known");
  if (fixture !== "none") await it.page.waitForSelector(".persona");
}
/** Opens the editor of the first. */
async function edit() {
  await it.page.locator(".persona [aria-expanded]").click();
  await it.page.waitForSelector(".persona input[type=text]");
}
/** The input of that label. */
const field = async (label) => it.page.evaluateHandle((wanted) => [...document.querySelectorAll("label")].find((l) => l.innerText.trim() === wanted).control, label);
async function type(label, words) {
  const input = await field(label);
  await input.click({ count: 3 });
  await it.page.keyboard.press("Backspace");
  if (words) await input.type(words);
  await it.page.keyboard.press("Tab");
}
const last = async (type) => (await asked(type)).at(-1);

test("what a test patient is for is said, and one is made up in one press", async () => {
  await patients("none");
  assert.match(await text("#sheet"), /No test patient yet\s+A test patient is a made-up person .*Made-up details only\. Never enter those of a real person\./s);
  assert.match(await text("#tab-known"), /^Test patient$/);
  await press("Make one up");
  await becomes(".persona", "11 details · gone when the browser closes");
  assert.equal(await focused(), "Make one up", "the keyboard is not lost");
  const { persona, on } = await last("persona");
  assert.equal(on, true);
  assert.deepEqual([persona.on, persona.saved, persona.details.length], [true, false, 11]);
  assert.match(persona.id, /^[0-9a-f]+$/);
  assert.match(await text(".persona"), new RegExp(`^${persona.name}`));
  assert.match(await text(".notice"), new RegExp(`Made up: ${persona.name}`));
  assert.doesNotMatch(await text("#sheet"), /No test patient yet/);
  await press("Make one up");
  await it.page.waitForFunction(() => document.querySelectorAll(".persona").length === 2);
  const [, other] = await asked("persona");
  assert.notEqual(other.persona.id, persona.id);
  await press("Undo");
  await it.page.waitForFunction(() => document.querySelectorAll(".persona").length === 1);
  assert.deepEqual(await last("persona"), { ...other, on: false });
});

test("at a glance: what of it was sent, to whom and how, and what was not seen leaving", async () => {
  await patients("quiet");
  assert.match(await text(".persona"), /6 values looked for, none seen leaving so far\./);
  assert.equal((await all(".persona .values > li")).length, 6);
  assert.ok((await all(".persona .values > li")).every((said) => said.includes("not seen leaving")));
  assert.match(await text("#tab-known"), /^Test patient$/);

  await patients("known");
  assert.match(await text("#tab-known"), /^Test patient 4 sent$/);
  assert.match(await text(".persona"), /2 of 6 values were sent, to 3 recipients\./);
  const [mail, phone, first] = (await all(".persona .values > li")).map(plain);
  assert.match(mail, /^E-mail address j•••g \(24\) typed into “E-mail” · cookie user_email Sent to Meta Pixel SHA-256, which can be matched · 3 requests · \d+ s ago Sent to Google/);
  assert.match(phone, /Sent to Meta Pixel digits alone → SHA-256, which can be matched · 1 request/);
  assert.equal(first, "First name J•••n (6) not seen leaving");
  const others = (await all(".others .values > li")).map(plain);
  assert.deepEqual(others.map((said) => said.split(" ")[0]), ["Text", "Password", "Page", "Text"]);
  assert.match(others[1], /^Password •••••••• typed into “Password” Sent to heapline\.example MD5/);
  assert.match(others[3], /<b>Anything else/, "page text is text");
  assert.equal(await it.page.$("#sheet img"), null);
  assert.doesNotMatch(await it.page.content(), /jordan\.avery@|pregnant/, "what is masked is not even in the page");
});

test("a recipient leads to its row, by mouse and by keyboard", async () => {
  await patients("known");
  await it.page.focus(".persona .leads");
  await it.page.keyboard.press("Enter");
  await it.page.waitForFunction(() => document.activeElement.getAttribute("aria-expanded") === "true");
  assert.match(await focused(), /^M\s+Meta Pixel/);
  assert.equal(await it.page.$eval("[aria-selected=true]", (tab) => tab.id), "tab-recipients");
});

test("one press fills it into the page's form, and says what came of it", async () => {
  await patients("known");
  await press("Fill into the page’s form Jordan Avery");
  await becomes(".notice", "7 fields filled in. Nothing was sent by Leaklight.");
  assert.deepEqual(await asked("fill"), [{ type: "fill", tab: 7, persona: "made-1" }]);
  await patients("quiet");
  await press("Fill into the page’s form Jordan Avery");
  await becomes(".notice", "That did not work: Nothing is watched in this tab.");
});

test("a change counts when its field is left; odd values are kept and said to be odd", async () => {
  await patients("known");
  await edit();
  await type("E-mail address", "not an address");
  await becomes(".done", "E-mail address changed.");
  await becomes(".field:nth-of-type(4)", "This is no e-mail address.");
  const described = await it.page.evaluate((input) => document.getElementById(input.getAttribute("aria-describedby")).innerText, await field("E-mail address"));
  assert.equal(described, "This is no e-mail address.");
  let { persona } = await last("persona");
  assert.equal(persona.details.find((d) => d.what === "email").value, "not an address");
  await type("Phone number", "");
  await becomes(".done", "Phone number left out.");
  await type("City", "Bayside");
  await becomes(".done", "City changed.");
  await type("What you call it", "Jo");
  await becomes(".persona h3", "Jo");
  ({ persona } = await last("persona"));
  assert.deepEqual(persona.details.map((d) => d.what), ["first-name", "last-name", "email", "birth-date", "record-number", "city"]);
  assert.equal(await it.page.evaluate(() => document.activeElement.labels[0].innerText), "First name", "Tab goes on to the next field");
  const sent = (await asked("persona")).length;
  await it.page.keyboard.press("Tab");
  assert.equal((await asked("persona")).length, sent, "what was not changed is not sent");
  await type("What you call it", "refused");
  await becomes(".notice", "That did not work: A name of that form cannot be kept.");
  await becomes(".persona h3", "Jo");
});

test("it is looked for or not, and kept or not, by a box each", async () => {
  await patients("known");
  await edit();
  const box = (words) => it.page.locator(`::-p-xpath(//label[contains(.,${JSON.stringify(words)})])`).click();
  await box("Look for these details");
  await becomes(".persona", "Not looked for.");
  assert.equal((await all(".persona .values > li")).length, 0);
  assert.equal((await all(".others .values > li")).length, 10, "what was sent is not hidden by it");
  await box("Keep on this computer");
  await becomes(".persona", "kept on this computer");
  const [off, kept] = (await asked("persona")).map(({ persona: { on, saved } }) => [on, saved]);
  assert.deepEqual([off, kept], [[false, false], [false, true]]);
});

test("what somebody types stays while the visit goes on", async () => {
  await patients("known");
  await edit();
  await (await field("Street")).type("12 Harb");
  await it.page.evaluate(() => {
    window.held = document.activeElement;
    window.publish((view) => { view.known[0].left[0].count = 77; });
  });
  await becomes(".persona", "77 requests");
  assert.ok(await it.page.evaluate(() => window.held === document.activeElement && window.held.value === "12 Harb"));
});

test("details of one's own are entered from nothing; it is removed and brought back", async () => {
  await patients("none");
  await press("Enter details of your own");
  await it.page.waitForFunction(() => document.activeElement.labels?.[0]?.innerText === "First name");
  assert.equal(await it.page.$eval(".persona input[type=text]", (input) => input.autocomplete), "off", "no browser offers a real person's details");
  await it.page.keyboard.type("Robin");
  await it.page.keyboard.press("Enter");
  await becomes(".persona", "1 detail ·");
  await press("Remove this test patient");
  await becomes(".notice", "Removed: My test patient.");
  assert.equal((await all(".persona")).length, 0);
  assert.equal(await it.page.evaluate(() => document.activeElement.id), "sheet");
  await press("Undo");
  await becomes(".persona", "My test patient");
  const said = await asked("persona");
  assert.deepEqual(said.map(({ on }) => on), [true, false, true]);
  assert.deepEqual(said[2].persona.details, [{ what: "first-name", value: "Robin" }]);
  // Emptied, it is none to the worker, and stays here to be filled.
  await edit();
  await type("First name", "");
  await becomes(".done", "First name left out.");
  assert.equal((await last("persona")).on, false);
  await press("Make one up");
  await it.page.waitForFunction(() => document.querySelectorAll(".persona").length === 2);
  const before = (await asked("persona")).length;
  await press("Remove this test patient");
  await becomes(".notice", "Removed: My test patient.");
  assert.equal((await asked("persona")).length, before, "nobody else knows of it");
  assert.equal((await all(".persona")).length, 1);
});

test("no two are of one name: what left is told apart by it", async () => {
  await patients("known");
  const names = () => it.page.$$eval(".persona h3", (all) => all.map((name) => name.textContent));
  for (const many of [2, 3]) {
    await press("Enter details of your own");
    await it.page.waitForFunction((n) => document.querySelectorAll(".persona").length === n, {}, many);
  }
  assert.deepEqual(await names(), ["Jordan Avery", "My test patient", "My test patient 2"]);
  await type("What you call it", "Jordan Avery");
  await it.page.waitForFunction(() => document.querySelectorAll(".persona h3")[1].textContent === "Jordan Avery 2");
  assert.equal(await it.page.evaluate((input) => input.value, await field("What you call it")), "Jordan Avery 2", "its field says so too");
  assert.equal((await all(".persona:nth-child(2) .values > li")).length, 0, "another one's values are not shown as its own");
  assert.equal((await all(".persona:nth-child(1) .values > li")).length, 6);
});

test("what is refused leaves the rest as it was typed, and can be tried again", async () => {
  await patients("none");
  await press("Enter details of your own");
  await it.page.waitForFunction(() => document.activeElement.labels?.[0]?.innerText === "First name");
  await type("What you call it", "Robin");
  await type("First name", "refused");
  await becomes(".notice", "That did not work: A name of that form cannot be kept.");
  const value = async (label) => it.page.evaluate((input) => input.value, await field(label));
  await it.page.waitForFunction(() => window.asked.filter(({ type }) => type === "state").length >= 2);
  await it.page.waitForFunction((input) => input.value === "", {}, await field("First name"));
  assert.deepEqual([await value("What you call it"), await text(".persona h3"), (await all(".persona")).length], ["Robin", "Robin", 1]);
  await type("First name", "Robin");
  await becomes(".persona", "1 detail ·");
  assert.deepEqual((await last("persona")).persona.details, [{ what: "first-name", value: "Robin" }]);
  // Two at once: neither was ever kept.
  await patients("none");
  await press("Enter details of your own");
  await it.page.waitForFunction(() => document.activeElement.labels?.[0]?.innerText === "First name");
  await it.page.evaluate(() => { window.wait = ({ type }) => type === "persona" && new Promise((done) => (window.waiting ??= []).push(done)); });
  await type("First name", "refused");
  await type("Last name", "Vale");
  await it.page.waitForFunction(() => window.waiting?.length === 2);
  await it.page.evaluate(() => window.waiting.forEach((go) => go()));
  await becomes(".notice", "That did not work");
  await it.page.waitForFunction(() => window.asked.filter(({ type }) => type === "state").length >= 3);
  await becomes(".persona", "0 details");
  assert.equal(await value("Last name"), "");
});

test("an answer given before a change does not take the change back, and after a change it is asked again", async () => {
  await patients("known");
  await edit();
  await it.page.evaluate(() => { window.wait = ({ type }) => type === "state" && new Promise((done) => (window.waiting ??= []).push(done)); });
  await press("Make one up");
  await it.page.waitForFunction(() => window.waiting?.length === 1);
  await type("What you call it", "Jo");
  await becomes(".done", "Name changed.");
  await it.page.waitForFunction(() => window.waiting.length === 2);
  await it.page.evaluate(() => {
    window.names = [];
    const name = document.querySelector(".persona h3");
    new MutationObserver(() => window.names.push(name.textContent)).observe(name, { subtree: true, childList: true, characterData: true });
    window.waiting[0]();
    // What comes after it is there once it was taken.
    setTimeout(() => window.waiting[1]());
  });
  await it.page.waitForFunction(() => document.querySelectorAll(".persona").length === 2);
  assert.deepEqual([await it.page.evaluate(() => window.names), await text(".persona h3")], [[], "Jo"]);
});

test("Escape closes the editor, and the keyboard is back at its button", async () => {
  await patients("known");
  await edit();
  await (await field("City")).click();
  await it.page.keyboard.press("Escape");
  await it.page.waitForFunction(() => !document.querySelector(".persona input[type=text]"));
  assert.match(await focused(), /^Change/);
});

test("evidence names the whole way of a known value, and what only looks like one is told from it", async () => {
  await open("known");
  await sheet("tab-findings");
  for (const line of await it.page.$$(".finding h3 .line")) await line.click();
  await it.page.waitForFunction(() => document.querySelectorAll(".known").length === 3);
  const [hashed, typed, guess] = (await all(".known")).map(plain);
  assert.equal(hashed, "Confirmed Jordan Avery’s e-mail → trimmed, lower-cased → SHA-256 → hex, in udff[em], 1.2 s before Send");
  assert.match(typed, /^Confirmed what you typed into “Anything else .*” → percent-encoded → JSON escapes → base64 → split over several fields, in events\[0\]\.props\.value, 1.0 s after it was typed, before anything was pressed$/);
  assert.equal(guess, "Judged by format It matches none of the values Leaklight is looking for.");
  const marks = await it.page.$$eval(".known .sev", (found) => found.map((mark) => [mark.querySelector("path").getAttribute("d"), getComputedStyle(mark).borderStyle]));
  assert.deepEqual(marks.map(([, border]) => border), ["solid", "solid", "dashed"]);
  assert.notEqual(marks[0][0], marks[2][0], "told apart by shape");
  assert.deepEqual(await all(".known code"), ["udff[em]", "events[0].props.value"]);
  // The line follows the view; an uncovered value stays.
  await it.page.locator('[aria-label="Uncover udff[em]"]').click();
  await it.page.waitForSelector(".bare");
  await it.page.evaluate(() => window.publish((view) => { view.findings[0].evidence[0].known.sent = null; }));
  await it.page.waitForFunction(() => !document.querySelector(".known").innerText.includes("Send"));
  assert.ok(await it.page.$(".bare"));
  await it.page.locator("input[type=search]").fill("jordan avery");
  await it.page.waitForFunction(() => document.querySelectorAll(".finding").length === 1);
});

test("opened as far as it goes, nothing stands in anyone's way", async () => {
  for (const [fixture, width, scheme, dir] of [
    ["known", 320, "light", "ltr"], ["known", 1280, "dark", "ltr"], ["rtl", 360, "light", "rtl"], ["many", 320, "dark", "ltr"], ["many", 1600, "light", "rtl"],
  ]) {
    await patients(fixture, { width, media: { "prefers-color-scheme": scheme }, more: `&dir=${dir}` });
    await edit();
    assert.deepEqual(await axeSays(), [], `${fixture} ${width} ${scheme}`);
    assert.equal(await it.page.evaluate(() => document.documentElement.scrollWidth), width, fixture);
    const broken = await it.page.$$eval(".what .grow > *, .how, .field label", (parts) => parts
      .filter((e) => e.innerText.trim().length > 8 && e.getBoundingClientRect().width < 60).map((e) => e.innerText));
    assert.deepEqual(broken, [], "letter below letter");
    assert.deepEqual(it.page.errors, []);
  }
  for (const width of [320, 1600]) {
    await open("known", { width });
    await sheet("tab-findings");
    for (const line of await it.page.$$(".finding h3 .line")) await line.click();
    await it.page.waitForFunction(() => document.querySelectorAll(".known").length === 3);
    assert.deepEqual(await axeSays(), []);
    assert.equal(await it.page.evaluate(() => document.documentElement.scrollWidth), width);
  }
});

test("hundreds of known values stay within reach", async () => {
  await patients("many");
  assert.equal((await it.page.$$(".others .values > li")).length, 50);
  await press("Show 50 more of 235");
  await it.page.waitForFunction(() => document.querySelectorAll(".others .values > li").length === 100);
});
