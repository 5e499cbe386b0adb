// The clinic's intake form alone on a page, at a neutral address, for tests of what a script does with what is typed there.
import { esc } from "./layout.mjs";
import { visitor } from "./persona.mjs";
import { hosts } from "./site.mjs";

/** The form's fields, by their ids: the visitor's words that go into them. */
const fields = {
  email: { label: "E-mail", type: "email" },
  phone: { label: "Phone", type: "tel" },
  reason: { label: "Reason for your visit" },
};

const field = ([id, { label, type }]) =>
  `<label>${label} ${type ? `<input type="${type}" id="${id}" name="${id}">` : `<textarea id="${id}" name="${id}"></textarea>`}</label>`;

/** The page's markup. `scripts` stand at the end of the body; `text` is what the page itself says. */
export function intake(scripts = "", text = "") {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bayside Clinic</title>
<link rel="icon" href="/favicon.ico"></head><body><main id="main">
<h1>Bayside Clinic</h1>${text && `<p id="told">${esc(text)}</p>`}
<form id="intake" method="post" action="/p/sent">${Object.entries(fields).map(field).join("\n")}
<button id="send">Send</button></form></main>
${scripts}
</body></html>`;
}

/** Puts the form with these scripts on the sink. @returns {string} its address */
export function stageIntake(sink, path, scripts, text) {
  sink.staged.set(hosts.www + path, { type: "text/html; charset=utf-8", body: intake(scripts, text) });
  sink.staged.set(`${hosts.www}/p/sent`, { type: "text/html; charset=utf-8", body: "<!doctype html><title>Bayside Clinic</title><h1>Thank you</h1>" });
  return `https://${hosts.www}${path}`;
}

/** Types the visitor's words into the form, as a person does; `words` in the place of some of them. */
export async function fillIn(page, words = {}) {
  for (const id of Object.keys(fields)) await page.type(`#${id}`, words[id] ?? visitor[id]);
}

/** Presses Send by the keyboard: a card over the page may stand where the mouse would press. */
export async function pressSend(page) {
  await page.focus("#send");
  await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.keyboard.press("Enter")]);
}
