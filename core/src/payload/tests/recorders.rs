//! What recorders of sessions and their kin send in bytes: read where a known coding holds text, else counted as
//! unread and why, with the texts that stand in it. None of the values is anyone's.

use super::*;

/// A field of Protocol Buffers: number, wire type 2, length, bytes.
fn delimited(number: u8, bytes: &[u8]) -> Vec<u8> {
    [&[number << 3 | 2, bytes.len() as u8], bytes].concat()
}

/// Asserts the fields of a body and what of it is unread: its size and why.
#[track_caller]
fn check_unread(bytes: &[u8], want: &[(&str, &str)], size: usize, why: &'static str) {
    let fields = read_url("/x", Body::Bytes(bytes));
    let want: Vec<_> = [("path:1", "x")].iter().chain(want).map(|(a, v)| ((*a).to_owned(), (*v).to_owned())).collect();
    assert_eq!(flat(&fields), want);
    let unread: Vec<_> = fields.unread.iter().map(|u| (u.at.as_str(), u.size, u.why)).collect();
    assert_eq!(unread, [("body", size, why)]);
}

#[test]
fn heap_binary() {
    // Like Heap's /api/capture/v2/track: numbers, short keys, and the page's address as it stands.
    let event = [delimited(1, b"$pageview"), delimited(4, b"https://clinic.example/hiv?q=a"), vec![0x18, 0xff, 0x9a, 0x0c]].concat();
    let body = [vec![0x08, 0xd2, 0x85, 0xd8, 0xcc, 0x04], delimited(2, &event), vec![0x18, 0x80]].concat();
    check_unread(&body, &[("body:[0]", "https://clinic.example/hiv?q=a"), ("body:[0].q", "a")], body.len(), "binary");
}

#[test]
fn bundles_in_an_unknown_coding() {
    // Brotli has no header to be known by: a bundle in it (Fullstory, LogRocket, Quantum Metric) is binary, and holds no
    // text to find.
    let brotli = [0x1b, 0x2f, 0x01, 0xf8, 0x8d, 0x94, 0x6e, 0xde, 0x44, 0x55, 0x86, 0x96, 0x20, 0x6c, 0x6f, 0x02, 0x9c, 0xe5, 0xf3, 0x80];
    check_unread(&brotli, &[], brotli.len(), "binary");
    let zstandard = [0x28, 0xb5, 0x2f, 0xfd, 0x24, 0x10, 0x81, 0x00, 0x00, 0x7b, 0x22, 0x61];
    check_unread(&zstandard, &[], zstandard.len(), "compressed with Zstandard");
    // A frame of a WebSocket (Hotjar) with numbers before its text.
    let frame = [&[0x82, 0xfe, 0x00, 0x00][..], b"/conditions/hiv-testing", &[0xff, 0x00]].concat();
    check_unread(&frame, &[("body:[0]", "/conditions/hiv-testing")], frame.len(), "binary");
}

#[test]
fn clarity_gzip() {
    // microsoft/clarity clarity-js src/data/upload.ts and envelope.ts (npm clarity-js 0.8.70, read 2026-11-26): JSON of the
    // envelope e, the analysis a and the recording p, under gzip. Project, user and session stand at 4 to 6, the address
    // at 11.
    let text = r#"{"e":["0.8.70",1,0,5,"kxdc4874py","1ab","2cd",1,0,0,0,"https://clinic.example/hiv"],"a":[[5,1,1,["https://clinic.example/hiv?q=a"],3,["HIV testing"]]],"p":[]}"#;
    check_some(
        "/collect",
        Body::Bytes(&gzip(text)),
        &[
            ("body:e[4]", "kxdc4874py", &[Coding::Gzip]),
            ("body:e[11]", "https://clinic.example/hiv", &[Coding::Gzip]),
            ("body:a[0][3][0]", "https://clinic.example/hiv?q=a", &[Coding::Gzip]),
            ("body:a[0][5][0]", "HIV testing", &[Coding::Gzip]),
        ],
    );
}

#[test]
fn sentry_replay_envelope() {
    // getsentry/sentry-javascript: an envelope's lines of JSON, and the recording under zlib behind them.
    let head = "{\"event_id\":\"a\"}\n{\"type\":\"replay_event\"}\n{\"urls\":[\"https://clinic.example/hiv\"]}\n{\"type\":\"replay_recording\"}\n{\"segment_id\":0}\n";
    let body = [head.as_bytes(), &zlib(r#"[{"type":4,"data":{"href":"https://clinic.example/hiv"}}]"#)].concat();
    let fields = read_url("/envelope", Body::Bytes(&body));
    let recorded = ("body:[5][0].data.href".to_owned(), "https://clinic.example/hiv".to_owned());
    assert!(flat(&fields).contains(&recorded), "{:?}", flat(&fields));
    assert_eq!(fields.unread, []);
}
