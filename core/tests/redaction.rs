//! No export says what a visitor typed or declared, however it was dressed when it left.
//!
//! A visit leaks every value in every disguise by every carrier. Then every export is searched for all of them, twice: for the disguises as
//! written here, and by the search that finds known values in requests. The same search finds them all in the recorded log, which is
//! not masked: it can find.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use blake2::digest::consts::{U16, U20, U32};
use common::{Host, PAGE, cookie, persona, post, request, timed, title, typed, watch};
use hmac::{KeyInit, Mac};
use leaklight_core::excerpt::Excerpt;
use leaklight_core::finding::Recipient;
use leaklight_core::known::{KnownSet, find_text};
use leaklight_core::observation::*;
use leaklight_core::report::hits::HitReader;
use leaklight_core::report::hits::copy::{curl, table_row};
use leaklight_core::report::picture::{Room, Which};
use leaklight_core::report::view::{HitField, HitView};
use leaklight_core::report::{csv, har, html};
use leaklight_core::site::Party;
use ruzstd::encoding::CompressionLevel;
use sha2::Digest;
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::LazyLock;

/// Longer than an excerpt: capping must not leave its beginning.
const LONG: &str = "Night sweats and a sore throat after a possible exposure two weeks ago, I have told nobody and would like to be seen by \
somebody who does not know my family, if that can be done at all before the end of the month; mornings suit me best since I work late";

/// What is typed, by what its field says of itself; the persona's own values come besides.
const TYPED: &[(&str, &str)] = &[
    ("email\temail\tE-mail\temail", "Jordan.Avery@Mail.example"),
    ("tel\tphone\tPhone\ttel", "+1 415 555 0137"),
    ("text\tmrn\tMedical record number\t", "MRN-48213377"),
    ("text\tdob\tDate of birth\tbday", "1984-02-11"),
    ("text\treason\tReason for visit\t", "Lump below the left collarbone"),
    ("search\tq\tSearch\t", "fertility preservation cost"),
    ("password\tpw\tPassword\tcurrent-password", "Correct-Horse-7!"),
    ("textarea\tabout\tAnything else\t", LONG),
    ("text\tcard\tCard number\tcc-number", "4111 1111 1111 1111"),
];

/// The made-up patient's, as `common::persona` has them.
const DECLARED: &[&str] = &[common::MAIL, "Tamsin Quillmoor", "Quillmoor"];

