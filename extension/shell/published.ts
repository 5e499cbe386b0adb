/** Calls back with a tab's number whenever its view changed, for as long as the page lives. */
export function onPublish(callback: (tab: number) => void): void {
  const listen = (): void => {
    const port = chrome.runtime.connect({ name: "panel" });
    port.onMessage.addListener((message: { type?: string; tab?: number }) => {
      if (message.type === "publish" && typeof message.tab === "number") callback(message.tab);
    });
    // A worker that is put to sleep drops its ports. Connecting wakes it, so the page listens on.
    port.onDisconnect.addListener(() => setTimeout(listen, 250));
  };
  listen();
}
