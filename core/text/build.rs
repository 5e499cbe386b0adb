//! The messages as native programs hold them: one table for each language.

use leaklight_messages::{LANGUAGES, path, table};
use std::process::ExitCode;

fn main() -> ExitCode {
    match tables() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("cargo::error={why}");
            ExitCode::FAILURE
        }
    }
}

fn tables() -> Result<(), String> {
    let out = std::env::var("OUT_DIR").map_err(|e| e.to_string())?;
    for language in LANGUAGES {
        println!("cargo::rerun-if-changed={}", path(language).display());
        let table = table(language)?.join("\n");
        std::fs::write(format!("{out}/{language}.txt"), table).map_err(|e| e.to_string())?;
    }
    Ok(())
}
