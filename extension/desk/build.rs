//! Compiles `core/data/cases.toml` into a table, and refuses a wrong row with its file, line and the reason. What a person reads of a case
//! are messages: `cargo xtask text` takes them to `_locales` from the same file.

use serde::Deserialize;
use std::fmt::Write as _;
use std::path::Path;

const SOURCE: &str = "core/data/cases.toml";
const OUTCOMES: [&str; 6] = ["settlement", "penalty", "verdict", "vacated", "dismissed", "judgment-for-defendant"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<toml::Spanned<Case>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    name: String,
    court: String,
    when: String,
    outcome: String,
    what: String,
    turned_on: String,
    ended: String,
    status: String,
    kinds: Vec<String>,
    source: String,
    source_name: String,
    read: String,
}

fn main() -> Result<(), String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(SOURCE);
    println!("cargo::rerun-if-changed={}", path.display());
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{SOURCE}: {error}"))?;
    let mut file: File = toml::from_str(&text).map_err(|error| format!("{SOURCE}: {error}"))?;
    for (n, case) in file.case.iter().enumerate() {
        let line = text.get(..case.span().start).unwrap_or("").lines().count() + 1;
        let twice = file.case.iter().take(n).any(|other| other.get_ref().id == case.get_ref().id);
        checked(case.get_ref(), twice).map_err(|reason| format!("{SOURCE}:{line}: {}: {reason}", case.get_ref().id))?;
    }
    // The latest first.
    file.case.sort_by(|a, b| b.get_ref().when.cmp(&a.get_ref().when));
    let mut out = String::from("/// Every case, the latest first.\npub const CASES: &[Case] = &[\n");
    for case in &file.case {
        let Case { id, name, court, when, outcome, what, turned_on, ended, status, kinds, source, source_name, read } = case.get_ref();
        let [court, what, turned_on, ended, source_name] = [court, what, turned_on, ended, source_name].map(|text| said(text));
        let status = if status.is_empty() { "None".to_owned() } else { format!("Some({})", said(status)) };
        let written = writeln!(
            out,
            "Case {{ id: {id:?}, name: {name:?}, court: {court}, when: {when:?}, outcome: {outcome:?}, what: {what}, turned_on: \
             {turned_on}, ended: {ended}, status: {status}, kinds: &{kinds:?}, source: {source:?}, source_name: {source_name}, \
             read: {read:?} }},"
        );
        written.map_err(|error| error.to_string())?;
    }
    out.push_str("];\n");
    let place = std::env::var_os("OUT_DIR").ok_or("cargo names no OUT_DIR")?;
    std::fs::write(Path::new(&place).join("cases.rs"), out).map_err(|error| error.to_string())
}

/// The message with this English text, as Rust says it.
fn said(text: &str) -> String {
    format!("leaklight_text::message!({text:?})")
}

fn checked(case: &Case, twice: bool) -> Result<(), String> {
    let day = |text: &str| {
        let parts: Vec<&str> = text.split('-').collect();
        let digits = |part: &str, most: usize| part.len() == most && part.bytes().all(|byte| byte.is_ascii_digit());
        matches!(parts.as_slice(), [y, m] if digits(y, 4) && digits(m, 2))
            || matches!(parts.as_slice(), [y, m, d] if digits(y, 4) && digits(m, 2) && digits(d, 2))
    };
    if twice {
        return Err("another case has this id".into());
    }
    let texts = [&case.id, &case.name, &case.court, &case.what, &case.turned_on, &case.ended, &case.source_name];
    if texts.iter().any(|text| text.trim().is_empty()) {
        return Err("only `status` may be empty".into());
    }
    if texts.iter().chain([&&case.status]).any(|text| text.contains(['{', '}'])) {
        return Err("a brace would be a place to fill in".into());
    }
    if !day(&case.when) || !day(&case.read) {
        return Err("`when` and `read` are YYYY-MM-DD or YYYY-MM".into());
    }
    if !OUTCOMES.contains(&case.outcome.as_str()) {
        return Err(format!("`outcome` is one of {}", OUTCOMES.join(", ")));
    }
    if !case.source.starts_with("https://") {
        return Err("`source` is an https address".into());
    }
    if case.kinds.is_empty() {
        return Err("`kinds` names no finding".into());
    }
    Ok(())
}
