//! How many rows of consent data are decoded, and why the others are not: core's own example, in release.

use crate::run::{cargo, run};
use anyhow::Result;
use std::path::PathBuf;

/// On which data.
#[derive(clap::Args)]
pub struct Options {
    /// A folder of JSON Lines: Google's signals, requests with consent signals, rules for banners.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The table of banners; a rule's name stands before the first tab.
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
}

/// Runs it; it prints its own figures.
pub fn measure(options: &Options) -> Result<()> {
    let mut command = cargo();
    command.args(["run", "--release", "--quiet", "--package", "leaklight-core", "--example", "consent_bench", "--"]);
    command.arg(&options.data).args(&options.rules);
    run(&mut command)
}
