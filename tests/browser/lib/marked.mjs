// The extension with every message of its locales set between ⟦ and ⟧: what a page says outside them stands in no locale.
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A copy of the unpacked extension whose messages are marked, to be removed when done. */
export async function marked(extension) {
  const folder = await mkdtemp(join(tmpdir(), "leaklight-marked-"));
  await cp(extension, folder, { recursive: true });
  const text = join(folder, "_locales/en/text.txt");
  // A language's own name is read by code.
  await writeFile(text, (await readFile(text, "utf8")).split("\n").map((message) => (message === "en" ? message : `⟦${message}⟧`)).join("\n"));
  const messages = join(folder, "_locales/en/messages.json");
  const read = JSON.parse(await readFile(messages, "utf8"));
  for (const [name, entry] of Object.entries(read)) if (!["language", "name"].includes(name)) entry.message = `⟦${entry.message}⟧`;
  await writeFile(messages, JSON.stringify(read));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * To be run in a page: the words it shows, or says to who cannot see, that stand in no message. What comes from the page that was watched,
 * names of vendors and of parameters are not its own words: those stand in elements that read in their own direction, or in code's letters.
 */
export function unmarked() {
  const found = new Set();
  const outside = (text) => {
    let depth = 0;
    let out = "";
    for (const sign of text) {
      if (sign === "⟦") depth += 1;
      else if (sign === "⟧") depth -= 1;
      else if (depth <= 0) out += sign;
    }
    return out;
  };
  const look = (text, where) => {
    const rest = outside(text ?? "").replace(/\s+/g, " ").trim();
    if (/[A-Za-z]{3}/.test(rest)) found.add(`${where}: ${rest.slice(0, 120)}`);
  };
  const foreign = "bdi, .mono, code, pre, script, style, noscript, textarea, option[value], [dir=auto] > mark, title";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  // A block's text is put together from nodes: a message may be drawn in several.
  const blocks = new Set();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (!holder || holder.closest(foreign)) continue;
    if (holder.closest("svg")) look(node.data, "svg");
    else blocks.add(holder);
  }
  for (const element of blocks) {
    const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("");
    look(own, `${element.tagName.toLowerCase()}.${element.className}`);
  }
  for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
    if (element.closest(foreign)) continue;
    for (const name of ["aria-label", "title", "placeholder", "alt"]) look(element.getAttribute(name), `@${name}`);
  }
  return [...found];
}
