//! The tree a person reads, built when somebody looks.

use super::{Basis, Kind, Lineage, Origin, Source};
use crate::address::Address;
use crate::detect::words;
use crate::excerpt::Excerpt;
use crate::finding::{Recipient, Severity};
use crate::report::view::{LineageNode, LineageView};
use crate::reveal::Reveal;
use crate::tab::Tab;
use crate::vendor;
use leaklight_text::t;
use std::collections::BTreeMap;

/// The most nodes shown; what is beyond is counted.
const MAX_NODES: usize = 500;

/// What brought what into the page shown now.
pub(crate) fn view(tab: &Tab) -> LineageView {
    let tree = Tree::new(tab);
    let (mut known, mut unseen) = (Vec::new(), Vec::new());
    let of_page = tree.under(Origin::Page, 1, &mut known);
    let of_unseen = tree.under(Origin::Unseen, 2, &mut unseen);
    if known.is_empty() && unseen.is_empty() {
        return LineageView::default();
    }
    let mut nodes = vec![LineageNode {
        detail: count(of_page.saturating_add(of_unseen)),
        ..node(0, "page", words::excerpt_address(&tab.page.address, &tab.page.reveal))
    }];
    nodes.append(&mut known);
    if !unseen.is_empty() {
        let name = Excerpt::plain(t!("brought by something not seen"), &[]);
        nodes.push(LineageNode { detail: count(of_unseen), ..node(1, "unknown", name) });
        nodes.append(&mut unseen);
    }
    let cut = nodes.len().saturating_sub(MAX_NODES);
    nodes.truncate(MAX_NODES);
    let limits = limits(&nodes, tab.lineage.more, cut);
    LineageView { nodes, limits }
}

fn limits(nodes: &[LineageNode], more: u32, cut: usize) -> Vec<String> {
    let mut out = vec![
        t!("Scripts bundled into one file count as that file. Service workers, workers and scripts that run from memory can hide who asked.")
            .to_owned(),
    ];
    if nodes.iter().any(|n| n.basis == Basis::Page.words()) {
        out.push(
            t!("The browser says which frame asked, not which script. Which script is the page's own word: a page can forge it, and what \
             a script writes into the page as markup looks like the page's own.")
            .to_owned(),
        );
    }
    if nodes.iter().any(|n| n.kind == "unknown") {
        out.push(t!("“Not seen” means that nobody told: it may stand in the page's own markup.").to_owned());
    }
    if more > 0 || cut > 0 {
        out.push(t!("The tree is full: {more} more requests and {cut} more lines are left out."));
    }
    out
}

fn node(depth: u8, kind: &str, name: Excerpt) -> LineageNode {
    LineageNode { depth, kind: kind.to_owned(), name, detail: String::new(), basis: String::new(), recipient: None, worst: None }
}

fn count(requests: u32) -> String {
    if requests == 1 { t!("1 request").to_owned() } else { t!("{requests} requests") }
}

/// A recipient's requests under one thing: its hits, and its scripts that brought nothing.
struct Told {
    requests: u32,
    basis: Basis,
}

struct Tree<'a> {
    tab: &'a Tab,
    worst: BTreeMap<&'a str, Severity>,
    /// Sources worth a line of their own: they brought something, or are a container or another's frame.
    shown: Vec<bool>,
}

