// The demo clinic's server side: which address shows which page, and what a sent form leads to. Every page exists twice:
// *leaky*, as many clinics run it, and *clean*, the same page at a neutral address and title with its tags set right.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { render } from "./layout.mjs";
import { content } from "./pages.mjs";
import { visitor } from "./persona.mjs";

export const hosts = {
  www: "www.bayside-clinic.example",
  portal: "portal.bayside-clinic.example",
  stats: "stats.bayside-clinic.example",
};

/** A site of somebody else's, without any tag: nothing of the clinic's is stored there. */
export const otherSite = "www.lakeside.example";

/** @typedef {"leaky" | "clean"} Variant */

/**
 * The pages. `leaky` and `clean` are paths; `title` is the leaky page's (clean pages are called after the clinic alone);
 * `tags` are what the leaky page carries, in order, by their names in `vendors.mjs` and `snippets.mjs`.
 */
export const pages = {
  home: { host: hosts.www, leaky: "/", clean: "/p/1000", title: "Bayside Clinic: care close to home", tags: [] },
  condition: {
    host: hosts.www, leaky: "/conditions/hiv-testing", clean: "/p/1042",
    title: "HIV testing: when, how and where | Bayside Clinic",
    keywords: "HIV test, STI clinic, Bayside",
    tags: ["meta", "ga4", "googleAds", "uet", "linkedin", "tiktok", "matomo", "clarity", "mixpanel", "plausible"],
  },
  search: {
    host: hosts.www, leaky: "/find-a-doctor", clean: "/p/1077", title: "Find a doctor | Bayside Clinic",
    tags: ["meta", "ga4", "matomo", "posthog", "segment", "snowplow", "amplitude"],
  },
  appointment: {
    host: hosts.www, leaky: "/conditions/hiv-testing/schedule-appointment", clean: "/p/1080",
    title: "Book an HIV test | Bayside Clinic",
    tags: ["meta", "ga4", "tiktok", "datadog", "sentry", "newrelic", "matomoCloud", "hubspot"],
  },
  confirmed: {
    host: hosts.www, leaky: "/appointments/confirmed", clean: "/p/1081", title: "Appointment confirmed | Bayside Clinic",
    tags: ["meta", "ga4", "googleAdsConversion", "floodlight", "uet", "tiktok", "segment"],
  },
  login: {
    host: hosts.portal, leaky: "/login", clean: "/p/2001", title: "Sign in | Bayside MyHealth",
    tags: ["alloy", "newrelic", "matomoContainer"],
  },
  message: {
    host: hosts.portal, leaky: "/messages/read", clean: "/p/2002", title: `${visitor.messageSubject} | Bayside MyHealth`,
    tags: ["alloy", "rudderstack", "sentry", "matomoContainer"],
  },
};

/** The whole address of a page. @param {keyof typeof pages} name @param {Variant} variant @param {Record<string,string>} [query] */
export function address(name, variant, query) {
  const page = pages[name];
  const search = query && variant === "leaky" ? `?${new URLSearchParams(query)}` : "";
  return `https://${page.host}${page[variant]}${search}`;
}

/** The leaky search form is sent by GET, so its words stand in the address. */
export const searchQuery = { specialty: visitor.specialty, q: visitor.search };

const asset = (file) => readFile(new URL(`assets/${file}`, import.meta.url));
const consentCss = () => readFile(createRequire(import.meta.url).resolve("vanilla-cookieconsent/dist/cookieconsent.css"));
const assets = {
  "/assets/clinic.css": { type: "text/css", read: () => asset("clinic.css") },
  "/assets/clinic.js": { type: "text/javascript", read: () => asset("clinic.js") },
  "/assets/cookieconsent.css": { type: "text/css", read: consentCss },
  "/favicon.ico": { type: "image/svg+xml", read: () => asset("icon.svg") },
};

/** Where a sent form leads: path and method of the leaky and clean forms. */
function formTarget(host, path, query) {
  if (host === hosts.www && path === pages.search.clean) return { show: "search", query };
  if (host === hosts.www && path === "/p/1080/send") return { go: address("confirmed", "clean") };
  if (host === hosts.portal && path === "/login")
    return { go: address("message", "leaky", { subject: visitor.messageSubject, mrn: visitor.recordNumber }), signedIn: true };
  if (host === hosts.portal && path === "/p/2001/send") return { go: address("message", "clean"), signedIn: true };
  return null;
}

/**
 * Answers a request for one of the clinic's hosts, or null where the clinic has no such host.
 * @param {{ host: string, path: string, method: string, url: URL, body: Buffer }} r
 * @returns {Promise<null | { status?: number, type?: string, body?: string | Buffer, headers?: Record<string,string> }>}
 */
export async function respond(r) {
  if (r.host === otherSite) return { type: "text/html", body: "<!doctype html><title>Lakeside</title><h1>Lakeside</h1>" };
  if (r.host !== hosts.www && r.host !== hosts.portal) return null;
  const file = assets[r.path];
  if (file) return { type: file.type, body: await file.read(), headers: { "cache-control": "max-age=600" } };

  let query = Object.fromEntries(r.url.searchParams);
  let name;
  let variant;
  if (r.method === "POST") {
    const target = formTarget(r.host, r.path, Object.fromEntries(new URLSearchParams(r.body.toString())));
    if (!target) return { status: 404, type: "text/plain", body: "no such form" };
    if (target.go) {
      const cookie = target.signedIn && { "set-cookie": "session=s3cr3t-demo-session; Path=/; Secure; HttpOnly; SameSite=Strict" };
      return { status: 303, headers: { location: target.go, ...cookie } };
    }
    ({ show: name, query } = target);
    variant = "clean";
  } else {
    const found = Object.entries(pages).find(([, p]) => p.host === r.host && (p.leaky === r.path || p.clean === r.path));
    if (!found) return { status: 404, type: "text/html", body: "<!doctype html><title>Not found</title><p>No such page.</p>" };
    name = found[0];
    variant = found[1].clean === r.path ? "clean" : "leaky";
  }
  const html = render({ name, page: pages[name], variant, query, main: content[name]({ variant, query }) });
  return {
    type: "text/html; charset=utf-8",
    body: html,
    headers: {
      "cache-control": "no-store",
      "referrer-policy": variant === "clean" ? "strict-origin-when-cross-origin" : "no-referrer-when-downgrade",
    },
  };
}
