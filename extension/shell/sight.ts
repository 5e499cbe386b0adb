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
  for (const gap of here) gap.querySelector("button")?.click();
}

// Whoever presses a gap by the keyboard goes on with the first row that came in its place.
document.addEventListener(
  "click",
  ({ target }) => {
    const gap = (target as Element).closest(".gap");
    const before = gap?.contains(document.activeElement) ? gap.previousElementSibling : null;
    if (before) requestAnimationFrame(() => before.nextElementSibling?.querySelector("button")?.focus());
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
  if (watched.size === 0) measure(gaps[0]!.parentElement!);
  for (const gap of now) if (!watched.has(gap)) near.observe(gap);
  watched = now;
}).observe(document, { childList: true, subtree: true });
