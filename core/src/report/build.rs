//! From a tab's state to what people see: views, cards, the badge.

use super::view::{
    BlindSpot, Card, Effect, FindingView, MAX_CARDS, Page, Proof, RecipientView, RelayView, SignalView, StorageView, Summary, View,
};
use crate::address::Address;
use crate::detect::{self, words};
use crate::excerpt::Excerpt;
use crate::finding::{Finding, Kind, Recipient, Severity};
use crate::lineage;
use crate::observation::Millis;
use crate::order;
use crate::reveal::Reveal;
use crate::site::Party;
use crate::tab::{Tab, Told};
use crate::vendor;
use serde::Serialize;
use std::collections::BTreeMap;

/// The JSON report: a view with who made it and when.
#[derive(Serialize)]
pub(crate) struct Report {
    /// The format's version; a new number where a key changes its meaning or goes.
    #[serde(rename = "leaklight-report")]
    format: u32,
    version: &'static str,
    generated_at: Millis,
    view: View,
}

impl Report {
    pub(crate) fn new(view: View, now: Millis) -> Report {
        Report { format: 1, version: env!("CARGO_PKG_VERSION"), generated_at: now, view }
    }
}

/// The view of a tab.
pub(crate) fn view(tab: i32, state: &Tab, relays: &BTreeMap<String, String>) -> View {
    let page = Address::parse(&state.page.address);
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
            because: match told.beat.is_steady() {
                true => "called at regular intervals, as keep-alive beacons are".to_owned(),
                false => told.because.clone(),
            },
            relay: relay(told, relays),
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
            title: words::excerpt_address(&state.page.title, &Reveal::default()),
            context: context(state.page.context).to_owned(),
        },
        summary: summary(state),
        recipients,
        findings: ordered(state).into_iter().map(finding_view).collect(),
        storage: state.storage.values().map(|k| storage_view(state, k)).collect(),
        blind_spots: blind_spots(state),
        lineage: lineage::view(state),
        matomo: crate::matomo::view(state),
    }
}

/// What there is to decide of a recipient on the site's own host, and what was decided.
fn relay(told: &Told, relays: &BTreeMap<String, String>) -> Option<RelayView> {
    const LIMIT: &str = "Only the first hop is seen: what this server passes on, and to whom, a browser cannot show. Ask who runs it.";
    if !told.recipient.party.is_own() {
        return None;
    }
    let decided = told.hosts.iter().find_map(|host| relays.get_key_value(host));
    match (&told.relay, decided) {
        (Some(seen), _) => Some(RelayView {
            host: seen.host.clone(),
            vendor: seen.vendor.clone(),
            said: words::sentence(&format!("{}.", seen.said)),
            decided: relays.get(&seen.host).cloned(),
            limit: LIMIT.to_owned(),
        }),
        (None, Some((host, vendor))) => Some(RelayView {
            host: host.clone(),
            vendor: String::new(),
            said: String::new(),
            decided: Some(vendor.clone()),
            limit: LIMIT.to_owned(),
        }),
        (None, None) => None,
    }
}

/// The same view with nothing left to uncover: what may be written to disk.
pub fn sealed(mut view: View) -> View {
    view.page.address = view.page.address.sealed();
    view.page.title = view.page.title.sealed();
    for f in &mut view.findings {
        f.finding.page = f.finding.page.sealed();
        for e in &mut f.finding.evidence {
            e.value = e.value.sealed();
        }
    }
    for s in &mut view.storage {
        s.name = s.name.sealed();
        s.value = s.value.sealed();
    }
    for signal in view.recipients.iter_mut().flat_map(|r| &mut r.consent) {
        signal.value = signal.value.sealed();
    }
    for node in &mut view.lineage.nodes {
        node.name = node.name.sealed();
    }
    for row in view.matomo.iter_mut().flat_map(|m| &mut m.actions).flat_map(|a| &mut a.rows) {
        row.value = row.value.sealed();
    }
    view
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
            name: signal.name.to_owned(),
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
    let fix = if vendor_fix.is_empty() { doc.fix.to_owned() } else { format!("{} {}", doc.fix, vendor_fix) };
    let because: Vec<&str> = f.axes.explain().into_iter().filter(|w| !w.is_empty()).collect();
    FindingView {
        finding: f.clone(),
        title: f.kind.title().to_owned(),
        why: doc.why.to_owned(),
        fix,
        cannot_tell: doc.cannot_tell.to_owned(),
        severity_because: because.join(", "),
    }
}

