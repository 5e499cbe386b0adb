//! A telling previous page passed on, in the Referer header or a referrer field.

use super::{Doc, Draft, Scene, draft, words};
use crate::address::Address;
use crate::facts::Facts;
use crate::finding::Kind;
use crate::payload::Part;
use crate::vendor::Meaning;

pub(super) const DOC: Doc = Doc {
    kind: Kind::ReferrerLeak,
    sees: "The Referer header and referrer fields (`dr`, `urlref`, `rl`, `ref`) that hold a telling address with its path.",
    why: "The next site or tool learns which page the visitor came from. Browsers hide the path in the header by default; scripts still read `document.referrer` and the address.",
    cannot_tell: "Whether the recipient looks at it.",
    fix: "Send `Referrer-Policy: strict-origin-when-cross-origin` or `no-referrer`, use `rel=noreferrer` on links, and in Matomo `setReferrerUrl('')`.",
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
            let which = if f.part == Part::Header { "in the Referer header" } else { "as the previous page" };
            let said = format!("{} was told, {which}, of a page about {}.", words::who(facts), reveal.named());
            Draft::of(&DOC, facts, scene, reveal.data(), said).topic(&reveal).about(reveal.headline.clone().unwrap_or_default())
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
            &[Row::sent(
                PAGE,
                "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&dr=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing",
            )],
            &[
                Row::sent(
                    PAGE,
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&dr=https%3A%2F%2Fwww.clinic.example%2F",
                ),
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&dr="),
            ],
        );
    }
}
