// What scripts put straight into the page's body: windows to chat in, banners, overlays. It is kept here, and pointed at where a person
// asks where on the page a recipient is. The body's own methods are listened to, and nobody else's: those of every node cost the page.

const MOST_PUT = 60;
const { dispatchEvent: dispatchAt } = EventTarget.prototype;
const Ref = WeakRef;
const Part = Element;
const lastOf = describe(Element.prototype, "lastElementChild")!.get!;
const puts: [part: WeakRef<Element>, by: string[]][] = [];

const hearBody = (): void => quietly(() => {
  const { body } = document as unknown as { body: Record<string, unknown> | null };
  if (!body || state === "asleep" || own(body, "append")) return;
  for (const name of ["appendChild", "insertBefore", "append", "prepend", "insertAdjacentElement", "insertAdjacentHTML"]) {
    wrap(body, name, after((self: never, args: never[]) => {
      const by = puts.length < MOST_PUT ? callers() : [];
      if (!by[0]) return;
      const given = args.filter((part: unknown) => (part as unknown) instanceof Part) as unknown as Element[];
      // What a text or a fragment held is the body's by now.
      const part = given[0] ?? (apply(lastOf, self, []) as Element | null);
      if (part) puts.push([new Ref(part), by]);
    }));
  }
});

/** Tells of each that is there still, and was put there by a script of one of these hosts, by an event at it. */
const pointAt = (hosts: string): void => {
  for (const [ref, by] of puts) {
    const part = ref.deref();
    if (part && by.some((url) => hosts.split(" ").includes(new absolute(url).hostname))) {
      apply(dispatchAt, part, [new Noted("leaklight-here", { bubbles: true, composed: true })]);
    }
  }
};
listen("leaklight-where", (event) => quietly(() => {
  const { detail } = event as CustomEvent<unknown>;
  if (state === "awake" && typeof detail === "string") pointAt(detail);
}));
