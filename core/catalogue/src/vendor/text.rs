//! One blob of text for all tables: every string once, and none that stands inside another.

use super::table::T;
use memchr::memmem;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The longest a table's text may be: its length has 10 bits.
pub const LONGEST: usize = 1000;

/// Collects strings. A table's [`T`] is a string's number until [`Text::lay_out`] says where each lies.
#[derive(Default)]
pub struct Text {
    strings: Vec<String>,
    numbers: BTreeMap<String, u32>,
}

impl Text {
    /// A reference to a string.
    pub fn add(&mut self, s: &str) -> T {
        if let Some(number) = self.numbers.get(s) {
            return T(*number);
        }
        let number = self.strings.len() as u32;
        self.strings.push(s.to_owned());
        self.numbers.insert(s.to_owned(), number);
        T(number)
    }

    /// The blob, and by each string's number its place in it. Strings lie as they came: what one row says stands together, and
    /// places grow from row to row, so that a package, which is compressed, holds both small.
    pub fn lay_out(self) -> (String, Vec<T>) {
        let longest: BTreeSet<_> = self.strings.iter().map(|s| (Reverse(s.len()), s.as_str())).collect();
        let (mut all, mut whole) = (String::new(), BTreeSet::new());
        for (_, s) in longest {
            if memmem::find(all.as_bytes(), s.as_bytes()).is_none() {
                all.extend([s, "\0"]);
                whole.insert(s);
            }
        }
        let blob: String = self.strings.iter().map(String::as_str).filter(|s| whole.contains(s)).collect();
        let place = |s: &String| T((memmem::find(blob.as_bytes(), s.as_bytes()).unwrap_or(0) << 10 | s.len()) as u32);
        let places = self.strings.iter().map(place).collect();
        (blob, places)
    }
}
