/**
 * The page browsers open with DevTools, out of sight. It adds the panel, and hands on bodies the browser shows DevTools and nobody else:
 * the worker takes one only for a request of a watched tab whose body it has not seen.
 */

import { MAX_BODY } from "./body.js";

const tab = chrome.devtools.inspectedWindow.tabId;

chrome.devtools.panels.create("Leaklight", "icons/32.png", "hits.html");

chrome.devtools.network.onRequestFinished.addListener(({ request }) => {
  const body = request.postData?.text;
  if (!body) return;
  const message = { type: "devtools-body", tab, url: request.url, method: request.method, body: body.slice(0, MAX_BODY + 1), at: Date.now() };
  // A worker that is gone answers nothing: the body was not needed, or stays unread and counted.
  void chrome.runtime.sendMessage(message).catch(() => {});
});
