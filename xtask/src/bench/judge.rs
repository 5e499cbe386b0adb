//! How long judging an address takes, beside `url::Url::parse` of the same address: core's own example, in release.

use crate::run::{at, cargo, run, shown};
use anyhow::{Context, Result};
use std::path::PathBuf;

/// On which addresses.
#[derive(clap::Args, Default)]
pub struct Options {
    /// A file with an address a line, or JSON Lines with `page` or `url`; without it, the example's own few.
    #[arg(long, value_name = "FILE")]
    rows: Option<PathBuf>,
}

/// Runs it; it prints its own figures.
pub fn measure(options: &Options) -> Result<()> {
    let mut command = cargo();
    command.args(["run", "--release", "--quiet", "--package", "leaklight-core", "--example", "judge"]);
    if let Some(rows) = &options.rows {
        let text = std::fs::read_to_string(rows).with_context(|| format!("cannot read {}", shown(rows)))?;
        let list = at("target/bench/addresses.txt");
        std::fs::create_dir_all(at("target/bench"))?;
        std::fs::write(&list, text.lines().filter_map(address).fold(String::new(), |all, one| all + &one + "\n"))?;
        command.arg("--").arg(list);
    }
    run(&mut command)
}

/// The address a line holds.
fn address(line: &str) -> Option<String> {
    let line = line.trim();
    if !line.starts_with('{') {
        return (!line.is_empty()).then(|| line.to_owned());
    }
    let row: serde_json::Value = serde_json::from_str(line).ok()?;
    ["page", "url"].iter().find_map(|key| row.get(key)?.as_str()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn an_address_is_read_from_either_kind_of_line() {
        assert_eq!(address("https://a.example/x\n").as_deref(), Some("https://a.example/x"));
        assert_eq!(address(r#"{"url":"https://t.example/c","page":"https://a.example/x"}"#).as_deref(), Some("https://a.example/x"));
        assert_eq!(address(r#"{"url":"https://a.example/x","page":null}"#).as_deref(), Some("https://a.example/x"));
        assert_eq!(address(" "), None);
        assert_eq!(address("{broken"), None);
    }
}
