// The same in Firefox: a banner by rule in a shadow root and one by words, a person's choice, and a site's storage cleared for the guided check.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";

const it = stage("firefox");
const SITE = "www.lakeside.example";
const html = (body, ...cookies) => ({ type: "text/html; charset=utf-8", body: `<!doctype html><title>Clinic</title>${body}`, headers: { "set-cookie": cookies } });

test("shown, chosen, closed; then cleared", async () => {
  const { sink, browser } = it;
  sink.staged.set(`${SITE}/empty`, html("<p>Nothing yet.</p>", "host=1; Path=/; Secure", "part=1; Path=/; Secure; SameSite=None; Partitioned"));
  sink.staged.set(`${SITE}/`, html(`<h1>Clinic</h1><div id="usercentrics-root"></div><script>
    const root = document.getElementById("usercentrics-root").attachShadow({ mode: "closed" });
    root.innerHTML = '<div style="position:fixed;bottom:0;left:0;right:0;height:80px;background:#eee"><p>Privacy settings</p><button style="position:fixed;left:20px;bottom:5px;width:120px;height:40px">Deny</button></div>';
    root.querySelector("button").onclick = () => root.firstChild.remove();
    localStorage.setItem("kept", "1");</script>`));
  const watched = await Watched.open(browser, `https://${SITE}/empty`);
  const { page } = watched;
  await page.goto(`https://${SITE}/`, { waitUntil: "load" });
  const told = async (kind) => (await watched.export("log")).trim().split("\n").flatMap((line) => JSON.parse(line).event?.[kind] ?? []);
  const until = async (ask, what) => {
    for (const end = Date.now() + 20_000; ;) {
      const got = await ask();
      if (got) return got;
      assert.ok(Date.now() < end, `did not come: ${what}; told: ${JSON.stringify([await told("banner"), await told("chose")])}`);
      await pause(50);
    }
  };
  await until(async () => (await told("banner")).find((b) => b.name === "usercentrics" && b.shown && b.buttons[0] === "Deny"), "shown");
  const height = await page.evaluate(() => innerHeight);
  await page.mouse.click(60, height - 20);
  await until(async () => (await told("chose")).find((c) => c.name === "usercentrics" && c.button === "Deny"), "chosen");
  await until(async () => (await told("banner")).at(-1).shown === false, "closed");

  const reply = await watched.ask({ type: "check", tab: watched.tab, step: "ignore" });
  assert.equal(reply?.ok, true, JSON.stringify(reply));
  const { cookies, frames, left } = JSON.parse(reply.text);
  assert.deepEqual([cookies, frames, left], [2, 1, 0], reply.text);
  await until(async () => (await told("check")).includes("ignore"), "the step");
  assert.deepEqual(await watched.asker.evaluate(async (url) => (await browser.cookies.getAll({ url, partitionKey: {} })).length, `https://${SITE}/`), 0);
  await watched.close();
});
