// What a page and its frames keep in the browser, who put it there and where it went: cookies by an answer and by scripts, stores of every
// kind, identifiers passed on and brought back, and the page's scripts by their text. Chromium; the shortest of it in Firefox beside.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { site } from "../clinic/consent.mjs";
import { afterwards, visit } from "./lib/consent.mjs";
import { stage } from "./lib/stage.mjs";
import { IDS, byScript, cookieByAnswer, entry, frameStores, js } from "./lib/stored.mjs";

const it = stage();
const script = (code) => `<script>${code}</script>`;
const about = (view, kind) => view.findings.filter((f) => f.kind === kind);

test("who wrote: the page, a script, a script another script brought, and what was there before", (t) => byScript(t, it));

test("a cookie by an answer is the browser's word, with its flags", () => cookieByAnswer(it));

test("a third party's frame: its stores and its cookies are its own", () => frameStores(it));

test("a partitioned cookie, and the flags of the site's own", async () => {
  const host = "widget.partner.example";
  it.sink.staged.set(`${host}/w`, {
    type: "text/html", body: "<!doctype html><title>Widget</title>",
    headers: { "set-cookie": [`chip=${IDS.a}; Path=/; Secure; HttpOnly; SameSite=None; Partitioned; Max-Age=34560000`, `jar=${IDS.b}; Path=/; Secure; SameSite=None; Max-Age=34560000`] },
  });
  const place = site(it.sink, { body: `<iframe src="https://${host}/w"></iframe>${script(`document.cookie = "seen=1; path=/; SameSite=Strict; Secure"`)}` });
  const watched = await visit(it.browser, place);
  const view = await watched.untilView((v) => entry(v, "cookie", "chip") && entry(v, "cookie", "jar") && entry(v, "cookie", "seen")?.flags.length, "the cookies");
  const flags = (name) => entry(view, "cookie", name).flags.map((f) => f.toLowerCase());
  assert.deepEqual(["partitioned", "httponly", "secure", "samesite=none"].filter((f) => !flags("chip").some((one) => one.startsWith(f))), []);
  assert.ok(!flags("jar").some((f) => /^partitioned|httponly/.test(f)), flags("jar").join());
  assert.deepEqual(["samesite=strict", "secure"].filter((f) => !flags("seen").includes(f)), []);
  assert.match(entry(view, "cookie", "chip").lifetime, /month|year|days/);
  assert.match(entry(view, "cookie", "seen").lifetime, /browser/);
  // A cookie that each site has of its own recognises nobody elsewhere.
  const ids = about(view, "cross-site-id").map((f) => f.said + JSON.stringify(f.evidence));
  assert.ok(!ids.some((text) => text.includes("chip")), `clean twin: the partitioned one: ${ids.join("\n")}`);
  assert.ok(ids.some((text) => text.includes("jar")), ids.join());
  await watched.close();
});

/** Keeps the page's address in every store that keeps more than a visit's. */
const keeps = (address) => script(`
  localStorage.setItem("last", ${JSON.stringify(address)});
  window.kept = (async () => {
    await (await caches.open("pages")).put(${JSON.stringify(address)}, new Response("<h1>Page</h1>"));
    const db = await new Promise((done) => {
      const open = indexedDB.open("visits", 1);
      open.onupgradeneeded = () => open.result.createObjectStore("pages");
      open.onsuccess = () => done(open.result);
    });
    await new Promise((done) => {
      const write = db.transaction("pages", "readwrite");
      write.objectStore("pages").put({ url: ${JSON.stringify(address)}, at: 1 }, "latest");
      write.oncomplete = done;
    });
    db.close();
  })();`);

