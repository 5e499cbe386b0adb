// Run alone: it measures time.
// Pages that store too much, too fast, or lie about it: the page stays as it was, what there was no room for is counted and said, and what
// comes afterwards is seen as before.
import assert from "node:assert/strict";
import { test } from "node:test";
import { managers, site } from "../clinic/consent.mjs";
import { press, said, standings, untilState, visit } from "./lib/consent.mjs";
import { stage } from "./lib/stage.mjs";
import { IDS, entry } from "./lib/stored.mjs";

const it = stage();
const blind = (view) => view.blind_spots.map((b) => JSON.stringify(b)).join("\n");
const small = (view) => assert.ok(JSON.stringify(view).length < 1 << 20, "the view stays small");

/** How long a piece of page code takes where nobody watches, in milliseconds. */
async function unwatched(code) {
  const page = await it.browser.newPage();
  await page.goto(site(it.sink, {}).page, { waitUntil: "load" });
  const took = await page.evaluate(code);
  await page.close();
  return took;
}

test("ten thousand writes a second, for three seconds", async () => {
  const storm = async () => {
    const began = performance.now();
    const lags = [];
    for (let round = 0; round < 30; round++) {
      const due = performance.now() + 100;
      for (let n = 0; n < 1000; n++) localStorage.setItem(`k${n % 500}`, `${round} ${n}`);
      await new Promise((next) => setTimeout(next, Math.max(0, due - performance.now())));
      lags.push(performance.now() - due);
    }
    lags.sort((a, b) => a - b);
    return { took: performance.now() - began, lag: lags[27] };
  };
  const bare = await unwatched(storm);
  const watched = await visit(it.browser, site(it.sink, {}));
  const seen = await watched.page.evaluate(storm);
  assert.ok(seen.took < bare.took * 2 + 1500, `the page takes ${Math.round(seen.took)} ms watched, ${Math.round(bare.took)} ms not`);
  assert.ok(seen.lag < 500, `a timer is late by ${Math.round(seen.lag)} ms at worst but two`);
  await watched.page.evaluate((id) => {
    localStorage.clear();
    localStorage.setItem("after", id);
  }, IDS.a);
  const view = await watched.untilView((v) => entry(v, "local storage", "after"), "an entry after the storm");
  assert.match(blind(view), /writings? to storage (was|were) not looked at|messages? from the page (was|were) left out/, "what there was no room for is said");
  assert.ok(!entry(view, "local storage", "k7"), "what was cleared is gone");
  small(view);
  await watched.close();
});

test("cookies and sessionStorage written without end", async () => {
  const watched = await visit(it.browser, site(it.sink, {}));
  const took = await watched.page.evaluate(() => {
    const began = performance.now();
    for (let n = 0; n < 3000; n++) {
      document.cookie = `c${n % 40}=${n}; path=/`;
      sessionStorage[`s${n % 40}`] = n;
      delete sessionStorage[`s${(n + 1) % 40}`];
    }
    return performance.now() - began;
  });
  assert.ok(took < 15_000, `${took} ms`);
  await watched.page.evaluate((id) => (document.cookie = `after=${id}; path=/; max-age=31536000`), IDS.a);
  small(await watched.untilView((v) => entry(v, "cookie", "after"), "a cookie after the storm"));
  await watched.close();
});

test("values of five megabytes", async () => {
  const watched = await visit(it.browser, site(it.sink, {}));
  await watched.page.evaluate(async (id) => {
    localStorage.setItem("big", "v".repeat(5_000_000));
    sessionStorage.setItem("big", "v".repeat(5_000_000));
    const db = await new Promise((done) => {
      const open = indexedDB.open("big", 1);
      open.onupgradeneeded = () => open.result.createObjectStore("s");
      open.onsuccess = () => done(open.result);
    });
    const write = db.transaction("s", "readwrite");
    write.objectStore("s").put("v".repeat(5_000_000), "k");
    write.objectStore("s").put({ deep: Array.from({ length: 50_000 }, (_, n) => ({ n })) }, "many");
    await new Promise((done) => (write.oncomplete = done));
    await (await caches.open("big")).put(`/big?${"q".repeat(100_000)}`, new Response("v".repeat(5_000_000)));
    localStorage.setItem("after", id);
  }, IDS.a);
  const view = await watched.untilView((v) => entry(v, "local storage", "after"), "an entry after the large ones");
  assert.match(blind(view), /stored entr(y|ies) (was|were) left out/, "that they were too large is said");
  small(view);
  await watched.close();
});

