//! From a tab's state to the view the panel and the reports show.

use super::plain::joined;
use super::view::{FindingView, Page, RecipientView, RelayView, SignalView, StorageView, Summary, View};
use super::{blind, learnt};
use crate::address::Address;
use crate::detect::{self, words};
use crate::excerpt::Excerpt;
use crate::finding::{Finding, Severity};
use crate::lineage;
use crate::order;
use crate::reveal::Reveal;
use crate::site::{self, Declared, Party};
use crate::storage::{self, Purpose, Shape};
use crate::tab::{self, Kept, Tab, Told};
use crate::vendor;
use crate::visible::printable;
use leaklight_text::t;
use std::collections::BTreeMap;

/// The view of a tab.
pub(crate) fn view(tab: i32, state: &Tab, own: &Declared) -> View {
    let page = Address::parse(&state.page.address);
    let judged = state.judged(&page, own);
    let taken = state.kind(&page, &judged, own);
    let whole = Reveal::from(&judged);
    let mut known = learnt::known(state);
    let mut recipients: Vec<RecipientView> = state
        .recipients
        .values()
        .map(|told| RecipientView {
            consent: consent(told),
            worst: worst(state, |f| f.recipient.as_ref().is_some_and(|r| r.id == told.recipient.id)),
            recipient: told.recipient.clone(),
            hosts: told.hosts.iter().cloned().collect(),
            told: told.told.iter().cloned().collect(),
            baa: vendor::by_id(told.recipient.id.strip_prefix("own:").unwrap_or(&told.recipient.id))
                .map_or_else(String::new, vendor::Vendor::baa_words),
            requests: told.requests,
            failed: told.failed,
            first: told.first,
            last: told.last,
            because: because(state, told),
            relay: relay(told, &own.relays),
            note: own.notes.get(&told.recipient.id).cloned().unwrap_or_default(),
            learnt: learnt::rows(told, &mut known),
            learnt_more: told.learnt.more,
        })
        .collect();
    order::sort_by(&mut recipients, |a, b| {
        b.worst.cmp(&a.worst).then(a.recipient.party.is_own().cmp(&b.recipient.party.is_own())).then(b.requests.cmp(&a.requests))
    });
    View {
        tab,
        watching: true,
        since: state.since,
        site: if page.host().is_empty() { state.site.clone() } else { page.host().to_owned() },
        page: Page {
            address: words::excerpt_address(&state.page.address, &state.page.reveal),
            title: words::excerpt_address(&state.page.title, &whole),
            context: context(state.page.context).to_owned(),
            class: state.page.context,
            because: taken.because,
            said_so: taken.said_so,
            portal: taken.portal,
            host: page.host().to_owned(),
            path: if page.host().is_empty() { String::new() } else { crate::own::path(&page) },
            sum: whole.explained,
        },
        summary: summary(state),
        recipients,
        findings: ordered(state).into_iter().map(finding_view).collect(),
        storage: state.storage.values().map(|k| storage_view(state, k)).collect(),
        blind_spots: blind::spots(state),
        lineage: lineage::view(state),
        matomo: crate::matomo::view(state),
        known: super::known::view(state),
        trails: super::trails::view(state),
        scripts: super::scripts::view(state, own),
        consent: super::choice::view(state),
        coverage: super::coverage::view(state),
    }
}

/// Why a recipient is listed; where no list names it, what it does over the visit tells too.
fn because(state: &Tab, told: &Told) -> String {
    let who = &told.recipient;
    let does = |what: &str| words::stranger(who.owner.as_deref(), what);
    if told.because == words::LISTED.say() {
        return told.because.clone();
    }
    if told.beat.is_steady() {
        return does(t!("it is called at regular intervals, as keep-alive beacons are"));
    }
    let unnamed = who.party == Party::Third && vendor::by_id(&who.id).is_none() && !told.tracks;
    let recognises = |kept: &Kept| {
        kept.area == "cookie"
            && kept.party == Party::Third
            && kept.shape == Shape::Identifier
            && !kept.is_apart()
            && site::is_below(kept.whose.trim_start_matches('.'), &who.id)
    };
    if unnamed && state.storage.values().any(|kept| recognises(kept)) {
        return does(t!("it keeps a number for this browser in a cookie of its own"));
    }
    told.because.clone()
}

