// A page that Leaklight watches, and what Leaklight says of it, asked as its own pages ask.
import { setTimeout as pause } from "node:timers/promises";
import { savedAs } from "./saving.mjs";

/** How long the worker may take to say what the page just did. Generous: the machine may be busy; what is timed is elsewhere. */
const PATIENCE = 15_000;

export class Watched {
  /** @param {import("./chromium.mjs").Chromium | import("./firefox.mjs").Firefox} browser */
  constructor(browser, page, tab, asker) {
    Object.assign(this, { browser, page, tab, asker });
  }

  /**
   * Opens a tab at an address, turns Leaklight on there and waits until it says so.
   * @param {import("./chromium.mjs").Chromium | import("./firefox.mjs").Firefox} browser
   */
  static async open(browser, url) {
    const page = await browser.newPage();
    await page.goto(url, { waitUntil: "load" });
    const tab = await browser.tabId(page);
    await browser.pressToolbar(page);
    const asker = await browser.extensionPage(`panel.html?tab=${tab}`);
    await page.bringToFront();
    const watched = new Watched(browser, page, tab, asker);
    await watched.untilView((v) => v.watching, "watching to be on");
    return watched;
  }

  /** What the worker answers to a message of an extension page. */
  async ask(message) {
    return this.asker.evaluate((m) => (globalThis.browser ?? chrome).runtime.sendMessage(m), message);
  }

  /** @param {"view" | "log" | "report"} what */
  async export(what) {
    const answer = await this.ask({ type: "export", what, tab: this.tab });
    if (!answer?.ok) throw new Error(`no ${what} for tab ${this.tab}: ${JSON.stringify(answer)?.slice(0, 300)}`);
    return answer.text;
  }

  /** The report as a person saves it from the panel, by its name in the menu; the text stays here, no file is made. */
  async saved(name = "Report (HTML)") {
    await this.panelShows(() => document.querySelector("#save"));
    return this.asker.evaluate(savedAs, name);
  }

  async view() {
    return JSON.parse(await this.export("view"));
  }

  /** Asks until the view is as wanted; the worker says nothing to a page that it has nothing new to say. */
  async untilView(test, what = test.toString(), patience = PATIENCE) {
    const end = Date.now() + patience;
    let view;
    let error;
    do {
      try {
        view = await this.view();
        if (test(view)) return view;
      } catch (e) {
        error = e;
      }
      await pause(50);
    } while (Date.now() < end);
    const kinds = view?.findings.map((f) => `${f.kind} ${f.recipient?.host ?? ""}`).join(", ");
    throw new Error(`Leaklight did not come to: ${what}\nfindings: ${kinds ?? error}\nconsent: ${JSON.stringify(view?.consent)}`);
  }

  /** Waits until something holds in the panel. Its tab is in the background, where no frames are drawn: asked by the clock. */
  async panelShows(test, ...args) {
    await this.asker.waitForFunction(test, { timeout: PATIENCE, polling: 100 }, ...args);
  }

  /** Waits until what the worker knows is kept outside it: the journal holds so many requests. Answers how many it holds. */
  async stored(requests) {
    const found = await this.asker.waitForFunction(async (n, tab) => {
      const kept = await chrome.storage.session.get(null);
      const journal = Object.entries(kept).filter(([key]) => key.startsWith("j:")).map(([, lines]) => lines).join("");
      const held = journal.split("\n").filter((line) => line.includes(`"tab":${tab},"event":{"request"`)).length;
      return held >= n && { held };
    }, { timeout: 10_000, polling: 50 }, requests, this.tab);
    return (await found.jsonValue()).held;
  }

  /** Waits until a snapshot covers everything kept. */
  async covered() {
    await this.asker.waitForFunction(async () => {
      const kept = await chrome.storage.session.get(null);
      const last = Object.keys(kept).filter((key) => key.startsWith("j:")).map((key) => Number(key.slice(2)));
      return kept.snap && last.length > 0 && kept.snap.seq >= Math.max(...last);
    }, { timeout: 15_000, polling: 50 });
  }

  async close() {
    await this.asker.close();
    await this.page.close();
  }
}
