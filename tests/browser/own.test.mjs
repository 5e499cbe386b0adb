// What a person can tell the panel: the kind of page, words and paths of their own, exceptions; joined findings and sums. On made-up
// views.
import assert from "node:assert/strict";
import { test } from "node:test";
import { panelStage } from "./panel/stage.mjs";

const it = panelStage();
const { all, asked, axeSays, becomes, open, press, sheet, text } = it;

const SITE = "bayside-clinic.example";
const PATH = "/conditions/hiv-testing/schedule-appointment";
const kind = () => it.page.locator(".kind").click();
const focused = () => it.page.evaluate(() => document.activeElement.innerText.trim());
const pick = (words) => it.page.locator(`::-p-xpath(//label[contains(.,${JSON.stringify(words)})])`).click();
/** Opens the finding of that number, counted from 0, and what it offers against its words. */
async function innocent(at) {
  await sheet("tab-findings");
  await (await it.page.$$(".finding h3 .line"))[at].click();
  await press("Not sensitive here…");
  await it.page.waitForSelector(".finding .own:not(.gone)");
}
async function rules() {
  await sheet("tab-findings");
  await it.page.locator("#rules-line").click();
  await it.page.waitForSelector("#rule-what");
}

test("the head says what kind of page it is, and why", async () => {
  await open("none");
  assert.match(await text(".kind"), /Scheduling page$/);
  assert.equal(await it.page.$("#page-kind.own"), null, "closed until asked for");
  await kind();
  const said = await text("#page-kind");
  assert.match(said, /Taken for that because:\s+the address says “schedule-appointment”\s+its form asks for a date of birth/);
  assert.match(said, /\+\s+hiv-testing HIV test\s+135\s+\+\s+schedule-appointment appointment step\s+60\s+=\s+from 100 on it counts\s+195/);
  assert.doesNotMatch(said, /Take back|class/i);
  assert.equal(await it.page.$eval('[name="kind"]:checked', (input) => input.closest("label").innerText.split("\n")[0]), "Page where a visitor acts");
  assert.equal(await it.page.$(".warned"), null);
});

test("another kind is remembered for the page or for the whole site, and taken back", async () => {
  await open("none");
  await kind();
  await pick("Logged-in portal");
  await becomes(".warned", "Use a test patient there, never a real account");
  await pick("Health topic");
  await press("Remember");
  await becomes(".notice", `Remembered for ${SITE}${PATH}: Health topic.`);
  assert.match(await focused(), /Scheduling page$/, "the keyboard is back where it came from");
  await press("Undo");
  await becomes(".notice", "Taken back");
  await kind();
  await pick("General page");
  await pick("The whole site");
  await press("Remember");
  await becomes(".notice", `Remembered for all of ${SITE}: General page.`);
  assert.deepEqual(await asked("page-kind"), [
    { type: "page-kind", site: SITE, path: PATH, class: 1, on: true },
    { type: "page-kind", site: SITE, path: PATH, class: 1, on: false },
    { type: "page-kind", site: SITE, path: "", class: 0, on: true },
  ]);
});

test("what was said is taken back as it was said, be it of the whole site", async () => {
  await open("joined");
  await kind();
  await press("Take back");
  await becomes(".notice", "Taken back");
  assert.deepEqual(await asked("page-kind"), [{ type: "page-kind", site: SITE, path: "", class: 1, on: false }]);
  await kind();
  await press("Take back");
  await becomes(".notice", "no longer remembered");
});

test("Escape closes what was opened, and the keyboard is back at its button", async () => {
  await open("joined");
  await it.page.focus(".kind");
  await it.page.keyboard.press("Enter");
  await it.page.waitForSelector('[name="kind"]');
  await it.page.focus('[name="kind"]:checked');
  await it.page.keyboard.press("ArrowDown");
  await it.page.keyboard.press("Escape");
  await it.page.waitForSelector("#page-kind.gone");
  assert.match(await focused(), /Health topic$/);
  await innocent(0);
  await it.page.focus(".finding .own button");
  await it.page.keyboard.press("Escape");
  await it.page.waitForFunction(() => !document.querySelector(".finding .own"));
  assert.equal(await focused(), "Not sensitive here…");
  await it.page.locator("#rules-line").click();
  await it.page.focus("#rule-what");
  await it.page.keyboard.press("Escape");
  await it.page.waitForFunction(() => !document.querySelector("#rule-what"));
  assert.match(await focused(), /^Your rules/);
});

