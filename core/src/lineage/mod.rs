//! What brought what into the page: frames, scripts and tag managers' containers, and the recipients they told.
//!
//! A browser says which frame a request came from and, at most, the origin behind it. Which script asked is told by others: by
//! the page hook, which reads the callers of what it overhears ("the page's own word", and a page can forge it), by a recording's
//! own notes, or by ids and marks inside the request. None of these adds a request: they label one the browser reported. They
//! come before or after it. What nobody told stays unknown, and is called so.
//!
//! Kept of the page shown now alone, and bounded; a new document begins anew.

mod author;
mod chain;
mod container;
mod hear;
mod source;
mod tree;

#[cfg(test)]
mod tests;

pub(crate) use author::{Writer, loaders, writer, written_by};
#[cfg(test)]
pub(crate) use container::id as container_id;
pub(crate) use container::{Hint, hint};
pub(crate) use hear::{asked, caused, redirected, remembered};
use leaklight_text::t;
pub(crate) use source::{Kind, Source, is_go_between, key, same_company};
pub(crate) use tree::view;

use crate::address::Address;
use crate::observation::{Cause, Millis, Request, ResourceType};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// The most scripts and frames kept.
const MAX_SOURCES: usize = 200;
/// The most recipients kept, each under what brought it.
const MAX_LEAVES: usize = 400;
/// Causes that wait for their request; the oldest goes first. Most of them never meet one: what a browser has in memory it
/// does not ask for.
const MAX_WAITING: usize = 64;
/// Redirects that wait for the request that follows.
const MAX_HOPS: usize = 16;
/// Scripts of earlier pages remembered as having been loaded: a browser that has a script in memory does not report it again.
const MAX_KNOWN: usize = 100;
/// How deep one thing may have brought another.
const MAX_DEPTH: usize = 12;

/// How it is known that one thing brought another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Basis {
    /// It is not.
    #[default]
    None,
    /// The browser reported it: the frame, or the redirect.
    Browser,
    /// The page hook's word.
    Page,
    /// A recording's word.
    Recording,
    /// The request carries the id of a container that was loaded.
    Id,
    /// The request says that a tag manager sent it, and one alone was loaded.
    Manager,
    /// Nobody said; the script is served by the site itself.
    Host,
}

impl Basis {
    /// In plain words.
    pub fn words(self) -> &'static str {
        match self {
            Basis::None => "",
            Basis::Browser => t!("the browser's word"),
            Basis::Page => t!("the page's own word"),
            Basis::Recording => t!("the recording's word"),
            Basis::Id => t!("container id in the request"),
            Basis::Manager => t!("the request says a tag manager sent it"),
            Basis::Host => t!("served by the site itself"),
        }
    }

    /// True where somebody said who asked, rather than where.
    const fn is_told(self) -> bool {
        matches!(self, Basis::Page | Basis::Recording)
    }
}

/// What brought something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Origin {
    /// Something that was not seen.
    #[default]
    Unseen,
    /// The page itself: its markup, or a script written in it.
    Page,
    /// The script or frame of that number.
    Source(u16),
}

/// A recipient under what brought it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Leaf {
    /// The recipient's id.
    pub recipient: String,
    pub origin: Origin,
    pub basis: Basis,
    /// The recipient that sent the browser on to this one.
    pub via: Option<String>,
    /// 0 where its requests were found to belong elsewhere.
    pub requests: u32,
}

/// Where a request stands; kept with the request until its end is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Spot {
    /// Which page's, counted.
    turn: u32,
    place: Place,
    /// True once somebody said who asked for it.
    told: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Place {
    /// A script of the site itself that nobody but the page is known to have asked for.
    Nowhere,
    Leaf(u16),
    Source(u16),
}

/// What is known of the page shown now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Lineage {
    /// The address the document was loaded from: scripts written in it go by that name.
    document: String,
    turn: u32,
    /// True between the document's answer and the browser saying that it is shown.
    fresh: bool,
    /// When the browser said that it is shown.
    since: Millis,
    pub sources: Vec<Source>,
    pub leaves: Vec<Leaf>,
    waiting: VecDeque<Cause>,
    /// Requests that were redirected, until the next one of that name comes.
    hops: VecDeque<String>,
    known: VecDeque<String>,
    /// Requests for which there was no more room.
    pub more: u32,
}

impl Lineage {
    /// The main frame's document was answered: what comes next belongs to it. Firefox may say so after it said that the document is
    /// shown, and after what that document asked for.
    pub fn answered(&mut self, url: &str, at: Millis) {
        if at > self.since {
            self.begin(url);
            self.fresh = true;
        }
    }

