//! Something left that could not be read.

use super::{Doc, Draft, Scene, draft, words};
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::UnknownOrUnreadable,
    sees: message!(
        "Bodies sent to another company that are binary, encrypted, too large or not shown by the browser, after gzip, deflate, base64 and, where their look calls for it, Zstandard, Brotli and LZ-string were tried."
    ),
    why: message!("What could not be read proves nothing, either way."),
    cannot_tell: message!("What was inside: absence of proof is not proof of absence."),
    fix: message!("Identify the owner of the recipient and what the tag sends; the vendor's documentation or a debug mode may show it."),
};

pub(super) const fn severity(context: u8) -> Severity {
    if context >= 2 { Severity::Medium } else { Severity::Low }
}

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    let Some(unread) = facts.fields.unread.first().filter(|_| draft::to_others(facts)) else { return };
    let severity = severity(scene.context);
    let said = t!("Something left this page for {} that we could not read.", words::to_whom(facts));
    let why = words::reading(unread.why);
    let mut what = if unread.size > 0 { t!("{size} bytes, {why}", size = unread.size) } else { why.to_owned() };
    if !unread.tried.is_empty() {
        what = t!("{what}; it is no text, and not {tried}", tried = words::reading(unread.tried));
    }
    out.push(Draft::of(&DOC, facts, scene, 1, said).at(severity).proof_at(
        unread.at.clone(),
        t!("not read"),
        crate::excerpt::Excerpt::plain(&what, &[]),
    ));
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    const PAGE: &str = "https://www.clinic.example/p/1042";

    #[test]
    fn words_and_examples() {
        check(
            Kind::UnknownOrUnreadable,
            &[Row::posted(
                PAGE,
                "https://collector.example/in",
                "\u{1}\u{2}\u{3}\u{4}\u{fffd}\u{0}\u{7}\u{1}\u{2}\u{3}\u{4}\u{0}\u{7}\u{1}\u{2}\u{3}",
            )],
            &[Row::posted(PAGE, "https://collector.example/in", "{\"a\":1}"), Row::sent(PAGE, "https://collector.example/in?a=1")],
        );
    }
}
