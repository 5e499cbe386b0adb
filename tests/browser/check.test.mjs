// The guided check's first step: what the site stored in this browser is cleared, of the page and of another company's frame, and nothing of
// another tab's site; its page is loaded again. Where nobody watches it is refused.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";

const it = stage();
const SITE = "www.lakeside.example";
const FRAME = "widget.example";
const OTHER = "www.elsewhere.example";

/** Stores one of each kind, and answers what the document then holds. */
const STORE = `async () => {
  localStorage.setItem("l", "1");
  sessionStorage.setItem("s", "1");
  await new Promise((done, failed) => {
    const open = indexedDB.open("db", 1);
    open.onupgradeneeded = () => open.result.createObjectStore("st").put("v", "k");
    open.onsuccess = () => { open.result.close(); done(); };
    open.onerror = failed;
  });
  await (await caches.open("c")).put("/kept", new Response("kept"));
}`;
const HELD = `async () => ({
  local: localStorage.length, session: sessionStorage.length, databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
})`;
const run = (frame, text) => frame.evaluate(`(${text})()`);
const NOTHING = { local: 0, session: 0, databases: 0, caches: 0 };
const ALL = { local: 1, session: 1, databases: 1, caches: 1 };

/** @type {Watched} */
let watched;
beforeEach(async () => {
  const page = (body, ...cookies) => ({ type: "text/html", body: `<!doctype html><title>Page</title>${body}`, headers: { "set-cookie": cookies } });
  it.sink.staged.set(`${SITE}/set`, page("<p>Set</p>", "host=1; Path=/; Secure", "wide=1; Domain=lakeside.example; Path=/account; Secure; HttpOnly",
    "part=1; Path=/; Secure; SameSite=None; Partitioned"));
  it.sink.staged.set(`${SITE}/page`, page(`<iframe src="https://${FRAME}/w"></iframe>`));
  it.sink.staged.set(`${FRAME}/w`, page("<p>Widget</p>"));
  it.sink.staged.set(`${FRAME}/set`, page("<p>Widget</p>", "wpart=1; Path=/; Secure; SameSite=None; Partitioned"));
  it.sink.staged.set(`shop.lakeside.example/`, page("<p>Shop</p>", "shop=1; Path=/; Secure"));
  it.sink.staged.set(`${OTHER}/`, page(`<iframe src="https://${FRAME}/set"></iframe>`, "other=1; Path=/; Secure"));
  watched = await Watched.open(it.browser, `https://${SITE}/set`);
});
afterEach(() => watched.close());

const cookies = () => watched.asker.evaluate(async () => (await chrome.cookies.getAll({ partitionKey: {} }))
  .map(({ name, partitionKey }) => (partitionKey ? `${name} in ${new URL(partitionKey.topLevelSite).hostname}` : name)).sort());
const widget = async (page) => page.waitForFrame((frame) => frame.url().startsWith(`https://${FRAME}/`)).then(async (frame) => (await frame.waitForSelector("p"), frame));
async function step(what) {
  const loaded = watched.page.waitForNavigation({ waitUntil: "load" });
  const reply = await watched.ask({ type: "check", tab: watched.tab, step: what });
  assert.equal(reply?.ok, true, JSON.stringify(reply));
  await loaded;
  return JSON.parse(reply.text);
}
const lines = async () => (await watched.export("log")).trim().split("\n").map((line) => JSON.parse(line));

test("cookies, storage, databases and caches of the page and its frame are gone, and nothing of another site's", async () => {
  const { page } = watched;
  const other = await it.browser.newPage();
  await other.goto(`https://${OTHER}/`, { waitUntil: "load" });
  await widget(other);
  await run(other, STORE);
  await page.goto("https://shop.lakeside.example/", { waitUntil: "load" });
  await page.goto(`https://${SITE}/page`, { waitUntil: "load" });
  // Again, in this site's partition.
  it.sink.staged.set(`${FRAME}/w`, it.sink.staged.get(`${FRAME}/set`));
  await page.reload({ waitUntil: "load" });
  it.sink.staged.set(`${FRAME}/w`, { type: "text/html", body: "<!doctype html><p>Widget</p>" });
  const frame = await widget(page);
  await run(page, STORE);
  await run(frame, STORE);
  assert.deepEqual([await run(page, HELD), await run(frame, HELD)], [ALL, ALL]);
  const before = await cookies();
  assert.deepEqual(before, ["host", "other", "part in lakeside.example", "shop", "wide", "wpart in elsewhere.example", "wpart in lakeside.example"]);

  const cleared = await step("ignore");
  assert.deepEqual([cleared.cookies, cleared.frames, cleared.left], [4, 2, 0], JSON.stringify(cleared));
  assert.match(cleared.said, /Logins on this site have ended/);
  assert.deepEqual(await cookies(), ["other", "shop", "wpart in elsewhere.example"]);
  assert.deepEqual([await run(page, HELD), await run(await widget(page), HELD)], [NOTHING, NOTHING]);
  assert.deepEqual(await run(other, HELD), ALL, "another tab's site keeps what it has");
  // The core hears of the step before the page it is for.
  const log = await lines();
  const at = log.findLastIndex((line) => line.event?.check === "ignore");
  const page2 = log.findLastIndex((line) => line.event?.navigation?.frame === 0);
  assert.ok(at >= 0 && at < page2, `${at} ${page2}`);
  await other.close();
});

