/**
 * Presenter mode, the same on every page of the extension and on the cards, kept while the browser runs: large type, high contrast, and
 * values in sight only while they are held.
 */

const KEY = "presenter";

/** Calls with whether it is on: now, and whenever that changes; answers with what tells the others. */
export async function heard(call: (on: boolean) => void): Promise<(on: boolean) => void> {
  // Not storage's own event: it would bring every page all that the worker keeps.
  const others = new BroadcastChannel(KEY);
  let told = false;
  others.onmessage = ({ data }: MessageEvent) => {
    told = true;
    call(data === true);
  };
  // Where it cannot be read, it is off: no page waits for it in vain.
  const kept = await chrome.storage.session.get(KEY).catch(() => ({} as Record<string, unknown>));
  if (!told) call(kept[KEY] === true);
  // Kept before it is told: a page that begins meanwhile reads it, or hears of it.
  return (on) => void chrome.storage.session.set({ [KEY]: on }).catch(() => undefined).then(() => others.postMessage(on));
}

/**
 * Has this page follow it. The page's class says whether it is on: whoever changes that changes it everywhere.
 * `also` is told after each change. `keys`: the page does not listen for its keys itself.
 */
export async function follow({ also = () => {}, keys = false }: { also?: (on: boolean) => void; keys?: boolean } = {}): Promise<void> {
  const root = document.documentElement;
  let was = false;
  const tell = await heard((on) => {
    was = on;
    root.classList.toggle(KEY, on);
    also(on);
    dispatchEvent(new Event(KEY));
  });
  new MutationObserver(() => {
    const on = root.classList.contains(KEY);
    if (on === was) return;
    was = on;
    tell(on);
    also(on);
    dispatchEvent(new Event(KEY));
  }).observe(root, { attributes: true, attributeFilter: ["class"] });
  if (!keys) return;
  addEventListener("keydown", (event) => {
    if (!event.altKey || !event.shiftKey || event.code !== "KeyP" || event.repeat) return;
    event.preventDefault();
    root.classList.toggle(KEY);
  });
}
