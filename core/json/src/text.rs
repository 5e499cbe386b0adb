//! Strings.

use std::borrow::Cow;

/// The string whose opening quote stands before the text, and how many bytes it takes with its closing one.
pub fn string(text: &str) -> Option<(Cow<'_, str>, usize)> {
    let mut out = String::new();
    let mut from = 0;
    loop {
        let rest = text.get(from..)?;
        let stop = memchr::memchr2(b'"', b'\\', rest.as_bytes())?;
        let plain = rest.get(..stop)?;
        if rest.as_bytes().get(stop) == Some(&b'"') {
            let taken = from + stop + 1;
            if from == 0 {
                return Some((Cow::Borrowed(plain), taken));
            }
            out.push_str(plain);
            return Some((Cow::Owned(out), taken));
        }
        out.push_str(plain);
        let (c, taken) = escape(rest.as_bytes().get(stop..)?)?;
        out.push(c);
        from += stop + taken;
    }
}

/// The character of the escape that the bytes begin with, and how many of them it takes.
fn escape(bytes: &[u8]) -> Option<(char, usize)> {
    let c = match bytes.get(1)? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode(bytes),
        _ => return None,
    };
    Some((c, 2))
}

/// `\u0041`, or two of them that make one character. Half a pair is U+FFFD.
fn unicode(bytes: &[u8]) -> Option<(char, usize)> {
    let first = unit(bytes)?;
    if let Some(c) = char::from_u32(first) {
        return Some((c, 6));
    }
    let second = bytes.get(6..).and_then(unit).filter(|second| (0xdc00..0xe000).contains(second));
    match second {
        Some(second) if first < 0xdc00 => Some((char::from_u32(0x10000 + ((first - 0xd800) << 10 | (second - 0xdc00)))?, 12)),
        _ => Some((char::REPLACEMENT_CHARACTER, 6)),
    }
}

/// The UTF-16 unit of the escape that the bytes begin with.
fn unit(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.get(..6)?.strip_prefix(b"\\u")?;
    digits.iter().try_fold(0, |unit, &digit| Some(unit << 4 | char::from(digit).to_digit(16)?))
}
