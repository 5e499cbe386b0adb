// A small site that asks for consent, apart from the clinic: one page, one consent manager, one tag. Each visit has a domain of its
// own, so that nothing of another is stored there. Klaro and vanilla-cookieconsent are the libraries themselves; the others are
// shaped as their public documentation and what they store show (no code of theirs).
import { readFileSync } from "node:fs";
import { snippets } from "./snippets.mjs";

const script = (code) => `<script>${code}</script>`;
const file = (name) => readFileSync(new URL(`tags/${name}.js`, import.meta.url), "utf8");

/** The code of a snippet of the clinic's, without its element. */
const bare = (markup) => markup.replace(/^<script>|<\/script>$/g, "");

/**
 * Meta's snippet: a tag that no site needs to work, so that nobody takes it for one. It tells of no buttons by itself: the press that refuses
 * would be told the moment it is one.
 */
export const META = bare(snippets.meta({})).replace(`fbq("init"`, `fbq("set","autoConfig",false,"246813579024680");fbq("init"`);
/** Where its hits go. */
export const META_HOST = "www.facebook.com";

const klaroConfig = {
  version: 1, elementID: "klaro", storageMethod: "cookie", cookieName: "klaro", acceptAll: true, mustConsent: false, disablePoweredBy: true,
  translations: { en: { purposes: { marketing: { title: "Marketing" } } } },
  services: [{ name: "meta", title: "Meta Pixel", purposes: ["marketing"] }],
};

const cookieConsentConfig = {
  hideFromBots: false, // a driven browser shall see it too
  categories: { necessary: { enabled: true, readOnly: true }, marketing: {} },
  language: {
    default: "en",
    translations: {
      en: {
        consentModal: { title: "Your choice", description: "May we load marketing tools?", acceptAllBtn: "Accept all", acceptNecessaryBtn: "Reject all", showPreferencesBtn: "Manage" },
        preferencesModal: {
          title: "Settings", acceptAllBtn: "Accept all", acceptNecessaryBtn: "Reject all", savePreferencesBtn: "Save",
          sections: [{ title: "Marketing", description: "Meta", linkedCategory: "marketing" }],
        },
      },
    },
  },
};

/**
 * The managers. `head` starts one; `gate` is markup that runs code once it may; `accept`, `reject` are buttons of the banner;
 * `settings` opens the dialog of a later day, and `refuse` is what is pressed there to refuse. `stored`: a cookie that holds the choice.
 */
export const managers = {
  klaro: {
    name: /Klaro/, stored: "klaro",
    serve: (sink, host) => sink.staged.set(`${host}/klaro.js`, { type: "text/javascript", body: sink.sdk("klaro") }),
    head: `<script src="/klaro.js"></script>${script(`klaro.setup(${JSON.stringify(klaroConfig)});`)}`,
    gate: (code) => `<script type="text/plain" data-type="text/javascript" data-name="meta">${code}</script>`,
    accept: "#klaro .cookie-notice .cm-btn-success", reject: "#klaro .cookie-notice .cn-decline",
    settings: "klaro.show()", refuse: ["#klaro #purpose-item-marketing", "#klaro .cookie-modal .cm-btn-accept"],
  },
  cookieconsent: {
    name: /cookie-?consent/i, stored: "cc_cookie",
    serve: (sink, host) => sink.staged.set(`${host}/cookieconsent.js`, { type: "text/javascript", body: sink.sdk("cookieconsent") }),
    head: `<link rel="stylesheet" href="/assets/cookieconsent.css"><script src="/cookieconsent.js"></script>${script(`addEventListener("DOMContentLoaded", () => CookieConsent.run(${JSON.stringify(cookieConsentConfig)}));`)}`, // it looks for scripts to hold back once
    gate: (code) => `<script type="text/plain" data-category="marketing">${code}</script>`,
    accept: "#cc-main .cm [data-role=all]", reject: "#cc-main .cm [data-role=necessary]",
    settings: "CookieConsent.showPreferences()", refuse: ["#cc-main .pm [data-role=necessary]"],
  },
  onetrust: {
    name: /OneTrust/, stored: "OptanonConsent", head: script(file("onetrust-like")),
    gate: (code) => script(`addEventListener("consent.onetrust", ({ detail }) => { if (detail.includes("C0004")) { ${code} } }, { once: true });`),
    accept: "#onetrust-accept-btn-handler", reject: "#onetrust-reject-all-handler",
  },
  cookiebot: {
    name: /Cookiebot/, stored: "CookieConsent", head: script(file("cookiebot-like")),
    gate: (code) => script(`addEventListener("CookiebotOnAccept", () => { if (Cookiebot.consent.marketing) { ${code} } });`),
    accept: "#CybotCookiebotDialogBodyLevelButtonLevelOptinAllowAll", reject: "#CybotCookiebotDialogBodyButtonDecline",
  },
  tcf: {
    name: /TCF/, stored: "euconsent-v2", head: script(file("tcf-stub")) + script(file("tcf-like")),
    gate: (code) => script(`__tcfapi("addEventListener", 2, ({ eventStatus, purpose }) => {
      if (eventStatus !== "cmpuishown" && purpose.consents[1] && !window.fbq) { ${code} } });`),
    accept: "#tcf-accept", reject: "#tcf-reject",
  },
};

/** A tag that waits until the banner was answered, whatever the answer was: for longer than what left before may still be on its way. */
const anyway = (code, { accept, reject }) => script(`addEventListener("click", ({ target }) => {
  if (target.closest(${JSON.stringify(`${accept}, ${reject}`)})) setTimeout(() => { ${code} }, 1500);
}, true);`);

let visits = 0;

/**
 * Puts a site of its own on the sink.
 * @param {import("../browser/lib/sink.mjs").Sink} sink
 * @param {{ manager?: string, tag?: "gated" | "at once" | "anyway" | "none", head?: string, body?: string, code?: string }} page
 *   `tag`: when Meta's tag is loaded: once the manager lets it, with the page, or on any answer; `head`, `body`: more markup; `code`: another tag's code
 * @returns {{ host: string, start: string, page: string, manager?: (typeof managers)["klaro"] }} `start` is a page without a manager or a tag
 */
export function site(sink, { manager: which, tag = "none", head = "", body = "", code = META }) {
  const host = `www.visit-${(visits += 1)}.example`;
  const manager = which && managers[which];
  const html = (inner) => ({ type: "text/html; charset=utf-8", headers: { "cache-control": "no-store" }, body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Harbor House</title>${inner}` });
  const tags = { gated: () => manager.gate(code), "at once": () => script(code), anyway: () => anyway(code, manager), none: () => "" };
  sink.staged.set(`${host}/`, html("<h1>Harbor House</h1>"));
  sink.staged.set(`${host}/favicon.ico`, { status: 204 });
  sink.staged.set(`${host}/assets/cookieconsent.css`, { type: "text/css", body: consentCss });
  sink.staged.set(`${host}/p/1`, html(`${head}<body><h1>Harbor House</h1><p>Open every day.</p>${manager?.head ?? ""}${tags[tag]()}${body}`));
  manager?.serve?.(sink, host);
  return { host, start: `https://${host}/`, page: `https://${host}/p/1`, manager };
}

const consentCss = readFileSync(new URL("../node_modules/vanilla-cookieconsent/dist/cookieconsent.css", import.meta.url));