/// What there is to decide of a recipient on the site's own host, and what was decided.
fn relay(told: &Told, relays: &BTreeMap<String, String>) -> Option<RelayView> {
    if !told.recipient.party.is_own() {
        return None;
    }
    let limit =
        t!("Only the first hop is seen: what this server passes on, and to whom, a browser cannot show. Ask who runs it.").to_owned();
    let decided = told.hosts.iter().find_map(|host| relays.get_key_value(host));
    match (&told.relay, decided) {
        (Some(seen), _) => Some(RelayView {
            host: seen.host.clone(),
            vendor: seen.vendor.clone(),
            said: words::sentence(&format!("{}.", told.because)),
            decided: relays.get(&seen.host).cloned(),
            decision: decision(relays.get(&seen.host)),
            limit,
        }),
        (None, Some((host, vendor))) => Some(RelayView {
            host: host.clone(),
            vendor: String::new(),
            said: String::new(),
            decided: Some(vendor.clone()),
            decision: decision(Some(vendor)),
            limit,
        }),
        (None, None) => None,
    }
}

fn decision(vendor: Option<&String>) -> String {
    match vendor.map(String::as_str) {
        None => t!("not yet"),
        Some(site::NO_RELAY) => t!("the site's own, no vendor's"),
        Some(id) => vendor::by_id(id).map_or(id, |v| v.name),
    }
    .to_owned()
}

/// The same view with nothing left to uncover: what may be written to disk.
pub fn sealed(mut view: View) -> View {
    excerpts(&mut view, &mut |excerpt| *excerpt = excerpt.sealed());
    view
}

/// Tells every text of a page that a view shows.
pub(super) fn excerpts(view: &mut View, tell: &mut dyn FnMut(&mut Excerpt)) {
    tell(&mut view.page.address);
    tell(&mut view.page.title);
    for f in &mut view.findings {
        tell(&mut f.finding.page);
        f.finding.evidence.iter_mut().for_each(|e| tell(&mut e.value));
    }
    for s in &mut view.storage {
        tell(&mut s.name);
        tell(&mut s.value);
    }
    view.known.iter_mut().for_each(|value| tell(&mut value.value));
    for recipient in &mut view.recipients {
        recipient.learnt.iter_mut().for_each(|row| tell(&mut row.value));
        recipient.consent.iter_mut().for_each(|signal| tell(&mut signal.value));
    }
    view.consent.managers.iter_mut().for_each(|manager| tell(&mut manager.value));
    if let Some(check) = &mut view.consent.check {
        tell(&mut check.address);
        check.rows.iter_mut().for_each(|row| tell(&mut row.name));
    }
    view.lineage.nodes.iter_mut().for_each(|node| tell(&mut node.name));
    for row in view.matomo.iter_mut().flat_map(|m| &mut m.actions).flat_map(|a| &mut a.rows) {
        tell(&mut row.value);
    }
    view.trails.iter_mut().for_each(|trail| tell(&mut trail.value));
    view.scripts.iter_mut().for_each(|script| tell(&mut script.name));
    view.coverage.pages.iter_mut().for_each(|page| tell(&mut page.address));
}

/// What a recipient was told of the visitor's consent. A consent string is no personal detail, but a page can put anything in
/// its place: what could not be read is masked whole.
fn consent(told: &Told) -> Vec<SignalView> {
    let id = told.recipient.id.as_str();
    let vendor = vendor::by_id(id.strip_prefix("own:").unwrap_or(id));
    told.consent
        .signals(vendor)
        .into_iter()
        .map(|signal| SignalView {
            name: signal.called().to_owned(),
            value: match signal.is_read() {
                true => words::excerpt_address(crate::address::cut(&signal.value, 600), &Reveal::default()),
                false => Excerpt::value(&signal.value),
            },
            at: signal.at,
            said: signal.said,
            standing: signal.standing.word().to_owned(),
        })
        .collect()
}

fn finding_view(f: &Finding) -> FindingView {
    let doc = detect::doc(f.kind);
    let vendor_fix = f.recipient.as_ref().and_then(|r| vendor::by_id(r.id.strip_prefix("own:").unwrap_or(&r.id))).map_or("", |v| v.fix);
    let mut fix = doc.fix.to_owned();
    for more in [vendor_fix, &fields(f)] {
        if !more.is_empty() {
            fix.push(' ');
            fix.push_str(more);
        }
    }
    let because: Vec<&str> = f.axes.explain().into_iter().filter(|w| !w.is_empty()).collect();
    FindingView {
        finding: f.clone(),
        title: f.kind.title().to_owned(),
        why: doc.why.to_owned(),
        fix,
        cannot_tell: doc.cannot_tell.to_owned(),
        severity_because: because.join(t!(", ")),
    }
}

