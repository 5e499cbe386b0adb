//! `cargo xtask`: build, test, package, measure and demonstrate Leaklight.
//!
//! Every command first makes sure that what it needs is there, says what it installs, and where it cannot, says in one
//! sentence what to install and ends with exit code 2.

mod build;
mod need;
mod run;
mod stamp;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Build, test, package, measure and demonstrate Leaklight.",
    disable_version_flag = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what building, testing and demonstrating need.
    Setup,
    /// Write the unpacked extension for both browsers to target/extension/.
    Build(build::Flavour),
}

fn main() -> ExitCode {
    match dispatch(Cli::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            if error.is::<need::Missing>() {
                ExitCode::from(2)
            } else {
                ExitCode::FAILURE
            }
        }
    }
}

fn dispatch(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Setup => need::everything()?,
        Command::Build(flavour) => {
            build::build(flavour)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
