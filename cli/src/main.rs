//! `leaklight`: the same core over recordings.
//!
//! Exit codes: 0 everything was read and no finding reached `--fail-on`; 1 a finding reached it; 2 something could not be
//! read or the call was wrong (clap's own code for that).

mod audit;
mod classify;
mod har;
mod host;
mod log;
mod save;
mod table;

use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;

/// Reads recordings of web traffic and says who was told what.
#[derive(Parser)]
#[command(
    name = "leaklight",
    version,
    about,
    after_help = "A witness, not a judge: what no recording holds cannot be seen, and nothing here says that a site is lawful."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Findings in HAR files (plain or gzip; from Chrome, Firefox and other tools) and recorded logs.
    Audit(Audit),
    /// One JSON row in, one out: what a request says, what a page address reveals.
    Classify(Classify),
}

#[derive(clap::Args)]
struct Audit {
    /// HAR files or recorded logs (NDJSON).
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// A domain of yours besides the recorded site's; may be given several times.
    #[arg(long = "own", value_name = "DOMAIN")]
    own: Vec<String>,
    /// Values to look for wherever they left, however they were dressed: personas (JSON). May be given several times.
    #[arg(long = "persona", value_name = "FILE")]
    personas: Vec<PathBuf>,
    /// Exit with 1 where a finding is at least this grave.
    #[arg(long, value_name = "SEVERITY", value_parser = audit::severity)]
    fail_on: Option<leaklight_core::finding::Severity>,
    #[command(flatten)]
    files_out: save::Files,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for people.
    Table,
    /// One JSON document.
    Json,
    /// One self-contained HTML report; for one file.
    Html,
}

#[derive(clap::Args)]
struct Classify {
    /// Print values as they were sent instead of masked.
    #[arg(long)]
    unmasked: bool,
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Audit(args) => audit::run(&args),
        Command::Classify(args) => classify::run(args.unmasked),
    }
}
