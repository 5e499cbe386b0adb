//! Who owns a domain: the vendors' own rows first, then `data/owners-corrected.tsv`, then
//! `data/owners.tsv`.

use super::Row;
use super::emit::variant;
use super::text::Text;
use super::words::Category;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// The Public Suffix List, as far as telling a host's registrable domain at build time needs it.
pub struct Suffixes(HashMap<String, ()>);

impl Suffixes {
    pub fn read() -> Self {
        let text = std::fs::read_to_string("data/public_suffix_list.dat").unwrap_or_default();
        let rules = text.lines().filter_map(|l| l.split_whitespace().next()).filter(|l| !l.starts_with("//"));
        Suffixes(rules.map(|r| (r.to_string(), ())).collect())
    }

    /// The registrable domain of a host; none for a public suffix itself.
    pub fn registrable(&self, host: &str) -> Option<String> {
        let labels: Vec<&str> = host.split('.').collect();
        let tail = |from: usize| labels.get(from..).unwrap_or_default().join(".");
        for i in 0..labels.len() {
            if self.0.contains_key(&format!("!{}", tail(i))) {
                return Some(tail(i));
            }
            if self.0.contains_key(&tail(i)) || self.0.contains_key(&format!("*.{}", tail(i + 1))) || i + 1 == labels.len() {
                return (i > 0).then(|| tail(i - 1));
            }
        }
        None
    }
}

/// third-party-web's categories in the catalogue's words (its README says what each holds).
const CATEGORIES: &[(&str, Category)] = &[
    ("ad", Category::Advertising),
    ("analytics", Category::Analytics),
    ("cdn", Category::Cdn),
    ("consent-provider", Category::Consent),
    ("content", Category::Other),
    ("customer-success", Category::Chat),
    ("hosting", Category::Cdn),
    ("marketing", Category::EmailMarketing),
    ("other", Category::Other),
    ("social", Category::Social),
    ("tag-manager", Category::TagManager),
    ("utility", Category::Other),
    ("video", Category::Video),
];

/// third-party-web's domains, and what this project corrects and adds.
pub const LISTS: (&str, &str) = ("data/owners.tsv", "data/owners-corrected.tsv");

/// Reads a list of domains; a row of ours names its source.
fn domains(path: &str, sourced: bool, owners: &mut BTreeMap<String, (String, Category)>) {
    let refuse = |line: usize, message: &str| -> ! {
        println!("cargo::error=core/{path}:{line}: {message}");
        std::process::exit(1);
    };
    let text = std::fs::read_to_string(path).unwrap_or_default();
    for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(domain), Some(owner), Some(word)) = (cells.next(), cells.next(), cells.next()) else {
            refuse(n + 1, "a row is domain, owner and category, parted by tabs");
        };
        if sourced && cells.next().is_none_or(str::is_empty) {
            refuse(n + 1, "no source; say in a fourth column where it was read and when");
        }
        let Some((_, category)) = CATEGORIES.iter().find(|c| c.0 == word) else {
            refuse(n + 1, &format!("`{word}` is a new category; add it to CATEGORIES in core/build/vendors/owners.rs"));
        };
        owners.insert(domain.to_string(), (owner.to_string(), *category));
    }
}

/// Writes `owners.fst` (domain → owner's number and category) and the owners' names.
pub fn tables(rows: &[Row], suffixes: &Suffixes, text: &mut Text, out: &Path) -> String {
    let mut owners: BTreeMap<String, (String, Category)> = BTreeMap::new();
    let (seeded, corrected) = LISTS;
    domains(seeded, false, &mut owners);
    domains(corrected, true, &mut owners);
    // Several vendors may share a domain (google.com): then it is its owner's, and says no more than `other`.
    let mut ours: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
    let mut whole = BTreeSet::new();
    for row in rows {
        let hosts = row.file.endpoint.iter().flat_map(|e| &e.hosts).chain(&row.file.domains);
        for host in hosts.map(|h| h.get_ref().trim_start_matches('=')) {
            // `www.google.*` makes `google` under any country's domain the owner's: the key is `google.*`.
            let key = super::emit::host_key(host);
            let domain = key.clone().and_then(|h| if h.ends_with(".*") { Some(h) } else { suffixes.registrable(&h) });
            if key.is_some() && key == domain {
                whole.extend(key);
            }
            let list = domain.map(|d| ours.entry(d).or_default());
            if let Some(list) = list.filter(|l| !l.iter().any(|r| r.path == row.path)) {
                list.push(row);
            }
        }
    }
    for (domain, list) in ours {
        let categories: BTreeSet<Category> =
            list.iter().filter_map(|r| Category::ALL.iter().find(|c| c.word() == r.file.category.get_ref()).copied()).collect();
        let known = owners.get(&domain).map(|o| o.1);
        let category = match (categories.len(), categories.first()) {
            // A counter under a portal's name (`c.msn.com`) does not make the portal one.
            _ if known == Some(Category::Other) && !whole.contains(&domain) => Category::Other,
            (1, Some(only)) => *only,
            _ => known.unwrap_or(Category::Other),
        };
        if let Some(row) = list.first() {
            owners.insert(domain, (row.file.owner.get_ref().clone(), category));
        }
    }
    let names: BTreeSet<&str> = owners.values().map(|o| o.0.as_str()).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let number = |owner: &str, category: Category| (names.binary_search(&owner).unwrap_or(0) as u64) << 5 | category as u64;
    let map = fst::Map::from_iter(owners.iter().map(|(d, (o, c))| (d.as_bytes(), number(o, *c))));
    match map {
        Ok(map) => {
            if let Err(e) = std::fs::write(out.join("owners.fst"), map.as_fst().as_bytes()) {
                println!("cargo::error=owners.fst: {e}");
                std::process::exit(1);
            }
        }
        Err(e) => {
            println!("cargo::error=core/data/owners.tsv: {e}");
            std::process::exit(1);
        }
    }
    let list: Vec<String> = names.iter().map(|n| text.add(n)).collect();
    let categories: Vec<String> = Category::ALL.iter().map(|c| format!("Category::{}", variant(c.word()))).collect();
    format!(
        "pub(super) static OWNERS: &[T] = &[{}];\npub(super) static CATEGORIES: &[Category] = &[{}];\n",
        list.join(","),
        categories.join(",")
    )
}
