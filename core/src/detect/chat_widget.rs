//! A chat service is reached from the page.

use super::confirmed::{Confirmed, Tells};
use super::{Doc, Draft, Scene, draft, words};
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::vendor::{Category, Role};
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::ChatWidget,
    sees: message!("Data sent to chat vendors, and whether it holds what was typed or says who the visitor is."),
    why: message!("Visitors type symptoms into chats. Many chats open their line, with the page's address, as soon as the page loads."),
    cannot_tell: message!(
        "What is written in the chat where it runs over a connection that could not be read, and whether a contract covers it."
    ),
    fix: message!("Load the chat only when the visitor asks for it, under a plan with a signed agreement."),
};

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, known: &[Confirmed<'_>], out: &mut Vec<Draft>) {
    let chat = facts.recognised.as_ref().is_some_and(|r| r.role == Role::Collect && r.vendor.category == Category::Chat);
    if !chat || facts.party.is_own() {
        return;
    }
    let told = known.iter().find(|c| !matches!(c.tells, Tells::Page | Tells::Title));
    let whom = words::to_whom(facts);
    let named = || t!("A chat line to {whom} is open on this page, and it says who the visitor is.");
    let (said, severity) = match told.map(|c| c.tells) {
        Some(Tells::Typed | Tells::Searched) => {
            (t!("A chat line to {whom} is open on this page, and what the visitor typed goes over it."), Severity::High)
        }
        Some(_) => (named(), Severity::High),
        None if draft::identity(facts) >= 3 => (named(), Severity::High),
        None => (t!("A chat line to {whom} is open on this page."), Severity::Low),
    };
    let mut draft = Draft::of(&DOC, facts, scene, 1, said).at(severity);
    if let Some(c) = told {
        draft = c.prove(facts, scene, draft);
    }
    let address = words::excerpt_address(facts.address.without_fragment(), &Default::default());
    out.push(draft.proof_at("address".to_owned(), t!("request"), address));
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{From, Row, check};
    use crate::finding::Kind;
    use crate::known::What;

    #[test]
    fn words_and_examples() {
        check(
            Kind::ChatWidget,
            &[
                Row::posted(
                    "https://www.clinic.example/p/1042",
                    "https://api-iam.intercom.io/messenger/web/ping",
                    "app_id=abc123&v=3&page_title=Home",
                ),
                Row::posted(
                    "https://www.clinic.example/p/1042",
                    "https://api-iam.intercom.io/messenger/web/reply",
                    "app_id=abc123&blocks=I+need+a+new+inhaler",
                )
                .knows(What::Text, From::Typed("Message", 9_000), "I need a new inhaler"),
                Row::posted(
                    "https://www.clinic.example/p/1042",
                    "https://api-iam.intercom.io/messenger/web/ping",
                    "app_id=abc123&v=3&u=5e4210639792d4dbfd53046581e702ccc178607b0aecae16d1844155d75c5c62",
                )
                .knows(What::Email, From::Persona("Jordan Avery"), "jordan.avery@example.org"),
            ],
            &[Row::sent("https://www.clinic.example/p/1042", "https://widget.intercom.io/widget/abc123")],
        );
    }
}
