// Who says what was chosen: banners shaped as OneTrust's and Cookiebot's, a TCF manager behind IAB's stub (honest and lying), Google's consent
// mode, Matomo's two settings, Global Privacy Control. A page where all agree comes before one where they do not.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { META, META_HOST, managers, site } from "../clinic/consent.mjs";
import { about, afterwards, consentFindings, manager, pass, press, said, sends, standings, untilState, visit } from "./lib/consent.mjs";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";

const it = stage();
const hit = (r) => r.host === META_HOST && r.path.startsWith("/tr");
const script = (code) => `<script>${code}</script>`;

for (const which of ["onetrust", "cookiebot", "tcf"]) {
  const { name, accept, reject } = managers[which];

  describe(which, () => {
    test("accepted", async () => {
      const mark = it.sink.requests.length;
      const watched = await visit(it.browser, site(it.sink, { manager: which, tag: "gated" }));
      const waiting = await untilState(watched, "waiting", (v) => v.consent.marks.some((m) => m.kind === "banner"));
      assert.deepEqual(said(waiting), []);
      await press(watched.page, accept);
      await it.sink.until(hit, { mark });
      const view = await untilState(watched, "accepted", (v) => sends(v)?.accepted > 0 && manager(v, name)?.standing === "granted");
      assert.deepEqual([said(view), view.consent.disagree, sends(view).before], [[], [], 0]);
      await watched.close();
    });

    test("refused", async () => {
      const clean = await visit(it.browser, site(it.sink, { manager: which, tag: "gated" }));
      await untilState(clean, "waiting");
      await press(clean.page, reject);
      const quiet = await untilState(clean, "rejected", (v) => manager(v, name)?.standing === "denied");
      assert.deepEqual([said(quiet), quiet.consent.disagree, sends(quiet)], [[], [], undefined], "clean twin");
      await clean.close();

      const mark = it.sink.requests.length;
      const leaky = await visit(it.browser, site(it.sink, { manager: which, tag: "anyway" }));
      await untilState(leaky, "waiting");
      await press(leaky.page, reject);
      await it.sink.until(hit, { mark });
      const view = await leaky.untilView((v) => consentFindings(v, "consent-ignored").some((f) => about(v, f)), "a request after the refusal");
      assert.ok(sends(view).rejected > 0);
      await leaky.close();
    });
  });
}

test("tcf: an interface that says yes where its record says no is shown disagreeing", async () => {
  const refused = async (head) => {
    const watched = await visit(it.browser, site(it.sink, { manager: "tcf", tag: "none", head }));
    await untilState(watched, "waiting");
    await press(watched.page, managers.tcf.reject);
    return watched;
  };
  const honest = await refused("");
  const agreed = await untilState(honest, "rejected", (v) => manager(v, /TCF/));
  assert.deepEqual(agreed.consent.disagree, [], "clean twin");
  await honest.close();

  const liar = await refused(script("window.tcfLies = true"));
  // What the button said is contradicted before its record is heard of.
  const view = await liar.untilView((v) => v.consent.disagree.some((said) => /TCF says yes/.test(said)), "the contradiction");
  const rows = view.consent.managers.filter((m) => /TCF/.test(m.name));
  assert.deepEqual(new Set(rows.map((m) => m.standing)), new Set(["granted", "denied"]), JSON.stringify(rows));
  assert.ok(rows.some((m) => /euconsent-v2/.test(m.at)) && rows.some((m) => /__tcfapi/.test(m.at)), "where each says so");
  await liar.close();
});

/** Google's tag as gtag spells its hits, with consent mode; the banner tells it what was chosen, or says "granted" whatever it was. */
const google = (granted) => script(`window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); }
  gtag("consent", "default", { ad_storage: "denied", analytics_storage: "denied", ad_user_data: "denied", ad_personalization: "denied", wait_for_update: 500 });
  gtag("js", new Date()); gtag("config", "G-BAY51DE001");`) + `<script async src="https://www.googletagmanager.com/gtag/js?id=G-BAY51DE001"></script>`
  + script(`addEventListener("click", ({ target }) => {
    const button = target.closest("#onetrust-accept-btn-handler, #onetrust-reject-all-handler");
    if (!button) return;
    const state = ${granted ? `"granted"` : `button.id === "onetrust-accept-btn-handler" ? "granted" : "denied"`};
    gtag("consent", "update", { ad_storage: state, analytics_storage: state, ad_user_data: state, ad_personalization: state });
  });`);
