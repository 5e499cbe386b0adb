//! `cargo xtask bench`: figures, printed as tables; never timed tests.

mod consent;
mod judge;
mod known;
mod latency;
mod sizes;
mod speed;
mod storage;

use crate::build::{self, Flavour};
use crate::run::capture;
use anyhow::{Context, Result};
use serde_json::Value;
use std::process::Command;

pub use sizes::check as check_sizes;
use speed::rows;

/// Which figures.
#[derive(clap::Args)]
pub struct Options {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(clap::Subcommand)]
enum What {
    /// What ships, in bytes, beside its budget and the committed snapshot.
    Sizes {
        /// Write the snapshot anew.
        #[arg(long)]
        update: bool,
    },
    /// What the worker's WASM spends on a request under Node, and to come back after a restart.
    Speed(speed::Options),
    /// How long judging an address takes, and its ratio to parsing it.
    Judge(judge::Options),
    /// Known values: recall over every disguise and carrier, false alarms, and what the search costs.
    Known(known::Options),
    /// Consent data: how many rows are decoded, and why the others are not.
    Consent(consent::Options),
    /// Names of cookies and storage keys: how many of a list are known, and which are not.
    Storage(storage::Options),
    /// From a request leaving to its card painted, in a real Chromium.
    Latency,
}

/// Measures and prints; without a word, everything that needs no data from elsewhere.
pub fn bench(options: Options) -> Result<()> {
    let flavour = Flavour::default();
    match options.what {
        None => {
            build::build(flavour)?;
            sizes::check()?;
            speed::measure(&speed::Options::default())?;
            judge::measure(&judge::Options::default())?;
            known::measure(&known::Options::default())?;
            latency::measure()
        }
        Some(What::Sizes { update }) => {
            build::build(flavour)?;
            if update { sizes::update() } else { sizes::check() }
        }
        Some(What::Speed(options)) => {
            build::build(flavour)?;
            speed::measure(&options)
        }
        Some(What::Judge(options)) => judge::measure(&options),
        Some(What::Known(options)) => {
            if options.wasm {
                build::build(flavour)?;
            }
            known::measure(&options)
        }
        Some(What::Consent(options)) => consent::measure(&options),
        Some(What::Storage(options)) => storage::measure(&options),
        Some(What::Latency) => latency::measure(),
    }
}

/// The last line a script prints, which is JSON.
fn figures(command: &mut Command) -> Result<Value> {
    let output = capture(command)?;
    let line = output.trim().lines().next_back().unwrap_or_default();
    serde_json::from_str(line).with_context(|| format!("no figures but: {line}"))
}
