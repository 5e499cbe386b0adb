//! The catalogue's tables as they lie in the module: column by column, which a package packs to two thirds of what the rows
//! themselves take (80 kB for 118), and read into rows when they are first asked for.
//!
//! One walk over the columns writes them, in `leaklight-catalogue`, and reads them, so that the two cannot differ.
//!
//! With the lengths that [`crate::trie`] leaves blank the worker's module went from 790 to 735 kB in a package; a request takes as long
//! as before (median 18.1 µs over 5,011 requests), and the first event after a start 1 to 3 ms more of some 45 (2026-11-26).

use super::entry::Vendor;
use super::table::{Cname, Condition, Endpoint, Host, Kept, Link, Owned, Rule, Signature, Span, T, Trigger};
use super::words::{BaaStatus, Category, Meaning, Role, Shape};
use super::{compiled, pattern};

/// All tables.
#[derive(Default)]
pub struct Tables {
    pub(super) vendors: Vec<Vendor>,
    pub(super) endpoints: Vec<Endpoint>,
    pub(super) signatures: Vec<Signature>,
    pub(super) paths: Vec<T>,
    pub(super) conditions: Vec<Condition>,
    pub(super) rules: Vec<Rule>,
    pub(super) links: Vec<Link>,
    pub(super) hosts: Vec<Host>,
    pub(super) triggers: Vec<Trigger>,
    pub(super) cnames: Vec<Cname>,
    pub(super) cookies: Vec<Kept>,
    pub(super) storage: Vec<Kept>,
    pub(super) owners: Vec<Owned>,
    /// Which host stands where by its hash, worked out from the rows.
    pub(super) host_slots: Vec<u16>,
    /// The same for triggers.
    pub(super) trigger_slots: Vec<u16>,
}

