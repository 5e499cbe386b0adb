//! What Leaklight says, in the person's language.
//!
//! Code names a message by its English text ([`t!`]); what is compiled in is its number. A native program holds all languages. A WASM
//! module holds none: whoever instantiates it hands it the text of one language ([`set`]), one message a line, as `cargo xtask build`
//! writes it from `_locales`.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub use leaklight_text_macro::{message, t};
use std::fmt::{Display, Write};
use std::sync::OnceLock;

static TABLE: OnceLock<Vec<&'static str>> = OnceLock::new();

/// A message, for constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message(
    /// Its number.
    pub u16,
);

impl Message {
    /// Its text.
    pub fn say(self) -> &'static str {
        say(self.0)
    }
}

/// The text of one language, one message a line; heeded once, and before anything is said. It is kept as long as the program runs.
pub fn set(text: String) {
    TABLE.get_or_init(|| text.leak().split('\n').collect());
}

/// The native program speaks this language from now on. False where there is no such language, or something was said before.
#[cfg(not(target_arch = "wasm32"))]
pub fn speak(language: &str) -> bool {
    let Some((_, text)) = TEXTS.iter().find(|(known, _)| *known == language) else { return false };
    TABLE.set(text.split('\n').collect()).is_ok()
}

#[cfg(not(target_arch = "wasm32"))]
const TEXTS: [(&str, &str); 2] =
    [("en", include_str!(concat!(env!("OUT_DIR"), "/en.txt"))), ("es", include_str!(concat!(env!("OUT_DIR"), "/es.txt")))];

/// The text of a message; empty where there is none.
pub fn say(number: u16) -> &'static str {
    #[cfg(not(target_arch = "wasm32"))]
    let table = TABLE.get_or_init(|| TEXTS[0].1.split('\n').collect());
    #[cfg(target_arch = "wasm32")]
    let Some(table) = TABLE.get() else { return "" };
    table.get(usize::from(number)).copied().unwrap_or("")
}

/// The text of a message with its places filled in.
pub fn fill(number: u16, places: &[&dyn Display]) -> String {
    filled(say(number), places)
}

fn filled(text: &str, places: &[&dyn Display]) -> String {
    let mut out = String::with_capacity(text.len() + places.len() * 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((place, behind)) = after.split_once('}') else { return out };
        match place.as_bytes() {
            [digit] if digit.is_ascii_digit() => {
                let value = places.get(usize::from(digit - b'0'));
                // Writing to a string does not fail.
                let _ = value.map(|value| write!(out, "{value}"));
            }
            _ => out.extend(["{", place, "}"]),
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_in_wherever_they_stand() {
        let check = |text: &str, places: &[&dyn Display], wanted: &str| assert_eq!(filled(text, places), wanted);
        check("nothing", &[], "nothing");
        check("{0} was told {1}", &[&"Meta", &"a title"], "Meta was told a title");
        check("{1} se envió a {0}", &[&"Meta", &2], "2 se envió a Meta");
        // A value's own braces are its own.
        check("{0} and {1}", &[&"{1}", &"{0}"], "{1} and {0}");
        // Braces of a text's own.
        check("add { dom: false } to {0}", &[&"gtag"], "add { dom: false } to gtag");
        check("{7}", &[&"x"], "");
        check("{0", &[&"x"], "");
    }
}
