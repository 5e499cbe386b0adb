// The visitor's path through the clinic, as tests, the demonstration and measurements walk it: condition page, doctor
// search, appointment form, confirmation, portal login, a message. Works through Puppeteer in both browsers.
import { visitor } from "../clinic/persona.mjs";
import { address, pages } from "../clinic/site.mjs";

/** @typedef {{ page: import("puppeteer-core").Page, variant: "leaky" | "clean", sink: import("./lib/sink.mjs").Sink }} Visit */

/**
 * Presses something that leads to another page and waits until that page has loaded. By the keyboard: a card over the page
 * may stand where the mouse would press.
 */
async function press(page, selector) {
  await page.focus(selector);
  await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.keyboard.press("Enter")]);
}

/** The date field takes keys in the order of the browser's locale; setting its value and telling the page is the same. */
async function setDate(page, selector, value) {
  await page.$eval(selector, (field, date) => {
    field.value = date;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }, value);
}

/** Presses OK in the leaky pages' cookie bar, where it is shown. */
async function acceptCookies(page) {
  const button = await page.$("#cookies-ok");
  if (!(await button.isVisible())) return;
  await button.focus();
  await page.keyboard.press("Enter");
}

/** Refuses in the clean pages' consent banner, unless this profile has chosen already. */
async function rejectCookies(page) {
  if (await page.evaluate(() => CookieConsent.validConsent())) return;
  const button = await page.waitForSelector("#cc-main button[data-role='necessary']", { visible: true });
  await button.evaluate((b) => b.click()); // the banner is still sliding in
  await page.waitForFunction(() => CookieConsent.validConsent() && !CookieConsent.acceptedCategory("analytics"));
}

/**
 * The steps in order. Each `go` takes the visitor to the page and does there what the visitor does, without leaving it;
 * what leads on belongs to the next step.
 * @type {{ name: keyof typeof pages, go: (visit: Visit) => Promise<void> }[]}
 */
export const steps = [
  {
    name: "condition",
    async go({ page, variant }) {
      await page.goto(address("condition", variant), { waitUntil: "load" });
      if (variant === "leaky") await acceptCookies(page);
      else await rejectCookies(page);
    },
  },
  {
    name: "search",
    async go({ page, variant }) {
      await page.goto(address("search", variant), { waitUntil: "load" });
      await page.select("select[name=specialty]", visitor.specialty);
      await page.type("#q", visitor.search);
      await press(page, "#find");
    },
  },
  {
    name: "appointment",
    async go({ page, variant }) {
      await page.goto(address("condition", variant), { waitUntil: "load" });
      await press(page, "#book");
      for (const [field, value] of [["first_name", visitor.firstName], ["last_name", visitor.lastName],
        ["email", visitor.email], ["phone", visitor.phone], ["reason", visitor.reason]]) {
        await page.type(`#${field}`, value);
      }
      await setDate(page, "#dob", visitor.birthDate);
      // Long before the form is sent: tags report every button, and take along what stands in the fields by then.
      await page.focus("#another");
      await page.keyboard.press("Enter");
    },
  },
  {
    name: "confirmed",
    async go({ page }) {
      await press(page, "#send");
    },
  },
  {
    name: "login",
    async go({ page, variant }) {
      await page.goto(address("login", variant), { waitUntil: "load" });
      await page.type("#user", visitor.portalUser);
      await page.type("#password", visitor.password);
    },
  },
  {
    name: "message",
    async go({ page }) {
      await press(page, "#enter");
    },
  },
];

/** The vendors a leaky page tells, by their names in `vendors.mjs`. */
export function expectedVendors(name) {
  const alias = { googleAdsConversion: ["googleAds"], matomoContainer: ["matomo", "linkedin", "uet"] };
  return pages[name].tags.flatMap((tag) => alias[tag] ?? [tag]);
}

/** Vendors that send when the page is left, not while it is shown. */
export const sendOnLeaving = new Set(["datadog", "newrelic"]);

/**
 * Walks the path. After each step the vendors that send at once have been heard at the sink, so `after` sees a page at rest.
 * @param {Visit & { only?: string[], after?: (step: string, visit: Visit) => Promise<void> }} visit
 */
export async function walk({ only, after, ...visit }) {
  for (const { name, go } of steps) {
    if (only && !only.includes(name)) continue;
    const mark = visit.sink.requests.length;
    await go(visit);
    if (visit.variant === "leaky") {
      const soon = expectedVendors(name).filter((vendor) => !sendOnLeaving.has(vendor));
      await Promise.all(soon.map((vendor) => visit.sink.untilVendor(vendor, { mark })));
    } else if (pages[name].host === pages.home.host) {
      await visit.sink.untilVendor("matomo", { mark });
    }
    await after?.(name, visit);
  }
}

/** Leaves the last page for the clinic's front page, so that what vendors send on leaving is sent, and waits for them. */
export async function leave({ page, variant, sink }, mark = 0) {
  await page.goto(address("home", variant), { waitUntil: "load" });
  if (variant !== "leaky") return;
  await Promise.all([...sendOnLeaving].map((vendor) => sink.untilVendor(vendor, { mark })));
}
