//! The worker's WASM under Node, and beside a peer in the same run: machines are noisy, so only the ratio counts.

use super::figures;
use crate::build::Flavour;
use crate::run::{at, program, shown};
use crate::{need, stamp};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// On which requests, and beside whom.
#[derive(clap::Args, Default)]
pub struct Options {
    /// JSON Lines of requests with `url`, `page` (or `source`), `type`, `method`, `body`; without it, the examples of the
    /// vendor catalogue.
    #[arg(long, value_name = "FILE")]
    rows: Option<PathBuf>,
    /// A folder with `peers.mjs`, installed, to be timed on the same rows in the same run.
    #[arg(long, value_name = "DIR")]
    peers: Option<PathBuf>,
    /// Which of the peers.
    #[arg(long, default_value = "ubo", requires = "peers")]
    peer: Option<String>,
}

/// Runs and prints.
pub fn measure(options: &Options) -> Result<()> {
    need::node()?;
    let rows = rows(options.rows.as_deref())?;
    let extension = Flavour::default().folder().join("chromium");
    let mut command = program("node");
    command.args(["--expose-gc", "tests/bench/wasm.mjs", "--extension"]).arg(extension).arg("--rows").arg(&rows);
    let ours = figures(&mut command)?;
    println!("{} requests of {}", ours["requests"], shown(&rows));
    println!("{:<12} {:>9} {:>9} {:>9}", "us a request", "p50", "p99", "mean");
    row("leaklight", &ours);
    if let Some(folder) = &options.peers {
        let peer = options.peer.as_deref().unwrap_or("ubo");
        let script = folder.canonicalize().with_context(|| format!("cannot find {}", folder.display()))?.join("peers.mjs");
        let theirs = figures(program("node").arg("--expose-gc").arg(script).arg(peer).arg(&rows))?;
        row(peer, &theirs);
        let median = |figures: &Value| figures["p50_us"].as_f64().filter(|figure| *figure > 0.0);
        let (Some(our), Some(their)) = (median(&ours), median(&theirs)) else { bail!("no median in the figures") };
        println!("ratio of medians, leaklight to {peer}: {:.2}", our / their);
    }
    println!(
        "after a restart: instantiated in {} ms, first event answered in {} ms (snapshot of {} bytes)",
        ours["instantiate_ms"], ours["first_event_ms"], ours["snapshot_bytes"]
    );
    Ok(())
}

/// The file of rows given, or the catalogue's examples written as rows.
pub(super) fn rows(given: Option<&Path>) -> Result<PathBuf> {
    match given {
        Some(rows) => rows.canonicalize().with_context(|| format!("cannot find {}", rows.display())),
        None => examples(),
    }
}

fn row(name: &str, figures: &Value) {
    let figure = |key: &str| figures[key].as_f64().unwrap_or(f64::NAN);
    println!("{name:<12} {:>9.2} {:>9.2} {:>9.2}", figure("p50_us"), figure("p99_us"), figure("mean_us"));
}

/// Every request the catalogue's rows give as an example, as rows.
fn examples() -> Result<PathBuf> {
    let mut rows = String::new();
    let vendors = stamp::files(&at("core/data/vendors"))?;
    for file in vendors.iter().filter(|file| file.extension().is_some_and(|ending| ending == "toml")) {
        let text = std::fs::read_to_string(file)?;
        let vendor: toml::Table = text.parse().with_context(|| format!("{} is not TOML", shown(file)))?;
        for key in ["hit", "clean"] {
            let examples = vendor.get(key).and_then(toml::Value::as_array).into_iter().flatten();
            for example in examples.filter(|example| example.get("url").is_some()) {
                let mut example = serde_json::to_value(example)?;
                if let Value::Object(members) = &mut example {
                    members.entry("page").or_insert_with(|| "https://clinic.example/conditions/asthma".into());
                }
                writeln!(rows, "{example}")?;
            }
        }
    }
    let path = at("target/bench/catalogue.jsonl");
    std::fs::create_dir_all(at("target/bench"))?;
    std::fs::write(&path, rows)?;
    Ok(path)
}
