//! A test patient: fill it into the page, look for it or not, and change its details. A change is kept as it is made.

use super::draw::{begin, button, check, field, focus_soon, opened, opener, ours, own, part, row, tag, text, truth, words};
use super::known::of_persona;
use super::parts::{ask_own, choose, dotted, not_done, told};
use crate::bridge;
use crate::persona::{self as say, about, asked, detail, is_long, label, own_name, with_detail};
use crate::state::{Changes, Choice, Notice, Panel, Row};
use leaklight_core::known::What;
use leaklight_core::persona::{Persona, check as looks_wrong};
use leaklight_text::{Message, message, t};
use leptos::prelude::*;

const BLANK: Message = message!("My test patient");
const NAME: Message = message!("What you call it");
const KEEP: Message = message!("Keep on this computer");
const KEPT: Message = message!("Otherwise it is gone when the browser closes.");
const HOW: Message = message!("A change counts as soon as you leave its field. Leave empty what this patient should not have.");

/// The buttons below the list: the same whether or not there is one yet, so that the keyboard is not lost.
pub fn add(panel: Panel) -> AnyView {
    let make = move || {
        let made = say::made(bridge::seed());
        let made = Persona { name: own_name(&made.name, &shown(panel)), ..made };
        let done = t!("Made up: {name}. It is looked for from now on.", name = made.name);
        choose(panel, Choice::persona(made, true), done);
    };
    let enter = move || {
        let mut all = shown(panel);
        let blank = Persona { name: own_name(BLANK.say(), &all), ..say::blank(bridge::seed()) };
        all.push(blank);
        panel.show_personas(all);
        if let Some(row) = panel.personas.with_untracked(|rows| rows.last().cloned()) {
            row.open.set(true);
            focus_soon(input(row.id, What::FirstName.word()));
        }
    };
    tag("div", "acts", row([button("", text(t!("Make one up")), make), button("plain", text(t!("Enter details of your own")), enter)]))
}

fn shown(panel: Panel) -> Vec<Persona> {
    panel.personas.with_untracked(|rows| rows.iter().map(|row| row.value.get_untracked()).collect())
}

fn others(panel: Panel, id: &str) -> Vec<Persona> {
    shown(panel).into_iter().filter(|p| p.id != id).collect()
}

fn input(id: u32, name: &str) -> String {
    format!("persona-{id}-{name}")
}

/// One of the list.
pub fn persona(panel: Panel, row_of: Row<Persona>) -> AnyView {
    let Row { id, value, open, .. } = row_of;
    let body = format!("persona-{id}");
    let (v, w) = (value.clone(), value.clone());
    let name = words(move || v.with(|p| say::name(p).to_owned()));
    // Several are told apart by those who hear one button after the other, too.
    let of = |words: &'static str| {
        let name = name.clone();
        row([text(words), tag("span", "unseen", row([text(" "), name.into_any()]))])
    };
    let held = part(move || w.with(|p| ours("small muted", dotted(&about(p).each_ref().map(String::as_str)))));
    let v = value.clone();
    let fill = button("main", of(t!("Fill into the page’s form")), move || fill(panel, v.with_untracked(|p| p.id.clone())));
    let acts = row([fill, opener("", &body, open.clone(), of(t!(verb: "Change")))]);
    let shown = Shown { value: value.clone(), kept: ArcRwSignal::new(value.get_untracked()) };
    let (v, s) = (value.clone(), shown.clone());
    let looked = check(truth(move || v.with(|p| p.on)), of(t!("Look for these details")), move |on| {
        let said = if on { t!("Looked for from now on.") } else { t!("Not looked for any more.") };
        change(panel, &s, ArcRwSignal::default(), said, |p| Persona { on, ..p })
    });
    let edit = opened("own", &body, open, move || edit(panel, id, shown.clone()));
    let parts = [own("h3", "who", name.clone().into_any()), held, tag("div", "acts", acts), edit, looked, of_persona(panel, value)];
    tag("li", "item persona", row(parts))
}

fn fill(panel: Panel, id: String) {
    let Some(tab) = panel.tab() else { return };
    begin(async move {
        let reply = bridge::ask("fill", &[("tab", tab.into()), ("persona", id.into())]).await;
        panel.notice.set(if reply.ok { say::filled(&reply.text) } else { not_done(&reply) }.into());
    });
}

