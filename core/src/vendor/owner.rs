//! Who owns a domain.

use super::Category;
use super::table::{CATEGORIES, OWNERS, OWNERS_FST};

/// A domain's owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The company.
    pub name: &'static str,
    /// What the domain is mostly for.
    pub category: Category,
}

/// The owner of a registrable domain, by the catalogue's rows and by third-party-web's domains (MIT; version and day in
/// `data/owners.tsv`). A whole host may be given too: the most particular domain that is known answers
/// (`adservice.google.com` is advertising, `google.com` is not).
pub fn owner_of(domain: &str) -> Option<Owner> {
    let map = fst::Map::new(OWNERS_FST).ok()?;
    let mut rest = domain;
    loop {
        if let Some(value) = map.get(rest) {
            let name = OWNERS.get((value >> 5) as usize)?.get();
            let category = *CATEGORIES.get((value & 31) as usize)?;
            return Some(Owner { name, category });
        }
        rest = rest.split_once('.')?.1;
    }
}
