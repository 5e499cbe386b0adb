//! How many rows of consent data are decoded: `cargo run --release -p leaklight-core --example consent_bench DIR [RULES]`. DIR holds JSON
//! Lines: `google_gcs_values`, `google_gcd_letters`, `real_request_consent_signals`, `autoconsent_rules`, `autoconsent_cmp_test_urls`.
//! RULES is the table of banners, a rule's name before the first tab. Prints counts, and every row that is not decoded with its reason.

#![allow(clippy::print_stdout, clippy::expect_used, clippy::unwrap_used, reason = "a bench prints, and stops on bad input")]

use leaklight_core::address::Address;
use leaklight_core::consent::{self, Signal};
use leaklight_core::facts::{Facts, Input};
use leaklight_core::site::Declared;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// A file's name and what is wanted of its rows.
type File<'a> = (&'a str, &'a dyn Fn(&Value) -> Missing);

/// The signals a request to `url` carries.
fn signals(url: &str) -> Vec<Signal> {
    let (address, own) = (Address::parse(url), Declared::default());
    let page = Address::parse("https://www.clinic.example/");
    consent::signals(&Facts::read(&address, Some(&page), Input::default(), &own))
}

/// A Google hit with that parameter.
fn google(more: &str) -> Vec<Signal> {
    signals(&format!("https://region1.google-analytics.com/g/collect?v=2&tid=G-1&gtm=45&en=page_view&{more}"))
}

/// What a row is wanted to say and does not; empty where it is decoded.
type Missing = Vec<String>;

fn gcs(row: &Value) -> Missing {
    let value = row["gcs"].as_str().unwrap_or_default();
    let Some(signal) = google(&format!("gcs={value}")).into_iter().find(|s| s.at == "query:gcs") else { return vec!["no signal".into()] };
    let wanted = [("advertising storage", "ad_storage"), ("analytics storage", "analytics_storage")];
    let (words, mut missing) = (expand(&signal.said), Vec::new());
    for (purpose, key) in wanted {
        let state = row[key].as_str().unwrap_or("not set");
        if words.get(purpose).map(String::as_str) != Some(state) {
            missing.push(format!("{key} is {state}, said: {}", signal.said));
        }
    }
    missing
}

/// "a and b denied; c granted" by purpose.
fn expand(said: &str) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for part in said.split("; ") {
        for state in ["granted", "denied", "not set"] {
            if let Some(purposes) = part.strip_suffix(state) {
                out.extend(purposes.trim().replace(" and ", ", ").split(", ").map(|p| (p.to_owned(), state.to_owned())));
            }
        }
    }
    out
}

fn gcd(row: &Value) -> Missing {
    let letter = row["letter"].as_str().unwrap_or_default();
    let value = format!("13{letter}3{letter}3{letter}3{letter}5");
    let Some(signal) = google(&format!("gcs=G111&gcd={value}")).into_iter().find(|s| s.at == "query:gcd") else {
        return vec!["no signal".into()];
    };
    let state = row["state"].as_str().unwrap_or(if letter == "l" { "nothing set" } else { "" });
    if signal.is_read() && signal.said.contains(state) { Vec::new() } else { vec![format!("{letter}: {state}, said: {}", signal.said)] }
}

fn request(row: &Value) -> Missing {
    let read = signals(row["url"].as_str().unwrap_or_default());
    let mut missing = Vec::new();
    for (key, value) in row["signals"].as_object().into_iter().flatten() {
        let found = read.iter().find(|s| s.at.rsplit([':', '.']).next() == Some(key));
        let value = value.as_str().unwrap_or_default();
        match found {
            Some(signal) if signal.is_read() => {}
            Some(signal) => missing.push(format!("{key}={value}: {}", signal.said)),
            None if value.is_empty() => missing.push(format!("{key} is empty: nothing is said")),
            None => missing.push(format!("{key}={value}: not known as a signal of consent")),
        }
    }
    missing
}