/// What is done with each cell of the columns, in their order.
pub(super) trait Walk {
    /// How many rows follow.
    fn count(&mut self, rows: usize) -> usize;
    fn number(&mut self, n: &mut u16);
    fn text(&mut self, text: &mut &'static str);

    /// A text for people: a message's number plus one, or 0 and the text itself where it is none.
    fn said(&mut self, text: &mut &'static str);

    /// A number like the one before.
    fn near(&mut self, n: &mut u16, last: &mut u16) {
        let step = n.wrapping_sub(*last) as i16;
        let mut folded = ((step << 1) ^ (step >> 15)) as u16;
        self.number(&mut folded);
        *n = last.wrapping_add((folded >> 1) ^ (folded & 1).wrapping_neg());
        *last = *n;
    }

    /// Rows of another table, which follow those of the row before.
    fn span(&mut self, span: &mut Span, next: &mut u16) {
        self.number(&mut span.1);
        span.0 = if span.1 == 0 { 0 } else { *next };
        *next = next.wrapping_add(span.1);
    }
}

/// A word of a closed list.
macro_rules! word {
    ($walk:ident, $of:ident, $word:expr) => {{
        let mut n = $word as u16;
        $walk.number(&mut n);
        $word = $of::numbered(n);
    }};
}

/// Small numbers and flags.
macro_rules! small {
    ($walk:ident, $n:expr, $as:ty) => {{
        let mut n = u16::from($n);
        $walk.number(&mut n);
        $n = n as $as;
    }};
    ($walk:ident, $flag:expr) => {{
        let mut n = u16::from($flag);
        $walk.number(&mut n);
        $flag = n != 0;
    }};
}

impl Tables {
    /// The columns, in their order.
    pub(super) fn walk(&mut self, w: &mut impl Walk) {
        macro_rules! rows {
            ($rows:expr) => {
                let count = w.count($rows.len());
                $rows.resize_with(count, Default::default);
            };
        }
        rows!(self.vendors);
        let v = &mut self.vendors;
        v.iter_mut().for_each(|v| w.text(&mut v.id));
        v.iter_mut().for_each(|v| w.text(&mut v.name));
        v.iter_mut().for_each(|v| w.text(&mut v.owner));
        v.iter_mut().for_each(|v| w.text(&mut v.checked));
        v.iter_mut().for_each(|v| w.said(&mut v.fix));
        v.iter_mut().for_each(|v| w.said(&mut v.baa.words));
        v.iter_mut().for_each(|v| w.said(&mut v.baa.source));
        v.iter_mut().for_each(|v| w.said(&mut v.baa.as_of));
        v.iter_mut().for_each(|v| w.text(&mut v.batch.0));
        v.iter_mut().for_each(|v| word!(w, Category, v.category));
        v.iter_mut().for_each(|v| word!(w, BaaStatus, v.baa.status));
        let mut next = 0;
        v.iter_mut().for_each(|v| w.span(&mut v.rules, &mut next));

        rows!(self.rules);
        let r = &mut self.rules;
        r.iter_mut().for_each(|r| w.text(&mut r.pattern.0));
        r.iter_mut().for_each(|r| w.said(&mut r.label.0));
        r.iter_mut().for_each(|r| small!(w, r.parts, u8));
        r.iter_mut().for_each(|r| small!(w, r.glob));
        r.iter_mut().for_each(|r| word!(w, Meaning, r.meaning));
        r.iter_mut().for_each(|r| word!(w, Shape, r.shape));

        rows!(self.endpoints);
        let e = &mut self.endpoints;
        let (mut vendor, mut path, mut condition) = (0, 0, 0);
        e.iter_mut().for_each(|e| w.near(&mut e.vendor, &mut vendor));
        e.iter_mut().for_each(|e| word!(w, Role, e.role));
        e.iter_mut().for_each(|e| small!(w, e.tracking));
        e.iter_mut().for_each(|e| small!(w, e.rank, u8));
        e.iter_mut().for_each(|e| w.number(&mut e.kinds));
        e.iter_mut().for_each(|e| w.span(&mut e.paths, &mut path));
        e.iter_mut().for_each(|e| w.span(&mut e.need, &mut condition));

        rows!(self.signatures);
        vendor = 0;
        for s in &mut self.signatures {
            w.near(&mut s.vendor, &mut vendor);
            word!(w, Role, s.role);
            small!(w, s.tracking);
            small!(w, s.min, u8);
            w.span(&mut s.paths, &mut path);
            w.span(&mut s.need, &mut condition);
            w.span(&mut s.some, &mut condition);
        }

        rows!(self.paths);
        self.paths.iter_mut().for_each(|p| w.text(&mut p.0));

        rows!(self.conditions);
        let c = &mut self.conditions;
        c.iter_mut().for_each(|c| w.text(&mut c.key.0));
        c.iter_mut().for_each(|c| w.text(&mut c.value.0));
        c.iter_mut().for_each(|c| small!(w, c.parts, u8));

        rows!(self.hosts);
        let mut link = 0;
        self.hosts.iter_mut().for_each(|h| w.text(&mut h.name.0));
        self.hosts.iter_mut().for_each(|h| w.span(&mut h.links, &mut link));

        rows!(self.links);
        let mut endpoint = 0;
        self.links.iter_mut().for_each(|l| w.near(&mut l.endpoint, &mut endpoint));
        self.links.iter_mut().for_each(|l| w.text(&mut l.only.0));

        rows!(self.triggers);
        let mut signature = 0;
        for t in &mut self.triggers {
            w.text(&mut t.word.0);
            w.near(&mut t.signature, &mut signature);
        }

        rows!(self.cnames);
        for c in &mut self.cnames {
            w.text(&mut c.label.0);
            w.number(&mut c.vendor);
        }

        for k in [&mut self.cookies, &mut self.storage] {
            rows!(k);
            k.iter_mut().for_each(|k| w.text(&mut k.name.0));
            k.iter_mut().for_each(|k| w.text(&mut k.domain.0));
            k.iter_mut().for_each(|k| w.said(&mut k.what.0));
            k.iter_mut().for_each(|k| w.said(&mut k.keeps.0));
            k.iter_mut().for_each(|k| w.number(&mut k.vendor));
            k.iter_mut().for_each(|k| word!(w, Meaning, k.meaning));
            k.iter_mut().for_each(|k| small!(w, k.cross_site));
        }

        rows!(self.owners);
        self.owners.iter_mut().for_each(|o| w.text(&mut o.name.0));
        self.owners.iter_mut().for_each(|o| word!(w, Category, o.category));
    }

    /// The rows of what the build wrote: all texts, each once and ended by a zero, in the order of the columns; and the columns.
    pub(super) fn read(texts: &'static str, columns: &'static [u8]) -> Tables {
        let mut tables = Tables::default();
        tables.walk(&mut Reader { columns, texts, known: Vec::new() });
        tables.find_by_hash();
        tables
    }

    /// Fills the slots.
    pub(super) fn find_by_hash(&mut self) {
        self.host_slots = slots(self.hosts.len(), self.hosts.iter().map(|host| host.name.get()));
        self.trigger_slots = slots(self.triggers.len(), self.triggers.iter().map(|trigger| trigger.word.get()));
    }
}

/// An open-addressing table over rows of words: row numbers plus one, 0 for an empty slot.
fn slots<'a>(rows: usize, words: impl Iterator<Item = &'a str>) -> Vec<u16> {
    let size = (rows * 2).next_power_of_two().max(8);
    let mut table = vec![0; size];
    for (row, word) in (1..).zip(words) {
        let mut at = pattern::hash(word) as usize & (size - 1);
        while table.get(at).is_some_and(|slot| *slot != 0) {
            at = (at + 1) & (size - 1);
        }
        if let Some(slot) = table.get_mut(at) {
            *slot = row;
        }
    }
    table
}

/// Reads. Where the columns end too soon, what is left is 0 and empty.
struct Reader {
    columns: &'static [u8],
    texts: &'static str,
    known: Vec<&'static str>,
}

impl Walk for Reader {
    fn count(&mut self, _: usize) -> usize {
        let mut n = 0;
        self.number(&mut n);
        n.into()
    }

    #[inline(never)]
    fn number(&mut self, n: &mut u16) {
        *n = 0;
        let mut shift = 0;
        while let Some((&byte, rest)) = self.columns.split_first() {
            self.columns = rest;
            *n |= u16::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            shift += 7;
            if byte < 0x80 {
                return;
            }
        }
    }

    /// A text that stood before, by its number; or the next one.
    #[inline(never)]
    fn text(&mut self, text: &mut &'static str) {
        let mut n = 0;
        self.number(&mut n);
        *text = match n.checked_sub(1) {
            Some(before) => self.known.get(usize::from(before)).copied().unwrap_or_default(),
            None => {
                let (next, rest) = self.texts.split_once('\0').unwrap_or_default();
                self.texts = rest;
                self.known.push(next);
                next
            }
        };
    }

    fn said(&mut self, text: &mut &'static str) {
        let mut n = 0;
        self.number(&mut n);
        match n.checked_sub(1) {
            Some(number) => *text = compiled::said(number),
            None => self.text(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        // Whatever the columns hold, reading ends, and what was not there is empty.
        #[test]
        fn any_columns_end(texts in "[a-z\0]{0,40}", columns in prop::collection::vec(0u8..9, 0..200)) {
            let tables = Tables::read(texts.leak(), columns.leak());
            prop_assert!(tables.vendors.iter().all(|vendor| vendor.id.len() <= 40));
        }
    }
}
