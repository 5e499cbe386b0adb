//! A key that opens something, inside a tracking request.

use super::{Doc, Draft, Scene, draft, words};
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::vendor::Role;

pub(super) const DOC: Doc = Doc {
    kind: Kind::SecretInTracking,
    sees: "Session, reset and sign-in tokens, signed links and private API keys in hits to analytics and advertising. Keys that vendors mean to be public are known and left out.",
    why: "A link with a key is a password: whoever reads it can use it.",
    cannot_tell: "Whether the key still works.",
    fix: "Revoke it, keep keys out of addresses, and strip them before tags read the address.",
};

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    let collects = facts.role() == Role::Collect && (draft::to_others(facts) || facts.recognised.is_some());
    if !collects {
        return;
    }
    for id in facts.identifiers.iter().filter(|id| words::opens(id)) {
        let Some(field) = facts.fields.items.get(id.field) else { continue };
        if out.iter().any(|d| d.kind == DOC.kind && d.subject == field.key()) {
            continue;
        }
        let said = format!("A key that could open an account or data was sent to {}.", words::to_whom(facts));
        let excerpt = match id.range {
            Some((a, b)) if (b - a) as usize != field.value.len() => words::excerpt_identifier(&field.value, id.range),
            _ => Excerpt::digest(&field.value),
        };
        out.push(Draft::of(&DOC, facts, scene, 4, said).at(Severity::High).about(field.key()).proof(facts, id.field, excerpt));
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    const PAGE: &str = "https://portal.clinic.example/reset";

    #[test]
    fn words_and_examples() {
        check(
            Kind::SecretInTracking,
            &[
                Row::sent(
                    PAGE,
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&dl=https%3A%2F%2Fportal.clinic.example%2Freset%3Freset_token%3D8f14e45fceea167a5a36dedd4bea2543c9f0f895",
                ),
                Row::sent(
                    PAGE,
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&dl=https%3A%2F%2Fportal.clinic.example%2Freset-password%2F8f14e45fceea167a5a36dedd",
                ),
                Row::sent(
                    PAGE,
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&ep.link_url=https%3A%2F%2Fd1.cloudfront.net%2Fmri.pdf%3FExpires%3D1754305915%26Signature%3DaB3dE5gH7jK9-mN1pQ3sT5vW7yZ9bC1dF3gH~5jK7mN9o%26Key-Pair-Id%3DK2JCJMDEHXQW5F",
                ),
            ],
            &[
                Row::sent(
                    PAGE,
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&dl=https%3A%2F%2Fportal.clinic.example%2Freset",
                ),
                // What opens the recipient's own interface stands in every visitor's page.
                Row::sent(
                    PAGE,
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&access_token=2d22516cf9152c9ad17492a5ae88102c",
                ),
            ],
        );
    }
}
