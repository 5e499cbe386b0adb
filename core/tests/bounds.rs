//! Bad input is ordinary: what a request carries is read in bounded time, what was not read is counted, and the next request
//! is analysed like any other.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::{ABOUT, Host, REASON, request, seen, typed, watch};
use leaklight_core::finding::Kind;
use leaklight_core::observation::{Event, Request, ResourceType, SeenBody};
use leaklight_core::report::view::Effect;
use leaklight_core::session::{Session, Settings};
use std::io::Write;
use std::time::{Duration, Instant};

const PAGE: &str = "https://www.clinic.example/conditions/hiv-testing";
const LEAK: &str =
    "https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing&fbp=fb.1.1.2";
const COLLECTOR: &str = "https://collector.example/in?page=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing";

/// The most time one such request may take, unoptimised and on a busy machine. What ships takes milliseconds.
const MOST: Duration = Duration::from_secs(30);

fn base64(bytes: &[u8]) -> SeenBody {
    use base64::Engine;
    SeenBody::Base64(base64::engine::general_purpose::STANDARD.encode(bytes))
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(text).unwrap();
    out.finish().unwrap()
}

/// A Zstandard frame whose blocks are one repeated character each: 128 KB from four bytes.
fn zstd_bomb(blocks: u32) -> Vec<u8> {
    let mut out = vec![0x28, 0xb5, 0x2f, 0xfd, 0x00, 10 << 3];
    for n in 1..=blocks {
        let header = u32::from(n == blocks) | 1 << 1 | (128 << 10) << 3;
        out.extend(&header.to_le_bytes()[..3]);
        out.push(b'a');
    }
    out
}

#[test]
fn bad_input_is_bounded_counted_and_leaves_the_rest_of_the_page() {
    let bomb = gzip(&b"a=b&".repeat(12_500_000));
    let rows: Vec<(&str, String, SeenBody)> = vec![
        ("a gzip bomb of 50 MB", COLLECTOR.into(), base64(&bomb)),
        ("gzip in gzip in gzip", COLLECTOR.into(), base64(&gzip(&gzip(&bomb)))),
        ("a Zstandard bomb of 50 MB", COLLECTOR.into(), base64(&zstd_bomb(400))),
        // 50 MB of `a=b&` by Node 20's `brotliCompressSync`.
        (
            "a Brotli bomb of 50 MB",
            COLLECTOR.into(),
            SeenBody::Base64("y///P/ilTXrCxMRpAYDt/V8O////4JcAiMMCAN37P/7//8EvARCHBQC693/8//+DXwIgDgsAdO//+P//B78EQBwWAOje//H//w9+CYA4LADQvf/L//8P/BIAcVgAoHv/AQ==".into()),
        ),
        ("JSON a thousand deep", COLLECTOR.into(), SeenBody::Text(format!("{}1{}", "{\"a\":[".repeat(1000), "]}".repeat(1000)))),
        ("a body of 50 MB", COLLECTOR.into(), SeenBody::Text(format!("a={}", "x".repeat(50_000_000)))),
        ("a million tiny parameters", COLLECTOR.into(), SeenBody::Text("a=1&".repeat(1_000_000))),
        ("a million in the address", format!("{COLLECTOR}&{}", "a=1&".repeat(1_000_000)), SeenBody::None),
        ("invalid UTF-8", COLLECTOR.into(), base64(&[b"a=1&b=\xff\xfe\xc3(".as_slice(), &[0x80; 4000]].concat())),
    ];
    for (what, url, body) in rows {
        let mut session = Session::new(Settings::default());
        session.step(&[seen(1, watch(PAGE))], 0);
        let address = url.len();
        let begun = Instant::now();
        let bad = Request { id: "1".into(), url, method: "POST".into(), kind: ResourceType::Xmlhttprequest, body, ..Request::default() };
        for effect in session.step(&[seen(2, Event::Request(bad))], 0) {
            // A host whose codecs cannot take it apart either.
            if let Effect::Unpack { tab, packed, .. } = effect {
                session.unpacked(tab, packed, None);
            }
        }
        assert!(begun.elapsed() < MOST, "{what}: {:?}", begun.elapsed());
        let told = |session: &Session, kind, who: &str| {
            session
                .view(7)
                .findings
                .iter()
                .any(|f| f.finding.kind == kind && f.finding.recipient.as_ref().is_some_and(|r| r.host.contains(who)))
        };
        // The rest of the same request: the page's address in its own.
        assert!(told(&session, Kind::SensitiveUrlThirdParty, "collector.example"), "{what}: the rest of the request");
        // A counted blind spot.
        assert!(told(&session, Kind::UnknownOrUnreadable, "collector.example"), "{what}: {:#?}", session.view(7).blind_spots);
        // And the page goes on.
        assert!(!told(&session, Kind::SensitiveUrlThirdParty, "facebook.com"), "{what}");
        session.step(&[seen(3, request("2", LEAK))], 0);
        assert!(told(&session, Kind::SensitiveUrlThirdParty, "facebook.com"), "{what}: the next request");
        // Of bodies at most 256 KB are kept, to be read again; of addresses as much as the browser says.
        assert!(session.snapshot().len() < address + (512 << 10), "{what}: a snapshot of {} bytes", session.snapshot().len());
    }
}

#[test]
fn a_request_full_of_known_values_is_bounded() {
    // Each holds the one before it, so that every one is a part of all that follow.
    let mail = |n: usize| format!("{}@mail.example", "ab".repeat(3 + n));
    let words = |n: usize| format!("reason number {n:03}");
    let mut host = Host::default();
    let mut events = vec![seen(1, watch(PAGE)), seen(1, typed(999, "password\tpw\tPassword\t", "Correct-Horse-7"))];
    events.extend((0..40).map(|n| seen(2, typed(n, ABOUT, &mail(n as usize)))));
    events.extend((40..90).map(|n| seen(2, typed(n, REASON, &words(n as usize)))));
    host.step(&events);
    host.answer();
    let all: String = (0..40).map(mail).chain((40..90).map(words)).map(|v| format!("{v},")).collect();
    let long = all.repeat((1 << 20) / all.len());
    let field = |n: usize| format!("\"f{n}\":\"{}\"", all.get(..500).unwrap());
    let many: Vec<String> = (0..1990).map(field).collect();
    let tiny = format!("{{\"d\":\"{}\"}}", "a&".repeat(500_000));
    for (what, body) in [
        ("one field of a megabyte", format!("{{\"d\":\"{long}\"}}")),
        ("two thousand fields", format!("{{{}}}", many.join(","))),
        ("half a million pieces a password may be", tiny),
    ] {
        let begun = Instant::now();
        host.step(&[seen(3, common::post("1", "https://collector.example/in", &body))]);
        host.answer();
        println!("{what}: {:?}", begun.elapsed());
        assert!(begun.elapsed() < Duration::from_secs(10), "{what}: {:?}", begun.elapsed());
    }
    assert!(host.found().iter().any(|(kind, _)| *kind == "form-value-leak"));
}
