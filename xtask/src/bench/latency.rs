//! From a request leaving the page to its card painted, in a real Chromium: a script of `tests/browser` measures.

use super::figures;
use crate::build::{self, Flavour};
use crate::need;
use crate::run::program;
use anyhow::Result;

/// What a person would still call at once, for 95 of 100 cards.
const P95_MS: u32 = 60;

/// Runs it and prints.
pub fn measure() -> Result<()> {
    need::npm("tests")?;
    let chromium = need::chromium()?;
    let flavour = Flavour { test: true, dev: false };
    build::build(flavour)?;
    let mut command = program("node");
    command.arg("tests/browser/latency.mjs").arg("--extension").arg(flavour.folder().join("chromium"));
    let times = figures(command.env("LEAKLIGHT_CHROMIUM", chromium))?;
    println!(
        "request to card painted: p50 {} ms, p95 {} ms (to reach: {P95_MS}), worst {} ms, over {} cards",
        times["p50"], times["p95"], times["max"], times["rounds"]
    );
    Ok(())
}
