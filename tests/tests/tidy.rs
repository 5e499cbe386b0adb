//! The repository's own rules, read from its files alone.
//!
//! Every text rule carries a line it must catch and one it must let pass, asserted before the files are read: a rule that
//! cannot fail is no rule.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test says what it expects

use leaklight_catalogue::{Catalogue, FOLDER, listing};
use regex::Regex;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// One forbidden way of writing.
struct Rule {
    why: &'static str,
    /// Beginnings of paths it holds for; empty for the whole repository.
    within: &'static [&'static str],
    /// Beginnings of paths it does not hold for.
    except: &'static [&'static str],
    /// File name endings; empty for all text.
    endings: &'static [&'static str],
    pattern: &'static str,
    /// Whether a line that is only a comment may say it.
    comments_may: bool,
    caught: &'static str,
    passes: &'static str,
}

// Patterns are written with a bracket somewhere (`[/]`) where this file would otherwise break its own rule.
const RULES: &[Rule] = &[
    Rule {
        why: "tools take paths by flag; nothing of one machine belongs here",
        within: &[],
        except: &[],
        endings: &[],
        pattern: r#"(^|[\s"'`(=])(/work[/]|/tmp/wt[/]|/root[/]|(\.\./)+shared[/]|\bshared[/](data|bench|exam)\b)"#,
        comments_may: false,
        caught: concat!("node ..", "/shared", "/bench/peers.mjs"),
        passes: "the same data/ folder; a shared/common word; https://a.example/work/x",
    },
    Rule {
        why: "text, never markup: set textContent",
        within: &["extension/", "core/", "cli/"],
        except: &["core/data/"],
        endings: &[".rs", ".ts", ".html"],
        pattern: r#"set_inner_html|inner_html\b|\b(inner|outer)HTML\b|(\.|\[\s*["'`])insertAdjacentHTML|document\.write(ln)?\(|createContextualFragment"#,
        comments_may: true,
        caught: "card.insertAdjacentHTML(\"beforeend\", text);",
        passes: "card.textContent = text; ({ insertAdjacentHTML: seen });",
    },
    Rule {
        why: "text, never markup: what notes that a page's own scripts put some in alone may name it",
        within: &["extension/", "core/", "cli/"],
        except: &["core/data/", "extension/shell/page-hook/puts.ts"],
        endings: &[".rs", ".ts", ".html"],
        pattern: "insertAdjacentHTML",
        comments_may: true,
        caught: "const { insertAdjacentHTML: put } = card;",
        passes: "card.insertAdjacentElement(end, part);",
    },
    Rule {
        why: "no code from text",
        within: &["extension/"],
        except: &[],
        endings: &[".rs", ".ts", ".html"],
        pattern: r"(^|[^\w$.])eval\(|new Function\(|unsafe-eval'\s*[^-]|js_sys::eval|javascript:",
        comments_may: true,
        caught: "eval(text)",
        passes: "page.$eval(text); medieval(text)",
    },
    Rule {
        why: "no network code: nothing leaves the machine",
        within: &["extension/"],
        except: &[],
        endings: &[".rs", ".ts", ".html"],
        pattern: r#"(^|[^\w$.])fetch\(($|[^c]|c[^h]|ch[^r]|chr[^o]|chro[^m]|chrom[^e]|chrome[^.])|(self|window|globalThis|navigator)\.(fetch|sendBeacon)\(|new (XMLHttpRequest|WebSocket|EventSource|WebTransport|RTCPeerConnection)\b|importScripts\(|web_sys::(Request|WebSocket|XmlHttpRequest|EventSource)\b|fetch_with_|(src|href)="(https?:)?//"#,
        comments_may: true,
        caught: "await fetch(url);",
        passes: "wrap(\"fetch\"); prefetch(x); fetch(chrome.runtime.getURL(own)); const own = WebSocket.prototype;",
    },
    Rule {
        why: "browser calls are TypeScript's, judgement is Rust's",
        within: &["core/", "cli/", "extension/"],
        except: &[],
        endings: &[".rs"],
        pattern: r"\b(chrome|browser)\.[a-zA-Z]+[.(]",
        comments_may: true,
        caught: "chrome.tabs.query()",
        passes: "include_str!(\"chrome.har\")",
    },
    Rule {
        why: "content scripts are classic scripts: `type T = import(\"./x\").T`, and no export",
        within: &[
            "extension/shell/banner.ts",
            "extension/shell/content.ts",
            "extension/shell/card.ts",
            "extension/shell/cards.ts",
            "extension/shell/fields.ts",
            "extension/shell/inventory.ts",
            "extension/shell/labels.ts",
            "extension/shell/page-hook/",
            "extension/shell/stored.ts",
            "extension/shell/structure.ts",
            "extension/shell/where.ts",
        ],
        except: &[],
        endings: &[".ts"],
        pattern: r"^\s*(import\b|export\b)",
        comments_may: true,
        caught: "import type { A } from \"./a\";",
        passes: "type A = import(\"./a\").A;",
    },
    Rule {
        why: "finish it or leave it out",
        within: &[],
        except: &["core/data/", "tests/clinic/"],
        endings: &[".rs", ".ts", ".mjs", ".md", ".toml"],
        pattern: r"\b(TO[D]O|FIX[M]E|XX[X])\b",
        comments_may: false,
        caught: concat!("// TO", "DO: later"),
        passes: "todo = \"warn\"",
    },
];

