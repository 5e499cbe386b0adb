// In every frame of a watched site: says what is stored (with stored.js), which scripts there are (inventory.js) and what the page hook
// noted; in the main frame also its title, and which cards to draw (cards.js). A classic script: no import, no export. It asks before it
// says anything and is idle where nobody watches.
{
  type Shown = import("./show").Shown;
  type Overlay = { show(shown: Shown): void; remove(): void };
  type Send = (message: Record<string, unknown>) => Promise<unknown>;
  type Stored = { soon(area?: string): void; again(): void; clear(): Promise<void>; stop(): void };
  type Inventory = { again(): void; stop(): void };
  type Scope = {
    leaklight?: { stop(): void };
    leaklightCards?: (send: Send) => Overlay;
    leaklightStored?: (send: Send) => Stored;
    leaklightInventory?: (send: Send) => Inventory;
  };
  const scope = globalThis as Scope;

  const top = window === window.top;
  const send: Send = (message) => {
    // An extension that was reloaded leaves its scripts behind: they fall silent.
    if (!chrome.runtime?.id) {
      scope.leaklight?.stop();
      return Promise.resolve(undefined);
    }
    return chrome.runtime.sendMessage(message).catch(() => undefined);
  };

  // --- What is stored ---

  const MOST_ENTRIES = 200;
  const MOST_VALUE = 4096;
  const AREAS = { local: "localStorage", session: "sessionStorage" } as const;
  type Area = keyof typeof AREAS;
  const told: Record<Area, Map<string, string>> = { local: new Map(), session: new Map() };
  /** How much more text a document may have relayed: what it keeps writing, and what its hook notes. */
  let room = 8 * 1024 * 1024;

  type Found = { now: Map<string, string>; leftOut: number };
  const look = (area: Area): Found | undefined => {
    const now = new Map<string, string>();
    let leftOut = 0;
    try {
      const store = window[AREAS[area]];
      leftOut = Math.max(0, store.length - MOST_ENTRIES);
      for (let at = 0; at < store.length && at < MOST_ENTRIES; at++) {
        const key = store.key(at) ?? "";
        const value = store.getItem(key) ?? "";
        if (key.length > MOST_VALUE) leftOut++;
        else now.set(key, value.slice(0, MOST_VALUE));
        if (value.length > MOST_VALUE) leftOut++;
      }
      return { now, leftOut };
    } catch {
      // The frame may not have storage.
      return undefined;
    }
  };
  /** The first reading is told of even where it found nothing: what comes later was not there then. */
  const tellArea = (area: Area, found: Found | undefined, at?: number): void => {
    if (!found) return;
    const entries: [string, string | null][] = [];
    const { now } = found;
    let { leftOut } = found;
    for (const [key, value] of now) {
      if (told[area].get(key) === value) continue;
      room -= key.length + value.length;
      if (room > 0) entries.push([key, value]);
      else leftOut++;
    }
    for (const key of told[area].keys()) if (!now.has(key)) entries.push([key, null]);
    told[area] = now;
    if (entries[0] || at !== undefined) void send({ type: "storage", area, entries, leftOut, at });
  };
  let reading: ReturnType<typeof setTimeout> | undefined;
  const readStorage = (): void => {
    clearTimeout(reading);
    reading = undefined;
    tellArea("local", look("local"));
    tellArea("session", look("session"));
  };
  /** When it is read beside when it changes: a script may write without being heard. */
  const MOMENTS = ["DOMContentLoaded", "load", "pagehide"];
  const readSoon = (): void => {
    reading ??= setTimeout(readStorage, 50);
  };

  // --- What the page hook noted; the page may say the same words, so all of it is bounded and none of it believed ---

  const BURST = 200;
  const EACH_SECOND = 20;
  let list: unknown[] = [];
  let wrote: unknown[] = [];
  let leftOut = 0;
  let left = BURST;
  let filled = Date.now();
  let refused = 0;
  let sending: ReturnType<typeof setTimeout> | undefined;
  const sendNotes = (): void => {
    sending = undefined;
    void send({ type: "sends", list: list.splice(0, 50) });
    if (list.length > 0) sending = setTimeout(sendNotes, 0);
  };
  /** Whose writes are left out is told at most once a second. */
  let writing: ReturnType<typeof setTimeout> | undefined;
  const sendWrites = (): void => {
    writing = undefined;
    void send({ type: "writes", list: wrote.splice(0, 50), leftOut });
    leftOut = 0;
    if (wrote[0]) writing = setTimeout(sendWrites, 0);
  };
  const heardWrites = (note: Record<string, unknown>): void => {
    const { list: told, areas, leftOut: missed, patched } = note;
    if (patched === true) void send({ type: "patched" });
    for (const area of Array.isArray(areas) ? areas : []) {
      if (area === "indexed" || area === "cache") stored?.soon(area);
      else readSoon();
    }
    if (Array.isArray(told)) wrote.push(...told.slice(0, 50));
    leftOut += Math.max(0, Math.trunc(Number(missed)) || 0);
    if (wrote[0] || leftOut > 0) writing ??= setTimeout(sendWrites, wrote[0] ? 0 : 1000);
  };
  /** A page that floods is told of once a second, not as often as it floods. */
  const refuse = (count = 1): void => {
    refused += count;
    if (refused > count) return;
    setTimeout(() => {
      void send({ type: "flood", count: refused });
      refused = 0;
    }, 1000);
  };
  /** What was heard before the hook was woken was heard then; no page is believed more than that it was while its document stood. */
  const moment = (at: unknown): number => (typeof at === "number" && at >= performance.timeOrigin && at <= Date.now() ? at : Date.now());
  const onNote = (event: Event): void => {
    const { detail } = event as CustomEvent<unknown>;
    left = Math.min(BURST, left + ((Date.now() - filled) / 1000) * EACH_SECOND);
    filled = Date.now();
    if (typeof detail !== "string" || detail.length > 600_000 || detail.length > room || left < 1) return refuse();
    left--;
    try {
      const { type, ...note } = JSON.parse(detail) as Record<string, unknown>;
      room -= detail.length;
      if (type === "writes") heardWrites(note);
      else if (type === "consent") void send({ type, at: moment(note["at"]), list: [note] });
      else if (type === "unheard") refuse(Math.max(1, Math.trunc(Number(note["count"])) || 1));
      else if (type === "send" || type === "cause") {
        list.push(note);
        sending ??= setTimeout(sendNotes, 0);
      } else refuse();
    } catch {
      refuse();
    }
  };

  // --- The title ---

  let title = "";
  const readTitle = (): void => {
    if (!top || document.title === title) return;
    title = document.title;
    void send({ type: "title", text: title.slice(0, 1024) });
  };
  const titleWatch = new MutationObserver(readTitle);
  const watchTitle = (within: Node): void => titleWatch.observe(within, { childList: true, subtree: true, characterData: true });

  // --- Beginning and end ---

  let cards: Overlay | undefined;
  let stored: Stored | undefined;
  let inventory: Inventory | undefined;
  /** Says again what is as it was, for a page that is another to the core. */
  const again = (): void => {
    title = "";
    readTitle();
  };
  const onShow = (event: PageTransitionEvent): void => {
    // Back from the browser's memory of pages left.
    if (!event.persisted) return;
    told.local.clear();
    told.session.clear();
    readStorage();
    stored?.again();
    inventory?.again();
    again();
  };
  const onMessage = (message: { type?: string }, _sender: unknown, answer: (done: boolean) => void): true | undefined => {
    if (message.type === "clear" && stored) {
      void stored.clear().then(() => answer(true));
      return true;
    }
    if (message.type === "stop") stop();
    // Pages that change their address by script give themselves a new title a moment later, or none.
    else if (message.type === "again") setTimeout(again, 300);
    else if (message.type === "cards" && top) show(message as unknown as Shown);
    return undefined;
  };
  /** Only a page that is shown has cards; what else a frame holds, a picture or a feed, is left as it is. */
  const show = (shown: Shown): void => {
    if (!(document instanceof XMLDocument)) (cards ??= scope.leaklightCards?.(send))?.show(shown);
  };
  const readDeep = (): void => stored?.soon();
  const begin = (): void => {
    dispatchEvent(new CustomEvent("leaklight-wake"));
    for (const area of ["local", "session"] as const) tellArea(area, before?.[area] ?? look(area), before?.at ?? Date.now());
    before = undefined;
    readStorage();
    stored = scope.leaklightStored?.(send);
    inventory = scope.leaklightInventory?.(send);
    readDeep();
    addEventListener("load", readDeep);
    for (const event of MOMENTS) addEventListener(event, readStorage);
    addEventListener("storage", readSoon);
    addEventListener("pageshow", onShow);
    if (top) {
      readTitle();
      watchTitle(document);
      const settle = (): void => {
        // From here on titles change in the head alone.
        titleWatch.disconnect();
        readTitle();
        if (document.head) watchTitle(document.head);
      };
      if (document.readyState === "loading") addEventListener("DOMContentLoaded", settle, { once: true });
      else settle();
    }
  };
  const stop = (): void => {
    dispatchEvent(new CustomEvent("leaklight-sleep"));
    removeEventListener("leaklight-note", onNote);
    removeEventListener("storage", readSoon);
    removeEventListener("pageshow", onShow);
    removeEventListener("load", readDeep);
    for (const event of MOMENTS) removeEventListener(event, readStorage);
    stored?.stop();
    inventory?.stop();
    titleWatch.disconnect();
    cards?.remove();
    cards = before = undefined;
    chrome.runtime?.onMessage?.removeListener(onMessage);
    delete scope.leaklight;
  };

  /** What stood there before the page's scripts ran: kept until it is known whether anybody watches. */
  let before: (Record<Area, Found | undefined> & { at: number }) | undefined;

  if (!scope.leaklight) {
    scope.leaklight = { stop };
    if (document.readyState === "loading" && !document.scripts[0]) before = { at: Date.now(), local: look("local"), session: look("session") };
    addEventListener("leaklight-note", onNote);
    chrome.runtime.onMessage.addListener(onMessage);
    void send({ type: "hello", robot: navigator.webdriver }).then((answer) => {
      const { watch, ...shown } = (answer ?? {}) as { watch?: boolean } & Partial<Shown>;
      if (!watch) return stop();
      begin();
      if (top && shown.cards) show(shown as Shown);
    });
  }
}
