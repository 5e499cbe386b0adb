//! What is stored, by whom, and what it looks like.

mod fold;
mod keys;
mod lifetime;
mod purpose;
mod shape;

pub(crate) use lifetime::date;
pub use lifetime::lifetime_words;
pub(crate) use purpose::of_vendor as purpose_of;
pub use purpose::{Purpose, known};
pub use shape::Shape;
pub(crate) use shape::{is_known_id, is_random, is_time, is_uuid, words};

use crate::address::Address;
use crate::own::Own;
use crate::reveal::Reveal;
use crate::site::{self, Declared, Party};
use crate::vendor;

/// One stored entry, read.
#[derive(Clone, Debug)]
pub struct Stored<'a> {
    /// `cookie`, `local storage`, `session storage`, `IndexedDB`, `Cache Storage`.
    pub area: &'static str,
    /// Its name.
    pub name: &'a str,
    /// Its value.
    pub value: &'a str,
    /// The cookie's domain or the frame's host.
    pub whose: &'a str,
    /// How that stands to the page.
    pub party: Party,
    /// How long it lasts, in milliseconds; none where it ends with the browser or has no end.
    pub lifetime: Option<u64>,
    /// What the value looks like.
    pub shape: Shape,
    /// What an address or text in it reveals, where it holds one.
    pub reveal: Option<Reveal>,
    /// Whose it is known to be by its name, where the catalogue tells.
    pub known_as: Option<&'static str>,
    /// What it is for, as far as its name tells.
    pub category: Purpose,
    /// The company whose script or answer put it there, where that was seen; a script of the site's own has none.
    pub writer: Option<String>,
    /// True for a cookie each site has of its own (partitioned): it recognises nobody on other sites.
    pub apart: bool,
}

impl<'a> Stored<'a> {
    /// Reads an entry. `whose` is a cookie's domain (a leading dot is no part of it) or a frame's host.
    pub fn read(
        area: &'static str,
        name: &'a str,
        value: &'a str,
        whose: &'a str,
        page: &Address<'_>,
        lifetime: Option<u64>,
        own: &Declared,
    ) -> Stored<'a> {
        let whose = whose.strip_prefix('.').unwrap_or(whose);
        let shape = shape::shape(name, value);
        let reveal = match shape {
            Shape::Address | Shape::Text | Shape::Record if !is_in_advance(area, value, page) => reveal(value, own.rules.on(page)),
            _ => None,
        };
        let party = site::party(whose, page.host(), own);
        let (known_as, by_name) = purpose::known(area, name, whose);
        let mut entry =
            Stored { area, name, value, whose, party, lifetime, shape, reveal, known_as, category: by_name, writer: None, apart: false };
        if shape == Shape::Consent || entry.is_technical() {
            entry.category = Purpose::Essential;
        } else if matches!(by_name, Purpose::Unknown | Purpose::Preferences) && party.is_own() {
            // The Open Cookie Database calls everything functional that a site's own software needs.
            let by_words = purpose::by_words(name);
            if by_words == Purpose::Essential || by_name == Purpose::Unknown && known_as.is_none() {
                entry.category = by_words;
            }
        }
        entry
    }

    /// True for what is known to serve security or load balancing: it recognises a connection, not a person.
    pub fn is_technical(&self) -> bool {
        purpose::is_technical(self.name)
    }

    /// Whose it is, as a person would say it.
    pub fn owner_name(&self) -> String {
        let domain = site::registrable(self.whose);
        vendor::owner_of(domain).map_or_else(|| domain.to_owned(), |o| o.name.to_owned())
    }
}

/// Addresses read in one value.
const ADDRESSES: usize = 8;

/// What the addresses or the text inside a stored value reveal: of several addresses the one that tells most.
fn reveal(value: &str, own: Own<'_>) -> Option<Reveal> {
    let decoded = percent(value);
    let mut rest = decoded.as_ref();
    let mut best: Option<Reveal> = None;
    for _ in 0..ADDRESSES {
        let Some(at) = rest.find("://") else { break };
        let start = rest[..at].trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
        let end = rest[at..].find(['"', '\'', '|', ' ', ',', ']', '}', '\\']).map_or(rest.len(), |i| at + i);
        let told = own.address(&Address::parse(&rest[start..end]));
        if best.as_ref().is_none_or(|b| (told.sensitive, told.data()) > (b.sensitive, b.data())) {
            best = Some(told);
        }
        rest = &rest[end..];
    }
    if best.is_some() {
        return best;
    }
    let words = decoded.split(|c: char| !c.is_alphabetic()).filter(|w| w.len() > 2).count();
    (words > 0).then(|| own.text(crate::address::cut(&decoded, 4096), "storage"))
}

/// True for an address that a site keeps for offline use whoever visits what: only that of the page shown tells of a visit.
fn is_in_advance(area: &str, value: &str, page: &Address<'_>) -> bool {
    area == "Cache Storage" && Address::parse(value).path() != page.path()
}

pub(crate) fn percent(value: &str) -> std::borrow::Cow<'_, str> {
    if value.contains('%') { percent_encoding::percent_decode_str(value).decode_utf8_lossy() } else { value.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_behind_a_letter_of_two_bytes_is_read() {
        assert!(reveal("é://x", Own::default()).is_some());
        assert!(reveal("réhttps://www.clinic.example/conditions/hiv-testing", Own::default()).is_some_and(|r| r.sensitive));
    }
}
