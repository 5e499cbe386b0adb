// Runs in the page's own world, before the page's scripts, in sites being watched. It notes bodies the browser keeps from
// extensions (Blobs, streams, Request objects, socket messages), which scripts asked for what, and that storage was written. What
// it says can be forged by the page: it is a second witness and never trusted. It does nothing in the page's stead, and nothing at
// all unless it is woken.
{
  const target: EventTarget = window;
  const listen = target.addEventListener.bind(target);
  const dispatch = target.dispatchEvent.bind(target);
  const { apply, construct } = Reflect;
  const { stringify } = JSON;
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

  const text = (value: string): Note => ({ body: { text: value.slice(0, MOST) }, cut: value.length > MOST });

  const bytes = (value: ArrayBuffer | ArrayBufferView): Note => {
    const whole = ArrayBuffer.isView(value) ? new Bytes(value.buffer, value.byteOffset, value.byteLength) : new Bytes(value);
    const part = whole.subarray(0, MOST);
    const cut = part.length < whole.length;
    try {
      return { body: { text: new Words("utf-8", { fatal: true }).decode(part, { stream: cut }) }, cut };
    } catch {
      let binary = "";
      for (let at = 0; at < part.length; at += 4096) binary += fromCharCode(...part.subarray(at, at + 4096));
      return { body: { base64: encode(binary) }, cut };
    }
  };

  /** Notes a body; what must be waited for is read when the page has gone on. Bodies the browser itself shows are left to it. */
  const note = (how: string, url: unknown, body: unknown, shown: boolean): void => {
    const none = body === null || body === undefined;
    if (state === "asleep" || (none && how !== "beacon")) return;
    const at = { type: "send", how, url: new absolute(String(url), document.baseURI).href };
    const read = (bytesOf: Promise<ArrayBuffer>, size: number): void =>
      void apply(then, bytesOf, [
        (buffer: ArrayBuffer) => quietly(() => tell({ ...at, ...bytes(buffer), ...(size > MOST ? { cut: true } : {}) })),
        () => tell({ ...at, body: { unseen: size } }),
      ]);
    if (body instanceof Blob) {
      const part = apply(blobSlice, body, [0, MOST]) as Blob;
      read(apply(blobBytes, part, []) as Promise<ArrayBuffer>, apply(blobSize, body, []) as number);
    } else if (body instanceof FormData) {
      let size = 0;
      let files = !shown;
      apply(formEach, body, [(value: unknown) => {
        if (!(value instanceof Blob)) return;
        files = true;
        size += apply(blobSize, value, []) as number;
      }]);
      // Chromium shows a form's text and not what stands in its files. Files for the site itself are nobody else's to see.
      if (!files || new absolute(at.url).host === location.host) return;
      if (size > MOST) tell({ ...at, body: { unseen: size } });
      else read(apply(writtenBytes, new Written(body), []) as Promise<ArrayBuffer>, 0);
    } else if (body instanceof ReadableStream) tell({ ...at, body: { unseen: 0 } });
    // Chromium calls a beacon without a body, and any empty one, a body that it cannot show.
    else if (none || body === "") tell({ ...at, body: { text: "" } });
    else if (shown) return;
    else if (typeof body === "string") tell({ ...at, ...text(body) });
    else if (body instanceof URLSearchParams) tell({ ...at, ...text(body.toString()) });
    else if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) tell({ ...at, ...bytes(body) });
    else tell({ ...at, body: { unseen: 0 } });
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

  const describe = Object.getOwnPropertyDescriptor;
  const define = Object.defineProperty;

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

  // --- Which scripts asked ---

  /** A document says so many at most, the last of them of scripts alone; in one note, so many. */
  const MOST_CAUSES = 1_000;
  const FOR_SCRIPTS = 200;
  const AT_ONCE = 50;
  const MOST_CALLERS = 6;
  const MOST_LINES = 30;
  const Fault = Error as unknown as Record<string, unknown> & { new (): Error };
  /** Firefox reads a stack by an accessor all errors share. */
  const readStack = describe(Error.prototype, "stack")?.get;
  const causes: [url: string, by: string[]][] = [];
  /** Addresses that scripts gave while the markup was read. */
  const asked = new Set<string>();
  let reading = document.readyState === "loading";
  let room = MOST_CAUSES;

  /** The script's address in a line of a stack, without line and column. No pattern is used: that would show in `RegExp.$1`. */
  const place = (line: string): string => {
    const scheme = line.indexOf("://");
    const from = line.lastIndexOf("http", scheme);
    if (scheme < 0 || from < 0 || scheme - from > 5) return "";
    let to = from;
    while (to < line.length && line[to] !== " " && line[to] !== ")") to++;
    for (let n = 0; n < 2; n++) {
      const colon = line.lastIndexOf(":", to - 1);
      if (colon > scheme && Number(line.slice(colon + 1, to)) >= 0) to = colon;
    }
    return line.slice(from, Math.min(to, from + 512));
  };

  /** Addresses of the scripts that are running, nearest first. */
  const callers = (): string[] => {
    const limit = describe(Fault, "stackTraceLimit");
    const prepare = describe(Fault, "prepareStackTrace");
    // Where the page has put code of its own in the way, looking would run it.
    if (limit?.get || limit?.set || (prepare && !prepare.writable)) return [];
    let stack: unknown;
    try {
      if (limit?.writable) Fault["stackTraceLimit"] = MOST_LINES;
      if (prepare) Fault["prepareStackTrace"] = undefined;
      const error = new Fault();
      stack = readStack ? apply(readStack, error, []) : error.stack;
    } finally {
      if (limit?.writable) Fault["stackTraceLimit"] = limit.value;
      if (prepare) Fault["prepareStackTrace"] = prepare.value;
    }
    const by: string[] = [];
    for (const line of String(stack).split("\n", MOST_LINES)) {
      const url = place(line);
      if (url && !by.includes(url) && by.length < MOST_CALLERS) by.push(url);
    }
    return by;
  };

  const tellCauses = (): void => {
    if (causes[0]) tell({ type: "cause", causes: causes.splice(0, AT_ONCE) });
  };
  /** What an address itself holds is not asked for, and can be megabytes. */
  const isData = (url: string): boolean => url.startsWith("data:");
  /** The site's own pictures and data are not worth saying; its scripts are. */
  const because = (url: string, script: boolean, by: () => string[]): void => {
    if (state === "asleep" || room <= (script ? 0 : FOR_SCRIPTS) || isData(url)) return;
    const { host, href } = new absolute(url, document.baseURI);
    if (host === "" || (host === location.host && !script)) return;
    const scripts = by();
    if (!scripts[0]) return;
    room--;
    const n = causes.push([href.slice(0, 1024), scripts]);
    if (n >= AT_ONCE) tellCauses();
    else if (n === 1) later(tellCauses);
  };

  /** What is neither text nor address would run the page's code to become one. */
  const written = (url: unknown): string => (typeof url === "string" ? url : url instanceof absolute ? url.href : "");

  type Kind = { new (): Element; prototype: Element };
  const elements = ([[HTMLScriptElement, "src"], [HTMLImageElement, "src"], [HTMLIFrameElement, "src"], [HTMLLinkElement, "href"]] as [Kind, string][])
    .map(([kind, name]) => ({ kind, name, get: describe(kind.prototype, name)!.get! }));
  /** An element's address, as the browser made it whole, was given by a script. */
  const given = (element: Element, name: string, value: unknown): void => {
    if (typeof value === "string" && isData(value)) return;
    const known = elements.find((e) => e.name === name && element instanceof e.kind);
    if (!known) return;
    const url = apply(known.get, element, []) as string;
    if (reading && asked.size < MOST_CAUSES) asked.add(url);
    because(url, known.kind === (HTMLScriptElement as Kind), callers);
  };
  for (const { kind, name } of elements) wrapSetter(kind.prototype, name, after((self, [value]) => given(self, name, value)));

  const bodies = new WeakMap<object, unknown>();
  const addresses = new WeakMap<object, unknown>();
  const sockets = new WeakSet<object>();
  const page = window as unknown as Record<"fetch" | "Request", unknown>;
  const asRecord = <K extends string>(value: object): Record<K, unknown> => value as Record<K, unknown>;

  // A Request gives its body away once only: what went in is remembered.
  wrap(page, "Request", {
    construct(real: never, args: never[], as: never) {
      const made = construct(real, args, as) as Request;
      quietly(() => {
        const [from, init] = args as unknown as [unknown, RequestInit | undefined];
        const body = init?.body ?? bodies.get(from as object);
        if (body !== null && body !== undefined) bodies.set(made, body);
      });
      return made;
    },
  } as ProxyHandler<never>);
  wrap(asRecord<"clone">(Request.prototype), "clone", {
    apply(real: never, self: object, args: never[]) {
      const made = apply(real, self, args) as object;
      quietly(() => bodies.has(self) && bodies.set(made, bodies.get(self)));
      return made;
    },
  } as ProxyHandler<never>);
  wrap(page, "fetch", after((_self, [from, init]: unknown[]) => {
    const given = (init as RequestInit | undefined)?.body;
    const request = from instanceof Request ? from : undefined;
    because(written(request?.url ?? from), false, callers);
    note("fetch", request?.url ?? from, given ?? (request && bodies.get(request)), given !== undefined && given !== null);
  }));
  wrap(asRecord<"open">(XMLHttpRequest.prototype), "open", after((self, args) => addresses.set(self, args[1])));
  wrap(asRecord<"send">(XMLHttpRequest.prototype), "send", after((self, [body]) => {
    because(written(addresses.get(self)), false, callers);
    note("xhr", addresses.get(self), body, true);
  }));
  wrap(asRecord<"sendBeacon">(Navigator.prototype), "sendBeacon", after((_self, [url, body]) => {
    because(written(url), false, callers);
    note("beacon", url, body, true);
  }));
  wrap(asRecord<"send">(WebSocket.prototype), "send", after((self, [body]) => {
    const { url } = self as WebSocket;
    if (!sockets.has(self)) {
      sockets.add(self);
      because(url, false, callers);
    }
    note("websocket", url, body, false);
  }));
  wrap(asRecord<"setAttribute">(Element.prototype), "setAttribute", after((self, [name, value]) => {
    if (name === "src" || name === "href") given(self, name, value);
  }));

  let poked = false;
  const poke = after(() => {
    if (poked) return;
    poked = true;
    later(() => {
      poked = false;
      tell({ type: "storage" });
    }, 100);
  });
  for (const name of ["setItem", "removeItem", "clear"] as const) wrap(asRecord<typeof name>(Storage.prototype), name, poke);

  const sleep = (): void => {
    state = "asleep";
    held = [];
    undo.splice(0).forEach((back) => quietly(back));
  };

  // One hook a document: an earlier one answers for itself, unless it sleeps.
  const earlier = new Noted("leaklight-hook", { cancelable: true });
  if (!dispatch(earlier)) sleep();
  else {
    listen("leaklight-hook", (event) => {
      if (state !== "asleep") event.preventDefault();
    });
    listen("leaklight-wake", () => {
      if (state !== "held") return;
      state = "awake";
      held.splice(0).forEach(tell);
    });
    listen("leaklight-sleep", sleep);
    // What no script was seen to give an address stands in the page's markup, or was written there as markup.
    listen("DOMContentLoaded", () => quietly(() => {
      reading = false;
      for (const element of document.querySelectorAll("script[src],img[src],iframe[src],link[href]")) {
        const known = elements.find((e) => element instanceof e.kind)!;
        const url = apply(known.get, element, []) as string;
        if (!asked.has(url)) because(url, known.kind === (HTMLScriptElement as Kind), () => [document.URL]);
      }
      asked.clear();
    }));
    later(() => {
      if (state === "held") sleep();
    }, PATIENCE);
  }
}
