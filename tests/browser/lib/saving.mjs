// What a page saves as a download, without a file being made.

/** Run in the panel's page: presses that name in the menu *Save* and gives the text that would be the file's. */
export function savedAs(wanted) {
  return new Promise((done, failed) => {
    const [made, pressed] = [URL.createObjectURL, HTMLAnchorElement.prototype.click];
    URL.createObjectURL = (blob) => {
      [URL.createObjectURL, HTMLAnchorElement.prototype.click] = [made, () => (HTMLAnchorElement.prototype.click = pressed)];
      blob.text().then(done, failed);
      return made.call(URL, blob);
    };
    const entry = [...document.querySelectorAll("#save button")].find((button) => button.textContent === wanted);
    if (entry) entry.click();
    else failed(new Error(`no ${wanted} in the menu`));
  });
}
