// Waking, sleeping, and one hook a document.

const sleep = (): void => {
  state = "asleep";
  held = [];
  undo.splice(0).forEach((back) => quietly(back));
};

// One hook a document: an earlier one answers for itself, unless it sleeps.
const earlier = new Noted("leaklight-hook", { cancelable: true });
if (!dispatch(earlier)) sleep();
else {
  listen("leaklight-hook", (event) => {
    if (state !== "asleep") event.preventDefault();
  });
  listen("leaklight-wake", () => {
    if (state !== "held") return;
    state = "awake";
    held.splice(0).forEach(tell);
    attend();
  });
  listen("leaklight-sleep", sleep);
  // The earliest hand at what is replaced or chosen then; what comes of it is asked for a little later.
  const onMoment = (): void => {
    hearBody();
    hearCommands();
    attendSoon();
  };
  // Before the first script in the body has run, mostly.
  const bodies = new MutationObserver(() => {
    hearBody();
    if (!document.body) return;
    // Another may take its place.
    bodies.disconnect();
    bodies.observe(document.documentElement, { childList: true });
  });
  bodies.observe(document, { childList: true, subtree: true });
  hearBody();
  undo.push(() => bodies.disconnect());
  for (const moment of ["DOMContentLoaded", "load", "click"]) listen(moment, onMoment, true);
  for (const delay of [500, 2_000, 5_000, 10_000]) later(attend, delay);
  // What no script was seen to give an address stands in the page's markup, or was written there as markup.
  listen("DOMContentLoaded", () => quietly(() => {
    reading = false;
    for (const element of document.querySelectorAll("script[src],img[src],iframe[src],link[href]")) {
      const known = elements.find((e) => element instanceof e.kind)!;
      const url = apply(known.get, element, []) as string;
      if (!asked.has(url)) because(url, known.kind === (HTMLScriptElement as Kind), () => [document.URL]);
    }
    asked.clear();
  }));
  later(() => {
    if (state === "held") sleep();
  }, PATIENCE);
}
