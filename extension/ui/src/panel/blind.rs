//! What was not seen, on the same sheet as what was.

use crate::state::{Panel, Phase};
use leptos::prelude::*;

/// The block's element id.
pub const ID: &str = "not-seen";

/// The foot of every sheet.
pub fn blind(panel: Panel) -> impl IntoView {
    let spots = move || panel.blind.get().into_iter().map(|spot| view! { <li dir="auto">{spot.said}</li> }).collect_view();
    let since = move || panel.clock.get().at(panel.head.with(|head| head.since));
    move || {
        (panel.phase.get() == Phase::Watching).then(|| {
            view! {
                <footer class="blind" id=ID tabindex="-1" aria-labelledby="not-seen-name">
                    <h2 id="not-seen-name">"Not seen"</h2>
                    <ul>{spots}</ul>
                    <p>"All the rest was seen in this browser, on the pages opened, since " {since} "."</p>
                </footer>
            }
        })
    }
}
