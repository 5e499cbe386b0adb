//! Stories: findings about one recipient that say who the visitor is, and findings that say what the visit is about. Where there
//! are both, they are joined into one ([`identity_with_health_context`]).
//!
//! What is joined follows from the findings there are, so that it holds however events came and whatever was taken back.

use super::Tab;
use super::found::finding;
use crate::detect::Draft;
use crate::detect::identity_with_health_context::{self as joined, Half, Part};
use crate::finding::{Finding, Kind, Recipient};
use crate::observation::Millis;
use crate::order;
use crate::vendor;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Stories by whom they were told to and on which site.
pub(crate) type Stories = BTreeMap<String, Story>;

/// What one recipient was told on one site.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Story {
    /// Whose other services are told as one with it, and on which site; empty where none are.
    owner: String,
    /// Its findings by key. No more than there are findings.
    parts: BTreeMap<String, Piece>,
    /// Requests that carried both halves.
    both: u32,
    /// How many of those did not arrive.
    failed: u32,
}

impl Story {
    /// Whether it says who, and whether it says what.
    fn halves(&self, findings: &BTreeMap<String, Finding>) -> (bool, bool) {
        let parts = self.parts.iter().filter(|(key, _)| findings.contains_key(*key));
        sides(parts.map(|(_, piece)| piece))
    }
}

/// Whether there is who, and whether there is what.
fn sides<'a>(pieces: impl Iterator<Item = &'a Piece>) -> (bool, bool) {
    pieces.fold((false, false), |(who, what), piece| (who | piece.part.side.is_who(), what | !piece.part.side.is_who()))
}

/// One finding's part in a story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Piece {
    part: Part,
    /// The gravest finding of the other half that came in the same request.
    with: Option<String>,
}

/// The keys of findings joined into another: they count in it, and not once more.
pub(crate) fn parts(findings: &BTreeMap<String, Finding>) -> BTreeSet<&str> {
    let mut all = BTreeSet::new();
    // `extend` adds one by one; `collect` would bring a sort of its own.
    all.extend(findings.values().flat_map(|f| &f.joins).map(String::as_str));
    all
}

impl Tab {
    /// Adds what a request gave reason to say, and joins what its recipient got. `before` as for [`Tab::add`].
    pub(super) fn tell(&mut self, drafts: Vec<Draft>, site: &str, at: Millis, before: &[String]) -> Vec<String> {
        let mut story = None;
        let keys: Vec<String> = drafts
            .into_iter()
            .map(|mut draft| {
                let part = draft.part.take();
                let name = part.is_some().then(|| draft.recipient.as_ref().map(|who| name(who, site))).flatten();
                let key = self.add(draft, at, before);
                // One finding too many was counted, not kept.
                if let (Some(part), Some(name)) = (part, name)
                    && self.findings.contains_key(&key)
                {
                    let (name, owner) = name;
                    let told = self.stories.entry(name.clone()).or_insert_with(|| Story { owner, ..Story::default() });
                    told.parts.entry(key.clone()).or_insert(Piece { part, with: None });
                    story = Some(name);
                }
                key
            })
            .collect();
        if let Some(name) = story {
            self.together(&name, before, &keys);
            self.join(&name);
        }
        keys
    }

    /// Notes which halves one request carried.
    fn together(&mut self, name: &str, before: &[String], keys: &[String]) {
        let Some(story) = self.stories.get_mut(name) else { return };
        let has = |keys: &mut dyn Iterator<Item = &String>| sides(keys.filter_map(|k| story.parts.get(k))) == (true, true);
        if !has(&mut before.iter().chain(keys)) {
            return;
        }
        story.both = story.both.saturating_add(u32::from(!has(&mut before.iter())));
        let weight = |key: &String| Some((self.findings.get(key)?.severity, story.parts.get(key)?.part.side));
        let gravest = |who: bool| {
            let of = before.iter().chain(keys).filter(|k| story.parts.get(*k).is_some_and(|t| t.part.side.is_who() == who));
            of.max_by(|a, b| weight(a).cmp(&weight(b)).then(b.cmp(a))).cloned()
        };
        let (who, what) = (gravest(true), gravest(false));
        for key in before.iter().chain(keys) {
            if let Some(told) = story.parts.get_mut(key) {
                let other = if told.part.side.is_who() { &what } else { &who };
                told.with = told.with.take().or_else(|| other.clone());
            }
        }
    }

