// Reduces the npm package third-party-web (MIT) to owners.tsv: domain, owner, category.
//   npm pack third-party-web && tar xzf third-party-web-*.tgz && node core/data/owners.mjs package > core/data/owners.tsv
import { readFileSync } from "node:fs";
import { join } from "node:path";

const dir = process.argv[2];
const { version, license } = JSON.parse(readFileSync(join(dir, "package.json"), "utf8"));
const entities = JSON.parse(readFileSync(join(dir, "dist/entities-nostats.json"), "utf8"));
const rows = new Map();
// Portals, search and mail that an advertising company runs: sites first, whatever their owner sells. What they measure is
// told by the catalogue's rows and by behaviour.
const SITES = {
  "aol.com": "Yahoo", "bing.com": "Microsoft", "microsoft.com": "Microsoft", "msn.com": "Microsoft", "msn.cn": "Microsoft", "s-msn.com": "Microsoft", "yahoo.com": "Yahoo",
};
for (const e of entities) {
  for (const d of e.domains) {
    const domain = d.replace(/^\*\./, "").toLowerCase();
    if (!rows.has(domain)) rows.set(domain, `${domain}\t${(e.company || e.name).trim()}\t${e.category ?? e.categories[0]}`);
  }
}
for (const [domain, owner] of Object.entries(SITES)) rows.set(domain, `${domain}\t${owner}\tcontent`);
const day = new Date().toISOString().slice(0, 10);
console.log(`# third-party-web ${version} (npm, ${license}, Copyright (c) 2019 Patrick Hulce), reduced ${day} by owners.mjs`);
console.log([...rows.keys()].sort().map((k) => rows.get(k)).join("\n"));
