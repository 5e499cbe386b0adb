//! Layers taken off a text or a token. Each first looks at a few bytes: nearly everything in a request is no such layer,
//! and must be told so cheaply.

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use data_encoding::{BASE32_NOPAD, HEXLOWER_PERMISSIVE};

const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// Base64 with padding, as encoders write it.
pub(super) fn base64_of(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Percent-encoding as `encodeURIComponent` writes it.
pub(super) fn percent_of(text: &str) -> String {
    const KEPT: percent_encoding::AsciiSet = percent_encoding::NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'!')
        .remove(b'~')
        .remove(b'*')
        .remove(b'\'')
        .remove(b'(')
        .remove(b')');
    percent_encoding::utf8_percent_encode(text, &KEPT).to_string()
}

/// Removes one layer of percent-encoding; none where there is none.
pub(super) fn percent(bytes: &[u8]) -> Option<Vec<u8>> {
    memchr::memchr(b'%', bytes)?;
    let decoded: Vec<u8> = percent_encoding::percent_decode(bytes).collect();
    (decoded.len() < bytes.len()).then_some(decoded)
}

/// Removes backslash escapes (`\u0040`, `\x40`, `\/`); none where there is none.
pub(super) fn backslash(bytes: &[u8]) -> Option<Vec<u8>> {
    let first = memchr::memchr(b'\\', bytes)?;
    let mut out = bytes.get(..first)?.to_vec();
    let mut rest = bytes.get(first..)?;
    while let Some((&b, tail)) = rest.split_first() {
        rest = tail;
        if b != b'\\' {
            out.push(b);
            continue;
        }
        let (digits, code) = match tail.first() {
            Some(b'u') => (4, hex_number(tail.get(1..5))),
            Some(b'x') => (2, hex_number(tail.get(1..3))),
            Some(&c) => {
                out.push(match c {
                    b'n' => b'\n',
                    b't' => b'\t',
                    b'r' => b'\r',
                    c => c,
                });
                rest = tail.get(1..).unwrap_or(&[]);
                continue;
            }
            None => break,
        };
        match code.and_then(char::from_u32) {
            Some(c) => {
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                rest = tail.get(1 + digits..).unwrap_or(&[]);
            }
            None => out.push(b),
        }
    }
    Some(out)
}

/// Removes HTML entities, numbers and the few everyone writes; none where there is none.
pub(super) fn entities(bytes: &[u8]) -> Option<Vec<u8>> {
    let first = memchr::memchr(b'&', bytes)?;
    let mut out = bytes.get(..first)?.to_vec();
    let mut rest = bytes.get(first..)?;
    let mut changed = false;
    while let Some((&b, tail)) = rest.split_first() {
        rest = tail;
        let entity = (b == b'&').then(|| memchr::memchr(b';', tail.get(..10.min(tail.len())).unwrap_or(&[]))).flatten();
        let decoded = entity.and_then(|end| match tail.get(..end)? {
            b"amp" => Some('&'),
            b"lt" => Some('<'),
            b"gt" => Some('>'),
            b"quot" => Some('"'),
            b"apos" => Some('\''),
            b"nbsp" => Some(' '),
            [b'#', b'x' | b'X', digits @ ..] => hex_number(Some(digits)).and_then(char::from_u32),
            [b'#', digits @ ..] => std::str::from_utf8(digits).ok()?.parse().ok().and_then(char::from_u32),
            _ => None,
        });
        match (decoded, entity) {
            (Some(c), Some(end)) => {
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                rest = tail.get(end + 1..).unwrap_or(&[]);
                changed = true;
            }
            _ => out.push(b),
        }
    }
    changed.then_some(out)
}

fn hex_number(digits: Option<&[u8]>) -> Option<u32> {
    u32::from_str_radix(std::str::from_utf8(digits?).ok()?, 16).ok()
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Alphabet {
    /// `0-9a-fA-F`.
    pub hex: bool,
    /// `A-Z2-7`.
    pub base32: bool,
    /// `A-Za-z0-9+/`.
    pub base64: bool,
    /// `A-Za-z0-9-_`.
    pub base64url: bool,
    /// `A-Za-z0-9+-$`: LZ-string's alphabet for addresses.
    pub lz: bool,
}

const HEX: u8 = 1;
const B32: u8 = 2;
const B64: u8 = 4;
const B64URL: u8 = 8;
const LZ: u8 = 16;

/// The alphabets each byte belongs to.
static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0u8; 256];
    let mut b = 0usize;
    while b < 256 {
        let c = b as u8;
        if c.is_ascii_alphanumeric() {
            table[b] |= B64 | B64URL | LZ;
        }
        if c.is_ascii_hexdigit() {
            table[b] |= HEX;
        }
        if c.is_ascii_uppercase() || (c >= b'2' && c <= b'7') {
            table[b] |= B32;
        }
        match c {
            b'+' => table[b] |= B64 | LZ,
            b'/' => table[b] |= B64,
            b'-' => table[b] |= B64URL | LZ,
            b'_' => table[b] |= B64URL,
            b'$' => table[b] |= LZ,
            _ => {}
        }
        b += 1;
    }
    table
}

