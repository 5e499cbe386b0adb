// The guided check: one page under no choice, acceptance and refusal, what the site had stored cleared before each, side by side.
import assert from "node:assert/strict";
import { test } from "node:test";
import { META_HOST, site } from "../clinic/consent.mjs";
import { press, visit } from "./lib/consent.mjs";
import { stage } from "./lib/stage.mjs";

const it = stage();
const hit = (r) => r.host === META_HOST && r.path.startsWith("/tr");

/** As the panel asks, after the person's yes; the page is loaded again from nothing. */
async function step(watched, what) {
  const loaded = watched.page.waitForNavigation({ waitUntil: "load" });
  const reply = await watched.ask({ type: "check", tab: watched.tab, step: what });
  assert.equal(reply?.ok, true, JSON.stringify(reply));
  await loaded;
  await watched.untilView((v) => v.consent.check?.running === what, `the step ${what}`);
}

const run = (view, what) => view.consent.check.runs.find((r) => r.step === what);
const row = (view) => view.consent.check.rows.find((r) => r.kind === "recipient" && /Meta/.test(r.name.shown));

/** All three; the view at the end. */
async function check(watched, { manager }, hits) {
  const { page } = watched;
  for (const what of ["ignore", "accept", "reject"]) {
    const mark = it.sink.requests.length;
    await step(watched, what);
    // Asked anew each time: what was chosen before is gone.
    await page.waitForSelector(manager.accept, { visible: true });
    assert.equal(await page.evaluate(() => localStorage.getItem("left")), null, "what the site had stored is gone");
    await page.evaluate(() => localStorage.setItem("left", "here"));
    if (what !== "ignore") await press(page, manager[what]);
    if (hits[what]) await it.sink.until(hit, { mark });
    const state = { ignore: "waiting", accept: "accepted", reject: "rejected" }[what];
    await watched.untilView((v) => v.consent.state === state && (row(v)?.counts[["ignore", "accept", "reject"].indexOf(what)] ?? 0) >= hits[what], `${what} to be seen`);
    assert.equal((await watched.ask({ type: "check", tab: watched.tab, step: "done" }))?.ok, true);
    await watched.untilView((v) => v.consent.check?.running === "" && run(v, what).state === "done", `${what} to be done`);
  }
  return watched.view();
}

test("ignore, accept, reject: a page whose tag waits, then one whose tag does not", async () => {
  const clean = site(it.sink, { manager: "klaro", tag: "gated" });
  const good = await visit(it.browser, clean);
  await good.page.evaluate(() => localStorage.setItem("left", "before"));
  const quiet = await check(good, clean, { ignore: 0, accept: 1, reject: 0 });
  assert.deepEqual(quiet.consent.check.runs.map((r) => [r.step, r.state]), [["ignore", "done"], ["accept", "done"], ["reject", "done"]]);
  const [ignored, accepted, rejected] = row(quiet).counts;
  assert.ok(ignored === 0 && accepted > 0 && rejected === 0, row(quiet).counts.join());
  assert.equal(row(quiet).wrong, false, "clean twin");
  assert.match(row(quiet).said, /only after accepting/i);
  assert.ok(quiet.consent.check.rows.some((r) => r.kind === "cookie" && r.name.shown.includes("_fbp") && r.counts[1] > 0 && !r.wrong), "its cookie too");
  // The results go when the person says so.
  assert.equal((await good.ask({ type: "check", tab: good.tab, step: "off" }))?.ok, true);
  await good.untilView((v) => !v.consent.check, "the check to be over");
  await good.close();

  const leaky = site(it.sink, { manager: "klaro", tag: "at once" });
  const bad = await visit(it.browser, leaky);
  await bad.page.evaluate(() => localStorage.setItem("left", "before"));
  const view = await check(bad, leaky, { ignore: 1, accept: 1, reject: 1 });
  assert.ok(row(view).counts.every((n) => n > 0), row(view).counts.join());
  assert.equal(row(view).wrong, true);
  await bad.close();
});

test("a step in which something else was chosen is doubtful", async () => {
  const place = site(it.sink, { manager: "klaro", tag: "gated" });
  const watched = await visit(it.browser, place);
  await step(watched, "reject");
  await press(watched.page, place.manager.accept);
  await watched.untilView((v) => v.consent.state === "accepted", "the wrong button");
  await watched.ask({ type: "check", tab: watched.tab, step: "done" });
  await watched.untilView((v) => run(v, "reject")?.state === "doubtful", "the step to be doubtful");
  await watched.close();
});

test("other sites keep what they stored", async () => {
  const other = site(it.sink, {});
  const kept = await it.browser.newPage();
  await kept.goto(other.page, { waitUntil: "load" });
  await kept.evaluate(() => {
    localStorage.setItem("mine", "1");
    document.cookie = "mine=1; path=/; max-age=3600";
  });
  const watched = await visit(it.browser, site(it.sink, { manager: "klaro", tag: "gated" }));
  await step(watched, "ignore");
  assert.deepEqual(await kept.evaluate(() => [localStorage.getItem("mine"), document.cookie]), ["1", "mine=1"]);
  await kept.close();
  await watched.close();
});
