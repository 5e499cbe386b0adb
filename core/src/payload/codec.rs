//! Codings taken off a text: percent and base64. Decided by shape; the guards say what is no coding.

use super::Coding;
use super::given::is_zstd;
use super::inflate::inflate;
use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// What came out of a coding.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unpacked {
    /// All of it.
    Whole(String),
    /// What could be read before something stopped it, and what.
    Cut(String, &'static str),
    /// Bytes only the host can unpack.
    Packed(Vec<u8>),
}

/// The bytes of compressed data whose bytes are a text's characters, U+0000 to U+00FF: PostHog's recorder puts gzip into
/// JSON so (posthog-js, `strFromU8(gzipSync(…), true)`). Told by their first two characters.
pub(super) fn characters(text: &str) -> Option<Vec<u8>> {
    let mut first = text.chars();
    let begins = matches!(
        (first.next(), first.next()),
        (Some('\u{1f}'), Some('\u{8b}')) | (Some('x'), Some('\u{1}' | '\u{5e}' | '\u{9c}' | '\u{da}')) | (Some('('), Some('\u{b5}'))
    );
    if !begins || text.is_ascii() || text.len() > 2 * super::BYTES {
        return None;
    }
    text.chars().map(|c| u8::try_from(c).ok()).collect()
}

/// What base64 may hold beside text and gzip: a Zstandard frame by its magic; Brotli by its first byte, as encoders with
/// their usual window write it (RFC 7932, 9.1: 22 bits are 1011), where the text is long enough to be no identifier.
fn foreign(body: &str) -> Option<Coding> {
    if body.starts_with("KLUv") {
        return Some(Coding::Zstd);
    }
    // Its low four bits: two of the first character's, two of the second's.
    let b = body.as_bytes();
    (b.len() >= 64
        && b.first().is_some_and(|c| {
            matches!(
                c,
                b'C' | b'G' | b'K' | b'O' | b'S' | b'W' | b'a' | b'e' | b'i' | b'm' | b'q' | b'u' | b'y' | b'2' | b'6' | b'-' | b'+'
            )
        })
        && matches!(b.get(1), Some(b'w'..=b'z' | b'0'..=b'9' | b'+' | b'/' | b'-' | b'_')))
    .then_some(Coding::Brotli)
}

/// `text` with `%XX` decoded and, where `plus`, `+` as a space; `None` where there is nothing to decode. Bytes that are
/// no UTF-8 become U+FFFD, as in browsers (WHATWG URL, "application/x-www-form-urlencoded parsing").
pub(super) fn percent(text: &str, plus: bool) -> Option<String> {
    let b = text.as_bytes();
    let first = if plus { memchr::memchr2(b'%', b'+', b) } else { memchr::memchr(b'%', b) }?;
    let mut out = Vec::with_capacity(b.len());
    out.extend_from_slice(b.get(..first)?);
    let mut rest = b.get(first..)?;
    let mut changed = false;
    while let Some((&c, tail)) = rest.split_first() {
        let hex = |at: usize| tail.get(at).and_then(|&d| char::from(d).to_digit(16));
        if c == b'%'
            && let (Some(high), Some(low)) = (hex(0), hex(1))
        {
            out.push((high * 16 + low) as u8);
            rest = tail.get(2..).unwrap_or_default();
            changed = true;
            continue;
        }
        let space = plus && c == b'+';
        changed |= space;
        out.push(if space { b' ' } else { c });
        rest = tail;
    }
    if !changed {
        return None;
    }
    Some(String::from_utf8(out).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()))
}

