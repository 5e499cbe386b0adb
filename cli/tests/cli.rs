//! The command line as a person or a script meets it: what it prints, what it says of bad input, its exit codes.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const PAGE: &str = "https://www.clinic.example/conditions/hiv-testing/schedule-appointment";
const META: &str =
    "https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing%2Fschedule-appointment";

fn leaklight(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_leaklight"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A call refused for its arguments never reads its input.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn entry(url: &str, mime: &str) -> Value {
    json!({
        "pageref": "page_1", "startedDateTime": "2026-11-23T10:00:00.000Z",
        "request": { "method": "GET", "url": url, "headers": [], "cookies": [] },
        "response": { "status": 200, "headers": [], "content": { "mimeType": mime } }
    })
}

fn har(entries: &[Value]) -> Value {
    json!({ "log": { "version": "1.2", "pages": [{ "id": "page_1", "title": "HIV testing" }], "entries": entries } })
}

fn write(dir: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = dir.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn audit(dir: &Path, bytes: &[u8], args: &[&str]) -> (i32, String, String) {
    let path = write(dir, "visit.har", bytes);
    let out = leaklight(&[&["audit", path.to_str().unwrap()], args].concat(), b"");
    (out.status.code().unwrap(), String::from_utf8(out.stdout).unwrap(), String::from_utf8(out.stderr).unwrap())
}

#[test]
fn a_clean_recording_gives_nothing_and_a_leaking_one_its_findings() {
    let dir = tempfile::tempdir().unwrap();
    let clean = har(&[entry("https://www.clinic.example/p/1042", "text/html"), entry("https://www.clinic.example/logo.png", "image/png")]);
    let (code, printed, errors) = audit(dir.path(), clean.to_string().as_bytes(), &["--fail-on", "low"]);
    assert_eq!((code, errors.as_str()), (0, ""), "{printed}");
    assert!(printed.contains("Not seen:"), "{printed}");
    let leaking = har(&[entry(PAGE, "text/html"), entry(META, "image/gif")]).to_string();
    let (code, printed, _) = audit(dir.path(), leaking.as_bytes(), &[]);
    assert_eq!(code, 0, "findings alone are no failure");
    assert!(printed.contains("Meta Pixel was told this visitor"), "{printed}");
    let (code, ..) = audit(dir.path(), leaking.as_bytes(), &["--fail-on", "high"]);
    assert_eq!(code, 1);
}

#[test]
fn files_are_written_masked_and_read_again() {
    const MAIL: &str = "tamsin.quillmoor@mail.example";
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let persona = json!({ "name": "Patient A", "details": [{ "what": "email", "value": MAIL }] });
    let persona = write(dir.path(), "persona.json", persona.to_string().as_bytes());
    let told = entry(&format!("https://collector.example/in?who={MAIL}&note=tamsin.quillmoor%2540mail.example"), "image/gif");
    let visit = har(&[entry(PAGE, "text/html"), entry(META, "image/gif"), told]).to_string();
    assert!(visit.contains(MAIL), "clean twin: the recording holds it");
    let names = ["r.html", "r.json", "f.csv", "h.csv", "h.har"].map(at);
    let flags = ["--html", "--json", "--csv", "--hits-csv", "--har"];
    let mut args = vec!["--persona", persona.to_str().unwrap()];
    for (flag, name) in flags.iter().zip(&names) {
        args.extend([*flag, name.as_str()]);
    }
    let (code, printed, errors) = audit(dir.path(), visit.as_bytes(), &args);
    assert_eq!((code, errors.as_str()), (0, ""), "{printed}");
    let texts = names.each_ref().map(|name| std::fs::read_to_string(name).unwrap());
    for (name, text) in names.iter().zip(&texts).chain([(&names[0], &printed)]) {
        for secret in [MAIL, "tamsin.quillmoor"] {
            assert!(!text.contains(secret), "{name}: {secret}");
        }
    }
    let [page, json, findings, hits, archive] = texts;
    assert!(page.starts_with("<!doctype html>") && page.contains("Meta Pixel"));
    assert_eq!(serde_json::from_str::<Value>(&json).unwrap()["leaklight-report"], 1);
    assert!(findings.lines().count() > 2 && findings.contains("\"severity\",\"kind\""), "{findings}");
    assert!(hits.starts_with("\u{feff}\"request\""), "{hits}");
    assert_eq!(serde_json::from_str::<Value>(&archive).unwrap()["log"]["version"], "1.2");
    // A place that is none, and two recordings into one file.
    let (code, _, errors) = audit(dir.path(), visit.as_bytes(), &["--csv", &at("none/f.csv")]);
    assert_eq!(code, 2);
    assert!(errors.contains("f.csv could not be written"), "{errors}");
    let path = at("visit.har");
    let out = leaklight(&["audit", &path, &path, "--csv", &at("f.csv")], b"");
    assert_eq!(out.status.code(), Some(2));
}

#[test]
fn a_recording_says_what_brought_what() {
    const GTM: &str = "https://www.googletagmanager.com/gtm.js?id=GTM-ABC123";
    const FBEVENTS: &str = "https://connect.facebook.net/en_US/fbevents.js";
    let dir = tempfile::tempdir().unwrap();
    let by = |url: &str, mime: &str, initiator: Value| {
        let mut entry = entry(url, mime);
        entry["_initiator"] = initiator;
        entry
    };
    let frames = |urls: &[&str]| json!({ "callFrames": urls.iter().map(|u| json!({ "url": u, "lineNumber": 1 })).collect::<Vec<_>>() });
    let mut waited = frames(&["", FBEVENTS]);
    waited["parent"] = frames(&[GTM]);
    let tree = |entries: &[Value]| -> Vec<String> {
        let (code, printed, errors) = audit(dir.path(), har(entries).to_string().as_bytes(), &["--format", "json"]);
        assert_eq!((code, errors.as_str()), (0, ""));
        let out: Value = serde_json::from_str(&printed).unwrap();
        let nodes = out["files"][0]["view"]["lineage"]["nodes"].as_array().unwrap();
        nodes
            .iter()
            .map(|n| format!("{} {} ({})", n["depth"], n["name"]["shown"].as_str().unwrap(), n["basis"].as_str().unwrap()))
            .collect()
    };
    // Without anybody's word first.
    let unknown = tree(&[entry(PAGE, "text/html"), entry(GTM, "text/javascript")]);
    assert_eq!(unknown[1..], ["1 brought by something not seen ()", "2 Google Tag Manager GTM-ABC123 ()"]);
    let known = tree(&[
        by(PAGE, "text/html", json!({ "type": "other" })),
        by(GTM, "text/javascript", json!({ "type": "parser", "url": PAGE, "lineNumber": 3 })),
        // Some tools write the address alone.
        by(FBEVENTS, "text/javascript", json!(GTM)),
        by(META, "image/gif", json!({ "type": "script", "stack": waited })),
        by(
            "https://awaited.example/in",
            "text/plain",
            json!({ "type": "script", "stack": { "callFrames": [], "parent": frames(&[GTM]) } }),
        ),
        by("https://collector.example/in", "text/plain", json!({ "type": "script", "stack": "nonsense" })),
    ]);
    assert_eq!(
        known[1..],
        [
            "1 Google Tag Manager GTM-ABC123 (the recording's word)",
            "2 connect.facebook.net/…/fbevents.js (the recording's word)",
            "3 Meta Pixel (Facebook) (the recording's word)",
            "2 awaited.example (the recording's word)",
            "1 brought by something not seen ()",
            "2 collector.example ()",
        ]
    );
}

#[test]
fn gzip_byte_order_mark_and_json_output() {
    let dir = tempfile::tempdir().unwrap();
    let text = format!("\u{feff}{}", har(&[entry(PAGE, "text/html"), entry(META, "image/gif")]));
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(text.as_bytes()).unwrap();
    let (code, printed, errors) = audit(dir.path(), &gz.finish().unwrap(), &["--format", "json"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    let out: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(out["leaklight-audit"], 1);
    let kinds: Vec<_> = out["files"][0]["view"]["findings"].as_array().unwrap().iter().map(|f| f["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"sensitive-url-third-party"), "{kinds:?}");
}

#[test]
fn a_malformed_entry_is_named_and_the_rest_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let mut odd = entry("https://collector.example/in", "text/plain");
    odd["request"]["url"] = json!(12);
    let numbers =
        json!({ "request": { "url": META, "headers": [{ "name": "x", "value": 3 }], "bodySize": -1 }, "startedDateTime": "yesterday" });
    let text = har(&[entry(PAGE, "text/html"), odd, json!("nonsense"), numbers]).to_string();
    let (code, printed, errors) = audit(dir.path(), text.as_bytes(), &[]);
    assert_eq!(code, 0);
    assert!(errors.contains("entry 2 (log.entries[1])") && errors.contains("entry 3 (log.entries[2])"), "{errors}");
    assert!(!errors.contains("entry 4"), "odd but readable: {errors}");
    assert!(printed.contains("Meta Pixel was told") && printed.contains("2 events could not be read"), "{printed}");
}

#[test]
fn what_is_no_recording_is_said_in_a_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let check = |bytes: &[u8], wanted: &str| {
        let (code, _, errors) = audit(dir.path(), bytes, &[]);
        assert_eq!(code, 2, "{errors}");
        assert!(errors.contains("visit.har") && errors.contains(wanted), "{errors}");
    };
    check(b"", "not a HAR file");
    check(b"{\"log\":{\"entries\":[", "line 1");
    check(b"\x1f\x8b\x08broken", "gzip data is damaged");
    check(br#"{"log":{"entries":[]}}"#, "no request in it");
    check(b"\xff\xfe\x00", "not a HAR file");
    check(b"{\"leaklight-log\":99}\n", "use a newer one");
    let out = leaklight(&["audit", "/nowhere/at/all.har"], b"");
    assert_eq!(out.status.code(), Some(2));
}

#[test]
fn a_persona_s_values_are_looked_for_and_a_bad_one_is_named_with_its_line() {
    let dir = tempfile::tempdir().unwrap();
    // SHA-256 of the e-mail address below.
    let sent = "https://collector.example/in?u=1bb2ecf4b718b8e069ee50750505870a77e8fa14bdfd51aff2364f4c3d981776";
    let visit = har(&[entry("https://www.clinic.example/book", "text/html"), entry(sent, "image/gif")]).to_string();
    let json = |text: &str| write(dir.path(), "persona.json", text.as_bytes()).to_str().unwrap().to_owned();
    let details = |value: &str| format!(r#"{{"name":"Tamsin Quillmoor","details":[{{"what":"email","value":"{value}"}}]}}"#);
    let (_, printed, _) =
        audit(dir.path(), visit.as_bytes(), &["--persona", &json(&details("somebody.else@mail.example")), "--format", "json"]);
    assert!(!printed.contains("SHA-256"), "{printed}");
    let (_, printed, _) =
        audit(dir.path(), visit.as_bytes(), &["--persona", &json(&details("tamsin.quillmoor@mail.example")), "--format", "json"]);
    assert!(printed.contains("SHA-256"), "{printed}");
    for (text, why) in
        [("{\n\"details\": 7}", "line 2"), (r#"{"details":[{"what":"colour","value":"x"}]}"#, "line 1"), ("{}", "nothing to look for")]
    {
        let (code, _, errors) = audit(dir.path(), visit.as_bytes(), &["--persona", &json(text)]);
        assert!(code == 2 && errors.contains("persona.json: ") && errors.contains(why), "{errors}");
    }
}

#[test]
fn what_was_typed_in_a_recording_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let log = |typed: &str| -> String {
        let body = json!({ "text": r#"{"v":"lumbar pain"}"# });
        let lines = [
            json!({ "leaklight-log": 1 }),
            json!({ "at": 1, "tab": 3, "event": { "watch": { "url": "https://www.clinic.example/book", "reload": true } } }),
            json!({ "at": 2, "tab": 3, "event": { "typed": { "frame": 0, "field": 1, "about": "text\treason\tReason\t", "value": typed } } }),
            json!({ "at": 3, "tab": 3, "event": { "request": { "id": "1", "url": "https://collector.example/in", "method": "POST", "body": body } } }),
        ];
        lines.iter().map(|l| format!("{l}\n")).collect()
    };
    let (_, printed, _) = audit(dir.path(), log("sore throat").as_bytes(), &[]);
    assert!(!printed.contains("typed into"), "{printed}");
    let (_, printed, _) = audit(dir.path(), log("lumbar pain").as_bytes(), &[]);
    // The table breaks its lines.
    assert!(printed.contains("typed into") && printed.contains("“Reason”"), "{printed}");
}

#[test]
fn a_recorded_log_reads_like_a_har() {
    let dir = tempfile::tempdir().unwrap();
    let lines = [
        json!({ "leaklight-log": 1 }),
        json!({ "at": 1, "tab": 3, "event": { "watch": { "url": PAGE, "reload": true } } }),
        json!({ "at": 2, "tab": 3, "event": { "request": { "id": "1", "url": META } } }),
        json!({ "at": 3, "tab": 3, "event": "no-such-event" }),
        json!({ "at": 4, "tab": 3, "event": "closed" }),
    ];
    let text: String = lines.iter().map(|l| format!("{l}\n")).collect();
    let (code, printed, errors) = audit(dir.path(), text.as_bytes(), &[]);
    assert_eq!(code, 0);
    assert!(printed.contains("Meta Pixel was told"), "{printed}");
    assert!(errors.contains("line 4"), "{errors}");
}

#[test]
fn classify_answers_every_row_in_order() {
    let rows = [
        json!({ "kind": "request", "url": META, "page": PAGE, "type": "image", "method": "GET", "body": null, "unknown": 1 }).to_string(),
        "not json".to_owned(),
        json!({ "kind": "page", "url": PAGE }).to_string(),
        json!({ "kind": "page", "url": "https://www.clinic.example/p/1042" }).to_string(),
        json!({ "kind": "request", "url": "\u{0}\u{1}" }).to_string(),
        json!({ "kind": "request", "url": "https://ads.example/?us_privacy=1YYN" }).to_string(),
    ];
    let out = leaklight(&["classify", "--unmasked"], rows.join("\n").as_bytes());
    assert_eq!(out.status.code(), Some(0));
    let got: Vec<Value> = String::from_utf8(out.stdout).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(got.len(), rows.len());
    assert_eq!((&got[0]["party"], &got[0]["vendor"], &got[0]["role"]), (&json!("third"), &json!("meta-pixel"), &json!("collect")));
    let dl = got[0]["fields"].as_array().unwrap().iter().find(|f| f["at"] == "query:dl").unwrap();
    assert_eq!((&dl["meaning"], &dl["value"]), (&json!("page-address"), &json!(PAGE)));
    assert!(got[1]["error"].is_string());
    assert_eq!((&got[2]["sensitive"], &got[3]["sensitive"]), (&json!(true), &json!(false)));
    assert_eq!(got[4]["party"], "unknown");
    assert_eq!(got[0]["consent"], json!([]));
    let said = "opted out of sale; notice given; not under the limited service provider agreement";
    assert_eq!(got[5]["consent"], json!([{ "name": "US Privacy", "at": "query:us_privacy", "said": said, "standing": "denied" }]));
    let masked = leaklight(&["classify"], rows[0].as_bytes());
    let masked: Value = serde_json::from_slice(&masked.stdout).unwrap();
    assert!(masked["fields"].as_array().unwrap().iter().all(|f| f["masked"] == true && f["value"] != PAGE));
}
