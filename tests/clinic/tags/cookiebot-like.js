// A banner shaped as Cookiebot's: its dialog's ids, its cookie, `Cookiebot.consent` and its events on the window, as pages that use it show them
// (generally known; no source read). Written for these tests; no vendor code.
(() => {
  const read = (name) => document.cookie.split("; ").find((c) => c.startsWith(`${name}=`))?.slice(name.length + 1);
  const kept = decodeURIComponent(read("CookieConsent") ?? "");
  const consent = { necessary: true, preferences: false, statistics: false, marketing: /marketing:true/.test(kept), method: kept ? "explicit" : null };
  window.Cookiebot = { consent, consented: consent.marketing, declined: !!kept && !consent.marketing, hasResponse: !!kept, show() {}, renew() {} };
  const store = (all) => {
    Object.assign(consent, { preferences: all, statistics: all, marketing: all, method: "explicit" });
    Object.assign(window.Cookiebot, { consented: all, declined: !all, hasResponse: true });
    const value = `{stamp:'q7JzM0d1dS5sZWFrLmV4YW1wbGU=',necessary:true,preferences:${all},statistics:${all},marketing:${all},method:'explicit',ver:1,utc:${Date.now()},region:'de'}`;
    document.cookie = `CookieConsent=${encodeURIComponent(value)}; path=/; max-age=31536000; SameSite=Lax; Secure`;
  };
  const tell = () => {
    dispatchEvent(new Event("CookiebotOnConsentReady"));
    dispatchEvent(new Event(consent.marketing ? "CookiebotOnAccept" : "CookiebotOnDecline"));
  };
  addEventListener("DOMContentLoaded", () => {
    if (kept) return tell();
    const dialog = document.createElement("div");
    dialog.id = "CybotCookiebotDialog";
    dialog.setAttribute("role", "dialog");
    dialog.style.cssText = "position:fixed;bottom:0;left:0;right:0;background:#fff;padding:1rem";
    dialog.innerHTML = `<p id="CybotCookiebotDialogBodyContentTitle">This website uses cookies</p>
      <button id="CybotCookiebotDialogBodyButtonDecline">Deny</button>
      <button id="CybotCookiebotDialogBodyLevelButtonLevelOptinAllowAll">Allow all</button>`;
    document.body.append(dialog);
    const close = (all) => () => {
      store(all);
      dialog.style.display = "none";
      tell();
    };
    dialog.querySelector("#CybotCookiebotDialogBodyLevelButtonLevelOptinAllowAll").onclick = close(true);
    dialog.querySelector("#CybotCookiebotDialogBodyButtonDecline").onclick = close(false);
  });
})();