test("IndexedDB and Cache Storage: a telling address at rest", async () => {
  const run = async (path) => {
    const place = site(it.sink, {});
    it.sink.staged.set(place.host + path, { type: "text/html", body: `<!doctype html><title>Harbor House</title>${keeps(`https://${place.host}${path}`)}` });
    const watched = await visit(it.browser, { ...place, page: `https://${place.host}${path}` });
    await watched.page.evaluate(() => window.kept);
    return watched;
  };
  const all = (v) => entry(v, "IndexedDB", /visits.*pages/) && entry(v, "Cache Storage", /pages/) && entry(v, "local storage", "last");
  const clean = await run("/p/77");
  const quiet = await clean.untilView(all, "all three stores");
  assert.deepEqual(about(quiet, "sensitive-storage").map((f) => f.said), [], "clean twin");
  await clean.close();

  const leaky = await run("/conditions/hiv-testing");
  const view = await leaky.untilView((v) => all(v) && about(v, "sensitive-storage").length >= 3, "three findings");
  const where = about(view, "sensitive-storage").map((f) => f.evidence.map((e) => e.at).join()).join(" | ");
  for (const area of [/indexed/i, /cache/i, /local/i]) assert.match(where, area);
  await leaky.close();
});

test("an id passed from one company to another: as it is and as SHA-256", async () => {
  const [first, second, third] = ["id.first-ads.example", "match.second-ads.example", "match.third-ads.example"];
  const lasting = (value) => ({ "set-cookie": `uid=${value}; Path=/; Secure; HttpOnly; SameSite=None; Max-Age=34560000` });
  const sha = createHash("sha256").update(IDS.a).digest("hex");
  const run = async (synced) => {
    const [plain, hashed] = synced ? [IDS.a, sha] : [IDS.b, createHash("sha256").update(IDS.b).digest("hex")];
    it.sink.staged.set(`${first}/sync.gif`, () => ({ status: 302, headers: { ...lasting(IDS.a), location: `https://${second}/m.gif?partner=9&puid=${plain}` } }));
    it.sink.staged.set(`${first}/later.js`, { type: "text/javascript", headers: lasting(IDS.a), body: `new Image().src = "https://${third}/h.gif?hid=${hashed}";` });
    const mark = it.sink.requests.length;
    // The second script comes after the id is known: a digest is looked for once there is something it could be of.
    const place = site(it.sink, { body: `<img src="https://${first}/sync.gif" alt="">${script(`addEventListener("load", () => setTimeout(() => {
      document.head.append(Object.assign(document.createElement("script"), { src: "https://${first}/later.js" })); }, 1500));`)}` });
    const watched = await visit(it.browser, place);
    for (const host of [second, third]) await it.sink.until((r) => r.host === host, { mark });
    return watched;
  };
  const trail = (v) => {
    const held = v.storage.find((s) => s.whose.includes("first-ads.example") && s.name.shown === "uid")?.trail ?? null;
    return held === null ? undefined : v.trails.find((one) => one.id === held);
  };
  const clean = await run(false);
  const quiet = await clean.untilView((v) => trail(v) && [second, third].every((host) => v.recipients.some((r) => r.hosts.includes(host))), "both to be read");
  assert.deepEqual(trail(quiet).told.filter((l) => /second|third/.test(l.name)), [], "clean twin");
  assert.ok(!about(quiet, "cross-site-id").some((f) => /second-ads|third-ads/.test(JSON.stringify(f))), "clean twin: no company was told another's id");
  await clean.close();

  const leaky = await run(true);
  const view = await leaky.untilView((v) => trail(v)?.told.filter((l) => /second|third/.test(l.name)).length >= 2, "both on the id's trail");
  const how = Object.fromEntries(trail(view).told.map((l) => [l.name, l.how]));
  const of = (who) => Object.entries(how).find(([name]) => name.includes(who))?.[1];
  assert.doesNotMatch(of("second-ads"), /SHA/);
  assert.match(of("third-ads"), /SHA-256/);
  assert.ok(trail(view).notes.length > 0, "it is said that a company was told another's id");
  assert.ok(about(view, "cross-site-id").some((f) => /second-ads/.test(JSON.stringify([f.said, f.recipient, f.evidence]))), about(view, "cross-site-id").map((f) => f.said).join());
  assert.ok(trail(view).kept.some((line) => /cookie uid/.test(line)), trail(view).kept.join());
  await leaky.close();
});

/** A script that keeps an id twice; where the cookie is gone, `again` says what takes its place. */
const keepsTwice = (again) => script(`
  const read = () => /vid=([^;]+)/.exec(document.cookie)?.[1];
  const write = (id) => document.cookie = "vid=" + id + "; path=/; max-age=31536000; Secure; SameSite=Lax";
  if (!read()) write(localStorage.getItem("vid_backup") ? ${again} : "${IDS.a}");
  localStorage.setItem("vid_backup", read());`);

test("an id that was deleted and comes back from another store", async () => {
  const run = async (again) => {
    const place = site(it.sink, { body: keepsTwice(again) });
    const watched = await visit(it.browser, place);
    await watched.untilView((v) => entry(v, "cookie", "vid") && entry(v, "local storage", "vid_backup"), "both stores");
    await watched.page.deleteCookie({ name: "vid", url: place.page });
    await watched.untilView((v) => !entry(v, "cookie", "vid"), "the cookie to be gone");
    await afterwards(watched.page, "0"); // what is set again at once was written anew
    await watched.page.reload({ waitUntil: "load" });
    return { watched, view: await watched.untilView((v) => entry(v, "cookie", "vid"), "a cookie again") };
  };
  const notes = (v) => v.trails.flatMap((t) => t.notes).join(" ");
  const clean = await run(`"${IDS.b}"`);
  assert.doesNotMatch(notes(clean.view), /came back/i, "clean twin: another id");
  await clean.watched.close();

  const { watched } = await run(`localStorage.getItem("vid_backup")`);
  const view = await watched.untilView((v) => /came back/i.test(notes(v)), "that it came back");
  const trail = view.trails.find((t) => /came back/i.test(t.notes.join(" ")));
  assert.ok(trail.kept.some((line) => /vid\b/.test(line)) && trail.kept.some((line) => /vid_backup/.test(line)), trail.kept.join());
  await watched.close();
});

test("the page's scripts: their text's hash, what the page requires of them, and what brought them", async () => {
  const text = "window.inlined = 1;";
  const lib = "window.lib = 1;";
  const sha = (of) => `sha256-${createHash("sha256").update(of).digest("base64")}`;
  const [cdn, loader] = ["static.parts.example", "www.loader.example"];
  it.sink.staged.set(`${cdn}/lib.js`, { type: "text/javascript", body: lib });
  it.sink.staged.set(`${loader}/l.js`, { type: "text/javascript", body: js.load(`https://${cdn}/brought.js`) + `document.head.append(Object.assign(document.createElement("script"), { text: "window.brought = 2;" }));` });
  it.sink.staged.set(`${cdn}/brought.js`, { type: "text/javascript", body: "window.brought = 1;" });
  const place = site(it.sink, {
    head: script(text) + script(text),
    body: `<script src="https://${cdn}/lib.js" integrity="${sha(lib)}" crossorigin="anonymous"></script><script src="https://${loader}/l.js"></script>`,
  });
  const watched = await visit(it.browser, place);
  const named = (v, part) => v.scripts.find((s) => s.name.shown.includes(part));
  const view = await watched.untilView((v) => named(v, "lib.js") && named(v, "brought.js")?.chain.length && v.scripts.some((s) => s.hash === sha(text)), "the scripts");
  const inline = view.scripts.find((s) => s.hash === sha(text));
  assert.deepEqual([inline.name.shown, inline.size, inline.count], ["written in the page", text.length, 2]);
  assert.equal(named(view, "lib.js").hash, sha(lib));
  assert.notEqual(named(view, "lib.js").hashed, inline.hashed, "what the page requires is not told as what the text is");
  assert.match(named(view, "brought.js").chain.join(" "), /loader\.example/);
  assert.ok(view.scripts.some((s) => s.hash === sha("window.brought = 2;")), "one put there by a script");
  assert.ok(view.scripts.every((s) => s.frame === place.host), "each in its frame");
  await watched.close();
});