fn values() -> impl Iterator<Item = &'static str> {
    TYPED.iter().map(|(_, value)| *value).chain(DECLARED.iter().copied())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn percent(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn packed<W: Write>(mut into: W, text: &str) -> W {
    into.write_all(text.as_bytes()).unwrap();
    into
}

/// The value in every disguise, each with its name.
fn disguises(value: &str) -> Vec<(&'static str, String)> {
    let usual = value.trim().to_lowercase();
    let rot13 = |c: char| match c {
        'a'..='m' | 'A'..='M' => char::from(c as u8 + 13),
        'n'..='z' | 'N'..='Z' => char::from(c as u8 - 13),
        c => c,
    };
    let mut all = vec![
        ("plain", value.to_owned()),
        ("lower case", value.to_lowercase()),
        ("upper case", value.to_uppercase()),
        ("percent", percent(value)),
        ("percent twice", percent(&percent(value))),
        ("plus for space", value.replace(' ', "+")),
        ("base64", base64(value.as_bytes())),
        ("base64 for addresses", base64(value.as_bytes()).replace('+', "-").replace('/', "_").replace('=', "")),
        ("base64 twice", base64(base64(value.as_bytes()).as_bytes())),
        ("base64 of JSON", base64(format!(r#"{{"user":{{"v":"{value}"}}}}"#).as_bytes())),
        ("hex", hex(value.as_bytes())),
        ("HEX", hex(value.as_bytes()).to_uppercase()),
        ("reversed", value.chars().rev().collect()),
        ("rot13", value.chars().map(rot13).collect()),
        ("MD5", hex(&md5::Md5::digest(&usual))),
        ("SHA-1", hex(&sha1::Sha1::digest(&usual))),
        ("SHA-256", hex(&sha2::Sha256::digest(&usual))),
        ("SHA-256 in capitals", hex(&sha2::Sha256::digest(&usual)).to_uppercase()),
        ("SHA-256 in base64", base64(&sha2::Sha256::digest(&usual))),
        ("SHA-512", hex(&sha2::Sha512::digest(&usual))),
        ("SHA-224", hex(&sha2::Sha224::digest(&usual))),
        ("SHA-384", hex(&sha2::Sha384::digest(&usual))),
        ("SHA-512/256", hex(&sha2::Sha512_256::digest(&usual))),
        ("SHA3-256", hex(&sha3::Sha3_256::digest(&usual))),
        ("SHA3-512", hex(&sha3::Sha3_512::digest(&usual))),
        ("RIPEMD-160", hex(&ripemd::Ripemd160::digest(&usual))),
        ("BLAKE2b", hex(&blake2::Blake2b512::digest(&usual))),
        ("BLAKE2s", hex(&blake2::Blake2s256::digest(&usual))),
        ("SHA-256 of SHA-256", hex(&sha2::Sha256::digest(hex(&sha2::Sha256::digest(&usual))))),
        ("base32", data_encoding::BASE32.encode(value.as_bytes())),
        ("base58", bs58::encode(value).into_string()),
        ("escaped", value.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect()),
        ("entities", value.chars().map(|c| format!("&#{};", u32::from(c))).collect()),
        (
            "gzip in base64",
            base64(&packed(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default()), value).finish().unwrap()),
        ),
        (
            "deflate in base64",
            base64(&packed(flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default()), value).finish().unwrap()),
        ),
        ("lz-string", lz_str::compress_to_base64(value)),
        ("Zstandard in base64", base64(&ruzstd::encoding::compress_to_vec(value.as_bytes(), CompressionLevel::Fastest))),
        ("Brotli in base64", {
            let mut out = Vec::new();
            brotli::BrotliCompress(&mut value.as_bytes(), &mut out, &brotli::enc::BrotliEncoderParams::default()).unwrap();
            base64(&out)
        }),
        ("SHA-512/224", hex(&sha2::Sha512_224::digest(&usual))),
        ("SHA3-224", hex(&sha3::Sha3_224::digest(&usual))),
        ("SHA3-384", hex(&sha3::Sha3_384::digest(&usual))),
        ("BLAKE2b of 256 bits", hex(&blake2::Blake2b::<U32>::digest(&usual))),
        ("BLAKE2b of 160 bits", hex(&blake2::Blake2b::<U20>::digest(&usual))),
        ("BLAKE2b of 128 bits", hex(&blake2::Blake2b::<U16>::digest(&usual))),
        ("BLAKE2s of 128 bits", hex(&blake2::Blake2s::<U16>::digest(&usual))),
        ("MurmurHash3 of 128 bits", hex(&murmur3::murmur3_x64_128(&mut usual.as_bytes(), 0).unwrap().to_le_bytes())),
        ("MurmurHash3 of 128 bits, x86", {
            let whole = murmur3::murmur3_x86_128(&mut usual.as_bytes(), 0).unwrap();
            [0, 32, 64, 96].map(|shift| format!("{:08x}", (whole >> shift) as u32)).concat()
        }),
        ("MurmurHash3", format!("{:08x}", murmur3::murmur3_32(&mut usual.as_bytes(), 0).unwrap())),
        ("MurmurHash3 as a number", murmur3::murmur3_32(&mut usual.as_bytes(), 0).unwrap().to_string()),
        ("CRC32", format!("{:08x}", crc32fast::hash(usual.as_bytes()))),
    ];
    // Of e-mail addresses and telephone numbers alone, as `tab::known` says.
    if value.contains('@') || value.starts_with('+') {
        let keyed = hmac::Hmac::<sha2::Sha256>::new_from_slice(SALT.as_bytes()).unwrap().chain_update(&usual).finalize();
        all.extend([
            ("salted SHA-256", hex(&sha2::Sha256::digest(format!("{SALT}{usual}")))),
            ("SHA-1 and salt", hex(&sha1::Sha1::digest(format!("{usual}{SALT}")))),
            ("keyed SHA-256", hex(&keyed.into_bytes())),
        ]);
    }
    all
}

/// What carries a salted digest in a body names its salt there; every body does.
const SALT: &str = "9f86d081884c";

/// The way that carries a disguise as it is.
const BODY: usize = 5;
/// The ways on which it is a whole value.
const WHOLE: [usize; 4] = [1, BODY, 7, 8];

/// The ways out.
fn carriers(n: usize, dressed: &str) -> Vec<Vec<Event>> {
    let (id, safe) = (|k: &str| format!("{k}{n}"), percent(dressed));
    let json = serde_json::to_string(dressed).unwrap();
    let headers = Event::Headers(Headers {
        id: id("h"),
        referer: Some(format!("{PAGE}?prev={safe}")),
        more: vec![("x-user".into(), dressed.into())],
        ..Headers::default()
    });
    let entry = (format!("k{n}"), Some(dressed.to_owned()));
    let form = format!("{safe}=1&note={safe}");
    let storage = Storage { frame: 0, origin: "https://www.clinic.example".into(), area: Area::Local, entries: vec![entry], left_out: 0 };
    vec![
        vec![request(&id("p"), &format!("https://collector.example/u/{safe}/i.gif"))],
        vec![request(
            &id("q"),
            &format!("https://www.google-analytics.com/g/collect?v=2&tid=G-ABC123DEF4&cid=1.2&en=page_view&ep.who={safe}"),
        )],
        vec![request(&id("e"), &format!("https://www.facebook.com/tr/?id=123456789012345&ev={safe}&ud[em]={safe}"))],
        vec![request(&id("m"), &format!("https://www.clinic.example/matomo.php?idsite=1&rec=1&action_name={safe}&url={}", percent(PAGE)))],
        vec![request(&id("h"), "https://collector.example/i.gif"), headers],
        vec![post(&id("b"), "https://collector.example/in", &format!(r#"{{"salt":"{SALT}","events":[{{"name":"view","v":{json}}}]}}"#))],
        vec![post(&id("f"), "https://collector.example/in", &form)],
        vec![Event::Cookie(cookie(".collector.example", &format!("c{n}"), dressed))],
        vec![Event::Storage(storage)],
        vec![title(&format!("Results for {dressed}"))],
        vec![Event::Navigation(Navigation { frame: 0, url: format!("{PAGE}?q={safe}#{safe}"), how: How::History })],
    ]
}

/// The visit: everything is typed, then everything leaves.
fn visit() -> Vec<Observation> {
    let mut events = vec![watch(PAGE)];
    events.extend(TYPED.iter().zip(1..).map(|((about, value), n)| typed(n, about, value)));
    let mut turn = 0;
    for value in values() {
        for (name, dressed) in disguises(value) {
            let n = events.len();
            // As it is and as the digest most sent by every way out, every other disguise in a body and by three or four more ways.
            let every = matches!(name, "plain" | "SHA-256");
            // Of 32 bits: known as a whole value alone, since elsewhere anything could be one.
            let check = name.starts_with("CRC32") || name == "MurmurHash3" || name == "MurmurHash3 as a number";
            let ways = carriers(n, &dressed).into_iter().enumerate().filter(|(way, _)| !check || WHOLE.contains(way));
            events.extend(ways.filter(|(way, _)| every || *way == BODY || (way + turn) % 3 == 0).flat_map(|(_, events)| events));
            turn += 1;
        }
    }
    timed(&events)
}

/// Hits that mask nothing themselves: what the exports hide of them is hidden by the last look alone.
fn bare_hits(events: &[Observation]) -> Vec<HitView> {
    let recipient = |host: &str| Recipient {
        id: host.into(),
        name: host.into(),
        owner: None,
        category: None,
        host: host.into(),
        party: Party::Third,
        relay: false,
    };
    let mut out = Vec::new();
    for seen in events {
        let Event::Request(request) = &seen.event else { continue };
        let body = if let SeenBody::Text(text) = &request.body { text.as_str() } else { "" };
        let field = |at: &str, value: &str| HitField {
            at: at.into(),
            name: at.split(':').next_back().unwrap().into(),
            label: "text".into(),
            value: Excerpt::plain(value, &[(0, 2)]),
            note: format!("said {value}"),
            mark: 0,
        };
        let query = request.url.split_once('?').map_or("", |(_, query)| query);
        let mut fields: Vec<HitField> =
            query.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| field(&format!("query:{name}"), value)).collect();
        fields.push(field("body:v", body));
        out.push(HitView {
            request: out.len() as u32 + 1,
            part: 1,
            parts: 1,
            at: seen.at,
            page: Excerpt::plain(PAGE, &[]),
            method: request.method.clone(),
            kind: "image".into(),
            address: Excerpt::plain(&request.url, &[]),
            recipient: recipient("collector.example"),
            role: "collect".into(),
            event: query.to_owned(),
            sent_on: String::new(),
            worst: String::new(),
            status: Some(200),
            failed: String::new(),
            unread: false,
            verdict: "none".into(),
            findings: vec![format!("title-leak:{query}")],
            fields,
            more: 0,
        });
    }
    out
}

/// Every value in every disguise that the text holds. Digests are looked for whole: their masks show both ends.
fn shows(text: &str) -> Vec<(&'static str, &'static str)> {
    static ALL: LazyLock<Vec<(&str, &str, String)>> = LazyLock::new(|| {
        values().flat_map(|value| disguises(value).into_iter().map(move |(name, dressed)| (value, name, dressed))).collect()
    });
    let mut found: Vec<_> = ALL.iter().filter(|(_, _, dressed)| text.contains(dressed)).map(|(value, name, _)| (*value, *name)).collect();
    let plain = LONG.get(..24).unwrap();
    let heads = [plain.to_owned(), plain.replace(' ', "+"), percent(plain), base64(plain.as_bytes()), hex(plain.as_bytes())];
    found.extend(heads.iter().filter(|head| text.contains(*head)).map(|_| (LONG, "its beginning")));
    found
}

/// Every value as the engine finds it, in every text for itself.
fn known_in<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<(usize, String)> {
    let mut set = KnownSet::default();
    for (n, value) in values().enumerate() {
        assert!(set.add(n as u32, &leaklight_codecs::prepare(value, "", false)));
    }
    let mut found = Vec::new();
    for text in texts {
        found.extend(find_text(&set, text).into_iter().map(|(value, _)| (value, text.to_owned())));
    }
    found
}

/// Every text of a JSON document, by line for NDJSON.
fn texts_of_json(json: &str) -> Vec<String> {
    fn walk(value: &serde_json::Value, out: &mut Vec<String>) {
        match value {
            serde_json::Value::String(text) => out.push(text.clone()),
            serde_json::Value::Array(items) => items.iter().for_each(|item| walk(item, out)),
            serde_json::Value::Object(members) => members.iter().for_each(|(name, member)| {
                out.push(name.clone());
                walk(member, out);
            }),
            _ => {}
        }
    }
    let mut out = Vec::new();
    for value in serde_json::Deserializer::from_str(json).into_iter::<serde_json::Value>() {
        walk(&value.expect("JSON"), &mut out);
    }
    out
}

fn texts_of_html(html: &str) -> Vec<String> {
    texts_of_xml(html.split_once("</head>").unwrap().1)
}

fn texts_of_xml(body: &str) -> Vec<String> {
    let plain = |t: &str| t.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
    body.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| plain(text.trim())).filter(|t| !t.is_empty()).collect()
}

fn texts_of_csv(table: &str) -> Vec<String> {
    let mut reader = ::csv::ReaderBuilder::new().from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    reader.records().flat_map(|row| row.expect("a row").iter().map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[test]
fn no_export_shows_a_known_value_however_dressed() {
    let events = visit();
    let mut host = Host::new(persona(true));
    for event in &events {
        host.step(std::slice::from_ref(event));
        host.answer();
    }

    // The recorded log is not masked: the search finds everything in it, so that it can find. A password's field is empty there.
    let log: String = events.iter().map(|e| serde_json::to_string(e).unwrap() + "\n").collect();
    let in_log = shows(&texts_of_json(&log).join("\n"));
    for value in values() {
        for (name, _) in disguises(value) {
            assert!(in_log.contains(&(value, name)), "the search does not find {value} as {name}");
        }
    }
    let by_engine = known_in(texts_of_json(&log).iter().map(String::as_str));
    for (n, value) in values().enumerate() {
        assert!(by_engine.iter().filter(|(found, _)| *found == n).count() > 20, "the engine does not find {value}");
    }

    let report = host.session.report(7, 9_000_000);
    assert!(report.view.findings.len() > 20, "the visit leaked");
    let own = host.session.hits(&events).unmarked().list;
    let (bare, own) = (host.session.masked_hits(7, bare_hits(&events)), host.session.masked_hits(7, own));
    assert!(bare.len() > 300);
    let json = host.session.written(7, 9_000_000, "Mozilla/5.0 Firefox/141.0");
    let page = html::html(&report);
    // What is copied of one hit.
    let mut reader = HitReader::new(host.session.settings().clone());
    reader.read(&events);
    let copies: Vec<HitView> =
        own.iter().flat_map(|hit| reader.hits_of(hit.request, hit.at, Some(&host.session)).unmarked().list).collect();
    let copies = host.session.masked_hits(7, copies);
    assert!(copies.len() >= own.len());
    let copied = serde_json::to_string(&copies).unwrap();
    let tables = [csv::findings(&report), csv::hits(&bare), csv::hits(&own)];
    let archives = [har::har(&bare), har::har(&own)];
    let mut all = vec![("JSON", json.clone(), texts_of_json(&json)), ("HTML", page.clone(), texts_of_html(&page))];
    all.extend(tables.iter().map(|table| ("CSV", table.clone(), texts_of_csv(table))));
    for which in [Which::Flow, Which::Lineage, Which::Timeline, Which::Choice] {
        for room in [Room::Wide, Room::Narrow] {
            let drawn = which.draw(&report.view, room);
            all.push(("SVG", drawn.svg().to_owned(), texts_of_xml(drawn.svg())));
        }
    }
    all.extend(archives.iter().map(|archive| ("HAR", archive.clone(), texts_of_json(archive))));
    let lines = |form: fn(&HitView) -> String| copies.iter().map(form).collect::<Vec<_>>();
    for (name, lines) in [("a command", lines(|hit| curl(hit, None))), ("a row", lines(|hit| table_row(hit, None)))] {
        all.push((name, lines.join("\n"), lines));
    }
    all.push(("a hit's JSON", copied.clone(), texts_of_json(&copied)));
    for (name, raw, texts) in &all {
        let texts: BTreeSet<&String> = texts.iter().collect();
        for text in &texts {
            assert_eq!(shows(text), [], "{name}: {text}");
        }
        assert_eq!(shows(raw), [], "{name}");
        let found = known_in(texts.iter().map(|text| text.as_str()));
        assert!(found.is_empty(), "{name}: {:?}", &found[..found.len().min(8)]);
    }
}
