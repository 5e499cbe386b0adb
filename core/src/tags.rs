//! Which accounts were told of the page being shown, so that what is told twice is seen.

use crate::facts::Facts;
use crate::hash;
use crate::matomo;
use crate::vendor::{self, Meaning, Role};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Products and accounts kept for a page; more of either are left out.
const MAX_PRODUCTS: usize = 40;
const MAX_ACCOUNTS: usize = 8;
/// The longest account number kept, in bytes.
const MAX_ACCOUNT: usize = 64;

/// Page views told, by product and account, for one page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Tags(BTreeMap<String, Box<Product>>);

/// Page views told to a product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Product {
    /// The page address it was told, as a hash: another one is another page, whatever the browser calls it.
    page: u64,
    accounts: BTreeMap<String, u32>,
}

/// What was told twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Twice {
    /// One account got the page view again.
    Account(String),
    /// A second account of the product got it.
    Accounts(Vec<String>),
}

/// What page views are called, in lower case without anything but letters.
const VIEWS: &[&str] = &["page", "pageload", "pageview", "pagevisit"];

impl Tags {
    /// Another page begins.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Takes a request; says what it told for the second time. Neither a third account nor a third time is said again.
    pub fn told(&mut self, facts: &Facts<'_>) -> Option<Twice> {
        let r = facts.recognised.as_ref().filter(|r| r.role == Role::Collect)?;
        let viewed = match r.vendor.id {
            // Meta's pixel sends every hit once more, for the browser's own attribution.
            "meta-pixel" if facts.address.path().starts_with("/privacy_sandbox/") => false,
            // Matomo names events, not page views.
            _ if matomo::hit::collects(facts) => matomo::views(facts),
            _ => facts.meaning(Meaning::Event).filter_map(|i| facts.fields.items.get(i)).any(|f| is_view(&f.value)),
        };
        if !viewed {
            return None;
        }
        let account = facts
            .fields
            .items
            .iter()
            .find(|f| !f.value.is_empty() && f.value.len() <= MAX_ACCOUNT && vendor::said(Some(r), f) == Some(Meaning::Account))?;
        if self.0.len() >= MAX_PRODUCTS && !self.0.contains_key(r.vendor.id) {
            return None;
        }
        let product = self.0.entry(r.vendor.id.to_owned()).or_default();
        let address = facts.meaning(Meaning::PageAddress).next().and_then(|i| facts.fields.items.get(i)).map_or("", |f| &f.value);
        let page = hash::of(address, 0);
        if page != product.page {
            **product = Product { page, accounts: BTreeMap::new() };
        }
        let accounts = &mut product.accounts;
        if let Some(count) = accounts.get_mut(account.value.as_ref()) {
            *count = count.saturating_add(1);
            return (*count == 2).then(|| Twice::Account(account.value.to_string()));
        }
        if accounts.len() >= MAX_ACCOUNTS {
            return None;
        }
        accounts.insert(account.value.to_string(), 1);
        (accounts.len() == 2).then(|| Twice::Accounts(accounts.keys().cloned().collect()))
    }
}

fn is_view(event: &str) -> bool {
    if event.len() > 24 {
        return false;
    }
    let bare: String = event.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
    VIEWS.contains(&bare.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Address;
    use crate::facts::Input;
    use crate::payload::Body;
    use crate::site::Declared;

    #[track_caller]
    fn check(urls: &[&str], want: &[Option<Twice>]) {
        let mut tags = Tags::default();
        let page = Address::parse("https://www.clinic.example/p/1042");
        let got: Vec<Option<Twice>> = urls
            .iter()
            .map(|url| {
                let address = Address::parse(url);
                tags.told(&Facts::read(&address, Some(&page), Input { body: Body::Empty, ..Input::default() }, &Declared::default()))
            })
            .collect();
        assert_eq!(got, want, "{urls:?}");
    }

    const ONE: &str = "https://www.google-analytics.com/g/collect?v=2&tid=G-AAA1111111&cid=1.2&en=page_view";
    const TWO: &str = "https://www.google-analytics.com/g/collect?v=2&tid=G-BBB2222222&cid=1.2&en=page_view";
    const OTHER: &str = "https://www.google-analytics.com/g/collect?v=2&tid=G-AAA1111111&cid=1.2&en=scroll";
    const MATOMO: &str = "https://stats.clinic.example/matomo.php?idsite=3&rec=1&action_name=Home&url=https%3A%2F%2Fwww.clinic.example%2F";
    const SEARCH: &str = "https://stats.clinic.example/matomo.php?idsite=3&rec=1&action_name=Home&search=knee";
    const META: &str = "https://www.facebook.com/tr/?id=12345&ev=PageView";

    #[test]
    fn what_is_told_once_is_told_once() {
        check(&[ONE, OTHER, OTHER, META], &[None, None, None, None]);
        let on = |page: &str| format!("{ONE}&dl=https%3A%2F%2Fwww.clinic.example%2F{page}");
        check(&[&on("a"), &on("b"), &on("a")], &[None, None, None]);
        check(&[MATOMO, SEARCH, SEARCH], &[None, None, None]);
        // Meta's pixel sends each hit a second time for the browser's own attribution.
        check(&[META, "https://www.facebook.com/privacy_sandbox/pixel/register/trigger/?id=12345&ev=PageView"], &[None, None]);
        check(&["https://www.clinic.example/api?ev=PageView&id=1", "https://www.clinic.example/api?ev=PageView&id=1"], &[None, None]);
    }

    #[test]
    fn what_is_told_twice() {
        let account = |a: &str| Some(Twice::Account(a.to_owned()));
        let both = Some(Twice::Accounts(vec!["G-AAA1111111".to_owned(), "G-BBB2222222".to_owned()]));
        check(&[ONE, ONE, ONE], &[None, account("G-AAA1111111"), None]);
        check(&[MATOMO, MATOMO], &[None, account("3")]);
        check(&[META, META], &[None, account("12345")]);
        check(&[ONE, TWO, TWO], &[None, both, account("G-BBB2222222")]);
    }

    #[test]
    fn another_page_begins_anew() {
        let mut tags = Tags(BTreeMap::from([("x".to_owned(), Box::default())]));
        tags.clear();
        assert_eq!(tags, Tags::default());
    }
}
