// Consent banners are noticed by rule or by words, shown and closed, and a person's choice is told, not a script's; pages without one are
// told of none.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { afterEach, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";

const it = stage();
const SITE = "www.lakeside.example";
const script = (name) => readFile(new URL(`../node_modules/${name}`, import.meta.url), "utf8");

/** @type {Watched} */
let watched;
afterEach(() => watched?.close());

/** Serves a page and opens it, watched from its start. */
async function open(body, { more = {}, head = "" } = {}) {
  it.sink.staged.set(`${SITE}/`, { type: "text/html; charset=utf-8", body: `<!doctype html><title>Clinic</title>${head}<body>${body}` });
  it.sink.staged.set(`${SITE}/empty`, { type: "text/html", body: "<!doctype html><title>Empty</title><p>Nothing yet.</p>" });
  for (const [where, { type = "text/html; charset=utf-8", body: text }] of Object.entries(more)) it.sink.staged.set(where, { type, body: text });
  watched = await Watched.open(it.browser, `https://${SITE}/empty`);
  await watched.page.goto(`https://${SITE}/`, { waitUntil: "load" });
  return watched.page;
}

/** What was told of the page shown last. */
async function told(kind) {
  const lines = (await watched.export("log")).trim().split("\n").map((line) => JSON.parse(line));
  const from = lines.findLastIndex((line) => line.event?.navigation?.frame === 0);
  return lines.slice(from).flatMap((line) => line.event?.[kind] ?? []);
}
async function until(ask, what) {
  for (const end = Date.now() + 20_000; ;) {
    const got = await ask();
    if (got) return got;
    assert.ok(Date.now() < end, `did not come: ${what}; told: ${JSON.stringify([await told("banner"), await told("chose")])}`);
    await pause(50);
  }
}
const banner = (test, what = test.toString()) => until(async () => (await told("banner")).find(test), what);
const closed = (name) => until(async () => (await told("banner")).at(-1)?.shown === false && (await told("banner")).at(-1).name === name, `${name} closed`);
const chosen = (button) => until(async () => (await told("chose")).find((one) => one.button === button), `chose ${button}`);

/** The main frame's content script's own figures: how often it looked, and how long that took. */
async function marks(page) {
  const session = await page.createCDPSession();
  const contexts = [];
  session.on("Runtime.executionContextCreated", ({ context }) => contexts.push(context));
  await session.send("Runtime.enable");
  try {
    for (const { id } of contexts.filter(({ auxData }) => auxData?.type === "isolated")) {
      const { result } = await session.send("Runtime.evaluate", { contextId: id, expression: "globalThis.leaklightBanner", returnByValue: true });
      if (result.value) return result.value;
    }
    return { looks: 0 };
  } finally {
    await session.detach();
  }
}
const looks = (page, least) => until(async () => (await marks(page)).looks >= least, `${least} looks`);

const KLARO = `<script>var klaroConfig = { version: 1, elementID: "klaro", acceptAll: true, lang: "en", noAutoLoad: false,
  translations: { en: { privacyPolicyUrl: "/privacy" } }, services: [{ name: "meta", title: "Meta", purposes: ["marketing"] }] };</script>`;

test("klaro as it ships: shown by its rule, closed by a person who accepts", async () => {
  const page = await open("<h1>Clinic</h1>", {
    head: `${KLARO}<script defer src="/klaro.js"></script>`,
    more: { [`${SITE}/klaro.js`]: { type: "text/javascript", body: await script("klaro/dist/klaro.js") } },
  });
  const shown = await banner((b) => b.name === "klaro" && b.shown);
  assert.ok(shown.buttons.includes("That's ok") && shown.buttons.includes("I decline"), shown.buttons.join("|"));
  // A script's click is no choice, and neither is what a person presses elsewhere.
  await page.click("h1");
  assert.deepEqual(await told("chose"), []);
  // By keyboard: Leaklight's own pill stands where this notice has its button.
  await page.focus(".klaro .cm-btn-success");
  await page.keyboard.press("Enter");
  assert.deepEqual(await chosen("That's ok"), { frame: 0, name: "klaro", button: "That's ok" });
  await closed("klaro");
});

