//! A hashed e-mail, phone or name in a field made for matching.

use super::confirmed::{Confirmed, Tells, scrambled};
use super::identity_with_health_context::{Part, Side};
use super::{Doc, Draft, Scene, draft, proven, words};
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::identify::{Confidence, IdKind};
use crate::known::What;
use crate::vendor::Meaning;
use leaklight_text::{Message, message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::HashedIdentity,
    sees: message!(
        "Digests of values that are known here (typed, a persona's, stored), however often they were hashed and encoded: that is proof. And, by their form, digests in fields vendors use for matching people: Meta's `ud[em]` and `udff[em]`, Google's `em=tv.1~em.…`, TikTok's and Snap's user fields and their like."
    ),
    why: message!(
        "Hashing is for matching, not for anonymity: whoever holds the same e-mail address computes the same digest and knows who it is."
    ),
    cannot_tell: message!(
        "Whether the recipient knows the same value and matches it. Where the value is not known here: whose was hashed, or that it is a person's at all; then only its form and the field's name say so."
    ),
    fix: message!("Turn off automatic advanced matching (Meta) or enhanced conversions and user-provided data (Google) for these pages."),
};

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, known: &[Confirmed<'_>], out: &mut Vec<Draft>) {
    if !draft::to_others(facts) {
        return;
    }
    let whom = words::to_whom(facts);
    let mut found: Option<Draft> = None;
    let mut whose: Vec<String> = Vec::new();
    for c in known.iter().filter(|c| c.tells == Tells::Scrambled) {
        let named = proven::whose(scene, c.value);
        if !is_identity(c.value.what) {
            let said = t!(
                "A scrambled version of {named} was sent to {whom}: whoever has the same words, or guesses them, can tell that it was these."
            );
            let about = format!("words:{}", proven::label(c.label));
            let draft = Draft::of(&DOC, facts, scene, 3, said).about(about).at(Severity::Medium);
            out.push(c.prove(facts, scene, draft));
            continue;
        }
        let draft = found.take().unwrap_or_else(|| Draft::of(&DOC, facts, scene, 3, String::new()).half(Part::wordless(Side::Hashed)));
        found = Some(c.prove(facts, scene, draft));
        if !whose.contains(&named) {
            whose.push(named);
        }
    }
    if let Some(draft) = &mut found {
        draft.said = t!("A scrambled version of {} was sent to {whom}, which could match it to an account.", words::listed(&whose));
    }
    for (index, field) in facts.fields.items.iter().enumerate() {
        let by_shape = facts.identifiers.iter().any(|id| id.field == index && id.kind == IdKind::Hash && id.confidence > Confidence::Low);
        let by_field = facts.meanings.get(index) == Some(&Meaning::HashedIdentity) && has_digest(&field.value);
        if !by_shape && !by_field || facts.is_inside(index, Meaning::HashedIdentity) || scrambled(known, facts, index) {
            continue;
        }
        let draft = found.take().unwrap_or_else(|| {
            let said = t!(
                "By its form, a scrambled version of a personal detail (such as the visitor's e-mail) was sent to {whom}, which could match it to an account."
            );
            let mut draft = Draft::of(&DOC, facts, scene, 3, said).half(Part::wordless(Side::Hashed));
            draft.limits.push(BY_FORM.say().to_owned());
            draft
        });
        found = Some(draft.proof(facts, index, Excerpt::digest(&field.value)));
    }
    out.extend(found);
}

/// What is said of a digest whose value is not known.
pub(crate) const BY_FORM: Message =
    message!("Not confirmed: judged by its format and its field’s name. Fill the form in with a test patient to confirm it.");

/// What says who somebody is, or helps to: vendors match by first name, city and postal code too. Words are no identity.
const fn is_identity(what: What) -> bool {
    !matches!(what, What::Text | What::SearchWords | What::Selection)
}

/// Google's `tv.1~em.` with nothing behind it means the feature is on and nothing was sent.
fn has_digest(value: &str) -> bool {
    value
        .split(['~', '.', ',', ' '])
        .any(|run| run.len() >= 32 && run.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'=')))
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{From, Row, check};
    use crate::finding::Kind;
    use crate::known::What;

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
                // Known: typed, a persona's; as vendors write it, under any name, hashed twice.
                Row::sent(PAGE, "https://www.facebook.com/tr/?id=1&ev=Lead&udff[em]=5e4210639792d4dbfd53046581e702ccc178607b0aecae16d1844155d75c5c62&udff[ph]=6737962428356e222164e2d0e243541684b9c137dbbf7dcbaeabdded2122dcb2")
                    .knows(What::Email, From::Typed("E-mail", 9_600), " Jordan.Avery@Example.org")
                    .knows(What::Phone, From::Persona("Jordan Avery"), "(415) 555-0137")
                    .pressed("Send", 11_200),
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&em=tv.1~em.XkIQY5eS1Nv9UwRlgecCzMF4YHsK7K4W0YRBVddcXGI").knows(
                    What::Email,
                    From::Stored("cookie user_email"),
                    "jordan.avery@example.org",
                ),
                Row::posted(PAGE, "https://collector.example/in", r#"{"k":"679e7041bde9884f293e9fb320c67ec8"}"#).knows(
                    What::Email,
                    From::Persona("Jordan Avery"),
                    "jordan.avery@example.org",
                ),
                // One is known, the other has the form.
                Row::sent(PAGE, "https://www.facebook.com/tr/?id=1&ev=Lead&udff[em]=5e4210639792d4dbfd53046581e702ccc178607b0aecae16d1844155d75c5c62&udff[fn]=973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b")
                    .knows(What::Email, From::Typed("E-mail", 9_600), "jordan.avery@example.org"),
                // Words are nobody's identity; they can be recognised all the same.
                Row::sent(PAGE, "https://collector.example/in?h=79774d2576bb7db6e72819c330f47a3da9cce34309b93aba19506d2fff8a24e7").knows(What::Text, From::Typed("Reason", 9_600), "positive HIV test"),
            ],
            &[
                // The site's own server, and a digest of another length and name.
                Row::posted(PAGE, "https://www.clinic.example/api", r#"{"k":"5e4210639792d4dbfd53046581e702ccc178607b0aecae16d1844155d75c5c62"}"#).knows(
                    What::Email,
                    From::Typed("E-mail", 9_600),
                    "jordan.avery@example.org",
                ),
                Row::sent(PAGE, "https://collector.example/in?build=108cff751569c26a46b61b0cc4326f90861c3fff1e55f4f5f716c563e1b8237d").knows(
                    What::Email,
                    From::Typed("E-mail", 9_600),
                    "jordan.avery@example.org",
                ),
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&em=tv.1~em."),
                Row::sent(
                    PAGE,
                    "https://cdn.example/app.973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b.js?v=973dfe463ec85785f5f95af5ba3906ee",
                ),
            ],
        );
    }
}
