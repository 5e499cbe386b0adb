//! The visit in the order it came: a line for each recipient, what was shown and chosen across all of them.

use super::pen::{Pen, UNSEEN, named, nothing, short};
use super::{Picture, Room, Which};
use crate::report::plain::{after, counted, joined, mark, since_page, times as often, verdict};
use crate::report::view::{MarkView, View};
use leaklight_text::{Message, message, t};

/// A pause is drawn at least and at most so long, in milliseconds: the order is what matters.
const PAUSE: (u64, u64) = (120, 3_000);
/// Lines for recipients, flags across them, and sentences.
const MOST: usize = 10;
const MOST_FLAGS: usize = 9;
const MOST_SAID: usize = 40;
const ROW: i32 = 30;
/// The line of what was stored.
const KEPT: &str = "Storage";

/// How something stood to the choice: class, shape, words.
const SHAPES: [(&str, &str, Message); 5] = [
    ("high", "M6 0l6 6-6 6-6-6z", message!("before a choice")),
    ("critical", "M2 0l4 4 4-4 2 2-4 4 4 4-2 2-4-4-4 4-2-2 4-4-4-4z", message!("after refusing")),
    ("yes", "M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1z", message!("after accepting")),
    ("medium", "M1 1h10v10H1z", message!("after a choice of some")),
    ("hollow", "M6 2a4 4 0 1 1 0 8 4 4 0 0 1 0-8z", message!("no choice known")),
];

fn shape_of(word: &str) -> usize {
    match word.strip_prefix("restored-").unwrap_or(word) {
        "before" => 0,
        "rejected" => 1,
        "accepted" => 2,
        "partial" => 3,
        _ => 4,
    }
}

/// A line of the picture.
struct Lane {
    id: String,
    name: String,
    /// What weighs most: told before a choice or after a refusal, then how much.
    weight: (bool, u32),
    /// Which of the view's marks, and its shape.
    marks: Vec<(usize, usize)>,
}

fn is_flag(m: &MarkView) -> bool {
    matches!(m.kind.as_str(), "page" | "banner" | "choice" | "manager")
}

pub(super) fn timeline(view: &View, room: Room) -> Picture {
    let marks = &view.consent.marks;
    let (Some(first), Some(last)) = (marks.iter().map(|m| m.at).min(), marks.iter().map(|m| m.at).max()) else {
        return nothing(Which::Timeline, room, t!("Nothing stands on the time line so far. What was not seen is not drawn."));
    };
    let mut lanes = lanes(view);
    crate::order::sort_by(&mut lanes, |a, b| b.weight.cmp(&a.weight));
    let left = lanes.len().saturating_sub(MOST);
    lanes.truncate(MOST);
    let (from, to) = (room.of(118, 190), room.width() - 20);
    let places = places(marks, from, to);
    let mut pen = Pen::default();
    let top = 46;
    let bottom = top + ROW * lanes.len().max(1) as i32;
    flags(&mut pen, marks, &places, to, bottom);
    let mut used = [false; SHAPES.len()];
    for (at, lane) in lanes.iter().enumerate() {
        let y = top + ROW * at as i32 + ROW / 2;
        pen.label("b", 12, y + 4, from - 26, &lane.name);
        pen.line("r", from, y, to, y);
        for (which, shape) in &lane.marks {
            if let (Some((class, path, _)), Some(seen), Some(x)) = (SHAPES.get(*shape), used.get_mut(*shape), places.get(*which)) {
                *seen = true;
                pen.mark(class, path, x - 6, y - 6);
            }
        }
    }
    let times = since_page(marks, view.since);
    let y = bottom + 16;
    pen.line("t", from, bottom + 2, to, bottom + 2);
    pen.label("m", from, y, 120, &after(0));
    pen.label("m e", to, y, 120, &after(last - first));
    let y = legend(&mut pen, &used, marks, &times, y + 20, left, room);
    pen.done(Which::Timeline, room, y, sentences(view, &times, left))
}

/// Where each mark stands across.
fn places(marks: &[MarkView], from: i32, to: i32) -> Vec<i32> {
    let mut done = 0u64;
    let mut before = marks.first().map_or(0, |m| m.at);
    let mut out: Vec<u64> = Vec::with_capacity(marks.len());
    for m in marks {
        done += if out.is_empty() { 0 } else { m.at.saturating_sub(before).clamp(PAUSE.0, PAUSE.1) };
        before = m.at;
        out.push(done);
    }
    out.into_iter().map(|at| from + (at * (to - from).max(1) as u64 / done.max(1)) as i32).collect()
}

