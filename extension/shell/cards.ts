// The cards over the page, for content.js beside it: text only, in a closed shadow root, over the page and apart from it. A classic
// script: no import, no export.
if (window === window.top) {
  type Card = import("./engine").Card;
  type Excerpt = Card["proof"][number]["value"];
  type Shown = import("./show").Shown;
  type Send = (message: Record<string, unknown>) => Promise<unknown>;
  const say = (name: string, ...parts: string[]): string => chrome.i18n.getMessage(name, parts);

  const CSS = `:host{--bg:light-dark(#fff,#1d2329);--e:1px solid light-dark(#dde2e8,#323b45);--ink:light-dark(#16202a,#eef2f6);\
--dim:light-dark(#4c5a68,#aab6c2);--go:light-dark(#0b5cad,#7fb8f5);--soft:light-dark(#eef1f4,#272f37);--b:var(--soft);--c:light-dark(#52606d,#b4c0cc);--u:1px}\
@media(min-width:1600px){:host{--u:1.15px}}@media print{.stack{display:none}}*{box-sizing:border-box}[hidden]{display:none!important}\
.critical{--c:light-dark(#a3161a,#ff9b94);--b:light-dark(#fdecec,#3c1d1e)}.high{--c:light-dark(#9a4200,#ffb27a);--b:light-dark(#fff0e4,#3a2717)}\
.medium{--c:light-dark(#6f5600,#f2cf66);--b:light-dark(#fff7d9,#352e16)}.low{--c:light-dark(#1d5681,#9cccf2);--b:light-dark(#e9f3fb,#1b2d3b)}\
.stack{color-scheme:light dark;position:fixed;inset-inline-end:max(8px,var(--x,16px));inset-block-end:max(8px,var(--y,16px));width:min(calc(430*var(--u)),100vw - 32px);display:flex;\
flex-direction:column;gap:8px;align-items:flex-end;color:var(--ink);font:calc(15*var(--u))/1.45 system-ui,sans-serif;\
text-align:start;overflow-wrap:anywhere;pointer-events:none}*{min-width:0}.list{width:min(calc(376*var(--u)),100%);box-sizing:content-box;margin:-8px -12px -10px;padding:8px 12px 14px;display:flex;flex-direction:column;gap:8px;overflow:hidden auto;max-height:min(64vh,100vh - var(--y,16px) - 90px);\
overscroll-behavior:contain;scrollbar-width:thin;mask:linear-gradient(#000 calc(100% - 14px),#0000)}.list>*{flex:none}.pill,.head,button{pointer-events:auto}.card,.pill{background:var(--bg);border:var(--e);border-radius:12px;\
box-shadow:0 3px 10px light-dark(#16202a29,#0008)}.card{padding:13px 14px 11px;background-image:linear-gradient(var(--c) 4px,#0000 0);overflow:hidden}\
.row{display:flex;gap:4px 10px;align-items:center;flex-wrap:wrap}.head{cursor:grab;touch-action:none;user-select:none}.grow{flex:1 1 40%}\
.sev,.fold,.dot,.icon{display:inline-flex;gap:6px;align-items:center}.sev{font-weight:650;font-size:.8em;padding:2px 8px;border-radius:6px;background:var(--b);color:var(--c)}svg{width:12px;height:12px;flex:none}\
.who{font-weight:650}.long{order:1;flex-basis:100%}.when{margin-inline-start:auto}.muted{color:var(--dim);font-weight:400}.small{font-size:.87em}p{margin:8px 0 0;unicode-bidi:plaintext}\
.val{margin-block-start:6px;padding:5px 8px;border-radius:6px;background:var(--soft);font:.87em/1.4 ui-monospace,monospace;\
display:flex;flex-wrap:wrap;gap:0 10px;justify-content:space-between;}mark{background:var(--b);color:var(--c);border-radius:3px;padding:0 2px}\
.acts{display:flex;gap:6px;margin-block-start:10px;flex-wrap:wrap}\
button{font:inherit;font-size:.87em;color:var(--go);background:none;border:var(--e);border-radius:8px;padding:4px 10px;min-height:28px;cursor:pointer}\
button:hover{background:var(--soft)}button:focus-visible{outline:2px solid var(--go);outline-offset:2px}.plain{border-color:transparent;color:var(--dim)}\
.pill{display:flex;align-items:center;border-radius:24px;max-width:100%;padding:3px}.pill button{border:0;color:inherit;border-radius:20px}.fold{font-size:1em;text-align:start;font-weight:600;touch-action:none}.dot{flex:none;white-space:nowrap;padding:3px 9px;border-radius:14px;background:var(--b);color:var(--c);\
font-size:.87em;font-weight:700}.icon{padding:4px 8px}.more{align-self:center}.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}`;

  const SHAPES: Record<string, string> = {
    critical: "M6 0l6 12H0z", high: "M6 0l6 5-2 7H2L0 5z", medium: "M6 0l6 6-6 6-6-6z", low: "M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1z",
    info: "M0 5h12v2H0z", move: "M6 0l3 3H3zM6 12L3 9h6zM0 6l3-3v6zM12 6L9 9V3z",
    hide: "M1 0l5 5 5-5 1 1-5 5 5 5-1 1-5-5-5 5-1-1 5-5-5-5z",
  };
  const NEVER = "http://www.w3.org/2000/svg";
  const el = (tag: string, name: string, ...children: (Node | string)[]): HTMLElement => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    made.append(...children);
    return made;
  };
  const icon = (name: string): SVGElement => {
    const svg = document.createElementNS(NEVER, "svg");
    svg.setAttribute("viewBox", "0 0 12 12");
    svg.ariaHidden = "true";
    const path = document.createElementNS(NEVER, "path");
    path.setAttribute("fill", "currentColor");
    path.setAttribute("d", SHAPES[name] ?? SHAPES["info"]!);
    svg.append(path);
    return svg;
  };
  const button = (name: string, words: string, press: (self: HTMLElement) => void, face?: string): HTMLElement => {
    const made = el("button", name, face ? icon(face) : words);
    if (face) made.title = words;
    // A page cannot press what it cannot reach, and a press it makes up is none.
    made.addEventListener("click", (event) => event.isTrusted && press(made));
    return made;
  };
  const plain = (tag: string, name: string, text: string): HTMLElement => {
    const made = el(tag, name, text);
    made.dir = "auto";
    return made;
  };

  /** The text with its telling parts marked. Marks are byte ranges of UTF-8, as the core counts. */
  const marked = ({ shown, marks = [] }: Excerpt): Node[] => {
    const bytes = new TextEncoder().encode(shown);
    const cut = (from: number, to?: number): string => new TextDecoder().decode(bytes.subarray(from, to));
    let at = 0;
    const nodes: Node[] = [];
    for (const [from, to] of marks) {
      nodes.push(document.createTextNode(cut(at, from)), el("mark", "", cut(from, to)));
      at = to;
    }
    nodes.push(document.createTextNode(cut(at)));
    return nodes;
  };

  const ago = (then: number): string => {
    const seconds = Math.round((Date.now() - then) / 1000);
    if (seconds < 3) return say("justNow");
    return seconds < 60 ? say("secondsAgo", String(seconds)) : new Date(then).toLocaleTimeString([], { timeStyle: "short" });
  };

  const cardOf = (card: Card, open: Set<string>, send: Send): HTMLElement => {
    const severity = el("span", "sev", icon(card.severity), say(card.severity));
    // Its own direction is its text's; where it stands is the card's.
    const times = el("span", "small muted when", plain("bdi", "", ""));
    const head = el("div", "row head", severity, plain("span", card.who.length > 26 ? "who long" : "grow who", card.who), times);
    const box = el("article", `card ${card.severity}`, head, plain("p", "", card.said));
    if (card.attempted) box.append(el("p", "small muted", say("attempted")));
    for (const { name, value, packed } of card.proof) {
      const line = el("div", "val", el("span", "", el("b", "", name), " = ", el("bdi", "", ...marked(value))), el("span", "muted", packed));
      line.dir = "ltr";
      box.append(line);
    }
    const fix = plain("p", "small", card.fix);
    fix.hidden = !open.has(card.key);
    const how = button("", say("howToFix"), (self) => {
      fix.hidden = !fix.hidden;
      self.ariaExpanded = String(!fix.hidden);
      if (fix.hidden) open.delete(card.key);
      else open.add(card.key);
    });
    how.ariaExpanded = String(!fix.hidden);
    const acts = el("div", "acts", how, button("", say("details"), () => void send({ type: "details" })));
    acts.append(button("plain", say("mute"), () => {
      box.remove();
      void send({ type: "mute-card", key: card.key });
    }));
    if (card.fix === "") how.remove();
    box.append(fix, acts);
    return box;
  };

  const moving = matchMedia("(prefers-reduced-motion:no-preference)");

  /** The cards and the pill; buttons are told to the worker by `send`. */
  const overlay = (send: Send) => {
    const host = document.createElement("div");
    // Nothing of the page's styles reaches in, and the host itself takes no room and no clicks.
    host.style.cssText = "all:initial;display:block;position:fixed;inset:0 0 auto auto;width:0;height:0;margin:0;padding:0;border:0;background:none;\
overflow:visible;pointer-events:none;z-index:2147483647;".replace(/;/g, "!important;");
    const shadow = host.attachShadow({ mode: "closed" });
    const list = el("div", "list");
    const spoken = el("div", "sr");
    spoken.role = "status";
    const dot = el("span", "dot");
    const words = plain("span", "", "");
    const fold = button("fold", "", () => dragged || (place.folded = !place.folded, keep(), draw()));
    fold.append(dot, words);
    const move = button("icon", say("move"), () => {
      // Bottom end, bottom start, top start, top end.
      corner++;
      place.x = (corner + 1) & 2 ? innerWidth - stack.offsetWidth - 16 : 16;
      place.y = corner & 2 ? innerHeight - stack.offsetHeight - 16 : 16;
      keep();
      draw();
    }, "move");
    const hide = button("icon", say("hide"), () => vanish(true), "hide");
    const pill = el("div", "pill", fold, move, hide);
    const stack = el("div", "stack", list, pill, spoken);
    stack.role = "region";
    stack.ariaLabel = "Leaklight";
    shadow.append(stack);
    // A page's policy forbids style elements; a sheet made here is none, but older Firefox lets no content script adopt one.
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS);
      shadow.adoptedStyleSheets = [sheet];
    } catch {
      shadow.append(el("style", "", CSS));
    }

    let shown: Shown = { cards: [], more: 0, pill: "", late: false };
    let place = { folded: false, x: 16, y: 16 };
    let corner = 0;
    let hidden = false;
    let dragged = false;
    let dismissed = false;
    const drawn = new Map<string, { stamp: string; box: HTMLElement; last: number; count: number }>();
    const open = new Set<string>();
    const keep = () => void send({ type: "place", ...place });

    /** In the top layer, so that no page covers the cards; but not over a dialog the page has opened. */
    const raise = (): void => {
      if (!host.isConnected) document.documentElement.append(host);
      if (host.matches(":popover-open") || document.querySelector("dialog:modal")) return;
      host.popover = "manual";
      host.showPopover();
    };

    const draw = (): void => {
      stack.hidden = hidden;
      if (hidden) return;
      stack.dir = getComputedStyle(document.documentElement).direction;
      stack.style.setProperty("--x", `${Math.min(place.x, innerWidth - 60)}px`);
      stack.style.setProperty("--y", `${Math.min(place.y, innerHeight - 60)}px`);
      let active = shadow.activeElement as HTMLElement | null;
      const { scrollTop } = list;
      // Not shown while it changes: then what moves in it is drawn anew, and no page is told that its layout shifted.
      if (!dragged) stack.hidden = true;
      void stack.offsetWidth;
      const order: Element[] = [];
      if (shown.late && !dismissed) order.push(offer);
      for (const card of shown.cards) {
        const { last, count, ...rest } = card;
        const stamp = JSON.stringify(rest);
        const before = drawn.get(card.key);
        if (before?.stamp === stamp) Object.assign(before, { last, count });
        else {
          const box = cardOf(card, open, send);
          // The keyboard stays where it was when a card is drawn anew.
          const at = before ? [...before.box.querySelectorAll("button")].indexOf(active as HTMLButtonElement) : -1;
          if (at >= 0) active = box.querySelectorAll("button")[at] ?? null;
          drawn.set(card.key, { stamp, box, last, count });
          if (!before && moving.matches) box.animate({ opacity: [0, 1], translate: ["0 8px", "0"] }, 160);
          if (!before) spoken.textContent = `${say(card.severity)}: ${card.who}. ${card.said}`;
        }
        order.push(drawn.get(card.key)!.box);
      }
      for (const [key, { box }] of drawn) if (!order.includes(box)) drawn.delete(key);
      if (shown.more > 0) order.push(more);
      more.firstElementChild!.textContent = say("more", String(shown.more));
      if (order.some((box, at) => list.children[at] !== box) || list.children.length !== order.length) list.replaceChildren(...order);
      list.hidden = place.folded || order.length === 0;
      const worst = shown.cards[0]?.severity ?? "info";
      const count = shown.cards.length + shown.more;
      dot.className = `dot ${worst}`;
      dot.replaceChildren(icon(worst), String(count), el("span", "sr", count > 0 ? say(worst) : ""));
      words.textContent = shown.pill || say("watching");
      fold.ariaExpanded = String(!list.hidden);
      fold.title = say(place.folded ? "unfold" : "fold");
      tick();
      stack.hidden = false;
      list.scrollTop = scrollTop;
      active?.focus({ preventScroll: true });
      raise();
    };

    const offer = el("article", "card low", el("p", "", say("late")), el("div", "acts",
      button("", say("reload"), () => void send({ type: "reload" })),
      button("plain", say("notNow"), () => (dismissed = true, draw()))));
    const more = el("div", "more pill", button("", "", () => void send({ type: "details" })));

    const tick = (): void => {
      for (const { box, last, count } of drawn.values()) {
        const when = box.querySelector(".when>*")!;
        const text = `\u00d7${count} \u00b7 ${ago(last)}`;
        if (when.textContent !== text) when.textContent = text;
      }
    };
    const clock = setInterval(tick, 5000);

    const vanish = (on: boolean): void => {
      hidden = on;
      draw();
    };
    // Not taken from the page: it gets the key all the same, and first.
    const onKey = (event: KeyboardEvent): void => {
      if (!event.isTrusted || event.defaultPrevented) return;
      if (event.key === "Escape" && !document.querySelector("dialog:modal")) vanish(true);
      if (event.altKey && event.shiftKey && event.code === "KeyK") vanish(!hidden);
    };
    addEventListener("keydown", onKey);
    const onResize = (): void => draw();
    addEventListener("resize", onResize);

    stack.addEventListener("pointerdown", (from) => {
      const handle = (from.target as Element).closest(".head,.fold") as HTMLElement | null;
      if (!handle || from.button) return;
      const { x, y } = place;
      const sign = stack.dir === "rtl" ? -1 : 1;
      dragged = false;
      handle.setPointerCapture(from.pointerId);
      handle.onpointermove = (to: PointerEvent): void => {
        const [right, down] = [(to.clientX - from.clientX) * sign, to.clientY - from.clientY];
        if (!dragged && Math.hypot(right, down) < 5) return;
        dragged = true;
        place.x = Math.max(8, Math.min(x - right, innerWidth - stack.offsetWidth - 8));
        place.y = Math.max(8, Math.min(y - down, innerHeight - pill.offsetHeight - 8));
        draw();
      };
      handle.onlostpointercapture = (): void => {
        handle.onpointermove = null;
        if (dragged) keep();
        // After the click that ends it.
        setTimeout(() => (dragged = false));
      };
    });

    return {
      show(next: Shown & { place?: typeof place }): void {
        shown = next;
        if (next.place) place = next.place;
        draw();
      },
      remove(): void {
        clearInterval(clock);
        removeEventListener("keydown", onKey);
        removeEventListener("resize", onResize);
        host.remove();
      },
    };
  };

  (globalThis as { leaklightCards?: typeof overlay }).leaklightCards = overlay;
}
