//! Who was told.

use super::parts::{ago, choose, fact, severity};
use crate::bridge;
use crate::sift::Sift;
use crate::state::{Panel, Row, Sheet};
use crate::words::{count, initial, party};
use leaklight_core::report::view::RecipientView;
use leptos::prelude::*;

/// The list.
pub fn sheet(panel: Panel) -> impl IntoView {
    let none = move || {
        panel.recipients.with(Vec::is_empty).then(|| {
            let read = panel.head.with(|head| count(head.summary.requests, "request", "requests"));
            view! {
                <div class="item calm">
                    <b>"Nobody seen so far"</b>
                    <p>{read} " read, none to another company or to analytics of your own. What was not seen stands at the foot of this sheet."</p>
                </div>
            }
        })
    };
    view! {
        <h2 class="unseen">"Who was told"</h2>
        {none}
        <ul class="list side">
            <For each=move || panel.recipients.get() key=|row| row.id children=move |row| recipient(panel, row) />
        </ul>
    }
}

/// "advertising · Meta Platforms · 6 requests".
fn line(view: &RecipientView) -> String {
    let who = &view.recipient;
    let requests = count(view.requests, "request", "requests");
    let parts = [who.category.as_deref(), who.owner.as_deref(), who.party.is_own().then(|| party(who.party, who.relay)), Some(&requests)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn recipient(panel: Panel, row: Row<RecipientView>) -> impl IntoView {
    let Row { id, value, open, .. } = row;
    let body = format!("recipient-{id}");
    let v = value.clone();
    let name = Memo::new(move |_| v.with(|r| r.recipient.name.clone()));
    let v = value.clone();
    let about = Memo::new(move |_| v.with(line));
    let v = value.clone();
    let worst = Memo::new(move |_| v.with(|r| r.worst));
    let v = value.clone();
    let told = Memo::new(move |_| v.with(|r| r.told.clone()));
    let (o, expanded) = (open.clone(), open.clone());
    view! {
        <li class="item">
            <h3>
                <button
                    type="button"
                    class="line"
                    aria-expanded=move || if expanded.get() { "true" } else { "false" }
                    aria-controls=body.clone()
                    on:click=move |_| o.update(|open| *open = !*open)
                >
                    <span class="av" aria-hidden="true">{move || name.with(|name| initial(name))}</span>
                    <span class="grow">
                        <bdi class="who">{move || name.get()}</bdi>
                        <span class="small muted about" dir="auto">{move || about.get()}</span>
                    </span>
                    {move || worst.get().map(severity)}
                </button>
            </h3>
            {move || told.with(|told| (!told.is_empty()).then(|| chips(told, "Told")))}
            <div id=body>{move || open.get().then(|| details(panel, value.clone()))}</div>
        </li>
    }
}

/// A row of short words.
pub fn chips(words: &[String], name: &'static str) -> impl IntoView + use<> {
    let chips = words.iter().map(|word| view! { <li class="chip" dir="auto">{word.clone()}</li> }).collect_view();
    view! { <ul class="chips" aria-label=name>{chips}</ul> }
}

fn details(panel: Panel, value: ArcRwSignal<RecipientView>) -> impl IntoView {
    let (id, host, own) = value.with_untracked(|r| (r.recipient.id.clone(), r.recipient.host.clone(), r.recipient.party.is_own()));
    let v = value.clone();
    let hosts = Memo::new(move |_| v.with(|r| r.hosts.clone()));
    let v = value.clone();
    let stands = move || v.with(|r| party(r.recipient.party, r.recipient.relay));
    let v = value.clone();
    let baa = move || {
        v.with(|r| {
            if r.baa.is_empty() { "No public position on a business associate agreement is on record here.".into() } else { r.baa.clone() }
        })
    };
    let v = value.clone();
    let failed = move || {
        v.with(|r| {
            (r.failed > 0)
                .then(|| format!("{} of them failed or were blocked: attempted, not received.", count(r.failed, "request", "requests")))
        })
    };
    let v = value.clone();
    let first = move || panel.clock.get().at(v.with(|r| r.first));
    let last = ago(panel, move || value.with(|r| r.last));
    let theirs = id.clone();
    let show = move |_| {
        panel.sift.set(Sift { recipient: Some(theirs.clone()), ..Sift::default() });
        panel.sheet.set(Sheet::Findings);
        bridge::focus("sheet");
    };
    let mute =
        move |_| choose(panel, "mute", "what", format!("recipient:{id}"), "No more cards about this recipient. It stays in this list.");
    let declare = move |_| choose(panel, "own-domain", "domain", host.clone(), "Counted as your own from now on.");
    view! {
        <dl>
            {fact("Whose", stands)}
            {fact("Hosts", move || hosts.get().into_iter().map(|host| view! { <p class="mono"><bdi>{host}</bdi></p> }).collect_view())}
            {fact("Requests seen", view! { "first at " {first} ", last " {last} ". " {failed} })}
            {fact("Agreement (BAA)", baa)}
        </dl>
        <div class="acts">
            <button type="button" on:click=show>"Show its findings"</button>
            <button type="button" class="plain" on:click=mute>"No more cards about it"</button>
            {(!own).then(|| view! { <button type="button" class="plain" on:click=declare>"This domain is ours"</button> })}
        </div>
    }
}