    /// The main frame shows another document, or the same one anew.
    pub fn committed(&mut self, url: &str, at: Millis) {
        if !std::mem::take(&mut self.fresh) {
            self.begin(url);
        }
        self.since = at;
    }

    /// Watching begins on a page that is already there.
    pub fn watched(&mut self, url: &str) {
        if self.document.is_empty() {
            Address::parse(url).without_fragment().clone_into(&mut self.document);
        }
    }

    fn begin(&mut self, url: &str) {
        let mut known = std::mem::take(&mut self.known);
        known.extend(self.sources.drain(..).filter(|s| s.requests > 0 && s.kind == Kind::Script).map(|s| s.key));
        while known.len() > MAX_KNOWN {
            known.pop_front();
        }
        let document = Address::parse(url).without_fragment().to_owned();
        *self = Lineage { document, known, turn: self.turn.wrapping_add(1), since: self.since, ..Lineage::default() };
    }

    /// Memory is nearly full: what may still come goes before what is known.
    pub fn shed(&mut self) {
        self.waiting.clear();
        self.known.clear();
    }

    /// True where a container was loaded: only then do marks inside hits say anything.
    pub fn has_containers(&self) -> bool {
        self.sources.iter().any(|s| !s.container.is_empty())
    }

    fn spot(&self, place: Place) -> Option<Spot> {
        Some(Spot { turn: self.turn, place, told: false })
    }

    /// True where the request of that name was sent on, and the next of that name is what it was sent on to.
    pub fn sent_on_by(&self, id: &str) -> bool {
        self.hops.iter().any(|h| h == id)
    }

    /// The leaf of that recipient under that origin; a new one where there is room.
    fn leaf(&mut self, recipient: &str, origin: Origin, basis: Basis, via: Option<&str>) -> Option<u16> {
        let is_it = |l: &Leaf| l.origin == origin && l.recipient == recipient && l.via.as_deref() == via;
        let at = self.leaves.iter().position(is_it).or_else(|| {
            let leaf = Leaf { recipient: recipient.to_owned(), origin, basis, via: via.map(str::to_owned), requests: 0 };
            match self.leaves.iter().position(|l| l.requests == 0) {
                Some(empty) => *self.leaves.get_mut(empty)? = leaf,
                None if self.leaves.len() < MAX_LEAVES => self.leaves.push(leaf),
                None => return None,
            }
            self.leaves.iter().position(is_it)
        })?;
        u16::try_from(at).ok()
    }

    fn count(&mut self, leaf: u16) {
        if let Some(leaf) = self.leaves.get_mut(usize::from(leaf)) {
            leaf.requests = leaf.requests.saturating_add(1);
        }
    }

    /// Takes a request from a leaf to the same recipient's under another origin.
    fn reparent(&mut self, leaf: u16, origin: Origin, basis: Basis) -> Option<u16> {
        let old = self.leaves.get(usize::from(leaf))?;
        if old.origin == origin {
            return Some(leaf);
        }
        let (recipient, via) = (old.recipient.clone(), old.via.clone());
        let to = self.leaf(&recipient, origin, basis, via.as_deref())?;
        self.count(to);
        if let Some(old) = self.leaves.get_mut(usize::from(leaf)) {
            old.requests = old.requests.saturating_sub(1);
        }
        Some(to)
    }

    /// What the browser alone says of who asked: the frame.
    fn by_browser(&self, request: &Request) -> (Origin, Basis) {
        let around = if request.kind == ResourceType::SubFrame { request.parent.unwrap_or(-1) } else { request.frame };
        match self.frame(around) {
            Some(frame) => (Origin::Source(frame), Basis::Browser),
            None if around == 0 && request.kind == ResourceType::SubFrame => (Origin::Page, Basis::Browser),
            None => (Origin::Unseen, Basis::None),
        }
    }

    /// What marks inside the request say of who sent it.
    fn by_hint(&self, hint: &Hint, frame: i64) -> Option<(Origin, Basis)> {
        let here = |s: &&(usize, &Source)| s.1.frame == frame;
        let loaded: Vec<(usize, &Source)> = self.sources.iter().enumerate().filter(|(_, s)| !s.container.is_empty()).collect();
        let named = hint.id.as_ref().and_then(|id| loaded.iter().filter(here).find(|(_, s)| s.container == *id));
        if let Some((at, _)) = named {
            return Some((Origin::Source(u16::try_from(*at).ok()?), Basis::Id));
        }
        let mut managers = loaded.iter().filter(here).filter(|(_, s)| hint.manager && s.container.starts_with("GTM-"));
        match (managers.next(), managers.next()) {
            (Some((at, _)), None) => Some((Origin::Source(u16::try_from(*at).ok()?), Basis::Manager)),
            _ => None,
        }
    }
}
