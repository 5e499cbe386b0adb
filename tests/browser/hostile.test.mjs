// A page that knows Leaklight is there and means it harm: forged messages, megabytes, markup. Nothing but counts may change,
// and a real leak afterwards is seen as before.
import assert from "node:assert/strict";
import { beforeEach, afterEach, test } from "node:test";
import { address } from "../clinic/site.mjs";
import { ShadowReader } from "./lib/chromium.mjs";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";

const it = stage();
const HOST = "region1.google-analytics.com"; // a vendor whose answer sets no cookie, so the request is all there is
/** @type {Watched} */
let watched;

beforeEach(async () => {
  watched = await Watched.open(it.browser, address("home", "clean"));
  await watched.page.goto(address("condition", "clean"), { waitUntil: "load" });
  await watched.untilView((v) => v.page.address.shown.includes("/p/1042"), "the page to be read");
});
afterEach(() => watched.close());

const leak = (path) => watched.page.evaluate((host, dl) => fetch(`https://${host}/g/collect?v=2&tid=G-BAY51DE001&cid=1.2&en=page_view&dl=${encodeURIComponent(dl)}`,
  { mode: "no-cors" }).then(() => {}), HOST, `https://www.bayside-clinic.example/${path}`);
const aboutHost = (view) => view.findings.filter((f) => f.kind === "sensitive-url-third-party" && f.recipient.host === HOST);

test("forged messages change nothing but counts", async () => {
  const before = (await watched.view()).findings.map((f) => f.key).sort();
  await watched.page.evaluate((host) => {
    const forged = { type: "send", how: "fetch", url: `https://${host}/g/collect?v=2&tid=G-BAY51DE001&dl=https://x.example/conditions/hiv-testing`,
      body: { text: "email=rosa.delgado@mailbox.example&dl=https://x.example/conditions/hiv-testing" } };
    const say = (name, detail) => dispatchEvent(new CustomEvent(name, { detail }));
    for (let i = 0; i < 1000; i++) {
      say("leaklight-note", JSON.stringify({ ...forged, url: `${forged.url}&i=${i}` }));
      say("leaklight-note", forged);
      say("leaklight-note", "{\"type\":");
      postMessage({ source: "leaklight", ...forged }, "*");
    }
    for (const detail of [null, 7, [], "null", "[]", "{}", JSON.stringify({ type: "send", url: {}, how: 1, body: { text: 5 } }),
      JSON.stringify({ type: "request", url: forged.url }), JSON.stringify({ type: "storage", origin: `https://${host}` }),
      "[".repeat(100_000), "x".repeat(5_000_000)]) say("leaklight-note", detail);
    say("leaklight-hook");
    say("leaklight-wake", { watch: true });
  }, HOST);
  await leak("conditions/hiv-testing"); // what comes after it in the worker's order has everything above before it
  const view = await watched.untilView((v) => aboutHost(v).length, "the real leak");
  const added = view.findings.filter((f) => f.severity !== "info" && !before.includes(f.key));
  assert.deepEqual([...new Set(added.map((f) => f.recipient?.host ?? f.said))], [HOST], "only what the browser itself reported");
  assert.equal(aboutHost(view).length, 1);
  assert.equal(aboutHost(view)[0].count, 1, "one request, counted once");
  assert.ok(!view.findings.some((f) => f.kind === "identifier-to-third-party"), "a forged body belongs to no request");
});

