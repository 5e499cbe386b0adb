// What the storage tests stage and look for, in both browsers.
import assert from "node:assert/strict";
import { site } from "../../clinic/consent.mjs";
import { visit } from "./consent.mjs";
import { Watched } from "./watched.mjs";

/** Identifiers as trackers make them. */
export const IDS = { a: "8f14e45fceea167a5a36dedd4bea2543", b: "c9f0f895fb98ab9159f51fd0297e236d", c: "45c48cce2e2d7fbdea1afc51c7c6ad26" };

/** A stored entry of a view, by its area and name. */
export const entry = (view, area, name) =>
  view.storage.find((s) => s.area === area && (name instanceof RegExp ? name.test(s.name.shown) : s.name.shown === name));

const text = (code) => ({ type: "text/javascript", body: code });
export const js = {
  load: (url) => `document.head.append(Object.assign(document.createElement("script"), { src: ${JSON.stringify(url)} }));`,
  cookie: (name, value) => `document.cookie = "${name}=${value}; path=/; max-age=31536000; Secure; SameSite=Lax";`,
};

/** Who wrote: each entry's author line. */
export async function byScript(t, { sink, browser }) {
  const [loader, writer] = ["www.loader.example", "static.writer.example"];
  sink.staged.set(`${loader}/l.js`, text(js.cookie("from_loader", IDS.b) + js.load(`https://${writer}/w.js`)));
  sink.staged.set(`${writer}/w.js`, text(`${js.cookie("from_writer", IDS.a)}
    localStorage.setItem("w_local", "${IDS.a}"); sessionStorage.setItem("w_session", "${IDS.c}"); sessionStorage["w_set"] = "1";
    window.written = new Promise((done) => { const open = indexedDB.open("w_db", 1);
      open.onupgradeneeded = () => open.result.createObjectStore("w_store");
      open.onsuccess = () => { const put = open.result.transaction("w_store", "readwrite"); put.objectStore("w_store").put("${IDS.a}", "w_key"); put.oncomplete = done; }; });`));
  const place = site(sink, { body: `<script>localStorage.setItem("own", "kept by the page itself");</script><script src="https://${loader}/l.js"></script>` });
  sink.staged.set(`${place.host}/`, { type: "text/html", body: `<!doctype html><title>Harbor House</title><script>localStorage.setItem("earlier", "kept before"); ${js.cookie("earlier_c", "kept-before")}</script>` });
  const watched = await visit(browser, place);
  t.after(() => watched.close());
  await watched.page.waitForFunction(() => window.written);
  await watched.page.evaluate(() => window.written);
  const wanted = [["cookie", "from_writer"], ["cookie", "from_loader"], ["local storage", "w_local"], ["session storage", "w_session"], ["IndexedDB", /w_db.*w_store.*w_key/], ["local storage", "own"]];
  const view = await watched.untilView((v) => wanted.every(([area, name]) => entry(v, area, name)?.basis) && entry(v, "session storage", "w_set"), "an author for each entry");
  const by = ([area, name]) => entry(view, area, name).by;
  // Clean twins first: what the page wrote itself, and what was there, is nobody else's doing.
  assert.doesNotMatch(by(["local storage", "own"]), /loader|writer/);
  assert.match(entry(view, "local storage", "earlier").by, /before watching/);
  assert.match(entry(view, "cookie", "earlier_c").by, /before watching/);
  assert.equal(by(["session storage", "w_set"]), "a script that was not seen", "nobody hears a property being set, yet it was not there");
  for (const of of wanted.slice(2, 5).concat([wanted[0]])) {
    assert.match(by(of), /writer\.example/, String(of));
    assert.match(by(of), /loader\.example/, `${of}: and what brought the writer`);
    assert.match(entry(view, ...of).basis, /page/, "the page's own word, for it could forge it");
  }
  assert.match(by(["cookie", "from_loader"]), /loader\.example/);
  assert.doesNotMatch(by(["cookie", "from_loader"]), /writer\.example/);
}

