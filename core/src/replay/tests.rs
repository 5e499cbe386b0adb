//! Recordings in the shapes their packages give them; none of the values is anyone's.

use super::{Held, Recording, Tally, read};
use crate::payload::{Body, read_parts};
use std::io::Write;

fn scan(body: &[u8]) -> Recording {
    read(&read_parts("/s", "", "", Body::Bytes(body), None))
}

fn gzip(text: &str) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap()
}

fn zlib(text: &str) -> Vec<u8> {
    let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap()
}

/// Bytes as a JSON string, a character each.
fn characters(bytes: &[u8]) -> String {
    serde_json::to_string(&bytes.iter().map(|&b| char::from(b)).collect::<String>()).unwrap()
}

/// Asserts what a body holds: typing, the page's text.
#[track_caller]
fn check(what: &str, body: &[u8], typed: Held, text: Held) {
    let got = scan(body);
    assert_eq!((got.typed.held(), got.text.held()), (typed, text), "{what}: {got:?}");
}

fn input(text: &str, checked: bool) -> String {
    format!(r#"{{"type":3,"data":{{"source":5,"text":"{text}","isChecked":{checked},"id":7}},"timestamp":1760000000000}}"#)
}

fn snapshot(text: &str, attributes: &str) -> String {
    format!(
        r#"{{"type":2,"data":{{"node":{{"type":0,"childNodes":[{{"type":2,"tagName":"html","attributes":{{"lang":"en"}},"childNodes":[{{"type":2,"tagName":"style","attributes":{{}},"childNodes":[{{"type":3,"textContent":"body{{color:red}}","isStyle":true,"id":3}}],"id":2}},{{"type":2,"tagName":"p","attributes":{{}},"childNodes":[{{"type":3,"textContent":"{text}","id":5}},{{"type":3,"textContent":"{text} ","id":6}}],"id":4}},{{"type":2,"tagName":"input","attributes":{{{attributes}}},"childNodes":[],"id":7}}],"id":1}}],"id":8}},"initialOffset":{{"left":0,"top":0}}}},"timestamp":1760000000000}}"#
    )
}

const MOVE: &str = r#"{"type":3,"data":{"source":1,"positions":[{"x":1,"y":2,"id":7,"timeOffset":0}]},"timestamp":1}"#;

fn events(events: &[String]) -> String {
    format!("[{}]", events.join(","))
}

#[test]
fn rrweb() {
    use Held::{Clear, Masked, NotSeen};
    let rows: &[(&str, Vec<String>, Held, Held)] = &[
        ("nothing but moves", vec![MOVE.to_owned()], NotSeen, NotSeen),
        ("a masked page", vec![snapshot("*** ****", r#""type":"text","value":"****""#)], NotSeen, Masked),
        ("a page that is not", vec![snapshot("HIV testing", r#""type":"text""#)], NotSeen, Clear),
        ("a field filled before", vec![snapshot("** **", r#""value":"Jane Doe","type":"text""#)], NotSeen, Clear),
        ("a button's label", vec![snapshot("** **", r#""value":"Book a visit","type":"submit""#)], NotSeen, Masked),
        ("masked typing", vec![input("*", false), input("**", false), input("***", false)], Masked, NotSeen),
        ("one short mask may be typed", vec![input("xxx", false)], NotSeen, NotSeen),
        ("emptied", vec![input("", false), input("", false)], NotSeen, NotSeen),
        ("typing", vec![input("J", false), input("Ja", false), input("Jan", false)], Clear, NotSeen),
        ("pasted", vec![input("jane.doe@clinic.example", false)], Clear, NotSeen),
        ("some masked, some not", vec![input("*", false), input("**", false), input("Jane Doe", false)], Clear, NotSeen),
        ("a box ticked", vec![input("on", true), input("on", false)], NotSeen, NotSeen),
        ("one of several chosen", vec![input("a b", true), input("c d", false), input("e f", false)], NotSeen, NotSeen),
        ("then typing", vec![input("a b", true), MOVE.to_owned(), input("Jane D", false)], Clear, NotSeen),
        ("a choice's name alone", vec![input("female", false)], NotSeen, NotSeen),
    ];
    for (what, list, typed, text) in rows {
        let json = events(list);
        let latin = format!(r#"{{"events":[{}]}}"#, list.iter().map(|e| characters(&zlib(e))).collect::<Vec<_>>().join(","));
        let strings = serde_json::json!({ "version": 1, "events": list }).to_string();
        check(what, json.as_bytes(), *typed, *text);
        check(&format!("{what}, gzip"), &gzip(&json), *typed, *text);
        check(&format!("{what}, zlib"), &zlib(&json), *typed, *text);
        check(&format!("{what}, rrweb's packer"), latin.as_bytes(), *typed, *text);
        check(&format!("{what}, events as strings"), strings.as_bytes(), *typed, *text);
    }
    let changed = r#"{"type":3,"data":{"source":0,"texts":[{"id":5,"value":"Your result: positive"}],"attributes":[],"removes":[],"adds":[{"parentId":4,"nextId":null,"node":{"type":3,"textContent":"HIV clinic","id":9}}]},"timestamp":1}"#;
    assert_eq!(scan(format!("[{changed}]").as_bytes()).text, Tally { clear: 2, ..Tally::default() });
}

#[test]
fn posthog() {
    // A batch of $snapshot events; a full snapshot's data and a change's lists are gzip in a string.
    let data = |node: &str| {
        let whole: serde_json::Value = serde_json::from_str(node).unwrap();
        characters(&gzip(&whole["data"].to_string()))
    };
    let body = |text: &str, typed: &str, added: &str| {
        let texts = characters(&gzip(&format!(r#"[{{"id":5,"value":"{added}"}}]"#)));
        format!(
            r#"[{{"event":"$snapshot","properties":{{"token":"phc_x","$snapshot_bytes":900,"$snapshot_data":[{{"type":2,"timestamp":1,"data":{},"cv":"2024-10"}},{},{},{{"type":3,"timestamp":1,"cv":"2024-10","data":{{"source":0,"texts":{texts}}}}}],"$session_id":"0198"}}}}]"#,
            data(&snapshot(text, r#""type":"text""#)),
            input(typed, false),
            input(&format!("{typed}{typed}"), false),
        )
    };
    check("masked", body("*** **", "**", "***").as_bytes(), Held::Masked, Held::Masked);
    check("text in clear", &gzip(&body("HIV testing", "**", "***")), Held::Masked, Held::Clear);
    check("a changed text in clear", &gzip(&body("*** **", "**", "Your result")), Held::Masked, Held::Clear);
    check("typing in clear", &gzip(&body("*** **", "Jan", "***")), Held::Clear, Held::Masked);
}

#[test]
fn sentry() {
    let body = |list: &[String]| {
        let head = "{\"event_id\":\"a\"}\n{\"type\":\"replay_event\"}\n{\"urls\":[\"https://clinic.example/\"]}\n{\"type\":\"replay_recording\",\"length\":200}\n{\"segment_id\":0}\n";
        [head.as_bytes(), &zlib(&events(list))].concat()
    };
    check("masked", &body(&[snapshot("*** **", ""), input("*", false), input("**", false)]), Held::Masked, Held::Masked);
    check("typing in clear", &body(&[snapshot("*** **", ""), input("Jane Doe", false)]), Held::Clear, Held::Masked);
    let plain =
        format!("{{\"event_id\":\"a\"}}\n{{\"type\":\"replay_recording\"}}\n{{\"segment_id\":0}}\n{}", events(&[input("Jane Doe", false)]));
    check("not compressed", plain.as_bytes(), Held::Clear, Held::NotSeen);
}

/// A segment as Datadog sends it: in a form of several parts, zlib.
fn segment(records: &str) -> Vec<u8> {
    let json = format!(r#"{{"records":[{records}],"session":{{"id":"a"}},"view":{{"id":"b"}},"records_count":1,"source":"browser"}}"#);
    [
        &b"------WebKitFormBoundaryX\r\nContent-Disposition: form-data; name=\"segment\"; filename=\"a-1\"\r\nContent-Type: application/octet-stream\r\n\r\n"[..],
        &zlib(&(json + "\n")),
        b"\r\n------WebKitFormBoundaryX\r\nContent-Disposition: form-data; name=\"event\"; filename=\"blob\"\r\nContent-Type: application/json\r\n\r\n{\"raw_segment_size\":4}\r\n------WebKitFormBoundaryX--\r\n",
    ]
    .concat()
}

#[test]
fn datadog() {
    let old = |text: &str| format!(r#"{{"type":3,"timestamp":1,"data":{{"source":5,"id":7,"text":"{text}"}}}}"#);
    let both = |a: &str, b: &str| segment(&format!("{},{}", old(a), old(b)));
    check("older, masked", &both("***", "***"), Held::Masked, Held::NotSeen);
    check("older, in clear", &both("Ja", "Jan"), Held::Clear, Held::NotSeen);
    let change = |changes: &str| format!(r#"{{"data":[{changes}],"type":12,"timestamp":1}}"#);
    let page =
        |text: &str| change(&format!(r#"[11,[4,"{text}","{text} "],[1,"BODY","INPUT"],[5,"Send the form"]],[1,[null,2],[0,3]],[8,[0]]"#));
    check("a page", &segment(&page("xxx xxxxxxx")), Held::NotSeen, Held::Masked);
    check("a page in clear", &segment(&page("HIV testing")), Held::NotSeen, Held::Clear);
    let typed = |value: &str| change(&format!(r#"[11,[5,"{value}"]],[12,[7,40]]"#));
    let again = change("[12,[8,40]]");
    check("masked", &segment(&[page("xxx xx"), typed("***"), again.clone()].join(",")), Held::Masked, Held::Masked);
    check("in clear", &segment(&[page("xxx xx"), typed("J"), typed("Ja")].join(",")), Held::Clear, Held::Masked);
    check("a value told before this segment", &segment(&again), Held::NotSeen, Held::NotSeen);
    check("a value as it stands", &segment(&change(r#"[12,[7,"Jane"]]"#)), Held::Clear, Held::NotSeen);
}

#[test]
fn clarity() {
    let body = |a: &str, p: &str| gzip(&format!(r#"{{"e":["0.8.70",1,0,5,"kxdc4874py"],"a":[{a}],"p":[{p}]}}"#));
    let masked = r#"[120,5,1,"*D",2,1,"HTML",3,2,"P",-4,3,"*T","1a",-5,4,3,[12],"2f"]"#;
    let clear = r#"[120,5,1,"*D",2,1,"HTML",3,2,"P",4,3,"*T","HIV testing",5,4,3,[12],"Book now"]"#;
    check("masked", &body(r#"[900,27,14,"•••• ",1],[950,27,14,"•••• •••• ",1]"#, masked), Held::Masked, Held::Masked);
    check("text in clear", &body(r#"[900,42,14,"text","•••• ",""],[950,27,14,"•••• •••• ",1]"#, clear), Held::Masked, Held::Clear);
    check("typing in clear", &body(r#"[900,27,14,"Jane Doe",1]"#, masked), Held::Clear, Held::Masked);
    check("clicks", &body(r#"[900,9,14,10,20,1,1,0,0,0,"Book now",null,"h",1]"#, ""), Held::NotSeen, Held::NotSeen);
}

#[test]
fn other_requests_hold_no_recording() {
    for body in [
        r#"{"event":"form_submit","properties":{"text":"Jane Doe","value":"x","source":5}}"#,
        r#"[{"type":"page","text":"HIV testing"}]"#,
        "a=1&b=Jane+Doe",
        "plain text",
        "",
    ] {
        let got = scan(body.as_bytes());
        assert!(got.text.count() == 0, "{body}: {got:?}");
    }
}

#[test]
fn bad_input_is_bounded() {
    let deep = format!("{}\"a\"{}", r#"{"data":["#.repeat(100_000), "]}".repeat(100_000));
    assert_eq!(scan(deep.as_bytes()).typed.count(), 0);
    // A bomb of recordings in recordings.
    let mut inner = events(&[input("Jane Doe", false)]);
    for _ in 0..12 {
        inner = format!(r#"[{{"data":{}}}]"#, characters(&gzip(&inner)));
    }
    let got = scan(inner.as_bytes());
    assert!(got.bytes <= super::BYTES, "{got:?}");
    let long = events(&vec![input("Jane Doe", false); 40_000]);
    let got = scan(&gzip(&long));
    assert!(got.typed.clear > 1_000 && got.bytes <= super::BYTES, "{got:?}");
    for cut in [1, 5, 17, 40, 90] {
        scan(long.as_bytes().get(..cut).unwrap());
    }
}
