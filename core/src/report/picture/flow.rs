//! Who tells whom: what the page knows, what brought it, who was told.

use super::pen::{Pen, UNSEEN, and_more, count, named, nothing, short, thick};
use super::{Picture, Room, Which};
use crate::finding::Severity;
use crate::report::plain::{severity, whose};
use crate::report::view::{LineageNode, RecipientView, View};

/// Recipients drawn, and things that bring.
const MOST: usize = 12;
const MOST_BETWEEN: usize = 5;
const ROW: i32 = 40;
const TOP: i32 = 40;
const NONE: &str = "Nobody was seen to be told anything so far. What was not seen is not drawn.";
const NOT_SEEN: &str = "Not seen";
/// The tree holds the page shown now: who is not in it was told from an earlier one, or nobody saw how.
const EARLIER: &str = "Earlier or not seen";
const OTHERS: &str = "Others";

/// What a page knows, in the order it is drawn.
const DATA: [&str; 6] = ["Page address", "Page title", "Search words", "Clicks, events", "Personal", "Identifiers"];

/// Where a word of what was told belongs.
fn kind(told: &str) -> usize {
    match told {
        "page address" | "previous page" => 0,
        "page title" => 1,
        "search words" => 2,
        "event" | "button or link text" | "button text" => 3,
        "user id" | "visitor id" | "scrambled identity" => 5,
        // A form's field, and every detail by its name.
        _ => 4,
    }
}

/// One on the right.
struct Told<'v> {
    name: String,
    requests: u32,
    worst: Option<Severity>,
    tried: bool,
    data: [bool; DATA.len()],
    /// Places in the middle.
    by: Vec<usize>,
    view: Option<&'v RecipientView>,
}

pub(super) fn flow(view: &View, room: Room) -> Picture {
    let mut between: Vec<String> = Vec::new();
    let mut all: Vec<Told<'_>> = Vec::new();
    let brought = brought(&view.lineage.nodes);
    // The site itself is no recipient of its own requests; what speaks a vendor's language on its host is.
    for r in view.recipients.iter().filter(|r| !r.recipient.party.is_own() || r.recipient.relay || r.recipient.id.starts_with("own:")) {
        let mut told = Told {
            name: named(&r.recipient.name),
            requests: r.requests,
            worst: r.worst,
            tried: r.failed > 0 && r.failed >= r.requests,
            data: [false; DATA.len()],
            by: bringers(&brought, &r.recipient.id, &mut between),
            view: Some(r),
        };
        let left = view.known.iter().any(|k| k.left.iter().any(|l| l.recipient == r.recipient.id));
        for (at, slot) in told.data.iter_mut().enumerate() {
            *slot = r.told.iter().any(|word| kind(word) == at) || (at == 4 && left);
        }
        all.push(told);
    }
    if all.is_empty() {
        return nothing(Which::Flow, room, NONE);
    }
    let mut said = vec![
        [
            "What ",
            &count(all.len() as u32, "recipient", "recipients"),
            " told by ",
            &short(&named(&view.site)),
            " got, and what brought them.",
        ]
        .concat(),
    ];
    said.extend(all.iter().take(MOST).map(|t| sentence(t, &between)));
    let left_out = all.len().saturating_sub(MOST);
    if left_out > 0 {
        said.push([&and_more(left_out), " that are drawn as one."].concat());
    }
    said.push(UNSEEN.to_owned());
    rest(&mut all);
    drawn(&all, &between, room, said)
}

/// Those beyond what is drawn are one.
fn rest(all: &mut Vec<Told<'_>>) {
    let others = all.split_off(all.len().min(MOST));
    let Some(first) = others.first() else { return };
    let mut one =
        Told { name: and_more(others.len()), requests: 0, worst: None, tried: false, data: first.data, by: Vec::new(), view: None };
    for other in &others {
        one.requests = one.requests.saturating_add(other.requests);
        one.worst = one.worst.max(other.worst);
        for (slot, more) in one.data.iter_mut().zip(other.data) {
            *slot |= more;
        }
        for at in &other.by {
            if !one.by.contains(at) {
                one.by.push(*at);
            }
        }
    }
    all.push(one);
}

