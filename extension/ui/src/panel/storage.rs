//! What is stored.

use super::draw::{Item, calm, list, nothing, own, part, part_if, row, tag, text};
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
    let more = more(most, STEP, move || panel.storage.with(Vec::len));
    row([tag("h2", "unseen", text("Storage")), none, list("list side", "Storage", drawn), more])
}

fn entry(value: ArcRwSignal<StorageView>) -> AnyView {
    let inside = part(move || value.with(inside));
    tag("li", "item entry", inside)
}

fn inside(entry: &StorageView) -> AnyView {
    let party = plain::whose(entry.party, false);
    let whose = entry.known_as.as_ref().map_or_else(|| format!(" · {party}"), |known| format!(" · {known} · {party}"));
    let lines = [
        tag("div", "row", row([tag("h3", "grow mono", excerpt(&entry.name)), entry.worst.map_or_else(nothing, severity)])),
        own("p", "small muted", text(format!("{} · {}", entry.area, entry.lifetime))),
        tag("p", "small", row([tag("bdi", "mono", text(&entry.whose)), text(whose)])),
        tag("div", "val", row([tag("span", "grow value", excerpt(&entry.value)), tag("span", "packed muted", text(&entry.shape))])),
        chips(&entry.flags, "Flags"),
    ];
    row(lines)
}
