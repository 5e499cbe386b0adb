//! A telling page address sent to analytics on the site's own host.

use super::identity_with_health_context::{Part, Side};
use super::{Doc, Draft, Scene, words};
use crate::address::Address;
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::vendor::{Meaning, Role};
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::SensitiveUrlOwnAnalytics,
    sees: message!(
        "Hits to analytics on the site's own hosts, or on hosts you named as yours, whose page address, title or search words name a health topic or a service."
    ),
    why: message!(
        "Hosting analytics yourself changes who gets the data, not what is collected: addresses, titles and searches are captured in the browser and stored."
    ),
    cannot_tell: message!(
        "What the server drops after it arrives (excluded parameters, masking), who else can read it, and where it passes data on."
    ),
    fix: message!(
        "Send a neutral address and title: in Matomo `setCustomUrl('/conditions/x')`, `setDocumentTitle`, `discardHashTag`, and no `trackSiteSearch`; then test again. Settings in Matomo's administration act after the data left the browser."
    ),
};

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    let collects = facts.recognised.as_ref().is_some_and(|r| r.role == Role::Collect);
    if !facts.party.is_own() || !collects || !words::is_self_hosted(facts) {
        return;
    }
    let mut found: Option<Draft> = None;
    let mut rewritten = false;
    for meaning in [Meaning::PageAddress, Meaning::PageTitle, Meaning::SearchTerm] {
        for field in facts.meaning(meaning) {
            let Some(f) = facts.fields.items.get(field) else { continue };
            let reveal = match meaning {
                Meaning::PageAddress => facts.own.address(&Address::parse(&f.value)),
                Meaning::PageTitle => facts.own.text(&f.value, "title"),
                _ => facts.own.text(&f.value, "search"),
            };
            if !reveal.sensitive {
                // Another address in place of a telling one: part of the work is done.
                rewritten |= meaning == Meaning::PageAddress && scene.page.is_some_and(|p| p.sensitive) && is_other(facts, &f.value);
                continue;
            }
            let excerpt = if meaning == Meaning::SearchTerm { Excerpt::value(&f.value) } else { words::excerpt_address(&f.value, &reveal) };
            let draft = found.take().unwrap_or_else(|| {
                let (who, named, matter) = (words::who(facts), reveal.named(), reveal.matter());
                let side = match meaning {
                    Meaning::PageAddress => Side::Page,
                    Meaning::PageTitle => Side::Title,
                    _ => Side::Search,
                };
                // What was typed is masked, and not repeated beside the mask.
                let headline = || reveal.headline.clone().unwrap_or_default();
                let (said, subject) = match side {
                    Side::Search => (t!("{who} will store the search words of this visit, which name {matter}."), "search".to_owned()),
                    Side::Title => (t!("{who} will store the page title of this visit, which names {named}."), headline()),
                    _ => (t!("{who} will store the page address of this visit, which names {named}."), headline()),
                };
                Draft::of(&DOC, facts, scene, reveal.data(), said)
                    .at(Severity::Medium)
                    .about(subject)
                    .judged(&reveal)
                    .half(if side == Side::Search { Part::wordless(side) } else { Part::of(side, &reveal) })
            });
            found = Some(draft.proof(facts, field, excerpt));
        }
    }
    if let Some(draft) = found.as_mut().filter(|_| rewritten) {
        draft.lowered.push(t!("the page put a neutral address in place of its own").to_owned());
    }
    out.extend(found);
}

/// True where the address sent is provably not the page's.
fn is_other(facts: &Facts<'_>, sent: &str) -> bool {
    let sent = Address::parse(sent);
    facts.page.is_some_and(|page| sent.is_network() && sent.path() != page.path())
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
            &[
                Row::sent(
                    PAGE,
                    "https://stats.clinic.example/matomo.php?idsite=1&rec=1&action_name=HIV%20testing&url=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing&_id=0123456789abcdef",
                ),
                // A neutral address and a title that still tells.
                Row::sent(
                    PAGE,
                    "https://stats.clinic.example/matomo.php?idsite=1&rec=1&action_name=HIV%20testing&url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042",
                ),
                Row::sent(
                    "https://www.clinic.example/p/7",
                    "https://stats.clinic.example/matomo.php?idsite=1&rec=1&search=chest%20pain&search_count=4&url=https%3A%2F%2Fwww.clinic.example%2Fp%2F7",
                ),
                Row::posted(
                    PAGE,
                    "https://stats.clinic.example/matomo.php",
                    "{\"requests\":[\"?idsite=1&rec=1&url=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing\"]}",
                ),
            ],
            &[
                Row::sent(
                    PAGE,
                    "https://stats.clinic.example/matomo.php?idsite=1&rec=1&action_name=Page%201042&url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042",
                ),
                Row::sent(PAGE, "https://www.clinic.example/api/page?url=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing"),
                // Somebody else's host is somebody else, whatever runs there.
                Row::sent(
                    PAGE,
                    "https://stats.agency.example/matomo.php?idsite=1&rec=1&url=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing",
                ),
            ],
        );
    }
}