fn storage_view(state: &Tab, kept: &crate::tab::Kept) -> StorageView {
    let known = if kept.area == "cookie" {
        vendor::cookie(&kept.name.shown, &kept.whose).map(|c| c.vendor.name.to_owned())
    } else {
        vendor::storage_key(&kept.name.shown).map(|c| c.vendor.name.to_owned())
    };
    StorageView {
        area: kept.area.clone(),
        name: kept.name.clone(),
        whose: kept.whose.clone(),
        party: kept.party,
        value: kept.value.clone(),
        shape: kept.shape.word().to_owned(),
        lifetime: kept.lifetime.clone(),
        known_as: known,
        flags: kept.flags.clone(),
        worst: kept.findings.iter().filter_map(|k| state.findings.get(k)).map(|f| f.severity).max(),
    }
}

fn ordered(state: &Tab) -> Vec<&Finding> {
    let mut all: Vec<&Finding> = state.findings.values().collect();
    order::sort_by(&mut all, |a, b| b.severity.cmp(&a.severity).then(b.last.cmp(&a.last)).then(a.key.cmp(&b.key)));
    all
}

fn worst(state: &Tab, of: impl Fn(&Finding) -> bool) -> Option<Severity> {
    state.findings.values().filter(|f| of(f)).map(|f| f.severity).max()
}

