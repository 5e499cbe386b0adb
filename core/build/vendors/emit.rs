//! Writes the checked rows as Rust statics.

use super::Row;
use super::check::{ANYWHERE, KINDS, condition, place};
use super::pattern;
use super::schema::{Endpoint, File, Kept, Meant, Signature, Text as Spanned, meant};
use super::text::Text;
use super::words::{Category, Role};
use std::collections::BTreeMap;
use std::fmt::Write;

/// `session-replay` → `SessionReplay`.
pub fn variant(word: &str) -> String {
    word.split('-')
        .map(|part| {
            let mut chars = part.chars();
            chars.next().map_or(String::new(), |c| c.to_ascii_uppercase().to_string() + chars.as_str())
        })
        .collect()
}

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
pub fn triggers(s: &Signature) -> Vec<String> {
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
        whole.sort_by_key(|s| std::cmp::Reverse(s.len()));
        whole.first().map(|s| s.to_string())
    };
    let all: Option<Vec<String>> = s.paths.iter().map(of_path).collect();
    let mut words = all.unwrap_or_default();
    words.sort();
    words.dedup();
    words
}

#[derive(Default)]
struct List {
    rows: Vec<String>,
}

impl List {
    fn span(&mut self, rows: impl IntoIterator<Item = String>) -> String {
        let start = self.rows.len();
        self.rows.extend(rows);
        let count = self.rows.len() - start;
        if count == 0 { "Span(0,0)".into() } else { format!("Span({start},{count})") }
    }

    fn emit(&self, name: &str, of: &str) -> String {
        format!("pub(super) static {name}: &[{of}] = &[{}];\n", self.rows.join(","))
    }
}

/// An open-addressing table over `(word, value)` rows: `u16` row numbers plus one, 0 for an empty slot.
fn slots(name: &str, words: &[&str]) -> String {
    let size = (words.len() * 2).next_power_of_two().max(8);
    let mut table = vec![0usize; size];
    for (i, word) in words.iter().enumerate() {
        let mut at = pattern::hash(word) as usize & (size - 1);
        while table[at] != 0 {
            at = (at + 1) & (size - 1);
        }
        table[at] = i + 1;
    }
    let list: Vec<String> = table.iter().map(usize::to_string).collect();
    format!("pub(super) static {name}: &[u16] = &[{}];\n", list.join(","))
}

fn condition_row(text: &mut Text, c: &str) -> String {
    let (part, key, value) = condition(c);
    format!("Condition{{key:{},value:{},parts:{part}}}", text.add(key), text.add(value.unwrap_or("*")))
}

fn tracking(file: &File, role: &str, said: Option<bool>) -> bool {
    let category = Category::ALL.iter().find(|c| c.word() == file.category.get_ref());
    said.unwrap_or_else(|| (role == Role::Collect.word() || role == Role::Script.word()) && category.is_some_and(|c| c.tracks()))
}

fn kinds(e: &Endpoint) -> u16 {
    e.kinds.iter().filter_map(|k| KINDS.iter().position(|w| w == k.get_ref())).map(|i| 1u16 << i).sum()
}

/// How much an endpoint asks beyond its host: paths or fields weigh more than the kind of resource, both most.
fn rank(e: &Endpoint) -> u8 {
    match (!e.paths.is_empty(), !e.need.is_empty()) {
        (true, true) => 3,
        (false, false) => u8::from(!e.kinds.is_empty()),
        _ => 2,
    }
}

