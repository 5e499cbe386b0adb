// Settings as a file: out, everything forgotten, in again, and the same; files that are none say where and why. And the page itself:
// by the keyboard alone, and what axe holds against it. In the real extension.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { welcomePage } from "./lib/chromium.mjs";
import { FULL } from "./lib/everything.mjs";
import { OptionsPage } from "./lib/options.mjs";
import { stage } from "./lib/stage.mjs";

const it = stage("chromium", { welcome: true });
/** @type {OptionsPage} */
let options;

let first;
beforeEach(async () => {
  // It comes to the front, and in a tab behind nothing is drawn.
  first ??= await welcomePage(it.browser.browser, it.browser.id);
  options = await OptionsPage.open(it.browser);
});
afterEach(async () => {
  await options.ask({ type: "forget-everything" });
  assert.deepEqual(options.errors, []);
  await options.page.close();
});

const fill = async () => {
  const reply = await options.ask({ type: "set", all: FULL });
  assert.deepEqual(reply, { ok: true });
  await options.again();
};
const everything = async () => JSON.parse((await options.ask({ type: "settings" })).text);
const exported = async () => {
  await options.press("file", "Save settings as a file");
  return options.saved();
};

test("out, everything forgotten, in again: the same", async () => {
  await fill();
  const before = await everything();
  const { name, text } = await exported();
  assert.match(name, /^leaklight-settings-[\d-]+\.json$/);
  assert.equal(JSON.parse(text)["leaklight-settings"], 1);
  assert.doesNotMatch(text, /jordan/i, "test patients only where they are ticked");
  await options.page.locator("#file .pick input").click();
  const whole = await exported();
  assert.match(whole.text, /jordan@mail\.example/);

  await options.press("kept", "Forget everything");
  await options.page.waitForFunction(() => document.activeElement.id === "forget-ask");
  assert.deepEqual((await everything()).own_domains, FULL.own_domains, "nothing goes before the yes");
  await options.press("kept", "Yes, forget everything");
  await options.becomes(".notice", "Everything is forgotten.");
  const { local, session } = await options.stored();
  assert.deepEqual([local, session], [{}, {}]);
  assert.deepEqual(await options.rows("rules"), []);
  await it.browser.killWorker();
  assert.deepEqual((await everything()).rules, [], "nor does the next worker know of it");
  await options.again();

  await options.choose(whole.text);
  await options.becomes("#file .own", "Your own domains: 2 added.");
  await options.becomes("#file .own", "Test patients: 1 added.");
  assert.deepEqual((await everything()).own_domains, [], "nothing changes before the yes");
  await options.press("file", "Use these settings");
  await options.becomes(".notice", "in use");
  assert.deepEqual(await everything(), before);
  assert.doesNotMatch(JSON.stringify((await options.stored()).local), /jordan/, "a patient that is not to be kept is on no disk");
  assert.equal((await exported()).text, text, "and written again it is the same file");
});

test("a file is added to what is set, or takes its place, and that is said first", async () => {
  await fill();
  const file = { "leaklight-settings": 1, own_domains: ["opal.example", "new.example"], cards_from: "high" };
  await options.choose(JSON.stringify(file));
  await options.becomes("#file .own", "Your own domains: 1 added, 2 as before.");
  await options.becomes("#file .own", "Cards from: high from now on.");
  await options.becomes("#file .own", "Not in the file and left as they are: Sites always watched");
  await options.page.locator("#file .own .pick:nth-of-type(2) input").click();
  await options.becomes("#file .own", "Your own domains: 1 added, 1 removed, 1 as before.");
  await options.press("file", "Leave all as it is");
  await options.page.waitForFunction(() => !document.querySelector("#settings-plan"));
  assert.deepEqual((await everything()).own_domains, FULL.own_domains);
  await options.choose(JSON.stringify(file));
  await options.page.locator("#file .own .pick:nth-of-type(2) input").click();
  await options.press("file", "Use these settings");
  await options.becomes(".notice", "in use");
  const after = await everything();
  assert.deepEqual([after.own_domains, after.cards_from, after.rules], [file.own_domains, "high", FULL.rules]);
  await options.page.locator(".notice button").click();
  await options.becomes(".notice", "Taken back.");
  assert.deepEqual((await everything()).own_domains, FULL.own_domains);
});

