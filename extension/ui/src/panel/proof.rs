//! Evidence: where it stood, what it means, the value masked, and how it was packed.

use super::parts::excerpt;
use crate::bridge;
use crate::state::Panel;
use leaklight_core::finding::Evidence;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// How long an uncovered value stays in sight, in milliseconds: a projector is easily forgotten.
const IN_SIGHT: i32 = 15_000;

/// One row of proof for the finding with that key.
pub fn proof(panel: Panel, key: &str, at: usize, evidence: &Evidence) -> impl IntoView + use<> {
    let bare = RwSignal::new(None::<String>);
    let (place, name) = evidence.at.split_once(':').unwrap_or(("", evidence.at.as_str()));
    let (place, name) = (place.to_owned(), name.to_owned());
    let packed = match evidence.packed.is_empty() {
        true => evidence.label.clone(),
        false => format!("{} → {}", evidence.label, evidence.packed.join(" → ")),
    };
    let shown = evidence.value.clone();
    let button = evidence.value.masked.then(|| uncover(panel, key.to_owned(), at, name.clone(), bare));
    view! {
        <li class="val">
            <div class="row">
                <span class="grow">
                    <span class="muted">{place} " "</span>
                    <b><bdi>{name}</bdi></b>
                </span>
                <span class="packed muted">{packed}</span>
            </div>
            <div class="row">
                <span class="grow value">
                    {move || match bare.get() {
                        Some(text) => view! { <bdi dir="auto" class="bare">{text}</bdi> }.into_any(),
                        None => excerpt(&shown).into_any(),
                    }}
                </span>
                {button}
            </div>
        </li>
    }
}

fn uncover(panel: Panel, key: String, at: usize, name: String, bare: RwSignal<Option<String>>) -> impl IntoView {
    let open = move || bare.with(Option::is_some);
    let press = move |_| {
        if open() {
            bare.set(None);
            return;
        }
        let Some(tab) = panel.tab.get_untracked() else { return };
        let fields = [("tab", tab.into()), ("key", key.clone().into()), ("evidence", (at as u32).into())];
        spawn_local(async move {
            let reply = bridge::ask("uncover", &fields).await;
            if !reply.ok {
                panel.notice.set("This value is no longer kept.".to_owned().into());
                return;
            }
            // The row may be gone by the time the answer is here.
            let _ = bare.try_set(Some(reply.text));
            bridge::sleep(IN_SIGHT).await;
            let _ = bare.try_set(None);
        });
    };
    view! {
        <button
            type="button"
            class="plain"
            aria-pressed=move || if open() { "true" } else { "false" }
            aria-label=format!("Uncover {name}")
            on:click=press
        >
            {move || if open() { "Cover" } else { "Uncover" }}
        </button>
    }
}
