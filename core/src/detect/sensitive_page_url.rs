//! The address bar holds a health topic or an intent. No one has been told yet; the address itself is the data.

use super::{Doc, Draft, words};
use crate::address::Address;
use crate::finding::{Kind, Severity};
use crate::reveal::Reveal;
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::SensitivePageUrl,
    sees: message!("Words in the page's address that name a health topic, a service or a step such as booking."),
    why: message!(
        "The address is data before any tracker runs: every script on the page, the Referer header, browser history and server logs can hold it."
    ),
    cannot_tell: message!("Whether anybody was told; see the findings that name a recipient."),
    fix: message!(
        "Use neutral addresses or numbers for telling pages (`/services/42` says nothing, `/hiv-testing` says all), and send `Referrer-Policy: strict-origin-when-cross-origin` or `no-referrer`."
    ),
};

/// Nobody was told by this alone: present on a topic page, worth a look where a visitor acts, and more behind a login.
pub(super) const fn severity(context: u8) -> Severity {
    match context {
        0 | 1 => Severity::Info,
        2 => Severity::Low,
        _ => Severity::Medium,
    }
}

pub(super) fn detect(address: &Address<'_>, reveal: &Reveal, context: u8, out: &mut Vec<Draft>) {
    if !reveal.sensitive {
        return;
    }
    let said = t!("This page's address says what a visitor may be looking for: {}.", reveal.named());
    let draft = Draft::here(&DOC, reveal.data(), context, said).at(severity(context));
    let draft = if context == 2 { draft.topic(reveal) } else { draft.judged(reveal) };
    out.push(draft.proof_at("address".to_owned(), t!("page address"), words::excerpt_address(address.as_str(), reveal)));
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    #[test]
    fn words_and_examples() {
        check(
            Kind::SensitivePageUrl,
            &[
                Row::page("https://www.clinic.example/conditions/hiv-testing"),
                Row::page("https://www.clinic.example/conditions/hiv-testing/schedule-appointment"),
                Row::page("https://www.clinic.example/find-care/cardiology/book"),
                Row::page("https://www.clinic.example/conditions#/depression/treatment"),
            ],
            &[
                Row::page("https://www.clinic.example/p/1042"),
                Row::page("https://www.clinic.example/sitemap"),
                // Words that only contain a condition's letters.
                Row::page("https://www.clinic.example/archive/achieve-more"),
                Row::page("https://www.clinic.example/utilities/routing"),
                Row::page("https://www.clinic.example/archive/painting"),
                Row::page("https://www.clinic.example/about/our-influence"),
                Row::page("https://shop.example/hearing-aids"),
                // Sections that speak to others than patients.
                Row::page("https://www.clinic.example/careers/oncology-nurse"),
                Row::page("https://www.clinic.example/news/flu-season-opens"),
                Row::page("https://www.clinic.example/blog/hiv-awareness-day"),
            ],
        );
    }
}
