//! The report for machines is what its schema says: every report made of a recorded visit and of the panel's fixtures is checked.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test says what it expects

use jsonschema::Validator;
use leaklight_core::observation::Observation;
use leaklight_core::report::file::{FORMAT, Report};
use leaklight_core::report::view::View;
use leaklight_core::session::{Session, Settings};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn schema() -> Value {
    serde_json::from_str(&std::fs::read_to_string(root().join("core/data/report.schema.json")).unwrap()).unwrap()
}

/// The schema with nothing allowed that it does not name. Readers pass over keys they do not know, so that it does not say so itself.
fn strict(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if members.contains_key("properties") {
                members.insert("additionalProperties".to_owned(), false.into());
            }
            members.values_mut().for_each(strict);
        }
        Value::Array(items) => items.iter_mut().for_each(strict),
        _ => {}
    }
}

fn validator() -> Validator {
    let mut schema = schema();
    strict(&mut schema);
    jsonschema::validator_for(&schema).expect("a schema")
}

/// What the validator has against a report, with the place.
fn complaints(validator: &Validator, report: &Value) -> Vec<String> {
    validator.iter_errors(report).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

fn with_ending(dir: &str, ending: &str) -> Vec<PathBuf> {
    let files = std::fs::read_dir(root().join(dir)).unwrap().map(|f| f.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|p| p.extension().is_some_and(|e| e == ending)).collect();
    files.sort();
    assert!(!files.is_empty(), "{dir}");
    files
}

/// Reports of recorded visits, as hosts write them, and of the panel's fixtures.
fn reports() -> Vec<(String, Value)> {
    let mut out = Vec::new();
    for path in with_ending("tests/golden", "ndjson") {
        let text = std::fs::read_to_string(&path).unwrap();
        let events: Vec<Observation> = text.lines().skip(1).map(|line| serde_json::from_str(line).unwrap()).collect();
        let mut session = Session::new(Settings::default());
        session.step(&events, 0);
        for tab in session.watched() {
            out.push((path.display().to_string(), serde_json::from_str(&session.written(tab, 9, "Firefox/141.0")).unwrap()));
        }
    }
    for path in with_ending("extension/ui/fixtures", "json") {
        let view: View = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        out.push((path.display().to_string(), serde_json::to_value(Report::new(view, 9)).unwrap()));
    }
    assert!(out.len() >= 10);
    out
}

#[test]
fn every_report_is_what_the_schema_says() {
    let validator = validator();
    for (name, report) in reports() {
        let complaints = complaints(&validator, &report);
        assert!(
            complaints.is_empty(),
            "{name}: describe it in core/data/report.schema.json, and raise the format where a key changes its meaning or goes:\n{complaints:#?}"
        );
    }
}

#[test]
fn what_is_no_report_is_told() {
    let validator = validator();
    let (_, sound) = reports().into_iter().find(|(_, r)| !r["view"]["findings"].as_array().unwrap().is_empty()).unwrap();
    assert_eq!(complaints(&validator, &sound), Vec::<String>::new());
    for (place, value) in [
        ("/leaklight-report", json!(FORMAT + 1)),
        ("/view/findings/0/kind", json!("a-kind-of-tomorrow")),
        ("/view/findings/0/first", json!("noon")),
        ("/view/page/address/shown", json!(null)),
        ("/view/summary", json!({})),
    ] {
        let mut report = sound.clone();
        *report.pointer_mut(place).unwrap_or_else(|| panic!("{place}")) = value;
        assert!(!complaints(&validator, &report).is_empty(), "{place}");
    }
    let mut more = sound;
    more["view"]["unheard_of"] = json!(1);
    assert!(!complaints(&validator, &more).is_empty());
}

#[test]
fn everything_is_described_and_the_format_is_the_one_written() {
    fn walk(at: &str, value: &Value) {
        if let Some(properties) = value["properties"].as_object() {
            for (name, property) in properties {
                assert!(property["description"].as_str().is_some_and(|d| d.len() > 2), "{at}.{name} has no description");
                walk(&format!("{at}.{name}"), property);
            }
        }
    }
    let schema = schema();
    assert_eq!(schema["properties"]["leaklight-report"]["const"], json!(FORMAT));
    walk("report", &schema);
    for (name, part) in schema["$defs"].as_object().unwrap() {
        assert!(part["description"].is_string(), "{name}");
        walk(name, part);
    }
}