/// Lines across for what was shown and chosen, numbered. Flags stand beside each other, and lead to their places.
fn flags(pen: &mut Pen, marks: &[MarkView], places: &[i32], to: i32, bottom: i32) {
    let all: Vec<(&MarkView, i32)> = marks.iter().zip(places).filter(|(m, _)| is_flag(m)).take(MOST_FLAGS).map(|(m, x)| (m, *x)).collect();
    let mut next = i32::MIN;
    for (n, (m, x)) in all.iter().enumerate() {
        // Room is left for those still to come.
        let most = to + 8 - 19 * (all.len() - 1 - n) as i32;
        let flag = (*x).max(next).min(most);
        next = flag + 19;
        let class = if m.kind == "choice" { "t" } else { "t u" };
        pen.line(class, flag, 20, *x, 36);
        pen.line(class, *x, 36, *x, bottom + 2);
        pen.rect("x", flag - 8, 4, 16, 16);
        pen.label("f o n", flag, 16, 16, itoa::Buffer::new().format(n + 1));
    }
}

fn lanes(view: &View) -> Vec<Lane> {
    let mut lanes: Vec<Lane> = Vec::new();
    for (which, m) in view.consent.marks.iter().enumerate().filter(|(_, m)| !is_flag(m)) {
        let stored = matches!(m.kind.as_str(), "cookie" | "write");
        let id = if stored || m.recipient.is_empty() { KEPT } else { &m.recipient };
        let at = lanes.iter().position(|lane| lane.id == id).unwrap_or_else(|| {
            let sent = view.consent.sends.iter().find(|s| s.recipient == *id).map(|s| s.name.as_str());
            let told = view.recipients.iter().find(|r| r.recipient.id == *id).map(|r| r.recipient.name.as_str());
            lanes.push(Lane {
                id: id.to_owned(),
                name: named(sent.or(told).unwrap_or(if id == KEPT { t!(lane: "Storage") } else { id })),
                weight: (false, 0),
                marks: Vec::new(),
            });
            lanes.len() - 1
        });
        let Some(lane) = lanes.get_mut(at) else { continue };
        let shape = shape_of(&m.verdict);
        lane.weight = (lane.weight.0 || shape < 2, lane.weight.1.saturating_add(m.count.max(1)));
        lane.marks.push((which, shape));
    }
    lanes
}

fn legend(pen: &mut Pen, used: &[bool], marks: &[MarkView], times: &[u64], mut y: i32, left: usize, room: Room) -> i32 {
    let mut x = 12;
    for ((class, path, words), _) in SHAPES.iter().zip(used).filter(|(_, used)| **used) {
        if x + 160 > room.width() {
            (x, y) = (12, y + 18);
        }
        pen.mark(class, path, x, y - 4);
        pen.label("m", x + 18, y + 6, 140, words.say());
        x += 166;
    }
    y += 26;
    let space = room.width() - 46;
    for (n, (m, time)) in marks.iter().zip(times).filter(|(m, _)| is_flag(m)).take(MOST_FLAGS).enumerate() {
        pen.rect("x", 12, y - 10, 16, 16);
        pen.label("f o n", 20, y + 2, 16, itoa::Buffer::new().format(n + 1));
        pen.label("", 36, y + 2, space, &[&after(*time), " ", &m.said].concat());
        y += 20;
    }
    let flags = marks.iter().filter(|m| is_flag(m)).count().saturating_sub(MOST_FLAGS);
    let lines = (left > 0).then(|| t!("and {n} more lines", n = left));
    let flags = (flags > 0).then(|| t!("and {n} more flags", n = flags));
    for more in [lines, flags].into_iter().flatten() {
        pen.label("m", 12, y + 2, room.width() - 24, &more);
        y += 18;
    }
    pen.label("m", 12, y + 2, room.width() - 24, t!("In order; long pauses are drawn shorter."));
    y += 15;
    pen.label("m", 12, y + 2, room.width() - 24, UNSEEN.say());
    y + 14
}

fn sentences(view: &View, times: &[u64], left: usize) -> Vec<String> {
    let marks = &view.consent.marks;
    let mut said = Vec::new();
    if view.consent.more > 0 {
        said.push(counted(view.consent.more, t!("1 earlier event is not kept."), |n| t!("{n} earlier events are not kept.")));
    }
    for (m, time) in marks.iter().zip(times).take(MOST_SAID) {
        let mut words = vec![[&after(*time), ": ", &short(&m.said)].concat()];
        if m.count > 1 {
            words.push(often(m.count));
        }
        words.extend([mark(&m.kind), verdict(&m.verdict)].into_iter().filter(|what| !what.is_empty()).map(str::to_owned));
        said.push(joined(&words) + ".");
    }
    let more = marks.len().saturating_sub(MOST_SAID);
    if more > 0 {
        said.push(t!("and {n} more events.", n = more));
    }
    if left > 0 {
        said.push(t!("and {n} more recipients that have no line here.", n = left));
    }
    said.push(UNSEEN.say().to_owned());
    said
}
