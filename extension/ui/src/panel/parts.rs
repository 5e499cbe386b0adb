//! Small pieces every sheet uses.

use super::draw::{Words, begin, button, nothing, part, row, tag, text, words};
use crate::bridge;
use crate::state::{Changes, Choice, Field, Notice, Panel};
use crate::words::{count, thousands};
use leaklight_core::observation::Millis;
use leaklight_text::t;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

pub use leaklight_draw::parts::*;

/// "4 s ago", kept true.
pub fn ago(panel: Panel, then: impl Fn() -> Millis + Send + Sync + 'static) -> Words {
    words(move || panel.clock.get().ago(then()))
}

/// Asks the worker to remember a choice, says what came of it and offers to take it back.
pub fn choose(panel: Panel, choice: Choice, done: impl Into<String>) {
    let done = done.into();
    begin(async move {
        let reply = told(&choice, &[]).await;
        panel.notice.set(match reply.ok {
            true => Notice { said: done, undo: Some(choice) },
            false => not_done(&reply).into(),
        });
        ask_own(panel).await;
    });
}

/// Asks the worker to forget a choice.
pub fn take_back(panel: Panel, choice: Choice) {
    begin(async move {
        let reply = told(&choice, &[("on", choice.forgets().into())]).await;
        let said = match choice.kind {
            "rule" | "page-kind" => t!("Taken back. Reload the page to see what it tells now."),
            _ => t!("Taken back."),
        };
        panel.notice.set(if reply.ok { said.to_owned() } else { not_done(&reply) }.into());
        ask_own(panel).await;
    });
}

/// Asks what the person told Leaklight of their own.
pub async fn ask_own(panel: Panel) {
    let asked = Changes::now();
    let reply = bridge::ask("state", &[("tab", panel.tab().unwrap_or(-1).into())]).await;
    panel.take_own(asked, &reply);
}

/// Tells the worker of a choice.
pub async fn told(choice: &Choice, more: &[(&str, JsValue)]) -> bridge::Reply {
    let value = |field: &Field| match field {
        Field::Text(text) => text.as_str().into(),
        Field::Number(n) => (*n).into(),
        Field::Yes => true.into(),
        Field::No => false.into(),
        Field::Persona(persona) => serde_json::to_string(persona).map_or(JsValue::NULL, |json| bridge::object(&json)),
    };
    let mut fields: Vec<(&str, JsValue)> = choice.fields.iter().map(|(name, field)| (*name, value(field))).collect();
    fields.extend_from_slice(more);
    bridge::ask(choice.kind, &fields).await
}

/// The line about the last action, and the count read aloud: politely, and only with the clock's tick, however fast a
/// page sends.
pub fn status(panel: Panel) -> AnyView {
    let counted = words(move || {
        panel.clock.track();
        let summary = panel.head.with_untracked(|head| head.summary.clone());
        let findings = untrack(|| panel.listed()) as u32;
        if summary.requests == 0 {
            return String::new();
        }
        t!(
            "{findings}, {critical} critical, {high} high. {companies} told.",
            findings = count(findings, t!("finding"), t!("findings")),
            critical = thousands(summary.critical),
            high = thousands(summary.high),
            companies = count(summary.companies, t!("company"), t!("companies")),
        )
    });
    let notice = part(move || {
        let Notice { said, undo } = panel.notice.get();
        if said.is_empty() {
            return nothing();
        }
        let undo = undo.map_or_else(nothing, |what| button("", text(t!("Undo")), move || take_back(panel, what.clone())));
        let close = button("plain", text(t!("Close")), move || panel.notice.set(Notice::default()));
        row([tag("span", "grow", text(said)), undo, close])
    });
    view! {
        <div class="notice row" role="status">{notice}</div>
        <p class="unseen" aria-live="polite">{counted}</p>
    }
    .into_any()
}
