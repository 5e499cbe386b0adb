// A banner shaped as OneTrust's: its elements' ids, its two cookies, `OnetrustActiveGroups`, `OneTrust`, `OptanonWrapper` and the event of a change, as
// pages that use it show them (ids and cookie names: OneTrust's public documentation; generally known). Written for these tests; no vendor code.
(() => {
  const read = (name) => document.cookie.split("; ").find((c) => c.startsWith(`${name}=`))?.slice(name.length + 1);
  const groups = (all) => ["C0001", "C0002", "C0003", "C0004"].map((g) => `${g}:${g === "C0001" || all ? 1 : 0}`).join(",");
  const keep = (name, value) => (document.cookie = `${name}=${value}; path=/; max-age=31536000; SameSite=Lax; Secure`);
  const store = (all, kind) => keep("OptanonConsent", new URLSearchParams({
    isGpcEnabled: "0", datestamp: new Date().toString(), version: "202410.1.0", browserGpcFlag: "0", isIABGlobal: "false", hosts: "",
    consentId: "2f6d0c1e-58ab-4c1f-9d53-0b7c1a9e4f20", interactionCount: kind ? "1" : "0", landingPath: kind ? "NotLandingPage" : location.href, groups: groups(all),
  }));
  const granted = () => decodeURIComponent(read("OptanonConsent") ?? "").includes("C0004:1");
  const active = () => (window.OnetrustActiveGroups = window.OptanonActiveGroups = granted() ? ",C0001,C0002,C0003,C0004," : ",C0001,");
  const tell = () => {
    active();
    window.OptanonWrapper?.();
    dispatchEvent(new CustomEvent("consent.onetrust", { detail: window.OnetrustActiveGroups.split(",").filter(Boolean) }));
  };
  window.OneTrust = { IsAlertBoxClosed: () => !!read("OptanonAlertBoxClosed"), GetDomainData: () => ({ ShowAlertNotice: true }), OnConsentChanged: (f) => addEventListener("consent.onetrust", f) };
  const chosen = !!read("OptanonAlertBoxClosed");
  if (!read("OptanonConsent")) store(false, "");
  active();
  addEventListener("DOMContentLoaded", () => {
    if (chosen) return tell();
    const sdk = document.createElement("div");
    sdk.id = "onetrust-consent-sdk";
    sdk.innerHTML = `<div id="onetrust-banner-sdk" role="dialog" aria-label="Cookie banner" style="position:fixed;bottom:0;left:0;right:0;background:#fff;padding:1rem">
      <div id="onetrust-policy-text">We use cookies.</div><button id="onetrust-pc-btn-handler">Cookies Settings</button>
      <button id="onetrust-reject-all-handler">Reject All</button> <button id="onetrust-accept-btn-handler">Accept All Cookies</button></div>`;
    document.body.append(sdk);
    const close = (all) => () => {
      store(all, "pressed");
      keep("OptanonAlertBoxClosed", new Date().toISOString());
      sdk.firstElementChild.style.display = "none";
      tell();
    };
    sdk.querySelector("#onetrust-accept-btn-handler").onclick = close(true);
    sdk.querySelector("#onetrust-reject-all-handler").onclick = close(false);
  });
})();
