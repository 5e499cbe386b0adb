//! Search for many texts at once, in any case, in any bytes.
//!
//! Each text is known by the groups of four bytes in its beginning; a bit set of these groups is asked every few bytes
//! of what is searched, and only where it answers are the texts compared. Nearly all bytes of a request cost a
//! fraction of one look.

use super::Step;
use super::forms::Form;

/// Shortest text searched for inside others.
pub(super) const SHORTEST: usize = 6;
/// From this length on a text may stand inside a longer word.
const ANYWHERE: usize = 12;
/// Bits of the set.
const BITS: usize = 1 << 15;

/// A text searched for.
#[derive(Debug)]
pub(super) struct Needle {
    text: Box<[u8]>,
    /// Letters count in their case: the text is encoded.
    exact: bool,
    /// A word of letters and digits that must stand alone.
    alone: bool,
    /// Which value.
    pub index: u32,
    /// Which spelling of it.
    pub form: Form,
    /// How it is dressed, if it is.
    pub step: Option<Step>,
}

/// The texts with their index.
#[derive(Debug)]
pub(super) struct Needles {
    list: Vec<Needle>,
    /// Group of four bytes, text, and where in the text the group stands.
    groups: Vec<(u32, u16, u16)>,
    bits: Box<[u64]>,
    /// How far apart the set is asked.
    stride: usize,
}

impl Default for Needles {
    fn default() -> Self {
        Needles { list: Vec::new(), groups: Vec::new(), bits: vec![0; BITS / 64].into(), stride: SHORTEST - 3 }
    }
}

impl Needles {
    /// Adds a text; too short ones are left out.
    pub(super) fn add(&mut self, text: &str, exact: bool, index: u32, form: Form, step: Option<Step>) {
        let bytes = text.as_bytes();
        let same = |n: &Needle| n.index == index && if exact || n.exact { *n.text == *bytes } else { n.text.eq_ignore_ascii_case(bytes) };
        if bytes.len() < SHORTEST || self.list.len() >= usize::from(u16::MAX) || self.list.iter().any(same) {
            return;
        }
        let alone = bytes.len() < ANYWHERE && bytes.iter().all(u8::is_ascii_alphanumeric);
        self.list.push(Needle { text: bytes.into(), exact, alone, index, form, step });
    }

    /// Ends the adding: builds the index.
    pub(super) fn finish(&mut self) {
        let shortest = self.list.iter().map(|n| n.text.len()).min().unwrap_or(SHORTEST);
        self.stride = shortest - 3;
        for (i, needle) in self.list.iter().enumerate() {
            for (at, four) in needle.text.windows(4).take(self.stride).enumerate() {
                let group = group(four);
                let bit = bit(group);
                if let Some(word) = self.bits.get_mut(bit / 64) {
                    *word |= 1 << (bit % 64);
                }
                self.groups.push((group, i as u16, at as u16));
            }
        }
        self.groups.sort_unstable();
    }

    /// Tells every place where a text stands.
    pub(super) fn find(&self, hay: &[u8], tell: &mut dyn FnMut(&Needle)) {
        if self.list.is_empty() {
            return;
        }
        let mut at = 0;
        while let Some(four) = hay.get(at..at + 4) {
            let group = group(four);
            let bit = bit(group);
            if self.bits.get(bit / 64).is_some_and(|w| w >> (bit % 64) & 1 == 1) {
                self.compare(hay, at, group, tell);
            }
            at += self.stride;
        }
    }

    #[cold]
    fn compare(&self, hay: &[u8], at: usize, group: u32, tell: &mut dyn FnMut(&Needle)) {
        let from = self.groups.partition_point(|g| g.0 < group);
        for &(_, i, offset) in self.groups.get(from..).unwrap_or(&[]).iter().take_while(|g| g.0 == group) {
            let (Some(needle), Some(start)) = (self.list.get(usize::from(i)), at.checked_sub(usize::from(offset))) else { continue };
            let end = start + needle.text.len();
            let Some(found) = hay.get(start..end) else { continue };
            let same = if needle.exact { *found == *needle.text } else { found.eq_ignore_ascii_case(&needle.text) };
            if !same {
                continue;
            }
            let letter = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
            if needle.alone && (letter(start.checked_sub(1).and_then(|i| hay.get(i))) || letter(hay.get(end))) {
                continue;
            }
            tell(needle);
        }
    }
}

/// Four bytes as a number, letters in one case.
fn group(four: &[u8]) -> u32 {
    match *four {
        [a, b, c, d] => u32::from_le_bytes([a, b, c, d]) | 0x2020_2020,
        _ => 0,
    }
}

fn bit(group: u32) -> usize {
    (group.wrapping_mul(0x9E37_79B1) >> 17) as usize
}
