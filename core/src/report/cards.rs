//! What a person sees without opening anything: the cards over the page, the toolbar's badge.

use super::build::{ordered, summary, worst};
use super::screen::Screen;
use super::view::{Card, Effect, Group, MAX_CARDS, MAX_EACH, MAX_HOSTS, Mute, Proof};
use crate::address::{Address, cut};
use crate::detect;
use crate::finding::{Finding, Kind, Severity};
use crate::known::FieldAt;
use crate::order;
use crate::session::Settings;
use crate::site;
use crate::tab::{self, Tab};
use crate::visible::printable;
use leaklight_text::t;
use std::collections::BTreeSet;

/// The cards over the page: findings from the person's threshold upward, a recipient's together, worst first, without what was muted.
pub(crate) fn cards(tab: i32, state: &Tab, settings: &Settings) -> Effect {
    let site = site::registrable(&state.site);
    let said_of = |m: &str, kind: Kind| {
        let (word, at) = m.split_once('@').unwrap_or((m, site));
        word == kind.word() && at == site
    };
    let is_muted = |f: &Finding| {
        settings.muted.iter().any(|m| match m.split_once(':') {
            _ if *m == f.key => true,
            Some(("kind", kind)) => said_of(kind, f.kind),
            Some(("recipient", id)) => f.recipient.as_ref().is_some_and(|who| who.id == id),
            Some(("site", host)) => host == site,
            _ => false,
        })
    };
    // A story has one card. Who wants none of stories gets those of their parts back.
    let story = Kind::IdentityWithHealthContext;
    let whole = settings.muted.iter().any(|m| m.strip_prefix("kind:").is_some_and(|kind| said_of(kind, story)));
    let parts = if whole { BTreeSet::new() } else { tab::parts(&state.findings) };
    let from = settings.cards_from.unwrap_or(Severity::Low);
    let counts = |f: &Finding| f.severity >= from.min(Severity::Low) && !parts.contains(f.key.as_str());
    let (mut quiet, wanted): (Vec<&Finding>, Vec<&Finding>) = ordered(state).into_iter().filter(|f| counts(f)).partition(|f| is_muted(f));
    // What a muted story would have told stands in its parts.
    quiet.retain(|f| !(whole && f.kind == story));
    let s = summary(state);
    let companies = match s.companies {
        0 => t!("No other company told so far").to_owned(),
        1 => t!("1 company told").to_owned(),
        n => t!("{n} companies told"),
    };
    let pill = if s.unread > 0 { t!("{companies} · {unread} unread", unread = s.unread) } else { companies };
    let mut by_weight: Vec<&Finding> = wanted.iter().copied().filter(|f| f.severity >= from).collect();
    order::sort_by(&mut by_weight, |a, b| b.severity.cmp(&a.severity).then(weight(b.kind).cmp(&weight(a.kind))).then(b.last.cmp(&a.last)));
    let id = |f: &Finding| f.recipient.as_ref().map_or_else(String::new, |r| r.id.clone());
    // One group a recipient: five cards about one company must not hide four others.
    let mut held: Vec<(Group, Vec<&Finding>)> = Vec::new();
    for &f in &by_weight {
        let id = id(f);
        match held.iter_mut().find(|(group, _)| group.id == id) {
            Some((group, of)) => {
                group.findings += 1;
                of.push(f);
            }
            None => {
                let who = f.recipient.as_ref().map_or_else(String::new, |r| short(&r.name));
                held.push((Group { id, who, severity: f.severity, findings: 1 }, vec![f]));
            }
        }
    }
    // Where there is no room for all, every recipient's worst comes before any one's second.
    let mut room = [0_usize; MAX_CARDS];
    let mut left = MAX_CARDS;
    for turn in 0..MAX_EACH {
        for (many, (_, of)) in room.iter_mut().zip(&held) {
            if left > 0 && of.len() > turn {
                *many += 1;
                left -= 1;
            }
        }
    }
    let screen = Screen::of(&state.known);
    let (mut groups, mut shown) = (Vec::new(), Vec::new());
    for (many, (group, of)) in room.into_iter().zip(held) {
        shown.extend(of.into_iter().take(many).map(|f| card(f, state, &screen, site)));
        groups.push(group);
    }
    let more = wanted.len().saturating_sub(shown.len()) as u32;
    let worst = wanted.iter().map(|f| f.severity).max();
    let worst_count = wanted.iter().filter(|f| Some(f.severity) == worst).count() as u32;
    Effect::Cards { tab, cards: shown, groups, more, muted: quiet.len() as u32, worst, worst_count, site: short(site), pill }
}

