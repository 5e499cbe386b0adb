//! What an opened finding shows: proof, facts, how it was judged, and what a person can do about it.

use super::draw::{Item, aside, button, fact, list, ltr, nothing, number_of, own, row, tag, text};
use super::findings::{of, part_of};
use super::innocent::innocent;
use super::parts::{choose, coded, excerpt};
use super::proof::{known, proof};
use crate::own::rests_on_words;
use crate::state::{Choice, Panel};
use crate::tally;
use crate::words::{CASES_ABOUT, thousands};
use leaklight_core::finding::Evidence;
use leaklight_core::report::view::FindingView;
use leaklight_text::t;
use leptos::prelude::*;
use std::sync::Arc;

/// A number for a piece of proof.
fn identity(at: usize, evidence: &Evidence) -> u32 {
    number_of((at, &evidence.at, &evidence.label, &evidence.packed, &evidence.value.shown, evidence.known.is_some()))
}

/// The inside of an opened finding; `body` is the id of the element it stands in.
pub fn details(panel: Panel, body: &str, value: ArcRwSignal<FindingView>) -> AnyView {
    let (key, kind) = value.with_untracked(|f| (f.finding.key.clone(), format!("kind:{}", f.finding.kind.word())));
    let (whose, v) = (key.clone(), value.clone());
    // Keyed by what it says, so that an uncovered value and the keyboard's place stay while the finding is counted on.
    let proofs = list("proofs", t!("Proof"), move || {
        v.with(|f| {
            let v = &v;
            let items = f.finding.evidence.iter().enumerate().map(|(at, e)| {
                let (key, e) = (whose.clone(), e.clone());
                let (kind, v) = (f.finding.kind, v.clone());
                let known = move || part_of(&v, move |f| f.finding.evidence.get(at).map_or_else(nothing, |e| known(kind, e)));
                Item { id: identity(at, &e), draw: Arc::new(move || proof(panel, &key, at, &e, known())) }
            });
            items.collect()
        })
    });
    let seen = of(&value, move |f| {
        let clock = panel.clock.get();
        let (first, last) = (clock.at(f.finding.first), clock.at(f.finding.last));
        match f.finding.count {
            0 | 1 => t!("once, at {first}"),
            n => t!("{times} times, first at {first}, last at {last}", times = thousands(n)),
        }
    });
    let host = of(&value, |f| f.finding.recipient.as_ref().map_or_else(String::new, |r| r.host.clone()));
    let told = |what: fn(&FindingView) -> Vec<&str>| {
        part_of(&value, move |f| {
            let lines = what(f).into_iter().filter(|line| !line.is_empty());
            row(lines.map(|line| own("p", "", coded(line))))
        })
    };
    let facts = row([
        fact(t!("What"), told(|f| vec![&f.title])),
        fact(t!("Sent to"), aside("mono", host)),
        fact(t!(page: "On"), tag("span", "mono", part_of(&value, |f| excerpt(&f.finding.page)))),
        fact(t!(when: "Seen"), aside("", seen)),
        fact(t!("Why it matters"), told(|f| vec![&f.why])),
        fact(t!("How to fix"), told(|f| vec![&f.fix])),
        fact(t!("What this cannot tell"), told(|f| [&f.cannot_tell].into_iter().chain(&f.finding.limits).map(String::as_str).collect())),
        fact(t!("Why this severity"), told(|f| [&f.severity_because].into_iter().chain(&f.finding.adjusted).map(String::as_str).collect())),
        part_of(&value, |f| if f.finding.sum.is_empty() { nothing() } else { fact(t!("How it was judged"), judged(&f.finding.sum)) }),
    ]);
    let cases = match value.with_untracked(|f| f.finding.kind) {
        kind if CASES_ABOUT.contains(&kind) => view! {
            <a class="to-cases" href=format!("training.html#cases-{}", kind.word()) target="_blank">
                {t!("Cases about this")}
            </a>
        }
        .into_any(),
        _ => nothing(),
    };
    let mute = move |what: &str| choose(panel, Choice::of("mute", "what", what), t!("No more cards for this. It stays in this list."));
    let (offer, choices) = match value.with_untracked(|f| rests_on_words(&f.finding)) {
        true => innocent(panel, body, value),
        false => (nothing(), nothing()),
    };
    let actions = row([
        offer,
        button("plain", text(t!("No more cards for this")), move || mute(&key)),
        button("plain", text(t!("No cards of this kind")), move || mute(&kind)),
        cases,
    ]);
    row([proofs, tag("dl", "", facts), tag("div", "acts", actions), choices])
}

/// A sum as it is read: a part a line, what it comes to below.
pub fn judged(sum: &str) -> AnyView {
    row(sum.lines().map(|line| match tally::parts(line) {
        None => own("p", "", text(line)),
        Some(parts) => ltr("ul", "tally", row(parts.iter().map(part_of_sum))),
    }))
}

fn part_of_sum(part: &tally::Part) -> AnyView {
    // Of the total: what it comes to, and from where on it counts.
    let (points, remark) = part.points.split_once("; ").unwrap_or((part.points, ""));
    let words = match part.sign {
        "=" => own("span", "grow muted", text(remark)),
        _ => tag("span", "grow", row([tag("bdi", "telling", text(part.words)), text(" "), own("span", "muted", text(part.what))])),
    };
    let class = match part.sign {
        "=" => "total",
        "−" => "lowers",
        _ => "",
    };
    tag("li", class, row([tag("span", "sign", text(part.sign)), words, tag("b", "", text(points))]))
}
