//! Button, link or field text a tag picked up by itself.

use super::{Doc, Draft, Scene, draft, words};
use crate::facts::Facts;
use crate::finding::Kind;
use crate::vendor::Meaning;

pub(super) const DOC: Doc = Doc {
    kind: Kind::InteractionDetailLeak,
    sees: "Text of buttons, links and form fields in automatic events (`cd[buttonText]`, `cd[formFeatures]`, `$el_text`, LinkedIn clicks).",
    why: "Nobody wrote this event: the tag made it. A button's text can say what the visitor asked for.",
    cannot_tell: "Whether the visitor went through with it.",
    fix: "Meta: `fbq('set', 'autoConfig', false, id)`. PostHog, Amplitude, Mixpanel: turn autocapture off. Matomo: `data-matomo-ignore`.",
};

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    if !draft::to_others(facts) {
        return;
    }
    for meaning in [Meaning::ElementText, Meaning::FormField] {
        words::telling_text(facts, scene, facts.meaning(meaning), "button", &DOC, out, |who, _, reveal| {
            if meaning == Meaning::ElementText {
                format!("{who} was told the visitor pressed or saw {}.", reveal.named())
            } else {
                format!("{who} was told about a form field on {}.", reveal.named())
            }
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
            &[Row::sent(PAGE, "https://www.facebook.com/tr/?id=1&ev=SubscribedButtonClick&cd[buttonText]=Schedule%20HIV%20test")],
            &[Row::sent(PAGE, "https://www.facebook.com/tr/?id=1&ev=SubscribedButtonClick&cd[buttonText]=Menu")],
        );
    }
}
