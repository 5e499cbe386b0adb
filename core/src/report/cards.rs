//! What a person sees without opening anything: the cards over the page, the toolbar's badge.

use super::build::{ordered, summary, worst};
use super::view::{Card, Effect, MAX_CARDS, Proof};
use crate::detect;
use crate::excerpt::Excerpt;
use crate::finding::{Finding, Kind, Severity};
use crate::known::FieldAt;
use crate::order;
use crate::tab::{self, Tab};
use std::collections::BTreeSet;

/// The cards over the page: findings from Low upward, worst first, without what was muted.
pub(crate) fn cards(tab: i32, state: &Tab, muted: &[String]) -> Effect {
    let is_muted = |f: &Finding| {
        muted.iter().any(|m| {
            *m == f.key
                || m.strip_prefix("kind:").is_some_and(|k| k == f.kind.word())
                || m.strip_prefix("recipient:").is_some_and(|r| f.recipient.as_ref().is_some_and(|who| who.id == r))
        })
    };
    // A story has one card. Who wants none of stories gets those of their parts back.
    let whole = muted.iter().any(|m| m.strip_prefix("kind:") == Some(Kind::IdentityWithHealthContext.word()));
    let parts = if whole { BTreeSet::new() } else { tab::parts(&state.findings) };
    let is_wanted = |f: &Finding| f.severity >= Severity::Low && !is_muted(f) && !parts.contains(f.key.as_str());
    let wanted: Vec<&Finding> = ordered(state).into_iter().filter(|f| is_wanted(f)).collect();
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
        Kind::IdentityWithHealthContext => 6,
        Kind::FormValueLeak => 5,
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
        known: e.known.as_ref().map_or_else(String::new, |known| known.line(&e.at).replace('`', "")),
    });
    Card {
        key: f.key.clone(),
        severity: f.severity,
        who: f.recipient.as_ref().map_or_else(|| f.kind.title().to_owned(), |r| r.name.clone()),
        said: if f.attempted { format!("Tried, and did not arrive: {}", f.said) } else { f.said.clone() },
        proof: proof.collect(),
        // Cards are plain text.
        fix: detect::doc(f.kind).fix.replace('`', ""),
        count: f.count,
        attempted: f.attempted,
        last: f.last,
        fields: fields(f),
    }
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
        Some(w) => format!("Leaklight is watching: {n} finding{}, the worst {}", if n == 1 { "" } else { "s" }, w.word()),
        None => "Leaklight is watching: nothing above Info seen so far".to_owned(),
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
        let plain = card(&finding);
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
        let told = card(&finding);
        assert_eq!(told.proof[0].known, "your e-mail, in email, 1.2 s before Send");
        assert_eq!(told.fields, [field], "once");
    }
}