    /// A request with these findings did not arrive.
    pub(crate) fn untold(&mut self, keys: &[String]) {
        let of = |story: &Story| sides(keys.iter().filter_map(|k| story.parts.get(k)));
        let touched: Vec<(String, bool)> = self
            .stories
            .iter()
            .map(|(name, story)| (name, of(story)))
            .filter(|(_, of)| of.0 || of.1)
            .map(|(name, of)| (name.clone(), of == (true, true)))
            .collect();
        for (name, both) in touched {
            if let Some(story) = self.stories.get_mut(&name) {
                story.failed = story.failed.saturating_add(u32::from(both)).min(story.both);
            }
            self.join(&name);
        }
    }

    /// A finding was taken back: what it was joined into follows.
    pub(super) fn rejoin(&mut self, key: &str) {
        let of: Vec<String> = self.stories.iter().filter(|(_, s)| s.parts.contains_key(key)).map(|(name, _)| name.clone()).collect();
        for name in of {
            if let Some(story) = self.stories.get_mut(&name) {
                story.parts.remove(key);
            }
            self.join(&name);
            self.stories.retain(|_, story| !story.parts.is_empty());
        }
    }

    /// Makes the joined finding what the findings of its story make it.
    fn join(&mut self, name: &str) {
        let key = |name: &str| format!("{}|{name}|", Kind::IdentityWithHealthContext.word());
        let Some(story) = self.stories.get(name) else { return };
        let owner = story.owner.clone();
        let own = self.joined(story, &key(name));
        self.put(key(name), own);
        if owner.is_empty() {
            return;
        }
        // Services of one owner, none of which got both.
        let services = || self.stories.values().filter(|s| s.owner == owner);
        let joined = |s: &Story| s.halves(&self.findings) == (true, true);
        let all = (!services().any(joined)).then(|| Story {
            parts: services().flat_map(|s| &s.parts).map(|(key, piece)| (key.clone(), Piece { with: None, ..piece.clone() })).collect(),
            ..Story::default()
        });
        let all = all.and_then(|all| self.joined(&all, &key(&owner)));
        self.put(key(&owner), all);
    }

    fn put(&mut self, key: String, joined: Option<Finding>) {
        match joined {
            Some(finding) => {
                self.findings.insert(key, finding);
            }
            None => {
                self.findings.remove(&key);
            }
        }
    }