impl<'a> Tree<'a> {
    fn new(tab: &'a Tab) -> Tree<'a> {
        let mut worst = BTreeMap::new();
        for finding in tab.findings.values() {
            if let Some(who) = &finding.recipient {
                let known = worst.entry(who.id.as_str()).or_insert(finding.severity);
                *known = finding.severity.max(*known);
            }
        }
        Tree { tab, worst, shown: shown(&tab.lineage) }
    }

    /// Everything that `origin` brought, in reading order; how many requests that were in all.
    fn under(&self, origin: Origin, depth: u8, out: &mut Vec<LineageNode>) -> u32 {
        let lineage = &self.tab.lineage;
        let mut total = 0u32;
        // By recipient, then by who sent the browser on to it.
        let mut told: BTreeMap<(&str, Option<&str>), Told> = BTreeMap::new();
        let mut add = |recipient: &'a str, via: Option<&'a str>, basis: Basis, requests: u32| {
            let told = told.entry((recipient, via)).or_insert(Told { requests: 0, basis });
            told.requests = told.requests.saturating_add(requests);
        };
        for (at, source) in lineage.sources.iter().enumerate().filter(|(_, s)| s.origin == origin) {
            if self.shown.get(at) == Some(&true) {
                total = total.saturating_add(self.source(at, source, depth, out));
            } else if self.tab.recipients.contains_key(&source.who.id) && source.requests > 0 && is_told(&source.who) {
                add(&source.who.id, None, source.basis, source.requests);
            }
        }
        for leaf in lineage.leaves.iter().filter(|l| l.origin == origin && l.requests > 0) {
            add(&leaf.recipient, leaf.via.as_deref(), leaf.basis, leaf.requests);
        }
        // Those sent on stand under who sent them; where that one is not here, beside it.
        let direct: Vec<&str> = told.keys().filter(|k| k.1.is_none()).map(|k| k.0).collect();
        let mut rows: Vec<(&(&str, Option<&str>), &Told)> = told.iter().filter(|(k, _)| k.1.is_none_or(|v| !direct.contains(&v))).collect();
        crate::order::sort_by(&mut rows, |a, b| b.1.requests.cmp(&a.1.requests).then(a.0.cmp(b.0)));
        for (&(recipient, via), row) in rows {
            self.recipient(recipient, via, row, depth, out);
            if via.is_none() {
                for (&(next, _), row) in told.iter().filter(|(k, _)| k.1 == Some(recipient)) {
                    self.recipient(next, Some(recipient), row, depth.saturating_add(1), out);
                }
            }
        }
        told.values().fold(total, |sum, t| sum.saturating_add(t.requests))
    }

    fn source(&self, at: usize, source: &Source, depth: u8, out: &mut Vec<LineageNode>) -> u32 {
        let place = out.len();
        let known = vendor::by_id(source.who.id.strip_prefix("own:").unwrap_or(&source.who.id));
        let (kind, name) = match source.kind {
            Kind::Script if !source.container.is_empty() => {
                let whose = known.map_or(source.who.name.as_str(), |v| v.name);
                ("container", words::excerpt_address(&format!("{whose} {}", source.container), &Reveal::default()))
            }
            Kind::Script => ("script", address(&source.key)),
            Kind::Sheet => ("stylesheet", address(&source.key)),
            // A vendor's frames are named by accounts; a stranger's may be named by somebody's number.
            Kind::Frame if known.is_none() => ("frame", frame(&source.key)),
            Kind::Frame => ("frame", address(&source.key)),
        };
        out.push(LineageNode { basis: source.basis.words().to_owned(), worst: self.worst(&source.who.id), ..node(depth, kind, name) });
        let number = u16::try_from(at).unwrap_or(u16::MAX);
        let brought = self.under(Origin::Source(number), depth.saturating_add(1), out);
        let whose = if source.who.party.is_own() { t!("the site's own host") } else { owner(&source.who) };
        let unreported = source.requests == 0 && !source.who.party.is_own();
        if let Some(node) = out.get_mut(place) {
            node.detail = match (brought, unreported) {
                (0, true) => t!("{whose} · brought nothing that was seen · loading it was not seen"),
                (0, false) => t!("{whose} · brought nothing that was seen"),
                (_, true) => t!("{whose} · brought {requests} · loading it was not seen", requests = count(brought)),
                (_, false) => t!("{whose} · brought {requests}", requests = count(brought)),
            };
            node.recipient = self.tab.recipients.contains_key(&source.who.id).then(|| source.who.id.clone());
        }
        brought.saturating_add(source.requests)
    }

    fn recipient(&self, id: &str, via: Option<&str>, row: &Told, depth: u8, out: &mut Vec<LineageNode>) {
        let Some(who) = self.tab.recipients.get(id).map(|t| &t.recipient) else { return };
        let by = via.and_then(|id| self.tab.recipients.get(id)).map(|t| &t.recipient.name);
        let whose = if who.party.is_own() { t!("the site's own host") } else { owner(who) };
        out.push(LineageNode {
            detail: match by {
                Some(name) => t!("{whose} · {requests} · sent on by {name}", requests = count(row.requests)),
                None => format!("{whose} · {}", count(row.requests)),
            },
            basis: if via.is_some() { Basis::Browser } else { row.basis }.words().to_owned(),
            recipient: Some(id.to_owned()),
            worst: self.worst(id),
            ..node(depth, "recipient", Excerpt::plain(&who.name, &[]))
        });
    }

    fn worst(&self, recipient: &str) -> Option<Severity> {
        self.worst.get(recipient).copied()
    }
}

fn owner(who: &Recipient) -> &str {
    who.owner.as_deref().unwrap_or(&who.name)
}

/// The site itself is no recipient of its own requests; what speaks a vendor's language on its host is.
fn is_told(who: &Recipient) -> bool {
    !who.party.is_own() || who.id.starts_with("own:")
}

/// Which sources get a line: containers, frames of others, and whatever brought something that gets one.
fn shown(lineage: &Lineage) -> Vec<bool> {
    let mut shown: Vec<bool> = lineage
        .sources
        .iter()
        .map(|s| s.requests > 0 && (!s.container.is_empty() || (s.kind == Kind::Frame && !s.who.party.is_own())))
        .collect();
    let mark = |at: usize, shown: &mut Vec<bool>| {
        if let Some(slot) = shown.get_mut(at) {
            *slot = true;
        }
    };
    for leaf in lineage.leaves.iter().filter(|l| l.requests > 0) {
        if let Origin::Source(at) = leaf.origin {
            mark(usize::from(at), &mut shown);
        }
    }
    for source in lineage.sources.iter().filter(|s| s.requests > 0 && is_told(&s.who)) {
        if let Origin::Source(at) = source.origin {
            mark(usize::from(at), &mut shown);
        }
    }
    // What stands above one that is shown; chains are shorter than there are sources, and never closed.
    for at in 0..lineage.sources.len() {
        let mut up = at;
        for _ in 0..lineage.sources.len() {
            let Some(Origin::Source(next)) = lineage.sources.get(up).filter(|_| shown.get(up) == Some(&true)).map(|s| s.origin) else {
                break;
            };
            up = usize::from(next);
            mark(up, &mut shown);
        }
    }
    shown
}

/// As [`address`], masked where the last part is a number alone.
fn frame(key: &str) -> Excerpt {
    let named = address(key);
    match named.shown.rsplit_once('/') {
        Some((before, number)) if number.len() > 1 && number.bytes().all(|b| b.is_ascii_digit() || b == b'-') => {
            Excerpt::masking(&named.shown, &[], &[(before.len() as u32 + 1, named.shown.len() as u32)])
        }
        _ => named,
    }
}

/// Host and last part of an address, as a person would name the file: `connect.facebook.net/…/fbevents.js`. What stands after a
/// semicolon is what was sent, not a name.
fn address(key: &str) -> Excerpt {
    let address = Address::parse(key);
    let (host, path) = (address.host(), address.path());
    let path = path.split(';').next().unwrap_or(path).trim_end_matches('/');
    let short = match path.rsplit_once('/') {
        None | Some((_, "")) => host.to_owned(),
        Some(("", file)) => format!("{host}/{file}"),
        Some((_, file)) => format!("{host}/…/{file}"),
    };
    words::excerpt_address(&short, &Reveal::default())
}
