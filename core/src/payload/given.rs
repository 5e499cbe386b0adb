//! What core cannot take apart itself: texts the host unpacked (`leaklight-codecs`), and what it is asked to unpack.
//!
//! Brotli and Zstandard cost the worker more than all its other code for payloads, and are rare. A reader that meets
//! them looks in [`Given`] by a fingerprint of the packed bytes; what is not there yet it lists ([`Wants`]), and the
//! request is read again once the host has answered.

use std::collections::BTreeMap;

/// The most packed texts one request may ask for.
pub const WANTED: usize = 4;

/// The most bytes of one packed text that are asked for; a larger one stays unread.
pub const PACKED: usize = 256 << 10;

/// The most bytes of text kept in one [`Given`]; what was given first is dropped first.
pub const GIVEN: usize = 4 << 20;

/// The least bytes worth unpacking: no packing says anything a person could read in fewer.
const LEAST: usize = 8;

/// How bytes may be packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum How {
    /// Brotli (RFC 7932). It has no header: only a try tells.
    Brotli,
    /// Zstandard (RFC 8878), told by its magic number.
    Zstd,
    /// LZ-string, in base64's alphabet or in its own for addresses; told by walking its codes.
    LzString,
}

impl How {
    /// The word hosts and codecs know it by.
    pub const fn word(self) -> &'static str {
        match self {
            How::Brotli => "brotli",
            How::Zstd => "zstd",
            How::LzString => "lz-string",
        }
    }
}

/// A packed text the reader met and the host has not been asked for yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// How it may be packed.
    pub how: How,
    /// The [`fingerprint`] of the bytes: under it the answer is looked up.
    pub fingerprint: u64,
    /// The packed bytes.
    pub bytes: Vec<u8>,
}

/// What one reading of a request wants unpacked: at most [`WANTED`], each of at most [`PACKED`] bytes, none twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wants(Vec<Wanted>);

impl Wants {
    /// In the order they were met.
    pub fn iter(&self) -> impl Iterator<Item = &Wanted> {
        self.0.iter()
    }

    /// True where nothing is wanted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Texts the host unpacked, by the fingerprint of the packed bytes. At most [`GIVEN`] bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    texts: BTreeMap<u64, Option<Box<str>>>,
    /// The order they came in.
    order: Vec<u64>,
    bytes: usize,
}

static NOTHING: Given = Given { texts: BTreeMap::new(), order: Vec::new(), bytes: 0 };

impl Default for &Given {
    /// Nothing was unpacked.
    fn default() -> Self {
        &NOTHING
    }
}

impl Given {
    /// Keeps what the host answered; no text where the codecs could not take the bytes apart: they are not asked for
    /// again.
    pub fn put(&mut self, fingerprint: u64, text: Option<&str>) {
        // Most are no text at all and cost their place in the tables alone.
        const PLACE: usize = 64;
        let size = |text: Option<&str>| text.map_or(0, str::len) + PLACE;
        let text = text.map(|text| crate::address::cut(text, super::BYTES));
        if let Some(old) = self.texts.insert(fingerprint, text.map(Box::from)) {
            self.bytes -= size(old.as_deref());
        } else {
            self.order.push(fingerprint);
        }
        self.bytes += size(text);
        let mut dropped = 0;
        while self.bytes > GIVEN
            && let Some(old) = self.order.get(dropped).and_then(|first| self.texts.remove(first))
        {
            self.bytes -= size(old.as_deref());
            dropped += 1;
        }
        self.order.drain(..dropped);
    }

    /// True where nothing was unpacked.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The text under the bytes, where the host has given it. Where the host was not asked yet, `wants` lists the bytes
    /// as far as its bounds allow; where it could not take them apart, there is nothing to want.
    pub fn text(&self, how: How, bytes: &[u8], wants: &mut Wants) -> Option<&str> {
        if !(LEAST..=PACKED).contains(&bytes.len()) {
            return None;
        }
        if self.texts.is_empty() && wants.0.len() >= WANTED {
            return None;
        }
        let fingerprint = fingerprint(how, bytes);
        match self.texts.get(&fingerprint) {
            Some(text) => text.as_deref(),
            None => {
                if wants.0.len() < WANTED && !wants.0.iter().any(|w| w.fingerprint == fingerprint) {
                    wants.0.push(Wanted { how, fingerprint, bytes: bytes.to_vec() });
                }
                None
            }
        }
    }
}

