//! The reading of one request: each text searched, its tokens looked up as digests, and its layers taken off in turn.

use super::decode::{self, Alphabet};
use super::forms::Form;
use super::table::Steps;
use super::turn::Turn;
use super::{KnownSet, Step};
use crate::payload::given::{Answer, How, Wants};
use crate::payload::{Given, lz};

/// Most layers taken off beyond those the payload reader took off.
const DEPTH: usize = 4;
/// Most bytes read in one request, all layers together.
const BYTES: usize = 4 << 20;
/// Most bytes out of one layer.
const ONE: usize = 1 << 20;
/// Most layers taken off in one request.
const LAYERS: usize = 4000;
/// Longest token decoded.
const TOKEN: usize = 256 * 1024;
/// Texts compared in one request: a megabyte of nothing but what two hundred values begin with costs no more.
const COMPARED: u32 = 8_000_000;
/// Fields of one request in which one value is noted.
const FIELDS: usize = 32;
/// Values and fields noted of one request, all together.
const HITS: usize = 400;
/// Longest token taken for reversed, rotated or substituted.
const TURNED: usize = 4096;

/// A value found, before its field is named.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub index: u32,
    pub field: Option<usize>,
    pub form: Form,
    /// Outermost first.
    steps: [Option<Step>; DEPTH + 3],
}

impl Hit {
    pub(super) fn chain(&self) -> impl Iterator<Item = Step> + use<> {
        self.steps.into_iter().flatten()
    }

    pub(super) fn one_way(&self) -> bool {
        self.steps.iter().flatten().any(|s| s.is_one_way())
    }

    fn length(&self) -> usize {
        self.steps.iter().flatten().count()
    }
}

/// One request's reading.
pub(super) struct Tree<'s> {
    pub(super) set: &'s KnownSet,
    given: &'s Given,
    hits: Vec<Hit>,
    pub(super) wanted: Wants,
    bytes: usize,
    layers: usize,
    /// Texts that may still be compared.
    pub(super) left: u32,
}

/// The layers above the text being read.
#[derive(Clone, Copy)]
struct Above {
    field: Option<usize>,
    steps: [Option<Step>; DEPTH],
    depth: usize,
}

impl Above {
    fn under(mut self, step: Step) -> Above {
        if let Some(slot) = self.steps.get_mut(self.depth) {
            *slot = Some(step);
            self.depth += 1;
        }
        self
    }
}

