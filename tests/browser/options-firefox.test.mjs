// The options page and the first page in Firefox: they open, and what is set is kept.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stage } from "./lib/stage.mjs";

const it = stage("firefox", { welcome: true });

/** Asks until it holds; written into the page as it is, whose policy forbids making functions of text. */
const until = (page, test) => page.evaluate({
  toString: () => `async () => {
    const holds = ${test};
    for (let n = 0; n < 300 && !holds(); n++) await new Promise((done) => setTimeout(done, 50));
    return holds() ?? false;
  }`,
});

test("the first page is shown on installing", async () => {
  const page = await it.browser.extensionPage("welcome.html");
  assert.ok(await until(page, () => document.querySelectorAll(".steps li").length >= 4));
  assert.match(await page.evaluate(() => document.body.innerText), /Turn it on for a site/);
  await page.close();
});

test("a domain set in the options is kept", async () => {
  const page = await it.browser.extensionPage("options.html");
  assert.ok(await until(page, () => document.querySelector('main[aria-busy="false"]')));
  await page.evaluate(() => {
    const field = document.querySelector("#own-domain");
    field.value = "Opal-Clinic.example";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.form.requestSubmit();
  });
  assert.ok(await until(page, () => document.querySelector("#domains .entries li")?.innerText.includes("opal-clinic.example")));
  assert.deepEqual(await page.evaluate(async () => (await browser.storage.local.get("ownDomains")).ownDomains), ["opal-clinic.example"]);
  await page.close();
  const again = await it.browser.extensionPage("options.html");
  assert.ok(await until(again, () => document.querySelector("#domains .entries li")?.innerText.includes("opal-clinic.example")));
  await again.close();
});