test("vanilla-cookieconsent as it ships: a click by script is no choice, one by keyboard is", async () => {
  const page = await open(`<h1>Clinic</h1><script>addEventListener("load", () => CookieConsent.run({
    categories: { necessary: { enabled: true, readOnly: true }, analytics: {} }, language: { default: "en", translations: { en: {
      consentModal: { title: "We use cookies", description: "To measure our website.", acceptAllBtn: "Accept all", acceptNecessaryBtn: "Reject all", showPreferencesBtn: "Manage" },
      preferencesModal: { title: "Preferences", acceptAllBtn: "Accept all", acceptNecessaryBtn: "Reject all", savePreferencesBtn: "Save", sections: [] } } } } }))</script>`, {
    head: `<link rel="stylesheet" href="/cc.css"><script src="/cc.js"></script>`,
    more: {
      [`${SITE}/cc.js`]: { type: "text/javascript", body: await script("vanilla-cookieconsent/dist/cookieconsent.umd.js") },
      [`${SITE}/cc.css`]: { type: "text/css", body: await script("vanilla-cookieconsent/dist/cookieconsent.css") },
    },
  });
  const shown = await banner((b) => b.name === "cookieconsent" && b.shown && b.buttons.length === 3);
  assert.deepEqual(shown.buttons, ["Accept all", "Reject all", "Manage"]);
  await page.evaluate(() => document.querySelector("#cc-main [data-role=all]").click());
  await closed("cookieconsent");
  assert.deepEqual(await told("chose"), []);
  await page.evaluate(() => CookieConsent.show(true));
  await until(async () => (await told("banner")).at(-1).shown, "shown again");
  await page.focus("#cc-main [data-role=necessary]");
  await page.keyboard.press("Enter");
  assert.equal((await chosen("Reject all")).name, "cookieconsent");
  await closed("cookieconsent");
});

const BAR = "position:fixed;bottom:0;left:0;right:0;padding:16px;background:#eee";
const ONETRUST = `<div id="onetrust-consent-sdk"><div class="onetrust-pc-dark-filter" style="display:none"></div>
  <div id="onetrust-banner-sdk" role="region" aria-label="Cookie banner" style="${BAR};bottom:-300px"><p>We use cookies.</p>
  <button id="onetrust-pc-btn-handler">Cookies Settings</button><button id="onetrust-reject-all-handler">Reject All</button>
  <button id="onetrust-accept-btn-handler">Accept All Cookies</button></div></div>
  <script>const bar = document.getElementById("onetrust-banner-sdk");
  for (const b of bar.querySelectorAll("button")) b.onclick = () => { bar.style.display = "none"; };</script>`;

test("OneTrust's form: there and not shown, shown, closed", async () => {
  const page = await open(`<h1>Clinic</h1>${ONETRUST}`);
  assert.equal((await banner((b) => b.name === "onetrust")).shown, false, "waiting below the window");
  await page.evaluate(() => { document.getElementById("onetrust-banner-sdk").style.bottom = "0"; });
  const shown = await banner((b) => b.shown);
  assert.deepEqual(shown, { frame: 0, name: "onetrust", shown: true, buttons: ["Cookies Settings", "Reject All", "Accept All Cookies"] });
  await page.click("#onetrust-reject-all-handler");
  await chosen("Reject All");
  await closed("onetrust");
});

test("Cookiebot's form, put in late; its links are buttons and its switches are not", async () => {
  const page = await open("<h1>Clinic</h1>");
  await page.evaluate((style) => {
    const dialog = document.createElement("div");
    dialog.id = "CybotCookiebotDialog";
    dialog.setAttribute("style", style);
    dialog.innerHTML = `<h2>This website uses cookies</h2><label><input type="checkbox" id="stat"> Statistics</label>
      <a id="CybotCookiebotDialogBodyButtonDecline" href="#" tabindex="0">Deny</a> <a href="/policy" id="policy">Policy</a>
      <button id="CybotCookiebotDialogBodyLevelButtonLevelOptinAllowAll">Allow all</button>`;
    dialog.addEventListener("click", (event) => {
      if (!event.target.matches("a,button")) return;
      event.preventDefault();
      dialog.remove();
    });
    document.body.append(dialog);
  }, BAR);
  const shown = await banner((b) => b.name === "cookiebot" && b.shown);
  assert.deepEqual(shown.buttons, ["Deny", "Allow all"]);
  await page.click("#stat");
  await page.click("#CybotCookiebotDialogBodyButtonDecline");
  await chosen("Deny");
  await closed("cookiebot");
  assert.deepEqual((await told("chose")).map((one) => one.button), ["Deny"]);
});

