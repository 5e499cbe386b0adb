// Which request headers of a page's own are told: what a sender made up, and never what lets somebody in. The browser is a stub.
import assert from "node:assert/strict";
import { test } from "node:test";
import { shell } from "./lib/shell.mjs";

test("a sender's own headers are told; those that are keys to something are not", async (t) => {
  const heard = {};
  const event = (name) => ({ addListener: (listener) => (heard[name] = listener), removeListener() {} });
  const events = (...names) => Object.fromEntries(names.map((name) => [name, event(name)]));
  globalThis.chrome = {
    runtime: { id: "own", getURL: (path) => `chrome-extension://own/${path}` },
    webRequest: events("onBeforeRequest", "onSendHeaders", "onBeforeRedirect", "onResponseStarted", "onErrorOccurred", "onCompleted"),
    webNavigation: events("onCommitted", "onHistoryStateUpdated", "onReferenceFragmentUpdated"),
    cookies: events("onChanged"),
  };
  t.after(() => delete globalThis.chrome);
  const { attach, start, tabs } = await shell(t, "listen", "state");
  const taken = [];
  attach({ take: (kind, details) => taken.push({ kind, ...details }), opening() {}, committed() {}, moved() {} });
  start();
  tabs.set(7, {});
  const told = (...names) => {
    taken.length = 0;
    heard.onSendHeaders({ tabId: 7, requestId: "1", timeStamp: 1, requestHeaders: names.map((name) => ({ name, value: "v" })) });
    return taken.flatMap(({ more }) => more.map(({ name }) => name));
  };
  assert.deepEqual(told("X-User", "x-visitor-id", "Api-Version"), ["X-User", "x-visitor-id", "Api-Version"], "clean twin");
  for (const name of [
    "Authorization", "Proxy-Authorization", "X-Auth-Token", "X-Access-Token", "X-Session-Id", "X-Amz-Security-Token", "X-CSRF", "x-xsrf-token", "X-Api-Key",
    "apikey", "Client-Secret", "Cookie", "Referer", "Accept", "Sec-CH-UA", "User-Agent",
  ]) assert.deepEqual(told(name), [], name);
});
