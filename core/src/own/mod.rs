//! What a person added to Leaklight's judgement: words and patterns of their own, exceptions, what kind a page is, companies they
//! named.
//!
//! Only a person knows that "Project Lighthouse" is an addiction programme, that `/shop/*` of their site sells nothing telling, or
//! that what looks like a portal is one. What they say is kept per site, by the host, and shown as theirs.

mod listed;
mod pattern;
mod rules;

pub use listed::{Group, MAX_GROUPS, MAX_HOSTS, MAX_VENDORS, OwnVendor};
pub(crate) use rules::Heard;
pub use rules::{Own, Rules};

use crate::address::Address;
use crate::site;
use serde::{Deserialize, Serialize};

/// The most rules, and the most kinds of pages, that are heeded; hosts refuse more.
pub const MAX_RULES: usize = 300;
/// The longest [`Rule::what`] and [`PageKind::path`], in bytes. A longer one is no rule.
pub const MAX_TEXT: usize = 200;

/// What a rule of a person's own says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Says {
    /// It is telling.
    #[default]
    Sensitive,
    /// It is not, whatever the lexicon says. Personal details are found all the same.
    Innocent,
}

/// One rule of a person's own.
///
/// Of several that speak of the same words, the longest counts, then the one for the narrower site, then the later one. Of
/// several that speak of the same page, an exception counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Rule {
    /// What it looks for: words in any spelling an address may have ("project lighthouse"), or, where it begins with `/`, a path,
    /// in which `*` stands for anything. Empty: every page of [`Rule::site`].
    pub what: String,
    /// Where it holds: a host, with those below it. Empty: everywhere.
    pub site: String,
    /// What it says.
    pub says: Says,
    /// A topic's id ([`crate::sensitive::Topic::word`]); empty where none was given.
    pub topic: String,
}

/// What kind of page a person said it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct PageKind {
    /// The host, with those below it.
    pub site: String,
    /// A path, in which `*` stands for anything; empty for the whole site.
    pub path: String,
    /// The context class, 0 to 3 ([`crate::finding::Axes::context`]). Only a person's word makes a page class 3.
    pub class: u8,
}

/// What a person said of the page at `address`: a path beats the whole site, the more exact path the other, and the narrower
/// site the wider one.
pub(crate) fn said(pages: &[PageKind], address: &Address<'_>) -> Option<u8> {
    let heeded = pages.iter().take(MAX_RULES).filter(|p| p.path.len() <= MAX_TEXT);
    let holds = |p: &&PageKind| site::is_below(address.host(), &p.site) && (p.path.is_empty() || pattern::matches(&p.path, address));
    heeded.filter(holds).max_by_key(|p| (pattern::exactness(&p.path), p.site.len())).map(|p| p.class.min(3))
}

/// The path a word about this page alone is kept under: runs of digits as `*`, so that it holds for the next record too.
pub(crate) fn path(address: &Address<'_>) -> String {
    let mut out = starred(crate::address::cut(address.path(), MAX_TEXT / 2));
    // Pages of a site that keeps its way in the fragment differ in nothing else.
    let fragment = address.fragment();
    if fragment.strip_prefix('!').unwrap_or(fragment).len() > 1 && fragment.starts_with(['!', '/']) {
        let way = crate::address::cut(fragment.split(['?', '&', '=']).next().unwrap_or_default(), MAX_TEXT / 2);
        out.push('#');
        out.push_str(&starred(way));
        if way.len() < fragment.len() && !out.ends_with('*') {
            out.push('*');
        }
    } else if address.path().len() > MAX_TEXT / 2 && !out.ends_with('*') {
        out.push('*');
    }
    out
}

fn starred(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '0'..='9' if out.ends_with('*') => {}
            '0'..='9' => out.push('*'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pages: &[(&str, &str, u8)], url: &str, want: Option<u8>) {
        let pages: Vec<PageKind> =
            pages.iter().map(|(site, path, class)| PageKind { site: (*site).into(), path: (*path).into(), class: *class }).collect();
        assert_eq!(said(&pages, &Address::parse(url)), want, "{url}");
    }

    #[test]
    fn the_more_exact_word_counts() {
        let pages =
            [("clinic.example", "", 1), ("clinic.example", "/app/*", 3), ("clinic.example", "/app/help", 0), ("www.clinic.example", "", 2)];
        check(&[], "https://clinic.example/app/help", None);
        check(&pages, "https://elsewhere.example/app/help", None);
        check(&pages, "https://clinic.example/news", Some(1));
        check(&pages, "https://my.clinic.example/news", Some(1));
        check(&pages, "https://www.clinic.example/news", Some(2));
        check(&pages, "https://clinic.example/app/results", Some(3));
        check(&pages, "https://clinic.example/app/help", Some(0));
        check(&[("clinic.example", "", 200)], "https://clinic.example/", Some(3));
        check(&[("", "", 3)], "https://clinic.example/", None);
        // What is too long or too much is not heeded.
        check(&[("clinic.example", &format!("/{}", "*".repeat(MAX_TEXT)), 3)], "https://clinic.example/a", None);
        let flood = [[("a.example", "", 1); MAX_RULES].as_slice(), &[("clinic.example", "", 3)]].concat();
        check(&flood, "https://clinic.example/a", None);
        // The home page is not the whole site.
        check(&[("clinic.example", "/", 2)], "https://clinic.example/", Some(2));
        check(&[("clinic.example", "/", 2)], "https://clinic.example/news", None);
    }

    #[test]
    fn a_word_about_one_page_is_kept_under_a_path_that_finds_it_again() {
        for (url, want) in [
            ("https://clinic.example", "/"),
            ("https://clinic.example/visit/1042/notes?id=7", "/visit/*/notes"),
            ("https://clinic.example/p2/x", "/p*/x"),
            ("https://app.example/#!/visit/12/new?x=1", "/#!/visit/*/new*"),
            ("https://app.example/#/home", "/#/home"),
            ("https://app.example/help#top", "/help"),
        ] {
            let address = Address::parse(url);
            let path = path(&address);
            assert_eq!(path, want);
            assert!(pattern::matches(&path, &address), "{path} {url}");
        }
    }
}
