//! Registrable domain, same site, same owner, third party.
//!
//! The Public Suffix List (MPL-2.0, both sections; version in `data/public_suffix_list.dat`) is compiled by `build.rs`
//! into a table over reversed labels and used in place: nothing is built when the worker starts.

use crate::own::{Group, MAX_GROUPS, OwnVendor, PageKind, Rules};
use crate::trie::Table;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

static PSL: Table = Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/psl.trie")));

/// What a rule in the list is; a key may be several. The same numbers stand in `build/psl.rs`.
const RULE: u32 = 1;
const WILDCARD: u32 = 2;
const EXCEPTION: u32 = 4;

/// How long the public suffix of `host` is, in labels. 1 where no rule fits (the list's implicit `*`).
fn suffix_labels(host: &str) -> usize {
    let mut best = 1;
    for (i, node) in PSL.root().labels(host).enumerate() {
        let rules = node.value().unwrap_or(0);
        if rules & EXCEPTION != 0 {
            return i;
        }
        if rules & RULE != 0 {
            best = best.max(i + 1);
        }
        if rules & WILDCARD != 0 {
            best = best.max(i + 2);
        }
    }
    best
}

/// True for an IPv4 or bracketed IPv6 literal, and for the empty host.
pub fn is_ip(host: &str) -> bool {
    host.is_empty() || host.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok()
}

/// The registrable domain (public suffix plus one label) of `host`; the host itself where it has none: an IP address, a
/// single label, a public suffix.
pub fn registrable(host: &str) -> &str {
    let host = host.strip_suffix('.').unwrap_or(host);
    if is_ip(host) {
        return host;
    }
    let want = suffix_labels(host) + 1;
    let mut at = host.len();
    for _ in 0..want {
        match host[..at].rfind('.') {
            Some(dot) => at = dot,
            None => return host,
        }
    }
    &host[at + 1..]
}

/// How a request's host stands to the page's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// The same registrable domain.
    First,
    /// Another domain the user declared to be theirs, or to be of the page's owner.
    SameOwner,
    /// Anyone else.
    Third,
    /// The page is not known.
    Unknown,
}

impl Party {
    /// The word in outputs.
    pub const fn word(self) -> &'static str {
        match self {
            Party::First => "first",
            Party::SameOwner => "same-owner",
            Party::Third => "third",
            Party::Unknown => "unknown",
        }
    }

    /// True where the recipient is the site itself or declared to be its owner's.
    pub const fn is_own(self) -> bool {
        matches!(self, Party::First | Party::SameOwner)
    }
}

/// Domains the user declared to be theirs. Same-owner is never guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OwnDomains(pub Vec<String>);

impl OwnDomains {
    /// True where `host` is one of the declared domains or below one.
    pub fn contains(&self, host: &str) -> bool {
        self.0.iter().any(|own| is_below(host, own))
    }
}

/// What a person declared of hosts: only a person knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    /// Domains that are theirs.
    pub own_domains: OwnDomains,
    /// What the site's own hosts are that look like a vendor's: the host, and the id of the vendor it is, or [`NO_RELAY`].
    pub relays: BTreeMap<String, String>,
    /// Words, patterns and exceptions of their own.
    pub rules: Rules,
    /// What kind of page they said a page is.
    pub pages: Vec<PageKind>,
    /// Domains of one owner.
    pub groups: Vec<Group>,
    /// Recipients they named.
    pub own_vendors: Vec<OwnVendor>,
    /// Their own notes on agreements, by recipient id.
    pub notes: BTreeMap<String, String>,
}

impl Declared {
    /// These domains are theirs; nothing else is declared.
    pub fn owning(domains: Vec<String>) -> Declared {
        Declared { own_domains: OwnDomains(domains), ..Declared::default() }
    }

    /// The first group with that host.
    pub fn group(&self, host: &str) -> Option<&Group> {
        self.groups.iter().take(MAX_GROUPS).find(|group| group.holds(host))
    }

    /// True where a person said that both are of one owner: both are theirs, or one group holds both.
    fn are_one(&self, a: &str, b: &str) -> bool {
        self.own_domains.contains(a) && self.own_domains.contains(b)
            || self.groups.iter().take(MAX_GROUPS).any(|group| group.holds(a) && group.holds(b))
    }
}

