// What the cards do to a page and to a person, over a page of the test's own: calm, grouped, no layout shift, no lost
// click, out of a dialog's way, keyboard for all, nothing axe finds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { card, many, overlayStage, shown } from "./lib/overlay.mjs";

const it = overlayStage();
const FIELDS = `<p><button id="a">One</button> <button id="b">Two</button></p>${"<p>Text of the page.</p>".repeat(40)}`;
const folded = () => it.page.evaluate(() => window.root().querySelector(".list").hidden);
const gone = () => window.root().querySelector(".stack").hidden;

test("calm by default: one pill with the worst in a word, a shape and their number; it opens and folds", async () => {
  await it.open(FIELDS, shown([]), { open: false });
  assert.deepEqual(await it.texts(".dot"), ["0"], "nothing seen is no severity");
  await it.show(shown([card(0), card(3), card(2)]));
  assert.deepEqual([await it.texts(".dot"), await it.texts("section"), await folded()], [["1 Critical"], [], true]);
  assert.ok(await it.page.evaluate(() => window.root().querySelector(".dot.critical svg")));
  await it.press("1 Critical");
  assert.equal(await folded(), false);
  assert.equal((await it.told("place")).at(-1).folded, false);
  await it.press("1 Critical");
  assert.equal(await folded(), true);
});

test("one group a recipient, the worst first and unfolded, each to be folded", async () => {
  await it.open(FIELDS, shown([card(1, { group: "b", who: "Beta" }), card(0, { group: "a", who: "Alpha" }), card(2, { group: "a", who: "Alpha" }), card(4, { group: "", who: "Kept in this browser" })]));
  const heads = () => it.page.evaluate(() => [...window.root().querySelectorAll(".head")].map((h) => `${h.querySelector(".who").textContent} ${h.ariaExpanded}`));
  const before = await heads();
  assert.equal(before[0], "Alpha true");
  assert.equal(before.length, 3);
  assert.ok(before.slice(1).every((head) => head.endsWith("false")));
  await it.press("Alpha", ".head");
  assert.equal((await heads())[0], "Alpha false");
  await it.press("Beta", ".head");
  assert.ok((await heads()).includes("Beta true"));
  // What a person chose stays when the cards change.
  await it.show(shown([card(0, { group: "a", who: "Alpha" }), card(1, { group: "b", who: "Beta", said: "Beta was told something else." })]));
  assert.deepEqual(await heads(), ["Alpha false", "Beta true"]);
  assert.match((await it.texts("article")).join(), /something else/);
});

test("why, how to fix and where unfold on the card; what cannot be shown is said", async () => {
  await it.open(FIELDS, shown([card(0)]));
  await it.press("Why");
  await it.press("How to fix");
  const [text] = await it.texts("article");
  assert.ok(/who looked for which care/.test(text) && /do not load the tag/.test(text), text);
  await it.press("Show me where");
  await it.becomes(() => window.root().querySelector("article").textContent.includes("A script sent this. Nothing to point at was found"));
  await it.page.evaluate(() => (window.found = { found: "unseen", what: "script" }));
  await it.press("Show me where");
  await it.becomes(() => window.root().querySelector("article").textContent.includes("‹script› stands in the page"));
  // Drawn anew, what was unfolded stays so.
  await it.show(shown([card(0, { said: "Another sentence." })]));
  assert.match((await it.texts("article"))[0], /Another sentence[^]*who looked for which care/);
  await it.page.evaluate(() => (window.found = { found: "none" }));
  await it.show(shown([card(0, { hosts: [] })]));
  await it.press("Show me where");
  await it.becomes(() => window.root().querySelector("article").textContent.includes("no one place to show"));
});

test("what is shown on the page is not covered by the cards", async () => {
  await it.open(FIELDS, shown([card(0)]));
  await it.page.evaluate(() => (window.found = { found: "shown", what: "input", box: { left: 20, top: 20, right: 100, bottom: 50 } }));
  await it.press("Show me where");
  await it.becomes(() => window.root().querySelector("article").textContent.includes("Outlined"));
  assert.equal(await folded(), false, "it stands elsewhere");
  await it.page.evaluate(() => (window.found = { found: "shown", what: "input", box: { left: 20, top: 20, right: 1200, bottom: 790 } }));
  await it.press("Show me where");
  await it.becomes(() => window.root().querySelector(".list").hidden);
});

