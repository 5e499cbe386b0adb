//! A watched page in a few lines: the lamp in the toolbar, a card over the page, the pill.

use leaklight_draw::draw::{row, text};
use leaklight_text::t;
use leptos::prelude::*;

/// The picture; what it shows stands in the steps beside it too.
pub fn picture() -> AnyView {
    let rect = |class: &'static str, x: &'static str, y: &'static str, width: &'static str, height: &'static str, r: &'static str| {
        view! { <rect class=class x=x y=y width=width height=height rx=r /> }.into_any()
    };
    let word = |class: &'static str, x: &'static str, y: &'static str, what: &'static str| {
        view! { <text class=class x=x y=y>{what}</text> }.into_any()
    };
    let shapes = row([
        rect("p-paper", "1", "1", "638", "298", "12"),
        rect("p-bar", "1", "1", "638", "44", "12"),
        rect("p-paper", "20", "11", "470", "24", "12"),
        word("p-soft", "34", "28", "bayside-clinic.example/hiv-testing"),
        // The lamp, with its badge.
        rect("p-lit", "540", "8", "30", "30", "8"),
        view! { <image href="icons/48.png" x="542" y="10" width="26" height="26" /> }.into_any(),
        rect("p-badge", "563", "27", "16", "13", "4"),
        word("p-count", "568", "37", "3"),
        word("p-head", "40", "92", t!("HIV testing")),
        rect("p-line", "40", "112", "210", "8", "4"),
        rect("p-line", "40", "130", "170", "8", "4"),
        rect("p-field", "40", "158", "200", "34", "6"),
        word("p-soft", "52", "180", "jordan.avery@example.org"),
        rect("p-card", "330", "86", "290", "146", "10"),
        rect("p-edge", "330", "86", "290", "4", "2"),
        rect("p-sev", "344", "102", "76", "22", "6"),
        view! { <path class="p-critical" d="M358 107l6 11h-12z" /> }.into_any(),
        word("p-sevtext", "369", "118", t!("Critical")),
        word("p-name", "430", "118", "Meta Pixel"),
        word("p-small", "344", "146", t!("Meta was sent this visitor’s e-mail,")),
        word("p-small", "344", "163", t!("with the page “HIV testing”.")),
        rect("p-proof", "344", "176", "262", "22", "5"),
        word("p-code", "352", "191", "udff[em] = 1f0c…9be2"),
        rect("p-proof", "344", "204", "262", "22", "5"),
        word("p-code", "352", "219", "dl = …/hiv-testing"),
        rect("p-card", "424", "246", "196", "34", "17"),
        word("p-pill", "442", "268", t!("3 · 5 companies told")),
    ]);
    view! {
        <figure class="picture">
            <svg viewBox="0 0 640 300" role="img" aria-labelledby="picture-said">
                {shapes}
            </svg>
            <figcaption id="picture-said" class="small muted">
                {text(t!("A watched page: the lamp in the toolbar is lit and counts the findings; a card over the page says who was sent what; the pill below it counts the companies told."))}
            </figcaption>
        </figure>
    }
    .into_any()
}
