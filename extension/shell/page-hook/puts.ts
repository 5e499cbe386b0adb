// What scripts put straight into the page's body: windows to chat in, banners, overlays. It is kept here, and pointed at where a person
// asks where on the page a recipient is. The body's own methods are listened to, and nobody else's: those of every node cost the page.
// Whatever stands in the methods' place by the time of a call is called.

const MOST_PUT = 60;
const { getPrototypeOf, keys: indexes } = Object;
const { dispatchEvent: dispatchAt } = EventTarget.prototype;
const Ref = WeakRef;
const Part = Element;
const Fragment = DocumentFragment;
const isThere = describe(Node.prototype, "isConnected")!.get!;
const childrenOf = describe(DocumentFragment.prototype, "children")!.get!;
const ends = { beforeend: describe(Element.prototype, "lastElementChild")!.get!, afterbegin: describe(Element.prototype, "firstElementChild")!.get! };
let puts: [part: WeakRef<Element>, by: string[]][] = [];
let heardBody: WeakRef<object> | undefined;

const keepPut = (part: Element | null | undefined, by: string[]): void => {
  if (!part) return;
  if (puts.length >= MOST_PUT) {
    puts = puts.filter(([ref]) => {
      const kept = ref.deref();
      return kept && (apply(isThere, kept, []) as boolean);
    });
  }
  if (puts.length < MOST_PUT) puts.push([new Ref(part), by]);
};
/** The elements among what is handed over; a fragment's before they are the body's. */
const partsOf = (given: unknown[]): Element[] => given.flatMap((one) =>
  one instanceof Part ? [one] : one instanceof Fragment ? [...(apply(childrenOf, one, []) as HTMLCollection)].slice(0, 5) : []);

const hearBody = (): void => quietly(() => {
  const { body } = document;
  if (!body || state === "asleep" || heardBody?.deref() === body) return;
  heardBody = new Ref(body);
  const seen: Record<string, (args: unknown[]) => Element[]> = {
    appendChild: partsOf, append: partsOf, prepend: partsOf, insertBefore: ([part]) => partsOf([part]), insertAdjacentElement: ([, part]) => partsOf([part]), insertAdjacentHTML: () => [],
  };
  for (const name of indexes(seen)) {
    const standIn = new Proxy((body as never)[name], {
      apply(_real, self: object, args: unknown[]) {
        let parts: Element[] = [];
        const looked = state === "awake" || state === "held";
        if (looked) quietly(() => (parts = seen[name]!(args)));
        const result: unknown = apply(getPrototypeOf(body)[name], self, args);
        if (looked && !looking) {
          looking = true;
          quietly(() => {
            const end = name === "insertAdjacentHTML" && ends[word(args[0]).toLowerCase() as keyof typeof ends];
            if (end) parts = [apply(end, self, []) as Element];
            const by = parts[0] ? callers() : [];
            if (by[0]) for (const part of parts) keepPut(part, by);
          });
          looking = false;
        }
        return result;
      },
    } as ProxyHandler<never>);
    define(body, name, { value: standIn, configurable: true, writable: true, enumerable: false });
    const held = heardBody;
    undo.push(() => {
      const there = held.deref();
      if (there && own(there, name) === standIn) delete (there as Record<string, unknown>)[name];
      heardBody = undefined;
    });
  }
});

/** Tells of each that is there still, and was put there by a script of one of these hosts, by an event at it. */
const pointAt = (hosts: string[]): void => {
  for (const [ref, by] of puts) {
    quietly(() => {
      const part = ref.deref();
      if (part && by.some((url) => hosts.includes(new absolute(url).hostname))) {
        apply(dispatchAt, part, [new Noted("leaklight-here", { bubbles: true, composed: true })]);
      }
    });
  }
};
listen("leaklight-where", (event) => quietly(() => {
  const { detail } = event as CustomEvent<unknown>;
  if (state === "awake" && typeof detail === "string") pointAt(detail.split(" "));
}));
