//! Compiles `data/keys.tsv`, the Open Cookie Database reduced, to a table that is unpacked when it is first asked for.

use std::collections::BTreeMap;
use std::path::Path;

#[path = "../src/storage/fold.rs"]
#[allow(dead_code)]
mod fold;

/// The categories, in the order of their numbers.
const CATEGORIES: [&str; 4] = ["essential", "functional", "analytics", "advertising"];

/// Reads `data/keys.tsv`. Writes `OUT_DIR/keys.names`: the companies, a line each; and `OUT_DIR/keys.table`: groups, each with its
/// company's line and how many rows it has in 16 bits each, a byte of what it is (bits 0 and 1 the category, 2 what begins so, 4 with
/// a domain), then the rows' names in 24 bits each, then, where the group has domains, their numbers in 16. Rows of one company stand
/// together so that whose they are is said once.
pub fn compile(out: &Path) {
    let file = "data/keys.tsv";
    println!("cargo::rerun-if-changed={file}");
    let text = std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{file}: {e}"));
    let mut companies: Vec<&str> = Vec::new();
    let mut groups: BTreeMap<(usize, u8), Vec<(u32, u16)>> = BTreeMap::new();
    let mut taken: BTreeMap<(u32, bool, u16), &str> = BTreeMap::new();
    for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [name, company, category, ref on @ ..] = columns[..] else { panic!("{file}:{}: not three columns", n + 1) };
        let Some(category) = CATEGORIES.iter().position(|c| *c == category) else { panic!("{file}:{}: `{category}` is none", n + 1) };
        let (name, prefix) = name.strip_suffix('*').map_or((name, false), |n| (n, true));
        let at = companies.iter().position(|c| *c == company).unwrap_or_else(|| {
            companies.push(company);
            companies.len() - 1
        });
        let on = on.first().map_or(0, |d| fold::domain(d));
        let hash = fold::fold(name.bytes().fold(fold::START, fold::step));
        // Told of two companies: the first one's, as the list has it.
        if let Some(other) = taken.insert((hash, prefix, on), name) {
            assert!(other == name, "{file}:{}: `{name}` and `{other}` share a number; widen `fold`", n + 1);
            continue;
        }
        let kind = category as u8 | u8::from(prefix) << 2 | u8::from(on != 0) << 3;
        groups.entry((at, kind)).or_default().push((hash, on));
    }
    let mut table = Vec::new();
    for ((company, kind), mut rows) in groups {
        rows.sort_unstable();
        for number in [company, rows.len()] {
            table.extend(u16::try_from(number).unwrap_or_else(|_| panic!("{file}: too long")).to_le_bytes());
        }
        table.push(kind);
        rows.iter().for_each(|(hash, _)| table.extend(&hash.to_le_bytes()[..3]));
        if kind & 8 != 0 {
            rows.iter().for_each(|(_, on)| table.extend(on.to_le_bytes()));
        }
    }
    for (name, bytes) in [("keys.names", companies.join("\n").into_bytes()), ("keys.table", table)] {
        let path = out.join(name);
        std::fs::write(&path, bytes).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    }
}
