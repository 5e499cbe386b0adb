//! The vendor catalogue as data: `core/data/vendors/*.toml` read, checked, tried on its own examples by core's own matcher,
//! compiled to the static tables core holds, and listed for people.
//!
//! Core's build script calls [`compile`] and stops on what it answers; `cargo xtask vendor` and the tidy tests use the rest.
//! The matcher and the payload reader are core's files, compiled here a second time: there is one judgement, and the build
//! asks it about the rows it has just read.

// Core's files, as far as recognising a request needs them. Core uses all of each; here some of it lies idle.
#[path = "../../src/address.rs"]
#[allow(dead_code)]
mod address;
#[path = "../../src/observation/mod.rs"]
#[allow(dead_code, unused_imports)]
mod observation;
#[path = "../../src/payload/mod.rs"]
#[allow(dead_code)]
mod payload;
#[path = "../../src/trie.rs"]
#[allow(dead_code)]
mod trie;
#[path = "../../src/visible.rs"]
#[allow(dead_code)]
mod visible;
// Their tests call this crate by its name.
#[cfg(test)]
extern crate self as leaklight_catalogue;

mod check;
pub mod grow;
pub mod listing;
mod owners;
mod read;
mod schema;
pub mod skeleton;
mod vendor;

pub use read::{Catalogue, Wrong};
pub use vendor::Category;

use read::Row;
use std::path::Path;

/// Where the catalogue lies in the repository.
pub const FOLDER: &str = "core/data/vendors";

impl Catalogue {
    /// Everything that is wrong, by file and line: what cannot be right by itself, examples that are not told as they say,
    /// examples that two vendors claim, patterns that no example reaches.
    pub fn check(&self) -> Vec<Wrong> {
        self.tried(&[]).1
    }

    /// The tables of all rows that can be right, as core reads them, tried on the rows' examples.
    fn tried(&self, owners: &[(&str, Category)]) -> ((String, Vec<u8>), Vec<Wrong>) {
        let mut wrong = self.unread.clone();
        let mut sound = Vec::new();
        for row in &self.rows {
            let before = wrong.len();
            check::file(row, &mut wrong);
            if wrong.len() == before {
                sound.push(row);
            }
        }
        check::together(&self.rows, &mut wrong);
        let mut tables = vendor::tables(&sound, owners);
        wrong.extend(tables.too_large().map(|says| Wrong { file: FOLDER.into(), line: 0, says }));
        // The examples are tried on what core will read.
        let written = tables.written();
        if !vendor::put_to_use(&written) {
            wrong.push(Wrong { file: FOLDER.into(), line: 0, says: "a text with a zero character; leave it out".into() });
        }
        vendor::try_examples(&sound, &mut wrong);
        wrong.sort();
        wrong.dedup();
        (written, wrong)
    }
}

/// Checks the catalogue under `data` (`vendors/`, the owners' lists, `public_suffix_list.dat`) and writes `vendors.txt`,
/// `vendors.columns`, `owners.trie` and `vendor_examples.rs` to `out`. `shown` is what messages call `data`.
///
/// # Errors
///
/// All that is wrong, each with file, line and the sentence that mends it; then nothing is written.
pub fn compile(data: &Path, shown: &str, out: &Path) -> Result<(), Vec<Wrong>> {
    let catalogue = Catalogue::read(&data.join("vendors"), &format!("{shown}/vendors"));
    let (owners, mut wrong) = owners::Owners::read(data, shown, &catalogue.rows);
    let named = owners.named();
    let ((texts, columns), more) = catalogue.tried(&named);
    wrong.extend(more);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let examples = vendor::examples_source(&catalogue.rows);
    let files: [(&str, Vec<u8>); 4] = [
        ("vendors.txt", texts.into_bytes()),
        ("vendors.columns", columns),
        ("owners.trie", owners.table(&named).map_err(|says| vec![Wrong { file: format!("{shown}/owners.tsv"), line: 0, says }])?),
        ("vendor_examples.rs", examples.into_bytes()),
    ];
    for (name, bytes) in files {
        let path = out.join(name);
        std::fs::write(&path, bytes).map_err(|e| vec![Wrong { file: path.display().to_string(), line: 0, says: e.to_string() }])?;
    }
    Ok(())
}
