//! Tables and archives: what they hold, and that nothing a page says changes how they are read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use leaklight_core::excerpt::Excerpt;
use leaklight_core::finding::Recipient;
use leaklight_core::report::file::Report;
use leaklight_core::report::view::{HitField, HitView, View};
use leaklight_core::report::{csv, har};
use leaklight_core::site::Party;
use proptest::prelude::*;
use serde_json::Value;

const AT: u64 = 1_804_082_550_125;

fn report(name: &str) -> Report {
    let path = format!("{}/../extension/ui/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    Report::new(serde_json::from_str::<View>(&std::fs::read_to_string(path).unwrap()).unwrap(), AT)
}

/// A request with two events, and one without a parameter that failed.
fn hits(word: &str) -> Vec<HitView> {
    let recipient = Recipient {
        id: "meta-pixel".into(),
        name: word.into(),
        owner: Some(word.into()),
        category: Some("advertising".into()),
        host: word.into(),
        party: Party::Third,
        relay: false,
    };
    let field = |at: &str, value: Excerpt| HitField {
        at: at.into(),
        name: at.split_once(':').map_or(at, |(_, name)| name).into(),
        label: word.into(),
        value,
        note: word.into(),
        mark: 0,
    };
    let hit = |part: u32, event: &str| HitView {
        request: 3,
        part,
        parts: 2,
        at: AT,
        page: Excerpt::plain(word, &[]),
        method: "POST".into(),
        kind: "ping".into(),
        address: Excerpt::masking("https://www.facebook.com/tr/?em=jordan@mail.example&x=a b", &[], &[(32, 51)]),
        recipient: recipient.clone(),
        role: "collect".into(),
        event: event.into(),
        status: Some(200),
        failed: String::new(),
        sent_on: word.into(),
        unread: false,
        verdict: "before".into(),
        findings: vec!["title-leak".into()],
        worst: "high".into(),
        fields: vec![
            field("query:em", Excerpt::value("jordan@mail.example")),
            field(&format!("body:events[{}].{word}", part - 1), Excerpt::plain(word, &[])),
            field("cookie:_fbp", Excerpt::digest("fb.1.1804082550000.1234567890")),
            field("header:referer", Excerpt::plain(word, &[])),
        ],
        more: part - 1,
    };
    let failed = HitView {
        request: 4,
        part: 1,
        parts: 1,
        failed: "net::ERR_BLOCKED_BY_CLIENT".into(),
        status: None,
        unread: true,
        fields: Vec::new(),
        ..hit(1, word)
    };
    vec![hit(1, "PageView"), hit(2, word), failed]
}

/// The rows below the head, read as others read them: as many cells in each.
fn rows(table: &str) -> Vec<Vec<String>> {
    let text = table.strip_prefix('\u{feff}').expect("spreadsheets are told that it is UTF-8");
    let mut reader = ::csv::ReaderBuilder::new().flexible(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.expect("as many cells as the head").iter().map(str::to_owned).collect()).collect()
}

/// No cell is a formula, and none holds what could change how the text around it is read.
fn is_inert(table: &str) {
    for cell in rows(table).iter().flatten() {
        let first = cell.trim_start().chars().next().unwrap_or('x');
        assert!(!"=+-@＝＋－＠".contains(first), "{cell:?}");
        assert!(!cell.starts_with(['\t', '\r', '\0']), "{cell:?}");
        let odd = |c: char| {
            c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
        };
        assert!(!cell.contains(odd), "{cell:?}");
    }
}

/// What HAR 1.2 asks of an archive.
fn is_archive(text: &str) -> Value {
    let archive: Value = serde_json::from_str(text).expect("JSON");
    let log = &archive["log"];
    assert_eq!(log["version"], "1.2");
    assert!(log["creator"]["name"].is_string() && log["creator"]["version"].is_string());
    let pages: Vec<&str> = log["pages"].as_array().unwrap().iter().map(|p| p["id"].as_str().unwrap()).collect();
    let pairs =
        |list: &Value| list.as_array().unwrap().iter().for_each(|p| assert!(p["name"].is_string() && p["value"].is_string(), "{p}"));
    for entry in log["entries"].as_array().unwrap() {
        let (asked, answer) = (&entry["request"], &entry["response"]);
        assert!(pages.contains(&entry["pageref"].as_str().unwrap()));
        assert!(entry["startedDateTime"].as_str().unwrap().ends_with('Z') && entry["time"].is_number() && entry["cache"].is_object());
        for name in ["method", "url", "httpVersion"] {
            assert!(asked[name].is_string(), "{name}");
        }
        // What every reader of addresses takes.
        assert!(asked["url"].as_str().unwrap().bytes().all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&b)), "{}", asked["url"]);
        ["cookies", "headers", "queryString"].iter().for_each(|list| pairs(&asked[*list]));
        if asked["postData"] != Value::Null {
            assert!(asked["postData"]["mimeType"].is_string() && asked["postData"]["text"].is_null());
            pairs(&asked["postData"]["params"]);
        }
        assert!(answer["status"].is_number() && answer["statusText"].is_string() && answer["redirectURL"].is_string());
        assert!(answer["content"]["size"].is_number() && answer["content"]["mimeType"].is_string());
        for side in [asked, answer] {
            assert!(side["headersSize"].is_number() && side["bodySize"].is_number() && side["httpVersion"].is_string());
        }
        for timing in ["send", "wait", "receive"] {
            assert!(entry["timings"][timing].is_number());
        }
    }
    archive
}

