//! The tables of the rows just read, where core has its static ones: what the matcher reads here.

use super::Vendor;
use super::packed::Tables;
use super::table::{Condition, Endpoint, Host, Link, Rule, Signature, T, Trigger};
use std::cell::Cell;

/// The matcher remembers by one bit each which signatures it has tried.
const MOST_SIGNATURES: usize = 512;
/// Rows are counted in 16 bits; one more stands for an empty slot.
const MOST_ROWS: usize = u16::MAX as usize - 1;

thread_local! {
    static IN_USE: Cell<Option<&'static Tables>> = const { Cell::new(None) };
}

/// Lets this thread's matcher read what was written, as core will. The tables stay until the process ends: the matcher borrows them
/// for ever. False where they read otherwise than they were written: a text has a zero in it.
pub fn put_to_use(written: &(String, Vec<u8>)) -> bool {
    let (texts, columns) = written.clone();
    let mut tables = Tables::read(texts.leak(), columns.leak());
    let same = tables.written() == *written;
    IN_USE.set(Some(Box::leak(Box::new(tables))));
    same
}

impl Tables {
    /// What outgrew its numbers.
    pub fn too_large(&self) -> Option<String> {
        let lists = [
            ("signatures", self.signatures.len(), MOST_SIGNATURES),
            ("endpoints", self.endpoints.len(), MOST_ROWS),
            ("paths", self.paths.len(), MOST_ROWS),
            ("conditions", self.conditions.len(), MOST_ROWS),
            ("fields", self.rules.len(), MOST_ROWS),
            ("hosts", self.links.len(), MOST_ROWS),
            ("triggers", self.triggers.len(), MOST_ROWS),
        ];
        let (what, count, most) = lists.into_iter().find(|(_, count, most)| count > most)?;
        Some(format!("{count} {what}, but the tables hold {most}; widen their numbers in core/src/vendor/table.rs"))
    }
}

macro_rules! read {
    ($($name:ident of $row:ty,)+) => {
        $(pub(super) fn $name() -> &'static [$row] {
            IN_USE.get().map_or(&[], |tables| &tables.$name)
        })+
    };
}

read! {
    vendors of Vendor,
    endpoints of Endpoint,
    signatures of Signature,
    paths of T,
    conditions of Condition,
    rules of Rule,
    links of Link,
    hosts of Host,
    host_slots of u16,
    triggers of Trigger,
    trigger_slots of u16,
}
