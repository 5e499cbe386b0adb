//! What a hit says of the page, beside what the tab showed.

use crate::address::{Address, cut};
use serde::{Deserialize, Serialize};

/// The longest address or title kept of a page shown, in bytes.
const MAX_TEXT: usize = 2048;

/// A page the tab showed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Shown {
    pub address: String,
    pub title: String,
}

impl Shown {
    pub fn new(address: &str) -> Shown {
        Shown { address: cut(address, MAX_TEXT).to_owned(), title: String::new() }
    }

    pub fn entitle(&mut self, title: &str) {
        cut(title, MAX_TEXT).clone_into(&mut self.title);
    }
}

/// How an address sent stands to the pages shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// No page is known to compare with.
    Unknown,
    /// A page shown, whole or without some of its parameters.
    Page {
        /// Names of parameters that were left out.
        dropped: Vec<String>,
        /// Names of parameters that were sent.
        kept: Vec<String>,
        /// True where a fragment was sent, false where one was left out, none where the page had none.
        fragment: Option<bool>,
    },
    /// None of the pages shown: another address was put in its place.
    Rewritten,
}

/// Compares an address sent with the pages shown, the newest first.
pub(crate) fn told<'p>(sent: &str, pages: impl IntoIterator<Item = &'p Shown>) -> Told {
    let sent = Address::parse(sent);
    let mut answer = Told::Unknown;
    for shown in pages {
        let page = Address::parse(&shown.address);
        if !page.is_network() {
            continue;
        }
        if !same(sent.host(), page.host()) || !same(sent.path().trim_end_matches('/'), page.path().trim_end_matches('/')) {
            answer = Told::Rewritten;
            continue;
        }
        let (mut dropped, mut kept) = (Vec::new(), Vec::new());
        let names = |query: &str| -> Vec<String> {
            query.split('&').filter_map(|p| p.split('=').next()).filter(|n| !n.is_empty()).take(40).map(str::to_owned).collect()
        };
        let there = names(sent.query());
        for name in names(page.query()) {
            if there.contains(&name) { kept.push(name) } else { dropped.push(name) }
        }
        let fragment = match (page.fragment().is_empty(), sent.fragment().is_empty()) {
            (true, true) => None,
            (_, sent_none) => Some(!sent_none),
        };
        return Told::Page { dropped, kept, fragment };
    }
    answer
}

/// True where a title sent is not one of a page shown. A title with the site or a category put before it is the page's own;
/// none known is no reason to say anything.
pub(crate) fn retitled<'p>(sent: &str, pages: impl IntoIterator<Item = &'p Shown>) -> Option<bool> {
    let mut known = pages.into_iter().map(|p| p.title.trim()).filter(|t| !t.is_empty()).peekable();
    known.peek()?;
    Some(!known.any(|title| sent.trim().ends_with(title)))
}

/// Two parts of addresses, alike but for how they are escaped.
fn same(a: &str, b: &str) -> bool {
    let plain = |s| percent_encoding::percent_decode_str(s).decode_utf8_lossy();
    a == b || plain(a) == plain(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(dropped: &[&str], kept: &[&str], fragment: Option<bool>) -> Told {
        let own = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect();
        Told::Page { dropped: own(dropped), kept: own(kept), fragment }
    }

    #[track_caller]
    fn check(sent: &str, pages: &[&str], want: &Told) {
        let pages: Vec<Shown> = pages.iter().map(|p| Shown::new(p)).collect();
        assert_eq!(&told(sent, &pages), want, "{sent}");
    }

    #[test]
    fn addresses() {
        let here = "https://www.clinic.example/hiv?q=lump&utm_source=x#results";
        check(here, &[], &Told::Unknown);
        check(here, &["about:blank"], &Told::Unknown);
        check(here, &[here], &page(&[], &["q", "utm_source"], Some(true)));
        check("https://www.clinic.example/hiv?utm_source=x", &[here], &page(&["q"], &["utm_source"], Some(false)));
        check("https://www.clinic.example/hiv/", &["https://www.clinic.example/hiv"], &page(&[], &[], None));
        check("https://www.clinic.example/a%20b", &["https://www.clinic.example/a b"], &page(&[], &[], None));
        check("https://www.clinic.example/p/1042", &[here], &Told::Rewritten);
        check("https://www.clinic.example/before", &[here, "https://www.clinic.example/before"], &page(&[], &[], None));
        check("", &[here], &Told::Rewritten);
    }

    #[test]
    fn titles() {
        let mut shown = Shown::new("https://www.clinic.example/hiv");
        assert_eq!(retitled("HIV testing", [&shown]), None);
        shown.entitle("HIV testing ");
        assert_eq!(retitled("HIV testing", [&shown]), Some(false));
        assert_eq!(retitled("clinic.example/HIV testing", [&shown]), Some(false));
        assert_eq!(retitled("Page", [&shown]), Some(true));
    }
}
