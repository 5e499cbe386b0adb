//! Identifiers this browser can be recognised by: where each was born, where it is kept, who was told.

use super::draw::{Item, calm, focus_soon, list, nothing, number_of, own, part_if, place, row, tag, text, told_apart};
use super::findings::more;
use super::known::recipient;
use super::parts::{excerpt, sentences};
use crate::state::{Panel, Shelf};
use crate::words::count;
use leaklight_core::report::view::TrailView;
use leaklight_text::{Message, message, t};
use leptos::prelude::*;
use std::sync::Arc;

const STEP: usize = 100;
const NONE: Message =
    message!("Numbers this browser can be recognised by appear here once one is stored or sent: where each is kept, and who was told.");

/// The list.
pub fn list_of(panel: Panel) -> AnyView {
    let most = RwSignal::new(STEP);
    let none = part_if(move || panel.trails.with(Vec::is_empty).then(|| calm(t!("No identifier seen so far"), text(NONE.say()))));
    // Keyed by what they say, so that the others stay as they are.
    let drawn = move || {
        panel.trails.with(|all| {
            let item = |t: &TrailView| {
                let told: Vec<_> = t.told.iter().map(|l| (&l.recipient, &l.name, &l.how, l.count)).collect();
                let id = number_of((t.id, &t.value.shown, &t.born, &t.kept, told, &t.notes));
                let t = t.clone();
                Item { id, draw: Arc::new(move || trail(panel, &t)) }
            };
            told_apart(all.iter().take(most.get()).map(item))
        })
    };
    row([none, list("list side", t!("Identifiers"), drawn), more(most, STEP, move || panel.trails.with(Vec::len))])
}

fn element(id: u32) -> String {
    format!("trail-{id}")
}

/// Turns to that identifier.
pub fn show_trail(panel: Panel, id: u32) {
    panel.shelf.set(Shelf::Trails);
    focus_soon(element(id));
}

fn trail(panel: Panel, trail: &TrailView) -> AnyView {
    let told = match trail.told.len() as u32 {
        0 => tag("p", "small muted", text(t!("Not seen leaving."))),
        n => {
            let heading = tag("h4", "", text(t!("Told to {recipients}", recipients = count(n, t!("recipient"), t!("recipients")))));
            row([heading, tag("ul", "left small", row(trail.told.iter().map(|left| recipient(panel, left))))])
        }
    };
    let notes = match trail.notes.as_slice() {
        [] => nothing(),
        notes => tag("ul", "plain note small", row(notes.iter().map(|said| own("li", "", text(said))))),
    };
    let lines = [
        tag("h3", "mono", excerpt(&trail.value)),
        if trail.born.is_empty() { nothing() } else { own("p", "small", text(t!("First seen {born}", born = trail.born))) },
        notes,
        told,
        sentences(tag("h4", "", text(t!("Kept in"))), &trail.kept),
    ];
    place("li", "item", element(trail.id), row(lines))
}
