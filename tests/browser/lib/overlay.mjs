// The cards that ship over a page of a test's own, without an extension: their scripts run in the page, which opens their root first, so
// that axe and a test can look inside. What their buttons say to the worker is kept.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before } from "node:test";
import puppeteer from "puppeteer-core";
import { findProgram } from "./chromium.mjs";
import { extensions } from "./stage.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const words = async (language) => JSON.parse(await readFile(fileURLToPath(new URL(`../../../extension/assets/_locales/${language}/messages.json`, import.meta.url)), "utf8"));

const SEVERITIES = ["critical", "high", "medium", "low", "info"];

/** One card as the core makes it. */
export function card(n, more = {}) {
  const group = more.group ?? `vendor-${n}`;
  const who = more.who ?? `Vendor ${n}`;
  return {
    key: `title-leak|${group}|${n}`, severity: SEVERITIES[Math.min(3, n % 5)], who, group, count: 1, attempted: false, last: Date.now(), fields: [],
    said: `${who} was told that this visitor is on your page about “HIV testing”.`,
    proof: [{ name: "dl", value: { shown: "https://www.clinic.example/conditions/hiv-testing", marks: [[38, 49]] }, packed: "base64", known: "" }],
    fix: "Take the page address out of the tag, or do not load the tag on this page.", why: "A page address with a browser’s id tells who looked for which care, and when.",
    hosts: ["vendor.example"], words: [],
    mutes: [{ what: "kind:title-leak@clinic.example", name: "Page title sent to another company" }, { what: `recipient:${group}`, name: who },
      { what: "site:clinic.example", name: "clinic.example" }],
    ...more,
  };
}

/** What the worker says where these cards are shown; the worst first, as the core has them. */
export function shown(cards, more = {}) {
  const sorted = [...cards].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const ids = [...new Set(sorted.map((one) => one.group))];
  const groups = ids.map((id) => {
    const own = sorted.filter((one) => one.group === id);
    return { id, who: own[0].who, severity: own[0].severity, findings: own.length };
  });
  return {
    cards: ids.flatMap((id) => sorted.filter((one) => one.group === id)), groups, more: 0, muted: 0, worst: sorted[0]?.severity ?? null, worst_count: sorted.filter((one) => one.severity === sorted[0].severity).length, site: "clinic.example",
    pill: `${ids.length} companies told`, late: false, ...more,
  };
}

/** So many cards of so many recipients. */
export const many = (cards = 30, recipients = 10) =>
  Array.from({ length: cards }, (_, n) => card(n, { group: `vendor-${n % recipients}`, who: `Vendor ${n % recipients}`, severity: SEVERITIES[Math.floor((n % recipients) / 3)] }));

