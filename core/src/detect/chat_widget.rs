//! A chat service is reached from the page.

use super::{Doc, Draft, Scene, draft, words};
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::vendor::{Category, Role};

pub(super) const DOC: Doc = Doc {
    kind: Kind::ChatWidget,
    sees: "Data sent to chat vendors.",
    why: "Visitors type symptoms into chats. Many chats open their line, with the page's address, as soon as the page loads.",
    cannot_tell: "What is written in the chat where it runs over a connection that could not be read, and whether a contract covers it.",
    fix: "Load the chat only when the visitor asks for it, under a plan with a signed agreement.",
};

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    let chat = facts.recognised.as_ref().is_some_and(|r| r.role == Role::Collect && r.vendor.category == Category::Chat);
    if !chat || facts.party.is_own() {
        return;
    }
    let said = format!("A chat line to {} is open on this page.", words::to_whom(facts));
    let severity = if draft::identity(facts) >= 3 { Severity::High } else { Severity::Low };
    let address = words::excerpt_address(facts.address.without_fragment(), &Default::default());
    out.push(Draft::of(&DOC, facts, scene, 1, said).at(severity).proof_at("address".to_owned(), "request", address));
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    #[test]
    fn words_and_examples() {
        check(
            Kind::ChatWidget,
            &[Row::posted(
                "https://www.clinic.example/p/1042",
                "https://api-iam.intercom.io/messenger/web/ping",
                "app_id=abc123&v=3&page_title=Home",
            )],
            &[Row::sent("https://www.clinic.example/p/1042", "https://widget.intercom.io/widget/abc123")],
        );
    }
}
