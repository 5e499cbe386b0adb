// A stand-in for matomo.js 5: page views, site search, events and the privacy settings that show on the wire, sent as
// Matomo sends them (sendBeacon, parameters in the address, empty body). Written for these tests; no Matomo code.
(() => {
  const queue = window._paq;
  if (!queue || queue.running) return;
  const trackers = []; // [{url, site}]
  const pageView = Math.random().toString(36).slice(2, 8).padEnd(6, "0");
  const settings = {
    url: null, title: null, referrer: null, user: null, cookies: true, features: true, hash: true, excluded: [],
    consentNeeded: false, consentGiven: false, cookieConsentNeeded: false, cookieConsentGiven: false,
  };
  let held = [];

  function clean(address) {
    try {
      const url = new URL(address);
      for (const name of settings.excluded) url.searchParams.delete(name);
      if (!settings.hash) url.hash = "";
      return url.href;
    } catch {
      return address;
    }
  }

  function visitor(site) {
    if (!settings.cookies || (settings.cookieConsentNeeded && !settings.cookieConsentGiven)) return "";
    const name = `_pk_id.${site}.1fff`;
    const old = document.cookie.split("; ").find((c) => c.startsWith(`${name}=`))?.slice(name.length + 1);
    const value = old ?? `${crypto.randomUUID().replaceAll("-", "").slice(0, 16)}.${Math.floor(Date.now() / 1000)}.`;
    document.cookie = `${name}=${value}; path=/; max-age=${393 * 86400}; SameSite=Lax`;
    document.cookie = `_pk_ses.${site}.1fff=1; path=/; max-age=1800; SameSite=Lax`;
    return value.split(".")[0];
  }

  function send(what) {
    if (settings.consentNeeded && !settings.consentGiven) return held.push(what);
    const now = new Date();
    for (const { url, site } of trackers) {
      const q = new URLSearchParams({
        action_name: settings.title ?? document.title, idsite: site, rec: "1",
        r: String(Math.floor(Math.random() * 1e6)), h: now.getHours(), m: now.getMinutes(), s: now.getSeconds(),
        url: settings.url ? new URL(settings.url, location.href).href : clean(location.href),
      });
      const referrer = settings.referrer ?? document.referrer;
      if (referrer) q.set("urlref", clean(referrer));
      if (settings.user) q.set("uid", settings.user);
      q.set("_id", visitor(site));
      q.set("_idn", "1");
      q.set("send_image", "0");
      if (settings.features) {
        q.set("cookie", settings.cookies ? "1" : "0");
        q.set("res", `${screen.width}x${screen.height}`);
      }
      q.set("pv_id", pageView);
      if (settings.consentNeeded) q.set("consent", "1");
      for (const [k, v] of Object.entries(what)) q.set(k, v);
      navigator.sendBeacon(`${url}?${q}`, "");
    }
  }

  const base = {};
  const commands = {
    setTrackerUrl: (url) => Object.assign(base, { url }) && base.site && trackers.unshift({ ...base }),
    setSiteId: (site) => Object.assign(base, { site: String(site) }) && base.url && trackers.unshift({ ...base }),
    addTracker: (url, site) => trackers.push({ url, site: String(site) }),
    setCustomUrl: (url) => (settings.url = url),
    setDocumentTitle: (title) => (settings.title = title),
    setReferrerUrl: (url) => (settings.referrer = url),
    setUserId: (user) => (settings.user = user),
    setExcludedQueryParams: (names) => (settings.excluded = names),
    disableCookies: () => (settings.cookies = false),
    disableBrowserFeatureDetection: () => (settings.features = false),
    discardHashTag: (on) => (settings.hash = !on),
    requireConsent: () => (settings.consentNeeded = true),
    requireCookieConsent: () => (settings.cookieConsentNeeded = true),
    setCookieConsentGiven: () => (settings.cookieConsentGiven = true),
    setConsentGiven() {
      settings.consentGiven = true;
      held.splice(0).forEach(send);
    },
    enableLinkTracking() {},
    trackPageView: (title) => send(title ? { action_name: title } : {}),
    trackSiteSearch: (word, category, count) =>
      send({ search: word, ...(category && { search_cat: category }), ...(count !== undefined && { search_count: count }) }),
    trackEvent: (category, action, name) => send({ e_c: category, e_a: action, ...(name && { e_n: name }), ca: "1" }),
  };
  const run = ([name, ...args]) => commands[name]?.(...args);
  window._paq = { running: true, push: run };
  // As Matomo does: settings first, then what tracks.
  const tracks = (c) => /^(track|setConsentGiven)/.test(c[0]);
  queue.filter((c) => !tracks(c)).forEach(run);
  queue.filter(tracks).forEach(run);
})();