test("a banner told by its words alone, in the page's own element and in closed shadow roots", async () => {
  const page = await open(`<h1>Clinic</h1><section class="x1" style="${BAR}" hidden><p>Diese Website verwendet Cookies, um Werbung zu messen.</p>
    <button>Alle akzeptieren</button><button>Ablehnen</button></section>`);
  await page.evaluate(() => { document.querySelector(".x1").hidden = false; });
  const shown = await banner((b) => b.shown);
  assert.deepEqual(shown, { frame: 0, name: "", shown: true, buttons: ["Alle akzeptieren", "Ablehnen"] });
  await page.evaluate((style) => {
    document.querySelector(".x1").remove();
    const host = document.createElement("div");
    const root = host.attachShadow({ mode: "closed" });
    root.innerHTML = `<div style="${style}"><p>We use cookies on this website.</p><span><button id="a">Accept</button></span><button>Only necessary</button></div>`;
    root.querySelector("#a").onclick = () => host.remove();
    document.body.append(host);
  }, BAR);
  await banner((b) => b.shown && b.buttons.join() === "Accept,Only necessary");
  // The page keeps its closed root to itself; a person's mouse goes there all the same.
  await page.mouse.click(30, 775);
  await chosen("Accept");
  await closed("");
});

test("a site's own rule holds on its site alone", async () => {
  const box = `<h1>Shop</h1><div id="cookie-overlay" style="${BAR}"><p>Kies zelf</p><button>Prima</button></div>`;
  const page = await open(box);
  await looks(page, 2);
  assert.deepEqual(await told("banner"), []);
  for (const host of ["www.ah.nl", "www.blah.nl"]) it.sink.staged.set(`${host}/`, { type: "text/html", body: `<!doctype html><title>Shop</title>${box}` });
  await page.goto("https://www.blah.nl/", { waitUntil: "load" });
  await looks(page, 2);
  assert.deepEqual(await told("banner"), []);
  await page.goto("https://www.ah.nl/", { waitUntil: "load" });
  assert.deepEqual((await banner((b) => b.shown)), { frame: 0, name: "ah.nl", shown: true, buttons: ["Prima"] });
});

test("a banner that keeps changing is told as it changes, and a person's choice with it", async () => {
  const page = await open(`<h1>Clinic</h1>${ONETRUST}<script>bar.style.bottom = "0"; let n = 0;
    setInterval(() => { bar.querySelector("#onetrust-pc-btn-handler").textContent = "Settings " + n++; }, 400)</script>`);
  await until(async () => (await told("banner")).length > 6, "several");
  await page.focus("#onetrust-accept-btn-handler");
  await page.keyboard.press("Enter");
  await chosen("Accept All Cookies");
});

test("no banner: a recipe of cookies, a newsletter, a login, a shop's own settings", async () => {
  const boxes = [
    `<p>Chocolate cookies</p><p>Store these cookies in an airtight box.</p><button>Save recipe</button><button>Close</button>`,
    `<p>Our newsletter</p><p>We respect your privacy and never track you. You consent to our policy.</p><input type="email"><button>I agree</button>`,
    `<p>Sign in</p><p>We use cookies to keep you signed in to this website.</p><input type="password"><button>Accept and sign in</button>`,
    `<p>Choose your shop</p><button>Settings</button><button>OK</button>`,
  ];
  const page = await open(`<h1>Kitchen</h1><div role="dialog" style="${BAR}" id="box"></div><footer id="cookie-policy"><a href="/p">Cookie policy</a></footer>`);
  for (const box of boxes) {
    const before = (await marks(page)).looks;
    await page.evaluate((html) => { document.getElementById("box").innerHTML = html; }, box);
    await looks(page, before + 1);
  }
  assert.deepEqual(await told("banner"), []);
  // The same place, and now a banner: it was looked at.
  await page.evaluate(() => { document.getElementById("box").innerHTML = "<p>We use cookies to analyse our traffic.</p><button>OK</button>"; });
  await banner((b) => b.shown && b.buttons[0] === "OK");
  await page.click("#box button");
  await chosen("OK");
});