test("forged typing makes Leaklight look for values, and nothing more; a storm of it is counted", async () => {
  const { page } = watched;
  // As autofill and scripts that fill forms do: events the browser did not make itself. What they claim is looked for, which harms nobody.
  await page.evaluate(() => {
    const field = Object.assign(document.createElement("input"), { name: "email", value: "forged@mailbox.example" });
    document.body.append(field);
    field.dispatchEvent(new Event("change", { bubbles: true }));
    const form = document.body.appendChild(document.createElement("form"));
    // A form whose fields are called as its members are.
    for (const name of ["elements", "contains", "getRootNode", "querySelectorAll", "nodeName", "form"]) {
      form.append(Object.assign(document.createElement("input"), { name, value: `clobbered ${name}` }));
    }
    const button = form.appendChild(document.createElement("button"));
    form.addEventListener("submit", (event) => event.preventDefault());
    button.click();
    form.dispatchEvent(new Event("submit", { bubbles: true }));
    dispatchEvent(new MessageEvent("message", { data: "forged", origin: "https://bank.example" }));
    for (let i = 0; i < 3000; i++) {
      field.value = `storm ${i} ${"m".repeat(5000)}`;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    for (let i = 0; i < 3000; i++) {
      const one = document.body.appendChild(document.createElement("input"));
      one.value = `many ${i}`;
      one.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  await leak("conditions/hiv-testing");
  const view = await watched.untilView((v) => aboutHost(v).length === 1 && v.blind_spots.some((b) => /too many/.test(JSON.stringify(b))), "the real leak, and the count");
  assert.equal(aboutHost(view)[0].count, 1);
  assert.ok(!view.findings.some((f) => f.kind === "form-value-leak"), "nothing left that was typed");
  const log = await watched.export("log");
  const told = log.split("\n").filter((line) => line.includes('"event":{"typed"'));
  assert.ok(told.length > 0 && told.length <= 520, `${told.length} told`);
  assert.ok(told.every((line) => line.length < 2500), "each is bounded");
  assert.ok(!log.includes('"event":{"message"'), "no message was handed to the page's own frame");
  assert.ok(JSON.stringify(view).length < 1 << 20, "the view stays small");
});

test("megabytes do not stop it", async () => {
  const { page } = watched;
  await page.evaluate(async () => {
    const mega = "m".repeat(1 << 20);
    const swallow = (work) => Promise.resolve().then(work).catch(() => {});
    document.title = "t".repeat(5 << 20);
    await swallow(() => localStorage.setItem("big", mega));
    await swallow(() => localStorage.setItem(mega, "big"));
    for (let i = 0; i < 300; i++) await swallow(() => sessionStorage.setItem(`k${i}`, "v".repeat(5000)));
    await swallow(() => fetch(`https://collector.example/?q=${mega}`, { mode: "no-cors" }));
    for (let i = 0; i < 4; i++) {
      await swallow(() => fetch("https://collector.example/", { method: "POST", mode: "no-cors", body: mega.repeat(4) }));
      await swallow(() => fetch("https://collector.example/", { method: "POST", mode: "no-cors", body: new Blob([mega, mega]) }));
    }
    await swallow(() => fetch("https://collector.example/", { method: "POST", mode: "no-cors", body: "{\"a\":".repeat(200_000) }));
    history.replaceState(null, "", `#${mega.slice(0, 200_000)}`);
  });
  await leak("conditions/hiv-testing");
  const view = await watched.untilView((v) => aboutHost(v).length === 1, "a leak after the megabytes");
  assert.equal(aboutHost(view)[0].count, 1);
  assert.ok(JSON.stringify(view).length < 1 << 20, "the view stays small");
});

test("markup from the page is text wherever it is shown", async () => {
  const { page, asker } = watched;
  const markup = "<img src=x onerror=window.pwned=1><script>window.pwned=1</script>";
  const reader = await ShadowReader.on(page);
  await page.evaluate((text) => {
    document.title = `HIV testing ${text}`;
    localStorage.setItem(text, text);
    document.cookie = `markup=${encodeURIComponent(text)}`;
    history.pushState(null, "", `/p/1042?${text}`);
  }, markup);
  await leak(`conditions/hiv-testing/${markup}`);
  await leak(`conditions/hiv-testing?name=${markup}`);
  await watched.untilView((v) => aboutHost(v).length, "the leak with markup");
  const card = await reader.until((elements) => elements.find((e) => e.tag === "article" && /hiv-testing/.test(e.text)), { what: "its card" });
  assert.ok(card);
  const tags = new Set((await reader.elements()).map((e) => e.tag));
  assert.deepEqual([...tags].filter((t) => ["img", "script", "iframe", "a", "object"].includes(t)), [], "no element of the page's making");
  await asker.$eval("#tab-findings", (tab) => tab.click());
  await watched.panelShows(() => {
    for (const button of document.querySelectorAll("main button[aria-expanded=false]")) button.click();
    return document.body.innerText.includes("<img src=x");
  });
  assert.deepEqual(await asker.evaluate(() => [document.querySelectorAll("img[src=x], [onerror]").length, window.pwned ?? null]), [0, null]);
  assert.equal(await page.evaluate(() => window.pwned ?? null), null);
  const report = await watched.saved();
  assert.ok(!report.includes("<img src=x"), "the report escapes it");
});

/** Events of one kind in the log, as the core took them. */
const told = async (kind) => (await watched.export("log")).split("\n").filter((line) => line.includes(`"event":{"${kind}"`)).map((line) => JSON.parse(line).event[kind]);
const untilTold = async (kind, test, what) => {
  const end = Date.now() + 20_000;
  for (;;) {
    const events = await told(kind);
    if (test(events)) return events;
    assert.ok(Date.now() < end, `not told: ${what} ${JSON.stringify(events).slice(0, 300)}`);
    await new Promise((again) => setTimeout(again, 100));
  }
};
const sum = (events) => events.reduce((all, { left_out: n = 0 }) => all + n, 0);

test("ten thousand writes a second are counted, and writers are named up to a bound", async () => {
  await watched.page.evaluate(async () => {
    for (let second = 0; second < 2; second++) {
      for (let part = 0; part < 10; part++) {
        for (let i = 0; i < 1000; i++) localStorage.setItem(`flood${part}.${i % 100}`, `${second} ${i}`);
        await new Promise((done) => setTimeout(done, 100));
      }
    }
    sessionStorage.setItem("after", "the flood");
  });
  const events = await untilTold("writes", (all) => sum(all) > 15_000, "how many were left out");
  const named = events.flatMap(({ list }) => list);
  assert.ok(named.length > 50 && named.length <= 800, `${named.length} named`);
  assert.ok(events.length <= 60, `${events.length} told`);
  await untilTold("storage", (all) => all.some(({ entries }) => entries.some(([key, value]) => key === "after" && value === "the flood")), "what is stored after it");
});

test("values of five megabytes are cut, in every store", async () => {
  await watched.page.evaluate(async () => {
    const big = "m".repeat(5 << 20);
    const swallow = (work) => Promise.resolve().then(work).catch(() => {});
    await swallow(() => localStorage.setItem("big", big.slice(0, 4 << 20)));
    await new Promise((done) => {
      const opening = indexedDB.open(`db ${big.slice(0, 50_000)}`, 1);
      opening.onupgradeneeded = () => {
        for (let i = 0; i < 60; i++) opening.result.createObjectStore(`s${i}`);
        const store = opening.transaction.objectStore("s0");
        for (let i = 0; i < 6; i++) store.put({ text: big, bytes: new Uint8Array(5 << 20), deep: Array.from({ length: 5000 }, () => ({ big: big.slice(0, 10) })) }, `k${i}`);
        for (let i = 0; i < 300; i++) store.put(i, `more${i}`);
        const round = { name: "round" };
        round.round = round;
        store.put(round, "round");
      };
      opening.onsuccess = opening.onerror = done;
    });
    const cache = await caches.open("many");
    for (let i = 0; i < 80; i++) await cache.put(`/kept/${i}?${"q".repeat(20_000)}`, new Response("x"));
    const change = await new Promise((done) => {
      const opening = indexedDB.open("small", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("s");
      opening.onsuccess = () => done(opening.result.transaction("s", "readwrite"));
    });
    change.objectStore("s").put("told", "k");
  });
  const all = await untilTold("storage", (events) => events.some(({ entries }) => entries.some(([key]) => key === "small\ts\tk"))
    && events.some(({ area }) => area === "cache"), "what was written last, and the caches");
  const lines = (await watched.export("log")).split("\n").filter((line) => line.includes('"event":{"storage"') || line.includes('"event":{"writes"'));
  const longest = Math.max(...lines.map((line) => line.length));
  assert.ok(longest < 1_200_000, `${longest} characters in a line`);
  for (const { entries } of all) for (const [key, value] of entries) assert.ok(key.length <= 4200 && (value ?? "").length <= 4096, `${key.slice(0, 50)}: ${key.length} ${value?.length}`);
  assert.ok(sum(all) > 300, `${sum(all)} left out`);
});

test("patched storage functions are said, and who patched does not hide who wrote", async () => {
  await watched.page.evaluate(() => {
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = function (...all) {
      return setItem.apply(this, all);
    };
    localStorage.setItem("through", "1");
  });
  await untilTold("writes", (all) => all.some(({ list }) => list.some((one) => one.name === "through")), "a write through the page's own function");
  assert.deepEqual((await told("lost")).filter(({ what }) => what === "patched"), [], "what comes after the hook is under its eyes");
  await watched.close();
  // Watching begins late: the page's own functions stand there already.
  it.sink.staged.set("www.lakeside.example/patched", { type: "text/html", body: `<!doctype html><title>Patched</title><script>
    Storage.prototype.setItem = function (key, value) { this[key] = value; };</script>` });
  watched = await Watched.open(it.browser, "https://www.lakeside.example/patched");
  await untilTold("lost", (all) => all.some(({ what }) => what === "patched"), "that they are patched");
});

test("interfaces for consent that throw, lie, never answer or answer without end", async () => {
  it.sink.staged.set("www.lakeside.example/lies", { type: "text/html", body: `<!doctype html><title>Lies</title><script>
    window.errors = 0;
    window.asked = 0;
    addEventListener("error", () => errors++);
    addEventListener("unhandledrejection", () => errors++);
    window.__gpp = () => { throw new Error("mine"); };
    window.__uspapi = () => new Promise(() => {});
    const cycle = { eventStatus: "tcloaded", purpose: { consents: { 1: true } } };
    cycle.cycle = cycle.purpose.legitimateInterests = cycle;
    Object.defineProperty(cycle, "tcString", { enumerable: true, get() { asked++; throw new Error("asked"); } });
    window.answers = 0;
    window.__tcfapi = (command, version, back) => {
      const odd = [null, 7, "text", [], () => {}, new Proxy({}, { getOwnPropertyDescriptor() { throw new Error("trap"); } }), { eventStatus: { toString() { asked++; return "x"; } } },
        { eventStatus: "e".repeat(5 << 20), tcString: "t".repeat(5 << 20), cmpId: Array(1000).fill(1) }, cycle];
      odd.forEach((one) => back(one, true));
      window.printed = String(back);
      const timer = setInterval(() => {
        for (let i = 0; i < 100; i++) back({ eventStatus: "tcloaded", tcString: "C" + answers++ }, true);
        if (answers >= 2000) clearInterval(timer);
      }, 50);
    };
    Object.defineProperty(window, "Osano", { get() { asked++; return {}; } });
    window.Cookiebot = { get consent() { asked++; return {}; }, hasResponse: false };
    window.dataLayer = new Proxy([], { get(all, name, self) { if (name === "push") return () => { throw new Error("mine"); }; return Reflect.get(all, name, self); } });
  </script>` });
  await watched.page.goto("https://www.lakeside.example/lies", { waitUntil: "load" });
  await untilTold("lost", (all) => all.some(({ what, count }) => what === "flood" && count > 100), "that answers were left out");
  await watched.page.waitForFunction(() => window.answers >= 2000);
  const said = await told("consent");
  const tcf = said.filter(({ api }) => api === "tcf");
  assert.ok(tcf.length > 10 && tcf.length <= 200, `${tcf.length} told`);
  assert.ok(said.every(({ value, what }) => value.length <= 4096 && what.length <= 64));
  assert.ok(tcf.some(({ value }) => value.includes('"1":true')), "what lies open in an odd answer");
  assert.deepEqual(await watched.page.evaluate(() => [errors, asked, /native code/.test(printed)]), [0, 0, true], "the page notices nothing");
});
