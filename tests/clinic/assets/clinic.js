// The leaky pages' cookie bar: it only informs. Pressing OK is remembered and told to Google's consent mode.
const bar = document.querySelector(".cookie-bar");
if (bar && !document.cookie.includes("bayside_cookies=ok")) {
  bar.hidden = false;
  document.getElementById("cookies-ok").addEventListener("click", () => {
    document.cookie = "bayside_cookies=ok; path=/; max-age=15552000; SameSite=Lax; Secure";
    bar.hidden = true;
    window.gtag?.("consent", "update", { ad_storage: "granted", analytics_storage: "granted" });
  });
}
