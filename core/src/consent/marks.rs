//! What happened, in order of time. The newest are kept, alike ones that follow each other count as one.

use super::Verdict;
use crate::observation::Millis;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Marks kept.
const MAX_MARKS: usize = 240;
/// How far back a mark is looked for that is the same.
const NEAR: usize = 8;

/// What kind of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Sort {
    Page,
    Manager,
    Banner,
    Choice,
    Request,
    Cookie,
    Write,
    Signal,
}

impl Sort {
    /// Its word in outputs.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Sort::Page => "page",
            Sort::Manager => "manager",
            Sort::Banner => "banner",
            Sort::Choice => "choice",
            Sort::Request => "request",
            Sort::Cookie => "cookie",
            Sort::Write => "write",
            Sort::Signal => "signal",
        }
    }
}

/// One event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Mark {
    pub at: Millis,
    pub sort: Sort,
    pub said: String,
    /// None for what is no sending or writing.
    pub verdict: Option<Verdict>,
    pub who: String,
    pub count: u32,
}

/// The events kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Marks {
    pub list: VecDeque<Mark>,
    /// Those there was no room for.
    pub more: u32,
}

impl Marks {
    /// Adds one, or counts it where it was there just before.
    pub(crate) fn add(&mut self, at: Millis, sort: Sort, said: String, verdict: Option<Verdict>, who: &str) {
        let near = self.list.iter_mut().rev().take(NEAR).take_while(|m| m.sort != Sort::Page && m.sort != Sort::Choice);
        let same = near.into_iter().find(|m| m.sort == sort && m.verdict == verdict && m.who == who && m.said == said);
        if let Some(mark) = same.filter(|_| sort != Sort::Page) {
            mark.count = mark.count.saturating_add(1);
            return;
        }
        if self.list.len() >= MAX_MARKS {
            self.list.pop_front();
            self.more = self.more.saturating_add(1);
        }
        self.list.push_back(Mark { at, sort, said, verdict, who: who.to_owned(), count: 1 });
        if sort == Sort::Choice {
            // It is often heard of after what it set off.
            self.earlier(self.list.len() - 1);
        }
    }

    /// Puts a mark where its time belongs among those of its document.
    fn earlier(&mut self, mut place: usize) {
        let later = |list: &VecDeque<Mark>, n: usize| match (list.get(n - 1), list.get(n)) {
            (Some(before), Some(mark)) => before.sort != Sort::Page && before.at > mark.at,
            _ => false,
        };
        while place > 0 && later(&self.list, place) {
            self.list.swap(place - 1, place);
            place -= 1;
        }
    }

    /// A request that was counted with those before the choice, and left after it: `was` and `now` are how they stand to it.
    pub(crate) fn part(&mut self, who: &str, (was, now): (Verdict, Verdict), since: Millis, at: Millis) {
        let (mut with, mut own) = (None, None);
        for (n, mark) in self.list.iter().enumerate().filter(|(_, m)| m.sort == Sort::Request && m.who == who) {
            if mark.verdict == Some(was) {
                with = Some(n);
            } else if mark.verdict == Some(now) && mark.at >= since {
                own = Some(n);
            }
        }
        let Some(mark) = with.and_then(|n| self.list.get_mut(n)).filter(|m| m.at < since && m.count > 1) else { return };
        mark.count -= 1;
        let new = Mark { at, verdict: Some(now), count: 1, ..mark.clone() };
        if let Some(mark) = own.and_then(|n| self.list.get_mut(n)) {
            (mark.at, mark.count) = (mark.at.min(at), mark.count.saturating_add(1));
        } else {
            self.list.push_back(new);
            self.earlier(self.list.len() - 1);
        }
    }

    /// What was said to happen at `was` happened earlier.
    pub(crate) fn date(&mut self, said: &str, was: Millis, at: Millis) {
        let place = self.list.iter().rposition(|m| m.at == was && m.said == said);
        if let Some(mark) = place.and_then(|n| self.list.get_mut(n)) {
            mark.at = at;
        }
        self.earlier(place.unwrap_or(0));
    }

    /// What left or was kept since a choice is of that choice, though it was heard of before it.
    pub(crate) fn overtaken(&mut self, since: Millis, verdict: Verdict, stays: &dyn Fn(Verdict) -> bool) {
        for mark in self.list.iter_mut().rev().take_while(|m| m.sort != Sort::Page).filter(|m| m.at >= since) {
            mark.verdict = mark.verdict.map(|was| if stays(was) { was } else { verdict });
        }
    }

    /// It is known now how what left in this document stands to the choice.
    pub(crate) fn settle(&mut self, verdict: Verdict) {
        for mark in self.list.iter_mut().rev().take_while(|m| m.sort != Sort::Page).filter(|m| m.verdict == Some(Verdict::None)) {
            mark.verdict = Some(verdict);
        }
    }

    pub(crate) fn shed(&mut self) {
        let gone = self.list.len().saturating_sub(MAX_MARKS / 4);
        self.list.drain(..gone);
        self.more = self.more.saturating_add(gone as u32);
    }
}
