//! Decompressors: what comes out, and what any bytes cannot make them do.

#![allow(clippy::unwrap_used)] // a test says what it expects

use leaklight_codecs::unpack;
use leaklight_core::payload::base64_bytes;
use leaklight_core::payload::lz::is_lz;
use proptest::prelude::*;
use std::time::{Duration, Instant};

const LIMIT: usize = 1 << 20;

const TEXT: &str =
    r#"{"event":"booked","user":{"email":"jane.doe@clinic.example","note":"HIV test, 9 am"},"url":"https://clinic.example/hiv?q=a"}"#;

/// [`TEXT`] by Node 20's `brotliCompressSync`.
const BROTLI: &str = "G3sAgB0Hdiy2jcViig5E8fDLm/bXfmaDGFnGX/cLQRTLpQ5LX4FYucEJUJTFURjgjMPsg8fwui0p/bAhBCFZxdA0DV3scWWpd06TcCjdS+IW5uWpikcvTud7D1w6HfilW7d/fIYw";

/// [`TEXT`] by the `zstd` command, level 19, with its checksum.
const ZSTD: &str = "KLUv/SR8HQMA4oYWGHCtDo7xwx9kC1SJsYg5tt9RzZXLvPoPIZWd8AzSW1prS51aF68hFJlVjm4Fi1X6ug6j8Pp1SjMfOtFNB5InH0yITwW4dIzX8Ll4U2voNDKz8mZOxOsqL91UAQDkllUUNhXLhw==";

/// 50 MB of `a=b&` by Node 20's `brotliCompressSync`; and with a window of 1 GB, which is no Brotli of RFC 7932.
const BROTLI_BOMB: &str =
    "y///P/ilTXrCxMRpAYDt/V8O////4JcAiMMCAN37P/7//8EvARCHBQC693/8//+DXwIgDgsAdO//+P//B78EQBwWAOje//H//w9+CYA4LADQvf/L//8P/BIAcVgAoHv/AQ==";
const BROTLI_LARGE: &str = "ER7////hlzbpCRMTpwUAbO//c/j//w+/BEAcFgDQvf/n//8//BIAcVgAQPf+P///P/BLAMRhAQDd+w8=";

/// A Zstandard frame whose blocks are one repeated character each: 128 KB from four bytes.
fn zstd_bomb(blocks: u32, window: u8) -> Vec<u8> {
    let mut out = vec![0x28, 0xb5, 0x2f, 0xfd, 0x00, window];
    for n in 1..=blocks {
        let header = u32::from(n == blocks) | 1 << 1 | (128 << 10) << 3;
        out.extend(&header.to_le_bytes()[..3]);
        out.push(b'a');
    }
    out
}

fn bytes(packed: &str) -> Vec<u8> {
    base64_bytes(packed).unwrap()
}

#[test]
fn what_is_packed_comes_out() {
    let frames = [bytes(ZSTD), vec![0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3], bytes(ZSTD)].concat();
    let twice = format!("{TEXT}{TEXT}");
    let lz = lz_str::compress_to_encoded_uri_component(TEXT);
    let rows: Vec<(&str, Vec<u8>, &str)> = vec![
        ("brotli", bytes(BROTLI), TEXT),
        ("zstd", bytes(ZSTD), TEXT),
        ("zstd", frames, &twice),
        ("lz-string", lz.clone().into_bytes(), TEXT),
        ("lz-string", lz.replace('+', " ").into_bytes(), TEXT),
        ("lz-string", lz_str::compress_to_base64(TEXT).into_bytes(), TEXT),
        ("lz-string", lz_str::compress_to_base64("Zürich, 日本").into_bytes(), "Zürich, 日本"),
    ];
    for (how, packed, text) in &rows {
        // The clean twins: one byte short, and one too many.
        assert_eq!(unpack(how, &packed[..packed.len() - 3], LIMIT), None, "{how} cut short");
        if *how != "lz-string" {
            assert_eq!(unpack(how, &[packed.clone(), vec![7]].concat(), LIMIT), None, "{how} and a byte");
        }
        assert_eq!(unpack(how, packed, LIMIT).as_deref(), Some(*text), "{how}");
        assert_eq!(unpack("", packed, LIMIT).as_deref(), Some(*text), "{how}, not said");
        assert_eq!(
            unpack(how, packed, 9).as_deref(),
            Some(
                text.chars()
                    .scan(0, |n, c| {
                        *n += c.len_utf8();
                        (*n <= 9).then_some(c)
                    })
                    .collect::<String>()
            )
            .filter(|_| *how != "lz-string")
            .as_deref(),
            "{how}, nine bytes"
        );
    }
    assert_eq!(unpack("lzma", &bytes(ZSTD), LIMIT), None);
}

