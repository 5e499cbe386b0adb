//! Fills the tables with the checked rows.

use super::entry::{Baa, Vendor};
use super::packed::Tables;
use super::table::{Cname, Condition, Endpoint, Host, Kept, Link, Owned, Rule, Signature, Span, T, Trigger};
use super::words::{BaaStatus, Category, Meaning, Role, Shape};
use crate::Row;
use crate::check::{ANYWHERE, KINDS, condition, place};
use crate::schema::{self, File, Meant, Text as Spanned, meant};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The domain a host pattern is looked up by: what follows its last `*.`, or `google.*` for `www.google.*`.
pub fn host_key(host: &str) -> Option<String> {
    if let Some(brand) = host.strip_suffix(".*") {
        let label = brand.rsplit('.').next().unwrap_or(brand);
        return (!label.is_empty() && !label.contains('*')).then(|| format!("{label}.*"));
    }
    match host.rfind('*') {
        None => Some(host.to_string()),
        Some(star) => {
            let (_, tail) = host[star..].split_once('.')?;
            tail.contains('.').then(|| tail.to_string())
        }
    }
}

/// The words that make a signature worth trying: a needed key, or else a whole segment of each path.
pub fn triggers(s: &schema::Signature) -> Vec<String> {
    let key = s.need.iter().find_map(|n| {
        let (part, key, _) = condition(n.get_ref());
        let key = key.strip_prefix("**.").unwrap_or(key);
        let tail = key.rsplit('.').next().unwrap_or(key).trim_end_matches("[]");
        (part & (1 | 64) == 0 && !tail.is_empty() && !tail.contains(['*', '['])).then(|| tail.to_string())
    });
    if let Some(key) = key {
        return vec![key];
    }
    let of_path = |p: &Spanned| {
        let mut whole: Vec<&str> = p.get_ref().split('/').filter(|s| !s.is_empty() && !s.contains('*') && !s.contains(';')).collect();
        whole.sort_by_key(|s| Reverse(s.len()));
        whole.first().map(|s| s.to_string())
    };
    let all: Option<Vec<String>> = s.paths.iter().map(of_path).collect();
    let mut words = all.unwrap_or_default();
    words.sort();
    words.dedup();
    words
}

/// A word of a closed list; checked rows hold no other.
macro_rules! word {
    ($of:ident, $word:expr) => {
        $of::ALL.iter().copied().find(|w| w.word() == $word).unwrap_or($of::ALL[$of::ALL.len() - 1])
    };
}

/// Counts are checked as a whole, by [`Tables::too_large`].
fn small(n: usize) -> u16 {
    n as u16
}

fn span<X>(list: &mut Vec<X>, rows: impl IntoIterator<Item = X>) -> Span {
    let start = list.len();
    list.extend(rows);
    let count = list.len() - start;
    if count == 0 { Span(0, 0) } else { Span(small(start), small(count)) }
}

fn text(text: &str) -> T {
    T(kept_for_good(text))
}

/// Tables name things for as long as the process lives.
fn kept_for_good(text: &str) -> &'static str {
    text.to_owned().leak()
}

fn condition_row(c: &Spanned) -> Condition {
    let (parts, key, value) = condition(c.get_ref());
    Condition { key: text(key), value: text(value.unwrap_or("*")), parts }
}

fn tracking(category: Category, role: Role, said: Option<bool>) -> bool {
    said.unwrap_or_else(|| matches!(role, Role::Collect | Role::Script) && category.tracks())
}

fn kinds(e: &schema::Endpoint) -> u16 {
    e.kinds.iter().filter_map(|k| KINDS.iter().position(|w| w == k.get_ref())).map(|i| 1u16 << i).sum()
}

/// How much an endpoint asks beyond its host: paths or fields weigh more than the kind of resource, both most.
fn rank(e: &schema::Endpoint) -> u8 {
    match (!e.paths.is_empty(), !e.need.is_empty()) {
        (true, true) => 3,
        (false, false) => u8::from(!e.kinds.is_empty()),
        _ => 2,
    }
}

/// A host's link on its way: the endpoint's rank, whether the whole host is compared, the endpoint.
type LinkRow = (Reverse<u8>, bool, u16, T);

