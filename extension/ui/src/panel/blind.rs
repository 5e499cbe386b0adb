//! What was not seen, on the same sheet as what was.

use super::draw::{own, part_if, row, tag, text, words};
use crate::state::{Panel, Phase, Sheet};
use leaklight_text::t;
use leptos::prelude::*;

/// The foot of every sheet.
pub fn blind(panel: Panel) -> AnyView {
    part_if(move || {
        // Its own sheet says the same at more length.
        let beside = panel.phase.get() == Phase::Watching && panel.sheet.get() != Sheet::Unseen;
        beside.then(|| {
            let spots = panel.head.with(|head| head.blind.clone()).into_iter().map(|spot| own("li", "", text(spot.said)));
            let since = words(move || {
                let since = panel.clock.get().at(panel.head.with(|head| head.since));
                t!("All the rest was seen in this browser, on the pages opened, since {since}.")
            });
            view! {
                <footer class="blind" aria-labelledby="not-seen-name">
                    <h2 id="not-seen-name">{t!("Not seen")}</h2>
                    {row([tag("ul", "", row(spots)), own("p", "", since.into_any())])}
                </footer>
            }
            .into_any()
        })
    })
}
