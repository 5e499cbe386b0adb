//! What leaked.

use super::draw::{
    Item, aside, button, calm, fact, line, list, nothing, number_of, own, part, part_if, row, switch, tag, text, truth, words,
};
use super::head::show;
use super::parts::{SEVERITIES, ago, choose, excerpt, said, severity};
use super::proof::proof;
use crate::sift::Sift;
use crate::state::{Choice, Panel, Row, Sheet};
use crate::words::{count, thousands};
use leaklight_core::finding::{Evidence, Severity};
use leaklight_core::report::view::{FindingView, Summary};
use leptos::prelude::*;
use std::sync::Arc;

/// How many rows are drawn at first and with every "more": the browser then stays quick with thousands.
const STEP: usize = 100;

/// The list with its filters.
pub fn sheet(panel: Panel) -> AnyView {
    let most = RwSignal::new(STEP);
    // How many pass the filters: counted where the list is made, so that thousands are sifted once.
    let passing = RwSignal::new(0);
    let drawn = move || {
        let (sift, most) = (panel.sift.get(), most.get());
        let mut items = Vec::new();
        let mut passed = 0;
        panel.findings.with(|rows| {
            for row in rows.iter().filter(|row| row.value.with_untracked(|f| sift.passes(f))) {
                passed += 1;
                if passed <= most {
                    let row = row.clone();
                    items.push(Item { id: row.id, draw: Arc::new(move || finding(panel, row.clone())) });
                }
            }
        });
        if passing.get_untracked() != passed {
            passing.set(passed);
        }
        items
    };
    view! {
        <h2 class="unseen">"What leaked"</h2>
        {filters(panel)}
        {part_if(move || remark(panel, passing.get() == 0))}
        {list("list", "What leaked", drawn)}
        {more(most, STEP, move || passing.get())}
    }
    .into_any()
}

/// A button for the rows that are not drawn yet.
pub fn more(most: RwSignal<usize>, step: usize, all: impl Fn() -> usize + Send + 'static) -> AnyView {
    part_if(move || {
        let left = all().saturating_sub(most.get());
        let label = format!("Show {} more of {}", left.min(step), thousands(left as u32));
        (left > 0).then(|| button("more", text(label), move || most.update(|n| *n += step)))
    })
}

fn number(summary: &Summary, severity: Severity) -> u32 {
    match severity {
        Severity::Critical => summary.critical,
        Severity::High => summary.high,
        Severity::Medium => summary.medium,
        Severity::Low => summary.low,
        Severity::Info => summary.info,
    }
}

fn filters(panel: Panel) -> AnyView {
    let sift = panel.sift;
    let one = move |which: Severity| {
        let number = words(move || thousands(panel.head.with(|head| number(&head.summary, which))));
        let label = view! { {said(which)} " " <span class="number">{number}</span> }.into_any();
        switch("filter", truth(move || sift.with(|s| s.severities.contains(&which))), label, move || sift.update(|s| s.toggle(which)))
    };
    let whose = part(move || {
        let Some(id) = sift.with(|s| s.recipient.clone()) else { return nothing() };
        let name = panel.recipients.with(|rows| {
            rows.iter().find_map(|row| row.value.with_untracked(|r| (r.recipient.id == id).then(|| r.recipient.name.clone())))
        });
        let only = format!("Only {}", name.unwrap_or(id));
        let label = view! { <bdi>{only}</bdi> }.into_any();
        switch("filter", truth(|| true), label, move || sift.update(|s| s.recipient = None))
    });
    let typed = words(move || sift.with(|s| s.typed.clone()));
    view! {
        <div class="filters">
            <input
                type="search"
                aria-label="Search the findings"
                placeholder="Search the findings"
                prop:value=typed
                on:input=move |event| sift.update(|s| s.search(&event_target_value(&event)))
            />
            <div class="row wrap" role="group" aria-label="Show only">
                {row(SEVERITIES.map(one))}
                {whose}
            </div>
        </div>
    }
    .into_any()
}

/// What is said where the list is empty, or holds nothing above Info. Never "clean".
fn remark(panel: Panel, empty: bool) -> Option<AnyView> {
    let worst = panel.head.with(|head| head.summary.worst);
    if worst.is_none_or(|worst| worst == Severity::Info) && (panel.sift.with(Sift::is_open) || panel.findings.with(Vec::is_empty)) {
        let read = panel.head.with(|head| count(head.summary.requests, "request", "requests"));
        let said = text(format!("{read} read. That says nothing about what was not seen: see the foot of this sheet."));
        return Some(calm("Nothing above Info seen so far", said));
    }
    let all = || button("", text("Show all"), move || show(panel, Sheet::Findings, Sift::default()));
    empty.then(|| calm("No finding fits these filters", all()))
}

