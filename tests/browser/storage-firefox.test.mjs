// The shortest of storage in Firefox: who wrote, a cookie by an answer, a third party's frame.
import { test } from "node:test";
import { stage } from "./lib/stage.mjs";
import { byScript, cookieByAnswer, frameStores } from "./lib/stored.mjs";

const it = stage("firefox");

test("who wrote: the page, a script, a script another script brought, and what was there before", (t) => byScript(t, it));

test("a cookie by an answer is the browser's word, with its flags", () => cookieByAnswer(it));

test("a third party's frame: its stores and its cookies are its own", () => frameStores(it));
