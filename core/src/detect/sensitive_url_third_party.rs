//! A telling page address inside a request to another company.

use super::confirmed::{Confirmed, FINGERPRINT, Tells, dressed};
use super::identity_with_health_context::{Part, Side};
use super::{Doc, Draft, Scene, draft, words};
use crate::address::Address;
use crate::facts::Facts;
use crate::finding::Kind;
use crate::reveal::Reveal;
use crate::vendor::Meaning;
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::SensitiveUrlThirdParty,
    sees: message!(
        "Fields of a request to another company that hold a page address with a health topic, a service or a step such as booking; and the page's own address in any field, encoded or as a digest."
    ),
    why: message!(
        "A page address together with a browser's id tells a story about a person: who looked for which care, and when. In the United States, public pages are treated differently since June 2024; logged-in pages are not."
    ),
    cannot_tell: message!("What the recipient keeps or does with it, and whether a contract covers it."),
    fix: message!(
        "Take the tag off pages like this one, or block it by path in the tag manager; where it must stay, give it a neutral address to send. Do not rely on filters on the vendor's side: they act after the data left."
    ),
};

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, known: &[Confirmed<'_>], out: &mut Vec<Draft>) {
    if !draft::to_others(facts) {
        return;
    }
    let mut found: Option<(Draft, Reveal)> = None;
    let mut here = false;
    // Addresses of the site travel among an event's parameters too (`form_destination`, a stack frame's file).
    let among = facts.meaning(Meaning::Event).filter(|&i| is_of_the_site(facts, i));
    for field in facts.meaning(Meaning::PageAddress).chain(among) {
        let Some(f) = facts.fields.items.get(field) else { continue };
        if f.value.len() < 4 {
            continue;
        }
        let address = Address::parse(&f.value);
        // A text that nothing opened, with the page's address in it.
        let holds = facts.page.filter(|page| !words::is_address(&f.value) && holds(&f.value, page));
        let reveal = match (scene.page, facts.page) {
            // The page's own address was judged when it was opened.
            (Some(known), Some(page)) if *f.value == *page.as_str() || holds.is_some() => known.clone(),
            _ => facts.own.address(holds.unwrap_or(&address)),
        };
        if !reveal.sensitive {
            continue;
        }
        // A link's or a form's target is told, but it is not where the visitor is.
        here |= holds.is_some() || facts.page.is_none_or(|page| address.path() == page.path());
        let excerpt = words::excerpt_address(&f.value, &reveal);
        let (draft, reveal) = match found.take() {
            Some((draft, first)) => (draft, first),
            None => {
                let part = Part::of(Side::Page, &reveal);
                let subject = reveal.headline.clone().unwrap_or_default();
                (Draft::of(&DOC, facts, scene, reveal.data(), String::new()).topic(&reveal).about(subject).half(part), reveal)
            }
        };
        found = Some((draft.proof(facts, field, excerpt), reveal));
    }
    out.extend(found.map(|(draft, reveal)| {
        let (who, named) = (words::who(facts), reveal.named());
        let said = match here {
            true => t!("{who} was told this visitor is on your page about {named}."),
            false => t!("{who} was told of a page about {named}."),
        };
        Draft { said, ..draft }
    }));
    for c in known.iter().filter(|c| c.tells == Tells::Page && dressed(c, facts, Meaning::PageAddress)) {
        let reveal = match (scene.page, facts.page) {
            (Some(known), Some(page)) if c.value.text == page.as_str() => known.clone(),
            _ => facts.own.address(&Address::parse(&c.value.text)),
        };
        let subject = reveal.headline.clone().unwrap_or_default();
        if !reveal.sensitive || out.iter().any(|d| d.kind == DOC.kind && d.subject == subject) {
            continue;
        }
        let (who, whom, named) = (words::who(facts), words::to_whom(facts), reveal.named());
        let said = match c.found.one_way {
            true => t!(
                "A fingerprint of the address of your page about {named} was sent to {whom}: whoever knows the address can compute the same."
            ),
            false => t!("{who} was told this visitor is on your page about {named}, wrapped in a way that hides nothing."),
        };
        let part = Part::of(Side::Page, &reveal);
        let mut draft = Draft::of(&DOC, facts, scene, reveal.data(), said).topic(&reveal).about(subject).half(part);
        if c.found.one_way {
            draft.lowered.push(FINGERPRINT.say().to_owned());
        }
        out.push(c.prove(facts, scene, draft));
    }
}