/// A test patient as it is shown, and as it was before the changes that are still to be answered.
#[derive(Clone)]
struct Shown {
    value: ArcRwSignal<Persona>,
    kept: ArcRwSignal<Persona>,
}

/// Keeps a change; what is said of it stands in `done`. Shown at once: the next change is made to what is shown.
fn change(panel: Panel, shown: &Shown, done: ArcRwSignal<String>, words: &str, with: impl FnOnce(Persona) -> Persona) {
    let (Shown { value, kept }, words) = (shown.clone(), words.to_owned());
    let before = value.get_untracked();
    let after = with(before.clone());
    if after == before {
        return;
    }
    if Changes::now().settled() {
        kept.set(before.clone());
    }
    value.set(after.clone());
    // One without details is none to the worker: it is shown here alone, to be given some.
    let keep = !after.details.is_empty();
    if !keep && before.details.is_empty() {
        return done.set(words);
    }
    Changes::made();
    begin(async move {
        let reply = told(&Choice::persona(after.clone(), keep), &[]).await;
        Changes::answered();
        if reply.ok {
            kept.set(after);
            done.set(words);
        } else {
            // Else the list, asked for anew, would not have it, and what else was typed would go with it.
            if value.with_untracked(|now| *now == after) {
                value.set(kept.get_untracked());
            }
            panel.notice.set(Notice::from(not_done(&reply)));
        }
        ask_own(panel).await;
    });
}

fn edit(panel: Panel, id: u32, shown: Shown) -> AnyView {
    let value = shown.value.clone();
    let done = ArcRwSignal::new(String::new());
    let (v, w, d) = (value.clone(), shown.clone(), done.clone());
    let name = field(
        "field long",
        input(id, "name"),
        text(NAME.say()),
        words(move || v.with(|p| p.name.clone())),
        words(String::new),
        move |name| {
            let wished = if name.trim().is_empty() { BLANK.say() } else { name.trim() };
            change(panel, &w, d.clone(), t!("Name changed."), |p| Persona { name: own_name(wished, &others(panel, &p.id)), ..p })
        },
    );
    // Its kinds of details do not change while it is open, but for one that is emptied.
    let kinds = value.with_untracked(asked);
    let fields = kinds.into_iter().map(|what| {
        let (v, remarked, w, d) = (value.clone(), value.clone(), shown.clone(), done.clone());
        let remark = words(move || {
            remarked.with(|p| match detail(p, what) {
                "" => String::new(),
                held => looks_wrong(what, held).unwrap_or_default().to_owned(),
            })
        });
        let class = if is_long(what) { "field long" } else { "field" };
        let typed = words(move || v.with(|p| detail(p, what).to_owned()));
        field(class, input(id, what.word()), text(label(what)), typed, remark, move |typed| {
            let detail = label(what);
            let said = if typed.trim().is_empty() { t!("{detail} left out.") } else { t!("{detail} changed.") };
            change(panel, &w, d.clone(), &said, |p| with_detail(p, what, &typed));
        })
    });
    let fields = row(std::iter::once(name).chain(fields));
    let details = tag("fieldset", "", row([tag("legend", "", text(t!("Details"))), tag("div", "fields", fields)]));
    let (v, w, d) = (value.clone(), shown, done.clone());
    let keep = check(
        truth(move || v.with(|p| p.saved)),
        row([tag("b", "", text(KEEP.say())), own("span", "small muted", text(KEPT.say()))]),
        move |saved| {
            let said = if saved { t!("Kept on this computer.") } else { t!("Gone when the browser closes.") };
            change(panel, &w, d.clone(), said, |p| Persona { saved, ..p });
        },
    );
    let remove = button("plain", text(t!("Remove this test patient")), move || {
        let gone = value.get_untracked();
        let said = t!("Removed: {name}.", name = say::name(&gone));
        panel.show_personas(others(panel, &gone.id));
        if gone.details.is_empty() {
            panel.notice.set(said.into());
        } else {
            choose(panel, Choice::persona(gone, false), said);
        }
        bridge::focus_near("sheet");
    });
    let said = view! { <p class="small done" role="status">{words(move || done.get())}</p> };
    row([own("p", "small muted", text(HOW.say())), details, keep, said.into_any(), remove])
}
