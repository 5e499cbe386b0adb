//! What is stored.

use super::draw::{Item, calm, list, nothing, part, part_if, text};
use super::findings::more;
use super::parts::{chips, excerpt, severity};
use crate::state::{Panel, Row};
use leaklight_core::report::plain;
use leaklight_core::report::view::StorageView;
use leptos::prelude::*;
use std::sync::Arc;

const STEP: usize = 200;
const NONE: &str = "Cookies, local storage and session storage of the watched frames stand here once they are seen.";

/// The list.
pub fn sheet(panel: Panel) -> AnyView {
    let most = RwSignal::new(STEP);
    let none = part_if(move || panel.storage.with(Vec::is_empty).then(|| calm("Nothing stored seen so far", text(NONE))));
    let drawn = move || {
        let item = |row: &Row<StorageView>| {
            let value = row.value.clone();
            Item { id: row.id, draw: Arc::new(move || entry(value.clone())) }
        };
        panel.storage.with(|rows| rows.iter().take(most.get()).map(item).collect())
    };
    view! {
        <h2 class="unseen">"Storage"</h2>
        {none}
        {list("list side", "Storage", drawn)}
        {more(most, STEP, move || panel.storage.with(Vec::len))}
    }
    .into_any()
}

fn entry(value: ArcRwSignal<StorageView>) -> AnyView {
    let inside = part(move || value.with(inside));
    view! { <li class="item entry">{inside}</li> }.into_any()
}

fn inside(entry: &StorageView) -> AnyView {
    let party = plain::whose(entry.party, false);
    let whose = entry.known_as.as_ref().map_or_else(|| format!(" · {party}"), |known| format!(" · {known} · {party}"));
    view! {
        <div class="row">
            <h3 class="grow mono">{excerpt(&entry.name)}</h3>
            {entry.worst.map_or_else(nothing, severity)}
        </div>
        <p class="small muted" dir="auto">{format!("{} · {}", entry.area, entry.lifetime)}</p>
        <p class="small">
            <bdi class="mono">{entry.whose.clone()}</bdi>
            {whose}
        </p>
        <div class="val">
            <span class="grow value">{excerpt(&entry.value)}</span>
            <span class="packed muted">{entry.shape.clone()}</span>
        </div>
        {chips(&entry.flags, "Flags")}
    }
    .into_any()
}
