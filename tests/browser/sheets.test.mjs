// The panel's tree of tags, what a Matomo would store, relays and consent, on made-up views.
import assert from "node:assert/strict";
import { test } from "node:test";
import { panelStage } from "./panel/stage.mjs";

const it = panelStage();
const { all, asked, axeSays, becomes, open, press, sheet, text } = it;

/** The name of the node that has the keyboard. */
const node = () => it.page.evaluate(() => document.activeElement.querySelector("b")?.innerText);
const keys = async (...pressed) => {
  for (const key of pressed) await it.page.keyboard.press(key);
};
/** Opens the row of a recipient by a word in it, and waits for what is in it. */
async function row(word) {
  await it.page.locator(`::-p-xpath(//li[contains(.,${JSON.stringify(word)})]//button[contains(@class,"line")])`).click();
  await it.page.waitForSelector("dl");
}
const RELAY = "signature fields";
/** Opens every row: which of several of one name is meant is told by what is inside. */
async function rows() {
  for (const line of await it.page.$$(".item .line")) await line.click();
  await becomes(".relay", RELAY);
}

test("the tree is walked with the keyboard, in both reading directions", async () => {
  for (const [dir, out, into] of [["ltr", "ArrowLeft", "ArrowRight"], ["rtl", "ArrowRight", "ArrowLeft"]]) {
    await open("clinic", { more: `&dir=${dir}` });
    await sheet("tab-lineage");
    await it.page.focus('[role="treeitem"][tabindex="0"]');
    assert.equal((await it.page.$$('[role="treeitem"][tabindex="0"]')).length, 1, "one stop for the whole tree");
    await keys("ArrowDown", "ArrowDown");
    assert.equal(await node(), "connect.facebook.net/en_US/fbevents.js");
    await keys(into);
    assert.equal(await node(), "Meta Pixel");
    await keys(into);
    assert.equal(await node(), "Meta Pixel", "it brought nothing");
    await keys("ArrowDown", out);
    assert.equal(await node(), "GTM-ABC123", "the one above, past its other branch");
    await keys("End");
    assert.equal(await node(), "cdn.example/step-11.js");
    await keys("ArrowDown", "Home", "ArrowUp");
    assert.match(await node(), /^bayside-clinic\.example/);
    await keys("Enter");
    assert.equal((await all('[role="treeitem"]')).length, 24, "the page itself leads nowhere");
    await keys("ArrowDown", "ArrowDown", "ArrowDown", "Enter");
    await it.page.waitForFunction(() => document.activeElement.getAttribute("aria-expanded") === "true");
    assert.match(await it.page.evaluate(() => document.activeElement.innerText), /^M\s+Meta Pixel/, `${dir}: at its row, opened`);
    assert.equal(await it.page.$eval("[aria-selected=true]", (tab) => tab.id), "tab-recipients");
  }
});

test("levels are said to those who cannot see them set in", async () => {
  await open("clinic");
  await sheet("tab-lineage");
  const levels = await it.page.$$eval('[role="treeitem"]', (nodes) => nodes.map((n) => Number(n.getAttribute("aria-level"))));
  assert.deepEqual(levels.slice(0, 8), [1, 2, 3, 4, 3, 4, 2, 3]);
  const said = await it.page.accessibility.snapshot({ root: await it.page.$('[role="tree"]') });
  assert.equal(said.role, "tree");
  assert.match(said.children[3].name, /^Meta Pixel.*Critical.*Recipient · Meta Platforms · 6 requests.*Known by: the browser’s word$/s);
  assert.equal(said.children[3].level, 4);
  assert.match(await text('[role="treeitem"]:last-child'), /11 steps from the page/, "deeper than a narrow panel can show");
});

