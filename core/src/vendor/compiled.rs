//! The compiled catalogue: static tables, used in place. Written by the build from `data/vendors/*.toml`.
//!
//! The functions are what the matcher reads: where the build runs it, they answer with the rows just read.

use super::entry::{Baa, Vendor};
use super::table::{Cname, Condition, Endpoint, Host, Kept, Link, Owned, Rule, Signature, Span, T, Trigger};
use super::words::{BaaStatus, Category, Meaning, Role, Shape};
use crate::trie::Table;

include!(concat!(env!("OUT_DIR"), "/vendors.rs"));

/// Domain, its labels backwards → its row in [`OWNERS`].
pub(super) static DOMAINS: Table = Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/owners.trie")));

macro_rules! read {
    ($($name:ident: $table:ident of $row:ty,)+) => {
        $(#[inline(always)]
        pub(super) fn $name() -> &'static [$row] {
            $table
        })+
    };
}

read! {
    vendors: VENDORS of Vendor,
    endpoints: ENDPOINTS of Endpoint,
    signatures: SIGNATURES of Signature,
    paths: PATHS of T,
    conditions: CONDITIONS of Condition,
    rules: RULES of Rule,
    links: LINKS of Link,
    hosts: HOSTS of Host,
    host_slots: HOST_SLOTS of u16,
    triggers: TRIGGERS of Trigger,
    trigger_slots: TRIGGER_SLOTS of u16,
}

/// All text of the tables.
#[inline(always)]
pub(super) fn text() -> &'static str {
    TEXT
}
