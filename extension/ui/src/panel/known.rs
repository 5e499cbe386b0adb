//! The test patients, and what of the known values has left and for whom.

use super::draw::{Item, begin, keyed, leads, list, nothing, ours, own, part, part_if, row, tag, text, words};
use super::findings::more;
use super::parts::{ago, ask_own, dotted, excerpt, sent_to};
use super::persona::{add, persona};
use super::recipients::show_row;
use crate::persona::{holds, left};
use crate::state::{Panel, Row};
use crate::words::count;
use leaklight_core::persona::Persona;
use leaklight_core::report::view::{KnownView, LeftView};
use leaklight_text::{Message, message, t};
use leptos::prelude::*;
use std::sync::Arc;

const STEP: usize = 50;
const WHY: Message = message!(
    "A test patient is a made-up person whose details you type into a page. Leaklight then looks for exactly these details in everything the page sends, scrambled or not, and says who got them."
);
const REAL: Message = message!("Made-up details only. Never enter those of a real person.");
const OTHERS: Message = message!("Typed or selected on this page, or found in its address, its title and what it stores.");

/// The sheet.
pub fn sheet(panel: Panel) -> AnyView {
    begin(ask_own(panel));
    let none = part_if(move || {
        let none = panel.personas.with(Vec::is_empty);
        none.then(|| tag("div", "item calm", row([tag("b", "", text(t!("No test patient yet"))), own("p", "", text(WHY.say()))])))
    });
    let patients = list("list", t!("Test patients"), move || {
        let item = |row: &Row<Persona>| {
            let row = row.clone();
            Item { id: row.id, draw: Arc::new(move || persona(panel, row.clone())) }
        };
        panel.personas.with(|rows| rows.iter().map(item).collect())
    });
    row([
        tag("h2", "unseen", text(t!("Test patient"))),
        none,
        patients,
        add(panel),
        own("p", "small warned", text(REAL.say())),
        others(panel),
    ])
}

/// The values a test patient holds, and what has left of them.
pub fn of_persona(panel: Panel, persona: ArcRwSignal<Persona>) -> AnyView {
    let p = persona.clone();
    let sum = part(move || {
        let off = p.with(|p| !p.on);
        let held =
            || panel.known.with(|rows| rows.iter().map(|row| row.value.get()).filter(|k| p.with(|p| holds(p, k))).collect::<Vec<_>>());
        let said = if off { t!("Not looked for.").to_owned() } else { left(held().iter()) };
        tag("p", "small muted", ours("", text(said)))
    });
    let rows = list("values", t!("Its details"), move || {
        panel.known.with(|rows| persona.with(|p| items(panel, rows.iter().filter(|row| p.on && row.value.with(|k| holds(p, k))))))
    });
    row([sum, rows])
}

/// Those no test patient that is looked for holds.
fn others(panel: Panel) -> AnyView {
    let most = RwSignal::new(STEP);
    let theirs = move |row: &&Row<KnownView>| {
        let held = |k: &KnownView| panel.personas.with(|all| all.iter().any(|p| p.value.with(|p| p.on && holds(p, k))));
        !row.value.with(held)
    };
    let all = move || panel.known.with(|rows| rows.iter().filter(theirs).count());
    let class = words(move || if all() == 0 { "gone" } else { "others" }.to_owned());
    let rows = keyed(move || panel.known.with(|rows| items(panel, rows.iter().filter(theirs).take(most.get()))));
    view! {
        <section class=class>
            <h3>{t!("Also looked for")}</h3>
            {own("p", "small muted", text(OTHERS.say()))}
            <ul class="item values" aria-label=t!("Also looked for")>
                {rows}
            </ul>
            {more(most, STEP, all)}
        </section>
    }
    .into_any()
}

fn items<'r>(panel: Panel, rows: impl Iterator<Item = &'r Row<KnownView>>) -> Vec<Item> {
    let item = |row: &Row<KnownView>| {
        let value = row.value.clone();
        Item { id: row.id, draw: Arc::new(move || entry(panel, value.clone())) }
    };
    rows.map(item).collect()
}

fn entry(panel: Panel, value: ArcRwSignal<KnownView>) -> AnyView {
    tag("li", "", part(move || value.with(|known| inside(panel, known))))
}

fn inside(panel: Panel, known: &KnownView) -> AnyView {
    let name = [tag("b", "", ours("", text(&known.what))), tag("span", "mono", excerpt(&known.value))];
    let stays = if known.left.is_empty() { tag("span", "small muted", ours("", text(t!("not seen leaving")))) } else { nothing() };
    // A test patient's name stands above its own values.
    let named = |source: &&String| panel.personas.with(|all| all.iter().any(|p| p.value.with(|p| p.name == **source)));
    let sources: Vec<&str> = known.sources.iter().filter(|source| !named(source)).map(String::as_str).collect();
    let from = if sources.is_empty() { nothing() } else { tag("p", "small muted", ours("", dotted(&sources))) };
    let gone = if known.left.is_empty() { nothing() } else { tag("ul", "left", row(known.left.iter().map(|l| recipient(panel, l)))) };
    row([tag("div", "row wrap what", row([tag("span", "grow row wrap", row(name)), stays])), from, gone])
}

/// Somebody who was told, and how.
pub fn recipient(panel: Panel, left: &LeftView) -> AnyView {
    let LeftView { recipient, name, how, count: times, last } = left.clone();
    let lead = leads(own("bdi", "", text(name)), move || show_row(panel, &recipient));
    let times = count(times, t!("request"), t!("requests"));
    let when = ago(panel, move || last);
    let how = ours("small how", row([dotted(&[&how, &times]), text(" · "), tag("bdi", "", when.into_any())]));
    tag("li", "", row([sent_to(), lead, how]))
}
