//! The messages of `extension/assets/_locales/*/text.json`, for the compiler and for tools.
//!
//! Those that a browser must read itself (the manifest's, the scripts') are in `messages.json` beside it: every page's process is sent
//! that file whole. The English file says which messages there are; a message's number is its place among their sorted names. Rust code writes the
//! English text itself (`t!("on {site}")`), which is looked up here while it is compiled. A place to fill in is a name or nothing
//! in braces; another language gives the same places in any order.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

use std::collections::BTreeMap;
use std::path::PathBuf;

/// Messages by their names.
pub type Messages = BTreeMap<String, String>;

/// The languages there are; the first is the one code is written in.
pub const LANGUAGES: [&str; 2] = ["en", "es"];

/// A place is numbered by one digit.
const MOST_PLACES: usize = 10;

/// Where a language's messages lie.
pub fn path(language: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../extension/assets/_locales").join(language).join("text.json")
}

/// Reads a language's messages.
///
/// # Errors
/// A sentence that names the file and what is wrong with it.
pub fn read(language: &str) -> Result<Messages, String> {
    let said = |why: String| format!("_locales/{language}/text.json: {why}");
    let text = std::fs::read_to_string(path(language)).map_err(|e| said(e.to_string()))?;
    serde_json::from_str(&text).map_err(|e| said(e.to_string()))
}

/// The places of a text, in order: a name, or nothing for one that is only counted. `{{` and `}}` are not used.
pub fn places(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).filter(|name| is_name(name)).collect()
}

/// False for what stands in braces and is no place: `{ dom: false }`.
fn is_name(name: &str) -> bool {
    name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// The text of another language (or the English one itself) with its places numbered as the English text first names them: `on {0}`.
/// An unnamed place is numbered by its turn among the unnamed.
///
/// # Errors
/// A place the English text does not have, or one it has that this text lacks; more places than have a number of one digit.
pub fn numbered(english: &str, text: &str) -> Result<String, String> {
    let order = order(english);
    if order.len() > MOST_PLACES {
        return Err(format!("more than {MOST_PLACES} places"));
    }
    let mut used = vec![false; order.len()];
    let mut out = String::new();
    let mut rest = text;
    let mut unnamed = 0;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else { return Err("a brace is not closed".into()) };
        if !is_name(name) {
            out.extend([before, "{", name, "}"]);
            rest = behind;
            continue;
        }
        let key = if name.is_empty() { format!("#{unnamed}") } else { name.to_owned() };
        unnamed += usize::from(name.is_empty());
        let Some(n) = order.iter().position(|known| *known == key) else { return Err(format!("{{{name}}} is not in the English text")) };
        if let Some(seen) = used.get_mut(n) {
            *seen = true;
        }
        out.push_str(before);
        out.push_str(&format!("{{{n}}}"));
        rest = behind;
    }
    out.push_str(rest);
    match used.iter().position(|seen| !seen) {
        Some(n) => Err(format!("{{{}}} is missing", order.get(n).map_or("", |name| name.trim_start_matches('#')))),
        None => Ok(out),
    }
}

/// The places of an English text, each once, in order of their first mention; unnamed ones as `#0`, `#1`.
pub fn order(english: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut unnamed = 0;
    for name in places(english) {
        let key = if name.is_empty() { format!("#{unnamed}") } else { name.to_owned() };
        unnamed += usize::from(name.is_empty());
        if !out.contains(&key) {
            out.push(key);
        }
    }
    out
}

/// All texts of a language by number, as programs hold them: places numbered, one after the other. What is not translated is English.
///
/// # Errors
/// A sentence that names the message and what is wrong with it.
pub fn table(language: &str) -> Result<Vec<String>, String> {
    let (english, own) = (read(LANGUAGES[0])?, read(language)?);
    english
        .iter()
        .map(|(name, message)| {
            let text = own.get(name).filter(|text| !text.is_empty()).unwrap_or(message);
            let text = numbered(message, text).map_err(|why| format!("_locales/{language}/text.json: {name}: {why}"))?;
            if text.contains('\n') {
                return Err(format!("_locales/{language}/text.json: {name} has a line break"));
            }
            Ok(text)
        })
        .collect()
}

/// The number of the message with this English text. One text that is two messages is told apart by a `context`: the ending of its name
/// after two underscores.
pub fn number(english: &Messages, text: &str, context: Option<&str>) -> Option<usize> {
    english.iter().position(|(name, message)| message == text && name.split_once("__").map(|(_, of)| of) == context)
}

/// The text of a Rust literal, plain or raw.
#[must_use]
pub fn unquoted(literal: &str) -> Option<String> {
    if let Some(raw) = literal.strip_prefix('r') {
        return Some(raw.trim_matches('#').strip_prefix('"')?.strip_suffix('"')?.to_owned());
    }
    let inside = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut out = String::new();
    let mut chars = inside.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some('u')) => {
                let code: String = chars.by_ref().skip(2).take_while(|c| *c != '}').collect();
                out.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
            }
            // A line that goes on.
            ('\\', Some('\n')) => while chars.next_if(|c| c.is_whitespace()).is_some() {},
            ('\\', Some(_)) => match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some(other) => out.push(other),
                None => {}
            },
            _ => out.push(c),
        }
    }
    Some(out)
}