#[test]
fn bombs_are_bounded() {
    let cut = |how: &str, packed: &[u8]| {
        let begun = Instant::now();
        let made = unpack(how, packed, LIMIT).map(|text| text.len());
        // Unoptimised and beside other work; what ships takes a hundredth.
        let took = begun.elapsed();
        println!("{how}: {} bytes in {took:?}", packed.len());
        assert!(took < Duration::from_secs(20), "{how}: {took:?}");
        made
    };
    assert_eq!(cut("brotli", &bytes(BROTLI_BOMB)), Some(LIMIT));
    assert_eq!(cut("brotli", &bytes(BROTLI_LARGE)), None);
    // A window of 8 MB is the most; 16 MB are refused before anything is set aside.
    assert_eq!(cut("zstd", &zstd_bomb(20_000, 13 << 3)), Some(LIMIT));
    assert_eq!(cut("zstd", &zstd_bomb(20_000, 14 << 3)), None);
    assert_eq!(cut("zstd", &zstd_bomb(8, 10 << 3)), Some(LIMIT));
    // A letter over and over makes a table that grows with the square of what is sent: 400 KB of letters ask for 160 MB.
    let letters = |n: usize| lz_str::compress_to_encoded_uri_component("a".repeat(n).as_str());
    let (many, few) = (letters(400_000), letters(60_000));
    assert!(many.len() < 3_000 && is_lz(&many), "{}", many.len());
    assert_eq!(unpack("lz-string", many.as_bytes(), 64 << 10), None);
    assert_eq!(unpack("lz-string", few.as_bytes(), 64 << 10).map(|text| text.len()), Some(60_000));
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        for how in ["brotli", "zstd", "lz-string", ""] {
            // Of random bytes nothing comes out that could be taken for a text.
            prop_assert_eq!(unpack(how, &bytes, LIMIT), None);
        }
    }

    #[test]
    fn any_bytes_behind_a_head(tail in prop::collection::vec(any::<u8>(), 0..400), which in 0..3_usize, keep in 0..60_usize) {
        let (how, whole) = [("brotli", bytes(BROTLI)), ("zstd", bytes(ZSTD)), ("zstd", zstd_bomb(9, 0x58))][which].clone();
        let head = &whole[..keep.min(whole.len())];
        let out = unpack(how, &[head, &tail].concat(), 4096);
        prop_assert!(out.is_none_or(|text| text.len() <= 4096));
    }

    #[test]
    fn one_byte_changed(at in 0..120_usize, to in any::<u8>(), which in 0..2_usize) {
        let (how, mut packed) = [("brotli", bytes(BROTLI)), ("zstd", bytes(ZSTD))][which].clone();
        let at = at % packed.len();
        packed[at] = to;
        let out = unpack(how, &packed, 4096);
        prop_assert!(out.is_none_or(|text| text.len() <= 4096));
    }

    #[test]
    fn any_token(token in "[A-Za-z0-9+$-]{8,200}") {
        let out = unpack("lz-string", token.as_bytes(), 4096);
        prop_assert_eq!(out.is_some(), is_lz(&token) && out.is_some());
    }

    #[test]
    fn any_text_comes_back(text in "[ -~äß日\n]{12,300}") {
        for packed in [lz_str::compress_to_encoded_uri_component(&*text), lz_str::compress_to_base64(&*text)] {
            // One letter over and over: too short a token to be told from any other.
            if packed.trim_end_matches('=').len() < 8 {
                continue;
            }
            prop_assert!(is_lz(&packed), "{packed}");
            let out = unpack("lz-string", packed.as_bytes(), LIMIT);
            prop_assert_eq!(out.as_deref(), Some(&*text));
        }
        let zstd = ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest);
        let out = unpack("zstd", &zstd, LIMIT);
        prop_assert_eq!(out.as_deref(), Some(&*text));
    }
}