test("three things to mute, each says what it does and is taken back", async () => {
  await it.open(FIELDS, shown([card(0)]));
  await it.press("Mute");
  const [text] = await it.texts("article");
  for (const said of ["This kind on clinic.example", "No more cards “Page title sent to another company” on this site.", "Vendor 0", "on any site", "All of clinic.example", "Your rules"]) {
    assert.ok(text.includes(said), `${said}: ${text}`);
  }
  await it.press("All of clinic.example");
  assert.deepEqual(await it.told("mute-card"), [{ type: "mute-card", what: "site:clinic.example" }]);
  await it.show(shown([], { muted: 1 }));
  assert.deepEqual(await it.texts(".more"), ["1 muted"], "what is muted is counted");
  assert.equal(await it.page.evaluate(() => window.root().activeElement?.textContent), "Take back", "the keyboard is at the way back");
  await it.page.keyboard.press("Enter");
  assert.deepEqual((await it.told("mute-card")).at(-1), { type: "mute-card", what: "site:clinic.example", on: false });
  assert.deepEqual(await it.texts(".stack > .card"), []);
});

const DIALOGS = `<dialog id="modal"><button id="ok">OK</button></dialog>
  <div id="aria" role="dialog" aria-modal="true" aria-label="d" hidden style="position:fixed;z-index:9"><button id="yes">Yes</button></div>`;

test("out of the way of a dialog the page opens, and back", async () => {
  await it.open(FIELDS + DIALOGS, shown(many()));
  assert.equal(await folded(), false);
  await it.page.evaluate(() => document.getElementById("modal").showModal());
  await it.becomes(gone);
  await it.page.click("#ok");
  await it.page.evaluate(() => document.getElementById("modal").close());
  await it.becomes(() => !window.root().querySelector(".list").hidden);
  // Where the pill would not stand over it, the pill stays.
  const aria = (style) => it.page.evaluate((css) => {
    const dialog = document.getElementById("aria");
    dialog.hidden = !css;
    dialog.style.inset = css;
  }, style);
  await aria("0 auto auto 0");
  await it.becomes(() => window.root().querySelector(".list").hidden);
  assert.deepEqual(await it.texts(".dot"), ["9 Critical"]);
  await it.press("9 Critical");
  assert.equal((await it.told("details")).length, 1, "the panel is where there is room");
  await aria("");
  await it.becomes(() => !window.root().querySelector(".list").hidden);
  // Where it would, it stands at the top; where that is no place either, it is gone.
  await aria("auto 10px 10px auto");
  await it.becomes(() => window.root().querySelector(".pill").getBoundingClientRect().bottom < 70);
  await it.show(shown(many(12)));
  assert.deepEqual(await it.texts(".dot"), ["5 Critical"], "it goes on counting");
  await it.page.click("#yes");
  await aria("10px 10px 10px auto");
  await it.becomes(gone);
  await it.show(shown(many()));
  await it.page.click("#yes");
  await aria("");
  await it.becomes(() => !window.root().querySelector(".list").hidden);
  assert.equal((await it.find(".pill")).asElement() && (await it.page.evaluate(() => window.root().querySelector(".pill").getBoundingClientRect().bottom > 700)), true, "back where it was");
  assert.deepEqual(await it.texts(".dot"), ["9 Critical"], "with what came meanwhile");
});

