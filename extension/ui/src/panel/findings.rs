//! What leaked.

use super::details::details;
use super::draw::{Item, Words, button, calm, line, list, nothing, part, part_if, row, switch, tag, text, truth, words};
use super::head::show;
use super::parts::{SEVERITIES, ago, said, severity};
use super::rules::rules;
use crate::sift::Sift;
use crate::state::{Panel, Row, Sheet};
use crate::words::{count, thousands};
use leaklight_core::finding::Severity;
use leaklight_core::report::view::{FindingView, Summary};
use leaklight_text::t;
use leptos::prelude::*;
use std::sync::Arc;

/// How many rows a stretch has, and are drawn at first: the browser then stays quick with thousands.
const STEP: usize = 100;
/// How many of the findings another one joins are drawn beneath it at first.
const FEW: usize = 6;

/// The list with its filters.
pub fn sheet(panel: Panel) -> AnyView {
    // Besides the first stretch of rows one is drawn with its neighbours, the one that came into sight last; 0 for none.
    let seen = RwSignal::new(0);
    let nothing_fits = RwSignal::new(false);
    let drawn = move || {
        let (sift, sight) = (panel.sift.get(), seen.get());
        let mut passing = Vec::new();
        panel.findings.with(|rows| {
            panel.joined.with(|joined| {
                let passes = |row: &&Row<FindingView>| {
                    !joined.has(row)
                        && row.value.with_untracked(|f| {
                            sift.passes(f, |each| joined.beneath(f).for_each(|part| part.value.with_untracked(&mut *each)))
                        })
                };
                passing.extend(rows.iter().filter(passes).cloned());
            });
        });
        if nothing_fits.get_untracked() != passing.is_empty() {
            nothing_fits.set(passing.is_empty());
        }
        let mut items = Vec::new();
        for (n, stretch) in passing.chunks(STEP).enumerate() {
            if n == 0 || sight > 0 && n.abs_diff(sight) <= 1 {
                items.extend(stretch.iter().cloned().map(|row| Item { id: row.id, draw: Arc::new(move || finding(panel, row.clone())) }));
            } else {
                items.push(gap(seen, n, stretch.len()));
            }
        }
        items
    };
    view! {
        <h2 class="unseen">{t!("What leaked")}</h2>
        {filters(panel, seen)}
        {part_if(move || remark(panel, nothing_fits.get()))}
        {list("list", t!("What leaked"), drawn)}
        {rules(panel)}
    }
    .into_any()
}

/// In place of the rows of a stretch that is not drawn: pressed, it is; the page presses it as it comes into sight.
fn gap(seen: RwSignal<usize>, n: usize, rows: usize) -> Item {
    let draw = move || {
        // How high it is the page sets: a policy of the extension's takes no style from here.
        view! { <li class="gap" data-rows=rows>{button("more", text(t!("Show more")), move || seen.set(n))}</li> }.into_any()
    };
    // No row has such a number; of another length it is another gap.
    Item { id: 1 << 31 | (n << 8 | rows) as u32, draw: Arc::new(draw) }
}

