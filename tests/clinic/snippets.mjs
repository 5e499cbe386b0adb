// What the clinic's marketers pasted into their pages, one function a vendor. Each returns markup for the end of <head>.
import { visitor } from "./persona.mjs";

const script = (code) => `<script>${code}</script>`;
const from = (url, code) => `<script src="${url}"></script>${script(code)}`;
const load = (url) =>
  `document.head.append(Object.assign(document.createElement("script"),{async:true,src:"${url}"}));`;

const gtag = `window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}`;

export const snippets = {
  meta: ({ search }) => script(
    `window.fbq=function(){fbq.callMethod?fbq.callMethod.apply(fbq,arguments):fbq.queue.push(arguments)};fbq.queue=[];`
    + load("https://connect.facebook.net/en_US/fbevents.js")
    + `fbq("init","246813579024680");fbq("track","PageView");`
    + (search ? `fbq("track","Search",{search_string:${JSON.stringify(search)}});` : "")),

  ga4: ({ consent, user }) => script(
    `${gtag};gtag("consent","default",{ad_storage:"${consent}",analytics_storage:"${consent}"});gtag("js",new Date());`
    + (user ? `gtag("set","user_data",{email:${JSON.stringify(user.email)}});` : "")
    + `gtag("config","G-BAY51DE001");` + load("https://www.googletagmanager.com/gtag/js?id=G-BAY51DE001")),

  googleAds: () => script(`gtag("config","AW-987654321");`),

  googleAdsConversion: () => script(
    `gtag("config","AW-987654321");`
    + `gtag("event","conversion",{send_to:"AW-987654321/b00kAppo1ntm3nt",value:1,currency:"USD",transaction_id:"A-58213"});`),

  floodlight: () => script(
    `addEventListener("DOMContentLoaded",()=>document.body.append(Object.assign(document.createElement("iframe"),{hidden:true,`
    + `src:"https://8421567.fls.doubleclick.net/activityi;src=8421567;type=appts;cat=hivte0;ord="+Date.now()+";num=1;"`
    + `+"u1=HIV%20testing;gtm=45fe5a10;auiddc=1041234567.1732381234;~oref="+encodeURIComponent(location.href)+"?"})));`),

  hubspot: () => script(load("https://js.hs-scripts.com/19922862.js")),

  uet: () => script(`window.uetTag="26101359";window.uetq=window.uetq||[];` + load("https://bat.bing.com/bat.js")),

  linkedin: () => script(
    `window._linkedin_data_partner_ids=["3346164"];` + load("https://snap.licdn.com/li.lms-analytics/insight.min.js")),

  tiktok: ({ user }) => script(
    `window.ttq=window.ttq||[];`
    + (user ? `ttq.push(["identify",{email:${JSON.stringify(user.email)}}]);` : "")
    + `ttq.push(["page"]);`
    + load("https://analytics.tiktok.com/i18n/pixel/events.js?sdkid=C9BAYSIDE7U0000000AG&lib=ttq")),

  matomo: ({ search, count }) => script(
    `window._paq=window._paq||[];_paq.push(["setTrackerUrl","https://stats.bayside-clinic.example/matomo.php"]);`
    + `_paq.push(["setSiteId","1"]);`
    + (search ? `_paq.push(["trackSiteSearch",${JSON.stringify(search)},"doctors",${count}]);` : `_paq.push(["trackPageView"]);`)
    + load("https://stats.bayside-clinic.example/matomo.js")),

  matomoCloud: () => script(
    `window._paq=window._paq||[];_paq.push(["setTrackerUrl","https://bayside.matomo.cloud/matomo.php"]);`
    + `_paq.push(["setSiteId","1"]);_paq.push(["trackPageView"]);`
    + load("https://cdn.matomo.cloud/bayside.matomo.cloud/matomo.js")),

  matomoContainer: () => script(
    `window._paq=window._paq||[];window._mtm=window._mtm||[];_mtm.push({"mtm.startTime":Date.now(),event:"mtm.Start"});`
    + load("https://stats.bayside-clinic.example/js/container_Bay5ide1.js")),

  /** Matomo as it should be set: a neutral address and title in place of the page's own, no cookies, no fingerprint. */
  matomoClean: ({ neutral }) => script(
    `window._paq=window._paq||[];_paq.push(["disableCookies"]);_paq.push(["disableBrowserFeatureDetection"]);`
    + `_paq.push(["discardHashTag",true]);_paq.push(["setExcludedQueryParams",["q","specialty","email","name"]]);`
    + `_paq.push(["setReferrerUrl",""]);_paq.push(["setCustomUrl",${JSON.stringify(neutral)}]);`
    + `_paq.push(["setDocumentTitle","Bayside Clinic"]);`
    + `_paq.push(["setTrackerUrl","https://stats.bayside-clinic.example/matomo.php"]);_paq.push(["setSiteId","1"]);`
    + `_paq.push(["trackPageView"]);` + load("https://stats.bayside-clinic.example/matomo.js")),

  mixpanel: () => from("https://cdn.mxpnl.com/libs/mixpanel-2-latest.min.js",
    `mixpanel.init("3f1c9a5e7b2d4086a1c3e5f7092b4d6e",{track_pageview:true,autocapture:true,batch_requests:false,`
    + `api_host:"https://api-js.mixpanel.com",persistence:"localStorage"});`),

  posthog: () => from("https://us-assets.i.posthog.com/static/array.js",
    `posthog.init("phc_BaySideClinic0000000000000000000000000000000",{api_host:"https://us.i.posthog.com",`
    + `opt_out_useragent_filter:true,request_batching:false,disable_session_recording:true});`),

  amplitude: () => from("https://cdn.amplitude.com/libs/analytics-browser-2.38.0-min.js.gz",
    `amplitude.init("0123456789abcdef0123456789abcdef",{autocapture:true,flushIntervalMillis:100});`),

  datadog: () => from("https://www.datadoghq-browser-agent.com/us1/v7/datadog-rum.js",
    `DD_RUM.init({applicationId:"5f2a3b4c-0000-4000-8000-ba7510ec1111",clientToken:"pub0123456789abcdef0123456789abcdef",`
    + `site:"datadoghq.com",service:"bayside-web",env:"prod",sessionSampleRate:100,sessionReplaySampleRate:100,`
    + `startSessionReplayRecordingManually:false,defaultPrivacyLevel:"allow",trackUserInteractions:true});`),

  sentry: ({ patient }) => from("https://browser.sentry-cdn.com/11.12.0/bundle.min.js",
    `Sentry.init({dsn:"https://0123456789abcdef0123456789abcdef@o447951.ingest.us.sentry.io/4501",sendDefaultPii:true});`
    + (patient ? `Sentry.setUser({id:${JSON.stringify(visitor.recordNumber)},email:${JSON.stringify(visitor.email)}});` : "")
    + `addEventListener("load",()=>Sentry.captureMessage("form ready"));`),

  snowplow: () => from("https://cdn.jsdelivr.net/npm/@snowplow/browser-tracker@4/dist/index.umd.min.js",
    `snowplow.newTracker("sp","https://com-bayside-prod1.collector.snplow.net",{appId:"bayside",bufferSize:1});`
    + `snowplow.trackPageView();`),

  alloy: () => from("https://cdn1.adoberesources.net/alloy/2.33.1/alloy.min.js",
    `alloy("configure",{datastreamId:"ba751de0-0000-4000-8000-c11111c00001",orgId:"BAYSIDE@AdobeOrg",`
    + `clickCollectionEnabled:false,thirdPartyCookiesEnabled:false});`
    + `alloy("sendEvent",{xdm:{eventType:"web.webpagedetails.pageViews",web:{webPageDetails:{name:document.title}}}});`),

  clarity: () => from("https://www.clarity.ms/tag/bayside01",
    `clarityJs.start({projectId:"bayside01",upload:"https://k.clarity.ms/collect",track:true,content:true,delay:200});`),

  segment: ({ user }) => from("https://cdn.segment.com/analytics.js/v1/Bay5ideWriteKey/analytics.min.js",
    `window.analytics=AnalyticsBrowser.load({writeKey:"Bay5ideWriteKey"});analytics.page();`
    + (user ? `analytics.identify(${JSON.stringify(visitor.portalUser)},${JSON.stringify({ email: user.email, phone: user.phone })});` : "")),

  newrelic: () => from("https://js-agent.newrelic.com/nr-loader-spa-1.322.0.min.js",
    `new NewRelicAgent({init:{distributed_tracing:{enabled:false},privacy:{cookies_enabled:true},ajax:{enabled:true}},`
    + `info:{beacon:"bam.nr-data.net",errorBeacon:"bam.nr-data.net",licenseKey:"NRJS-0123456789abcdef012",applicationID:"601",sa:1},`
    + `loader_config:{accountID:"1",trustKey:"1",agentID:"601",licenseKey:"NRJS-0123456789abcdef012",applicationID:"601"}});`),

  plausible: () => from("https://plausible.io/js/plausible.js",
    `plausibleTracker.init({domain:"bayside-clinic.example",formSubmissions:true,outboundLinks:true});`),

  rudderstack: ({ patient }) => from("https://cdn.rudderlabs.com/v3/modern/rsa.min.js",
    `window.rudder=new RudderAnalytics();rudder.load("bayside-write-key","https://baysideclinic.dataplane.rudderstack.com",`
    + `{configUrl:"https://api.rudderstack.com",useBeacon:false});rudder.page();`
    + (patient ? `rudder.identify(${JSON.stringify(visitor.recordNumber)},{email:${JSON.stringify(visitor.email)}});` : "")),
};
