//! Names of cookies and storage keys: core's own example.

use crate::run::{cargo, run};
use anyhow::Result;
use std::path::PathBuf;

/// Which names.
#[derive(clap::Args)]
pub struct Options {
    /// JSON lines with `name`, `wildcard`, `platform`, `category` and, where a row is of one domain alone, `domain`.
    #[arg(long, value_name = "FILE")]
    data: PathBuf,
    /// List every name that is not known.
    #[arg(long)]
    list: bool,
}

/// Runs it; it prints its own figures and fails where fewer than nine in ten are known.
pub fn measure(options: &Options) -> Result<()> {
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "leaklight-core", "--example", "storage_bench", "--"]).arg(&options.data);
    if options.list {
        command.arg("--list");
    }
    run(&mut command)
}