const ga = (gcs) => (r) => r.path === "/g/collect" && r.url.searchParams.get("gcs") === gcs;
const GA_HOST = "region1.google-analytics.com";

describe("Google consent mode", () => {
  test("denied by default, then granted: every source agrees", async () => {
    const mark = it.sink.requests.length;
    const watched = await visit(it.browser, site(it.sink, { manager: "onetrust", head: google(false) }));
    await it.sink.until(ga("G100"), { mark });
    const waiting = await untilState(watched, "waiting", (v) => manager(v, /Google consent mode/)?.standing === "denied");
    assert.deepEqual(consentFindings(waiting, "consent-signal-mismatch"), []);
    await press(watched.page, managers.onetrust.accept);
    await it.sink.until(ga("G111"), { mark });
    const view = await untilState(watched, "accepted", (v) => standings(v, /Google consent mode/).includes("granted") && sends(v, GA_HOST)?.accepted > 0);
    assert.deepEqual([consentFindings(view, "consent-signal-mismatch"), consentFindings(view, "consent-ignored")], [[], []]);
    assert.deepEqual(view.consent.disagree, []);
    assert.ok(view.consent.marks.some((m) => m.kind === "signal"), "the update stands on the time line");
    await watched.close();
  });

  test("refused, and the tag says so: no mismatch; what still leaves is said as its own line", async () => {
    const mark = it.sink.requests.length;
    const watched = await visit(it.browser, site(it.sink, { manager: "onetrust", head: google(false) }));
    await untilState(watched, "waiting");
    await press(watched.page, managers.onetrust.reject);
    const now = it.sink.requests.length;
    await afterwards(watched.page, `gtag("event", "scroll")`);
    await it.sink.until(ga("G100"), { mark: Math.max(mark, now) });
    const view = await untilState(watched, "rejected", (v) => sends(v, GA_HOST)?.rejected > 0);
    assert.deepEqual(consentFindings(view, "consent-signal-mismatch").map((f) => f.said), []);
    await watched.close();
  });

  test("refused, and the tag says it was granted", async () => {
    const mark = it.sink.requests.length;
    const watched = await visit(it.browser, site(it.sink, { manager: "onetrust", head: google(true) }));
    await untilState(watched, "waiting");
    await press(watched.page, managers.onetrust.reject);
    await afterwards(watched.page, `gtag("event", "scroll")`);
    await it.sink.until(ga("G111"), { mark });
    const view = await watched.untilView((v) => consentFindings(v, "consent-signal-mismatch").some((f) => about(v, f, GA_HOST)), "the mismatch");
    const finding = consentFindings(view, "consent-signal-mismatch").find((f) => about(view, f, GA_HOST));
    assert.ok(JSON.stringify(finding.evidence).includes("G111"), "what the tag said is in evidence");
    assert.match(view.consent.disagree.join(" "), /Google/);
    await watched.close();
  });
});

/** Matomo's snippet with one of its two settings; the banner's Accept gives what it asks for. */
const matomo = (setting) => script(`var _paq = window._paq = window._paq || []; _paq.push(["${setting}"]);
  _paq.push(["setTrackerUrl", "https://bayside.matomo.cloud/matomo.php"]); _paq.push(["setSiteId", "1"]); _paq.push(["trackPageView"]);
  addEventListener("click", ({ target }) => target.closest("#onetrust-accept-btn-handler")
    && _paq.push(["${setting === "requireConsent" ? "setConsentGiven" : "setCookieConsentGiven"}"]));`)
  + `<script async src="/matomo.js"></script>`;