/// A number for a piece of proof.
fn identity(at: usize, evidence: &Evidence) -> u32 {
    number_of((at, &evidence.at, &evidence.label, &evidence.packed, &evidence.value.shown))
}

/// Words of a row, kept true.
fn of(value: &ArcRwSignal<FindingView>, what: impl Fn(&FindingView) -> String + Send + Sync + 'static) -> super::draw::Words {
    let value = value.clone();
    words(move || value.with(&what))
}

/// A part of a row, drawn anew with it.
fn part_of(value: &ArcRwSignal<FindingView>, what: impl Fn(&FindingView) -> AnyView + Send + 'static) -> AnyView {
    let value = value.clone();
    part(move || value.with(&what))
}

fn finding(panel: Panel, row: Row<FindingView>) -> AnyView {
    let Row { id, value, open, .. } = row;
    let body = format!("finding-{id}");
    let who = of(&value, |f| f.finding.recipient.as_ref().map_or_else(|| f.title.clone(), |r| r.name.clone()));
    let v = value.clone();
    let last = ago(panel, move || v.with(|f| f.finding.last));
    let times = of(&value, |f| format!("×{} · ", thousands(f.finding.count)));
    let heading = view! {
        {part_of(&value, |f| severity(f.finding.severity))}
        <bdi class="grow who">{who}</bdi>
        <span class="small muted times">{times} {last}</span>
    };
    let attempted = part_of(&value, |f| match f.finding.attempted {
        true => tag("p", "small muted", text("Attempted: blocked or failed, as far as the browser knows.")),
        false => nothing(),
    });
    let (opened, v) = (open.clone(), value.clone());
    view! {
        <li class=of(&value, |f| format!("item finding edge-{}", f.finding.severity.word()))>
            {line(&body, open, heading.into_any())}
            <p class="said" dir="auto">{of(&value, |f| f.finding.said.clone())}</p>
            {attempted}
            <div id=body>{part_if(move || opened.get().then(|| details(panel, v.clone())))}</div>
        </li>
    }
    .into_any()
}

fn details(panel: Panel, value: ArcRwSignal<FindingView>) -> AnyView {
    let (key, kind) = value.with_untracked(|f| (f.finding.key.clone(), format!("kind:{}", f.finding.kind.word())));
    let (whose, v) = (key.clone(), value.clone());
    // Keyed by what it says, so that an uncovered value and the keyboard's place stay while the finding is counted on.
    let proofs = list("proofs", "Proof", move || {
        v.with(|f| {
            let items = f.finding.evidence.iter().enumerate().map(|(at, e)| {
                let (key, e) = (whose.clone(), e.clone());
                Item { id: identity(at, &e), draw: Arc::new(move || proof(panel, &key, at, &e)) }
            });
            items.collect()
        })
    });
    let seen = of(&value, move |f| {
        let clock = panel.clock.get();
        let (first, last) = (clock.at(f.finding.first), clock.at(f.finding.last));
        match f.finding.count {
            0 | 1 => format!("once, at {first}"),
            n => format!("{} times, first at {first}, last at {last}", thousands(n)),
        }
    });
    let host = of(&value, |f| f.finding.recipient.as_ref().map_or_else(String::new, |r| r.host.clone()));
    let told = |what: fn(&FindingView) -> Vec<&str>| {
        part_of(&value, move |f| {
            let lines = what(f).into_iter().filter(|line| !line.is_empty());
            row(lines.map(|line| own("p", "", text(line))))
        })
    };
    let facts = row([
        fact("What", told(|f| vec![&f.title])),
        fact("Sent to", aside("mono", host)),
        fact("On", tag("span", "mono", part_of(&value, |f| excerpt(&f.finding.page)))),
        fact("Seen", aside("", seen)),
        fact("Why it matters", told(|f| vec![&f.why])),
        fact("How to fix", told(|f| vec![&f.fix])),
        fact("What this cannot tell", told(|f| [&f.cannot_tell].into_iter().chain(&f.finding.limits).map(String::as_str).collect())),
        fact("Why this severity", told(|f| [&f.severity_because].into_iter().chain(&f.finding.adjusted).map(String::as_str).collect())),
    ]);
    let mute = move |what: &str| choose(panel, Choice::of("mute", "what", what), "No more cards for this. It stays in this list.");
    let actions = row([
        button("plain", text("No more cards for this"), move || mute(&key)),
        button("plain", text("No cards of this kind"), move || mute(&kind)),
    ]);
    row([proofs, tag("dl", "", facts), tag("div", "acts", actions)])
}
