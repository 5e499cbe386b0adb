//! The one `check` behind every detector's examples: clean twins first, then leaks, then the exact words a person reads.

use super::tag_chain::{self, Chain, Link};
use super::{Draft, Scene, doc};
use crate::address::Address;
use crate::facts::{Facts, Input};
use crate::finding::Kind;
use crate::lineage::{Basis, container_id};
use crate::observation::ResourceType;
use crate::payload::Body;
use crate::reveal::Reveal;
use crate::site::Declared;
use crate::storage::Stored;

/// One example.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row {
    page: &'static str,
    url: &'static str,
    body: &'static str,
    area: &'static str,
    domain: &'static str,
    name: &'static str,
    value: &'static str,
    days: u64,
    links: Option<&'static [&'static str]>,
}

impl Row {
    /// A page is opened.
    pub fn page(page: &'static str) -> Row {
        Row { page, ..Row::default() }
    }
    /// A GET leaves the page.
    pub fn sent(page: &'static str, url: &'static str) -> Row {
        Row { page, url, ..Row::default() }
    }
    /// A POST leaves the page.
    pub fn posted(page: &'static str, url: &'static str, body: &'static str) -> Row {
        Row { page, url, body, ..Row::default() }
    }
    /// A GET leaves the page because these scripts, the nearest first, brought its recipient.
    pub fn brought(page: &'static str, url: &'static str, links: &'static [&'static str]) -> Row {
        Row { page, url, links: Some(links), ..Row::default() }
    }
    /// A cookie is there.
    pub fn cookie(page: &'static str, domain: &'static str, name: &'static str, value: &'static str, days: u64) -> Row {
        Row { page, area: "cookie", domain, name, value, days, ..Row::default() }
    }
    /// A localStorage entry of the page is there.
    pub fn stored(page: &'static str, name: &'static str, value: &'static str) -> Row {
        Row { page, area: "local storage", name, value, ..Row::default() }
    }

    fn drafts(&self) -> Vec<Draft> {
        let own = Declared::default();
        let page = Address::parse(self.page);
        let (reveal, context) = Reveal::address(&page, None);
        if !self.area.is_empty() {
            let whose = if self.domain.is_empty() { page.host() } else { self.domain };
            let lifetime = (self.days > 0).then(|| self.days * 86_400_000);
            return super::stored(&Stored::read(self.area, self.name, self.value, whose, &page, lifetime, &own), context);
        }
        if self.url.is_empty() {
            return super::page(&page, &reveal, context);
        }
        let address = Address::parse(self.url);
        let body = if self.body.is_empty() { Body::Empty } else { Body::Bytes(self.body.as_bytes()) };
        if let Some(links) = self.links {
            return brought(&address, &page, links, &Scene { page: Some(&reveal), context, consent: 1 });
        }
        let facts = Facts::read(&address, Some(&page), Input { kind: ResourceType::Xmlhttprequest, body, ..Input::default() }, &own);
        super::request(&facts, &Scene { page: Some(&reveal), context, consent: 1 })
    }
}

fn brought(address: &Address<'_>, page: &Address<'_>, scripts: &[&str], scene: &Scene<'_>) -> Vec<Draft> {
    let own = Declared::default();
    let who = |a: &Address<'_>, kind| super::recipient(&Facts::read(a, Some(page), Input { kind, ..Input::default() }, &own));
    let recipient = who(address, ResourceType::Other);
    let scripts: Vec<_> = scripts.iter().map(|s| Address::parse(s)).map(|a| (who(&a, ResourceType::Script), container_id(&a))).collect();
    let link = |(who, container)| Link { who, container, seen: true, basis: Basis::Page, redirect: false };
    let links: Vec<_> = scripts.iter().map(|(who, id)| link((who, id.as_deref().unwrap_or_default()))).collect();
    tag_chain::detect(&Chain { recipient: &recipient, links: &links, from_page: true }, scene).into_iter().collect()
}

/// Clean rows give none of `kind`; leaking rows give it, and what a person reads is the snapshot's.
pub fn check(kind: Kind, leaking: &[Row], clean: &[Row]) {
    for row in clean {
        let said: Vec<_> = row.drafts().into_iter().filter(|d| d.kind == kind).collect();
        assert!(said.is_empty(), "a clean example gave {kind:?}: {row:?}\n{said:#?}");
    }
    let d = doc(kind);
    assert_eq!(d.kind, kind);
    let mut text = format!("{}\n\nSees: {}\nWhy: {}\nCannot tell: {}\nFix: {}\n", kind.title(), d.sees, d.why, d.cannot_tell, d.fix);
    for row in leaking {
        let found: Vec<_> = row.drafts().into_iter().filter(|d| d.kind == kind).collect();
        assert!(!found.is_empty(), "a leaking example gave no {kind:?}: {row:?}\nbut {:#?}", row.drafts());
        for draft in found {
            text.push_str(&format!("\n[{}] {}\n", draft.severity().word(), draft.said));
            for e in &draft.evidence {
                text.push_str(&format!("    {} ({}) {}", e.at, e.label, e.value.shown));
                if !e.packed.is_empty() {
                    text.push_str(&format!(" <- {}", e.packed.join(", ")));
                }
                text.push('\n');
            }
        }
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots" }, {
        insta::assert_snapshot!(kind.word().replace('-', "_"), text);
    });
}