/** The site serves the script itself: loading it from Matomo Cloud would tell it of the visit already. */
function matomoSite(setting) {
  const place = site(it.sink, { manager: "onetrust", head: matomo(setting) });
  it.sink.staged.set(`${place.host}/matomo.js`, { type: "text/javascript", body: readFileSync(new URL("../clinic/tags/matomo.js", import.meta.url)) });
  return place;
}
const MATOMO_HOST = "bayside.matomo.cloud";
const matomoHit = (r) => r.host === MATOMO_HOST && r.path === "/matomo.php";

describe("Matomo", () => {
  test("requireConsent: nothing before the choice, and consent=1 after", async () => {
    const mark = it.sink.requests.length;
    const watched = await visit(it.browser, matomoSite("requireConsent"));
    await it.sink.until((r) => r.path.endsWith("/matomo.js"), { mark });
    const waiting = await untilState(watched, "waiting", (v) => manager(v, /Matomo/));
    assert.equal(it.sink.since(mark).filter(matomoHit).length, 0);
    assert.match(manager(waiting, /Matomo/).said, /sends nothing/);
    assert.deepEqual(said(waiting), []);
    await press(watched.page, managers.onetrust.accept);
    await it.sink.until((r) => matomoHit(r) && r.url.searchParams.get("consent") === "1", { mark });
    const view = await untilState(watched, "accepted", (v) => sends(v, MATOMO_HOST)?.accepted > 0 && pass(v, /consent=1/) === "pass");
    assert.deepEqual(said(view), []);
    await watched.close();
  });

  test("requireCookieConsent: hits go at once, only cookies wait; it is not taken for the other", async () => {
    const mark = it.sink.requests.length;
    const watched = await visit(it.browser, matomoSite("requireCookieConsent"));
    await it.sink.until(matomoHit, { mark });
    const view = await untilState(watched, "waiting", (v) => sends(v, MATOMO_HOST)?.before > 0 && manager(v, /Matomo/));
    assert.match(manager(view, /Matomo/).said, /cookies alone.*sends at once/);
    assert.ok(consentFindings(view, "pre-consent-request").some((f) => about(view, f, MATOMO_HOST)), said(view).join());
    await watched.close();
  });
});

/** A tag that heeds Global Privacy Control, or does not look. */
const heeding = (heeds) => (heeds ? `if (!navigator.globalPrivacyControl) { ${META} }` : META);

test("Global Privacy Control: heeded, and not", async () => {
  const open = async (heeds) => {
    const place = site(it.sink, { tag: "at once", code: heeding(heeds) });
    const watched = await Watched.open(it.browser, place.start);
    // The header is the browser's word; what the page reads is put there as a browser with the setting has it.
    await watched.page.setExtraHTTPHeaders({ "Sec-GPC": "1" });
    await watched.page.evaluateOnNewDocument(() => Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true, configurable: true }));
    await watched.page.goto(place.page, { waitUntil: "load" });
    return watched;
  };
  const clean = await open(true);
  const quiet = await clean.untilView((v) => manager(v, /Global Privacy Control/) && pass(v, /GPC|Global Privacy Control/i) !== undefined, "the browser's refusal to be heard");
  assert.deepEqual(said(quiet), [], "clean twin");
  assert.equal(manager(quiet, /Global Privacy Control/).standing, "denied");
  assert.notEqual(pass(quiet, /GPC|Global Privacy Control/i), "fail");
  await clean.close();

  const mark = it.sink.requests.length;
  const leaky = await open(false);
  await it.sink.until((r) => hit(r) && r.headers["sec-gpc"] === "1", { mark });
  const view = await leaky.untilView((v) => consentFindings(v, "consent-ignored").some((f) => about(v, f)), "a request against the browser's refusal");
  assert.equal(pass(view, /GPC|Global Privacy Control/i), "fail");
  await leaky.close();
});

test("a page's own word for Global Privacy Control, which no request bears out, accuses nobody", async () => {
  const mark = it.sink.requests.length;
  const place = site(it.sink, { tag: "at once", head: script(`Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true });`) });
  const watched = await visit(it.browser, place);
  await it.sink.until(hit, { mark });
  const view = await watched.untilView((v) => sends(v), "the request to be read");
  assert.deepEqual(consentFindings(view, "consent-ignored").map((f) => f.said), []);
  await watched.close();
});
