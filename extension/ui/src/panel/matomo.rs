//! What a Matomo would store of this visit.

use super::draw::{Item, keyed, list, named, nothing, number_of, part, part_if, row, text, words};
use super::findings::more;
use super::parts::{dotted, excerpt, sentences, standing};
use crate::state::{Panel, Row};
use crate::words::{count, thousands};
use leaklight_core::report::view::{MatomoAction, MatomoSetting, MatomoView};
use leptos::prelude::*;
use std::sync::Arc;

const STEP: usize = 20;

/// One block a Matomo.
pub fn sheet(panel: Panel) -> AnyView {
    let rows = move || {
        let item = |row: Row<MatomoView>| Item { id: row.id, draw: Arc::new(move || one(panel, row.value.clone())) };
        panel.matomo.get().into_iter().map(item).collect()
    };
    view! {
        <h2 class="title">"What Matomo would store of this visit"</h2>
        {list("list", "Matomo", rows)}
    }
    .into_any()
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
                count(m.more, "action came after these and is not kept here.", "actions came after these and are not kept here.")
            });
            view! { <p class="small muted">{said}</p> }.into_any()
        })
    });
    let v = value.clone();
    let of_settings = words(move || if v.with(|m| m.settings.is_empty()) { "gone" } else { "" }.to_owned());
    let v = value.clone();
    view! {
        <li class="item matomo">
            {of(head)}
            <details class=of_settings>
                <summary>{of(settings_in_short)}</summary>
                {of(settings)}
            </details>
            <h4>"What it would store, in the order it came"</h4>
            <ol class="proofs">{actions}</ol>
            {more(most, STEP, move || v.with(|m| m.actions.len()))}
            {left_out}
            {of(|m| sentences(view! { <h4>"Not visible from a browser"</h4> }.into_any(), &m.not_visible))}
        </li>
    }
    .into_any()
}

fn head(m: &MatomoView) -> AnyView {
    let sites = match m.sites.as_slice() {
        [] => String::new(),
        [one] => format!("site number {one}"),
        all => format!("site numbers {}", all.join(", ")),
    };
    view! {
        <h3>
            <bdi class="who">{m.host.clone()}</bdi>
        </h3>
        <p class="small muted" dir="ltr">{dotted(&[&m.place, &sites])}</p>
    }
    .into_any()
}

fn settings_in_short(m: &MatomoView) -> AnyView {
    let number = |state: &str| m.settings.iter().filter(|s| s.state == state).count();
    text(format!("Settings: {} on, {} off, {} not visible", number("on"), number("off"), number("not-visible")))
}

fn settings(m: &MatomoView) -> AnyView {
    let line = |s: &MatomoSetting| {
        view! {
            <tr>
                <th scope="row">
                    <code>{s.name.clone()}</code>
                    <span dir="auto">{s.what.clone()}</span>
                </th>
                <td>{standing(&s.state)} <span dir="auto">{s.because.clone()}</span></td>
            </tr>
        }
        .into_any()
    };
    view! {
        <table class="small">
            <thead>
                <tr>
                    <th scope="col">"Setting"</th>
                    <th scope="col">"Seen from outside"</th>
                </tr>
            </thead>
            <tbody>{row(m.settings.iter().map(line))}</tbody>
        </table>
    }
    .into_any()
}

fn stored(panel: Panel, at: usize, action: &MatomoAction) -> AnyView {
    let when = action.at;
    let when = words(move || panel.clock.get().at(when));
    let rows = action.rows.iter().map(|row| {
        let name = view! {
            <span dir="auto">{row.label.clone()}</span>
            " "
            <code>
                <bdi>{row.name.clone()}</bdi>
            </code>
        };
        let note = match row.note.is_empty() {
            true => nothing(),
            false => view! { <p class="note" dir="auto">{row.note.clone()}</p> }.into_any(),
        };
        let value = view! {
            <p class="mono">{excerpt(&row.value)}</p>
            {note}
        };
        named(name.into_any(), value.into_any())
    });
    view! {
        <li class="action">
            <p class="row">
                <b class="grow" dir="auto">{format!("{}. {}", thousands(at as u32 + 1), action.what)}</b>
                <span class="small muted times">{when}</span>
            </p>
            <dl>{row(rows)}</dl>
        </li>
    }
    .into_any()
}