/// Whether the page's host and path stand in a text, one after the other, and the path ends there: a longer one is another page.
fn holds(text: &str, page: &Address<'_>) -> bool {
    let (host, path) = (page.host(), page.path());
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '%' | '~' | '+'));
    path.len() > 1
        && text.match_indices(host).any(|(at, _)| text.get(at + host.len()..).and_then(|r| r.strip_prefix(path)).is_some_and(ends))
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
    use crate::detect::testing::{From, Row, check};
    use crate::finding::Kind;
    use crate::known::What;

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
                // The address in a JSON body, in a path's matrix parameter, behind the #.
                Row::posted(
                    PAGE,
                    "https://us.i.posthog.com/e/",
                    r#"{"event":"$pageview","properties":{"token":"phc_x","$current_url":"https://www.clinic.example/conditions/hiv-testing/schedule-appointment"}}"#,
                ),
                Row::sent(
                    PAGE,
                    "https://1234567.fls.doubleclick.net/activityi;src=1234567;type=a;cat=b;ord=1;~oref=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing%2Fschedule-appointment",
                ),
                Row::sent(
                    "https://www.clinic.example/app#/depression/treatment",
                    "https://bat.bing.com/action/0?ti=1&evt=pageLoad&p=https%3A%2F%2Fwww.clinic.example%2Fapp%23%2Fdepression%2Ftreatment",
                ),
                // Known, where no field's meaning shows it: in hexadecimal digits, as a digest, written backwards.
                Row::sent(PAGE, "https://collector.example/in?x=68747470733a2f2f7777772e636c696e69632e6578616d706c652f636f6e646974696f6e732f6869762d74657374696e672f7363686564756c652d6170706f696e746d656e74").knows(What::PageAddress, From::Page, PAGE),
                Row::sent(PAGE, "https://collector.example/in?x=824b904839b45837b5d8cb452d4621c1").knows(What::PageAddress, From::Page, PAGE),
                Row::sent(PAGE, "https://collector.example/in?x=tnemtnioppa-eludehcs/gnitset-vih/snoitidnoc/elpmaxe.cinilc.www//:sptth").knows(What::PageAddress, From::Page, PAGE),
                // Not where the visitor is.
                Row::sent(
                    "https://www.clinic.example/p/1042",
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&en=click&ep.link_url=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing",
                ),
            ],
            &[
                // A digest of another page's address, and of one that tells nothing.
                Row::sent(PAGE, "https://collector.example/in?x=cb092f21f245ee7dcbdeb8ee273d5107").knows(What::PageAddress, From::Page, PAGE),
                Row::sent("https://www.clinic.example/p/1042", "https://collector.example/in?x=607068ade0bec088786619a160761f1e").knows(
                    What::PageAddress,
                    From::Page,
                    "https://www.clinic.example/p/1042",
                ),
                Row::sent(PAGE, "https://www.clinic.example/api?x=824b904839b45837b5d8cb452d4621c1").knows(What::PageAddress, From::Page, PAGE),
                // Sections that speak to others than patients, and words that only contain a condition's letters.
                Row::sent(
                    "https://www.clinic.example/careers/oncology-nurse",
                    "https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2Fcareers%2Foncology-nurse",
                ),
                Row::sent(
                    "https://www.clinic.example/archive/painting",
                    "https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2Farchive%2Fpainting",
                ),
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

    #[test]
    fn a_record_that_holds_the_page_is_no_address() {
        let check = |row: Row, at: &str| {
            let drafts = row.drafts();
            let said: Vec<_> = drafts
                .iter()
                .filter(|d| d.kind == Kind::SensitiveUrlThirdParty)
                .map(|d| (d.said.as_str(), d.evidence.first().map_or("", |e| e.at.as_str())))
                .collect();
            assert_eq!(said.len(), 1, "{said:?}");
            assert!(said[0].0.ends_with(" was told this visitor is on your page about “HIV testing”."), "{said:?}");
            assert_eq!(said[0].1, at, "{said:?}");
        };
        const PLACE: &str = "https://www.clinic.example/conditions/hiv-testing";
        // In a parameter of a form, in base64, in text within a record, in a form in base64; a line of text, which nothing opens.
        check(
            Row::posted(
                PLACE,
                "https://api-js.mixpanel.com/track/",
                r#"data={"event":"$mp_web_page_view","properties":{"$current_url":"https://www.clinic.example/conditions/hiv-testing","current_page_title":"HIV testing: when"}}"#,
            ),
            "body:data.properties.$current_url",
        );
        check(
            Row::posted(
                PLACE,
                "https://px.ads.linkedin.com/wa/?medium=fetch",
                "eyJkb21haW4iOiJ3d3cuY2xpbmljLmV4YW1wbGUiLCJ1cmwiOiJodHRwczovL3d3dy5jbGluaWMuZXhhbXBsZS9jb25kaXRpb25zL2hpdi10ZXN0aW5nIiwicGFnZVRpdGxlIjoiSElWIHRlc3RpbmcifQ==",
            ),
            "body:url",
        );
        check(
            Row::posted(
                PLACE,
                "https://collector.example/in",
                r#"{"message":"{\"url\":\"https://www.clinic.example/conditions/hiv-testing\",\"title\":\"HIV testing\"}"}"#,
            ),
            "body:message.url",
        );
        check(
            Row::sent(
                PLACE,
                "https://collector.example/in?x=dXJsPWh0dHBzOi8vd3d3LmNsaW5pYy5leGFtcGxlL2NvbmRpdGlvbnMvaGl2LXRlc3RpbmcmdGl0bGU9SElWIHRlc3Rpbmc=",
            ),
            "query:x.url",
        );
        check(Row::posted(PLACE, "https://collector.example/in", "x=seen+www.clinic.example/conditions/hiv-testing%20now"), "body:x");
        // A page above it: what is told is of another page.
        let other = Row::posted(
            "https://www.clinic.example/conditions",
            "https://collector.example/in",
            "x=seen+www.clinic.example/conditions/hiv-testing%20now",
        );
        let said: Vec<_> = other.drafts().into_iter().filter(|d| d.kind == Kind::SensitiveUrlThirdParty).map(|d| d.said).collect();
        assert!(matches!(said.as_slice(), [one] if one.contains(" was told of a page about “HIV testing")), "{said:?}");
    }

    #[test]
    fn a_fingerprint_beside_the_address_is_not_said_twice() {
        let row = Row::sent(
            PAGE,
            "https://collector.example/in?u=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing%2Fschedule-appointment&h=824b904839b45837b5d8cb452d4621c1",
        );
        let said = |row: Row| row.drafts().iter().filter(|d| d.kind == Kind::SensitiveUrlThirdParty).count();
        assert_eq!((said(row), said(row.knows(What::PageAddress, From::Page, PAGE))), (1, 1));
    }
}