/// What brought each recipient of the tree: containers by name, else what it is.
fn brought(nodes: &[LineageNode]) -> Vec<(&str, String)> {
    let mut out: Vec<(&str, String)> = Vec::new();
    let mut above: Vec<&LineageNode> = Vec::new();
    for n in nodes {
        above.truncate(usize::from(n.depth));
        if let Some(id) = n.recipient.as_deref().filter(|_| n.kind == "recipient") {
            let container = above.iter().rev().find(|up| up.kind == "container");
            let by = match (container, above.get(1).map_or("page", |up| up.kind.as_str())) {
                (Some(up), _) => named(&up.name.shown),
                (None, "unknown") => NOT_SEEN.to_owned(),
                (None, "frame") => "A frame".to_owned(),
                (None, _) => "The page itself".to_owned(),
            };
            out.push((id, by));
        }
        above.push(n);
    }
    out
}

/// The places in the middle of what brought a recipient.
fn bringers(brought: &[(&str, String)], id: &str, between: &mut Vec<String>) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::new();
    let mut all = brought.iter().filter(|(who, _)| *who == id).map(|(_, by)| by.as_str()).peekable();
    let unseen = all.peek().is_none().then_some(EARLIER);
    for name in all.chain(unseen) {
        let at = between.iter().position(|b| b == name).unwrap_or_else(|| {
            if between.len() < MOST_BETWEEN {
                between.push(name.to_owned());
            } else {
                between.truncate(MOST_BETWEEN - 1);
                between.push(OTHERS.to_owned());
            }
            between.len() - 1
        });
        if !out.contains(&at) {
            out.push(at);
        }
    }
    out
}

fn sentence(t: &Told<'_>, between: &[String]) -> String {
    let mut out = short(&t.name);
    if let Some(r) = t.view {
        out.push_str(", ");
        out.push_str(r.recipient.owner.as_deref().unwrap_or(whose(r.recipient.party, r.recipient.relay)));
        out.push_str(if t.tried { ", was to be told " } else { ", was told " });
        out.push_str(&if r.told.is_empty() { "nothing that was understood".to_owned() } else { r.told.join(", ") });
    }
    out.push_str("; brought by ");
    for (n, name) in t.by.iter().filter_map(|at| between.get(*at)).enumerate() {
        out.push_str(if n == 0 { "" } else { " and " });
        out.push_str(match name.as_str() {
            NOT_SEEN => "something not seen",
            EARLIER => "an earlier page, or something not seen",
            "The page itself" => "the page itself",
            name => name,
        });
    }
    out.push_str("; ");
    out.push_str(&count(t.requests, "request", "requests"));
    if t.tried {
        out.push_str(", none of which arrived");
    }
    if let Some(worst) = t.worst {
        out.push_str("; worst finding: ");
        out.push_str(severity(worst));
    }
    out.push('.');
    out
}

/// The middle of one of so many rows.
fn at(place: usize, of: usize, height: i32) -> i32 {
    TOP + (2 * place as i32 + 1) * height / (2 * of.max(1) as i32)
}

