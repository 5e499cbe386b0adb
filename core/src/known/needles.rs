//! Search for many texts at once, in any case, in any bytes.
//!
//! Each text is known by three groups of four bytes near its beginning; a bit set of all groups is asked every third
//! byte of what is searched, and only where it answers are the texts compared. Nearly all bytes of a request cost a
//! third of one look, with fifty values as with one. Texts are added one by one; they lie in their values' tables.

use super::table::{Search, Table, Text};

/// Shortest text searched for inside others: three groups of four bytes.
const SHORTEST: usize = STRIDE + 3;
/// How far apart the set is asked.
const STRIDE: usize = 3;
/// Bits of the set, as a power of two.
const BITS: u32 = 16;
/// Lists of groups, as a power of two.
const LISTS: u32 = 12;
/// The end of a list.
const END: u32 = u32::MAX;

/// A text searched for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Needle {
    /// Whose.
    pub slot: u32,
    /// Where it lies in that table, and how it is meant.
    pub text: Text,
}

#[derive(Debug)]
struct Group {
    bytes: u32,
    next: u32,
    needle: u32,
    /// Where in the text it stands.
    offset: u32,
}

/// The texts with their index.
#[derive(Debug, Default)]
pub(super) struct Needles {
    list: Vec<Needle>,
    groups: Vec<Group>,
    /// First group of each list; empty until a text is added.
    first: Vec<u32>,
    bits: Vec<u64>,
}

impl Needles {
    /// Adds a text; too short ones are left out.
    pub(super) fn add(&mut self, needle: Needle, text: &[u8]) {
        if text.len() < SHORTEST {
            return;
        }
        if self.first.is_empty() {
            self.first = vec![END; 1 << LISTS];
            self.bits = vec![0; 1 << (BITS - 6)];
        }
        // Every address begins alike, and every request holds addresses.
        let from = if text.starts_with(b"http") { 8.min(text.len() - SHORTEST) } else { 0 };
        let place = self.list.len() as u32;
        self.list.push(needle);
        for offset in from..from + STRIDE {
            let bytes = text.get(offset..).map_or(0, group);
            let hash = hash(bytes);
            let bit = hash >> (32 - BITS);
            if let Some(word) = self.bits.get_mut(bit as usize / 64) {
                *word |= 1 << (bit % 64);
            }
            if let Some(first) = self.first.get_mut((hash >> (32 - LISTS)) as usize) {
                self.groups.push(Group { bytes, next: *first, needle: place, offset: offset as u32 });
                *first = self.groups.len() as u32 - 1;
            }
        }
    }

    /// Tells every place where a text stands, with its first byte and the one behind its last. `joined`: what is searched is
    /// fields joined, and the caller judges where a text may begin and end.
    /// `left`: how many texts may still be looked at; at 0 the search ends.
    pub(super) fn find(
        &self,
        tables: &[Option<Table>],
        hay: &[u8],
        joined: bool,
        left: &mut u32,
        tell: &mut dyn FnMut(&Needle, usize, usize),
    ) {
        if self.list.is_empty() {
            return;
        }
        let mut at = 0;
        while let Some(four) = hay.get(at..at + 4) {
            let bytes = group(four);
            let hash = hash(bytes);
            let bit = hash >> (32 - BITS);
            if self.bits.get(bit as usize / 64).is_some_and(|w| w >> (bit % 64) & 1 == 1) {
                self.compare(tables, hay, joined, at, bytes, left, tell);
                if *left == 0 {
                    return;
                }
            }
            at += STRIDE;
        }
    }

    #[cold]
    #[allow(clippy::too_many_arguments)] // the search's own inside
    fn compare(
        &self,
        tables: &[Option<Table>],
        hay: &[u8],
        joined: bool,
        at: usize,
        bytes: u32,
        left: &mut u32,
        tell: &mut dyn FnMut(&Needle, usize, usize),
    ) {
        let mut next = self.first.get((hash(bytes) >> (32 - LISTS)) as usize).copied().unwrap_or(END);
        while let Some(group) = self.groups.get(next as usize) {
            next = group.next;
            *left = left.saturating_sub(1);
            if *left == 0 {
                return;
            }
            if group.bytes != bytes {
                continue;
            }
            let (Some(needle), Some(start)) = (self.list.get(group.needle as usize), at.checked_sub(group.offset as usize)) else {
                continue;
            };
            let Some(table) = tables.get(needle.slot as usize).and_then(Option::as_ref) else { continue };
            let end = start + usize::from(needle.text.len);
            let (Some(found), search) = (hay.get(start..end), needle.text.search) else { continue };
            let text = table.text(&needle.text);
            if !(if search.exact { found == text } else { found.eq_ignore_ascii_case(text) }) {
                continue;
            }
            if !joined && (search.split || !stands(hay, start, end, search)) {
                continue;
            }
            tell(needle, start, end);
        }
    }
}

/// True where a text stands for itself: what is around it does not make it a piece of another word, number or address.
fn stands(hay: &[u8], start: usize, end: usize, search: Search) -> bool {
    let at = |i: usize| hay.get(i).copied().unwrap_or(b' ');
    let (before, after) = (start.checked_sub(1).map_or(b' ', at), at(end));
    let around = [(before, at(start)), (after, at(end.wrapping_sub(1)))];
    if (search.alone || search.mail) && around.iter().any(|(out, _)| out.is_ascii_alphanumeric()) {
        return false;
    }
    // `13/14/2002` holds no `3/14/2002`.
    if !search.exact && around.iter().any(|(out, edge)| out.is_ascii_digit() && edge.is_ascii_digit()) {
        return false;
    }
    // `jane@x.com.example`.
    !(search.mail && after == b'.' && at(end + 1).is_ascii_alphabetic())
}

/// The first four bytes as a number, letters in one case.
fn group(bytes: &[u8]) -> u32 {
    bytes.first_chunk::<4>().map_or(0, |four| u32::from_le_bytes(*four) | 0x2020_2020)
}

fn hash(bytes: u32) -> u32 {
    bytes.wrapping_mul(0x9E37_79B1)
}
