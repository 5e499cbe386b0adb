// The main promise, on the demo clinic in a real Chromium: clean pages give nothing above Info; on leaky pages every
// sensitive value that arrived at a third party has its finding, and every finding has its bytes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { secrets, visitor } from "../clinic/persona.mjs";
import { address } from "../clinic/site.mjs";
import { ShadowReader } from "./lib/chromium.mjs";
import { stage } from "./lib/stage.mjs";
import { mistaken, told, unanswered, unfounded } from "./lib/truth.mjs";
import { Watched } from "./lib/watched.mjs";
import { leave, walk } from "./visit.mjs";

const it = stage();
const say = (row) => `${row.secret.name} at ${row.host} (${row.found[0].part}, ${[...row.found[0].steps, row.found[0].as].join(" → ")})`;

test("clean pages: nothing above Info, and the panel says what was seen", async () => {
  const { sink, browser } = it;
  const watched = await Watched.open(browser, address("home", "clean"));
  const mark = sink.requests.length;
  await walk({ page: watched.page, variant: "clean", sink });
  await leave({ page: watched.page, variant: "clean", sink });

  const view = await watched.untilView((v) => v.summary.requests > 10, "the visit's requests to be read");
  assert.deepEqual(told(sink.since(mark)).map(say), [], "the clean pages tell nobody");
  const loud = view.findings.filter((f) => f.severity !== "info").map((f) => `${f.severity} ${f.kind}: ${f.said}`);
  assert.deepEqual(loud, []);
  assert.ok(view.blind_spots.length > 0, "what could not be seen is always said");
  await watched.close();
});

test("leaky pages: findings and what arrived agree, both ways", async () => {
  const { sink, browser } = it;
  const watched = await Watched.open(browser, address("home", "leaky"));
  const cards = await ShadowReader.on(watched.page);
  const mark = sink.requests.length;
  await walk({
    page: watched.page, variant: "leaky", sink,
    async after(name) {
      if (name === "condition") await condition(watched, cards);
    },
  });
  await leave({ page: watched.page, variant: "leaky", sink }, mark);

  const requests = sink.since(mark);
  const rows = told(requests);
  assert.ok(rows.length > 60, `a visit that leaks: ${rows.length}`);
  const view = await watched.untilView((v) => unanswered(v, rows).length === 0, "every leak answered for")
    .catch(() => watched.view());
  assert.deepEqual(unanswered(view, rows).map(say), [], "told to a third party, and no finding");
  // What was seen to leave may be on its way still.
  await sink.until(() => unfounded(view, sink.since(mark)).length === 0, { mark, what: "the bytes of every finding" }).catch(() => {});
  assert.deepEqual(unfounded(view, sink.since(mark)).map((f) => `${f.kind} ${f.recipient.host}: ${JSON.stringify(f.evidence)}`), [],
    "a finding, and nothing at the sink");
  assert.deepEqual(mistaken(view).map((f) => `${f.said} ${JSON.stringify(f.evidence)}`), [], "a personal detail that nobody gave");
  await panel(watched, view);
  await watched.close();
});

/** While the first leaky page is shown, its cards stand over it, masked, and say who was told. */
async function condition(watched, cards) {
  const view = await watched.untilView((v) => v.findings.some((f) => f.kind === "sensitive-url-third-party"), "a finding");
  const names = view.recipients.map((r) => r.recipient.name.replace(/ \(.*/, ""));
  const shown = await cards.until(
    (elements) => elements.find((e) => e.tag === "article" && /hiv-\s?testing/i.test(e.text) && names.some((n) => e.text.includes(n))),
    { what: "a card about somebody told the page's address" });
  for (const { value, kind } of secrets) {
    if (kind === "identifier") assert.ok(!shown.text.includes(value), `${value} is masked on cards`);
  }
  assert.equal(await watched.page.evaluate(() => [...document.querySelectorAll("*")].filter((e) => e.shadowRoot).length), 0,
    "the page cannot reach into the cards");
}

/** The panel names the recipients and masks what identifies a person. */
async function panel(watched, view) {
  const { asker } = watched;
  await watched.panelShows((names) => names.every((n) => document.body.innerText.includes(n)),
    view.recipients.filter((r) => r.worst && r.worst !== "info").map((r) => r.recipient.name).slice(0, 5));
  for (const sheet of ["tab-recipients", "tab-findings", "tab-storage"]) {
    await asker.$eval(`#${sheet}`, (tab) => tab.click());
    await watched.panelShows((id) => document.getElementById(id).getAttribute("aria-selected") === "true", sheet);
    const text = await asker.evaluate(() => document.body.innerText);
    for (const value of [visitor.email, visitor.phone, visitor.recordNumber]) assert.ok(!text.includes(value), `${value} is masked in the panel's ${sheet}: ${JSON.stringify(text.slice(Math.max(0, text.indexOf(value) - 200), text.indexOf(value) + 60))}`);
  }
}
