// The same source in Firefox: install, turn on, a clean page first, then a leak in card and panel.
import assert from "node:assert/strict";
import { test } from "node:test";
import { address } from "../clinic/site.mjs";
import { shadowElements } from "./lib/firefox.mjs";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";
import { walk } from "./visit.mjs";

const it = stage("firefox");

test("a clean page: nothing above Info", async () => {
  const { sink, browser } = it;
  const watched = await Watched.open(browser, address("home", "clean"));
  await walk({ page: watched.page, variant: "clean", sink, only: ["condition"] });
  const view = await watched.untilView((v) => v.page.address.shown.includes("/p/1042") && v.summary.requests > 0, "the page to be read");
  assert.deepEqual(view.findings.filter((f) => f.severity !== "info").map((f) => f.said), []);
  await watched.close();
});

test("a leaky page: a finding with its bytes at the sink, a card over the page, a line in the panel", async () => {
  const { sink, browser } = it;
  const watched = await Watched.open(browser, address("home", "leaky"));
  const mark = sink.requests.length;
  await watched.page.goto(address("condition", "leaky"), { waitUntil: "load" });
  const hit = await sink.untilVendor("meta", { mark });
  assert.equal(hit.url.searchParams.get("dl"), address("condition", "leaky"));

  const told = (v) => v.findings.find((f) => f.kind === "sensitive-url-third-party" && f.recipient.host === hit.host);
  const view = await watched.untilView(told, "a finding about Meta");
  const { name } = told(view).recipient;
  // Five cards are shown at once, the worst first: any of them that says who was told this page's address.
  const who = view.recipients.map((r) => r.recipient.name.replace(/ \(.*/, ""));
  await until(async () => (await shadowElements(browser, watched.page))
    .some((e) => e.tag === "article" && /hiv-\s?testing/i.test(e.text) && who.some((n) => e.text.includes(n))), "a card");
  await until(() => watched.asker.evaluate((n) => document.body.innerText.includes(n), name), `${name} in the panel`);
  await watched.close();
});

test("what is typed, sent and handed to another company's frame is told; a password's value is not kept", async () => {
  const { sink, browser } = it;
  const html = (body) => ({ type: "text/html", body: `<!doctype html><title>Visit</title>${body}` });
  sink.staged.set("www.lakeside.example/visit", html(`<form><label>E-mail <input type="email" name="email"></label>
    <label>Password <input type="password" name="pw"></label><button>Send it</button></form><div id="closed"></div>
    <script>document.forms[0].onsubmit = (event) => event.preventDefault();
    document.getElementById("closed").attachShadow({ mode: "closed" }).innerHTML = '<label>Member ID <input name="member"></label>';</script>`));
  sink.staged.set("widget.example/w", html("<p>Widget</p>"));
  const watched = await Watched.open(browser, "https://www.lakeside.example/visit");
  const { page } = watched;
  await page.goto("https://www.lakeside.example/visit", { waitUntil: "load" });
  await page.type("[name=email]", "jordan@mail.example");
  await page.type("[name=pw]", "correct-horse-9");
  await page.click("button");
  await page.keyboard.press("Tab");
  await page.keyboard.type("W-123456");
  await page.evaluate(async () => {
    const frame = document.createElement("iframe");
    frame.src = "https://widget.example/w";
    document.body.append(frame);
    await new Promise((done) => frame.addEventListener("load", done));
  });
  // The scripts of an origin seen for the first time come a moment after its document: what it is handed before is not heard.
  const hand = () => page.evaluate(() => document.querySelector("iframe").contentWindow.postMessage({ user: "jordan" }, "*"));
  for (const part of ["jordan@mail.example", '"Send it"', '"secret":true', '{\\"user\\":\\"jordan\\"}', "W-123456"]) {
    await until(async () => {
      if (part.includes("user")) await hand();
      return (await watched.export("log")).includes(part);
    }, part);
  }
  assert.ok(!(await watched.export("log")).includes("correct-horse-9"));
  await watched.close();
});

/** Asks again until there is something; Firefox tells no driver of changes in a closed shadow root. */
async function until(ask, what) {
  const end = Date.now() + 15_000;
  for (;;) {
    const got = await ask();
    if (got) return got;
    assert.ok(Date.now() < end, `not shown: ${what}`);
    await new Promise((again) => setTimeout(again, 100));
  }
}
