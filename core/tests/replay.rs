//! What recorders send over a visit is one finding, which says the gravest that was seen.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::{Host, REASON, seen, typed, watch};
use leaklight_core::finding::{Finding, Kind, Severity};
use leaklight_core::observation::{Event, Request, ResourceType, SeenBody};
use leaklight_core::session::{Session, Settings};

const PAGE: &str = "https://www.clinic.example/p/1042";

fn input(text: &str) -> String {
    format!(r#"{{"type":3,"data":{{"source":5,"text":"{text}","isChecked":false,"id":7}},"timestamp":1}}"#)
}

fn texts(text: &str) -> String {
    format!(
        r#"{{"type":3,"data":{{"source":0,"texts":[{{"id":5,"value":"{text}"}},{{"id":6,"value":"{text} "}}],"attributes":[],"removes":[],"adds":[]}},"timestamp":1}}"#
    )
}

/// The recorder's finding after these uploads.
fn after(uploads: &[Vec<String>]) -> Finding {
    after_typing(None, uploads)
}

/// The same, where something was typed before.
fn after_typing(text: Option<&str>, uploads: &[Vec<String>]) -> Finding {
    let mut host = Host::default();
    host.step(&[seen(1, watch(PAGE))]);
    host.step(&text.map(|text| seen(1, typed(1, REASON, text))).into_iter().collect::<Vec<_>>());
    host.answer();
    let session = &mut host.session;
    for (n, events) in uploads.iter().enumerate() {
        let body = format!(r#"[{{"event":"$snapshot","properties":{{"$snapshot_data":[{}]}}}}]"#, events.join(","));
        let request = Request {
            id: n.to_string(),
            url: "https://us.i.posthog.com/s/?ip=0&_=1&ver=1.2".into(),
            method: "POST".into(),
            kind: ResourceType::Xmlhttprequest,
            body: SeenBody::Text(body),
            ..Request::default()
        };
        session.step(&[seen(n as u64 + 2, Event::Request(request))], 0);
    }
    let mut found: Vec<_> =
        session.view(7).findings.into_iter().map(|f| f.finding).filter(|f| f.kind == Kind::SessionReplayActive).collect();
    assert_eq!(found.len(), 1, "{found:#?}");
    found.pop().unwrap()
}

#[test]
fn uploads_add_up() {
    let masked = || vec![input("*"), input("**"), input("***")];
    let head = "This page is being recorded by PostHog";
    for (uploads, said, severity) in [
        (vec![vec![]], format!("{head}."), Severity::Medium),
        (vec![masked()], format!("{head}: what is typed is masked."), Severity::Medium),
        (vec![vec![texts("** **")], masked()], format!("{head}: what is typed is masked, and so is the page’s text."), Severity::Medium),
        (vec![vec![texts("Your visit")], masked()], format!("{head}: what is typed is masked, the page’s text is not."), Severity::Medium),
        (
            vec![masked(), vec![texts("Your visit")], vec![]],
            format!("{head}: what is typed is masked, the page’s text is not."),
            Severity::Medium,
        ),
        (
            vec![vec![texts("** **")], masked(), vec![input("Jane Doe")], masked()],
            format!("{head}: what is typed can be read in it, the page’s text is masked."),
            Severity::Critical,
        ),
    ] {
        let finding = after(&uploads);
        assert_eq!((finding.said, finding.severity), (said, severity));
        assert_eq!(finding.count as usize, uploads.len());
    }
}

/// A word that was typed and stands on the page as well is the page's text: that the recorder masks what is typed stays true.
#[test]
fn a_typed_word_that_the_page_shows_is_no_typing() {
    let masked = vec![input("*"), input("**"), input("***")];
    let shown = vec![texts("Our Springfield office")];
    let found = after_typing(Some("Springfield"), &[masked.clone(), shown]);
    assert_eq!(
        (found.said.as_str(), found.severity),
        ("This page is being recorded by PostHog: what is typed is masked, the page’s text is not.", Severity::Medium)
    );
    let found = after_typing(Some("lumbar pain since May"), &[masked, vec![texts("lumbar pain since May")]]);
    assert_eq!(found.severity, Severity::Critical, "{}", found.said);
}

/// What real recorders uploaded (`tests/golden/replay`): masked first.
#[test]
fn captured_recorders() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/golden/replay");
    let rows = [
        ("rrweb-masked", "what is typed is masked, and so is the page’s text", Severity::Medium),
        ("posthog-masked", "what is typed is masked, and so is the page’s text", Severity::Medium),
        ("datadog-masked", "what is typed is masked, and so is the page’s text", Severity::Medium),
        ("sentry-masked", "what is typed is masked, and so is the page’s text", Severity::Medium),
        ("mixpanel-masked", "what is typed is masked, and so is the page’s text", Severity::Medium),
        ("clarity-masked", "what is typed is masked, and so is the page’s text", Severity::Medium),
        ("datadog-mask-user-input", "what is typed is masked, the page’s text is not", Severity::Medium),
        ("clarity-open", "what is typed is masked, the page’s text is not", Severity::Medium),
        ("rrweb-open", "what is typed can be read in it, and so can the page’s text", Severity::Critical),
        ("posthog-open", "what is typed can be read in it, and so can the page’s text", Severity::Critical),
        ("datadog-open", "what is typed can be read in it, and so can the page’s text", Severity::Critical),
        ("sentry-open", "what is typed can be read in it, and so can the page’s text", Severity::Critical),
        ("mixpanel-open", "what is typed can be read in it, and so can the page’s text", Severity::Critical),
    ];
    let mut wrong = Vec::new();
    for (name, said, severity) in rows {
        let text = std::fs::read_to_string(format!("{dir}/{name}.json")).unwrap();
        let file: serde_json::Value = serde_json::from_str(&text).unwrap();
        let mut session = Session::new(Settings::default());
        session.step(&[seen(1, watch(PAGE))], 0);
        for (n, request) in file["requests"].as_array().unwrap().iter().enumerate() {
            let request = Request {
                id: n.to_string(),
                url: request["url"].as_str().unwrap().into(),
                method: "POST".into(),
                kind: ResourceType::Xmlhttprequest,
                body: SeenBody::Base64(request["body"].as_str().unwrap().into()),
                ..Request::default()
            };
            session.step(&[seen(n as u64 + 2, Event::Request(request))], 0);
        }
        let found: Vec<_> =
            session.view(7).findings.into_iter().map(|f| f.finding).filter(|f| f.kind == Kind::SessionReplayActive).collect();
        if found.len() != 1 || !found[0].said.ends_with(&format!(": {said}.")) || found[0].severity != severity {
            let got: Vec<_> = found
                .iter()
                .map(|f| (&f.said, f.severity, f.evidence.iter().map(|e| (&e.at, &e.value.shown)).collect::<Vec<_>>()))
                .collect();
            wrong.push(format!("{name}: {got:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
