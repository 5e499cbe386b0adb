// The demonstration: a real Chromium with Leaklight on, a visitor's path through the demo clinic, clean pages first.
//   node tests/browser/demo.mjs --extension DIR --out DIR [--headed]
// Prints the findings, leaves screenshots, report, recorded log and what the sink received. Exit code 0 only if every
// expected leak was seen while it happened and the clean pages gave nothing above Info.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { persona } from "../clinic/persona.mjs";
import { address } from "../clinic/site.mjs";
import { startChromium } from "./lib/chromium.mjs";
import { Sink } from "./lib/sink.mjs";
import { table } from "./lib/table.mjs";
import { told, unanswered, unfounded } from "./lib/truth.mjs";
import { Watched } from "./lib/watched.mjs";
import { leave, walk } from "./visit.mjs";

const { values: options } = parseArgs({
  options: {
    extension: { type: "string" }, out: { type: "string", default: "target/demo" },
    headed: { type: "boolean", default: false },
  },
});
if (!options.extension) {
  console.error("usage: demo.mjs --extension DIR [--out DIR] [--headed]");
  process.exit(2);
}
const out = resolve(options.out);
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const sink = await Sink.start();
const browser = await startChromium({ sink, extension: resolve(options.extension), headed: options.headed });
const trouble = [];
let kept;

try {
  const clean = await visit("clean");
  const loud = clean.view.findings.filter((f) => f.severity !== "info");
  for (const f of loud) trouble.push(`clean pages: ${f.severity} ${f.kind}: ${f.said}`);
  await clean.watched.close();

  const leaky = await visit("leaky");
  const { view, requests, missedLive } = leaky;
  for (const row of missedLive) trouble.push(`not seen live: ${row.secret.name} told to ${row.host}`);
  for (const f of unfounded(view, requests)) trouble.push(`nothing at the sink for: ${f.kind} ${f.recipient.host}: ${f.said}`);

  await writeFile(join(out, "report.html"), await leaky.watched.saved());
  await writeFile(join(out, "log.ndjson"), await leaky.watched.export("log"));
  await writeFile(join(out, "findings.json"), JSON.stringify({ clean: clean.view, leaky: view }, null, 1));
  await sink.save(join(out, "sink.json"));

  await watchedPanel(leaky.watched);
  console.log(`\nClean pages: ${clean.view.findings.length} findings, ${loud.length} above Info.`);
  console.log(`Leaky pages: ${view.findings.length} findings about ${view.summary.companies} companies.\n`);
  console.log(table(["Severity", "Who", "Finding", "Pages", "Times", "What was seen first"], grouped(view)));
  console.log("\nWhat left of the made-up patient, and of what was typed:\n");
  console.log(table(["What", "Value", "To", "Times", "How"], left(view)));
  if (!left(view).length) trouble.push("nothing of the made-up patient was seen to leave");
  const rows = told(requests);
  console.log(`\nAt the sink: ${rows.length} times a sensitive value at another company's host (${new Set(rows.map((r) => r.host)).size} hosts); `
    + `${rows.length - missedLive.length} of them seen live.`);
  kept = leaky.watched;
} catch (error) {
  trouble.push(error.stack ?? String(error));
}

for (const line of trouble) console.log(`! ${line}`);
console.log(`\nScreenshots, report.html, log.ndjson, findings.json and sink.json are in ${out}`);
if (options.headed && kept) {
  console.log("The browser stays open; close it to end.");
  await kept.page.goto(address("condition", "leaky"));
  await kept.page.bringToFront();
  await new Promise((closed) => browser.browser.once("disconnected", closed));
} else {
  await browser.close();
}
await sink.close();
process.exitCode = trouble.length ? 1 : 0;

/** Walks one variant with Leaklight on, taking a picture of each step once its leaks are shown. */
async function visit(variant) {
  const watched = await Watched.open(browser, address("home", variant));
  // Cards slide in; a picture is taken of them at rest.
  if (!options.headed) await watched.page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
  const answer = await watched.ask({ type: "persona", persona });
  if (!answer?.ok) trouble.push(`the made-up patient was not taken: ${JSON.stringify(answer)}`);
  const mark = sink.requests.length;
  const missedLive = [];
  let n = 0;
  const look = async (name) => {
    const rows = variant === "leaky" ? told(sink.since(mark)) : [];
    try {
      await watched.untilView((view) => unanswered(view, rows).length === 0, `every leak of ${name}`);
    } catch {
      for (const row of unanswered(await watched.view(), rows)) {
        if (!missedLive.some((m) => m.host === row.host && m.secret === row.secret)) missedLive.push(row);
      }
    }
    // The form still stands: the proof names its fields, and they are outlined.
    if (variant === "leaky" && name === "appointment") {
      await watched.untilView((view) => view.findings.some((f) => f.evidence.some((e) => e.known?.field)), "a field's value proven")
        .catch((error) => trouble.push(error.message));
    }
    n += 1;
    if (name !== "left") await watched.page.screenshot({ path: join(out, `${variant}-${n}-${name}.png`) });
    console.log(`${variant} ${n}: ${name}`);
  };
  await walk({ page: watched.page, variant, sink, after: look });
  await leave({ page: watched.page, variant, sink }, mark);
  await look("left");
  return { watched, view: await watched.view(), requests: sink.since(mark), missedLive };
}

/** Findings above Info, one row for each recipient and kind: a visit gives the same kind on several pages. */
function grouped(view) {
  const order = ["critical", "high", "medium", "low"];
  const rows = new Map();
  for (const f of view.findings.filter((x) => order.includes(x.severity))) {
    const key = `${f.recipient?.id} ${f.kind}`;
    const row = rows.get(key) ?? { ...f, pages: new Set(), times: 0 };
    row.severity = order[Math.min(order.indexOf(row.severity), order.indexOf(f.severity))];
    row.pages.add(f.page.shown);
    row.times += f.count;
    rows.set(key, row);
  }
  return [...rows.values()]
    .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || b.times - a.times)
    .map((f) => [f.severity, f.recipient?.name ?? "(this browser)", f.title, String(f.pages.size), String(f.times), f.said]);
}

/** Known values that left, one row for each recipient. */
function left(view) {
  return view.known.flatMap((value) => value.left.map((l) => [value.what, value.value.shown, l.name, String(l.count), l.how]));
}

/** Pictures of the panel, light and dark, in a side panel's size. */
async function watchedPanel({ asker }) {
  await asker.bringToFront();
  await asker.setViewport({ width: 420, height: 900 });
  for (const value of ["light", "dark"]) {
    await asker.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
    await asker.screenshot({ path: join(out, `panel-${value}.png`) });
  }
}