/// The tables of recognition.
pub fn tables(rows: &[Row], text: &mut Text) -> String {
    let (mut paths, mut conditions, mut rules) = (List::default(), List::default(), List::default());
    let (mut vendors, mut endpoints, mut signatures) = (List::default(), List::default(), List::default());
    let mut hosts: BTreeMap<String, Vec<(u8, bool, usize, String)>> = BTreeMap::new();
    let mut trigger: Vec<(String, usize)> = Vec::new();
    for (v, row) in rows.iter().enumerate() {
        let f = &row.file;
        for e in &f.endpoint {
            let n = endpoints.rows.len();
            let paths = paths.span(e.paths.iter().map(|p| text.add(p.get_ref())));
            let need = conditions.span(e.need.iter().map(|c| condition_row(text, c.get_ref())));
            let role = e.role.get_ref();
            endpoints.rows.push(format!(
                "Endpoint{{vendor:{v},role:Role::{},tracking:{},rank:{},kinds:{},paths:{paths},need:{need}}}",
                variant(role),
                tracking(f, role, e.tracking),
                rank(e),
                kinds(e)
            ));
            for h in &e.hosts {
                let exact = h.get_ref().strip_prefix('=');
                let host = exact.unwrap_or(h.get_ref());
                let key = host_key(host).unwrap_or_default();
                // Without a star and not exact the key says it all; else the whole host is compared too.
                let only = if exact.is_none() && (host == key) { "" } else { host };
                let link = format!("Link{{endpoint:{n},only:{}}}", text.add(only));
                hosts.entry(key).or_default().push((rank(e), !only.is_empty(), n, link));
            }
        }
        for s in &f.signature {
            let n = signatures.rows.len();
            trigger.extend(triggers(s).into_iter().map(|w| (w, n)));
            let paths = paths.span(s.paths.iter().map(|p| text.add(p.get_ref())));
            let need = conditions.span(s.need.iter().map(|c| condition_row(text, c.get_ref())));
            let some = conditions.span(s.some.iter().map(|c| condition_row(text, c.get_ref())));
            let role = s.role.get_ref();
            signatures.rows.push(format!(
                "Signature{{vendor:{v},role:Role::{},tracking:{},min:{},paths:{paths},need:{need},some:{some}}}",
                variant(role),
                tracking(f, role, s.tracking),
                s.min
            ));
        }
        let span = rules.span(rule_rows(f, text));
        let batch = text.add(f.batch.as_ref().map_or("", |b| b.get_ref().trim_end_matches("[]")));
        vendors.rows.push(vendor_row(f, &span, &batch));
    }
    let mut cnames = List::default();
    for (v, row) in rows.iter().enumerate() {
        cnames.rows.extend(row.file.cnames.iter().map(|label| format!("Cname{{label:{},vendor:{v}}}", text.add(label.get_ref()))));
    }
    let mut links = List::default();
    let mut names = Vec::new();
    let mut host_rows = List::default();
    for (key, mut list) in hosts {
        list.sort_by_key(|(rank, only, n, _)| (std::cmp::Reverse(*rank), !*only, *n));
        let span = links.span(list.into_iter().map(|l| l.3));
        host_rows.rows.push(format!("Host{{name:{},links:{span}}}", text.add(&key)));
        names.push(key);
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let trigger_words: Vec<&str> = trigger.iter().map(|t| t.0.as_str()).collect();
    let mut triggers = List::default();
    triggers.rows.extend(trigger.iter().map(|(w, n)| format!("Trigger{{word:{},signature:{n}}}", text.add(w))));
    let mut out = String::new();
    for (list, name, of) in [
        (&vendors, "VENDORS", "Vendor"),
        (&endpoints, "ENDPOINTS", "Endpoint"),
        (&signatures, "SIGNATURES", "Signature"),
        (&paths, "PATHS", "T"),
        (&conditions, "CONDITIONS", "Condition"),
        (&rules, "RULES", "Rule"),
        (&links, "LINKS", "Link"),
        (&host_rows, "HOSTS", "Host"),
        (&triggers, "TRIGGERS", "Trigger"),
        (&cnames, "CNAMES", "Cname"),
        (&kept_rows(rows, text, |f| &f.cookie), "COOKIES", "Kept"),
        (&kept_rows(rows, text, |f| &f.storage), "STORAGE", "Kept"),
    ] {
        out += &list.emit(name, of);
    }
    out += &slots("HOST_SLOTS", &names);
    out += &slots("TRIGGER_SLOTS", &trigger_words);
    out
}

fn vendor_row(f: &File, rules: &str, batch: &str) -> String {
    format!(
        "Vendor{{id:{:?},name:{:?},owner:{:?},category:Category::{},checked:{:?},fix:{:?},baa:Baa{{status:BaaStatus::{},words:{:?},source:{:?},as_of:{:?}}},rules:{rules},batch:{batch}}}",
        f.id.get_ref(),
        f.name.get_ref(),
        f.owner.get_ref(),
        variant(f.category.get_ref()),
        f.checked.get_ref(),
        f.fix.get_ref(),
        variant(f.baa.status.get_ref()),
        f.baa.words.get_ref(),
        f.baa.source,
        f.baa.as_of
    )
}

/// A field rule on its way: pattern or not, its weight (stars, then length), its name, its row.
type RuleRow = (bool, (usize, std::cmp::Reverse<usize>), String, String);

/// A vendor's field rules: exact names first, sorted for search; then patterns, the longest first.
fn rule_rows(f: &File, text: &mut Text) -> Vec<String> {
    let mut rows: Vec<RuleRow> = Vec::new();
    for (pattern, rule) in &f.fields {
        let (parts, key) = place(pattern);
        let Ok(Meant { is: meaning, label, shape }) = meant(rule.get_ref()) else { continue };
        let glob = key.contains('*') || key.contains("[]");
        let row = format!(
            "Rule{{pattern:{},label:{},parts:{parts},glob:{glob},meaning:Meaning::{},shape:Shape::{}}}",
            text.add(key),
            text.add(label),
            variant(meaning),
            variant(shape)
        );
        // Fewer stars first, then the longer name; a rule for one part stands before the one for all of them.
        let stars = key.trim_start_matches("**.").matches('*').count();
        let weight = if glob { (stars, std::cmp::Reverse(key.len())) } else { (0, std::cmp::Reverse(0)) };
        rows.push((glob, weight, format!("{key}\u{0}{}", u8::from(parts == ANYWHERE)), row));
    }
    rows.sort();
    rows.into_iter().map(|r| r.3).collect()
}

fn kept_rows<'a>(rows: &'a [Row], text: &mut Text, of: impl Fn(&'a File) -> &'a [Kept]) -> List {
    let mut all: Vec<(std::cmp::Reverse<usize>, String)> = Vec::new();
    for (v, row) in rows.iter().enumerate() {
        for k in of(&row.file) {
            let name = k.name.get_ref();
            // The longest name is tried first, and one bound to a domain before one that is not.
            let weight = name.len() * 4 + usize::from(!name.contains('*')) * 2 + usize::from(!k.domain.is_empty());
            let line = format!(
                "Kept{{vendor:{v},name:{},domain:{},what:{},keeps:{},meaning:Meaning::{},cross_site:{}}}",
                text.add(name),
                text.add(&k.domain),
                text.add(k.what.get_ref()),
                text.add(&k.keeps),
                variant(k.is.get_ref()),
                k.cross_site
            );
            all.push((std::cmp::Reverse(weight), line));
        }
    }
    all.sort();
    List { rows: all.into_iter().map(|a| a.1).collect() }
}

/// The rows' own examples, for the tests.
pub fn examples(rows: &[Row]) -> String {
    let mut out = String::from("static EXAMPLES: &[Example] = &[\n");
    for row in rows {
        let f = &row.file;
        for h in &f.hit {
            let fields: Vec<String> = h.fields.iter().map(|(at, m)| format!("({at:?},Meaning::{})", variant(m.get_ref()))).collect();
            let _ = writeln!(
                out,
                "Example{{at:{:?},vendor:{:?},url:{:?},body:{:?},kind:{:?},hit:true,role:Some(Role::{}),tracking:{:?},fields:&[{}]}},",
                row.at(h.url.span().start, "").trim_end_matches(": "),
                f.id.get_ref(),
                h.url.get_ref(),
                h.body,
                h.kind.as_ref().map_or("other", |k| k.get_ref()),
                variant(h.role.get_ref()),
                h.tracking,
                fields.join(",")
            );
        }
        for c in &f.clean {
            let role = c.role.as_ref().map_or("None".to_string(), |r| format!("Some(Role::{})", variant(r.get_ref())));
            let _ = writeln!(
                out,
                "Example{{at:{:?},vendor:{:?},url:{:?},body:{:?},kind:{:?},hit:false,role:{role},tracking:None,fields:&[]}},",
                row.at(c.url.span().start, "").trim_end_matches(": "),
                f.id.get_ref(),
                c.url.get_ref(),
                c.body,
                c.kind.as_ref().map_or("other", |k| k.get_ref())
            );
        }
    }
    out + "];\n"
}
