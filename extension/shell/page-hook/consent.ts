// What interfaces for consent say. Documented calls that only read, and objects that lie open, read without running the page's code.
// Managers whose cookie or storage record tells all are not asked: Didomi, Usercentrics, CookieYes, Klaro, vanilla-cookieconsent, TrustArc.

/** Each interface is heard so often in a document; what is past it is counted. Told is only what changed. */
const MOST_HEARD = 200;
const MOST_SAID = 4096;
const heard: Record<string, number> = create(null);
const said: Record<string, string> = create(null);
let unheard = 0;

/** A copy of data, bounded; what would have to be asked for is left out. */
const plain = (value: unknown, depth: number): unknown => {
  if (typeof value === "string") return value.slice(0, MOST_SAID - 512);
  if (typeof value !== "object" || value === null) return typeof value === "number" || typeof value === "boolean" || value === null ? value : undefined;
  if (depth === 0) return undefined;
  const copy: Record<string, unknown> = isArray(value) ? ([] as never) : create(null);
  for (const name of keys(value).slice(0, 60)) copy[name] = plain(own(value, name), depth - 1);
  return copy;
};
const pick = (from: unknown, ...names: string[]): Record<string, unknown> => {
  const picked: Record<string, unknown> = create(null);
  for (const name of names) picked[name] = own(from, name);
  return picked;
};

const say = (api: string, what: unknown, value?: unknown): void => {
  if (state === "asleep") return;
  heard[api] = (heard[api] ?? 0) + 1;
  if (heard[api]! > MOST_HEARD) {
    if (unheard++ === 0) {
      later(() => {
        tell({ type: "unheard", count: unheard });
        unheard = 0;
      }, 1_000);
    }
    return;
  }
  const note = { type: "consent", at: now(), api, what: word(what).slice(0, 64), value: (stringify(plain(value, 4)) ?? "").slice(0, MOST_SAID) };
  const whole = note.what + note.value;
  if (said[api] === whole) return;
  said[api] = whole;
  tell(note);
};
/** A function to be called back with an answer: it prints as a native one. */
const answer = (take: (data: unknown) => void): (() => void) => ((data: unknown) => quietly(() => take(data))).bind(null) as () => void;

// IAB TCF 2, https://developer.onetrust.com/onetrust/docs/iab-tcf-developer-guide.md (read 2026-11-26).
const onTcf = answer((data) => {
  if (typeof data !== "object" || !data) return;
  const { consents, legitimateInterests } = pick(own(data, "purpose"), "consents", "legitimateInterests");
  say("tcf", own(data, "eventStatus"), {
    ...pick(data, "eventStatus", "cmpStatus", "cmpId", "gdprApplies", "tcString"), purpose: { consents, legitimateInterests },
  });
});
// IAB GPP 1.1, https://cookiebeam.com/guides/gpp-cmp-api-implementation-gpp-function-2026 and
// https://sourcepoint-public-api.readme.io/reference/ping-1 (read 2026-11-26).
const onGpp = answer((data) => {
  const ping = own(data, "pingData");
  if (ping) say("gpp", own(data, "eventName"), pick(ping, "cmpStatus", "cmpDisplayStatus", "signalStatus", "cmpId", "gppString", "applicableSections"));
});
const onUsp = answer((data) => {
  if (data) say("usp", "", pick(data, "version", "uspString"));
});

/** Functions that are listened to. A stub is another function than what takes its place. */
const listened = new WeakSet<object>();
const askOnce = (name: string, ...args: unknown[]): void =>
  quietly(() => {
    const api = global(name);
    if (typeof api !== "function" || listened.has(api)) return;
    listened.add(api);
    apply(api as () => void, window, args);
  });

