//! What stands where there is no view: each state in plain words, with what to do.

use super::parts::not_done;
use crate::bridge;
use crate::feed;
use crate::state::{Notice, Panel, Phase};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The panel without a view.
pub fn empty(panel: Panel, phase: Phase) -> impl IntoView {
    let body = match phase {
        Phase::Waiting | Phase::Watching => view! { <p class="muted">"Asking what was seen…"</p> }.into_any(),
        Phase::Silent(why) => view! {
            <h2>"No answer"</h2>
            <p>"Leaklight's background part gave no view of this tab. It may be starting again; this page keeps asking."</p>
            {(!why.is_empty()).then(|| view! { <p class="small muted">{why}</p> })}
            {watch(panel, "Watch this tab")}
        }
        .into_any(),
        Phase::Idle => view! {
            <h2>"Not watching this tab"</h2>
            <p>"Nothing has been looked at and nothing is kept. Turn watching on to see who this page tells, and what."</p>
            {watch(panel, "Watch this tab")}
            <p class="small muted">
                "The first time, your browser asks for access to all sites: a page's requests to other companies can be seen only with it. Leaklight looks at the tabs you choose and nothing leaves this machine."
            </p>
        }
        .into_any(),
        Phase::Refused => view! {
            <h2>"Access was not given"</h2>
            <p>"Without access to all sites, browsers do not show a page's requests to other companies, so there is nothing Leaklight could tell. Nothing is watched."</p>
            {watch(panel, "Ask again")}
        }
        .into_any(),
        Phase::CannotWatch => view! {
            <h2>"This page cannot be watched"</h2>
            <p>"Browsers keep extensions out of their own pages, extension stores and some documents such as PDF files. Open a website in this tab."</p>
        }
        .into_any(),
    };
    view! { <main class="empty" aria-live="polite">{body}</main> }
}

fn watch(panel: Panel, words: &'static str) -> impl IntoView {
    let go = move |reload: bool| {
        let Some(tab) = panel.tab.get_untracked() else { return };
        // Called here, not inside the task: browsers ask for permission only within a person's gesture.
        let answer = bridge::watch(tab, reload);
        spawn_local(async move {
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
    view! {
        <div class="acts">
            <button type="button" class="main" on:click=move |_| go(false)>{words}</button>
            <button type="button" on:click=move |_| go(true)>"Watch and reload"</button>
        </div>
        <p class="small muted">"Reloading shows what is sent while the page loads; without it, only what follows is seen."</p>
    }
}