test("a page that patches Storage.prototype: it runs as it would, and what it stores is still seen", async () => {
  const patches = () => {
    const real = Storage.prototype.setItem;
    let times = 0;
    Storage.prototype.setItem = function (...args) {
      times++;
      return real.apply(this, args);
    };
    localStorage.setItem("patched", "8f14e45fceea167a5a36dedd4bea2543");
    const names = [Storage.prototype.setItem.length, String(Storage.prototype.getItem).includes("[native code]"), Object.keys(localStorage).length, times];
    Object.defineProperty(Storage.prototype, "setItem", { value: () => "mine", writable: false, configurable: false });
    const mine = localStorage.setItem("never", "1");
    localStorage.direct = "45c48cce2e2d7fbdea1afc51c7c6ad26";
    const descriptor = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
    Object.defineProperty(document, "cookie", { get: () => "lied=1", set: (text) => descriptor.set.call(document, `behind_${text}`), configurable: true });
    document.cookie = "x=c9f0f895fb98ab9159f51fd0297e236d; path=/; max-age=31536000";
    return [...names, mine, document.cookie].join();
  };
  const bare = await unwatched(patches);
  const watched = await visit(it.browser, site(it.sink, {}));
  assert.equal(await watched.page.evaluate(patches), bare, "the page's own code gives what it gives unwatched");
  const view = await watched.untilView((v) => entry(v, "local storage", "patched") && entry(v, "local storage", "direct") && entry(v, "cookie", "behind_x"), "what was stored all the same");
  assert.ok(!entry(view, "local storage", "never"));
  assert.ok(!/loader|vendor/.test(entry(view, "local storage", "direct").by), "nobody is named who was not seen");
  await watched.close();
});

test("a page that claims writes and choices it did not make", async () => {
  const watched = await visit(it.browser, site(it.sink, { manager: "klaro", tag: "none" }));
  await untilState(watched, "waiting");
  await watched.page.evaluate((accept) => {
    const say = (note) => dispatchEvent(new CustomEvent("leaklight-note", { detail: JSON.stringify(note) }));
    for (let n = 0; n < 300; n++) {
      say({ type: "writes", list: [["local", `never_${n}`, false, ["https://forger.example/x.js"]]], leftOut: 0 });
      say({ type: "wrote", list: [["cookie", `never_${n}`, false, ["https://forger.example/x.js"]]] });
      say({ type: "chose", name: "klaro", button: "Accept all" });
      say({ type: "banner", name: "klaro", shown: false, buttons: [] });
      say({ type: "scripts", list: [["https://forger.example/x.js", "sha256-AAAA", 1, true]] });
    }
    for (const odd of [null, 7, { list: {} }, { type: "writes" }, { type: "writes", list: [[1, {}, [], 3]] }, { type: "consent", list: [{ api: {}, what: [], value: 1 }] }]) say(odd);
    // A press that no person made.
    document.querySelector(accept).dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
    dispatchEvent(new MouseEvent("click", { bubbles: true }));
  }, managers.klaro.accept);
  await watched.page.evaluate((id) => localStorage.setItem("after", id), IDS.a);
  const view = await watched.untilView((v) => entry(v, "local storage", "after"), "an entry after the claims");
  assert.ok(!JSON.stringify(view.storage).includes("never_") && !JSON.stringify(view.scripts).includes("forger"), "a claim makes no entry");
  assert.equal(view.consent.state, "waiting");
  assert.deepEqual(view.consent.marks.filter((m) => m.kind === "choice"), [], "and no choice");
  assert.deepEqual(said(view), []);
  await watched.close();
});

test("an interface that answers a thousand times", async () => {
  const watched = await visit(it.browser, site(it.sink, { manager: "tcf", head: "<script>window.tcfEchoes = 1000;</script>" }));
  const waiting = await untilState(watched, "waiting");
  assert.ok(waiting.consent.managers.length < 20, `${waiting.consent.managers.length} managers`);
  await press(watched.page, managers.tcf.reject);
  const view = await untilState(watched, "rejected", (v) => standings(v, /TCF/).includes("denied"));
  assert.ok(view.consent.marks.length < 200, `${view.consent.marks.length} marks`);
  assert.deepEqual(view.consent.disagree, []);
  const log = (await watched.export("log")).split("\n").filter((line) => line.includes('"event":{"consent"')).length;
  assert.ok(log < 400, `${log} told`);
  small(view);
  await watched.close();
});
