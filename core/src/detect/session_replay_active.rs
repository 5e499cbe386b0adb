//! A recorder is uploading what happens on the page.

use super::{Doc, Draft, Scene, words};
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::vendor::{Category, Role};

pub(super) const DOC: Doc = Doc {
    kind: Kind::SessionReplayActive,
    sees: "Uploads to session replay and heatmap vendors, and replay payloads of analytics vendors. A recorder that is only loaded is not reported.",
    why: "Recorders send what is on the page and what the visitor does. Masking hides text, not the address and the title.",
    cannot_tell: "What is inside a packed recording, and whether every field on the page is masked.",
    fix: "Keep recorders off forms, portals and telling pages; mask all text and inputs everywhere else.",
};

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    let recorder = facts.recognised.as_ref().is_some_and(|r| r.role == Role::Collect && r.vendor.category == Category::SessionReplay);
    if !recorder || facts.party.is_own() {
        return;
    }
    let severity = match scene.context {
        3 => Severity::Critical,
        2 => Severity::High,
        _ => Severity::Medium,
    };
    let mut draft = Draft::of(&DOC, facts, scene, 2, format!("This page is being recorded by {}.", words::to_whom(facts))).at(severity);
    if let Some(unread) = facts.fields.unread.first() {
        draft.limits.push(format!("{} could not be read ({} bytes, {}).", words::sentence(&unread.at), unread.size, unread.why));
    }
    let address = words::excerpt_address(facts.address.without_fragment(), &Default::default());
    out.push(draft.proof_at("address".to_owned(), "upload", address));
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    #[test]
    fn words_and_examples() {
        check(
            Kind::SessionReplayActive,
            &[Row::posted(
                "https://www.clinic.example/p/1042",
                "https://rs.fullstory.com/rec/bundle?OrgId=ABC12&UserId=1&SessionId=2&PageId=3&Seq=1",
                "{\"Seq\":1,\"Evts\":[]}",
            )],
            &[Row::sent("https://www.clinic.example/p/1042", "https://edge.fullstory.com/s/fs.js")],
        );
    }
}
