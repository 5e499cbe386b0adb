//! From a request up to the page: who brought its recipient, for the finding that says so.

use super::{Basis, Lineage, MAX_DEPTH, Origin, Place};
use crate::detect::tag_chain::{self, Chain, Link};
use crate::detect::{Draft, Scene};
use crate::finding::Kind;
use crate::observation::Millis;
use crate::session;
use crate::tab::Tab;

/// Says of a request that another company's tag brought its recipient, once a request.
pub(super) fn judge(tab: &mut Tab, request: usize, at: Millis) {
    let Some(draft) = draft(tab, request) else { return };
    let key = draft.key(&tab.page.template);
    if let Some(known) = tab.findings.get_mut(&key) {
        // Counted again, and nothing else: what stands on the cards stays as it is.
        known.count = known.count.saturating_add(1);
        known.last = at;
        known.attempted = false;
    } else {
        tab.add(draft, at, &[]);
    }
    let Some(recent) = tab.recent.get_mut(request) else { return };
    recent.findings.push(key.clone());
    if recent.unreceived {
        session::not_received(tab, &key);
    }
}

fn draft(tab: &Tab, request: usize) -> Option<Draft> {
    let recent = tab.recent.get(request)?;
    let spot = recent.spot.filter(|s| s.turn == tab.lineage.turn)?;
    let start = Kind::TagChain.word();
    if recent.findings.iter().any(|key| key.starts_with(start)) {
        return None;
    }
    let recipient = &tab.recipients.get(&recent.recipient)?.recipient;
    let (first, origin, basis) = way(tab, spot.place)?;
    let (above, from_page) = up(&tab.lineage, origin, basis);
    let links: Vec<Link<'_>> = first.into_iter().chain(above).collect();
    let chain = Chain { recipient, links: &links, from_page };
    let scene = Scene { page: Some(&tab.page.reveal), title: None, context: tab.page.context, consent: 1, ..Scene::default() };
    tag_chain::detect(&chain, &scene)
}

/// The recipient that sent the browser on, where one did, and where the rest of the way begins.
fn way(tab: &Tab, place: Place) -> Option<(Option<Link<'_>>, Origin, Basis)> {
    match place {
        Place::Nowhere => None,
        Place::Source(at) => tab.lineage.sources.get(usize::from(at)).map(|s| (None, s.origin, s.basis)),
        Place::Leaf(at) => {
            let leaf = tab.lineage.leaves.get(usize::from(at))?;
            let by = leaf.via.as_ref().and_then(|id| tab.recipients.get(id)).map(|told| &told.recipient);
            let link = by.map(|who| Link { who, container: "", seen: true, basis: Basis::Browser, redirect: true });
            Some((link, leaf.origin, leaf.basis))
        }
    }
}

/// What stands above, nearest first; true where the page itself stands at the end.
fn up(lineage: &Lineage, mut at: Origin, mut basis: Basis) -> (Vec<Link<'_>>, bool) {
    let mut links = Vec::new();
    for _ in 0..=MAX_DEPTH {
        let Origin::Source(up) = at else { return (links, at == Origin::Page) };
        let Some(source) = lineage.sources.get(usize::from(up)) else { break };
        links.push(Link { who: &source.who, container: &source.container, seen: lineage.is_seen(source), basis, redirect: false });
        (at, basis) = (source.origin, source.basis);
    }
    (links, false)
}