/// What stands in [`Declared::relays`] for a host that is no vendor's.
pub const NO_RELAY: &str = "none";

/// True where `host` is `domain` or a subdomain of it.
pub fn is_below(host: &str, domain: &str) -> bool {
    let (h, d) = (host.len(), domain.len());
    d > 0
        && h >= d
        && host.is_char_boundary(h - d)
        && host[h - d..].eq_ignore_ascii_case(domain)
        && (h == d || host.as_bytes()[h - d - 1] == b'.')
}

/// How `host` stands to a page on `page_host`.
pub fn party(host: &str, page_host: &str, own: &Declared) -> Party {
    if page_host.is_empty() {
        Party::Unknown
    } else if registrable(host).eq_ignore_ascii_case(registrable(page_host)) {
        Party::First
    } else if own.are_one(host, page_host) {
        Party::SameOwner
    } else {
        Party::Third
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(host: &str, want: &str) {
        assert_eq!(registrable(host), want, "{host}");
    }

    // Cases after https://raw.githubusercontent.com/publicsuffix/list (test_psl.txt, public domain), 2026-10.
    #[test]
    fn registrable_domains() {
        check("example.com", "example.com");
        check("a.b.example.com", "example.com");
        check("com", "com");
        check("b.example.uk.com", "example.uk.com");
        check("www.example.co.uk", "example.co.uk");
        check("test.ac", "test.ac");
        check("a.b.c.mm", "b.c.mm");
        check("www.ck", "www.ck");
        check("www.www.ck", "www.ck");
        check("a.b.test.ck", "b.test.ck");
        check("city.kobe.jp", "city.kobe.jp");
        check("www.city.kobe.jp", "city.kobe.jp");
        check("a.b.c.kobe.jp", "b.c.kobe.jp");
        check("www.xn--85x722f.com.cn", "xn--85x722f.com.cn");
        check("shishi.xn--55qx5d.cn", "shishi.xn--55qx5d.cn");
        check("user.github.io", "user.github.io");
        check("a.user.github.io", "user.github.io");
        check("Example.COM", "Example.COM");
        check("example.com.", "example.com");
        check("192.168.0.1", "192.168.0.1");
        check("[::1]", "[::1]");
        check("localhost", "localhost");
        check("clinic.example", "clinic.example");
        check("", "");
    }

    #[test]
    fn parties() {
        let own = Declared::owning(vec!["clinic.example".into(), "clinic-stats.example".into()]);
        assert_eq!(party("stats.clinic.example", "www.clinic.example", &own), Party::First);
        assert_eq!(party("x.clinic-stats.example", "www.clinic.example", &own), Party::SameOwner);
        assert_eq!(party("notclinic-stats.example", "www.clinic.example", &own), Party::Third);
        assert_eq!(party("a.github.io", "b.github.io", &Declared::default()), Party::Third);
        assert_eq!(party("a.example", "", &own), Party::Unknown);
    }

    #[test]
    fn a_group_is_one_owner_and_two_groups_are_two() {
        let group = |domains: &[&str]| Group { name: "G".into(), domains: domains.iter().map(|d| (*d).into()).collect() };
        let own = Declared { groups: vec![group(&["a.example", "b.example"]), group(&["b.example", "c.example"])], ..Declared::default() };
        let check = |host: &str, page: &str, want: Party| assert_eq!(party(host, page, &own), want, "{host} {page}");
        assert_eq!(party("x.b.example", "www.a.example", &Declared::default()), Party::Third, "nobody said so");
        check("x.b.example", "www.a.example", Party::SameOwner);
        check("c.example", "b.example", Party::SameOwner);
        check("c.example", "a.example", Party::Third);
        check("d.example", "a.example", Party::Third);
        assert!(own.group("x.c.example").is_some() && own.group("d.example").is_none());
        let flood = Declared { groups: [vec![Group::default(); MAX_GROUPS], own.groups.clone()].concat(), ..Declared::default() };
        assert_eq!(party("b.example", "a.example", &flood), Party::Third, "past the limit");
    }

    proptest! {
        #[test]
        fn any_host_is_answered(host in "[a-z0-9.*é-]{0,60}") {
            let r = registrable(&host);
            prop_assert!(host.strip_suffix('.').unwrap_or(&host).ends_with(r));
        }
    }
}
