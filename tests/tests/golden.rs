//! Recorded visits and what is said of them. Each `golden/*.ndjson` is a recorded log of the demo clinic, as the extension
//! wrote it in a real browser; the snapshot beside it is what a person reads. A change here is a change people see.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test says what it expects

use leaklight_core::observation::Observation;
use leaklight_core::report::view::View;
use leaklight_core::session::{Session, Settings};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn recordings() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(dir).unwrap().map(|f| f.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "ndjson")).collect();
    files.sort();
    files
}

fn read(path: &Path) -> Vec<Observation> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    assert!(lines.next().unwrap().starts_with("{\"leaklight-log\":1"), "{}: the head comes first", path.display());
    lines.map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{}: {e}: {l}", path.display()))).collect()
}

fn view(events: &[Observation]) -> View {
    let mut session = Session::new(Settings::default());
    session.step(events, 0);
    let tab = *session.watched().first().expect("the visit is watched to its end");
    session.view(tab)
}

/// What a person reads, line by line.
fn words(view: &View) -> String {
    let s = &view.summary;
    let mut out = format!(
        "{}\n{} critical, {} high, {} medium, {} low, {} info; {} companies\n\n",
        view.site, s.critical, s.high, s.medium, s.low, s.info, s.companies
    );
    for r in &view.recipients {
        writeln!(out, "{} [{}]: {}", r.recipient.name, r.worst.map_or("-", |w| w.word()), r.told.join(", ")).unwrap();
    }
    out.push('\n');
    for f in &view.findings {
        writeln!(out, "[{}] {}", f.finding.severity.word(), f.finding.said).unwrap();
        for e in &f.finding.evidence {
            writeln!(out, "    {} ({}) {}", e.at, e.label, e.value.shown).unwrap();
        }
    }
    out.push_str("\nNot seen:\n");
    for b in &view.blind_spots {
        writeln!(out, "    {}", b.said).unwrap();
    }
    out
}

#[test]
fn recorded_visits_read_as_they_did() {
    let files = recordings();
    assert!(files.len() >= 2, "a clean visit and a leaking one");
    for path in files {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let view = view(&read(&path));
        if name.starts_with("clean") {
            let loud: Vec<_> = view
                .findings
                .iter()
                .filter(|f| f.finding.severity > leaklight_core::finding::Severity::Info)
                .map(|f| &f.finding.said)
                .collect();
            assert!(loud.is_empty(), "{name}: {loud:?}");
        }
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "../golden" }, {
            insta::assert_snapshot!(name, words(&view));
        });
    }
}

/// However a recording is cut into batches, and through however many restarts, the view is the same.
#[test]
fn a_recorded_visit_survives_restarts() {
    for path in recordings() {
        let events = read(&path);
        let whole = view(&events);
        let mut session = Session::new(Settings::default());
        for batch in events.chunks(97) {
            session.step(batch, 0);
            session = Session::restore(&session.snapshot()).unwrap();
        }
        assert_eq!(session.view(whole.tab), whole, "{}", path.display());
    }
}

/// Every hit of the visit, a line each, with its first fields.
#[test]
fn recorded_visits_list_the_same_hits() {
    for path in recordings() {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let hits = leaklight_core::report::hits::hits(&read(&path), &Settings::default());
        let mut out = String::new();
        for h in &hits.list {
            let part = if h.parts > 1 { format!(" {}/{}", h.part, h.parts) } else { String::new() };
            let status = h.status.map_or_else(|| "–".to_owned(), |s| s.to_string());
            writeln!(out, "{}{part} {} {} {} {} [{}] {}", h.request, h.recipient.name, h.event, h.method, status, h.worst, h.verdict)
                .unwrap();
            for f in h.fields.iter().filter(|f| !f.label.is_empty()).take(4) {
                writeln!(out, "    {} {} = {} {}", f.name, f.label, f.value.shown, f.note).unwrap();
            }
        }
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "../golden" }, {
            insta::assert_snapshot!(format!("{name}-hits"), out);
        });
    }
}