const LOOSE: [api: string, read: () => unknown][] = [
  // https://developer.onetrust.com/onetrust/docs/google-tag-manager (read 2026-11-26).
  ["onetrust", () => global("OnetrustActiveGroups")],
  // https://www.cookiebot.com/en/developer/ (read 2026-11-26).
  ["cookiebot", () => global("Cookiebot") && pick(global("Cookiebot"), "consent", "consented", "declined", "hasResponse")],
  // https://developers.osano.com/cmp/javascript-api/developer-documentation-consent-javascript-api (read 2026-11-26).
  ["osano", () => (own(global("Osano"), "cm") as { getConsent(): unknown } | undefined)?.getConsent()],
];

// --- Queues of commands ---

/** Entries read before; the queues are cut short by those who work them off. */
const read = new WeakSet<object>();
/** https://developers.google.com/tag-platform/security/guides/consent (read 2026-11-26); other names are given in the tag's address. */
const layers = ["dataLayer"];
const layerOf = (url: string): void => {
  if (!url.includes("/gtm.js?") && !url.includes("/gtag/js?")) return;
  const name = new absolute(url).searchParams.get("l");
  if (name && layers.length < 5 && !layers.includes(name)) layers.push(name);
};
const newIn = (queue: unknown): object[] => {
  const found: object[] = [];
  if (!isArray(queue)) return found;
  for (let at = queue.length - 1; at >= 0 && at >= queue.length - 300; at--) {
    const entry = own(queue, at);
    if (typeof entry !== "object" || !entry) continue;
    if (read.has(entry)) break;
    read.add(entry);
    found.unshift(entry);
  }
  return found;
};
/** https://developer.matomo.org/guides/tracking-consent (read 2026-11-26): names alone, for what else a command holds is the page's. */
const onMatomo = (entry: unknown): void => {
  const name = word(own(entry, 0));
  if (name.includes("ConsentGiven") || name === "requireConsent" || name === "requireCookieConsent" || name.endsWith("ableCookies")) say("matomo", name);
};
/** Reads what was pushed since. Called where something is asked for or written, so that it is known in time. */
const hearCommands = (): void =>
  quietly(() => {
    for (const name of layers) {
      for (const entry of newIn(global(name))) {
        // The function's `arguments`: Google takes no array for a command.
        if (own(entry, 0) === "consent" && !isArray(entry)) say("google", own(entry, 1), own(entry, 2));
      }
    }
    const queue = global("_paq");
    newIn(queue).forEach(onMatomo);
    // Matomo puts an object in the queue's place that takes commands at once.
    const push = own(queue, "push");
    if (isArray(queue) || typeof push !== "function" || listened.has(queue as object)) return;
    listened.add(queue as object);
    wrap(queue as Record<"push", unknown>, "push", after((_self, commands) => commands.forEach(onMatomo)));
  });

// --- When ---

const attend = (): void => {
  if (state !== "awake") return;
  hearCommands();
  askOnce("__tcfapi", "addEventListener", 2, onTcf);
  askOnce("__gpp", "addEventListener", onGpp);
  // https://support.inmobi.com/choice/getting-started-cmp/implementing-cmp-via-code/web-sdk/cmp2-ccpa-api-index (read 2026-11-26).
  quietly(() => {
    const api = global("__uspapi");
    if (typeof api === "function") apply(api as () => void, window, ["getUSPData", 1, onUsp]);
  });
  for (const [api, get] of LOOSE) {
    quietly(() => {
      const value = get();
      if (value !== undefined) say(api, "", value);
    });
  }
};
let attending = false;
const attendSoon = (): void => {
  if (attending) return;
  attending = true;
  later(() => {
    attending = false;
    attend();
  }, 200);
};
if (window === window.top) {
  const { globalPrivacyControl: gpc, doNotTrack: dnt } = navigator as Navigator & { globalPrivacyControl?: boolean; doNotTrack?: string | null };
  if (gpc !== undefined) say("gpc", "", gpc);
  if (dnt === "1" || dnt === "0") say("dnt", "", dnt);
}
