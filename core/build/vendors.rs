//! Compiles `data/vendors/*.toml` and `data/owners.tsv` to static tables: `vendors.rs`, `owners.fst`, and for the
//! tests `vendor_examples.rs`. A bad row stops the build with file, line and the sentence that mends it.

#[path = "vendors/check.rs"]
mod check;
#[path = "vendors/emit.rs"]
mod emit;
#[path = "vendors/owners.rs"]
mod owners;
#[path = "../src/vendor/pattern.rs"]
#[allow(dead_code)]
mod pattern;
#[path = "vendors/schema.rs"]
mod schema;
#[path = "vendors/text.rs"]
mod text;
#[path = "../src/vendor/words.rs"]
#[allow(dead_code)]
mod words;

use std::path::Path;

const DIR: &str = "data/vendors";

/// One file, read.
pub struct Row {
    /// Its path, for messages.
    pub path: String,
    /// Its text, for line numbers.
    pub text: String,
    /// What it says.
    pub file: schema::File,
}

impl Row {
    /// A message that names the line of a byte in the file.
    fn at(&self, byte: usize, message: &str) -> String {
        let line = self.text.get(..byte).map_or(0, |t| t.matches('\n').count()) + 1;
        format!("core/{}:{line}: {message}", self.path)
    }
}

/// Reads, checks and writes the catalogue.
pub fn compile(out: &Path) {
    for path in [DIR, owners::LISTS.0, owners::LISTS.1, "build/vendors.rs", "build/vendors", "src/vendor/words.rs", "src/vendor/pattern.rs"]
    {
        println!("cargo::rerun-if-changed={path}");
    }
    let (mut rows, mut wrong) = read();
    for row in &rows {
        check::file(row, &mut wrong);
    }
    check::together(&rows, &mut wrong);
    check::lend(&mut rows, &mut wrong);
    if wrong.is_empty() {
        let suffixes = owners::Suffixes::read();
        let mut text = text::Text::default();
        let source = emit::tables(&rows, &mut text) + &owners::tables(&rows, &suffixes, &mut text, out);
        write(out, "vendors.rs", &text.resolve(&source));
        write(out, "vendor_examples.rs", &emit::examples(&rows));
    }
    if !wrong.is_empty() {
        for message in &wrong {
            println!("cargo::error={message}");
        }
        std::process::exit(1);
    }
}

fn read() -> (Vec<Row>, Vec<String>) {
    let mut paths: Vec<String> = match std::fs::read_dir(DIR) {
        Ok(dir) => dir.flatten().map(|e| format!("{DIR}/{}", e.file_name().to_string_lossy())).filter(|p| p.ends_with(".toml")).collect(),
        Err(e) => return (Vec::new(), vec![format!("core/{DIR}: {e}; the vendors' files belong there")]),
    };
    paths.sort_by(|a, b| a.trim_end_matches(".toml").cmp(b.trim_end_matches(".toml")));
    let (mut rows, mut wrong) = (Vec::new(), Vec::new());
    for path in paths {
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(e) => {
                wrong.push(format!("core/{path}: {e}"));
                continue;
            }
        };
        match toml::from_str::<schema::File>(&text) {
            Ok(file) => rows.push(Row { path, text, file }),
            Err(e) => {
                let line = e.span().and_then(|s| text.get(..s.start)).map_or(1, |t| t.matches('\n').count() + 1);
                wrong.push(format!("core/{path}:{line}: {}", e.message().replace('\n', " ")));
            }
        }
    }
    (rows, wrong)
}

fn write(out: &Path, name: &str, text: &str) {
    let path = out.join(name);
    if let Err(e) = std::fs::write(&path, text) {
        println!("cargo::error={}: {e}", path.display());
        std::process::exit(1);
    }
}
