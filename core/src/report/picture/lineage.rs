//! What brought what, as a tree that grows downwards.

use super::pen::{Pen, UNSEEN, and_more, named, not_drawn, nothing, short};
use super::{Picture, Room, Which};
use crate::report::plain::{node, severity};
use crate::report::view::{LineageNode, LineageView};
use leaklight_text::t;

/// Lines drawn.
const MOST: usize = 40;
/// How far each step sets in, and the deepest that does.
const STEP: i32 = 18;
const DEEPEST: i32 = 7;
const ROW: i32 = 40;

pub(super) fn lineage(tree: &LineageView, room: Room) -> Picture {
    if tree.nodes.is_empty() {
        return nothing(Which::Lineage, room, t!("Nothing was seen to be brought into the page so far. What was not seen is not drawn."));
    }
    let mut pen = Pen::default();
    let mut said = vec![t!("Each thing was brought into the page by what stands above it.").to_owned()];
    // Where each depth's line comes from, and the names above.
    let mut above: Vec<(i32, String)> = Vec::new();
    let mut y = 14;
    for n in tree.nodes.iter().take(MOST) {
        let depth = usize::from(n.depth).min(above.len());
        above.truncate(depth);
        let x = 16 + STEP * (depth as i32).min(DEEPEST);
        if let Some((from, _)) = above.last() {
            // Beyond the deepest step they stand below each other.
            let left = (x - STEP + 6).max(8);
            pen.line("t", left, *from, left, y + 10);
            pen.line("t", left, y + 10, x - 2, y + 10);
        }
        one(&mut pen, n, x, y, room);
        said.push(sentence(n, above.last().map(|(_, name)| name.as_str())));
        above.push((y + 20, short(&named(&n.name.shown))));
        y += ROW;
    }
    let left = tree.nodes.len().saturating_sub(MOST);
    if left > 0 {
        pen.label("m", 16, y + 12, room.width() - 32, &and_more(left));
        said.push(not_drawn(left));
        y += ROW / 2;
    }
    said.extend(tree.limits.iter().map(|limit| short(limit)));
    pen.label("m", 16, y + 14, room.width() - 32, UNSEEN.say());
    said.push(UNSEEN.say().to_owned());
    pen.done(Which::Lineage, room, y + 26, said)
}

fn one(pen: &mut Pen, n: &LineageNode, x: i32, y: i32, room: Room) {
    // A shape for each kind: told apart without its colour.
    match n.kind.as_str() {
        "page" => pen.rect("x", x, y + 2, 14, 16),
        "container" => pen.mark("x", "M3 0h8l4 8-4 8H3L-1 8z", x, y + 2),
        "recipient" => pen.mark("x", "M7 1a7 7 0 1 1 0 14A7 7 0 0 1 7 1z", x, y + 2),
        "unknown" => pen.mark("t u", "M1 1h12v14H1z", x, y + 2),
        "frame" => pen.mark("t", "M1 1h12v14H1zM1 5h12", x, y + 2),
        _ => pen.mark("x", "M2 2h9v3h3v10H2z", x, y + 2),
    }
    let end = room.width() - 12;
    let taken = if n.worst.is_some() { 84 } else { 0 };
    pen.label("b", x + 22, y + 12, end - taken - x - 22, &named(&n.name.shown));
    let about = if n.detail.is_empty() { node(&n.kind).to_owned() } else { [node(&n.kind), " · ", &n.detail].concat() };
    pen.label("m", x + 22, y + 27, end - x - 22, &about);
    if let Some(worst) = n.worst {
        pen.severity(end - 76, y + 12, worst);
    }
}

fn sentence(n: &LineageNode, above: Option<&str>) -> String {
    let mut said = vec![[node(&n.kind), ": ", &short(&named(&n.name.shown))].concat()];
    if !n.detail.is_empty() {
        said.push(short(&n.detail));
    }
    said.extend(above.filter(|name| !name.is_empty()).map(|name| t!("brought by {what}", what = short(name))));
    if !n.basis.is_empty() {
        said.push(t!("known by {how}", how = short(&n.basis)));
    }
    let said = said.join(t!(", "));
    match n.worst {
        Some(worst) => [&said, t!("; "), &t!("worst finding: {severity}", severity = severity(worst)), "."].concat(),
        None => said + ".",
    }
}
