//! Compiles the Public Suffix List to a table that is walked in place: reversed labels → what the rule is.

use leaklight_catalogue::grow::grow;
use std::collections::BTreeMap;
use std::path::Path;

const RULE: u32 = 1;
const WILDCARD: u32 = 2;
const EXCEPTION: u32 = 4;

/// Reads `data/public_suffix_list.dat`, writes `OUT_DIR/psl.trie`.
pub fn compile(out: &Path) {
    let file = "data/public_suffix_list.dat";
    println!("cargo::rerun-if-changed={file}");
    let text = std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{file}: {e}; the Public Suffix List belongs there"));
    let mut rules: BTreeMap<Vec<u8>, u32> = BTreeMap::new();
    for (n, line) in text.lines().enumerate() {
        let rule = line.split_whitespace().next().unwrap_or("");
        if rule.is_empty() || rule.starts_with("//") {
            continue;
        }
        let (kind, rule) = match (rule.strip_prefix('!'), rule.strip_prefix("*.")) {
            (Some(rest), _) => (EXCEPTION, rest),
            (_, Some(rest)) => (WILDCARD, rest),
            _ => (RULE, rule),
        };
        let labels: Vec<String> = rule.split('.').rev().map(|l| ascii(l, file, n + 1)).collect();
        *rules.entry(labels.join(".").into_bytes()).or_default() |= kind;
    }
    assert!(rules.len() > 9000, "{file}: only {} rules; the list looks cut", rules.len());
    let table = grow(&rules).unwrap_or_else(|e| panic!("{file}: {e}"));
    let path = out.join("psl.trie");
    std::fs::write(&path, table).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
}

fn ascii(label: &str, file: &str, line: usize) -> String {
    assert!(!label.is_empty() && !label.contains('*'), "{file}:{line}: a rule may have `*` only as its first label");
    if label.is_ascii() {
        return label.to_ascii_lowercase();
    }
    let code = idna::punycode::encode_str(label).unwrap_or_else(|| panic!("{file}:{line}: `{label}` is too long for punycode"));
    format!("xn--{code}")
}