test("a consent manager's frame: its buttons and the choice are told of that frame", async () => {
  const inner = `<!doctype html><title>Message</title><body style="margin:0"><p>We value your privacy. We and our partners use cookies on this website.</p>
    <button class="message-button sp_choice_type_11" title="Accept All">Accept All</button><button class="message-button sp_choice_type_13">Reject All</button>`;
  const other = `<!doctype html><title>Consent</title><body><p>This website uses cookies.</p><button>Agree and Proceed</button>`;
  const page = await open(`<h1>Clinic</h1><div id="sp_message_container_1" style="${BAR}"><iframe src="https://cdn.privacy-mgmt.example/index.html?message_id=1" width="600" height="200"></iframe></div>
    <div style="position:fixed;top:0;left:0"><iframe src="https://consent.trust.example/pref" width="400" height="200"></iframe></div>`, {
    more: { "cdn.privacy-mgmt.example/index.html": { body: inner }, "consent.trust.example/pref": { body: other } },
  });
  await banner((b) => b.frame === 0 && b.name === "sourcepoint" && b.shown);
  const shown = await banner((b) => b.frame !== 0 && b.name === "sourcepoint" && b.shown);
  assert.deepEqual(shown.buttons, ["Accept All", "Reject All"]);
  const words = await banner((b) => b.frame !== 0 && b.name === "" && b.shown);
  const frame = page.frames().find((f) => f.url().includes("privacy-mgmt"));
  await (await frame.$(".sp_choice_type_13")).click();
  assert.deepEqual(await chosen("Reject All"), { frame: shown.frame, name: "sourcepoint", button: "Reject All" });
  await (await page.frames().find((f) => f.url().includes("trust.example")).$("button")).click();
  assert.equal((await chosen("Agree and Proceed")).frame, words.frame);
});

test("every selector and address of the table is one to a browser", async () => {
  const table = (await readFile(new URL("../../extension/data/banners.tsv", import.meta.url), "utf8")).split("\n").filter((line) => line && line[0] !== "#");
  const page = await open("<h1>Clinic</h1>");
  const wrong = await page.evaluate((lines) => lines.flatMap((line) => {
    const [, presence, shown, site] = line.split("\t");
    try {
      new RegExp(site ?? "");
      // As banner.ts parts them.
      for (const one of `${presence},${shown || "a"}`.split(/,(?![^([]*[)\]])/).flatMap((way) => way.split(" >>> "))) document.querySelector(one);
      return [];
    } catch (error) {
      return [`${line}: ${error.message}`];
    }
  }), table);
  assert.ok(table.length > 450, `${table.length} lines`);
  assert.deepEqual(wrong, []);
});

test("a page of ten thousand elements that never rests is looked at seldom; how long is printed", async (t) => {
  const rows = Array.from({ length: 2500 }, (_, n) => `<div class="card c${n % 40}" data-id="${n}"><p class="text">Row <a class="link" href="/${n}">more</a></p><i>x</i></div>`);
  const page = await open(`<main>${rows.join("")}</main><script>setInterval(() => { document.querySelector("i").className = "t" + Date.now(); }, 10)</script>`);
  await pause(6000);
  assert.deepEqual(await told("banner"), []);
  const seen = await marks(page);
  t.diagnostic(`${seen.looks} looks in about six seconds: ${(seen.spent / seen.looks).toFixed(1)} ms on average, ${seen.longest.toFixed(1)} at most`);
  assert.ok(seen.looks >= 3 && seen.looks <= 16, `${seen.looks} looks`);
  // It comes last and is found all the same.
  await page.evaluate((style) => { document.body.insertAdjacentHTML("beforeend", `<div class="cc_banner-wrapper"><div class="cc_banner" style="${style}">We use cookies <a class="cc_btn" href="#">Got it</a></div></div>`); }, BAR);
  await banner((b) => b.name === "cc_banner" && b.shown && b.buttons[0] === "Got it");
});
