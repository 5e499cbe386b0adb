//! Companies a person named themselves: recipients no list knows, and domains of one owner.

use crate::site;
use crate::vendor::Category;
use serde::{Deserialize, Serialize};

/// The most companies of a person's own ([`OwnVendor`]) that are heeded; hosts refuse more.
pub const MAX_VENDORS: usize = 100;
/// The most groups ([`Group`]) that are heeded; hosts refuse more.
pub const MAX_GROUPS: usize = 50;
/// The most hosts of one company, and the most domains of one group, that are heeded; hosts refuse more.
pub const MAX_HOSTS: usize = 20;

/// Domains of one owner. Only a person knows: same-owner is never guessed.
///
/// Between two of them nobody else is told; of the first that holds a recipient's host, [`Group::name`] is the owner.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Group {
    /// What a person calls the owner; may be empty.
    pub name: String,
    /// The domains, with the hosts below them.
    pub domains: Vec<String>,
}

impl Group {
    /// True where the host is one of the domains or below one.
    pub fn holds(&self, host: &str) -> bool {
        self.domains.iter().take(MAX_HOSTS).any(|domain| site::is_below(host, domain))
    }
}

/// A recipient a person named: heeded where the catalogue recognises no vendor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnVendor {
    /// Its name as the person knows it.
    pub name: String,
    /// Its hosts, with those below them.
    pub hosts: Vec<String>,
    /// What it is for: a [`Category`]'s word. Another word counts as `other`.
    pub category: String,
}

impl OwnVendor {
    /// What it is for.
    pub fn category(&self) -> Category {
        Category::ALL.iter().copied().find(|c| c.word() == self.category).unwrap_or(Category::Other)
    }

    /// The one the host belongs to: the one with the longest domain the host is at or below.
    pub fn of<'a>(all: &'a [OwnVendor], host: &str) -> Option<&'a OwnVendor> {
        let fits = |vendor: &&OwnVendor| {
            let hosts = vendor.hosts.iter().take(MAX_HOSTS).filter(|h| site::is_below(host, h));
            hosts.map(String::len).max()
        };
        all.iter().take(MAX_VENDORS).filter_map(|v| Some((fits(&v)?, v))).max_by_key(|(len, _)| *len).map(|(_, v)| v)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vendor(name: &str, hosts: &[&str]) -> OwnVendor {
        OwnVendor { name: name.into(), hosts: hosts.iter().map(|h| (*h).into()).collect(), category: "analytics".into() }
    }

    #[test]
    fn the_longest_domain_counts() {
        let all = [vendor("A", &["collector.example", "a.example"]), vendor("B", &["in.collector.example"])];
        let check = |host: &str, want: Option<&str>| assert_eq!(OwnVendor::of(&all, host).map(|v| v.name.as_str()), want, "{host}");
        check("collector.example", Some("A"));
        check("x.collector.example", Some("A"));
        check("eu.in.collector.example", Some("B"));
        check("notcollector.example", None);
        check("", None);
        let flood = [vec![vendor("", &[]); MAX_VENDORS], all.to_vec()].concat();
        assert_eq!(OwnVendor::of(&flood, "a.example"), None, "past the limit");
        assert_eq!(vendor("A", &[]).category(), Category::Analytics);
        assert_eq!(OwnVendor { category: "<b>".into(), ..OwnVendor::default() }.category(), Category::Other);
    }

    use crate::observation::{Event, Observation, Request, Watch};
    use crate::session::{Session, Settings};
    use crate::site::{Declared, Party};

    /// Who is told of a visit to `https://www.clinic.example/`, when one request goes to `to`.
    fn told(declared: Declared, to: &str) -> crate::report::view::RecipientView {
        let mut session = Session::new(Settings { declared, ..Settings::default() });
        let page = Watch { url: "https://www.clinic.example/".to_owned(), reload: true };
        let seen = |event| Observation { at: 1, tab: 7, event };
        session.step(&[seen(Event::Watch(page)), seen(Event::Request(Request { url: to.to_owned(), ..Request::default() }))], 0);
        session.view(7).recipients.into_iter().next().expect("a recipient")
    }

    #[test]
    fn a_vendor_of_ones_own_is_named_and_said_to_be() {
        let to = "https://in.acme.example/a?x=1";
        let before = told(Declared::default(), to);
        assert_eq!((before.recipient.name.as_str(), before.recipient.category, before.because.as_str()), ("acme.example", None, ""));
        let own_vendors =
            vec![OwnVendor { name: "Acme Metrics".into(), hosts: vec!["acme.example".into()], category: "advertising".into() }];
        let declared = Declared { own_vendors, ..Declared::default() };
        let after = told(declared.clone(), to);
        assert_eq!((after.recipient.name.as_str(), after.recipient.owner.as_deref()), ("Acme Metrics", Some("Acme Metrics")));
        assert_eq!((after.recipient.category.as_deref(), after.because.as_str()), (Some("advertising"), "named by your own list"));
        assert_eq!(told(declared.clone(), "https://other.example/").recipient.name, "other.example");
        // What the catalogue knows, it knows better.
        let meta = "https://www.facebook.com/tr/?id=1&ev=PageView";
        let taken = OwnVendor { hosts: vec!["facebook.com".into()], ..declared.own_vendors[0].clone() };
        let named = told(Declared { own_vendors: vec![taken], ..Declared::default() }, meta);
        assert_eq!(named.recipient, told(Declared::default(), meta).recipient);
    }

    #[test]
    fn a_group_is_the_pages_owner_or_names_another() {
        let group = |domains: &[&str]| Declared {
            groups: vec![Group { name: "Bayside Health".into(), domains: domains.iter().map(|d| (*d).into()).collect() }],
            ..Declared::default()
        };
        let to = "https://stats.bayside.example/a?x=1";
        assert_eq!(told(Declared::default(), to).recipient.party, Party::Third);
        assert_eq!(told(group(&["bayside.example", "clinic.example"]), to).recipient.party, Party::SameOwner);
        let another = told(group(&["bayside.example", "bay.example"]), to).recipient;
        assert_eq!((another.party, another.owner.as_deref()), (Party::Third, Some("Bayside Health")));
    }
}