test("out of the way of a dialog that does not say it is modal, a popover, a consent banner, in a shadow root too; one elsewhere disturbs nobody", async () => {
  await it.open(`${FIELDS}<div id="host"></div><div id="plain" style="position:fixed;z-index:9"></div>`, shown(many()));
  const put = (where, role, style) => it.page.evaluate((into, as, css) => {
    const host = document.getElementById("host");
    const root = into === "shadow" ? (host.shadowRoot ?? host.attachShadow({ mode: "open" })) : document.getElementById("plain");
    root.replaceChildren();
    window.leaklightBanner = undefined;
    if (!css) return;
    const dialog = document.createElement(as ? "div" : "dialog");
    // What banner.js found stands in its marks.
    if (as === "banner") window.leaklightBanner = { shown: [dialog] };
    else if (as === "popover") dialog.popover = "manual";
    else if (as) dialog.role = as;
    else dialog.open = true;
    dialog.textContent = "We value your privacy";
    dialog.style.cssText = `position:fixed;z-index:9;margin:0;${css}`;
    root.append(dialog);
    if (as === "popover") dialog.showPopover();
  }, where, role, style);
  // By its role, or the element itself.
  for (const [where, role] of [["page", "dialog"], ["page", "alertdialog"], ["page", ""], ["page", "popover"], ["page", "banner"], ["shadow", "dialog"], ["shadow", ""], ["shadow", "popover"], ["shadow", "banner"]]) {
    // Clean twin: where no card stands.
    await put(where, role, "inset:10px auto auto 10px;width:120px;height:60px");
    // It looks a moment after the page did something.
    await it.page.evaluate(() => new Promise((done) => {
      dispatchEvent(new Event("toggle"));
      setTimeout(done, 60);
    }));
    assert.equal(await folded(), false, `${where} ${role}: far away`);
    // Along the bottom, as consent banners stand.
    await put(where, role, "inset:auto 0 0 0;width:100%;height:200px");
    await it.becomes(() => window.root().querySelector(".pill").getBoundingClientRect().bottom < 70);
    assert.equal(await folded(), true, `${where} ${role}: below the cards`);
    await put(where, role, "");
    await it.becomes(() => !window.root().querySelector(".list").hidden);
  }
});

test("a page that does something before the cards were first drawn disturbs nothing", async () => {
  await it.open(FIELDS, shown([card(0)]));
  const errors = await it.page.evaluate(async (what) => {
    const [failed, real] = [[], window.requestAnimationFrame];
    addEventListener("error", (event) => failed.push(event.message));
    // The first frame is held back.
    let first;
    window.requestAnimationFrame = (callback) => ((first = callback), 1);
    const cards = window.leaklightCards(async () => undefined);
    cards.show({ ...what, place: { folded: false, x: 16, y: 16 } });
    dispatchEvent(new Event("toggle"));
    await new Promise((done) => setTimeout(done, 60));
    window.requestAnimationFrame = real;
    first(performance.now());
    return failed;
  }, shown([card(0)]));
  assert.deepEqual(errors, []);
});

test("no layout shift, however the cards change", async () => {
  await it.open(FIELDS, shown([card(0)]));
  await it.page.evaluate(() => {
    window.shifts = [];
    const watch = new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map((e) => e.value)));
    watch.observe({ type: "layout-shift", buffered: true });
    window.settled = () => {
      window.shifts.push(...watch.takeRecords().map((e) => e.value));
      return window.shifts;
    };
  });
  // That shifts are told of at all is shown at the end.
  for (const n of [2, 5, 1, 30, 12]) await it.show(shown(many(n)));
  const cards = many(12);
  for (let count = 2; count < 8; count++) await it.show(shown(cards.map((c) => ({ ...c, count: count ** 6, last: Date.now() - 3000 * count }))));
  await it.press("Why");
  await it.press("Mute");
  await it.press("Vendor 1", ".head");
  await it.show(shown(many(3)));
  await it.press("3 Critical");
  await it.press("3 Critical");
  await it.show(shown([]));
  assert.deepEqual(await it.page.evaluate(() => window.settled()), []);
  await it.page.evaluate(async () => {
    document.querySelector("h1").style.marginTop = "200px";
    await new Promise((done) => setTimeout(done, 200));
  });
  await it.becomes(() => window.settled().length > 0);
});

