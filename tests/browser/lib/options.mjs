// The options page as a person uses it: fields by their names, buttons by their words.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export class OptionsPage {
  /** @param {import("./chromium.mjs").Chromium} browser */
  static async open(browser) {
    const it = new OptionsPage();
    it.browser = browser;
    it.page = await browser.newPage();
    await it.page.setBypassCSP(true); // axe is put into the page; what the policy forbids is another test's
    it.errors = [];
    it.page.on("pageerror", (error) => it.errors.push(String(error)));
    // What is saved stays here: no file is made.
    await it.page.evaluateOnNewDocument(() => {
      window.saved = [];
      const made = URL.createObjectURL;
      let last;
      URL.createObjectURL = (blob) => made.call(URL, (last = blob));
      HTMLAnchorElement.prototype.click = async function () {
        const { download: name } = this;
        window.saved.push({ name, text: await last.text() });
      };
    });
    await it.page.goto(`chrome-extension://${browser.id}/options.html`);
    await it.ready();
    return it;
  }

  async ready() {
    await this.page.waitForSelector('main[aria-busy="false"]');
  }

  async again() {
    await this.page.reload();
    await this.ready();
  }

  text(selector) {
    return this.page.$eval(selector, (element) => element.innerText);
  }

  async becomes(selector, words) {
    await this.page.waitForFunction((where, wanted) => document.querySelector(where)?.innerText.includes(wanted), {}, selector, words)
      .catch(async () => {
        throw new Error(`${selector} did not come to say “${words}”: ${await this.text(selector).catch(() => "(not there)")}`);
      });
  }

  /** The rows of a section, each as one line. */
  rows(section) {
    return this.page.$$eval(`#${section} .entries li .grow`, (rows) => rows.map((row) => row.innerText.replace(/\s*\n\s*/g, " | ")));
  }

  async press(section, words) {
    await this.page.locator(`::-p-xpath(//section[@id="${section}"]//button[starts-with(normalize-space(.),${JSON.stringify(words)})])`).click();
  }

  /** Types into fields by their ids and sends their form; waits for what the page says then, and for the rows to be others. */
  async add(section, fields, says) {
    const before = (await this.rows(section)).join();
    await this.set(fields);
    await this.page.$eval(`#${Object.keys(fields)[0]}`, (field) => field.form.requestSubmit());
    if (says) {
      await this.becomes(".notice", says);
      await this.others(section, before);
    }
    return this.rows(section);
  }

  /** Presses a section's first “Remove”, and waits until the row is gone. */
  async remove(section) {
    const before = (await this.rows(section)).join();
    await this.press(section, "Remove");
    await this.others(section, before);
    await this.becomes(".notice", "Removed: ");
  }

  async others(section, before) {
    await this.page.waitForFunction((id, held) => [...document.querySelectorAll(`#${id} .entries li .grow`)]
      .map((row) => row.innerText.replace(/\s*\n\s*/g, " | ")).join() !== held, {}, section, before);
  }

  async set(fields) {
    for (const [id, value] of Object.entries(fields)) {
      await this.page.$eval(`#${id}`, (field, text) => {
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }, value);
    }
  }

  /** Gives the page a file of settings. */
  async choose(text) {
    await this.page.evaluate((content) => {
      const files = new DataTransfer();
      const bytes = typeof content === "string" ? content : new Uint8Array(content.length).fill(content.fill);
      files.items.add(new File([bytes], "settings.json", { type: "application/json" }));
      const field = document.querySelector("#settings-file");
      field.files = files.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }, text);
    await this.page.waitForSelector("#settings-plan");
  }

  async saved() {
    await this.page.waitForFunction(() => window.saved.length > 0);
    return this.page.evaluate(() => window.saved.pop());
  }

  /** What stands on the disk and in memory. */
  stored() {
    return this.page.evaluate(async () => ({ local: await chrome.storage.local.get(null), session: await chrome.storage.session.get(null) }));
  }

  ask(message) {
    return this.page.evaluate((m) => chrome.runtime.sendMessage(m), message);
  }

  /** What axe holds against the page as it is. */
  async axeSays() {
    if (!(await this.page.evaluate(() => "axe" in window))) await this.page.evaluate(axe);
    const { violations, passes } = await this.page.evaluate(() => window.axe.run());
    if (passes.length < 6) throw new Error("axe did not look at the page");
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`));
  }
}
