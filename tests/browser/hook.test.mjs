// Run alone, as what measures time is: every frame's readings are waited for.
// What the scripts in a page tell of storage, its writers, the page's scripts and interfaces for consent, as the recorded log holds it.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";

const SITE = "www.lakeside.example";
const html = (body) => ({ type: "text/html; charset=utf-8", body: `<!doctype html><meta charset=utf-8><title>Lakeside</title>${body}` });
const script = (body) => ({ type: "text/javascript", body });

const INLINE = `var s = document.createElement("script"); s.src = "https://loader.example/l.js"; document.head.appendChild(s);`;
const LOADER = `var t = document.createElement("script"); t.src = "https://writer.example/w.js"; document.head.appendChild(t);`;
const WRITER = `
  localStorage.setItem("wrote", "1");
  localStorage.setItem("wrote", "2");
  sessionStorage.setItem("gone", "x");
  sessionStorage.removeItem("gone");
  localStorage.silent = "property";
  document.cookie = "fromscript=1; max-age=600; path=/";
  document.cookie = "fromscript=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/";
  var opening = indexedDB.open("people", 1);
  opening.onupgradeneeded = function () {
    opening.result.createObjectStore("visits", { keyPath: "id" });
    opening.result.createObjectStore("empty");
  };
  opening.onsuccess = function () {
    var change = opening.result.transaction("visits", "readwrite");
    change.objectStore("visits").put({ id: "v1", email: "jordan@mail.example", when: new Date(0), big: "b".repeat(5000), bytes: new Uint8Array(9) });
    change.oncomplete = function () { opening.result.close(); };
  };
  caches.open("pages").then(function (cache) { return cache.put("/kept?who=jordan", new Response("kept")); });`;

for (const which of ["chromium", "firefox"]) {
  describe(which, () => {
    const it = stage(which);
    test("who wrote, what is kept in every store, third-party frames' too", () => written(it));
    test("scripts are told once, inline ones by their hash, with whether a script put them there", () => inventory(it));
    test("interfaces for consent are heard when they come, change and are replaced", () => consent(it));
    test("clearing takes what the site keeps", () => cleared(it));
  });
}

/** Events of one kind in the log, as the core took them. */
async function told(watched, kind) {
  const lines = (await watched.export("log")).split("\n").filter((line) => line.includes(`"event":{"${kind}"`));
  return lines.map((line) => JSON.parse(line).event[kind]);
}

async function until(ask, what) {
  const end = Date.now() + 30_000;
  let last;
  while (Date.now() < end) {
    last = await ask();
    if (last) return last;
    await pause(100);
  }
  return assert.fail(`did not come to: ${what}`);
}

async function open({ sink, browser }, body, path) {
  sink.staged.set(`${SITE}/blank`, html("<p>Blank"));
  sink.staged.set(`${SITE}/${path}`, html(body));
  const watched = await Watched.open(browser, `https://${SITE}/blank`);
  await watched.page.goto(`https://${SITE}/${path}`, { waitUntil: "load" });
  return watched;
}

