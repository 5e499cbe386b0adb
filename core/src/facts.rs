//! Everything one request says, read once: who gets it, which fields it carries, what they mean, whom they name.

use crate::address::Address;
use crate::identify::{self, IdContext, Identifier};
use crate::known::KnownMatch;
use crate::observation::ResourceType;
use crate::own::{Own, OwnVendor};
use crate::payload::{self, Body, Coding, Field, Fields, Given};
use crate::site::{self, Declared, Party};
use crate::vendor::{self, Category, How, Meaning, Owner, Recognised, Role};
use leaklight_text::t;

/// A request as a host hands it over.
#[derive(Clone, Debug, Default)]
pub struct Input<'a> {
    /// What it is for.
    pub kind: ResourceType,
    /// Its method, where known.
    pub method: &'a str,
    /// Its body.
    pub body: Body<'a>,
    /// Its Referer header, where known.
    pub referer: Option<&'a str>,
    /// The page's title, where known.
    pub title: Option<&'a str>,
    /// What the host has unpacked of what core cannot.
    pub given: &'a Given,
    /// What it took along beside: headers and cookies.
    pub further: Vec<Field<'a>>,
}

/// What one request says.
pub struct Facts<'a> {
    /// The request's address.
    pub address: &'a Address<'a>,
    /// The address of the page it came from.
    pub page: Option<&'a Address<'a>>,
    /// What it is for.
    pub kind: ResourceType,
    /// How the recipient stands to the page.
    pub party: Party,
    /// What it carries.
    pub fields: Fields<'a>,
    /// What each field means; as long as `fields.items`.
    pub meanings: Vec<Meaning>,
    /// The vendor, where recognised.
    pub recognised: Option<Recognised>,
    /// The recipient's owner by the domain list, where there is no vendor.
    pub owner: Option<Owner>,
    /// The company a person named for another company's host, where there is no vendor.
    pub listed: Option<&'a OwnVendor>,
    /// Whose domain a person said the host is, where they gave the owner a name.
    pub group: Option<&'a str>,
    /// Why it is called tracking; none where it is not.
    pub tracking: Option<&'static str>,
    /// Identifiers in the fields.
    pub identifiers: Vec<Identifier>,
    /// Known values found in it; filled in by who holds them.
    pub known: Vec<KnownMatch>,
    /// A person's own rules, as they hold for the page it came from; every word is judged by them.
    pub own: Own<'a>,
}

impl<'a> Facts<'a> {
    /// Reads a request. `page` is the address of the page that sent it.
    pub fn read(address: &'a Address<'a>, page: Option<&'a Address<'a>>, input: Input<'a>, own: &'a Declared) -> Facts<'a> {
        let mut fields = payload::read_given(address, input.body, input.referer, input.given);
        fields.items.extend(input.further);
        let party = site::party(address.host(), page.map_or("", |p| p.host()), own);
        let (host, path) = (address.host(), address.path());
        let mut recognised = vendor::recognise(host, path, &fields, input.kind);
        if party.is_own() {
            match vendor::declared(host, path, &fields, input.kind, own) {
                Some(said) => recognised = said,
                None if recognised.is_none() && page.is_some_and(|p| p.host() != host) => {
                    recognised = vendor::named(host, path, &fields, input.kind);
                }
                None => {}
            }
        }
        let meanings: Vec<Meaning> = meanings(&fields, recognised.as_ref(), page, input.title);
        let owner = match recognised {
            Some(_) => None,
            None => vendor::owner_of(address.host()),
        };
        let listed = match recognised {
            None if !party.is_own() => OwnVendor::of(&own.own_vendors, host),
            _ => None,
        };
        let group = own.group(host).map(|group| group.name.as_str()).filter(|name| !name.is_empty());
        let tracking = match &recognised {
            _ if listed.is_some_and(|v| v.category().tracks()) => Some(t!("you said so")),
            Some(r) if r.tracking => Some(t!("the vendor is known for it")),
            Some(_) => None,
            None if party == Party::Third => {
                let same_owner = owner.is_some_and(|o| page.and_then(|p| vendor::owner_of(p.host())).is_some_and(|p| p.is_same(o)));
                let stranger = vendor::Stranger { host: address.host(), path: address.path(), kind: input.kind, owner, same_owner };
                vendor::tracks(&stranger, &fields, &meanings)
            }
            None => None,
        };
        let meaning = |i: usize| meanings.get(i).copied().unwrap_or(Meaning::Other);
        let context =
            IdContext { meaning: &meaning, page: page.map(Address::as_str), is_page: matches!(input.kind, ResourceType::MainFrame) };
        let identifiers = identify::scan(&fields, &context);
        let own = own.rules.on(page.unwrap_or(address));
        Facts {
            address,
            page,
            kind: input.kind,
            party,
            fields,
            meanings,
            recognised,
            owner,
            listed,
            group,
            tracking,
            identifiers,
            known: Vec::new(),
            own,
        }
    }

    /// What the request does for its recipient.
    pub fn role(&self) -> Role {
        match &self.recognised {
            Some(r) => r.role,
            None if self.tracking.is_some() => Role::Collect,
            None => Role::Other,
        }
    }

    /// What its recipient is for, by the catalogue, by a person's own list or by the list of owners.
    pub fn category(&self) -> Option<Category> {
        let by_list = || self.listed.map(OwnVendor::category).or(self.owner.map(|o| o.category));
        self.recognised.as_ref().map(|r| r.vendor.category).or_else(by_list)
    }

    /// A vendor's payload going to the page's own host.
    pub fn is_relay(&self) -> bool {
        self.party.is_own() && self.recognised.as_ref().is_some_and(|r| r.role == Role::Collect && r.how != How::Host)
    }

    /// True where the request goes to somebody else: a third party, or the page is not known.
    pub fn leaves_the_site(&self) -> bool {
        matches!(self.party, Party::Third | Party::Unknown)
    }

    /// Fields of a meaning, outermost only: a field inside another of the same meaning says nothing new.
    pub fn meaning(&self, want: Meaning) -> impl Iterator<Item = usize> + '_ {
        self.meanings.iter().enumerate().filter(move |&(i, &m)| m == want && !self.is_inside(i, want)).map(|(i, _)| i)
    }

    /// True where a field the one at `index` was found inside has the meaning.
    pub fn is_inside(&self, index: usize, meaning: Meaning) -> bool {
        let mut at = self.fields.items.get(index).and_then(|f| f.inside);
        // The chain is at most as deep as decoding goes; the bound only guards against a loop.
        for _ in 0..16 {
            let Some(i) = at.map(|i| i as usize) else { return false };
            if self.meanings.get(i) == Some(&meaning) {
                return true;
            }
            at = self.fields.items.get(i).and_then(|f| f.inside);
        }
        false
    }
}

