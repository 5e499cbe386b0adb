//! A hashed e-mail, phone or name in a field made for matching.

use super::identity_with_health_context::{Part, Side};
use super::{Doc, Draft, Scene, draft, words};
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::finding::Kind;
use crate::identify::{Confidence, IdKind};
use crate::vendor::Meaning;

pub(super) const DOC: Doc = Doc {
    kind: Kind::HashedIdentity,
    sees: "Digests in fields vendors use for matching people: Meta's `ud[em]` and `udff[em]`, Google's `em=tv.1~em.…`, TikTok's and Snap's user fields and their like.",
    why: "Hashing is for matching, not for anonymity: whoever holds the same e-mail address computes the same digest and knows who it is.",
    cannot_tell: "Whose value was hashed, unless the value is known: the shape and the field's name say what it is.",
    fix: "Turn off automatic advanced matching (Meta) or enhanced conversions and user-provided data (Google) for these pages.",
};

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    if !draft::to_others(facts) {
        return;
    }
    let mut found: Option<Draft> = None;
    for (index, field) in facts.fields.items.iter().enumerate() {
        let by_shape = facts.identifiers.iter().any(|id| id.field == index && id.kind == IdKind::Hash && id.confidence > Confidence::Low);
        let by_field = facts.meanings.get(index) == Some(&Meaning::HashedIdentity) && has_digest(&field.value);
        if !by_shape && !by_field || facts.is_inside(index, Meaning::HashedIdentity) {
            continue;
        }
        let draft = found.take().unwrap_or_else(|| {
            let said = format!(
                "A scrambled version of a personal detail (such as the visitor's e-mail) was sent to {}, which could match it to an account.",
                words::to_whom(facts)
            );
            Draft::of(&DOC, facts, scene, 3, said).half(Part::wordless(Side::Hashed))
        });
        found = Some(draft.proof(facts, index, Excerpt::digest(&field.value)));
    }
    out.extend(found);
}

/// Google's `tv.1~em.` with nothing behind it means the feature is on and nothing was sent.
fn has_digest(value: &str) -> bool {
    value
        .split(['~', '.', ',', ' '])
        .any(|run| run.len() >= 32 && run.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'=')))
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    const PAGE: &str = "https://www.clinic.example/book";

    #[test]
    fn words_and_examples() {
        check(
            Kind::HashedIdentity,
            &[
                Row::sent(
                    PAGE,
                    "https://www.facebook.com/tr/?id=1&ev=Lead&udff[em]=973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b",
                ),
                Row::sent(
                    PAGE,
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&em=tv.1~em.JhB9EwX0yqWZL3iZ7cE4Rk1mO5sU2vT8pQ6hN0aBcDe",
                ),
            ],
            &[
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&em=tv.1~em."),
                Row::sent(
                    PAGE,
                    "https://cdn.example/app.973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b.js?v=973dfe463ec85785f5f95af5ba3906ee",
                ),
            ],
        );
    }
}
