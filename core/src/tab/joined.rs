//! Stories: findings about one recipient that say who the visitor is, and findings that say what the visit is about. Where there
//! are both, they are joined into one ([`identity_with_health_context`]).
//!
//! What is joined follows from the findings there are, so that it holds however events came and whatever was taken back.

use super::Tab;
use super::found::{finding, is_proven};
use crate::detect::Draft;
use crate::detect::identity_with_health_context::{self as joined, Half, Part, Side};
use crate::finding::{Finding, Kind, Recipient, Severity};
use crate::observation::Millis;
use crate::order;
use crate::vendor;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Stories, in the order they began. Lists and no maps: every map of another type is 10 KB of WASM.
pub(crate) type Stories = Vec<Story>;

/// What one recipient was told on one site.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Story {
    /// Whose it is, and on which site.
    name: String,
    /// Whose other services are told as one with it, and on which site; empty where none are.
    owner: String,
    /// Its findings. No more than there are findings.
    parts: Vec<Piece>,
    /// Requests that carried both halves.
    both: u32,
    /// How many of those did not arrive.
    failed: u32,
}

/// One finding's part in a story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Piece {
    /// The finding's key.
    key: String,
    part: Part,
    /// The key of the gravest finding of the other half that came in the same request; empty for none.
    with: String,
}

impl Story {
    fn piece(&self, key: &str) -> Option<&Piece> {
        self.parts.iter().find(|piece| piece.key == key)
    }

    /// Whether these findings say who, and whether they say what.
    fn halves(&self, keys: &[String]) -> [bool; 2] {
        let mut has = [false; 2];
        for piece in keys.iter().filter_map(|key| self.piece(key)) {
            has = [has[0] | piece.part.side.is_who(), has[1] | !piece.part.side.is_who()];
        }
        has
    }
}

/// The keys of findings joined into another: they count in it, and not once more.
pub(crate) fn parts(findings: &BTreeMap<String, Box<Finding>>) -> BTreeSet<&str> {
    let mut all = BTreeSet::new();
    // `extend` adds one by one; `collect` would bring a sort of its own.
    all.extend(findings.values().flat_map(|f| &f.joins).map(String::as_str));
    all
}

impl Tab {
    /// Adds what a request gave reason to say, and joins what its recipient got. `before` as for [`Tab::add`].
    pub(super) fn tell(&mut self, drafts: Vec<Draft>, site: &str, at: Millis, before: &[String]) -> Vec<String> {
        let mut story = None;
        let mut news = false;
        let mut keys: Vec<String> = Vec::with_capacity(drafts.len());
        for mut draft in drafts {
            let part = draft.part.take();
            let names = part.is_some().then(|| draft.recipient.as_ref().map(|who| name(who, site))).flatten();
            let was = names.as_ref().and_then(|_| self.standing(&draft.key(&self.page.template)));
            let key = self.add(draft, at, before);
            news |= names.is_some() && was != self.standing(&key);
            // One finding too many was counted, not kept.
            if let (Some(part), Some((name, owner))) = (part, names)
                && self.findings.contains_key(&key)
            {
                let known = self.stories.iter().position(|s| s.name == name);
                let index = known.unwrap_or(self.stories.len());
                if known.is_none() {
                    self.stories.push(Story { name, owner, ..Story::default() });
                }
                if let Some(told) = self.stories.get_mut(index).filter(|s| s.piece(&key).is_none()) {
                    told.parts.push(Piece { key: key.clone(), part, with: String::new() });
                    news = true;
                }
                story = Some(index);
            }
            keys.push(key);
        }
        if let Some(index) = story {
            news |= self.together(index, before, &keys);
            // Most requests tell once more what is told already: a long story is not gone through for each.
            if news {
                self.join(index);
            } else {
                self.tell_again(index, at);
            }
        }
        keys
    }

    /// What of a finding a joined one is made by, and changes.
    fn standing(&self, key: &str) -> Option<(Severity, bool, bool)> {
        self.findings.get(key).map(|f| (f.severity, f.attempted, is_proven(&f.evidence)))
    }

    /// A request told nothing new: what is joined is dated and counted, and stays what it is.
    fn tell_again(&mut self, index: usize, at: Millis) {
        let Some(story) = self.stories.get(index) else { return };
        if let Some(joined) = self.findings.get_mut(&key(&story.name)) {
            (joined.last, joined.count) = (at.max(joined.last), story.both.max(1));
        }
        if let Some(joined) = self.findings.get_mut(&key(&story.owner)) {
            joined.last = at.max(joined.last);
        }
    }

