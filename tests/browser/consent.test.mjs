// The visitor's choice on the time line, with the real Klaro and vanilla-cookieconsent: nobody chooses, accepting, refusing, another
// choice later, and a choice of an earlier visit. The page whose tag waits for its manager comes first and nothing is said of it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { META_HOST, managers, site } from "../clinic/consent.mjs";
import { BEFORE, about, afterwards, consentFindings, manager, pass, press, said, sends, untilState, visit } from "./lib/consent.mjs";
import { stage } from "./lib/stage.mjs";

const it = stage();
const hit = (r) => r.host === META_HOST && r.path.startsWith("/tr");
const hits = (mark) => it.sink.since(mark).filter(hit).length;
/** One more hit of a tag that is there; nothing where it is not. */
const again = (page) => afterwards(page, `window.fbq?.("track", "ViewContent")`);
const marks = (view, kind) => view.consent.marks.filter((m) => m.kind === kind);

for (const which of ["klaro", "cookieconsent"]) {
  const { name, accept, reject, settings, refuse, stored } = managers[which];

  describe(which, () => {
    test("nobody chooses", async () => {
      const clean = await visit(it.browser, site(it.sink, { manager: which, tag: "gated" }));
      await clean.page.waitForSelector(accept, { visible: true });
      const quiet = await untilState(clean, "waiting", (v) => marks(v, "banner").length > 0);
      assert.deepEqual(said(quiet), [], "clean twin");
      assert.equal(sends(quiet), undefined, "nobody was told");
      assert.equal(manager(quiet, name)?.standing ?? "waiting", "waiting");
      assert.equal(pass(quiet, BEFORE), "pass");
      await clean.close();

      const mark = it.sink.requests.length;
      const leaky = await visit(it.browser, site(it.sink, { manager: which, tag: "at once" }));
      await it.sink.until(hit, { mark });
      const view = await leaky.untilView((v) => v.consent.state === "waiting" && consentFindings(v, "pre-consent-request").length > 0, "a request before the choice");
      assert.ok(consentFindings(view, "pre-consent-request").some((f) => about(view, f)), said(view).join());
      assert.ok(sends(view).tracks && sends(view).before > 0 && sends(view).accepted + sends(view).rejected === 0, JSON.stringify(sends(view)));
      assert.equal(pass(view, BEFORE), "fail");
      assert.ok(marks(view, "request").some((m) => m.verdict === "before"), "it stands on the time line");
      assert.deepEqual(consentFindings(view, "consent-ignored"), []);
      await leaky.close();
    });

    test("accepting", async () => {
      const mark = it.sink.requests.length;
      const watched = await visit(it.browser, site(it.sink, { manager: which, tag: "gated" }));
      await untilState(watched, "waiting");
      assert.equal(hits(mark), 0);
      await press(watched.page, accept);
      await it.sink.until(hit, { mark });
      const view = await untilState(watched, "accepted", (v) => sends(v)?.accepted > 0 && manager(v, name)?.standing === "granted");
      assert.deepEqual(said(view), []);
      assert.deepEqual([sends(view).before, sends(view).rejected, view.consent.restored], [0, 0, false]);
      assert.equal(pass(view, BEFORE), "pass");
      const choice = marks(view, "choice").at(-1);
      assert.ok(choice && choice.at >= marks(view, "banner")[0].at, "the banner, then the choice");
      assert.ok(marks(view, "request").filter((m) => m.verdict).every((m) => m.verdict !== "accepted" || m.at >= choice.at), JSON.stringify(view.consent.marks));
      assert.ok(view.storage.some((s) => s.name.shown === stored && s.shape === "consent choice"), "the record is among what is stored");
      await watched.close();
    });

    test("refusing", async () => {
      const mark = it.sink.requests.length;
      const clean = await visit(it.browser, site(it.sink, { manager: which, tag: "gated" }));
      await untilState(clean, "waiting");
      await press(clean.page, reject);
      const quiet = await untilState(clean, "rejected", (v) => manager(v, name)?.standing === "denied");
      await again(clean.page);
      await clean.page.evaluate(() => fetch("/favicon.ico").then(() => {}));
      assert.equal(hits(mark), 0);
      assert.deepEqual(said(await clean.view()), [], "clean twin");
      assert.equal(sends(quiet), undefined);
      await clean.close();

      const leaky = await visit(it.browser, site(it.sink, { manager: which, tag: "anyway" }));
      await untilState(leaky, "waiting");
      await press(leaky.page, reject);
      await it.sink.until(hit, { mark });
      const view = await leaky.untilView((v) => v.consent.state === "rejected" && consentFindings(v, "consent-ignored").length > 0, "a request after the refusal");
      assert.ok(consentFindings(view, "consent-ignored").some((f) => about(view, f)), said(view).join());
      assert.ok(sends(view).rejected > 0 && sends(view).before === 0, JSON.stringify(sends(view)));
      assert.deepEqual(consentFindings(view, "pre-consent-request").map((f) => f.said), []);
      await leaky.close();
    });

    test("another choice later, by the settings", async () => {
      const mark = it.sink.requests.length;
      const watched = await visit(it.browser, site(it.sink, { manager: which, tag: "gated" }));
      await press(watched.page, accept);
      await it.sink.until(hit, { mark });
      await untilState(watched, "accepted", (v) => sends(v)?.accepted > 0);
      await watched.page.evaluate(settings);
      for (const selector of refuse) await press(watched.page, selector);
      const refused = await untilState(watched, "rejected");
      assert.deepEqual(said(refused), [], "clean twin: what was sent was sent while it was allowed");
      assert.ok(marks(refused, "choice").length >= 2, "both choices stand on the time line");

      const now = it.sink.requests.length;
      await again(watched.page);
      await it.sink.until(hit, { mark: now });
      const view = await watched.untilView((v) => consentFindings(v, "consent-ignored").length > 0, "a request after the second choice");
      assert.ok(sends(view).accepted > 0 && sends(view).rejected > 0 && sends(view).before === 0, JSON.stringify(sends(view)));
      await watched.close();
    });

    test("the choice of an earlier visit", async () => {
      const mark = it.sink.requests.length;
      const place = site(it.sink, { manager: which, tag: "gated" });
      const first = await visit(it.browser, place);
      await press(first.page, accept);
      await it.sink.until(hit, { mark });
      await untilState(first, "accepted");
      await first.close();

      const now = it.sink.requests.length;
      const watched = await visit(it.browser, place);
      await it.sink.until(hit, { mark: now });
      const view = await untilState(watched, "accepted", (v) => v.consent.restored && sends(v)?.accepted > 0);
      assert.deepEqual(said(view), []);
      assert.ok(marks(view, "request").some((m) => m.verdict === "restored-accepted"), JSON.stringify(view.consent.marks));
      assert.equal(sends(view).before, 0);
      // Loaded again while it is watched.
      const second = it.sink.requests.length;
      await watched.page.reload({ waitUntil: "load" });
      await it.sink.until(hit, { mark: second });
      const reloaded = await untilState(watched, "accepted", (v) => v.consent.restored && sends(v)?.accepted > 1);
      assert.deepEqual(said(reloaded), []);
      await watched.close();
    });

    test("a refusal of an earlier visit", async () => {
      const kept = async (tag) => {
        const place = site(it.sink, { manager: which, tag });
        const first = await visit(it.browser, place);
        await press(first.page, reject);
        await untilState(first, "rejected");
        await first.close();
        return visit(it.browser, place);
      };
      const clean = await kept("gated");
      const quiet = await untilState(clean, "rejected", (v) => v.consent.restored);
      assert.deepEqual(said(quiet), [], "clean twin");
      await clean.close();

      const mark = it.sink.requests.length;
      const leaky = await kept("at once");
      await it.sink.until(hit, { mark });
      const view = await leaky.untilView((v) => v.consent.restored && consentFindings(v, "consent-ignored").length > 0, "a request against the refusal kept");
      assert.ok(marks(view, "request").some((m) => m.verdict === "restored-rejected"), JSON.stringify(view.consent.marks));
      assert.equal(sends(view).before, 0);
      await leaky.close();
    });
  });
}

