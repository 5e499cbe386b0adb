// Stands where the shell's panel.js stands in the extension: the same start, with made-up answers in place of the worker.
// What the panel asked is kept in `window.asked`; a test changes the view with `window.publish`.
import "./sight.js";
import { text } from "./text.js";
import init, { speak, start } from "./ui.js";
import { writing } from "./write.js";
import { many } from "./many.mjs";

const wanted = new URLSearchParams(location.search);
const name = wanted.get("fixture");
document.documentElement.dir = wanted.get("dir") ?? "ltr";
document.documentElement.lang = wanted.get("language") ?? "en";
/** The browser, as far as its language goes. */
window.chrome = { i18n: { getMessage: () => document.documentElement.lang }, runtime: { getURL: (path) => path } };

const without = {
  "cannot-watch": { ok: true, text: "", state: "cannot-watch" },
  refused: { ok: true, text: "", state: "refused" },
  silent: { ok: false, error: "Could not establish connection" },
  broken: { ok: true, text: '{"tab":7,"watching":true' },
};
const fixture = async (which) => (await fetch(`${which}.json`)).text();
const made = { many: 300, flood: 5000 };
const began = performance.now();
let view = without[name] ?? {
  ok: true,
  text: made[name] ? JSON.stringify(many(JSON.parse(await fixture("clinic")), made[name], JSON.parse(await fixture("ignored")), JSON.parse(await fixture("followed")))) : await fixture(name),
};
/** How long the answer took to make up: of the panel it is no part. */
window.making = performance.now() - began;
let published = () => {};

window.asked = [];
window.publish = (change) => {
  const next = JSON.parse(view.text);
  change(next);
  view = { ok: true, text: JSON.stringify(next) };
  published(next.tab);
};
window.saved = [];
let file;
const { createObjectURL } = URL;
URL.createObjectURL = (blob) => createObjectURL.call(URL, (file = blob));
HTMLAnchorElement.prototype.click = async function () {
  const { download: name } = this;
  window.saved.push({ name, text: await file.text() });
};

const report = () => `{"leaklight-report":1,"version":"0.1.0","generated_at":${Date.now()},"view":${view.text}}`;

/** The hits as the worker hands them out to be written. */
const hits = { "hits-csv": '\ufeff"request","part"\r\n"1","1"\r\n', har: '{"log":{"version":"1.2"}}' };

/** What the person told of their own, as the worker keeps it. */
const own = name === "joined" ? {
  rules: [
    { what: "project lighthouse", site: "", says: "sensitive", topic: "substance-use" },
    { what: "/shop/*", site: "bayside-clinic.example", says: "innocent", topic: "" },
  ],
  pages: [{ site: "bayside-clinic.example", path: "", class: 1 }],
  own_domains: ["stats.example"],
} : { rules: [], pages: [], own_domains: [] };

/** Test patients, as the worker keeps them. */
const detail = (what, value) => ({ what, value });
const jordan = {
  id: "made-1", name: "Jordan Avery", on: true, saved: false,
  details: [
    detail("first-name", "Jordan"), detail("last-name", "Avery"), detail("email", "jordan.avery@example.org"), detail("phone", "+1 555 010 0199"),
    detail("birth-date", "1984-02-11"), detail("record-number", "MRN-00482913"),
  ],
};
const long = { id: "made-2", name: `${"a-very-long-name-".repeat(6)}ليلى حداد`, on: false, saved: true, details: [detail("ssn", "078-05-1120")] };
own.personas = { known: [jordan], quiet: [jordan], many: [jordan, long], rtl: [{ ...jordan, name: "ليلى حداد", details: [detail("first-name", "ليلى")] }] }[name] ?? [];

function keepPersona({ persona, on }) {
  if (on !== false && persona.details.length === 0) return { ok: false, error: "It holds nothing yet." };
  if (persona.name === "refused" || persona.details.some(({ value }) => value === "refused")) return { ok: false, error: "A name of that form cannot be kept." };
  const at = own.personas.findIndex(({ id }) => id === persona.id);
  if (on === false) own.personas = own.personas.filter(({ id }) => id !== persona.id);
  else if (at >= 0) own.personas[at] = persona;
  else own.personas.push(persona);
  return { ok: true };
}

