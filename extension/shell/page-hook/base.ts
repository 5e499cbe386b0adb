// Runs in the page's own world, before the page's scripts, in sites being watched. It notes bodies the browser keeps from
// extensions (Blobs, streams, Request objects, socket messages), which scripts asked for what and wrote what, and what interfaces for
// consent say. What it says can be forged by the page: it is a second witness and never trusted. It does nothing in the page's stead,
// and nothing at all unless it is woken.
//
// The files of this folder are one script: the build puts them into one block, in the order of xtask/src/build/script.rs. This one
// holds what the others stand on: the browser's functions as they were before the page, notes, and stand-ins for functions.

const target: EventTarget = window;
const listen = target.addEventListener.bind(target);
const dispatch = target.dispatchEvent.bind(target);
const { apply, construct } = Reflect;
const { stringify } = JSON;
const { create, keys, getOwnPropertyDescriptor: describe, defineProperty: define } = Object;
const { isArray } = Array;
const { now } = Date;
const { fromCharCode } = String;
const encode = btoa.bind(window);
const later = setTimeout.bind(window);
const absolute = URL;
const Noted = CustomEvent;
const blobSlice = Blob.prototype.slice;
const blobBytes = Blob.prototype.arrayBuffer;
const blobSize = Object.getOwnPropertyDescriptor(Blob.prototype, "size")!.get!;
const formEach = FormData.prototype.forEach;
const Written = Response;
const writtenBytes = Response.prototype.arrayBuffer;
const then = Promise.prototype.then;
const Bytes = Uint8Array;
const Words = TextDecoder;

const MOST = 256 * 1024;
/** Notes kept before it is known whether this page is watched. */
const MOST_HELD = 50;
/** If nobody wakes it within so many milliseconds, nobody will. */
const PATIENCE = 5_000;

type Note = Record<string, unknown>;
let state: "held" | "awake" | "asleep" = "held";
let held: Note[] = [];
const undo: (() => void)[] = [];

/** What stands in a property of the object's own. No code of the page runs, unless the object is a Proxy of its making. */
const own = (object: unknown, name: PropertyKey): unknown =>
  (typeof object === "object" && object) || typeof object === "function" ? describe(object as object, name)?.value : undefined;

/** The page gets no error and no delay from anything here. */
const quietly = (work: () => void): void => {
  try {
    work();
  } catch {
    // Not seen; the browser's own report of the request says that there was a body.
  }
};

const tell = (note: Note): void => {
  if (state === "awake") dispatch(new Noted("leaklight-note", { detail: stringify(note) }));
  else if (state === "held" && held.length < MOST_HELD) held.push(note);
};

/** Puts a stand-in before a function. A Proxy passes everything through, and prints as the native function it stands for. */
const wrap = <K extends string>(owner: Record<K, unknown>, name: K, handler: ProxyHandler<never>): void =>
  quietly(() => {
    const real = owner[name] as never;
    const standIn = new Proxy(real, handler);
    owner[name] = standIn;
    // Where the page has put its own before ours by then, ours stays and passes everything through.
    undo.push(() => {
      if (owner[name] === standIn) owner[name] = real;
    });
  });

/** The same for a property's setter. */
const wrapSetter = (owner: object, name: string, handler: ProxyHandler<never>): void =>
  quietly(() => {
    const real = describe(owner, name)!;
    const set = new Proxy(real.set as never, handler);
    define(owner, name, { ...real, set });
    undo.push(() => {
      if (describe(owner, name)?.set === set) define(owner, name, real);
    });
  });

/** Looking calls functions that the page may have put its own in the place of: what those ask for is not looked at. */
let looking = false;
/** After the real call, and only where it did not throw. */
const after = (look: (self: never, args: never[]) => void): ProxyHandler<never> => ({
  apply(real, self, args) {
    const result: unknown = apply(real, self, args);
    if (state === "asleep" || looking) return result;
    looking = true;
    quietly(() => look(self as never, args as never[]));
    looking = false;
    return result;
  },
} as ProxyHandler<never>);
