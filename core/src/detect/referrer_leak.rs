//! A telling previous page passed on, in the Referer header or a referrer field.

use super::identity_with_health_context::{Part, Side};
use super::{Doc, Draft, Scene, draft, words};
use crate::address::Address;
use crate::facts::Facts;
use crate::finding::Kind;
use crate::payload;
use crate::vendor::Meaning;
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::ReferrerLeak,
    sees: message!("The Referer header and referrer fields (`dr`, `urlref`, `rl`, `ref`) that hold a telling address with its path."),
    why: message!(
        "The next site or tool learns which page the visitor came from. Browsers keep the path out of a header that goes to another site: with it, the page or the tag has asked for more (`unsafe-url` or `no-referrer-when-downgrade`). Scripts still read `document.referrer` and the address."
    ),
    cannot_tell: message!("Whether the recipient looks at it, and which policy was in force."),
    fix: message!(
        "Header: send `Referrer-Policy: strict-origin-when-cross-origin` or `no-referrer`, take `referrerpolicy=unsafe-url` off tags and frames, use `rel=noreferrer` on links. Field: it is filled from `document.referrer`; give the tag another one (Matomo `setReferrerUrl('')`, GA4 `page_referrer`)."
    ),
};

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    if !draft::to_others(facts) {
        return;
    }
    let mut found: Option<Draft> = None;
    for field in facts.meaning(Meaning::Referrer) {
        let Some(f) = facts.fields.items.get(field) else { continue };
        let address = Address::parse(&f.value);
        // An origin alone names the site, not the page.
        if address.path().len() < 2 && address.query().is_empty() {
            continue;
        }
        let reveal = facts.own.address(&address);
        if !reveal.sensitive {
            continue;
        }
        let excerpt = words::excerpt_address(&f.value, &reveal);
        let draft = found.take().unwrap_or_else(|| {
            let (who, named) = (words::who(facts), reveal.named());
            let said = match f.part {
                payload::Part::Header => t!("{who} was told, in the Referer header, of a page about {named}."),
                _ => t!("{who} was told that the visitor came from a page about {named}."),
            };
            Draft::of(&DOC, facts, scene, reveal.data(), said)
                .topic(&reveal)
                .about(reveal.headline.clone().unwrap_or_default())
                .half(Part::of(Side::Previous, &reveal))
        });
        found = Some(draft.proof(facts, field, excerpt));
    }
    out.extend(found);
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    const PAGE: &str = "https://www.clinic.example/p/1042";

    #[test]
    fn words_and_examples() {
        check(
            Kind::ReferrerLeak,
            &[
                Row::sent(
                    PAGE,
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&dr=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing",
                ),
                Row::sent(
                    PAGE,
                    "https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042&rl=https%3A%2F%2Fwww.clinic.example%2Ffind-care%2Fcardiology%2Fbook",
                ),
                Row::sent(PAGE, "https://cdn.example/logo.png").referred("https://www.clinic.example/conditions/hiv-testing"),
            ],
            &[
                // An origin alone names the site; so does another site's page that tells nothing.
                Row::sent(PAGE, "https://cdn.example/logo.png").referred("https://www.clinic.example/"),
                Row::sent(PAGE, "https://cdn.example/logo.png").referred("https://www.clinic.example/careers/oncology-nurse"),
                Row::sent(PAGE, "https://www.clinic.example/logo.png").referred("https://www.clinic.example/conditions/hiv-testing"),
                Row::sent(
                    PAGE,
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&dr=https%3A%2F%2Fwww.clinic.example%2F",
                ),
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&dr="),
            ],
        );
    }
}