test("a recipient in the tree leads to its row and back; what is not known is said and leads nowhere", async () => {
  await open("clinic");
  await sheet("tab-lineage");
  assert.match(await text("#sheet"), /brought by something not seen\s+Not known · 2 requests/);
  assert.match(await text("#sheet"), /What this tree cannot tell\s+Which tag of a container/);
  assert.ok((await all('[role="treeitem"]')).includes("<img src=x onerror=alert(1)>\nFrame · an embedded map · 1 request\nKnown by: the browser’s word"));
  assert.equal(await it.page.$("#sheet img"), null);
  await it.page.locator(".node.unknown").click();
  assert.ok(await it.page.$('[role="tree"]'), "still here");
  await it.page.locator('::-p-xpath(//li[@role="treeitem"][contains(.,"heapline")])').click();
  await becomes("#sheet", "Why it is listed");
  assert.match(await text("#sheet"), /Why it is listed\s+sends the page’s address with a number for the visitor/);
  await press("How it got here");
  await it.page.waitForFunction(() => document.activeElement.querySelector("b")?.innerText === "heapline.example");
});

test("a new view leaves the keyboard's place in the tree", async () => {
  await open("clinic");
  await sheet("tab-lineage");
  await it.page.focus('[role="treeitem"]');
  await keys("ArrowDown", "ArrowDown", "ArrowDown");
  await it.page.evaluate(() => window.publish((view) => {
    const { nodes } = view.lineage;
    nodes[3].detail = "Meta Platforms · 77 requests";
    nodes.splice(1, 0, { ...nodes[2], depth: 1, name: { shown: "early.example/first.js" } });
  }));
  await becomes("#sheet", "77 requests");
  assert.equal(await node(), "Meta Pixel");
  await keys("Home", "ArrowDown");
  assert.equal(await node(), "early.example/first.js", "in the order of the view");
});

test("Matomo's sheet is there where there is a Matomo, and says what it would store", async () => {
  await open("none");
  assert.equal(await sheet("tab-matomo"), false);
  await sheet("tab-lineage");
  await keys("ArrowRight");
  assert.equal(await it.page.evaluate(() => document.activeElement.id), "tab-storage", "arrows pass over what is not there");

  await open("clinic");
  await sheet("tab-matomo");
  const [own, cloud] = await all(".matomo");
  assert.match(own, /^stats\.bayside-clinic\.example\s+on another host of this site · site number 1\s+Settings: 1 on, 2 off, 1 not visible/);
  assert.match(own, /1\. Page view\s+14:02\s+Page address url\s+https:\/\/bayside-clinic\.example\/.*j•••g \(24\)\s+names a condition/s);
  assert.match(own, /2\. Site search.*3\. Event.*4\. Heatmap or session recording.*3 actions came after these and are not kept here\.\s+Not visible from a browser/s);
  assert.match(cloud, /site numbers 3, 4\s+What it would store/, "no settings seen, none listed");
  assert.equal(await it.page.$("#sheet script"), null);
  assert.doesNotMatch(await it.page.content(), /jordan\.avery|abortion clinic/);
  await it.page.locator(".matomo summary").click();
  await becomes(".matomo table", "disableCookies");
  assert.match(await text(".matomo table"), /requireConsent\s+Sends nothing before the visitor agreed\.\s+Off\s+hits left before/);
  // What a person opened stays open while the visit goes on; what came is added at the end.
  await it.page.evaluate(() => {
    window.held = document.querySelector(".action");
    window.publish((view) => view.matomo[0].actions.push({ at: view.since, what: "Download", rows: [] }));
  });
  await becomes(".matomo", "5. Download");
  assert.ok(await it.page.evaluate(() => window.held.isConnected && document.querySelector(".matomo details").open));
  await it.page.evaluate(() => window.publish((view) => { view.matomo = []; }));
  await it.page.waitForSelector('#tab-recipients[aria-selected="true"]');
});

