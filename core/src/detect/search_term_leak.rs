//! What the visitor typed into search, inside a request to another company.

use super::confirmed::{Confirmed, Tells};
use super::identity_with_health_context::{Part, Side};
use super::{Doc, Draft, Scene, words};
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::reveal::Reveal;
use crate::vendor::{Category, Meaning};
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::SearchTermLeak,
    sees: message!(
        "Site-search fields (`search`, `ep.search_term`, `cd[search_string]`) and search parameters of a page address sent on, where the words name a health matter or were typed where a visitor looks for care. Words that were seen typed into search are found in any field, in any form they can be read back from."
    ),
    why: message!("Search words are the most honest description of a symptom a visitor gives."),
    cannot_tell: message!("Whether the words are about the visitor."),
    fix: message!(
        "Take the words out of the address (POST, or the fragment cleared before tags load). Matomo: `setExcludedQueryParams(['q'])` and no `trackSiteSearch`: one alone is not enough. GA4: turn off site search in enhanced measurement and redact the parameter."
    ),
};

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, known: &[Confirmed<'_>], out: &mut Vec<Draft>) {
    if !super::draft::to_others(facts) {
        return;
    }
    for c in known.iter().filter(|c| c.tells == Tells::Searched) {
        let reveal = facts.own.text(&c.value.text, "search");
        // A search on a map is for a place, and a number alone a postcode or an order.
        if !reveal.sensitive && (is_map(facts) || !c.value.text.chars().any(char::is_alphabetic)) {
            continue;
        }
        if out.iter().any(|d| d.kind == DOC.kind && d.subject == c.key(facts)) {
            continue;
        }
        out.push(c.prove(facts, scene, draft(facts, scene, &reveal, c.key(facts))));
    }
    for field in facts.meaning(Meaning::SearchTerm) {
        let Some(f) = facts.fields.items.get(field) else { continue };
        let words = if f.value.starts_with('?') { words::searched(&f.value) } else { Some(f.value.to_string()) };
        let Some(words) = words.filter(|w| w.trim().chars().count() >= 2 && !w.contains("//")) else { continue };
        let reveal = facts.own.text(&words, "search");
        // Search on a shop or a news page is not what this is for: the words or the page must point to health.
        if !reveal.sensitive && scene.context < 2 {
            continue;
        }
        // A number alone is a postcode or an order, and a map's search is for a place.
        if !reveal.sensitive && (!words.chars().any(char::is_alphabetic) || is_map(facts)) {
            continue;
        }
        let draft = draft(facts, scene, &reveal, f.key());
        if !out.iter().any(|d| d.kind == DOC.kind && d.subject == draft.subject) {
            out.push(draft.proof(facts, field, Excerpt::value(&words)));
        }
    }
}

fn draft(facts: &Facts<'_>, scene: &Scene<'_>, reveal: &Reveal, key: &str) -> Draft {
    let whom = words::to_whom(facts);
    let said = match (reveal.sensitive, scene.context) {
        (true, _) => t!("What the visitor typed into search went to {whom}, and it names {}.", reveal.matter()),
        (false, 0 | 1) => t!("What the visitor typed into search went to {whom}. The words alone tell nothing."),
        (false, _) => {
            t!("What the visitor typed into search, where people look for care, went to {whom}. The words alone tell nothing.")
        }
    };
    let draft = Draft::of(&DOC, facts, scene, if reveal.sensitive { 3 } else { 1 }, said).about(key);
    if reveal.sensitive { draft.topic(reveal).half(Part::wordless(Side::Search)) } else { draft.at(Severity::Low) }
}

fn is_map(facts: &Facts<'_>) -> bool {
    facts.recognised.as_ref().is_some_and(|r| r.vendor.category == Category::Maps)
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{From, Row, check};
    use crate::finding::Kind;
    use crate::known::What;

    const PAGE: &str = "https://www.clinic.example/find-a-doctor";

    #[test]
    fn words_and_examples() {
        check(
            Kind::SearchTermLeak,
            &[
                Row::sent(
                    PAGE,
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&en=view_search_results&ep.search_term=chest%20pain",
                ),
                Row::posted(
                    PAGE,
                    "https://api.segment.io/v1/p",
                    r#"{"writeKey":"w","type":"page","context":{"page":{"search":"?specialty=oncology&q=breast+lump"}}}"#,
                ),
                Row::sent(PAGE, "https://www.facebook.com/tr/?id=1&ev=Search&cd[search_string]=panic%20attacks"),
                Row::posted(
                    PAGE,
                    "https://abc-dsn.algolia.net/1/indexes/*/queries?x-algolia-application-id=A",
                    r#"{"requests":[{"indexName":"doctors","params":"hitsPerPage=8&query=breast%20lump"}]}"#,
                ),
                // Seen typed into search: in any field, encoded; in the address of the page that answers.
                Row::sent("https://www.clinic.example/p/1042", "https://collector.example/in?x=YnJlYXN0IGx1bXA=").knows(
                    What::SearchWords,
                    From::Typed("Search", 9_600),
                    "breast lump",
                ),
                Row::sent(
                    "https://www.clinic.example/search?q=breast+lump",
                    "https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2Fsearch%3Fq%3Dbreast%2Blump",
                )
                .titled("Results for breast lump")
                .knows(What::Text, From::Typed("Search this site", 9_600), "breast lump"),
                Row::sent("https://www.clinic.example/p/1042", "https://collector.example/in?x=opening%20hours").knows(
                    What::SearchWords,
                    From::Typed("Search", 9_600),
                    "opening hours",
                ),
                // Where people look for care, any words say something; by themselves these do not.
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&ep.search_term=Chicago"),
            ],
            &[
                // The site's own search, a place on a map, a postcode; another person's words.
                Row::sent(PAGE, "https://www.clinic.example/api/search?q=breast%20lump").knows(
                    What::SearchWords,
                    From::Typed("Search", 9_600),
                    "breast lump",
                ),
                Row::sent(PAGE, "https://maps.googleapis.com/maps/api/place/js/AutocompletionService.GetPredictions?1sSpringfield%20Mall")
                    .knows(What::SearchWords, From::Typed("Search", 9_600), "Springfield Mall"),
                Row::sent(PAGE, "https://collector.example/in?near=60601-1234").knows(
                    What::SearchWords,
                    From::Typed("Search", 9_600),
                    "60601-1234",
                ),
                Row::sent(PAGE, "https://collector.example/in?x=breast%20lump").knows(
                    What::SearchWords,
                    From::Persona("Jordan Avery"),
                    "breast lump",
                ),
                Row::posted(
                    PAGE,
                    "https://abc-dsn.algolia.net/1/indexes/*/queries?x-algolia-application-id=A",
                    r#"{"requests":[{"indexName":"doctors","params":"hitsPerPage=8&query="}]}"#,
                ),
                // Products and places.
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&ep.search_term=60601"),
                Row::sent(PAGE, "https://maps.googleapis.com/maps/api/place/js/AutocompletionService.GetPredictions?q=Chicago"),
                Row::sent(
                    "https://www.clinic.example/locations",
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&ep.search_term=Springfield",
                ),
                Row::sent(
                    "https://shop.example/",
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&ep.search_term=blue%20shoes",
                ),
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&ep.search_term="),
                // The query of the page's address is nobody's search unless one of its parameters is.
                Row::posted(
                    PAGE,
                    "https://api.segment.io/v1/p",
                    r#"{"writeKey":"w","type":"page","context":{"page":{"search":"?subject=HIV%20test%20result"}}}"#,
                ),
            ],
        );
    }
}