/// A button for the rows that are not drawn yet.
pub fn more(most: RwSignal<usize>, step: usize, all: impl Fn() -> usize + Send + 'static) -> AnyView {
    part_if(move || {
        let left = all().saturating_sub(most.get());
        let label = t!("Show {step} more of {left}", step = left.min(step), left = thousands(left as u32));
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

fn filters(panel: Panel, seen: RwSignal<usize>) -> AnyView {
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
        let only = t!("Only {name}", name = name.unwrap_or(id));
        let label = view! { <bdi>{only}</bdi> }.into_any();
        switch("filter", truth(|| true), label, move || sift.update(|s| s.recipient = None))
    });
    let typed = words(move || sift.with(|s| s.typed.clone()));
    view! {
        <div class="filters">
            <input
                type="search"
                aria-label=t!("Search the findings")
                placeholder=t!("Search the findings")
                prop:value=typed
                on:input=move |event| {
                    // Another search begins above.
                    seen.set(0);
                    sift.update(|s| s.search(&event_target_value(&event)));
                }
            />
            <div class="row wrap" role="group" aria-label=t!("Show only")>
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
        let requests = panel.head.with(|head| count(head.summary.requests, t!("request"), t!("requests")));
        let said = text(t!("{requests} read. That says nothing about what was not seen: see the foot of this sheet."));
        return Some(calm(t!("Nothing above Info seen so far"), said));
    }
    let all = || button("", text(t!("Show all")), move || show(panel, Sheet::Findings, Sift::default()));
    empty.then(|| calm(t!("No finding fits these filters"), all()))
}

/// Words of a row, kept true.
pub fn of(value: &ArcRwSignal<FindingView>, what: impl Fn(&FindingView) -> String + Send + Sync + 'static) -> Words {
    let value = value.clone();
    words(move || value.with(&what))
}

/// A part of a row, drawn anew with it.
pub fn part_of(value: &ArcRwSignal<FindingView>, what: impl Fn(&FindingView) -> AnyView + Send + 'static) -> AnyView {
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
    let v = value.clone();
    let (kind, to) = value.with_untracked(told);
    view! {
        <li class=of(&value, |f| format!("item finding edge-{}", f.finding.severity.word())) data-kind=kind data-to=to>
            {line("h3", &body, open.clone(), heading.into_any())}
            <p class="said" dir="auto">{of(&value, |f| f.finding.said.clone())}</p>
            {part_of(&value, |f| attempted(f.finding.attempted))}
            {parts(panel, id, value.clone())}
            {unfolded(panel, body, open, v)}
        </li>
    }
    .into_any()
}

/// Its kind and whom it is about, for a lesson that points at it: what a row is about never changes.
fn told(f: &FindingView) -> (&'static str, String) {
    (f.finding.kind.word(), f.finding.recipient.as_ref().map_or_else(String::new, |r| r.id.clone()))
}

fn attempted(attempted: bool) -> AnyView {
    match attempted {
        true => tag("p", "small muted", text(t!("Attempted: blocked or failed, as far as the browser knows."))),
        false => nothing(),
    }
}

fn unfolded(panel: Panel, body: String, open: ArcRwSignal<bool>, value: ArcRwSignal<FindingView>) -> AnyView {
    let id = body.clone();
    let inside = part_if(move || open.get().then(|| details(panel, &body, value.clone())));
    view! { <div id=id>{inside}</div> }.into_any()
}

/// What makes up a finding that joins others: each opens where it stands.
fn parts(panel: Panel, story: u32, value: ArcRwSignal<FindingView>) -> AnyView {
    let v = value.clone();
    let class = words(move || if v.with(|f| f.finding.joins.is_empty()) { "gone" } else { "parts" }.to_owned());
    let most = RwSignal::new(FEW);
    let v = value.clone();
    let rows = list("", t!("What makes it up"), move || {
        let item = |part: &Row<FindingView>| {
            let part = part.clone();
            Item { id: part.id, draw: Arc::new(move || joined_row(panel, story, part.clone())) }
        };
        v.with(|f| panel.joined.with(|joined| joined.beneath(f).take(most.get()).map(item).collect()))
    });
    let all = move || value.with(|f| panel.joined.with(|joined| joined.beneath(f).count()));
    view! { <div class=class>{row([tag("p", "small muted", text(t!("What makes it up"))), rows, more(most, STEP, all)])}</div> }.into_any()
}

fn joined_row(panel: Panel, story: u32, part: Row<FindingView>) -> AnyView {
    let Row { id, value, open, .. } = part;
    let body = format!("part-{story}-{id}");
    let times = of(&value, |f| format!("×{}", thousands(f.finding.count)));
    // Its sentence and not its title: several may have one title, "Personal detail sent to another company".
    let heading = view! {
        {part_of(&value, |f| severity(f.finding.severity))}
        <span class="grow" dir="auto">{of(&value, |f| f.finding.said.clone())}</span>
        <span class="small muted times">{times}</span>
    };
    let (shown, v) = (open.clone(), value.clone());
    let tried = part_if(move || shown.get().then(|| v.with(|f| attempted(f.finding.attempted))));
    let (kind, to) = value.with_untracked(told);
    let inside = row([line("h4", &body, open.clone(), heading.into_any()), tried, unfolded(panel, body, open, value)]);
    view! { <li data-kind=kind data-to=to>{inside}</li> }.into_any()
}
