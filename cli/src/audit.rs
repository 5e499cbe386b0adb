//! `leaklight audit`: findings in recordings.

use crate::{Audit, Format, har, host, log, table};
use leaklight_core::finding::Severity;
use leaklight_core::observation::{Event, Observation, TabId};
use leaklight_core::report::{html::html, view::View};
use leaklight_core::session::{Session, Settings};
use leaklight_core::site::Declared;
use serde_json::json;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

/// A severity by its word.
pub fn severity(word: &str) -> Result<Severity, String> {
    serde_json::from_value(json!(word.to_ascii_lowercase())).map_err(|_| "one of critical, high, medium, low, info".to_owned())
}

/// One recording's outcome.
struct Outcome {
    file: String,
    view: View,
    skipped: Vec<String>,
    html: Option<String>,
}

/// Reads every file and prints what was found.
pub fn run(args: &Audit) -> ExitCode {
    if args.format == Format::Html && args.files.len() != 1 {
        eprintln!("leaklight: --format html writes one report; name one file");
        return ExitCode::from(2);
    }
    if args.files_out.any() && args.files.len() != 1 {
        eprintln!("leaklight: files are written of one recording; name one file");
        return ExitCode::from(2);
    }
    let mut settings = Settings { declared: Declared::owning(args.own.clone()), ..Settings::default() };
    for path in &args.personas {
        match host::personas(path) {
            Ok(personas) => settings.personas.extend(personas),
            Err(why) => {
                eprintln!("leaklight: {}: {why}", path.display());
                return ExitCode::from(2);
            }
        }
    }
    let (mut outcomes, mut unread) = (Vec::new(), false);
    for path in &args.files {
        match one(path, &settings, args) {
            Ok(found) => outcomes.extend(found),
            Err(why) => {
                unread = true;
                eprintln!("leaklight: {}: {why}", path.display());
            }
        }
    }
    for o in &outcomes {
        for s in &o.skipped {
            eprintln!("leaklight: {}: left out {s}", o.file);
        }
    }
    let worst = outcomes.iter().filter_map(|o| o.view.summary.worst).max();
    let printed = match args.format {
        Format::Table => outcomes.iter().map(|o| table::text(&o.file, &o.view)).collect::<Vec<_>>().join("\n"),
        Format::Json => {
            let rows: Vec<_> = outcomes.iter().map(|o| json!({ "file": o.file, "left_out": o.skipped, "view": o.view })).collect();
            serde_json::to_string_pretty(&json!({ "leaklight-audit": 1, "version": env!("CARGO_PKG_VERSION"), "files": rows }))
                .unwrap_or_default()
        }
        Format::Html => outcomes.iter().filter_map(|o| o.html.clone()).collect(),
    };
    use std::io::Write;
    let _ = writeln!(std::io::stdout(), "{printed}");
    if unread {
        ExitCode::from(2)
    } else if args.fail_on.zip(worst).is_some_and(|(limit, worst)| worst >= limit) {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    }
}

fn one(path: &Path, settings: &Settings, args: &Audit) -> Result<Vec<Outcome>, String> {
    let text = text(path)?;
    let recording = if log::is_log(&text) { log::read(&text)? } else { har::read(&text)? };
    if recording.events.is_empty() {
        return Err("there is no request in it".to_owned());
    }
    let mut session = Session::new(settings.clone());
    // A tab that was closed or no longer watched takes its findings with it; an audit is of the whole recording.
    let events: Vec<Observation> = recording.events.into_iter().filter(|o| !matches!(o.event, Event::Closed | Event::Unwatch)).collect();
    let end = events.iter().map(|o| o.at).max().unwrap_or(0);
    host::run(&mut session, &events, end);
    let watched: Vec<TabId> = session.watched();
    let file = path.display().to_string();
    if args.files_out.any() && watched.len() != 1 {
        return Err(format!("it holds {} watched tabs, and files are written of one", watched.len()));
    }
    let outcome = |tab| {
        let report = session.report(tab, end);
        args.files_out.write(&session, &report, &events)?;
        let html = (args.format == Format::Html).then(|| html(&report));
        Ok(Outcome { file: file.clone(), view: report.view, skipped: recording.skipped.clone(), html })
    };
    watched.into_iter().map(outcome).collect()
}

/// The file's text; gzip is told by its first bytes, whatever the name says.
fn text(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|e| format!("could not be read: {e}"))?;
    let bytes = if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut out = Vec::new();
        flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut out).map_err(|e| format!("the gzip data is damaged: {e}"))?;
        out
    } else {
        bytes
    };
    let text = String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned());
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}