impl<'s> Tree<'s> {
    pub(super) fn new(set: &'s KnownSet, given: &'s Given) -> Tree<'s> {
        Tree { set, given, hits: Vec::new(), wanted: Wants::default(), bytes: 0, layers: 0, left: COMPARED }
    }

    /// What was found since the last call.
    pub(super) fn take(&mut self) -> Vec<Hit> {
        std::mem::take(&mut self.hits)
    }

    /// True where a bound ended the search before the request's end.
    pub(super) fn is_cut(&self) -> bool {
        self.left == 0 || self.bytes > BYTES || self.layers > LAYERS
    }

    /// Reads a text; `deep`: take its layers off as well.
    pub(super) fn read(&mut self, field: Option<usize>, text: &[u8], deep: bool) {
        self.node(text, Above { field, steps: [None; DEPTH], depth: 0 }, deep);
    }

    /// Keeps a value cut over fields, the first of which is named.
    pub(super) fn keep_split(&mut self, field: usize, slot: u32, recipe: u16) {
        let above = Above { field: Some(field), steps: [None; DEPTH], depth: 0 };
        self.keep(above.under(Step::Split), slot, recipe);
    }

    fn node(&mut self, text: &[u8], above: Above, deep: bool) {
        if text.is_empty() || self.bytes > BYTES || above.depth > DEPTH {
            return;
        }
        self.bytes += text.len();
        let set = self.set;
        let mut left = self.left;
        set.needles.find(&set.tables, text, false, &mut left, &mut |n, start, end| {
            if n.text.search.aligned {
                self.around(text, start, end, above);
            } else {
                self.keep(above, n.slot, n.text.recipe);
            }
        });
        // What was searched inside it counted for itself.
        self.left = self.left.min(left);
        if !deep {
            return;
        }
        self.whole(text, above);
        if !set.secrets.is_empty() {
            self.secrets(text, above);
        }
        if above.depth < DEPTH {
            if let Some(inner) = decode::percent(text) {
                self.layer(&inner, above, Step::Percent);
            }
            if let Some(inner) = decode::backslash(text) {
                self.layer(&inner, above, Step::Escaped);
            }
            if let Some(inner) = decode::entities(text) {
                self.layer(&inner, above, Step::Entities);
            }
        }
        self.tokens(text, above);
    }

    fn layer(&mut self, inner: &[u8], above: Above, step: Step) {
        self.layers += 1;
        if self.layers > LAYERS {
            return;
        }
        let above = above.under(step);
        if let Some((unpacked, by)) = decode::unpack(inner, ONE) {
            self.node(unpacked.as_bytes(), above.under(by), true);
        } else if let Some(how) = decode::packed(inner) {
            self.packed(inner, how, above);
        } else {
            self.node(inner, above, true);
        }
    }

    /// Searches what is around a part of base64, whichever way its groups lie.
    #[inline(never)]
    fn around(&mut self, text: &[u8], start: usize, end: usize, above: Above) {
        for lead in [0, 2, 3] {
            if let Some(inner) = decode::base64_around(text, start, end, lead)
                && above.depth < DEPTH
            {
                self.node(&inner, above.under(Step::Base64), false);
            }
        }
    }

    /// Reads on in packed bytes, where their text was given; asks for it otherwise.
    fn packed(&mut self, bytes: &[u8], how: How, above: Above) {
        self.layers += 1;
        if self.layers > LAYERS {
            return;
        }
        if let Answer::Text(text) = self.given.text(how, bytes, &mut self.wanted) {
            let step = match how {
                How::Brotli => Step::Brotli,
                How::Zstd => Step::Zstd,
                How::LzString => Step::LzString,
            };
            self.node(text.as_bytes(), above.under(step), true);
        }
    }

    /// What counts only as a whole field: short values and short checks.
    fn whole(&mut self, text: &[u8], above: Above) {
        let set = self.set;
        let trimmed = text.trim_ascii();
        if trimmed.len() > 64 {
            return;
        }
        if !set.short.is_empty() && trimmed.len() <= 24 {
            for short in &set.short {
                let Some(table) = set.tables.get(short.slot as usize).and_then(Option::as_ref) else { continue };
                let known = table.text(&short.text);
                if known.eq_ignore_ascii_case(trimmed) && (!short.text.search.exact || known == trimmed) {
                    self.keep(above, short.slot, short.text.recipe);
                }
            }
        }
        if (7..=11).contains(&trimmed.len())
            && let Ok(word) = std::str::from_utf8(trimmed)
        {
            let hex = if word.len() == 8 { u32::from_str_radix(word, 16).ok() } else { None };
            // JavaScript's numbers of 32 bits have a sign.
            let number = word.parse::<u32>().ok().or_else(|| word.parse::<i32>().ok().map(|n| n as u32));
            for check in [hex, number].into_iter().flatten() {
                set.each(&mut |slot, table| {
                    if let Some(recipe) = table.check(check) {
                        self.keep(above, slot, recipe);
                    }
                });
            }
        }
    }

    /// Secrets: the whole text, and its pieces between marks: those of forms and JSON, those of addresses besides, and both
    /// without spaces, which a card's number may hold.
    fn secrets(&mut self, text: &[u8], above: Above) {
        let set = self.set;
        let inner = |b: &u8| b"\"'&=:;,|<>{}()".contains(b);
        let marks = |b: &u8| b.is_ascii_whitespace() || inner(b);
        let place = |b: &u8| b"/?#[]".contains(b);
        let pieces = text.split(marks).chain(text.split(|b| place(b) || marks(b)));
        let pieces = pieces.chain(text.split(inner)).chain(text.split(|b| place(b) || inner(b)));
        for piece in std::iter::once(text).chain(std::iter::once(text.trim_ascii())).chain(pieces) {
            if piece.is_empty() {
                continue;
            }
            for &slot in &set.secrets {
                let table = set.tables.get(slot as usize).and_then(Option::as_ref);
                if let Some(recipe) = table.and_then(|table| table.secret(piece)) {
                    self.keep(above, slot, recipe);
                }
            }
        }
    }

    /// Reads each run of token characters.
    fn tokens(&mut self, text: &[u8], above: Above) {
        let mut at = 0;
        while let Some((start, end, alphabet)) = decode::next_token(text, at) {
            at = end + 1;
            let padding = text.get(end..).unwrap_or(&[]).iter().take_while(|&&b| b == b'=').count();
            // A short value under base64 is a short token: it counts where it is the whole field.
            let alone = start == 0 && end + padding == text.len() && !self.set.short.is_empty();
            let least = if alone { 4 } else { 8 };
            // Words are no encoding: one of eight letters has a capital or a digit.
            if (least..=TOKEN).contains(&(end - start)) && (alone || !alphabet.has(Alphabet::WORDS)) {
                self.token(text.get(start..end).unwrap_or(&[]), alphabet, above);
                self.lz(text.get(start..end + padding).unwrap_or(&[]), above);
            }
        }
        // A `+` nobody escaped reads as a space in a query.
        if text.len() >= 16
            && text.len() <= TOKEN
            && memchr::memchr(b' ', text).is_some()
            && text.iter().all(|&b| decode::in_token(b) || b == b' ' || b == b'=')
        {
            let joined: Vec<u8> = text.iter().filter(|&&b| b != b'=').map(|&b| if b == b' ' { b'+' } else { b }).collect();
            self.token(&joined, Alphabet::of(&joined), above);
        }
    }

    fn token(&mut self, token: &[u8], alphabet: Alphabet, above: Above) {
        self.straight(token, alphabet, above);
        if above.depth + 1 < DEPTH && (8..=TURNED).contains(&token.len()) {
            for (turn, step) in Turn::ALL {
                if let Some((head, bytes, base64)) = turn.digest(token) {
                    let under = above.under(step);
                    self.digest(Some(head), bytes, if base64 { under.under(Step::Base64) } else { under });
                }
                if let Some(back) = turn.back(token) {
                    self.straight(&back, Alphabet::of(&back), above.under(step));
                }
            }
        }
    }

    /// Reads a token as it stands: as a digest, and what is under its coding.
    fn straight(&mut self, token: &[u8], alphabet: Alphabet, above: Above) {
        let len = token.len();
        let hex = alphabet.has(Alphabet::HEX);
        if hex {
            self.hex_digest(token, above);
        } else if len > 22 {
            self.digests_in(token, above);
        }
        let url = !alphabet.has(Alphabet::BASE64);
        let is_base64 = alphabet.has(Alphabet::BASE64) || alphabet.has(Alphabet::BASE64URL);
        if is_base64 && decode::is_base64_of_digest(len) {
            self.digest(decode::base64_head(token, url), len * 6 / 8, above.under(Step::Base64));
        }
        if above.depth >= DEPTH {
            return;
        }
        if hex && let Some(inner) = decode::hex(token) {
            self.layer(&inner, above, Step::Hex);
        }
        if is_base64 {
            if let Some(inner) = decode::base64(token, url) {
                self.layer(&inner, above, Step::Base64);
            } else if len > 12 {
                // `v1/eyJ…`, `id_eyJ…`: what stands before is no part of it.
                for part in token.split(|b| !b.is_ascii_alphanumeric()) {
                    if (12..len).contains(&part.len())
                        && let Some(inner) = decode::base64(part, url)
                    {
                        self.layer(&inner, above, Step::Base64);
                    }
                }
            }
        }
        if alphabet.has(Alphabet::BASE32) {
            if matches!(len, 26 | 32 | 45 | 52 | 77 | 103) {
                self.digest(decode::base32_head(token), len * 5 / 8, above.under(Step::Base32));
            }
            if let Some(inner) = decode::base32(token) {
                self.layer(&inner, above, Step::Base32);
            }
        }
        if alphabet.has(Alphabet::BASE58)
            && let Some(inner) = decode::base58(token)
        {
            self.digest(inner.first_chunk().copied(), inner.len(), above.under(Step::Base58));
            self.layer(&inner, above, Step::Base58);
        }
    }

    /// Asks for what is LZ-string.
    fn lz(&mut self, token: &[u8], above: Above) {
        if above.depth < DEPTH
            && decode::begins_lz(token)
            && let Ok(text) = std::str::from_utf8(token)
            && lz::is_lz(text)
        {
            self.packed(token, How::LzString, above);
        }
    }

    /// `em_9f86…`, and a digest written like a UUID.
    #[inline(never)]
    fn digests_in(&mut self, token: &[u8], above: Above) {
        for part in token.split(|b| !b.is_ascii_alphanumeric()) {
            if part.len() < token.len() && part.len() >= 32 && part.iter().all(u8::is_ascii_hexdigit) {
                self.hex_digest(part, above);
            }
        }
        if token.len() == 36 && crate::known::is_uuid(token) {
            let joined: Vec<u8> = token.iter().copied().filter(|&b| b != b'-').collect();
            self.hex_digest(&joined, above);
        }
        // `h-` or `sha256_` before base64.
        for len in [22, 27, 38, 43, 64, 86] {
            let Some(start) = token.len().checked_sub(len).filter(|&s| s > 0) else { continue };
            if token.get(start - 1).is_some_and(|b| !b.is_ascii_alphanumeric())
                && let Some(part) = token.get(start..)
            {
                let url = !part.iter().any(|b| matches!(b, b'+' | b'/'));
                self.digest(decode::base64_head(part, url), len * 6 / 8, above.under(Step::Base64));
            }
        }
    }

    fn hex_digest(&mut self, token: &[u8], above: Above) {
        let len = token.len();
        if len.is_multiple_of(2) && decode::is_digest(len / 2) {
            self.digest(decode::hex_head(token), len / 2, above);
        }
    }

    fn digest(&mut self, head: Option<[u8; 8]>, len: usize, above: Above) {
        if let Some(head) = head {
            self.set.digests(u64::from_le_bytes(head), len, &mut |slot, recipe| self.keep(above, slot, recipe));
        }
    }

    /// Keeps a hit, or the shorter of two chains to the same value in the same field.
    #[inline(never)]
    fn keep(&mut self, above: Above, slot: u32, recipe: u16) {
        let slot = slot as usize;
        let (Some(&index), Some(Some(table))) = (self.set.ids.get(slot), self.set.tables.get(slot)) else { return };
        let (form, last): (Form, Steps) = table.recipe(recipe);
        let mut steps = [None; DEPTH + 3];
        let all = above.steps.iter().flatten().chain(last.iter().flatten());
        for (slot, &step) in steps.iter_mut().zip(all) {
            *slot = Some(step);
        }
        let hit = Hit { index, field: above.field, form, steps };
        let mut of_it = 0;
        for old in self.hits.iter_mut().filter(|h| h.index == index) {
            if old.field == above.field {
                if (hit.length(), hit.form) < (old.length(), old.form) {
                    *old = hit;
                }
                return;
            }
            of_it += 1;
        }
        // A page may write what it knows a thousand times.
        if of_it < FIELDS && self.hits.len() < HITS {
            self.hits.push(hit);
        }
    }
}
