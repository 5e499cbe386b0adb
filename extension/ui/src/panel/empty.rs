//! What stands where there is no view: each state in plain words, with what to do.

use super::draw::{begin, button, nothing, row, text};
use super::parts::not_done;
use crate::bridge;
use crate::feed;
use crate::state::{Notice, Panel, Phase};
use leptos::prelude::*;

const WAITING: &str = "Asking what was seen…";
const IDLE: &str = "Nothing has been looked at and nothing is kept. Turn watching on to see who this page tells, and what.";
const WHY: &str = "The first time, your browser asks for access to all sites: a page's requests to other companies can be seen only with it. Leaklight looks at the tabs you choose and nothing leaves this machine.";
const REFUSED: &str = "Without access to all sites, browsers do not show a page's requests to other companies, so there is nothing Leaklight could tell. Nothing is watched.";
const CANNOT: &str =
    "Browsers keep extensions out of their own pages, extension stores and some documents such as PDF files. Open a website in this tab.";
const SILENT: &str = "Leaklight's background part gave no view of this tab. It may be starting again; this page keeps asking.";
const RELOADING: &str = "Reloading shows what is sent while the page loads; without it, only what follows is seen.";

/// The panel without a view.
pub fn empty(panel: Panel, phase: Phase) -> AnyView {
    let (heading, said, small, words) = match phase {
        Phase::Waiting | Phase::Watching => ("", WAITING, String::new(), ""),
        Phase::Silent(why) => ("No answer", SILENT, why, "Watch this tab"),
        Phase::Idle => ("Not watching this tab", IDLE, WHY.to_owned(), "Watch this tab"),
        Phase::Refused => ("Access was not given", REFUSED, String::new(), "Ask again"),
        Phase::CannotWatch => ("This page cannot be watched", CANNOT, String::new(), ""),
    };
    let waits = heading.is_empty();
    let heading = if waits { nothing() } else { view! { <h2>{heading}</h2> }.into_any() };
    let watch = if words.is_empty() { nothing() } else { watch(panel, words) };
    let demo = if waits { nothing() } else { demo() };
    let small = if small.is_empty() { nothing() } else { view! { <p class="small muted">{small}</p> }.into_any() };
    view! {
        <main class="empty" aria-live="polite">
            {heading}
            <p>{said}</p>
            {watch}
            {demo}
            {small}
            <p class="small">
                <a class="to-cases" href="training.html" target="_blank">
                    "Lessons, recorded visits and cases"
                </a>
            </p>
        </main>
    }
    .into_any()
}

/// Something to look at where there is nothing to watch.
fn demo() -> AnyView {
    view! {
        <p>
            <a href="training.html?lesson=meta-pixel" target="_blank">"Try it on a demo visit"</a>
            " · "
            <a href="options.html" target="_blank">"Options"</a>
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
    let buttons = row([button("main", text(words), move || go(false)), button("", text("Watch and reload"), move || go(true))]);
    view! {
        <div class="acts">{buttons}</div>
        <p class="small muted">{RELOADING}</p>
    }
    .into_any()
}
