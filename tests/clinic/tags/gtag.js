// A stand-in for www.googletagmanager.com/gtag/js: GA4 hits and Google Ads conversions with consent mode and
// user-provided data, spelled as gtag spells them on the wire. Written for these tests; no vendor code.
(() => {
  const layer = (window.dataLayer = window.dataLayer || []);
  if (layer.running) return;
  layer.running = true;
  const streams = []; // G-… ids
  const consent = { ad_storage: "granted", analytics_storage: "granted" };
  let consentMode = false;
  let userData = ""; // tv.1~em.<base64url SHA-256>…
  let pending = [];
  let timer = 0;
  let hit = 0;
  const session = Math.floor(Date.now() / 1000);

  function cookie(name) {
    return document.cookie.split("; ").find((c) => c.startsWith(`${name}=`))?.slice(name.length + 1);
  }
  function keep(name, value, days) {
    document.cookie = `${name}=${value}; path=/; max-age=${days * 86400}; SameSite=Lax; Secure`;
    return value;
  }
  const random = () => Math.floor(Math.random() * 2 ** 31);

  function clientId() {
    const fresh = `${random()}.${session}`;
    if (consent.analytics_storage !== "granted") return fresh; // a cookieless ping: the id lives for one page
    const kept = cookie("_ga")?.split(".").slice(2).join(".");
    if (!kept) keep("_ga", `GA1.1.${fresh}`, 730);
    return kept ?? fresh;
  }
  function linker() {
    if (consent.ad_storage !== "granted") return "";
    return (cookie("_gcl_au") ?? keep("_gcl_au", `1.1.${random()}.${session}`, 90)).split(".").slice(2).join(".");
  }
  const id = clientId();

  async function hash(text) {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text.trim().toLowerCase()));
    return btoa(String.fromCharCode(...new Uint8Array(digest))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  async function setUser(data) {
    const parts = ["tv.1"];
    if (data.email) parts.push(`em.${await hash(data.email)}`);
    if (data.phone_number) parts.push(`pn.${await hash(data.phone_number)}`);
    userData = parts.join("~");
  }

  const gathered = {};
  function gather({ target }) {
    if (!(target instanceof HTMLInputElement)) return;
    if (target.type === "email") gathered.email = target.value;
    else if (target.type === "tel") gathered.phone_number = e164(target.value);
    else return;
    run(["set", "user_data", gathered]);
  }
  /** A number of ten digits is taken for one of North America. */
  const e164 = (number) => `+${number.replace(/\D/g, "").replace(/^(\d{10})$/, "1$1")}`;

  function signals() {
    if (!consentMode) return { gcd: "13l3l3l3l1l1" };
    const bit = (k) => (consent[k] === "granted" ? 1 : 0);
    const letter = (k) => (consent[k] === "granted" ? "r" : "p"); // r: denied by default, then granted; p: denied by default
    return {
      gcs: `G1${bit("ad_storage")}${bit("analytics_storage")}`,
      gcd: `13${letter("ad_storage")}3${letter("analytics_storage")}3${letter("ad_storage")}3${letter("ad_storage")}5l1`,
    };
  }

  /** One event travels in the query; several travel as lines of the body, what they share in the query. */
  function flush() {
    clearTimeout(timer);
    timer = 0;
    const events = pending;
    pending = [];
    if (!events.length) return;
    for (const stream of streams) {
      const q = new URLSearchParams({
        v: "2", tid: stream, gtm: "45je5a10v9101234567", _p: String(random()), ...signals(), npa: "0", dma: "0", cid: id,
        ul: navigator.language.toLowerCase(), sr: `${screen.width}x${screen.height}`, pscdl: "noapi", _s: String(++hit),
        sid: String(session), sct: "1", seg: "1", dl: location.href, dr: document.referrer, dt: document.title,
      });
      if (userData) q.set("em", userData);
      const lines = events.map((e) => new URLSearchParams(e));
      let body;
      if (lines.length === 1) for (const [k, v] of lines[0]) q.append(k, v);
      else body = lines.join("\r\n");
      const url = `https://region1.google-analytics.com/g/collect?${q}`;
      if (!navigator.sendBeacon(url, body)) fetch(url, { method: "POST", mode: "no-cors", keepalive: true, body });
    }
  }

  function event(name, params = {}) {
    if (name === "conversion") return conversion(params);
    const line = { en: name };
    if (name === "page_view") line._ee = "1";
    for (const [k, v] of Object.entries(params)) line[typeof v === "number" ? `epn.${k}` : `ep.${k}`] = String(v);
    pending.push(line);
    timer ||= setTimeout(flush, 150);
  }

  function adsParams(extra) {
    const q = new URLSearchParams({
      random: String(random()), cv: "11", fst: String(Date.now()), bg: "ffffff", guid: "ON", async: "1",
      gtm: "45be5a10v9101234567", ...signals(), u_w: String(screen.width), u_h: String(screen.height), url: location.href,
      ref: document.referrer, hn: "www.googleadservices.com", tiba: document.title, auid: linker(), fmt: "3", ...extra,
    });
    if (userData) q.set("em", userData);
    return q;
  }
  function conversion({ send_to = "", value = 0, currency = "USD", transaction_id = "" }) {
    const [account, label] = send_to.replace("AW-", "").split("/");
    const q = adsParams({ label, value: String(value), currency_code: currency, oid: transaction_id });
    new Image().src = `https://www.googleadservices.com/pagead/conversion/${account}/?${q}`;
  }
  function remarketing(account) {
    const q = adsParams({ data: "event=page_view" });
    new Image().src = `https://googleads.g.doubleclick.net/pagead/viewthroughconversion/${account}/?${q}`;
  }

  const commands = {
    js() {},
    config(target, options = {}) {
      // User-provided data, gathered by the tag itself from the page's fields.
      if (options.allow_enhanced_conversions) addEventListener("change", gather, true);
      if (target.startsWith("AW-")) {
        remarketing(target.slice(3));
        return;
      }
      streams.push(target);
      if (options.send_page_view !== false) event("page_view");
      const term = new URLSearchParams(location.search).get("q"); // enhanced measurement: site search
      if (term) event("view_search_results", { search_term: term });
    },
    event,
    async set(key, value) {
      if (key === "user_data") await setUser(value);
    },
    consent(how, choice) {
      consentMode = true;
      Object.assign(consent, choice);
      if (how === "update") event("user_engagement");
    },
  };

  addEventListener("focusin", function once({ target }) {
    if (!(target instanceof HTMLInputElement) || !target.form) return;
    removeEventListener("focusin", once);
    event("form_start", { form_id: target.form.id, form_destination: target.form.action, first_field_name: target.name });
  });
  addEventListener("pagehide", flush);

  let after = Promise.resolve(); // user data is hashed first; what follows waits for it
  const run = (args) => (after = after.then(() => commands[args[0]]?.(...Array.prototype.slice.call(args, 1))));
  layer.forEach(run);
  const push = layer.push; // whoever listens there goes on hearing, as with Google's own
  layer.push = (args) => {
    push.call(layer, args);
    return run(args);
  };
})();
