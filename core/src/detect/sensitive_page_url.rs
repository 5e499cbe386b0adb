//! The address bar holds a health topic or an intent. No one has been told yet; the address itself is the data.

use super::{Doc, Draft, words};
use crate::address::Address;
use crate::finding::{Kind, Severity};
use crate::reveal::Reveal;

pub(super) const DOC: Doc = Doc {
    kind: Kind::SensitivePageUrl,
    sees: "Words in the page's address that name a health topic, a service or a step such as booking.",
    why: "The address is data before any tracker runs: every script on the page, the Referer header, browser history and server logs can hold it.",
    cannot_tell: "Whether anybody was told; see the findings that name a recipient.",
    fix: "Use neutral addresses or numbers for telling pages, and send `Referrer-Policy: strict-origin-when-cross-origin` or `no-referrer`.",
};

/// Nobody was told by this alone: present on a topic page, worth a look where a visitor acts.
pub(super) const fn severity(context: u8) -> Severity {
    if context >= 2 { Severity::Low } else { Severity::Info }
}

pub(super) fn detect(address: &Address<'_>, reveal: &Reveal, context: u8, out: &mut Vec<Draft>) {
    if !reveal.sensitive {
        return;
    }
    let said = format!("This page's address says what a visitor may be looking for: {}.", reveal.named());
    out.push(Draft::here(&DOC, reveal.data(), context, said).at(severity(context)).proof_at(
        "address".to_owned(),
        "page address",
        words::excerpt_address(address.as_str(), reveal),
    ));
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
            ],
            &[
                Row::page("https://www.clinic.example/p/1042"),
                Row::page("https://www.clinic.example/archive/painting"),
                Row::page("https://www.clinic.example/careers/oncology-nurse"),
            ],
        );
    }
}
