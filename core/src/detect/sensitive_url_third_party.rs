//! A telling page address inside a request to another company.

use super::{Doc, Draft, Scene, draft, words};
use crate::address::Address;
use crate::facts::Facts;
use crate::finding::Kind;
use crate::reveal::Reveal;
use crate::vendor::Meaning;

pub(super) const DOC: Doc = Doc {
    kind: Kind::SensitiveUrlThirdParty,
    sees: "Fields of a request to another company that hold a page address with a health topic, a service or a step such as booking.",
    why: "A page address together with a browser's id tells a story about a person: who looked for which care, and when. In the United States, public pages are treated differently since June 2024; logged-in pages are not.",
    cannot_tell: "What the recipient keeps or does with it, and whether a contract covers it.",
    fix: "Take the tag off pages like this one, or block it by path in the tag manager. Do not rely on filters on the vendor's side: they act after the data left.",
};

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    if !draft::to_others(facts) {
        return;
    }
    let mut found: Option<(Draft, Reveal)> = None;
    // Addresses of the site travel among an event's parameters too (`form_destination`, a stack frame's file).
    let among = facts.meaning(Meaning::Event).filter(|&i| is_of_the_site(facts, i));
    for field in facts.meaning(Meaning::PageAddress).chain(among) {
        let Some(f) = facts.fields.items.get(field) else { continue };
        if f.value.len() < 4 {
            continue;
        }
        let reveal = match (scene.page, facts.page) {
            // The page's own address was judged when it was opened.
            (Some(known), Some(page)) if *f.value == *page.as_str() => known.clone(),
            _ => facts.own.address(&Address::parse(&f.value)),
        };
        if !reveal.sensitive {
            continue;
        }
        let excerpt = words::excerpt_address(&f.value, &reveal);
        let (draft, reveal) = match found.take() {
            Some((draft, first)) => (draft, first),
            None => {
                let said = format!("{} was told this visitor is on your page about {}.", words::who(facts), reveal.named());
                let subject = reveal.headline.clone().unwrap_or_default();
                (Draft::of(&DOC, facts, scene, reveal.data(), said).topic(&reveal).about(subject), reveal)
            }
        };
        found = Some((draft.proof(facts, field, excerpt), reveal));
    }
    out.extend(found.map(|(draft, _)| draft));
}

fn is_of_the_site(facts: &Facts<'_>, field: usize) -> bool {
    let Some(value) = facts.fields.items.get(field).map(|f| f.value.as_ref()) else { return false };
    if !words::is_address(value) {
        return false;
    }
    let page = facts.page.map_or("", |p| p.host());
    value.starts_with('/') || !page.is_empty() && Address::parse(value).host() == page
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    const PAGE: &str = "https://www.clinic.example/conditions/hiv-testing/schedule-appointment";

    #[test]
    fn words_and_examples() {
        check(
            Kind::SensitiveUrlThirdParty,
            &[
                Row::sent(
                    PAGE,
                    "https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing%2Fschedule-appointment&fbp=fb.1.1.2",
                ),
                Row::sent(
                    PAGE,
                    "https://collector.example/in?u=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing%2Fschedule-appointment",
                ),
                Row::sent(
                    PAGE,
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&en=form_start&ep.form_destination=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing",
                ),
            ],
            &[
                Row::sent(
                    "https://www.clinic.example/p/1042",
                    "https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042",
                ),
                Row::sent(
                    PAGE,
                    "https://www.clinic.example/api/slots?page=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing%2Fschedule-appointment",
                ),
                Row::sent(PAGE, "https://www.facebook.com/tr/?id=1&ev=PageView"),
            ],
        );
    }
}