test("a file that is none is refused with the place and the reason, and changes nothing", async () => {
  await fill();
  const before = await everything();
  const { text } = await exported();
  const check = async (file, ...says) => {
    await options.choose(file);
    for (const words of ["Nothing was changed.", ...says]) await options.becomes("#settings-plan", words);
    assert.equal(await options.page.$eval("#file", (section) => section.innerText.includes("Use these settings")), false);
  };
  await check(text.slice(0, text.length / 2), "line ", "cut off");
  await check(text.replace('"leaklight-settings": 1', '"leaklight-settings": 2'), "newer Leaklight", "leaklight-settings");
  await check(text.replace('"says": "innocent"', '"says": 7'), "rules[1].says", "here stands a number");
  await check(text.replace('"Opal Metrics"', '"Opal \\u202eMetrics"'), "own_vendors[0].name", "cannot be seen");
  await check("\0\0\0", "begins with {");
  await check("<html><script>alert(1)</script>", "begins with {");
  await check({ length: 5 << 20, fill: 0x20 }, "larger than 4 MB");
  await check("", "empty");
  assert.deepEqual(await everything(), before);
  // What is only not known is said, and left out.
  await options.choose(JSON.stringify({ "leaklight-settings": 1, theme: "dark", "<b>x</b>": 1, own_domains: ["more.example"] }));
  await options.becomes("#file .own .warned", "2 entries of the file are unknown to this version and will be left out: theme, ….");
});

test("by the keyboard alone", async () => {
  const { page } = options;
  const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  await page.focus("#own-domain");
  await page.keyboard.type("opal.example");
  await press("Enter");
  await options.becomes(".notice", "Yours: opal.example.");
  assert.equal(await page.evaluate(() => document.activeElement.id), "own-domain");
  await page.keyboard.down("Shift");
  await press("Tab");
  await page.keyboard.up("Shift");
  assert.match(await page.evaluate(() => document.activeElement.innerText), /^Remove/);
  const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(ring, "solid", "where the keyboard is can be seen");
  await press("Enter");
  await options.becomes(".notice", "Removed: opal.example.");
  await page.focus('#cards input[type="radio"]:checked');
  await press("ArrowUp");
  await options.becomes(".notice", "Cards from Medium on.");
  assert.equal(await page.evaluate(() => document.activeElement.checked && document.activeElement.name), "cards-from");
  // Everything that can be pressed is come to, in the order it stands in.
  const stops = await page.evaluate(() => [...document.querySelectorAll("a, button, input, select")].filter((e) => e.checkVisibility() && e.tabIndex < 0).length);
  assert.equal(stops, 0);
});

const looks = [
  ["light", { width: 1200, height: 900 }, {}], ["dark", { width: 1200, height: 900 }, { "prefers-color-scheme": "dark" }],
  ["320 px", { width: 320, height: 700 }, {}], ["projector", { width: 1920, height: 1080 }, {}],
];
for (const [name, viewport, media] of looks) {
  test(`axe finds nothing on the options page: ${name}`, async () => {
    await fill();
    const { page } = options;
    await page.setViewport(viewport);
    await page.emulateMediaFeatures(Object.entries(media).map(([feature, value]) => ({ name: feature, value })));
    await options.press("kept", "Forget everything");
    await options.choose(JSON.stringify({ "leaklight-settings": 1, theme: 1, own_domains: ["more.example"] }));
    assert.deepEqual(await options.axeSays(), []);
    await options.choose("{");
    await options.add("domains", { "own-domain": "a b" });
    await options.becomes("#own-domain-error", "not a domain");
    for (const dir of ["ltr", "rtl"]) {
      await page.evaluate((to) => (document.documentElement.dir = to), dir);
      assert.deepEqual(await options.axeSays(), [], dir);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth), false, `${dir}: no line runs out`);
    }
  });
}

test("the first page is shown once, on installing, and says how to begin", async () => {
  const page = await welcomePage(it.browser.browser, it.browser.id);
  await page.waitForSelector(".steps li:nth-of-type(4)");
  const shown = await page.$eval("body", (body) => body.innerText);
  assert.match(shown, /Turn it on for a site/);
  assert.match(shown, /no network code/);
  assert.doesNotMatch(shown, /complian/i);
  await page.waitForFunction(() => document.body.innerText.includes("Access is given"), {}); // the test build has it from the start
  // One press, and the demo visit is there.
  const other = await it.browser.newPage();
  await other.goto(page.url());
  await other.locator(".mast .main").click();
  await other.waitForSelector("#taught");
  assert.match(other.url(), /training\.html\?lesson=meta-pixel$/);
  await other.close();
  const shot = await OptionsPage.prototype.axeSays.call({ page: await bypassed(it.browser) });
  assert.deepEqual(shot, []);
  await it.browser.killWorker();
  const pages = await it.browser.browser.pages();
  assert.equal(pages.filter((one) => one.url().endsWith("/welcome.html")).length, 2, "a worker that begins again shows no other");
  // Nothing is watched: nothing is listened to and no script stays registered.
  assert.deepEqual(await options.page.evaluate(() => chrome.scripting.getRegisteredContentScripts()), []);
});

async function bypassed(browser) {
  const page = await browser.newPage();
  await page.setBypassCSP(true);
  await page.goto(`chrome-extension://${browser.id}/welcome.html`);
  await page.waitForSelector(".steps li:nth-of-type(4)");
  await page.setViewport({ width: 320, height: 700 });
  return page;
}
