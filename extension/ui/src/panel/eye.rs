//! The vendor's eye: what a recipient could now know of the visitor, in the order it arrived.

use super::draw::{button, nothing, own, part_if, row, tag, text};
use super::head::show;
use super::parts::excerpt;
use crate::sift::Sift;
use crate::state::{Panel, Sheet};
use crate::words::{count, thousands};
use leaklight_core::report::view::{LearntView, RecipientView};
use leaklight_text::{Message, message, t};
use leptos::prelude::*;

const LIMIT: Message =
    message!("As far as its requests could be read. What it knew before, and what it does with this, is not visible from a browser.");

/// The list; nothing where nothing was understood.
pub fn eye(panel: Panel, r: &RecipientView) -> AnyView {
    if r.learnt.is_empty() {
        return nothing();
    }
    let lines = row(r.learnt.iter().map(|row| line(panel, row)));
    let more = match r.learnt_more {
        0 => nothing(),
        n => own(
            "p",
            "small muted",
            text(count(n, t!("more was told and is no longer kept."), t!("more were told and are no longer kept."))),
        ),
    };
    let lists = row([tag("ol", "proofs eye", lines), more, own("p", "small muted", text(LIMIT.say())), matomo(panel, r.hosts.clone())]);
    row([tag("h4", "", text(t!("What it could know now"))), lists])
}

fn line(panel: Panel, learnt: &LearntView) -> AnyView {
    // Only where the reader lives matters, and that does not change.
    let when = panel.clock.with_untracked(|clock| clock.second(learnt.at));
    let times = if learnt.count > 1 { [" ×", &thousands(learnt.count)].concat() } else { String::new() };
    let said = row([own("b", "grow", text(&learnt.said)), tag("span", "small muted times", text(when + &times))]);
    let value = if learnt.value.shown.is_empty() { nothing() } else { tag("p", "mono", excerpt(&learnt.value)) };
    let note = if learnt.note.is_empty() { nothing() } else { own("p", "note", text(&learnt.note)) };
    tag("li", "", row([tag("p", "row", said), value, note]))
}

/// Where it is a Matomo, its sheet says what its server would store.
fn matomo(panel: Panel, hosts: Vec<String>) -> AnyView {
    part_if(move || {
        let is_one = panel.matomo.with(|rows| rows.iter().any(|row| row.value.with_untracked(|m| hosts.contains(&m.host))));
        is_one.then(|| button("", text(t!("What this Matomo would store")), move || show(panel, Sheet::Matomo, Sift::default())))
    })
}
