// What the consent tests do on a page and ask of a view.
import { META_HOST } from "../../clinic/consent.mjs";
import { Watched } from "./watched.mjs";

const KINDS = ["pre-consent-request", "consent-ignored", "consent-signal-mismatch"];

/** Findings about consent, each as its kind and the one it is about. */
export const consentFindings = (view, kind) => view.findings.filter((f) => (kind ? f.kind === kind : KINDS.includes(f.kind)));
export const said = (view) => consentFindings(view).map((f) => `${f.kind}: ${f.said}`);

/** The row of what a host was sent before and after the choice. */
export function sends(view, host = META_HOST) {
  const ids = view.recipients.filter((r) => r.hosts.includes(host)).map((r) => r.recipient.id);
  return view.consent.sends.find((s) => ids.includes(s.recipient));
}

/** True where a finding is about a host's recipient. */
export function about(view, finding, host = META_HOST) {
  const ids = view.recipients.filter((r) => r.hosts.includes(host)).map((r) => r.recipient.id);
  return finding.recipient?.host === host || ids.includes(finding.recipient?.id);
}

/** How a check stands, by words of its name. */
export const pass = (view, words) => view.consent.passes.find((p) => words.test(p.name))?.state;
export const BEFORE = /before the choice/i;

/** What a manager says; of several rows of one that which says something of the choice. */
export const manager = (view, name) => {
  const rows = view.consent.managers.filter((m) => name.test(m.name));
  return rows.find((m) => m.standing !== "unclear") ?? rows[0];
};
/** All that rows of one name say. */
export const standings = (view, name) => view.consent.managers.filter((m) => name.test(m.name)).map((m) => m.standing);

/** Runs code in the page when what was sent before a choice can no longer be on its way. */
export const afterwards = (page, code) => page.evaluate((text) => new Promise((done) => setTimeout(() => done(void (0, eval)(text)), 1500)), code);

/** Watches a site from its start page on, and opens its page. */
export async function visit(browser, site) {
  const watched = await Watched.open(browser, site.start);
  await watched.page.goto(site.page, { waitUntil: "load" });
  return watched;
}

/** Waits for a button or a box and presses it by the keyboard, as a person may: a card over the page may stand where the mouse would press. */
export async function press(page, selector) {
  const button = await page.waitForSelector(selector, { visible: true });
  await button.evaluate((e) => e.addEventListener("click", () => (window.isPressed = true), { capture: true, once: true }));
  // A banner takes the focus to itself a moment after it is shown: the key then presses nothing.
  for (let tries = 0; tries < 20; tries += 1) {
    await button.focus();
    await page.keyboard.press(" ");
    if (await page.evaluate(() => window.isPressed === true)) return page.evaluate(() => void delete window.isPressed);
  }
  throw new Error(`${selector} was not pressed`);
}

/** Waits until the view's state of the choice is `state`. */
export const untilState = (watched, state, more = () => true) =>
  watched.untilView((v) => v.consent.state === state && more(v), `the choice to be ${state}`);
