//! Pictures of the visit: drawn by core from what the sheets show, put up as images, saved as files.

use super::draw::{begin, button, image, nothing, opened, opener, part, row, tag, text};
use super::parts::{not_done, sentences};
use crate::bridge;
use crate::state::{Panel, Row};
use crate::words::file_name;
use leaklight_core::report::picture::{Picture, Room, Which};
use leaklight_core::report::view::{LineageView, View};
use leaklight_text::t;
use leptos::prelude::*;
use serde::Deserialize;

/// A picture that opens; the first of the panel is open.
pub fn picture(panel: Panel, which: Which) -> AnyView {
    let open = ArcRwSignal::new(which == Which::Flow);
    let body = ["picture-", which.word()].concat();
    let label = text(t!("Picture: {title}", title = which.title()));
    let inside = move || {
        let drawn = part(move || {
            let scene = scene(panel, which);
            let narrow = which.draw(&scene, Room::Narrow);
            shown(&narrow, &which.draw(&scene, Room::Wide))
        });
        let save = button("", text(t!("Save as SVG")), move || save(panel, which));
        row([drawn, tag("div", "acts", save)])
    };
    let button = opener("disclose", &body, open.clone(), label);
    tag("div", "item picture", row([button, opened("", &body, open, inside)]))
}

fn shown(narrow: &Picture, wide: &Picture) -> AnyView {
    let said = narrow.said.first().map_or("", String::as_str);
    let alt = t!("{title}. {said} The same stands below in words.", title = narrow.title);
    let words = row([tag("summary", "", text(t!("In words"))), sentences(nothing(), &narrow.said)]);
    row([image(narrow.title, narrow.svg(), wide.svg(), alt), tag("details", "words", words)])
}

/// What a picture is drawn from.
fn scene(panel: Panel, which: Which) -> View {
    let mut view = View::default();
    panel.head.with(|head| (view.site, view.since) = (head.site.clone(), head.since));
    match which {
        Which::Flow => {
            view.recipients = values(panel.recipients);
            view.known = values(panel.known);
            view.lineage.nodes = values(panel.lineage);
        }
        Which::Lineage => {
            let limits = panel.head.with(|head| head.limits.clone());
            view.lineage = LineageView { nodes: values(panel.lineage), limits };
        }
        Which::Timeline | Which::Choice => view.consent = panel.consent.get(),
    }
    view
}

/// The rows' values. The head says when they are others: it counts the requests, and following thousands of rows would cost more.
fn values<T: Clone + Send + Sync>(rows: RwSignal<Vec<Row<T>>>) -> Vec<T> {
    rows.with(|rows| rows.iter().map(|row| row.value.get_untracked()).collect())
}

/// A report's content, as far as a picture is drawn from it.
#[derive(Deserialize)]
struct Written {
    view: View,
}

/// Saves the picture drawn from what may be written to disk: the sheets' own texts have not been looked through for what was typed.
fn save(panel: Panel, which: Which) {
    let Some(tab) = panel.tab() else { return };
    begin(async move {
        let reply = bridge::ask("export", &[("what", "report".into()), ("tab", tab.into())]).await;
        let written = if reply.ok { leaklight_json::read::<Written>(reply.text.as_bytes()) } else { None };
        let ending = [which.word(), ".svg"].concat();
        let name = panel.head.with_untracked(|head| file_name(&head.site, bridge::clock(), &ending));
        let drawn = written.map(|written| which.draw(&written.view, Room::Wide));
        let saved = drawn.is_some_and(|drawn| bridge::save(&name, "image/svg+xml", drawn.svg()).is_ok());
        panel.notice.set(if saved { t!("Saved as {name}.") } else { not_done(&reply) }.into());
    });
}
