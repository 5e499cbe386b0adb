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
    test("odd pages run as they do unwatched", () => odd(it));
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

/** What a page could trip over. Each is run in the page and says what it saw; nothing of it may differ from an unwatched page's. */
const oddities = {
  // What the page put in the place of a function that looking uses asks for something itself: once, and for nothing of ours.
  patched() {
    const real = String.prototype.split;
    let times = 0;
    String.prototype.split = function (...args) {
      times++;
      if (times < 200) fetch("https://patched.example/", { mode: "no-cors" });
      return real.apply(this, args);
    };
    fetch("https://patch.example/", { mode: "no-cors" });
    String.prototype.split = real;
    return times < 3;
  },
  // Pages format their own errors, as source-map-support does, or count who reads the property.
  formatted() {
    Error.prepareStackTrace = (error, frames) => `mine ${frames.length > 0}`;
    new Image().src = "https://formatted.example/a.gif";
    const own = new Error("own").stack;
    let touched = 0;
    Object.defineProperty(Error, "prepareStackTrace", { configurable: true, get: () => void touched++, set: () => void touched++ });
    new Image().src = "https://formatted.example/b.gif";
    const asked = touched;
    delete Error.prepareStackTrace;
    return `${own.startsWith("mine true")} ${asked}`;
  },
  // What a wrapped function runs of the page's, and what it throws, is the page's.
  inside() {
    const seen = [];
    class Odd extends HTMLElement {
      static observedAttributes = ["src"];
      attributeChangedCallback(name, from, to) {
        seen.push(to);
        if (to === "one") this.setAttribute("src", "two");
      }
    }
    customElements.define("odd-element", Odd);
    const element = document.createElement("odd-element");
    element.setAttribute("src", "one");
    const thrown = (work) => {
      try {
        work();
      } catch (error) {
        return error.constructor === DOMException || error.constructor === TypeError ? error.name : "odd";
      }
    };
    const set = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, "src").set;
    return [...seen, thrown(() => element.setAttribute("<", "")), thrown(() => set.call({}, "x")), thrown(() => element.setAttribute("src")), set.name].join();
  },
  // A script's address as an object that only the page's policy makes, and a plain one refused.
  trusted() {
    if (!window.trustedTypes) return true;
    const policy = trustedTypes.createPolicy("odd", { createScriptURL: (url) => url });
    const [one, two, three] = [1, 2, 3].map(() => document.createElement("script"));
    one.src = policy.createScriptURL("https://trusted.example/one.js");
    two.setAttribute("src", policy.createScriptURL("https://trusted.example/two.js"));
    let refused = "";
    try {
      three.src = "https://trusted.example/three.js";
    } catch (error) {
      refused = error.name;
    }
    document.head.append(one, two);
    return [one.src, two.src, three.src, refused].join();
  },
  // Thousands of pictures, some of them whole in their address; a tag after them is still told of.
  async many() {
    const mega = `data:image/gif;base64,${"A".repeat(1 << 20)}`;
    const loaded = [];
    for (let n = 0; n < 4_000; n++) {
      const image = new Image();
      image.src = `https://many.example/${n % 1_000}.gif`;
      loaded.push(image.decode().catch(() => {}));
    }
    await Promise.all(loaded);
    for (let n = 0; n < 20; n++) new Image().src = mega + n;
    for (let n = 0; n < 100_000; n++) document.body.setAttribute("data-n", n);
    const late = document.createElement("script");
    const url = "https://late.example/late.js";
    late.src = window.trustedTypes?.createPolicy("odd", { createScriptURL: (it) => it }).createScriptURL(url) ?? url;
    document.head.append(late);
    return document.body.getAttribute("data-n");
  },
  frozen() {
    for (const it of [Error, Error.prototype, HTMLImageElement.prototype, HTMLScriptElement.prototype, Element.prototype, XMLHttpRequest.prototype]) Object.freeze(it);
    const image = new Image();
    image.src = "https://frozen.example/a.gif";
    image.setAttribute("src", "https://frozen.example/b.gif");
    return image.src;
  },
};

async function odd({ sink, browser }) {
  const at = `${hosts.www}/odd`;
  sink.staged.set(at, {
    ...html('<script src="https://odd.example/odd.js"></script><p>Hello'),
    headers: { "content-security-policy": "require-trusted-types-for 'script'; trusted-types odd 'allow-duplicates'" },
  });
  sink.staged.set("odd.example/odd.js", script(`window.oddities = { ${Object.values(oddities).join(",\n")} };`));
  const runs = async (page) => {
    const errors = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    const saw = {};
    for (const name of Object.keys(oddities)) saw[name] = await page.evaluate((which) => window.oddities[which](), name);
    return { ...saw, errors };
  };
  const plain = await browser.newPage();
  await plain.goto(`https://${at}`, { waitUntil: "load" });
  const unwatched = await runs(plain);
  await plain.close();

  const watched = await Watched.open(browser, `https://${hosts.www}/p/1000`);
  await watched.page.goto(`https://${at}`, { waitUntil: "load" });
  const mark = sink.requests.length;
  assert.deepEqual(await runs(watched.page), unwatched);
  assert.match(unwatched.formatted, / 0$/);
  await sink.until((r) => r.host === "late.example", { mark });
  assert.ok(sink.since(mark).filter((r) => r.host === "patched.example").length < 3);
  const line = (v) => v.lineage.nodes.find((n) => n.name.shown === "late.example" && n.basis === "the page's own word");
  const view = await watched.untilView(line, "a script after thousands of pictures").catch(() => watched.view());
  assert.equal(line(view)?.depth, 2, JSON.stringify(view.lineage));
  // Turned off, it leaves what it cannot put back.
  await watched.ask({ type: "toggle", tab: watched.tab, on: false });
  assert.equal(await watched.page.evaluate(() => {
    const image = new Image();
    image.src = "https://frozen.example/c.gif";
    return image.src;
  }), "https://frozen.example/c.gif");
  await watched.close();
}
