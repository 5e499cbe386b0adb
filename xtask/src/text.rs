//! The messages of `_locales` and the code that says them.

use crate::run::at;
use crate::stamp;
use anyhow::{Context, Result, bail};
use leaklight_catalogue::FOLDER;
use leaklight_messages::{LANGUAGES, Messages, name_for, number, path, read, said_in, table};
use std::path::Path;

/// Where code that speaks to people lies.
const ROOMS: [&str; 3] = ["core", "extension", "cli"];
/// The case library.
const CASES: &str = "core/data/cases.toml";
/// What of a case is said to people.
const CASE_TEXTS: [&str; 6] = ["court", "what", "turned_on", "ended", "status", "source_name"];

/// Adds what code says to the English messages, takes out what nothing says any more, and lists what is not translated.
pub fn text() -> Result<()> {
    let english = read(LANGUAGES[0]).map_err(anyhow::Error::msg)?;
    let said = said()?;
    let is_said = |name: &str, text: &str| {
        let context = name.split_once("__").map(|(_, of)| of);
        said.iter().any(|(of, said)| said == text && of.as_deref() == context)
    };
    let mut kept: Messages = english.iter().filter(|(name, text)| is_said(name, text)).map(|(n, t)| (n.clone(), t.clone())).collect();
    for (context, text) in &said {
        if number(&kept, text, context.as_deref()).is_none() {
            // A name that was given up may be another text's in another language still.
            let taken = kept.iter().chain(&english).map(|(n, t)| (n.clone(), t.clone())).collect();
            kept.insert(name_for(text, context.as_deref(), &taken), text.clone());
        }
    }
    write(LANGUAGES[0], &kept)?;
    for language in LANGUAGES.into_iter().skip(1) {
        let held = read(language).map_err(anyhow::Error::msg)?;
        let whole: Messages = kept.keys().map(|name| (name.clone(), held.get(name).cloned().unwrap_or_default())).collect();
        let missing = whole.values().filter(|text| text.is_empty()).count();
        write(language, &whole)?;
        table(language).map_err(anyhow::Error::msg)?;
        println!("{language}: {} messages, {missing} not translated", whole.len());
    }
    Ok(())
}

/// Everything code says.
fn said() -> Result<Vec<(Option<String>, String)>> {
    let mut said = Vec::new();
    for room in ROOMS {
        for file in stamp::files(&at(room))? {
            if file.extension().is_some_and(|end| end == "rs") && speaks(&file) {
                said.extend(said_in(&std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?));
            }
        }
    }
    // The lexicon's reasons, which core's table of it says.
    for file in stamp::files(&at("core/data/lexicon"))?.iter().filter(|file| file.extension().is_some_and(|end| end == "toml")) {
        let source = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        let reasons = source.split("words = \"").skip(1).filter_map(|rest| rest.split_once('"'));
        said.extend(reasons.filter(|(reason, _)| !reason.is_empty()).map(|(reason, _)| (None, reason.to_owned())));
    }
    if said.is_empty() {
        bail!("no code says anything");
    }
    said.extend(rows()?.into_iter().chain(cases()?).map(|text| (None, text)));
    Ok(said)
}

/// The messages `extension/desk/build.rs` makes of the case library.
fn cases() -> Result<Vec<String>> {
    let text = std::fs::read_to_string(at(CASES)).with_context(|| format!("cannot read {CASES}"))?;
    let table: toml::Table = text.parse().with_context(|| format!("{CASES} is no TOML"))?;
    let cases = table.get("case").and_then(toml::Value::as_array).with_context(|| format!("{CASES} holds no case"))?;
    let texts = cases.iter().flat_map(|case| CASE_TEXTS.iter().filter_map(|name| case.get(name)?.as_str()));
    Ok(texts.filter(|text| !text.is_empty()).map(str::to_owned).collect())
}

/// What vendors' rows say to people.
fn rows() -> Result<Vec<String>> {
    let mut said = Vec::new();
    for file in stamp::files(&at(FOLDER))?.into_iter().filter(|file| file.extension().is_some_and(|end| end == "toml")) {
        let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        // A row that cannot be read stops the build, with its line.
        said.extend(text.parse::<toml::Table>().iter().flat_map(row));
    }
    Ok(said)
}

