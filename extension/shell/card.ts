// How one card looks, for cards.js behind it: text only. A classic script: no import, no export.
if (window === window.top) {
  type Card = import("./engine").Card;
  type Excerpt = Card["proof"][number]["value"];
  type Send = (message: Record<string, unknown>) => Promise<unknown>;
  const say = (name: string, ...parts: string[]): string => chrome.i18n.getMessage(name, parts);

  const CSS = `:host{--bg:light-dark(#fff,#1d2329);--e:1px solid light-dark(#dde2e8,#323b45);--ink:light-dark(#16202a,#eef2f6);\
--dim:light-dark(#4c5a68,#aab6c2);--go:light-dark(#0b5cad,#7fb8f5);--soft:light-dark(#eef1f4,#272f37);--u:1px}:host,.info{--b:var(--soft);--c:light-dark(#52606d,#b4c0cc)}\
@media(min-width:1600px){:host{--u:1.15px}}@media print{.stack{display:none}}*{box-sizing:border-box;min-width:0}[hidden]{display:none!important}\
.critical{--c:light-dark(#a3161a,#ff9b94);--b:light-dark(#fdecec,#3c1d1e)}.high{--c:light-dark(#9a4200,#ffb27a);--b:light-dark(#fff0e4,#3a2717)}\
.medium{--c:light-dark(#6f5600,#f2cf66);--b:light-dark(#fff7d9,#352e16)}.low{--c:light-dark(#1d5681,#9cccf2);--b:light-dark(#e9f3fb,#1b2d3b)}\
.stack{color-scheme:light dark;position:fixed;inset-inline-end:max(8px,var(--x,16px));inset-block-end:max(8px,var(--y,16px));width:min(calc(430*var(--u)),100vw - 32px);\
align-items:flex-end;color:var(--ink);font:calc(15*var(--u))/1.45 system-ui,sans-serif;\
overflow-wrap:anywhere;pointer-events:none}.stack,.list{display:flex;flex-direction:column;gap:8px}.list,.stack>.card{width:min(calc(376*var(--u)),100%)}\
.list{box-sizing:content-box;margin:-8px -12px -10px;padding:8px 12px 14px;overflow:hidden auto;max-height:min(64vh,100vh - var(--y,16px) - 90px);\
overscroll-behavior:contain}.list>*{flex:none}.pill,.card{pointer-events:auto;background:var(--bg);border:var(--e);border-radius:12px;\
box-shadow:0 3px 10px #0003}.card{padding:12px 14px 10px;border-block-start:4px solid var(--c);overflow:hidden}\
.row,.acts,.val{display:flex;gap:4px 10px;align-items:center;flex-wrap:wrap}article{margin-block-start:8px}article+article{margin-block-start:12px;padding-block-start:12px;border-block-start:var(--e)}\
.sev,.fold,.dot,.icon{display:inline-flex;gap:6px;align-items:center}.sev,.dot{font-weight:650;font-size:.84em;padding:2px 8px;border-radius:6px;background:var(--b);color:var(--c)}svg{width:12px;height:12px;flex:none}\
.who{flex:1 1 40%;font-weight:650;max-height:4.4em;overflow:hidden}.solo article .sev,.multi .head .sev,.first{display:none}.shut>.first{display:block;max-height:2.9em;overflow:hidden}.muted{color:var(--dim);font-weight:400}.small{font-size:.87em}p{margin:8px 0 0;unicode-bidi:plaintext}\
.val{margin-block-start:6px;padding:5px 8px;border-radius:6px;background:var(--soft);font:.87em/1.4 ui-monospace,monospace;justify-content:space-between}mark{background:var(--b);color:var(--c);border-radius:3px;padding:0 2px}\
.acts{gap:6px;margin-block-start:10px}\
button{font:inherit;font-size:.87em;color:var(--go);background:none;border:var(--e);border-radius:8px;padding:4px 10px;min-height:28px;cursor:pointer;text-align:start}\
button:hover{background:var(--soft)}button:focus-visible{outline:2px solid var(--go);outline-offset:2px}.plain{border-color:#0000;color:var(--dim)}\
.head{flex-wrap:nowrap;width:100%;padding:0;font-size:1em}.head,.fold{touch-action:none;user-select:none}.head[aria-expanded=true]>:last-child{rotate:180deg}\
.pill{display:flex;align-items:center;border-radius:24px;max-width:100%;padding:3px}.head,.pill button{border:0;color:inherit}.pill button{border-radius:20px}.fold{font-size:1em}.dot{flex:none;white-space:nowrap;border-radius:14px}.icon{padding:4px 8px}.more{align-self:center}.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}\
@media(forced-colors:active){.sev,.dot,mark,.val{border:1px solid}}`;

  const SHAPES: Record<string, string> = {
    // As everywhere else (report/plain.rs).
    critical: "M6 .5 11.8 11.5H.2z", high: "M6 .8 11.5 6.6H8.6v4.6H3.4V6.6H.5z", medium: "M6 0l6 6-6 6-6-6z", low: "M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1z",
    info: "M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1zm0 2a3 3 0 1 0 0 6 3 3 0 0 0 0-6z", move: "M6 0l3 3H3zM6 12L3 9h6zM0 6l3-3v6zM12 6L9 9V3z",
    down: "M0 3l1-1 5 5 5-5 1 1-6 6z", hide: "M1 0l5 5 5-5 1 1-5 5 5 5-1 1-5-5-5 5-1-1 5-5-5-5z",
  };
  const SVG = "http://www.w3.org/2000/svg";
  const el = (tag: string, name: string, ...children: (Node | string)[]): HTMLElement => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    made.append(...children);
    return made;
  };
  const icon = (name: string): SVGElement => {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 12 12");
    svg.ariaHidden = "true";
    const path = document.createElementNS(SVG, "path");
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
  const marked = ({ shown, marks = [] }: Excerpt): (Node | string)[] => {
    const bytes = new TextEncoder().encode(shown);
    const cut = (from: number, to?: number): string => new TextDecoder().decode(bytes.subarray(from, to));
    let at = 0;
    const nodes: (Node | string)[] = [];
    for (const [from, to] of marks) {
      nodes.push(cut(at, from), el("mark", "", cut(from, to)));
      at = to;
    }
    nodes.push(cut(at));
    return nodes;
  };

  const ago = (then: number): string => {
    const seconds = Math.round((Date.now() - then) / 1000);
    if (seconds < 3) return say("justNow");
    return seconds < 60 ? say("secondsAgo", String(seconds)) : new Date(then).toLocaleTimeString([], { timeStyle: "short" });
  };

  /** What a card can do beyond itself. */
  type Doing = { send: Send; site: string; quietly(change: () => void): void; where(key: string): Promise<string>; mute(what: string, name: string): void };

  /** `open` holds what stands unfolded, by its kind and key: it stays so when a card is drawn anew. */
  const cardOf = (card: Card, open: Set<string>, { send, site, quietly, where, mute }: Doing): HTMLElement => {
    const severity = el("span", "sev", icon(card.severity), say(card.severity));
    // Its own direction is its text's; where it stands is the card's.
    const times = el("span", "small muted when", plain("bdi", "", ""));
    const box = el("article", card.severity, el("div", "row", severity, times), plain("p", "", card.said));
    if (card.attempted) box.append(el("p", "small muted", say("attempted")));
    for (const { name, value, packed, known } of card.proof) {
      const line = el("div", "val", el("span", "", el("b", "", name), " = ", el("bdi", "", ...marked(value))), el("span", "muted", known || packed));
      line.dir = "ltr";
      box.append(line);
    }
    const acts = el("div", "acts");
    // What stands folded is not made before somebody asks for it: thirty cards may change at once.
    const unfold = (kind: string, words: string, make: () => HTMLElement, name = ""): HTMLElement => {
      const key = kind + card.key;
      const body = el("div", "");
      const turn = (self: HTMLElement): void => {
        body.hidden = !open.has(key);
        if (!body.hidden && !body.firstChild) body.append(make());
        self.ariaExpanded = String(!body.hidden);
      };
      const press = button(name, words, (self) => {
        if (!open.delete(key)) open.add(key);
        quietly(() => turn(self));
      });
      turn(press);
      box.append(body);
      acts.append(press);
      return body;
    };
    if (card.why) unfold("w", say("why"), () => plain("p", "small", card.why));
    if (card.fix) unfold("f", say("howToFix"), () => plain("p", "small", card.fix));
    const found = plain("p", "small", "");
    acts.append(
      button("", say("showWhere"), () => void where(card.key).then((said) => quietly(() => (found.textContent = said)))),
      button("", say("details"), () => void send({ type: "details" })),
    );
    unfold("m", say("mute"), () => el("div", "", ...card.mutes.flatMap(({ what, name }) => {
      const [kind] = what.split(":");
      return [
        el("div", "acts", button("", say(`${kind}Mute`, name, site), () => (open.delete(`m${card.key}`), mute(what, name)))), plain("div", "small muted", say(`${kind}MuteSays`, name, site))];
    }), el("p", "small muted", say("muteBack"))), "plain").before(found, acts);
    return box;
  };

  (globalThis as { leaklightCard?: object }).leaklightCard = { CSS, say, el, icon, button, plain, ago, cardOf };
}
