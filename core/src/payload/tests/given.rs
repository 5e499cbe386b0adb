//! What only the host can unpack: asked for, given, read like the rest; and every packing in every carrier.

use super::super::given::{Answer, GIVEN, How, PACKED, WANTED, Wants, fingerprint};
use super::*;

/// What is packed below.
const TEXT: &str =
    r#"{"event":"booked","user":{"email":"jane.doe@clinic.example","note":"HIV test, 9 am"},"url":"https://clinic.example/hiv?q=a"}"#;

/// [`TEXT`] by Node 20's `brotliCompressSync`, base64.
const BROTLI: &str = "G3sAgB0Hdiy2jcViig5E8fDLm/bXfmaDGFnGX/cLQRTLpQ5LX4FYucEJUJTFURjgjMPsg8fwui0p/bAhBCFZxdA0DV3scWWpd06TcCjdS+IW5uWpikcvTud7D1w6HfilW7d/fIYw";

/// [`TEXT`] by the `zstd` command, level 19, base64.
const ZSTD: &str = "KLUv/SR8HQMA4oYWGHCtDo7xwx9kC1SJsYg5tt9RzZXLvPoPIZWd8AzSW1prS51aF68hFJlVjm4Fi1X6ug6j8Pp1SjMfOtFNB5InH0yITwW4dIzX8Ll4U2voNDKz8mZOxOsqL91UAQDkllUUNhXLhw==";

fn deflate(text: &str) -> Vec<u8> {
    let mut out = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap()
}

/// Bytes as a JSON string, a character each.
fn characters(bytes: &[u8]) -> String {
    serde_json::to_string(&bytes.iter().map(|&b| char::from(b)).collect::<String>()).unwrap()
}

fn parts(url: &str) -> [&str; 3] {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    [path, query, ""]
}

/// What a host gives that answers whatever is wanted.
fn answers(url: &str, body: Body<'_>) -> Given {
    let mut given = Given::default();
    for _ in 0..3 {
        let wanted = read_all(parts(url), body, None, &given).wanted;
        for w in wanted.iter() {
            given.put(w.fingerprint, leaklight_codecs::unpack(w.how.word(), &w.bytes, BYTES).as_deref());
        }
    }
    given
}

/// Asserts that the packed text is read at a place, by these layers, and nothing is unread; and that without a host, what core
/// cannot unpack is unread or at least not there.
#[track_caller]
fn check_packed(what: &str, url: &str, body: &[u8], prefix: &str, layers: &[Coding]) {
    let body = if body.is_empty() { Body::Empty } else { Body::Bytes(body) };
    let given = answers(url, body);
    let fields = read_all(parts(url), body, None, &given);
    let at = format!("{prefix}user.email");
    let found = fields.items.iter().position(|f| f.at() == at && f.value == "jane.doe@clinic.example");
    assert!(found.is_some(), "{what}: {at} not in {:#?}", flat(&fields));
    let chain: Vec<_> = fields.chain(found.unwrap()).into_iter().filter(|c| c.is_packing()).collect();
    assert_eq!(chain, layers, "{what}");
    assert_eq!(fields.unread, [], "{what}");
    assert!(fields.wanted.is_empty(), "{what}");
}

