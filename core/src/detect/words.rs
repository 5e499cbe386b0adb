//! Words and excerpts shared by the detectors.

use super::{Doc, Draft, Scene};
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::identify::{self, IdKind};
use crate::payload::Coding;
use crate::reveal::Reveal;
use crate::vendor::Meaning;

/// A meaning in plain words.
pub(crate) const fn meaning(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::PageAddress => "page address",
        Meaning::PageTitle => "page title",
        Meaning::Referrer => "previous page",
        Meaning::SearchTerm => "search words",
        Meaning::Event => "event",
        Meaning::UserId => "user id",
        Meaning::VisitorId => "visitor id",
        Meaning::Account => "account",
        Meaning::HashedIdentity => "scrambled identity",
        Meaning::ElementText => "button or link text",
        Meaning::FormField => "form field",
        Meaning::Consent => "consent signal",
        Meaning::Other => "value",
    }
}

/// A direct identifier with its article, as in "An e-mail address left this page"; none for what names nobody by itself.
pub(crate) const fn direct(kind: IdKind) -> Option<&'static str> {
    Some(match kind {
        IdKind::Email => "an e-mail address",
        IdKind::Phone => "a phone number",
        IdKind::Name => "a person's name",
        IdKind::PostalAddress => "a postal address",
        IdKind::Dob => "a date of birth",
        IdKind::Ssn => "a Social Security number",
        IdKind::Mrn => "a patient record number",
        IdKind::Card => "a payment card number",
        _ => return None,
    })
}

/// The first letter made a capital.
pub(crate) fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// How a field was packed, outermost first, in plain words.
pub(crate) fn packing(facts: &Facts<'_>, field: usize) -> Vec<String> {
    let mut out = Vec::new();
    let mut at = Some(field);
    for _ in 0..16 {
        let Some(f) = at.and_then(|i| facts.fields.items.get(i)) else { break };
        match f.coding {
            Some(Coding::Percent) => out.push("percent-encoded"),
            Some(Coding::Base64) => out.push("base64"),
            Some(Coding::Gzip) => out.push("gzip"),
            Some(Coding::Deflate) => out.push("deflate"),
            _ => {}
        }
        at = f.inside.map(|i| i as usize);
    }
    out.reverse();
    out.into_iter().map(str::to_owned).collect()
}

/// True where the site's own host runs analytics the owner can host: a relay in form, not in what it means.
pub(crate) fn is_self_hosted(facts: &Facts<'_>) -> bool {
    facts.party.is_own() && facts.recognised.as_ref().is_some_and(|r| matches!(r.vendor.id, "matomo" | "plausible" | "umami" | "snowplow"))
}

/// What to call a recipient on the site's own host.
pub(crate) fn own_name(facts: &Facts<'_>) -> String {
    match &facts.recognised {
        Some(r) if is_self_hosted(facts) => format!("Your own {}", r.vendor.name),
        Some(r) => format!("Your own server, in the language of {}", r.vendor.name),
        None => facts.address.host().to_owned(),
    }
}

/// An address or a text with its telling words marked and every personal detail in it masked.
pub(crate) fn excerpt_address(value: &str, reveal: &Reveal) -> Excerpt {
    let masked: Vec<(u32, u32)> = identify::scan_text(value).into_iter().map(|(_, range)| range).collect();
    Excerpt::masking(value, &reveal.marks(value), &masked)
}

/// The excerpt for a field that may name somebody: digests keep both ends, everything else is masked whole.
pub(crate) fn excerpt_identifier(value: &str, range: Option<(u32, u32)>) -> Excerpt {
    match range {
        Some((a, b)) if (b - a) as usize != value.len() => Excerpt::masking(value, &[], &[(a, b)]),
        _ => Excerpt::value(value),
    }
}

/// Who, at the start of a sentence.
pub(crate) fn who(facts: &Facts<'_>) -> String {
    super::recipient(facts).name
}

/// Drafts for every text of one meaning whose words are telling: titles, events, button text.
pub(crate) fn telling_text(
    facts: &Facts<'_>,
    scene: &Scene<'_>,
    meaning: Meaning,
    at: &str,
    doc: &Doc,
    out: &mut Vec<Draft>,
    said: impl Fn(&str, &Reveal) -> String,
) {
    for field in facts.meaning(meaning) {
        let Some(f) = facts.fields.items.get(field) else { continue };
        if f.value.len() < 3 {
            continue;
        }
        let reveal = Reveal::text(&f.value, at);
        if !reveal.sensitive {
            continue;
        }
        let draft = Draft::of(doc, facts, scene, reveal.data(), said(&who(facts), &reveal)).topic(&reveal).about(format!(
            "{}:{}",
            f.key(),
            reveal.headline.as_deref().unwrap_or_default()
        ));
        if !out.iter().any(|d| d.kind == draft.kind && d.subject == draft.subject) {
            out.push(draft.proof(facts, field, excerpt_address(&f.value, &reveal)));
        }
    }
}
