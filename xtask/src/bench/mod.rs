//! `cargo xtask bench`: figures, printed as tables; never timed tests.

mod sizes;

use crate::build::{self, Flavour};
use anyhow::Result;

pub use sizes::check as check_sizes;

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
}

/// Measures and prints.
pub fn bench(options: Options) -> Result<()> {
    match options.what.unwrap_or(What::Sizes { update: false }) {
        What::Sizes { update } => {
            build::build(Flavour::default())?;
            if update { sizes::update() } else { sizes::check() }
        }
    }
}
