//! Requests and causes as they come, in whichever order: each finds its place in the tree.

use super::{Basis, Hint, Kind, MAX_HOPS, MAX_WAITING, Origin, Place, Spot, chain, source};
use crate::address::Address;
use crate::observation::{Cause, MAX_CAUSE_ADDRESS, Millis, Request, Word};
use crate::site::Declared;
use crate::tab::Tab;

/// The browser reported a request: where it stands in the tree, as far as is known by now. `recipient` is the id of who gets it.
pub(crate) fn asked(tab: &mut Tab, request: &Request, address: &Address<'_>, recipient: &str, hint: &Hint) -> Option<Spot> {
    let before = hop(tab, &request.id);
    let who = &tab.recipients.get(recipient)?.recipient;
    let kind = Kind::of(request.kind);
    let lineage = &mut tab.lineage;
    // The site's own pictures and data are nobody else's; what it serves of others has an id that says so.
    if who.party.is_own() && !recipient.starts_with("own:") && kind != Some(Kind::Frame) {
        if kind != Some(Kind::Script) {
            return None;
        }
        let known = lineage.find(&source::key(address), request.frame);
        known.into_iter().for_each(|at| lineage.loaded(at));
        return lineage.spot(known.map_or(Place::Nowhere, Place::Source));
    }
    let (mut origin, mut basis) = lineage.by_browser(request);
    let mut via = None;
    match before {
        Some((from, Place::Leaf(leaf))) => {
            via = (from != recipient).then_some(from);
            if let Some(leaf) = lineage.leaves.get(usize::from(leaf)) {
                (origin, basis) = (leaf.origin, leaf.basis);
            }
        }
        Some((_, Place::Source(from))) => (origin, basis) = (Origin::Source(from), Basis::Browser),
        _ => (origin, basis) = lineage.by_hint(hint, request.frame).unwrap_or((origin, basis)),
    }
    let place = match kind {
        Some(kind) => {
            let who = who.clone();
            lineage.source(kind, request.frame, address, who).map(|at| {
                lineage.loaded(at);
                if lineage.sources.get(usize::from(at)).is_some_and(|s| matches!(s.basis, Basis::None | Basis::Host)) {
                    lineage.bring(at, origin, basis);
                }
                Place::Source(at)
            })
        }
        None => lineage.leaf(recipient, origin, basis, via.as_deref()).map(|at| {
            lineage.count(at);
            Place::Leaf(at)
        }),
    };
    if place.is_none() {
        lineage.more = lineage.more.saturating_add(1);
    }
    lineage.spot(place?)
}

/// Where the request of that name stood before it was redirected, and who got it.
fn hop(tab: &mut Tab, id: &str) -> Option<(String, Place)> {
    let at = tab.lineage.hops.iter().position(|h| h == id)?;
    tab.lineage.hops.remove(at);
    let turn = tab.lineage.turn;
    let recent = tab.recent.iter().rev().find(|r| r.id == id)?;
    let spot = recent.spot.filter(|s| s.turn == turn)?;
    Some((recent.recipient.clone(), spot.place))
}

/// The request remembered last has been reported: what waited for it is told of it, and what it shows is said.
pub(crate) fn remembered(tab: &mut Tab, own: &Declared, at: Millis) {
    let Some(recent) = tab.recent.back().filter(|r| r.spot.is_some()) else { return };
    let last = tab.recent.len() - 1;
    let fits = |cause: &Cause| is_about(cause, recent.frame, recent.parent, &recent.url);
    if let Some(cause) = tab.lineage.waiting.iter().position(fits).and_then(|i| tab.lineage.waiting.remove(i)) {
        tell(tab, last, &cause, own);
    }
    chain::judge(tab, last, at);
}

