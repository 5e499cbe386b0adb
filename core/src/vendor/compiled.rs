//! The compiled catalogue, written by the build from `data/vendors/*.toml`.
//!
//! The functions are what the matcher reads: where the build runs it, they answer with the rows just read.

use super::entry::Vendor;
use super::packed::Tables;
use super::table::{Cname, Condition, Endpoint, Host, Kept, Link, Owned, Rule, Signature, T, Trigger};
use crate::trie::Table;
use std::sync::OnceLock;

/// Domain, its labels backwards → its row among the owners.
pub(super) static DOMAINS: Table = Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/owners.trie")));

static TABLES: OnceLock<Tables> = OnceLock::new();

fn tables() -> &'static Tables {
    TABLES.get_or_init(|| {
        let texts = include_str!(concat!(env!("OUT_DIR"), "/vendors.txt"));
        Tables::read(texts, include_bytes!(concat!(env!("OUT_DIR"), "/vendors.columns")))
    })
}

/// The message of that number in the person's language, which is known by the time the tables are first read.
pub(super) fn said(number: u16) -> &'static str {
    leaklight_text::say(number)
}

macro_rules! read {
    ($($name:ident of $row:ty,)+) => {
        $(#[inline]
        pub(super) fn $name() -> &'static [$row] {
            &tables().$name
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
    cnames of Cname,
    cookies of Kept,
    storage of Kept,
    owners of Owned,
}