/// True for bytes a token may hold.
pub(super) fn in_token(b: u8) -> bool {
    CLASSES.get(usize::from(b)).is_some_and(|&c| c != 0)
}

impl Alphabet {
    pub(super) fn of(token: &[u8]) -> Alphabet {
        let all = token.iter().fold(0xff, |all, &b| all & CLASSES.get(usize::from(b)).copied().unwrap_or(0));
        Alphabet { hex: all & HEX != 0, base32: all & B32 != 0, base64: all & B64 != 0, base64url: all & B64URL != 0, lz: all & LZ != 0 }
    }
}

/// Hex, where its beginning reads as something.
pub(super) fn hex(token: &[u8]) -> Option<Vec<u8>> {
    if token.len() < 8 || !token.len().is_multiple_of(2) {
        return None;
    }
    let mut head = [0u8; 4];
    HEXLOWER_PERMISSIVE.decode_mut(token.get(..8)?, &mut head).ok()?;
    begins(&head).then(|| hex_bytes(token)).flatten()
}

/// Hex, whatever it holds.
pub(super) fn hex_bytes(token: &[u8]) -> Option<Vec<u8>> {
    HEXLOWER_PERMISSIVE.decode(token).ok()
}

/// Base64 in either alphabet, where its beginning reads as something.
pub(super) fn base64(token: &[u8], url: bool) -> Option<Vec<u8>> {
    if token.len() < 4 || token.len() % 4 == 1 {
        return None;
    }
    let engine = if url { &URL_SAFE } else { &STANDARD };
    let mut head = [0u8; 12];
    let shown = token.get(..12.min(token.len() / 4 * 4))?;
    let n = engine.decode_slice(shown, &mut head).ok()?;
    begins(head.get(..n)?).then(|| engine.decode(token).ok()).flatten()
}

/// Base64 in either alphabet, whatever it holds.
pub(super) fn base64_bytes(token: &[u8], url: bool) -> Option<Vec<u8>> {
    let engine = if url { &URL_SAFE } else { &STANDARD };
    engine.decode(token).ok()
}

/// Base32 (RFC 4648), where its beginning reads as something.
pub(super) fn base32(token: &[u8]) -> Option<Vec<u8>> {
    let mut head = [0u8; 5];
    BASE32_NOPAD.decode_mut(token.get(..8)?, &mut head).ok()?;
    begins(&head).then(|| BASE32_NOPAD.decode(token).ok()).flatten()
}

/// LZ-string, in its alphabet for addresses or in base64's, where its first two codes are readable characters.
pub(super) fn lz(token: &str, address: bool) -> Option<String> {
    const ORDER: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let six = |b: u8| match b {
        b'+' => Some(62),
        b'-' if address => Some(63),
        b'/' if !address => Some(63),
        b'$' if address => Some(64),
        _ => ORDER.iter().position(|&o| o == b),
    };
    // The stream of bits: two say "a character of eight bits follows" (00), eight are it, lowest first; then three.
    let mut bits = 0u32;
    for &b in token.as_bytes().get(..4)? {
        bits = bits << 6 | (six(b)? as u32 & 63);
    }
    let take = |from: u32, n: u32| (0..n).fold(0u32, |v, i| v | (bits >> (23 - from - i) & 1) << i);
    let readable = |c: u32| (0x20..0x7f).contains(&c) || matches!(c, 9 | 10 | 13);
    if take(0, 2) != 0 || !readable(take(2, 8)) || !(take(10, 3) == 0 && readable(take(13, 8)) || take(10, 3) == 3) {
        return None;
    }
    let units = if address { lz_str::decompress_from_encoded_uri_component(token)? } else { lz_str::decompress_from_base64(token)? };
    String::from_utf16(&units).ok()
}

/// Gzip and zlib, by their first bytes; at most `limit` bytes of content. What came out before an error counts.
pub(super) fn unpack(bytes: &[u8], limit: usize) -> Option<(String, super::Step)> {
    let (text, coding) = crate::payload::unpack(bytes, limit)?;
    Some((text, if coding == crate::payload::Coding::Gzip { super::Step::Gzip } else { super::Step::Deflate }))
}

/// Decoded bytes worth a look: text, or the beginning of a compressed stream.
fn begins(head: &[u8]) -> bool {
    match head {
        [0x1f, 0x8b, ..] | [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..] | [0x28, 0xb5, 0x2f, ..] => true,
        _ => match std::str::from_utf8(head) {
            Ok(text) => readable(text),
            // The cut may stand inside a character.
            Err(e) => {
                e.error_len().is_none() && head.get(..e.valid_up_to()).and_then(|h| std::str::from_utf8(h).ok()).is_some_and(readable)
            }
        },
    }
}

fn readable(text: &str) -> bool {
    !text.bytes().any(|b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r') || b == 0x7f)
}
