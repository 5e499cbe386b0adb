//! The side panel.

mod blind;
mod choice;
mod consent;
mod details;
mod empty;
mod eye;
mod findings;
mod guided;
mod head;
mod innocent;
mod kind;
mod known;
mod lineage;
mod matomo;
mod parts;
mod persona;
mod picture;
mod proof;
mod recipients;
mod relay;
mod rules;
mod save;
mod scripts;
mod storage;
mod tabs;
mod timeline;
mod trails;
mod unseen;

pub use self::recipients::STEP;
use crate::bridge;
use crate::feed;
use crate::state::{Panel, Phase, Sheet};
use leaklight_draw::draw::{self, part, words};
use leptos::prelude::*;

/// The whole panel.
pub fn panel() -> impl IntoView {
    let panel = Panel::new();
    feed::follow(panel);
    bridge::on_presenting(move || panel.presenter.set(bridge::presenting()));
    // Beside a recording the page around the panel takes the keys.
    bridge::keys(move |event| {
        if bridge::presents(event) && !event.default_prevented() {
            event.prevent_default();
            panel.present();
        }
    });
    let body = part(move || match panel.phase.get() {
        Phase::Watching => view! { <main>{head::tiles(panel)} {sheets(panel)}</main> }.into_any(),
        other => empty::empty(panel, other),
    });
    view! { {head::head(panel)} {body} {blind::blind(panel)} {parts::status(panel)} }
}

fn sheets(panel: Panel) -> AnyView {
    let inside = part(move || match panel.sheet.get() {
        Sheet::Recipients => recipients::sheet(panel),
        Sheet::Findings => findings::sheet(panel),
        Sheet::Known => known::sheet(panel),
        Sheet::Consent => choice::sheet(panel),
        Sheet::Timeline => timeline::sheet(panel),
        Sheet::Lineage => lineage::sheet(panel),
        Sheet::Matomo => matomo::sheet(panel),
        Sheet::Storage => storage::sheet(panel),
        Sheet::Unseen => unseen::sheet(panel),
    });
    let name = words(move || tabs::id(panel.sheet.get()).to_owned());
    view! { <div id="sheet" role="tabpanel" tabindex="0" aria-labelledby=name>{inside}</div> }.into_any()
}
