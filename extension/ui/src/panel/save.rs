//! Saving: what can be written to a file, and how it is written.
//!
//! The worker hands out a report's content, already sealed; its looks are made here, where they are asked for.

use super::draw::{begin, button, row, text};
use super::parts::not_done;
use crate::bridge;
use crate::state::Panel;
use crate::words::file_name;
use leaklight_core::report::csv;
use leaklight_core::report::file::Report;
use leaklight_core::report::html::html;
use leptos::prelude::*;

/// What can be saved.
struct File {
    /// The word for the worker.
    what: &'static str,
    /// For people.
    name: &'static str,
    ending: &'static str,
    kind: &'static str,
    /// What is written of the worker's answer; none where that cannot be read.
    written: fn(String) -> Option<String>,
}

const FILES: [File; 6] = [
    File { what: "report", name: "Report (HTML)", ending: "html", kind: "text/html", written: |text| report(&text).map(|r| html(&r)) },
    File { what: "report", name: "Report (JSON)", ending: "json", kind: "application/json", written: |text| bridge::indented(&text) },
    File { what: "report", name: "Findings (CSV)", ending: "csv", kind: TABLE, written: |text| report(&text).map(|r| csv::findings(&r)) },
    File { what: "hits-csv", name: "Hits (CSV)", ending: "hits.csv", kind: TABLE, written: Some },
    File { what: "har", name: "Hits (HAR)", ending: "har", kind: "application/json", written: Some },
    File { what: "log", name: "Recorded log, not masked", ending: "ndjson", kind: "application/x-ndjson", written: Some },
];

const TABLE: &str = "text/csv";

fn report(text: &str) -> Option<Report> {
    leaklight_json::read(text.as_bytes())
}

const MENU: &str = "save";

/// The menu.
pub fn save(panel: Panel) -> AnyView {
    let files = FILES.iter().map(|file| {
        let entry = button("plain", text(file.name), move || export(panel, file));
        view! { <li>{entry}</li> }.into_any()
    });
    view! {
        <details
            class="menu"
            id=MENU
            on:keydown=|event| {
                if event.key() == "Escape" {
                    bridge::fold(MENU);
                }
            }
        >
            <summary>"Save"</summary>
            <ul>{row(files)}</ul>
        </details>
    }
    .into_any()
}

fn export(panel: Panel, file: &'static File) {
    bridge::fold(MENU);
    let Some(tab) = panel.tab() else { return };
    begin(async move {
        let mut reply = bridge::ask("export", &[("what", file.what.into()), ("tab", tab.into())]).await;
        let name = panel.head.with_untracked(|head| file_name(&head.site, bridge::clock(), file.ending));
        let text = if reply.ok { (file.written)(std::mem::take(&mut reply.text)) } else { None };
        let saved = text.is_some_and(|text| bridge::save(&name, file.kind, &text).is_ok());
        panel.notice.set(if saved { format!("Saved as {name}.") } else { not_done(&reply) }.into());
    });
}
