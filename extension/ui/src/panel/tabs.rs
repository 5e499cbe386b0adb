//! The tab list (WAI-ARIA Authoring Practices, "Tabs": arrows move and select, Tab leaves).

use super::choice;
use super::draw::{press, row, truth, words};
use crate::bridge;
use crate::state::{Panel, Sheet};
use crate::words::thousands;
use leaklight_text::{Message, message, t};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

const SHEETS: [(Sheet, &str, Message); 9] = [
    (Sheet::Recipients, "tab-recipients", message!("Who was told")),
    (Sheet::Findings, "tab-findings", message!("What leaked")),
    (Sheet::Known, "tab-known", message!("Test patient")),
    (Sheet::Consent, "tab-consent", message!("Consent")),
    (Sheet::Timeline, "tab-timeline", message!("Timeline")),
    (Sheet::Lineage, "tab-lineage", message!(tab: "How it got here")),
    (Sheet::Matomo, "tab-matomo", message!("Matomo")),
    (Sheet::Storage, "tab-storage", message!("Storage")),
    (Sheet::Unseen, "tab-unseen", message!("Not seen")),
];

/// The element id of a sheet's tab.
pub fn id(sheet: Sheet) -> &'static str {
    SHEETS.iter().find(|(s, ..)| *s == sheet).map_or("", |(_, id, _)| id)
}

/// How many rows a sheet has.
fn rows(panel: Panel, sheet: Sheet) -> usize {
    match sheet {
        Sheet::Recipients => panel.recipients.with(Vec::len),
        Sheet::Findings => panel.listed(),
        // Those that left: how many are looked for says nothing.
        Sheet::Known => panel.known.with(|rows| rows.iter().filter(|row| row.value.with(|k| !k.left.is_empty())).count()),
        // What stands beside its name is a word.
        Sheet::Consent => 0,
        Sheet::Timeline => panel.consent.with(|c| c.marks.len()),
        // The page itself was not brought by anything.
        Sheet::Lineage => panel.lineage.with(Vec::len).saturating_sub(1),
        Sheet::Matomo => panel.matomo.with(Vec::len),
        Sheet::Storage => panel.storage.with(Vec::len),
        Sheet::Unseen => panel.head.with(|head| head.blind.len()),
    }
}

/// False for a sheet that is not offered: most sites have no Matomo.
fn offered(panel: Panel, sheet: Sheet) -> bool {
    sheet != Sheet::Matomo || rows(panel, sheet) > 0
}

/// The tabs.
pub fn tabs(panel: Panel) -> AnyView {
    let sheet = panel.sheet;
    let tab = move |(which, id, name): (Sheet, &'static str, Message)| {
        let number = words(move || match (which, thousands(rows(panel, which) as u32)) {
            (Sheet::Consent, _) => panel.consent.with(|c| choice::in_short(&c.state)).to_owned(),
            (Sheet::Known, number) if number == "0" => String::new(),
            (Sheet::Known, number) => t!("{number} sent"),
            (_, number) => number,
        });
        let class = words(move || if offered(panel, which) { "" } else { "gone" }.to_owned());
        let stop = words(move || if sheet.get() == which { "0" } else { "-1" }.to_owned());
        view! {
            <button
                type="button"
                role="tab"
                id=id
                class=class
                aria-controls="sheet"
                aria-selected=truth(move || sheet.get() == which)
                tabindex=stop
                on:click=press(move || sheet.set(which))
                on:keydown=move |event| key(panel, &event)
            >
                {name.say()}
                " "
                <span class="number">{number}</span>
            </button>
        }
        .into_any()
    };
    view! { <div class="tabs" role="tablist" aria-label=t!("What to show")>{row(SHEETS.map(tab))}</div> }.into_any()
}

fn key(panel: Panel, event: &KeyboardEvent) {
    let sheets: Vec<_> = SHEETS.iter().filter(|(sheet, ..)| untrack(|| offered(panel, *sheet))).collect();
    let at = sheets.iter().position(|(s, ..)| *s == panel.sheet.get_untracked()).unwrap_or(0);
    // In right-to-left pages the next tab lies to the left.
    let rtl = bridge::right_to_left();
    let to = match event.key().as_str() {
        "ArrowRight" if !rtl => at + 1,
        "ArrowLeft" if rtl => at + 1,
        "ArrowRight" | "ArrowLeft" => at + sheets.len() - 1,
        "Home" => 0,
        "End" => sheets.len() - 1,
        _ => return,
    } % sheets.len();
    event.prevent_default();
    if let Some((next, id, _)) = sheets.get(to) {
        panel.sheet.set(*next);
        bridge::focus(id);
    }
}
