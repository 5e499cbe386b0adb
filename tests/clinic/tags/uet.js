// A stand-in for bat.bing.com/bat.js: the page load hit and custom events of Microsoft's Universal Event Tracking,
// spelled as UET spells them on the wire. Written for these tests; no vendor code.
(() => {
  const queue = window.uetq;
  if (!queue || queue.running) return;
  const random = () => crypto.randomUUID().replaceAll("-", "");

  function kept(name, days) {
    const old = document.cookie.split("; ").find((c) => c.startsWith(`${name}=`))?.slice(name.length + 1);
    if (old) return old;
    const value = random();
    document.cookie = `${name}=${value}; path=/; max-age=${days * 86400}; Secure`;
    return value;
  }
  const sid = kept("_uetsid", 1);
  const vid = kept("_uetvid", 390);
  const tag = window.uetTag;

  function send(evt, extra) {
    const q = new URLSearchParams({
      ti: tag, Ver: "2", mid: crypto.randomUUID(), bo: "1", sid, vid, vids: "1", msclkid: "N", pi: "918639831",
      lg: navigator.language, sw: String(screen.width), sh: String(screen.height), sc: String(screen.colorDepth),
      tl: document.title, kw: document.querySelector("meta[name=keywords]")?.content ?? "", p: location.href,
      r: document.referrer, lt: String(Math.round(performance.now())), evt, ...extra, sv: "1", asc: "G", cdb: "AQAA",
      rn: String(Math.floor(Math.random() * 1e6)),
    });
    new Image().src = `https://bat.bing.com/action/0?${q}`;
  }

  /** `uetq.push("event", action, {event_category, event_label, event_value})`. */
  function run(args) {
    if (args[0] === "pageLoad") return send("pageLoad", {});
    if (args[0] !== "event") return;
    const { event_category = "", event_label = "", event_value = "" } = args[2] ?? {};
    send("custom", { ec: event_category, ea: args[1], el: event_label, ev: String(event_value) });
  }
  window.uetq = { running: true, push: (...args) => run(args) };
  run(["pageLoad"]);
  queue.forEach(run);
})();
