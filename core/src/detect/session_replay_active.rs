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

/// Where vendors that do more than recording take their recordings, by the end of the path. Read in the vendors' own packages
/// as the browser tests run them (Datadog 7.16) and in the sources the catalogue names for them (checked 2026-11-23).
const UPLOADS: &[(&str, &str)] = &[
    ("amplitude", "/sessions/v2/track"),
    ("datadog-rum", "/api/v2/replay"),
    ("mixpanel", "/record"),
    ("new-relic", "/browser/blobs"),
    ("posthog", "/s"),
];

/// True where the request uploads a recording.
fn uploads(facts: &Facts<'_>) -> bool {
    let Some(r) = facts.recognised.as_ref().filter(|r| r.role == Role::Collect) else { return false };
    let path = facts.address.path().trim_end_matches('/');
    r.vendor.category == Category::SessionReplay
        || UPLOADS.iter().any(|(id, end)| *id == r.vendor.id && path.ends_with(end))
        // Sentry's envelope names what each of its items is.
        || r.vendor.id == "sentry" && facts.fields.items.iter().any(|f| f.key() == "type" && f.value.starts_with("replay_"))
}

/// What is typed where a visitor acts is worth more than what is read elsewhere.
pub(super) const fn severity(context: u8) -> Severity {
    match context {
        3 => Severity::Critical,
        2 => Severity::High,
        _ => Severity::Medium,
    }
}

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    if facts.party.is_own() || !uploads(facts) {
        return;
    }
    let severity = severity(scene.context);
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

    const PAGE: &str = "https://www.clinic.example/p/1042";

    #[test]
    fn words_and_examples() {
        check(
            Kind::SessionReplayActive,
            &[
                Row::posted(
                    PAGE,
                    "https://rs.fullstory.com/rec/bundle?OrgId=ABC12&UserId=1&SessionId=2&PageId=3&Seq=1",
                    "{\"Seq\":1,\"Evts\":[]}",
                ),
                Row::posted(PAGE, "https://browser-intake-datadoghq.com/api/v2/replay?ddsource=browser&dd-api-key=pub1", "{}"),
                Row::posted(PAGE, "https://us.i.posthog.com/s/?ip=0&_=1&ver=1.2", "{}"),
                Row::posted(
                    PAGE,
                    "https://o1.ingest.sentry.io/api/4/envelope/?sentry_key=x",
                    "{\"event_id\":\"a\"}\n{\"type\":\"replay_event\"}\n{\"urls\":[]}\n{\"type\":\"replay_recording\",\"length\":2}\n{}",
                ),
            ],
            &[
                Row::sent(PAGE, "https://edge.fullstory.com/s/fs.js"),
                Row::posted(PAGE, "https://browser-intake-datadoghq.com/api/v2/rum?ddsource=browser&dd-api-key=pub1", "{}"),
                Row::posted(PAGE, "https://us.i.posthog.com/e/?ip=0&_=1&ver=1.2", "{}"),
                Row::posted(
                    PAGE,
                    "https://o1.ingest.sentry.io/api/4/envelope/?sentry_key=x",
                    "{\"event_id\":\"a\"}\n{\"type\":\"event\"}\n{}",
                ),
            ],
        );
    }
}
