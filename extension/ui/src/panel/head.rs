//! The head: which site, what kind of page, and what a person can do with the whole tab.

use super::parts::{excerpt, not_done};
use super::{blind, tabs};
use crate::bridge;
use crate::sift::Sift;
use crate::state::{Notice, Panel, Phase, Sheet};
use crate::words::{file_name, thousands};
use leaklight_core::finding::Severity;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// Site, page, actions and tabs.
pub fn head(panel: Panel) -> impl IntoView {
    let watching = move || panel.phase.with(|phase| *phase == Phase::Watching);
    let page = Memo::new(move |_| panel.head.with(|head| head.page.clone()));
    let site = Memo::new(move |_| panel.head.with(|head| head.site.clone()));
    let title = move || page.with(|page| if page.title.shown.is_empty() { None } else { Some(excerpt(&page.title)) });
    view! {
        <header class="head">
            {move || match watching() {
                false => view! { <h1>"Leaklight"</h1> }.into_any(),
                true => view! {
                    <div class="row top">
                        <h1 class="grow">
                            <bdi>{move || site.get()}</bdi>
                        </h1>
                        {move || page.with(|p| (!p.context.is_empty()).then(|| view! { <span class="chip">{p.context.clone()}</span> }))}
                    </div>
                    <p class="page small muted">{title}<span class="address">{move || page.with(|page| excerpt(&page.address))}</span></p>
                    <div class="row acts">
                        <span class="small muted grow">
                            "Watching since " {move || panel.clock.get().at(panel.head.with(|head| head.since))}
                        </span>
                        <button type="button" on:click=move |_| tab_order(panel, "reload")>"Reload"</button>
                        {save(panel)}
                        <button type="button" class="plain" on:click=move |_| tab_order(panel, "toggle")>"Stop"</button>
                    </div>
                    {tabs::tabs(panel)}
                }
                .into_any(),
            }}
        </header>
    }
}

/// The four numbers; each leads to what it counts.
pub fn tiles(panel: Panel) -> impl IntoView {
    let only = move |severity: Severity| {
        panel.sift.set(Sift { severities: vec![severity], ..Sift::default() });
        panel.sheet.set(Sheet::Findings);
        bridge::focus("sheet");
    };
    let summary = Memo::new(move |_| panel.head.with(|head| head.summary.clone()));
    let tile = move |class: &'static str, words: &'static str, number: fn(&leaklight_core::report::view::Summary) -> u32| {
        let number = move || summary.with(number);
        view! {
            <b class=move || if number() == 0 { "" } else { class }>{move || thousands(number())}</b>
            <span class="small">{words}</span>
        }
    };
    view! {
        <div class="sum" role="group" aria-label="Summary">
            <button type="button" on:click=move |_| only(Severity::Critical)>{tile("critical", "critical", |s| s.critical)}</button>
            <button type="button" on:click=move |_| only(Severity::High)>{tile("high", "high", |s| s.high)}</button>
            <button
                type="button"
                on:click=move |_| {
                    panel.sheet.set(Sheet::Recipients);
                    bridge::focus("sheet");
                }
            >
                {tile("", "companies", |s| s.companies)}
            </button>
            <button type="button" on:click=move |_| bridge::focus(blind::ID)>{tile("", "unread", |s| s.unread)}</button>
        </div>
    }
}

fn tab_order(panel: Panel, kind: &'static str) {
    let Some(tab) = panel.tab.get_untracked() else { return };
    spawn_local(async move {
        let reply = bridge::ask(kind, &[("tab", tab.into())]).await;
        panel.notice.set(if reply.ok { Notice::default() } else { not_done(&reply).into() });
        crate::feed::refresh(panel);
    });
}

const FILES: [(&str, &str, &str, &str); 4] = [
    ("report-html", "Report (HTML)", "html", "text/html"),
    ("report-json", "Report (JSON)", "json", "application/json"),
    ("view", "This view (JSON)", "view.json", "application/json"),
    ("log", "Recorded log (NDJSON)", "ndjson", "application/x-ndjson"),
];

fn save(panel: Panel) -> impl IntoView {
    let export = move |what: &'static str, ending: &'static str, kind: &'static str| {
        let Some(tab) = panel.tab.get_untracked() else { return };
        spawn_local(async move {
            let reply = bridge::ask("export", &[("what", what.into()), ("tab", tab.into())]).await;
            let name = panel.head.with_untracked(|head| file_name(&head.site, bridge::clock(), ending));
            let saved = reply.ok && bridge::save(&name, kind, &reply.text).is_ok();
            panel.notice.set(if saved { format!("Saved as {name}.") } else { not_done(&reply) }.into());
        });
    };
    let file = move |(what, words, ending, kind): (&'static str, &'static str, &'static str, &'static str)| {
        view! {
            <li>
                <button type="button" class="plain" on:click=move |_| export(what, ending, kind)>{words}</button>
            </li>
        }
    };
    view! {
        <details class="menu">
            <summary>"Save"</summary>
            <ul>{FILES.map(file).to_vec()}</ul>
        </details>
    }
}
