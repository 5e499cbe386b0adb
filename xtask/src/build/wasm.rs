//! The WASM modules: cargo, then wasm-bindgen, then wasm-opt.

use super::{Files, add_folder};
use crate::run::{at, cargo, program, root, run, run_quiet};
use crate::stamp;
use anyhow::{Result, anyhow};
use std::collections::BTreeMap;
use std::path::PathBuf;

struct Module {
    package: &'static str,
    /// `NAME.js` and `NAME_bg.wasm` in the extension.
    name: &'static str,
    profile: &'static str,
    /// The worker is built to be quick, the pages to be small.
    level: &'static str,
}

const MODULES: [Module; 5] = [
    Module { package: "leaklight-worker", name: "core", profile: "wasm-worker", level: "-Os" },
    Module { package: "leaklight-codecs-worker", name: "codecs", profile: "wasm-codecs", level: "-Os" },
    Module { package: "leaklight-ui", name: "ui", profile: "wasm-ui", level: "-Oz" },
    Module { package: "leaklight-report", name: "report", profile: "wasm-ui", level: "-Oz" },
    Module { package: "leaklight-desk", name: "desk", profile: "wasm-ui", level: "-Oz" },
];

/// LLVM copies small functions into each other more eagerly than pays for the worker: a threshold of 5 in place of 45, core compiled for
/// size and wasm-opt at `-Os` in place of `-O3` made the module 36 kB smaller (800 of 836) and a request a third slower (30 µs of 22),
/// and left its start as it was (`cargo xtask bench sizes` and `bench speed`, 2026-11-26).
const INLINE: &str = "-Cllvm-args=-inline-threshold=5";

/// Functions in the order of their names, so that those alike stand side by side and pack better: 1 % of the worker, for nothing. Only
/// then are the names taken out.
const LAST: [&str; 3] = ["--reorder-functions-by-name", "--strip-debug", "--strip-producers"];

/// Where the modules' TypeScript declarations lie for tsc, whichever way they were built last.
const TYPES: &str = "target/wasm/types";

/// Builds the modules and adds them and their glue.
pub fn collect(dev: bool, files: &mut Files) -> Result<()> {
    // Modules of one profile share their dependencies: one cargo call for them. Profiles side by side: each has its own folder and
    // lock, and link-time optimisation keeps only one core busy.
    let mut profiles: BTreeMap<&str, Vec<&Module>> = BTreeMap::new();
    for module in &MODULES {
        profiles.entry(if dev { "wasm-dev" } else { module.profile }).or_default().push(module);
    }
    let made: Vec<Result<Files>> = std::thread::scope(|scope| {
        let working: Vec<_> = profiles.iter().map(|(profile, modules)| scope.spawn(move || make(modules, profile, dev))).collect();
        working.into_iter().map(|work| work.join().unwrap_or_else(|_| Err(anyhow!("a build thread panicked")))).collect()
    });
    for modules in made {
        files.append(&mut modules?);
    }
    Ok(())
}

fn make(modules: &[&Module], profile: &str, dev: bool) -> Result<Files> {
    compile(&modules.iter().map(|module| module.package).collect::<Vec<_>>(), profile)?;
    let mut files = Files::new();
    for module in modules {
        let out = bind(module, dev)?;
        if !dev {
            optimise(module, &out)?;
        }
        add_folder(&mut files, &out)?;
    }
    files.retain(|name, _| !name.ends_with(".d.ts") && !name.ends_with("_unoptimised.wasm"));
    Ok(files)
}

fn compile(packages: &[&str], profile: &str) -> Result<()> {
    println!("compiling {} ({profile})", packages.join(" and "));
    let mut command = cargo();
    command.args(["build", "--quiet", "--locked", "--lib", "--target", "wasm32-unknown-unknown", "--profile", profile]);
    for package in packages {
        command.args(["--package", package]);
    }
    // Panic messages carry source paths: the same bytes from every machine, and nobody's folders in them.
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let mut flags: Vec<String> = [Some((root().to_path_buf(), ".")), home.map(|home| (home, "cargo"))]
        .into_iter()
        .flatten()
        .map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()))
        .collect();
    if packages == ["leaklight-worker"] {
        flags.push(INLINE.to_owned());
    }
    // By `--config`, which adds to the flags of .cargo/config.toml where the environment would replace them.
    let flags = serde_json::to_string(&flags)?;
    run(command.arg("--config").arg(format!("target.wasm32-unknown-unknown.rustflags={flags}")))
}

/// Runs wasm-bindgen; returns the folder with what it made.
fn bind(module: &Module, dev: bool) -> Result<PathBuf> {
    let profile = if dev { "wasm-dev" } else { module.profile };
    let input = at("target/wasm32-unknown-unknown").join(profile).join(format!("{}.wasm", module.package.replace('-', "_")));
    let out = at("target/wasm").join(if dev { "dev" } else { "release" }).join(module.name);
    let types = at(TYPES).join(format!("{}.d.ts", module.name));
    let inputs = stamp::hash(&[input.clone(), at("Cargo.lock"), at("xtask/bindgen")], &[])?;
    let step = format!("bindgen-{}{}", module.name, if dev { "-dev" } else { "" });
    stamp::once(&step, inputs, &[out.join(format!("{}.js", module.name))], || {
        println!("binding {}", module.name);
        let _ = std::fs::remove_dir_all(&out);
        run(cargo().args(["build", "--quiet", "--locked", "--profile", "tool", "--package", "leaklight-bindgen"]))?;
        let tool = at("target/tool").join(format!("leaklight-bindgen{}", std::env::consts::EXE_SUFFIX));
        run(program(tool).arg(&input).arg(&out).arg(module.name))?;
        if !dev {
            // Out of the way: what lies under the shipped name has been optimised, or is not there.
            let bound = out.join(format!("{}_bg.wasm", module.name));
            std::fs::rename(&bound, out.join(format!("{}_unoptimised.wasm", module.name)))?;
        }
        Ok(())
    })?;
    std::fs::create_dir_all(at(TYPES))?;
    let declared = std::fs::read(out.join(format!("{}.d.ts", module.name)))?;
    if std::fs::read(&types).ok().as_ref() != Some(&declared) {
        std::fs::write(&types, declared)?;
    }
    Ok(out)
}

/// The module itself says which WASM features it uses. npm's binaryen, never a system's: Debian's wasm-opt 108 silently breaks wasm-bindgen's output in Firefox.
fn optimise(module: &Module, out: &std::path::Path) -> Result<()> {
    let plain = out.join(format!("{}_unoptimised.wasm", module.name));
    let small = out.join(format!("{}_bg.wasm", module.name));
    let lock = at("extension/package-lock.json");
    let inputs = stamp::hash(&[plain.clone(), lock], &[module.level, &LAST.concat()])?;
    stamp::once(&format!("wasm-opt-{}", module.name), inputs, std::slice::from_ref(&small), || {
        println!("optimising {} (wasm-opt {})", module.name, module.level);
        let mut command = program("node");
        command.arg("extension/node_modules/binaryen/bin/wasm-opt").arg(&plain).arg("-o").arg(&small);
        run_quiet(command.arg(module.level).args(LAST))
    })?;
    Ok(())
}
