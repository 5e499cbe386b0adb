//! The side panel.

mod blind;
mod empty;
mod findings;
mod head;
mod parts;
mod proof;
mod recipients;
mod storage;
mod tabs;

use crate::feed;
use crate::state::{Panel, Phase, Sheet};
use leptos::prelude::*;

/// The whole panel.
pub fn panel() -> impl IntoView {
    let panel = Panel::new();
    feed::follow(panel);
    let phase = panel.phase;
    view! {
        {head::head(panel)}
        {move || match phase.get() {
            Phase::Watching => view! { <main>{head::tiles(panel)} {sheets(panel)}</main> }.into_any(),
            other => empty::empty(panel, other).into_any(),
        }}
        {blind::blind(panel)}
        {parts::status(panel)}
    }
}

fn sheets(panel: Panel) -> impl IntoView {
    let sheet = panel.sheet;
    view! {
        <div id="sheet" role="tabpanel" tabindex="0" aria-labelledby=move || tabs::id(sheet.get())>
            {move || match sheet.get() {
                Sheet::Recipients => recipients::sheet(panel).into_any(),
                Sheet::Findings => findings::sheet(panel).into_any(),
                Sheet::Storage => storage::sheet(panel).into_any(),
            }}
        </div>
    }
}
