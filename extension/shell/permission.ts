/** The page that asks for access to all sites, once, the first time watching is turned on. */

import { ALL_SITES, say } from "./browser.js";
import type { Reply } from "./messages.js";

const part = (id: string): HTMLElement => document.getElementById(id)!;
const button = part("ask");
const answer = part("answer");

document.documentElement.lang = say("language");
document.documentElement.dir = say("@@bidi_dir");
for (const element of document.querySelectorAll<HTMLElement>("[data-say]")) element.textContent = say(element.dataset["say"]!);

const tab = Number(new URLSearchParams(location.search).get("tab") ?? NaN);

button.addEventListener("click", () => {
  // The first call within the gesture: Firefox takes the question at no later time.
  void chrome.permissions.request(ALL_SITES).catch(() => false).then(answered);
});

async function answered(given: boolean): Promise<void> {
  if (!given) {
    answer.textContent = say("permissionRefused");
    button.textContent = say("permissionAgain");
    return;
  }
  button.hidden = true;
  answer.textContent = say("permissionGiven");
  const reply = (await chrome.runtime.sendMessage({ type: "toggle", tab, on: true }).catch(() => undefined)) as Reply | undefined;
  if (!reply?.ok) {
    answer.textContent = say("permissionNoTab");
    return;
  }
  await chrome.tabs.update(tab, { active: true });
  close();
}
