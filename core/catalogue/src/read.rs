//! Reading the vendors' files, and what is said where one is wrong.

use crate::check;
use crate::schema::{Fields, File};
use std::fmt;
use std::path::Path;

/// Something wrong: where, and the sentence that mends it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wrong {
    /// The file, as a person finds it from the repository's root.
    pub file: String,
    /// Its line, from 1; 0 where no single line is meant.
    pub line: usize,
    /// What is wrong and what to write instead.
    pub says: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(out, "{}: {}", self.file, self.says),
            line => write!(out, "{}:{line}: {}", self.file, self.says),
        }
    }
}

/// One file, read.
pub struct Row {
    /// Its path, for messages.
    pub(crate) path: String,
    /// Its text, for line numbers.
    pub(crate) text: String,
    /// What it says.
    pub(crate) file: File,
    /// The fields another vendor's file lends it.
    pub(crate) lent: Fields,
}

impl Row {
    /// A complaint about the line of a byte in the file.
    pub(crate) fn wrong(&self, byte: usize, says: impl Into<String>) -> Wrong {
        Wrong { file: self.path.clone(), line: line(&self.text, byte), says: says.into() }
    }

    /// `core/data/vendors/x.toml:12`.
    pub(crate) fn at(&self, byte: usize) -> String {
        format!("{}:{}", self.path, line(&self.text, byte))
    }
}

fn line(text: &str, byte: usize) -> usize {
    text.get(..byte).map_or(0, |t| t.matches('\n').count()) + 1
}

/// All vendors' files, by id.
pub struct Catalogue {
    /// Those that could be read.
    pub(crate) rows: Vec<Row>,
    /// Those that could not.
    pub(crate) unread: Vec<Wrong>,
}

impl Catalogue {
    /// Reads every `*.toml` of a folder; `shown` is what messages call the folder.
    pub fn read(folder: &Path, shown: &str) -> Self {
        let mut catalogue = Catalogue { rows: Vec::new(), unread: Vec::new() };
        let mut names: Vec<String> = match std::fs::read_dir(folder) {
            Ok(entries) => entries.flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect(),
            Err(e) => {
                let says = format!("{e}; the vendors’ files belong there");
                catalogue.unread.push(Wrong { file: shown.into(), line: 0, says });
                return catalogue;
            }
        };
        names.retain(|name| name.ends_with(".toml"));
        // By id, which the search by id relies on: `a-b` before `a.toml`'s dot would come out otherwise.
        names.sort_by(|a, b| a.trim_end_matches(".toml").cmp(b.trim_end_matches(".toml")));
        for name in names {
            let path = format!("{shown}/{name}");
            let text = match std::fs::read_to_string(folder.join(&name)) {
                Ok(text) => text,
                Err(e) => {
                    catalogue.unread.push(Wrong { file: path, line: 0, says: format!("{e}; a vendor’s file is UTF-8 text") });
                    continue;
                }
            };
            match toml::from_str::<File>(&text) {
                Ok(file) => catalogue.rows.push(Row { path, text, file, lent: Fields::default() }),
                Err(e) => {
                    let line = e.span().map_or(1, |s| line(&text, s.start));
                    catalogue.unread.push(Wrong { file: path, line, says: mended(e.message()) });
                }
            }
        }
        check::lend(&mut catalogue.rows, &mut catalogue.unread);
        catalogue
    }
}

/// The parser's message as the sentence that mends it.
fn mended(message: &str) -> String {
    let message = message.replace('\n', " ");
    if let Some(rest) = message.strip_prefix("unknown field ") {
        let rest = rest.replacen(", expected one of ", "; write one of ", 1).replacen(", expected ", "; write ", 1);
        return format!("unknown key {rest}");
    }
    if let Some(name) = message.strip_prefix("missing field ") {
        return format!("{name} is missing; add it, {FOLDER}/README.md shows where", FOLDER = crate::FOLDER);
    }
    format!("not TOML as a vendor’s file has it: {message}; {FOLDER}/README.md shows a whole file", FOLDER = crate::FOLDER)
}
