//! Who was told.

use super::consent::signals;
use super::draw::{
    Item, Words, aside, begin, button, calm, fact, field, focus_soon, line, line_id, list, nothing, ours, part, part_if, row, tag, text,
    words,
};
use super::eye::eye;
use super::findings::more;
use super::head::show;
use super::lineage::show_node;
use super::parts::{chips, choose, dotted, not_done, severity, told};
use super::picture::picture;
use super::relay::relay;
use crate::sift::Sift;
use crate::state::{Choice, Panel, Row, Sheet};
use crate::words::{count, initial, thousands};
use leaklight_core::report::picture::Which;
use leaklight_core::report::plain::{category, whose};
use leaklight_core::report::view::RecipientView;
use leaklight_text::{Message, message, t};
use leptos::prelude::*;
use std::sync::Arc;

const NO_BAA: Message = message!("No public position on a business associate agreement is on record here.");

const NOTED: Message = message!("Your note is kept on this computer.");

/// How many are listed before one asks for more.
pub const STEP: usize = 30;

/// The list.
pub fn sheet(panel: Panel) -> AnyView {
    let none = part_if(move || {
        let requests = panel.head.with(|head| count(head.summary.requests, t!("request"), t!("requests")));
        panel.recipients.with(Vec::is_empty).then(|| calm(t!("Nobody seen so far"), text(t!("{requests} read, none to another company or to analytics of your own. What was not seen stands at the foot of this sheet."))))
    });
    let rows = move || {
        let item = |row: Row<RecipientView>| Item { id: row.id, draw: Arc::new(move || recipient(panel, row.clone())) };
        panel.recipients.get().into_iter().take(panel.reach.get()).map(item).collect()
    };
    let more = more(panel.reach, STEP, move || panel.recipients.with(Vec::len));
    let flow = part_if(move || panel.recipients.with(|rows| !rows.is_empty()).then(|| picture(panel, Which::Flow)));
    row([tag("h2", "unseen", text(t!("Who was told"))), none, flow, list("list side", t!("Who was told"), rows), more])
}

fn about(view: &RecipientView) -> AnyView {
    let who = &view.recipient;
    let requests = count(view.requests, t!("request"), t!("requests"));
    let kind = who.category.as_deref().map(category).unwrap_or_default();
    let own = if who.party.is_own() { whose(who.party, who.relay) } else { "" };
    dotted(&[&kind, who.owner.as_deref().unwrap_or_default(), own, &requests])
}

fn of(value: &ArcRwSignal<RecipientView>, what: impl Fn(&RecipientView) -> String + Send + Sync + 'static) -> Words {
    let value = value.clone();
    words(move || value.with(&what))
}

fn part_of(value: &ArcRwSignal<RecipientView>, what: impl Fn(&RecipientView) -> AnyView + Send + 'static) -> AnyView {
    let value = value.clone();
    part(move || value.with(&what))
}

fn body(id: u32) -> String {
    format!("recipient-{id}")
}

/// Turns to the list and opens a recipient's row.
pub fn show_row(panel: Panel, recipient: &str) {
    let found = |row: &&Row<RecipientView>| row.value.with_untracked(|r| r.recipient.id == recipient);
    let row = panel.recipients.with_untracked(|rows| {
        let at = rows.iter().position(|row| found(&row))?;
        panel.reach.update(|reach| *reach = (*reach).max(at + 1));
        rows.get(at).cloned()
    });
    panel.sheet.set(Sheet::Recipients);
    let id = row.map(|row| {
        row.open.set(true);
        line_id(&body(row.id))
    });
    focus_soon(id.unwrap_or_else(|| "sheet".to_owned()));
}

