//! What is stored, by whom, and what it looks like.

mod purpose;

pub use purpose::Purpose;
pub(crate) use purpose::of_vendor as purpose_of;

use crate::address::Address;
use crate::identify::{self, IdKind};
use crate::own::Own;
use crate::reveal::Reveal;
use crate::site::{self, Declared, Party};
use crate::vendor;
use serde::{Deserialize, Serialize};

/// What a stored value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Nothing.
    Empty,
    /// A number, a date, a flag.
    Number,
    /// A long random text by which a browser can be recognised.
    Identifier,
    /// Holds an address.
    Address,
    /// A consent manager's record.
    Consent,
    /// JSON or another record.
    Record,
    /// Words.
    Text,
}

impl Shape {
    /// In plain words.
    pub const fn word(self) -> &'static str {
        match self {
            Shape::Empty => "empty",
            Shape::Number => "number",
            Shape::Identifier => "identifier",
            Shape::Address => "page address",
            Shape::Consent => "consent choice",
            Shape::Record => "record",
            Shape::Text => "text",
        }
    }
}

/// One stored entry, read.
#[derive(Clone, Debug)]
pub struct Stored<'a> {
    /// `cookie`, `local storage`, `session storage`.
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
        let shape = shape(name, value);
        let reveal = match shape {
            Shape::Address | Shape::Text | Shape::Record => reveal(value, own.rules.on(page)),
            _ => None,
        };
        let party = site::party(whose, page.host(), &own.own_domains);
        let (known_as, by_name) = purpose::known(area, name, whose);
        let mut entry = Stored { area, name, value, whose, party, lifetime, shape, reveal, known_as, category: by_name, writer: None };
        if shape == Shape::Consent || entry.is_technical() {
            entry.category = Purpose::Essential;
        }
        entry
    }

    /// True for what is known to serve security or load balancing: it recognises a connection, not a person.
    pub fn is_technical(&self) -> bool {
        const KNOWN: &[&str] = &[
            "__cf_bm",
            "_cfuvid",
            "cf_clearance",
            "__cfruid",
            "_abck",
            "bm_sz",
            "bm_sv",
            "bm_mi",
            "ak_bmsc",
            "datadome",
            "_px",
            "_pxhd",
            "AWSALB",
            "AWSALBCORS",
            "AWSALBTG",
            "AWSALBTGCORS",
            "ARRAffinity",
            "ARRAffinitySameSite",
            "incap_ses",
            "visid_incap",
            "nlbi",
            "TS01",
            "BIGipServer",
        ];
        KNOWN.iter().any(|k| self.name == *k || self.name.strip_prefix(k).is_some_and(|rest| rest.starts_with(['_', '.', '~'])))
    }

    /// Whose it is, as a person would say it.
    pub fn owner_name(&self) -> String {
        let domain = site::registrable(self.whose);
        vendor::owner_of(domain).map_or_else(|| domain.to_owned(), |o| o.name.to_owned())
    }
}

/// What an address or a text inside a stored value reveals.
fn reveal(value: &str, own: Own<'_>) -> Option<Reveal> {
    let decoded = percent(value);
    if let Some(at) = decoded.find("://") {
        let start = decoded[..at].trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
        let end = decoded[at..].find(['"', '\'', '|', ' ', ',', ']', '}', '\\']).map_or(decoded.len(), |i| at + i);
        return Some(own.address(&Address::parse(&decoded[start..end])));
    }
    let words = decoded.split(|c: char| !c.is_alphabetic()).filter(|w| w.len() > 2).count();
    (words > 0).then(|| own.text(crate::address::cut(&decoded, 4096), "storage"))
}

fn percent(value: &str) -> std::borrow::Cow<'_, str> {
    if value.contains('%') { percent_encoding::percent_decode_str(value).decode_utf8_lossy() } else { value.into() }
}

fn shape(name: &str, value: &str) -> Shape {
    let v = value.trim();
    if v.is_empty() {
        return Shape::Empty;
    }
    let lower = name.to_ascii_lowercase();
    if ["consent", "optanon", "cookieyes", "euconsent", "usprivacy", "didomi", "cookiebot"].iter().any(|w| lower.contains(w)) {
        return Shape::Consent;
    }
    let decoded = percent(v);
    if decoded.contains("://") {
        return Shape::Address;
    }
    if v.len() <= 12 && v.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b':')) || matches!(v, "true" | "false" | "null") {
        return Shape::Number;
    }
    if decoded.starts_with(['{', '[']) {
        return Shape::Record;
    }
    if is_identifier(v) { Shape::Identifier } else { Shape::Text }
}

/// Long enough and random enough that two browsers would not share it.
fn is_identifier(v: &str) -> bool {
    let digits = v.bytes().filter(u8::is_ascii_digit).count();
    let longest = v.split(|c: char| !c.is_ascii_alphanumeric()).map(str::len).max().unwrap_or(0);
    let hashed = identify::scan_text(v).iter().any(|(k, _)| *k == IdKind::Hash);
    hashed
        || (longest >= 9 && digits >= 4 && !v.contains(' '))
        || (longest >= 16 && v.bytes().any(|b| b.is_ascii_uppercase()) && v.bytes().any(|b| b.is_ascii_lowercase()))
}

/// A lifetime in plain words.
pub fn lifetime_words(lifetime: Option<u64>, area: &str) -> String {
    const DAY: u64 = 86_400_000;
    match (lifetime, area) {
        (None, "local storage") => "until it is deleted".to_owned(),
        (None, "session storage") => "until the tab closes".to_owned(),
        (None, _) => "until the browser closes".to_owned(),
        (Some(ms), _) => {
            let (n, unit) = match ms {
                0..3_600_000 => (ms.div_ceil(60_000), "minute"),
                3_600_000..DAY => ((ms + 1_800_000) / 3_600_000, "hour"),
                DAY..5_184_000_000 => ((ms + DAY / 2) / DAY, "day"),
                _ => ((ms + 15 * DAY) / (30 * DAY), "month"),
            };
            format!("{n} {unit}{}", if n == 1 { "" } else { "s" })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        let check = |name: &str, value: &str, want: Shape| assert_eq!(shape(name, value), want, "{name}={value}");
        check("a", "", Shape::Empty);
        check("visits", "12", Shape::Number);
        check("_pk_id.1.1fff", "0123456789abcdef.1700000000.", Shape::Identifier);
        check("_ga", "GA1.2.1234567890.1700000000", Shape::Identifier);
        check("theme", "dark", Shape::Text);
        check("ref", "https%3A%2F%2Fa.example%2F", Shape::Address);
        check("OptanonConsent", "groups=C0001:1", Shape::Consent);
        check("state", "{\"a\":1}", Shape::Record);
    }

    #[test]
    fn an_address_behind_a_letter_of_two_bytes_is_read() {
        assert!(reveal("é://x", Own::default()).is_some());
        assert!(reveal("réhttps://www.clinic.example/conditions/hiv-testing", Own::default()).is_some_and(|r| r.sensitive));
    }

    #[test]
    fn lifetimes() {
        assert_eq!(lifetime_words(None, "cookie"), "until the browser closes");
        assert_eq!(lifetime_words(Some(1_800_000), "cookie"), "30 minutes");
        assert_eq!(lifetime_words(Some(86_400_000), "cookie"), "1 day");
        assert_eq!(lifetime_words(Some(390 * 86_400_000), "cookie"), "13 months");
    }
}
