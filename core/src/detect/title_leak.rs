//! A telling page title inside a request to another company.

use super::confirmed::{Confirmed, FINGERPRINT, Tells, dressed};
use super::identity_with_health_context::{Part, Side};
use super::{Doc, Draft, Scene, draft, words};
use crate::facts::Facts;
use crate::finding::Kind;
use crate::vendor::Meaning;
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::TitleLeak,
    sees: message!(
        "Title fields (`dt`, `action_name`, `tl`, `tiba`, `pageTitle`) whose words name a health topic or a service, beside the page's own title where that differs; and the page's own title in any field, encoded or as a digest."
    ),
    why: message!(
        "A neutral address does not help when the title says the rest: titles that imply a diagnosis were at the heart of a 2025 case against a health publisher."
    ),
    cannot_tell: message!("What the recipient keeps or does with it."),
    fix: message!(
        "Give telling pages a general title (`<title>`), or give the tag another one to send: Matomo `setDocumentTitle`, GA4 `page_title` in the configuration. Titles in an `og:title` or a meta description are read by some tags too."
    ),
};

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, known: &[Confirmed<'_>], out: &mut Vec<Draft>) {
    if !draft::to_others(facts) {
        return;
    }
    let from = out.len();
    words::telling_text(facts, scene, facts.meaning(Meaning::PageTitle), "title", &DOC, out, |told| {
        let said = t!("The page title names {} and was sent to {}.", told.reveal.named(), words::to_whom(facts));
        (said, Part::of(Side::Title, told.reveal))
    });
    // A title the tag was given is changed in the tag, the page's own on the page.
    for draft in out.iter_mut().skip(from) {
        let Some(shown) = scene.title.filter(|t| !t.is_empty()) else { continue };
        if draft.evidence.iter().all(|e| !e.value.uncovered().contains(shown)) {
            let reveal = facts.own.text(shown, "title");
            *draft =
                draft.clone().proof_at("document.title".to_owned(), t!("the page’s own title"), words::excerpt_address(shown, &reveal));
        }
    }
    for c in known.iter().filter(|c| c.tells == Tells::Title && dressed(c, facts, Meaning::PageTitle)) {
        let reveal = facts.own.text(&c.value.text, "title");
        let topic = format!(":{}", reveal.headline.as_deref().unwrap_or_default());
        if !reveal.sensitive || out.iter().any(|d| d.kind == DOC.kind && d.subject.ends_with(&topic)) {
            continue;
        }
        let (whom, named) = (words::to_whom(facts), reveal.named());
        let said = match c.found.one_way {
            true => {
                t!("A fingerprint of the page title that names {named} was sent to {whom}: whoever knows the title can compute the same.")
            }
            false => t!("The page title names {named} and was sent to {whom}, wrapped in a way that hides nothing."),
        };
        let mut draft = Draft::of(&DOC, facts, scene, reveal.data(), said).topic(&reveal).half(Part::of(Side::Title, &reveal));
        if c.found.one_way {
            draft.lowered.push(FINGERPRINT.say().to_owned());
        }
        out.push(c.prove(facts, scene, draft.about(format!("{}{topic}", c.key(facts)))));
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{From, Row, check};
    use crate::finding::Kind;
    use crate::known::What;

    const PAGE: &str = "https://www.clinic.example/p/1042";

    #[test]
    fn words_and_examples() {
        check(
            Kind::TitleLeak,
            &[
                Row::sent(
                    PAGE,
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&dt=Treatment%20for%20type%202%20diabetes",
                ),
                // The page's own title, and one the tag was given.
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&dt=Book%20a%20colonoscopy")
                    .titled("Book a colonoscopy"),
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&dt=Book%20a%20colonoscopy")
                    .titled("Bayside Clinic"),
                Row::sent(PAGE, "https://bat.bing.com/action/0?ti=1&evt=pageLoad&tl=Book%20an%20HIV%20test%20%7C%20Bayside%20Clinic"),
                Row::posted(
                    PAGE,
                    "https://px.ads.linkedin.com/wa/",
                    r#"{"pids":[1],"url":"https://www.clinic.example/p/1042","pageTitle":"Postpartum depression help","signalType":"PAGE_VISIT"}"#,
                ),
                // Known, where no field's meaning shows it: in hexadecimal digits, as a digest.
                Row::sent(PAGE, "https://collector.example/in?x=54726561746d656e7420666f7220747970652032206469616265746573")
                    .titled("Treatment for type 2 diabetes")
                    .knows(What::PageTitle, From::Page, "Treatment for type 2 diabetes"),
                Row::sent(PAGE, "https://collector.example/in?x=8b311f3df507e9342ce79940797b3bb0")
                    .titled("Treatment for type 2 diabetes")
                    .knows(What::PageTitle, From::Page, "Treatment for type 2 diabetes"),
            ],
            &[
                Row::sent(PAGE, "https://collector.example/in?x=4261797369646520436c696e6963").titled("Bayside Clinic").knows(
                    What::PageTitle,
                    From::Page,
                    "Bayside Clinic",
                ),
                Row::sent(PAGE, "https://collector.example/in?x=93cbc8d310416f58a11581f49892bc48")
                    .titled("Treatment for type 2 diabetes")
                    .knows(What::PageTitle, From::Page, "Treatment for type 2 diabetes"),
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&dt=Bayside%20Clinic"),
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&dt="),
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&dt=Careers%3A%20oncology%20nurse"),
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&dt=Archive%20of%20utilities"),
                Row::sent(PAGE, "https://www.clinic.example/api?dt=Treatment%20for%20type%202%20diabetes"),
            ],
        );
    }
}
