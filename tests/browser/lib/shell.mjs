// The shell's modules as they are compiled, for tests that need no browser.
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const compiled = fileURLToPath(new URL("../../../target/shell/js/", import.meta.url));

/** In the place of the core's own module: takes everything and answers nothing. */
const CORE = `export default async () => {};
export class Core {
  configured = [];
  configure(settings) { this.configured.push(settings); return true; }
  vendors() { return "matomo Matomo\\n"; }
}
export const renew = () => {}, settle = () => {}, speak = () => {};
`;

/** In the place of what the modules say: nothing. */
const TEXT = "export const text = async () => '';\n";

/** In the place of the codecs' module: a test says what they answer, in `globalThis.codecs`. */
const CODECS = `export default (...all) => globalThis.codecs.init(...all);
export const prepare = (...all) => globalThis.codecs.prepare(...all), unpack = (...all) => globalThis.codecs.unpack(...all);
export const renew = () => globalThis.codecs.renew(), settle = () => {};
`;

/** Imports the named modules; they are copied beside a package.json that says what they are. */
export async function shell(t, ...names) {
  const folder = await mkdtemp(join(tmpdir(), "leaklight-shell-"));
  t.after(() => rm(folder, { recursive: true }));
  await cp(compiled, folder, { recursive: true });
  await writeFile(join(folder, "package.json"), '{"type":"module"}');
  await writeFile(join(folder, "core.js"), CORE);
  await writeFile(join(folder, "text.js"), TEXT);
  await writeFile(join(folder, "codecs.js"), CODECS);
  return Object.assign({}, ...(await Promise.all(names.map((name) => import(pathToFileURL(join(folder, `${name}.js`)))))));
}

/** `chrome.storage.session`, as far as the journal knows it: whole writes or none, refused where they would fill it past its quota. */
export class Area {
  items = new Map();
  quota = 10 * 1024 * 1024;
  writes = 0;

  size(items = this.items) {
    return [...items].reduce((sum, [key, value]) => sum + key.length + JSON.stringify(value).length, 0);
  }
  async get(keys = null) {
    await undefined;
    return Object.fromEntries(structuredClone([...this.items].filter(([key]) => keys === null || keys.includes(key))));
  }
  async set(items) {
    await undefined;
    this.writes += 1;
    const next = new Map([...this.items, ...Object.entries(structuredClone(items))]);
    if (this.size(next) > this.quota) throw new Error("Session storage quota bytes exceeded. Values were not stored.");
    this.items = next;
  }
  async remove(keys) {
    await undefined;
    keys.forEach((key) => this.items.delete(key));
  }
  async getBytesInUse() {
    return this.size();
  }
}

/** The worker's answers with what a disk holds, in a stub of a browser; `ask` speaks as one of the extension's own pages. */
export async function answering(t, held, from) {
  const [local, session] = [new Area(), new Area()];
  await local.set(held);
  globalThis.chrome = {
    runtime: { id: "own", getURL: (path) => `chrome-extension://own/${path}` },
    i18n: { getMessage: (name) => name },
    storage: { local, session },
  };
  t.after(() => delete globalThis.chrome);
  const { answer, readBack, settings, choices } = await shell(t, "messages", "state");
  await readBack();
  const ask = (message, url = `chrome-extension://own/${from}`) => answer(message, { id: "own", url });
  return { ask, local, session, choices, settings: () => JSON.parse(settings()) };
}