/** Starts a browser before the file's tests and ends it after them. */
export function overlayStage() {
  let browser;
  const it = {
    /** @type {import("puppeteer-core").Page} */
    page: undefined,

    /** Opens a page with the cards over it. `open`: the pill is pressed already. */
    async open(body, what, { width = 1280, height = 800, scale = 1, media = {}, open = true, dir = "ltr", language = "en" } = {}) {
      await it.page?.close();
      const page = (it.page = await browser.newPage());
      await page.setViewport({ width, height, deviceScaleFactor: scale });
      // Puppeteer knows of no forced colours.
      const session = await page.createCDPSession();
      await session.send("Emulation.setEmulatedMedia", { features: Object.entries(media).map(([name, value]) => ({ name, value })) });
      await page.setContent(`<!doctype html><html lang="en" dir="${dir}"><title>t</title><meta name="viewport" content="width=device-width">
        <style>html{color-scheme:light dark}body{font:16px system-ui;margin:24px}</style><main><h1>Clinic</h1>${body}</main>`);
      await page.evaluate((messages) => {
        const say = (name, parts = []) => (messages[name]?.message ?? `[${name}]`).replace(/\$(\w+)\$/g, (_, part) => {
          const { content } = messages[name].placeholders[part.toLowerCase()];
          return content.replace(/\$(\d)/g, (__, at) => parts[at - 1] ?? "");
        });
        globalThis.chrome = { i18n: { getMessage: say }, runtime: { id: "test" }, dom: { openOrClosedShadowRoot: (element) => element.shadowRoot } };
        const { attachShadow } = Element.prototype;
        Element.prototype.attachShadow = function () {
          return attachShadow.call(this, { mode: "open" });
        };
      }, await words(language));
      for (const name of ["labels.js", "card.js", "cards.js"]) await page.evaluate(await readFile(join(extensions, "chromium", name), "utf8"));
      await page.evaluate((first, folded) => {
        window.told = [];
        window.found = { found: "none" };
        window.overlay = window.leaklightCards(async (message) => {
          window.told.push(message);
          return message.type === "where" ? window.found : undefined;
        });
        window.root = () => [...document.documentElement.children].find((e) => e.shadowRoot)?.shadowRoot;
        window.overlay.show({ ...first, place: { folded, x: 16, y: 16 } });
      }, what, !open);
      await page.waitForFunction(() => window.root()?.querySelector(".stack:not([hidden]) .pill"));
    },
    /** Shows other cards and waits until they are drawn. */
    show: (what) => it.page.evaluate(async (next) => {
      window.overlay.show(next);
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }, what),
    /** An element of the cards', by its selector and its words. */
    find: (selector, text = "") => it.page.evaluateHandle((s, t) => [...window.root().querySelectorAll(s)].find((e) => e.checkVisibility() && e.textContent.includes(t)), selector, text),
    press: async (text, selector = "button") => {
      const element = (await it.find(selector, text)).asElement();
      assert.ok(element, `a button ${text}`);
      await element.click();
    },
    texts: (selector) => it.page.evaluate((s) => [...window.root().querySelectorAll(s)].filter((e) => e.checkVisibility()).map((e) => e.innerText), selector),
    becomes: (test, ...args) => it.page.waitForFunction(test, { polling: 50 }, ...args),
    told: (type) => it.page.evaluate((wanted) => window.told.filter((message) => message.type === wanted), type),
    /** Every colour of text in the cards with what stands behind it, and how far apart they are (WCAG 2.2, 1.4.3): axe cannot tell in the top layer. */
    contrasts: () => it.page.evaluate(() => {
      const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
      const light = (colour) => {
        const [r, g, b] = channels(colour).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const solid = (colour) => channels(colour)[3] !== 0;
      const found = new Map();
      for (const element of window.root().querySelectorAll(".stack *")) {
        const drawn = element.localName === "svg" || [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
        if (!drawn || !element.checkVisibility() || element.closest(".sr")) continue;
        let behind = element;
        while (behind && !solid(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement;
        const pair = [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor];
        const [high, low] = pair.map(light).sort((a, b) => b - a);
        found.set(pair.join(" on "), { ratio: Math.round(((high + 0.05) / (low + 0.05)) * 100) / 100, text: element.textContent.slice(0, 30) });
      }
      return [...found].map(([pair, more]) => ({ pair, ...more }));
    }),
    /** What axe holds against the page as it is. */
    async axeSays() {
      await it.page.evaluate(axe);
      const { violations, inside } = await it.page.evaluate(async () => {
        const { violations: found, passes } = await window.axe.run();
        return { violations: found, inside: passes.flatMap((p) => p.nodes).filter((n) => Array.isArray(n.target[0])).length };
      });
      assert.ok(inside > 5, "axe looked into the cards");
      return violations.flatMap(({ id: rule, nodes }) => nodes.map(({ target, failureSummary }) => `${rule} ${JSON.stringify(target)}: ${failureSummary}`));
    },
  };
  before(async () => {
    browser = await puppeteer.launch({
      executablePath: await findProgram("LEAKLIGHT_CHROMIUM", ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]),
      pipe: true,
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    });
  });
  after(() => browser?.close());
  return it;
}
