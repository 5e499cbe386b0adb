// In every frame of a watched site: which scripts its document holds; those written in the page by the hash of their text, which is
// told nobody. A classic script: no import, no export. content.js, which stands behind it, says when.
{
  type Send = (message: Record<string, unknown>) => Promise<unknown>;
  type Inventory = { again(): void; stop(): void };
  type Scope = { leaklightInventory?: (send: Send) => Inventory };
  type Told = [url: string, hash: string, size: number, added: boolean];

  const MOST_SCRIPTS = 300;
  const AT_ONCE = 100;
  const MOST_ADDRESS = 1024;
  /** Text of inline scripts is hashed up to so many characters. */
  const MOST_TEXT = 1024 * 1024;
  const PAUSE = 250;
  /** https://mimesniff.spec.whatwg.org/#javascript-mime-type, the ones in use; generally known, no source read. */
  const JAVASCRIPT = /^(?:|module|(?:text|application)\/(?:x-)?(?:java|ecma)script|text\/(?:jscript|livescript|javascript1\.[0-5]))$/i;

  const hashOf = async (bytes: BufferSource): Promise<string> => {
    try {
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      return `sha256-${btoa(String.fromCharCode(...digest))}`;
    } catch {
      // Only secure contexts have it.
      return "";
    }
  };

  (globalThis as Scope).leaklightInventory = (send) => {
    /** Scripts found, each with whether a script put it there. */
    let known = new WeakSet<Element>();
    let found: [script: HTMLScriptElement, added: boolean][] = [];
    let left = MOST_SCRIPTS;
    let leftOut = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let busy = false;

    /**
     * The parser puts what it reads at the end of what it has read, and takes from a script the readiness to run at any time that one
     * made by a script has. A script that sets `async` itself and appends at the very end is taken for markup.
     */
    const isAdded = (script: HTMLScriptElement, before: Node | null): boolean =>
      document.readyState !== "loading" || before !== null || (script.async && !script.hasAttribute("async"))
        || (document.body !== null && script.parentNode === document.head);

    const note = (script: HTMLScriptElement, added: boolean): void => {
      if (known.has(script) || !JAVASCRIPT.test(script.type)) return;
      known.add(script);
      if (left-- > 0) found.push([script, added]);
      else leftOut++;
      timer ??= setTimeout(() => void tell(), PAUSE);
    };
    /** Those that came with others around them, and those of before. */
    const scan = (): void => {
      for (const script of document.scripts) {
        if (script instanceof HTMLScriptElement) note(script, isAdded(script, null));
      }
    };
    const described = async ([script, added]: [HTMLScriptElement, boolean]): Promise<Told> => {
      if (script.hasAttribute("src")) return [script.src.slice(0, MOST_ADDRESS), script.integrity.slice(0, 128), 0, added];
      const text = script.text;
      const bytes = new TextEncoder().encode(text.slice(0, MOST_TEXT));
      return ["", text.length > MOST_TEXT ? "" : await hashOf(bytes), text.length > MOST_TEXT ? text.length : bytes.length, added];
    };
    const tell = async (): Promise<void> => {
      timer = undefined;
      if (busy) return;
      busy = true;
      scan();
      while (found[0] || leftOut > 0) {
        const list = await Promise.all(found.splice(0, AT_ONCE).map(described));
        const missed = leftOut;
        leftOut = 0;
        await send({ type: "scripts", list, leftOut: missed });
      }
      busy = false;
    };
    const watch = new MutationObserver((records) => {
      let within = false;
      for (const { addedNodes, nextSibling } of records) {
        for (const node of addedNodes) {
          if (node instanceof HTMLScriptElement) note(node, isAdded(node, nextSibling));
          else within ||= node.firstChild !== null;
        }
      }
      // Whatever came with others around it is found among the document's.
      if (within) timer ??= setTimeout(() => void tell(), PAUSE);
    });
    watch.observe(document, { childList: true, subtree: true });
    const onMoment = (): void => void tell();
    for (const moment of ["DOMContentLoaded", "load"]) addEventListener(moment, onMoment);
    scan();
    return {
      again: () => {
        known = new WeakSet();
        left = MOST_SCRIPTS;
        void tell();
      },
      stop: () => {
        watch.disconnect();
        clearTimeout(timer);
        for (const moment of ["DOMContentLoaded", "load"]) removeEventListener(moment, onMoment);
      },
    };
  };
}
