// What known values cost in the worker's WASM: the same requests with five known and with none, and what making one known takes.
//
//   node --expose-gc known.mjs --extension DIR --rows FILE
//
// DIR is the unpacked extension. Rows as in wasm.mjs. Prints one line of JSON; times are of
// this machine at this moment, only their ratios say something.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({ options: { extension: { type: "string" }, rows: { type: "string" } } });
const encoder = new TextEncoder();
const TAB = 1;
const PASSES = 7;
const START = 1_700_000_000_000;
const KNOWN = ["Ada.Winter9+lab@Mail-Test.example", "+1 (415) 555-0137", "Marguerite Delacroix", "10/17/1971", "chronic migraine treatment"];
const TYPES = { document: "sub_frame", fetch: "xmlhttprequest", xhr: "xmlhttprequest", beacon: "ping" };

const now = () => process.hrtime.bigint();
const microseconds = (from) => Number(now() - from) / 1e3;
const quantile = (sorted, q) => sorted[Math.floor((sorted.length - 1) * q)];
const median = (numbers) => quantile([...numbers].sort((a, b) => a - b), 0.5);
const bytesOf = (...events) => encoder.encode(events.map((event) => JSON.stringify(event) + "\n").join(""));

async function load(name) {
  const glue = await import(pathToFileURL(resolve(options.extension, `${name}.js`)));
  await glue.default({ module_or_path: readFileSync(resolve(options.extension, `${name}_bg.wasm`)) });
  if (name === "core") glue.speak(readFileSync(resolve(options.extension, "_locales/en/text.txt"), "utf8"));
  return glue;
}

function readRows() {
  const web = (url) => (typeof url === "string" && /^https?:/.test(url) ? url : undefined);
  return readFileSync(options.rows, "utf8").trim().split("\n").map((line) => JSON.parse(line))
    .map((row) => ({
      url: row.url, page: web(row.source) ?? web(row.page) ?? web(row.document),
      type: TYPES[row.type ?? row.rtype] ?? row.type ?? row.rtype ?? "other", method: row.method ?? "GET",
      body: typeof row.body === "string" && row.body !== "" ? row.body : undefined,
    }))
    .filter((row) => /^(https?|wss?):/.test(row.url) && row.page);
}

const request = (row, id, time) => ({
  request: {
    tabId: TAB, timeStamp: time, requestId: String(id), url: row.url, method: row.method, type: row.type, frameId: 0,
    initiator: new URL(row.page).origin, ...(row.body !== undefined && { body: { text: row.body } }),
  },
});

/** The effects in what the core answers: its first line, as JSON. */
function effectsOf(answer) {
  const [line] = new TextDecoder().decode(answer).split("\n", 1);
  return line === "" ? [] : JSON.parse(line);
}

/** Carries out what the core asks of the codecs, as the shell does, and what that brings in turn. */
function carryOut(core, codecs, answer, time, took) {
  const pending = effectsOf(answer);
  let prepared = 0;
  while (pending.length > 0) {
    const { prepare } = pending.shift();
    if (!prepare) continue;
    const from = now();
    const table = codecs.prepare(prepare.text, prepare.salt, prepare.secret);
    pending.push(...effectsOf(core.learn(prepare.tab, prepare.value, table)));
    took.push(microseconds(from) / 1e3);
    prepared += 1;
  }
  return prepared;
}

function pass(glue, codecs, rows, values, add) {
  const core = new glue.Core("{}");
  const took = new Float64Array(rows.length);
  let time = START;
  let known = 0;
  const step = (...events) => {
    known += carryOut(core, codecs, core.ingest(bytesOf(...events), time), time, add);
  };
  step({ watch: { tabId: TAB, timeStamp: time, frameId: 0, url: rows[0].page, reload: false } });
  values.forEach((value, field) => {
    time += 300;
    step({ typed: { tabId: TAB, frameId: 0, timeStamp: time, field, about: "text\tq\t", value } });
  });
  rows.forEach((row, i) => {
    time += 20;
    const details = bytesOf(request(row, i, time));
    const from = now();
    const answer = core.ingest(details, time);
    took[i] = microseconds(from);
    known += carryOut(core, codecs, answer, time, add);
  });
  // One that leaks, so that nobody times a search that does not search.
  const leak = { ...rows[0], url: `https://sink.example/c?em=${encodeURIComponent(KNOWN[0])}`, body: undefined };
  step(request(leak, "leak", time + 20));
  const view = JSON.parse(core.view(TAB));
  core.free();
  globalThis.gc?.();
  return { took: took.sort(), known, found: view.findings.some((finding) => finding.evidence.some((proof) => proof.known)) };
}

const rows = readRows();
const [glue, codecs] = [await load("core"), await load("codecs")];
const add = [];
const none = [];
const five = [];
for (let i = 0; i < PASSES; i++) {
  const a = pass(glue, codecs, rows, [], []);
  const b = pass(glue, codecs, rows, KNOWN, add);
  // The first pass is V8's to warm up.
  if (i > 0) (none.push(a), five.push(b));
}
const at = (passes, q) => +median(passes.map((one) => quantile(one.took, q))).toFixed(2);
console.log(JSON.stringify({
  requests: rows.length, none_p50_us: at(none, 0.5), none_p99_us: at(none, 0.99), with_p50_us: at(five, 0.5), with_p99_us: at(five, 0.99),
  add_ms: +median(add.length > 0 ? add : [NaN]).toFixed(2), found: Number(five[0].known > 0 && five[0].found && !none[0].found),
}));
