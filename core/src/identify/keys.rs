//! The names fields go by, looked up in place: `data/names.txt`, compiled, and the words around them.

use super::class::{CLASSES, Class, Hold};
use Hold::{Firm, Weak};
use std::cmp::Ordering;

/// For each first character from `0`: which lengths names have, and where they start and end in [`TABLE`].
static INDEX: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/names.index"));
/// The names in order, each followed by a byte with its highest bit set that says what it is.
static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/names.table"));

/// Looks up words run together; tries again without a trailing number (`address1`) and without a word that only says
/// whose it is (`patientname`).
pub(super) fn look_up(word: &[u8]) -> Option<(Class, Hold)> {
    if let Some(found) = exact(word) {
        return Some(found);
    }
    let digits = word.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let stem = word.get(..word.len() - digits).unwrap_or(&[]);
    if digits > 0
        && digits <= 2
        && stem.len() > 1
        && let Some(found) = exact(stem)
    {
        return Some(found);
    }
    for owner in OWNERS {
        if let Some(rest) = stem.strip_prefix(owner.as_bytes())
            && rest.len() > 2
            && let Some((class, _)) = exact(rest)
            && !matches!(class, Class::Goods | Class::Technical | Class::Token | Class::Access | Class::Identity | Class::Signature)
        {
            return Some((class, Firm));
        }
    }
    None
}

fn exact(word: &[u8]) -> Option<(Class, Hold)> {
    let first = usize::from(word.first()?.checked_sub(b'0')?);
    let &[a, b, c, d, start0, start1, end0, end1] = INDEX.as_chunks::<8>().0.get(first)?;
    if u32::from_le_bytes([a, b, c, d]) >> word.len().min(31) & 1 == 0 {
        return None;
    }
    let mut from = usize::from(u16::from_le_bytes([start0, start1]));
    let mut to = usize::from(u16::from_le_bytes([end0, end1]));
    while from < to {
        let middle = from.midpoint(to);
        // The name the middle lies in, and the byte that ends it.
        let start = TABLE.get(from..middle)?.iter().rposition(|b| *b >= 0x80).map_or(from, |i| from + i + 1);
        let end = middle + TABLE.get(middle..to)?.iter().position(|b| *b >= 0x80)?;
        match word.cmp(TABLE.get(start..end)?) {
            Ordering::Less => to = start,
            Ordering::Greater => from = end + 1,
            Ordering::Equal => {
                let value = usize::from(TABLE.get(end)? & 0x7f);
                return Some((*CLASSES.get(value / 2)?, if value % 2 == 1 { Firm } else { Weak }));
            }
        }
    }
    None
}

/// A word that says the value is scrambled.
pub(super) fn is_hash_word(word: &[u8]) -> bool {
    among(HASH_WORDS, word)
}

/// A word that adds nothing after a name.
pub(super) fn is_filler(word: &[u8]) -> bool {
    among(FILLERS, word)
}

/// A container that says nothing about what it holds (`ep`, `cd`, `data`).
pub(super) fn is_carrier(word: &[u8]) -> bool {
    among(CARRIERS, word)
}

/// A container or owner that is a person (`user`, `patient`, `ud`).
pub(super) fn is_person_word(word: &[u8]) -> bool {
    among(PEOPLE, word)
}

fn among(list: &[&str], word: &[u8]) -> bool {
    list.binary_search_by(|w| w.as_bytes().cmp(word)).is_ok()
}

/// A numbered place for whatever a site wants to send: Adobe's `c1` and `v12` (props and eVars), Google's `cd3`,
/// Matomo's `dimension7`, Floodlight's `u1`.
pub(super) fn is_slot(word: &[u8]) -> bool {
    let digits = word.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    (1..=3).contains(&digits) && among(SLOTS, word.get(..word.len() - digits).unwrap_or(&[]))
}

/// A path segment after which a person's record number follows: `/patients/12345`.
pub(super) fn is_plural_person(segment: &str) -> bool {
    ["patients", "patient", "mrn", "charts"].iter().any(|p| p.eq_ignore_ascii_case(segment))
}

const SLOTS: &[&str] =
    &["attr", "attribute", "c", "cd", "custom", "customvar", "cv", "dimension", "evar", "l", "list", "param", "prop", "u", "v", "var"];

const HASH_WORDS: &[&str] = &["hash", "hashed", "hashes", "hex", "hmac", "md5", "sha", "sha1", "sha256", "sha512"];

const FILLERS: &[&str] = &[
    "b64",
    "base64",
    "encoded",
    "entered",
    "field",
    "input",
    "lower",
    "normalized",
    "plain",
    "raw",
    "str",
    "string",
    "text",
    "txt",
    "val",
    "value",
];

const CARRIERS: &[&str] = &[
    "attributes",
    "body",
    "cd",
    "context",
    "cx",
    "d",
    "data",
    "ep",
    "epn",
    "events",
    "f",
    "fields",
    "form",
    "formdata",
    "p",
    "params",
    "payload",
    "properties",
    "props",
    "q",
    "query",
    "root",
    "set",
    "up",
    "upn",
    "values",
    "variables",
    "vars",
];

const PEOPLE: &[&str] = &[
    "account",
    "applicant",
    "billing",
    "buyer",
    "caller",
    "caregiver",
    "client",
    "contact",
    "customer",
    "employee",
    "guardian",
    "guest",
    "identify",
    "identity",
    "insured",
    "lead",
    "member",
    "parent",
    "patient",
    "pd",
    "person",
    "profile",
    "recipient",
    "shipping",
    "student",
    "subscriber",
    "traits",
    "ud",
    "udff",
    "user",
    "userdata",
    "usr",
    "visitor",
];

const OWNERS: &[&str] = &[
    "alternate",
    "applicant",
    "billing",
    "buyer",
    "caller",
    "caregiver",
    "client",
    "company",
    "contact",
    "cust",
    "customer",
    "emergency",
    "employee",
    "guardian",
    "guest",
    "home",
    "insured",
    "lead",
    "mailing",
    "member",
    "mother",
    "my",
    "parent",
    "patient",
    "primary",
    "recipient",
    "secondary",
    "sender",
    "shipping",
    "student",
    "subscriber",
    "user",
    "visitor",
    "work",
    "your",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_without_doubles() {
        for list in [SLOTS, HASH_WORDS, FILLERS, CARRIERS, PEOPLE, OWNERS] {
            assert!(list.windows(2).all(|w| w[0] < w[1]), "{list:?}");
        }
    }
}
