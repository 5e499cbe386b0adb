//! What a Matomo would store of this visit.

use super::draw::{Item, keyed, list, named, nothing, number_of, ours, own, part, part_if, row, tag, text, words};
use super::findings::more;
use super::parts::{dotted, excerpt, sentences, standing};
use crate::state::{Panel, Row};
use crate::words::{count, thousands};
use leaklight_core::report::view::{MatomoAction, MatomoSetting, MatomoView};
use leaklight_text::t;
use leptos::prelude::*;
use std::sync::Arc;

const STEP: usize = 20;

/// One block a Matomo.
pub fn sheet(panel: Panel) -> AnyView {
    let rows = move || {
        let item = |row: Row<MatomoView>| Item { id: row.id, draw: Arc::new(move || one(panel, row.value.clone())) };
        panel.matomo.get().into_iter().map(item).collect()
    };
    row([tag("h2", "title", text(t!("What Matomo would store of this visit"))), list("list", t!("Matomo"), rows)])
}

fn one(panel: Panel, value: ArcRwSignal<MatomoView>) -> AnyView {
    let most = RwSignal::new(STEP);
    let of = |what: fn(&MatomoView) -> AnyView| {
        let value = value.clone();
        part(move || value.with(what))
    };
    let v = value.clone();
    // Keyed by what they say, so that what was drawn stays while the visit goes on.
    let actions = keyed(move || {
        v.with(|m| {
            let item = |(at, action): (usize, &MatomoAction)| {
                let said = action.rows.iter().map(|row| (&row.name, &row.value.shown, &row.note)).collect::<Vec<_>>();
                let id = number_of((at, action.at, &action.what, said));
                let action = action.clone();
                Item { id, draw: Arc::new(move || stored(panel, at, &action)) }
            };
            m.actions.iter().enumerate().take(most.get()).map(item).collect()
        })
    });
    let v = value.clone();
    let left_out = part_if(move || {
        v.with(|m| m.more > 0).then(|| {
            let said = v.with(|m| {
                count(m.more, t!("action came after these and is not kept here."), t!("actions came after these and are not kept here."))
            });
            tag("p", "small muted", text(said))
        })
    });
    let v = value.clone();
    let of_settings = words(move || if v.with(|m| m.settings.is_empty()) { "gone" } else { "" }.to_owned());
    let v = value.clone();
    let settings = view! {
        <details class=of_settings>
            <summary>{of(settings_in_short)}</summary>
            {of(settings)}
        </details>
    };
    let parts = [
        of(head),
        settings.into_any(),
        tag("h4", "", text(t!("What it would store, in the order it came"))),
        tag("ol", "proofs", actions),
        more(most, STEP, move || v.with(|m| m.actions.len())),
        left_out,
        of(|m| sentences(tag("h4", "", text(t!("Not visible from a browser"))), &m.not_visible)),
    ];
    tag("li", "item matomo", row(parts))
}

fn head(m: &MatomoView) -> AnyView {
    let sites = match m.sites.as_slice() {
        [] => String::new(),
        [one] => t!("site number {one}"),
        all => t!("site numbers {all}", all = all.join(t!(", "))),
    };
    let place = tag("p", "small muted", ours("", dotted(&[&m.place, &sites])));
    row([tag("h3", "", tag("bdi", "who", text(&m.host))), place])
}

fn settings_in_short(m: &MatomoView) -> AnyView {
    let number = |state: &str| m.settings.iter().filter(|s| s.state == state).count();
    text(t!("Settings: {on} on, {off} off, {unseen} not visible", on = number("on"), off = number("off"), unseen = number("not-visible")))
}

fn settings(m: &MatomoView) -> AnyView {
    let cells = |name, first, second| tag("tr", "", row([tag("th", "", first), tag(name, "", second)]));
    let line = |s: &MatomoSetting| {
        let what = row([tag("code", "", text(&s.name)), own("span", "", text(&s.what))]);
        cells("td", what, row([standing(&s.state), own("span", "", text(&s.because))]))
    };
    let head = tag("thead", "", cells("th", text(t!("Setting")), text(t!("Seen from outside"))));
    tag("table", "small", row([head, tag("tbody", "", row(m.settings.iter().map(line)))]))
}

fn stored(panel: Panel, at: usize, action: &MatomoAction) -> AnyView {
    let when = action.at;
    let when = words(move || panel.clock.get().at(when));
    let rows = action.rows.iter().map(|stored| {
        let name = row([own("span", "", text(&stored.label)), text(" "), tag("code", "", tag("bdi", "", text(&stored.name)))]);
        let note = if stored.note.is_empty() { nothing() } else { own("p", "note", text(&stored.note)) };
        named(name, row([tag("p", "mono", excerpt(&stored.value)), note]))
    });
    let what = own("b", "grow", text(format!("{}. {}", thousands(at as u32 + 1), action.what)));
    let heading = tag("p", "row", row([what, tag("span", "small muted times", when.into_any())]));
    tag("li", "action", row([heading, tag("dl", "", row(rows))]))
}