test("nothing asks for consent: no verdict is made up", async () => {
  const mark = it.sink.requests.length;
  const watched = await visit(it.browser, site(it.sink, { tag: "at once" }));
  await it.sink.until(hit, { mark });
  const view = await untilState(watched, "none", (v) => sends(v)?.none > 0);
  assert.deepEqual(said(view), []);
  assert.notEqual(pass(view, BEFORE), "pass");
  assert.ok(view.consent.limits.length > 0, "what it cannot tell is said");
  await watched.close();
});

test("what the manager itself and plain files ask for is nobody told before the choice", async () => {
  const fonts = `<link rel="stylesheet" href="https://fonts.googleapis.com/css2?family=Inter"><script src="https://cdn.jsdelivr.net/npm/vue@3/dist/vue.js"></script>
    <script src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script><script src="https://cdn.cookielaw.org/scripttemplates/otSDKStub.js"></script>`;
  const mark = it.sink.requests.length;
  const watched = await visit(it.browser, site(it.sink, { manager: "klaro", tag: "gated", head: fonts }));
  for (const host of ["fonts.googleapis.com", "cdn.jsdelivr.net", "challenges.cloudflare.com", "cdn.cookielaw.org"]) await it.sink.until((r) => r.host === host, { mark });
  const view = await untilState(watched, "waiting", (v) => v.recipients.length >= 4);
  assert.deepEqual(said(view), []);
  assert.notEqual(pass(view, BEFORE), "fail");
  await watched.close();
});
