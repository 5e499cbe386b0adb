//! The head: which site, what kind of page, and what a person can do with the whole tab.

use super::draw::{begin, button, part, press, row, switch, tag, text, truth, words};
use super::kind::kind;
use super::parts::{excerpt, not_done};
use super::{save, tabs};
use crate::bridge;
use crate::sift::Sift;
use crate::state::{Notice, Panel, Phase, Sheet};
use crate::words::thousands;
use leaklight_core::finding::Severity;
use leaklight_core::report::view::Summary;
use leaklight_text::t;
use leptos::prelude::*;

/// Site, page, actions and tabs.
pub fn head(panel: Panel) -> AnyView {
    let inside = part(move || match panel.phase.with(|phase| *phase == Phase::Watching) {
        false => view! { <h1>"Leaklight"</h1> }.into_any(),
        true => watched(panel),
    });
    view! { <header class="head">{inside}</header> }.into_any()
}

fn watched(panel: Panel) -> AnyView {
    let head = panel.head;
    let site = words(move || head.with(|head| head.site.clone()));
    let (kind, of_kind) = kind(panel);
    let title = part(move || head.with(|head| excerpt(&head.page.title)));
    let address = part(move || head.with(|head| excerpt(&head.page.address)));
    let since = words(move || t!("Watching since {when}", when = panel.clock.get().at(head.with(|head| head.since))));
    view! {
        <div class="row top">
            <h1 class="grow">
                <bdi>{site}</bdi>
            </h1>
            {kind}
        </div>
        <p class="page small muted">
            {title}
            <span class="address">{address}</span>
        </p>
        {of_kind}
        <div class="row acts">
            <span class="small muted grow">{since}</span>
            {button("", text(t!("Reload")), move || tab_order(panel, "reload"))}
            {save::save(panel)}
            {present(panel)}
            {button("plain", text(t!("Stop")), move || tab_order(panel, "toggle"))}
        </div>
        {tabs::tabs(panel)}
    }
    .into_any()
}

/// Presenter mode. Beside a recording the page around the panel has the button.
fn present(panel: Panel) -> AnyView {
    let name = tag("span", "unseen", text(t!("Presenter mode")));
    let sign = view! { <span aria-hidden="true" title=t!("Presenter mode: large type, and masked values are shown only while held (Alt+Shift+P)")>"Aa"</span> }.into_any();
    switch("present", truth(move || panel.presenter.get()), row([name, sign]), move || panel.present())
}

/// The four numbers; each leads to what it counts.
pub fn tiles(panel: Panel) -> AnyView {
    let tile = |class: &'static str, name: &'static str, number: fn(&Summary) -> u32, lead: Box<dyn Fn()>| {
        let number = move || panel.head.with(|head| number(&head.summary));
        let class = words(move || if number() == 0 { "" } else { class }.to_owned());
        let number = words(move || thousands(number()));
        view! {
            <button type="button" on:click=press(lead)>
                <b class=class>{number}</b>
                <span class="small">{name}</span>
            </button>
        }
        .into_any()
    };
    let only = move |severity: Severity| -> Box<dyn Fn()> {
        Box::new(move || show(panel, Sheet::Findings, Sift { severities: vec![severity], ..Sift::default() }))
    };
    let tiles = row([
        tile("critical", t!(tile: "critical"), |s| s.critical, only(Severity::Critical)),
        tile("high", t!(tile: "high"), |s| s.high, only(Severity::High)),
        tile("", t!(tile: "companies"), |s| s.companies, Box::new(move || show(panel, Sheet::Recipients, Sift::default()))),
        tile("", t!(tile: "unreadable"), |s| s.unread, Box::new(move || show(panel, Sheet::Unseen, Sift::default()))),
    ]);
    view! { <div class="sum" role="group" aria-label=t!("Summary")>{tiles}</div> }.into_any()
}

/// Turns to a sheet, with its filters so set.
pub fn show(panel: Panel, sheet: Sheet, sift: Sift) {
    panel.sift.set(sift);
    panel.sheet.set(sheet);
    bridge::focus("sheet");
}

fn tab_order(panel: Panel, kind: &'static str) {
    let Some(tab) = panel.tab() else { return };
    begin(async move {
        let reply = bridge::ask(kind, &[("tab", tab.into())]).await;
        panel.notice.set(if reply.ok { Notice::default() } else { not_done(&reply).into() });
        crate::feed::refresh(panel);
    });
}
