//! Two hits side by side, parameter by parameter.

use super::parameters::{head, name};
use super::state::{Desk, moment};
use leaklight_core::excerpt::Excerpt;
use leaklight_core::report::diff::{FieldDiff, State, fields};
use leaklight_core::report::view::HitView;
use leaklight_draw::draw::{own, place, row, table, tag, text};
use leaklight_draw::parts::excerpt;
use leaklight_text::t;
use leptos::prelude::*;

/// The sheet.
pub fn sheet(desk: Desk, then: &HitView, now: &HitView) -> AnyView {
    let all = fields(then, now);
    let number = |state: State| all.iter().filter(|f| f.state == state).count();
    let said = t!(
        "{same} the same, {changed} changed, {gone} only in the first, {new} only in the second. Masked values are compared by what was sent.",
        same = number(State::Same),
        changed = number(State::Changed),
        gone = number(State::Gone),
        new = number(State::New)
    );
    let clock = desk.clock.get_untracked();
    let named = |which: &'static str, hit: &HitView| {
        let what = if hit.event.is_empty() { t!("no event named") } else { &hit.event };
        tag(
            "p",
            "",
            row([tag("b", "", text(which)), own("bdi", "", text(format!("{}, {what}, {}", hit.recipient.name, moment(clock, hit.at))))]),
        )
    };
    row([
        place("h2", "", "compared", text(t!("Two hits compared"))),
        tag("div", "item", row([named(t!("First: "), then), named(t!("Second: "), now), tag("p", "small", text(said))])),
        differences(&all, [t!("First"), t!("Second")]),
    ])
}

/// A table of parameters on both sides.
pub fn differences(all: &[FieldDiff], sides: [&'static str; 2]) -> AnyView {
    let heads = row([t!("How it stands"), t!("Means"), t!("Sent as"), sides[0], sides[1]].map(head));
    // On a narrow page the heads are gone: each value says whose it is.
    let side = |which: &'static str, value: &Option<Excerpt>| {
        let value = match value {
            Some(value) => excerpt(value),
            None => tag("span", "muted", text(t!("not sent"))),
        };
        tag("td", "hit-value", row([tag("span", "hit-side small muted", text(which)), value]))
    };
    let rows = row(all.iter().map(|field| {
        let cells = [
            tag("td", "", mark(field.state)),
            own("td", "hit-means", text(field.label.clone())),
            tag("td", "hit-name", own("code", "", name(&field.name))),
            side(sides[0], &field.then),
            side(sides[1], &field.now),
        ];
        tag("tr", "", row(cells))
    }));
    tag("div", "hit-scroll", table("hit-params", tag("tr", "", heads), rows))
}

/// How something stands: a sign and a word before a colour.
pub fn mark(state: State) -> AnyView {
    let (class, sign) = match state {
        State::New => ("sev yes", "+ "),
        State::Gone => ("sev no", "− "),
        State::Changed => ("sev mixed", "≠ "),
        State::Same => ("sev", "= "),
    };
    tag("span", class, text([sign, state.word()].concat()))
}
