//! Button, link or field text a tag picked up by itself.

use super::identity_with_health_context::{Part, Side};
use super::{Doc, Draft, Scene, draft, words};
use crate::facts::Facts;
use crate::finding::Kind;
use crate::vendor::Meaning;

pub(super) const DOC: Doc = Doc {
    kind: Kind::InteractionDetailLeak,
    sees: "Text of buttons, links and form fields in automatic events (`cd[buttonText]`, `cd[formFeatures]`, `$el_text`, LinkedIn clicks).",
    why: "Nobody wrote this event: the tag made it by itself. A button's text or a field's name can say what the visitor asked for.",
    cannot_tell: "Whether the visitor went through with it.",
    fix: "Turn off what the tag collects by itself. Meta: `fbq('set', 'autoConfig', false, id)`. PostHog, Amplitude, Mixpanel: turn autocapture off. Matomo: `data-matomo-ignore`. Neutral button texts help against all.",
};

/// What vendors' rows call fields that hold a visitor's own words.
const WRITTEN: &[&str] = &["reason for the visit", "symptoms", "what was written", "answer to a question"];

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    if !draft::to_others(facts) {
        return;
    }
    for meaning in [Meaning::ElementText, Meaning::FormField] {
        words::telling_text(facts, scene, facts.meaning(meaning), "button", &DOC, out, |told| {
            let (who, named) = (words::who(facts), told.reveal.named());
            if meaning == Meaning::ElementText {
                let said = match told.label {
                    label if label.contains("press") => format!("{who} was told the visitor pressed {named}."),
                    "recording of the page" | "content of the page" | "content recorded" | "what was shown" => {
                        format!("{who} was sent what stands on the page: {named}.")
                    }
                    _ => format!("{who} was told the visitor pressed or saw {named}."),
                };
                return (said, Part::of(Side::Button, told.reveal));
            }
            // Words a visitor wrote are theirs.
            if WRITTEN.contains(&told.label) {
                let said = format!("{who} was sent what the visitor wrote in a form, and it names {}.", told.reveal.matter());
                return (said, Part::wordless(Side::Written));
            }
            (format!("{who} was told of a form field about {named}."), Part::of(Side::Field, told.reveal))
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    const PAGE: &str = "https://www.clinic.example/p/1042";

    #[test]
    fn words_and_examples() {
        check(
            Kind::InteractionDetailLeak,
            &[
                Row::sent(PAGE, "https://www.facebook.com/tr/?id=1&ev=SubscribedButtonClick&cd[buttonText]=Schedule%20HIV%20test"),
                Row::sent(
                    PAGE,
                    "https://www.facebook.com/tr/?id=1&ev=SubscribedButtonClick&cd[formFeatures]=%5B%7B%22name%22%3A%22hiv_test_result%22%2C%22tag%22%3A%22input%22%7D%5D",
                ),
                Row::posted(
                    PAGE,
                    "https://us.i.posthog.com/e/",
                    r#"{"event":"$autocapture","properties":{"token":"phc_x","$el_text":"Talk about suicidal thoughts"}}"#,
                ),
                Row::posted(
                    PAGE,
                    "https://px.ads.linkedin.com/wa/",
                    r#"{"pids":[1],"url":"https://www.clinic.example/p/1042","signalType":"CLICK","domAttributes":{"innerText":"Order Mounjaro"}}"#,
                ),
            ],
            &[
                Row::sent(PAGE, "https://www.facebook.com/tr/?id=1&ev=SubscribedButtonClick&cd[buttonText]=Menu"),
                Row::sent(PAGE, "https://www.facebook.com/tr/?id=1&ev=SubscribedButtonClick&cd[buttonText]=Achieve%20more"),
                Row::posted(
                    PAGE,
                    "https://us.i.posthog.com/e/",
                    r#"{"event":"$autocapture","properties":{"token":"phc_x","$el_text":"Schedule"}}"#,
                ),
                Row::posted(PAGE, "https://www.clinic.example/api/autosave", r#"{"buttonText":"Schedule HIV test"}"#),
            ],
        );
    }
}
