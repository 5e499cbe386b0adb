// What the scripts beside it share: how a field is described, so that what they say of one field reads the same, and the way into shadow
// roots. Names, types and labels; never what stands in a field. A classic script: no import, no export.
{
  const LONGEST = 80;
  /** Where somebody may have typed, or where what they typed may be shown. */
  const TYPED = "textarea,select,output,[contenteditable]";

  const short = (text: string | null | undefined): string => (text ?? "").replace(/\s+/g, " ").trim().slice(0, LONGEST);

  /** The words of a label, without what stands in fields inside it. */
  const words = (node: Node | null | undefined, deep = 0): string => {
    if (!node || deep > 5) return "";
    if (node instanceof Text) return node.data.slice(0, LONGEST);
    if (node instanceof Element && node.matches(TYPED)) return "";
    let said = "";
    for (let child = node.firstChild; child && said.length < LONGEST; child = child.nextSibling) said += ` ${words(child, deep + 1)}`;
    return said;
  };

  /** Fields that were a password's once: a page that shows what was typed makes plain text of them. */
  const secret = new WeakSet<HTMLElement>();

  /** Type, name or id, label, and what the browser is asked to fill in, parted by tabs. */
  const about = (field: HTMLElement): string => {
    const { type = "textbox", labels, autocomplete = "" } = field as Partial<HTMLInputElement>;
    const said = (name: string): string => short(field.getAttribute(name));
    const group = field.closest("fieldset")?.querySelector("legend");
    const named = document.getElementById(said("aria-labelledby").split(" ")[0]!);
    if (type === "password") secret.add(field);
    const own = said("aria-label") || short(words(labels?.[0])) || short(words(named)) || said("placeholder");
    const label = short(`${own} ${group && /^(radio|checkbox)$/.test(type) ? "" : short(words(group))}`);
    return [secret.has(field) ? "password" : type, said("name") || short(field.id), label, short(autocomplete)].join("\t");
  };

  /** An element's shadow root, a closed one too. Chromium has a function for it, Firefox a member. */
  const rootOf = (node: HTMLElement): ShadowRoot | null | undefined =>
    chrome.dom ? chrome.dom.openOrClosedShadowRoot(node) : (node as { openOrClosedShadowRoot?: ShadowRoot | null }).openOrClosedShadowRoot;

  // Once: a second run of this file would know of no password that was one before it.
  (globalThis as { leaklightLabels?: object }).leaklightLabels ??= { short, words, about, rootOf };
}
