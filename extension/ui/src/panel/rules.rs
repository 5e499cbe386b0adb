//! Your rules: everything a person told Leaklight of words, pages and domains, and what they muted, each to be taken back, and a form for one more.

use super::draw::{
    Item, begin, button, focus_soon, form, line_id, list, nothing, number_of, opened, opener, option, own, part, part_if, pick, row,
    select, sends, tag, text, truth, words,
};
use super::parts::{ask_own, not_done, take_back, told};
use crate::bridge;
use crate::own as say;
use crate::state::{Choice, Notice, Panel, Sheet};
use leaklight_core::own::{Rule, Says};
use leaklight_core::sensitive::Topic;
use leaklight_text::{Message, message, t};
use leptos::prelude::*;
use std::sync::Arc;

const ID: &str = "rules";
const FIELD: &str = "rule-what";
const HINT: Message =
    message!("Words are found in any spelling an address may have. A path begins with / and * stands for anything: /programs/*");
const NONE: Message = message!("Nothing yet. What you tell Leaklight of words, pages and domains, and what you mute, stands here.");
const EMPTY: Message = message!("Type words, or a path that begins with /.");

/// The button at the foot of the findings, and what it opens.
pub fn rules(panel: Panel) -> AnyView {
    begin(ask_own(panel));
    let open = ArcRwSignal::from(panel.rules);
    let many = words(move || match panel.own.with(|own| own.rules.len() + own.pages.len() + own.own_domains.len() + own.muted.len()) {
        0 => String::new(),
        n => format!(" {n}"),
    });
    let name = row([text(t!("Your rules")), tag("span", "number", many.into_any())]);
    let inside = move || row([told_of(panel), one_more(panel)]);
    tag("section", "rules", row([tag("h3", "", opener("disclose", ID, open.clone(), name)), opened("item", ID, open, inside)]))
}

/// Turns to them.
pub fn show_rules(panel: Panel) {
    panel.rules.set(true);
    panel.sheet.set(Sheet::Findings);
    focus_soon(line_id(ID));
}

fn told_of(panel: Panel) -> AnyView {
    let none = part_if(move || {
        let none = panel.own.with(|own| own.rules.is_empty() && own.pages.is_empty() && own.own_domains.is_empty() && own.muted.is_empty());
        none.then(|| own("p", "small muted", text(NONE.say())))
    });
    let entry = move |what: String, rest: String, choice: Choice| {
        let id = number_of((&what, &rest));
        let draw = move || {
            let choice = choice.clone();
            let name = row([text(t!("Remove")), tag("span", "unseen", text(format!(" {what}")))]);
            let remove = button("plain", name, move || {
                take_back(panel, choice.clone());
                bridge::focus_near(&line_id(ID));
            });
            let said = row([own("b", "", text(&what)), own("span", "small muted", text(&rest))]);
            tag("li", "row", row([tag("span", "grow", said), remove]))
        };
        Item { id, draw: Arc::new(draw) }
    };
    let items = list("", t!("Your rules"), move || {
        panel.own.with(|own| {
            let rules = own.rules.iter().map(|rule| {
                let (what, rest) = say::rule(rule);
                entry(what, rest, Choice::rule(rule.clone()))
            });
            let pages = own.pages.iter().map(|page| {
                let (what, rest) = say::page(page);
                entry(what, rest.to_owned(), Choice::page(page.clone()))
            });
            let ours = own.own_domains.iter().map(|domain| {
                entry(domain.clone(), t!("Counts as your own").to_owned(), Choice::of("own-domain", "domain", domain.clone()))
            });
            let muted = own.muted.iter().map(|what| {
                let (name, rest) = say::muted(what, str::to_owned);
                entry(name, rest, Choice::of("mute", "what", what.clone()))
            });
            rules.chain(pages).chain(ours).chain(muted).collect()
        })
    });
    row([none, items, tag("p", "small", super::empty::options())])
}

