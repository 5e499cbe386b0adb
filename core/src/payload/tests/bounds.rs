//! Bad input is ordinary: bounded, and what is left out is counted.

use super::*;

#[track_caller]
fn unread(fields: &Fields<'_>, at: &str, why: &str) -> usize {
    let found = fields.unread.iter().find(|u| u.at == at && u.why == why);
    assert!(found.is_some(), "{at}: {why} not in {:?}", fields.unread);
    found.map_or(0, |u| u.size)
}

#[test]
fn too_many_fields_are_counted_once() {
    let query = "a=1&".repeat(1_000_000);
    let fields = read_parts("/x", &query, "", Body::Bytes(b"b=2"), None);
    assert_eq!(fields.items.len(), FIELDS);
    assert_eq!(fields.unread.len(), 1);
    assert!(unread(&fields, "query", "more than 2,000 fields") > 3_900_000);
    let json = format!("[{}1]", "1,".repeat(100_000));
    let fields = read_url("", Body::Bytes(json.as_bytes()));
    assert_eq!(fields.items.len(), FIELDS);
    assert_eq!(fields.unread.len(), 1);
    assert!(unread(&fields, "body", "more than 2,000 fields") > 190_000);
}

#[test]
fn deep_json_is_bounded() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let fields = read_url("", Body::Bytes(deep.as_bytes()));
    assert!(fields.items.is_empty());
    unread(&fields, "body", "JSON nested deeper than 64 levels");
    // What stands beside the deep part is read.
    let beside = format!(r#"{{"a":"x","d":{}{},"b":"y"}}"#, r#"{"k":"#.repeat(1000) + "1", "}".repeat(1000));
    let fields = read_url("", Body::Bytes(beside.as_bytes()));
    assert_eq!(flat(&fields), [("body:a".to_owned(), "x".to_owned()), ("body:b".to_owned(), "y".to_owned())]);
    let names = format!("{}1{}", format!(r#"{{"{}":"#, "k".repeat(400)).repeat(60), "}".repeat(60));
    let fields = read_url("", Body::Bytes(names.as_bytes()));
    assert!(fields.items.iter().all(|f| f.path.len() <= PLACE));
}

#[test]
fn bombs_are_bounded() {
    let bomb = gzip(&"a=b&".repeat(5_000_000));
    let fields = read_url("", Body::Bytes(&bomb));
    unread(&fields, "body", "more than 1 MB decoded");
    assert_eq!(fields.items.len(), FIELDS);
    let packed = base64(gzip(&"lorem ipsum ".repeat(200_000)));
    let form = [("d".to_owned(), packed.clone()), ("e".to_owned(), packed)];
    let fields = read_url("", Body::Form(&form));
    let produced: usize = fields.items.iter().filter(|f| f.coding == Some(Coding::Gzip)).map(|f| f.value.len()).sum();
    assert!(produced <= BYTES, "{produced}");
    unread(&fields, "body:d", "more than 1 MB decoded");
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
fn bombs_the_host_unpacks_and_nested_ones_are_bounded() {
    // 50 MB of `a=b&` by Node 20's `brotliCompressSync`.
    const BROTLI: &str = "y///P/ilTXrCxMRpAYDt/V8O////4JcAiMMCAN37P/7//8EvARCHBQC693/8//+DXwIgDgsAdO//+P//B78EQBwWAOje//H//w9+CYA4LADQvf/L//8P/BIAcVgAoHv/AQ==";
    let brotli = base64_bytes(BROTLI).unwrap();
    let inner = gzip(&"a=b&".repeat(5_000_000));
    let latin: String = inner.iter().map(|&b| char::from(b)).collect();
    let json = serde_json::json!({ "d": latin, "e": base64(&inner), "f": base64(&inner), "g": 1 }).to_string();
    let deep = gzip(&format!(r#"{{"p":{}}}"#, serde_json::json!(json)));
    for bytes in [zstd_bomb(400), brotli, gzip(&json), deep, json.into_bytes()] {
        let mut given = Given::default();
        let wanted = read_all(["/", "", ""], Body::Bytes(&bytes), None, &given).wanted;
        for w in wanted.iter() {
            given.put(w.fingerprint, leaklight_codecs::unpack(w.how.word(), &w.bytes, BYTES).as_deref());
        }
        let fields = read_all(["/", "", ""], Body::Bytes(&bytes), Some("https://clinic.example/hiv"), &given);
        let decoded: usize = fields.items.iter().filter(|f| f.coding.is_some_and(|c| c.is_packing())).map(|f| f.value.len()).sum();
        let whole: usize = fields.texts().map(|(_, t)| t.len()).sum();
        assert!(decoded <= BYTES && whole <= 2 * BYTES && fields.items.len() <= FIELDS, "{decoded} {whole}");
        // All of a host's text fits; core's own bombs say that they were cut.
        assert!(!wanted.is_empty() || fields.unread.iter().any(|u| u.why == "more than 1 MB decoded"), "{:?}", fields.unread);
        assert!(wanted.is_empty() || fields.unread.len() <= 1, "{:?}", fields.unread);
    }
}

#[test]
fn layers_are_bounded() {
    let mut value = r#"{"a":"b"}"#.to_owned();
    for _ in 0..12 {
        value = base64(value);
    }
    let form = [("d".to_owned(), value)];
    let fields = read_url("", Body::Form(&form));
    assert_eq!(fields.items.len(), 1 + usize::from(LAYERS));
}

#[test]
fn what_is_cut_is_read_as_far_as_it_goes() {
    type Cut<'a> = (&'a [u8], &'a [(&'a str, &'a str)], &'a str);
    let rows: &[Cut<'_>] = &[
        (
            br#"{"a":1,"b":["x","https://clinic.exa"#,
            &[("body:a", "1"), ("body:b[0]", "x"), ("body:b[1]", "https://clinic.exa")],
            "JSON cut short",
        ),
        (br#"{"a":1,"b":tr"#, &[("body:a", "1")], "JSON cut short"),
        (b"{\"a\":1}\n{\"a\":2", &[("body:[0].a", "1"), ("body:[1].a", "2")], "JSON cut short"),
        (b"a=1&b=J\xc3", &[("body:a", "1"), ("body:b", "J")], "cut short"),
        (b"--X1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1", &[("body:a", "1")], "multipart body cut short"),
    ];
    for (bytes, want, why) in rows {
        let fields = read_url("", Body::Bytes(bytes));
        let want: Vec<_> = want.iter().map(|(a, v)| ((*a).to_owned(), (*v).to_owned())).collect();
        assert_eq!(flat(&fields), want);
        unread(&fields, "body", why);
    }
    let mut half = gzip(&format!(r#"{{"a":"x","b":"{}"}}"#, base64((0..200).map(|n| n as u8).collect::<Vec<_>>())));
    half.truncate(half.len() / 2);
    let fields = read_url("", Body::Bytes(&half));
    assert_eq!(flat(&fields)[0], ("body:a".to_owned(), "x".to_owned()));
    unread(&fields, "body", "compressed data broken or cut short");
}

#[test]
fn what_is_not_read_says_why() {
    let fields = read_url("", Body::Unseen(48_000));
    assert_eq!(unread(&fields, "body", "the browser did not show it"), 48_000);
    let large = format!("a={}", "x".repeat(3 * BYTES));
    let fields = read_url("", Body::Bytes(large.as_bytes()));
    assert_eq!(unread(&fields, "body", "larger than 1 MB"), 2 * BYTES + 2);
    assert_eq!(fields.items.len(), 1);
    for (bytes, why) in [
        (&b"\x28\xb5\x2f\xfd\x00\x01"[..], "compressed with Zstandard"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (b"\x00\x01\x02\xff\xfe", "binary"),
        (b"\x1f\x8b\x08\x00garbage!", "compressed data broken or cut short"),
    ] {
        let fields = read_url("", Body::Bytes(bytes));
        assert_eq!(unread(&fields, "body", why), bytes.len());
        assert!(fields.items.is_empty());
    }
    // Strings in binary data are found all the same.
    let fields = read_url("", Body::Bytes(b"\x0a\x18\x00\x01\x12\x22https://clinic.example/hiv?q=a\x1a\x02hi\xff"));
    assert_eq!(
        flat(&fields),
        [("body:[0]".to_owned(), "https://clinic.example/hiv?q=a".to_owned()), ("body:[0].q".to_owned(), "a".to_owned())]
    );
    unread(&fields, "body", "binary");
}

#[test]
fn gzip_headers_and_members() {
    let plain = gzip(r#"{"a":"x"}"#);
    let data = plain.get(10..).unwrap();
    let head = |flags: u8, more: &[u8]| [&[0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3][..], more, data].concat();
    let two = [gzip(r#"{"a":"#), gzip(r#""x"}"#)].concat();
    let named = head(4 | 8 | 16 | 2, b"\x03\x00abcname.json\0comment\0\x12\x34");
    for bytes in [plain.clone(), head(0, b""), head(8, b"name.json\0"), named, two] {
        let fields = read_url("", Body::Bytes(&bytes));
        assert_eq!(flat(&fields), [("body:a".to_owned(), "x".to_owned())]);
        assert_eq!(fields.unread, []);
    }
    for bytes in [head(4, b"\xff\xff"), head(8, b""), [plain, b"tail".to_vec()].concat()] {
        unread(&read_url("", Body::Bytes(&bytes)), "body", "compressed data broken or cut short");
    }
}
