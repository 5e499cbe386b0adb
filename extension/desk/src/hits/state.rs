//! What the panel holds: the hits it was told of, and what a person chose.

use crate::sift::{Choices, Sift, haystack};
use leaklight_core::report::diff::VisitDiff;
use leaklight_core::report::hits::MAX_HITS;
use leaklight_core::report::view::{HitView, SentView};
use leaklight_draw::bridge::{self, Reply};
use leaklight_draw::draw::number_of;
use leaklight_draw::words::Clock;
use leaklight_text::t;
use leptos::prelude::*;
use serde::Deserialize;
use std::sync::Arc;

/// A hit with what it is searched by.
#[derive(Debug, PartialEq)]
pub struct Known {
    pub hit: HitView,
    pub hay: String,
}

/// A row of the list.
#[derive(Clone)]
pub struct Row {
    pub id: u32,
    pub request: u32,
    pub value: ArcRwSignal<Arc<Known>>,
    pub open: ArcRwSignal<bool>,
    /// The request as it left, once a person asked for it.
    pub sent: ArcRwSignal<Option<Arc<SentView>>>,
}

/// How things stand with the tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Not asked yet.
    Waiting,
    /// There is no tab to look at.
    NoTab,
    /// Nothing is watched in it.
    Unwatched,
    /// Hits are listed.
    Watching,
    /// The worker gave no answer, and why.
    Silent(String),
}

/// What the sheet shows.
#[derive(Clone)]
pub enum Mode {
    /// The list.
    List,
    /// Two hits side by side: the first chosen, the second.
    Pair(Arc<Known>, Arc<Known>),
    /// A recorded visit, by its file's name, and this one.
    Visit(String, Arc<VisitDiff>),
}

/// Everything of the panel.
#[derive(Clone, Copy)]
pub struct Desk {
    pub tab: RwSignal<Option<i32>>,
    pub rows: RwSignal<Vec<Row>>,
    pub left_out: RwSignal<u32>,
    pub phase: RwSignal<Phase>,
    pub paused: RwSignal<bool>,
    /// Hits before this moment were cleared away.
    pub since: RwSignal<u64>,
    /// A number for the visit: another one is another visit, or one whose requests are counted from another beginning.
    pub watched: RwSignal<u64>,
    pub sift: RwSignal<Sift>,
    /// The first of two hits to compare.
    pub picked: RwSignal<Option<Arc<Known>>>,
    pub mode: RwSignal<Mode>,
    /// What was just done, said once.
    pub notice: RwSignal<String>,
    pub clock: RwSignal<Clock>,
    /// Whether the page is shown to an audience.
    pub presenter: RwSignal<bool>,
    pub choices: Memo<Choices>,
}

/// What stands before the hits in an answer.
#[derive(Deserialize)]
pub struct Head {
    /// Older ones that are no longer kept.
    pub left_out: u32,
    watched: u64,
}

/// An answer's head and its hits; none where it cannot be read.
pub fn told(text: &str) -> Option<(Head, Vec<HitView>)> {
    let mut lines = text.lines();
    let head = lines.next().and_then(|line| leaklight_json::read(line.as_bytes()))?;
    Some((head, lines.filter_map(|line| leaklight_json::read(line.as_bytes())).collect()))
}

/// How far back hits are asked for once more: their answers may have come since.
const BACK: u32 = 60;

impl Desk {
    /// Nothing known yet.
    pub fn new() -> Desk {
        let rows: RwSignal<Vec<Row>> = RwSignal::new(Vec::new());
        let choices = Memo::new(move |_| {
            let all: Vec<Arc<Known>> = rows.with(|rows| rows.iter().map(|row| row.value.get()).collect());
            Choices::of(all.iter().map(|known| &known.hit))
        });
        Desk {
            tab: RwSignal::new(None),
            rows,
            left_out: RwSignal::new(0),
            phase: RwSignal::new(Phase::Waiting),
            paused: RwSignal::new(false),
            since: RwSignal::new(0),
            watched: RwSignal::new(0),
            sift: RwSignal::new(Sift::default()),
            picked: RwSignal::new(None),
            mode: RwSignal::new(Mode::List),
            notice: RwSignal::new(String::new()),
            clock: RwSignal::new(bridge::clock()),
            presenter: RwSignal::new(bridge::presenting()),
            choices,
        }
    }

    /// From which request on hits are to be asked for.
    pub fn from(&self) -> u32 {
        self.rows.with_untracked(|rows| rows.last().map_or(1, |row| row.request.saturating_sub(BACK).max(1)))
    }

    /// Takes the hits of requests from `from` on. False where they are another visit's than those that stand here: all are to be asked for.
    pub fn take(&self, from: u32, reply: &Reply) -> bool {
        let Some((head, hits)) = told(&reply.text) else {
            self.phase.set(Phase::Silent(t!("what it answered could not be read").into()));
            return true;
        };
        let another = self.watched.get_untracked() != head.watched;
        self.watched.set(head.watched);
        if another && from > 1 {
            self.rows.set(Vec::new());
            return false;
        }
        if self.left_out.get_untracked() != head.left_out {
            self.left_out.set(head.left_out);
        }
        let mut news = another;
        let mut kept = if another { Vec::new() } else { self.rows.get_untracked() };
        let tail = kept.split_off(kept.partition_point(|row| row.request < from));
        let visit = number_of(head.watched);
        for hit in hits {
            // Told apart within a visit by its numbers, and from rows of the visit before.
            let id = visit.wrapping_add(hit.request << 7 | hit.part);
            let request = hit.request;
            if let Some(row) = tail.iter().find(|row| row.id == id) {
                let (news, other) = row.value.with_untracked(|known| (known.hit != hit, is_other(&known.hit, &hit)));
                if news {
                    row.value.set(known(hit));
                }
                if other {
                    row.sent.set(None);
                }
                kept.push(row.clone());
                continue;
            }
            news = true;
            kept.push(Row {
                id,
                request,
                value: ArcRwSignal::new(known(hit)),
                open: ArcRwSignal::new(false),
                sent: ArcRwSignal::new(None),
            });
        }
        let over = kept.len().saturating_sub(MAX_HITS);
        kept.drain(..over);
        if news || self.rows.with_untracked(|rows| rows.len() != kept.len()) {
            self.rows.set(kept);
        }
        self.phase.set(Phase::Watching);
        true
    }
}

/// True where other things are known to have been sent; what became of a request says nothing of that.
fn is_other(was: &HitView, now: &HitView) -> bool {
    (&was.fields, was.more, &was.address, &was.method, was.unread) != (&now.fields, now.more, &now.address, &now.method, now.unread)
}

fn known(hit: HitView) -> Arc<Known> {
    Arc::new(Known { hay: haystack(&hit), hit })
}

/// "14:02:30.123": testers tell hits apart by thousandths.
pub fn moment(clock: Clock, at: u64) -> String {
    let local = i64::try_from(at).unwrap_or(0) + i64::from(clock.east) * 60_000;
    let of_day = local.rem_euclid(86_400_000);
    let (hours, minutes, seconds, millis) = (of_day / 3_600_000, of_day / 60_000 % 60, of_day / 1000 % 60, of_day % 1000);
    format!("{hours:02}:{minutes:02}:{seconds:02}.{millis:03}")
}
