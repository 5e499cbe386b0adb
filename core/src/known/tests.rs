//! Known values under every disguise, clean twins first. The disguises were made by Node's crypto and zlib, lz-string,
//! bs58 and murmurhash3js from npm and Python's base64 and hashlib: not by the code under test.

use super::*;
use crate::payload::{Body, read_parts};
use leaklight_codecs::prepare;
use proptest::prelude::*;

const VALUE: &str = "Ada.Winter9+lab@Mail-Test.example";

/// What was sent, and the chain a match must name.
#[rustfmt::skip]
const DISGUISES: &[(&str, &[&str])] = &[
        ("Ada.Winter9+lab@Mail-Test.example", &[]),
        ("ADA.WINTER9+LAB@MAIL-TEST.EXAMPLE", &[]),
        ("Ada.Winter9%252Blab%2540Mail-Test.example", &["percent", "percent"]),
        ("elpmaxe.tset-liam@bal+9retniw.ada", &["reversed"]),
        ("Nqn.Jvagre9+yno@Znvy-Grfg.rknzcyr", &["rot13"]),
        ("&#65;&#100;&#97;&#46;&#87;&#105;&#110;&#116;&#101;&#114;&#57;&#43;&#108;&#97;&#98;&#64;&#77;&#97;&#105;&#108;&#45;&#84;&#101;&#115;&#116;&#46;&#101;&#120;&#97;&#109;&#112;&#108;&#101;", &["entities"]),
        ("\\u0041\\u0064\\u0061\\u002e\\u0057\\u0069\\u006e\\u0074\\u0065\\u0072\\u0039\\u002b\\u006c\\u0061\\u0062\\u0040\\u004d\\u0061\\u0069\\u006c\\u002d\\u0054\\u0065\\u0073\\u0074\\u002e\\u0065\\u0078\\u0061\\u006d\\u0070\\u006c\\u0065", &["escaped"]),
        ("QWRhLldpbnRlcjkrbGFiQE1haWwtVGVzdC5leGFtcGxl", &["base64"]),
        ("QWRhLldpbnRlcjkrbGFiQE1haWwtVGVzdC5leGFtcGxl", &["base64"]),
        ("4164612e57696e746572392b6c6162404d61696c2d546573742e6578616d706c65", &["hex"]),
        ("4164612E57696E746572392B6C6162404D61696C2D546573742E6578616D706C65", &["hex"]),
        ("LRgRorpAdhww9tNCeyh2Jvkaca9Eh1wzXx3UEfrosJcax", &["base58"]),
        ("VVZkU2FFeHNaSEJpYmxKc1kycHJjbUpIUm1sUlJURm9ZVmQzZEZaSFZucGtRelZzWlVkR2RHTkhlR3c9", &["base64","base64","base64"]),
        ("515752684c6c6470626e526c636a6b726247466951453168615777745647567a6443356c654746746347786c", &["hex","base64"]),
        ("eyJrIjoiQWRhLldpbnRlcjkrbGFiQE1haWwtVGVzdC5leGFtcGxlIn0=", &["base64"]),
        ("IIEwhgdA6glgdgFwKYCcCcBqANmARgAQFkwYsBaAFSQGcEIkAPMAWwAcskg", &["lz-string"]),
        ("N4Ig1iBcIIICYEMB0B1AlgOwC4FMBOAnANQA2CARgAICyCaJAtACo4DOWSOAHggLYAOJHCAC+QA=", &["lz-string"]),
        ("H4sIAAAAAAAAA6tWylayUnJMSdQLz8wrSS2y1M5JTHLwTczM0Q1JLS7RS61IzC3ISVWqBQDTuaTBKQAAAA==", &["base64","gzip"]),
        ("eJyrVspWslJyTEnUC8/MK0ktstTOSUxy8E3MzNENSS0u0UutSMwtyElVqgUAGCsOEA==", &["base64","deflate"]),
        ("41e5f402846d044967541ea8268109bf", &["md5"]),
        ("06E422C6BADCAE438BFF31B2768F4BC8", &["md5"]),
        ("1d465369c607dbb30a7548708e32a88728cbaf62", &["sha1"]),
        ("c39888ea7839529f55d946f97bffdee9d72161f376797e3a7a9cb480", &["sha224"]),
        ("3297901f2bc243e167fdf58181c9eaa176e3a925dba320b2c8e89b044e4c1e5d", &["sha256"]),
        ("MpeQHyvCQ+Fn/fWBgcnqoXbjqSXboyCyyOibBE5MHl0=", &["base64","sha256"]),
        ("MpeQHyvCQ-Fn_fWBgcnqoXbjqSXboyCyyOibBE5MHl0", &["base64","sha256"]),
        ("BuQixrrcrkOL/zGydo9LyA==", &["base64","md5"]),
        ("06a1d098fddd6875c6c86e6178c930ade03e8723863136275d486dbef9bbd729284787da07c69b6219fcdd9c416c143a", &["sha384"]),
        ("9647e1a28252a64f5d08f893b689b701cb8537d0d03aa827a1532bbdc9cbbdd1becd9f2219f69b48fc011943e56c201315772e034af6476b7344e83bcfe700aa", &["sha512"]),
        ("6d7f951d006737c5333dfb443cd066021a17c80d0b4ebb73f4e71c65", &["sha3-224"]),
        ("7e6bcab36cc81e4e8c6f57435d871d36d53d5a1fd25309c4003efe35147768ce", &["sha3-256"]),
        ("073d01b5a02ba1ba466d7936d1a9480d622b9448abca785af2fbed9e5a4bf9d98cca72e4fcf5fea6aeabbe1b134204d2", &["sha3-384"]),
        ("ad3b2bfae23448bf2e932c4c4a7510086a4f38d87504a19c3bf4539af9185ea9219c712099bd0bcd8f2d2c5aa868a286ef1fc04363cbdf7fab9a394feb2ba6f8", &["sha3-512"]),
        ("1bf32e4e31fcad63b3b957075cee4da6ceaa1f67", &["ripemd160"]),
        ("188672d67c446afd180f40c12f5ad71ebd2f61a4c310977d12696f6c2c251eac6662b1c498cc046c8537a9d1d6a12abb5ef3bfce209e75c7f8f729c8ad4580cd", &["blake2b"]),
        ("d866a9ff246a70270f3c90dbb1c88f165711ea45844521c7cbaf4fb64495ed7b", &["blake2s"]),
        ("aaa8ac38b8daba9c7e5d9db0fd17ddf2aeb0afaf29b5f693b3bc81c9a71e2777", &["sha256"]),
        ("b6e741e795f7617aa00bd018316ce7856e07c3d7287eff346464c9735205d8d9", &["sha256","md5"]),
        ("f8edee52cb1f6fc57db8fc12e1701a0b", &["md5","sha1"]),
        ("e17f07b591ec728676e5645c3431e0f40a4b8c23582090bdbd44cc1899452f2a", &["sha256","sha1","md5"]),
        ("MDZlNDIyYzZiYWRjYWU0MzhiZmYzMWIyNzY4ZjRiYzg=", &["base64","md5"]),
        ("4d445a6c4e444979597a5a695957526a595755304d7a68695a6d597a4d5749794e7a59345a6a5269597a673d", &["hex","base64","md5"]),
        ("88bbe5f1b8ecbcbf54ab18e28b0cca7b", &["md5","base64"]),
        ("QWRhLldpbnRlcjklMkJsYWIlNDBNYWlsLVRlc3QuZXhhbXBsZQ==", &["base64","percent"]),
        ("eyJrIjoiQWRhLldpbnRlcjkrbGFiQE1haWwtVGVzdC5leGFtcGxlIn0%253D", &["percent", "percent", "base64"]),
        ("tv.1~em.MpeQHyvCQ-Fn_fWBgcnqoXbjqSXboyCyyOibBE5MHl0", &["base64","sha256"]),
        ("5KD.81WNils+qD2@AD1q-xivN.iSDk3qi", &["substituted"]),
        ("8cbc5958", &["crc32"]),
        ("2361153880", &["crc32"]),
        ("0474ec2d", &["murmur3"]),
        ("3ab9e43d90b458f43d8b197c7e175bb4", &["murmur3-128"]),
        ("IFSGCLSXNFXHIZLSHEVWYYLCIBGWC2LMFVKGK43UFZSXQYLNOBWGK===", &["base32"]),
        ("b1a7c1af80b355714ea236a05e322bc3d723f35afee43709cedcf02ba4609895", &["blake2b-256"]),
];

