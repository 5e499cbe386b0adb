//! Names of cookies and storage keys of a list: how many are known, and for what they are. `cargo xtask bench storage` runs it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use leaklight_core::storage::{Purpose, known};
use serde_json::Value;
use std::collections::BTreeMap;

/// The least that must be known, in hundredths.
const LEAST: usize = 90;
/// A site none of the rows names.
const SITE: &str = "www.clinic.example";

fn main() {
    let mut args = std::env::args().skip(1);
    let file = args.next().expect("a file of JSON lines");
    let list = args.next().is_some_and(|a| a == "--list");
    let text = std::fs::read_to_string(&file).expect("a file that can be read");
    let (mut all, mut on_site, mut right, mut tracks_wrongly) = (0usize, 0usize, 0usize, 0usize);
    let mut found = 0usize;
    let mut missed: Vec<String> = Vec::new();
    let mut table: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let row: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{file}:{}: {e}", n + 1));
        let text = |name: &str| row[name].as_str().unwrap_or_default();
        let name = if row["wildcard"].as_bool() == Some(true) { format!("{}1a2b", text("name")) } else { text("name").to_owned() };
        let name = name.trim();
        let domain = text("domain").split_whitespace().find(|d| d.contains('.')).unwrap_or(SITE).trim_start_matches('.').to_lowercase();
        all += 1;
        on_site += usize::from(known("cookie", name, SITE).0.is_some());
        let (company, purpose) = known("cookie", name, &domain);
        if company.is_none() {
            missed.push(format!("{} ({}, {})", text("name"), text("platform"), text("category")));
            continue;
        }
        found += 1;
        let fits = match text("category") {
            "Analytics" => purpose == Purpose::Analytics,
            "Marketing" => purpose == Purpose::Advertising,
            _ => matches!(purpose, Purpose::Essential | Purpose::Preferences),
        };
        right += usize::from(fits);
        tracks_wrongly += usize::from(!fits && purpose.tracks() && !matches!(text("category"), "Analytics" | "Marketing"));
        *table.entry((text("category").to_owned(), purpose.word())).or_default() += 1;
    }
    let percent = |n: usize| n as f64 * 100.0 / all.max(1) as f64;
    println!("{:<46} {:>6} of {all} {:>6.1} %", "recognised", found, percent(found));
    println!("{:<46} {:>6} of {all} {:>6.1} %", "of these on any site, by the name alone", on_site, percent(on_site));
    println!("{:<46} {:>6} of {found} {:>6.1} %", "with the row's category", right, right as f64 * 100.0 / found.max(1) as f64);
    println!("{:<46} {:>6}", "functional by the row, counting here", tracks_wrongly);
    for ((category, purpose), count) in &table {
        println!("  {category:<20} {purpose:<14} {count:>6}");
    }
    println!("not recognised: {}", missed.len());
    for name in missed.iter().take(if list { usize::MAX } else { 20 }) {
        println!("  {name}");
    }
    if found * 100 < all * LEAST {
        eprintln!("fewer than {LEAST} % of the names are known");
        std::process::exit(1);
    }
}
