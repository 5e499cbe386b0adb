//! Cookies and storage keys vendors are known to set.

use super::compiled::{cookies, storage, vendors};
use super::table::Kept;
use super::{Meaning, Vendor, pattern};

/// What a cookie or a storage key is known for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CookieFact {
    /// Who sets it.
    pub vendor: &'static Vendor,
    /// What it holds, in plain words.
    pub what: &'static str,
    /// What it holds, as a closed word.
    pub meaning: Meaning,
    /// How long it is kept by default, in plain words; empty where not known.
    pub keeps: &'static str,
    /// True where the vendor sees the same value on other sites.
    pub cross_site: bool,
}

/// A cookie's fact by its name and domain (a leading dot is ignored).
pub fn cookie(name: &str, domain: &str) -> Option<CookieFact> {
    find(cookies(), name, domain.trim_start_matches('.'))
}

/// A localStorage or sessionStorage key's fact.
pub fn storage_key(key: &str) -> Option<CookieFact> {
    find(storage(), key, "")
}

fn find(rows: &'static [Kept], name: &str, domain: &str) -> Option<CookieFact> {
    let row = rows.iter().find(|k| {
        let on = k.domain.get();
        (on.is_empty() || below(domain, on)) && pattern::matches(k.name.get(), name)
    })?;
    let vendor = vendors().get(usize::from(row.vendor))?;
    Some(CookieFact { vendor, what: row.what.get(), meaning: row.meaning, keeps: row.keeps.get(), cross_site: row.cross_site })
}

fn below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}
