//! `cargo xtask shots`: every view as a picture, and what later pictures are compared with.

use crate::build::{self, Flavour};
use crate::need;
use crate::run::{at, program, run, shown};
use anyhow::Result;

/// Takes the pictures in a real Chromium and writes what the tests compare with anew; somebody has to look at them then.
pub fn shots() -> Result<()> {
    need::npm("tests")?;
    let chromium = need::chromium()?;
    let flavour = Flavour { test: true, dev: false };
    build::build(flavour)?;
    run(program("node")
        .args([
            "--test",
            "--test-reporter=dot",
            "tests/browser/shots.test.mjs",
            "tests/browser/shots-cards.test.mjs",
            "tests/browser/shots-pages.test.mjs",
        ])
        .env("LEAKLIGHT_CHROMIUM", chromium)
        .env("LEAKLIGHT_EXTENSIONS", flavour.folder())
        .env("LEAKLIGHT_BLESS", "1"))?;
    println!("left in {}: look at them before committing tests/golden/shots*.json", shown(&at("target/shots")));
    Ok(())
}