/// The fields a tester looks for, as sent: "Seen here in `dl`, `ep.email`." Empty where nothing stood in a field of a request.
fn fields(f: &Finding) -> String {
    let mut names: Vec<String> = Vec::new();
    for e in &f.evidence {
        let Some((part, name)) = e.at.split_once(':') else { continue };
        let name = crate::address::cut(name, 60);
        if matches!(part, "query" | "body" | "matrix" | "fragment") && !name.is_empty() && !names.iter().any(|n| n == name) {
            names.push(name.to_owned());
        }
    }
    names.truncate(4);
    if names.is_empty() {
        String::new()
    } else {
        let names: Vec<String> = names.iter().map(|name| ["`", name, "`"].concat()).collect();
        t!("Seen here in {fields}.", fields = joined(&names))
    }
}

fn storage_view(state: &Tab, kept: &Kept) -> StorageView {
    let (owner, _) = storage::known(&kept.area, kept.name.uncovered(), &kept.whose);
    let purpose = if kept.category == Purpose::Unknown { "" } else { kept.category.said() };
    let known = match (owner, purpose) {
        (Some(owner), "") => Some(owner.to_owned()),
        (Some(owner), purpose) => Some([owner, t!(", "), purpose].concat()),
        (None, "") => None,
        (None, purpose) => Some(purpose.to_owned()),
    };
    let (by, basis) = state.put_by(kept);
    StorageView {
        area: kept.area.clone(),
        name: kept.name.clone(),
        whose: printable(&kept.whose),
        party: kept.party,
        value: kept.value.clone(),
        shape: kept.shape.word().to_owned(),
        lifetime: kept.lifetime.clone(),
        known_as: known,
        flags: kept.flags.clone(),
        worst: kept.findings.iter().filter_map(|k| state.findings.get(k)).map(|f| f.severity).max(),
        by,
        basis: basis.to_owned(),
        first: kept.first,
        writes: kept.writes,
        verdict: kept.verdict.map_or("", |v| v.word()).to_owned(),
        trail: kept.ids.first().copied().filter(|id| state.provenance.of(*id).is_some()),
    }
}

pub(super) fn ordered(state: &Tab) -> Vec<&Finding> {
    let mut all: Vec<&Finding> = state.findings.values().map(Box::as_ref).collect();
    let of = |f: &Finding| (f.severity, !f.joins.is_empty(), f.last);
    order::sort_by(&mut all, |a, b| of(b).cmp(&of(a)).then(a.key.cmp(&b.key)));
    all
}

pub(super) fn worst(state: &Tab, of: impl Fn(&Finding) -> bool) -> Option<Severity> {
    state.findings.values().filter(|f| of(f)).map(|f| f.severity).max()
}

pub(super) fn summary(state: &Tab) -> Summary {
    let mut s = Summary { requests: state.requests, unread: state.unread, worst: worst(state, |_| true), ..Summary::default() };
    // A story counts once: what is joined into another finding counts there.
    let parts = tab::parts(&state.findings);
    for f in state.findings.values().filter(|f| !parts.contains(f.key.as_str())) {
        let n = match f.severity {
            Severity::Critical => &mut s.critical,
            Severity::High => &mut s.high,
            Severity::Medium => &mut s.medium,
            Severity::Low => &mut s.low,
            Severity::Info => &mut s.info,
        };
        *n += 1;
    }
    let mut others: std::collections::BTreeSet<&str> = std::collections::BTreeSet::new();
    let names = state
        .recipients
        .values()
        .filter(|t| t.recipient.party == Party::Third)
        .map(|t| t.recipient.owner.as_deref().unwrap_or(&t.recipient.name));
    others.extend(names);
    s.companies = others.len() as u32;
    s
}

fn context(class: u8) -> &'static str {
    match class {
        0 => t!("General page"),
        1 => t!("Health topic"),
        2 => t!("Page where a visitor acts"),
        _ => t!("Logged-in portal"),
    }
}
