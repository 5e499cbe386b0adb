//! Who tells whom: what the page knows, what brought it, who was told.

use super::pen::{Pen, UNSEEN, and_more, named, nothing, short, thick};
use super::{Picture, Room, Which};
use crate::detect::words;
use crate::finding::Severity;
use crate::report::plain::{counted, joined, requests, severity, whose};
use crate::report::view::{LineageNode, RecipientView, View};
use crate::vendor::Meaning;
use leaklight_text::{Message, message, t};

/// Recipients drawn, and things that bring.
const MOST: usize = 12;
const MOST_BETWEEN: usize = 5;
const ROW: i32 = 40;
const TOP: i32 = 40;
const NONE: Message = message!("Nobody was seen to be told anything so far. What was not seen is not drawn.");

/// What stands in the middle.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Bringer {
    /// A container, by its name.
    Named(String),
    Page,
    Frame,
    NotSeen,
    /// The tree holds the page shown now: who is not in it was told from an earlier one, or nobody saw how.
    Earlier,
    Others,
}

impl Bringer {
    /// As a label.
    fn label(&self, room: Room) -> &str {
        match self {
            Bringer::Named(name) => name,
            Bringer::Page => t!("The page itself"),
            Bringer::Frame => t!("A frame"),
            Bringer::NotSeen => t!("Not seen"),
            Bringer::Earlier if room == Room::Narrow => t!(narrow: "Earlier page?"),
            Bringer::Earlier => t!("Earlier or not seen"),
            Bringer::Others => t!(bringers: "Others"),
        }
    }

    /// Within a sentence.
    fn within(&self) -> &str {
        match self {
            Bringer::Page => t!("the page itself"),
            Bringer::NotSeen => t!("something not seen"),
            Bringer::Earlier => t!("an earlier page, or something not seen"),
            other => other.label(Room::Wide),
        }
    }
}

/// What a page knows, in the order it is drawn: where there is little room, and where there is more.
const DATA: [(Message, Message); 6] = [
    (message!(narrow: "Page address"), message!("Page address")),
    (message!(narrow: "Page title"), message!("Page title")),
    (message!(narrow: "Search words"), message!("Search words")),
    (message!(narrow: "Events"), message!("Clicks, events")),
    (message!(narrow: "Personal"), message!("Personal details")),
    (message!(narrow: "Identifiers"), message!("Identifiers")),
];

/// Where a word of what was told belongs.
fn kind(told: &str) -> usize {
    match Meaning::ALL.iter().copied().find(|meaning| words::meaning(*meaning) == told) {
        Some(Meaning::PageAddress | Meaning::Referrer) => 0,
        Some(Meaning::PageTitle) => 1,
        Some(Meaning::SearchTerm) => 2,
        Some(Meaning::Event | Meaning::ElementText) => 3,
        Some(Meaning::UserId | Meaning::VisitorId | Meaning::HashedIdentity) => 5,
        // Recorded before.
        None if told == "button text" => 3,
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
    let mut between: Vec<Bringer> = Vec::new();
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
        return nothing(Which::Flow, room, NONE.say());
    }
    let site = short(&named(&view.site));
    let mut said = vec![match all.len() {
        1 => t!("What 1 recipient told by {site} got, and what brought them."),
        n => t!("What {n} recipients told by {site} got, and what brought them."),
    }];
    said.extend(all.iter().take(MOST).map(|t| sentence(t, &between)));
    let left_out = all.len().saturating_sub(MOST);
    if left_out > 0 {
        said.push(t!("and {n} more that are drawn as one.", n = left_out));
    }
    said.push(UNSEEN.say().to_owned());
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
fn brought(nodes: &[LineageNode]) -> Vec<(&str, Bringer)> {
    let mut out: Vec<(&str, Bringer)> = Vec::new();
    let mut above: Vec<&LineageNode> = Vec::new();
    for n in nodes {
        above.truncate(usize::from(n.depth));
        if let Some(id) = n.recipient.as_deref().filter(|_| n.kind == "recipient") {
            let container = above.iter().rev().find(|up| up.kind == "container");
            let by = match (container, above.get(1).map_or("page", |up| up.kind.as_str())) {
                (Some(up), _) => Bringer::Named(named(&up.name.shown)),
                (None, "unknown") => Bringer::NotSeen,
                (None, "frame") => Bringer::Frame,
                (None, _) => Bringer::Page,
            };
            out.push((id, by));
        }
        above.push(n);
    }
    out
}

/// The places in the middle of what brought a recipient.
fn bringers(brought: &[(&str, Bringer)], id: &str, between: &mut Vec<Bringer>) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::new();
    let mut all = brought.iter().filter(|(who, _)| *who == id).map(|(_, by)| by).peekable();
    let unseen = all.peek().is_none().then_some(&Bringer::Earlier);
    for name in all.chain(unseen) {
        let at = between.iter().position(|b| b == name).unwrap_or_else(|| {
            if between.len() < MOST_BETWEEN {
                between.push(name.clone());
            } else {
                between.truncate(MOST_BETWEEN - 1);
                between.push(Bringer::Others);
            }
            between.len() - 1
        });
        if !out.contains(&at) {
            out.push(at);
        }
    }
    out
}

