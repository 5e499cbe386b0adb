// Every vendor the clinic's pages talk to: where its script comes from, how its data is known when it arrives, and what
// its servers answer. `sdk` scripts are the vendors' own packages; `tag` scripts are stand-ins written for these tests.
// Hosts and paths: each vendor's public documentation and packages, as far as the packages themselves do not decide.

/** @typedef {{ host: string, path: string, method: string, url: URL, body: Buffer }} Arrived */
/** @typedef {{ status?: number, type?: string, body?: string | Buffer, headers?: Record<string, string | string[]> }} Answer */

const json = (value, status = 200) => ({ status, type: "application/json", body: JSON.stringify(value) });
const year = 365 * 86400;
const thirdPartyCookie = (name, value, domain) =>
  `${name}=${value}; Domain=${domain}; Path=/; Max-Age=${year}; Secure; HttpOnly; SameSite=None`;

/**
 * @type {Record<string, {
 *   name: string,
 *   scripts?: Record<string, { sdk?: string, tag?: string[] }>,
 *   arrived: (r: Arrived) => boolean,
 *   answers?: Record<string, (r: Arrived) => Answer>,
 * }>} scripts and answers are keyed by host and the start of the path
 */
export const vendors = {
  meta: {
    name: "Meta Pixel",
    scripts: { "connect.facebook.net/en_US/fbevents.js": { tag: ["meta"] } },
    arrived: (r) => r.host === "www.facebook.com" && r.path.startsWith("/tr"),
    answers: {
      "connect.facebook.net/signals/config/": () => ({ type: "text/javascript", body: "/* automatic events on */" }),
      "www.facebook.com/tr": () => ({ headers: { "set-cookie": thirdPartyCookie("fr", "0Xk3zQ9aLmN8pRt2s..Bn", ".facebook.com") } }),
    },
  },
  ga4: {
    name: "Google Analytics 4",
    scripts: { "www.googletagmanager.com/gtag/js": { tag: ["gtag"] } },
    arrived: (r) => r.host.endsWith("google-analytics.com") && r.path === "/g/collect",
    answers: { "region1.google-analytics.com/g/collect": () => ({ status: 204 }) },
  },
  googleAds: {
    name: "Google Ads",
    arrived: (r) => /^\/pagead\/(viewthrough)?conversion\//.test(r.path),
    answers: {
      "googleads.g.doubleclick.net/pagead/": (r) => ({
        status: 302,
        headers: {
          location: `https://www.google.com/pagead/1p-user-list/${r.path.split("/")[3]}/${r.url.search}`,
          "set-cookie": thirdPartyCookie("IDE", "AHWqTUkXo3-9dZf2L8mQ", ".doubleclick.net"),
        },
      }),
    },
  },
  floodlight: {
    name: "Floodlight",
    arrived: (r) => r.host === "8421567.fls.doubleclick.net" && r.path.startsWith("/activityi;"),
    answers: { "8421567.fls.doubleclick.net/activityi": () => ({ type: "text/html", body: "<!doctype html><title></title>" }) },
  },
  hubspot: {
    name: "HubSpot",
    scripts: { "js.hs-scripts.com/19922862.js": { tag: ["hubspot"] } },
    arrived: (r) => r.host === "track.hubspot.com" || r.host === "forms.hscollectedforms.net",
  },
  /** No tag but an embed: the visitor's browser asks for the video as soon as the page stands. */
  youtube: {
    name: "YouTube",
    arrived: (r) => r.host === "www.youtube-nocookie.com",
    answers: {
      "www.youtube-nocookie.com/embed/": () => ({
        type: "text/html; charset=utf-8",
        body: "<!doctype html><title>Video</title><body style='margin:0;background:#123;color:#fff;display:grid;place-items:center;height:100vh;font:600 1rem system-ui'>▶ Your test, step by step",
      }),
    },
  },
  uet: {
    name: "Microsoft Advertising UET",
    scripts: { "bat.bing.com/bat.js": { tag: ["uet"] } },
    arrived: (r) => r.host === "bat.bing.com" && r.path.startsWith("/action/"),
    answers: {
      "bat.bing.com/action/": () => ({
        status: 204, headers: { "set-cookie": thirdPartyCookie("MUID", "1F0A6C4E2B7D6E8F3A5C7B9D1E2F4A6B", ".bing.com") },
      }),
    },
  },
  linkedin: {
    name: "LinkedIn Insight",
    scripts: { "snap.licdn.com/li.lms-analytics/insight.min.js": { tag: ["linkedin"] } },
    arrived: (r) => r.host === "px.ads.linkedin.com",
    answers: {
      "px.ads.linkedin.com/collect": () => ({
        headers: { "set-cookie": thirdPartyCookie("bcookie", '"v=2&5c1b0a7e-3f6d-4b5a-8e9f-0a1b2c3d4e5f"', ".linkedin.com") },
      }),
    },
  },
  tiktok: {
    name: "TikTok Pixel",
    scripts: { "analytics.tiktok.com/i18n/pixel/events.js": { tag: ["tiktok"] } },
    arrived: (r) => r.host === "analytics.tiktok.com" && r.path.startsWith("/api/v2/pixel"),
  },
  matomo: {
    name: "Matomo on the clinic's own host",
    scripts: {
      "stats.bayside-clinic.example/matomo.js": { tag: ["matomo"] },
      "stats.bayside-clinic.example/js/container_Bay5ide1.js": { tag: ["matomo", "matomo-container"] },
    },
    arrived: (r) => r.host === "stats.bayside-clinic.example" && r.path === "/matomo.php",
    answers: { "stats.bayside-clinic.example/matomo.php": () => ({ status: 204 }) },
  },
  matomoCloud: {
    name: "Matomo Cloud",
    scripts: { "cdn.matomo.cloud/bayside.matomo.cloud/matomo.js": { tag: ["matomo"] } },
    arrived: (r) => r.host === "bayside.matomo.cloud",
    answers: { "bayside.matomo.cloud/": () => ({ status: 204 }) },
  },
  mixpanel: {
    name: "Mixpanel",
    scripts: { "cdn.mxpnl.com/libs/mixpanel-2-latest.min.js": { sdk: "mixpanel" } },
    arrived: (r) => r.host === "api-js.mixpanel.com" && r.path.startsWith("/track"),
    answers: { "api-js.mixpanel.com/": () => json({ status: 1, error: null }) },
  },
  posthog: {
    name: "PostHog",
    scripts: { "us-assets.i.posthog.com/static/array.js": { sdk: "posthog" } },
    arrived: (r) => r.host === "us.i.posthog.com" && /^\/(e|i\/v0\/e)\//.test(r.path),
    answers: {
      "us-assets.i.posthog.com/array/": (r) =>
        r.path.endsWith(".js") ? { type: "text/javascript", body: "" } : json(posthogConfig),
      "us.i.posthog.com/flags": () => json({ flags: {}, errorsWhileComputingFlags: false, ...posthogConfig }),
      "us.i.posthog.com/decide": () => json({ featureFlags: {}, ...posthogConfig }),
      "us.i.posthog.com/": () => json({ status: "Ok" }),
    },
  },
  amplitude: {
    name: "Amplitude",
    scripts: { "cdn.amplitude.com/libs/analytics-browser-2.38.0-min.js.gz": { sdk: "amplitude" } },
    arrived: (r) => r.host === "api2.amplitude.com",
    answers: {
      "api2.amplitude.com/": () => json({ code: 200, events_ingested: 1, payload_size_bytes: 1, server_upload_time: 1 }),
      "sr-client-cfg.amplitude.com/": () => json({ configs: {} }),
    },
  },
  datadog: {
    name: "Datadog RUM",
    scripts: { "www.datadoghq-browser-agent.com/us1/v7/datadog-rum.js": { sdk: "datadog" } },
    arrived: (r) => r.host === "browser-intake-datadoghq.com",
    answers: { "browser-intake-datadoghq.com/": () => json({ request_id: "0" }, 202) },
  },
  sentry: {
    name: "Sentry",
    scripts: { "browser.sentry-cdn.com/11.12.0/bundle.min.js": { sdk: "sentry" } },
    arrived: (r) => r.host === "o447951.ingest.us.sentry.io",
    answers: { "o447951.ingest.us.sentry.io/": () => json({}) },
  },
  snowplow: {
    name: "Snowplow",
    scripts: { "cdn.jsdelivr.net/npm/@snowplow/browser-tracker@4/dist/index.umd.min.js": { sdk: "snowplow" } },
    arrived: (r) => r.host === "com-bayside-prod1.collector.snplow.net",
    answers: { "com-bayside-prod1.collector.snplow.net/": () => ({ type: "text/plain", body: "ok" }) },
  },
  alloy: {
    name: "Adobe Experience Platform Web SDK",
    scripts: { "cdn1.adoberesources.net/alloy/2.33.1/alloy.min.js": { sdk: "alloy" } },
    arrived: (r) => r.path.startsWith("/ee/") && /adobedc\.net$|demdex\.net$/.test(r.host),
    answers: {
      "edge.adobedc.net/ee/": () => json({
        requestId: "0", handle: [{ type: "identity:result", payload: [{ id: "09083471", namespace: { code: "ECID" } }] }],
      }),
      "adobedc.demdex.net/ee/": () => json({ requestId: "0", handle: [] }),
    },
  },
  clarity: {
    name: "Microsoft Clarity",
    scripts: { "www.clarity.ms/tag/bayside01": { sdk: "clarity" } },
    arrived: (r) => r.host === "k.clarity.ms" && r.path === "/collect",
    answers: { "k.clarity.ms/collect": () => ({ status: 204 }) },
  },
  segment: {
    name: "Segment",
    scripts: { "cdn.segment.com/analytics.js/v1/Bay5ideWriteKey/analytics.min.js": { sdk: "segment" } },
    arrived: (r) => r.host === "api.segment.io",
    answers: {
      "cdn.segment.com/v1/projects/": () => json(segmentSettings),
      "api.segment.io/": () => json({ success: true }),
    },
  },
  newrelic: {
    name: "New Relic Browser",
    scripts: { "js-agent.newrelic.com/nr-loader-spa-1.322.0.min.js": { sdk: "newrelic" } },
    arrived: (r) => r.host === "bam.nr-data.net",
    answers: {
      "bam.nr-data.net/1/": () => json({ stn: 0, err: 1, ins: 1, spa: 1, sr: 0, loaded: 1, log: 0, app: { agents: [] } }),
      "bam.nr-data.net/": () => json({}),
    },
  },
  plausible: {
    name: "Plausible",
    scripts: { "plausible.io/js/plausible.js": { sdk: "plausible" } },
    arrived: (r) => r.host === "plausible.io" && r.path === "/api/event",
    answers: { "plausible.io/api/event": () => ({ status: 202, type: "text/plain", body: "ok" }) },
  },
  rudderstack: {
    name: "RudderStack",
    scripts: { "cdn.rudderlabs.com/v3/modern/rsa.min.js": { sdk: "rudderstack" } },
    arrived: (r) => r.host === "baysideclinic.dataplane.rudderstack.com" && r.path.startsWith("/v1/"),
    answers: {
      "api.rudderstack.com/sourceConfig": () => json(rudderConfig),
      "baysideclinic.dataplane.rudderstack.com/": () => ({ type: "text/plain", body: "OK" }),
    },
  },
  /** Not a recipient: the consent banner's script on a public CDN, used by the clean pages. */
  cdn: {
    name: "jsDelivr",
    scripts: { "cdn.jsdelivr.net/gh/orestbida/cookieconsent@3.1.0/dist/cookieconsent.umd.js": { sdk: "cookieconsent" } },
    arrived: (r) => r.host === "cdn.jsdelivr.net",
  },
};

const posthogConfig = {
  supportedCompression: ["gzip-js"], autocapture_opt_out: false, sessionRecording: false, surveys: false, heatmaps: false,
  capturePerformance: false, autocaptureExceptions: false, hasFeatureFlags: false, defaultIdentifiedOnly: true,
};

const segmentSettings = {
  integrations: { "Segment.io": { apiKey: "Bay5ideWriteKey", unbundledIntegrations: [], addBundledMetadata: true } },
  plan: { track: { __default: { enabled: true, integrations: {} } }, identify: { __default: { enabled: true } } },
  edgeFunction: {}, analyticsNextEnabled: true, middlewareSettings: {}, enabledMiddleware: {},
  metrics: { sampleRate: 0 }, legacyVideoPluginsEnabled: false, remotePlugins: [],
};

const rudderConfig = {
  source: {
    id: "bayside", name: "Bayside", writeKey: "bayside-write-key", enabled: true, workspaceId: "w1", destinations: [],
    config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
    connections: [], updatedAt: "2026-01-01T00:00:00Z", dataplanes: {},
  },
  updatedAt: "2026-01-01T00:00:00Z", consentManagementMetadata: { providers: [] },
};
