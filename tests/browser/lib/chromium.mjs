// Starts a real Chromium whose whole internet is the sink, with an unpacked extension where one is given.
import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import puppeteer from "puppeteer-core";

/** A browser's program: the environment's word first, then the usual names on PATH. */
export async function findProgram(variable, names) {
  if (process.env[variable]) return process.env[variable];
  for (const dir of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of names) {
      const file = join(dir, name);
      if (await access(file, constants.X_OK).then(() => true, () => false)) return file;
    }
  }
  throw new Error(`no browser found: set ${variable} or install one of ${names.join(", ")}`);
}

const chromiumNames = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];

/** Vendors drop hits of browsers that say they are driven; a visitor's browser says neither. */
const visitorArguments = [
  "--disable-blink-features=AutomationControlled",
  "--user-agent=Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
];

/**
 * @param {{ sink: import("./sink.mjs").Sink, extension?: string, headed?: boolean, dark?: boolean, welcome?: boolean, devtools?: boolean }} options
 *   `devtools`: open the browser's DevTools beside every page
 *   `extension`: an unpacked extension's directory
 *   `welcome`: leave the page open that the extension shows when it is installed
 */
export async function startChromium({ sink, extension, headed = false, dark = false, welcome = false, devtools = false }) {
  const browser = await puppeteer.launch({
    executablePath: await findProgram("LEAKLIGHT_CHROMIUM", chromiumNames),
    headless: !headed,
    devtools,
    pipe: true,
    enableExtensions: true,
    acceptInsecureCerts: true,
    defaultViewport: headed ? null : { width: 1280, height: 800 },
    args: [
      `--host-resolver-rules=MAP * 127.0.0.1:${sink.port}`,
      "--ignore-certificate-errors",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-domain-reliability",
      "--disable-quic",
      "--no-default-browser-check",
      "--window-size=1280,900",
      ...(dark ? ["--force-dark-mode"] : []),
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ...visitorArguments,
    ],
  });
  try {
    const id = extension && (await browser.installExtension(extension));
    // Closed before a test begins, so that it takes no test's place in front. That it comes is another test's.
    if (extension && !welcome) await (await welcomePage(browser, id).catch(() => undefined))?.close();
    return new Chromium(browser, id);
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** The page the extension shows when it is installed, once it is there. Asked for again and again: events may have come before. */
export async function welcomePage(browser, id) {
  const url = `chrome-extension://${id}/welcome.html`;
  for (const end = Date.now() + 15_000; Date.now() < end; await pause(25)) {
    const page = await browser.targets().find((t) => t.url() === url)?.page();
    if (page) return page;
  }
  throw new Error("no page was shown when the extension was installed");
}

export class Chromium {
  /** @param {import("puppeteer-core").Browser} browser @param {string | undefined} id the extension's id */
  constructor(browser, id) {
    this.browser = browser;
    this.id = id;
  }

  async newPage() {
    return this.browser.newPage();
  }

  /** Presses the extension's toolbar button for the page. */
  async pressToolbar(page) {
    await page.bringToFront();
    const extension = (await this.browser.extensions()).get(this.id);
    await page.triggerExtensionAction(extension);
  }

  /**
   * Ends the extension's worker as the browser does when it needs the memory, where it runs; waits until it is gone. No
   * debugger is attached to it for that: one that is would keep it alive.
   */
  async killWorker() {
    const isOurs = (t) => t.type() === "service_worker" && t.url().startsWith(`chrome-extension://${this.id}/`);
    const target = await this.browser.waitForTarget(isOurs, { timeout: 10_000 });
    const gone = new Promise((done) => this.browser.on("targetdestroyed", (t) => t === target && done()));
    const session = await this.browser.target().createCDPSession();
    const { targetInfos } = await session.send("Target.getTargets");
    for (const { type, url, targetId } of targetInfos) {
      if (type === "service_worker" && url === target.url()) await session.send("Target.closeTarget", { targetId });
    }
    await gone;
    await session.detach();
  }

  /** An extension page in a tab of its own. */
  async extensionPage(path) {
    const page = await this.newPage();
    await page.goto(`chrome-extension://${this.id}/${path}`);
    return page;
  }

  /** The browser's number for the page's tab, by an extension page that may ask. */
  async tabId(page) {
    const asker = await this.extensionPage("manifest.json");
    try {
      await page.bringToFront();
      return await asker.evaluate(async () => (await chrome.tabs.query({ active: true, currentWindow: true }))[0].id);
    } finally {
      await asker.close();
    }
  }

  async close() {
    await this.browser.close();
  }
}

/**
 * The text of a page's closed shadow roots, one string for each element in them that `pick` chooses. The page itself
 * cannot read them; the debugger can.
 */
export class ShadowReader {
  #session;
  #changed = new Set();

  static async on(page) {
    const reader = new ShadowReader();
    reader.#session = await page.createCDPSession();
    await reader.#session.send("DOM.enable");
    const wake = () => reader.#changed.forEach((f) => f());
    for (const event of ["childNodeInserted", "childNodeRemoved", "shadowRootPushed", "characterDataModified",
      "documentUpdated", "attributeModified", "childNodeCountUpdated"]) {
      reader.#session.on(`DOM.${event}`, wake);
    }
    return reader;
  }

  /** Every element standing in a closed shadow root, depth first: `{tag, attributes, text, root}`. */
  async elements() {
    const { root } = await this.#session.send("DOM.getDocument", { depth: -1, pierce: true });
    const found = [];
    const text = (node) => node.nodeType === 3 ? node.nodeValue : (node.children ?? [])
      .filter((c) => !["STYLE", "SCRIPT"].includes(c.nodeName)).map(text).join(" ");
    const walk = (node, closed) => {
      if (closed && node.nodeType === 1) {
        const flat = node.attributes ?? [];
        const attributes = Object.fromEntries(flat.flatMap((v, i) => (i % 2 ? [] : [[v, flat[i + 1]]])));
        found.push({ tag: node.nodeName.toLowerCase(), attributes, text: text(node).replace(/\s+/g, " ").trim() });
      }
      for (const shadow of node.shadowRoots ?? []) walk(shadow, closed || shadow.shadowRootType === "closed");
      for (const child of node.children ?? []) walk(child, closed);
      if (node.contentDocument) walk(node.contentDocument, closed);
    };
    walk(root, false);
    return found;
  }

  /** Reads again at every change of the document until `test` holds for the elements; gives what `test` gave. */
  async until(test, { timeout = 15_000, what = test.toString() } = {}) {
    const end = Date.now() + timeout;
    for (;;) {
      // Listened for before reading, so that no change between the two is missed.
      let wake;
      const changed = new Promise((resolve) => (wake = resolve));
      const timer = setTimeout(wake, Math.max(0, end - Date.now()));
      this.#changed.add(wake);
      try {
        const elements = await this.elements();
        const got = test(elements);
        if (got) return got;
        if (Date.now() >= end) {
          throw new Error(`not shown within ${timeout} ms: ${what}\nshown: ${elements.map((e) => e.text).slice(0, 3).join(" | ")}`);
        }
        await changed;
      } finally {
        clearTimeout(timer);
        this.#changed.delete(wake);
      }
    }
  }
}
