// A browser and the panel that ships, for the tests of a file; what they ask of it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before } from "node:test";
import puppeteer from "puppeteer-core";
import { findProgram } from "../lib/chromium.mjs";
import { servePanel } from "./serve.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Every sheet's tab, in order. */
export const SHEETS = ["tab-recipients", "tab-findings", "tab-known", "tab-consent", "tab-timeline", "tab-lineage", "tab-matomo", "tab-storage", "tab-unseen"];

/** Starts a browser before the file's tests and ends it after them. */
export function panelStage() {
  let browser;
  let server;
  const it = {
    /** @type {import("puppeteer-core").Page} */
    page: undefined,

    /** Opens a fixture and waits until it is drawn. */
    async open(fixture, { width = 400, height = 900, more = "", media = {}, policy = false } = {}) {
      await it.page?.close();
      const page = (it.page = await browser.newPage());
      await page.setBypassCSP(!policy); // axe is put into the page; what the policy forbids is seen where a test asks for it
      page.errors = [];
      page.on("pageerror", (error) => page.errors.push(String(error)));
      await page.setViewport({ width, height });
      await page.emulateMediaFeatures(Object.entries(media).map(([name, value]) => ({ name, value })));
      await page.goto(server.page(fixture, more));
      await page.waitForSelector("footer.blind, main.empty h2");
    },
    /** Another page of the same browser, with nothing in it yet. */
    fresh: () => browser.newPage(),
    /** Where a fixture is served. */
    address: (fixture, more = "") => server.page(fixture, more),
    text: (selector) => it.page.$eval(selector, (element) => element.innerText),
    all: (selector) => it.page.$$eval(selector, (elements) => elements.map((element) => element.innerText)),
    press: (words) => it.page.locator(`::-p-xpath(//button[normalize-space(.)=${JSON.stringify(words)}])`).click(),
    /** Turns to a sheet; false where its tab is not offered. */
    async sheet(id) {
      if (!(await it.page.$eval(`#${id}`, (tab) => tab.checkVisibility()))) return false;
      await it.page.locator(`#${id}`).click();
      await it.page.waitForSelector(`#${id}[aria-selected="true"]`);
      return true;
    },
    /** What the panel asked its worker, of one kind. */
    asked: (type) => it.page.evaluate((wanted) => window.asked.filter((message) => message.type === wanted), type),
    becomes: (what, words) =>
      it.page.waitForFunction((selector, wanted) => document.querySelector(selector)?.innerText.includes(wanted), {}, what, words),
    /** What axe holds against the page as it is. */
    async axeSays() {
      if (!(await it.page.evaluate(() => "axe" in window))) await it.page.evaluate(axe);
      const { violations, passes } = await it.page.evaluate(() => window.axe.run());
      assert.ok(passes.length > 5, "axe looked at the page");
      return violations.flatMap(({ id: rule, nodes }) => nodes.map(({ target, failureSummary }) => `${rule} ${target}: ${failureSummary}`));
    },
  };
  before(async () => {
    server = await servePanel();
    browser = await puppeteer.launch({
      executablePath: await findProgram("LEAKLIGHT_CHROMIUM", ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]),
      pipe: true,
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    });
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });
  return it;
}