/// What a page or a vendor named, as a card has room for it: up to 300 characters, nothing in it unseen.
fn short(text: &str) -> String {
    const MOST: usize = 300;
    let mut out = printable(cut(text, 4 * MOST));
    if let Some((at, _)) = out.char_indices().nth(MOST) {
        out.truncate(at);
        out.push('…');
    }
    out
}

/// Which of two findings of one severity a person should read first: who it names, then what it tells, then the rest.
const fn weight(kind: Kind) -> u8 {
    match kind {
        Kind::IdentityWithHealthContext => 6,
        Kind::FormValueLeak => 5,
        Kind::IdentifierToThirdParty | Kind::SecretInTracking => 4,
        Kind::HashedIdentity | Kind::IdentifierInUrl => 3,
        Kind::SensitiveUrlThirdParty | Kind::SearchTermLeak | Kind::SensitiveUrlOwnAnalytics => 2,
        Kind::TitleLeak | Kind::InteractionDetailLeak | Kind::EventNameLeak | Kind::SessionReplayActive => 1,
        _ => 0,
    }
}

fn card(f: &Finding, state: &Tab, screen: &Screen, site: &str) -> Card {
    let proof = f.evidence.iter().take(2).map(|e| {
        let mut value = e.value.clone();
        screen.shade(&mut value);
        Proof {
            name: short(e.at.split_once(':').map_or(e.at.as_str(), |(_, name)| name)),
            value: value.sealed(),
            packed: short(&e.packed.join(" → ")),
            known: e.known.as_ref().map_or_else(String::new, |known| short(&known.line(&e.at).replace('`', ""))),
        }
    });
    let doc = detect::doc(f.kind);
    let mut said = f.said.clone();
    screen.text(&mut said);
    Card {
        key: f.key.clone(),
        severity: f.severity,
        who: short(f.recipient.as_ref().map_or_else(|| f.kind.title(), |r| r.name.as_str())),
        said: if f.attempted { short(&t!("Tried, and did not arrive: {what}", what = said)) } else { short(&said) },
        proof: proof.collect(),
        // Cards are plain text.
        fix: doc.fix.replace('`', ""),
        count: f.count,
        attempted: f.attempted,
        last: f.last,
        fields: fields(f),
        group: f.recipient.as_ref().map_or_else(String::new, |r| r.id.clone()),
        why: doc.why.replace('`', ""),
        hosts: hosts(f, state),
        words: words(f),
        mutes: mutes(f, site),
    }
}

/// Whose things on the page a finding is about: the host that got it, and those the recipient's scripts and frames came from.
fn hosts(f: &Finding, state: &Tab) -> Vec<String> {
    let Some(who) = &f.recipient else { return Vec::new() };
    let mut out: Vec<String> = Vec::new();
    let brought = state.lineage.sources.iter().filter(|source| source.who.id == who.id).map(|source| source.key.as_str());
    let brought: Vec<Address<'_>> = brought.map(Address::parse).collect();
    for host in std::iter::once(who.host.as_str()).chain(brought.iter().map(Address::host)) {
        // The page's own things say nothing of who else was told.
        if out.len() < MAX_HOSTS && !host.is_empty() && host != state.site && out.iter().all(|held| held != host) {
            out.push(host.to_owned());
        }
    }
    out
}

