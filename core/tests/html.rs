//! The HTML report: its words as a snapshot, and the promise that no page text becomes markup.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test says what it expects

#[path = "common/staged.rs"]
mod staged;

use leaklight_core::report::file::Report;
use leaklight_core::report::html::html;
use proptest::prelude::*;
use serde_json::Value;
use staged::WRITTEN;

fn fixture(name: &str) -> Value {
    let path = format!("{}/../extension/ui/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The report of a view that was not sealed.
fn report(view: Value) -> String {
    staged::report(serde_json::from_value(view).unwrap())
}

#[test]
fn words_of_the_report() {
    // The style is looked at, not read.
    let body = |name| report(fixture(name)).split_once("</head>\n").unwrap().1.to_owned();
    insta::assert_snapshot!("clinic", body("clinic"));
    insta::assert_snapshot!("none", body("none"));
    insta::assert_snapshot!("joined", body("joined"));
    insta::assert_snapshot!("known", body("known"));
    insta::assert_snapshot!("waiting", body("waiting"));
    insta::assert_snapshot!("ignored", body("ignored"));
    insta::assert_snapshot!("followed", body("followed"));
}

#[test]
fn nothing_is_loaded_and_nothing_runs() {
    let text = report(fixture("clinic"));
    for word in ["<script", "<img", "<link", "<iframe", "src=", "href=", "url(", "@import", " on"] {
        // As text of a page, an attribute's name is harmless.
        let attribute = word.ends_with('=') || word == " on";
        let found: Vec<_> = text.match_indices(word).filter(|(at, _)| !attribute || in_a_tag(&text, *at)).collect();
        assert!(found.is_empty(), "{word} in the report");
    }
    assert!(text.contains("default-src 'none'"));
}

/// Whether the place is between `<` and `>`.
fn in_a_tag(text: &str, at: usize) -> bool {
    text[..at].rfind('<') > text[..at].rfind('>')
}

#[test]
fn what_is_masked_is_not_in_the_report() {
    let view = fixture("known");
    // The view itself still holds it: else this would prove nothing.
    for secret in ["jordan.avery", "I may be pregnant", "abortion clinic near me", "+1 555 010 0199", "1984-02-11"] {
        assert!(view.to_string().contains(secret), "{secret}");
        assert!(!report(view.clone()).contains(secret), "{secret}");
        // What the JSON report holds, Matomo's rows and consent signals too.
        let sealed = serde_json::to_string(&Report::new(serde_json::from_value(view.clone()).unwrap(), WRITTEN)).unwrap();
        assert!(!sealed.contains(secret), "{secret}");
    }
}

/// What identifies somebody stands masked in the new sections too.
#[test]
fn identifiers_and_records_are_masked() {
    for (name, secret) in [("followed", "1804082550000.1234567890"), ("followed", "AHWqTUkx3nQ9v7L2cZ"), ("waiting", "jordan.avery")] {
        let view = fixture(name);
        assert!(view.to_string().contains(secret), "{name} {secret}");
        assert!(!report(view.clone()).contains(secret), "{name} {secret}");
        let sealed = serde_json::to_string(&Report::new(serde_json::from_value(view).unwrap(), WRITTEN)).unwrap();
        assert!(!sealed.contains(secret), "{name} {secret}");
    }
}

#[test]
fn an_empty_view_is_not_called_clean() {
    let text = report(fixture("none"));
    assert!(text.contains("Nothing above Info was seen. That says nothing about what was not seen."));
    assert!(text.contains("Not seen:"));
    let _ = html(&Report::default());
}

/// Puts `word` in the place of every text a page or a vendor could have worded.
fn overwrite(value: &mut Value, word: &str) {
    match value {
        Value::String(text) => *text = word.to_owned(),
        Value::Array(items) => items.iter_mut().for_each(|item| overwrite(item, word)),
        Value::Object(members) => {
            // An excerpt's are places in its text; a time line's stay.
            if members.contains_key("shown") {
                members.remove("marks");
            }
            for (name, member) in members.iter_mut() {
                // Closed words of our own, which a view with others would not even be read with.
                if !matches!(name.as_str(), "kind" | "severity" | "worst" | "party") {
                    overwrite(member, word);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// How often each character stands in the report that could begin or end markup or an attribute.
fn structure(word: &str) -> [usize; 4] {
    let text: String = ["known", "ignored", "followed"].map(fixture).into_iter().fold(String::new(), |text, mut view| {
        overwrite(&mut view, word);
        text + &report(view)
    });
    // Of a picture's label that has no room for it, the whole stands in a title: how long a text is, is no structure.
    let text = text.replace("<title>", "").replace("</title>", "");
    ['<', '>', '"', '\''].map(|c| text.matches(c).count())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_text_becomes_markup(word in prop_oneof![
        "\\PC{1,60}",
        "[<>\"'&/=a-z \\x00-\\x1f-]{1,40}",
        Just("</style><script>alert(1)</script>".to_owned()),
        Just("\"><img src=x onerror=alert(1)>".to_owned()),
        Just("--><!--]]>".to_owned()),
    ]) {
        // Code stands between backticks, a sum's lines stand one below the other, and a place's name after a colon is code,
        // whatever they say.
        let plain = word.replace(|c| !matches!(c, '`' | '\n' | '\r' | ':'), "x");
        prop_assert_eq!(structure(&word), structure(&plain));
    }
}