/// The messages a Rust file says, with the context each is told apart by. What stands in comments is left out.
#[must_use]
pub fn said_in(source: &str) -> Vec<(Option<String>, String)> {
    let mut out = Vec::new();
    for macro_name in ["t!(", "message!("] {
        for (at, _) in source.match_indices(macro_name) {
            let line = source.get(..at).and_then(|before| before.rsplit('\n').next()).unwrap_or_default();
            let part_of_a_word = line.ends_with(|c: char| c.is_alphanumeric() || c == '_');
            if part_of_a_word || line.trim_start().starts_with("//") {
                continue;
            }
            let rest = source.get(at + macro_name.len()..).unwrap_or_default().trim_start();
            let (context, rest) = match rest.split_once(':') {
                Some((word, rest)) if !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') => {
                    (Some(word.to_owned()), rest.trim_start())
                }
                _ => (None, rest),
            };
            if let Some(text) = literal(rest).and_then(unquoted) {
                out.push((context, text));
            }
        }
    }
    out
}

/// The literal a text begins with.
fn literal(rest: &str) -> Option<&str> {
    if rest.starts_with('r') {
        let hashes = rest.get(1..)?.bytes().take_while(|b| *b == b'#').count();
        let end = format!("\"{}", "#".repeat(hashes));
        let inside = 2 + hashes;
        return rest.get(..inside + rest.get(inside..)?.find(&end)? + end.len());
    }
    let mut escaped = false;
    let end = rest.strip_prefix('"')?.find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    })?;
    rest.get(..end + 2)
}

/// A name for a new message: its first words, and a number where the name is taken.
#[must_use]
pub fn name_for(text: &str, context: Option<&str>, taken: &Messages) -> String {
    let mut name = String::new();
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if name.len() + word.len() > 44 && !name.is_empty() {
            break;
        }
        if !name.is_empty() {
            name.push('_');
        }
        name.push_str(&word.to_ascii_lowercase());
    }
    if name.is_empty() {
        name.push_str("sign");
    }
    let end = context.map_or_else(String::new, |of| format!("__{of}"));
    let free = |n: usize| if n == 1 { format!("{name}{end}") } else { format!("{name}_{n}{end}") };
    (1..).map(free).find(|name| !taken.contains_key(name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_numbered_as_the_english_text_names_them() {
        let check = |english: &str, text: &str, wanted: Result<&str, &str>| {
            assert_eq!(numbered(english, text), wanted.map(str::to_owned).map_err(str::to_owned), "{english} / {text}");
        };
        check("Nothing", "Nada", Ok("Nada"));
        check("{who} was told {what}", "{who} was told {what}", Ok("{0} was told {1}"));
        check("{who} was told {what}", "{what} se envió a {who}", Ok("{1} se envió a {0}"));
        check("{n} of {n}", "{n}", Ok("{0}"));
        check("{} of {}", "{} de {}", Ok("{0} de {1}"));
        check("set { dom: false } or {url, title}", "ponga {url, title} o { dom: false }", Ok("ponga {url, title} o { dom: false }"));
        check("on {site}", "en {sitio}", Err("{sitio} is not in the English text"));
        check("on {site}", "en", Err("{site} is missing"));
        check("on {site}", "en {site", Err("a brace is not closed"));
        let many = "{a}{b}{c}{d}{e}{f}{g}{h}{i}{j}{k}";
        check(many, many, Err("more than 10 places"));
    }

    #[test]
    fn every_language_has_every_message_with_its_places() {
        for language in LANGUAGES {
            assert!(table(language).is_ok(), "{:?}", table(language));
        }
        let [english, spanish] = LANGUAGES.map(|language| read(language).unwrap());
        assert_eq!(english.keys().collect::<Vec<_>>(), spanish.keys().collect::<Vec<_>>());
        let untold: Vec<_> = spanish.iter().filter(|(_, text)| text.is_empty()).map(|(name, _)| name).collect();
        assert!(untold.is_empty(), "not translated: {untold:?}");
    }

    #[test]
    fn a_literal_is_read_as_the_compiler_reads_it() {
        let check = |literal: &str, text: Option<&str>| assert_eq!(unquoted(literal).as_deref(), text, "{literal}");
        check(r#""plain""#, Some("plain"));
        check(r#""a \"word\" \u{2019}s \\""#, Some("a \"word\" ’s \\"));
        check("\"goes \\\n     on\"", Some("goes on"));
        check("r#\"as it \"is\"\"#", Some("as it \"is\""));
        check("7", None);
    }

    #[test]
    fn what_a_file_says_is_found() {
        let source = r##"
            // t!("of a comment")
            let a = (t!("one"), t!( "with {x}", x), format!("not {x}"), t!(verb: "Open"));
            const B: Message = message!("two \"quoted\"");
            let c = t!(r#"raw "x""#); format!("{}", at!("no"));
        "##;
        let texts: Vec<_> = said_in(source).into_iter().map(|(context, text)| (context.unwrap_or_default(), text)).collect();
        let wanted = [("", "one"), ("", "with {x}"), ("verb", "Open"), ("", "raw \"x\""), ("", "two \"quoted\"")];
        assert_eq!(texts, wanted.map(|(context, text)| (context.to_owned(), text.to_owned())));
    }

    #[test]
    fn names_are_the_first_words_and_each_once() {
        let taken = Messages::from([("on".to_owned(), String::new())]);
        assert_eq!(name_for("On", None, &taken), "on_2");
        assert_eq!(name_for("On", Some("verb"), &taken), "on__verb");
        assert_eq!(name_for("“{}”", None, &taken), "sign");
        let long = name_for("Nothing on this page was seen to tell another company what it is about", None, &taken);
        assert_eq!(long, "nothing_on_this_page_was_seen_to_tell_another");
    }
}