fn one_more(panel: Panel) -> AnyView {
    let (says, what) = (ArcRwSignal::new(Says::Sensitive), ArcRwSignal::new(String::new()));
    let (everywhere, topic) = (ArcRwSignal::new(false), ArcRwSignal::new(String::new()));
    let error = ArcRwSignal::new(String::new());
    let way = |which: Says, name: &'static str, means: &'static str| {
        let says = says.clone();
        let inside = row([tag("b", "", text(name)), own("span", "small muted", text(means))]);
        pick("says", which == Says::Sensitive, inside, move || says.set(which))
    };
    let ways = row([
        way(Says::Sensitive, t!("Always sensitive"), t!("Counts wherever it stands.")),
        way(Says::Innocent, t!("Never sensitive"), t!("Ignored.")),
    ]);
    let send = {
        let (says, what, everywhere, topic, error) = (says.clone(), what.clone(), everywhere.clone(), topic.clone(), error.clone());
        move || {
            let site = if everywhere.get_untracked() { String::new() } else { panel.head.with_untracked(|head| head.page.host.clone()) };
            let says = says.get_untracked();
            let topic = if says == Says::Sensitive { topic.get_untracked() } else { String::new() };
            let rule = Rule { what: what.get_untracked().trim().to_owned(), site, says, topic };
            if rule.what.is_empty() {
                error.set(EMPTY.say().to_owned());
                bridge::focus_near(FIELD);
                return;
            }
            let (what, error) = (what.clone(), error.clone());
            begin(async move {
                let (said, _) = say::rule(&rule);
                let choice = Choice::rule(rule);
                let reply = told(&choice, &[]).await;
                if reply.ok {
                    what.set(String::new());
                    panel.notice.set(Notice { said: t!("Remembered: {what}.", what = said), undo: Some(choice) });
                    ask_own(panel).await;
                }
                // The worker says it in a sentence of its own.
                error.set(match (reply.ok, reply.error.is_empty()) {
                    (true, _) => String::new(),
                    (false, true) => not_done(&reply),
                    (false, false) => reply.error,
                });
                bridge::focus_near(FIELD);
            });
        }
    };
    let (shown, typed, wrong) = (what.clone(), what, error.clone());
    let value = words(move || shown.get());
    let field = view! {
        <input
            type="text"
            id=FIELD
            aria-describedby="rule-hint rule-error"
            aria-invalid=truth(move || wrong.with(|said| !said.is_empty()))
            prop:value=value
            on:input=move |event| typed.set(event_target_value(&event))
        />
    };
    let said = part(move || match error.get() {
        none if none.is_empty() => nothing(),
        said => own("p", "small wrong", text(said)),
    });
    let here = words(move || t!("On {site}", site = panel.head.with(|head| head.page.host.clone())));
    let places = row([option("here", here.into_any()), option("all", text(t!("Everywhere")))]);
    let place = select(places, move |chosen| everywhere.set(chosen == "all"));
    let about = part_if(move || {
        let topic = topic.clone();
        topic.set(String::new());
        (says.get() == Says::Sensitive).then(|| labelled(t!("About (optional)"), topics(topic)))
    });
    let ways = row([tag("legend", "", text(t!("One more rule"))), tag("div", "picks", ways)]);
    let below = view! {
        <p class="small muted" id="rule-hint">{HINT.say()}</p>
        <div id="rule-error" role="alert">{said}</div>
    };
    let parts = [
        tag("fieldset", "", ways),
        labelled(t!("Words or a path"), field.into_any()),
        below.into_any(),
        labelled(t!("Where"), place),
        about,
        tag("div", "acts", sends(t!("Remember"))),
    ];
    form("add", send, row(parts))
}

fn labelled(name: &'static str, field: AnyView) -> AnyView {
    tag("label", "", row([tag("span", "small", text(name)), field]))
}

fn topics(topic: ArcRwSignal<String>) -> AnyView {
    let options = Topic::ALL.iter().map(|t| option(t.word(), text(t.plain())));
    select(row([option("", text(t!("Not said")))].into_iter().chain(options)), move |chosen| topic.set(chosen))
}
