//! Every dependency may be used: MIT, Apache-2.0, BSD or MPL-2.0, with a few named exceptions.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test says what it expects

use serde_json::Value;
use std::path::Path;
use std::process::Command;

const ALLOWED: &[&str] = &["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "MPL-2.0"];

/// Other licences, each for named packages and with its reason.
const EXCEPTIONS: &[(&str, &[&str])] = &[
    // A build tool's hash function; nothing of it ships.
    ("Zlib", &["foldhash"]),
    // The Unicode tables of Rust's own macro crates; they run while compiling.
    ("Unicode-3.0", &["unicode-ident"]),
    // MIT without its duty to name the author; a part of the schema's reader, which only tests have.
    ("MIT-0", &["borrow-or-share"]),
];

/// Licences that may stand beside a vendor's own SDK in `tests/`, which is run there and never shipped.
const IN_TESTS: &[&str] = &["ISC", "BlueOak-1.0.0", "CC0-1.0", "CC-BY-3.0"];

/// Packages of `tests/` whose manifest points to a file; the file is the MIT licence (read 2026-11-23).
const MIT_BY_FILE: &[&str] = &["@segment/facade", "@segment/isodate", "@segment/isodate-traverse", "new-date"];

/// Why the package may not be used, or nothing.
fn complaint(name: &str, licence: &str, also: &[&str]) -> Option<String> {
    // Old crates write `MIT/Apache-2.0`.
    let Ok(expression) = spdx::Expression::parse_mode(licence, spdx::ParseMode::LAX) else {
        return Some(format!("{name}: `{licence}` is no licence expression"));
    };
    let good = expression.evaluate(|wanted| {
        let id = wanted.license.id().map_or("", |id| id.name);
        let excepted = EXCEPTIONS.iter().any(|(allowed, names)| *allowed == id && names.contains(&name));
        ALLOWED.contains(&id) || also.contains(&id) || excepted
    });
    (!good).then(|| format!("{name}: {licence}"))
}

#[test]
fn the_check_tells_licences_apart() {
    for (name, licence, good) in [
        ("a", "MIT", true),
        ("a", "MIT/Apache-2.0", true),
        ("a", "(MIT OR Apache-2.0) AND BSD-3-Clause", true),
        ("a", "GPL-3.0-only OR MIT", true),
        ("a", "Apache-2.0 WITH LLVM-exception", true),
        ("a", "GPL-3.0-only", false),
        ("a", "MIT AND GPL-3.0-or-later", false),
        ("a", "CC-BY-NC-4.0", false),
        ("a", "UNLICENSED", false),
        ("a", "Zlib", false),
        ("foldhash", "Zlib", true),
        ("a", "", false),
    ] {
        assert_eq!(complaint(name, licence, &[]).is_none(), good, "{licence}");
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

#[test]
fn crates() {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(root()).args(["metadata", "--format-version", "1", "--locked", "--filter-platform", "x86_64-unknown-linux-gnu"]);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 50, "only {} packages", packages.len());
    let text = |package: &Value, key: &str| package[key].as_str().unwrap_or("").to_owned();
    let bad: Vec<String> =
        packages.iter().filter_map(|package| complaint(&text(package, "name"), &text(package, "license"), &[])).collect();
    assert!(bad.is_empty(), "licences that are not allowed:\n  {}", bad.join("\n  "));
}

#[test]
fn npm_packages() {
    let mut bad = Vec::new();
    for (folder, also) in [("extension", &[][..]), ("tests", IN_TESTS)] {
        let Ok(lock) = std::fs::read_to_string(root().join(folder).join("package-lock.json")) else { continue };
        let lock: Value = serde_json::from_str(&lock).unwrap();
        let packages = lock["packages"].as_object().unwrap();
        for (place, package) in packages.iter().filter(|(place, _)| !place.is_empty()) {
            let name = place.rsplit("node_modules/").next().unwrap_or(place);
            let by_file = folder == "tests" && MIT_BY_FILE.contains(&name);
            let licence = if by_file { "MIT" } else { package["license"].as_str().unwrap_or("") };
            bad.extend(complaint(name, licence, also).map(|why| format!("{folder}: {why}")));
        }
    }
    assert!(bad.is_empty(), "licences that are not allowed:\n  {}", bad.join("\n  "));
}

/// MPL-2.0 asks for its notice in each file, and who receives the built form for word where the source is.
#[test]
fn the_table_of_banners_says_whose_it_is() {
    let read = |name: &str| std::fs::read_to_string(root().join(name)).unwrap();
    let table = read("extension/data/banners.tsv");
    let head: Vec<&str> = table.lines().take_while(|line| line.starts_with('#')).collect();
    let head = head.join("\n");
    for said in ["Mozilla Public License, v. 2.0", "https://mozilla.org/MPL/2.0/", "@duckduckgo/autoconsent 16.23.0", "cargo xtask banners"]
    {
        assert!(head.contains(said), "{said}");
    }
    let notice = read("NOTICE");
    assert!(notice.contains("@duckduckgo/autoconsent 16.23.0") && notice.contains("extension/data/banners.tsv"));
}
