//! The list: a row a hit, the latest first, each opening into what it holds.

use super::copies::copies;
use super::head::remark;
use super::parameters::table;
use super::state::{Desk, Known, Mode, Row, moment};
use crate::sift::title;
use leaklight_core::finding::Severity;
use leaklight_core::report::view::HitView;
use leaklight_draw::draw::{Item, Words, button, fact, keyed, opened, opener, own, part, part_if, row, tag, text, words};
use leaklight_draw::parts::{SEVERITIES, excerpt, severity, verdict};
use leaklight_draw::words::thousands;
use leaklight_text::t;
use leptos::prelude::*;
use std::sync::Arc;

/// Rows drawn at first and with every "more": the browser then stays quick with thousands.
const STEP: usize = 50;

/// The sheet.
pub fn sheet(desk: Desk) -> AnyView {
    let most = RwSignal::new(STEP);
    let passing = RwSignal::new(0);
    let items = move || {
        let (sift, most) = (desk.sift.get(), most.get());
        let mut items: Vec<Item> = Vec::new();
        let mut passed = 0;
        desk.rows.with(|rows| {
            for row in rows.iter().rev() {
                if !row.value.with_untracked(|known| sift.passes(&known.hit, &known.hay)) {
                    continue;
                }
                passed += 1;
                if passed <= most {
                    let row = row.clone();
                    items.push(Item { id: row.id, draw: Arc::new(move || hit(desk, &row)) });
                }
            }
        });
        if passing.get_untracked() != passed {
            passing.set(passed);
        }
        items
    };
    let more = part_if(move || {
        let left = passing.get().saturating_sub(most.get());
        let label = t!("Show {n} more of {all}", n = left.min(STEP), all = thousands(left as u32));
        (left > 0).then(|| button("more", text(label), move || most.update(|n| *n += STEP)))
    });
    let columns =
        [t!(clock: "Time"), t!("Recipient"), t!("Event"), t!("Method"), t!("Status"), t!("Worst finding"), t!("Visitor’s choice")];
    let columns = move || tag("div", "hits-columns small muted", row(columns.map(|name| tag("span", "", text(name)))));
    let columns = part_if(move || (passing.get() > 0).then(columns));
    view! {
        <h2 class="unseen">{t!("Hits, the latest first")}</h2>
        {part(move || remark(desk, passing.get()))}
        <div aria-hidden="true">{columns}</div>
        <ul class="hits" aria-label=t!("Hits, the latest first")>{keyed(items)}</ul>
        {more}
    }
    .into_any()
}

fn of(value: &ArcRwSignal<Arc<Known>>, what: impl Fn(&HitView) -> String + Send + Sync + 'static) -> Words {
    let value = value.clone();
    words(move || value.with(|known| what(&known.hit)))
}

fn part_of(value: &ArcRwSignal<Arc<Known>>, what: impl Fn(&HitView) -> AnyView + Send + 'static) -> AnyView {
    let value = value.clone();
    part(move || value.with(|known| what(&known.hit)))
}

fn hit(desk: Desk, row_of: &Row) -> AnyView {
    let Row { id, value, open, .. } = row_of.clone();
    let body = format!("hit-{id}");
    let time = of(&value, move |h| moment(desk.clock.get_untracked(), h.at));
    let event = of(&value, |h| match h.event.as_str() {
        "" => role(&h.role).into(),
        name => name.to_owned(),
    });
    let split = of(&value, |h| {
        if h.parts > 1 { [" ", &t!("{part} of {parts}", part = h.part, parts = thousands(h.parts))].concat() } else { String::new() }
    });
    let inside = row([
        tag("span", "hit-time number", time.into_any()),
        own("bdi", "hit-who", of(&value, |h| h.recipient.name.clone()).into_any()),
        tag("span", "hit-event", row([own("bdi", "", event.into_any()), tag("span", "small muted", split.into_any())])),
        tag("span", "hit-method", of(&value, |h| if h.method.is_empty() { "–".into() } else { h.method.clone() }).into_any()),
        part_of(&value, |h| tag("span", "hit-status", status(h))),
        part_of(&value, |h| tag("span", "hit-worst", worst(h))),
        part_of(&value, |h| tag("span", "hit-verdict", verdict(&h.verdict))),
    ]);
    let edge = of(&value, |h| format!("hit edge-{}", if h.worst.is_empty() { "none" } else { &h.worst }));
    let shown = row_of.clone();
    view! {
        <li class=edge>
            {opener("hit-line", &body, open.clone(), inside)}
            {opened("hit-body", &body, open, move || details(desk, &shown))}
        </li>
    }
    .into_any()
}