fn summary(state: &Tab) -> Summary {
    let mut s = Summary { requests: state.requests, unread: state.unread, worst: worst(state, |_| true), ..Summary::default() };
    for f in state.findings.values() {
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

const fn context(class: u8) -> &'static str {
    match class {
        0 => "General page",
        1 => "Health topic",
        2 => "Page where a visitor acts",
        _ => "Logged-in portal",
    }
}

/// What could not be seen, counted first, then what no browser can show.
fn blind_spots(state: &Tab) -> Vec<BlindSpot> {
    let mut out = Vec::new();
    if state.unread > 0 {
        out.push(BlindSpot {
            said: plural(
                state.unread,
                "request carried something that could not be read",
                "requests carried something that could not be read",
            ),
            count: state.unread,
        });
    }
    let mut lost = state.lost.clone();
    if !state.waiting.is_empty() {
        *lost.entry("unmatched-page-message".to_owned()).or_default() += state.waiting.len() as u32;
    }
    for guard in state.recipients.values().filter(|t| is_guard(&t.recipient)) {
        out.push(BlindSpot {
            said: format!(
                "{} tells people from programs on this page: in a browser driven by a program, tags may stay silent that speak to visitors.",
                guard.recipient.name
            ),
            count: 0,
        });
    }
    for (what, &count) in &lost {
        let said = match what.as_str() {
            "no-tab" => plural(count, "request came from the site's service worker", "requests came from the site's service worker"),
            "before-attach" => {
                "What the page sent before watching began was not seen; reload the page to see it from the start.".to_owned()
            }
            "malformed" => plural(count, "event could not be read", "events could not be read"),
            "flood" => plural(
                count,
                "message from the page was left out because there were too many",
                "messages from the page were left out because there were too many",
            ),
            "journal-gap" | "restart" => plural(
                count,
                "moment was lost while the browser restarted Leaklight",
                "moments were lost while the browser restarted Leaklight",
            ),
            "quota" => "Memory for this visit is nearly full; evidence is dropped before findings and counts.".to_owned(),
            "worker-panic" => plural(
                count,
                "time Leaklight had to start again after a fault of its own",
                "times Leaklight had to start again after a fault of its own",
            ),
            "automation" => {
                "A program drives this browser (navigator.webdriver): counters and recorders may leave its visits out, so that nothing seen may only be their filter."
                    .to_owned()
            }
            "blocked" => plural(
                count,
                "request was blocked in this browser, so the page may look better here than for visitors",
                "requests were blocked in this browser, so the page may look better here than for visitors",
            ),
            "unmatched-page-message" => plural(
                count,
                "claim by the page matched no request and was left out",
                "claims by the page matched no request and were left out",
            ),
            "storage-left-out" => plural(
                count,
                "stored entry was left out because there were too many",
                "stored entries were left out because there were too many",
            ),
            "late-hook" => plural(
                count,
                "embedded frame may have sent something before it was watched",
                "embedded frames may have sent something before they were watched",
            ),
            other => plural(count, &format!("event of kind “{other}” was not seen"), &format!("events of kind “{other}” were not seen")),
        };
        out.push(BlindSpot { said, count });
    }
    out.push(BlindSpot {
        said: "What servers pass on to others, contracts, settings on the vendors' side, pages you did not open, other visitors' browsers."
            .to_owned(),
        count: 0,
    });
    out
}

/// Services that tell programs from people beside captchas, by their id in the catalogue.
const GUARDS: &[&str] = &["cheq", "clickcease", "datadome", "human-security", "lunio"];

fn is_guard(who: &Recipient) -> bool {
    who.category.as_deref() == Some(vendor::Category::Captcha.word()) || GUARDS.contains(&who.id.as_str())
}

fn plural(n: u32, one: &str, many: &str) -> String {
    format!("{n} {}.", if n == 1 { one } else { many })
}

/// The cards over the page: findings from Low upward, worst first, without what was muted.
pub(crate) fn cards(tab: i32, state: &Tab, muted: &[String]) -> Effect {
    let is_muted = |f: &Finding| {
        muted.iter().any(|m| {
            *m == f.key
                || m.strip_prefix("kind:").is_some_and(|k| k == f.kind.word())
                || m.strip_prefix("recipient:").is_some_and(|r| f.recipient.as_ref().is_some_and(|who| who.id == r))
        })
    };
    let wanted: Vec<&Finding> = ordered(state).into_iter().filter(|f| f.severity >= Severity::Low && !is_muted(f)).collect();
    let s = summary(state);
    let companies = match s.companies {
        0 => "No other company told so far".to_owned(),
        1 => "1 company told".to_owned(),
        n => format!("{n} companies told"),
    };
    let pill = if s.unread > 0 { format!("{companies} · {} unread", s.unread) } else { companies };
    // One card a recipient, its worst finding: five cards about one company would hide four others, and the page.
    let mut by_weight = wanted.clone();
    order::sort_by(&mut by_weight, |a, b| b.severity.cmp(&a.severity).then(weight(b.kind).cmp(&weight(a.kind))).then(b.last.cmp(&a.last)));
    let mut seen: Vec<&str> = Vec::new();
    let mut shown: Vec<Card> = Vec::new();
    for f in by_weight {
        let who = f.recipient.as_ref().map_or(f.kind.word(), |r| r.id.as_str());
        if shown.len() < MAX_CARDS && !seen.contains(&who) {
            seen.push(who);
            shown.push(card(f));
        }
    }
    let more = wanted.len().saturating_sub(shown.len()) as u32;
    Effect::Cards { tab, cards: shown, more, pill }
}

/// Which of two findings of one severity a person should read first: who it names, then what it tells, then the rest.
const fn weight(kind: Kind) -> u8 {
    match kind {
        Kind::IdentifierToThirdParty | Kind::SecretInTracking => 4,
        Kind::HashedIdentity | Kind::IdentifierInUrl => 3,
        Kind::SensitiveUrlThirdParty | Kind::SearchTermLeak | Kind::SensitiveUrlOwnAnalytics => 2,
        Kind::TitleLeak | Kind::InteractionDetailLeak | Kind::EventNameLeak | Kind::SessionReplayActive => 1,
        _ => 0,
    }
}

fn card(f: &Finding) -> Card {
    let proof = f.evidence.iter().take(2).map(|e| Proof {
        name: e.at.split_once(':').map_or(e.at.as_str(), |(_, name)| name).to_owned(),
        value: Excerpt::sealed(&e.value),
        packed: e.packed.join(" → "),
    });
    Card {
        key: f.key.clone(),
        severity: f.severity,
        who: f.recipient.as_ref().map_or_else(|| f.kind.title().to_owned(), |r| r.name.clone()),
        said: if f.attempted { format!("Tried, and did not arrive: {}", f.said) } else { f.said.clone() },
        proof: proof.collect(),
        fix: detect::doc(f.kind).fix.to_owned(),
        count: f.count,
        attempted: f.attempted,
        last: f.last,
    }
}

/// The toolbar's badge: how many findings from Low upward, and the worst.
pub(crate) fn badge(tab: i32, state: &Tab) -> Effect {
    let n = state.findings.values().filter(|f| f.severity >= Severity::Low).count();
    let worst = worst(state, |f| f.severity >= Severity::Low);
    let text = match n {
        0 => String::new(),
        1..=999 => n.to_string(),
        _ => "999+".to_owned(),
    };
    let title = match worst {
        Some(w) => format!("Leaklight is watching: {n} finding{}, the worst {}", if n == 1 { "" } else { "s" }, w.word()),
        None => "Leaklight is watching: nothing above Info seen so far".to_owned(),
    };
    Effect::Badge { tab, text, worst, title }
}
