// Every state of the cards as a picture, compared with what was looked at before (`cargo xtask shots`).
import { after, test } from "node:test";
import { card, many, overlayStage, shown } from "./lib/overlay.mjs";
import { gallery } from "./shots/gallery.mjs";

const it = overlayStage();
const pictures = await gallery("shots-cards.json");

const PAGE = `<p>Book a confidential test at a clinic near you. Results in 20 minutes.</p><p><label>E-mail <input value="jordan.avery@example.org"></label></p>
${"<p>Text of the page, with words that stand below the cards and run on.</p>".repeat(12)}`;
/** Seen "just now", whenever the picture is taken. */
const last = Date.now() + 3_600_000;
const META = { group: "meta-pixel", who: "Meta Pixel", last };
const CLINIC = [
  card(0, { ...META, severity: "critical", said: "Meta Pixel was told that the person with this e-mail address is on your page about “HIV testing”.",
    proof: [{ name: "udff[em]", value: { shown: "1f0c…9be2", marks: [] }, packed: "", known: "your e-mail → trimmed, lower-cased → SHA-256 → hex, in udff[em], 1.2 s before Send" },
      { name: "dl", value: { shown: "https://www.clinic.example/conditions/hiv-testing", marks: [[38, 49]] }, packed: "", known: "" }] }),
  card(1, { ...META, severity: "high", count: 12, said: "Meta Pixel was sent the title of your page, which names “HIV testing”." }),
  card(2, { group: "google-analytics-4", who: "Google Analytics 4", severity: "high", attempted: true, last,
    said: "Tried, and did not arrive: Google Analytics 4 was told this visitor is on your page about “HIV testing”." }),
  card(3, { group: "matomo", who: "Matomo", severity: "medium", last, said: "Matomo will store the address of this visit, which names “HIV testing”." }),
  card(4, { group: "", who: "", severity: "low", hosts: [], last, said: "This browser now keeps a telling word." }),
];
/** What the core says of the same visit in Spanish. */
const CLINICA = [
  card(0, { ...META, severity: "critical", said: "Meta Pixel recibió el dato de que la persona con este correo electrónico está en la página de su sitio sobre “HIV testing”.",
    proof: [{ name: "udff[em]", value: { shown: "1f0c…9be2", marks: [] }, packed: "", known: "su correo → sin espacios, en minúsculas → SHA-256 → hex, en udff[em], 1,2 s antes de pulsar “Send”" }],
    why: "La dirección de una página junto al id de un navegador cuenta una historia sobre una persona: quién buscó qué atención y cuándo.",
    fix: "Quite la etiqueta de páginas como esta o bloquéela por ruta en el gestor de etiquetas." }),
  card(2, { group: "google-analytics-4", who: "Google Analytics 4", severity: "high", attempted: true, last,
    said: "Se intentó y no llegó: Google Analytics 4 recibió el dato de que este visitante está en la página de su sitio sobre “HIV testing”." }),
];
const LLENA = shown(CLINICA, { more: 4, muted: 2, pill: "5 empresas recibieron datos · 2 no legibles" });
const FULL = shown(CLINIC, { more: 4, muted: 2, pill: "5 companies told · 2 unread" });
const LONG = { who: `${"a".repeat(60)}.`.repeat(4) + "example", said: `‮ <img src=x> \u{1f9ec} ${"x".repeat(280)}`, last };
const SET = (name, value) => ({ media: { [name]: value } });

/** What is shown, how the page is looked at, and the buttons that are pressed. */
const STATES = {
  folded: [FULL, { open: false }],
  open: [FULL, {}],
  dark: [FULL, SET("prefers-color-scheme", "dark")],
  unfolded: [FULL, {}, "Why", "How to fix", "Show me where", "Mute"],
  narrow: [FULL, { width: 360, height: 740 }],
  "projector-150": [FULL, { width: 1280, height: 720, scale: 1.5 }],
  "zoom-200": [FULL, { width: 640, height: 400, scale: 2 }],
  "spanish-folded": [LLENA, { open: false, language: "es" }],
  "spanish-unfolded": [LLENA, { language: "es" }, "Por qué", "Cómo arreglarlo", "Silenciar"],
  "spanish-narrow": [LLENA, { width: 360, height: 740, language: "es" }],
  rtl: [FULL, { dir: "rtl" }],
  "forced-colours": [FULL, SET("forced-colors", "active")],
  none: [shown([], { pill: "No other company told so far" }), {}],
  late: [shown([], { late: true, pill: "No other company told so far" }), { open: false }],
  thirty: [shown(many().map((one) => ({ ...one, last }))), {}],
  hostile: [shown([card(0, LONG), card(1, { last })]), { width: 360, height: 740 }],
};

for (const [name, [what, how, ...presses]] of Object.entries(STATES)) {
  test(`looks as before: cards, ${name}`, async () => {
    // Without movement, so that a picture is not taken in the middle of one.
    await it.open(PAGE, what, { ...how, media: { "prefers-reduced-motion": "reduce", ...how.media } });
    for (const words of presses) await it.press(words);
    if (presses[0]) await it.page.mouse.move(5, 5);
    await pictures.look(it.page, `cards-${name}`);
  });
}

after(() => pictures.keep());
