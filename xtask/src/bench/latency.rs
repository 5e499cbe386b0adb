//! From a request leaving the page to its card painted, in a real Chromium: a script of `tests/browser` measures.

use crate::build::{self, Flavour};
use crate::need;
use crate::run::{program, run};
use anyhow::Result;

/// Runs it; the script prints p50 and p95.
pub fn measure() -> Result<()> {
    need::npm("tests")?;
    let chromium = need::chromium()?;
    let flavour = Flavour { test: true, dev: false };
    build::build(flavour)?;
    let extension = flavour.folder().join("chromium");
    run(program("node").arg("tests/browser/latency.mjs").arg("--extension").arg(extension).env("LEAKLIGHT_CHROMIUM", chromium))
}