test("a relay is confirmed, denied or named, remembered, and taken back", async () => {
  const host = "metrics.bayside-clinic.example";
  await open("clinic");
  await rows();
  assert.match(await text(".relay"), /Looks like Google Analytics 4: 9 of 10 signature fields\.\s+Only the first hop is seen/);
  await press("Yes, it is");
  await becomes(".notice", "Remembered for this host.");
  await press("Undo");
  await becomes(".notice", "Taken back");
  await press("No, it is our own");
  await becomes(".notice", "Remembered");
  await press("It is something else…");
  await it.page.locator(".relay input").fill("no such vendor");
  await press("Remember");
  await becomes(".notice", "no name in the list");
  // A view that arrives while somebody types takes nothing away.
  await it.page.locator(".relay input").fill("mato");
  await it.page.evaluate(() => {
    window.held = document.querySelector(".relay input");
    window.publish((view) => { view.recipients.find((r) => r.relay).requests = 99; });
  });
  await becomes("#sheet", "99 requests");
  assert.ok(await it.page.evaluate(() => window.held.isConnected && window.held.value === "mato"));
  await it.page.locator(".relay input").fill("Matomo");
  await keys("Enter");
  await becomes(".notice", "Remembered");
  assert.deepEqual(await asked("relay"), [
    { type: "relay", host, vendor: "google-analytics-4" },
    { type: "relay", host, vendor: "google-analytics-4", on: false },
    { type: "relay", host, vendor: "none" },
    { type: "relay", host, vendor: "matomo" },
  ]);
});

test("what was decided of a relay is said and can be taken back there", async () => {
  await open("clinic");
  await rows();
  assert.match((await all(".relay"))[1], /You said: it is Plausible\.\s+Take back$/);
  await press("Take back");
  await becomes(".notice", "Taken back");
  assert.deepEqual(await asked("relay"), [{ type: "relay", host: "www.bayside-clinic.example", vendor: "plausible", on: false }]);
  await it.page.evaluate(() => window.publish((view) => { view.recipients.find((r) => r.relay).relay.decided = "none"; }));
  await becomes(".relay", "You said: this is your own, no vendor's.");
  // Where core recognises nothing any more, the person's word is all there is to say.
  await it.page.evaluate(() => window.publish((view) => {
    Object.assign(view.recipients.find((r) => r.relay).relay, { said: "", vendor: "", decided: "matomo", decision: "Matomo" });
  }));
  await becomes(".relay", "You said: it is Matomo.");
  assert.match(await text(".relay"), /^Only the first hop/);
});

test("where no list of vendors is to be had, only yes and no are offered", async () => {
  await open("rtl", { more: "&dir=rtl" });
  await rows();
  assert.deepEqual(await all(".relay button"), ["Yes, it is", "No, it is our own"]);
});

test("consent signals are told by word and shape", async () => {
  await open("clinic");
  await row("Meta Pixel");
  const signals = await all(".signals li");
  assert.match(signals[0], /^TCF string\s+Granted\s+purposes 1 to 4 granted, 5 to 10 not\s+query:gdpr_consent = CQSample/);
  assert.deepEqual(signals.map((signal) => signal.split("\n").filter(Boolean)[1]), ["Granted", "Unclear", "Denied"]);
  const shapes = await it.page.$$eval(".signals path", (paths) => paths.map((path) => path.getAttribute("d")));
  assert.equal(new Set(shapes).size, 3);
});

test("opened as far as it goes, nothing stands in anyone's way", async () => {
  for (const scheme of ["light", "dark"]) {
    await open("clinic", { width: 320, media: { "prefers-color-scheme": scheme } });
    await rows();
    await press("It is something else…");
    await it.page.waitForSelector(".relay input");
    assert.deepEqual(await axeSays(), [], `${scheme}, recipients`);
    await sheet("tab-matomo");
    await it.page.locator(".matomo summary").click();
    await becomes(".matomo table", "disableCookies");
    assert.deepEqual(await axeSays(), [], `${scheme}, Matomo`);
    assert.equal(await it.page.evaluate(() => document.documentElement.scrollWidth), 320);
  }
});

test("thousands of nodes and actions stay within reach", async () => {
  await open("many");
  await sheet("tab-lineage");
  assert.equal((await it.page.$$('[role="treeitem"]')).length, 200);
  await press("Show 200 more of 1,800");
  await it.page.waitForFunction(() => document.querySelectorAll('[role="treeitem"]').length === 400);
  await sheet("tab-matomo");
  assert.equal((await it.page.$$(".action")).length, 21);
});
