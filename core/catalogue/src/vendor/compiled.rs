//! The tables of the rows just read, where core has its static ones: what the matcher reads here.

use super::Vendor;
use super::packed::Tables;
use super::table::{Condition, Endpoint, Host, Link, Rule, Signature, T, Trigger};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The matcher remembers by one bit each which signatures it has tried.
const MOST_SIGNATURES: usize = 512;
/// Rows are counted in 16 bits; one more stands for an empty slot.
const MOST_ROWS: usize = u16::MAX as usize - 1;

thread_local! {
    static IN_USE: Cell<Option<&'static Tables>> = const { Cell::new(None) };
}

/// The English messages, in the order of their numbers.
static MESSAGES: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
    let english = leaklight_messages::read(leaklight_messages::LANGUAGES[0]).unwrap_or_default();
    english.into_iter().map(|(name, text)| (name, &*text.leak())).collect()
});

/// By text, those that need no word to tell them apart.
static NUMBERS: LazyLock<BTreeMap<&'static str, u16>> = LazyLock::new(|| {
    let numbered = MESSAGES.iter().zip(0..);
    numbered.filter(|((name, _), _)| !name.contains("__")).map(|((_, text), number)| (*text, number)).collect()
});

/// The English message of that number.
pub(super) fn said(number: u16) -> &'static str {
    MESSAGES.get(usize::from(number)).map_or("", |(_, text)| text)
}

/// The number of the message with that English text; none where `cargo xtask text` was not run since it was written.
pub(super) fn number(text: &str) -> Option<u16> {
    NUMBERS.get(text).copied()
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
