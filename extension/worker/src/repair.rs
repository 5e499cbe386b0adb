//! JavaScript strings may hold half a surrogate pair, JSON writes it as `\ud83d`, and no Rust string can take it.

/// The line with every escape of half a pair replaced by U+FFFD's; `None` where there is none.
pub fn lone_surrogates(line: &[u8]) -> Option<Vec<u8>> {
    let mut out: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(&byte) = line.get(at) {
        let (taken, sound) = match (byte, line.get(at + 1)) {
            (b'\\', Some(b'u')) => match unit(line, at) {
                Some(0xd800..=0xdbff) => match unit(line, at + 6) {
                    Some(0xdc00..=0xdfff) => (12, true),
                    _ => (6, false),
                },
                Some(0xdc00..=0xdfff) => (6, false),
                _ => (2, true),
            },
            (b'\\', Some(_)) => (2, true),
            _ => (1, true),
        };
        if sound {
            if let Some(out) = &mut out {
                out.extend_from_slice(line.get(at..at + taken).unwrap_or_default());
            }
        } else {
            out.get_or_insert_with(|| line.get(..at).unwrap_or_default().to_vec()).extend_from_slice(b"\\ufffd");
        }
        at += taken;
    }
    out
}

/// The UTF-16 unit of the escape at `at`.
fn unit(line: &[u8], at: usize) -> Option<u16> {
    let digits = line.get(at..at + 6)?.strip_prefix(b"\\u")?;
    digits.iter().try_fold(0u16, |unit, &digit| Some(unit << 4 | char::from(digit).to_digit(16)? as u16))
}

#[cfg(test)]
mod tests {
    use super::lone_surrogates;

    #[test]
    fn replaces_halves_and_leaves_pairs() {
        let check = |line: &str, wanted: Option<&str>| {
            let got = lone_surrogates(line.as_bytes()).map(|bytes| String::from_utf8(bytes).unwrap());
            assert_eq!(got.as_deref(), wanted, "{line}");
        };
        check(r#""plain""#, None);
        check(r#""\ud83d\ude00""#, None);
        check(r#""\\ud83d""#, None);
        check(r#""\ud83d""#, Some(r#""\ufffd""#));
        check(r#""a\ude00b\ud83dc""#, Some(r#""a\ufffdb\ufffdc""#));
        check(r#""\ud83d\ud83d\ude00""#, Some(r#""\ufffd\ud83d\ude00""#));
        check(r#""\ud8"#, None);
        check(r"\", None);
    }
}
