//! What is stored.

use super::parts::{excerpt, severity};
use crate::state::{Panel, Row};
use crate::words::{party, thousands};
use leaklight_core::report::view::StorageView;
use leptos::prelude::*;

const STEP: usize = 200;

/// The table.
pub fn sheet(panel: Panel) -> impl IntoView {
    let most = RwSignal::new(STEP);
    let none = move || {
        panel.storage.with(Vec::is_empty).then(|| {
            view! {
                <div class="item calm">
                    <b>"Nothing stored seen so far"</b>
                    <p>"Cookies, local storage and session storage of the watched frames stand here once they are seen."</p>
                </div>
            }
        })
    };
    let left = move || panel.storage.with(Vec::len).saturating_sub(most.get());
    let more = move || {
        (left() > 0).then(|| {
            view! {
                <button type="button" class="more" on:click=move |_| most.update(|n| *n += STEP)>
                    {format!("Show {} more of {}", left().min(STEP), thousands(left() as u32))}
                </button>
            }
        })
    };
    let drawn = move || panel.storage.with(|rows| rows.iter().take(most.get()).cloned().collect::<Vec<_>>());
    view! {
        <h2 class="unseen">"Storage"</h2>
        {none}
        <ul class="list side">
            <For each=drawn key=|row| row.id children=entry />
        </ul>
        {more}
    }
}

fn entry(row: Row<StorageView>) -> impl IntoView {
    move || {
        row.value.with(|entry| {
            let whose = match &entry.known_as {
                Some(known) => format!("{known} · {}", party(entry.party, false)),
                None => party(entry.party, false).to_owned(),
            };
            let kind = format!("{} · {}", entry.area, entry.lifetime);
            let flags = (!entry.flags.is_empty()).then(|| super::recipients::chips(&entry.flags, "Flags"));
            view! {
                <li class="item entry">
                    <div class="row">
                        <h3 class="grow mono">{excerpt(&entry.name)}</h3>
                        {entry.worst.map(severity)}
                    </div>
                    <p class="small muted" dir="auto">{kind}</p>
                    <p class="small">
                        <bdi class="mono">{entry.whose.clone()}</bdi>
                        " · "
                        <span dir="auto">{whose}</span>
                    </p>
                    <div class="val">
                        <span class="grow value">{excerpt(&entry.value)}</span>
                        <span class="packed muted">{entry.shape.clone()}</span>
                    </div>
                    {flags}
                </li>
            }
        })
    }
}
