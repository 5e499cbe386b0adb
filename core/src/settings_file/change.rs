//! What a file would change, before anybody says yes.

use super::{Everything, SECTIONS};
use crate::finding::Severity;
use crate::own::{PageKind, Rule};
use crate::persona::Persona;
use leaklight_text::t;
use std::collections::BTreeMap;

type Pairs = Option<BTreeMap<String, String>>;

/// How a file is laid over what is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// What is set stays; what the file holds is added, and counts where both speak of the same.
    Merge,
    /// In each section the file speaks of, only what it holds stays.
    Replace,
}

/// What would be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Planned {
    /// Everything that would be set.
    pub set: Everything,
    /// One sentence for each section of the file.
    pub said: Vec<String>,
    /// The sections the file does not speak of, as a person calls them: they stay as they are.
    pub untouched: Vec<&'static str>,
    /// True where nothing would change.
    pub same: bool,
}

impl Everything {
    /// Its sections that are not as they were before; the others are left out.
    pub fn unlike(&self, before: &Everything) -> Everything {
        fn new<T: Clone + PartialEq>(now: &Option<T>, before: &Option<T>) -> Option<T> {
            now.clone().filter(|_| now != before)
        }
        Everything {
            always_watch: new(&self.always_watch, &before.always_watch),
            record: new(&self.record, &before.record),
            uncover: new(&self.uncover, &before.uncover),
            cards_from: new(&self.cards_from, &before.cards_from),
            own_domains: new(&self.own_domains, &before.own_domains),
            groups: new(&self.groups, &before.groups),
            relays: new(&self.relays, &before.relays),
            rules: new(&self.rules, &before.rules),
            pages: new(&self.pages, &before.pages),
            own_vendors: new(&self.own_vendors, &before.own_vendors),
            muted: new(&self.muted, &before.muted),
            personas: new(&self.personas, &before.personas),
            notes: new(&self.notes, &before.notes),
        }
    }
}

/// Lays a file over what is set.
pub fn planned(now: &Everything, file: &Everything, how: How) -> Planned {
    let mut plan = Planned { same: true, ..Planned::default() };
    let set = Everything {
        always_watch: plan.list(0, &now.always_watch, &file.always_watch, how, |a, b| a == b),
        record: plan.one(1, now.record, file.record, switched),
        cards_from: plan.one(2, now.cards_from, file.cards_from, severity),
        own_domains: plan.list(3, &now.own_domains, &file.own_domains, how, |a, b| a == b),
        groups: plan.list(4, &now.groups, &file.groups, how, |a, b| if a.name.is_empty() { a == b } else { a.name == b.name }),
        relays: plan.pairs(5, &now.relays, &file.relays, how),
        rules: plan
            .list(6, &now.rules, &file.rules, how, |a: &Rule, b: &Rule| a.site == b.site && a.what.to_lowercase() == b.what.to_lowercase()),
        pages: plan.list(7, &now.pages, &file.pages, how, |a: &PageKind, b: &PageKind| a.site == b.site && a.path == b.path),
        own_vendors: plan.list(8, &now.own_vendors, &file.own_vendors, how, |a, b| a.name == b.name),
        muted: plan.list(9, &now.muted, &file.muted, how, |a, b| a == b),
        personas: plan.list(10, &now.personas, &file.personas, how, |a: &Persona, b: &Persona| a.id == b.id),
        notes: plan.pairs(11, &now.notes, &file.notes, how),
        uncover: plan.one(12, now.uncover, file.uncover, switched),
    };
    Planned { set, ..plan }
}

fn switched(on: bool) -> &'static str {
    if on { t!(switch: "on") } else { t!(switch: "off") }
}

fn severity(from: Severity) -> &'static str {
    match from {
        Severity::Critical => t!(severity: "critical"),
        Severity::High => t!(severity: "high"),
        Severity::Medium => t!(severity: "medium"),
        Severity::Low => t!(severity: "low"),
        Severity::Info => t!(severity: "info"),
    }
}

impl Planned {
    fn one<T: Copy + PartialEq>(&mut self, at: usize, now: Option<T>, file: Option<T>, word: impl Fn(T) -> &'static str) -> Option<T> {
        let called = SECTIONS.get(at).map_or("", |(_, called, _)| called.say());
        let Some(new) = file else {
            self.untouched.push(called);
            return now;
        };
        self.said.push(if now == Some(new) {
            t!("{called}: {state}, as it is.", state = word(new))
        } else {
            self.same = false;
            t!("{called}: {state} from now on.", state = word(new))
        });
        Some(new)
    }

    fn pairs(&mut self, at: usize, now: &Pairs, file: &Pairs, how: How) -> Pairs {
        let listed = |of: &Pairs| of.clone().map(|all| all.into_iter().collect::<Vec<_>>());
        self.list(at, &listed(now), &listed(file), how, |a, b| a.0 == b.0).map(|all| all.into_iter().collect())
    }

    fn list<T: Clone + PartialEq>(
        &mut self,
        at: usize,
        now: &Option<Vec<T>>,
        file: &Option<Vec<T>>,
        how: How,
        are_one: impl Fn(&T, &T) -> bool,
    ) -> Option<Vec<T>> {
        let (called, most) = SECTIONS.get(at).map_or(("", 0), |(_, called, most)| (called.say(), *most));
        let Some(new) = file else {
            self.untouched.push(called);
            return now.clone();
        };
        let now = now.as_deref().unwrap_or_default();
        let mut next: Vec<T> = if how == How::Merge { now.to_vec() } else { Vec::new() };
        let mut over = 0;
        for one in new {
            let room = next.len() < most;
            match next.iter_mut().find(|other| are_one(other, one)) {
                Some(other) => other.clone_from(one),
                None if room => next.push(one.clone()),
                None => over += 1,
            }
        }
        let before = |one: &T| now.iter().find(|other| are_one(other, one));
        let count = |test: &dyn Fn(&T) -> bool, of: &[T]| of.iter().filter(|one| test(one)).count();
        let [added, changed, removed, as_before] = [
            count(&|one| before(one).is_none(), &next),
            count(&|one| before(one).is_some_and(|was| was != one), &next),
            count(&|one| !next.iter().any(|other| are_one(other, one)), now),
            count(&|one| before(one) == Some(one), &next),
        ];
        self.same &= [added, changed, removed].iter().all(|n| *n == 0);
        let mut words = Vec::new();
        if added > 0 {
            words.push(t!("{added} added"));
        }
        if changed > 0 {
            words.push(t!("{changed} changed"));
        }
        if removed > 0 {
            words.push(t!("{removed} removed"));
        }
        if as_before > 0 {
            words.push(t!("{as_before} as before"));
        }
        if over > 0 {
            words.push(t!("{over} left out, as there is no room"));
        }
        self.said.push(match words.is_empty() {
            true => t!("{called}: none, as before."),
            false => t!("{called}: {changes}.", changes = words.join(t!(", "))),
        });
        Some(next)
    }
}
