// Starts a real Firefox (WebDriver BiDi) whose whole internet is the sink, with an unpacked extension where one is given.
import { setTimeout as pause } from "node:timers/promises";
import puppeteer from "puppeteer-core";
import { findProgram } from "./chromium.mjs";

const names = ["firefox-esr", "firefox"];
/** The manifest's id, and the address Firefox is told to give the extension's pages. */
const extensionId = "leaklight@leaklight.example";
const extensionUuid = "1eaf11c7-0000-4000-8000-000000000001";

/** @param {{ sink: import("./sink.mjs").Sink, extension?: string, headed?: boolean, prefs?: Record<string, unknown>, welcome?: boolean }} options `prefs`: more preferences; `welcome`: leave the page open that the extension shows when it is installed */
export async function startFirefox({ sink, extension, headed = false, prefs = {}, welcome = false }) {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: await findProgram("LEAKLIGHT_FIREFOX", names),
    headless: !headed,
    acceptInsecureCerts: true,
    defaultViewport: null,
    args: ["--width=1280", "--height=900", "--remote-allow-system-access"],
    extraPrefsFirefox: {
      "network.dns.forceResolve": "127.0.0.1",
      "network.socket.forcePort": `443=${sink.port}`,
      "network.http.http3.enable": false,
      "network.captive-portal-service.enabled": false,
      "network.connectivity-service.enabled": false,
      "network.prefetch-next": false,
      "network.dns.disablePrefetch": true,
      "browser.safebrowsing.malware.enabled": false,
      "browser.safebrowsing.phishing.enabled": false,
      // What Firefox itself blocks would make pages look clean.
      "privacy.trackingprotection.enabled": false,
      "privacy.trackingprotection.pbmode.enabled": false,
      "privacy.trackingprotection.emailtracking.enabled": false,
      "extensions.webextensions.uuids": JSON.stringify({ [extensionId]: extensionUuid }),
      ...prefs,
    },
  });
  try {
    if (extension) await browser.installExtension(extension);
    const it = new Firefox(browser);
    // Closed before a test begins, so that it takes no test's place in front.
    if (extension) await it.welcomePage(!welcome);
    return it;
  } catch (error) {
    await browser.close();
    throw error;
  }
}

export class Firefox {
  /** @param {import("puppeteer-core").Browser} browser */
  constructor(browser) {
    this.browser = browser;
  }

  async newPage() {
    return this.browser.newPage();
  }

  /** Runs an expression in the browser's own window; what it gives must be a plain value. */
  async #chrome(expression) {
    const { connection } = this.browser;
    const { result: tree } = await connection.send("browsingContext.getTree", { "moz:scope": "chrome" });
    const { context } = tree.contexts.find((c) => c.url.endsWith("/browser.xhtml"));
    const { result } = await connection.send("script.evaluate", { expression, target: { context }, awaitPromise: true });
    if (result.type === "exception") throw new Error(result.exceptionDetails.text);
    return result.result.value;
  }

  /** Does what a press on the extension's toolbar button does, for the page in front. */
  async pressToolbar(page) {
    await page.bringToFront();
    await this.#chrome(`(() => {
      const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
      const extension = ExtensionParent.GlobalManager.getExtension(${JSON.stringify(extensionId)});
      ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(window);
    })()`);
  }

  /**
   * An extension page in a tab of its own. WebDriver refuses to go there, so the browser's window opens it; Puppeteer
   * does not follow such a tab, so what comes back only evaluates.
   * @returns {Promise<{ evaluate: (f: Function, ...args: unknown[]) => Promise<any>, close: () => Promise<void> }>}
   */
  async extensionPage(path) {
    const url = `moz-extension://${extensionUuid}/${path}`;
    await this.#chrome(`(async () => {
      const tab = gBrowser.addTrustedTab(${JSON.stringify(url)});
      await new Promise((loaded) => gBrowser.addTabsProgressListener({
        onStateChange(browser, progress, request, flags) {
          const { STATE_STOP, STATE_IS_WINDOW } = Ci.nsIWebProgressListener;
          if (browser !== tab.linkedBrowser || !(flags & STATE_STOP) || !(flags & STATE_IS_WINDOW)) return;
          if (browser.currentURI.spec !== ${JSON.stringify(url)}) return;
          gBrowser.removeTabsProgressListener(this);
          loaded();
        },
      }));
    })()`);
    const { connection } = this.browser;
    const { result: tree } = await connection.send("browsingContext.getTree", {});
    const { context } = tree.contexts.findLast((c) => c.url === url);
    return {
      evaluate: async (f, ...args) => {
        const expression = `(async () => JSON.stringify((await (${f})(...${JSON.stringify(args)})) ?? null))()`;
        const { result } = await connection.send("script.evaluate", { expression, target: { context }, awaitPromise: true });
        if (result.type === "exception") throw new Error(result.exceptionDetails.text);
        return JSON.parse(result.result.value);
      },
      close: async () => void (await connection.send("browsingContext.close", { context })),
    };
  }

  /** Waits for the page the extension shows when it is installed; closes it where `close` says so. */
  async welcomePage(close) {
    const url = `moz-extension://${extensionUuid}/welcome.html`;
    const { connection } = this.browser;
    for (const end = Date.now() + 30_000; ; await pause(50)) {
      const { result: tree } = await connection.send("browsingContext.getTree", {});
      const shown = tree.contexts.find((c) => c.url === url);
      if (shown) return close ? void (await connection.send("browsingContext.close", { context: shown.context })) : undefined;
      if (Date.now() > end) throw new Error("no page was shown when the extension was installed");
    }
  }

  /** Firefox's number for the tab in front. */
  async tabId(page) {
    await page.bringToFront();
    return Number(await this.#chrome(`(() => {
      const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
      return String(ExtensionParent.apiManager.global.tabTracker.getId(gBrowser.selectedTab));
    })()`));
  }

  async close() {
    await this.browser.close();
  }
}

/** What stands in a page's closed shadow roots, in the shape `ShadowReader.elements` of `chromium.mjs` gives. */
export async function shadowElements(firefox, page) {
  const { connection } = firefox.browser;
  const { result: tree } = await connection.send("browsingContext.getTree", {});
  const { context } = tree.contexts.find((c) => c.url === page.url());
  const { result } = await connection.send("script.evaluate", {
    expression: "document.documentElement", target: { context }, awaitPromise: false,
    serializationOptions: { maxDomDepth: null, includeShadowTree: "all" },
  });
  const found = [];
  const text = ({ value: node }) => node.nodeType === 3 ? node.nodeValue : (node.children ?? [])
    .filter((c) => !["style", "script"].includes(c.value.localName)).map(text).join(" ");
  const walk = (remote, closed) => {
    const node = remote.value;
    if (closed && node.nodeType === 1) {
      found.push({ tag: node.localName, attributes: node.attributes ?? {}, text: text(remote).replace(/\s+/g, " ").trim() });
    }
    if (node.shadowRoot) walk(node.shadowRoot, closed || node.shadowRoot.value.mode === "closed");
    for (const child of node.children ?? []) walk(child, closed);
  };
  walk(result.result, false);
  return found;
}