/// What stands where no event is named: what the request does for its recipient.
fn role(word: &str) -> &str {
    match word {
        "collect" => t!("no event named"),
        "script" => t!("script"),
        "embed" => t!(part: "embed"),
        "consent" => t!("consent"),
        "other" => t!(role: "other"),
        word => word,
    }
}

fn status(hit: &HitView) -> AnyView {
    match (hit.status, hit.failed.as_str()) {
        (_, "cached") => text(t!("cached")),
        (_, failed) if !failed.is_empty() => tag("span", "hit-failed", text(t!("failed"))),
        (Some(status), _) => text(status.to_string()),
        (None, _) => tag("span", "muted", text("–")),
    }
}

fn worst(hit: &HitView) -> AnyView {
    let of = SEVERITIES.into_iter().find(|s: &Severity| s.word() == hit.worst);
    of.map_or_else(|| tag("span", "muted", text(t!(finding: "none"))), severity)
}

/// What a row opens into.
fn details(desk: Desk, row_of: &Row) -> AnyView {
    let (value, sent) = (row_of.value.clone(), row_of.sent.clone());
    let drawn = part(move || {
        let known = value.get();
        // Before an audience values stay masked; copies are as asked for.
        let whole = sent.get().filter(|_| !desk.presenter.get());
        row([facts(&known.hit), table(&known.hit, whole.as_deref())])
    });
    row([drawn, copies(desk, row_of), compare(desk, row_of)])
}

fn facts(hit: &HitView) -> AnyView {
    let who = &hit.recipient;
    let mut lines = vec![
        fact(t!("Sent to"), row([excerpt(&hit.address), text(" ("), tag("bdi", "", text(hit.kind.clone())), text(")")])),
        fact(t!("From page"), excerpt(&hit.page)),
    ];
    let owner: Vec<&str> = [who.owner.as_deref(), who.category.as_deref()].into_iter().flatten().collect();
    if !owner.is_empty() {
        lines.push(fact(t!("Owner"), tag("bdi", "", text(owner.join(" · ")))));
    }
    if who.relay {
        lines.push(fact(t!("Relay"), text(t!("A vendor’s payload on a host of the site’s own."))));
    }
    if !hit.failed.is_empty() && hit.failed != "cached" {
        lines.push(fact(t!("Did not arrive"), tag("bdi", "", text(hit.failed.clone()))));
    }
    if !hit.sent_on.is_empty() {
        lines.push(fact(t!("Sent on to"), tag("bdi", "", text(hit.sent_on.clone()))));
    }
    if hit.unread {
        lines.push(fact(t!("Not read"), text(t!("Its body, or part of it, could not be read. What it says is not in this list."))));
    }
    let findings = match hit.findings.is_empty() {
        true => text(t!("None rests on it.")),
        false => tag("ul", "plain", row(hit.findings.iter().map(|kind| tag("li", "", text(title(kind).to_owned()))))),
    };
    lines.push(fact(t!("Findings"), findings));
    tag("dl", "hit-facts", row(lines))
}

/// The first of two hits is picked, then the other.
fn compare(desk: Desk, row_of: &Row) -> AnyView {
    let value = row_of.value.clone();
    let label = part(move || {
        text(if desk.picked.get().is_none() { t!("Compare this hit with another") } else { t!("Compare with the hit picked before") })
    });
    let pick = button("", label, move || {
        let known = value.get_untracked();
        match desk.picked.get_untracked() {
            Some(then) => {
                desk.picked.set(None);
                desk.notice.set(String::new());
                desk.mode.set(Mode::Pair(then, known));
                leaklight_draw::draw::focus_soon("compared".into());
            }
            None => {
                desk.picked.set(Some(known));
                desk.notice.set(t!("Picked. Open another hit and press “Compare with the hit picked before”.").into());
            }
        }
    });
    tag("div", "acts", pick)
}
