//! What recorders send over a visit is one finding, which says the gravest that was seen.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::{seen, watch};
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
    let mut session = Session::new(Settings::default());
    session.step(&[seen(1, watch(PAGE))], 0);
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