#[test]
fn every_packing_in_every_carrier() {
    use Coding::{Base64, Brotli, Deflate, Gzip, LzString, Percent, Zstd};
    let brotli = crate::payload::base64_bytes(BROTLI).unwrap();
    let zstd = crate::payload::base64_bytes(ZSTD).unwrap();
    let packings: [(&str, Vec<u8>, Coding); 4] =
        [("gzip", gzip(TEXT), Gzip), ("zlib", zlib(TEXT), Deflate), ("Brotli", brotli, Brotli), ("Zstandard", zstd, Zstd)];
    for (name, bytes, coding) in &packings {
        let text = base64(bytes);
        check_packed(&format!("{name} body"), "/in", bytes, "body:", &[*coding]);
        let file = [
            &b"--X1\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\nContent-Type: application/octet-stream\r\n\r\n"[..],
            bytes,
            b"\r\n--X1--\r\n",
        ];
        check_packed(&format!("{name} in multipart"), "/in", &file.concat(), "body:f.", &[*coding]);
        for (carrier, body, prefix) in [
            ("base64 body", text.clone(), "body:"),
            ("base64 in a form", format!("v=1&d={}", escape(&text)), "body:d."),
            ("base64url in a form", format!("v=1&d={}", base64url(bytes)), "body:d."),
            ("base64 in JSON", format!(r#"{{"v":1,"d":"{text}"}}"#), "body:d."),
            ("base64 in lines of JSON", format!("{{\"v\":1}}\n{{\"d\":\"{text}\"}}\n"), "body:[1].d."),
        ] {
            check_packed(&format!("{name}, {carrier}"), "/in", body.as_bytes(), prefix, &[Base64, *coding]);
        }
        check_packed(&format!("{name}, base64 in the query"), &format!("/in?d={}", escape(&text)), b"", "query:d.", &[Base64, *coding]);
        // PostHog and rrweb's packer: a character a byte.
        if *coding != Brotli {
            let body = format!(r#"{{"cv":"2024-10","data":{}}}"#, characters(bytes));
            check_packed(&format!("{name}, characters in JSON"), "/in", body.as_bytes(), "body:data.", &[*coding]);
        }
    }
    check_packed("deflate without a header", "/in", &deflate(TEXT), "body:", &[Deflate]);
    for token in [lz_str::compress_to_encoded_uri_component(TEXT), lz_str::compress_to_base64(TEXT)] {
        check_packed("LZ-string in the query", &format!("/in?d={}", escape(&token)), b"", "query:d.", &[LzString]);
        check_packed("LZ-string, as it is", &format!("/in?v=1&d={token}"), b"", "query:d.", &[LzString]);
        check_packed("LZ-string in JSON", "/in", format!(r#"{{"d":"{token}"}}"#).as_bytes(), "body:d.", &[LzString]);
        check_packed("LZ-string body", "/in", token.as_bytes(), "body:", &[LzString]);
    }
    // A form in JSON in base64; the text percent-encoded in it.
    let form = format!("a=1&d={}", escape(TEXT));
    let nested = base64(serde_json::json!({ "form": form }).to_string());
    check_packed("a form in JSON in base64", "/in", format!("p={}", escape(&nested)).as_bytes(), "body:p.form.d.", &[Base64]);
    check_packed("percent-encoded twice", &format!("/in?d={}", escape(&escape(TEXT))), b"", "query:d.", &[Percent]);
}

#[test]
fn what_is_wanted_is_unread_until_it_is_given() {
    let zstd = crate::payload::base64_bytes(ZSTD).unwrap();
    let brotli = crate::payload::base64_bytes(BROTLI).unwrap();
    for (bytes, how, why, tried) in
        [(&zstd, How::Zstd, "compressed with Zstandard", ""), (&brotli, How::Brotli, "binary", "gzip, deflate, Zstandard or Brotli")]
    {
        let body = Body::Bytes(bytes);
        let bare = Given::default();
        // Before the host's answer it is unread.
        let fields = read_all(["/in", "", ""], body, None, &bare);
        assert_eq!((fields.unread.len(), fields.wanted.iter().count()), (1, 1));
        assert_eq!(fields.unread[0].why, why);
        let wanted = fields.wanted.iter().next().unwrap().clone();
        assert_eq!((wanted.how, wanted.bytes.as_slice()), (how, bytes.as_slice()));
        let mut given = Given::default();
        given.put(wanted.fingerprint, None);
        let fields = read_all(["/in", "", ""], body, None, &given);
        assert_eq!((fields.unread[0].why, fields.unread[0].tried), (why, tried));
        assert!(fields.wanted.is_empty());
        given.put(wanted.fingerprint, Some(TEXT));
        let fields = read_all(["/in", "", ""], body, None, &given);
        assert_eq!(fields.unread, []);
        assert!(flat(&fields).contains(&("body:event".to_owned(), "booked".to_owned())));
    }
}

#[test]
fn what_is_wanted_and_given_is_bounded() {
    let mut wants = Wants::default();
    let given = Given::default();
    for n in 0..9_u8 {
        let packed = [0x28, 0xb5, 0x2f, 0xfd, n, 0, 0, 0];
        let answer = given.text(How::Zstd, &packed, &mut wants);
        assert_eq!(answer, Answer::None);
        assert_eq!(given.text(How::Zstd, &packed, &mut wants), answer, "asked for once");
        assert_eq!(wants.iter().count(), WANTED.min(usize::from(n) + 1));
    }
    assert_eq!(given.text(How::Brotli, &vec![1; PACKED + 1], &mut Wants::default()), Answer::None);
    let mut given = Given::default();
    let text = "x".repeat(BYTES + 7);
    for n in 0..200 {
        given.put(n, Some(&text));
        given.put(n, Some("short"));
        given.put(n, Some(&text));
    }
    let kept = (0..200).filter(|n| given.has(*n)).count();
    assert!((2..=GIVEN / BYTES).contains(&kept), "{kept}");
    assert!(given.has(199) && !given.has(0));
}

#[test]
fn a_fingerprint_passes_through_a_javascript_number() {
    let of = |bytes: &[u8]| fingerprint(How::Brotli, bytes);
    // The same in every host and every build.
    assert_eq!(of(b"a packed text"), 7_065_335_483_148_471);
    let mut seen: Vec<u64> = (0..2000_u32).map(|n| of(&n.to_le_bytes().repeat(3))).collect();
    seen.push(of(b""));
    seen.push(of(b"\0"));
    seen.push(of(b"\0\0\0\0\0\0\0\0"));
    seen.push(of(b"\0\0\0\0\0\0\0\0\0"));
    assert!(seen.iter().all(|f| *f < 1 << 53));
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 2004);
}

#[test]
fn tokens_that_are_no_lz_string() {
    let mut state = 7_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut passed = 0;
    for _ in 0..200_000 {
        let length = 8 + next() % 40;
        let id: String = (0..length).map(|_| char::from(alphabet[next() % 64])).collect();
        passed += u32::from(super::lz::is_lz(&id));
    }
    assert!(passed <= 16, "{passed} of 200000");
}