/// Escaped as `encodeURIComponent` does.
fn escape(text: &str) -> String {
    let kept = |b: &u8| b.is_ascii_alphanumeric() || b"-_.!~*'()".contains(b);
    text.bytes().map(|b| if kept(&b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn base64_of(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// The values by their places.
fn set_of<'a>(values: impl IntoIterator<Item = &'a str>) -> KnownSet {
    let mut set = KnownSet::default();
    for (id, value) in values.into_iter().enumerate() {
        assert!(set.add(id as u32, &prepare(value, "", false)));
    }
    set
}

fn found(known: &[&str], path: &str, query: &str, body: &str, referer: &str) -> Vec<(usize, String, Vec<&'static str>)> {
    found_of(&set_of(known.iter().copied()), path, query, body, referer)
}

fn found_of(set: &KnownSet, path: &str, query: &str, body: &str, referer: &str) -> Vec<(usize, String, Vec<&'static str>)> {
    let body_seen = if body.is_empty() { Body::Empty } else { Body::Bytes(body.as_bytes()) };
    let fields = read_parts(path, query, "", body_seen, (!referer.is_empty()).then_some(referer));
    let url = format!("https://t.example{path}?{query}");
    let raw = [url.as_bytes(), body.as_bytes(), referer.as_bytes()];
    let mut given = Given::default();
    // As hosts do: unpack what is wanted, and read again.
    for want in find(set, &fields, &raw, &given).wanted.iter() {
        given.put(want.fingerprint, leaklight_codecs::unpack(want.how.word(), &want.bytes, 1 << 20).as_deref());
    }
    find(set, &fields, &raw, &given).matches.into_iter().map(|m| (m.index, m.at, m.chain.into_iter().map(Step::word).collect())).collect()
}

#[test]
fn every_disguise_in_every_carrier() {
    let others = set_of(["Eve.Summer3@other.example", "+1 (415) 555-0137", "Lu"]);
    let set = set_of(["nothing here", VALUE]);
    for (sent, chain) in DISGUISES {
        let query = format!("cid=1&ud[em]={}", escape(sent));
        let body = format!("{{\"user\":{{\"x\":{}}}}}", serde_json::to_string(sent).unwrap());
        let path = format!("/view/{}/px.gif", escape(sent));
        let referer = format!("https://a.example/p?e={}", escape(sent));
        for (path, query, body, referer) in [
            ("/c", query.as_str(), "", ""),
            (path.as_str(), "", "", ""),
            ("/c", "", body.as_str(), ""),
            ("/c", "", query.as_str(), ""),
            ("/c", "", "", referer.as_str()),
        ] {
            // The clean twin: the same request while another value is known.
            assert_eq!(found_of(&others, path, query, body, referer), [], "{sent}");
            let got = found_of(&set, path, query, body, referer);
            assert_eq!(got.len(), 1, "{sent} in {path} {query} {body} {referer}: {got:?}");
            assert_eq!(got[0].0, 1, "{sent}");
            assert_eq!(got[0].2, *chain, "{sent} in {path} {query} {body} {referer}");
        }
        let got = found_of(&set, "/c", &query, "", "");
        assert!(got[0].1.starts_with("query:ud[em]"), "{sent}: {got:?}");
    }
}

#[test]
fn spellings_vendors_ask_for() {
    let rows: &[(&str, &str)] = &[
        ("+1 (415) 555-0137", "p=%2B14155550137"),
        ("+1 (415) 555-0137", "p=4155550137"),
        ("+1 (415) 555-0137", "p=14155550137"),
        ("415-555-0137", "p=%2B14155550137"),
        ("10/17/1971", "db=19711017"),
        ("10/17/1971", "db=1971-10-17"),
        ("Marguerite Delacroix", "n=marguerite+delacroix"),
        ("Marguerite Delacroix", "n=MARGUERITEDELACROIX"),
        ("chronic migraine", "dl=https%3A%2F%2Fa.example%2Fsearch%2Fchronic-migraine%2F"),
        ("chronic migraine", "q=chronic%252Bmigraine"),
        ("Zoë Müller", "n=ZO%C3%8B+M%C3%9CLLER"),
        // Examples of Meta's and Snap's documentation (see `leaklight-codecs`, `spell.rs`).
        ("(650)555-1212", "ph=e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176"),
        ("Valéry", "fn=08e1996b5dd49e62a4b4c010d44e4345592a863bb9f8e3976219bac29417149c"),
        ("Mary", "fn=6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec"),
        ("John_Smith@gmail.com", "em=62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"),
        ("Person@Example.com", "em=542d240129883c019e106e3b1b2d3f3cb3537c43c425364de8e951d5a3083345"),
        // SHA-256 of `19711017` and of `+14155550137`.
        ("10/17/1971", "db=88f5ffba7f7cfc00c006a6275e007f86ba5333a1df9906b8cbed9f09dc979ad3"),
        ("(415) 555-0137", "ph=0c8818780320d206db3883603cbf2f648d846a638eb86622cf9a21609b259329"),
    ];
    for (known, query) in rows {
        assert_eq!(found(&["Eve Summer", "+1 (415) 555-0199", "10/18/1971"], "/c", query, "", ""), [], "{query}");
        assert_eq!(found(&[known], "/c", query, "", "").len(), 1, "{known} {query}");
    }
}

#[test]
fn a_piece_of_another_value_is_none() {
    for (known, query) in [
        ("3/14/2002", "d=13/14/2002&e=3/14/20021"),
        ("jane@x.com", "e=mary-jane@x.com.example&f=notjane@x.com&g=jane@x.company"),
        ("Jane Winter", "e=jane.winter40@x.com&f=janewinter40@x.com"),
        // Base64 of `{"em":"+44 20 7149 4773","k":1}`: its last letters but one are those of the number ending in 2.
        ("+44 20 7149 4772", "d=eyJlbSI6Iis0NCAyMCA3MTQ5IDQ3NzMiLCJrIjoxfQ%3D%3D"),
    ] {
        assert_eq!(found(&[known], "/c", query, "", ""), [], "{known} {query}");
    }
    assert_eq!(found(&["3/14/2002"], "/c", "d=on 3/14/2002.", "", "").len(), 1);
    assert_eq!(found(&["jane@x.com"], "/c", "e=<jane@x.com>.", "", "").len(), 1);
    assert_eq!(found(&["Jane Winter"], "/c", "e=dr_janewinter_md", "", "").len(), 1);
}

#[test]
fn values_cut_over_neighbouring_fields() {
    let rows: &[(&str, &str)] = &[
        ("jane.doe77@x.com", "e1=jane.d&e2=oe77@x.com"),
        ("jane.doe77@x.com", "user=jane.doe77&host=x.com"),
        ("+1 (415) 555-0137", "a=415&b=555&c=0137"),
        ("10/17/1971", "y=1971&m=10&d=17"),
        ("Marguerite Delacroix", "fn=Marguerite&ln=Delacroix"),
    ];
    // Clean twins: pieces of others, pieces that do not end where a field ends, words of a path.
    assert_eq!(found(&["jane.doe77@x.com"], "/c", "e1=jane.d&e2=oe78@x.com", "", ""), []);
    assert_eq!(found(&["jane.doe77@x.com"], "/c", "e1=xjane.d&e2=oe77@x.com", "", ""), []);
    assert_eq!(found(&["+1 (415) 555-0137"], "/c", "a=7415&b=555&c=01379", "", ""), []);
    assert_eq!(found(&["find doctor"], "/find/doctor", "", "", ""), []);
    for (known, query) in rows {
        let got = found(&[known], "/c", query, "", "");
        assert_eq!(got.len(), 1, "{known} {query}: {got:?}");
        assert_eq!(got[0].2, ["split"], "{known} {query}");
    }
}

#[test]
fn secrets_are_found_by_digests_alone() {
    let set = |secret: &str| {
        let mut set = KnownSet::default();
        assert!(set.add(3, &prepare(secret, "", true)));
        set
    };
    let password = set("Hunter2!secret");
    let card = set("4111 1111 1111 1111");
    for query in ["p=Hunter2!secret1", "p=xHunter2!secret", "p=Hunter2!secres", "p=4111111111111112"] {
        assert_eq!(found_of(&password, "/c", query, "", ""), [], "{query}");
        assert_eq!(found_of(&card, "/c", query, "", ""), [], "{query}");
    }
    let body = "{\"u\":{\"p\":\"Hunter2!secret\"}}";
    assert_eq!(found_of(&password, "/c", "p=Hunter2!secret", "", "").len(), 1);
    assert_eq!(found_of(&password, "/c", "p=SHVudGVyMiFzZWNyZXQ%3D", "", "").len(), 1);
    assert_eq!(found_of(&password, "/c", "", body, "").len(), 1);
    assert_eq!(found_of(&card, "/c", "n=4111111111111111", "", "").len(), 1);
    assert_eq!(found_of(&card, "/c", "n=4111-1111-1111-1111", "", "").len(), 1);
}

#[test]
fn values_come_and_go() {
    let mut set = KnownSet::default();
    let table = |n: usize| prepare(&format!("patient.{n}@mail.example"), "", false);
    let sent = |n: usize| format!("e=patient.{n}@mail.example");
    for n in 0..40 {
        assert!(set.add(100 + n as u32, &table(n)));
    }
    assert!(!set.remove(7));
    for n in 0..30 {
        assert!(set.remove(100 + n as u32));
    }
    assert_eq!(set.len(), 10);
    assert_eq!(found_of(&set, "/c", &sent(5), "", ""), []);
    assert_eq!(found_of(&set, "/c", &sent(35), "", "")[0].0, 135);
    // Another value in its place.
    assert!(set.add(135, &table(5)));
    assert_eq!(found_of(&set, "/c", &sent(35), "", ""), []);
    assert_eq!(found_of(&set, "/c", &sent(5), "", "")[0].0, 135);
    assert!(!set.add(135, b"no table"));
    (30..40).for_each(|n| assert_eq!(set.remove(100 + n as u32), n != 35));
    assert!(set.is_empty());
}

#[test]
fn short_values_count_as_whole_fields_only() {
    // SHA-256 of `test`, of `f`.
    let test = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let f = "252f10c83610ebca1a059c0bae8255eba2f95be4d1d7bcfa89d7248a82d9f111";
    for (known, query) in [
        ("test", "a=latest&b=test1&c=a+test"),
        ("Ann", "a=Annual&b=banner"),
        ("F", "ge=f&x=F"),
        ("12", "bd=12&v=12"),
        ("", "a=&b="),
        (" ", "a=+"),
    ] {
        assert_eq!(found(&[known], "/c", query, "", ""), [], "{known} {query}");
    }
    assert_eq!(found(&["test"], "/c", "a=Test", "", ""), [(0, "query:a".to_owned(), vec![])]);
    assert_eq!(found(&["test"], "/c", &format!("fn={test}"), "", ""), [(0, "query:fn".to_owned(), vec!["sha256"])]);
    assert_eq!(found(&["F"], "/c", &format!("ge={f}"), "", ""), [(0, "query:ge".to_owned(), vec!["sha256"])]);
    assert_eq!(found(&["test"], "/c", "a=dGVzdA%3D%3D", "", ""), [(0, "query:a".to_owned(), vec!["base64"])]);
}

#[test]
fn words_stand_alone_and_addresses_anywhere() {
    assert_eq!(found(&["Morgan"], "/c", "a=morganstanley&b=jpmorgan", "", ""), []);
    assert_eq!(found(&["Morgan"], "/c", "a=dr.morgan,md", "", "").len(), 1);
    assert_eq!(found(&["u_83kf02mZx91Qv"], "/c", "a=idu_83kf02mZx91Qvx", "", "").len(), 1);
}

#[test]
fn a_value_is_named_once_where_it_stands() {
    let got = found(&[VALUE], "/c", &format!("dl={}", escape(&format!("https://a.example/?e={}&x=1", escape(VALUE)))), "", "");
    assert_eq!(got, [(0, "query:dl.e".to_owned(), vec![])]);
    // A value with a slash is cut by the path: it stands over several segments, or is seen in the address as sent.
    assert_eq!(found(&["12/31/1970 visit"], "/x/12/31/1970 visit/y", "", "", ""), [(0, "path:2".to_owned(), vec!["split"])]);
    assert_eq!(found(&["12/31/1970 visit"], "/x12/31/1970 visit/y", "", "", ""), [(0, "url".to_owned(), vec![])]);
}

#[test]
fn floods_are_bounded() {
    let mut deep = VALUE.to_owned();
    for _ in 0..12 {
        deep = base64_of(deep.as_bytes());
    }
    let _ = found(&[VALUE], "/c", &format!("a={}", escape(&deep)), "", "");
    let many = "QUFBQUFBQUFBQUFB ".repeat(20_000);
    let _ = found(&[VALUE], "/c", "", &many, "");
    let values: Vec<String> = (0..MOST_VALUES + 5).map(|i| format!("value number {i}")).collect();
    let set = set_of(values.iter().take(60).map(String::as_str));
    assert_eq!((set.len(), set.left_out()), (60, 0));
}

proptest! {
    #[test]
    fn any_bytes_are_answered(known in proptest::collection::vec(".{0,24}", 0..4), query in ".{0,80}", body in proptest::collection::vec(any::<u8>(), 0..120)) {
        let set = set_of(known.iter().map(String::as_str));
        let fields = read_parts(&query, &query, "", Body::Bytes(&body), Some(&query));
        let raw: [&[u8]; 3] = [query.as_bytes(), &body, query.as_bytes()];
        prop_assert_eq!(find(&set, &fields, &raw, &Given::default()), find(&set, &fields, &raw, &Given::default()));
    }

    #[test]
    fn any_table_is_searched(mut table in proptest::collection::vec(any::<u8>(), 0..300), query in ".{0,60}") {
        if let Some(version) = table.first_mut() {
            *version = 1;
        }
        let mut set = KnownSet::default();
        set.add(1, &table);
        let fields = read_parts(&query, &query, "", Body::Empty, None);
        let _ = find(&set, &fields, &[query.as_bytes()], &Given::default());
    }

    #[test]
    fn any_value_is_found_plain_and_in_base64(value in "[a-z][a-zA-Z0-9.@ ]{6,30}[a-z]", around in "[a-z]{0,5}") {
        let set = set_of([value.as_str()]);
        for text in [format!("{around} {value} {around}"), base64_of(format!("{around}:{value}:{around}").as_bytes())] {
            prop_assert_eq!(find_text(&set, &text).len(), 1, "{}", text);
        }
    }
}

/// A recording longer than the list of fields: what was typed stands at its end, and is found in the packing.
#[test]
fn behind_the_last_field_of_a_packed_body() {
    use std::io::Write;
    let body = |end: &str| {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        write!(out, "[{}\"{end}\"]", "1,".repeat(crate::payload::FIELDS + 10)).unwrap();
        out.finish().unwrap()
    };
    let set = set_of([VALUE]);
    for (end, want) in [("nobody", vec![]), (VALUE, vec![("body".to_owned(), vec![Step::Gzip])])] {
        let body = body(end);
        let fields = read_parts("/", "", "", Body::Bytes(&body), None);
        let found = find(&set, &fields, &[b"", &body, b""], &Default::default()).matches;
        assert_eq!(found.into_iter().map(|m| (m.at, m.chain)).collect::<Vec<_>>(), want);
    }
}

/// A page's other buttons count as sending its form: what left goes with the last before it, and before any, with the first.
#[test]
fn which_sending_it_left_with() {
    let at = FieldAt { frame: 0, field: 1 };
    let form = |button: &str, when| Sent { frame: 0, fields: vec![1], button: button.to_owned(), when };
    let values = Values { list: Vec::new(), sent: vec![form("Another time", 2_000), form("Book", 4_000)] };
    for (changed, left, button) in
        [(1_000, 1_500, "Another time"), (1_000, 2_000, "Another time"), (1_000, 4_010, "Book"), (3_000, 3_500, "Book")]
    {
        assert_eq!(values.sent(at, changed, left).map(|form| form.button.as_str()), Some(button), "{changed} {left}");
    }
    assert_eq!(values.sent(at, 5_000, 5_000), None);
}