/// Third-party code and data kept as it came, and files a tool writes.
const AS_THEY_CAME: &[&str] = &["Cargo.lock", "core/data/public_suffix_list.dat"];

/// About 400: a file may grow a little past it before it is worth parting.
const MOST_LINES: usize = 450;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn json(name: &str) -> Value {
    serde_json::from_str(&read(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Every file of the repository, by its path from the root; what is built or installed is none of it.
fn files() -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if matches!(name.as_str(), ".git" | "target" | "node_modules") {
                continue;
            }
            if path.is_dir() { walk(&path, found) } else { found.push(path) }
        }
    }
    let mut found = Vec::new();
    walk(root(), &mut found);
    let mut names: Vec<String> = found.iter().map(|path| path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")).collect();
    names.sort();
    assert!(names.len() > 20, "only {} files under {}", names.len(), root().display());
    names
}

fn ends(name: &str, endings: &[&str]) -> bool {
    endings.is_empty() || endings.iter().any(|ending| name.ends_with(ending))
}

fn starts(name: &str, starts: &[&str]) -> bool {
    starts.iter().any(|start| name.starts_with(start))
}

fn is_comment(line: &str) -> bool {
    starts(line.trim_start(), &["//", "*", "/*", "<!--"])
}

fn none(what: &str, complaints: Vec<String>) {
    assert!(complaints.is_empty(), "{what}:\n  {}", complaints.join("\n  "));
}

#[test]
fn nothing_is_written_that_the_rules_forbid() {
    let names = files();
    let mut complaints = Vec::new();
    for rule in RULES {
        let pattern = Regex::new(rule.pattern).unwrap();
        let finds = |line: &str| pattern.is_match(line) && !(rule.comments_may && is_comment(line));
        assert!(finds(rule.caught), "{} does not catch `{}`", rule.pattern, rule.caught);
        assert!(!finds(rule.passes), "{} catches `{}`", rule.pattern, rule.passes);
        for name in &names {
            let held = rule.within.is_empty() || starts(name, rule.within);
            if !held || starts(name, rule.except) || !ends(name, rule.endings) || AS_THEY_CAME.contains(&name.as_str()) {
                continue;
            }
            // What is not text (icons) holds no rule.
            let Ok(text) = std::fs::read_to_string(root().join(name)) else { continue };
            for (at, line) in text.lines().enumerate().filter(|(_, line)| finds(line)) {
                complaints.push(format!("{name}:{}: {} ({})", at + 1, line.trim(), rule.why));
            }
        }
    }
    none("forbidden", complaints);
}

#[test]
fn files_have_one_purpose_and_fit_in_a_head() {
    let code = [".rs", ".ts", ".mjs"];
    let long = |name: &String| {
        let lines = read(name).lines().count();
        (lines > MOST_LINES).then(|| format!("{name}: {lines} lines"))
    };
    none(&format!("longer than {MOST_LINES} lines"), files().iter().filter(|name| ends(name, &code)).filter_map(long).collect());
}

#[test]
fn both_halves_of_wasm_bindgen_are_pinned_to_one_version() {
    let manifest = read("Cargo.toml");
    let lock = read("Cargo.lock");
    let pinned = |name: &str| {
        let line = manifest.lines().find(|line| line.starts_with(&format!("{name} = "))).unwrap_or_else(|| panic!("no {name}"));
        line.split('"').nth(1).and_then(|version| version.strip_prefix('=')).unwrap_or_else(|| panic!("{line}: not exact")).to_owned()
    };
    let version = pinned("wasm-bindgen");
    assert_eq!(version, pinned("wasm-bindgen-cli-support"));
    for name in ["wasm-bindgen", "wasm-bindgen-cli-support"] {
        assert!(lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"")), "Cargo.lock has another {name}");
    }
}

