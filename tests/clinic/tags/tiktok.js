// A stand-in for analytics.tiktok.com/i18n/pixel/events.js: Pageview, automatically collected page metadata and
// identify with a hashed e-mail, spelled as the TikTok pixel spells them on the wire. Written for these tests.
(() => {
  const ttq = window.ttq;
  if (!ttq || ttq.running) return;
  ttq.running = true;
  const code = new URL(document.currentScript.src).searchParams.get("sdkid");
  const session = crypto.randomUUID();
  const pageview = crypto.randomUUID();
  const user = { anonymous_id: anonymous() };

  function anonymous() {
    const old = document.cookie.split("; ").find((c) => c.startsWith("_ttp="))?.slice(5);
    const value = old ?? crypto.randomUUID().replaceAll("-", "");
    document.cookie = `_ttp=${value}; path=/; max-age=${390 * 86400}; SameSite=Lax; Secure`;
    return value;
  }
  async function sha256(text) {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text.trim().toLowerCase()));
    return [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, "0")).join("");
  }

  function send(path, what) {
    navigator.sendBeacon(`https://analytics.tiktok.com/api/v2/${path}`, JSON.stringify({
      ...what, event_id: "", message_id: `messageId-${Date.now()}-${code}`, is_onsite: false,
      timestamp: new Date().toISOString(),
      context: {
        ad: { sdk_env: "external", jsb_status: 2 }, device: { platform: "pc" }, user, pixel: { code, runtime: "1" },
        page: { url: location.href, referrer: document.referrer },
        library: { name: "pixel.js", version: "2.2.1" }, session_id: session, pageview_id: pageview,
        variation_id: "default", userAgent: navigator.userAgent,
      },
    }));
  }

  const commands = {
    /** Automatic matching: what stands in fields for an e-mail or a phone number is hashed as soon as it changes. */
    load(id, { auto_advanced_matching: matching } = {}) {
      if (!matching) return;
      addEventListener("change", ({ target }) => {
        if (!(target instanceof HTMLInputElement)) return;
        if (target.type === "email") run(["identify", { email: target.value }]);
        else if (target.type === "tel") run(["identify", { phone_number: `+${target.value.replace(/\D/g, "").replace(/^(\d{10})$/, "1$1")}` }]);
      }, true);
    },
    page() {
      send("pixel", { event: "Pageview" });
      send("pixel/act", {
        action: "Metadata",
        auto_collected_properties: {
          page_trigger: "PageView",
          content_data: {
            title: document.title, "og:title": document.querySelector("meta[property='og:title']")?.content ?? "",
            "meta:description": document.querySelector("meta[name=description]")?.content ?? "",
          },
        },
      });
    },
    track(event, properties = {}) {
      send("pixel", { event, properties });
    },
    async identify({ email, phone_number }) {
      if (email) user.email = await sha256(email);
      if (phone_number) user.phone_number = await sha256(phone_number);
    },
  };
  let after = Promise.resolve(); // identify hashes first; what follows waits for it
  const run = (args) => (after = after.then(() => commands[args[0]]?.(...args.slice(1))));
  ttq.push = run;
  ttq.splice(0).forEach(run);
})();
