// A stand-in for a Matomo Tag Manager container (container_Bay5ide1.js). The server puts matomo.js before it, as the
// bundled tracker of a real container does. It then brings two vendors of its own: nobody pasted those into the page.
(() => {
  const mtm = (window._mtm = window._mtm || []);
  if (mtm.running) return;
  mtm.running = true;
  const load = (src) => document.head.append(Object.assign(document.createElement("script"), { async: true, src }));

  window._paq.push(["setTrackerUrl", "https://stats.bayside-clinic.example/matomo.php"]);
  window._paq.push(["setSiteId", "2"]);
  window._paq.push(["trackPageView"]);

  window._linkedin_data_partner_ids = ["3346164"];
  load("https://snap.licdn.com/li.lms-analytics/insight.min.js");
  window.uetTag = "26101359";
  window.uetq = window.uetq || [];
  load("https://bat.bing.com/bat.js");
})();
