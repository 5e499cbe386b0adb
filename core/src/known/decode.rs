//! Layers taken off a text or a token. Each first looks at a few bytes: nearly everything in a request is no such layer,
//! and must be told so cheaply.

use crate::payload::given::How;
use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

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

/// What a token is made of: the alphabets all its bytes belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Alphabet(u8);

impl Alphabet {
    /// `0-9a-fA-F`.
    pub(super) const HEX: Alphabet = Alphabet(1);
    /// `A-Z2-7`, in either case.
    pub(super) const BASE32: Alphabet = Alphabet(2);
    /// `A-Za-z0-9+/`.
    pub(super) const BASE64: Alphabet = Alphabet(4);
    /// `A-Za-z0-9-_`.
    pub(super) const BASE64URL: Alphabet = Alphabet(8);
    /// `A-Za-z0-9+-$`: LZ-string's alphabet for addresses.
    const LZ: Alphabet = Alphabet(16);
    /// Letters and digits without `0OIl`.
    pub(super) const BASE58: Alphabet = Alphabet(32);
    /// Letters in lower case and the marks between words.
    pub(super) const WORDS: Alphabet = Alphabet(64);

    pub(super) fn has(self, other: Alphabet) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn of(token: &[u8]) -> Alphabet {
        Alphabet(token.iter().fold(0xff, |all, &b| all & class(b)))
    }
}

/// The alphabets each byte belongs to.
static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0u8; 256];
    let mut b = 0usize;
    while b < 256 {
        let c = b as u8;
        if c.is_ascii_alphanumeric() {
            table[b] |= Alphabet::BASE64.0 | Alphabet::BASE64URL.0 | Alphabet::LZ.0;
            if !matches!(c, b'0' | b'O' | b'I' | b'l') {
                table[b] |= Alphabet::BASE58.0;
            }
        }
        if c.is_ascii_hexdigit() {
            table[b] |= Alphabet::HEX.0;
        }
        if c.is_ascii_alphabetic() || (c >= b'2' && c <= b'7') {
            table[b] |= Alphabet::BASE32.0;
        }
        if matches!(c, b'a'..=b'z' | b'+' | b'/' | b'-' | b'_' | b'$') {
            table[b] |= Alphabet::WORDS.0;
        }
        match c {
            b'+' => table[b] |= Alphabet::BASE64.0 | Alphabet::LZ.0,
            b'/' => table[b] |= Alphabet::BASE64.0,
            b'-' => table[b] |= Alphabet::BASE64URL.0 | Alphabet::LZ.0,
            b'_' => table[b] |= Alphabet::BASE64URL.0,
            b'$' => table[b] |= Alphabet::LZ.0,
            _ => {}
        }
        b += 1;
    }
    table
}

/// The alphabets a byte belongs to; 0 for bytes no token holds.
fn class(b: u8) -> u8 {
    CLASSES.get(usize::from(b)).copied().unwrap_or(0)
}

/// True for bytes a token may hold.
pub(super) fn in_token(b: u8) -> bool {
    class(b) != 0
}

/// The next run of token bytes from `at` on: where it begins and ends, and what it is made of.
pub(super) fn next_token(text: &[u8], at: usize) -> Option<(usize, usize, Alphabet)> {
    let start = at + text.get(at..)?.iter().position(|&b| in_token(b))?;
    let mut all = 0xff;
    for (length, &b) in text.get(start..)?.iter().enumerate() {
        let class = class(b);
        if class == 0 {
            return Some((start, start + length, Alphabet(all)));
        }
        all &= class;
    }
    Some((start, text.len(), Alphabet(all)))
}

/// The first eight bytes under hex.
pub(super) fn hex_head(token: &[u8]) -> Option<[u8; 8]> {
    let mut head = [0; 8];
    base16ct::mixed::decode(token.get(..16)?, &mut head).ok()?;
    Some(head)
}

/// The first eight bytes under base64 in either alphabet.
pub(super) fn base64_head(token: &[u8], url: bool) -> Option<[u8; 8]> {
    let mut head = [0; 9];
    engine(url).decode_slice(token.get(..12)?, &mut head).ok()?;
    head.first_chunk().copied()
}

