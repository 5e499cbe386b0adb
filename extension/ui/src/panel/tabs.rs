//! The tab list (WAI-ARIA Authoring Practices, "Tabs": arrows move and select, Tab leaves).

use super::draw::{press, row, truth, words};
use crate::bridge;
use crate::state::{Panel, Sheet};
use crate::words::thousands;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

const SHEETS: [(Sheet, &str, &str); 3] = [
    (Sheet::Recipients, "tab-recipients", "Who was told"),
    (Sheet::Findings, "tab-findings", "What leaked"),
    (Sheet::Storage, "tab-storage", "Storage"),
];

/// The element id of a sheet's tab.
pub fn id(sheet: Sheet) -> &'static str {
    SHEETS.iter().find(|(s, ..)| *s == sheet).map_or("", |(_, id, _)| id)
}

/// The tabs.
pub fn tabs(panel: Panel) -> AnyView {
    let sheet = panel.sheet;
    let tab = move |(which, id, name): (Sheet, &'static str, &'static str)| {
        let number = words(move || {
            let n = match which {
                Sheet::Recipients => panel.recipients.with(Vec::len),
                Sheet::Findings => panel.findings.with(Vec::len),
                Sheet::Storage => panel.storage.with(Vec::len),
            };
            thousands(n as u32)
        });
        let stop = words(move || if sheet.get() == which { "0" } else { "-1" }.to_owned());
        view! {
            <button
                type="button"
                role="tab"
                id=id
                aria-controls="sheet"
                aria-selected=truth(move || sheet.get() == which)
                tabindex=stop
                on:click=press(move || sheet.set(which))
                on:keydown=move |event| key(panel, &event)
            >
                {name}
                " "
                <span class="number">{number}</span>
            </button>
        }
        .into_any()
    };
    view! { <div class="tabs" role="tablist" aria-label="What to show">{row(SHEETS.map(tab))}</div> }.into_any()
}

fn key(panel: Panel, event: &KeyboardEvent) {
    let at = SHEETS.iter().position(|(s, ..)| *s == panel.sheet.get_untracked()).unwrap_or(0);
    // In right-to-left pages the next tab lies to the left.
    let rtl = bridge::right_to_left();
    let to = match event.key().as_str() {
        "ArrowRight" if !rtl => at + 1,
        "ArrowLeft" if rtl => at + 1,
        "ArrowRight" | "ArrowLeft" => at + SHEETS.len() - 1,
        "Home" => 0,
        "End" => SHEETS.len() - 1,
        _ => return,
    } % SHEETS.len();
    event.prevent_default();
    if let Some((next, id, _)) = SHEETS.get(to) {
        panel.sheet.set(*next);
        bridge::focus(id);
    }
}
