//! Saving: what can be written to a file, and how it is written.
//!
//! The worker hands out a report's content, already sealed; how it looks is made by a module that is loaded then (`write`).

use super::draw::{begin, button, row, text};
use super::parts::not_done;
use crate::bridge;
use crate::state::Panel;
use crate::words::file_name;
use leaklight_text::{Message, message, t};
use leptos::prelude::*;

/// What can be saved.
struct File {
    /// The word for the worker.
    what: &'static str,
    /// For people.
    name: Message,
    ending: &'static str,
    kind: &'static str,
    /// What becomes of the worker's answer.
    made: Made,
}

/// What becomes of the worker's answer.
#[derive(Clone, Copy)]
enum Made {
    /// Nothing.
    AsItIs,
    /// Laid out for reading.
    Indented,
    /// Written for people, by that word.
    For(&'static str),
}

const FILES: [File; 6] = [
    File { what: "report", name: message!("Report (HTML)"), ending: "html", kind: "text/html", made: Made::For("page") },
    File { what: "report", name: message!("Report (JSON)"), ending: "json", kind: "application/json", made: Made::Indented },
    File { what: "report", name: message!("Findings (CSV)"), ending: "csv", kind: TABLE, made: Made::For("findings") },
    File { what: "hits-csv", name: message!("Hits (CSV)"), ending: "hits.csv", kind: TABLE, made: Made::AsItIs },
    File { what: "har", name: message!("Hits (HAR)"), ending: "har", kind: "application/json", made: Made::AsItIs },
    File { what: "log", name: message!("Recorded log, not masked"), ending: "ndjson", kind: "application/x-ndjson", made: Made::AsItIs },
];

const TABLE: &str = "text/csv";

const MENU: &str = "save";

/// The menu.
pub fn save(panel: Panel) -> AnyView {
    let files = FILES.iter().map(|file| {
        let entry = button("plain", text(file.name.say()), move || export(panel, file));
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
            <summary>{t!("Save")}</summary>
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
        if let (true, Made::For(what)) = (reply.ok, file.made) {
            reply = bridge::ask("write", &[("what", what.into()), ("report", reply.text.as_str().into())]).await;
        }
        let text = match file.made {
            _ if !reply.ok => None,
            Made::Indented => bridge::indented(&reply.text),
            _ => Some(std::mem::take(&mut reply.text)),
        };
        let saved = text.is_some_and(|text| bridge::save(&name, file.kind, &text).is_ok());
        panel.notice.set(if saved { t!("Saved as {name}.") } else { not_done(&reply) }.into());
    });
}