fn recipient(panel: Panel, row: Row<RecipientView>) -> AnyView {
    let Row { id, value, open, .. } = row;
    let body = body(id);
    let heading = view! {
        <span class="av" aria-hidden="true">{of(&value, |r| initial(&r.recipient.name))}</span>
        <span class="grow">
            <bdi class="who">{of(&value, |r| r.recipient.name.clone())}</bdi>
            {ours("small muted about", part_of(&value, about))}
        </span>
        {part_of(&value, |r| r.worst.map_or_else(nothing, severity))}
    };
    let (opened, v) = (open.clone(), value.clone());
    view! {
        <li class="item">
            {line("h3", &body, open, heading.into_any())}
            {part_of(&value, |r| chips(&r.told, t!("Told")))}
            <div id=body>{part_if(move || opened.get().then(|| details(panel, id, v.clone())))}</div>
        </li>
    }
    .into_any()
}

fn details(panel: Panel, number: u32, value: ArcRwSignal<RecipientView>) -> AnyView {
    let (id, host, own) = value.with_untracked(|r| (r.recipient.id.clone(), r.recipient.host.clone(), r.recipient.party.is_own()));
    let hosts = part_of(&value, |r| row(r.hosts.iter().map(|host| tag("p", "mono", tag("bdi", "", text(host))))));
    let seen = of(&value, move |r| {
        let clock = panel.clock.get();
        let seen = t!("first at {first}, last {last}.", first = clock.at(r.first), last = clock.ago(r.last));
        match r.failed {
            0 => seen,
            1 => [&seen, " ", t!("1 of them failed or was blocked: attempted, not received.")].concat(),
            n => [seen, t!("{failed} of them failed or were blocked: attempted, not received.", failed = thousands(n))].join(" "),
        }
    });
    let noted = note(panel, number, &id, &value);
    let facts = row([
        fact(t!("Whose"), aside("", of(&value, |r| whose(r.recipient.party, r.recipient.relay).to_owned()))),
        part_of(&value, |r| if r.because.is_empty() { nothing() } else { fact(t!("Why it is listed"), text(r.because.clone())) }),
        fact(t!("Hosts"), hosts),
        fact(t!("Requests seen"), aside("", seen)),
        fact(
            t!("Agreement (BAA)"),
            row([aside("", of(&value, |r| if r.baa.is_empty() { NO_BAA.say().to_owned() } else { r.baa.clone() })), noted]),
        ),
    ]);
    let sift = Sift { recipient: Some(id.clone()), ..Sift::default() };
    let node = id.clone();
    let mute = move || {
        let choice = Choice::of("mute", "what", format!("recipient:{id}"));
        choose(panel, choice, t!("No more cards about this recipient. It stays in this list."));
    };
    let declare = move || choose(panel, Choice::of("own-domain", "domain", host.clone()), t!("Counted as your own from now on."));
    let actions = row([
        button("", text(t!("Show its findings")), move || show(panel, Sheet::Findings, sift.clone())),
        button("", text(t!("How it got here")), move || show_node(panel, &node)),
        button("plain", text(t!("No more cards about it")), mute),
        if own { nothing() } else { button("plain", text(t!("This domain is ours")), declare) },
    ]);
    let consent = part_of(&value, |r| signals(&r.consent));
    let eye = part_of(&value, move |r| eye(panel, r));
    row([relay(panel, number, value), tag("dl", "", facts), eye, consent, tag("div", "acts", actions)])
}

/// The person's own word on an agreement, beside the vendor's public position.
fn note(panel: Panel, number: u32, id: &str, value: &ArcRwSignal<RecipientView>) -> AnyView {
    let id = id.to_owned();
    let kept = move |note: String| {
        let mut choice = Choice::of("baa", "recipient", &id);
        choice.fields.push(("note", note.into()));
        begin(async move {
            let reply = told(&choice, &[]).await;
            panel.notice.set(if reply.ok { NOTED.say().to_owned() } else { not_done(&reply) }.into());
        });
    };
    field(
        "field long",
        format!("note-{number}"),
        text(t!("Your own note on an agreement")),
        of(value, |r| r.note.clone()),
        words(String::new),
        kept,
    )
}
