// What brought what, as the page's own scripts show it: inline snippet → container → tag → pixel, by picture, fetch, beacon, frame
// and appended script. The tree is the exported view's; the page under test must not notice that anybody looks.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { hosts } from "../clinic/site.mjs";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";

const PAGE = `${hosts.www}/lineage`;
const script = (body) => ({ type: "text/javascript", body });
const html = (body) => ({ type: "text/html; charset=utf-8", body: `<!doctype html><meta charset=utf-8><title>Bayside Clinic</title>${body}` });

/** The page's own code: what it sees of itself before and after, with a stack hook of its own that must not run for others. */
const inline = `
  var asked = 0;
  Error.stackTraceLimit = 7;
  Error.prepareStackTrace = (error, frames) => { asked++; return "mine"; };
  /(\\w+)/.test("kept");
  var s = document.createElement("script");
  s.async = true;
  s.src = "https://www.googletagmanager.com/gtm.js?id=GTM-TEST01";
  document.head.appendChild(s);
  window.noticed = [Error.stackTraceLimit, RegExp.$1, asked, typeof Error.prepareStackTrace, Object.keys(s).length,
    String(Object.getOwnPropertyDescriptor(HTMLScriptElement.prototype, "src").set).includes("[native code]")];`;

const container = `
  new Image().src = "https://pixel-a.example/a.gif?one=1";
  fetch("https://pixel-b.example/b?two=2", { mode: "no-cors" });
  var tag = document.createElement("script");
  tag.setAttribute("src", "https://static.tag.example/v1/tag.js?site=9");
  document.body.appendChild(tag);
  var frame = document.createElement("iframe");
  frame.src = "https://frame.example/f.html";
  document.body.appendChild(frame);
  var own = document.createElement("script");
  own.text = 'var t = document.createElement("script"); t.src = "https://inline-tag.example/i.js"; document.body.appendChild(t);';
  document.body.appendChild(own);`;

function serve({ staged }) {
  staged.set(PAGE, html(`<script>${inline}</script><script src="https://markup.example/m.js"></script><p>Hello`));
  staged.set("www.googletagmanager.com/gtm.js", script(`addEventListener("load", () => {${container}});`));
  staged.set("static.tag.example/v1/tag.js", script(`navigator.sendBeacon("https://pixel-c.example/c?three=3", "hello");`));
  staged.set("inline-tag.example/i.js", script(`new Image().src = "https://pixel-d.example/d.gif";`));
  staged.set("markup.example/m.js", script(`new Image().src = "https://pixel-e.example/e.gif";`));
  staged.set("frame.example/f.html", html(`<img src="https://in-frame.example/p.gif">`));
}

const line = ({ depth, kind, name, basis }) => `${".".repeat(depth)}${kind} ${name.shown} (${basis})`;

for (const which of ["chromium", "firefox"]) {
  describe(which, () => {
    const it = stage(which);
    test("container, tags and pixels stand under what brought them, and the page notices nothing", () => brought(it));
    test("a page that claims causes labels its own requests at most", () => forged(it));
  });
}

async function brought({ sink, browser }) {
  serve(sink);
  const watched = await Watched.open(browser, `https://${hosts.www}/p/1000`);
  await watched.page.goto(`https://${PAGE}`, { waitUntil: "load" });
  await Promise.all(["pixel-a", "pixel-b", "pixel-c", "pixel-d", "pixel-e", "in-frame"].map((name) => sink.until((r) => r.host === `${name}.example`)));
  const word = "the page's own word";
  const wanted = [
    `.container Google Tag Manager GTM-TEST01 (${word})`,
    `..script static.tag.example/…/tag.js (${word})`,
    `...recipient pixel-c.example (${word})`,
    `..frame frame.example/f.html (${word})`,
    "...recipient in-frame.example (the browser's word)",
    `..script inline-tag.example/i.js (${word})`,
    `...recipient pixel-d.example (${word})`,
    `..recipient pixel-a.example (${word})`,
    `..recipient pixel-b.example (${word})`,
    `.script markup.example/m.js (${word})`,
    `..recipient pixel-e.example (${word})`,
  ];
  // Which of two arrives first is the browser's affair: compared as a set, each with what stands above it.
  const paths = (lines) => {
    const above = ["page"];
    return lines.map((l) => {
      const depth = /^\.*/.exec(l)[0].length;
      above.splice(depth, Infinity, l.slice(depth));
      return above.join(" > ");
    }).sort();
  };
  const tree = (v) => v.lineage.nodes.filter((n) => n.depth > 0).map(line);
  const view = await watched.untilView((v) => paths(tree(v)).join() === paths(wanted).join(), "the whole tree").catch(() => watched.view());
  assert.deepEqual(paths(tree(view)), paths(wanted));
  assert.equal(view.lineage.nodes[0].kind, "page");
  assert.ok(view.lineage.limits.some((l) => l.includes("forge")), view.lineage.limits.join(" "));

  const chains = view.findings.filter((f) => f.kind === "tag-chain").map((f) => f.said).sort();
  const by = (who, what) => `${who} is here because ${what} brought it.`;
  const gtm = "Google Tag Manager (GTM-TEST01)";
  assert.deepEqual(chains, [
    by("frame.example", gtm), by("in-frame.example", "frame.example"), by("inline-tag.example", gtm), by("pixel-a.example", gtm),
    by("pixel-b.example", gtm), by("pixel-c.example", "tag.example"), by("pixel-d.example", "inline-tag.example"),
    by("pixel-e.example", "markup.example"), by("tag.example", gtm),
  ]);

  assert.deepEqual(await watched.page.evaluate(() => [...window.noticed, window.asked]), [7, "kept", 0, "function", 0, true, 0]);
  await watched.close();
}

async function forged({ browser }) {
  const watched = await Watched.open(browser, `https://${hosts.www}/p/1000`);
  await watched.page.goto(`https://${hosts.www}/p/1042`, { waitUntil: "load" });
  await watched.page.evaluate(() => {
    const say = (causes) => dispatchEvent(new CustomEvent("leaklight-note", { detail: JSON.stringify({ type: "cause", causes }) }));
    for (let n = 0; n < 100; n++) say([[`https://never-asked.example/${n}`, ["https://forger.example/x.js"]]]);
    for (const odd of [null, 7, "x", [[1]], [["https://a.example/", "x"]], [[{}, [{}]]]]) say(odd);
    new Image().src = "https://real.example/p.gif";
  });
  const view = await watched.untilView((v) => v.recipients.some((r) => r.recipient.host === "real.example"), "the real request");
  assert.ok(!JSON.stringify(view).includes("never-asked.example"));
  assert.ok(!JSON.stringify(view.lineage).includes("forger.example"));
  assert.deepEqual(view.findings.filter((f) => f.kind === "tag-chain"), []);
  await watched.close();
}
