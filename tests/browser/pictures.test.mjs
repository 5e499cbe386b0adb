// The panel's pictures, the vendor's eye and the person's own notes, in the panel that ships.
import assert from "node:assert/strict";
import { test } from "node:test";
import { panelStage } from "./panel/stage.mjs";

const it = panelStage();
const { asked, axeSays, becomes, open, press, sheet, text } = it;

/** Where each picture stands, and what opens it. */
const PICTURES = [
  ["tab-recipients", "flow", "Who tells whom"],
  ["tab-lineage", "lineage", "What brought what"],
  ["tab-timeline", "timeline", "The visit in order"],
  ["tab-consent", "choice", "Before and after the choice"],
];

/** Opens a picture and waits until it is drawn; its size as drawn. */
async function unfold(word) {
  const button = `#picture-${word}-line`;
  await it.page.waitForSelector(button);
  if ((await it.page.$eval(button, (e) => e.getAttribute("aria-expanded"))) !== "true") await it.page.locator(button).click();
  await it.page.waitForFunction((id) => document.querySelector(`${id} img`)?.complete, {}, `#picture-${word}`);
  return it.page.$eval(`#picture-${word} img`, (img) => img.naturalWidth);
}

test("every picture is drawn, said in words, and saved as a file", async () => {
  await open("ignored");
  for (const [tab, word, title] of PICTURES) {
    await sheet(tab);
    assert.equal(await unfold(word), 360, `${word} is an image`);
    assert.ok((await it.page.$eval(`#picture-${word} img`, (img) => img.alt)).startsWith(`${title}. `));
    await it.page.$eval(`#picture-${word} summary`, (summary) => summary.click());
    await becomes(`#picture-${word} details`, "not seen");
    const before = await it.page.evaluate(() => window.saved.length);
    await it.page.$eval(`#picture-${word} .acts button`, (button) => button.click());
    await it.page.waitForFunction((n) => window.saved.length > n, {}, before);
    const { name, text: svg } = await it.page.evaluate(() => window.saved.at(-1));
    assert.match(name, new RegExp(`^leaklight-bayside-clinic\\.example-\\d{8}-\\d{4}\\.${word}\\.svg$`));
    const parsed = await it.page.evaluate((source) => {
      const file = new DOMParser().parseFromString(source, "image/svg+xml");
      return { root: file.documentElement.tagName, title: file.querySelector("title").textContent, desc: file.querySelector("desc").textContent.length };
    }, svg);
    assert.deepEqual([parsed.root, parsed.title], ["svg", title]);
    assert.ok(parsed.desc > 40);
    assert.deepEqual((await it.asked("export")).at(-1), { type: "export", what: "report", tab: 7 }, "drawn from what may be written to disk");
  }
});

test("pictures stand in nobody's way", async () => {
  for (const [fixture, scheme, more] of [["ignored", "light", ""], ["ignored", "dark", ""], ["rtl", "dark", "&dir=rtl"], ["many", "light", ""]]) {
    await open(fixture, { width: 320, media: { "prefers-color-scheme": scheme }, more });
    for (const [tab, word] of PICTURES) {
      await sheet(tab);
      if (!(await it.page.$eval(`#picture-${word}-line`, (e) => e.checkVisibility()).catch(() => false))) continue;
      assert.equal(await unfold(word), 360, `${fixture} ${word}`);
      // What axe holds against hundreds of rows it holds against few.
      if (fixture !== "many") assert.deepEqual(await axeSays(), [], `${fixture} ${word} ${scheme}`);
      const over = await it.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(over, 0, `${fixture} ${word} scrolls the page sideways`);
    }
  }
});

test("a page policy that allows no inline style leaves them their colours, and a wide page gets a wide one", async () => {
  const page = await it.fresh();
  await page.setViewport({ width: 1280, height: 900 });
  const errors = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(it.address("clinic"));
  await page.waitForFunction(() => document.querySelector("#picture-flow img")?.complete);
  const seen = await page.$eval("#picture-flow img", (img) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [img.naturalWidth, img.naturalHeight];
    const drawn = canvas.getContext("2d");
    drawn.drawImage(img, 0, 0);
    const { data } = drawn.getImageData(0, 0, canvas.width, canvas.height);
    let red = 0;
    for (let at = 0; at < data.length; at += 4) red += data[at] > 140 && data[at + 1] < 60 && data[at + 2] < 60 ? 1 : 0;
    return { width: img.naturalWidth, red };
  });
  assert.equal(seen.width, 720);
  assert.ok(seen.red > 30, `a critical one is in its colour: ${seen.red}`);
  assert.deepEqual(errors, []);
  await page.close();
});

test("hostile names are text in pictures too", async () => {
  await open("one");
  const bad = '</text></svg><script>window.struck=1</script><img src=x onerror="window.struck=1">\u0000\u202e]]>';
  await it.page.evaluate((name) => window.publish((view) => {
    view.site = name;
    view.recipients[0].recipient.name = name;
    view.recipients[0].told = [name];
  }), bad);
  await becomes("#sheet .who", "</text>");
  await it.page.waitForFunction(() => decodeURIComponent(document.querySelector("#picture-flow img").src).includes("&lt;/text&gt;"));
  assert.equal(await unfold("flow"), 360, "still well-formed");
  const source = await it.page.$eval("#picture-flow img", (img) => decodeURIComponent(img.src));
  assert.ok(!source.includes("<script") && !source.includes("\u202e"), source);
  assert.equal(await it.page.evaluate(() => window.struck), undefined);
  assert.equal(await it.page.$$eval("body script", (found) => found.length), 0);
});

test("what a recipient could now know stands in its row, in order, and a note is kept", async () => {
  await open("clinic");
  await it.page.locator(".side .item .line").click();
  await becomes(".eye", "Which page is open");
  const said = await text(".eye");
  assert.ok(said.indexOf("A number for this visitor") < said.indexOf("The e-mail address known here"), said);
  assert.match(said, /names “HIV testing”/);
  assert.doesNotMatch(await it.page.content(), /jordan\.avery/);
  await it.page.locator(".side input").fill("Asked for one in May.");
  await it.page.keyboard.press("Tab");
  await becomes(".notice", "Your note is kept");
  assert.deepEqual(await asked("baa"), [{ type: "baa", recipient: "meta-pixel", note: "Asked for one in May." }]);
  await it.page.evaluate(() => window.publish((view) => {
    view.recipients[0].note = "Another hand’s note";
    view.matomo = [{ ...view.matomo[0], host: view.recipients[0].hosts[0] }];
  }));
  await it.page.waitForFunction(() => document.querySelector(".side input").value === "Another hand’s note");
  await press("What this Matomo would store");
  await becomes("#tab-matomo[aria-selected=true]", "Matomo");
});
