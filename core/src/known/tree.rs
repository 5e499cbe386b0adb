//! The reading of one request: each text searched, its tokens looked up as digests, and its layers taken off in turn.

use super::decode::{self, Alphabet};
use super::digest;
use super::forms::Form;
use super::{KnownSet, Step};
use crate::payload::Fields;

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
    set: &'s KnownSet,
    hits: Vec<Hit>,
    bytes: usize,
    layers: usize,
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
    pub(super) fn new(set: &'s KnownSet) -> Tree<'s> {
        Tree { set, hits: Vec::new(), bytes: 0, layers: 0 }
    }

    /// What was found since the last call.
    pub(super) fn take(&mut self) -> Vec<Hit> {
        std::mem::take(&mut self.hits)
    }

    /// Reads a text; `deep`: take its layers off as well.
    pub(super) fn read(&mut self, field: Option<usize>, text: &[u8], deep: bool) {
        self.node(text, Above { field, steps: [None; DEPTH], depth: 0 }, deep);
    }

    fn node(&mut self, text: &[u8], above: Above, deep: bool) {
        if text.is_empty() || self.bytes > BYTES || above.depth > DEPTH {
            return;
        }
        self.bytes += text.len();
        let set = self.set;
        let hits = &mut self.hits;
        set.needles.find(text, &mut |n| keep(hits, above, n.index, n.form, [n.step, None, None]));
        if !deep {
            return;
        }
        self.whole(text, above);
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
        } else {
            self.node(inner, above, true);
        }
    }

    /// What counts only as a whole field: short values and short checks.
    fn whole(&mut self, text: &[u8], above: Above) {
        let set = self.set;
        let trimmed = text.trim_ascii();
        if trimmed.len() > 64 {
            return;
        }
        if !set.short.is_empty()
            && let Ok(word) = std::str::from_utf8(trimmed)
            && word.len() <= 24
        {
            for (short, index, form) in &set.short {
                if short.eq_ignore_ascii_case(word) || (!word.is_ascii() && *short == word.to_lowercase()) {
                    keep(&mut self.hits, above, *index, *form, [None; 3]);
                }
            }
        }
        let check = match trimmed.len() {
            8 => std::str::from_utf8(trimmed).ok().and_then(|t| u32::from_str_radix(t, 16).ok()),
            9 | 10 => std::str::from_utf8(trimmed).ok().and_then(|t| t.parse().ok()),
            _ => None,
        };
        if let Some(check) = check {
            for &(_, index, form, step) in set.digests.find_check(check) {
                keep(&mut self.hits, above, index, form, [Some(step), None, None]);
            }
        }
    }

    /// Reads each run of token characters.
    fn tokens(&mut self, text: &[u8], above: Above) {
        // A short value under base64 is a short token: it counts where it is the whole field.
        let short = !self.set.short.is_empty();
        let mut at = 0;
        while at < text.len() {
            let Some(start) = text.get(at..).and_then(|t| t.iter().position(|&b| decode::in_token(b))).map(|i| at + i) else { break };
            let end = text.get(start..).and_then(|t| t.iter().position(|&b| !decode::in_token(b))).map_or(text.len(), |i| start + i);
            at = end + 1;
            let least = if short && start == 0 && text.get(end..).is_some_and(|rest| rest.iter().all(|&b| b == b'=')) { 4 } else { 8 };
            if (least..=TOKEN).contains(&(end - start)) {
                let token = text.get(start..end).unwrap_or(&[]);
                self.token(token, above);
            }
        }
        // A `+` nobody escaped reads as a space in a query.
        if text.len() >= 16
            && text.len() <= TOKEN
            && memchr::memchr(b' ', text).is_some()
            && text.iter().all(|&b| decode::in_token(b) || b == b' ' || b == b'=')
        {
            let joined: Vec<u8> = text.iter().filter(|&&b| b != b'=').map(|&b| if b == b' ' { b'+' } else { b }).collect();
            self.token(&joined, above);
        }
    }

    fn token(&mut self, token: &[u8], above: Above) {
        let alphabet = Alphabet::of(token);
        let len = token.len();
        if alphabet.hex && len.is_multiple_of(2) && digest::is_length(len / 2) {
            self.digest(decode::hex_bytes(token), above);
        } else if !alphabet.hex && len > 32 {
            // `em_9f86…`, and a digest written like a UUID.
            for part in token.split(|b| !b.is_ascii_alphanumeric()) {
                if part.len().is_multiple_of(2) && digest::is_length(part.len() / 2) {
                    self.digest(decode::hex_bytes(part), above);
                }
            }
            if len == 36 && crate::known::is_uuid(token) {
                let joined: Vec<u8> = token.iter().copied().filter(|&b| b != b'-').collect();
                self.digest(decode::hex_bytes(&joined), above);
            }
        }
        let url = !alphabet.base64;
        let is_base64 = alphabet.base64 || alphabet.base64url;
        if is_base64 && len <= 86 && digest::is_length(len * 6 / 8) {
            self.digest(decode::base64_bytes(token, url), above.under(Step::Base64));
        }
        if above.depth >= DEPTH {
            return;
        }
        if alphabet.hex
            && let Some(inner) = decode::hex(token)
        {
            self.layer(&inner, above, Step::Hex);
        }
        if is_base64 && let Some(inner) = decode::base64(token, url) {
            self.layer(&inner, above, Step::Base64);
        }
        if alphabet.base32
            && let Some(inner) = decode::base32(token)
        {
            self.layer(&inner, above, Step::Base32);
        }
        if (alphabet.lz || alphabet.base64)
            && let Ok(token) = std::str::from_utf8(token)
            && let Some(inner) = decode::lz(token, alphabet.lz)
        {
            self.layer(inner.as_bytes(), above, Step::LzString);
        }
    }

    fn digest(&mut self, digest: Option<Vec<u8>>, above: Above) {
        let set = self.set;
        for entry in digest.iter().flat_map(|d| set.digests.find(d)) {
            keep(&mut self.hits, above, entry.index, entry.form, entry.steps);
        }
    }

    /// Finds values cut over neighbouring fields.
    pub(super) fn read_split(&mut self, _fields: &Fields<'_>) {}
}

/// Keeps a hit, or the shorter of two chains to the same value in the same field.
fn keep(hits: &mut Vec<Hit>, above: Above, index: u32, form: Form, last: [Option<Step>; 3]) {
    let mut steps = [None; DEPTH + 3];
    let all = above.steps.iter().flatten().chain(last.iter().flatten());
    for (slot, &step) in steps.iter_mut().zip(all) {
        *slot = Some(step);
    }
    let hit = Hit { index, field: above.field, form, steps };
    match hits.iter_mut().find(|h| h.index == index && h.field == above.field) {
        Some(old) if (old.length(), old.form) <= (hit.length(), hit.form) => {}
        Some(old) => *old = hit,
        None => hits.push(hit),
    }
}
