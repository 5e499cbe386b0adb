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

    /// True where the host has answered for these bytes.
    #[cfg(test)]
    pub fn has(&self, fingerprint: u64) -> bool {
        self.texts.contains_key(&fingerprint)
    }

    /// The text under the bytes. Where the host was not asked yet, `wants` lists them as far as its bounds allow; where it
    /// could not take them apart, there is nothing to want.
    pub fn text(&self, how: How, bytes: &[u8], wants: &mut Wants) -> Answer<'_> {
        if !(LEAST..=PACKED).contains(&bytes.len()) {
            return Answer::None;
        }
        let fingerprint = fingerprint(how, bytes);
        if let Some(text) = self.texts.get(&fingerprint) {
            return text.as_deref().map_or(Answer::Tried, Answer::Text);
        }
        if !wants.0.iter().any(|w| w.fingerprint == fingerprint) {
            if wants.0.len() >= WANTED {
                return Answer::None;
            }
            wants.0.push(Wanted { how, fingerprint, bytes: bytes.to_vec() });
        }
        Answer::None
    }
}

/// What is known of packed bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer<'g> {
    /// The text under them.
    Text(&'g str),
    /// The host could not take them apart either.
    Tried,
    /// They stay unread, and nobody was asked yet or is to be.
    None,
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