fn sentence(t: &Told<'_>, between: &[Bringer]) -> String {
    let mut out = short(&t.name);
    if let Some(r) = t.view {
        let of = r.recipient.owner.as_deref().unwrap_or(whose(r.recipient.party, r.recipient.relay));
        let data = if r.told.is_empty() { t!("nothing that was understood").to_owned() } else { joined(&r.told) };
        out = if t.tried { t!("{who}, {of}, was to be told {data}", who = out) } else { t!("{who}, {of}, was told {data}", who = out) };
    }
    let by: Vec<&str> = t.by.iter().filter_map(|at| between.get(*at)).map(Bringer::within).collect();
    let requests = match t.tried {
        true => counted(t.requests, t!("1 request, none of which arrived"), |n| t!("{n} requests, none of which arrived")),
        false => requests(t.requests),
    };
    let mut parts = vec![out, t!("brought by {what}", what = by.join(t!(" and "))), requests];
    parts.extend(t.worst.map(|worst| t!("worst finding: {severity}", severity = severity(worst))));
    parts.join(t!("; ")) + "."
}

/// The middle of one of so many rows.
fn at(place: usize, of: usize, height: i32) -> i32 {
    TOP + (2 * place as i32 + 1) * height / (2 * of.max(1) as i32)
}

fn drawn(all: &[Told<'_>], between: &[Bringer], room: Room, said: Vec<String>) -> Picture {
    let mut pen = Pen::default();
    let data: Vec<usize> = (0..DATA.len()).filter(|d| all.iter().any(|t| t.data.get(*d) == Some(&true))).collect();
    let rows = all.len().max(data.len()).max(between.len());
    let height = ROW * rows.max(2) as i32;
    let (left, middle, right) = (room.of(98, 160), room.of(156, 330), room.of(210, 500));
    pen.label("m e", left + 6, 22, left, room_words(room, t!("Page data"), t!("What the page knows")));
    pen.label("m o", middle + 3, 22, room.of(90, 180), room_words(room, t!(narrow: "Brought by"), t!("What brought it")));
    pen.label("m", right, 22, 140, t!("Who was told"));
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
        let name = DATA.get(*d).map_or("", |(narrow, wide)| room_words(room, narrow.say(), wide.say()));
        pen.label("e", left - 6, y + 4, left - 10, name);
    }
    for (place, name) in between.iter().enumerate() {
        let y = at(place, between.len(), height);
        pen.rect("x", middle, y - 14, 6, 28);
        pen.label("o b", middle + 3, y + 28, room.of(112, 200), name.label(room));
    }
    let space = room.width() - right - 14;
    for (place, t) in all.iter().enumerate() {
        let y = at(place, all.len(), height);
        pen.rect("x", right, y - 12, 6, 24);
        pen.label("b", right + 10, y - 1, space, &t.name);
        let requests = requests(t.requests);
        let about = if t.tried { t!("did not arrive") } else { requests.as_str() };
        match t.worst {
            Some(worst) => {
                pen.severity(right + 10, y + 14, worst);
                pen.label("m", right + 86, y + 14, space - 76, if room == Room::Wide || t.tried { about } else { "" });
            }
            None => pen.label("m", right + 10, y + 14, space, about),
        }
    }
    let y = TOP + height + 18;
    pen.label("m", 12, y, room.width() - 24, t!("Thicker: more requests. Dashed: none arrived."));
    pen.label("m", 12, y + 15, room.width() - 24, UNSEEN.say());
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