/// The first eight bytes under base32.
pub(super) fn base32_head(token: &[u8]) -> Option<[u8; 8]> {
    base32_bytes(token.get(..16)?)?.first_chunk().copied()
}

/// Hex, where its beginning reads as something.
pub(super) fn hex(token: &[u8]) -> Option<Vec<u8>> {
    if token.len() < 8 || !token.len().is_multiple_of(2) || !hex_begins(token) {
        return None;
    }
    base16ct::mixed::decode_vec(token).ok()
}

pub(super) fn hex_begins(token: &[u8]) -> bool {
    let mut head = [0u8; 4];
    token.get(..8).is_some_and(|t| base16ct::mixed::decode(t, &mut head).is_ok()) && begins(&head)
}

/// Base64 in either alphabet, where its beginning reads as something.
pub(super) fn base64(token: &[u8], url: bool) -> Option<Vec<u8>> {
    if token.len() < 4 || token.len() % 4 == 1 || !base64_begins(token, token.len()) {
        return None;
    }
    engine(url).decode(token).ok()
}

/// `len`: of the whole token. Decoded by hand: every token is asked, four times over.
pub(super) fn base64_begins(token: &[u8], len: usize) -> bool {
    let mut head = [0u8; 9];
    let mut filled = 0;
    for (four, three) in token.as_chunks::<4>().0.iter().zip(head.as_chunks_mut::<3>().0) {
        let mut bits = 0;
        for &b in four {
            let six = SIXES.get(usize::from(b)).copied().unwrap_or(NONE);
            if six == NONE {
                return false;
            }
            bits = bits << 6 | u32::from(six);
        }
        let [_, a, b, c] = bits.to_be_bytes();
        *three = [a, b, c];
        // Most tokens end here: no text begins so, and nothing packed.
        if filled == 0 && !group_begins(a, b, c) && a & 15 != 11 {
            return false;
        }
        filled += 3;
    }
    let head = head.get(..filled).unwrap_or(&[]);
    !head.is_empty() && (begins(head) || brotli(head, len / 4 * 3))
}

/// True where the first three bytes may be those of a text or of something packed.
pub(super) fn group_begins(a: u8, b: u8, c: u8) -> bool {
    let text = |b: u8| b >= 0x20 && b != 0x7f && !(0x80..0xc2).contains(&b) || matches!(b, b'\t' | b'\n' | b'\r');
    match a {
        0x1f | 0x28 | b'x' => true,
        // A character of several bytes.
        0xc2.. => b & 0xc0 == 0x80,
        _ => text(a) && text(b) && (text(c) || b >= 0xc2),
    }
}

/// No letter of base64.
pub(super) const NONE: u8 = 0xff;

/// The six bits of each letter of base64, in either alphabet.
pub(super) static SIXES: [u8; 256] = sixes();

const fn sixes() -> [u8; 256] {
    const ORDER: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut table = [NONE; 256];
    let mut i = 0;
    while i < 62 {
        table[ORDER[i] as usize] = i as u8;
        i += 1;
    }
    table[b'+' as usize] = 62;
    table[b'-' as usize] = 62;
    table[b'/' as usize] = 63;
    table[b'_' as usize] = 63;
    table
}

/// The bytes around a place in a text that may be base64 of anything, if its groups begin `lead` letters before the place.
pub(super) fn base64_around(text: &[u8], start: usize, end: usize, lead: usize) -> Option<Vec<u8>> {
    let letters = |from: usize, to: usize| text.get(from..to).is_some_and(|t| t.iter().all(|&b| SIXES.get(usize::from(b)) != Some(&NONE)));
    let mut from = start.checked_sub(lead)?;
    // A group or two more, to see what stands beside.
    for _ in 0..2 {
        from = from.checked_sub(4).filter(|&f| letters(f, from)).unwrap_or(from);
    }
    let mut to = end;
    while to < end + 8 && letters(to, to + 1) {
        to += 1;
    }
    let window = text.get(from..to)?;
    let window = if window.len() % 4 == 1 { window.get(..window.len() - 1)? } else { window };
    engine(window.iter().any(|b| matches!(b, b'-' | b'_'))).decode(window).ok()
}

