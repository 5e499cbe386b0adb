//! Data sent without encryption.

use super::{Doc, Draft, Scene, words};
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::vendor::Role;
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::InsecureTransport,
    sees: message!("Hits over `http:` and `ws:` that carry data."),
    why: message!("Anybody on the way, such as the owner of a wireless network, can read what is sent."),
    cannot_tell: message!(
        "How well the connections that are encrypted are, and how data is protected after it arrives: a browser shows neither to an extension."
    ),
    fix: message!("Use https everywhere, send HSTS and `upgrade-insecure-requests`."),
};

pub(super) const fn severity(context: u8) -> Severity {
    if context >= 1 { Severity::High } else { Severity::Medium }
}

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    let host = facts.address.host();
    let local = host == "localhost" || host == "127.0.0.1" || host == "[::1]" || host.ends_with(".localhost");
    if facts.address.is_encrypted() || !facts.address.is_network() || local {
        return;
    }
    // Pictures and style sheets of an old site are not what this is for.
    if facts.role() != Role::Collect && facts.identifiers.is_empty() {
        return;
    }
    let severity = severity(scene.context);
    let mixed = facts.page.is_some_and(|p| p.is_encrypted());
    let whom = words::to_whom(facts);
    let said = match mixed {
        true => t!("Data was sent to {whom} without encryption, though the page itself is encrypted."),
        false => t!("Data was sent to {whom} without encryption."),
    };
    let address = words::excerpt_address(facts.address.without_fragment(), &Default::default());
    let mut draft = Draft::of(&DOC, facts, scene, 1, said).at(severity).proof_at("address".to_owned(), t!("request"), address);
    if mixed {
        draft.limits.push(
            t!("Browsers block or encrypt much of such mixed content by themselves: whether this one left unencrypted is not visible.")
                .to_owned(),
        );
    }
    out.push(draft);
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    const PAGE: &str = "http://www.clinic.example/p/1042";

    #[test]
    fn words_and_examples() {
        check(
            Kind::InsecureTransport,
            &[
                Row::sent(PAGE, "http://stats.clinic.example/matomo.php?idsite=1&rec=1&url=http%3A%2F%2Fwww.clinic.example%2Fp%2F1042"),
                Row::sent(
                    "https://www.clinic.example/conditions/hiv-testing",
                    "http://www.google-analytics.com/collect?v=1&tid=UA-1-1&t=pageview&dl=https%3A%2F%2Fwww.clinic.example%2F",
                ),
                Row::sent(PAGE, "ws://www.clinic.example/chat?email=jane.roe%40mail.example"),
            ],
            &[
                Row::sent(PAGE, "https://stats.clinic.example/matomo.php?idsite=1&rec=1&url=http%3A%2F%2Fwww.clinic.example%2Fp%2F1042"),
                Row::sent(PAGE, "http://www.clinic.example/logo.png"),
            ],
        );
    }
}