fn main() {
    let mut args = std::env::args().skip(1);
    let folder = args.next().expect("the folder of data");
    let table: Option<String> = args.next().map(|path| std::fs::read_to_string(path).expect("the table of banners"));
    let read = |name: &str| -> Vec<Value> {
        let text = std::fs::read_to_string(Path::new(&folder).join(format!("{name}.jsonl"))).unwrap_or_default();
        text.lines().filter(|l| !l.trim().is_empty()).map(|l| serde_json::from_str(l).expect("JSON")).collect()
    };
    let rules: BTreeMap<String, Value> =
        read("autoconsent_rules").into_iter().map(|row| (row["name"].as_str().unwrap_or_default().to_owned(), row)).collect();
    let known = |row: &Value, key: &str| -> Missing {
        let name = row[key].as_str().unwrap_or_default();
        let Some(table) = &table else { return vec!["no table of banners was given".into()] };
        // Sites generated for are told apart in the table by their addresses.
        let site = name.strip_prefix("auto_").and_then(|n| n.split('_').nth(1)).map(|site| site.replace('.', "\\."));
        if site.is_some_and(|site| table.contains(&site)) {
            return Vec::new();
        }
        let Some(rule) = rules.get(name) else {
            return vec!["a rule that is not among the rows, for a site the table does not name".into()];
        };
        if in_table(table, rule) { Vec::new() } else { vec![reason(rule, name)] }
    };
    let files: [File<'_>; 5] = [
        ("google_gcs_values", &gcs),
        ("google_gcd_letters", &gcd),
        ("real_request_consent_signals", &request),
        ("autoconsent_rules", &|row| known(row, "name")),
        ("autoconsent_cmp_test_urls", &|row| known(row, "cmp")),
    ];
    println!("{:<32} {:>5} {:>8} {:>6}", "file", "rows", "decoded", "not");
    for (name, decode) in files {
        let rows = read(name);
        if rows.is_empty() {
            println!("{name:<32} not there");
            continue;
        }
        let mut why: BTreeMap<String, u32> = BTreeMap::new();
        let mut not = 0;
        for row in &rows {
            let missing = decode(row);
            not += usize::from(!missing.is_empty());
            for reason in missing {
                *why.entry(reason).or_default() += 1;
            }
        }
        println!("{name:<32} {:>5} {:>8} {not:>6}", rows.len(), rows.len() - not);
        for (reason, count) in why {
            println!("    {count:>4} × {reason}");
        }
    }
}

/// True where the table knows the rule by its name, as a form of a manager's, or by an element it looks for.
fn in_table(table: &str, rule: &Value) -> bool {
    let name = rule["name"].as_str().unwrap_or_default().to_lowercase();
    let lines = || table.lines().filter(|l| !l.starts_with('#'));
    let form = |known: &str| name.strip_prefix(known).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphabetic()));
    if lines().filter_map(|l| l.split('\t').next()).any(|known| form(&known.to_lowercase())) {
        return true;
    }
    let mut selectors = Vec::new();
    for step in ["detectCmp", "detectPopup"].into_iter().flat_map(|key| rule[key].as_array().into_iter().flatten()) {
        for value in ["exists", "visible"].into_iter().map(|key| &step[key]) {
            selectors.extend(value.as_str().into_iter().chain(value.as_array().into_iter().flatten().filter_map(Value::as_str)));
        }
    }
    let parts = selectors.iter().flat_map(|s| s.split(',')).map(|s| s.trim().trim_start_matches(['#', '.'])).filter(|s| s.len() > 5);
    parts.into_iter().any(|part| lines().any(|line| line.contains(part)))
}

/// Why a rule is not in the table, as far as the row tells.
fn reason(row: &Value, name: &str) -> String {
    match (row["generated"].as_bool(), row["cosmetic"].as_bool()) {
        (Some(true), _) => "generated for one site, by an element the table does not have".to_owned(),
        (_, Some(true)) => format!("{name}: hides and asks nothing"),
        _ => format!("{name}: not in the table"),
    }
}
