/** What differs between Chromium and Firefox, and what every part of the shell asks of the browser. */

/** Chromium alone hands out Referer, Cookie and Set-Cookie only where this is asked for, and names it in an enumeration. */
const EXTRA = "EXTRA_HEADERS" in (chrome.webRequest?.OnSendHeadersOptions ?? {});

/** A listener's wishes, with the browser's own word for the headers it otherwise keeps back. */
export function wishes(...wanted: string[]): string[] {
  return EXTRA ? [...wanted, "extraHeaders"] : wanted;
}

/** Every site: without it a browser shows an extension no request to third parties. */
export const ALL_SITES = { origins: ["<all_urls>"] };

/** True where the person gave access to every site. */
export function allowed(): Promise<boolean> {
  return chrome.permissions.contains(ALL_SITES);
}

/** True for a message from one of the extension's own pages. The address is the browser's word, not the sender's. */
export function fromOwnPage(sender: chrome.runtime.MessageSender): boolean {
  return sender.id === chrome.runtime.id && (sender.url ?? "").startsWith(chrome.runtime.getURL(""));
}

/** A sentence in the reader's language. */
export function say(name: string, ...parts: string[]): string {
  return chrome.i18n.getMessage(name, parts);
}

type Sidebar = { sidebarAction?: { open(): Promise<void> } };

/**
 * Opens the panel. To be called straight from a person's gesture: browsers refuse it later. Where the browser refuses all
 * the same (Firefox, for a click inside a page), the panel opens in a tab of its own.
 */
export async function openPanel(tab: chrome.tabs.Tab): Promise<void> {
  try {
    const sidebar = (chrome as Sidebar).sidebarAction;
    if (chrome.sidePanel) await chrome.sidePanel.open({ windowId: tab.windowId });
    else if (sidebar) await sidebar.open();
    else throw new Error("no panel in this browser");
  } catch {
    await chrome.tabs.create({ url: `panel.html?tab=${tab.id}`, index: tab.index + 1 });
  }
}

/** Sites whose pages browsers keep extensions out of: the extension stores, and Mozilla's own. */
const CLOSED_HOSTS = [
  "chromewebstore.google.com", "addons.mozilla.org", "accounts.firefox.com", "support.mozilla.org", "discovery.addons.mozilla.org",
];

/** True where the address is one a browser lets extensions look into. An address the browser does not tell is not. */
export function watchable(url: string | undefined): boolean {
  const address = parsed(url);
  if (!address || !/^https?:$/.test(address.protocol)) return address?.protocol === "file:";
  return !CLOSED_HOSTS.includes(address.hostname) && !(address.hostname === "chrome.google.com" && address.pathname.startsWith("/webstore"));
}

/** The address taken apart; none where it is no address. */
export function parsed(url: string | undefined): URL | undefined {
  try {
    return url ? new URL(url) : undefined;
  } catch {
    return undefined;
  }
}