fn row(row: &toml::Table) -> Vec<String> {
    let members = |name: &str| row.get(name).into_iter().flat_map(|list| list.as_array().into_iter().flatten());
    let kept = members("cookie").chain(members("storage")).flat_map(|kept| [kept.get("what"), kept.get("keeps")]);
    let rules = row.get("fields").and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::values);
    let baa = |name: &str| row.get("baa").and_then(|baa| baa.get(name));
    // An address and a day are the same in every language.
    let in_words = |text: &&toml::Value| text.as_str().is_some_and(|t| t.contains(' ') || t.bytes().all(|b| b.is_ascii_alphabetic()));
    let found = [baa("source"), baa("as-of")].map(|text| text.filter(in_words));
    let texts = [row.get("fix"), baa("words")].into_iter().chain(found).chain(kept).chain(rules.map(|rule| rule.get("label")));
    texts.flatten().filter_map(toml::Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned).collect()
}

/// False for the macros' own room and for what was built or installed.
fn speaks(file: &Path) -> bool {
    !file.starts_with(at("core/text")) && !file.components().any(|part| part.as_os_str() == "node_modules")
}

fn write(language: &str, messages: &Messages) -> Result<()> {
    let mut text = serde_json::to_string_pretty(messages)?;
    text.push('\n');
    std::fs::write(path(language), text).with_context(|| format!("cannot write _locales/{language}/text.json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_vendors_rows_say_is_among_the_messages() {
        let english = read(LANGUAGES[0]).unwrap_or_default();
        let rows = rows().unwrap_or_default();
        assert!(!rows.is_empty());
        for text in rows {
            assert!(number(&english, &text, None).is_some(), "no message says {text:?}: `cargo xtask text`");
        }
    }

    #[test]
    fn what_people_read_of_a_row_is_said() {
        let of = |source: &str| source.parse::<toml::Table>().iter().flat_map(row).collect::<Vec<_>>();
        let source = r#"
            id = "a vendor"
            fix = "Take it off."
            baa = { status = "no", words = "None.", source = "vendor.example/baa", as-of = "2026-05" }
            cookie = [{ name = "_a", what = "a number", keeps = "1 year" }]
            fields = { a = "event", b = { is = "event", label = "goal" } }
        "#;
        assert_eq!(of(source), ["Take it off.", "None.", "a number", "1 year", "goal"]);
        assert!(of("").is_empty());
    }

    #[test]
    fn every_message_is_said_by_code() {
        let said = said().unwrap_or_default();
        let english = read(LANGUAGES[0]).unwrap_or_default();
        assert!(!english.is_empty());
        for (name, text) in &english {
            let context = name.split_once("__").map(|(_, of)| of);
            assert!(said.iter().any(|(of, said)| said == text && of.as_deref() == context), "nothing says {name}: `cargo xtask text`");
        }
    }

    #[test]
    fn what_browsers_read_themselves_is_in_every_language() {
        let messages = LANGUAGES.map(|language| {
            let text = std::fs::read_to_string(path(language).with_file_name("messages.json")).unwrap_or_default();
            serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&text).unwrap_or_default()
        });
        let [english, ..] = &messages;
        assert!(!english.is_empty());
        let places = |text: &str| -> Vec<String> {
            let mut all: Vec<String> = text.split('$').skip(1).step_by(2).map(str::to_owned).collect();
            all.sort();
            all
        };
        for (language, own) in LANGUAGES.iter().zip(&messages) {
            assert_eq!(own.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{language}");
            for (name, message) in own {
                let [said, plain] = [message, &english[name]].map(|of| of["message"].as_str().unwrap_or_default());
                assert_eq!(
                    (&message["description"], &message["placeholders"]),
                    (&english[name]["description"], &english[name]["placeholders"]),
                    "{name}"
                );
                assert_eq!(places(said), places(plain), "{language}: {name}");
                let most = match name.as_str() {
                    "on" => 4,
                    "description" => 132,
                    _ => 400,
                };
                assert!((1..=most).contains(&said.chars().count()), "{language}: {name}");
            }
            assert_eq!(own["language"]["message"], *language);
        }
    }
}
