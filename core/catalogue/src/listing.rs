//! The catalogue as people read it: one line a vendor, the table in `core/data/VENDORS.md`, the section in `README.md`.

use crate::{Catalogue, FOLDER, Row};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The whole table's file. Not among the vendors' own: what changes there makes the build compile the catalogue anew.
pub const TABLE: &str = "core/data/VENDORS.md";
/// Writes table and section anew.
pub const COMMAND: &str = "cargo xtask vendor list --write";

const BEGIN: &str = "<!-- vendors: written by `cargo xtask vendor list --write` -->\n";
const END: &str = "<!-- /vendors -->\n";

/// A vendor in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its name in data.
    pub id: String,
    /// Its name as people know it.
    pub name: String,
    /// The company behind it.
    pub owner: String,
    /// What it is for: the closed list's word.
    pub category: String,
    /// Its public position on a business associate agreement: the closed list's word.
    pub baa: String,
    /// When that was said or read; may be empty.
    pub baa_as_of: String,
    /// The day its patterns were last compared with their sources (`2026-11-23`).
    pub checked: String,
    /// Whether anything of it collects data, rather than only being loaded or shown.
    pub collects: bool,
    /// Kinds of requests known by host.
    pub endpoints: usize,
    /// Payloads known on any host.
    pub signatures: usize,
    /// Fields whose meaning is known; a pattern counts once.
    pub fields: usize,
    /// Cookies and storage keys.
    pub kept: usize,
    /// Examples, of its requests and of others' that look alike.
    pub examples: usize,
}

impl Line {
    fn of(row: &Row) -> Self {
        let f = &row.file;
        let roles = f.endpoint.iter().map(|e| &e.role).chain(f.signature.iter().map(|s| &s.role));
        Line {
            id: f.id.get_ref().clone(),
            name: f.name.get_ref().clone(),
            owner: f.owner.get_ref().clone(),
            category: f.category.get_ref().clone(),
            baa: f.baa.status.get_ref().clone(),
            baa_as_of: f.baa.as_of.clone(),
            checked: f.checked.get_ref().clone(),
            collects: roles.into_iter().any(|role| role.get_ref() == "collect"),
            endpoints: f.endpoint.len(),
            signatures: f.signature.len(),
            fields: f.fields.len() + row.lent.len(),
            kept: f.cookie.len() + f.storage.len(),
            examples: f.hit.len() + f.clean.len(),
        }
    }

    /// The position on an agreement with its day, as words.
    pub fn baa_words(&self) -> String {
        let status = self.baa.replace('-', " ");
        if self.baa_as_of.is_empty() { status } else { format!("{status} ({})", self.baa_as_of) }
    }
}

impl Catalogue {
    /// Every vendor that could be read, by id.
    pub fn lines(&self) -> Vec<Line> {
        self.rows.iter().map(Line::of).collect()
    }
}

/// The whole table, as its file holds it.
pub fn table(lines: &[Line]) -> String {
    let mut out = format!(
        "# Vendors\n\n\
        Written by `{COMMAND}` from the files in [vendors](vendors); do not edit. How many kinds of requests are known by host, payloads on any\n\
        host, fields by meaning, cookies and storage keys, and examples that the build tries. The position on a business associate\n\
        agreement (BAA) repeats a dated public statement, never proof for a given site; the vendor’s file says what was read where.\n\
        \"Checked\" is the day the patterns were last compared with their sources.\n\n\
        | id | name | owner | category | hosts | payloads | fields | kept | examples | BAA | checked |\n\
        |---|---|---|---|---:|---:|---:|---:|---:|---|---|\n"
    );
    for l in lines {
        let words = [&l.name, &l.owner, &l.category].map(|text| cell(text));
        let _ = writeln!(
            out,
            "| [{id}](vendors/{id}.toml) | {} | {} | {} | {} | {} | {} | {} | {} |",
            words.join(" | "),
            l.endpoints,
            l.signatures,
            l.fields,
            l.kept,
            l.examples,
            cell(&l.baa_words()),
            l.checked,
            id = l.id,
        );
    }
    out
}

/// The section of `README.md`, with its markers.
pub fn section(lines: &[Line]) -> String {
    let mut categories: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in lines {
        categories.entry(&line.category).or_default().push(&line.name);
    }
    let (fields, kept) = lines.iter().fold((0, 0), |(fields, kept), l| (fields + l.fields, kept + l.kept));
    let mut out = format!(
        "{BEGIN}{} vendors, {fields} fields whose meaning is known, {kept} cookies and storage keys.\n\
        [{TABLE}]({TABLE}) has them all, with owner, depth and what each says publicly about a business associate agreement.\n\n\
        | category | vendors | which |\n|---|---:|---|\n",
        lines.len()
    );
    let mut categories: Vec<_> = categories.into_iter().collect();
    categories.sort_by_key(|(category, names)| (std::cmp::Reverse(names.len()), *category));
    for (category, mut names) in categories {
        names.sort_by_key(|name| name.to_lowercase());
        let _ = writeln!(out, "| {} | {} | {} |", category.replace('-', " "), names.len(), cell(&names.join(", ")));
    }
    out + END
}

/// `README.md` with its section written anew.
///
/// # Errors
///
/// The sentence that mends a README without the markers.
pub fn with_section(readme: &str, lines: &[Line]) -> Result<String, String> {
    let missing =
        || format!("README.md lacks the vendors’ section; write the lines `{}` and `{}` where it belongs", BEGIN.trim(), END.trim());
    let (before, rest) = readme.split_once(BEGIN).ok_or_else(missing)?;
    let (_, after) = rest.split_once(END).ok_or_else(missing)?;
    Ok(format!("{before}{}{after}", section(lines)))
}

/// What is not as the data has it, each with the command that mends it. `readme` and `table` are the two files' texts.
pub fn stale(lines: &[Line], readme: &str, whole: &str) -> Vec<String> {
    let mut stale = Vec::new();
    match with_section(readme, lines) {
        Err(sentence) => stale.push(sentence),
        Ok(new) if new != readme => stale.push(format!("README.md: the vendors’ section is not what {FOLDER} says; run `{COMMAND}`")),
        Ok(_) => {}
    }
    if whole != table(lines) {
        stale.push(format!("{TABLE} is not what {FOLDER} says; run `{COMMAND}`"));
    }
    stale
}

/// Text in a table's cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").replace('[', "\\[").replace('\n', " ")
}
