//! `cargo xtask vendor`: begin a vendor's file, check the catalogue, list it.

use crate::run::at;
use anyhow::{Context, Result, anyhow};
use comfy_table::{CellAlignment, Table, presets::NOTHING};
use leaklight_catalogue::listing::{self, Line};
use leaklight_catalogue::skeleton::{self, New};
use leaklight_catalogue::{Catalogue, FOLDER};
use serde_json::{Value, json};
use std::io::Write;
use std::process::ExitCode;
use time::{Date, Month, OffsetDateTime};

/// A vendor that collects and has fewer fields than this is decoded thinly: address, title and visitor are three already.
const FEW_FIELDS: usize = 3;

/// What to do.
#[derive(clap::Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Begin a vendor's file; it says in comments what goes where, and what is still missing is printed.
    New(Begin),
    /// Check every vendor's file and try its examples, as every build does. Exit code 1 where something is wrong.
    Check {
        /// Say only what is wrong with these vendors; all where none is named.
        ids: Vec<String>,
    },
    /// Print the vendors: owner, category, BAA position, when checked, how much is decoded.
    List(List),
}

#[derive(clap::Args)]
struct Begin {
    /// Lower-case words joined by `-`: the file's name.
    id: String,
    /// The product's name as people know it.
    #[arg(long, default_value = "")]
    name: String,
    /// The company behind it.
    #[arg(long, default_value = "")]
    owner: String,
    /// What it is for; a word of core/src/vendor/words.rs.
    #[arg(long, default_value = "")]
    category: String,
    /// A host data is sent to; may be given several times.
    #[arg(long = "host")]
    hosts: Vec<String>,
    /// Where the facts were read, with a date; may be given several times.
    #[arg(long = "source")]
    sources: Vec<String>,
    /// The setting at the vendor that stops the leak, in plain words.
    #[arg(long, default_value = "")]
    fix: String,
    /// What the vendor says of a business associate agreement.
    #[arg(long, default_value = "")]
    baa: String,
    /// The address of a request that is the vendor's.
    #[arg(long, default_value = "")]
    hit: String,
    /// The address of a request that looks alike and is not.
    #[arg(long, default_value = "")]
    clean: String,
}

#[derive(clap::Args)]
struct List {
    /// Only this category's.
    #[arg(long)]
    category: Option<String>,
    /// Only those that collect with few known fields, or were checked long ago.
    #[arg(long)]
    thin: bool,
    /// Days after which a check is long ago.
    #[arg(long, value_name = "DAYS", default_value_t = 365, requires = "thin")]
    older_than: i64,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Write the vendors' section of README.md and core/data/VENDORS.md anew.
    #[arg(long, conflicts_with_all = ["category", "thin", "json"])]
    write: bool,
}

/// Does it; the exit code says whether the catalogue, or the call, was right.
pub fn vendor(options: &Options) -> Result<ExitCode> {
    let catalogue = Catalogue::read(&at(FOLDER), FOLDER);
    let today = OffsetDateTime::now_utc().date();
    match &options.what {
        What::New(begin) => new(begin, today),
        What::Check { ids } if ids.is_empty() => Ok(check(&catalogue)),
        What::Check { ids } => Ok(check_some(&catalogue, ids)),
        What::List(list) if list.write => write(&catalogue),
        What::List(options) => list(&catalogue, options, today),
    }
}

/// The sentence that mends the call.
fn refuse(sentence: &str) -> ExitCode {
    eprintln!("error: {sentence}");
    ExitCode::from(2)
}

