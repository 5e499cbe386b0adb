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
