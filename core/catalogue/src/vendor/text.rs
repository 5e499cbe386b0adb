//! One blob of text for all tables: every string once, and none that stands inside another.

use super::table::T;
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

    /// The blob, and by each string's number its place in it.
    pub fn lay_out(self) -> (String, Vec<T>) {
        let longest: BTreeSet<_> = self.strings.iter().map(|s| (std::cmp::Reverse(s.len()), s.as_str())).collect();
        let (mut blob, mut at) = (String::new(), BTreeMap::new());
        for (_, s) in longest {
            let found = memchr::memmem::find(blob.as_bytes(), s.as_bytes()).unwrap_or_else(|| {
                blob.push_str(s);
                blob.len() - s.len()
            });
            at.insert(s, found);
        }
        let place = |s: &String| T((at.get(s.as_str()).copied().unwrap_or(0) << 10 | s.len()) as u32);
        let places = self.strings.iter().map(place).collect();
        (blob, places)
    }
}
