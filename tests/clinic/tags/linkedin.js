// A stand-in for snap.licdn.com/li.lms-analytics/insight.min.js: the /collect image and the /wa/ signal, whose body is
// base64 of gzipped JSON. Spelled as the Insight Tag spells them on the wire; written for these tests, no vendor code.
(() => {
  if (window.lintrk?.running) return;
  const partners = window._linkedin_data_partner_ids ?? [];

  async function signal(signalType, extra) {
    const json = JSON.stringify({
      pids: partners.map(Number), scriptVersion: 212, time: Date.now(), domain: location.hostname, url: location.href,
      pageTitle: document.title, websiteSignalRequestId: crypto.randomUUID(), isTranslated: false, liFatId: "",
      liGiant: "", misc: { psbState: -4 }, isLinkedInApp: false, hem: null, signalType, ...extra,
    });
    const gzip = new Blob([json]).stream().pipeThrough(new CompressionStream("gzip"));
    const bytes = new Uint8Array(await new Response(gzip).arrayBuffer());
    await fetch("https://px.ads.linkedin.com/wa/?medium=fetch&fmt=g", {
      method: "POST", credentials: "include", keepalive: true, headers: { "content-type": "text/plain;charset=UTF-8" },
      body: btoa(String.fromCharCode(...bytes)),
    });
  }
  const quiet = (promise) => promise.catch(() => {}); // a page that is going away takes its fetches along

  const q = new URLSearchParams({
    v: "2", fmt: "js", pid: partners.join(","), time: String(Date.now()), url: location.href,
  });
  new Image().src = `https://px.ads.linkedin.com/collect?${q}`;
  quiet(signal("PAGE_VISIT", {}));

  addEventListener("click", ({ target }) => {
    const element = target instanceof Element && target.closest("a, button");
    if (!element) return;
    quiet(signal("CLICK", {
      href: element.href ?? "",
      domAttributes: {
        elementSemanticType: null, elementValue: null, elementType: null, tagName: element.tagName,
        backgroundImageSrc: null, imageSrc: null, imageAlt: null, innerText: element.innerText, elementTitle: null,
        cursor: "pointer", formAction: element.form?.action ?? null, isFormSubmission: element.type === "submit",
      },
      innerElements: null, elementCrumbsTree: null,
    }));
  }, true);
  window.lintrk = Object.assign(() => {}, { running: true });
})();
