//! A recorder is uploading what happens on the page.

use super::confirmed::{Confirmed, Tells};
use super::{Doc, Draft, Scene, words};
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::finding::{Evidence, Finding, Kind, Severity};
use crate::replay::{self, Held};
use crate::vendor::{Category, Role};
use leaklight_text::{Message, message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::SessionReplayActive,
    sees: message!(
        "Uploads to session replay and heatmap vendors, and replay payloads of analytics vendors; in recordings of rrweb’s, Datadog’s and Clarity’s shape also whether typing and the page’s text are masked. A recorder that is only loaded is not reported."
    ),
    why: message!("Recorders send what is on the page and what the visitor does. Masking hides text, not the address and the title."),
    cannot_tell: message!(
        "Whether every field on the page is masked: what is said is of the values seen in the uploads that could be read."
    ),
    fix: message!("Keep recorders off forms, portals and telling pages; mask all text and inputs everywhere else."),
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
pub(super) fn uploads(facts: &Facts<'_>) -> bool {
    let Some(r) = facts.recognised.as_ref().filter(|r| r.role == Role::Collect) else {
        // rrweb may send to anybody.
        return facts.recognised.is_none() && replay::has_shape(&facts.fields);
    };
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

// What evidence says of a recording, and where it stands; a finding is told anew from it with each upload.
const TYPED: &str = "recording:typed";
const TEXT: &str = "recording:text";
const READABLE: Message = message!("can be read");
const MASKED: Message = message!("masked");

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, known: &[Confirmed<'_>], out: &mut Vec<Draft>) {
    if facts.party.is_own() || !uploads(facts) {
        return;
    }
    let recording = replay::read(&facts.fields);
    // What was typed here and stands in it needs no shape to be told.
    let proven = known.iter().any(|c| !c.found.one_way && matches!(c.tells, Tells::Typed | Tells::Searched));
    let mut draft = Draft::of(&DOC, facts, scene, 2, String::new());
    let address = words::excerpt_address(facts.address.without_fragment(), &Default::default());
    draft = draft.proof_at("address".to_owned(), t!("upload"), address);
    let read_typed = if proven { Held::Clear } else { recording.typed.held() };
    let typed = (TYPED, recording.typed, read_typed);
    let text = (TEXT, recording.text, recording.text_held());
    for (at, tally, held) in [typed, text] {
        let n = tally.count();
        let all = match (at == TYPED, n) {
            (true, 1) => t!("{n} typed value"),
            (true, _) => t!("{n} typed values"),
            (false, 1) => t!("{n} text of the page"),
            (false, _) => t!("{n} texts of the page"),
        };
        let clear = tally.clear;
        let (label, value) = match held {
            Held::NotSeen => continue,
            Held::Masked if clear > 0 => (MASKED, t!("{all}, all but {clear} masked")),
            Held::Masked => (MASKED, t!("{all}, all masked")),
            Held::Clear if clear == 0 => (READABLE, t!("a value typed on this page").to_owned()),
            Held::Clear => (READABLE, t!("{all}, {clear} readable")),
        };
        draft = draft.proof_at(at.to_owned(), label.say(), Excerpt::plain(&value, &[]));
    }
    draft.said = said(&words::to_whom(facts), &draft.evidence);
    if let Some(unread) = facts.fields.unread.first() {
        draft.limits.push(t!(
            "{place} could not be read ({size} bytes, {why}).",
            place = words::sentence(&unread.at),
            size = unread.size,
            why = words::reading(unread.why)
        ));
    } else if draft.evidence.len() == 1 {
        draft.limits.push(t!("Whether typing and text are masked could not be told from this upload.").to_owned());
    }
    out.push(draft.at(if read_typed == Held::Clear { Severity::Critical } else { severity(scene.context) }));
}

/// A recording comes in parts, and each tells more: the gravest of what was seen stands, and the sentence says it.
pub(crate) fn more(known: &mut Finding, draft: &Draft) {
    let tells = |evidence: &[Evidence]| evidence.iter().any(|e| e.at == TYPED || e.at == TEXT);
    if tells(&draft.evidence) && !tells(&known.evidence) {
        // That nothing could be told is no longer so.
        known.limits.clone_from(&draft.limits);
    }
    for new in draft.evidence.iter().filter(|e| e.at == TYPED || e.at == TEXT) {
        match known.evidence.iter_mut().find(|e| e.at == new.at) {
            Some(old) if old.label == MASKED.say() && new.label == READABLE.say() => *old = new.clone(),
            Some(_) => {}
            None => known.evidence.push(new.clone()),
        }
    }
    let who = draft.recipient.as_ref().map_or("", |r| r.name.as_str());
    known.said = said(who.split_once(" (").map_or(who, |(short, _)| short), &known.evidence);
}

/// What is recorded, as far as it could be read.
fn said(who: &str, evidence: &[Evidence]) -> String {
    let readable = |at: &str| evidence.iter().find(|e| e.at == at).map(|e| e.label == READABLE.say());
    match (readable(TYPED), readable(TEXT)) {
        (Some(true), Some(true)) => {
            t!("This page is being recorded by {who}: what is typed can be read in it, and so can the page’s text.")
        }
        (Some(true), Some(false)) => {
            t!("This page is being recorded by {who}: what is typed can be read in it, the page’s text is masked.")
        }
        (Some(true), None) => t!("This page is being recorded by {who}: what is typed can be read in it."),
        (Some(false), Some(true)) => t!("This page is being recorded by {who}: what is typed is masked, the page’s text is not."),
        (Some(false), Some(false)) => t!("This page is being recorded by {who}: what is typed is masked, and so is the page’s text."),
        (Some(false), None) => t!("This page is being recorded by {who}: what is typed is masked."),
        (None, Some(true)) => t!("This page is being recorded by {who}: the page’s text can be read in it."),
        (None, Some(false)) => t!("This page is being recorded by {who}: the page’s text is masked."),
        (None, None) => t!("This page is being recorded by {who}."),
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    const PAGE: &str = "https://www.clinic.example/p/1042";
    const POSTHOG: &str = "https://us.i.posthog.com/s/?ip=0&_=1&ver=1.2";
    const DATADOG: &str = "https://browser-intake-datadoghq.com/api/v2/replay?ddsource=browser&dd-api-key=pub1";

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
                // What is typed masked, and the page's text not; both masked; neither.
                Row::posted(
                    PAGE,
                    POSTHOG,
                    "[{\"event\":\"$snapshot\",\"properties\":{\"$snapshot_data\":[{\"type\":3,\"data\":{\"source\":5,\"text\":\"**\",\"isChecked\":false,\"id\":7}},{\"type\":3,\"data\":{\"source\":5,\"text\":\"***\",\"isChecked\":false,\"id\":7}},{\"type\":3,\"data\":{\"source\":0,\"texts\":[{\"id\":5,\"value\":\"Your visit\"}]}}]}}]",
                ),
                Row::posted(
                    PAGE,
                    DATADOG,
                    "{\"records\":[{\"data\":[[11,[4,\"xxx xxxx\",\"xx\"],[5,\"***\"]],[12,[7,2]]],\"type\":12,\"timestamp\":1}]}",
                ),
                Row::posted(
                    PAGE,
                    POSTHOG,
                    "[{\"event\":\"$snapshot\",\"properties\":{\"$snapshot_data\":[{\"type\":3,\"data\":{\"source\":5,\"text\":\"Jane Doe\",\"isChecked\":false,\"id\":7}}]}}]",
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
