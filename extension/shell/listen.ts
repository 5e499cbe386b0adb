/** Listeners: which events of the browser are taken, and which members of them. Deciding what they mean is the core's. */

import { bodyOf } from "./body.js";
import { parsed, wishes } from "./browser.js";
import { choices, contacted, isWatchedOrigin, originOf, tabs, tabsOfCookie } from "./state.js";

type Details = { tabId: number; timeStamp: number; [member: string]: unknown };
type Header = chrome.webRequest.HttpHeader;

/** Takes a raw event of a watched tab, as the core reads it. */
export type Take = (kind: string, details: Details) => void;

/** What listeners tell the worker beside raw events. */
export interface Ears {
  take: Take;
  /** A frame of a watched tab, or any main frame, asks for a document; `waking` where that is what woke the worker. */
  opening(tab: number, frame: number, url: string, waking: boolean): void;
  /** A frame of a watched tab has a new document. */
  committed(tab: number, frame: number, url: string): void;
  /** A watched tab's page changed its address without loading. */
  moved(tab: number): void;
}

/** Until the worker knows which tabs are watched, events wait as they came; so many at most. */
const MOST_WAITING = 5_000;

let ears: Ears;
let known = false;
let waiting: (() => void)[] = [];
let dropped = 0;
let attached = false;
const pairs: { event: chrome.events.Event<never>; listener: never; more: unknown[] }[] = [];

/** Takes an event now or, while nothing is known yet, later. */
function soon(work: () => void): void {
  if (known) work();
  else if (waiting.length < MOST_WAITING) waiting.push(work);
  else dropped += 1;
}

/** The tab the event is told as, or none where it is nobody's. */
function tabOf(details: { tabId: number; initiator?: string; originUrl?: string }): number | undefined {
  if (tabs.has(details.tabId)) return details.tabId;
  if (details.tabId !== -1) return undefined;
  return isWatchedOrigin(details.initiator ?? originOf(details.originUrl)) ? -1 : undefined;
}

/** Requests without a tab that are kept, so that what follows of them is kept too: their later events name no initiator. */
const tabless = new Set<string>();

type Request = chrome.webRequest.OnBeforeRequestDetails & { initiator?: string; originUrl?: string; documentUrl?: string };

function onRequest(details: Request): undefined {
  const waking = !known;
  soon(() => {
    if (details.type === "main_frame" || (details.type === "sub_frame" && tabs.has(details.tabId))) {
      ears.opening(details.tabId, details.frameId, details.url, waking);
    }
    if (tabOf(details) === undefined) return;
    if (details.tabId === -1) tabless.add(details.requestId);
    const tab = tabs.get(details.tabId);
    if (tab) contacted(tab, details.url);
    const { tabId, timeStamp, requestId, url, method, type, frameId, parentFrameId, initiator, originUrl, documentUrl } = details;
    ears.take("request", {
      tabId, timeStamp, requestId, url, method, type, frameId, parentFrameId, initiator, originUrl, documentUrl,
      ...bodyOf(details.requestBody),
    });
  });
  return undefined;
}

type Later = { tabId: number; requestId: string; timeStamp: number };

/** What comes after a request: taken where the request was. */
function after<D extends Later>(kind: string, pick: (details: D) => Record<string, unknown> | undefined, last = false) {
  return (details: D): undefined => {
    soon(() => {
      const kept = tabs.has(details.tabId) || (details.tabId === -1 && tabless.has(details.requestId));
      if (last) tabless.delete(details.requestId);
      const picked = kept ? pick(details) : undefined;
      if (picked) ears.take(kind, { tabId: details.tabId, timeStamp: details.timeStamp, requestId: details.requestId, ...picked });
    });
    return undefined;
  };
}

function named(headers: Header[] | undefined, ...names: string[]): Header[] {
  return (headers ?? []).filter((header) => names.includes(header.name.toLowerCase()));
}

/**
 * Request headers that browsers set by themselves or that say nothing of a visitor (the Fetch standard's forbidden and safelisted names,
 * https://fetch.spec.whatwg.org/#forbidden-request-header, client hints, and Chromium's own), and those whose values are keys to something.
 */
const USUAL = new RegExp(
  "^(?:(?:accept|access-control|content|if|sec|proxy|service-worker|upgrade)(?:-.*)?|cache-control|connection|cookie2?|date|device-memory|dnt|"
    + "downlink|dpr|ect|expect|host|idempotency-key|keep-alive|origin|pragma|priority|purpose|range|referer|rtt|save-data|te|trailer|transfer-encoding|"
    + "user-agent|via|viewport-width|width|x-client-data|x-requested-with|.*(?:auth|token|secret|session|csrf|xsrf|api-?key).*)$",
  "i",
);
/** As many of the sender's own are taken, and of each so many characters. */
const MOST_OWN = 10;
const LONGEST_OWN = 1024;

