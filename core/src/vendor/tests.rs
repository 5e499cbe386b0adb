//! Every row's own examples, and the promises the catalogue as a whole makes.

use super::*;
use crate::address::Address;
use crate::observation::ResourceType;
use crate::payload::{Body, Field, Fields, read};
use recognise::Request;
use std::collections::BTreeSet;

struct Example {
    at: &'static str,
    vendor: &'static str,
    url: &'static str,
    body: &'static str,
    kind: &'static str,
    hit: bool,
    role: Option<Role>,
    tracking: Option<bool>,
    fields: &'static [(&'static str, Meaning)],
}

include!(concat!(env!("OUT_DIR"), "/vendor_examples.rs"));

fn kind(word: &str) -> ResourceType {
    serde_json::from_value(serde_json::Value::String(word.to_string())).unwrap()
}

fn with<X>(e: &Example, see: impl FnOnce(&Address<'_>, &Fields<'_>) -> X) -> X {
    let address = Address::parse(e.url);
    let fields = read(&address, Body::Bytes(e.body.as_bytes()), None);
    see(&address, &fields)
}

fn told(e: &Example) -> Option<Recognised> {
    with(e, |a, fields| recognise(a.host(), a.path(), fields, kind(e.kind)))
}

/// Collects what is wrong and says it all at once: a new row is mended in one go.
fn none(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn clean_examples_are_not_taken() {
    none(
        EXAMPLES
            .iter()
            .filter(|e| !e.hit)
            .filter_map(|e| {
                let got = told(e).filter(|r| r.vendor.id == e.vendor);
                match (e.role, got) {
                    (None, Some(r)) => {
                        Some(format!("{}: {} is taken for a {} request of {}; narrow the pattern", e.at, e.url, r.role.word(), e.vendor))
                    }
                    (Some(role), got) if got.is_none_or(|r| r.role != role) => Some(format!(
                        "{}: {} is not told as {} of {} ({got:?}); mend the endpoint or the example",
                        e.at,
                        e.url,
                        role.word(),
                        e.vendor
                    )),
                    _ => None,
                }
            })
            .collect(),
    );
}

#[test]
fn hits_are_told() {
    none(
        EXAMPLES
            .iter()
            .filter(|e| e.hit)
            .filter_map(|e| {
                let r = match told(e) {
                    Some(r) if r.vendor.id == e.vendor && Some(r.role) == e.role => r,
                    other => {
                        let got = other.map(|r| format!("{} of {}", r.role.word(), r.vendor.id));
                        return Some(format!("{}: {} is told as {got:?}; mend the endpoint or the example", e.at, e.url));
                    }
                };
                if e.tracking.is_some_and(|t| t != r.tracking) {
                    return Some(format!("{}: {} has tracking = {}; set `tracking` on the endpoint", e.at, e.url, r.tracking));
                }
                with(e, |_, fields| {
                    let wrong: Vec<String> = e
                        .fields
                        .iter()
                        .filter_map(|(at, want)| match fields.items.iter().find(|f| f.at() == *at) {
                            None => {
                                Some(format!("{at} is not sent; fields are {:?}", fields.items.iter().map(Field::at).collect::<Vec<_>>()))
                            }
                            Some(f) if meaning(Some(&r), f) != *want => {
                                Some(format!("{at} means {}, not {}", meaning(Some(&r), f).word(), want.word()))
                            }
                            Some(_) => None,
                        })
                        .collect();
                    (!wrong.is_empty()).then(|| format!("{}: {}; mend `[fields]`", e.at, wrong.join("; ")))
                })
            })
            .collect(),
    );
}

#[test]
fn one_vendor_claims_a_hit() {
    none(
        EXAMPLES
            .iter()
            .filter(|e| e.hit)
            .filter_map(|e| {
                let claims: BTreeSet<&str> =
                    with(e, |a, fields| Request::new(a.host(), a.path(), fields, kind(e.kind)).claims()).into_iter().collect();
                (claims.len() > 1).then(|| format!("{}: {} is claimed by {claims:?}; give one of them a narrower pattern", e.at, e.url))
            })
            .collect(),
    );
}

/// An endpoint or a signature that no example reaches may be dead: nothing shows that it works.
#[test]
fn every_pattern_is_reached() {
    let (mut endpoints, mut signatures) = (BTreeSet::new(), BTreeSet::new());
    for e in EXAMPLES {
        with(e, |a, fields| Request::new(a.host(), a.path(), fields, kind(e.kind)).reached(&mut endpoints, &mut signatures));
    }
    let mut wrong = Vec::new();
    for (i, e) in table::ENDPOINTS.iter().enumerate().filter(|(i, _)| !endpoints.contains(i)) {
        let paths: Vec<&str> = e.paths.of(table::PATHS).iter().map(|p| p.get()).collect();
        wrong.push(format!(
            "{}: endpoint {i} ({}, paths {paths:?}) has no example; add a [[hit]] that reaches it or delete it",
            table::VENDORS[usize::from(e.vendor)].id,
            e.role.word()
        ));
    }
    for (i, s) in table::SIGNATURES.iter().enumerate().filter(|(i, _)| !signatures.contains(i)) {
        wrong.push(format!(
            "{}: signature {i} has no example; add a [[hit]] that reaches it or delete it",
            table::VENDORS[usize::from(s.vendor)].id
        ));
    }
    none(wrong);
}

#[test]
fn vendors_are_sorted_and_whole() {
    assert!(table::VENDORS.windows(2).all(|w| w[0].id < w[1].id));
    for v in all() {
        assert!(!v.name.is_empty() && !v.owner.is_empty() && !v.fix.is_empty(), "{}", v.id);
    }
}

#[test]
fn owners() {
    assert_eq!(owner_of("no-such-domain.example"), None);
    assert_eq!(owner_of("com"), None);
    assert_eq!(owner_of(""), None);
    let google = owner_of("doubleclick.net").unwrap();
    assert_eq!((google.name, google.category), ("Google", Category::Advertising));
    assert_eq!(owner_of("stats.g.doubleclick.net").unwrap().name, "Google");
    assert_eq!(owner_of("google.co.uk").unwrap().name, "Google");
    assert_eq!(owner_of("adservice.google.de").unwrap().name, "Google");
    assert_eq!(owner_of("google.evil.example"), None);
    assert_eq!(owner_of(&"a".repeat(300)), None);
    assert!(owner_of("facebook.net").unwrap().name.starts_with("Meta"));
    // Corrected: third-party-web lists the sign-in service as advertising, and has no row for the other.
    assert_eq!(owner_of("config.lrcontent.com").unwrap().category, Category::Other);
    assert_eq!(owner_of("www.imdb.com").unwrap().name, "Amazon");
}

#[test]
fn hosts_are_told_on_label_boundaries() {
    let fields = Fields::default();
    let at = |host: &str| recognise(host, "/tr/", &fields, ResourceType::Image).map(|r| r.vendor.id);
    assert_eq!(at("notfacebook.com"), None);
    assert_eq!(at("facebook.com.evil.example"), None);
    assert_eq!(at(""), None);
    assert_eq!(at("."), None);
    assert_eq!(at("www.facebook.com"), Some("meta-pixel"));
}

#[test]
fn cookies_and_keys() {
    assert_eq!(cookie("_fbpx", "clinic.example"), None);
    assert_eq!(cookie("session", "clinic.example"), None);
    assert_eq!(cookie("fr", "clinic.example"), None);
    let fr = cookie("fr", ".facebook.com").unwrap();
    assert_eq!((fr.vendor.id, fr.cross_site, fr.meaning), ("meta-pixel", true, Meaning::VisitorId));
    assert_eq!(cookie("_pk_id.3.a1b2", "clinic.example").unwrap().vendor.id, "matomo");
    assert_eq!(cookie("_ga", "clinic.example").unwrap().vendor.id, "google-analytics-4");
    assert_eq!(storage_key("theme"), None);
    assert_eq!(storage_key("ajs_anonymous_id").unwrap().vendor.id, "segment");
}

#[test]
fn a_visit_to_a_vendors_site_is_no_measurement() {
    let fields = Fields::default();
    let told = |kind| recognise("www.taboola.com", "/", &fields, kind).map(|r| (r.role, r.tracking));
    assert_eq!(told(ResourceType::MainFrame), Some((Role::Other, false)));
    assert_eq!(told(ResourceType::Image), Some((Role::Collect, true)));
}
