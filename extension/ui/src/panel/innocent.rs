//! "Not sensitive here": what a person can say against a finding that rests on words.

use super::draw::{Item, button, keyed, number_of, opened, opener, own, row, tag, text};
use super::parts::choose;
use crate::own::{place, words};
use crate::state::{Choice, Panel};
use leaklight_core::own::{Rule, Says};
use leaklight_core::report::view::FindingView;
use leaklight_text::t;
use leptos::prelude::*;
use std::sync::Arc;

/// The button that opens the choices, and the choices; `body` is the id of the finding's element.
pub fn innocent(panel: Panel, body: &str, value: ArcRwSignal<FindingView>) -> (AnyView, AnyView) {
    let (id, open) = (format!("{body}-innocent"), ArcRwSignal::new(false));
    let offer = opener("plain", &id, open.clone(), text(t!("Not sensitive here…")));
    let shut = open.clone();
    let choices = opened("own", &id, open, move || {
        let (value, shut) = (value.clone(), shut.clone());
        // Keyed by what it offers: drawn anew only where that differs, as somebody may be choosing.
        let all = keyed(move || {
            let offered = value.with(|f| {
                let here = panel.head.with_untracked(|head| head.page.host.clone());
                let (site, path) = place(&f.finding.page.shown).unwrap_or((here, String::new()));
                (words(f), site, path)
            });
            let (id, shut) = (number_of(&offered), shut.clone());
            vec![Item { id, draw: Arc::new(move || choices_of(panel, offered.clone(), shut.clone())) }]
        });
        row([
            tag("b", "", text(t!("What is not sensitive?"))),
            own(
                "p",
                "small muted",
                text(t!("It no longer counts against a page. You find it below this list under “Your rules” and can take it back.")),
            ),
            all,
        ])
    });
    (offer, choices)
}

fn choices_of(panel: Panel, (words, site, path): (Vec<String>, String, String), shut: ArcRwSignal<bool>) -> AnyView {
    let one = |what: &str, label: String, done: String| {
        let rule = Rule { what: what.to_owned(), site: site.clone(), says: Says::Innocent, topic: String::new() };
        let shut = shut.clone();
        button("", tag("bdi", "", text(label)), move || {
            shut.set(false);
            choose(panel, Choice::rule(rule.clone()), done.clone());
        })
    };
    let mut all: Vec<AnyView> =
        words.iter().map(|word| one(word, t!("“{word}” on {site}"), t!("Remembered: “{word}” is not sensitive on {site}."))).collect();
    if !path.is_empty() {
        all.push(one(&path, t!("The page {path}"), t!("Remembered: {path} on {site} is not sensitive.")));
    }
    if !site.is_empty() {
        all.push(one("", t!("Everything on {site}"), t!("Remembered: no words on {site} are sensitive.")));
    }
    tag("div", "acts", row(all))
}
