//! Who owns a domain: the vendors' own rows first, then `data/owners-corrected.tsv`, then `data/owners.tsv`.

use crate::grow::grow;
use crate::vendor::{Category, host_key};
use crate::{Row, Wrong};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

/// The Public Suffix List, as far as telling a host's registrable domain at build time needs it.
struct Suffixes(HashSet<String>);

impl Suffixes {
    fn of(text: &str) -> Self {
        let rules = text.lines().filter_map(|l| l.split_whitespace().next()).filter(|l| !l.starts_with("//"));
        Suffixes(rules.map(str::to_string).collect())
    }

    /// The registrable domain of a host; none for a public suffix itself.
    fn registrable(&self, host: &str) -> Option<String> {
        let labels: Vec<&str> = host.split('.').collect();
        let tail = |from: usize| labels.get(from..).unwrap_or_default().join(".");
        for i in 0..labels.len() {
            if self.0.contains(&format!("!{}", tail(i))) {
                return Some(tail(i));
            }
            if self.0.contains(&tail(i)) || self.0.contains(&format!("*.{}", tail(i + 1))) || i + 1 == labels.len() {
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

/// third-party-web's domains, and what this project corrects and adds, with its source.
const LISTS: [(&str, bool); 2] = [("owners.tsv", false), ("owners-corrected.tsv", true)];

fn text(data: &Path, shown: &str, name: &str, wrong: &mut Vec<Wrong>) -> String {
    std::fs::read_to_string(data.join(name)).unwrap_or_else(|e| {
        wrong.push(Wrong { file: format!("{shown}/{name}"), line: 0, says: format!("{e}; it belongs there") });
        String::new()
    })
}

/// Every known domain's owner and category.
pub struct Owners(BTreeMap<String, (String, Category)>);

impl Owners {
    /// From the lists and the vendors' rows, which go before it.
    pub fn read(data: &Path, shown: &str, rows: &[Row]) -> (Self, Vec<Wrong>) {
        let mut wrong = Vec::new();
        let mut owners = Owners(BTreeMap::new());
        for (name, sourced) in LISTS {
            let text = text(data, shown, name, &mut wrong);
            owners.add(&text, &format!("{shown}/{name}"), sourced, &mut wrong);
        }
        let suffixes = text(data, shown, "public_suffix_list.dat", &mut wrong);
        owners.take(rows, &Suffixes::of(&suffixes));
        (owners, wrong)
    }

    /// Adds a list of domains; a row of ours names its source.
    fn add(&mut self, list: &str, file: &str, sourced: bool, wrong: &mut Vec<Wrong>) {
        for (n, line) in list.lines().enumerate().filter(|(_, l)| !l.starts_with('#')) {
            let mut refuse = |says: String| wrong.push(Wrong { file: file.into(), line: n + 1, says });
            let mut cells = line.split('\t');
            let (Some(domain), Some(owner), Some(word)) = (cells.next(), cells.next(), cells.next()) else {
                refuse("a row is domain, owner and category, parted by tabs".into());
                continue;
            };
            if sourced && cells.next().is_none_or(str::is_empty) {
                refuse("no source; say in a fourth column where it was read and when".into());
                continue;
            }
            let Some((_, category)) = CATEGORIES.iter().find(|c| c.0 == word) else {
                refuse(format!("`{word}` is a new category; add it to CATEGORIES in core/catalogue/src/owners.rs"));
                continue;
            };
            self.0.insert(domain.to_string(), (owner.to_string(), *category));
        }
    }

    fn take(&mut self, rows: &[Row], suffixes: &Suffixes) {
        let owners = &mut self.0;
        // Several vendors may share a domain (google.com): then it is its owner's, and says no more than `other`.
        let mut ours: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
        let mut whole = BTreeSet::new();
        for row in rows {
            let hosts = row.file.endpoint.iter().flat_map(|e| &e.hosts).chain(&row.file.domains);
            for host in hosts.map(|h| h.get_ref().trim_start_matches('=')) {
                // `www.google.*` makes `google` under any country's domain the owner's: the key is `google.*`.
                let key = host_key(host);
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
    }

    /// Every owner with a category of its domains, each pair once, those of the most domains first: their numbers are short.
    pub fn named(&self) -> Vec<(&str, Category)> {
        let mut count: BTreeMap<(&str, Category), usize> = BTreeMap::new();
        for (owner, category) in self.0.values() {
            *count.entry((owner, *category)).or_default() += 1;
        }
        let mut named: Vec<_> = count.into_iter().collect();
        named.sort_by_key(|(_, domains)| Reverse(*domains));
        named.into_iter().map(|(pair, _)| pair).collect()
    }

    /// Domain, its labels backwards → the number of its owner and category among `named`.
    pub fn table(&self, named: &[(&str, Category)]) -> Result<Vec<u8>, String> {
        let numbers: BTreeMap<_, u32> = named.iter().copied().zip(0..).collect();
        let backwards = |domain: &str| domain.rsplit('.').collect::<Vec<_>>().join(".").into_bytes();
        let number = |owner: &(String, Category)| numbers.get(&(owner.0.as_str(), owner.1)).copied().unwrap_or_default();
        grow(&self.0.iter().map(|(domain, owner)| (backwards(domain), number(owner))).collect())
    }
}
