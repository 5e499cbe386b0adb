//! Compiles `data/keys.tsv`, the Open Cookie Database reduced, to sorted tables that are searched in place.

use std::collections::BTreeMap;
use std::path::Path;

#[path = "../src/storage/fold.rs"]
#[allow(dead_code)]
mod fold;

/// The categories, in the order of their numbers.
const CATEGORIES: [&str; 4] = ["essential", "functional", "analytics", "advertising"];

/// Reads `data/keys.tsv`. Writes `OUT_DIR/keys.names`, the companies, a line each; and `OUT_DIR/keys.rs`, three tables of one length in
/// the order of names' numbers: `NAMES` (bit 31 for what begins so), `WHAT` (the company's line, and in the two lowest bits the
/// category) and `ON` (the number of the domain it must lie on; 0 for any).
pub fn compile(out: &Path) {
    let file = "data/keys.tsv";
    println!("cargo::rerun-if-changed={file}");
    let text = std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{file}: {e}"));
    let mut companies: Vec<&str> = Vec::new();
    let mut rows: BTreeMap<(u32, u16), (&str, usize)> = BTreeMap::new();
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
        let number = fold::fold(name.bytes().fold(fold::START, fold::step), prefix);
        // Told of two companies: the first one's, as the list has it.
        let (other, _) = rows.entry((number, on)).or_insert((name, at << 2 | category));
        assert!(*other == name, "{file}:{}: `{name}` and `{other}` share a number; change `fold`", n + 1);
    }
    let table = |name: &str, kind: &str, numbers: Vec<u32>| format!("static {name}: [{kind}; {}] = {numbers:?};\n", rows.len());
    let what = |at: usize| u32::from(u16::try_from(at).unwrap_or_else(|_| panic!("{file}: too many companies")));
    let tables = [
        table("NAMES", "u32", rows.keys().map(|(name, _)| *name).collect()),
        table("WHAT", "u16", rows.values().map(|(_, at)| what(*at)).collect()),
        table("ON", "u16", rows.keys().map(|(_, on)| u32::from(*on)).collect()),
    ];
    for (name, text) in [("keys.names", companies.join("\n")), ("keys.rs", tables.concat())] {
        let path = out.join(name);
        std::fs::write(&path, text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    }
}
