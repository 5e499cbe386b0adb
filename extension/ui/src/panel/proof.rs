//! Evidence: where it stood, what it means, the value masked, how it was packed, and whether it is a value known here.

use super::draw::{begin, ltr, nothing, part, press, row, tag, text, truth, words};
use super::parts::{by_form, coded, confirmed, excerpt, not_done};
use crate::bridge;
use crate::persona::guessed;
use crate::state::Panel;
use leaklight_core::finding::{Evidence, Kind};
use leaklight_core::report::plain::stood;
use leaklight_text::{Message, message, t};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// How long an uncovered value stays in sight, in milliseconds: a projector is easily forgotten.
const IN_SIGHT: i32 = 15_000;
const GUESS: Message = message!("It matches none of the values Leaklight is looking for.");

/// One row of proof for the finding with that key.
pub fn proof(panel: Panel, key: &str, at: usize, evidence: &Evidence, known: AnyView) -> AnyView {
    let bare = RwSignal::new(String::new());
    // Before an audience a value is in sight for as long as its button is held, and no longer.
    let held = RwSignal::new(false);
    let seen = move || bare.with(|text| !text.is_empty()) && (!panel.presenter.get() || held.get());
    let (place, name) = evidence.at.split_once(':').unwrap_or(("", evidence.at.as_str()));
    let (place, name) = ([stood(place), " "].concat(), name.to_owned());
    let mut packed = vec![evidence.label.as_str()];
    // The line below says the whole way of a known value.
    if evidence.known.is_none() {
        packed.extend(evidence.packed.iter().map(String::as_str));
    }
    let packed = packed.join(" → ");
    let button = if evidence.value.masked { uncover(panel, key.to_owned(), at, &name, (bare, held), seen) } else { nothing() };
    let masked = evidence.value.clone();
    let value = part(move || match seen() {
        false => excerpt(&masked),
        true => view! { <bdi dir="auto" class="bare">{bare.get()}</bdi> }.into_any(),
    });
    view! {
        <li class="val">
            <div class="row">
                <span class="grow">
                    <span class="muted">{place}</span>
                    <b>
                        <bdi>{name}</bdi>
                    </b>
                </span>
                <span class="packed muted">{packed}</span>
            </div>
            <div class="row">
                <span class="grow value">{value}</span>
                {button}
            </div>
            {known}
        </li>
    }
    .into_any()
}

/// The known value behind a piece of proof and its way, in one line; or that only its form tells, where that could be taken for more.
pub fn known(kind: Kind, evidence: &Evidence) -> AnyView {
    match &evidence.known {
        Some(known) => ltr("p", "known", row([confirmed(), tag("span", "grow", coded(&known.line(&evidence.at)))])),
        None if guessed(kind, evidence) => ltr("p", "known", row([by_form(), tag("span", "grow muted", text(GUESS.say()))])),
        None => nothing(),
    }
}

/// Keeps the pointer with the button until it is let go: the value that comes in sight, or a finding that comes in, may move the
/// button from beneath it.
fn grasp(event: &PointerEvent) {
    if let Some(button) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) {
        let _ = button.set_pointer_capture(event.pointer_id());
    }
}

fn uncover(
    panel: Panel,
    key: String,
    at: usize,
    name: &str,
    (bare, held): (RwSignal<String>, RwSignal<bool>),
    open: impl Fn() -> bool + Copy + Send + Sync + 'static,
) -> AnyView {
    let presenting = move || panel.presenter.get_untracked();
    let show = Arc::new(move || {
        let Some(tab) = panel.tab() else { return };
        let key = key.clone();
        begin(async move {
            let reply = bridge::ask("uncover", &[("tab", tab.into()), ("key", key.into()), ("evidence", (at as u32).into())]).await;
            if !reply.ok {
                panel.notice.set(not_done(&reply).into());
                return;
            }
            if presenting() && !held.try_get_untracked().unwrap_or(false) {
                return;
            }
            // The row may be gone by the time the answer is here.
            let _ = bare.try_set(reply.text);
            bridge::sleep(IN_SIGHT).await;
            let _ = bare.try_set(String::new());
        });
    });
    let hold = show.clone();
    let down = Arc::new(move || {
        if presenting() && !held.get_untracked() {
            held.set(true);
            hold();
        }
    });
    let up = move || {
        if held.get_untracked() {
            held.set(false);
            bare.set(String::new());
        }
    };
    let keyed = down.clone();
    let key_down: Box<dyn FnMut(KeyboardEvent)> = Box::new(move |event| {
        if presenting() && matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            keyed();
        }
    });
    let key_up: Box<dyn FnMut(KeyboardEvent)> = Box::new(move |event| {
        if held.get_untracked() {
            event.prevent_default();
            up();
        }
    });
    let toggle = press(move || match open() {
        _ if presenting() => {}
        true => bare.set(String::new()),
        false => show(),
    });
    let label = words(move || if open() { t!("Cover") } else { t!("Uncover") }.to_owned());
    view! {
        <button
            type="button"
            class="plain uncover"
            aria-pressed=truth(open)
            aria-label=t!("Uncover {name}")
            data-hold=t!("Hold: ")
            on:click=toggle
            on:pointerdown=move |event| {
                // Elsewhere a press is taken back by letting go beside the button.
                if presenting() {
                    grasp(&event);
                }
                down();
            }
            on:pointerup=move |_| up()
            on:pointerleave=move |_| up()
            on:pointercancel=move |_| up()
            on:blur=move |_| up()
            on:keydown=key_down
            on:keyup=key_up
        >
            {label}
        </button>
    }
    .into_any()
}