async function written(it) {
  it.sink.staged.set("loader.example/l.js", script(LOADER));
  it.sink.staged.set("writer.example/w.js", script(WRITER));
  it.sink.staged.set("widget.example/f", html(`<script>localStorage.setItem("inframe", "f1");
    indexedDB.open("framed", 1).onupgradeneeded = (e) => e.target.result.createObjectStore("s").put("value", "key");</script>`));
  // The scripts of an origin seen for the first time may come after its document: it is seen before.
  const frame = '<iframe src="https://widget.example/f"></iframe>';
  it.sink.staged.set(`${SITE}/writers`, html(`<script>${INLINE}</script>${frame}`));
  const watched = await open(it, frame, "framing");
  await until(async () => (await told(watched, "storage")).some((s) => s.origin === "https://widget.example"), "the frame to be watched");
  await watched.page.goto(`https://${SITE}/writers`, { waitUntil: "load" });
  const writes = async () => (await told(watched, "writes")).flatMap((w) => w.list.map((one) => ({ ...one, origin: w.origin })));
  const wanted = [
    ["local", "wrote", false], ["session", "gone", false], ["session", "gone", true], ["cookie", "fromscript", false], ["cookie", "fromscript", true],
    ["indexed", "people\tvisits\tv1", false], ["cache", `pages\thttps://${SITE}/kept?who=jordan`, false],
  ];
  for (const [area, name, removed] of wanted) {
    const one = await until(async () => (await writes()).find((w) => w.area === area && w.name === name && w.removed === removed), `${area} ${name} ${removed}`);
    assert.equal(one.by[0], "https://writer.example/w.js", JSON.stringify(one));
    assert.equal(one.origin, `https://${SITE}`);
  }
  assert.equal((await writes()).filter((w) => w.name === "wrote").length, 1, "the same by the same is told once");
  const framed = await until(async () => (await writes()).find((w) => w.name === "inframe"), "the frame's write");
  assert.equal(framed.origin, "https://widget.example");

  const entries = async () => (await told(watched, "storage")).flatMap((s) => s.entries.map(([key, value]) => ({ area: s.area, origin: s.origin, key, value })));
  const kept = async (area, key) => until(async () => (await entries()).find((e) => e.area === area && e.key === key), `${area} ${JSON.stringify(key)}`);
  assert.equal((await kept("local", "silent")).value, "property");
  const visit = await kept("indexed", "people\tvisits\tv1");
  assert.match(visit.value, /^\{.*"email":"jordan@mail\.example"/);
  assert.ok(visit.value.length <= 2048, `${visit.value.length}`);
  assert.equal((await kept("indexed", "people\tempty\t")).value, "");
  assert.equal((await kept("cache", `pages\thttps://${SITE}/kept?who=jordan`)).value, `https://${SITE}/kept?who=jordan`);
  assert.equal((await kept("local", "inframe")).origin, "https://widget.example");
  assert.deepEqual({ ...(await kept("indexed", "framed\ts\tkey")) }, { area: "indexed", origin: "https://widget.example", key: "framed\ts\tkey", value: "value" });
  await watched.close();
}

async function inventory(it) {
  const inline = `window.there = 1;`;
  it.sink.staged.set("loader.example/l.js", script(`document.body.appendChild(Object.assign(document.createElement("script"), { text: "window.late = 1" }));`));
  it.sink.staged.set("markup.example/m.js", script(""));
  it.sink.staged.set("markup.example/end.js", script(""));
  const watched = await open(it, `<script>${inline}</script><script src="https://markup.example/m.js"></script><script>${INLINE}</script>
    <script type="application/json">{"no": "script"}</script><p>Text<script async src="https://markup.example/end.js"></script><script>window.last = 1</script>`, "scripts");
  const all = async () => (await told(watched, "scripts")).flatMap((s) => s.list);
  const hash = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;
  const one = (test, what) => until(async () => (await all()).find(test), what);
  const late = await one((s) => s.hash === hash("window.late = 1"), "the script a script wrote");
  assert.deepEqual([late.url, late.size, late.added], ["", 15, true]);
  assert.equal((await one((s) => s.hash === hash(inline), "the inline script")).added, false);
  assert.equal((await one((s) => s.url === "https://markup.example/m.js", "the markup's")).added, false);
  assert.equal((await one((s) => s.url === "https://markup.example/end.js", "the markup's last")).added, false);
  assert.equal((await one((s) => s.hash === hash("window.last = 1"), "the last inline script")).added, false);
  assert.equal((await one((s) => s.url === "https://loader.example/l.js", "the loader")).added, true);
  assert.ok(!(await all()).some((s) => s.hash === hash('{"no": "script"}')), "data is no script");
  assert.equal((await all()).filter((s) => s.url === "https://loader.example/l.js").length, 1);
  assert.ok((await told(watched, "scripts")).every((s) => s.url.startsWith(`https://${SITE}/`)));
  await watched.close();
}

async function consent(it) {
  const tcf = (status, consents) => JSON.stringify({ eventStatus: status, cmpStatus: "loaded", cmpId: 31, gdprApplies: true, tcString: "CPtest", purpose: { consents, legitimateInterests: {} }, vendor: { consents: { 755: true } } });
  const watched = await open(it, `<script>
    var queue = [];
    window.__tcfapi = function () { queue.push(arguments); };
    window.dataLayer = []; function gtag() { dataLayer.push(arguments); }
    gtag("consent", "default", { ad_storage: "denied", analytics_storage: "denied" });
    dataLayer.push({ event: "other" });
    window._paq = [["requireConsent"], ["trackPageView", "secret title"]];
    window.__uspapi = function (command, version, back) { back({ version: 1, uspString: "1YNN" }, true); };
    window.__gpp = function (command, back) { if (command === "addEventListener") back({ eventName: "listenerRegistered", listenerId: 1, data: true,
      pingData: { signalStatus: "ready", gppString: "DBABL~BVQ", applicableSections: [7], cmpId: 5 } }, true); };
  </script><button onclick="choose()">Accept</button><script>
    function choose() {
      gtag("consent", "update", { ad_storage: "granted", analytics_storage: "granted" });
      listeners.forEach(function (back) { back(${tcf("useractioncomplete", { 1: true })}, true); });
      _paq.push(["setConsentGiven"]);
      window.OnetrustActiveGroups = ",C0001,C0002,";
    }
    addEventListener("load", function () {
      var listeners = window.listeners = [];
      window.__tcfapi = function (command, version, back) {
        listeners.push(back);
        back(${tcf("tcloaded", { 1: false })}, true);
      };
      queue.forEach(function (call) { __tcfapi.apply(null, call); });
      window._paq = { push: function () {} };
    });
  </script>`, "consent");
  const all = () => told(watched, "consent");
  const heard = (api, what, value) => until(async () => (await all()).find((c) => c.api === api && c.what === what && value.test(c.value)), `${api} ${what}`);
  await heard("google", "default", /^\{"ad_storage":"denied","analytics_storage":"denied"\}$/);
  await heard("matomo", "requireConsent", /^$/);
  await heard("usp", "", /1YNN/);
  await heard("gpp", "listenerRegistered", /"gppString":"DBABL~BVQ","applicableSections":\[7\]/);
  const loaded = await heard("tcf", "tcloaded", /"tcString":"CPtest"/);
  assert.ok(!loaded.value.includes("755"), "vendors stay where they are");
  await until(() => watched.page.evaluate(() => window.listeners?.length > 0), "the listener");
  await watched.page.click("button");
  await heard("google", "update", /granted/);
  await heard("tcf", "useractioncomplete", /"1":true/);
  await heard("matomo", "setConsentGiven", /^$/);
  await heard("onetrust", "", /,C0001,C0002,/);
  const said = await all();
  assert.ok(!JSON.stringify(said).includes("secret title"));
  assert.equal(said.filter((c) => c.api === "usp").length, 1, "told when it changes only");
  assert.equal(said.filter((c) => c.api === "google").length, 2);
  await watched.close();
}

async function cleared(it) {
  const watched = await open(it, `<script>localStorage.a = sessionStorage.b = "1";
    indexedDB.open("d", 1).onsuccess = () => caches.open("c").then(() => { window.ready = true; });</script>`, "clear");
  await until(() => watched.page.evaluate(() => window.ready === true), "the stores");
  const answer = await watched.asker.evaluate((tab) => (globalThis.browser ?? chrome).tabs.sendMessage(tab, { type: "clear" }, { frameId: 0 }), watched.tab);
  assert.equal(answer, true);
  const left = () => watched.page.evaluate(async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length]);
  assert.deepEqual(await left(), [0, 0, 0]);
  await watched.page.reload({ waitUntil: "load" }).catch(() => {});
  await watched.close();
}
