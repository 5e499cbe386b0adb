//! A telling page address sent to analytics on the site's own host.

use super::{Doc, Draft, Scene, words};
use crate::address::Address;
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::reveal::Reveal;
use crate::vendor::{Meaning, Role};

pub(super) const DOC: Doc = Doc {
    kind: Kind::SensitiveUrlOwnAnalytics,
    sees: "Hits to analytics on the site's own host whose page address or title names a health topic or a service.",
    why: "Hosting analytics yourself changes who gets the data, not what is collected: addresses and titles are captured in the browser and stored.",
    cannot_tell: "What the server drops after it arrives (excluded parameters, masking), who else can read it, and where it passes data on.",
    fix: "Send a neutral address and title: in Matomo `setCustomUrl('/conditions/x')`, `setDocumentTitle`, `discardHashTag`; then test again. Settings in Matomo's administration act after the data left the browser.",
};

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    let collects = facts.recognised.as_ref().is_some_and(|r| r.role == Role::Collect);
    if !facts.party.is_own() || !collects || !words::is_self_hosted(facts) {
        return;
    }
    let mut found: Option<Draft> = None;
    for meaning in [Meaning::PageAddress, Meaning::PageTitle] {
        for field in facts.meaning(meaning) {
            let Some(f) = facts.fields.items.get(field) else { continue };
            let reveal = if meaning == Meaning::PageAddress {
                Reveal::address(&Address::parse(&f.value), None).0
            } else {
                Reveal::text(&f.value, "title")
            };
            if !reveal.sensitive {
                continue;
            }
            let excerpt = words::excerpt_address(&f.value, &reveal);
            let draft = found.take().unwrap_or_else(|| {
                let said = format!(
                    "{} will store the {} of this visit, which names {}.",
                    words::who(facts),
                    words::meaning(meaning),
                    reveal.named()
                );
                Draft::of(&DOC, facts, scene, reveal.data(), said).at(Severity::Medium).about(reveal.headline.clone().unwrap_or_default())
            });
            found = Some(draft.proof(facts, field, excerpt));
        }
    }
    out.extend(found);
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    const PAGE: &str = "https://www.clinic.example/conditions/hiv-testing";

    #[test]
    fn words_and_examples() {
        check(
            Kind::SensitiveUrlOwnAnalytics,
            &[Row::sent(
                PAGE,
                "https://stats.clinic.example/matomo.php?idsite=1&rec=1&action_name=HIV%20testing&url=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing&_id=0123456789abcdef",
            )],
            &[
                Row::sent(
                    PAGE,
                    "https://stats.clinic.example/matomo.php?idsite=1&rec=1&action_name=Page%201042&url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042",
                ),
                Row::sent(PAGE, "https://www.clinic.example/api/page?url=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing"),
            ],
        );
    }
}
