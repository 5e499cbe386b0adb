// Calls that send something.

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
