//! One blob of text for all tables: every string once, and none that stands inside another.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Collects strings; a table refers to one by `T`, its place in the blob.
#[derive(Default)]
pub struct Text {
    strings: BTreeSet<String>,
    placed: Option<(String, BTreeMap<String, usize>)>,
}

/// Stands in the generated source until the blob is laid out.
pub const MARK: char = '\u{1}';

impl Text {
    /// A reference to a string, to be resolved by [`Text::resolve`].
    pub fn add(&mut self, s: &str) -> String {
        self.strings.insert(s.to_string());
        format!("{MARK}{s}{MARK}")
    }

    fn place(&mut self) -> &(String, BTreeMap<String, usize>) {
        let strings = &self.strings;
        self.placed.get_or_insert_with(|| {
            let mut longest: Vec<&String> = strings.iter().collect();
            longest.sort_by_key(|s| (std::cmp::Reverse(s.len()), s.as_str()));
            let (mut blob, mut at) = (String::new(), BTreeMap::new());
            for s in longest {
                let start = blob.find(s.as_str()).unwrap_or_else(|| {
                    blob.push_str(s);
                    blob.len() - s.len()
                });
                at.insert(s.clone(), start);
            }
            (blob, at)
        })
    }

    /// Replaces every reference in the generated source by its place, and adds the blob.
    pub fn resolve(mut self, source: &str) -> String {
        let (blob, at) = self.place();
        let mut out = String::with_capacity(source.len());
        for (i, piece) in source.split(MARK).enumerate() {
            if i % 2 == 0 {
                out.push_str(piece);
            } else {
                let start = at.get(piece).copied().unwrap_or(0);
                let _ = write!(out, "T({})", start << 10 | piece.len());
            }
        }
        let _ = writeln!(out, "pub(super) static TEXT: &str = {blob:?};");
        out
    }
}