fn drawn(all: &[Told<'_>], between: &[String], room: Room, said: Vec<String>) -> Picture {
    let mut pen = Pen::default();
    let data: Vec<usize> = (0..DATA.len()).filter(|d| all.iter().any(|t| t.data.get(*d) == Some(&true))).collect();
    let rows = all.len().max(data.len()).max(between.len());
    let height = ROW * rows.max(2) as i32;
    let (left, middle, right) = (room.of(98, 160), room.of(156, 330), room.of(210, 500));
    pen.label("m e", left + 6, 22, left, room_words(room, "Page data", "What the page knows"));
    pen.label("m o", middle + 3, 22, room.of(90, 180), room_words(room, "Brought by", "What brought it"));
    pen.label("m", right, 22, 140, "Who was told");
    // Which data reached whom through what; a line is as thick as there are requests.
    let through = |d: usize, b: usize| {
        let told = all.iter().filter(|t| t.data.get(d) == Some(&true) && t.by.contains(&b));
        told.fold(0u32, |sum, t| sum.saturating_add(t.requests))
    };
    let most = data.iter().flat_map(|d| (0..between.len()).map(|b| through(*d, b))).max().unwrap_or(1);
    let places = (0..data.len()).flat_map(|place| (0..between.len()).map(move |b| (place, b)));
    let known = places.filter_map(|(place, b)| {
        let n = data.get(place).map_or(0, |d| through(*d, b));
        (n > 0).then(|| Edge { from: place, to: b, thick: thick(n, most), class: "" })
    });
    edges(&mut pen, &known.collect::<Vec<_>>(), (left + 6, &|n| at(n, data.len(), height)), (middle, &|n| at(n, between.len(), height)));
    let most = all.iter().map(|t| t.requests).max().unwrap_or(1);
    let told = all.iter().enumerate().flat_map(|(place, t)| {
        let class = match (t.worst, t.tried) {
            (_, true) => "u",
            (Some(Severity::Critical), _) => "critical",
            (Some(Severity::High), _) => "high",
            _ => "",
        };
        t.by.iter().map(move |b| Edge { from: *b, to: place, thick: thick(t.requests, most), class })
    });
    edges(&mut pen, &told.collect::<Vec<_>>(), (middle + 6, &|n| at(n, between.len(), height)), (right, &|n| at(n, all.len(), height)));
    for (place, d) in data.iter().enumerate() {
        let y = at(place, data.len(), height);
        pen.rect("x", left, y - 10, 6, 20);
        let name = DATA.get(*d).copied().unwrap_or_default();
        let name = match (room, name) {
            (Room::Narrow, "Clicks, events") => "Events",
            (Room::Wide, "Personal") => "Personal details",
            (_, name) => name,
        };
        pen.label("e", left - 6, y + 4, left - 10, name);
    }
    for (place, name) in between.iter().enumerate() {
        let y = at(place, between.len(), height);
        pen.rect("x", middle, y - 14, 6, 28);
        pen.label("o b", middle + 3, y + 28, room.of(112, 200), name);
    }
    let space = room.width() - right - 14;
    for (place, t) in all.iter().enumerate() {
        let y = at(place, all.len(), height);
        pen.rect("x", right, y - 12, 6, 24);
        pen.label("b", right + 10, y - 1, space, &t.name);
        let requests = count(t.requests, "request", "requests");
        let about = if t.tried { "did not arrive" } else { requests.as_str() };
        match t.worst {
            Some(worst) => {
                pen.severity(right + 10, y + 14, worst);
                pen.label("m", right + 86, y + 14, space - 76, if room == Room::Wide || t.tried { about } else { "" });
            }
            None => pen.label("m", right + 10, y + 14, space, about),
        }
    }
    let y = TOP + height + 18;
    pen.label("m", 12, y, room.width() - 24, "Thicker: more requests. Dashed: none arrived.");
    pen.label("m", 12, y + 15, room.width() - 24, UNSEEN);
    pen.done(Which::Flow, room, y + 26, said)
}

/// A line from one place of a column to one of the next.
struct Edge {
    from: usize,
    to: usize,
    thick: i32,
    class: &'static str,
}

/// Where a column stands across, and its places down.
type Column<'c> = (i32, &'c dyn Fn(usize) -> i32);

/// Lines between two columns; those that meet at a place stand below each other there.
fn edges(pen: &mut Pen, all: &[Edge], from: Column<'_>, to: Column<'_>) {
    let beside = |before: usize, of: usize| (2 * before as i32 + 1 - of as i32) * 10 / of.max(1) as i32;
    for e in all {
        let leaving = all.iter().filter(|o| o.from == e.from);
        let coming = all.iter().filter(|o| o.to == e.to);
        let begins = (from.1)(e.from) + beside(leaving.clone().filter(|o| o.to < e.to).count(), leaving.count());
        let ends = (to.1)(e.to) + beside(coming.clone().filter(|o| o.from < e.from).count(), coming.count());
        pen.swing(e.class, (from.0, begins), (to.0, ends), e.thick);
    }
}

const fn room_words(room: Room, narrow: &'static str, wide: &'static str) -> &'static str {
    match room {
        Room::Narrow => narrow,
        Room::Wide => wide,
    }
}
