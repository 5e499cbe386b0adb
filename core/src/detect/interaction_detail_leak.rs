//! Button, link or field text a tag picked up by itself.

use super::confirmed::{self, Confirmed, Tells};
use super::identity_with_health_context::{Part, Side};
use super::{Doc, Draft, Scene, draft, words};
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::vendor::Meaning;
use leaklight_text::{Message, message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::InteractionDetailLeak,
    sees: message!(
        "Text of buttons, links and form fields in automatic events (`cd[buttonText]`, `cd[formFeatures]`, `$el_text`, LinkedIn clicks), and text that was selected on the page."
    ),
    why: message!(
        "Nobody wrote this event: the tag made it by itself. A button's text or a field's name can say what the visitor asked for."
    ),
    cannot_tell: message!("Whether the visitor went through with it."),
    fix: message!(
        "Turn off what the tag collects by itself. Meta: `fbq('set', 'autoConfig', false, id)`. PostHog, Amplitude, Mixpanel: turn autocapture off. Matomo: `data-matomo-ignore`. Neutral button texts help against all."
    ),
};

/// What vendors' rows call fields that hold a visitor's own words.
const WRITTEN: [Message; 4] =
    [message!("reason for the visit"), message!("symptoms"), message!("what was written"), message!("answer to a question")];
/// What they call text of what was pressed.
const PRESSED: [Message; 5] = [
    message!("what was pressed"),
    message!("what was pressed or typed in"),
    message!("link pressed"),
    message!("text of the button pressed"),
    message!("the button pressed"),
];
/// What they call text of the page that nobody pressed.
const SHOWN: [Message; 4] =
    [message!("recording of the page"), message!("content of the page"), message!("content recorded"), message!("what was shown")];

/// True where a label is one of these.
fn is(all: &[Message], label: &str) -> bool {
    all.iter().any(|one| one.say() == label)
}

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, known: &[Confirmed<'_>], out: &mut Vec<Draft>) {
    if !draft::to_others(facts) {
        return;
    }
    for c in known.iter().filter(|c| c.tells == Tells::Selected) {
        let reveal = facts.own.text(&c.value.text, "button");
        let whom = words::to_whom(facts);
        let draft = match reveal.sensitive {
            true => Draft::of(
                &DOC,
                facts,
                scene,
                reveal.data(),
                t!("The text the visitor selected went to {whom}, and it names {}.", reveal.matter()),
            )
            .topic(&reveal),
            false => Draft::of(&DOC, facts, scene, 1, t!("The text the visitor selected went to {whom}.")).at(Severity::Low),
        };
        if !out.iter().any(|d| d.kind == DOC.kind && d.subject == "selected") {
            out.push(c.prove(facts, scene, draft.about("selected")));
        }
    }
    for meaning in [Meaning::ElementText, Meaning::FormField] {
        let fields = facts.meaning(meaning).filter(|&field| !confirmed::is_visitor_s(known, facts, field));
        words::telling_text(facts, scene, fields, "button", &DOC, out, |told| {
            let (who, named) = (words::who(facts), told.reveal.named());
            if meaning == Meaning::ElementText {
                let said = match told.label {
                    label if is(&PRESSED, label) => t!("{who} was told the visitor pressed {named}."),
                    label if is(&SHOWN, label) => t!("{who} was sent what stands on the page: {named}."),
                    _ => t!("{who} was told the visitor pressed or saw {named}."),
                };
                return (said, Part::of(Side::Button, told.reveal));
            }
            // Words a visitor wrote are theirs.
            if is(&WRITTEN, told.label) {
                let said = t!("{who} was sent what the visitor wrote in a form, and it names {}.", told.reveal.matter());
                return (said, Part::wordless(Side::Written));
            }
            (t!("{who} was told of a form field about {named}."), Part::of(Side::Field, told.reveal))
        });
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
                Row::sent(PAGE, "https://collector.example/in?s=side%20effects%20of%20Mounjaro").knows(
                    What::Selection,
                    From::Page,
                    "side effects of Mounjaro",
                ),
                Row::sent(PAGE, "https://collector.example/in?s=open%20until%20six").knows(What::Selection, From::Page, "open until six"),
            ],
            &[
                Row::sent(PAGE, "https://www.clinic.example/api?s=side%20effects%20of%20Mounjaro").knows(
                    What::Selection,
                    From::Page,
                    "side effects of Mounjaro",
                ),
                Row::sent(PAGE, "https://collector.example/in?s=Mounjaro").knows(What::Selection, From::Page, "side effects of Mounjaro"),
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
