//! What the visitor typed into search, inside a request to another company.

use super::identity_with_health_context::{Part, Side};
use super::{Doc, Draft, Scene, draft, words};
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::vendor::{Category, Meaning};

pub(super) const DOC: Doc = Doc {
    kind: Kind::SearchTermLeak,
    sees: "Site-search fields (`search`, `ep.search_term`, `cd[search_string]`) and search parameters of a page address sent on, where the words name a health matter or were typed where a visitor looks for care.",
    why: "Search words are the most honest description of a symptom a visitor gives.",
    cannot_tell: "Whether the words are about the visitor.",
    fix: "Take the words out of the address (POST, or the fragment cleared before tags load). Matomo: `setExcludedQueryParams(['q'])` and no `trackSiteSearch`: one alone is not enough. GA4: turn off site search in enhanced measurement and redact the parameter.",
};

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    if !draft::to_others(facts) {
        return;
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
        let whom = words::to_whom(facts);
        let said = match reveal.sensitive {
            true => format!("What the visitor typed into search went to {whom}, and it names {}.", reveal.matter()),
            false => {
                format!("What the visitor typed into search, where people look for care, went to {whom}. The words alone tell nothing.")
            }
        };
        let draft = Draft::of(&DOC, facts, scene, if reveal.sensitive { 3 } else { 1 }, said).about(f.key());
        let draft = if reveal.sensitive { draft.topic(&reveal).half(Part::wordless(Side::Search)) } else { draft.at(Severity::Low) };
        if !out.iter().any(|d| d.kind == DOC.kind && d.subject == draft.subject) {
            out.push(draft.proof(facts, field, Excerpt::value(&words)));
        }
    }
}

fn is_map(facts: &Facts<'_>) -> bool {
    facts.recognised.as_ref().is_some_and(|r| r.vendor.category == Category::Maps)
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

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
                // Where people look for care, any words say something; by themselves these do not.
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&ep.search_term=Chicago"),
            ],
            &[
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