/// The words of the button or link a finding is about, as they were sent.
fn words(f: &Finding) -> Vec<String> {
    let plain = f.evidence.iter().filter(|e| f.kind == Kind::InteractionDetailLeak && !e.value.masked && !e.value.shown.is_empty());
    plain.take(2).map(|e| e.value.shown.clone()).collect()
}

/// What a person may mute at a finding, the least first. A page without a host has no name to keep.
fn mutes(f: &Finding, site: &str) -> Vec<Mute> {
    let mut out = Vec::new();
    let mut may = |what: String, name: &str| out.push(Mute { what, name: short(name) });
    if !site.is_empty() {
        may(format!("kind:{}@{site}", f.kind.word()), f.kind.title());
    }
    if let Some(who) = &f.recipient {
        may(format!("recipient:{}", who.id), &who.name);
    }
    if !site.is_empty() {
        may(format!("site:{site}"), site);
    }
    out
}

/// The fields of the page a finding is about, each once.
fn fields(f: &Finding) -> Vec<FieldAt> {
    let mut out: Vec<FieldAt> = Vec::new();
    for at in f.evidence.iter().filter_map(|e| e.known.as_ref()?.field) {
        if !out.contains(&at) {
            out.push(at);
        }
    }
    out
}

/// A severity inside a sentence.
fn inside(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => t!(worst: "critical"),
        Severity::High => t!(worst: "high"),
        Severity::Medium => t!(worst: "medium"),
        Severity::Low => t!(worst: "low"),
        Severity::Info => t!(worst: "info"),
    }
}

/// The toolbar's badge: how many findings from Low upward, and the worst.
pub(crate) fn badge(tab: i32, state: &Tab) -> Effect {
    let parts = tab::parts(&state.findings);
    let n = state.findings.values().filter(|f| f.severity >= Severity::Low && !parts.contains(f.key.as_str())).count();
    let worst = worst(state, |f| f.severity >= Severity::Low);
    let text = match n {
        0 => String::new(),
        1..=999 => n.to_string(),
        _ => "999+".to_owned(),
    };
    let title = match worst {
        Some(worst) if n == 1 => t!("Leaklight is watching: {n} finding, the worst {worst}", worst = inside(worst)),
        Some(worst) => t!("Leaklight is watching: {n} findings, the worst {worst}", worst = inside(worst)),
        None => t!("Leaklight is watching: nothing above Info seen so far").to_owned(),
    };
    Effect::Badge { tab, text, worst, title }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Proven;
    use crate::observation::{Event, Observation, Request, Watch};
    use crate::session::Session;

    #[test]
    fn a_card_says_the_proof_and_names_the_fields() {
        let mut session = Session::default();
        let url = "https://collector.example/in?email=jordan.avery%40example.org".to_owned();
        let page = Watch { url: "https://www.clinic.example/book".to_owned(), reload: true };
        let seen = |event| Observation { at: 1, tab: 7, event };
        session.step(&[seen(Event::Watch(page)), seen(Event::Request(Request { url, ..Request::default() }))], 0);
        let view = session.view(7);
        let mut finding = view.findings.into_iter().find(|f| f.finding.kind == Kind::IdentifierToThirdParty).expect("a finding").finding;
        let plain = card(&finding, &Tab::default(), &Screen::default(), "clinic.example");
        assert_eq!((plain.proof[0].known.as_str(), plain.fields.len()), ("", 0), "nothing is known of it");
        let field = FieldAt { frame: 0, field: 3 };
        let proven = Proven {
            id: 1,
            value: "your e-mail".to_owned(),
            steps: Vec::new(),
            typed: Some(1_000),
            left: 1_400,
            sent: Some((2_600, "Send".to_owned())),
            field: Some(field),
        };
        let first = finding.evidence[0].clone();
        finding.evidence = vec![crate::finding::Evidence { known: Some(proven), ..first }; 2];
        let told = card(&finding, &Tab::default(), &Screen::default(), "clinic.example");
        assert_eq!(told.proof[0].known, "your e-mail, in email, 1.2 s before Send");
        assert_eq!(told.fields, [field], "once");
    }
}
