// The built panel over a loopback server, outside the extension, under the extension's own content security policy.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const extension = join(process.env.LEAKLIGHT_EXTENSIONS ?? join(root, "target/extension-test"), "chromium");
const types = { ".js": "text/javascript", ".mjs": "text/javascript", ".html": "text/html", ".css": "text/css", ".json": "application/json", ".wasm": "application/wasm" };

function file(name) {
  if (name === "panel.js") return join(root, "tests/browser/panel/host.mjs");
  if (name.endsWith(".mjs")) return join(root, "tests/browser/panel", name);
  if (name.endsWith(".json")) return join(root, "extension/ui/fixtures", name);
  return join(extension, name);
}

/** Serves `panel.html?fixture=NAME`. */
export async function servePanel() {
  const { content_security_policy: policy } = JSON.parse(await readFile(join(root, "manifest/base.json"), "utf8"));
  const server = createServer(async (request, response) => {
    const name = normalize(new URL(request.url, "http://localhost").pathname).slice(1);
    const body = await readFile(file(name)).catch(() => null);
    if (!body) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": types[extname(name)] ?? "text/plain", "content-security-policy": policy.extension_pages, "cache-control": "no-store" });
    response.end(body);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    page: (fixture, more = "") => `http://127.0.0.1:${server.address().port}/panel.html?fixture=${fixture}${more}`,
    close: () => new Promise((done) => {
      server.closeAllConnections();
      server.close(done);
    }),
  };
}