for (const begins of ["before", "during"]) test(`a reading of Cache Storage that begins ${begins} its clearing makes no cache anew`, async () => {
  const { page } = watched;
  await page.goto(`https://${SITE}/page`, { waitUntil: "load" });
  const [realm] = await page.extensionRealms();
  const left = await realm.evaluate(async (begins) => {
    await (await caches.open("c")).put("/kept", new Response("kept"));
    const has = caches.has.bind(caches);
    let asked;
    let answer;
    const [isAsked, gate] = [new Promise((done) => (asked = done)), new Promise((done) => (answer = done))];
    // Between its two questions: whether there is such a cache, and what is in it.
    caches.has = async (name) => {
      const there = await has(name);
      asked();
      await gate;
      return there;
    };
    const stored = globalThis.leaklightStored(async () => undefined);
    if (begins === "before") {
      stored.soon("cache");
      await isAsked;
      await stored.clear();
    } else {
      // Databases are cleared first: they take their time.
      const databases = indexedDB.databases.bind(indexedDB);
      indexedDB.databases = () => isAsked.then(databases);
      const cleared = stored.clear();
      stored.soon("cache");
      await cleared;
    }
    answer();
    // What the reading asks next is asked by the time that this is answered.
    await caches.keys();
    return caches.keys();
  }, begins);
  assert.deepEqual(left, []);
});

test("a page that had loaded before it was watched is watched from its start", async () => {
  const late = async () => JSON.parse((await watched.ask({ type: "state", tab: watched.tab })).text).late;
  assert.equal(await late(), true);
  await step("reject");
  assert.equal(await late(), false);
  const log = await lines();
  const watch = log.findLastIndex((line) => line.event?.watch);
  assert.ok(watch >= 0 && log.findLastIndex((line) => line.event?.check === "reject") > watch, "the step is of the watching that follows");
});

test("a frame that does not answer counts as not cleared, and that is said", async () => {
  const { page } = watched;
  await page.goto(`https://${SITE}/page`, { waitUntil: "load" });
  await widget(page);
  const frame = page.frames().find((one) => one !== page.mainFrame());
  // It is busy for longer than anybody waits.
  void frame.evaluate(() => { for (const end = Date.now() + 6000; Date.now() < end; ); }).catch(() => {});
  await pause(200);
  const cleared = await step("accept");
  assert.ok(cleared.left >= 1 && /Not cleared/.test(cleared.said), JSON.stringify(cleared));
});

test("done and off clear nothing; an unknown step, an unwatched tab and a page are refused", async () => {
  const { page } = watched;
  await page.evaluate(() => localStorage.setItem("kept", "1"));
  const before = await cookies();
  for (const what of ["done", "off"]) assert.deepEqual(await watched.ask({ type: "check", tab: watched.tab, step: what }), { ok: true });
  assert.equal((await watched.ask({ type: "check", tab: watched.tab, step: "sideways" })).ok, false);
  assert.equal((await watched.ask({ type: "check", tab: watched.tab })).ok, false);
  const other = await it.browser.newPage();
  await other.goto(`https://${OTHER}/`, { waitUntil: "load" });
  const unwatched = await it.browser.tabId(other);
  assert.equal((await watched.ask({ type: "check", tab: unwatched, step: "ignore" })).ok, false);
  await pause(300);
  assert.ok((await cookies()).includes("other"));
  assert.deepEqual((await cookies()).filter((name) => before.includes(name)), before);
  assert.equal(await page.evaluate(() => localStorage.getItem("kept")), "1");
  await other.close();
});
