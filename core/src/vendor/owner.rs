//! Who owns a domain.

use super::Category;
use super::compiled::{CATEGORIES, OWNERS, OWNERS_FST};
use super::recognise::brand;

/// A domain's owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The company.
    pub name: &'static str,
    /// What the domain is mostly for.
    pub category: Category,
}

impl Owner {
    /// True where both are one company; the better-known name in brackets says which part of it (`Adobe (Marketo)`).
    pub fn is_same(self, other: Owner) -> bool {
        let company = |name: &'static str| name.split(" (").next().unwrap_or(name);
        company(self.name) == company(other.name)
    }
}

/// The owner of a registrable domain, by the catalogue's rows and by third-party-web's domains (MIT; version and day in
/// `data/owners.tsv`). A whole host may be given too: the most particular domain that is known answers
/// (`adservice.google.com` is advertising, `google.com` is not).
pub fn owner_of(domain: &str) -> Option<Owner> {
    let map = fst::Map::new(OWNERS_FST).ok()?;
    let mut rest = Some(domain);
    let mut value = None;
    while let (None, Some(name)) = (value, rest) {
        value = map.get(name);
        rest = name.split_once('.').map(|s| s.1);
    }
    let value = value.or_else(|| {
        // `google.de`: the brand under any country's domain, kept as `google.*`.
        let label = brand(domain)?;
        let mut key = [0u8; 66];
        key.get_mut(..label.len())?.copy_from_slice(label.as_bytes());
        key.get_mut(label.len()..label.len() + 2)?.copy_from_slice(b".*");
        map.get(key.get(..label.len() + 2)?)
    })?;
    let name = OWNERS.get((value >> 5) as usize)?.get();
    let category = *CATEGORIES.get((value & 31) as usize)?;
    Some(Owner { name, category })
}
