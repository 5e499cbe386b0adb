// In every frame of a watched site, for fields.js behind it: outlines fields whose values left, and what a person asks to be shown: a
// field, or what the page holds of a host. Over the page and apart from it: nothing of the page's is changed. A classic script: no import,
// no export.
{
  type Asked = { fields?: number[]; hosts?: string[]; words?: string[] };
  type Found = import("./show").Found;
  type Labels = import("./show").Labels;
  type Scope = { leaklightLabels?: Labels; leaklightWhere?: (fieldOf: (number: number) => HTMLElement | undefined) => object };
  const scope = globalThis as Scope;
  const { short, words: textOf, rootOf } = scope.leaklightLabels!;

  const MARK = "#c3161c";
  const MOVES = ["scroll", "resize"];
  /** How long what was asked for stays outlined, in milliseconds. */
  const SHOWN = 12_000;
  const MOST_SHOWN = 5;
  const MOST_TOLD = 100;
  /** What can be seen of a host, and what stands in the page unseen. */
  const SEEN = "iframe,frame,img,embed,object,video,audio,form,input[type=image]";
  const HELD = `${SEEN},script,link`;
  const PRESSED = "a,button,[role=button],input[type=submit],summary";
  // A form's own names hide its members ("action", "getAttribute"): asked by the prototype.
  const { getAttribute, getBoundingClientRect, checkVisibility, scrollIntoView, matches } = Element.prototype;
  const { getRootNode } = Node.prototype;

  scope.leaklightWhere ??= (fieldOf) => {
    let outlined: number[] = [];
    let pointed: Element[] = [];
    let host: HTMLElement | undefined;
    let shadow: ShadowRoot;
    let dialog: Element | null = null;
    let drawing = 0;
    let clock: ReturnType<typeof setInterval> | undefined;
    let ends: ReturnType<typeof setTimeout> | undefined;
    const drawSoon = (): void => {
      drawing ||= requestAnimationFrame(draw);
    };
    const boxOf = (element: Element | undefined): DOMRect | undefined => {
      const box = element?.isConnected ? getBoundingClientRect.call(element) : undefined;
      return box?.width && box.height ? box : undefined;
    };
    /** A dialog of the page's that takes the whole page stands over it: nothing is drawn over that. */
    const behind = (element: Element | undefined): boolean => {
      const modal = document.querySelector("dialog:modal,[aria-modal=true]");
      if (!modal || !checkVisibility.call(modal)) return false;
      let at: Node | undefined = element;
      while (at && !modal.contains(at)) at = (getRootNode.call(at) as ShadowRoot).host;
      return !at;
    };
    const draw = (): void => {
      drawing = 0;
      // Of an extension that was reloaded nothing stays over the page.
      if (!chrome.runtime?.id) outlined = pointed = [];
      const fields = outlined.map(fieldOf);
      const all = [...fields, ...pointed.filter((element) => !fields.includes(element as HTMLElement))];
      if (!all[0]) return rest();
      if (!host) {
        host = document.createElement("div");
        host.ariaHidden = "true";
        host.style.cssText = "all:initial;position:fixed;left:0;top:0;pointer-events:none;z-index:2147483646;".replace(/;/g, "!important;");
        host.popover = "manual";
        shadow = host.attachShadow({ mode: "closed" });
      }
      if (!host.isConnected) document.documentElement.append(host);
      // In the top layer, and over a dialog that came there later.
      const modal = document.querySelector("dialog:modal");
      if (modal !== dialog && host.matches(":popover-open")) host.hidePopover();
      dialog = modal;
      if (!host.matches(":popover-open")) host.showPopover();
      const shapes = all.flatMap((element, at) => {
        const box = behind(element) ? undefined : boxOf(element);
        if (!box) return [];
        const style = `left:${box.left - 6}px;top:${box.top - 6}px;width:${box.width + 6}px;height:${box.height + 6}px;`;
        return [[style, chrome.i18n.getMessage(at < fields.length ? "outlined" : "here")]];
      });
      while (shadow.childElementCount > shapes.length) shadow.lastChild!.remove();
      shapes.forEach(([shape, said], at) => {
        const box = (shadow.children[at] ?? shadow.appendChild(document.createElement("div"))) as HTMLElement;
        const tag = (box.firstChild ?? box.appendChild(document.createElement("span"))) as HTMLElement;
        box.style.cssText = `${shape}position:fixed;border:3px solid ${MARK};border-radius:7px;box-shadow:0 0 0 2px #fff`;
        tag.style.cssText = `position:absolute;top:-12px;right:9px;background:${MARK};color:#fff;font:600 13px/18px system-ui;padding:0 7px;border-radius:9px;white-space:nowrap`;
        if (tag.textContent !== said) tag.textContent = said!;
      });
    };
    const rest = (): void => {
      clearInterval(clock);
      clock = undefined;
      for (const event of MOVES) removeEventListener(event, drawSoon, true);
      host?.remove();
    };
    const begin = (): void => {
      // A page moves its fields without a word, too.
      clock ??= setInterval(draw, 500);
      for (const event of MOVES) addEventListener(event, drawSoon, true);
      draw();
    };

    /** Every such element, in shadow roots too. */
    const every = (root: ParentNode, selector: string): Element[] =>
      [...root.querySelectorAll("*")].flatMap((node) => {
        const inner = node.localName.includes("-") || node.shadowRoot ? rootOf(node as HTMLElement) : null;
        return [...(matches.call(node, selector) ? [node] : []), ...(inner ? every(inner, selector) : [])];
      });
    const said = (element: Element, name: string): string => getAttribute.call(element, name) ?? "";
    const addressOf = (element: Element): URL | undefined => {
      const source = element instanceof HTMLImageElement && element.currentSrc;
      const named = source || ["src", "data", "action", "href"].map((name) => said(element, name)).find((text) => text);
      try {
        return named ? new URL(named, document.baseURI) : undefined;
      } catch {
        return undefined;
      }
    };
    const isSeen = (element: Element): boolean => {
      const box = boxOf(element);
      return !!box && box.width > 2 && box.height > 2 && box.right + scrollX > 0 && box.bottom + scrollY > 0 &&
        checkVisibility.call(element, { checkOpacity: true, checkVisibilityCSS: true });
    };
    const show = ({ fields = [], hosts = [], words = [] }: Asked): Found => {
      const alike = (text: string): string => short(text).toLowerCase();
      const wanted = words.map(alike);
      const found: Element[] = fields.flatMap((number) => fieldOf(number) ?? []);
      if (words[0]) {
        found.push(...every(document, PRESSED).filter((element) =>
          [textOf(element), said(element, "aria-label"), said(element, "value"), said(element, "href")].some((text) => wanted.includes(alike(text)))));
      }
      if (hosts[0]) {
        found.push(...every(document, HELD).filter((element) => hosts.includes(addressOf(element)?.hostname ?? "")));
        // The page hook knows what scripts put into the page; each tells of itself.
        const here = ({ target }: Event): void => void (target instanceof Element && found.length < MOST_TOLD && found.push(target));
        if (!found.some(isSeen)) {
          addEventListener("leaklight-here", here, true);
          dispatchEvent(new CustomEvent("leaklight-where", { detail: hosts.join(" ") }));
          removeEventListener("leaklight-here", here, true);
        }
      }
      pointed = found.filter(isSeen).slice(0, MOST_SHOWN);
      clearTimeout(ends);
      begin();
      const [first] = pointed;
      if (!first) return found[0] ? { found: "unseen", what: found[0].localName } : { found: "none" };
      ends = setTimeout(() => {
        pointed = [];
        draw();
      }, SHOWN);
      // At once, for whoever wants less movement and for whoever does not.
      scrollIntoView.call(first, { block: "center", behavior: "instant" });
      draw();
      const { left, top, right, bottom } = getBoundingClientRect.call(first);
      return { found: "shown", what: first.localName, box: { left, top, right, bottom } };
    };
    return {
      outline: (fields: number[]) => {
        outlined = fields;
        if (fields[0]) begin();
        else {
          pointed = [];
          draw();
        }
      },
      show,
    };
  };
}
