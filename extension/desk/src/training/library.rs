//! The case library, and its filters.

use super::cases::{CASES, Case, Side};
use super::state::{Room, Section};
use leaklight_core::finding::Kind;
use leaklight_draw::draw::{fact, nothing, own, part, row, switch, tag, text, truth};
use leaklight_draw::words::{CASES_ABOUT, thousands};
use leaklight_text::{Message, message, t};
use leptos::prelude::*;

const SIDES: [(Side, Message); 4] = [
    (Side::Settled, message!("Settled")),
    (Side::Against, message!("Penalty or verdict")),
    (Side::For, message!("For the defendant")),
    (Side::Vacated, message!("Guidance vacated")),
];

/// The list, about one kind of finding or all.
pub fn library(room: Room, kind: String) -> AnyView {
    let typed = RwSignal::new(String::new());
    let side = RwSignal::new(None::<Side>);
    let about = kind.clone();
    let list = part(move || {
        let shown: Vec<&Case> = CASES.iter().filter(|case| typed.with(|typed| case.passes(&about, side.get(), typed))).collect();
        let number = tag(
            "p",
            "small muted",
            text(match shown.len() as u32 {
                1 => t!("1 case").to_owned(),
                n => t!("{n} cases", n = thousands(n)),
            }),
        );
        let none = match shown.is_empty() {
            true => {
                tag("div", "item calm", tag("p", "", text(t!("No case here fits. That says nothing about the law: the library is small."))))
            }
            false => nothing(),
        };
        let rows = row(shown.into_iter().map(drawn));
        row([view! { <div role="status">{number}</div> }.into_any(), none, tag("ul", "list cases", rows)])
    });
    let sides = row(SIDES.map(|(which, name)| {
        let on = truth(move || side.get() == Some(which));
        switch("filter", on, text(name.say()), move || side.update(|side| *side = if *side == Some(which) { None } else { Some(which) }))
    }));
    view! {
        <main class="library">
            <p>
                {t!("How cases about things like these ended before courts and authorities. A case says how one dispute ended on its own facts, and nothing about another site. No legal advice.")}
            </p>
            <div class="filters">
                <div class="row wrap">
                    {kinds(room, &kind)}
                    <input
                        type="search"
                        class="grow"
                        aria-label=t!("Search the cases")
                        placeholder=t!("Search the cases")
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                </div>
                <div class="row wrap" role="group" aria-label=t!("How it ended")>
                    {sides}
                </div>
            </div>
            {list}
        </main>
    }
    .into_any()
}

fn kinds(room: Room, chosen: &str) -> AnyView {
    let option = |word: &'static str, name: &'static str| {
        let selected = word == chosen;
        view! { <option value=word selected=selected>{name}</option> }.into_any()
    };
    let options = row([option("", t!("About any finding"))].into_iter().chain(CASES_ABOUT.map(|kind| option(kind.word(), kind.title()))));
    let turned = move |event: leptos::ev::Event| room.section.set(Section::Cases(event_target_value(&event)));
    view! { <select class="kinds" aria-label=t!("About which finding") on:change=turned>{options}</select> }.into_any()
}

fn drawn(case: &Case) -> AnyView {
    let about = case.kinds.iter().filter_map(|word| Kind::ALL.iter().find(|kind| kind.word() == *word));
    let about = row(about.map(|kind| tag("li", "chip", text(kind.title()))));
    let status = case.status.map_or_else(nothing, |status| fact(t!(pending: "Open"), text(status.say())));
    let source = view! {
        <a href=case.source target="_blank" rel="noreferrer noopener">
            {case.source_name.say()}
        </a>
    };
    let source = row([source.into_any(), text(t!(", read {day}", day = case.read))]);
    let class = match case.side() {
        Side::Settled => "outcome settled",
        Side::Against => "outcome against",
        Side::For => "outcome for",
        Side::Vacated => "outcome vacated",
    };
    let facts = row([
        fact(t!("At issue"), text(case.what.say())),
        fact(t!("Turned on"), text(case.turned_on.say())),
        fact(t!("Ended"), text(case.ended.say())),
        status,
        fact(t!("Source"), source),
    ]);
    let head =
        row([tag("h2", "grow", text(case.name)), tag("span", class, text(case.said())), tag("span", "small muted", text(case.when))]);
    let inside = row([
        tag("div", "row wrap", head),
        own("p", "small muted", text(case.court.say())),
        tag("dl", "", facts),
        view! { <ul class="chips" aria-label=t!("Findings like it")>{about}</ul> }.into_any(),
    ]);
    view! { <li class="item case" id=format!("case-{}", case.id)>{inside}</li> }.into_any()
}
