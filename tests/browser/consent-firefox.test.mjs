// The shortest of consent in Firefox: a banner answered, and the browser's own Global Privacy Control.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { META, META_HOST, managers, site } from "../clinic/consent.mjs";
import { about, consentFindings, manager, pass, press, said, sends, untilState, visit } from "./lib/consent.mjs";
import { stage } from "./lib/stage.mjs";

const hit = (r) => r.host === META_HOST && r.path.startsWith("/tr");

describe("Klaro", () => {
  const it = stage("firefox");

  test("accepting, and refusing", async () => {
    const mark = it.sink.requests.length;
    const clean = await visit(it.browser, site(it.sink, { manager: "klaro", tag: "gated" }));
    await untilState(clean, "waiting", (v) => v.consent.marks.some((m) => m.kind === "banner"));
    await press(clean.page, managers.klaro.accept);
    await it.sink.until(hit, { mark });
    const quiet = await untilState(clean, "accepted", (v) => sends(v)?.accepted > 0);
    assert.deepEqual([said(quiet), sends(quiet).before], [[], 0], "clean twin");
    await clean.close();

    const now = it.sink.requests.length;
    const leaky = await visit(it.browser, site(it.sink, { manager: "klaro", tag: "anyway" }));
    await untilState(leaky, "waiting");
    await press(leaky.page, managers.klaro.reject);
    await it.sink.until(hit, { mark: now });
    const view = await leaky.untilView((v) => consentFindings(v, "consent-ignored").some((f) => about(v, f)), "a request after the refusal");
    assert.equal(view.consent.state, "rejected");
    await leaky.close();
  });
});

describe("Global Privacy Control, set in the browser", () => {
  const it = stage("firefox", { prefs: { "privacy.globalprivacycontrol.enabled": true, "privacy.globalprivacycontrol.functionality.enabled": true } });

  test("heeded, and not", async () => {
    const clean = await visit(it.browser, site(it.sink, { tag: "at once", code: `if (!navigator.globalPrivacyControl) { ${META} }` }));
    const quiet = await clean.untilView((v) => manager(v, /Global Privacy Control/), "the browser's refusal to be heard");
    assert.deepEqual(said(quiet), [], "clean twin");
    assert.equal(manager(quiet, /Global Privacy Control/).standing, "denied");
    await clean.close();

    const mark = it.sink.requests.length;
    const leaky = await visit(it.browser, site(it.sink, { tag: "at once" }));
    await it.sink.until((r) => hit(r) && r.headers["sec-gpc"] === "1", { mark });
    const view = await leaky.untilView((v) => consentFindings(v, "consent-ignored").some((f) => about(v, f)), "a request against the browser's refusal");
    assert.equal(pass(view, /GPC|Global Privacy Control/i), "fail");
    await leaky.close();
  });
});