/// The text under base64, or under base64 of gzip or zlib; `None` where the value is more likely something else.
///
/// A word, an identifier or a digest may well be valid base64. What is taken: compressed bytes by their header;
/// structured text (JSON, an address, a form, an e-mail address); and plain text of at least five characters where it
/// is all digits or the padding is there, of at least eight otherwise. Chance makes one random 11-character
/// identifier in 70,000 pass.
pub(super) fn base64_text(s: &str, limit: usize) -> Option<(Unpacked, Coding)> {
    // reCAPTCHA pads with dots.
    let body = s.trim_end_matches(['=', '.']);
    let padded = body.len() < s.len();
    let b = body.as_bytes();
    // ASCII text makes the first letter of each group one of I to Z, a to f; gzip's header begins `H4sI`, and text
    // in other scripts with a digit or one of w to z.
    let first = *b.first()?;
    if b.len() < 6 || b.len() % 4 == 1 || s.len() - b.len() > 2 {
        return None;
    }
    let foreign = foreign(body);
    if foreign.is_none() && !matches!(first, b'H'..=b'Z' | b'a'..=b'f' | b'w'..=b'z' | b'0'..=b'9') {
        return None;
    }
    let ascii = foreign.is_none() && matches!(first, b'I'..=b'Z' | b'a'..=b'f');
    if ascii
        && first != b'e'
        && b.len() < 64
        && !b.iter().step_by(4).all(|c| matches!(c, b'I'..=b'Z' | b'a'..=b'f' | b'w'..=b'z' | b'0'..=b'9'))
    {
        return None;
    }
    let (mut upper, mut lower, mut standard, mut safe, mut space) = (false, false, false, false, false);
    for &c in b {
        match c {
            b'A'..=b'Z' => upper = true,
            b'a'..=b'z' => lower = true,
            b'0'..=b'9' => {}
            b'+' | b'/' => standard = true,
            b'-' | b'_' => safe = true,
            b' ' => space = true,
            b'\r' | b'\n' if b.len() > 76 => space = true,
            _ => return None,
        }
    }
    if !(upper && lower) || standard && safe {
        return None;
    }
    let bytes = if space {
        // A `+` that nobody escaped reads as a space in a query; lines are wrapped in mail's manner.
        let joined: String = body.chars().filter(|c| !matches!(c, '\r' | '\n')).map(|c| if c == ' ' { '+' } else { c }).collect();
        STANDARD.decode(joined)
    } else if safe {
        URL_SAFE.decode(body)
    } else {
        STANDARD.decode(body)
    };
    let bytes = bytes.ok()?;
    if let Some(done) = inflate(&bytes, limit) {
        return Some(done);
    }
    if bytes.len() > limit {
        return Some((Unpacked::Cut(String::new(), "more than 1 MB decoded"), Coding::Base64));
    }
    if foreign == Some(Coding::Zstd) && is_zstd(&bytes) {
        return Some((Unpacked::Packed(bytes), Coding::Zstd));
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(e) => return (foreign == Some(Coding::Brotli)).then(|| (Unpacked::Packed(e.into_bytes()), Coding::Brotli)),
    };
    (is_text(&text) && believable(&text, padded, space)).then_some((Unpacked::Whole(text), Coding::Base64))
}

/// No control characters but tab and line ends.
pub(super) fn is_text(text: &str) -> bool {
    !text.bytes().any(|c| c < 0x20 && !matches!(c, b'\t' | b'\n' | b'\r') || c == 0x7f)
}

/// Whether a text that came out of base64 was meant to.
fn believable(text: &str, padded: bool, space: bool) -> bool {
    let b = text.as_bytes();
    let n = b.len();
    let structured = match b.first() {
        Some(b'{' | b'[' | b'"' | b'<') => n >= 2,
        _ => text.contains("://") || memchr::memchr(b'=', b).is_some_and(|i| i > 0) && n >= 12 || is_mail(text),
    };
    if structured && n >= 6 {
        return true;
    }
    if space {
        return false;
    }
    let plain = b
        .iter()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, b' ' | b'.' | b'-' | b'_' | b'@' | b':' | b',' | b'/' | b'+' | b'%'))
        .count();
    let foreign = b.iter().filter(|c| !c.is_ascii()).count();
    if foreign > 0 {
        return n >= 9 && plain + foreign == n;
    }
    let digits = b.iter().filter(|c| c.is_ascii_digit()).count();
    let least = if digits == n || padded { 5 } else { 8 };
    n >= least && (plain == n || n >= 16 && plain * 10 >= n * 9)
}

fn is_mail(text: &str) -> bool {
    text.split_once('@').is_some_and(|(who, host)| !who.is_empty() && host.contains('.') && !text.contains(char::is_whitespace))
}