    /// Notes which halves one request carried. True where that may make another finding of them.
    fn together(&mut self, index: usize, before: &[String], keys: &[String]) -> bool {
        let Some(story) = self.stories.get_mut(index) else { return false };
        let all = [before, keys].concat();
        if story.halves(&all) != [true, true] {
            return false;
        }
        let arrived = story.both > story.failed;
        story.both = story.both.saturating_add(u32::from(story.halves(before) != [true, true]));
        if arrived && all.iter().filter_map(|key| story.piece(key)).all(|piece| !piece.with.is_empty()) {
            return false;
        }
        let mut gravest: [Option<(Severity, Side, String)>; 2] = [None, None];
        for piece in all.iter().filter_map(|key| story.piece(key)) {
            let Some(finding) = self.findings.get(&piece.key) else { continue };
            let [who, what] = &mut gravest;
            let best = if piece.part.side.is_who() { who } else { what };
            if best.as_ref().is_none_or(|(s, side, _)| (*s, *side) < (finding.severity, piece.part.side)) {
                *best = Some((finding.severity, piece.part.side, piece.key.clone()));
            }
        }
        let [Some((_, _, who)), Some((_, _, what))] = gravest else { return true };
        for piece in story.parts.iter_mut().filter(|piece| piece.with.is_empty() && all.contains(&piece.key)) {
            piece.with.clone_from(if piece.part.side.is_who() { &what } else { &who });
        }
        true
    }

    /// A request with these findings did not arrive.
    pub(crate) fn untold(&mut self, keys: &[String]) {
        for index in 0..self.stories.len() {
            let Some(story) = self.stories.get_mut(index) else { return };
            let halves = story.halves(keys);
            if halves != [false, false] {
                story.failed = story.failed.saturating_add(u32::from(halves == [true, true])).min(story.both);
                self.join(index);
            }
        }
    }

    /// A finding was taken back: what it was joined into follows.
    #[inline(never)]
    pub(super) fn rejoin(&mut self, key: &str) {
        for index in 0..self.stories.len() {
            let Some(story) = self.stories.get_mut(index) else { return };
            if story.piece(key).is_some() {
                story.parts.retain(|piece| piece.key != key);
                // What came with it in one request came with what else of the request is still told.
                for at in 0..story.parts.len() {
                    let Some(own) = story.parts.get(at).filter(|piece| piece.with == key).map(|piece| piece.key.clone()) else { continue };
                    let other = story.parts.iter().find(|piece| piece.with == own).map(|piece| piece.key.clone());
                    if let Some(piece) = story.parts.get_mut(at) {
                        piece.with = other.unwrap_or_default();
                    }
                }
                self.join(index);
            }
        }
        self.stories.retain(|story| !story.parts.is_empty());
    }

    /// Findings changed: what they are joined into follows.
    pub(super) fn join_again(&mut self, keys: &[String]) {
        for index in 0..self.stories.len() {
            if self.stories.get(index).is_some_and(|story| keys.iter().any(|key| story.piece(key).is_some())) {
                self.join(index);
            }
        }
    }

    /// Makes the joined finding what the findings of its story make it.
    #[inline(never)]
    fn join(&mut self, index: usize) {
        let Some(story) = self.stories.get(index) else { return };
        let (name, owner) = (story.name.clone(), story.owner.clone());
        let own = self.joined(&[story], &name);
        self.put(&name, own);
        if owner.is_empty() {
            return;
        }
        // Services of one owner, none of which got both.
        let mut services: Vec<&Story> = Vec::new();
        services.extend(self.stories.iter().filter(|s| s.owner == owner));
        let all = match services.iter().any(|s| self.findings.contains_key(&key(&s.name))) {
            true => None,
            false => self.joined(&services, &owner),
        };
        self.put(&owner, all);
    }

    fn put(&mut self, name: &str, joined: Option<Finding>) {
        match joined {
            Some(finding) => {
                self.findings.insert(key(name), Box::new(finding));
            }
            None => {
                self.findings.remove(&key(name));
            }
        }
    }

