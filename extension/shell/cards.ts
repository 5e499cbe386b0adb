// The cards over the page, for content.js beside it: one pill, and what it opens into, in a closed shadow root, over the page and apart
// from it. labels.js, and card.js, which draws one card, stand before it. A classic script: no import, no export.
if (window === window.top) {
  type Card = import("./engine").Card;
  type Group = import("./engine").Group;
  type Shown = import("./show").Shown;
  type Found = import("./show").Found;
  type Box = NonNullable<Found["box"]>;
  type Send = (message: Record<string, unknown>) => Promise<unknown>;
  /** What a card can do beyond itself. */
  type Doing = { send: Send; site: string; quietly(change: () => void): void; where(key: string): Promise<string>; mute(what: string, name: string): void };
  type Looks = {
    CSS: string;
    say(name: string, ...parts: string[]): string;
    el(tag: string, name: string, ...children: (Node | string)[]): HTMLElement;
    icon(name: string): SVGElement;
    button(name: string, words: string, press: (self: HTMLElement) => void, face?: string): HTMLElement;
    plain(tag: string, name: string, text: string): HTMLElement;
    ago(then: number): string;
    cardOf(card: Card, open: Set<string>, doing: Doing): HTMLElement;
  };
  const scope = globalThis as unknown as { leaklightLabels: import("./show").Labels; leaklightCard: Looks; leaklightBanner?: { shown: Element[] } };
  const { rootOf } = scope.leaklightLabels;
  const { CSS, say, el, icon, button, plain, ago, cardOf } = scope.leaklightCard;

  /** The pill has so much of the window at its far ends, in pixels. */
  const ROOM = 60;
  const moving = matchMedia("(prefers-reduced-motion:no-preference)");

  /** The cards and the pill; buttons are told to the worker by `send`. */
  const overlay = (send: Send) => {
    const host = document.createElement("div");
    // Nothing of the page's styles reaches in, nor the browser's for popovers, and the host itself takes no room and no clicks.
    host.style.cssText = "all:initial;display:block;position:fixed;top:0;width:0;height:0;pointer-events:none;z-index:2147483647;".replace(/;/g, "!important;");
    host.popover = "manual";
    const shadow = host.attachShadow({ mode: "closed" });
    const list = el("div", "list");
    const spoken = el("div", "sr");
    spoken.role = "status";
    const dot = el("span", "dot");
    const words = plain("span", "who", "");
    const fold = button("fold", "", () => {
      if (dragged) return;
      // Beside a dialog of the page's there is no room for cards.
      if (aside) void send({ type: "details" });
      else turn(!place.folded);
    });
    fold.append(dot, words);
    const move = button("icon", say("move"), () => {
      // Bottom end, bottom start, top start, top end.
      corner++;
      place.x = (corner + 1) & 2 ? innerWidth - stack.offsetWidth - 16 : 16;
      place.y = corner & 2 ? innerHeight - stack.offsetHeight - 16 : 16;
      keep();
      draw();
    }, "move");
    const hide = button("icon", say("hide"), () => vanish(), "hide");
    const pill = el("div", "pill", fold, move, hide);
    const note = el("div", "card info");
    note.hidden = true;
    const stack = el("div", "stack", list, note, pill, spoken);
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

    /** Said at once by whoever made this. */
    let shown: Shown;
    let place = { folded: true, x: 16, y: 16 };
    let corner = 0;
    let hidden = false;
    let dragged = false;
    let pressed = false;
    let dismissed = false;
    let drawing = 0;
    /** A dialog of the page's is open: 1 the pill stands beside it, 2 nowhere, 3 at the top, where it does not stand over it. */
    let aside = 0;
    /** Where the pill last stood; nowhere before the first frame. */
    let stood: Box = { left: 0, right: 0, top: 0, bottom: 0 };
    /** How far the open cards last reached from there. */
    let reach = stood;
    type Drawn = { stamp: string; box: HTMLElement; last: number; count: number };
    const drawn = new Map<string, Drawn>();
    const sections = new Map<string, ReturnType<typeof newSection>>();
    const open = new Set<string>();
    /** Groups a person folded or unfolded; of the others the worst is unfolded. */
    const chosen = new Map<string, boolean>();
    const gone = (): boolean => hidden || aside === 2;
    const keep = () => void send({ type: "place", ...place });
    const turn = (folded: boolean): void => {
      place.folded = folded;
      keep();
      draw();
    };

    /** In the top layer, so that no page covers the cards; but not over a dialog the page has opened. */
    const raise = (): void => {
      if (!host.isConnected) document.documentElement.append(host);
      if (!aside && !host.matches(":popover-open")) host.showPopover();
    };
    /** Not shown while it changes: then what moves in it is drawn anew, and no page is told that its layout shifted. */
    const quietly = (change: (active: HTMLElement | null) => HTMLElement | null | void): void => {
      const active = shadow.activeElement as HTMLElement | null;
      const { scrollTop } = list;
      if (!dragged) stack.hidden = true;
      void stack.offsetWidth;
      const next = change(active) ?? active;
      stack.hidden = gone();
      list.scrollTop = scrollTop;
      if (next !== shadow.activeElement) next?.focus({ preventScroll: true });
    };
    const meets = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    /** A dialog of the page's, or its consent banner, stands at a place, in a shadow root too. */
    const dialogAt = (x: number, y: number, within: DocumentOrShadowRoot = document): boolean =>
      within.elementsFromPoint(x, y).some((found) => {
        if (found === host || (within as ShadowRoot).host === found) return false;
        const inner = found instanceof HTMLElement && rootOf(found);
        return found.closest("[role=dialog],[role=alertdialog],dialog[open],:popover-open") || (inner && dialogAt(x, y, inner)) ||
          scope.leaklightBanner?.shown.some((banner) => banner.contains(found));
      });
    const covered = ({ left, right, top, bottom }: Box): boolean =>
      [left + 1, (left + right) / 2, right - 1].some((x) => [top + 1, (top + bottom) / 2, bottom - 1].some((y) => dialogAt(x, y)));
    /** Looks whether a dialog is open now, or no longer: one that takes the whole page, or one where the cards would stand. */
    const look = (): void => {
      const dialogs = [...document.querySelectorAll("[aria-modal=true],dialog:modal")].filter((found) =>
        found.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }));
      const over = (pill: Box): boolean => !dialogs[0] ? covered(pill) : dialogs.some((dialog) => dialog.matches("dialog:modal") || meets(dialog.getBoundingClientRect(), pill));
      const now = !dialogs[0] && !covered({
        left: stood.left + reach.left, right: stood.right + reach.right, top: stood.top + reach.top, bottom: stood.bottom + reach.bottom,
      }) ? 0 : !over(stood) ? 1 : over({ left: stood.left, right: stood.right, top: 0, bottom: ROOM }) ? 2 : 3;
      if (now === aside) return;
      aside = now;
      draw();
    };
    let waiting = false;
    let drawnState = "";
    /** However often the worker speaks, a frame draws once; a page that is not looked at has no frames. */
    const drawSoon = (): void => {
      waiting = pressed;
      if (waiting) return;
      if (document.hidden) draw();
      else drawing ||= requestAnimationFrame(draw);
    };
    const lookSoon = (): void => void setTimeout(look, 30);

    const where = async (key: string): Promise<string> => {
      const { found, what = "", box } = ((await send({ type: "where", key })) ?? { found: "none" }) as Found;
      // What is to be seen is not covered by what tells of it.
      if (box && meets(box, stack.getBoundingClientRect())) turn(true);
      const none = shown.cards.find((card) => card.key === key)?.hosts[0] ? "sentByScript" : "nowhere";
      return (spoken.textContent = say(found === "none" ? none : found, what));
    };
    const mute = (what: string, name: string): void => {
      void send({ type: "mute-card", what });
      note.replaceChildren(plain("p", "", say("mutedNow", name)), el("div", "acts",
        button("", say("takeBack"), () => (void send({ type: "mute-card", what, on: false }), close())),
        button("plain", say("close"), () => close())));
      const close = (): void => {
        note.hidden = true;
        fold.focus({ preventScroll: true });
        draw();
      };
      note.hidden = false;
      spoken.textContent = say("mutedNow", name);
      draw();
      (note.querySelector("button") as HTMLElement).focus({ preventScroll: true });
    };

    const newSection = (id: string) => {
      const head = button("head row", "", () => {
        if (dragged) return;
        chosen.set(id, head.ariaExpanded === "false");
        draw();
      });
      const [first, items] = [plain("p", "first small muted", ""), el("div", "")];
      const made = { box: el("section", "", head, first, items), head, first, items, stamp: "" };
      sections.set(id, made);
      return made;
    };
    /** A group's box, made once, as it is now. */
    const sectionOf = (group: Group, cards: Card[]) => {
      const held = sections.get(group.id);
      const isOpen = chosen.get(group.id) ?? group === shown.groups[0];
      const stamp = JSON.stringify([group, isOpen, cards[0]?.said, cards.length]);
      if (held?.stamp === stamp) return held;
      const made = held ?? newSection(group.id);
      const { box, head, first, items } = made;
      head.replaceChildren(el("span", `sev ${group.severity}`, icon(group.severity), say(group.severity)),
        plain("span", "who", group.who || say("itself")), plain("span", "small muted", group.findings > 1 ? say("findings", `${group.findings}`) : ""), icon("down"));
      head.title = group.who;
      head.ariaExpanded = String(isOpen);
      box.className = `card ${group.severity} ${isOpen ? (cards.length > 1 ? "multi" : "solo") : "shut"}`;
      first.textContent = cards[0]?.said ?? "";
      items.hidden = !isOpen;
      return Object.assign(made, { stamp });
    };
    const fill = (within: Element, order: Element[]): void => {
      if (order.length !== within.children.length || order.some((box, at) => within.children[at] !== box)) within.replaceChildren(...order);
    };

    const draw = (): void => {
      cancelAnimationFrame(drawing);
      drawing = 0;
      stack.hidden = gone();
      stack.dir = getComputedStyle(document.documentElement).direction;
      stack.style.setProperty("--u", shown.large ? "1.5px" : "");
      stack.style.setProperty("--x", `${Math.min(place.x, innerWidth - ROOM)}px`);
      stack.style.setProperty("--y", `${Math.min(aside > 2 ? innerHeight : place.y, innerHeight - ROOM)}px`);
      const { cards } = shown;
      const lasting = cards.map(({ last: _, count: __, ...rest }) => rest);
      const state = JSON.stringify([{ ...shown, cards: lasting }, place, aside, dismissed, note.hidden, [...chosen]]);
      if (state === drawnState && host.isConnected) {
        for (const { key, last, count } of cards) Object.assign(drawn.get(key)!, { last, count });
        raise();
        return tick();
      }
      drawnState = state;
      quietly(redraw);
      raise();
      // What is not shown has no place.
      if (!hidden && aside < 2) stood = pill.getBoundingClientRect();
      if (!hidden && !aside && !list.hidden) {
        const whole = stack.getBoundingClientRect();
        reach = { left: whole.left - stood.left, right: whole.right - stood.right, top: whole.top - stood.top, bottom: whole.bottom - stood.bottom };
      }
      if (aside) look();
    };
    const redraw = (active: HTMLElement | null): HTMLElement | null => {
      const { cards, groups, late, worst } = shown;
      const order: Element[] = [];
      for (const group of groups) {
        const own = cards.filter((card) => card.group === group.id);
        const { box, items } = sectionOf(group, own);
        fill(items, own.map((card) => {
          const { last, count, said, ...rest } = card;
          const stamp = JSON.stringify(rest);
          const before = drawn.get(card.key);
          if (before?.stamp === stamp) {
            const words = before.box.querySelector("p")!;
            if (words.textContent !== said) words.textContent = said;
            return Object.assign(before, { last, count }).box;
          }
          const box = cardOf(card, open, { send, site: shown.site, quietly, where, mute });
          // The keyboard stays where it was when a card is drawn anew.
          const at = before ? [...before.box.querySelectorAll("button")].indexOf(active as HTMLButtonElement) : -1;
          if (at >= 0) active = box.querySelectorAll("button")[at] ?? null;
          drawn.set(card.key, { stamp, box, last, count });
          if (!before && moving.matches) box.animate({ opacity: [0, 1] }, 160);
          if (!before) spoken.textContent = `${say(card.severity)}: ${card.who}. ${said}`;
          return box;
        }));
        order.push(box);
      }
      for (const [key, { box }] of drawn) if (!order.includes(box.closest("section")!)) drawn.delete(key);
      for (const [id, { box }] of sections) if (!order.includes(box)) sections.delete(id);
      const below = [shown.more && say("more", `${shown.more}`), shown.muted && say("quiet", `${shown.muted}`)].filter(Boolean);
      if (below[0]) order.push(more);
      more.firstElementChild!.textContent = below.join(" \u00b7 ");
      fill(list, order);
      list.hidden = place.folded || aside > 0 || order.length === 0;
      if (late && !dismissed) note.before(offer);
      else offer.remove();
      dot.className = `dot ${worst ?? "info"}`;
      dot.replaceChildren(icon(worst ?? "info"), plain("span", "", `${shown.worst_count} ${worst ? say(worst) : ""}`));
      words.textContent = shown.pill || say("watching");
      fold.ariaExpanded = String(!list.hidden);
      fold.title = say(aside ? "details" : place.folded ? "unfold" : "fold");
      tick();
      return active;
    };

    const offer = el("div", "card low", el("p", "", say("late")), el("div", "acts",
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
    let beat = 0;
    const clock = setInterval(() => {
      look();
      if (++beat % 10 === 0 && !stack.hidden) tick();
    }, 500);

    const vanish = (): void => {
      hidden = true;
      draw();
    };
    // Not taken from the page: it gets the key all the same, and first.
    const onKey = (event: KeyboardEvent): void => {
      if (!event.isTrusted || event.defaultPrevented) return;
      if (event.key === "Escape" && !aside) {
        // Pressed on the page it may be meant for the page.
        if (list.hidden) shadow.activeElement && vanish();
        else {
          const within = shadow.activeElement;
          turn(true);
          if (within) fold.focus({ preventScroll: true });
        }
      }
      // Shows the cards and takes the keyboard there; once more takes them away.
      if (event.altKey && event.shiftKey && event.code === "KeyK") {
        if (!hidden && !place.folded) return vanish();
        hidden = false;
        turn(false);
        fold.focus({ preventScroll: true });
      }
    };
    const heard = new AbortController();
    const hear = (names: string, listener: (event: never) => void, capture = true): void =>
      names.split(" ").forEach((name) => addEventListener(name, listener as EventListener, { capture, signal: heard.signal }));
    hear("keydown", onKey, false);
    // When a page may have opened or closed a dialog.
    hear("focusin click keyup toggle", lookSoon);
    hear("resize", draw);

    // While a button is down nothing moves from under it.
    hear("pointerup pointercancel", () => {
      pressed = false;
      if (waiting) setTimeout(drawSoon);
    });
    stack.addEventListener("pointerdown", (from) => {
      pressed = true;
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
        drawSoon();
      },
      remove(): void {
        clearInterval(clock);
        heard.abort();
        cancelAnimationFrame(drawing);
        host.remove();
      },
    };
  };

  (globalThis as { leaklightCards?: typeof overlay }).leaklightCards = overlay;
}
