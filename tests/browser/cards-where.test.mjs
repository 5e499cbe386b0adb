// The cards in the extension itself: "show me where" finds a field, a frame, what is there unseen, and says where nothing is; what is
// muted on a card is muted, kept, counted and taken back; a dialog of the page's is left alone; a threshold.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ShadowReader } from "./lib/chromium.mjs";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";

const it = stage();
const SITE = "www.lakeside.example";
const HIV = encodeURIComponent(`https://${SITE}/conditions/hiv-testing`);
const PAGE = `<!doctype html><html lang="en"><title>Visit</title><main style="height:6000px"><h1>Visit</h1>
<label style="position:absolute;top:3000px">E-mail <input type="email" name="email" autocomplete="email"></label>
<iframe title="w" src="https://widget.example/frame" style="position:absolute;top:5000px;width:300px;height:90px"></iframe>
<img src="https://pixel.example/p.gif?dl=${HIV}" alt="" style="display:none">
<dialog><button id="ok">OK</button></dialog></main>`;

async function open() {
  it.sink.staged.set(`${SITE}/visit`, { type: "text/html; charset=utf-8", body: PAGE });
  it.sink.staged.set("widget.example/frame", { type: "text/html", body: "<!doctype html><title>w</title>Widget" });
  const watched = await Watched.open(it.browser, `https://${SITE}/empty`);
  const { page } = watched;
  await page.goto(`https://${SITE}/visit`, { waitUntil: "load" });
  const reader = await ShadowReader.on(page);
  // In the content script's world, which may look into the cards.
  const [realm] = await page.extensionRealms();
  const cards = (body, ...args) => realm.evaluate(new Function("...args", `
    const root = [...document.documentElement.children].map((e) => chrome.dom.openOrClosedShadowRoot(e)).find((r) => r?.querySelector(".stack"));
    const seen = (selector) => root ? [...root.querySelectorAll(selector)].filter((e) => e.checkVisibility()) : [];
    return (${body})(root, seen, ...args);`), ...args);
  const until = async (body, ...args) => {
    for (const end = Date.now() + 15_000; ;) {
      const got = await cards(body, ...args);
      if (got) return got;
      if (Date.now() > end) throw new Error(`the cards did not come to: ${body} ${args}\n${await cards("(root) => root?.textContent")}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  /** Presses a button by its words, of the group whose head says `who`. */
  const press = async (text, who = "") => {
    const at = await until(`(root, seen, text, who) => {
      const within = who ? seen("section").find((s) => s.querySelector(".head").textContent.includes(who)) : root;
      const button = within && [...within.querySelectorAll("button")].find((b) => b.checkVisibility() && b.textContent.includes(text));
      if (!button) return undefined;
      button.scrollIntoView({ block: "center", behavior: "instant" });
      const { left, top, width, height } = button.getBoundingClientRect();
      return [left + width / 2, top + height / 2];
    }`, text, who);
    await page.mouse.click(...at);
  };
  const said = (text) => until("(root, seen, text) => seen('article').some((a) => a.textContent.includes(text))", text);
  const send = (host, query = `dl=${HIV}`, path = "in") => page.evaluate((url) => fetch(url, { mode: "no-cors" }).then(() => undefined), `https://${host}/${path}?${query}`);
  return { watched, page, reader, cards, until, press, said, send };
}
const top = (page, selector) => page.$eval(selector, (e) => e.getBoundingClientRect().top);
const inSight = (y) => y >= 0 && y < 800;
const here = (elements) => elements.filter((e) => e.tag === "span" && e.text === "here").length;

test("show me where: a frame, what is there unseen, and nothing", async () => {
  const { watched, page, reader, until, press, said, send } = await open();
  await send("widget.example");
  await send("collector.example");
  await until("(root) => root?.querySelectorAll('section').length >= 3");
  await press("told");
  for (const who of ["collector.example", "widget.example", "pixel.example"]) {
    await until("(root, seen, who) => seen('section').some((s) => s.textContent.includes(who))", who);
  }
  const unfold = async (who) => {
    if (await until("(root, seen, who) => [seen('section').find((s) => s.textContent.includes(who)).querySelector('.head').ariaExpanded]", who).then(([e]) => e === "false")) await press(who, who);
  };
  await unfold("collector.example");
  await press("Show me where", "collector.example");
  await said("A script sent this. Nothing to point at was found on the page");
  assert.equal(here(await reader.elements()), 0);
  await unfold("pixel.example");
  await press("Show me where", "pixel.example");
  await said("‹img› stands in the page");
  assert.ok(!inSight(await top(page, "iframe")));
  await unfold("widget.example");
  await press("Show me where", "widget.example");
  await reader.until((e) => here(e) === 1, { what: "the frame outlined" });
  assert.ok(inSight(await top(page, "iframe")), "and in sight");
  // What a script puts in while the page is shown.
  await page.evaluate((address) => {
    const banner = Object.assign(document.createElement("img"), { id: "late", alt: "", src: `https://late.example/b.gif?dl=${address}` });
    banner.style.cssText = "position:absolute;top:1500px;width:90px;height:60px";
    document.querySelector("main").append(banner);
  }, HIV);
  await until("(root, seen) => seen('section').some((s) => s.textContent.includes('late.example'))");
  await unfold("late.example");
  assert.ok(!inSight(await top(page, "#late")));
  await press("Show me where", "late.example");
  await page.waitForFunction(() => { const { top } = document.querySelector("#late").getBoundingClientRect(); return top >= 0 && top < innerHeight; });
  await watched.close();
});

test("show me where: what a recipient's script put into the page, though it has no address of its own", async () => {
  const script = (put) => ({ type: "text/javascript", body: `{ const box = document.createElement("div"); box.style.cssText = "position:absolute;top:4000px;width:200px;height:80px";
    box.id = "chat"; box.textContent = "Chat with us"; ${put}; new Image().src = "https://chat.example/in?dl=${HIV}"; }` });
  for (const put of ["document.body.appendChild(box)", "document.body.insertAdjacentHTML('beforeend', box.outerHTML)", "const all = new DocumentFragment(); all.append(box); document.body.append(all)"]) {
    it.sink.staged.set("chat.example/w.js", script(put));
    const { watched, page, reader, until, press } = await open();
    // The page's own element is nobody's but the page's.
    await page.evaluate(() => document.body.append(Object.assign(document.createElement("div"), { id: "mine", textContent: "Mine" })));
    await page.evaluate(() => new Promise((done) => {
      const tag = Object.assign(document.createElement("script"), { src: "https://chat.example/w.js", onload: done });
      document.head.append(tag);
    }));
    await until("(root, seen) => root?.textContent.includes('chat.example')");
    await press("told");
    await until("(root, seen) => seen('section').length > 0");
    if (await until("(root, seen) => [seen('section').find((s) => s.textContent.includes('chat.example')).querySelector('.head').ariaExpanded]").then(([e]) => e === "false")) await press("chat.example", "chat.example");
    assert.ok(!inSight(await top(page, "#chat")));
    await press("Show me where", "chat.example");
    await reader.until((e) => here(e) === 1, { what: `one outline: ${put}` });
    assert.ok(inSight(await top(page, "#chat")), "and in sight");
    await watched.close();
  }
});

test("what stands in the way of the page's own methods later is called, and an earlier page's element is nobody's", async () => {
  const { watched, page, reader, until, press } = await open();
  it.sink.staged.set("chat.example/w.js", { type: "text/javascript", body: `{ const text = document.createDocumentFragment(); text.append("words alone");
    document.body.insertBefore(text, document.querySelector("main")); new Image().src = "https://chat.example/in?dl=${HIV}"; }` });
  const calls = await page.evaluate(async () => {
    // As a consent manager does that blocks tags: it stands in every node's way.
    const real = Node.prototype.appendChild;
    let calls = 0;
    Node.prototype.appendChild = function (node) {
      calls += 1;
      return real.call(this, node);
    };
    document.body.appendChild(document.createElement("i"));
    Node.prototype.appendChild = real;
    await new Promise((done) => document.head.append(Object.assign(document.createElement("script"), { src: "https://chat.example/w.js", onload: done })));
    return [calls, Object.keys(document.body).length];
  });
  assert.deepEqual(calls, [1, 0]);
  await until("(root, seen) => root?.textContent.includes('chat.example')");
  await press("told");
  if (await until("(root, seen) => [seen('section').find((s) => s.textContent.includes('chat.example')).querySelector('.head').ariaExpanded]").then(([e]) => e === "false")) await press("chat.example", "chat.example");
  await press("Show me where", "chat.example");
  await until("(root, seen) => seen('article').some((a) => a.textContent.includes('‹script› stands in the page'))");
  assert.equal(here(await reader.elements()), 0, "the page's own main is not the vendor's");
  await watched.close();
});

test("show me where: the field whose value left", async () => {
  const { watched, page, until, press, said } = await open();
  await page.type("[name=email]", "jordan.avery@mail.example");
  await page.evaluate(() => (document.activeElement.blur(), scrollTo(0, 0)));
  await watched.untilView((v) => v.known.length > 0, "the address to be known");
  assert.ok(!inSight(await top(page, "[name=email]")), "out of sight");
  await page.evaluate(() => fetch("https://collector.example/in?email=jordan.avery%40mail.example", { mode: "no-cors" }).then(() => undefined));
  await until("(root) => [...root?.querySelectorAll('section') ?? []].some((s) => s.textContent.includes('collector.example') && s.textContent.includes('your e-mail'))");
  await press("told");
  const folded = await until("(root, seen) => [seen('section').find((s) => s.textContent.includes('collector.example')).querySelector('.head').ariaExpanded]");
  if (folded[0] === "false") await press("collector.example", "collector.example");
  await press("Show me where", "collector.example");
  await page.waitForFunction(() => { const { top } = document.querySelector("[name=email]").getBoundingClientRect(); return top >= 0 && top < innerHeight; });
  await until("(root) => root.querySelector('.sr').textContent.includes('Outlined')");
  assert.ok(said);
  await watched.close();
});

test("muted on a card: this kind here, this recipient, this site; kept, counted, taken back", async () => {
  const { watched, until, press, send } = await open();
  await send("collector.example");
  await until("(root) => root?.textContent.includes('collector.example')");
  await press("told");
  const settings = async () => JSON.parse((await watched.ask({ type: "state", tab: watched.tab })).text).settings;
  const kept = () => watched.asker.evaluate(async () => (await chrome.storage.local.get("muted")).muted ?? []);
  const isFolded = await until("(root, seen) => [seen('section').find((s) => s.textContent.includes('collector.example')).querySelector('.head').ariaExpanded]");
  if (isFolded[0] === "false") await press("collector.example", "collector.example");
  await press("Mute", "collector.example");
  await press("Everything about collector.example", "collector.example");
  await until("(root, seen) => seen('section').every((s) => !s.textContent.includes('collector.example was')) && root.textContent.includes(' muted')");
  assert.deepEqual((await settings()).muted, ["recipient:collector.example"]);
  assert.deepEqual(await kept(), ["recipient:collector.example"]);
  assert.ok((await watched.view()).findings.some((f) => f.recipient?.id === "collector.example"), "it stays in the panel");
  await press("Take back");
  await until("(root, seen) => seen('section').some((s) => s.textContent.includes('collector.example'))");
  assert.deepEqual([(await settings()).muted, await kept()], [[], []]);
  // This kind here.
  const addressed = "(root, seen) => seen('article').some((a) => a.textContent.includes('collector.example was told'))";
  await until(addressed);
  await press("Mute", "collector.example");
  await press("This kind on lakeside.example", "collector.example");
  await until("(root, seen) => root.textContent.includes(' muted')");
  const [kind] = (await settings()).muted;
  assert.match(kind, /^kind:[a-z-]+@lakeside\.example$/);
  const word = kind.slice("kind:".length, kind.indexOf("@"));
  assert.ok((await watched.view()).findings.some((f) => f.kind === word && f.recipient?.id === "collector.example"), "it stays in the panel");
  await press("Take back");
  await until("(root, seen) => seen('section').some((s) => s.textContent.includes('collector.example'))");
  assert.deepEqual(await kept(), []);
  await press("Mute", "collector.example");
  await press("All of lakeside.example", "collector.example");
  await until("(root, seen) => seen('section').length === 0 && root.textContent.includes(' muted')");
  assert.deepEqual((await settings()).muted, ["site:lakeside.example"]);
  await watched.ask({ type: "mute", what: "site:lakeside.example", on: false });
  await until("(root, seen) => seen('section').length > 0");
  // A threshold, as the options page sets it. Something light: the page view told twice.
  for (let n = 0; n < 2; n++) await send("www.facebook.com", `id=1&ev=PageView&dl=${encodeURIComponent(`https://${SITE}/visit`)}&ts=${n}`, "tr/");
  const light = "(root, seen) => seen('section').some((s) => s.textContent.includes('Meta'))";
  await until(light);
  assert.deepEqual(await watched.ask({ type: "cards-from", severity: "grave" }), { ok: false, error: "no severity" });
  assert.deepEqual(await watched.ask({ type: "cards-from", severity: "critical" }), { ok: true });
  await until(`(root, seen) => !(${light})(root, seen) && /more in the panel/.test(root.textContent)`);
  assert.deepEqual(await watched.ask({ type: "cards-from", severity: "low" }), { ok: true });
  await until(light);
  await watched.close();
});

test("a consent banner without a role is not stood over", async () => {
  const { watched, page, until, send } = await open();
  await send("collector.example");
  await until("(root) => root?.textContent.includes('collector.example')");
  const low = await until("(root, seen) => seen('.pill')[0]?.getBoundingClientRect().bottom");
  assert.ok(low > 700, `the pill stands below: ${low}`);
  await page.evaluate(() => {
    const banner = document.createElement("div");
    banner.style.cssText = "position:fixed;inset:auto 0 0 0;height:200px;background:#fff;z-index:9";
    banner.innerHTML = "<p>We use cookies on our website to analyse traffic and for advertising partners.</p><button>Accept all</button><button>Reject all</button>";
    banner.addEventListener("click", () => banner.remove());
    document.body.append(banner);
  });
  await until("(root, seen) => seen('.pill')[0]?.getBoundingClientRect().bottom < 70");
  await page.click("::-p-text(Reject all)");
  await until("(root, seen) => seen('.pill')[0]?.getBoundingClientRect().bottom > 700");
  await watched.close();
});

test("a modal dialog of the page's is left alone, and the cards come back after it", async () => {
  const { watched, page, until, press, send } = await open();
  await send("collector.example");
  await until("(root) => root?.textContent.includes('collector.example')");
  await press("told");
  await page.evaluate(() => document.querySelector("dialog").showModal());
  await until("(root) => root.querySelector('.stack').hidden");
  await page.evaluate(() => document.querySelector("#ok").addEventListener("click", (e) => e.target.closest("dialog").close()));
  await page.click("#ok");
  await until("(root, seen) => seen('section').length > 0");
  await watched.close();
});
