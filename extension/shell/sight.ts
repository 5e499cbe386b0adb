/** Presses the gaps of a long list that stay near sight: it is drawn where a person looks, and not where one only passes. */

/** How long a gap is to stay near sight before it is drawn, in milliseconds: whoever scrolls past it is gone by then. */
const STAYS = 60;

/** The gaps near sight. */
const here = new Set<Element>();
let clock: ReturnType<typeof setTimeout> | undefined;

const near = new IntersectionObserver(
  (gaps) => {
    for (const { isIntersecting, target } of gaps) here[isIntersecting ? "add" : "delete"](target);
    clearTimeout(clock);
    if (here.size > 0) clock = setTimeout(draw, STAYS);
  },
  { rootMargin: "50%" },
);

function draw(): void {
  // Nothing goes from under who is filling something in.
  if (document.activeElement?.matches(".list :is(input, select, textarea)")) return;
  for (const gap of here) gap.querySelector("button")?.click();
}

// Whoever presses a gap by the keyboard goes on with the row that came in its place.
document.addEventListener(
  "click",
  ({ target }) => {
    const gap = (target as Element).closest(".gap");
    if (!gap?.contains(document.activeElement)) return;
    const [before, after] = [gap.previousElementSibling, gap.nextElementSibling];
    // Coming from below, with the last of them.
    const first = (): Element | null | undefined => (before?.isConnected ? before.nextElementSibling : after?.previousElementSibling);
    requestAnimationFrame(() => first()?.querySelector("button")?.focus());
  },
  true,
);

const gaps = document.getElementsByClassName("gap");
/** Those that are looked for. */
let watched = new Set<Element>();

/** A gap's rows are taken to be as high as those at the top are on average: the page stays about as long as it is, whatever is drawn. */
function measure(list: HTMLElement): void {
  const gap = list.querySelector(".gap")!;
  const above = [...list.children].indexOf(gap);
  const height = gap.getBoundingClientRect().top - list.getBoundingClientRect().top;
  if (above > 0 && height > 0) list.style.setProperty("--row", `${height / above}px`);
}

new MutationObserver(() => {
  if (gaps.length === 0 && watched.size === 0) return;
  const now = new Set<Element>(gaps);
  for (const gap of watched) {
    if (now.has(gap)) continue;
    near.unobserve(gap);
    here.delete(gap);
  }
  const fresh = [...now].filter((gap) => !watched.has(gap)) as HTMLElement[];
  if (fresh[0]) measure(fresh[0].parentElement!);
  for (const gap of fresh) {
    gap.style.setProperty("--rows", gap.dataset["rows"]!);
    near.observe(gap);
  }
  watched = now;
}).observe(document, { childList: true, subtree: true });
