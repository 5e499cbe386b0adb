// A TCF manager behind the stub: its banner, its cookie `euconsent-v2`, and listeners that are told `cmpuishown`, `useractioncomplete`
// and `tcloaded`. `window.tcfLies` makes it say "granted" whatever the cookie says; `window.tcfEchoes` is how often it answers each listener.
// Layout of the string: IAB Tech Lab, "Consent string and vendor list formats v2" (generally known). Written for these tests; no vendor code.
(() => {
  const read = (name) => document.cookie.split("; ").find((c) => c.startsWith(`${name}=`))?.slice(name.length + 1);
  const ALL = 24;
  /** The core segment: version 2, purposes 1 to 11 and vendors 1 to 24 all allowed or all not. */
  const encode = (granted) => {
    const fields = [[2, 6], [17_000_000_000, 36], [17_000_000_000, 36], [300, 12], [1, 12], [1, 6], [4 * 64 + 13, 12], [120, 12], [4, 6], [1, 1], [0, 1],
      [0, 12], ...Array.from({ length: ALL }, (_, p) => [granted && p < 11 ? 1 : 0, 1]), [0, 24], [0, 1], [3 * 64 + 4, 12],
      [granted ? ALL : 0, 16], [0, 1], ...(granted ? Array.from({ length: ALL }, () => [1, 1]) : []), [0, 16], [0, 1], [0, 12]];
    let bits = fields.map(([value, width]) => value.toString(2).padStart(width, "0")).join("");
    bits = bits.padEnd(Math.ceil(bits.length / 24) * 24, "0");
    const bytes = bits.match(/.{8}/g).map((b) => String.fromCharCode(parseInt(b, 2))).join("");
    return btoa(bytes).replace(/\+/g, "-").replace(/\//g, "_");
  };
  const granted = encode(true);
  let eventStatus = read("euconsent-v2") ? "tcloaded" : "cmpuishown";
  const data = (listenerId) => {
    const said = window.tcfLies || read("euconsent-v2") === granted;
    const consents = Object.fromEntries(Array.from({ length: 11 }, (_, p) => [p + 1, said]));
    return {
      tcString: eventStatus === "cmpuishown" ? "" : encode(said), tcfPolicyVersion: 4, cmpId: 300, cmpVersion: 1, gdprApplies: true, eventStatus, cmpStatus: "loaded",
      listenerId, isServiceSpecific: true, purpose: { consents, legitimateInterests: {} }, vendor: { consents: { 755: said }, legitimateInterests: {} },
      specialFeatureOptins: {}, publisher: { consents: {} },
    };
  };
  const listeners = [];
  const echo = (callback, id) => {
    for (let n = 0; n < (window.tcfEchoes ?? 1); n++) callback(data(id), true);
  };
  const commands = {
    addEventListener(callback) {
      listeners.push(callback);
      echo(callback, listeners.length);
    },
    removeEventListener: (callback, id) => callback(delete listeners[id - 1], true),
    getTCData: (callback) => callback(data(), true),
    ping: (callback) => callback({ gdprApplies: true, cmpLoaded: true, cmpStatus: "loaded", displayStatus: read("euconsent-v2") ? "hidden" : "visible", apiVersion: "2.2", cmpId: 300 }, true),
  };
  const queue = window.__tcfapi();
  window.__tcfapi = (command, version, callback, parameter) => commands[command]?.(callback, parameter);
  const tell = () => listeners.forEach((callback, at) => echo(callback, at + 1));
  const start = () => {
    queue.forEach((args) => window.__tcfapi(...args));
    if (eventStatus === "tcloaded") return;
    const banner = document.createElement("div");
    banner.id = "tcf-banner";
    banner.setAttribute("role", "dialog");
    banner.setAttribute("aria-label", "We value your privacy");
    banner.style.cssText = "position:fixed;bottom:0;left:0;right:0;background:#fff;padding:1rem;z-index:9999";
    banner.innerHTML = `<p>We and our 24 partners store and access information on a device, such as cookies, for advertising. Do you consent?</p>
      <button id="tcf-reject">Reject all</button> <button id="tcf-accept">Accept all</button>`;
    document.body.append(banner);
    const close = (yes) => () => {
      document.cookie = `euconsent-v2=${encode(yes)}; path=/; max-age=31536000; SameSite=Lax; Secure`;
      eventStatus = "useractioncomplete";
      banner.remove();
      tell();
    };
    banner.querySelector("#tcf-accept").onclick = close(true);
    banner.querySelector("#tcf-reject").onclick = close(false);
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
