//! This visit beside a recorded one, from a file the person chooses: it is read here in the page and goes nowhere.

use super::compare::{differences, mark};
use super::state::{Desk, Mode, told};
use leaklight_core::report::diff::{RowDiff, Rows, Visit, VisitDiff, visits};
use leaklight_core::report::view::{HitView, RecipientView, StorageView};
use leaklight_draw::bridge;
use leaklight_draw::draw::{begin, focus_soon, own, place, row, tag, text};
use leaklight_draw::words::thousands;
use leaklight_text::t;
use leptos::prelude::*;
use serde::Deserialize;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

/// The largest file read, in bytes.
const MOST: f64 = 64.0 * 1024.0 * 1024.0;

/// What of a view is compared.
#[derive(Default, Deserialize)]
struct Told {
    recipients: Vec<RecipientView>,
    storage: Vec<StorageView>,
}

#[derive(Default, Deserialize)]
struct Recorded {
    view: Told,
    hits: Vec<HitView>,
}

/// The button a file is chosen with.
pub fn choose(desk: Desk) -> AnyView {
    let changed: Box<dyn FnMut(leptos::ev::Event)> = Box::new(move |event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
        let file = input.files().and_then(|files| files.get(0));
        let Some(file) = file else { return };
        let (name, size) = (file.name(), file.size());
        if size > MOST {
            desk.notice.set(t!("That file is larger than 64 MB: it was not read.").into());
            input.set_value("");
            return;
        }
        let read = file.text();
        desk.notice.set(t!("Reading the recorded visit…").into());
        begin(async move {
            let text = JsFuture::from(read).await.ok().and_then(|text| text.as_string()).unwrap_or_default();
            // So that the same file can be chosen once more.
            input.set_value("");
            compared(desk, name, &text).await;
        });
    });
    view! {
        <label class="hits-file">
            <span>{t!("Compare with a recorded visit…")}</span>
            <input type="file" accept=".ndjson,.jsonl,.json,.log" on:change=changed />
        </label>
    }
    .into_any()
}

async fn compared(desk: Desk, name: String, text: &str) {
    let reply = bridge::ask("read-log", &[("text", text.into())]).await;
    let then: Option<Recorded> = if reply.ok { leaklight_json::read(reply.text.as_bytes()) } else { None };
    let Some(then) = then else {
        let why = if reply.error.is_empty() { t!("it could not be read") } else { &reply.error };
        desk.notice.set(t!("Not compared: {why}.", why = why.trim_end_matches('.')));
        return;
    };
    // All of this visit, whatever the list shows of it: cleared, paused or filtered.
    let tab = desk.tab.get_untracked().unwrap_or(-1);
    let all = bridge::ask("hits", &[("tab", tab.into()), ("from", 1.into()), ("since", 0.into())]).await;
    let view = bridge::ask("view", &[("tab", tab.into())]).await;
    let read = if all.ok && view.ok { told(&all.text).zip(leaklight_json::read::<Told>(view.text.as_bytes())) } else { None };
    let Some(((head, hits), now)) = read else {
        desk.notice.set(t!("Not compared: this tab is not watched, or gave no answer.").into());
        return;
    };
    let diff = visits(
        Visit { hits: &then.hits, recipients: &then.view.recipients, storage: &then.view.storage },
        Visit { hits: &hits, recipients: &now.recipients, storage: &now.storage },
    );
    desk.notice.set(match head.left_out {
        0 => String::new(),
        n => t!("{} older hits of this visit are no longer kept: they may be said to be gone.", thousands(n)),
    });
    desk.mode.set(Mode::Visit(name, Arc::new(diff)));
    focus_soon("compared".into());
}

/// The sheet.
pub fn sheet(_desk: Desk, name: &str, diff: &VisitDiff) -> AnyView {
    let file = leaklight_core::excerpt::Excerpt::plain(name, &[]).shown;
    row([
        place("h2", "", "compared", text(t!("This visit beside a recorded one"))),
        tag(
            "div",
            "item",
            row([
                own("p", "", text(t!("Recorded: {file}"))),
                tag(
                    "p",
                    "small muted",
                    text(t!(
                        "New, gone and changed are said of this visit. Masked values, moments and browsers’ numbers differ each time: of them \
                         only that they were sent is compared. Two visits differ, too, by what was clicked and what was chosen."
                    )),
                ),
            ]),
        ),
        section(t!("Hits"), &diff.hits),
        section(t!("Recipients"), &diff.recipients),
        section(t!("Storage"), &diff.storage),
    ])
}

fn section(name: &'static str, rows: &Rows) -> AnyView {
    let same = t!("{} as before", thousands(rows.same));
    let list = match rows.list.is_empty() {
        true => tag("p", "small", text(t!("Nothing new, gone or changed; {same}."))),
        false => tag("ul", "list", row(rows.list.iter().map(one))),
    };
    let more = match rows.more {
        0 => text(""),
        n => tag("p", "small muted", text(t!("{} more differences are not listed.", thousands(n)))),
    };
    let heading = tag(
        "h3",
        "",
        row([
            text(name),
            tag("span", "small muted number", text(if rows.list.is_empty() { String::new() } else { [" · ", &same].concat() })),
        ]),
    );
    tag("section", "hits-diff", row([heading, list, more]))
}

fn one(found: &RowDiff) -> AnyView {
    let said = row(found.said.iter().map(|said| own("p", "small muted", text(said.clone()))));
    let fields = if found.fields.is_empty() { text("") } else { differences(&found.fields, [t!("Recorded"), t!("Now")]) };
    let what = leaklight_core::excerpt::Excerpt::plain(&found.what, &[]).shown;
    tag("li", "item", row([tag("div", "row", row([mark(found.state), own("b", "grow", text(what))])), said, fields]))
}
