// Bundles each real SDK into one classic script, as its vendor's CDN would serve it. Results are kept under
// `target/`, named by what they were made of, so a second run builds nothing.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const tests = fileURLToPath(new URL("../../", import.meta.url));
const entries = join(tests, "clinic/sdk");
const cache = join(tests, "../target/clinic-sdk");

/** @returns {Promise<Map<string, Buffer>>} script text by entry name (`mixpanel`, `posthog`, …) */
export async function bundleSdks() {
  await mkdir(cache, { recursive: true });
  const lock = await readFile(join(tests, "package-lock.json"));
  const names = (await readdir(entries)).filter((f) => f.endsWith(".mjs")).map((f) => f.slice(0, -4));
  const scripts = new Map();
  for (const name of names) {
    const entry = join(entries, `${name}.mjs`);
    const key = createHash("sha256").update(lock).update(await readFile(entry)).digest("hex").slice(0, 16);
    const file = join(cache, `${name}-${key}.js`);
    try {
      scripts.set(name, await readFile(file));
    } catch {
      const { outputFiles } = await build({
        entryPoints: [entry], bundle: true, format: "iife", platform: "browser", minify: true, write: false,
        define: { "process.env.NODE_ENV": '"production"' }, logLevel: "error",
      });
      // Another file's tests may be looking for it: it is there whole or not at all.
      await writeFile(`${file}.${process.pid}`, outputFiles[0].contents);
      await rename(`${file}.${process.pid}`, file);
      scripts.set(name, Buffer.from(outputFiles[0].contents));
    }
  }
  return scripts;
}