/** What gets no cards. */
let muted = [];

/** Keeps or forgets as the worker does. */
function keep({ type, on, ...said }) {
  if (said.what === "/bad") return { ok: false, error: "A path of that form would fit every page." };
  const list = type === "rule" ? own.rules : own.pages;
  const same = (held) => ["what", "site", "says", "path"].every((name) => held[name] === said[name]);
  const rest = list.filter((held) => !same(held));
  list.splice(0, list.length, ...rest, ...(on === false ? [] : [said]));
  return { ok: true };
}

/** A step of the guided check, as the worker answers it. */
function checkStep({ step }) {
  if (name === "quiet") return { ok: false, error: "Cookies of this site could not be cleared." };
  const next = JSON.parse(view.text);
  const { consent } = next;
  const steps = ["ignore", "accept", "reject"];
  consent.check ??= { running: "", next: "", address: next.page.address, runs: steps.map((which) => ({ step: which, state: "not-run", said: "", lasted: 0 })), rows: [] };
  const { check } = consent;
  const at = steps.indexOf(step === "done" ? check.running : step);
  if (step === "off") consent.check = null;
  else if (step === "done") Object.assign(check, { running: "", next: "Go on with the next step." }, { runs: check.runs.with(at, { ...check.runs[at], state: "done", said: "2 requests to 1 tracker", lasted: 4000 }) });
  else Object.assign(check, { running: step, next: "Use the page for a moment." }, { runs: check.runs.with(at, { ...check.runs[at], state: "running" }) });
  view = { ok: true, text: JSON.stringify(next) };
  return { ok: true, text: ["done", "off"].includes(step) ? "" : '{"cookies":12,"frames":1,"left":1,"said":"Cookies removed: 12. Not cleared: frames 1."}' };
}

/** As another page of Leaklight’s tells the worker. */
window.send = send;

async function send(message) {
  window.asked.push(message);
  const reply = answer(message);
  // An answer that is long on its way says what was so when it was given.
  await window.wait?.(message);
  return reply;
}

function answer(message) {
  switch (message.type) {
    case "view":
      return view;
    case "uncover":
      if (window.covered) return { ok: false, error: window.covered };
      return { ok: true, text: "jordan.avery@example.org <b>not bold</b>" };
    case "vendors":
      return name === "rtl" ? { ok: false, error: "unknown message" } : { ok: true, text: "google-analytics-4 Google Analytics 4\nmatomo Matomo\nplausible Plausible\n" };
    case "rule":
    case "page-kind":
      return keep(message);
    case "mute":
      muted = [...muted.filter((what) => what !== message.what), ...(message.on === false ? [] : [message.what])];
      return { ok: true };
    case "persona":
      return keepPersona(message);
    case "fill":
      return name === "quiet" ? { ok: false, error: "Nothing is watched in this tab." } : { ok: true, text: "7" };
    case "check":
      return checkStep(message);
    case "state":
      return { ok: true, text: JSON.stringify({ watching: true, settings: { ...own, muted, relays: {} } }) };
    case "export":
      if (message.what in hits) return { ok: true, text: hits[message.what] };
      return message.what === "log" ? { ok: false, error: "no log is kept" } : { ok: true, text: report() };
    default:
      return { ok: true };
  }
}

const host = {
  send,
  async watch(tab, reload) {
    window.asked.push({ type: "watch", tab, reload });
    if (name !== "idle") return { ok: false, state: "refused" };
    view = { ok: true, text: await fixture("none") };
    return { ok: true };
  },
  onPublish(callback) {
    published = callback;
  },
  onTab(callback) {
    callback(7);
  },
};

// The fixtures' visit began at 14:02:30 and went on for half a minute.
const offset = 1_804_082_580_000 - Date.now();
globalThis.Date = class extends Date {
  constructor(...given) {
    super(...(given.length ? given : [Date.now() + offset]));
  }
};

const [said] = await Promise.all([text(), init({ module_or_path: "ui_bg.wasm" })]);
speak(said);
start(writing(host));
