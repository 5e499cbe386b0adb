// What the worker's WASM spends on a request, and to come back after the browser ended the worker.
//
//   node --expose-gc wasm.mjs --extension DIR --rows FILE
//
// DIR is the unpacked extension. FILE: JSON Lines with `url`, `page` (or `source`, `document`), and where known
// `type`, `method`, `body`; without it the rows of rows.jsonl beside this file. Prints one line of JSON; times are of this
// machine at this moment, only ratios of the same run say something.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: { extension: { type: "string" }, rows: { type: "string" }, restart: { type: "string" } },
});
const encoder = new TextEncoder();
const TAB = 1;
const PASSES = 6;
const RESTARTS = 9;

const now = () => process.hrtime.bigint();
const microseconds = (from) => Number(now() - from) / 1e3;
const quantile = (sorted, q) => sorted[Math.floor((sorted.length - 1) * q)];
const median = (numbers) => quantile([...numbers].sort((a, b) => a - b), 0.5);

async function load() {
  const glue = await import(pathToFileURL(resolve(options.extension, "core.js")));
  const bytes = readFileSync(resolve(options.extension, "core_bg.wasm"));
  const text = () => glue.speak(readFileSync(resolve(options.extension, "_locales/en/text.txt"), "utf8"));
  return { glue, bytes, text };
}

// A browser's words for what a request is for.
const TYPES = { document: "sub_frame", fetch: "xmlhttprequest", xhr: "xmlhttprequest", beacon: "ping" };

function readRows(file) {
  const rows = readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line));
  const web = (url) => (typeof url === "string" && /^https?:/.test(url) ? url : undefined);
  return rows
    .map((row) => ({
      url: row.url,
      page: web(row.source) ?? web(row.page) ?? web(row.document),
      type: TYPES[row.type ?? row.rtype] ?? row.type ?? row.rtype ?? "other",
      method: row.method ?? "GET",
      body: typeof row.body === "string" && row.body !== "" ? row.body : undefined,
    }))
    .filter((row) => /^(https?|wss?):/.test(row.url) && row.page);
}

/** What a listener hands over for a request. */
function requestEvent(row, id, time) {
  return {
    request: {
      tabId: TAB, timeStamp: time, requestId: String(id), url: row.url, method: row.method, type: row.type, frameId: 0,
      initiator: new URL(row.page).origin, ...(row.body !== undefined && { body: { text: row.body } }),
    },
  };
}

const bytesOf = (...events) => encoder.encode(events.map((event) => JSON.stringify(event) + "\n").join(""));
const committed = (url, time) => ({ committed: { tabId: TAB, timeStamp: time, frameId: 0, url } });
const watch = (url, time) => ({ watch: { tabId: TAB, timeStamp: time, frameId: 0, url, reload: false } });

/** One request a call: from the listener's details to the effects' bytes. Pages are opened between, outside the clock. */
function passOverRows(glue, rows) {
  const core = new glue.Core("{}");
  const took = new Float64Array(rows.length);
  let time = 1_700_000_000_000;
  let page;
  core.ingest(bytesOf(watch(rows[0].page, time)), time);
  rows.forEach((row, i) => {
    time += 20;
    if (row.page !== page) {
      page = row.page;
      core.ingest(bytesOf(committed(page, time)), time);
    }
    const details = requestEvent(row, i, time);
    const from = now();
    core.ingest(bytesOf(details), time);
    took[i] = microseconds(from);
  });
  return { core, took };
}

/** In a process of its own, or V8 would hand out the code it compiled before. */
async function restart(file) {
  const { glue, bytes, text } = await load();
  const snapshot = readFileSync(file);
  const event = bytesOf(requestEvent({ url: "https://sink.example/collect?dl=https%3A%2F%2Fclinic.example%2F", page: "https://clinic.example/", type: "ping", method: "GET" }, "first", 0));
  const from = now();
  await glue.default({ module_or_path: await WebAssembly.compile(bytes) });
  text();
  const instantiated = microseconds(from);
  const core = glue.Core.restore(snapshot, "{}");
  core.ingest(event, 1_700_000_000_000);
  console.log(JSON.stringify({ instantiate: instantiated / 1e3, firstEvent: microseconds(from) / 1e3 }));
}

function restarts(snapshot) {
  const folder = mkdtempSync(join(tmpdir(), "leaklight-bench-"));
  try {
    const file = join(folder, "snapshot");
    writeFileSync(file, snapshot);
    const again = () => JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), "--extension", options.extension, "--restart", file]));
    return Array.from({ length: RESTARTS }, again);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure() {
  const rows = readRows(options.rows ?? fileURLToPath(new URL("rows.jsonl", import.meta.url)));
  const { glue, bytes, text } = await load();
  await glue.default({ module_or_path: bytes });
  text();
  const passes = [];
  for (let pass = 0; pass < PASSES; pass++) {
    const { core, took } = passOverRows(glue, rows);
    core.free();
    globalThis.gc?.();
    // The first pass is V8's to warm up.
    if (pass > 0) passes.push(took.sort());
  }
  const first = passOverRows(glue, rows.slice(0, 300)).core;
  const snapshot = first.snapshot();
  const seen = JSON.parse(first.view(TAB));
  const starts = restarts(snapshot);
  const at = (q) => +median(passes.map((took) => quantile(took, q))).toFixed(2);
  console.log(JSON.stringify({
    requests: rows.length, p50_us: at(0.5), p99_us: at(0.99),
    mean_us: +median(passes.map((took) => took.reduce((a, b) => a + b) / took.length)).toFixed(2),
    findings: seen.findings?.length ?? 0, snapshot_bytes: snapshot.length,
    instantiate_ms: +median(starts.map((start) => start.instantiate)).toFixed(1),
    first_event_ms: +median(starts.map((start) => start.firstEvent)).toFixed(1),
  }));
}

await (options.restart ? restart(options.restart) : measure());