fn new(begin: &Begin, today: Date) -> Result<ExitCode> {
    let Begin { id, name, owner, category, hosts, sources, fix, baa, hit, clean } = begin;
    let new = New {
        id: id.clone(),
        name: name.clone(),
        owner: owner.clone(),
        category: category.clone(),
        checked: today.to_string(),
        sources: sources.clone(),
        fix: fix.clone(),
        baa_words: baa.clone(),
        hosts: hosts.clone(),
        hit: hit.clone(),
        clean: clean.clone(),
    };
    if let Err(sentence) = skeleton::write(&at(FOLDER), FOLDER, &new) {
        return Ok(refuse(&sentence));
    }
    let file = format!("{FOLDER}/{id}.toml");
    println!("wrote {file}");
    let mut missing = Catalogue::read(&at(FOLDER), FOLDER).check();
    missing.retain(|wrong| wrong.file == file);
    if missing.is_empty() {
        println!("nothing is missing; once its fields are named too, run `{}`", listing::COMMAND);
    } else {
        println!("the build refuses it until these are mended; `cargo xtask vendor check {id}` says what is left:");
        missing.iter().for_each(|wrong| println!("  {wrong}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Checks all of it, prints every complaint and one line at the end.
fn check(catalogue: &Catalogue) -> ExitCode {
    let wrong = catalogue.check();
    wrong.iter().for_each(|complaint| println!("{complaint}"));
    let lines = catalogue.lines();
    println!("{}", summary(lines.len(), lines.iter().map(|l| l.examples).sum(), wrong.len()));
    if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The whole catalogue's check as a step of others; whether nothing is wrong.
pub fn is_right() -> bool {
    check(&Catalogue::read(&at(FOLDER), FOLDER)) == ExitCode::SUCCESS
}

fn check_some(catalogue: &Catalogue, ids: &[String]) -> ExitCode {
    let file = |id: &String| format!("{FOLDER}/{id}.toml");
    if let Some(unknown) = ids.iter().find(|id| !skeleton::is_id(id) || !at(&file(id)).is_file()) {
        return refuse(&format!("there is no vendor `{unknown}`; `cargo xtask vendor list` prints all ids"));
    }
    // The others are read too: two vendors may claim one example.
    let mut wrong = catalogue.check();
    wrong.retain(|complaint| ids.iter().any(|id| complaint.file == file(id)));
    wrong.iter().for_each(|complaint| println!("{complaint}"));
    let examples = catalogue.lines().iter().filter(|line| ids.contains(&line.id)).map(|line| line.examples).sum();
    println!("{}", summary(ids.len(), examples, wrong.len()));
    if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// `557 vendors, 1,895 examples, nothing wrong`
fn summary(vendors: usize, examples: usize, wrong: usize) -> String {
    let count = |n: usize, what: &str| format!("{} {what}{}", grouped(n), if n == 1 { "" } else { "s" });
    let wrong = if wrong == 0 { "nothing wrong".to_owned() } else { count(wrong, "complaint") };
    format!("{}, {}, {wrong}", count(vendors, "vendor"), count(examples, "example"))
}

fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn write(catalogue: &Catalogue) -> Result<ExitCode> {
    // A table of a catalogue that the build refuses would be stale at once.
    if check(catalogue) != ExitCode::SUCCESS {
        return Ok(ExitCode::FAILURE);
    }
    let lines = catalogue.lines();
    let readme = std::fs::read_to_string(at("README.md")).context("cannot read README.md")?;
    let section = listing::with_section(&readme, &lines).map_err(|sentence| anyhow!(sentence))?;
    for (file, text) in [("README.md", section), (listing::TABLE, listing::table(&lines))] {
        if std::fs::read_to_string(at(file)).is_ok_and(|held| held == text) {
            println!("{file} is as the data has it");
        } else {
            std::fs::write(at(file), text).with_context(|| format!("cannot write {file}"))?;
            println!("wrote {file}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn list(catalogue: &Catalogue, options: &List, today: Date) -> Result<ExitCode> {
    let mut lines = catalogue.lines();
    if let Some(category) = &options.category {
        let all = skeleton::categories(", ");
        if !all.split(", ").any(|word| word == category) {
            return Ok(refuse(&format!("`{category}` is no category; write one of {all}")));
        }
        lines.retain(|line| line.category == *category);
    }
    let mut rows: Vec<(Line, String)> = lines
        .into_iter()
        .map(|line| {
            let why = thin(&line, today, options.older_than);
            (line, why)
        })
        .collect();
    if options.thin {
        rows.retain(|(_, why)| !why.is_empty());
    }
    let text = if options.json { as_json(&rows, options.thin)? } else { as_table(&rows, options.thin) };
    // A reader that has seen enough may close the pipe.
    let _ = writeln!(std::io::stdout(), "{text}");
    Ok(ExitCode::SUCCESS)
}

/// Why a vendor's file wants more work; empty where nothing says so.
fn thin(line: &Line, today: Date, older_than: i64) -> String {
    let mut why = Vec::new();
    if line.collects && line.fields < FEW_FIELDS {
        why.push(format!("collects, {} fields known", line.fields));
    }
    match day(&line.checked).map(|checked| (today - checked).whole_days()) {
        Some(days) if days > older_than => why.push(format!("checked {days} days ago")),
        Some(_) => {}
        None => why.push("no day of checking".to_owned()),
    }
    why.join("; ")
}

fn day(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Date::from_calendar_date(year.parse().ok()?, Month::try_from(month.parse::<u8>().ok()?).ok()?, day.parse().ok()?).ok()
}

fn as_table(rows: &[(Line, String)], thin: bool) -> String {
    let mut table = Table::new();
    let mut head = vec!["id", "name", "owner", "category", "BAA", "checked", "endpoints", "signatures", "fields", "kept", "examples"];
    head.extend(thin.then_some("why"));
    table.load_preset(NOTHING).set_header(head);
    for (l, why) in rows {
        let counts = [l.endpoints, l.signatures, l.fields, l.kept, l.examples].map(|n| n.to_string());
        let words = [&l.id, &l.name, &l.owner, &l.category, &l.baa, &l.checked].map(String::clone);
        table.add_row(words.into_iter().chain(counts).chain(thin.then(|| why.clone())));
    }
    for column in table.column_iter_mut().skip(6).take(5) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    format!("{}\n{}", table.trim_fmt(), summary(rows.len(), rows.iter().map(|(l, _)| l.examples).sum(), 0).replace(", nothing wrong", ""))
}

fn as_json(rows: &[(Line, String)], thin: bool) -> Result<String> {
    let row = |(l, why): &(Line, String)| {
        let mut row = json!({
            "id": l.id, "name": l.name, "owner": l.owner, "category": l.category, "checked": l.checked,
            "baa": { "status": l.baa, "as_of": l.baa_as_of },
            "endpoints": l.endpoints, "signatures": l.signatures, "fields": l.fields, "kept": l.kept, "examples": l.examples,
        });
        if thin && let Value::Object(members) = &mut row {
            members.insert("why".into(), why.clone().into());
        }
        row
    };
    Ok(serde_json::to_string_pretty(&rows.iter().map(row).collect::<Vec<_>>())?)
}

#[cfg(test)]
mod tests {
    use super::{day, grouped, summary, thin};
    use leaklight_catalogue::listing::Line;

    #[test]
    fn sums_are_said_in_one_line() {
        assert_eq!(summary(557, 1895, 0), "557 vendors, 1,895 examples, nothing wrong");
        assert_eq!(summary(1, 1, 1), "1 vendor, 1 example, 1 complaint");
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn thin_files_say_why() {
        let line = |checked: &str, collects, fields| Line {
            id: "a".into(),
            name: "A".into(),
            owner: "A".into(),
            category: "chat".into(),
            baa: "not-found".into(),
            baa_as_of: String::new(),
            checked: checked.into(),
            collects,
            endpoints: 1,
            signatures: 0,
            fields,
            kept: 0,
            examples: 2,
        };
        let Some(today) = day("2026-11-26") else { unreachable!("a day") };
        for (line, why) in [
            (line("2026-11-23", true, 3), ""),
            (line("2026-11-23", false, 0), ""),
            (line("2026-11-23", true, 2), "collects, 2 fields known"),
            (line("2025-11-26", false, 0), ""),
            (line("2025-11-25", false, 0), "checked 366 days ago"),
            (line("2024-02-29", true, 0), "collects, 0 fields known; checked 1001 days ago"),
            (line("soon", false, 0), "no day of checking"),
            (line("2026-13-01", false, 0), "no day of checking"),
        ] {
            assert_eq!(thin(&line, today, 365), why, "{line:?}");
        }
    }
}
