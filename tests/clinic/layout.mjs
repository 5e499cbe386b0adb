// The frame every page of the clinic stands in: head with its tags, header, footer, cookie banner.
import { snippets } from "./snippets.mjs";
import { address, hosts } from "./site.mjs";

/** Text into markup. */
export const esc = (text) =>
  String(text).replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c]);

const logo = `<svg viewBox="0 0 32 32" aria-hidden="true"><path d="M3 20c4-5 7-5 10-2s6 3 9 0 5-3 7-1" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round"/><path d="M3 27c4-5 7-5 10-2s6 3 9 0 5-3 7-1" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" opacity=".45"/><circle cx="22" cy="8" r="4.5" fill="currentColor"/></svg>`;

function header(host, variant) {
  if (host === hosts.portal) {
    return `<header class="top portal"><a class="brand" href="${address("login", variant)}">${logo}<span>Bayside <b>MyHealth</b></span></a>
      <nav aria-label="Portal"><a href="${address("home", variant)}">Back to the clinic</a></nav></header>`;
  }
  return `<header class="top"><a class="brand" href="${address("home", variant)}">${logo}<span>Bayside <b>Clinic</b></span></a>
    <nav aria-label="Main"><a href="${address("condition", variant)}">Conditions &amp; tests</a>
    <a href="${address("search", variant)}">Find a doctor</a><a href="${address("appointment", variant)}">Appointments</a>
    <a class="pill" href="${address("login", variant)}">MyHealth sign in</a></nav></header>`;
}

const footer = `<footer><div><strong>Bayside Clinic</strong><br>1200 Harbor Street, Bayside<br>Open Monday to Saturday, 7 am to 7 pm</div>
  <div>In an emergency call your local emergency number.<br>Interpreters are free of charge.</div>
  <div class="fine">Bayside Clinic is made up. It exists to show what web pages send, and to whom.</div></footer>`;

/** As many sites have it: a banner that only informs. The tags above it have already run. */
const leakyBanner = `<div class="cookie-bar" role="region" aria-label="Cookies" hidden><p>We use cookies to make your visit better.</p>
  <button type="button" id="cookies-ok" class="button small">OK</button></div>`;

/** A real consent manager, from its public CDN; nothing else is loaded before a choice, and nothing after a refusal. */
const cleanBanner = `<link rel="stylesheet" href="/assets/cookieconsent.css">
  <script src="https://cdn.jsdelivr.net/gh/orestbida/cookieconsent@3.1.0/dist/cookieconsent.umd.js" crossorigin="anonymous"></script>
  <script>CookieConsent.run({
    hideFromBots: false, // a driven browser shall see it too
    guiOptions: { consentModal: { layout: "bar inline", position: "bottom" } },
    categories: { necessary: { enabled: true, readOnly: true }, analytics: {} },
    language: { default: "en", translations: { en: { consentModal: {
      title: "Your choice", description: "We would like to count visits with an outside tool. Nothing is loaded unless you agree.",
      acceptAllBtn: "Accept", acceptNecessaryBtn: "Reject" }, preferencesModal: { sections: [] } } } },
  });</script>`;

/** Tags of a leaky page. `user` is whom the page knows: the confirmation knows who booked, the portal who signed in. */
function leakyTags(name, page, query) {
  const context = {
    search: query.q, count: 3, consent: name === "condition" ? "denied" : "granted",
    user: name === "confirmed" && query.email ? { email: query.email, phone: query.phone } : null,
    patient: page.host === hosts.portal && name === "message",
  };
  return page.tags.map((tag) => snippets[tag](context)).join("\n");
}

/** @param {{ name: string, page: any, variant: "leaky" | "clean", query: Record<string, string>, main: string }} p */
export function render({ name, page, variant, query, main }) {
  const leaky = variant === "leaky";
  const title = leaky ? page.title : page.host === hosts.portal ? "Bayside MyHealth" : "Bayside Clinic";
  const www = page.host === hosts.www;
  const tags = leaky ? leakyTags(name, page, query) : www ? snippets.matomoClean({ neutral: page.clean }) : "";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${esc(title)}</title>
${leaky ? `<meta name="description" content="${esc(title)}">\n<meta name="keywords" content="${esc(page.keywords ?? "")}">\n<meta property="og:title" content="${esc(title)}">` : ""}
<link rel="stylesheet" href="/assets/clinic.css">
<link rel="icon" href="/favicon.ico">
${tags}
<script src="/assets/clinic.js" defer></script>
</head>
<body class="${www ? "www" : "portal"}" data-page="${name}" data-variant="${variant}">
<a class="skip" href="#main">Skip to the content</a>
${header(page.host, variant)}
<main id="main">
${main}
</main>
${footer}
${www ? (leaky ? leakyBanner : cleanBanner) : ""}
</body>
</html>`;
}