/** A cookie set by the answer of a pixel. */
export async function cookieByAnswer({ sink, browser }) {
  const host = "px.counter.example";
  sink.staged.set(`${host}/p.gif`, { type: "image/gif", body: Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64"),
    headers: { "set-cookie": `px=${IDS.a}; Path=/; Secure; HttpOnly; SameSite=None; Max-Age=34560000` } });
  const place = site(sink, { body: `<img src="https://${host}/p.gif" alt="">` });
  sink.staged.set(`${place.host}/p/1`, { ...sink.staged.get(`${place.host}/p/1`), headers: { "set-cookie": "sid=9f2c; Path=/; Secure; HttpOnly; SameSite=Lax" } });
  const watched = await visit(browser, place);
  // A cookie may be told of before the answer that set it: who set it is known when both are there.
  const view = await watched.untilView((v) => ["px", "sid"].every((name) => /answer/.test(entry(v, "cookie", name)?.by)), "who set them");
  assert.match(entry(view, "cookie", "sid").by, new RegExp(`answer.*${place.host.replaceAll(".", "\\.")}`));
  assert.match(entry(view, "cookie", "px").by, /answer.*px\.counter\.example/);
  assert.match(entry(view, "cookie", "px").basis, /browser/);
  const flags = entry(view, "cookie", "px").flags.map((f) => f.toLowerCase());
  assert.deepEqual(["httponly", "secure", "samesite=none"].filter((f) => !flags.includes(f)), []);
  assert.equal(entry(view, "cookie", "px").party, "third");
  await watched.close();
}

/** A third party's frame that writes to every store it has. */
export async function frameStores({ sink, browser }) {
  const host = "frame.partner.example";
  sink.staged.set(`${host}/f`, { type: "text/html", body: `<!doctype html><title>Widget</title><script src="/f.js"></script>` });
  sink.staged.set(`${host}/f.js`, text(`localStorage.setItem("f_local", "${IDS.a}"); sessionStorage.setItem("f_session", "${IDS.b}");
    document.cookie = "f_cookie=${IDS.c}; path=/; max-age=31536000; Secure; SameSite=None; Partitioned"; parent.postMessage("kept", "*");`));
  const place = site(sink, { body: `<script>localStorage.setItem("own", "1"); window.kept = new Promise((done) => addEventListener("message", ({ data }) => data === "kept" && done(1)));</script><iframe src="https://${host}/f"></iframe>` });
  // The company's frame stands on an earlier page too: registering for a company as its first frame opens may come late.
  sink.staged.set(`${host}/empty`, { type: "text/html", body: "<!doctype html><p>Widget</p>" });
  sink.staged.set(`${place.host}/before`, { type: "text/html", body: `<!doctype html><title>Harbor House</title><iframe src="https://${host}/empty"></iframe>` });
  const watched = await Watched.open(browser, place.start);
  await watched.page.goto(`https://${place.host}/before`, { waitUntil: "load" });
  await watched.page.goto(place.page, { waitUntil: "load" });
  await watched.page.evaluate(() => window.kept);
  const view = await watched.untilView((v) => entry(v, "local storage", "f_local")?.basis && entry(v, "session storage", "f_session") && entry(v, "cookie", "f_cookie"), "the frame's stores");
  assert.deepEqual([entry(view, "local storage", "own").whose, entry(view, "local storage", "own").party], [place.host, "first"]);
  for (const [area, name] of [["local storage", "f_local"], ["session storage", "f_session"]]) {
    assert.deepEqual([entry(view, area, name).whose, entry(view, area, name).party], [host, "third"], name);
  }
  assert.match(entry(view, "local storage", "f_local").by, /partner\.example/);
  assert.equal(entry(view, "cookie", "f_cookie").party, "third");
  await watched.close();
}
