//! `cargo xtask demo`: the extension in a real Chromium on the bundled demo clinic.

use crate::build::{self, Flavour};
use crate::need;
use crate::run::{at, program};
use anyhow::{Context, Result};
use std::process::ExitCode;

/// How to show it.
#[derive(clap::Args)]
pub struct Options {
    /// Show the browser, and leave it open for a person.
    #[arg(long)]
    headed: bool,
}

/// Builds, walks a visitor's path, and passes on whether the expected leaks were seen live.
pub fn demo(options: &Options) -> Result<ExitCode> {
    need::npm("tests")?;
    let chromium = need::chromium()?;
    let flavour = Flavour { test: true, dev: false };
    build::build(flavour)?;
    let mut command = program("node");
    command.arg("tests/browser/demo.mjs").arg("--extension").arg(flavour.folder().join("chromium")).arg("--out").arg(at("target/demo"));
    if options.headed {
        command.arg("--headed");
    }
    let status = command.env("LEAKLIGHT_CHROMIUM", chromium).status().context("cannot start node")?;
    // Ended by a signal: no code of its own.
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}
