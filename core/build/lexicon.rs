//! `data/lexicon/*.toml` → one table from folded phrase to class, a table of classes, and the word-endings.
//!
//! A file without examples both ways stops the build, as does a term twice, an unknown kind or an empty reason.
//! `tests/` of the module read the examples this writes.

use leaklight_catalogue::grow::grow;
use serde::Deserialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

#[path = "../src/sensitive/tokens.rs"]
#[allow(dead_code)]
mod tokens;

const KINDS: &[&str] = &[
    "condition",
    "symptom",
    "medication",
    "test",
    "procedure",
    "specialty",
    "provider",
    "step",
    "portal",
    "billing",
    "matter",
    "body",
    "person",
    "section",
    "setting",
    "plain",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    topic: Option<String>,
    #[serde(default)]
    terms: Vec<Terms>,
    #[serde(default)]
    endings: Vec<Endings>,
    #[serde(default)]
    example: Option<Examples>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Terms {
    kind: String,
    weight: i16,
    words: String,
    topic: Option<String>,
    #[serde(default)]
    intent: bool,
    /// Never inside a run-together word.
    #[serde(default)]
    whole: bool,
    /// Gives way without complaint to the same term of another group: generated lists.
    #[serde(default)]
    yields: bool,
    list: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Endings {
    kind: String,
    weight: i16,
    words: String,
    topic: Option<String>,
    list: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Examples {
    #[serde(default)]
    sensitive: Vec<String>,
    #[serde(default)]
    innocent: Vec<String>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Class {
    kind: String,
    topic: Option<String>,
    weight: i16,
    words: String,
    intent: bool,
    whole: bool,
}

/// Reads the lexicon and writes `lexicon.trie`, `lexicon.rs` and `lexicon_examples.rs` to `out`.
pub fn compile(out: &Path) {
    println!("cargo::rerun-if-changed=data/lexicon");
    println!("cargo::rerun-if-changed=build/lexicon.rs");
    println!("cargo::rerun-if-changed=src/sensitive/tokens.rs");
    let mut paths: Vec<_> = read_dir("data/lexicon").into_iter().filter(|p| p.ends_with(".toml")).collect();
    paths.sort();
    let (mut terms, mut yielding) = (BTreeMap::new(), BTreeMap::new());
    let mut endings = Vec::new();
    let mut examples = String::from("[\n");
    for path in &paths {
        let text = std::fs::read_to_string(path).unwrap_or_else(|e| refuse(path, &e.to_string()));
        let file: File = toml::from_str(&text).unwrap_or_else(|e| refuse(path, &e.to_string()));
        let Some(e) = &file.example else { refuse(path, "no [example]") };
        if e.innocent.is_empty() || (file.topic.is_some() && e.sensitive.is_empty()) {
            refuse(path, "examples must stand on both sides");
        }
        for (says, list) in [(true, &e.sensitive), (false, &e.innocent)] {
            for x in list {
                let topic = file.topic.as_deref().map_or("None".into(), |t| format!("Some(Topic::{})", camel(t)));
                let _ = writeln!(examples, "    ({path:?}, {topic}, {says}, {x:?}),");
            }
        }
        for t in &file.terms {
            let class = class(path, &t.kind, t.topic.as_ref().or(file.topic.as_ref()), t.weight, &t.words, t.intent, t.whole);
            for term in t.list.split([',', '\n']).map(str::trim).filter(|s| !s.is_empty()) {
                let key = key(term);
                if key.is_empty() {
                    refuse(path, &format!("`{term}` holds no word"));
                }
                if t.yields {
                    yielding.entry(key).or_insert(class.clone());
                } else if let Some((same, other)) = terms.insert(key.clone(), (class.clone(), path.clone()))
                    && same != class
                {
                    refuse(path, &format!("`{key}` stands twice (also in {other})"));
                }
            }
        }
        for e in &file.endings {
            let class = class(path, &e.kind, e.topic.as_ref().or(file.topic.as_ref()), e.weight, &e.words, false, true);
            for end in e.list.split([',', '\n']).map(str::trim).filter(|s| !s.is_empty()) {
                endings.push((end.chars().rev().collect::<String>(), class.clone()));
            }
        }
    }
    for (key, class) in yielding {
        terms.entry(key).or_insert((class, String::new()));
    }
    endings.sort();
    let mut count: BTreeMap<&Class, usize> = BTreeMap::new();
    for class in terms.values().map(|(c, _)| c).chain(endings.iter().map(|(_, c)| c)) {
        *count.entry(class).or_default() += 1;
    }
    // Those of the most terms first: their numbers are short.
    let mut classes: Vec<&Class> = count.keys().copied().collect();
    classes.sort_by_key(|class| Reverse(count.get(class).copied()));
    let numbers: BTreeMap<&Class, u32> = classes.iter().copied().zip(0..).collect();
    let number = |class: &Class| numbers.get(class).copied().unwrap_or_default();

    let keys = terms.iter().map(|(key, (class, _))| (key.clone().into_bytes(), number(class))).collect();
    let table = grow(&keys).unwrap_or_else(|e| refuse("lexicon", &e));
    write(out, "lexicon.trie", &table);

    // How terms begin: one bit for each three letters, so that most words are passed over without a walk.
    let mut begins = vec![0u8; tokens::BEGINS];
    for key in terms.keys() {
        let joined: Vec<u8> = key.bytes().filter(|b| *b != b' ').take(3).collect();
        // As written, and with its spaces missing, as run-together words have it.
        for bit in [key.as_bytes(), &joined].into_iter().filter_map(tokens::beginning) {
            if let Some(byte) = begins.get_mut(bit / 8) {
                *byte |= 1 << (bit % 8);
            }
        }
    }
    write(out, "lexicon.begins", &begins);

    let mut rs = String::from("static CLASSES: &[Class] = &[\n");
    for c in &classes {
        // What is plain has no reason to say.
        let words = if c.words.is_empty() { "Message(u16::MAX)".into() } else { format!("message!({:?})", c.words) };
        let topic = c.topic.as_ref().map_or("None".into(), |t| format!("Some(Topic::{})", camel(t)));
        let _ = writeln!(
            rs,
            "    Class {{ kind: Kind::{}, topic: {topic}, weight: {}, words: {words}, intent: {}, whole: {} }},",
            camel(&c.kind),
            c.weight,
            c.intent,
            c.whole
        );
    }
    rs.push_str("];\n/// Endings, read backwards, sorted.\nstatic ENDINGS: &[(&str, u16)] = &[\n");
    for (end, c) in &endings {
        let _ = writeln!(rs, "    ({end:?}, {}),", number(c));
    }
    rs.push_str("];\n");
    write(out, "lexicon.rs", rs.as_bytes());
    examples.push_str("]\n");
    write(out, "lexicon_examples.rs", examples.as_bytes());
}

fn class(path: &str, kind: &str, topic: Option<&String>, weight: i16, words: &str, intent: bool, whole: bool) -> Class {
    if !KINDS.contains(&kind) {
        refuse(path, &format!("no kind `{kind}`"));
    }
    if words.is_empty() && kind != "plain" {
        refuse(path, "a term needs its reason in plain words");
    }
    if (kind == "setting") != (weight < 0) {
        refuse(path, "a setting lowers, everything else raises");
    }
    Class { kind: kind.into(), topic: topic.cloned(), weight, words: words.into(), intent, whole }
}

/// The term as its words stand in an address, single spaces between.
fn key(term: &str) -> String {
    let mut words = tokens::Words::default();
    words.read(term);
    let mut parts: Vec<_> = words.tokens.iter().map(|t| String::from_utf8_lossy(words.of(t)).into_owned()).collect();
    // Plurals are folded when read; a phrase's last word is kept in the singular, which both then find.
    if parts.len() > 1
        && let Some(last) = parts.last_mut()
        && last.len() > 4
        && last.ends_with('s')
        && !["ss", "us", "is", "as", "es"].iter().any(|e| last.ends_with(e))
    {
        last.pop();
    }
    parts.join(" ")
}

fn camel(id: &str) -> String {
    id.split('-').map(|w| w[..1].to_uppercase() + &w[1..]).collect()
}

fn read_dir(dir: &str) -> Vec<String> {
    let entries = std::fs::read_dir(dir).unwrap_or_else(|e| refuse(dir, &e.to_string()));
    entries.flatten().map(|e| e.path().display().to_string()).collect()
}

fn write(out: &Path, name: &str, bytes: &[u8]) {
    std::fs::write(out.join(name), bytes).unwrap_or_else(|e| refuse(name, &e.to_string()));
}

fn refuse(at: &str, why: &str) -> ! {
    eprintln!("lexicon: {at}: {why}");
    std::process::exit(1);
}
