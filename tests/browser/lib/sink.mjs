// One TLS server on loopback that is the whole internet to the browsers under test: it serves the clinic, the vendors'
// scripts and answers on their real host names, and keeps every request with its bytes. What arrived here is the truth
// that findings are compared with.
import { createServer } from "node:https";
import { EventEmitter } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { generate } from "selfsigned";
import { WebSocketServer } from "ws";
import { respond } from "../../clinic/site.mjs";
import { vendors } from "../../clinic/vendors.mjs";
import { bundleSdks } from "./bundle.mjs";

/**
 * One request as it arrived. What came over a WebSocket is one request a message, with the socket's address and `MESSAGE` as its
 * method.
 * @typedef {{ n: number, at: number, method: string, host: string, path: string, url: URL,
 *   headers: Record<string, string>, body: Buffer }} Arrived
 */

const gif = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
const tagFile = (name) => readFile(new URL(`../../clinic/tags/${name}.js`, import.meta.url), "utf8");

/** Reads a body to its end; a request torn off halfway gives what had arrived. */
async function readBody(stream) {
  const chunks = [];
  try {
    for await (const chunk of stream) chunks.push(chunk);
  } catch {
    // aborted by the browser
  }
  return Buffer.concat(chunks);
}

export class Sink extends EventEmitter {
  /** @type {Arrived[]} */
  requests = [];
  /** What a test serves beside the clinic and its vendors: `{type, body}`, or what makes it of a request, by host and path. */
  staged = new Map();
  #sdks = new Map();
  #server;

  /** Starts a sink on a free port. @returns {Promise<Sink>} */
  static async start() {
    const sink = new Sink();
    sink.setMaxListeners(100);
    const [sdks, pem] = await Promise.all([
      bundleSdks(),
      generate([{ name: "commonName", value: "Leaklight test sink" }], { keyType: "ec", algorithm: "sha256" }),
    ]);
    sink.#sdks = sdks;
    sink.#server = createServer({ key: pem.private, cert: pem.cert, keepAliveTimeout: 30_000, maxHeaderSize: 4 << 20 }, (req, res) => {
      sink.#handle(req, res).catch((error) => {
        sink.emit("trouble", error);
        res.destroy();
      });
    });
    const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
    sink.#server.on("upgrade", (req, socket, head) => {
      sink.#keep(req, Buffer.alloc(0));
      sockets.handleUpgrade(req, socket, head, (open) => {
        open.on("message", (data) => sink.#keep({ url: req.url, headers: req.headers, method: "MESSAGE" }, data));
        open.on("error", () => {}); // a page that goes away in the middle of a message is ordinary
      });
    });
    sink.#server.on("tlsClientError", () => {}); // a browser that drops a connection half-way is ordinary
    await new Promise((ready) => sink.#server.listen(0, "127.0.0.1", ready));
    return sink;
  }

  get port() {
    return this.#server.address().port;
  }

  #keep(req, body) {
    const host = (req.headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
    const url = new URL(req.url, `https://${host || "unnamed.invalid"}`);
    const arrived = {
      n: this.requests.length, at: Date.now(), method: req.method, host, path: url.pathname, url, headers: req.headers, body,
    };
    this.requests.push(arrived);
    this.emit("request", arrived);
    return arrived;
  }

  async #handle(req, res) {
    const r = this.#keep(req, await readBody(req));
    const cors = {
      "access-control-allow-origin": req.headers.origin ?? "*",
      "access-control-allow-credentials": "true",
      "cross-origin-resource-policy": "cross-origin",
      "timing-allow-origin": "*",
    };
    if (r.method === "OPTIONS") {
      res.writeHead(204, {
        ...cors,
        "access-control-allow-methods": "GET, POST, PUT, OPTIONS",
        "access-control-allow-headers": req.headers["access-control-request-headers"] ?? "*",
        "access-control-max-age": "600",
      });
      return res.end();
    }
    const staged = this.staged.get(r.host + r.path);
    const answer = (typeof staged === "function" ? staged(r) : staged) ?? (await respond(r)) ?? (await this.#vendor(r));
    const status = answer.status ?? 200;
    res.writeHead(status, { ...cors, ...(answer.type && { "content-type": answer.type }), ...answer.headers });
    res.end(status === 204 ? undefined : answer.body);
  }

  /** A vendor's script, its own answer, or something plausible for hosts nobody wrote an answer for. */
  async #vendor(r) {
    const where = r.host + r.path;
    for (const { scripts = {}, answers = {} } of Object.values(vendors)) {
      const source = scripts[where];
      if (source) {
        const body = source.sdk
          ? this.#sdks.get(source.sdk)
          : (await Promise.all(source.tag.map(tagFile))).join("\n");
        return { type: "text/javascript; charset=utf-8", body, headers: { "cache-control": "max-age=600" } };
      }
      const key = Object.keys(answers).find((k) => where.startsWith(k));
      if (key) {
        const answer = answers[key](r);
        return answer.body === undefined && !answer.status ? { type: "image/gif", body: gif, ...answer } : answer;
      }
    }
    if (r.method !== "GET") return { status: 204 };
    if (r.path.endsWith(".js")) return { type: "text/javascript", body: "" };
    return { type: "image/gif", body: gif };
  }

  /** A bundled SDK's script, by its entry's name. */
  sdk(name) {
    return this.#sdks.get(name);
  }

  /** Requests from number `mark` on (see `requests.length`). */
  since(mark) {
    return this.requests.slice(mark);
  }

  /**
   * Waits until a request for which `test` holds has arrived, now or earlier (from number `mark` on).
   * @param {(r: Arrived) => boolean} test
   * @param {{ mark?: number, timeout?: number, what?: string }} [options] timeout in milliseconds
   * @returns {Promise<Arrived>}
   */
  until(test, { mark = 0, timeout = 20_000, what = test.toString() } = {}) {
    const old = this.since(mark).find(test);
    if (old) return Promise.resolve(old);
    return new Promise((resolve, reject) => {
      const done = (finish, value) => {
        clearTimeout(timer);
        this.off("request", look);
        finish(value);
      };
      const look = (r) => test(r) && done(resolve, r);
      const timer = setTimeout(
        () => done(reject, new Error(`nothing arrived in ${timeout} ms for: ${what}`)), timeout);
      this.on("request", look);
    });
  }

  /** Waits for a vendor of `vendors.mjs` by its name there. */
  untilVendor(name, options) {
    return this.until(vendors[name].arrived, { what: vendors[name].name, ...options });
  }

  /** Writes what arrived as JSON, bodies in base64. */
  async save(file) {
    const rows = this.requests.map(({ body, url, ...rest }) => ({ ...rest, url: url.href, body: body.toString("base64") }));
    await writeFile(file, JSON.stringify(rows, null, 1));
  }

  async close() {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}
