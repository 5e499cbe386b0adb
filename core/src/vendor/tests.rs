//! The compiled tables answer as the rows they were made of, and the promises the catalogue as a whole makes. Whether the
//! rows are right the build has asked already: it tries every example before it writes the tables.

use super::*;
use crate::address::Address;
use crate::observation::ResourceType;
use crate::payload::{Body, Field, Fields, read};

/// A row's example, what the build's matcher told of it, and what the row says its fields mean.
struct Example {
    at: &'static str,
    url: &'static str,
    body: &'static str,
    kind: &'static str,
    told: Option<(&'static str, Role, bool)>,
    fields: &'static [(&'static str, &'static str)],
}

include!(concat!(env!("OUT_DIR"), "/vendor_examples.rs"));

#[test]
fn the_compiled_tables_tell_every_example_as_the_build_did() {
    assert!(EXAMPLES.len() > 1000 && EXAMPLES.iter().any(|e| e.told.is_none()), "{} examples", EXAMPLES.len());
    for e in EXAMPLES {
        let address = Address::parse(e.url);
        let fields = read(&address, Body::Bytes(e.body.as_bytes()), None);
        let kind: ResourceType = serde_json::from_value(serde_json::Value::String(e.kind.to_string())).unwrap();
        let told = recognise(address.host(), address.path(), &fields, kind);
        assert_eq!(told.map(|r| (r.vendor.id, r.role, r.tracking)), e.told, "{}: {}", e.at, e.url);
        for (at, want) in e.fields {
            let field = fields.items.iter().find(|f| Field::at(f) == *at).unwrap_or_else(|| panic!("{}: no {at}", e.at));
            let means = meaning(told.as_ref(), field).word();
            assert_eq!(means, *want, "{}: {at}; name it under `[fields]`, or mend the example", e.at);
        }
    }
}

#[test]
fn vendors_are_sorted_and_whole() {
    assert!(compiled::vendors().windows(2).all(|w| w[0].id < w[1].id));
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

/// `data/owners.tsv` is the npm package third-party-web, one version of it: every domain it lists has an owner here, its own
/// or, where one of our rows says better, ours.
#[test]
fn every_domain_of_third_party_web_has_its_owner() {
    let (tsv, corrected) = (include_str!("../../data/owners.tsv"), include_str!("../../data/owners-corrected.tsv"));
    assert!(tsv.starts_with("# third-party-web 0.30.0 (npm, MIT, "), "another version: run owners.mjs, then count and name it here");
    let rows: Vec<Vec<&str>> = tsv.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    // Its 3,059 domains, and msn.cn of ours.
    assert_eq!(rows.len(), 3060);
    let mut ours = 0;
    for row in rows {
        let owner = owner_of(row[0]).unwrap_or_else(|| panic!("{} has no owner", row[0]));
        if owner.name != row[1] {
            let said = all().any(|v| v.owner == owner.name) || corrected.contains(&format!("\t{}\t", owner.name));
            assert!(said, "{} is {}’s, not {}’s, and no row of ours says so", row[0], row[1], owner.name);
            ours += 1;
        }
    }
    assert!(ours > 100, "only {ours} domains are named by rows of ours");
    assert_eq!(owner_of("hotjar.com").unwrap().name, by_id("hotjar").unwrap().owner);
    assert_eq!(owner_of("109.109.138.174").unwrap().name, "Layershift");
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
