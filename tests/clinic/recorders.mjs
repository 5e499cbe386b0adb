// A small intake form with one session recorder on it, and nothing else: the vendors' own packages, each masked as its
// documentation says and not. Every page exists twice, and what a visitor does there is the same.
import { stageIntake } from "./intake.mjs";

/** What stands on the page: text of the kind that a recorder of page text takes along. */
export const pageText = "Result of your last visit: chlamydia, positive";

/** Script text that posts events to a host of its own, some hundred milliseconds together, and the rest on leaving. */
const poster = (url) => `
  let waiting = [];
  const flush = () => {
    if (!waiting.length) return;
    const body = JSON.stringify({ session: "b5d1f0a2", events: waiting });
    waiting = [];
    fetch(${JSON.stringify(url)}, { method: "POST", mode: "no-cors", keepalive: body.length < 60000, body });
  };
  setInterval(flush, 500);
  addEventListener("pagehide", flush);`;

/**
 * The recorders: where their script comes from, what starts them, and how an upload is known. `masked` is a boolean but
 * for Datadog, which has a level between (`mask-user-input`).
 * @type {Record<string, { name: string, script: string, sdk: string, start: (masked: any) => string,
 *   arrived: (r: import("./vendors.mjs").Arrived) => boolean }>}
 */
export const recorders = {
  rrweb: {
    name: "rrweb", sdk: "rrweb", script: "cdn.jsdelivr.net/npm/rrweb@2.2.2/umd/rrweb.min.js",
    start: (masked) => `${poster("https://collector.example/rrweb")}
      rrwebRecord({ emit: (event) => waiting.push(event), maskAllInputs: ${masked},
        ${masked ? `maskTextSelector: "body", maskTextFn: (text) => text.replace(/\\S/g, "*"),` : ""} });`,
    arrived: (r) => r.host === "collector.example" && r.path === "/rrweb",
  },
  posthog: {
    name: "PostHog", sdk: "posthog-recorder", script: "us-assets.i.posthog.com/static/array.full.js",
    start: (masked) => `posthog.init("phc_BaySideClinic0000000000000000000000000000000", { api_host: "https://us.i.posthog.com",
      opt_out_useragent_filter: true, autocapture: false, capture_pageview: false, request_batching: false,
      session_recording: { maskAllInputs: ${masked}, ${masked ? `maskTextSelector: "*",` : `maskInputOptions: { password: true },`} } });`,
    arrived: (r) => r.host === "us.i.posthog.com" && r.path === "/s/",
  },
  datadog: {
    name: "Datadog RUM", sdk: "datadog", script: "www.datadoghq-browser-agent.com/us1/v7/datadog-rum.js",
    start: (masked) => `DD_RUM.init({ applicationId: "5f2a3b4c-0000-4000-8000-ba7510ec1111",
      clientToken: "pub0123456789abcdef0123456789abcdef", site: "datadoghq.com", service: "bayside-web", sessionSampleRate: 100,
      sessionReplaySampleRate: 100, startSessionReplayRecordingManually: true, trackUserInteractions: false,
      defaultPrivacyLevel: "${masked === true ? "mask" : masked || "allow"}" });
      DD_RUM.startSessionReplayRecording();`,
    arrived: (r) => r.host === "browser-intake-datadoghq.com" && r.path === "/api/v2/replay",
  },
  sentry: {
    name: "Sentry", sdk: "sentry", script: "browser.sentry-cdn.com/11.12.0/bundle.replay.min.js",
    start: (masked) => `Sentry.init({ dsn: "https://0123456789abcdef0123456789abcdef@o447951.ingest.us.sentry.io/4501",
      replaysSessionSampleRate: 1, integrations: [Sentry.replayIntegration({ maskAllText: ${masked}, maskAllInputs: ${masked},
        minReplayDuration: 0 })] });`,
    arrived: (r) => r.host === "o447951.ingest.us.sentry.io" && r.body.includes("replay_recording"),
  },
  mixpanel: {
    name: "Mixpanel", sdk: "mixpanel", script: "cdn.mxpnl.com/libs/mixpanel-2-latest.min.js",
    start: (masked) => `mixpanel.init("3f1c9a5e7b2d4086a1c3e5f7092b4d6e", { api_host: "https://api-js.mixpanel.com", autocapture: false,
      persistence: "localStorage", record_sessions_percent: 100, record_min_ms: 0, record_mask_all_inputs: ${masked},
      record_mask_all_text: ${masked} });`,
    // The browser asks first whether it may.
    arrived: (r) => r.host === "api-js.mixpanel.com" && r.path.startsWith("/record") && r.method === "POST",
  },
  clarity: {
    name: "Microsoft Clarity", sdk: "clarity", script: "www.clarity.ms/tag/bayside01",
    start: (masked) => `${masked ? "" : `document.body.setAttribute("data-clarity-unmask", "true");`}
      clarityJs.start({ projectId: "bayside01", upload: "https://k.clarity.ms/collect", track: true, content: ${!masked},
        mask: ${masked ? `["body"]` : "[]"}, unmask: ${masked ? "[]" : `["body"]`}, delay: 200 });`,
    arrived: (r) => r.host === "k.clarity.ms" && r.path === "/collect",
  },
};

/** PostHog records where its servers say so. */
const posthogConfig = {
  supportedCompression: ["gzip-js"], autocapture_opt_out: true, surveys: false, heatmaps: false, capturePerformance: false,
  autocaptureExceptions: false, hasFeatureFlags: false, defaultIdentifiedOnly: true,
  sessionRecording: { endpoint: "/s/", consoleLogRecordingEnabled: false, recorderVersion: "v2", sampleRate: null, minimumDurationMilliseconds: null },
};

/** Puts the page and the recorder's servers on the sink. @returns {string} the page's address */
export function stageRecorder(sink, recorder, masked, text = pageText) {
  const { script, sdk, start } = recorders[recorder];
  sink.staged.set(script, { type: "text/javascript; charset=utf-8", body: sink.sdk(sdk) });
  if (recorder === "posthog") {
    const body = JSON.stringify({ flags: {}, errorsWhileComputingFlags: false, ...posthogConfig });
    for (const path of ["us.i.posthog.com/flags/", "us-assets.i.posthog.com/array/phc_BaySideClinic0000000000000000000000000000000/config"]) {
      sink.staged.set(path, { type: "application/json", body });
    }
  }
  const path = `/p/3${Object.keys(recorders).indexOf(recorder)}${masked === true ? 0 : masked ? 1 : 2}`;
  return stageIntake(sink, path, `<script src="https://${script}"></script><script>${start(masked)}</script>`, text);
}