/// The tables of these rows, and of the owners.
pub fn tables(rows: &[&Row], owners: &[(&str, Category)]) -> Tables {
    let mut t = Tables::default();
    let mut hosts: BTreeMap<String, Vec<LinkRow>> = BTreeMap::new();
    let mut trigger: Vec<(String, u16)> = Vec::new();
    for (v, row) in rows.iter().enumerate() {
        let f = &row.file;
        let category = word!(Category, f.category.get_ref());
        for e in &f.endpoint {
            let n = small(t.endpoints.len());
            let role = word!(Role, e.role.get_ref());
            t.endpoints.push(Endpoint {
                vendor: small(v),
                role,
                tracking: tracking(category, role, e.tracking),
                rank: rank(e),
                kinds: kinds(e),
                paths: span(&mut t.paths, e.paths.iter().map(|p| text(p.get_ref()))),
                need: span(&mut t.conditions, e.need.iter().map(condition_row)),
            });
            for h in &e.hosts {
                let exact = h.get_ref().strip_prefix('=');
                let host = exact.unwrap_or(h.get_ref());
                let key = host_key(host).unwrap_or_default();
                // Without a star and not exact the key says it all; else the whole host is compared too.
                let only = if exact.is_none() && (host == key) { "" } else { host };
                hosts.entry(key).or_default().push((Reverse(rank(e)), only.is_empty(), n, text(only)));
            }
        }
        let rules = span(&mut t.rules, rule_rows(row));
        let batch = text(f.batch.as_ref().map_or("", |b| b.get_ref().trim_end_matches("[]")));
        t.vendors.push(vendor_row(f, category, rules, batch));
        t.cnames.extend(f.cnames.iter().map(|label| Cname { label: text(label.get_ref()), vendor: small(v) }));
    }
    // Their paths and fields behind those of all endpoints: see [`super::packed`].
    for (v, row) in rows.iter().enumerate() {
        let f = &row.file;
        let category = word!(Category, f.category.get_ref());
        for s in &f.signature {
            let n = small(t.signatures.len());
            trigger.extend(triggers(s).into_iter().map(|w| (w, n)));
            let role = word!(Role, s.role.get_ref());
            t.signatures.push(Signature {
                vendor: small(v),
                role,
                tracking: tracking(category, role, s.tracking),
                min: s.min,
                paths: span(&mut t.paths, s.paths.iter().map(|p| text(p.get_ref()))),
                need: span(&mut t.conditions, s.need.iter().map(condition_row)),
                some: span(&mut t.conditions, s.some.iter().map(condition_row)),
            });
        }
    }
    t.cookies = kept_rows(rows, |f| &f.cookie);
    t.storage = kept_rows(rows, |f| &f.storage);
    t.owners = owners.iter().map(|(name, category)| Owned { name: text(name), category: *category }).collect();
    for (key, list) in &mut hosts {
        // The one that asks most first; then one for the whole host; then as they stand in the files.
        list.sort_by_key(|(rank, all_below, n, _)| (*rank, *all_below, *n));
        let links = span(&mut t.links, list.iter().map(|(_, _, endpoint, only)| Link { endpoint: *endpoint, only: *only }));
        t.hosts.push(Host { name: text(key), links });
    }
    t.triggers = trigger.iter().map(|(word, signature)| Trigger { word: text(word), signature: *signature }).collect();
    t.find_by_hash();
    t
}

fn vendor_row(f: &File, category: Category, rules: Span, batch: T) -> Vendor {
    Vendor {
        id: kept_for_good(f.id.get_ref()),
        name: kept_for_good(f.name.get_ref()),
        owner: kept_for_good(f.owner.get_ref()),
        category,
        checked: kept_for_good(f.checked.get_ref()),
        fix: kept_for_good(f.fix.get_ref()),
        baa: Baa {
            status: word!(BaaStatus, f.baa.status.get_ref()),
            words: kept_for_good(f.baa.words.get_ref()),
            source: kept_for_good(&f.baa.source),
            as_of: kept_for_good(&f.baa.as_of),
        },
        rules,
        batch,
    }
}

/// A vendor's field rules: exact names first, sorted for search; then patterns, those with fewer stars and then the longer
/// first.
fn rule_rows(row: &Row) -> Vec<Rule> {
    let mut rows = Vec::new();
    for (pattern, rule) in row.file.fields.iter().chain(&row.lent) {
        let (parts, key) = place(pattern);
        let Ok(Meant { is, label, shape }) = meant(rule.get_ref()) else { continue };
        let glob = key.contains('*') || key.contains("[]");
        let stars = key.trim_start_matches("**.").matches('*').count();
        let weight = if glob { (stars, Reverse(key.len())) } else { (0, Reverse(0)) };
        // A rule for one part stands before the one for all of them.
        let order = (glob, weight, key, parts == ANYWHERE, parts);
        let (meaning, shape) = (word!(Meaning, is), word!(Shape, shape));
        rows.push((order, Rule { pattern: text(key), label: text(label), parts, glob, meaning, shape }));
    }
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    rows.into_iter().map(|r| r.1).collect()
}

fn kept_rows<'a>(rows: &[&'a Row], of: impl Fn(&'a File) -> &'a [schema::Kept]) -> Vec<Kept> {
    let mut all = Vec::new();
    for (v, row) in rows.iter().enumerate() {
        for k in of(&row.file) {
            let name = k.name.get_ref();
            // The longest name is tried first, and one bound to a domain before one that is not.
            let weight = name.len() * 4 + usize::from(!name.contains('*')) * 2 + usize::from(!k.domain.is_empty());
            all.push((
                Reverse(weight),
                Kept {
                    vendor: small(v),
                    name: text(name),
                    domain: text(&k.domain),
                    what: text(k.what.get_ref()),
                    keeps: text(&k.keeps),
                    meaning: word!(Meaning, k.is.get_ref()),
                    cross_site: k.cross_site,
                },
            ));
        }
    }
    all.sort_by_key(|(weight, _)| *weight);
    all.into_iter().map(|(_, kept)| kept).collect()
}