test("what somebody is choosing stays while the visit goes on", async () => {
  await open("joined");
  await innocent(0);
  await kind();
  await pick("General page");
  await it.page.evaluate(() => {
    window.held = [document.querySelector('[name="kind"]'), document.querySelector(".finding .own button")];
    window.publish((view) => { view.summary.requests = 99; view.findings[0].count = 77; });
  });
  await becomes(".finding", "×77");
  assert.ok(await it.page.evaluate(() => window.held.every((e) => e.isConnected) && window.held[0].checked));
});

test("a portal is asked for in plain words, and only a person's word makes it one", async () => {
  const site = `my.${SITE}`;
  for (const [words, path, kindOfPage] of [
    [`Yes, all of ${site}`, "", 3], ["Yes, this page", "/patients/*/appointments", 3], ["No", "/patients/*/appointments", 2],
  ]) {
    await open("portal");
    assert.match(await text(".head"), /This looks like a patient portal\. Is it one, behind a login\?\s+Use a test patient there, never a real account/);
    await press(words);
    await becomes(".notice", "Remembered for");
    assert.deepEqual(await asked("page-kind"), [{ type: "page-kind", site, path, class: kindOfPage, on: true }]);
  }
  await it.page.evaluate(() => window.publish((view) => {
    Object.assign(view.page, { portal: false, said_so: true, class: 3, context: "Logged-in portal", because: ["you said so"] });
  }));
  await becomes(".kind", "Logged-in portal");
  assert.doesNotMatch(await text(".head"), /Is it one/);
  assert.match(await text(".warned"), /never a real account/, "said for as long as it is one");
});

test("what is not sensitive is said of words, of a page, of a site, and taken back", async () => {
  await open("clinic");
  await innocent(3);
  const offered = [`“hiv testing” on ${SITE}`, `The page ${PATH}`, `Everything on ${SITE}`];
  assert.deepEqual(await all(".finding .own button"), offered);
  const says = (what) => ({ type: "rule", what, site: SITE, says: "innocent", topic: "", on: true });
  for (const [at, done] of ["“hiv testing” is not sensitive", `${PATH} on ${SITE}`, "no words on"].entries()) {
    if (at > 0) await press("Not sensitive here…");
    await press(offered[at]);
    await becomes(".notice", done);
  }
  await press("Undo");
  await becomes(".notice", "Taken back");
  assert.deepEqual(await asked("rule"), [says("hiv testing"), says(PATH), says(""), { ...says(""), on: false }]);
  assert.match(await text("#rules-line"), /^Your rules 2$/);
});

test("a finding that rests on no words offers no such thing; what is masked is offered nowhere", async () => {
  await open("clinic");
  await sheet("tab-findings");
  for (const at of [0, 6, 7]) await (await it.page.$$(".finding h3 .line"))[at].click();
  await it.page.waitForFunction(() => document.querySelectorAll("dl").length === 3);
  assert.doesNotMatch(await text("#sheet"), /Not sensitive here/);
  await innocent(2);
  assert.doesNotMatch((await all(".finding .own button")).join(), /•|jordan/);
});

test("how words were judged reads as a sum; another line stands as it is", async () => {
  await open("clinic");
  await sheet("tab-findings");
  await (await it.page.$$(".finding h3 .line"))[3].click();
  await becomes("#sheet", "How it was judged");
  assert.match(await text(".tally"), /^\+\s+hiv testing HIV test\s+135\s+−\s+news news section\s+15 of 40\s+=\s+from 100 on it counts\s+120$/);
  await it.page.evaluate(() => window.publish((view) => { view.findings[3].sum = "<b>you</b> said so"; }));
  await becomes("#sheet", "<b>you</b> said so");
  await it.page.evaluate(() => window.publish((view) => { view.findings[3].sum = ""; }));
  await it.page.waitForFunction(() => !document.querySelector("#sheet").innerText.includes("How it was judged"));
});