#[test]
fn lock_files_name_public_registries_only() {
    let mut complaints = Vec::new();
    for name in files().iter().filter(|name| ends(name, &["Cargo.lock", "package-lock.json"])) {
        for line in read(name).lines() {
            let line = line.trim();
            let foreign = (line.starts_with("source = ") && line != "source = \"registry+https://github.com/rust-lang/crates.io-index\"")
                || (line.starts_with("\"resolved\": ") && !line.contains("\"https://registry.npmjs.org/"));
            if foreign {
                complaints.push(format!("{name}: {line}"));
            }
        }
    }
    none("from elsewhere", complaints);
}

/// The permissions each manifest asks for; the tests' own patch left out.
fn permissions() -> BTreeSet<String> {
    let mut asked = BTreeSet::new();
    for name in ["base", "chrome", "firefox"] {
        let manifest = json(&format!("manifest/{name}.json"));
        for key in ["permissions", "optional_permissions", "host_permissions", "optional_host_permissions"] {
            let values = manifest.get(key).and_then(Value::as_array).into_iter().flatten();
            asked.extend(values.filter_map(Value::as_str).map(str::to_owned));
        }
    }
    asked
}

#[test]
fn every_permission_has_its_paragraph() {
    let readme = read("manifest/README.md");
    let mut told = BTreeSet::new();
    for section in readme.split("\n### `").skip(1) {
        let (name, rest) = section.split_once("`\n").expect("a heading is a permission's name alone");
        let paragraph = rest.split("\n#").next().unwrap_or("").trim();
        assert!(paragraph.len() > 60, "manifest/README.md: `{name}` has no paragraph");
        told.insert(name.to_owned());
    }
    assert_eq!(permissions(), told);
}

#[test]
fn the_manifest_lets_nothing_in_or_out() {
    let base = json("manifest/base.json");
    let policy = base["content_security_policy"]["extension_pages"].as_str().unwrap();
    for part in ["default-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", "object-src 'none'", "connect-src 'self'"] {
        assert!(policy.split("; ").any(|held| held == part), "the policy lacks {part}");
    }
    assert!(!policy.contains("http") && !policy.contains("'unsafe"), "{policy}");
    assert!(!permissions().contains("webRequestBlocking"));
    for name in ["base", "chrome", "firefox"] {
        let manifest = json(&format!("manifest/{name}.json"));
        for key in ["host_permissions", "content_scripts", "externally_connectable", "web_accessible_resources"] {
            assert!(manifest.get(key).is_none(), "manifest/{name}.json has {key}");
        }
        assert!(name == "base" || manifest.get("content_security_policy").is_none(), "manifest/{name}.json has its own policy");
    }
    let patch: BTreeMap<String, Value> = serde_json::from_value(json("manifest/test.json")).unwrap();
    assert_eq!(patch.keys().collect::<Vec<_>>(), ["host_permissions", "optional_host_permissions"]);
}

/// What detectors share; every other file of `detect` is a finding kind.
const SHARED_BY_DETECTORS: &[&str] = &["again", "confirmed", "draft", "mod", "proven", "service", "testing", "words"];

#[test]
fn every_finding_kind_has_its_snapshot() {
    let names = files();
    let detectors: Vec<&str> = names
        .iter()
        .filter_map(|name| name.strip_prefix("core/src/detect/")?.strip_suffix(".rs"))
        .filter(|name| !name.contains('/') && !SHARED_BY_DETECTORS.contains(name))
        .collect();
    assert!(detectors.len() > 10, "only {} finding kinds", detectors.len());
    let snapshot = |name: &&str| format!("core/src/detect/snapshots/{name}.snap");
    let without = detectors.iter().filter(|name| !names.contains(&snapshot(name))).map(|name| (*name).to_owned());
    none("no snapshot of the words a person reads", without.collect());
}

#[test]
fn the_vendors_tables_are_those_of_the_data() {
    let lines = Catalogue::read(&root().join(FOLDER), FOLDER).lines();
    assert!(lines.len() > 150, "only {} vendors", lines.len());
    none("not up to date", listing::stale(&lines, &read("README.md"), &read(listing::TABLE)));
}

#[test]
fn a_person_finds_what_to_read_and_run() {
    for name in ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE", "NOTICE", "manifest/README.md"] {
        assert!(read(name).len() > 200, "{name} says too little");
    }
    let readme = read("README.md");
    for command in ["cargo xtask demo", "cargo xtask test"] {
        assert!(readme.contains(&format!("    {command}\n")), "README.md does not give `{command}` on a line of its own");
    }
    assert!(read(".ci/run").contains("cargo xtask test"), ".ci/run does not call what README.md tells a person to run");
    assert!(read("CHANGELOG.md").contains("## [Unreleased]"));
}