/// Somebody says who asked for a request.
pub(crate) fn caused(tab: &mut Tab, cause: &Cause, own: &Declared, at: Millis) {
    let turn = tab.lineage.turn;
    let open = |spot: &Option<Spot>| spot.is_some_and(|s| s.turn == turn && !s.told);
    let found = tab.recent.iter().rposition(|r| open(&r.spot) && is_about(cause, r.frame, r.parent, &r.url));
    let Some(request) = found else {
        if tab.lineage.waiting.len() >= MAX_WAITING {
            tab.lineage.waiting.pop_front();
        }
        tab.lineage.waiting.push_back(cause.clone());
        return;
    };
    tab.dirty = true;
    let moved = tell(tab, request, cause, own);
    chain::judge(tab, request, at);
    if moved {
        // What a script brought before it was known who brought the script.
        for i in 0..tab.recent.len() {
            chain::judge(tab, i, at);
        }
    }
}

/// A request was redirected: the next one of that name is sent on by its recipient.
pub(crate) fn redirected(tab: &mut Tab, id: &str) {
    if tab.lineage.hops.len() >= MAX_HOPS {
        tab.lineage.hops.pop_front();
    }
    tab.lineage.hops.push_back(id.to_owned());
}

/// True where the cause is told of that request: frame and address, or the address's beginning where it was cut. A frame's
/// document is asked for by the frame around it.
fn is_about(cause: &Cause, frame: i64, parent: Option<i64>, url: &str) -> bool {
    let said = cause.url.split('#').next().unwrap_or_default();
    (cause.frame == frame || parent == Some(cause.frame))
        && !said.is_empty()
        && url.strip_prefix(said).is_some_and(|rest| rest.is_empty() || rest.starts_with('#') || said.len() + 4 > MAX_CAUSE_ADDRESS)
}

/// Labels the request with who asked for it. True where a script or frame got another place.
fn tell(tab: &mut Tab, request: usize, cause: &Cause, own: &Declared) -> bool {
    let Some(recent) = tab.recent.get(request) else { return false };
    let Some(spot) = recent.spot else { return false };
    let Some(who) = tab.recipients.get(&recent.recipient).map(|t| t.recipient.clone()) else { return false };
    let basis = match cause.word {
        Word::Page => Basis::Page,
        Word::Recording => Basis::Recording,
    };
    let Some(origin) = source::pick(tab, cause, &who, own) else { return false };
    let Some((id, url)) = tab.recent.get(request).map(|r| (r.id.clone(), r.url.clone())) else { return false };
    let lineage = &mut tab.lineage;
    let place = match spot.place {
        Place::Leaf(leaf) => match lineage.reparent(leaf, origin, basis) {
            Some(to) => Place::Leaf(to),
            None => return false,
        },
        Place::Source(at) => {
            if !lineage.sources.get(usize::from(at)).is_some_and(|s| s.basis.is_told()) {
                lineage.bring(at, origin, basis);
            }
            Place::Source(at)
        }
        // The site's own script, asked for by somebody else's.
        Place::Nowhere if matches!(origin, Origin::Source(_)) => {
            let Some(at) = lineage.source(Kind::Script, cause.frame, &Address::parse(&url), who) else { return false };
            lineage.loaded(at);
            lineage.bring(at, origin, basis);
            Place::Source(at)
        }
        Place::Nowhere => Place::Nowhere,
    };
    if let Some(recent) = tab.recent.get_mut(request) {
        recent.spot = Some(Spot { place, told: true, ..spot });
    }
    if matches!(place, Place::Leaf(_)) {
        sent_on(tab, &id, origin, basis);
    }
    matches!(place, Place::Source(_))
}

/// What a request was redirected to moves with it.
fn sent_on(tab: &mut Tab, id: &str, origin: Origin, basis: Basis) {
    let turn = tab.lineage.turn;
    for recent in tab.recent.iter_mut().filter(|r| r.id == id) {
        let Some(Spot { turn: then, place: Place::Leaf(leaf), told: false }) = recent.spot else { continue };
        if then == turn
            && let Some(to) = tab.lineage.reparent(leaf, origin, basis)
        {
            recent.spot = Some(Spot { turn, place: Place::Leaf(to), told: true });
        }
    }
}
