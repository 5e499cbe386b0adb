//! Scripts and frames: what can bring something, and which of several callers did.

use super::{Basis, Lineage, MAX_DEPTH, MAX_SOURCES, Origin, container};
use crate::address::{Address, cut};
use crate::detect;
use crate::facts::{Facts, Input};
use crate::finding::Recipient;
use crate::observation::{Cause, MAX_CAUSE_BY, MAX_CAUSE_SCRIPT, ResourceType};
use crate::site::{self, Declared};
use crate::tab::Tab;
use serde::{Deserialize, Serialize};

/// What kind of thing brought something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Kind {
    Script,
    /// A stylesheet: it brings fonts and pictures.
    Sheet,
    Frame,
}

impl Kind {
    pub(super) const fn of(kind: ResourceType) -> Option<Kind> {
        match kind {
            ResourceType::Script => Some(Kind::Script),
            ResourceType::Stylesheet => Some(Kind::Sheet),
            ResourceType::SubFrame => Some(Kind::Frame),
            _ => None,
        }
    }
}

/// A script or frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Source {
    /// See [`key`].
    pub key: String,
    /// The frame it runs in; a frame's own number.
    pub frame: i64,
    pub kind: Kind,
    /// The id of the tag manager's container; empty for everything else.
    pub container: String,
    /// Whose it is.
    pub who: Recipient,
    pub origin: Origin,
    pub basis: Basis,
    /// How often the browser asked for it; 0 where only somebody's word tells of it.
    pub requests: u32,
}

/// What a script is known by: its address without its query, save a container's id. Scripts told apart by the rest of their
/// query alone are one.
pub(crate) fn key(address: &Address<'_>) -> String {
    let plain = cut(address.without_fragment().split('?').next().unwrap_or_default(), MAX_CAUSE_SCRIPT);
    match address.query().split('&').find_map(|pair| pair.strip_prefix("id=")).filter(|_| container::id(address).is_some()) {
        Some(id) => format!("{plain}?id={id}"),
        None => plain.to_owned(),
    }
}

/// True where two recipients are one company's, as far as is known. The catalogue and the list of owners may name a company
/// differently: "Meta (Facebook)" and "Facebook", "Salesforce" and "Salesforce.com".
pub(crate) fn same_company(a: &Recipient, b: &Recipient) -> bool {
    if a.id == b.id || site::registrable(&a.host) == site::registrable(&b.host) {
        return true;
    }
    let (Some(a), Some(b)) = (&a.owner, &b.owner) else { return false };
    a == b || names(a).any(|a| names(b).any(|b| a.eq_ignore_ascii_case(b)))
}

/// A company's name and those that follow it in brackets, without what kind of company it is.
fn names(owner: &str) -> impl Iterator<Item = &str> {
    let (first, others) = owner.split_once(" (").unwrap_or((owner, ""));
    let kinds = [", Inc.", " Inc.", " Inc", ", LLC", " LLC", ".com"];
    let bare = move |name| kinds.iter().find_map(|kind| str::strip_suffix(name, *kind)).unwrap_or(name);
    std::iter::once(first).chain(others.trim_end_matches(')').split(", ")).map(bare).filter(|name| name.len() > 1)
}

/// Scripts that stand between a caller and the network without having asked: they wrap what they measure, hold back what a
/// banner has not released, or are libraries that others call.
pub(crate) fn is_go_between(who: &Recipient) -> bool {
    matches!(who.category.as_deref(), Some("error-monitoring" | "performance" | "session-replay" | "consent" | "captcha" | "cdn" | "fonts"))
}

fn is_manager(who: &Recipient, container: &str) -> bool {
    !container.is_empty() || matches!(who.category.as_deref(), Some("tag-manager" | "cdp"))
}

impl Lineage {
    /// The script or document of that key: in the frame, or else in any.
    pub(super) fn find(&self, key: &str, frame: i64) -> Option<u16> {
        let all = || self.sources.iter().enumerate().filter(|(_, s)| s.key == key);
        let found = all().find(|(_, s)| s.frame == frame).or_else(|| all().next())?;
        u16::try_from(found.0).ok()
    }

    /// The frame of that number.
    pub(super) fn frame(&self, frame: i64) -> Option<u16> {
        let found = self.sources.iter().rposition(|s| frame > 0 && s.kind == Kind::Frame && s.frame == frame)?;
        u16::try_from(found).ok()
    }

    /// The script or frame of that address, a new one where there is room.
    pub(super) fn source(&mut self, kind: Kind, frame: i64, address: &Address<'_>, who: Recipient) -> Option<u16> {
        let key = key(address);
        let here = self.sources.iter().position(|s| s.frame == frame && s.kind == kind && s.key == key);
        if let Some(at) = here {
            return u16::try_from(at).ok();
        }
        if self.sources.len() >= MAX_SOURCES {
            return None;
        }
        let container = container::id(address).unwrap_or_default();
        self.sources.push(Source { key, frame, kind, container, who, origin: Origin::Unseen, basis: Basis::None, requests: 0 });
        u16::try_from(self.sources.len() - 1).ok()
    }

    /// The browser asked for it.
    pub(super) fn loaded(&mut self, at: u16) {
        if let Some(source) = self.sources.get_mut(usize::from(at)) {
            source.requests = source.requests.saturating_add(1);
        }
    }

