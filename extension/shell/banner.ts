// In every frame of a watched site: whether a consent banner is there and shown, its buttons' words, and which of them a person presses.
// A banner is told by the table of rules (banners.js, which stands before it), else by its place and words; what a button means is for
// the core to say. It reads and listens and changes nothing of the page. A classic script: no import, no export. It asks before it does
// anything and is idle where nobody watches. labels.js stands before it.
{
  type Labels = import("./show").Labels;
  type Scope = { leaklightBanner?: { longest: number; spent: number; looks: number; shown: Element[] }; leaklightBanners?: string; leaklightLabels?: Labels };
  /** A rule of the table. `ways`: what tells that the manager is there, each a selector with those inside shadow roots after it. */
  type Rule = { name: string; ways: string[][]; shown: string[][] };
  /** A way to be tried, and the id without which it need not be. */
  type Way = { rule: Rule; way: string[]; id: string | undefined };
  type Content = { text: string; buttons: HTMLElement[]; roots: ShadowRoot[]; asks: boolean; left: number };
  type State = { name: string; shown: boolean; buttons: string[] };
  const scope = globalThis as Scope;
  const { short, words, rootOf } = scope.leaklightLabels!;

  const MOST_BUTTONS = 8;
  /** How long the table is gone through at a time, in milliseconds; the next look goes on from there. */
  const PATIENCE = 1.5;
  /** Between two looks, in milliseconds: while the page is young or a banner shown, and later. */
  const GAP = 500;
  const LATER_GAP = 3000;
  const YOUNG = 15_000;
  /** Nodes of an element that are gone through, and letters of a banner told by its words. */
  const MOST_NODES = 900;
  const MOST_TEXT = 5000;
  /** How often a document's banners are told: one that blinks is not worth more. */
  let left = 40;

  // --- Words: they only nominate, and say nothing of what a button means ---

  const COOKIE = /cookie|\bkakor\b|informasjonskapsl|evästei|sütik|çerez|クッキー/i;
  /** What cookies of a site, and not of a kitchen, are spoken of with. */
  const PURPOSE = new RegExp(
    "(?:web|this|our) ?sites?|brows|privacy|polic|consent|analy|track|adverti|partner|traffic|personali|technolog|privacidad|navega|publicid|"
      + "consenti|personaliz|webs(?:ei|i)te|datenschutz|einwillig|zustimm|werb|nutzer|confidentialit|vie privée|navigation|publicit|traceur|"
      + "navigazion|pubblicit|toestemming|adverten|bezoek|witryn|stron|prywatno|zgod|reklam|webbplats|nettsted|hjemmeside|sivusto",
    "i",
  );
  /** What is asked for without a word of cookies. */
  const ASKED = new RegExp(
    "value your privacy|your privacy choices|consent to|your consent|access information on a device|tracking technolog|einwilligung|"
      + "votre consentement|su consentimiento|il (?:tuo|suo) consenso|uw toestemming|je toestemming|consentimento|wyrażam zgod|twoj\\S+ zgod",
    "i",
  );
  const CHOICE = new RegExp(
    "accept|agree|allow|reject|declin|refus|deny|consent|opt.?(?:in|out)|necessary|essential|preferenc|settings|manage|customi[sz]e|do not sell|"
      + "acept|rechaz|permit|configur|prefer[ei]n|neces|personaliz|akzept|ablehn|zustimm|einverst|erlaub|einstell|notwendig|auswahl|verweiger|"
      + "autoris|paramét|continuer sans|rifiut|consent|impostaz|gestisc|weiger|toestaan|akkoord|instelling|aceit|rejeit|recus|gerir|defin|"
      + "zgadzam|akceptuj|odrzu|ustawien|zgod|godkänn|avvisa|tillåt|godta|avvis|tillad|afvis|hyväksy",
    "i",
  );
  const WEAK = /^\W*(?:ok(?:ay)?|yes|got it|understood|i understand|close|dismiss|continue|x|×|entendido|cerrar|verstanden|schließen|compris|j'ai compris|fermer|ho capito|chiudi|begrepen|sluiten|entendi|fechar|rozumiem|zamknij)\W*$/i;

  // --- The page's elements ---

  const BUTTONS = "button,[role=button],input[type=button],input[type=submit],a:not([href]),a[href^='#'],a[href^=javascript],a[class*=btn],a[class*=button]";
  /** What is set on the way to a choice and is none. */
  const TOGGLES = "input,label,select,summary,[role=switch],[role=checkbox],[role=tab]";
  const DIALOGS = "dialog,[role=dialog],[role=alertdialog],[aria-modal=true],[popover]";
  const isElement = (node: unknown): node is HTMLElement => node instanceof HTMLElement;
  const isButton = (node: Element): boolean => node.matches(BUTTONS) && !node.matches("[role=switch],[role=checkbox],[role=tab]");
  const above = (node: Element): Element | null => node.parentElement ?? (node.parentNode instanceof ShadowRoot ? node.parentNode.host : null);

  /** An element's text and buttons, those in shadow roots too. */
  const content = (node: Node, out: Content = { text: "", buttons: [], roots: [], asks: false, left: MOST_NODES }): Content => {
    if (out.left-- <= 0) return out;
    if (node instanceof Text) {
      if (out.text.length <= MOST_TEXT) out.text += ` ${node.data}`;
      return out;
    }
    if (isElement(node)) {
      if (/^(?:script|style|noscript|template|iframe)$/.test(node.localName)) return out;
      if (isButton(node)) out.buttons.push(node);
      // Whoever asks for an address or a password asks for no consent.
      else if (node.matches("input[type=email],input[type=password],input[type=tel]")) out.asks = true;
      const root = rootOf(node);
      if (root) {
        out.roots.push(root);
        content(root, out);
      }
    }
    for (let child = node.firstChild; child && out.left > 0; child = child.nextSibling) content(child, out);
    return out;
  };

  const isFixed = (node: Element): boolean => /fixed|sticky/.test(getComputedStyle(node).position);
  const anchored = (node: Element | null): boolean => {
    for (; node; node = above(node)) if (getComputedStyle(node).position === "fixed") return true;
    return false;
  };
  /** Seen as far as styles and place go; what is fixed outside the window is not. */
  const isVisible = (node: Element): boolean => {
    if (!node.isConnected || !node.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) return false;
    const { width, height, left: x, top, right, bottom } = node.getBoundingClientRect();
    if (width < 2 || height < 2 || innerWidth === 0) return false;
    return (right > 0 && bottom > 0 && x < innerWidth && top < innerHeight) || !anchored(node);
  };
  const wordsOf = (button: HTMLElement): string => {
    const said = (name: string): string => short(button.getAttribute(name));
    const shown = short(words(button)) || said("value");
    // A cross says what it is to those who cannot see it.
    return /\p{L}/u.test(shown) ? shown : said("aria-label") || said("title") || shown;
  };

  // --- By rules ---

  const ways = (list: string): string[][] => list.split(/,(?![^([]*[)\]])/).map((one) => one.split(" >>> "));
  const byId: Way[] = [];
  const byLook: Way[] = [];
  let next = 0;
  const readTable = (): void => {
    const address = location.host + location.pathname;
    for (const line of (scope.leaklightBanners ?? "").split("\n")) {
      const [name = "", presence = "", shown = "", site = ""] = line.split("\t");
      if (line[0] === "#" || presence === "") continue;
      // A site's begins where a label of its host does; one of a path alone, with a slash.
      if (site && !new RegExp(`${site[0] === "/" ? "" : "(?:^|\\.)"}(?:${site})`).test(address)) continue;
      const found = ways(presence);
      const rule: Rule = { name, ways: found, shown: shown ? ways(shown) : found };
      for (const way of found) {
        const id = /^[^[(]*#([\w-]+)/.exec(way[0]!)?.[1];
        // What is for this address comes first: it is little, and likely.
        if (id) byId.push({ rule, way, id });
        else if (site) byLook.unshift({ rule, way, id });
        else byLook.push({ rule, way, id });
      }
    }
  };
  /** The elements a way leads to; a selector that a browser does not know leads nowhere. */
  const led = ([first, ...inner]: string[]): HTMLElement[] => {
    try {
      let found = [...document.querySelectorAll(first!)].filter(isElement).slice(0, 12);
      for (const step of inner) found = found.flatMap((host) => [...(rootOf(host)?.querySelectorAll(step) ?? [])].filter(isElement));
      return found;
    } catch {
      return [];
    }
  };
  const found = new Set<Rule>();
  /** True where the table takes more than one look. */
  let isBig = false;
  const search = (): void => {
    for (const { rule, way, id } of byId) if (document.getElementById(id!) && !found.has(rule) && led(way)[0]) found.add(rule);
    // Of a big page either table or words are for every other look.
    if (isBig && marks.looks % 2 === 0) return;
    const end = performance.now() + PATIENCE;
    let n = 0;
    for (; n < byLook.length && performance.now() < end; n++) {
      const { rule, way } = byLook[next++ % byLook.length]!;
      if (!found.has(rule) && led(way)[0]) found.add(rule);
    }
    isBig = n < byLook.length;
  };

  // --- By place and words ---

  const speaks = (told: Content): boolean => {
    const said = told.buttons.map(wordsOf);
    const chosen = said.some((word) => CHOICE.test(word));
    if (COOKIE.test(told.text) && PURPOSE.test(told.text)) return chosen || said.some((word) => WEAK.test(word));
    return chosen && ASKED.test(told.text);
  };
  const isBanner = (node: Element): boolean => {
    const told = content(node);
    return told.left > 0 && told.text.length <= MOST_TEXT && told.buttons.length > 0 && told.buttons.length <= 40 && !told.asks && speaks(told);
  };
  /** The innermost element at a point, in shadow roots too. */
  const inmostAt = (x: number, y: number, from: DocumentOrShadowRoot = document): Element | null => {
    let node = from.elementFromPoint(x, y);
    // Leaklight's own cards stand beside the page's body and over it.
    if (from === document && !document.body?.contains(node)) node = from.elementsFromPoint(x, y).find((one) => document.body?.contains(one)) ?? null;
    const root = isElement(node) && rootOf(node);
    const inner = root && root !== from ? inmostAt(x, y, root) : null;
    return inner && inner !== node ? inner : node;
  };
  const nominated = (): HTMLElement | undefined => {
    const [w, h] = [innerWidth, innerHeight];
    if (w < 100 || h < 50) return undefined;
    const seen = new Set<Element>();
    for (const [x, y] of [[w / 2, h - 20], [w / 2, h / 2], [w / 2, 20], [60, h - 60], [w - 60, h - 60], [w - 60, 60]] as const) {
      for (let node = inmostAt(x, y); node && node !== document.documentElement && !seen.has(node); node = above(node)) {
        seen.add(node);
        // A frame of a consent manager's is nothing but its banner.
        const whole = node === document.body;
        if (isElement(node) && (whole ? window !== window.top : node.matches(DIALOGS) || isFixed(node)) && isBanner(node)) return node;
      }
    }
    return undefined;
  };

  // --- What is told ---

  let byWords: HTMLElement | undefined;
  let state: State | undefined;
  /** Where a press counts, and the shadow roots whose changes are heard. */
  let places: Element[] = [];
  let shadows: ShadowRoot[] = [];
  let told = "";
  /** What of a banner is seen, as far as its place tells: what is fixed, or a dialog. */
  let seen: Element | undefined;
  /** For who measures: how long the longest look and all of them took, in milliseconds, and how many there were. For the cards: what is shown. */
  const marks: NonNullable<Scope["leaklightBanner"]> = { longest: 0, spent: 0, looks: 0, shown: [] };

  const send = (message: object): void => {
    if (!chrome.runtime?.id) stop();
    else chrome.runtime.sendMessage(message).catch(() => undefined);
  };
  /** What holds the buttons beside one that the rule names. */
  const around = (node: HTMLElement): Content => {
    let all = content(node);
    let outer: Element | null = node;
    for (let n = 0; n < 4 && all.buttons.length < (isButton(node) ? 2 : 1); n++) {
      outer = above(outer);
      if (!isElement(outer) || (outer === document.body && window === window.top)) break;
      all = content(outer);
      if (all.buttons.length > 0) places.push(outer);
    }
    return all;
  };
  const stateOf = (name: string, nodes: HTMLElement[], sure: boolean): State => {
    for (const node of nodes) {
      const inside = content(node);
      const visible = inside.buttons.filter(isVisible);
      if (inside.buttons.length > 0 ? visible.length === 0 : !isVisible(node)) continue;
      const all = around(node);
      if (!sure && !speaks(all)) continue;
      seen = node;
      for (let at: Element | null = node; at; at = above(at)) {
        if (!at.matches(DIALOGS) && !isFixed(at)) continue;
        seen = at;
        break;
      }
      shadows.push(...all.roots);
      const buttons = all.buttons.filter(isVisible).map(wordsOf).filter((word) => word !== "");
      return { name, shown: true, buttons: [...new Set(buttons)].slice(0, MOST_BUTTONS) };
    }
    return { name, shown: false, buttons: [] };
  };
  const judge = (): State | undefined => {
    places = [];
    shadows = [];
    seen = undefined;
    let best: State | undefined;
    for (const rule of found) {
      const nodes = rule.shown.flatMap(led);
      const now = stateOf(rule.name, nodes, rule.name !== "");
      const here = [...rule.ways.flatMap(led), ...nodes].filter((node) => node !== document.body && node !== document.documentElement);
      if (now.shown || rule.name !== "") places.push(...here);
      if (now.shown ? !best?.shown || best.name === "" : !best && rule.name !== "") best = now;
    }
    if (best?.shown) return best;
    let now = byWords?.isConnected ? stateOf("", [byWords], true) : undefined;
    if (!now?.shown && !(isBig && marks.looks % 2)) {
      byWords = nominated() ?? byWords;
      now = byWords && stateOf("", [byWords], true);
    }
    if (byWords) places.push(byWords);
    return now?.shown || !best ? now : best;
  };

  const look = (): void => {
    const from = performance.now();
    // One told by words may have a rule that was not come to yet.
    if (!state?.shown || (state.name === "" && next < byLook.length)) search();
    const now = judge();
    const took = performance.now() - from;
    marks.looks++;
    marks.spent += took;
    marks.longest = Math.max(marks.longest, took);
    // One that is taken out of the page is closed.
    state = now ?? (state && { ...state, shown: false, buttons: [] });
    marks.shown = state?.shown && seen ? [seen] : [];
    const text = JSON.stringify(state ?? "");
    if (!state || text === told) return;
    told = text;
    if (left-- > 0) send({ type: "banner", at: Date.now(), ...state });
    else if (left === -1) send({ type: "flood", count: 1 });
  };

  // --- When ---

  const born = Date.now();
  let last = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = new Set<ReturnType<typeof setTimeout>>();
  const CHANGES = { childList: true, subtree: true, attributes: true, attributeFilter: ["class", "style", "hidden", "open", "aria-hidden"] };
  // Heard once and then not again before the next look: what a page changes in between costs it nothing.
  const changes = new MutationObserver(() => {
    changes.disconnect();
    soon();
  });
  const run = (): void => {
    timer = undefined;
    last = Date.now();
    look();
    for (const node of [document, ...shadows.slice(0, 4)]) changes.observe(node, CHANGES);
  };
  /** In a pause of the page's, when its layout is done with. */
  const soon = (): void => {
    const gap = state?.shown || Date.now() - born < YOUNG ? GAP : LATER_GAP;
    timer ??= setTimeout(() => requestIdleCallback(run, { timeout: 300 }), Math.max(0, last + gap - Date.now()));
  };
  const soonAt = (...delays: number[]): void => {
    for (const delay of delays) {
      const one = setTimeout(() => {
        later.delete(one);
        soon();
      }, delay);
      later.add(one);
    }
  };
  /** Banners that are already there and only fade in change nothing that an observer hears. */
  const onLoad = (): void => soonAt(0, 1000, 3000, 8000);
  const onFaded = (): void => {
    if (state) soonAt(0);
  };

  // --- A person's choice ---

  /** Where it was pressed, and what that stands in, from within. */
  const pathOf = (event: Event): Element[] => {
    let node: unknown = event.composedPath()[0];
    // Of a closed shadow root events name the host alone.
    for (let root = isElement(node) && rootOf(node); root; root = isElement(node) && rootOf(node)) {
      const { clientX, clientY, detail } = event as MouseEvent;
      const inner: Element | null = detail > 0 ? root.elementFromPoint(clientX, clientY) : root.activeElement;
      if (!inner || inner === node) break;
      node = inner;
    }
    const path: Element[] = [];
    for (let at = node instanceof Element ? node : null; at; at = above(at)) path.push(at);
    return path;
  };
  const press = (path: Element[]): void => {
    // Only where something changed since the last look.
    if (!state?.shown && timer !== undefined) look();
    const within = path.findIndex((node) => places.includes(node));
    if (!state || within < 0) return;
    const inside = path.slice(0, within + 1);
    const at = inside.findIndex((node) => isButton(node) || node.matches(TOGGLES) || node.matches("a"));
    const node = inside[at] ?? inside[0]!;
    if (!isElement(node) || (at >= 0 && !isButton(node))) return;
    const button = wordsOf(node);
    // Text that nobody made a button of is pressed only where it is as short as one.
    if (at < 0 && (button === "" || button.length > 40 || node === inside[within])) return;
    send({ type: "chose", name: state.name, button, at: Date.now() });
    soonAt(300, 1200);
  };
  const onClick = (event: Event): void => {
    if (event.isTrusted) press(pathOf(event));
  };
  /** What is no button to the browser is not clicked by a key. */
  const onKey = (event: KeyboardEvent): void => {
    if (!event.isTrusted || event.repeat || (event.key !== "Enter" && event.key !== " ")) return;
    const path = pathOf(event);
    if (path[0] && isButton(path[0]) && !path[0].matches("button,input,a[href]")) press(path);
  };

  // --- Beginning and end ---

  const afresh = (): void => {
    told = "";
    left = Math.max(left, 20);
    soonAt(0, 1000, 3000);
  };
  const onShow = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) afresh();
  };
  const onMessage = ({ type }: { type?: string }): undefined => {
    if (type === "stop") stop();
    else if (type === "again") afresh();
    return undefined;
  };
  const begin = (): void => {
    readTable();
    addEventListener("load", onLoad);
    addEventListener("pageshow", onShow);
    addEventListener("click", onClick, true);
    addEventListener("keydown", onKey, true);
    for (const name of ["transitionend", "animationend"]) addEventListener(name, onFaded, { capture: true, passive: true });
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", soon, { once: true });
    else onLoad();
  };
  const stop = (): void => {
    clearTimeout(timer);
    later.forEach(clearTimeout);
    changes.disconnect();
    removeEventListener("DOMContentLoaded", soon);
    removeEventListener("load", onLoad);
    removeEventListener("pageshow", onShow);
    removeEventListener("click", onClick, true);
    removeEventListener("keydown", onKey, true);
    for (const name of ["transitionend", "animationend"]) removeEventListener(name, onFaded, true);
    chrome.runtime?.onMessage?.removeListener(onMessage);
    delete scope.leaklightBanner;
  };

  if (document instanceof HTMLDocument && !scope.leaklightBanner) {
    scope.leaklightBanner = marks;
    chrome.runtime.onMessage.addListener(onMessage);
    chrome.runtime.sendMessage({ type: "hello" }).then(
      (answer: { watch?: boolean } | undefined) => (answer?.watch ? begin() : stop()),
      () => stop(),
    );
  }
}
