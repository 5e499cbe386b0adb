// In every frame of a watched site: samples of what stands in IndexedDB and Cache Storage, and clearing all that the frame's origin keeps
// where a person asked for it. A classic script: no import, no export. content.js, which stands behind it, says when.
{
  type Send = (message: Record<string, unknown>) => Promise<unknown>;
  type Area = "indexed" | "cache";
  type Sample = Map<string, string>;
  type Stored = { soon(area?: Area): void; again(): void; clear(): Promise<void>; stop(): void };
  type Scope = { leaklightStored?: (send: Send) => Stored };

  const MOST_DATABASES = 20;
  const MOST_STORES = 50;
  const MOST_VALUES = 20;
  const MOST_VALUE = 2048;
  const MOST_CACHES = 20;
  const MOST_KEPT = 50;
  /** Entries told of one reading, and of one message. */
  const MOST_ENTRIES = 600;
  const AT_ONCE = 200;
  /** Values are read for so many milliseconds of one reading: one of megabytes is read whole before it can be cut. */
  const MOST_TIME = 1_000;
  /** Between two readings, in milliseconds; and readings of a document. */
  const PAUSE = 2_000;
  const MOST_READINGS = 60;
  /** No answer of a database is waited for longer. */
  const PATIENCE = 3_000;

  /** What a request of a database answers; nothing where it fails, is blocked or takes too long. */
  const answered = <T>(request: IDBRequest<T>): Promise<T | undefined> =>
    new Promise((done) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => done(undefined);
      (request as unknown as IDBOpenDBRequest).onblocked = () => done(undefined);
      setTimeout(done, PATIENCE, undefined);
    });

  /** A key, as text; what is no text, number or date gives none. */
  const keyText = (key: unknown): string =>
    typeof key === "string" || typeof key === "number" ? `${key}`
      : key instanceof Date ? key.toISOString()
        : Array.isArray(key) ? JSON.stringify(key.map(keyText)) : "";

  /** A value as JSON, as much of it as is looked at. */
  const valueText = (value: unknown): string => {
    if (typeof value === "string") return value.slice(0, MOST_VALUE);
    let left = 400;
    const seen = new WeakSet<object>();
    const text = JSON.stringify(value, (_name, part: unknown) => {
      if (left-- <= 0) return undefined;
      if (typeof part === "string") return part.slice(0, MOST_VALUE);
      if (typeof part === "bigint") return `${part}`;
      if (typeof part !== "object" || part === null) return part;
      if (seen.has(part) || ArrayBuffer.isView(part) || part instanceof ArrayBuffer || part instanceof Blob) return undefined;
      seen.add(part);
      if (part instanceof Map || part instanceof Set) return [...part].slice(0, 50);
      return Array.isArray(part) ? part.slice(0, 200) : part;
    }) as string | undefined;
    return (text ?? "").slice(0, MOST_VALUE);
  };

  /** Opened as it is: where it is gone by now, none is made. */
  const open = async (name: string): Promise<IDBDatabase | undefined> => {
    const request = indexedDB.open(name);
    request.onupgradeneeded = () => request.transaction?.abort();
    // Whoever wants to change it need not wait.
    request.addEventListener("success", () => (request.result.onversionchange = () => request.result.close()));
    const database = await answered(request);
    // One that opens after all is not kept open.
    if (!database) request.onsuccess = () => request.result.close();
    return database;
  };

  const readStore = async (store: IDBObjectStore, name: string, sample: Sample, before: Sample, end: number): Promise<number> => {
    const keys = (await answered(store.getAllKeys(null, MOST_VALUES))) ?? [];
    const count = (await answered(store.count())) ?? 0;
    sample.set(`${name}\t`, "");
    let unread = 0;
    for (const key of keys) {
      const entry = `${name}\t${keyText(key).slice(0, 1024)}`;
      sample.delete(`${name}\t`);
      if (Date.now() < end) sample.set(entry, valueText(await answered<unknown>(store.get(key) as IDBRequest<unknown>)));
      else {
        unread++;
        sample.set(entry, before.get(entry) ?? "");
      }
    }
    return Math.max(0, count - keys.length) + unread;
  };

  const readIndexed = async (sample: Sample, before: Sample): Promise<number> => {
    if (!indexedDB?.databases) return 0;
    const databases = await indexedDB.databases();
    const end = Date.now() + MOST_TIME;
    let leftOut = Math.max(0, databases.length - MOST_DATABASES);
    for (const { name } of databases.slice(0, MOST_DATABASES)) {
      const database = name ? await open(name) : undefined;
      if (!database) continue;
      try {
        const stores = [...database.objectStoreNames];
        leftOut += Math.max(0, stores.length - MOST_STORES);
        for (const store of stores.slice(0, MOST_STORES)) {
          leftOut += await readStore(database.transaction(store, "readonly").objectStore(store), `${name}\t${store}`, sample, before, end);
        }
      } catch {
        leftOut++;
      } finally {
        database.close();
      }
    }
    return leftOut;
  };

  /** Counts beginnings and ends of clearing: odd while all is being cleared. */
  let clears = 0;
  const readCaches = async (sample: Sample): Promise<number> => {
    const begun = clears;
    const names = await caches.keys();
    let leftOut = Math.max(0, names.length - MOST_CACHES);
    for (const name of names.slice(0, MOST_CACHES)) {
      // To open one that was cleared meanwhile would make it anew.
      const kept = (await caches.has(name)) && begun === clears && begun % 2 === 0 ? await (await caches.open(name)).keys() : [];
      leftOut += Math.max(0, kept.length - MOST_KEPT);
      for (const { url } of kept.slice(0, MOST_KEPT)) sample.set(`${name}\t${url.slice(0, 2048)}`, url.slice(0, MOST_VALUE));
    }
    return leftOut;
  };

  const READ: Record<Area, (sample: Sample, before: Sample) => Promise<number>> = { indexed: readIndexed, cache: readCaches };

  (globalThis as Scope).leaklightStored = (send) => {
    const told: Record<Area, Sample> = { indexed: new Map(), cache: new Map() };
    let wanted = new Set<Area>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let busy = false;
    let left = MOST_READINGS;
    let stopped = false;

    const tell = async (area: Area): Promise<void> => {
      const sample: Sample = new Map();
      let leftOut: number;
      try {
        leftOut = await READ[area](sample, told[area]);
      } catch {
        // The frame may not have such storage.
        return;
      }
      const entries: [string, string | null][] = [];
      for (const [key, value] of sample) if (told[area].get(key) !== value) entries.push([key, value]);
      // Of a store that is sampled, what is not seen again may be there all the same.
      if (leftOut === 0) for (const key of told[area].keys()) if (!sample.has(key)) entries.push([key, null]);
      told[area] = sample;
      leftOut += entries.splice(MOST_ENTRIES).length;
      while (entries[0] && !stopped) {
        await send({ type: "storage", area, entries: entries.splice(0, AT_ONCE), leftOut });
        leftOut = 0;
      }
    };
    const run = async (): Promise<void> => {
      timer = undefined;
      const areas = wanted;
      wanted = new Set();
      busy = true;
      for (const area of areas) await tell(area);
      busy = false;
      if (wanted.size > 0) start(PAUSE);
    };
    const start = (delay: number): void => {
      if (stopped || busy || timer !== undefined || left-- <= 0) return;
      timer = setTimeout(() => void run(), delay);
    };
    const soon = (area?: Area): void => {
      for (const one of area ? [area] : (["indexed", "cache"] as const)) wanted.add(one);
      start(left === MOST_READINGS ? 100 : PAUSE);
    };
    return {
      soon,
      again: () => {
        told.indexed.clear();
        told.cache.clear();
        soon();
      },
      clear: async () => {
        const quietly = async (work: () => unknown): Promise<void> => {
          try {
            await work();
          } catch {
            // There is none, or the frame may not have it.
          }
        };
        clears++;
        await quietly(() => localStorage.clear());
        await quietly(() => sessionStorage.clear());
        await quietly(async () => {
          const names = (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
          await Promise.all(names.map((name) => answered(indexedDB.deleteDatabase(name))));
        });
        await quietly(async () => Promise.all((await caches.keys()).map((name) => caches.delete(name))));
        clears++;
      },
      stop: () => {
        stopped = true;
        clearTimeout(timer);
      },
    };
  };
}