    /// The joined finding of stories of one teller; none where a half is missing.
    fn joined(&self, stories: &[&Story], name: &str) -> Option<Finding> {
        let mut halves: Vec<(Half<'_>, &Piece)> = Vec::new();
        for piece in stories.iter().flat_map(|story| &story.parts) {
            if let Some(f) = self.findings.get(&piece.key) {
                halves.push(((f, &piece.part), piece));
            }
        }
        // What arrived comes before what did not; then of who the surest, of what the gravest.
        let of = |((f, part), _): &(Half<'_>, &Piece)| {
            let first = if part.side.is_who() { part.side as u8 } else { f.severity as u8 };
            (!f.attempted, first, part.rank, part.side as u8)
        };
        order::sort_by(&mut halves, |a, b| of(b).cmp(&of(a)).then(a.0.0.first.cmp(&b.0.0.first)).then(a.1.key.cmp(&b.1.key)));
        let who = halves.iter().find(|(half, _)| half.1.side.is_who())?.0;
        let what = halves.iter().find(|(half, _)| !half.1.side.is_who())?.0;
        // In one request only where that is as sure of who it is as the visit is, and never of two services.
        let mut pair = None;
        for (half, piece) in halves.iter().filter(|(half, piece)| half.1.side == who.1.side && !piece.with.is_empty()) {
            let other = halves.iter().find(|(_, other)| stories.len() == 1 && other.key == piece.with);
            pair = pair.or(other.map(|(other, _)| (*half, *other)));
        }
        let arrived = |(who, what): (Half<'_>, Half<'_>)| !who.0.attempted && !what.0.attempted;
        let (mut both, mut failed) = (0, 0);
        if let [story] = stories {
            (both, failed) = (story.both, story.failed);
        }
        let once = pair.filter(|p| arrived(*p) && both > failed);
        let visit = arrived((who, what));
        // Nothing arrived: what was tried is said as it was tried.
        let in_one = once.or(pair.filter(|_| !visit));
        let (who, what) = in_one.unwrap_or((who, what));
        let (mut first, mut last, mut joins, mut others) = ([Millis::MAX; 2], 0, Vec::new(), Vec::new());
        for (half, piece) in &halves {
            let [person, matter] = &mut first;
            let of_half = if half.1.side.is_who() { person } else { matter };
            *of_half = half.0.first.min(*of_half);
            last = half.0.last.max(last);
            joins.push(piece.key.clone());
            if piece.key != who.0.key && piece.key != what.0.key {
                others.push(*half);
            }
        }
        let [person, matter] = first;
        let draft = joined::join(who, what, in_one.is_some(), &others);
        let mut out = finding(draft, key(name), what.0.page.clone(), person.max(matter));
        (out.count, out.last, out.attempted, out.joins) = (both.max(1), last, once.is_none() && !visit, joins);
        Some(out)
    }
}

/// The joined finding's key.
fn key(name: &str) -> String {
    format!("{}|{name}|", Kind::IdentityWithHealthContext.word())
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
        tab.show(HIV, &Declared::default(), 1);
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

    proptest::proptest! {
        // What is not joined anew for a request is what it would be.
        #[test]
        fn what_is_told_again_is_joined_as_it_would_be_anew(steps in proptest::collection::vec((0..7usize, 0..3usize), 1..30)) {
            const ADS: &str = "https://www.googleadservices.com/pagead/conversion/1/?a=1";
            const PAGES: [&str; 3] = [HIV, "https://www.clinic.example/p/x", "https://www.clinic.example/depression/help"];
            let mut tab = Tab::default();
            let mut asked: Vec<Vec<String>> = Vec::new();
            for (n, (what, page)) in steps.into_iter().enumerate() {
                let at = n as u64 + 1;
                let page = PAGES[page];
                let dl: String = percent_encoding::utf8_percent_encode(page, percent_encoding::NON_ALPHANUMERIC).collect();
                let url = match what {
                    0 => format!("{GA}&dl={dl}"),
                    1 => format!("{GA}&ep.email=jordan.avery%40example.org"),
                    2 => format!("{GA}&uid=p-4711&dl={dl}"),
                    3 => format!("{GA}&ep.email=jordan.avery%40example.org&dl={dl}"),
                    4 => format!("{ADS}&url={dl}%3Femail%3Djordan.avery%2540example.org"),
                    5 => {
                        if let Some(keys) = asked.pop() {
                            for key in &keys {
                                crate::session::not_received(&mut tab, key);
                            }
                            tab.untold(&keys);
                        }
                        continue;
                    }
                    _ => {
                        tab.show(page, &Declared::default(), at);
                        continue;
                    }
                };
                let request = Request { id: n.to_string(), url, ..Request::default() };
                tab.request(&request, &Declared::default(), at);
                asked.extend(tab.recent.back().map(|r| r.findings.clone()));
                let told = tab.findings.clone();
                for index in 0..tab.stories.len() {
                    tab.join(index);
                }
                proptest::prop_assert_eq!(&told, &tab.findings);
            }
        }
    }
}