/// A number for packed bytes, the same in every host: their length, their packing and a 64-bit hash of them, folded to
/// 53 bits so that it passes through a JavaScript number. Not proof against bytes made to collide: whoever sends them
/// would only have one text of its own read in place of another of its own.
pub fn fingerprint(how: How, bytes: &[u8]) -> u64 {
    // The multiplier of FxHash, which goes by words; FNV goes by bytes, eight times as slow.
    const FACTOR: u64 = 0x517c_c1b7_2722_0a95;
    let mix = |hash: u64, word: u64| (hash.rotate_left(5) ^ word).wrapping_mul(FACTOR);
    let (words, rest) = bytes.as_chunks::<8>();
    let mut hash = mix(how as u64 + 1, bytes.len() as u64);
    hash = words.iter().fold(hash, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    hash = rest.iter().fold(hash, |hash, &b| mix(hash, u64::from(b)));
    (hash ^ hash >> 53) & ((1 << 53) - 1)
}

/// True where the bytes begin as a Zstandard frame does (RFC 8878, 3.1.1).
pub(crate) fn is_zstd(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd])
}

/// True where a token is one whole LZ-string text: each of its codes, walked to the end of the text, refers to what
/// stood before it or brings a readable character. Of a million random tokens hardly one passes. (pieroxy/lz-string
/// `libs/lz-string.js`, `_decompress`, 1.5.0: a code of 0 brings a character of 8 bits, 1 one of 16, 2 ends the text,
/// others refer to the table, which grows by one a code and one a character.)
pub(crate) fn is_lz(token: &str) -> bool {
    let mut bits = LzBits { bytes: token.trim_end_matches('=').as_bytes(), at: 0 };
    let readable = |c: u32| c >= 0x20 && c != 0x7f && c < 0xd800 || matches!(c, 9 | 10 | 13);
    let literal = |bits: &mut LzBits<'_>, code: u32| bits.take(if code == 0 { 8 } else { 16 }).filter(|&c| readable(c));
    let Some(first) = bits.take(2).filter(|&code| code < 2) else { return false };
    if literal(&mut bits, first).is_none() {
        return false;
    }
    let (mut table, mut room, mut width, mut characters) = (4_u32, 4_u32, 3_u32, 1_u32);
    let mut grow = |table: &mut u32, width: &mut u32| {
        *table += 1;
        room -= 1;
        if room == 0 {
            room = 1 << *width;
            *width += 1;
        }
    };
    loop {
        let Some(code) = bits.take(width) else { return false };
        match code {
            0 | 1 => {
                if literal(&mut bits, code).is_none() {
                    return false;
                }
                characters += 1;
                // A character takes a place in the table beside the one each code takes.
                let before = table;
                grow(&mut table, &mut width);
                debug_assert!(table > before);
            }
            // The end, and nothing but padding behind it.
            2 => return characters >= 3 && bits.bytes.len() - bits.at / 6 <= 2,
            code if code > table => return false,
            _ => {}
        }
        grow(&mut table, &mut width);
        if width > 20 {
            return false;
        }
    }
}

/// The bits of a token, six a character, the highest first; a number's lowest bit comes first.
struct LzBits<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl LzBits<'_> {
    fn take(&mut self, count: u32) -> Option<u32> {
        let mut number = 0;
        for n in 0..count {
            let six = six(*self.bytes.get(self.at / 6)?)?;
            number |= (six >> (5 - self.at % 6) & 1) << n;
            self.at += 1;
        }
        Some(number)
    }
}

/// A character's six bits in either alphabet: base64's, and the one for addresses (`-` for `/`, `$` for `=`). A `+`
/// nobody escaped reads as a space in a query.
fn six(b: u8) -> Option<u32> {
    Some(u32::from(match b {
        b'A'..=b'Z' => b - b'A',
        b'a'..=b'z' => b - b'a' + 26,
        b'0'..=b'9' => b - b'0' + 52,
        b'+' | b' ' => 62,
        b'/' | b'-' => 63,
        _ => return None,
    }))
}
