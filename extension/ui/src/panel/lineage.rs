//! How it got here: what brought what into the page, as a tree (WAI-ARIA Authoring Practices, "Tree View": one stop for
//! the keyboard, arrows move, Enter follows). The nodes lie one after the other and say how deep they are.

use super::draw::{Item, calm, focus_soon, keyed, nothing, ours, part, part_if, press, row, tag, text, words};
use super::findings::more;
use super::parts::{dotted, excerpt, sentences, severity};
use super::picture::picture;
use super::recipients;
use crate::bridge;
use crate::state::{Panel, Row, Sheet};
use leaklight_core::report::picture::Which;
use leaklight_core::report::plain::node;
use leaklight_core::report::view::LineageNode;
use leaklight_text::{Message, message, t};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::tachys::html::attribute::custom::custom_attribute;
use std::sync::Arc;

const STEP: usize = 200;
/// The deepest node that is set in further than the one above it: beyond, a narrow panel has no room, and the depth is said.
const DEEPEST: u8 = 8;
const NONE: Message = message!("What a page's scripts and containers bring stands here once the page asks for something.");
const HINT: Message = message!(
    "Each line was loaded by the line it is indented under, as far as the browser, the page and the requests tell. Press a recipient to see what it was told."
);

/// The tree.
pub fn sheet(panel: Panel) -> AnyView {
    let most = RwSignal::new(STEP);
    // The node that is the keyboard's stop.
    let at = RwSignal::new(u32::MAX);
    let none = part_if(move || panel.lineage.with(Vec::is_empty).then(|| calm(t!("Nothing brought in seen so far"), text(NONE.say()))));
    let nodes = keyed(move || {
        let most = most.get();
        panel.lineage.with(|rows| {
            if let Some(first) = rows.first()
                && !rows.iter().take(most).any(|row| row.id == at.get_untracked())
            {
                at.set(first.id);
            }
            let item = |row: &Row<LineageNode>| {
                let row = row.clone();
                Item { id: row.id, draw: Arc::new(move || drawn(panel, at, &row)) }
            };
            rows.iter().take(most).map(item).collect()
        })
    });
    let pictured = part_if(move || panel.lineage.with(|rows| !rows.is_empty()).then(|| picture(panel, Which::Lineage)));
    let limits = part(move || panel.head.with(|head| sentences(tag("h3", "", text(t!("What this tree cannot tell"))), &head.limits)));
    // A tree without a node is none for a screen reader.
    let unless_empty = move |class: &'static str| words(move || if panel.lineage.with(Vec::is_empty) { "gone" } else { class }.to_owned());
    view! {
        <h2 class="unseen">{t!("How it got here")}</h2>
        {none}
        {pictured}
        <p class=unless_empty("small muted hint") dir="auto">{HINT.say()}</p>
        <ul
            class=unless_empty("item tree")
            role="tree"
            aria-label=t!("What brought what")
            on:keydown=move |event| key(panel, at, most.get_untracked(), &event)
        >
            {nodes}
        </ul>
        {more(most, STEP, move || panel.lineage.with(Vec::len))}
        {limits}
    }
    .into_any()
}

fn drawn(panel: Panel, at: RwSignal<u32>, row: &Row<LineageNode>) -> AnyView {
    let Row { id, value, .. } = row.clone();
    // Its depth, its kind and whose it is are part of what it is known by: another node has another row.
    let (depth, class, recipient) = value.with_untracked(|n| {
        let leads = if n.recipient.is_some() { "leads" } else { "" };
        (
            n.depth,
            format!("node {} d{} {leads}", if n.kind == "unknown" { "unknown" } else { "" }, n.depth.min(DEEPEST)),
            n.recipient.clone(),
        )
    });
    let stop = words(move || if at.get() == id { "0" } else { "-1" }.to_owned());
    let pressed = press(move || {
        at.set(id);
        if let Some(recipient) = &recipient {
            recipients::show_row(panel, recipient);
        }
    });
    let inside = part(move || value.with(inside));
    // Leptos knows no attribute of that name.
    let level = (u32::from(depth) + 1).to_string();
    view! {
        <li {..custom_attribute("aria-level", level)} class=class role="treeitem" id=element(id) tabindex=stop on:click=pressed>
            {inside}
        </li>
    }
    .into_any()
}

fn inside(n: &LineageNode) -> AnyView {
    let steps = if n.depth > DEEPEST { t!("{depth} steps from the page", depth = n.depth) } else { String::new() };
    let mut about = vec![node(&n.kind), steps.as_str()];
    about.extend(n.detail.split(" · "));
    let mut lines = vec![
        tag("span", "row", row([tag("b", "grow", excerpt(&n.name)), n.worst.map_or_else(nothing, severity)])),
        ours("small muted", dotted(&about)),
    ];
    if !n.basis.is_empty() {
        lines.push(ours("basis", row([text(t!("Known by:")), text(" "), tag("bdi", "", text(&n.basis))])));
    }
    row(lines)
}

fn element(id: u32) -> String {
    format!("node-{id}")
}

/// Turns to the tree, to the first node of that recipient.
pub fn show_node(panel: Panel, recipient: &str) {
    let found = |row: &&Row<LineageNode>| row.value.with_untracked(|n| n.recipient.as_deref() == Some(recipient));
    let id = panel.lineage.with_untracked(|rows| rows.iter().find(found).map(|row| row.id));
    panel.sheet.set(Sheet::Lineage);
    focus_soon(id.map_or_else(|| "sheet".to_owned(), element));
}

fn key(panel: Panel, at: RwSignal<u32>, most: usize, event: &KeyboardEvent) {
    // In right-to-left pages a tree grows to the left.
    let (out, into) = if bridge::right_to_left() { ("ArrowRight", "ArrowLeft") } else { ("ArrowLeft", "ArrowRight") };
    let pressed = event.key();
    let handled = ["ArrowUp", "ArrowDown", "Home", "End", "Enter", " ", out, into].contains(&pressed.as_str());
    if !handled || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    event.prevent_default();
    let to = panel.lineage.with_untracked(|rows| {
        let shown = most.min(rows.len());
        let here = rows.iter().position(|row| row.id == at.get_untracked())?;
        let depth = |at: usize| rows.get(at).map(|row| row.value.with_untracked(|n| n.depth));
        let to = match pressed.as_str() {
            "ArrowUp" => here.checked_sub(1)?,
            "ArrowDown" => here + 1,
            "Home" => 0,
            "End" => shown.checked_sub(1)?,
            key if key == out => (0..here).rev().find(|above| depth(*above) < depth(here))?,
            key if key == into => (depth(here + 1) > depth(here)).then_some(here + 1)?,
            _ => here,
        };
        rows.get(to).filter(|_| to < shown).cloned()
    });
    let Some(row) = to else { return };
    if matches!(pressed.as_str(), "Enter" | " ") {
        if let Some(recipient) = row.value.with_untracked(|n| n.recipient.clone()) {
            recipients::show_row(panel, &recipient);
        }
        return;
    }
    at.set(row.id);
    bridge::focus_near(&element(row.id));
}
