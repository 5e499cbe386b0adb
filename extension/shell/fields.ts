// In every frame of a watched site: what somebody types into fields, which button sends it, what text they select, and what a frame of
// another company's is handed by other windows; it fills a page's fields for a person. What it reads goes to
// the worker and nowhere else: no element, attribute or event of the page's ever holds it. A classic script: no import, no export. It asks
// before it says anything and is idle where nobody watches. labels.js, and where.js, which outlines fields, stand before it.
{
  type Labels = import("./show").Labels;
  type Asked = { type?: string; values?: [number, string][]; fields?: number[]; hosts?: string[]; words?: string[] };
  type Where = { outline(fields: number[]): void; show(asked: Asked): object };
  type Scope = { leaklightFields?: true; leaklightLabels?: Labels; leaklightWhere?: (fieldOf: (number: number) => HTMLElement | undefined) => Where };
  type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement | (HTMLElement & { type?: undefined; value?: undefined; form?: undefined });
  const scope = globalThis as Scope;
  const { short, words, about, rootOf } = scope.leaklightLabels!;

  const MOST_TYPED = 1024;
  const MOST_MESSAGE = 64 * 1024;
  const MOST_FIELDS = 100;
  /** What nobody types into, and what is never read. */
  const SILENT = /^(hidden|submit|button|image|reset|checkbox|radio|file|range|color)$/;
  const LEAVING = "beforeunload";
  const NATIVE = "input,textarea,select";
  const isElement = (node: unknown): node is HTMLElement => node instanceof HTMLElement;
  const isList = (node: unknown): node is HTMLSelectElement => node instanceof HTMLSelectElement;
  const FIELDS = `${NATIVE},[contenteditable]`;
  const BUTTONS = "button,[role=button],[type=submit],[type=button],[type=image]";

  // --- To the worker ---

  const bucket = (most: number, eachSecond: number) => {
    let left = most;
    let at = Date.now();
    return (): boolean => {
      left = Math.min(most, left + ((Date.now() - at) / 1000) * eachSecond);
      at = Date.now();
      return left >= 1 && left-- >= 1;
    };
  };
  const may = bucket(500, 1);
  const mayHand = bucket(100, 5);
  let refused = 0;
  let watching = false;
  let held: object[] = [];
  const pass = (message: object): void => {
    if (!chrome.runtime?.id) stop();
    else if (watching) chrome.runtime.sendMessage(message).catch(() => undefined);
    // Until it is known whether anybody watches, it waits here, 50 of it at most.
    else if (!held[49]) held.push(message);
  };
  /** A page that floods is told of once a second, not as often as it floods. */
  const refuse = (): void => {
    if (refused++ > 0) return;
    setTimeout(() => {
      pass({ type: "flood", count: refused });
      refused = 0;
    }, 1000);
  };
  const send = (message: object): void => (may() ? pass(message) : refuse());
  const capped = (text: string): string => text.slice(0, new TextEncoder().encodeInto(text, new Uint8Array(MOST_TYPED)).read);

  type Heard = (event: Event) => void;
  // In the capture phase, before any listener of the page's on the way.
  const hear = (name: string, listener: Heard): void => addEventListener(name, listener, true);
  const unhear = (name: string, listener: Heard): void => removeEventListener(name, listener, true);

  // --- Fields ---

  // Numbers are not used again by the frame's next document, whose fields are others.
  let next = (Date.now() % 4_000_000) * 1000;
  const numbers = new WeakMap<Field, number>();
  const numbered = new Map<number, WeakRef<Field>>();
  const numberOf = (field: Field): number => {
    const number = numbers.get(field) ?? next++;
    if (!numbers.has(field)) {
      numbers.set(field, number);
      numbered.set(number, new WeakRef(field));
      if (numbered.size > 1000) numbered.delete(numbered.keys().next().value!);
    }
    return number;
  };

  const where = scope.leaklightWhere!((number) => numbered.get(number)?.deref());

  const fieldOf = (node: unknown): Field | undefined => {
    if (!isElement(node)) return undefined;
    if (node.matches(NATIVE)) return SILENT.test((node as HTMLInputElement).type) ? undefined : (node as Field);
    return node.isContentEditable ? (node.closest<HTMLElement>("[contenteditable]:not([contenteditable=false])") as Field) : undefined;
  };
  /** Where the keyboard is within it: of a closed shadow root events name the host alone. */
  const inmost = (node: unknown): unknown => {
    const inner = isElement(node) && !node.matches(NATIVE) && rootOf(node)?.activeElement;
    return inner ? inmost(inner) : node;
  };
  const fieldsIn = (root: ParentNode, test: (field: Field) => unknown): Field[] =>
    [...root.querySelectorAll(FIELDS)].flatMap((node) => fieldOf(node) ?? []).filter(test).slice(0, MOST_FIELDS);

  const valueOf = (field: Field): string => {
    // A number in a list's stead says nothing; what it shows does.
    if (isList(field)) return /\p{L}/u.test(field.value) ? field.value : (field.selectedOptions[0]?.text ?? "");
    return field.value ?? field.textContent ?? "";
  };
  const told = new WeakMap<Field, string>();
  const pending = new Map<Field, ReturnType<typeof setTimeout>>();
  const tell = (field: Field): void => {
    clearTimeout(pending.get(field));
    pending.delete(field);
    if (pending.size === 0) unhear(LEAVING, flush);
    const value = capped(valueOf(field));
    if (value === (told.get(field) ?? "")) return;
    told.set(field, value);
    send({ type: "typed", field: numberOf(field), about: about(field), value });
  };
  const flush = (): void => [...pending.keys()].forEach(tell);
  const onInput = (event: Event): void => {
    const field = fieldOf(inmost(event.composedPath()[0]));
    if (!field) return;
    if (pending.size >= MOST_FIELDS) return refuse();
    clearTimeout(pending.get(field));
    pending.set(field, setTimeout(tell, 150, field));
    // Only while something waits: some browsers do not keep a page in memory that listens for it.
    hear(LEAVING, flush);
  };
  const onChange = (event: Event): void => {
    const field = fieldOf(inmost(event.composedPath()[0]));
    // What a list shows before anybody chose is nobody's word.
    if (field && (event.type === "change" || !isList(field))) tell(field);
  };

  /** What it is before anything is typed: a page may show a password as plain text by then. */
  const onFocus = (event: Event): void => {
    const field = fieldOf(inmost(event.composedPath()[0]));
    if (field) about(field);
  };

  // --- Sending ---

  let sent = { key: "", at: 0, button: null as Element | null };
  const submitted = (fields: Field[], button: Element | null, said = ""): void => {
    fields.forEach((field) => isList(field) || tell(field));
    const list = fields.filter((field) => told.get(field)).map(numberOf);
    const key = list.join();
    // A click on a form's button is followed by the form's own word; another button is another sending.
    const again = key === sent.key && (!button || button === sent.button) && Date.now() - sent.at < 1000;
    if (key === "" || again) return;
    sent = { key, at: Date.now(), button };
    const name = (attribute: string): string => short(button?.getAttribute(attribute));
    send({ type: "submitted", fields: list, button: said || name("aria-label") || short(words(button)) || name("value") });
  };
  // A form's own names hide its members ("contains"): asked by the prototype.
  const { contains, getRootNode } = Node.prototype;
  const sentBy = (form: HTMLFormElement, button: Element | null): void =>
    submitted(fieldsIn(getRootNode.call(form) as Document, (field) => field.form === form || contains.call(form, field)), button);
  const onSubmit = (event: Event): void => {
    const [form] = event.composedPath();
    if (event.isTrusted && form instanceof HTMLFormElement) sentBy(form, (event as SubmitEvent).submitter);
  };
  const onClick = (event: Event): void => {
    const button = event.composedPath().find((node): node is HTMLElement => isElement(node) && node.matches(BUTTONS));
    if (!event.isTrusted || !button) return;
    flush();
    const form = (button as HTMLButtonElement).form ?? button.closest("form");
    if (form) return sentBy(form, button);
    let within: Node | null = button;
    for (let deep = 0; deep < 5; deep++) {
      within = within.parentNode ?? (within as ShadowRoot).host;
      if (!within || within === document.body || within === document) return;
      const fields = fieldsIn(within as Element, (field) => told.get(field));
      if (fields[0]) return submitted(fields, button);
    }
  };
  const onKey = (event: Event): void => {
    const { key, isComposing, isTrusted } = event as KeyboardEvent;
    const field = key === "Enter" && !isComposing && fieldOf(inmost(event.composedPath()[0]));
    if (!field) return;
    tell(field);
    // A form says by itself that it is sent, save inside a shadow root.
    if (isTrusted && field.matches("input") && (!field.form || field.getRootNode() !== document)) submitted([field], null, "Enter");
  };

  // --- Selected text ---

  let selecting: ReturnType<typeof setTimeout> | undefined;
  let selected = "";
  const onSelection = (): void => {
    clearTimeout(selecting);
    selecting = setTimeout(select, 400);
  };
  const select = (): void => {
    // Chromium says of a text field what is selected in it.
    if (fieldOf(inmost(document.activeElement))) return;
    const text = capped(`${getSelection() ?? ""}`.trim());
    if (text.length < 6 || text === selected) return;
    selected = text;
    send({ type: "selected", text });
  };

  // --- What a frame of another origin is handed ---

  const foreign = ((): boolean => {
    try {
      return !window.top!.document;
    } catch {
      return true;
    }
  })();
  const onHanded = (event: Event): void => {
    const { data, origin, source, isTrusted } = event as MessageEvent<unknown>;
    if (!isTrusted || source === window || !data || (typeof data !== "string" && typeof data !== "object")) return;
    if (!mayHand()) return refuse();
    let room = MOST_MESSAGE;
    let cut = false;
    const bounded = (name: string, value: unknown): unknown => {
      room -= name.length + (typeof value === "string" ? value.length : 4);
      if (room < 0 || ArrayBuffer.isView(value)) cut = true;
      else return Array.isArray(value) && value.length > 1000 ? ((cut = true), value.slice(0, 1000)) : value;
      return typeof value === "string" ? value.slice(0, Math.max(0, room + value.length)) : undefined;
    };
    try {
      const text = typeof data === "string" ? data : (JSON.stringify(data, bounded) ?? "");
      cut ||= text.length > MOST_MESSAGE;
      send({ type: "message", from: origin, data: text.slice(0, MOST_MESSAGE), cut });
    } catch {
      refuse();
    }
  };

  // --- Filling in, where a person asks for it; never sent by us ---

  const everyField = (root: ParentNode): Field[] =>
    [...root.querySelectorAll<HTMLElement>("*")].flatMap((node) => {
      const inner = node.localName.includes("-") || node.shadowRoot ? rootOf(node) : null;
      return inner ? everyField(inner) : node.matches(NATIVE) ? (fieldOf(node) ?? []) : [];
    });
  const fillable = (field: Field): boolean => {
    const { width, height, right } = field.getBoundingClientRect();
    const seen = field.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && width > 2 && height > 2 && right + scrollX > 0;
    return seen && field.type !== "password" && !field.matches(":disabled") && !(field as HTMLInputElement).readOnly;
  };
  /** A date as the field wants it: a date field as the standard says, others as they show it. */
  const dated = (field: Field, value: string): string => {
    const standard = value.replace(/^(\d\d?)\/(\d\d?)\/(\d{4})$/, (_, m: string, d: string, y: string) => [y, m.padStart(2, "0"), d.padStart(2, "0")].join("-"));
    const [year, month = "", day = ""] = /^\d{4}-\d\d-\d\d$/.exec(standard)?.[0].split("-") ?? [];
    if (!year) return value;
    if (field.type === "date") return standard;
    const shown = `${field.getAttribute("placeholder")} ${about(field)}`;
    const mask = /\b[mdya]{1,4}([/. -])[mdya]{1,4}\1[mdya]{2,4}\b/i.exec(shown)?.[0] ?? "m/d/yyyy";
    return mask.replace(/[ya]+/i, (part) => year.slice(-Math.max(2, part.length))).replace(/m+/i, month).replace(/d+/i, day);
  };
  const fill = ([number, value]: [number, string]): boolean => {
    const field = numbered.get(number)?.deref();
    if (!field?.isConnected || !fillable(field)) return false;
    if (isList(field)) {
      const plain = (text: string): string => text.trim().toLowerCase().replace(/^0+(?=\d+$)/, "");
      const option = [...field.options].find(({ disabled, value: own, text }) => !disabled && [own, text].some((said) => plain(said) === plain(value)));
      if (!option) return false;
      field.selectedIndex = option.index;
    } else {
      // This world's setter is the browser's own: a framework that put one of its own in its place hears of a change.
      field.value = dated(field, value);
      if (!field.value) return false;
    }
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true, composed: true }));
    return true;
  };

  // --- Beginning and end ---

  const onShow = (event: Event): void => {
    // Back from the browser's memory of pages left: whatever left, the worker says anew.
    if ((event as PageTransitionEvent).persisted) where.outline([]);
  };
  const HEARD: Record<string, Heard> = {
    input: onInput, change: onChange, focusin: onFocus, focusout: onChange, keydown: onKey, submit: onSubmit, click: onClick, copy: select,
    selectionchange: onSelection, pagehide: flush, visibilitychange: flush, pageshow: onShow, ...(foreign && { message: onHanded }),
  };
  const onMessage = (asked: Asked, _: unknown, reply: (answer: object) => void): undefined => {
    const { type, values, fields } = asked;
    if (type === "stop") stop();
    else if (type === "outline") where.outline(fields ?? []);
    else if (type === "show") reply(where.show(asked));
    else if (type === "fields") reply({ fields: everyField(document).filter(fillable).slice(0, MOST_FIELDS).map((field) => [numberOf(field), about(field)]) });
    else if (type === "fill") reply({ filled: (values ?? []).filter(fill).length });
    return undefined;
  };
  const stop = (): void => {
    for (const name in HEARD) unhear(name, HEARD[name]!);
    unhear(LEAVING, flush);
    pending.forEach(clearTimeout);
    pending.clear();
    clearTimeout(selecting);
    held = [];
    where.outline([]);
    chrome.runtime?.onMessage?.removeListener(onMessage);
    delete scope.leaklightFields;
  };

  if (document instanceof HTMLDocument && !scope.leaklightFields) {
    scope.leaklightFields = true;
    // First of all, so that no page's own listener stops what is heard here.
    for (const name in HEARD) hear(name, HEARD[name]!);
    chrome.runtime.onMessage.addListener(onMessage);
    chrome.runtime.sendMessage({ type: "hello" }).then(
      (answer: { watch?: boolean } | undefined) => {
        if (!answer?.watch) return stop();
        watching = true;
        held.splice(0).forEach(pass);
        // Typed before anybody watched.
        fieldsIn(document, (field) => "defaultValue" in field && field.value !== field.defaultValue).forEach(tell);
      },
      () => stop(),
    );
  }
}
