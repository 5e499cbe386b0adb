//! Small pieces every sheet uses.

use crate::bridge;
use crate::state::{Notice, Panel};
use crate::words::{count, thousands};
use leaklight_core::excerpt::Excerpt;
use leaklight_core::finding::Severity;
use leaklight_core::observation::Millis;
use leaklight_core::report::segments::segments;
use leptos::either::Either;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// Worst first.
pub const SEVERITIES: [Severity; 5] = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info];

/// The severity's word as a person reads it.
pub const fn said(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "Critical",
        Severity::High => "High",
        Severity::Medium => "Medium",
        Severity::Low => "Low",
        Severity::Info => "Info",
    }
}

/// The severity's shape, in a 12 by 12 field: told apart without colour.
const fn shape(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "M6 .5 11.8 11.5H.2z",
        Severity::High => "M6 .8 11.5 6.6H8.6v4.6H3.4V6.6H.5z",
        Severity::Medium => "M6 0l6 6-6 6-6-6z",
        Severity::Low => "M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1z",
        Severity::Info => "M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1zm0 2a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
    }
}

/// A word and a shape, then a colour.
pub fn severity(severity: Severity) -> impl IntoView {
    view! {
        <span class=format!("sev {}", severity.word())>
            <svg viewBox="0 0 12 12" aria-hidden="true">
                <path d=shape(severity) fill="currentColor" fill-rule="evenodd" />
            </svg>
            {said(severity)}
        </span>
    }
}

/// Page text: masked and capped by core, its telling parts marked. Text nodes only.
pub fn excerpt(excerpt: &Excerpt) -> impl IntoView + use<> {
    let pieces = segments(&excerpt.shown, &excerpt.marks).into_iter();
    let pieces =
        pieces.map(|s| if s.marked { Either::Left(view! { <mark>{s.text.to_owned()}</mark> }) } else { Either::Right(s.text.to_owned()) });
    view! { <bdi dir="auto">{pieces.collect_view()}</bdi> }
}

/// "4 s ago", kept true.
pub fn ago(panel: Panel, then: impl Fn() -> Millis + Send + Sync + 'static) -> impl IntoView {
    let words = Memo::new(move |_| panel.clock.get().ago(then()));
    view! { <span class="when">{move || words.get()}</span> }
}

/// A line for a list of facts.
pub fn fact(name: &'static str, what: impl IntoView + 'static) -> impl IntoView {
    view! {
        <div class="fact">
            <dt>{name}</dt>
            <dd>{what}</dd>
        </div>
    }
}

/// Asks the worker to remember a choice, says what came of it and offers to take it back.
pub fn choose(panel: Panel, kind: &'static str, field: &'static str, what: String, done: &'static str) {
    spawn_local(async move {
        let reply = bridge::ask(kind, &[(field, what.as_str().into())]).await;
        panel.notice.set(match reply.ok {
            true => Notice { said: done.into(), undo: Some((kind, field, what)) },
            false => not_done(&reply).into(),
        });
    });
}

fn take_back(panel: Panel, (kind, field, what): (&'static str, &'static str, String)) {
    spawn_local(async move {
        let reply = bridge::ask(kind, &[(field, what.into()), ("on", false.into())]).await;
        panel.notice.set(if reply.ok { "Taken back.".to_owned() } else { not_done(&reply) }.into());
    });
}

/// What to say of a reply that is a no.
pub fn not_done(reply: &bridge::Reply) -> String {
    if reply.error.is_empty() { "That did not work.".into() } else { format!("That did not work: {}.", reply.error.trim_end_matches('.')) }
}

/// The line about the last action, and the count read aloud: politely, and only with the clock's tick, however fast a
/// page sends.
pub fn status(panel: Panel) -> impl IntoView {
    let counted = Memo::new(move |before: Option<&String>| {
        panel.clock.track();
        let summary = panel.head.with_untracked(|head| head.summary.clone());
        if summary.worst.is_none() && before.is_none_or(String::is_empty) {
            return String::new();
        }
        let findings = panel.findings.with_untracked(Vec::len) as u32;
        format!(
            "{}, {} critical, {} high. {} told.",
            count(findings, "finding", "findings"),
            thousands(summary.critical),
            thousands(summary.high),
            count(summary.companies, "company", "companies"),
        )
    });
    view! {
        <div class="notice row" role="status">
            {move || {
                let Notice { said, undo } = panel.notice.get();
                let undo = undo.map(|what| view! { <button type="button" on:click=move |_| take_back(panel, what.clone())>"Undo"</button> });
                (!said.is_empty()).then(|| {
                    view! {
                        <span class="grow">{said}</span>
                        {undo}
                        <button type="button" class="plain" on:click=move |_| panel.notice.set(Notice::default())>"Close"</button>
                    }
                })
            }}
        </div>
        <p class="unseen" aria-live="polite">{move || counted.get()}</p>
    }
}