#[test]
fn findings_are_a_row_each() {
    let report = report("known");
    let table = csv::findings(&report);
    is_inert(&table);
    let rows = rows(&table);
    assert_eq!(rows.len(), report.view.findings.len());
    assert_eq!(rows[0][..2], ["critical", "hashed-identity"]);
    assert!(rows[0][8].starts_with("query:udff[em] (e-mail) = 1f0c…9be2, SHA-256; known: Jordan Avery’s e-mail"), "{:?}", rows[0][8]);
    // One that joins others, and a report without any.
    assert!(csv::findings(&self::report("joined")).lines().count() > 3);
    assert_eq!(self::rows(&csv::findings(&self::report("none"))).len(), 0);
}

#[test]
fn hits_are_a_row_a_parameter() {
    let table = csv::hits(&hits("clinic"));
    is_inert(&table);
    let rows = rows(&table);
    // Four parameters, four and one line for those left out, one of a hit without any.
    assert_eq!(rows.len(), 4 + 5 + 1);
    assert_eq!(rows[0][..4], ["3", "1", "2", "2027-03-03T14:02:30.125Z"]);
    assert_eq!((rows[8][23].as_str(), rows[9][15].as_str()), ("1 more parameters are not listed", "net::ERR_BLOCKED_BY_CLIENT"));
}

#[test]
fn hits_of_a_request_are_an_entry() {
    let archive = is_archive(&har::har(&hits("clinic")));
    let entries = archive["log"]["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 2);
    let [first, failed] = [&entries[0], &entries[1]];
    assert_eq!(first["request"]["queryString"].as_array().unwrap().len(), 1, "what events share is said once");
    assert_eq!(first["request"]["postData"]["params"][1]["name"], "events[1].clinic");
    assert_eq!(first["_leaklight"]["events"], serde_json::json!(["PageView", "clinic"]));
    assert_eq!(first["request"]["url"], "https://www.facebook.com/tr/?em=j%E2%80%A2%E2%80%A2%E2%80%A2e%20(19)&x=a%20b");
    assert_eq!(
        (failed["response"]["status"].as_u64(), failed["response"]["_error"].as_str()),
        (Some(0), Some("net::ERR_BLOCKED_BY_CLIENT"))
    );
    is_archive(&har::har(&[]));
}

/// Puts `word` in the place of every text a page could have worded.
fn overwrite(value: &mut Value, word: &str) {
    match value {
        Value::String(text) => *text = word.to_owned(),
        Value::Array(items) => items.iter_mut().for_each(|item| overwrite(item, word)),
        Value::Object(members) => {
            members.remove("marks");
            for (name, member) in members.iter_mut() {
                // Closed words of our own.
                if !matches!(name.as_str(), "kind" | "severity" | "worst" | "party") {
                    overwrite(member, word);
                }
            }
        }
        _ => {}
    }
}

fn check(word: &str) {
    // A time line's marks go with an excerpt's: only findings are read here.
    let sound = report("known");
    let mut view = serde_json::json!({ "findings": sound.view.findings });
    overwrite(&mut view, word);
    let findings = serde_json::from_value(view["findings"].take()).unwrap();
    let report = Report { view: View { findings, ..View::default() }, ..sound };
    let table = csv::findings(&report);
    is_inert(&table);
    assert_eq!(rows(&table).len(), report.view.findings.len(), "{word:?}");
    let hits = hits(word);
    is_inert(&csv::hits(&hits));
    assert_eq!(rows(&csv::hits(&hits)).len(), 10, "{word:?}");
    is_archive(&har::har(&hits));
}

#[test]
fn nothing_a_page_says_changes_how_a_table_is_read() {
    let host = format!("{}.example", "a-long-label.".repeat(19));
    assert!(host.len() > 250);
    for word in [
        "=cmd|'/c calc'!A1",
        "+1 415 555 0137",
        "-2+3",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\0=1",
        "＝1",
        "a,b;c\"d\"\"e'f\r\ng\nh",
        "\u{202e}=1",
        "\u{2066}gpj.exe\u{2069}",
        "👩🏽‍⚕️🧪",
        "</script><svg onload=alert(1)>",
        "\u{feff}",
        "",
        &host,
    ] {
        check(word);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_word(word in prop_oneof!["\\PC{0,60}", "[=+@,;\"'\\n\\r\\t\\x00 a-z-]{0,30}"]) {
        check(&word);
    }
}
