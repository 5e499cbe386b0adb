//! What stands where there is no view: each state in plain words, with what to do.

use super::draw::{begin, button, nothing, row, text};
use super::parts::not_done;
use crate::bridge;
use crate::feed;
use crate::state::{Notice, Panel, Phase};
use leaklight_text::{Message, message, t};
use leptos::prelude::*;

const WAITING: Message = message!("Asking what was seen…");
const IDLE: Message = message!("Nothing has been looked at and nothing is kept. Turn watching on to see who this page tells, and what.");
const WHY: Message = message!(
    "The first time, your browser asks for access to all sites: a page's requests to other companies can be seen only with it. Leaklight looks at the tabs you choose and nothing leaves this machine."
);
const REFUSED: Message = message!(
    "Without access to all sites, browsers do not show a page's requests to other companies, so there is nothing Leaklight could tell. Nothing is watched."
);
const CANNOT: Message = message!(
    "Browsers keep extensions out of their own pages, extension stores and some documents such as PDF files. Open a website in this tab."
);
const SILENT: Message = message!("Leaklight's background part gave no view of this tab. It may be starting again; this page keeps asking.");
const RELOADING: Message = message!("Reloading shows what is sent while the page loads; without it, only what follows is seen.");

/// The panel without a view.
pub fn empty(panel: Panel, phase: Phase) -> AnyView {
    let (heading, said, small, words) = match phase {
        Phase::Waiting | Phase::Watching => ("", WAITING, String::new(), ""),
        Phase::Silent(why) => (t!("No answer"), SILENT, why, t!("Watch this tab")),
        Phase::Idle => (t!("Not watching this tab"), IDLE, WHY.say().to_owned(), t!("Watch this tab")),
        Phase::Refused => (t!("Access was not given"), REFUSED, String::new(), t!("Ask again")),
        Phase::CannotWatch => (t!("This page cannot be watched"), CANNOT, String::new(), ""),
    };
    let waits = heading.is_empty();
    let heading = if waits { nothing() } else { view! { <h2>{heading}</h2> }.into_any() };
    let watch = if words.is_empty() { nothing() } else { watch(panel, words) };
    let demo = if waits { nothing() } else { demo() };
    let small = if small.is_empty() { nothing() } else { view! { <p class="small muted">{small}</p> }.into_any() };
    view! {
        <main class="empty" aria-live="polite">
            {heading}
            <p>{said.say()}</p>
            {watch}
            {demo}
            {small}
            <p class="small">
                <a class="to-cases" href="training.html" target="_blank">
                    {t!("Lessons, recorded visits and cases")}
                </a>
            </p>
        </main>
    }
    .into_any()
}

/// Leads to everything that can be set.
pub fn options() -> AnyView {
    view! { <a href="options.html" target="_blank">{t!("Options")}</a> }.into_any()
}

/// Something to look at where there is nothing to watch.
fn demo() -> AnyView {
    view! {
        <p>
            <a href="training.html?lesson=meta-pixel" target="_blank">{t!("Try it on a demo visit")}</a>
            " · "
            {options()}
        </p>
    }
    .into_any()
}

fn watch(panel: Panel, words: &'static str) -> AnyView {
    let go = move |reload: bool| {
        let Some(tab) = panel.tab() else { return };
        // Called here, not inside the task: browsers ask for permission only within a person's gesture.
        let answer = bridge::watch(tab, reload);
        begin(async move {
            let reply = answer.await;
            match reply.state.as_str() {
                "refused" => panel.phase.set(Phase::Refused),
                "cannot-watch" => panel.phase.set(Phase::CannotWatch),
                _ => {
                    panel.notice.set(if reply.ok { Notice::default() } else { not_done(&reply).into() });
                    feed::refresh(panel);
                }
            }
        });
    };
    let buttons = row([button("main", text(words), move || go(false)), button("", text(t!("Watch and reload")), move || go(true))]);
    view! {
        <div class="acts">{buttons}</div>
        <p class="small muted">{RELOADING.say()}</p>
    }
    .into_any()
}
