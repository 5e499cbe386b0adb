//! What is set, as rows that can be taken away.

use super::page::{persona, refused};
use super::state::{Options, change};
use leaklight_core::report::plain;
use leaklight_core::settings_file::Everything;
use leaklight_draw::bridge;
use leaklight_draw::draw::{Item, button, list, number_of, own, part_if, row, tag, text, told_apart};
use leaklight_draw::said as words_of;
use leaklight_text::t;
use leptos::prelude::*;
use std::sync::Arc;

/// What takes something away.
type Edit = Arc<dyn Fn(&mut Everything) + Send + Sync>;

/// A row: what it is, what is said of it, what takes it away.
pub struct Entry {
    what: String,
    rest: String,
    remove: Edit,
}

fn entry(what: impl Into<String>, rest: impl Into<String>, remove: impl Fn(&mut Everything) + Send + Sync + 'static) -> Entry {
    Entry { what: what.into(), rest: rest.into(), remove: Arc::new(remove) }
}

/// The id of a section's heading: the keyboard comes to it when a row goes.
pub fn heading(id: &str) -> String {
    format!("{id}-head")
}

/// A section's rows; `none` where there are none.
pub fn entries(o: Options, id: &'static str, none: &'static str, of: fn(Options, &Everything) -> Vec<Entry>) -> AnyView {
    let rows = move || o.all.with(|all| of(o, all));
    let empty = part_if(move || rows().is_empty().then(|| tag("p", "small muted", text(none))));
    let items = list("entries", t!(entries: "Set"), move || {
        let items = rows().into_iter().map(|Entry { what, rest, remove }| {
            let number = number_of((&what, &rest));
            let draw = move || {
                let (remove, gone) = (remove.clone(), what.clone());
                let label = row([text(t!("Remove")), tag("span", "unseen", text([" ", &what].concat()))]);
                let button = button("plain", label, move || {
                    let remove = remove.clone();
                    change(o, t!("Removed: {gone}."), move |all| remove(all), refused(o));
                    bridge::focus_near(&heading(id));
                });
                let said = row([own("b", "", text(&what)), own("span", "small muted", text(&rest))]);
                tag("li", "row", row([tag("span", "grow", said), button]))
            };
            Item { id: number, draw: Arc::new(draw) }
        });
        told_apart(items)
    });
    row([empty, items])
}

/// Takes one out of a list.
fn without<T: PartialEq>(list: &mut Option<Vec<T>>, one: &T) {
    if let Some(list) = list {
        list.retain(|other| other != one);
    }
}

pub fn always(_: Options, all: &Everything) -> Vec<Entry> {
    let sites = all.always_watch.iter().flatten().cloned();
    sites.map(|site| entry(site.clone(), t!("Watched whenever it is opened"), move |all| without(&mut all.always_watch, &site))).collect()
}

pub fn domains(_: Options, all: &Everything) -> Vec<Entry> {
    let domains = all.own_domains.iter().flatten().cloned();
    domains.map(|domain| entry(domain.clone(), t!("With the hosts below it"), move |all| without(&mut all.own_domains, &domain))).collect()
}

pub fn groups(_: Options, all: &Everything) -> Vec<Entry> {
    let groups = all.groups.iter().flatten().cloned();
    groups
        .map(|group| {
            let name = if group.name.is_empty() { t!("Without a name").to_owned() } else { group.name.clone() };
            entry(name, group.domains.join(t!(", ")), move |all| without(&mut all.groups, &group))
        })
        .collect()
}

pub fn vendors(_: Options, all: &Everything) -> Vec<Entry> {
    let vendors = all.own_vendors.iter().flatten().cloned();
    vendors
        .map(|vendor| {
            let rest = t!("{category}: {hosts}", category = plain::category(&vendor.category), hosts = vendor.hosts.join(t!(", ")));
            entry(vendor.name.clone(), rest, move |all| without(&mut all.own_vendors, &vendor))
        })
        .collect()
}

pub fn relays(o: Options, all: &Everything) -> Vec<Entry> {
    let relays = all.relays.iter().flatten().map(|(host, vendor)| (host.clone(), vendor.clone()));
    relays
        .map(|(host, vendor)| {
            let rest =
                if vendor == "none" { t!("Your own, no vendor’s").to_owned() } else { t!("It is {vendor}", vendor = o.vendor(&vendor)) };
            entry(host.clone(), rest, move |all| {
                if let Some(relays) = &mut all.relays {
                    relays.remove(&host);
                }
            })
        })
        .collect()
}

pub fn rules(_: Options, all: &Everything) -> Vec<Entry> {
    let rules = all.rules.iter().flatten().cloned();
    rules
        .map(|rule| {
            let (what, rest) = words_of::rule(&rule);
            entry(what, rest, move |all| without(&mut all.rules, &rule))
        })
        .collect()
}

pub fn pages(_: Options, all: &Everything) -> Vec<Entry> {
    let pages = all.pages.iter().flatten().cloned();
    pages
        .map(|page| {
            let (what, rest) = words_of::page(&page);
            entry(what, rest, move |all| without(&mut all.pages, &page))
        })
        .collect()
}

pub fn muted(o: Options, all: &Everything) -> Vec<Entry> {
    let muted = all.muted.iter().flatten().cloned();
    muted
        .map(|key| {
            let (what, rest) = leaklight_draw::said::muted(&key, |id| o.vendor(id));
            entry(what, rest, move |all| without(&mut all.muted, &key))
        })
        .collect()
}

pub fn patients(_: Options, all: &Everything) -> Vec<Entry> {
    let personas = all.personas.iter().flatten().cloned();
    personas
        .map(|one| {
            let (what, rest) = persona(&one);
            entry(what, rest, move |all| {
                if let Some(personas) = &mut all.personas {
                    personas.retain(|other| other.id != one.id);
                }
            })
        })
        .collect()
}