    fn joined(&self, story: &Story, key: &str) -> Option<Finding> {
        let mut halves: Vec<(Half<'_>, &Piece)> = Vec::with_capacity(story.parts.len());
        for (key, piece) in &story.parts {
            halves.extend(self.findings.get(key).map(|f| ((f, &piece.part), piece)));
        }
        // What arrived comes before what did not; then of who the surest, of what the gravest.
        let of = |((f, part), _): &(Half<'_>, &Piece)| {
            let first = if part.side.is_who() { part.side as u8 } else { f.severity as u8 };
            (!f.attempted, first, part.rank, part.side as u8)
        };
        order::sort_by(&mut halves, |a, b| of(b).cmp(&of(a)).then(a.0.0.first.cmp(&b.0.0.first)).then(a.0.0.key.cmp(&b.0.0.key)));
        let side = |is_who: bool| halves.iter().filter(move |((_, part), _)| part.side.is_who() == is_who);
        let (who, what) = (side(true).next()?.0, side(false).next()?.0);
        let with =
            |piece: &Piece| piece.with.as_ref().and_then(|key| halves.iter().find(|((f, _), _)| f.key == *key)).map(|(half, _)| *half);
        // In one request only where that is as sure of who it is as the visit is.
        let mut pairs = side(true).filter(|(half, _)| half.1.side == who.1.side).filter_map(|(half, piece)| Some((*half, with(piece)?)));
        let arrived = |pair: &(Half<'_>, Half<'_>)| !pair.0.0.attempted && !pair.1.0.attempted;
        let pair = pairs.next();
        let once = pair.filter(|p| arrived(p) && story.both > story.failed);
        let visit = Some((who, what)).filter(arrived);
        // Nothing arrived: what was tried is said as it was tried.
        let in_one = once.or(pair.filter(|_| visit.is_none()));
        let attempted = once.is_none() && visit.is_none();
        let first = |is_who: bool| side(is_who).map(|((f, _), _)| f.first).min();
        let both_known = first(true).max(first(false));
        let (who, what) = in_one.unwrap_or((who, what));
        let others: Vec<Half<'_>> =
            halves.iter().map(|(half, _)| *half).filter(|(f, _)| f.key != who.0.key && f.key != what.0.key).collect();
        let draft = joined::join(who, what, in_one.is_some(), &others);
        let mut out = finding(draft, key.to_owned(), what.0.page.clone(), both_known.unwrap_or_default());
        out.count = story.both.max(1);
        out.last = halves.iter().map(|((f, _), _)| f.last).max().unwrap_or(out.first);
        out.attempted = attempted;
        out.joins = halves.iter().map(|((f, _), _)| f.key.clone()).collect();
        Some(out)
    }
}

/// Whose story it is, on which site; and whose services are told as one with it where each got one half alone. That one company
/// runs them is a fact where the catalogue knows both, and says something where both follow visitors. Software anybody can host
/// is told by its host.
fn name(who: &Recipient, site: &str) -> (String, String) {
    match (&who.owner, vendor::by_id(&who.id)) {
        (Some(owner), Some(v)) if v.category.tracks() => (format!("{}|{site}", who.id), format!("owner:{owner}|{site}")),
        (None, Some(_)) => (format!("{} {}|{site}", who.id, who.host), String::new()),
        _ => (format!("{}|{site}", who.id), String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::Request;
    use crate::site::Declared;

    const HIV: &str = "https://www.clinic.example/conditions/hiv-testing";
    const GA: &str = "https://www.google-analytics.com/g/collect?v=2&tid=G-1&cid=1.2";

    #[test]
    fn what_is_taken_back_leaves_the_story() {
        let mut tab = Tab::default();
        tab.show(HIV, 1);
        let mail = "ep.email=jordan.avery%40example.org";
        let page = "dl=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing";
        for (n, fields) in [format!("{mail}&{page}"), format!("{mail}&dt=HIV%20testing")].iter().enumerate() {
            let request = Request { id: n.to_string(), url: format!("{GA}&{fields}"), ..Request::default() };
            tab.request(&request, &Declared::default(), n as u64 + 2);
        }
        let story = |tab: &Tab| tab.findings.values().find(|f| f.kind == Kind::IdentityWithHealthContext).cloned();
        let joins = story(&tab).map(|f| f.joins).unwrap_or_default();
        assert_eq!(joins.len(), 3, "who, and twice what");
        let key = |start: &str| joins.iter().find(|k| k.starts_with(start)).map(String::as_str).unwrap_or_default();
        tab.take_back(key("sensitive-url-third-party"));
        let left = story(&tab).expect("the title still tells");
        assert_eq!((left.joins.len(), left.evidence.len()), (2, 2));
        assert!(left.evidence.iter().any(|e| e.at == "query:dt"));
        tab.take_back(key("title-leak"));
        assert_eq!(story(&tab), None);
        tab.take_back(key("identifier-to-third-party"));
        assert!(tab.stories.is_empty(), "nothing of it is kept");
    }
}
