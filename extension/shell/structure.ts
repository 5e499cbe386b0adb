// In the main frame of a watched site: which fields its forms have, and which words of its links are about signing in or out or about
// a visitor's own records. What is typed is never read: names, types and labels only, and of links nothing but the words matched here.
// A classic script: no import, no export. It asks before it does anything and is idle where nobody watches. labels.js stands before it.
{
  type Labels = import("./show").Labels;
  type Scope = { leaklightStructure?: true; leaklightLabels?: Labels };
  const scope = globalThis as Scope;
  const { words, about } = scope.leaklightLabels!;

  const MOST_FORMS = 8;
  const MOST_FIELDS = 40;
  const MOST_LINKS = 20;
  /** A page that keeps changing is heard so many times, and a few times more at each address it takes. */
  let left = 40;

  /** What is never sent as it stands: hidden fields and buttons are nobody's question. */
  const SILENT = /^(hidden|submit|button|image|reset)$/;
  const OWN = new RegExp(
    "\\b(?:(?:log|sign)[ _-]?(?:in|out|off)|my[ _-]?(?:chart|health|appointments?|prescriptions?|medications?)|(?:test|lab)[ _-]?results|"
      + "(?:medical|health)[ _-]?records?|patient[ _-]?portal|care[ _-]?team|immunizations?|visit[ _-]?summary|(?:cerrar|iniciar)[ _-]?sesi[oó]n|"
      + "portal[ _-]?del[ _-]?paciente|mis[ _-]?citas|resultados[ _-]?de[ _-]?ex[aá]menes)(?![a-z])",
    "i",
  );

  type Input = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
  const read = (): string => {
    const forms = new Map<HTMLFormElement | null, string[]>();
    for (const field of [...document.querySelectorAll<Input>("input,select,textarea")].slice(0, 400)) {
      if (SILENT.test(field.type)) continue;
      const fields = forms.get(field.form) ?? [];
      if (!forms.has(field.form) && forms.size < MOST_FORMS) forms.set(field.form, fields);
      if (fields.length < MOST_FIELDS) fields.push(about(field));
    }
    const links = new Set<string>();
    for (const link of [...document.querySelectorAll("a[href],button")].slice(0, 1500)) {
      for (const text of [words(link), link.getAttribute("aria-label"), link instanceof HTMLAnchorElement ? link.pathname : ""]) {
        const match = OWN.exec(text ?? "");
        if (match && links.size < MOST_LINKS) links.add(match[0].toLowerCase());
      }
    }
    return JSON.stringify({ forms: [...forms.values()].map((fields) => fields.join("\n")), links: [...links] });
  };

  const NOTHING = JSON.stringify({ forms: [], links: [] });
  let told = NOTHING;
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const tell = (): void => {
    if (!chrome.runtime?.id) return stop();
    const now = read();
    if (now === told || left-- <= 0) return;
    told = now;
    chrome.runtime.sendMessage({ type: "structure", ...(JSON.parse(now) as object) }).catch(() => undefined);
  };
  const later = (...delays: number[]): void => {
    for (const delay of delays) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        tell();
      }, delay);
      timers.add(timer);
    }
  };

  /** Forms drawn by script come late; one that a person goes into is looked at then. */
  const onLoad = (): void => later(0, 1000, 4000);
  const onFocus = ({ target }: Event): void => {
    if (timers.size === 0 && target instanceof Element && target.matches("input,select,textarea")) later(300);
  };
  const afresh = (): void => {
    told = "";
    left = Math.max(left, 4);
    // Of addresses taken in quick succession the last counts: the page is not read for each.
    timers.forEach(clearTimeout);
    timers.clear();
    later(300, 1500, 4000);
  };
  const onShow = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) afresh();
  };
  const onMessage = ({ type }: { type?: string }): undefined => {
    if (type === "stop") stop();
    // To the core a page that changed its address is another page.
    else if (type === "again") afresh();
    return undefined;
  };
  const stop = (): void => {
    timers.forEach(clearTimeout);
    removeEventListener("DOMContentLoaded", tell);
    removeEventListener("load", onLoad);
    removeEventListener("focusin", onFocus);
    removeEventListener("pageshow", onShow);
    chrome.runtime?.onMessage?.removeListener(onMessage);
    delete scope.leaklightStructure;
  };

  if (window === window.top && document instanceof HTMLDocument && !scope.leaklightStructure) {
    scope.leaklightStructure = true;
    chrome.runtime.onMessage.addListener(onMessage);
    chrome.runtime.sendMessage({ type: "hello" }).then(
      (answer: { watch?: boolean } | undefined) => {
        if (!answer?.watch) return stop();
        addEventListener("DOMContentLoaded", tell);
        addEventListener("load", onLoad);
        addEventListener("focusin", onFocus);
        addEventListener("pageshow", onShow);
        if (document.readyState !== "loading") tell();
        if (document.readyState === "complete") later(1000, 4000);
      },
      () => stop(),
    );
  }
}
