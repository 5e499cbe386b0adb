// A stand-in for connect.facebook.net/en_US/fbevents.js: PageView, automatic button events and automatic advanced
// matching, spelled as the pixel spells them on the wire. Written for these tests; no vendor code.
(() => {
  const fbq = window.fbq;
  if (!fbq || fbq.running) return;
  fbq.running = true;
  const pixels = [];
  const found = {}; // hashed values found in form fields: em, ph, fn, ln, db
  const fbp = cookie("_fbp") ?? keep("_fbp", `fb.1.${Date.now()}.${Math.floor(Math.random() * 1e18)}`, 90);
  const started = Date.now();
  let sent = 0;
  let ofItself = true; // events that nobody coded

  function cookie(name) {
    return document.cookie.split("; ").find((c) => c.startsWith(`${name}=`))?.slice(name.length + 1);
  }
  function keep(name, value, days) {
    document.cookie = `${name}=${value}; path=/; max-age=${days * 86400}; SameSite=Lax; Secure`;
    return value;
  }

  async function sha256(text) {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, "0")).join("");
  }

  /** Which matching key a form field answers to, by its type, name and autocomplete. */
  function matchKey(field) {
    const words = `${field.type} ${field.name} ${field.autocomplete}`.toLowerCase();
    if (words.includes("email")) return "em";
    if (/\btel\b|phone/.test(words)) return "ph";
    if (/given-name|first/.test(words)) return "fn";
    if (/family-name|last/.test(words)) return "ln";
    if (/bday|birth|dob/.test(words)) return "db";
    return null;
  }
  /** Meta's normal forms before hashing: lower case and trimmed; phone as digits with the country code. */
  function normal(key, value) {
    if (key === "ph") return value.replace(/\D/g, "").replace(/^(\d{10})$/, "1$1");
    if (key === "db") return value.replace(/\D/g, "");
    return value.trim().toLowerCase();
  }

  function send(id, ev, data, automatic) {
    const q = new URLSearchParams();
    const put = (k, v) => q.append(k, v);
    put("id", id);
    put("ev", ev);
    put("dl", location.href);
    put("rl", document.referrer);
    put("if", String(window !== window.top));
    put("ts", Date.now());
    for (const [k, v] of Object.entries(data)) put(`cd[${k}]`, typeof v === "string" ? v : JSON.stringify(v));
    for (const [k, v] of Object.entries(found)) put(`udff[${k}]`, v);
    put("sw", screen.width);
    put("sh", screen.height);
    put("v", "2.9.180");
    put("r", "stable");
    put("ec", sent++);
    put("o", "4126");
    put("fbp", fbp);
    put("it", started);
    put("coo", "false");
    if (automatic) put("es", "automatic");
    const get = `https://www.facebook.com/tr/?${q}&rqm=GET`;
    if (get.length <= 2048) {
      new Image().src = get;
      return;
    }
    const form = new FormData();
    for (const [k, v] of q) form.append(k, v);
    form.append("rqm", "formPOST");
    navigator.sendBeacon("https://www.facebook.com/tr/", form);
  }

  const commands = {
    init(id) {
      pixels.push(id);
      const config = document.createElement("script");
      config.async = true;
      config.src = `https://connect.facebook.net/signals/config/${id}?v=2.9.180&r=stable&domain=${location.hostname}`;
      document.head.append(config);
    },
    track(ev, data = {}) {
      for (const id of pixels) send(id, ev, data, false);
    },
    set(what, on) {
      if (what === "autoConfig") ofItself = on;
    },
  };

  addEventListener("change", async ({ target }) => {
    const key = target instanceof HTMLInputElement && target.value && matchKey(target);
    if (key) found[key] = await sha256(normal(key, target.value));
  }, true);

  addEventListener("click", ({ target }) => {
    const button = ofItself && target instanceof Element && target.closest("button, [type=submit], a.button");
    if (!button) return;
    const fields = [...(button.form?.elements ?? [])].filter((f) => f.name);
    const data = {
      buttonFeatures: {
        classList: button.className, destination: button.href ?? location.href, id: button.id,
        imageUrl: "", innerText: button.innerText, numChildButtons: 0, tag: button.tagName.toLowerCase(),
        type: button.type ?? null, name: button.name ?? "", value: button.value ?? "",
      },
      buttonText: button.innerText,
      formFeatures: fields.map((f) => ({
        id: f.id, name: f.name, tag: f.tagName.toLowerCase(), placeholder: f.placeholder ?? "", inputType: f.type,
      })),
      pageFeatures: { title: document.title },
    };
    for (const id of pixels) send(id, "SubscribedButtonClick", data, true);
  }, true);

  const run = (args) => commands[args[0]]?.(...Array.prototype.slice.call(args, 1));
  fbq.callMethod = (...args) => run(args);
  fbq.queue.splice(0).forEach(run);
})();
