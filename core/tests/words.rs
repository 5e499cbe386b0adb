//! The word judgement on sets written without looking at the lexicon: recall and false alarms by kind, and floors below which it is red.
//!
//! `words/*.tsv` name their sources. Only the `dev` half may be looked at to make the lexicon better, and only its failures are printed:
//! `cargo test -p leaklight-core --test words -- --nocapture`. The `held` half is the figure that counts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

use leaklight_core::address::Address;
use leaklight_core::sensitive;
use std::collections::BTreeMap;

/// What the English rows beyond health are about; `beyond` are innocent rows near them.
const BEYOND: &[&str] =
    &["finance", "legal", "immigration", "sexuality", "union", "gambling", "religion", "politics", "ethnicity", "beyond"];

struct Row<'a> {
    sensitive: bool,
    kind: &'a str,
    held: bool,
    text: &'a str,
    /// What it is about (English) or where its terms stand (Spanish).
    about: &'a str,
}

fn row(line: &str) -> Row<'_> {
    let mut columns = line.split('\t');
    let mut next = || columns.next().filter(|c| !c.is_empty()).unwrap_or_else(|| panic!("too few columns: {line}"));
    let (label, kind, half, text, about) = (next(), next(), next(), next(), next());
    assert!(matches!(label, "sensitive" | "innocent") && matches!(half, "dev" | "held"), "{line}");
    Row { sensitive: label == "sensitive", kind, held: half == "held", text, about }
}

/// FNV-1a; a row's half hangs on its text alone, so that nobody chooses it.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3))
}

fn judged(row: &Row<'_>) -> bool {
    match row.kind {
        "address" => sensitive::address(&Address::parse(&format!("https://www.example.com{}", row.text)), None).sensitive,
        "title" => sensitive::address(&Address::parse("https://www.example.com/"), Some(row.text)).sensitive,
        "search" => sensitive::text(row.text, "query:q").sensitive,
        "event" | "button" => sensitive::text(row.text, row.kind).sensitive,
        other => panic!("no such kind: {other}"),
    }
}

/// Percent of rows judged sensitive, to two places.
fn percent(hits: usize, of: usize) -> f64 {
    (hits as f64 * 10_000.0 / of.max(1) as f64).round() / 100.0
}

/// `floor` and `ceiling` are percent over the held half: recall at least, false alarms at most.
fn check(name: &str, file: &str, dev_share: u64, floor: f64, ceiling: f64) {
    let mut counts: BTreeMap<(&str, bool, &str), (usize, usize)> = BTreeMap::new();
    let mut missed = Vec::new();
    for row in file.lines().filter(|line| !line.starts_with('#')).map(row) {
        assert_eq!((hash(row.text) >> 32) % 100 >= dev_share, row.held, "{name}: the half of {:?} is not its hash's", row.text);
        let said = judged(&row);
        let part = if BEYOND.contains(&row.about) { "~ beyond health" } else { "~ health, or nothing" };
        for kind in [row.kind, part, "all"] {
            let count = counts.entry((if row.held { "held" } else { "dev" }, row.sensitive, kind)).or_default();
            *count = (count.0 + usize::from(said), count.1 + 1);
        }
        if said != row.sensitive && !row.held {
            missed.push(format!("  {} {}: {}", if said { "false alarm" } else { "missed" }, row.kind, row.text));
        }
    }
    for ((half, telling, kind), (said, of)) in &counts {
        let what = if *telling { "recall" } else { "false alarms" };
        println!("{name} {half} {what} {kind}: {said}/{of} = {:.2} %", percent(*said, *of));
    }
    println!("{name}, failures of the dev half:\n{}", missed.join("\n"));
    let of = |telling| counts.get(&("held", telling, "all")).map_or(0.0, |(said, of)| percent(*said, *of));
    assert!(of(true) >= floor, "{name}: recall of the held half fell to {} %, below {floor} %", of(true));
    assert!(of(false) <= ceiling, "{name}: false alarms of the held half rose to {} %, over {ceiling} %", of(false));
}

#[test]
fn spanish() {
    check("spanish", include_str!("words/spanish.tsv"), 30, 88.18, 3.35);
}

#[test]
fn english() {
    check("english", include_str!("words/english.tsv"), 50, 84.97, 3.84);
}
