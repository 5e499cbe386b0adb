//! `cargo xtask`: build, test, package, measure and demonstrate Leaklight.
//!
//! Every command first makes sure that what it needs is there, says what it installs, and where it cannot, says in one
//! sentence what to install and ends with exit code 2.

mod banners;
mod bench;
mod build;
mod demo;
mod need;
mod package;
mod run;
mod shots;
mod stamp;
mod test;
mod text;
mod vendor;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Build, test, package, measure and demonstrate Leaklight.", disable_version_flag = true)]
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
    /// Every check: format, lints, unit, golden, wire and tidy tests, sizes, and real browsers.
    Test(test::Options),
    /// The repository's own rules alone.
    Tidy,
    /// Walk a visitor's path through the demo clinic in a real Chromium and print what was seen.
    Demo(demo::Options),
    /// Take a picture of every view into target/shots/, to be looked at.
    Shots,
    /// Write one zip a browser to target/package/.
    Package(package::Options),
    /// Print figures: sizes, speed, latency.
    Bench(bench::Options),
    /// Write the table of consent banners anew from autoconsent's rules.
    Banners(banners::Options),
    /// Bring the messages of `_locales` up to date with what code says; list how many are not translated.
    Text,
    /// The vendor catalogue: begin a vendor's file, check all of them, list them.
    Vendor(vendor::Options),
}

fn main() -> ExitCode {
    match dispatch(Cli::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            if error.is::<need::Missing>() { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

fn dispatch(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Setup => need::everything()?,
        Command::Build(flavour) => build::build(flavour)?,
        Command::Test(options) => return test::test(&options),
        Command::Tidy => return test::tidy(),
        Command::Demo(options) => return demo::demo(&options),
        Command::Shots => shots::shots()?,
        Command::Package(options) => package::package(&options)?,
        Command::Bench(options) => bench::bench(options)?,
        Command::Banners(options) => banners::banners(&options)?,
        Command::Text => text::text()?,
        Command::Vendor(options) => return vendor::vendor(&options),
    }
    Ok(ExitCode::SUCCESS)
}
