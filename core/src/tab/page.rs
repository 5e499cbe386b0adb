//! The page shown in the main frame: what its address, title, forms and links tell, and what kind of page that makes it.

use super::{Page, Tab};
use crate::address::Address;
use crate::detect;
use crate::finding::Kind;
use crate::hash;
use crate::observation::{Millis, Structure};
use crate::own;
use crate::sensitive::{self, Context, Judgement, forms};
use crate::site::{self, Declared};
use leaklight_text::t;
use serde::{Deserialize, Serialize};

/// Sites remembered for a tab; the one longest not shown goes first.
const MAX_SITES: usize = 16;
/// Pages about health after which a site counts as one about care, where one of them is a provider's.
const ENOUGH: usize = 2;

/// What a tab learnt of a site.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Learnt {
    site: String,
    /// Different pages about health, by a number each.
    pages: Vec<u64>,
    /// One of them was a provider's: an appointment, a doctor, a bill.
    provider: bool,
}

/// What the page shown is taken for.
pub(crate) struct Taken {
    /// The context class, 0 to 3.
    pub class: u8,
    /// Why, in plain words, one reason each.
    pub because: Vec<String>,
    /// A person said so.
    pub said_so: bool,
    /// It looks like a portal, and nobody has said so.
    pub portal: bool,
}

impl Learnt {
    fn is_about_care(&self) -> bool {
        self.provider && self.pages.len() >= ENOUGH
    }
}

impl Tab {
    /// The main frame shows another page, or the same one at another address.
    pub fn show(&mut self, url: &str, own: &Declared, at: Millis) {
        let address = Address::parse(url);
        if self.page.address == address.as_str() {
            return;
        }
        self.dirty = true;
        self.tags.clear();
        self.matomo.show(address.as_str());
        let reveal = own.rules.on(&address).address(&address);
        self.page = Page { template: address.template(), address: address.as_str().to_owned(), reveal, since: at, ..Page::default() };
        self.weigh(own, false);
        self.opened(at);
        if address.is_network() {
            address.host().clone_into(&mut self.site);
            for draft in detect::page(&address, &self.page.reveal, self.page.context) {
                self.add(draft, at, &[]);
            }
            self.know_page(own, at);
        }
    }

    /// The page's title became known.
    pub fn entitle(&mut self, title: &str, own: &Declared) {
        self.page.title = crate::address::cut(title, 1024).to_owned();
        self.matomo.entitle(&self.page.title);
        self.dirty = true;
        self.weigh(own, false);
        self.know_title(own);
    }

    /// The page's forms and links became known.
    pub fn structured(&mut self, structure: &Structure, own: &Declared) {
        let seen = forms::read(structure);
        if seen != self.page.seen {
            self.page.seen = seen;
            self.dirty = true;
            self.weigh(own, false);
        }
    }

    /// A person chose otherwise. What no longer tells anything by their word goes at once, the page shown is judged anew, and what
    /// was found on pages they spoke of follows.
    pub fn configured(&mut self, old: &Declared, new: &Declared) {
        if old.rules != new.rules {
            // What has just left was judged by the old rules, and its page is kept as they had it: it is not read again.
            self.known.late.clear();
            self.excuse(old, new);
            self.judge_again(new);
        }
        if old.rules != new.rules || old.pages != new.pages {
            self.weigh(new, true);
            self.kinds_said(old, new);
        }
    }

    /// The page's address and title together, as a judgement is made of them.
    pub fn judged<'a>(&'a self, address: &'a Address<'_>, own: &'a Declared) -> Judgement<'a> {
        let title = Some(self.page.title.as_str()).filter(|t| !t.is_empty());
        sensitive::address_by(address, title, own.rules.on(address))
    }

    /// What kind of page is shown, its words judged as `judged`.
    pub fn kind(&self, address: &Address<'_>, judged: &Judgement<'_>, own: &Declared) -> Taken {
        if let Some(class) = own::said(&own.pages, address) {
            return Taken { class, because: vec![t!("you said so").to_owned()], said_so: true, portal: false };
        }
        let (context, because) = if own.rules.on(address).is_excused() {
            (Context::C0, vec![t!("you said that words tell nothing here").to_owned()])
        } else {
            let domain = site::registrable(address.host());
            let care = self.sites.iter().any(|s| s.site == domain && s.is_about_care());
            sensitive::context(address, judged, &self.page.seen, care)
        };
        Taken { class: context.class(), because, said_so: false, portal: context == Context::C3candidate }
    }

