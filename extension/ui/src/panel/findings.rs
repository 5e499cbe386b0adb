//! What leaked.

use super::parts::{SEVERITIES, ago, choose, excerpt, fact, said, severity};
use super::proof::proof;
use crate::bridge;
use crate::sift::Sift;
use crate::state::{Panel, Row};
use crate::words::{count, thousands};
use leaklight_core::finding::Severity;
use leaklight_core::report::view::{FindingView, Summary};
use leptos::prelude::*;

/// How many rows are drawn at first and with every "more": the browser then stays quick with thousands.
const STEP: usize = 100;

/// The list with its filters.
pub fn sheet(panel: Panel) -> impl IntoView {
    let most = RwSignal::new(STEP);
    let passing = Memo::new_with_compare(
        move |_| {
            let sift = panel.sift.get();
            panel.findings.with(|rows| rows.iter().filter(|row| row.value.with_untracked(|f| sift.passes(f))).cloned().collect::<Vec<_>>())
        },
        |before, now| {
            let ids = |rows: Option<&Vec<Row<FindingView>>>| rows.map(|rows| rows.iter().map(|row| row.id).collect::<Vec<_>>());
            ids(before) != ids(now)
        },
    );
    let drawn = move || passing.with(|rows| rows.iter().take(most.get()).cloned().collect::<Vec<_>>());
    let left = move || passing.with(Vec::len).saturating_sub(most.get());
    let more = move || {
        (left() > 0).then(|| {
            view! {
                <button type="button" class="more" on:click=move |_| most.update(|n| *n += STEP)>
                    {format!("Show {} more of {}", left().min(STEP), thousands(left() as u32))}
                </button>
            }
        })
    };
    view! {
        <h2 class="unseen">"What leaked"</h2>
        {filters(panel)}
        {move || nothing(panel, passing.with(Vec::is_empty))}
        <ul class="list">
            <For each=drawn key=|row| row.id children=move |row| finding(panel, row) />
        </ul>
        {more}
    }
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

fn filters(panel: Panel) -> impl IntoView {
    let sift = panel.sift;
    let summary = Memo::new(move |_| panel.head.with(|head| head.summary.clone()));
    let button = move |which: Severity| {
        let pressed = move || sift.with(|s| s.severities.contains(&which));
        view! {
            <button
                type="button"
                class="filter"
                aria-pressed=move || if pressed() { "true" } else { "false" }
                on:click=move |_| sift.update(|s| s.toggle(which))
            >
                {said(which)} " " <span class="number">{move || thousands(summary.with(|s| number(s, which)))}</span>
            </button>
        }
    };
    let whose = move || {
        let id = sift.with(|s| s.recipient.clone())?;
        let name = panel.recipients.with(|rows| {
            rows.iter().find_map(|row| row.value.with_untracked(|r| (r.recipient.id == id).then(|| r.recipient.name.clone())))
        });
        let only = format!("Only {}", name.unwrap_or(id));
        Some(view! {
            <button type="button" class="filter" aria-pressed="true" on:click=move |_| sift.update(|s| s.recipient = None)>
                <bdi>{only}</bdi>
            </button>
        })
    };
    let typed = Memo::new(move |_| sift.with(|s| s.typed.clone()));
    view! {
        <div class="filters">
            <input
                type="search"
                aria-label="Search the findings"
                placeholder="Search the findings"
                prop:value=move || typed.get()
                on:input=move |event| sift.update(|s| s.search(&event_target_value(&event)))
            />
            <div class="row wrap" role="group" aria-label="Show only">
                {SEVERITIES.map(button).to_vec()}
                {whose}
            </div>
        </div>
    }
}

/// What is said where the list is empty, or holds nothing above Info. Never "clean".
fn nothing(panel: Panel, empty: bool) -> Option<AnyView> {
    let worst = panel.head.with(|head| head.summary.worst);
    if worst.is_none_or(|worst| worst == Severity::Info) && (panel.sift.with(Sift::is_open) || panel.findings.with(Vec::is_empty)) {
        let read = panel.head.with(|head| count(head.summary.requests, "request", "requests"));
        return Some(
            view! {
                <div class="item calm">
                    <b>"Nothing above Info seen so far"</b>
                    <p>{read} " read. That says nothing about what was not seen: see the foot of this sheet."</p>
                </div>
            }
            .into_any(),
        );
    }
    empty.then(|| {
        view! {
            <div class="item calm">
                <b>"No finding fits these filters"</b>
                <p>
                    <button
                        type="button"
                        on:click=move |_| {
                            panel.sift.set(Sift::default());
                            bridge::focus("sheet");
                        }
                    >
                        "Show all"
                    </button>
                </p>
            </div>
        }
        .into_any()
    })
}

fn finding(panel: Panel, row: Row<FindingView>) -> impl IntoView {
    let Row { id, value, open, .. } = row;
    let body = format!("finding-{id}");
    let (v, o) = (value.clone(), open.clone());
    let grade = Memo::new(move |_| v.with(|f| f.finding.severity));
    let v = value.clone();
    let who = Memo::new(move |_| v.with(|f| f.finding.recipient.as_ref().map_or_else(|| f.title.clone(), |r| r.name.clone())));
    let v = value.clone();
    let sentence = Memo::new(move |_| v.with(|f| f.finding.said.clone()));
    let v = value.clone();
    let times = Memo::new(move |_| v.with(|f| format!("×{}", thousands(f.finding.count))));
    let v = value.clone();
    let attempted = Memo::new(move |_| v.with(|f| f.finding.attempted));
    let v = value.clone();
    let last = ago(panel, move || v.with(|f| f.finding.last));
    let expanded = open.clone();
    view! {
        <li class=move || format!("item finding edge-{}", grade.get().word())>
            <h3>
                <button
                    type="button"
                    class="line"
                    aria-expanded=move || if expanded.get() { "true" } else { "false" }
                    aria-controls=body.clone()
                    on:click=move |_| o.update(|open| *open = !*open)
                >
                    {move || severity(grade.get())}
                    <bdi class="grow who">{move || who.get()}</bdi>
                    <span class="small muted times">{move || times.get()} " · " {last}</span>
                </button>
            </h3>
            <p class="said" dir="auto">{move || sentence.get()}</p>
            {move || attempted.get().then(|| view! { <p class="small muted">"Attempted: blocked or failed, as far as the browser knows."</p> })}
            <div id=body>{move || open.get().then(|| details(panel, value.clone()))}</div>
        </li>
    }
}

fn details(panel: Panel, value: ArcRwSignal<FindingView>) -> impl IntoView {
    let v = value.clone();
    // Drawn anew only where the proof itself changed, so that an uncovered value and the keyboard's place stay.
    let evidence = Memo::new(move |_| v.with(|f| f.finding.evidence.clone()));
    let key = value.with_untracked(|f| f.finding.key.clone());
    let list = move || evidence.with(|all| all.iter().enumerate().map(|(at, e)| proof(panel, &key, at, e)).collect_view());
    let v = value.clone();
    let seen = move || {
        let clock = panel.clock.get();
        v.with(|f| {
            let (count, first, last) = (f.finding.count, f.finding.first, f.finding.last);
            match count {
                0 | 1 => format!("once, at {}", clock.at(first)),
                n => format!("{} times, first at {}, last at {}", thousands(n), clock.at(first), clock.at(last)),
            }
        })
    };
    let v = value.clone();
    let words = Memo::new(move |_| {
        v.with(|f| {
            let mut because = vec![f.severity_because.clone()];
            because.extend(f.finding.adjusted.iter().cloned());
            let mut cannot = vec![f.cannot_tell.clone()];
            cannot.extend(f.finding.limits.iter().cloned());
            let host = f.finding.recipient.as_ref().map(|r| r.host.clone());
            (f.title.clone(), f.why.clone(), f.fix.clone(), cannot, because, host)
        })
    });
    let v = value.clone();
    let page = move || v.with(|f| excerpt(&f.finding.page));
    let paragraphs =
        |lines: Vec<String>| lines.into_iter().filter(|l| !l.is_empty()).map(|l| view! { <p dir="auto">{l}</p> }).collect_view();
    view! {
        <ul class="proofs" aria-label="Proof">{list}</ul>
        <dl>
            {fact("What", move || words.with(|w| w.0.clone()))}
            {fact("Sent to", move || words.with(|w| w.5.clone()).map(|host| view! { <bdi class="mono">{host}</bdi> }))}
            {fact("On", view! { <span class="mono">{page}</span> })}
            {fact("Seen", seen)}
            {fact("Why it matters", move || words.with(|w| paragraphs(vec![w.1.clone()])))}
            {fact("How to fix", move || words.with(|w| paragraphs(vec![w.2.clone()])))}
            {fact("What this cannot tell", move || words.with(|w| paragraphs(w.3.clone())))}
            {fact("Why this severity", move || words.with(|w| paragraphs(w.4.clone())))}
        </dl>
        {actions(panel, &value)}
    }
}

fn actions(panel: Panel, value: &ArcRwSignal<FindingView>) -> impl IntoView + use<> {
    let (key, kind) = value.with_untracked(|f| (f.finding.key.clone(), format!("kind:{}", f.finding.kind.word())));
    let mute = move |what: String| choose(panel, "mute", "what", what, "No more cards for this. It stays in this list.");
    view! {
        <div class="acts">
            <button type="button" class="plain" on:click=move |_| mute(key.clone())>"No more cards for this"</button>
            <button type="button" class="plain" on:click=move |_| mute(kind.clone())>"No cards of this kind"</button>
        </div>
    }
}
