//! Whose number an entry holds.

use crate::finding::Recipient;
use crate::site::{self, Party};
use crate::storage::Stored;
use crate::vendor::{self, Vendor};

/// Software that anybody can host: the number is the site's own.
const HOSTED: &[&str] = &["matomo", "matomo-tag-manager", "plausible", "umami", "snowplow", "posthog", "openreplay"];

/// The company whose number it is: the one on whose domain the cookie lies, or whose script is known to keep it on the site. None for the
/// site's own.
pub(super) fn of(entry: &Stored<'_>) -> Option<Recipient> {
    let fact = if entry.area == "cookie" { vendor::cookie(entry.name, entry.whose) } else { vendor::storage_key(entry.name) };
    if entry.party == Party::Third {
        let domain = site::registrable(entry.whose);
        let owner = vendor::owner_of(entry.whose);
        let name = owner.map_or(domain, |o| o.name);
        return Some(Recipient {
            id: fact.map_or(domain, |f| f.vendor.id).to_owned(),
            name: name.to_owned(),
            owner: owner.map(|o| o.name.to_owned()),
            category: owner.map(|o| o.category.word().to_owned()),
            host: domain.to_owned(),
            party: Party::Third,
            relay: false,
        });
    }
    fact.map(|f| f.vendor).filter(|v| !HOSTED.contains(&v.id)).map(known)
}

fn known(vendor: &Vendor) -> Recipient {
    Recipient {
        id: vendor.id.to_owned(),
        name: vendor.name.to_owned(),
        owner: Some(vendor.owner.to_owned()),
        category: Some(vendor.category.word().to_owned()),
        host: vendor.id.to_owned(),
        party: Party::Third,
        relay: false,
    }
}
