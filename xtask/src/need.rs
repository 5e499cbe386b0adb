//! What a command needs on the machine: installed where we can, saying so; named in one sentence where we cannot.

use crate::run::{at, capture, on_path, program, run_quiet, works};
use crate::stamp;
use anyhow::Result;
use std::path::{Path, PathBuf};

/// The oldest Node the build and the tests run on.
const NODE_MAJOR: u32 = 20;

/// Something a person has to install; xtask ends with exit code 2.
#[derive(Debug)]
pub struct Missing(pub String);

impl std::fmt::Display for Missing {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Missing {}

fn missing<T>(sentence: impl Into<String>) -> Result<T> {
    Err(Missing(sentence.into()).into())
}

fn say(what: &str) {
    println!("setup: {what}");
}

/// All that any command needs.
pub fn everything() -> Result<()> {
    wasm_target()?;
    cargo_component("clippy")?;
    cargo_component("rustfmt")?;
    npm("extension")?;
    npm("tests")?;
    println!("setup: Chromium is {}", chromium()?.display());
    println!("setup: Firefox is {}", firefox()?.display());
    Ok(())
}

/// The Rust target browsers run.
pub fn wasm_target() -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let sysroot = capture(program("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).is_dir() {
        return Ok(());
    }
    if on_path(&["rustup"]).is_none() {
        return missing(format!(
            "Rust's {TARGET} target is not installed and rustup is not there to add it: install it from https://rustup.rs, then run `rustup target add {TARGET}`."
        ));
    }
    say(&format!("installing Rust's {TARGET} target (rustup target add {TARGET})"));
    let added = run_quiet(program("rustup").args(["target", "add", TARGET]));
    or_missing(added, &format!("Rust's {TARGET} target could not be installed (is the network there?): run `rustup target add {TARGET}`."))
}

/// `clippy` or `rustfmt`.
pub fn cargo_component(name: &str) -> Result<()> {
    let command = if name == "rustfmt" { "fmt" } else { name };
    if works(program("cargo").args([command, "--version"])) {
        return Ok(());
    }
    say(&format!("installing {name} (rustup component add {name})"));
    let added = run_quiet(program("rustup").args(["component", "add", name]));
    or_missing(added, &format!("{name} could not be installed (is the network there?): run `rustup component add {name}`."))
}

/// Node and npm, recent enough.
pub fn node() -> Result<()> {
    let how = format!("install Node.js {NODE_MAJOR} or newer, with npm, from https://nodejs.org or your system's packages.");
    if on_path(&["node"]).is_none() || on_path(&["npm"]).is_none() {
        return missing(format!("Node.js or npm is not installed: {how}"));
    }
    let version = capture(program("node").arg("--version"))?;
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|text| text.parse::<u32>().ok());
    if major.is_none_or(|major| major < NODE_MAJOR) {
        return missing(format!("Node.js {} is too old: {how}", version.trim()));
    }
    Ok(())
}

/// A folder's npm packages, exactly as its lock file names them.
pub fn npm(folder: &str) -> Result<()> {
    node()?;
    let place = at(folder);
    let lock = place.join("package-lock.json");
    if !lock.is_file() {
        return Ok(());
    }
    let wanted = stamp::hash(&[lock, place.join("package.json")], &[])?;
    let modules = place.join("node_modules");
    stamp::once(&format!("npm-{folder}"), wanted, &[modules.join(".package-lock.json")], || {
        say(&format!("installing the npm packages of {folder}/ (npm ci)"));
        let installed = run_quiet(program("npm").current_dir(&place).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]));
        or_missing(
            installed,
            &format!("The npm packages of {folder}/ could not be installed (is the network there?): run `npm ci` in {folder}/."),
        )?;
        // npm 11 runs no install script it was not told to allow; esbuild's only checks and links its own binary.
        if modules.join("esbuild/install.js").is_file() {
            run_quiet(program("node").current_dir(&place).arg("node_modules/esbuild/install.js"))?;
        }
        Ok(())
    })?;
    Ok(())
}

/// The Chromium that tests and demo drive.
pub fn chromium() -> Result<PathBuf> {
    browser("LEAKLIGHT_CHROMIUM", "Chromium", "chromium", &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])
}

/// The Firefox that the smoke test drives.
pub fn firefox() -> Result<PathBuf> {
    browser("LEAKLIGHT_FIREFOX", "Firefox", "firefox-esr", &["firefox-esr", "firefox"])
}

fn browser(variable: &str, name: &str, package: &str, programs: &[&str]) -> Result<PathBuf> {
    if let Some(named) = std::env::var_os(variable) {
        let named = PathBuf::from(named);
        return if named.is_file() {
            Ok(named)
        } else {
            missing(format!("{variable} names {}, which is not there: point it at {name}'s program.", named.display()))
        };
    }
    if let Some(found) = on_path(programs) {
        return Ok(found);
    }
    let how = format!("{name} is not installed: install it (on Debian: `apt-get install {package}`) or set {variable} to its program.");
    let root = capture(program("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if !root || on_path(&["apt-get"]).is_none() {
        return missing(how);
    }
    // Without recommended packages a bare machine has no font to draw a page with.
    say(&format!("installing {name} (apt-get install {package} fonts-liberation)"));
    let install = || {
        let mut command = program("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(["install", "-y", "-q", "--no-install-recommends"]);
        run_quiet(command.args([package, "fonts-liberation"]))
    };
    // The package lists of a fresh machine are empty or old.
    if install().is_err() {
        let again = run_quiet(program("apt-get").args(["update", "-q"])).and_then(|()| install());
        or_missing(
            again,
            &format!(
                "{name} could not be installed by apt-get (is the network there?): install it by hand or set {variable} to its program."
            ),
        )?;
    }
    on_path(programs).map_or_else(|| missing(how), Ok)
}

/// A failed installation as its sentence; what the program said goes before it, its last lines only.
fn or_missing(done: Result<()>, sentence: &str) -> Result<()> {
    let Err(error) = done else { return Ok(()) };
    let said = format!("{error:#}");
    let lines: Vec<&str> = said.lines().collect();
    for line in lines.iter().skip(lines.len().saturating_sub(4)) {
        eprintln!("  {line}");
    }
    missing(sentence)
}
