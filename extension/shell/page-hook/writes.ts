// Which scripts write to storage, as far as functions are called for it: a property set on `localStorage` cannot be heard. What is
// stored is read elsewhere; this says who wrote it.

/** A document tells so many different writes; what is past them is counted. */
const MOST_WRITES = 400;
/** Stacks are read for so many writes of one batch, and so many are told in one note. */
const MOST_LOOKS = 100;
const MOST_TOLD = 50;
/** One write that goes on and on is told again after so many milliseconds. */
const AGAIN = 5_000;
const MOST_NAME = 1024;
type Wrote = [area: string, name: string, removed: boolean, by: string[]];

const printed = Function.prototype.toString;
/** Another's function stood in a native one's place before the hook came: what it keeps to itself is not heard. */
let patched = false;
const suspect = (f: unknown): void => {
  if (typeof f === "function" && !(apply(printed, f, []) as string).includes("[native code]")) patched = true;
};

let wrote: Wrote[] = [];
let areas: string[] = [];
const toldAt = new Map<string, number>();
let looks = 0;
let leftOut = 0;
let writesComing = false;

const tellWrites = (): void => {
  writesComing = false;
  looks = 0;
  const all = wrote;
  const touched = areas;
  wrote = [];
  areas = [];
  // Where nothing new was written the areas are said all the same: they are read again then.
  do {
    tell({ type: "writes", list: all.splice(0, MOST_TOLD), leftOut, areas: touched, patched });
    leftOut = 0;
  } while (all[0]);
  patched = false;
  // A choice is written down.
  attendSoon();
};

const write = (area: string, name: string, removed: boolean): void => {
  hearCommands();
  if (!areas.includes(area)) areas.push(area);
  if (!writesComing) {
    writesComing = true;
    later(tellWrites, 100);
  }
  if (++looks > MOST_LOOKS) return void leftOut++;
  const one: Wrote = [area, name.slice(0, MOST_NAME), removed, callers()];
  const key = stringify(one);
  const last = toldAt.get(key);
  if (last === undefined && toldAt.size >= MOST_WRITES) return void leftOut++;
  if (last !== undefined && now() - last < AGAIN) return;
  toldAt.set(key, now());
  wrote.push(one);
};

/** Puts stand-ins before methods of a kind of object, where the browser has it. */
const listenTo = (kind: string, methods: Record<string, (self: never, args: never[]) => void>): void => {
  const prototype = own(own(window, kind), "prototype") as Record<string, unknown> | undefined;
  for (const name of prototype ? keys(methods) : []) {
    if (typeof prototype![name] !== "function") continue;
    suspect(prototype![name]);
    wrap(prototype!, name, after(methods[name]!));
  }
};
const word = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? `${value}` : "");
const getter = (kind: string, name: string): ((self: unknown) => unknown) => {
  const get = describe((own(own(window, kind), "prototype") ?? {}) as object, name)?.get;
  return (self) => get && apply(get, self as object, []);
};

const localOf = describe(window, "localStorage")?.get;
const areaOf = (self: Storage): string => (localOf && apply(localOf, window, []) === self ? "local" : "session");
listenTo("Storage", {
  setItem: (self, [key]) => write(areaOf(self), `${key}`, false),
  removeItem: (self, [key]) => write(areaOf(self), `${key}`, true),
  clear: (self) => write(areaOf(self), "", true),
});

/** Of the line a script gives: its name, and whether it takes the cookie away. */
const inCookieLine = (line: string): void => {
  const [first = "", ...more] = line.slice(0, 8192).split(";");
  const removed = more.some((part) => {
    const [name = "", value = ""] = part.split("=");
    const key = name.trim().toLowerCase();
    return key === "max-age" ? Number(value) <= 0 : key === "expires" && Date.parse(value) < now();
  });
  write("cookie", first.includes("=") ? first.split("=")[0]!.trim() : "", removed);
};
suspect(describe(Document.prototype, "cookie")?.set);
wrapSetter(Document.prototype, "cookie", after((_self, [line]) => {
  if (typeof line === "string") inCookieLine(line);
}));
listenTo("CookieStore", {
  set: (_self, [cookie]) => write("cookie", word(cookie) || word(own(cookie, "name")), false),
  delete: (_self, [cookie]) => write("cookie", word(cookie) || word(own(cookie, "name")), true),
});

const transactionOf = getter("IDBObjectStore", "transaction");
const storeName = getter("IDBObjectStore", "name");
const keyPath = getter("IDBObjectStore", "keyPath");
const databaseOf = getter("IDBTransaction", "db");
const databaseName = getter("IDBDatabase", "name");
const inStore = (self: unknown, key: string, removed: boolean): void =>
  write("indexed", `${databaseName(databaseOf(transactionOf(self)))}\t${storeName(self)}\t${key}`, removed);
/** The key is given, or stands in what is kept; what could be cloned is no Proxy. */
const put = (self: never, [value, key]: never[]): void => inStore(self, word(key) || word(own(value, word(keyPath(self)))), false);
listenTo("IDBObjectStore", {
  put,
  add: put,
  delete: (self, [key]) => inStore(self, word(key), true),
  clear: (self) => inStore(self, "", true),
});

const cacheNames = new WeakMap<object, string>();
const inCache = (self: object, request: unknown, removed: boolean): void => {
  const url = request instanceof Request ? request.url : written(request);
  if (url) write("cache", `${cacheNames.get(self) ?? ""}\t${new absolute(url, document.baseURI).href}`, removed);
};
listenTo("Cache", {
  put: (self, [request]) => inCache(self, request, false),
  add: (self, [request]) => inCache(self, request, false),
  addAll: (self, [list]) => (list as unknown as unknown[]).slice(0, MOST_TOLD).forEach((request) => inCache(self, request, false)),
  delete: (self, [request]) => inCache(self, request, true),
});
const cachesOf = own(own(window, "CacheStorage"), "prototype") as Record<"open", unknown> | undefined;
if (cachesOf) {
  wrap(cachesOf, "open", {
    apply(real: never, self: object, args: never[]) {
      const opened = apply(real, self, args) as Promise<object>;
      quietly(() => void apply(then, opened, [(cache: object) => void cacheNames.set(cache, word(args[0])), () => {}]));
      return opened;
    },
  } as ProxyHandler<never>);
}
if (patched) tellWrites();