test("no click of the page's is lost: only what is seen of the cards takes the pointer", async () => {
  await it.open(`<style>#grid{position:fixed;inset:0}</style><div id="grid"></div>`, shown(many(12)));
  const wrong = async () => it.page.evaluate(() => {
    const boxes = [...window.root().querySelectorAll("section,.pill,.stack>.card")].filter((e) => e.checkVisibility()).map((e) => e.getBoundingClientRect());
    const list = window.root().querySelector(".list").getBoundingClientRect();
    const out = [];
    for (let x = 2; x < innerWidth; x += 9) {
      for (let y = 2; y < innerHeight; y += 9) {
        const within = boxes.some((b) => x >= b.left - 1 && x <= b.right + 1 && y >= b.top - 1 && y <= b.bottom + 1);
        if (document.elementFromPoint(x, y)?.id !== "grid" && !within) out.push([x, y]);
      }
    }
    return { out, list: list.height };
  });
  const opened = await wrong();
  assert.ok(opened.list > 200);
  assert.deepEqual(opened.out, []);
  await it.press("5 Critical");
  assert.deepEqual((await wrong()).out, []);
});

test("a click on a card is not lost to an update in its midst", async () => {
  await it.open(FIELDS, shown([card(0)]));
  const how = (await it.find("button", "How to fix")).asElement();
  const { x, y, width, height } = await how.boundingBox();
  await it.page.mouse.move(x + width / 2, y + height / 2);
  await it.page.mouse.down();
  await it.show(shown([card(0, { said: "Changed." }), card(5), card(10)]));
  assert.doesNotMatch((await it.texts("article")).join(), /Changed/, "nothing moves while a button is down");
  await it.page.mouse.up();
  await it.becomes(() => /Changed/.test(window.root().textContent));
  assert.match((await it.texts("article")).join(), /do not load the tag/, "and the press counted");
});

test("the keyboard reaches everything, in order; a key opens the cards, folds them and takes them away", async () => {
  await it.open(FIELDS, shown([card(0), card(1)]), { open: false });
  const at = () => it.page.evaluate(() => window.root().activeElement?.textContent || window.root().activeElement?.title || "");
  const key = async () => {
    for (const k of ["Alt", "Shift"]) await it.page.keyboard.down(k);
    await it.page.keyboard.press("KeyK");
    for (const k of ["Alt", "Shift"]) await it.page.keyboard.up(k);
  };
  await key();
  assert.equal(await folded(), false);
  assert.match(await at(), /1 Critical/);
  const back = [];
  for (let n = 0; n < 7; n++) {
    await it.page.keyboard.down("Shift");
    await it.page.keyboard.press("Tab");
    await it.page.keyboard.up("Shift");
    back.push(await at());
  }
  assert.deepEqual(back.slice(1, 6), ["Mute", "Details", "Show me where", "How to fix", "Why"], back.join(" | "));
  await it.page.keyboard.press("Escape");
  assert.equal(await folded(), true);
  assert.match(await at(), /1 Critical/, "the keyboard stays with the pill");
  await it.page.keyboard.press("Escape");
  await it.becomes(gone);
  await key();
  await it.becomes(() => !window.root().querySelector(".stack").hidden);
});

test("Escape pressed on the page folds the cards and leaves the pill: it may be meant for a search box", async () => {
  await it.open(FIELDS, shown([card(0)]));
  await it.page.focus("#a");
  await it.page.keyboard.press("Escape");
  assert.equal(await folded(), true);
  await it.page.keyboard.press("Escape");
  assert.equal(await it.page.evaluate(gone), false);
});

test("larger where presenter mode is on", async () => {
  const wide = () => it.page.evaluate(() => [".pill", "article"].map((of) => window.root().querySelector(of).getBoundingClientRect().height));
  await it.open(FIELDS, shown([card(0)]));
  const before = await wide();
  await it.show(shown([card(0)], { large: true }));
  assert.ok((await wide()).every((height, at) => height > before[at] * 1.2), `${before} ${await wide()}`);
  await it.show(shown([card(0)], { large: false }));
  assert.deepEqual(await wide(), before);
});