    /// Says what brought a script or frame, unless it would have brought itself.
    pub(super) fn bring(&mut self, at: u16, origin: Origin, basis: Basis) {
        let mut above = origin;
        for _ in 0..MAX_DEPTH {
            let Origin::Source(up) = above else {
                if let Some(source) = self.sources.get_mut(usize::from(at)) {
                    (source.origin, source.basis) = (origin, basis);
                }
                return;
            };
            if up == at {
                return;
            }
            above = self.sources.get(usize::from(up)).map_or(Origin::Unseen, |s| s.origin);
        }
    }

    /// True where the browser reported the script, on this page or an earlier one.
    pub(super) fn is_seen(&self, source: &Source) -> bool {
        source.requests > 0 || self.known.contains(&source.key)
    }

    fn is_page(&self, address: &Address<'_>, shown: &Address<'_>) -> bool {
        let plain = address.without_fragment();
        let file = address.path().rsplit('/').next().unwrap_or_default();
        let program = [".js", ".mjs", ".css"].iter().any(|end| file.ends_with(end));
        plain == self.document || plain == shown.without_fragment() || (address.host() == shown.host() && !program)
    }
}

/// One of the callers.
pub(super) struct Caller<'a> {
    pub address: Address<'a>,
    /// The script or frame, where it is known already.
    at: Option<u16>,
    /// None for the page itself.
    pub who: Option<Recipient>,
    manager: bool,
}

/// Which of the callers brought the request to `who`: a script of the recipient's own company where one is among them, else the
/// nearest that did ask.
pub(super) fn pick(tab: &mut Tab, cause: &Cause, who: &Recipient, own: &Declared) -> Option<Origin> {
    let page = tab.page.address.clone();
    let shown = Address::parse(&page);
    let callers: Vec<Caller<'_>> = cause.by.iter().take(MAX_CAUSE_BY).filter_map(|by| caller(tab, cause.frame, by, &shown, own)).collect();
    let is_theirs = |c: &Caller<'_>| c.who.as_ref().is_some_and(|w| same_company(w, who));
    let theirs = callers.iter().position(is_theirs).filter(|_| !who.party.is_own());
    let chosen = theirs.unwrap_or_else(|| nearest(&callers));
    let Caller { address, at, who, .. } = callers.into_iter().nth(chosen)?;
    let Some(who) = who else { return Some(Origin::Page) };
    if let Some(at) = at {
        return Some(Origin::Source(at));
    }
    // Nobody reported it: it came from the browser's memory, or the page made it up.
    let (origin, basis) = match tab.lineage.frame(cause.frame) {
        Some(frame) => (Origin::Source(frame), Basis::Browser),
        None if who.party.is_own() => (Origin::Page, Basis::Host),
        None => (Origin::Unseen, Basis::None),
    };
    let kind = if address.path().ends_with(".css") { Kind::Sheet } else { Kind::Script };
    let at = tab.lineage.source(kind, cause.frame, &address, who)?;
    tab.lineage.bring(at, origin, basis);
    Some(Origin::Source(at))
}

/// The nearest of the callers that did ask.
pub(super) fn nearest(callers: &[Caller<'_>]) -> usize {
    let asked = |(i, c): &(usize, &Caller<'_>)| {
        let mut after = callers.iter().skip(i + 1);
        match &c.who {
            // A script written in the page runs there for whoever put it in.
            None => !after.any(|later| later.manager),
            Some(w) => !is_go_between(w) || after.next().is_none(),
        }
    };
    callers.iter().enumerate().find(asked).map_or(0, |(i, _)| i)
}

pub(super) fn caller<'a>(tab: &Tab, frame: i64, by: &'a str, shown: &Address<'_>, own: &Declared) -> Option<Caller<'a>> {
    let address = Address::parse(cut(by, MAX_CAUSE_SCRIPT));
    if !address.is_network() {
        return None;
    }
    if let Some(at) = tab.lineage.find(&key(&address), frame) {
        let source = tab.lineage.sources.get(usize::from(at))?;
        let manager = is_manager(&source.who, &source.container);
        return Some(Caller { address, at: Some(at), who: Some(source.who.clone()), manager });
    }
    if tab.lineage.is_page(&address, shown) {
        return Some(Caller { address, at: None, who: None, manager: false });
    }
    let facts = Facts::read(&address, Some(shown), Input { kind: ResourceType::Script, ..Input::default() }, own);
    let who = detect::recipient(&facts);
    let manager = is_manager(&who, container::id(&address).as_deref().unwrap_or_default());
    Some(Caller { address, at: None, who: Some(who), manager })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn companies_by_their_names() {
        let who = |host: &str, owner: &str| Recipient {
            id: host.into(),
            name: host.into(),
            owner: (!owner.is_empty()).then(|| owner.into()),
            category: None,
            host: host.into(),
            party: site::Party::Third,
            relay: false,
        };
        for (a, b, same) in [
            ("Meta (Facebook)", "Facebook", true),
            ("Microsoft (Xandr, AppNexus)", "Microsoft", true),
            ("Salesforce", "Salesforce.com", true),
            ("Yahoo Inc.", "Yahoo", true),
            ("Google", "Meta (Facebook)", false),
            ("Amazon", "Amazon Web Services", false),
            ("", "Google", false),
            ("", "", false),
            ("Acme, Inc.", "Other, Inc.", false),
            (".com", " Inc.", false),
        ] {
            assert_eq!(same_company(&who("a.example", a), &who("b.example", b)), same, "{a} and {b}");
            assert!(same_company(&who("a.example", a), &who("x.a.example", b)), "one registrable domain");
        }
    }
}