test("code in a sentence is drawn as code", async () => {
  await open("clinic");
  await sheet("tab-findings");
  await (await it.page.$$(".finding h3 .line"))[2].click();
  await becomes("#sheet", "How to fix");
  assert.deepEqual(await all("dd code"), ["setCustomUrl('/conditions/x')"]);
  assert.doesNotMatch(await text("#sheet"), /`/);
});

test("joined findings are one row, with their parts beneath; numbers, filters and search agree", async () => {
  await open("joined");
  assert.match(await text("#tab-findings"), /What leaked 2$/);
  assert.match(await text(".sum"), /^1\s+critical\s+0\s+high/);
  await sheet("tab-findings");
  assert.equal((await all(".finding")).length, 2);
  assert.deepEqual((await all(".parts:not(.gone) li")).map((part) => part.replace(/\s+/g, " ")), [
    "Critical Meta was sent this visitor's e-mail, scrambled. Scrambled is not anonymous: Meta can match it to an account. ×2",
    "High Meta was told this visitor is on your HIV testing page. ×3",
  ]);
  await (await it.page.$$(".parts .line"))[1].click();
  await becomes(".parts", "query fbp");
  assert.match(await text(".parts"), /Meta was told this visitor is on your HIV testing page\..*Why it matters/s);
  await it.page.locator('.parts [aria-label="Uncover dl"]').click();
  await it.page.waitForSelector(".parts .bare");
  assert.deepEqual(await asked("uncover"), [{ type: "uncover", tab: 7, key: "sensitive-url-third-party:4", evidence: 0 }], "of the part, not of the whole");
  const shown = async (typed) => {
    await it.page.locator("input[type=search]").fill(typed);
    await it.page.waitForFunction(() => document.querySelectorAll(".finding").length === 1);
    return (await all(".finding .who")).join();
  };
  assert.equal(await shown("query:fbp"), "Meta Pixel", "found by what stands in a part");
  assert.equal(await shown("query:udff[em]"), "Meta Pixel");
  await press("High 0");
  await becomes("#sheet", "No finding fits these filters");
  await press("Show all");
  // A part that is one no longer is a row again.
  await it.page.evaluate(() => window.publish((view) => { view.findings[0].joins = []; view.summary.critical = 2; view.summary.high = 1; }));
  await becomes("#tab-findings", "What leaked 4");
  await becomes("#sheet", "Meta was told this visitor");
  assert.equal((await all(".finding")).length, 4);
});

test("findings that join each other are all in the list; a story of hundreds stays short", async () => {
  await open("many");
  await it.page.evaluate(() => window.publish((view) => {
    view.findings.slice(0, 3).forEach((finding) => { finding.joins = view.findings.slice(0, 3).map((f) => f.key); });
  }));
  await sheet("tab-findings");
  assert.match(await text("#tab-findings"), /300$/);
  await it.page.evaluate(() => window.publish(({ findings }) => {
    findings.forEach((finding) => { finding.joins = []; });
    findings[0].joins = findings.slice(1).map((f) => f.key);
  }));
  await becomes("#tab-findings", "What leaked 1");
  assert.equal((await it.page.$$(".parts:not(.gone) li")).length, 6);
  await press("Show 100 more of 293");
  await it.page.waitForFunction(() => document.querySelectorAll(".parts:not(.gone) li").length === 106);
});

test("what was muted on a card stands among the rules and is taken back there", async () => {
  await open("joined");
  await it.page.evaluate(() => window.send({ type: "mute", what: "kind:title-leak@clinic.example" }));
  await rules();
  await becomes("#rules", "Page title sent to another company");
  await becomes("#rules", "No cards on clinic.example");
  await press("Remove Page title sent to another company");
  await becomes("#rules-line", "Your rules 4");
  assert.deepEqual((await asked("mute")).at(-1), { type: "mute", what: "kind:title-leak@clinic.example", on: false });
});

test("everything a person told stands in one list and can be removed", async () => {
  await open("joined");
  await rules();
  assert.match(await text("#rules-line"), /^Your rules 4$/);
  assert.deepEqual((await all("#rules li")).map((entry) => entry.replace(/\s*Remove.*$/s, "").replace(/\s+/g, " ")), [
    "“project lighthouse” Always sensitive, about alcohol or drug use, everywhere",
    `/shop/* Never sensitive, on ${SITE}`,
    `${SITE}, every page Health topic`,
    "stats.example Counts as your own",
  ]);
  await press("Remove /shop/*");
  await becomes("#rules-line", "Your rules 3");
  await press("Close"); // what is said of it may lie over the next row
  await press(`Remove ${SITE}, every page`);
  await becomes("#rules-line", "Your rules 2");
  assert.match(await focused(), /^Your rules/, "the keyboard is not lost with the row");
  await press("Close");
  await press("Remove stats.example");
  await it.page.waitForFunction(() => window.asked.some((message) => message.type === "own-domain"));
  assert.deepEqual(await asked("rule"), [{ type: "rule", what: "/shop/*", site: SITE, says: "innocent", topic: "", on: false }]);
  assert.deepEqual(await asked("page-kind"), [{ type: "page-kind", site: SITE, path: "", class: 1, on: false }]);
  assert.deepEqual(await asked("own-domain"), [{ type: "own-domain", domain: "stats.example", on: false }]);
});

test("a rule is added; what is wrong with it is said by the field", async () => {
  await open("none");
  await kind();
  await press("Your rules");
  await it.page.waitForSelector("#rule-what");
  assert.match(await text("#rules"), /Nothing yet\./);
  const remember = () => it.page.locator(".add button.main").click();
  await remember();
  await becomes("#rule-error", "Type words, or a path that begins with /.");
  assert.equal(await it.page.evaluate(() => document.activeElement.id), "rule-what");
  assert.equal(await it.page.$eval("#rule-what", (field) => field.getAttribute("aria-invalid")), "true");
  await it.page.locator("#rule-what").fill("/bad");
  await remember();
  await becomes("#rule-error", "A path of that form would fit every page.");
  await it.page.locator("#rule-what").fill("  Project Lighthouse ");
  await it.page.select(".add label:nth-of-type(2) select", "all");
  await it.page.select(".add label:nth-of-type(3) select", "substance-use");
  await it.page.focus("#rule-what");
  await it.page.keyboard.press("Enter");
  await becomes("#rules ul", "“Project Lighthouse”");
  await becomes(".notice", "Remembered: “Project Lighthouse”.");
  assert.equal(await text("#rule-error"), "");
  assert.equal(await it.page.$eval("#rule-what", (field) => field.value), "");
  await pick("Never sensitive");
  await it.page.locator("#rule-what").fill("/shop/*");
  await remember();
  await becomes("#rules ul", "/shop/*");
  assert.deepEqual((await asked("rule")).slice(1), [
    { type: "rule", what: "Project Lighthouse", site: "", says: "sensitive", topic: "substance-use", on: true },
    { type: "rule", what: "/shop/*", site: "", says: "innocent", topic: "", on: true },
  ]);
});

test("opened as far as it goes, nothing stands in anyone's way", async () => {
  for (const [fixture, width, scheme, dir] of [["joined", 320, "light", "ltr"], ["joined", 1280, "dark", "ltr"], ["rtl", 400, "dark", "rtl"], ["portal", 280, "light", "ltr"], ["many", 320, "dark", "ltr"]]) {
    await open(fixture, { width, media: { "prefers-color-scheme": scheme }, more: `&dir=${dir}` });
    await kind();
    await sheet("tab-findings");
    await (await it.page.$$(".finding h3 .line"))[0].click();
    for (const line of await it.page.$$(".parts .line")) await line.click();
    for (const offer of await it.page.$$("[aria-controls$=innocent]")) await offer.click();
    await it.page.locator("#rules-line").click();
    await it.page.waitForSelector("#rule-what");
    assert.deepEqual(await axeSays(), [], `${fixture} ${width} ${scheme}`);
    assert.equal(await it.page.evaluate(() => document.documentElement.scrollWidth), width, fixture);
    assert.deepEqual(it.page.errors, []);
  }
});