test("nothing moves for those who want no movement, and it stands on the other side where text runs the other way", async () => {
  const moving = () => it.page.evaluate(() => document.getAnimations({ subtree: true }).length + window.root().getAnimations().length);
  await it.open(FIELDS, shown([card(0)]));
  await it.page.evaluate((next) => window.overlay.show(next), shown([card(0), card(2, { group: "vendor-0" })]));
  await it.becomes(() => window.root().querySelectorAll("article").length === 2);
  await it.open(FIELDS, shown([card(0)]), { media: { "prefers-reduced-motion": "reduce" }, dir: "rtl" });
  await it.show(shown([card(0), card(2, { group: "vendor-0" })]));
  assert.equal(await moving(), 0);
  const { left, right } = await it.page.evaluate(() => window.root().querySelector(".pill").getBoundingClientRect().toJSON());
  assert.ok(left < 40 && right < 640, `${left} ${right}`);
});

const HOSTILE = [
  ["a host of 250 characters", { who: `${"a".repeat(60)}.`.repeat(4) + "example" }],
  ["bidi overrides, NULs and emoji", { who: "evil\u202emoc.knab\u0000\u{1f9ec}", said: "\u202e\u0000 \u{1f469}\u200d\u{1f52c} <img src=x onerror=alert(1)> </section>" }],
  ["very long words", { said: "x".repeat(5000), proof: [{ name: "n".repeat(300), value: { shown: "\u202e".repeat(200), marks: [] }, packed: "p".repeat(300), known: "" }] }],
];
for (const [what, bad] of HOSTILE) {
  test(`shown safely at 320 px: ${what}`, async () => {
    await it.open(FIELDS, shown([card(0, bad), card(1)]), { width: 320, height: 500 });
    const out = await it.page.evaluate(() => {
      const stack = window.root().querySelector(".stack");
      const wide = [...stack.querySelectorAll("*")].filter((e) => e.checkVisibility() && !e.closest(".sr") && e.getBoundingClientRect().width > 0)
        .filter((e) => { const b = e.getBoundingClientRect(); return b.left < -1 || b.right > innerWidth + 1; }).map((e) => e.outerHTML.slice(0, 80));
      const { top, bottom } = stack.getBoundingClientRect();
      return { wide, top, bottom, images: stack.querySelectorAll("img").length, scroll: document.documentElement.scrollWidth };
    });
    assert.deepEqual([out.wide, out.images, out.scroll <= 320], [[], 0, true]);
    assert.ok(out.top >= 0 && out.bottom <= 500, JSON.stringify(out));
  });
}

for (const scheme of ["light", "dark"]) {
  test(`text stands out from what is behind it: ${scheme}`, async () => {
    const every = ["critical", "high", "medium", "low", "info"].map((severity, n) => card(n, { severity, attempted: n === 0 }));
    await it.open(FIELDS, shown(every, { more: 2, muted: 1, late: true }), { media: { "prefers-color-scheme": scheme }, height: 3000 });
    for (const { who } of every.slice(1)) await it.press(who, ".head");
    for (const words of ["Why", "How to fix", "Show me where", "Mute"]) await it.press(words);
    const all = await it.contrasts();
    assert.ok(all.length >= 9, JSON.stringify(all));
    assert.deepEqual(all.filter(({ ratio }) => ratio < 4.5), []);
  });
}

for (const [name, what, more] of [
  ["folded", shown(many()), { open: false }],
  ["open", shown(many(12)), {}],
  ["none", shown([]), {}],
  ["late and dark", shown([card(0, { attempted: true })], { late: true }), { media: { "prefers-color-scheme": "dark" } }],
  ["muted, narrow", shown([card(0)], { muted: 3, more: 2 }), { width: 320, height: 600 }],
  ["right to left, forced colours", shown(many(6)), { dir: "rtl", media: { "forced-colors": "active" } }],
]) {
  test(`axe finds nothing: ${name}`, async () => {
    await it.open(FIELDS, what, more);
    assert.deepEqual(await it.axeSays(), []);
    if (what.cards.length === 0 || more.open === false) return;
    for (const words of ["Why", "Mute"]) await it.press(words);
    assert.deepEqual(await it.axeSays(), []);
  });
}