fn meanings(fields: &Fields<'_>, recognised: Option<&Recognised>, page: Option<&Address<'_>>, title: Option<&str>) -> Vec<Meaning> {
    let title = title.filter(|t| t.chars().count() >= 6);
    let page = page.map(Address::as_str);
    let mut meanings: Vec<Meaning> = fields
        .items
        .iter()
        .map(|field| match vendor::meaning_on(recognised, field, page) {
            // Nothing was sent, whatever the field is for.
            _ if field.value.is_empty() => Meaning::Other,
            Meaning::Other if title.is_some_and(|t| field.value == t) => Meaning::PageTitle,
            said => said,
        })
        .collect();
    // A path beside the whole address says nothing new, unless the vendor itself calls it the page's.
    let path = |i: usize| fields.items.get(i).is_some_and(|f| f.value.starts_with('/') && !f.value.starts_with("//"));
    if meanings.iter().enumerate().any(|(i, m)| *m == Meaning::PageAddress && !path(i)) {
        for (i, meaning) in meanings.iter_mut().enumerate().filter(|(i, m)| **m == Meaning::PageAddress && path(*i)) {
            *meaning = fields.items.get(i).and_then(|field| vendor::said(recognised, field)).unwrap_or(Meaning::Other);
        }
    }
    // A record that holds the page's address among others is none itself: the field within it says so.
    for inner in (1..meanings.len()).rev().filter(|&i| !fields.is_layer(i)) {
        if meanings.get(inner) != Some(&Meaning::PageAddress) {
            continue;
        }
        let mut at = fields.items.get(inner).and_then(|f| f.inside);
        // An outer field always stands before what is inside it, so this ends.
        while let Some((outer, field)) = at.and_then(|i| Some((i as usize, fields.items.get(i as usize)?))) {
            if let Some(meaning) = meanings.get_mut(outer).filter(|m| **m == Meaning::PageAddress && !vendor::is_address(&field.value)) {
                *meaning = Meaning::Other;
            }
            at = field.inside;
        }
    }
    // Percent-encoding taken off a value stands at the same place and is as legible: what it means, the value means.
    let percent = |i: usize| fields.is_layer(i) && fields.items.get(i).is_some_and(|f| f.coding == Some(Coding::Percent));
    for inner in (1..meanings.len()).rev().filter(|&i| percent(i)) {
        let outer = fields.items.get(inner).and_then(|f| f.inside).map_or(inner, |i| i as usize);
        let lifted = meanings.get(inner).copied().unwrap_or(Meaning::Other);
        if let Some(Meaning::Other) = meanings.get(outer) {
            meanings.splice(outer..=outer, [lifted]);
        }
    }
    meanings
}