const onHeaders = after<chrome.webRequest.OnSendHeadersDetails>("headers", ({ requestHeaders }) => {
  const picked = named(requestHeaders, "referer", "cookie", "sec-gpc", "dnt");
  const own = (requestHeaders ?? []).filter(({ name }) => !USUAL.test(name)).slice(0, MOST_OWN);
  if (picked.length + own.length === 0) return undefined;
  return { requestHeaders: picked, more: own.map(({ name, value }) => ({ name, value: value?.slice(0, LONGEST_OWN) ?? "" })) };
});

const onRedirect = after<chrome.webRequest.OnBeforeRedirectDetails>("redirect", ({ redirectUrl, statusCode, fromCache, responseHeaders }) => ({
  redirectUrl, statusCode, fromCache, responseHeaders: named(responseHeaders, "set-cookie"),
}));

const onResponse = after<chrome.webRequest.OnResponseStartedDetails>("response", ({ statusCode, fromCache, responseHeaders }) => ({
  statusCode, fromCache, responseHeaders: named(responseHeaders, "set-cookie"),
}));

const onError = after<chrome.webRequest.OnErrorOccurredDetails>("failed", ({ error }) => ({ error }), true);

const onCompleted = after<chrome.webRequest.OnCompletedDetails>("completed", () => undefined, true);

type Navigation = { tabId: number; frameId: number; url: string; timeStamp: number };

function navigated(kind: "committed" | "history" | "fragment") {
  return (details: Navigation): void =>
    soon(() => {
      const tab = tabs.get(details.tabId);
      if (!tab) return;
      const { tabId, frameId, url, timeStamp } = details;
      if (frameId === 0) tab.url = url;
      if (kind === "committed" && frameId === 0) tab.frames.clear();
      tab.frames.set(frameId, url);
      ears.take(kind, { tabId, frameId, url, timeStamp });
      if (kind === "committed") ears.committed(tabId, frameId, url);
      else if (frameId === 0) ears.moved(tabId);
    });
}

const onCommitted = navigated("committed");
const onHistory = navigated("history");
const onFragment = navigated("fragment");

function onCookie({ cookie, removed, cause }: chrome.cookies.CookieChangeInfo): void {
  const timeStamp = Date.now();
  soon(() => tabsOfCookie(cookie.domain).forEach((tab) => ears.take("cookie", { tabId: tab.id, timeStamp, removed, cause, cookie })));
}

/** Registers everything; to be called while the worker's script first runs, or events that woke it are lost. */
export function attach(to?: Ears): void {
  if (to) ears = to;
  if (attached) return;
  attached = true;
  const all = { urls: ["<all_urls>"] };
  const { webRequest, webNavigation } = chrome;
  on(webRequest.onBeforeRequest, onRequest, all, wishes("requestBody"));
  on(webRequest.onSendHeaders, onHeaders, all, wishes("requestHeaders"));
  on(webRequest.onBeforeRedirect, onRedirect, all, wishes("responseHeaders"));
  on(webRequest.onResponseStarted, onResponse, all, wishes("responseHeaders"));
  on(webRequest.onErrorOccurred, onError, all);
  on(webRequest.onCompleted, onCompleted, all);
  on(webNavigation.onCommitted, onCommitted);
  on(webNavigation.onHistoryStateUpdated, onHistory);
  on(webNavigation.onReferenceFragmentUpdated, onFragment);
  on(chrome.cookies.onChanged, onCookie);
}

/** Removes everything: nothing is watched. Sites watched always keep the one listener that says they are being opened. */
export function detach(): void {
  if (attached) for (const { event, listener } of pairs.splice(0)) event.removeListener(listener);
  attached = false;
  tabless.clear();
  chrome.webRequest.onBeforeRequest.removeListener(onOpening);
  const urls = choices.alwaysWatch.flatMap((origin) => pattern(origin) ?? []);
  if (urls.length > 0) chrome.webRequest.onBeforeRequest.addListener(onOpening, { urls, types: ["main_frame"] });
}

/** From now on it is known which tabs are watched; what waited is taken. Says how many events there was no room for. */
export function start(): number {
  known = true;
  const queue = waiting;
  waiting = [];
  queue.forEach((work) => work());
  const lost = dropped;
  dropped = 0;
  return lost;
}

function onOpening(details: Request): undefined {
  attach();
  return onRequest(details);
}

function on(event: unknown, listener: unknown, ...more: unknown[]): void {
  const pair = { event: event as chrome.events.Event<never>, listener: listener as never, more };
  pairs.push(pair);
  (pair.event as { addListener(...all: unknown[]): void }).addListener(listener, ...more);
}

/** A match pattern for every page of an origin. Patterns take no port and then mean every port. */
export function pattern(origin: string): string | undefined {
  const address = parsed(origin);
  if (address?.protocol === "file:") return "file:///*";
  return address && /^https?:$/.test(address.protocol) ? `${address.protocol}//${address.hostname}/*` : undefined;
}
