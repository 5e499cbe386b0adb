//! What people read of the catalogue and begin a vendor's file with.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test says what it expects

use leaklight_catalogue::listing::{self, Line};
use leaklight_catalogue::skeleton::{self, New};
use leaklight_catalogue::{Catalogue, Wrong};
use std::path::Path;

fn small() -> Vec<Line> {
    Catalogue::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/small"), "small").lines()
}

#[test]
fn a_vendor_in_one_line() {
    let lines = small();
    let alpha = lines.first().unwrap();
    assert_eq!(lines.len(), 2);
    assert_eq!((alpha.id.as_str(), alpha.category.as_str(), alpha.baa_words().as_str()), ("alpha", "analytics", "not found"));
    assert_eq!((alpha.endpoints, alpha.signatures, alpha.fields, alpha.kept, alpha.examples, alpha.collects), (1, 1, 1, 1, 3, true));
    assert_eq!((lines[1].baa_words().as_str(), lines[1].collects), ("no (2026-10-01)", false));
}

#[test]
fn generated_texts_are_kept_up_with_the_data() {
    let lines = small();
    let readme = "# Title\n\n<!-- vendors: written by `cargo xtask vendor list --write` -->\nold\n<!-- /vendors -->\n\nThe end.\n";
    let new = listing::with_section(readme, &lines).unwrap();
    assert!(new.starts_with("# Title\n\n<!-- vendors") && new.ends_with("<!-- /vendors -->\n\nThe end.\n"), "{new}");
    assert!(new.contains("2 vendors, 1 fields whose meaning is known, 2 cookies and storage keys.\n"), "{new}");
    assert!(new.contains("| advertising | 1 | Beta |\n| analytics | 1 | Alpha |\n"), "{new}");
    let table = listing::table(&lines);
    assert!(
        table.contains("| [alpha](vendors/alpha.toml) | Alpha | Alpha Inc. | analytics | 1 | 1 | 1 | 1 | 3 | not found | 2026-11-23 |\n"),
        "{table}"
    );
    assert_eq!(listing::stale(&lines, &new, &table), Vec::<String>::new());
    assert_eq!(
        listing::stale(&lines[1..], &new, &table),
        [
            "README.md: the vendors’ section is not what core/data/vendors says; run `cargo xtask vendor list --write`",
            "core/data/VENDORS.md is not what core/data/vendors says; run `cargo xtask vendor list --write`",
        ]
    );
    for broken in ["# Title\n", "<!-- vendors: written by `cargo xtask vendor list --write` -->\n"] {
        let said = listing::stale(&lines, broken, &table);
        assert!(said.len() == 1 && said[0].starts_with("README.md lacks the vendors’ section; write the lines "), "{said:?}");
    }
}

fn checked(new: &New) -> Vec<Wrong> {
    let place = tempfile::tempdir().unwrap();
    skeleton::write(place.path(), "vendors", new).unwrap();
    Catalogue::read(place.path(), "vendors").check()
}

#[test]
fn a_new_file_says_what_it_lacks() {
    let empty = New { id: "gamma".into(), checked: "2026-11-26".into(), ..New::default() };
    let text = skeleton::text(&empty);
    let said: Vec<String> = checked(&empty)
        .iter()
        .map(|w| {
            let line = text.lines().nth(w.line - 1).unwrap();
            format!("{} <- {}", line.split('#').next().unwrap().trim(), w.says)
        })
        .collect();
    let want = [
        "name = \"\" <- the name is empty; say it",
        "owner = \"\" <- the owner is empty; say it",
        "category = \"\" <- `` is no category; write one of advertising",
        "checked = \"2026-11-26\" <- no source; add to `sources`",
        "fix = \"\" <- the fix is empty; say it",
        "words = \"\" <- the BAA's wording is empty; say it",
        "hosts = [\"\"] <- `` is no host; write `example.com`",
        "url = \"\" <- `` is no address; write it whole, with https://",
        "url = \"\" <- `` is no address; write it whole, with https://",
    ];
    assert_eq!(said.len(), want.len(), "{said:#?}");
    for (said, want) in said.iter().zip(want) {
        assert!(said.starts_with(want), "\n     {said}\nnot: {want}");
    }
}

#[test]
fn a_new_file_that_knows_everything_is_right() {
    let whole = New {
        id: "gamma".into(),
        name: "Gamma \"Plus\" \\ more".into(),
        owner: "Gamma\nInc.".into(),
        category: "chat".into(),
        checked: "2026-11-26".into(),
        sources: vec!["docs.gamma.example (2026-11-26)".into()],
        fix: "Leave it off.".into(),
        baa_words: "No public statement found.".into(),
        hosts: vec!["gamma.example".into(), "gamma-cdn.example".into()],
        hit: "https://gamma.example/in".into(),
        clean: "https://gamma.example.clinic.example/in".into(),
    };
    assert_eq!(checked(&whole), []);
    let lost = New { hit: "https://delta.example/in".into(), ..whole };
    assert!(checked(&lost).iter().any(|w| w.says.contains("is told as nobody’s, not as collect of gamma")));
}

/// The whole file that the README shows is one the build takes.
#[test]
fn the_example_in_the_readme_is_right() {
    let readme = include_str!("../../data/vendors/README.md");
    let file = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let place = tempfile::tempdir().unwrap();
    std::fs::write(place.path().join("example-analytics.toml"), file).unwrap();
    // It takes fields from another.
    let other = include_str!("small/alpha.toml").replace("id = \"alpha\"", "id = \"other-analytics\"");
    std::fs::write(place.path().join("other-analytics.toml"), other).unwrap();
    assert_eq!(Catalogue::read(place.path(), "README").check(), []);
}

#[test]
fn files_that_cannot_be_begun() {
    let place = tempfile::tempdir().unwrap();
    let begin = |id: &str, category: &str| {
        let new = New { id: id.into(), category: category.into(), ..New::default() };
        skeleton::write(place.path(), "vendors", &new)
    };
    for id in ["", "-a", "a-", "Alpha", "a b", "a/b", "..", "a.b", "ü"] {
        let says = format!("`{id}` is no id; write lower-case words and digits joined by `-`, such as `example-analytics`");
        assert_eq!(begin(id, ""), Err(says));
    }
    assert!(begin("a", "adverts").unwrap_err().starts_with("`adverts` is no category; write one of advertising, social,"));
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 0);
    assert_eq!(begin("33-across", "chat"), Ok(()));
    let held = || std::fs::read_to_string(place.path().join("33-across.toml")).unwrap();
    let before = held();
    assert_eq!(begin("33-across", ""), Err("vendors/33-across.toml is there already; add to it, or choose another id".into()));
    assert_eq!(held(), before);
}