fn engine(url: bool) -> &'static GeneralPurpose {
    if url { &URL_SAFE } else { &STANDARD }
}

/// Base32 (RFC 4648) in either case, where its beginning reads as something.
pub(super) fn base32(token: &[u8]) -> Option<Vec<u8>> {
    if !base32_begins(token) {
        return None;
    }
    // No text has these lengths: what is left over would be less than a byte.
    if matches!(token.len() % 8, 1 | 3 | 6) {
        return None;
    }
    base32_bytes(token)
}

fn base32_bytes(token: &[u8]) -> Option<Vec<u8>> {
    let lower = std::str::from_utf8(token).ok()?.to_ascii_lowercase();
    base32::decode(base32::Alphabet::Rfc4648Lower { padding: false }, &lower)
}

pub(super) fn one_case(token: &[u8]) -> bool {
    !(token.iter().any(u8::is_ascii_uppercase) && token.iter().any(u8::is_ascii_lowercase))
}

pub(super) fn base32_begins(token: &[u8]) -> bool {
    let head = token.get(..8).filter(|t| one_case(t)).and_then(base32_bytes);
    head.is_some_and(|head| begins(&head))
}

/// Base58 (Bitcoin's alphabet), where its beginning reads as something or its length is a digest's.
pub(super) fn base58(token: &[u8]) -> Option<Vec<u8>> {
    let upper = token.iter().any(u8::is_ascii_uppercase);
    let lower = token.iter().any(u8::is_ascii_lowercase);
    if !(11..=1536).contains(&token.len()) || !upper || !lower {
        return None;
    }
    let out = bs58::decode(token).into_vec().ok()?;
    (begins(out.get(..8.min(out.len()))?) || is_digest(out.len())).then_some(out)
}

/// True for the lengths in bytes that digests have.
pub(super) fn is_digest(bytes: usize) -> bool {
    matches!(bytes, 16 | 20 | 28 | 32 | 48 | 64)
}

/// True for the lengths of digests in base64 without padding.
pub(super) fn is_base64_of_digest(len: usize) -> bool {
    matches!(len, 22 | 27 | 38 | 43 | 64 | 86)
}

/// True where a token may begin as LZ-string does: the first two bits say that a character of eight or of sixteen bits
/// follows, the next eight are a readable one, its lowest bit first. Four of five tokens do not.
pub(super) fn begins_lz(token: &[u8]) -> bool {
    let six = |at: usize| token.get(at).and_then(|&b| SIXES.get(usize::from(b))).copied().unwrap_or(NONE);
    let (first, second) = (six(0), six(1));
    let character = (first << 4 | (second & 63) >> 2).reverse_bits();
    match first >> 4 {
        0 => (0x20..0x7f).contains(&character) || matches!(character, b'\t' | b'\n' | b'\r'),
        2 => true,
        _ => false,
    }
}

/// How bytes are packed that only `leaklight-codecs` can take apart, by their beginning.
pub(super) fn packed(bytes: &[u8]) -> Option<How> {
    if crate::payload::given::is_zstd(bytes) {
        return Some(How::Zstd);
    }
    brotli(bytes, bytes.len()).then_some(How::Brotli)
}

/// True where bytes may begin a brotli stream (RFC 7932, section 9) of `len` bytes: a window of 4 MB, as encoders write
/// it unless told otherwise, and a first part as long as a text packed in so many bytes may be. Chance passes about one
/// in a thousand.
fn brotli(head: &[u8], len: usize) -> bool {
    let [a, b, c, ..] = *head else { return false };
    let bits = u32::from_le_bytes([a, b, c, 0]);
    // Window bits 22; a last part says whether it is empty; no nibbles beyond four.
    let (nibbles, length) = if bits & 0x10 != 0 { (bits >> 5 & 7, bits >> 8) } else { (bits >> 5 & 3, bits >> 7) };
    let length = (length & 0xffff) as usize + 1;
    bits & 15 == 11 && nibbles == 0 && len >= 8 && length + 8 >= len / 2 && length <= len * 16
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
