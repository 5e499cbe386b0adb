//! The tables of the rows just read, where core has its static ones: what the matcher reads here.

use super::Vendor;
use super::table::{Cname, Condition, Endpoint, Host, Kept, Link, Owned, Rule, Signature, T, Trigger};
use std::cell::Cell;

/// The matcher remembers by one bit each which signatures it has tried.
const MOST_SIGNATURES: usize = 512;
/// Rows are counted in 16 bits; one more stands for an empty slot.
const MOST_ROWS: usize = u16::MAX as usize - 1;
/// A text's place has 22 bits.
const MOST_TEXT: usize = 1 << 22;

/// All tables.
#[derive(Default)]
pub struct Tables {
    pub(super) text: String,
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
    pub(super) host_slots: Vec<u16>,
    pub(super) trigger_slots: Vec<u16>,
    pub(super) owners: Vec<Owned>,
}

thread_local! {
    static IN_USE: Cell<Option<&'static Tables>> = const { Cell::new(None) };
}

impl Tables {
    /// Lets this thread's matcher read these. They stay until the process ends: the matcher borrows them for ever.
    pub fn put_to_use(self) -> &'static Tables {
        let tables: &'static Tables = Box::leak(Box::new(self));
        IN_USE.set(Some(tables));
        tables
    }

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
            ("bytes of text", self.text.len(), MOST_TEXT),
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

/// All text of the tables.
pub(super) fn text() -> &'static str {
    IN_USE.get().map_or("", |tables| &tables.text)
}
