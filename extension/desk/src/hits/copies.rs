//! Copying a hit: as cURL, JSON or a row of a table; masked until a person presses for more.

use super::state::{Desk, Row};
use leaklight_core::report::hits::copy::{TABLE_HEAD, curl, table_row};
use leaklight_core::report::view::{HitView, SentView};
use leaklight_draw::bridge;
use leaklight_draw::draw::{begin, button, part, press_row, row, switch, tag, text, truth};
use leaklight_draw::parts::not_done;
use leaklight_text::{Message, message, t};
use leptos::prelude::*;
use std::sync::Arc;

const GONE: Message = message!("The request is no longer in the recording: its values are gone.");

#[derive(Clone, Copy)]
enum Form {
    Curl,
    Json,
    Table,
}

/// The buttons.
pub fn copies(desk: Desk, of: &Row) -> AnyView {
    let one = |form: Form, name: &'static str| {
        let of = of.clone();
        button("", text(name), move || copy(desk, &of, form))
    };
    let sent = of.sent.clone();
    let on = truth(move || sent.get().is_some());
    let toggled = of.clone();
    let whole = switch("", on, text(t!("Copy with the values as sent")), move || whole(desk, &toggled));
    let sent = of.sent.clone();
    let said = part(move || match sent.get().is_some() {
        true if desk.presenter.get() => {
            tag("p", "small warned", text(t!("Shown masked in presenter mode; copied as sent. What you paste may name a person.")))
        }
        true => tag(
            "p",
            "small warned",
            text(t!("Values are shown and copied as sent. What you paste may name a person. Press again to mask them.")),
        ),
        false => tag("p", "small muted", text(t!("Copies are masked, as the list is."))),
    });
    let buttons =
        row([one(Form::Curl, t!("Copy as cURL")), one(Form::Json, t!("Copy as JSON")), one(Form::Table, t!("Copy as table row")), whole]);
    row([press_row(t!("Copy this hit"), buttons), said])
}

/// Fetches the request as it left, or forgets it again.
fn whole(desk: Desk, of: &Row) {
    if of.sent.get_untracked().is_some() {
        of.sent.set(None);
        return;
    }
    let Some(tab) = desk.tab.get_untracked() else { return };
    let (sent, request, at) = (of.sent.clone(), of.request, of.value.with_untracked(|known| known.hit.at));
    begin(async move {
        let reply = bridge::ask("hit-sent", &[("tab", tab.into()), ("request", request.into()), ("at", (at as f64).into())]).await;
        let read: Option<SentView> = if reply.ok { leaklight_json::read(reply.text.as_bytes()) } else { None };
        match read {
            Some(view) => sent.set(Some(Arc::new(view))),
            None if reply.ok => desk.notice.set(GONE.say().into()),
            None => desk.notice.set(not_done(&reply)),
        }
    });
}

fn copy(desk: Desk, of: &Row, form: Form) {
    let Some(tab) = desk.tab.get_untracked() else { return };
    let (known, sent) = (of.value.get_untracked(), of.sent.get_untracked());
    begin(async move {
        let hit = &known.hit;
        let text = match &sent {
            Some(sent) => written(hit, Some(sent), form),
            // What leaves the extension is looked through for every known value once more, as what is saved is.
            None => {
                let which =
                    [("tab", tab.into()), ("request", hit.request.into()), ("at", (hit.at as f64).into()), ("part", hit.part.into())];
                let reply = bridge::ask("hit-copy", &which).await;
                match leaklight_json::read::<HitView>(reply.text.as_bytes()).filter(|_| reply.ok) {
                    Some(masked) => written(&masked, None, form),
                    None => return desk.notice.set(GONE.say().into()),
                }
            }
        };
        let done = if sent.is_some() { t!("Copied, with its values as sent.") } else { t!("Copied, masked.") };
        let reply = bridge::ask("copy", &[("text", text.as_str().into())]).await;
        let said = if reply.ok { done.to_owned() } else { leaklight_draw::parts::not_done(&reply) };
        desk.notice.set(said);
    });
}

fn written(hit: &HitView, sent: Option<&SentView>, form: Form) -> String {
    match form {
        Form::Curl => curl(hit, sent),
        Form::Table => [TABLE_HEAD, "\n", &table_row(hit, sent), "\n"].concat(),
        Form::Json => {
            let mut json = serde_json::to_string(hit).unwrap_or_default();
            if let Some(sent) = sent {
                json = ["{\"hit\":", &json, ",\"sent\":", &serde_json::to_string(sent).unwrap_or_default(), "}"].concat();
            }
            bridge::indented(&json).unwrap_or(json)
        }
    }
}
