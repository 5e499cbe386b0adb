//! The guided check: the same page under no choice, acceptance and refusal.

use super::Choice;
use crate::excerpt::Excerpt;
use crate::observation::{CheckStep, Millis};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Rows counted of one run.
const MAX_ROWS: usize = 250;

/// What one run saw of one recipient or entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Seen {
    pub count: u32,
    pub tracks: bool,
}

/// One of the three.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Run {
    /// It was begun.
    pub begun: bool,
    /// Its page began loading.
    pub loaded: bool,
    pub done: bool,
    /// Done, and what was chosen is not what it asks for.
    pub doubtful: bool,
    pub from: Millis,
    pub to: Millis,
    /// Recipients, cookies and other entries, by kind and name.
    pub rows: BTreeMap<(u8, String), Seen>,
    pub lost: u32,
}

/// The check of a tab.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Check {
    pub address: Excerpt,
    /// The run that is under way, its place in `runs`.
    pub running: Option<u8>,
    /// Ignore, accept, reject.
    pub runs: [Run; 3],
}

/// A run's place.
pub(crate) const fn place(step: CheckStep) -> Option<u8> {
    match step {
        CheckStep::Ignore => Some(0),
        CheckStep::Accept => Some(1),
        CheckStep::Reject => Some(2),
        CheckStep::Done | CheckStep::Off => None,
    }
}

impl Check {
    fn run(&mut self) -> Option<&mut Run> {
        self.runs.get_mut(usize::from(self.running?))
    }

    /// A run begins; one that was under way is cut short.
    pub(crate) fn start(&mut self, at: Millis, run: u8) {
        self.running = Some(run);
        if let Some(run) = self.run() {
            *run = Run { begun: true, from: at, ..Run::default() };
        }
    }

    /// The page begins loading: from now on it is counted.
    pub(crate) fn begins(&mut self, at: Millis) {
        if let Some(run) = self.run().filter(|run| !run.loaded) {
            (run.loaded, run.from) = (true, at);
        }
    }

    /// The run is at its end; `chosen` is what was chosen in it.
    pub(crate) fn end(&mut self, at: Millis, chosen: Option<Choice>) {
        let wanted = match self.running {
            Some(1) => Some(Choice::Accepted),
            Some(2) => Some(Choice::Rejected),
            _ => None,
        };
        if let Some(run) = self.run() {
            (run.done, run.to) = (true, at);
            run.doubtful = chosen != wanted || !run.loaded;
        }
        self.running = None;
    }

    /// Counts a recipient (0), a cookie (1) or another entry (2).
    pub(crate) fn count(&mut self, kind: u8, name: &str, tracks: bool) {
        let Some(run) = self.run().filter(|run| run.loaded) else { return };
        let key = (kind, crate::address::cut(name, 120).to_owned());
        if run.rows.len() >= MAX_ROWS && !run.rows.contains_key(&key) {
            run.lost = run.lost.saturating_add(1);
            return;
        }
        let seen = run.rows.entry(key).or_default();
        seen.count = seen.count.saturating_add(1);
        seen.tracks |= tracks;
    }
}
