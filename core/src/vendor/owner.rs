//! Who owns a domain.

use super::Category;
use super::compiled::{DOMAINS, owners};
use super::recognise::brand;
use crate::trie::Node;

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
    let domains = DOMAINS.root();
    let row = domains.labels(domain).filter_map(Node::value).last().or_else(|| {
        // `google.de`: the brand under any country's domain, kept as `google.*`.
        domains.steps(b"*.")?.steps(brand(domain)?.as_bytes())?.value()
    })?;
    owners().get(row as usize).map(|owned| Owner { name: owned.name.get(), category: owned.category })
}
