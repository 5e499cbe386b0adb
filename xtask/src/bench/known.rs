//! Known values: the codecs' own example, in release, and where asked the worker's WASM with five values known beside none.

use super::figures;
use crate::build::Flavour;
use crate::need;
use crate::run::{cargo, program, run};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// How.
#[derive(clap::Args, Default)]
pub struct Options {
    /// What chance is seeded with.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Also time the built extension's worker under Node.
    #[arg(long)]
    pub wasm: bool,
    /// On which requests, as for `bench speed`.
    #[arg(long, value_name = "FILE", requires = "wasm")]
    rows: Option<PathBuf>,
}

/// Most a request may take with five values known, in those with none.
const MOST: f64 = 1.5;

/// Runs it; it prints its own figures and fails where a leak was missed, a false alarm raised or a budget passed.
pub fn measure(options: &Options) -> Result<()> {
    let mut command = cargo();
    command.args(["run", "--release", "--quiet", "--package", "leaklight-codecs", "--example", "known_bench", "--"]);
    command.arg(format!("--seed={}", options.seed.max(1)));
    run(&mut command)?;
    if options.wasm { in_wasm(options.rows.as_deref()) } else { Ok(()) }
}

fn in_wasm(rows: Option<&Path>) -> Result<()> {
    need::node()?;
    let rows = super::rows(rows)?;
    let mut command = program("node");
    command
        .args(["--expose-gc", "tests/bench/known.mjs", "--extension"])
        .arg(Flavour::default().folder().join("chromium"))
        .arg("--rows")
        .arg(rows);
    let told = figures(&mut command)?;
    let number = |name: &str| told[name].as_f64().unwrap_or(f64::NAN);
    let ratio = number("with_p50_us") / number("none_p50_us");
    println!("{} requests in the worker's WASM", told["requests"]);
    println!("{:<34} {:>9.2} {:>9.2}", "none known: p50, p99 (us)", number("none_p50_us"), number("none_p99_us"));
    println!("{:<34} {:>9.2} {:>9.2}", "five known: p50, p99 (us)", number("with_p50_us"), number("with_p99_us"));
    println!("{:<34} {:>9.2} {:>9}", "ratio of the medians, most", ratio, MOST);
    println!("{:<34} {:>9.2}", "making a value known (ms)", number("add_ms"));
    // Not a number is no pass.
    if !(ratio <= MOST && number("add_ms") <= 5.0 && number("found") > 0.0) {
        bail!("known values cost more than their budget in WASM, or none was found");
    }
    Ok(())
}
