//! `cargo xtask test`: every check there is, each timed, and one total at the end.

use crate::build::{self, Flavour};
use crate::run::{at, cargo, program, shown};
use crate::{bench, need, stamp, vendor};
use anyhow::{Context, Result};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// No runner may take longer: a browser that hangs must not hang the whole run.
const LONGEST: Duration = Duration::from_secs(15 * 60);
/// One browser test, in milliseconds.
const LONGEST_BROWSER_TEST: &str = "180000";

/// What to test.
#[derive(clap::Args)]
pub struct Options {
    /// Leave out the browser tests: no browser is needed, and the WASM is only checked.
    #[arg(long)]
    no_browser: bool,
}

/// How many checks passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Tally {
    passed: u64,
    failed: u64,
}

impl Tally {
    fn of(good: bool) -> Self {
        Self { passed: u64::from(good), failed: u64::from(!good) }
    }

    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Runs everything; the exit code says whether all of it passed.
pub fn test(options: &Options) -> Result<ExitCode> {
    let begun = Instant::now();
    need::wasm_target()?;
    need::cargo_component("clippy")?;
    need::cargo_component("rustfmt")?;
    need::npm("extension")?;
    let mut browsers = None;
    if !options.no_browser {
        need::npm("tests")?;
        browsers = Some((need::chromium()?, need::firefox()?));
    }
    let mut total = Tally::default();
    total.add(step("format", || one(cargo().args(["fmt", "--all", "--check"])))?);
    total.add(step("vendors", || Ok(Tally::of(vendor::is_right())))?);
    total.add(step("unit, golden, wire and tidy tests", cargo_tests)?);
    total.add(step("lints", || {
        one(cargo()
            .args([
                "clippy",
                "--quiet",
                "--locked",
                "--workspace",
                "--exclude",
                "leaklight-ui",
                "--exclude",
                "leaklight-draw",
                "--exclude",
                "leaklight-desk",
                "--exclude",
                "leaklight-bindgen",
                "--all-targets",
            ])
            .args(DENY))
    })?);
    total.add(step("lints of what runs in the browser", || {
        let packages = ["leaklight-worker", "leaklight-draw", "leaklight-ui", "leaklight-desk"].map(|name| ["--package", name]);
        one(cargo()
            .args(["clippy", "--quiet", "--locked", "--target", "wasm32-unknown-unknown"])
            .args(packages.concat())
            .arg("--lib")
            .args(DENY))
    })?);
    if let Some((chromium, firefox)) = &browsers {
        let mut built = Tally::default();
        total.add(step("extension, as it ships and as browser tests need it", || {
            built = both_flavours();
            Ok(built)
        })?);
        total.add(step("sizes", || Ok(Tally::of(said(bench::check_sizes()))))?);
        total.add(step("browser tests", || if built.failed == 0 { browser_tests(chromium, firefox) } else { Ok(Tally::of(false)) })?);
    }
    println!("\ntook {}", seconds(begun.elapsed()));
    println!("{} passed, {} failed", total.passed, total.failed);
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

const DENY: [&str; 3] = ["--", "-D", "warnings"];

/// Runs the repository's own rules alone.
pub fn tidy() -> Result<ExitCode> {
    let good = run_through(cargo().args(["test", "--quiet", "--locked", "--package", "leaklight-tests", "--test", "tidy"]), |_| {})?;
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn step(name: &str, work: impl FnOnce() -> Result<Tally>) -> Result<Tally> {
    println!("\n== {name}");
    let begun = Instant::now();
    // A runner that cannot even start is a failure of its own, not the end of the run.
    let tally = work().unwrap_or_else(|error| {
        println!("error: {error:#}");
        Tally::of(false)
    });
    println!("-- {name}: {} passed, {} failed, {}", tally.passed, tally.failed, seconds(begun.elapsed()));
    std::io::stdout().flush()?;
    Ok(tally)
}

fn said(done: Result<()>) -> bool {
    if let Err(error) = &done {
        println!("error: {error:#}");
    }
    done.is_ok()
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

/// A program whose success is one check.
fn one(command: &mut Command) -> Result<Tally> {
    Ok(Tally::of(run_through(command, |_| {})?))
}

fn cargo_tests() -> Result<Tally> {
    let mut command = cargo();
    command.args(["test", "--locked", "--no-fail-fast"]);
    for package in [
        "leaklight-core",
        "leaklight-catalogue",
        "leaklight-cli",
        "leaklight-tests",
        "leaklight-draw",
        "leaklight-ui",
        "leaklight-desk",
        "leaklight-report",
        "leaklight-worker",
        "xtask",
    ] {
        command.args(["--package", package]);
    }
    let mut tally = Tally::default();
    let good = run_through(&mut command, |line| tally.add(cargo_result(line).unwrap_or_default()))?;
    if !good && tally.failed == 0 {
        // It did not compile, or a test ended the whole process.
        tally.failed = 1;
    }
    Ok(tally)
}

/// `test result: ok. 12 passed; 1 failed; …`
fn cargo_result(line: &str) -> Option<Tally> {
    let counts = line.strip_prefix("test result: ")?.split_once(". ")?.1;
    let count = |word: &str| -> Option<u64> { counts.split("; ").find_map(|part| part.strip_suffix(word))?.trim().parse().ok() };
    Some(Tally { passed: count(" passed")?, failed: count(" failed")? })
}

fn both_flavours() -> Tally {
    let mut tally = Tally::default();
    for test in [false, true] {
        tally.add(Tally::of(said(build::build(Flavour { test, dev: false }))));
    }
    tally
}

fn browser_tests(chromium: &Path, firefox: &Path) -> Result<Tally> {
    let mut files: Vec<PathBuf> = stamp::files(&at("tests/browser"))?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    if files.is_empty() {
        println!("error: no tests/browser/*.test.mjs");
        return Ok(Tally::of(false));
    }
    let (alone, beside): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| measures(file));
    let mut total = Tally::default();
    // Each starts a browser of its own and mostly waits for it: two at a time. What measures how long something takes runs alone.
    for (at_once, files) in [("2", beside), ("1", alone)] {
        let mut command = program("node");
        command.args(["--test", "--test-concurrency", at_once, "--test-reporter=spec", "--test-timeout", LONGEST_BROWSER_TEST]);
        command.args(files).env("LEAKLIGHT_CHROMIUM", chromium).env("LEAKLIGHT_FIREFOX", firefox);
        command.env("LEAKLIGHT_EXTENSIONS", Flavour { test: true, dev: false }.folder());
        let mut tally = Tally::default();
        let good = run_through(&mut command, |line| tally.add(node_result(line).unwrap_or_default()))?;
        if !good && tally.failed == 0 {
            tally.failed = 1;
        }
        total.add(tally);
    }
    Ok(total)
}

/// True for a file of tests that says in its first line that it measures time.
fn measures(file: &Path) -> bool {
    std::fs::read_to_string(file).is_ok_and(|text| text.lines().next().is_some_and(|line| line.contains("measures time")))
}

/// `ℹ pass 12` and, one line each, `ℹ fail 1`, `ℹ cancelled 1`: one that was cut off did not pass.
fn node_result(line: &str) -> Option<Tally> {
    let (word, count) = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# "))?.split_once(' ')?;
    let count = count.trim().parse().ok()?;
    match word {
        "pass" => Some(Tally { passed: count, failed: 0 }),
        "fail" | "cancelled" => Some(Tally { passed: 0, failed: count }),
        _ => None,
    }
}

/// Runs it, showing each line of its standard output and handing it on; ends it where it takes too long.
fn run_through(command: &mut Command, mut each: impl FnMut(&str)) -> Result<bool> {
    std::io::stdout().flush()?;
    let name = shown(Path::new(command.get_program()));
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().with_context(|| format!("cannot start {name}"))?;
    let output = child.stdout.take().context("no standard output")?;
    let lines = read_lines(output);
    let end = Instant::now() + LONGEST;
    loop {
        match lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(line) => {
                println!("{line}");
                each(&line);
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => return Ok(child.wait()?.success()),
            Err(mpsc::RecvTimeoutError::Timeout) => {
                println!("error: {name} took longer than {} minutes and was ended", LONGEST.as_secs() / 60);
                end_it(&mut child);
                return Ok(false);
            }
        }
    }
}

fn read_lines(output: impl Read + Send + 'static) -> mpsc::Receiver<String> {
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || {
        let mut reader = BufReader::new(output);
        let mut line = Vec::new();
        // Bytes, not UTF-8: a test may print anything.
        while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            if sender.send(String::from_utf8_lossy(&line).trim_end().to_owned()).is_err() {
                return;
            }
            line.clear();
        }
    });
    lines
}

fn end_it(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    use super::{Tally, cargo_result, node_result};

    #[test]
    fn results_are_read_from_both_runners() {
        let tally = |passed, failed| Some(Tally { passed, failed });
        for (line, cargo, node) in [
            ("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.10s", tally(12, 0), None),
            ("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s", tally(3, 2), None),
            ("ℹ pass 7", None, tally(7, 0)),
            ("ℹ fail 2", None, tally(0, 2)),
            ("ℹ cancelled 1", None, tally(0, 1)),
            ("ℹ tests 10", None, None),
            ("ℹ duration_ms 1234.5", None, None),
            ("test sums ... ok", None, None),
        ] {
            assert_eq!(cargo_result(line), cargo, "{line}");
            assert_eq!(node_result(line), node, "{line}");
        }
    }
}