    /// Says what kind of page is shown. What was found on it follows: upward, as more of it is known, and `down` by a person's word.
    fn weigh(&mut self, own: &Declared, down: bool) {
        let text = std::mem::take(&mut self.page.address);
        let address = Address::parse(&text);
        let judged = sensitive::address_by(&address, Some(&self.page.title), own.rules.on(&address));
        learn(&mut self.sites, site::registrable(address.host()), &self.page.template, &judged);
        let context = self.kind(&address, &judged, own).class;
        drop(judged);
        self.page.address = text;
        if std::mem::replace(&mut self.page.context, context) != context {
            let template = std::mem::take(&mut self.page.template);
            self.recontext(&template, context, down);
            self.page.template = template;
        }
    }

    /// Findings on pages of a kind are in another context now.
    fn recontext(&mut self, template: &str, context: u8, down: bool) {
        let mut changed = Vec::new();
        for finding in self.findings.values_mut() {
            let was = finding.axes.context;
            if page_of(&finding.key) == Some(template) && (was < context || down && was > context) {
                detect::in_context(finding, context);
                changed.push(finding.key.clone());
                (self.dirty, self.loud) = (true, true);
            }
        }
        self.join_again(&changed);
    }

    /// The address of the page shown, judged by other rules than before.
    fn judge_again(&mut self, own: &Declared) {
        let text = self.page.address.clone();
        let address = Address::parse(&text);
        if !address.is_network() {
            return;
        }
        self.page.reveal = own.rules.on(&address).address(&address);
        let drafts = detect::page(&address, &self.page.reveal, self.page.context);
        let key = format!("{}||{}|", Kind::SensitivePageUrl.word(), self.page.template);
        let old = self.findings.remove(&key);
        for draft in drafts.into_iter().filter(|d| d.kind == Kind::SensitivePageUrl) {
            let key = self.add(draft, self.page.since, &[]);
            if let (Some(old), Some(new)) = (&old, self.findings.get_mut(&key)) {
                (new.count, new.first, new.last) = (old.count, old.first, old.last);
            }
        }
    }

    /// Findings whose proof told something by the old rules and tells nothing by the new ones are taken back.
    fn excuse(&mut self, old: &Declared, new: &Declared) {
        let telling = |key: &str, own: &Declared, texts: &[&str]| {
            let page = shown_as(key);
            let page = Address::parse(&page);
            let rules = own.rules.on(&page);
            texts.iter().any(|text| match detect::words::is_address(text) {
                true => rules.address(&Address::parse(text)).sensitive,
                false => rules.text(text, "text").sensitive,
            })
        };
        let excused = self.findings.iter().filter(|(key, f)| {
            let texts: Vec<&str> = f.evidence.iter().map(|e| e.value.uncovered()).collect();
            detect::is_by_words(f.kind) && telling(key, old, &texts) && !telling(key, new, &texts)
        });
        let keys: Vec<String> = excused.map(|(key, _)| key.clone()).collect();
        for key in keys {
            self.take_back(&key);
        }
    }

    /// What was found on other pages of which a person now says what kind they are, or no longer does.
    fn kinds_said(&mut self, old: &Declared, new: &Declared) {
        let mut pages: Vec<(String, u8)> = Vec::new();
        for key in self.findings.keys() {
            let Some(template) = page_of(key).filter(|t| *t != self.page.template && !pages.iter().any(|(p, _)| p == t)) else { continue };
            let text = shown_as(key);
            let address = Address::parse(&text);
            let (was, is) = (own::said(&old.pages, &address), own::said(&new.pages, &address));
            if was != is {
                let judged = || sensitive::page_context(&address, &sensitive::address_by(&address, None, new.rules.on(&address))).class();
                pages.push((template.to_owned(), is.unwrap_or_else(judged)));
            }
        }
        for (template, context) in pages {
            self.recontext(&template, context, true);
        }
    }
}

/// Notes what the page says of its site.
fn learn(sites: &mut Vec<Learnt>, domain: &str, template: &str, judged: &Judgement<'_>) {
    if !sensitive::is_health(judged) || domain.is_empty() {
        return;
    }
    let mut site = match sites.iter().position(|s| s.site == domain) {
        Some(at) => sites.remove(at),
        None => Learnt { site: domain.to_owned(), ..Learnt::default() },
    };
    let page = hash::of(template, 0);
    if site.pages.len() < ENOUGH && !site.pages.contains(&page) {
        site.pages.push(page);
    }
    site.provider |= sensitive::is_providers(judged);
    sites.truncate(MAX_SITES - 1);
    sites.insert(0, site);
}

/// The page of a finding, by its key: host and path with numbers made alike. A joined one is of a site, and follows its parts.
fn page_of(key: &str) -> Option<&str> {
    key.split('|').nth(2).filter(|page| page.contains('/'))
}

/// An address such a page may have.
fn shown_as(key: &str) -> String {
    format!("https://{}", page_of(key).unwrap_or_default().replace('#', "0"))
}
