//! What is stored and who put it there; on two further shelves the identifiers and the scripts.

use super::draw::{Item, calm, leads, list, nothing, ours, own, part, part_if, press_row, row, switch, tag, text, truth, words};
use super::findings::more;
use super::parts::{chips, dotted, excerpt, severity, verdict};
use super::{scripts, trails};
use crate::state::{Panel, Row, Shelf};
use crate::words::{count, thousands};
use leaklight_core::report::plain;
use leaklight_core::report::view::StorageView;
use leaklight_text::{Message, message, t};
use leptos::prelude::*;
use std::sync::Arc;

const STEP: usize = 200;
const NONE: Message =
    message!("Cookies, local and session storage, IndexedDB and Cache Storage of the watched frames stand here once they are seen.");
const SHELVES: [(Shelf, Message); 3] =
    [(Shelf::Entries, message!(shelf: "Stored")), (Shelf::Trails, message!("Identifiers")), (Shelf::Scripts, message!("Scripts"))];

/// The sheet.
pub fn sheet(panel: Panel) -> AnyView {
    let shelf = panel.shelf;
    let one = move |(which, name): (Shelf, Message)| {
        let number = words(move || {
            thousands(match which {
                Shelf::Entries => panel.storage.with(Vec::len),
                Shelf::Trails => panel.trails.with(Vec::len),
                Shelf::Scripts => panel.scripts.with(Vec::len),
            } as u32)
        });
        let label = row([text(name.say()), text(" "), tag("span", "number", number.into_any())]);
        switch("filter", truth(move || shelf.get() == which), label, move || shelf.set(which))
    };
    let inside = part(move || match shelf.get() {
        Shelf::Entries => entries(panel),
        Shelf::Trails => trails::list_of(panel),
        Shelf::Scripts => scripts::list_of(panel),
    });
    row([tag("h2", "unseen", text(t!("Storage"))), press_row(t!("Which list"), row(SHELVES.map(one))), inside])
}

/// Whether the entry is of that area or that party; all are where nothing is asked for.
fn fits(entry: &StorageView, only: &str) -> bool {
    only.is_empty() || entry.area == only || plain::whose(entry.party, false) == only
}

fn entries(panel: Panel) -> AnyView {
    let (most, only) = (RwSignal::new(STEP), RwSignal::new(String::new()));
    let none = part_if(move || panel.storage.with(Vec::is_empty).then(|| calm(t!("Nothing stored seen so far"), text(NONE.say()))));
    // An entry's area is part of what it is known by.
    let fitting = move |row: &&Row<StorageView>| only.with(|only| row.value.with_untracked(|entry| fits(entry, only)));
    let drawn = move || {
        let item = |row: &Row<StorageView>| {
            let value = row.value.clone();
            Item { id: row.id, draw: Arc::new(move || entry(panel, value.clone())) }
        };
        panel.storage.with(|rows| rows.iter().filter(fitting).take(most.get()).map(item).collect())
    };
    let more = more(most, STEP, move || panel.storage.with(|rows| rows.iter().filter(fitting).count()));
    row([none, filters(panel, only), list("list side", t!("Storage"), drawn), more])
}

/// Areas and parties to choose from; nothing where there is one of each at most.
fn filters(panel: Panel, only: RwSignal<String>) -> AnyView {
    let kinds = Memo::new(move |_| {
        let mut kinds: Vec<String> = Vec::new();
        let mut add = |kind: &str| {
            if kinds.iter().all(|held| held != kind) {
                kinds.push(kind.to_owned());
            }
        };
        panel.storage.with(|rows| {
            rows.iter().for_each(|row| row.value.with_untracked(|entry| add(&entry.area)));
            rows.iter().for_each(|row| row.value.with_untracked(|entry| add(plain::whose(entry.party, false))));
        });
        kinds
    });
    part_if(move || {
        let kinds = kinds.get();
        let one = |kind: String| {
            let (on, label) = (kind.clone(), plain::area(&kind).to_owned());
            let flip = move || only.update(|only| *only = if *only == kind { String::new() } else { kind.clone() });
            switch("filter", truth(move || only.with(|only| *only == on)), text(label), flip)
        };
        (kinds.len() > 2).then(|| press_row(t!("Show only"), row(kinds.into_iter().map(one))))
    })
}

fn entry(panel: Panel, value: ArcRwSignal<StorageView>) -> AnyView {
    let inside = part(move || value.with(|entry| inside(panel, entry)));
    tag("li", "item entry", inside)
}

fn inside(panel: Panel, entry: &StorageView) -> AnyView {
    let party = plain::whose(entry.party, false);
    let known = entry.known_as.as_deref().unwrap_or_default();
    let writes = if entry.writes > 1 { count(entry.writes, t!(noun: "write"), t!(noun: "writes")) } else { String::new() };
    let first = entry.first;
    let first =
        words(
            move || {
                if first == 0 { String::new() } else { [" · ", &t!("first seen {when}", when = panel.clock.get().at(first))].concat() }
            },
        );
    let about = row([dotted(&[plain::area(&entry.area), &entry.lifetime, &writes]), first.into_any()]);
    let lines = [
        tag("div", "row", row([tag("h3", "grow mono", excerpt(&entry.name)), entry.worst.map_or_else(nothing, severity)])),
        tag("p", "small muted", about),
        tag("p", "small", ours("", row([tag("bdi", "mono", text(&entry.whose)), text(" · "), dotted(&[known, party])]))),
        tag("div", "val", row([tag("span", "grow value", excerpt(&entry.value)), tag("span", "packed muted", text(&entry.shape))])),
        author(&entry.by, &entry.basis),
        tag(
            "div",
            "row wrap",
            row([verdict(&entry.verdict), chips(&entry.flags, t!("Flags")), entry.trail.map_or_else(nothing, |id| follow(panel, id))]),
        ),
    ];
    row(lines)
}

/// Who put it there, and by whose word; nothing where that is not known.
fn author(by: &str, basis: &str) -> AnyView {
    if by.is_empty() {
        return nothing();
    }
    let basis = if basis.is_empty() { nothing() } else { tag("span", "muted", text(format!(" ({basis})"))) };
    own("p", "small", row([text(t!("How it got here:")), text(" "), tag("bdi", "", text(by)), basis]))
}

fn follow(panel: Panel, id: u32) -> AnyView {
    let told = panel.trails.with_untracked(|all| all.iter().find(|t| t.id == id).map(|t| t.told.len() as u32));
    let said = match told {
        Some(0) | None => t!("Follow this identifier").to_owned(),
        Some(n) => t!("This identifier was told to {recipients}", recipients = count(n, t!("recipient"), t!("recipients"))),
    };
    leads(text(said), move || trails::show_trail(panel, id))
}
