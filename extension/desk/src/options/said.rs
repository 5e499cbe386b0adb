//! What is set and kept, in plain words.

use leaklight_core::settings_file::{FromFile, Refused};
use leaklight_draw::words::thousands;
use leaklight_text::t;

/// "Nothing", "812 bytes", "12 kB", "3 MB".
pub fn size(bytes: u64) -> String {
    match bytes {
        0 => t!("Nothing").to_owned(),
        1 => t!("1 byte").to_owned(),
        2..1000 => t!("{bytes} bytes"),
        1000..1_000_000 => t!("{} kB", bytes.div_ceil(1000)),
        _ => t!("{} MB", thousands(u32::try_from(bytes.div_ceil(1_000_000)).unwrap_or(u32::MAX))),
    }
}

/// Why a file is refused, with its place.
pub fn refused(refused: &Refused) -> String {
    let Refused { place, why } = refused;
    if place.is_empty() { t!("Nothing was changed. {why}") } else { t!("Nothing was changed. At `{place}`: {why}") }
}

/// What a file holds that this version does not know; empty where there is nothing.
pub fn unknown(file: &FromFile) -> String {
    let FromFile { unknown, unknown_at, .. } = file;
    if *unknown == 0 {
        return String::new();
    }
    let named: Vec<String> = unknown_at.iter().map(|at| format!("`{at}`")).collect();
    let named_all = named.join(t!(", "));
    let which = if *unknown > named.len() { t!("{named} and others", named = named_all) } else { named_all };
    match u32::try_from(*unknown).unwrap_or(u32::MAX) {
        1 => t!("1 entry of the file is unknown to this version and will be left out: {which}."),
        n => t!("{n} entries of the file are unknown to this version and will be left out: {which}.", n = thousands(n)),
    }
}

/// Hosts as somebody types them, with whatever stands between them.
pub fn hosts(typed: &str) -> Vec<String> {
    typed.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).filter(|host| !host.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_hosts() {
        let said: Vec<String> = [0, 1, 999, 1000, 1001, 999_999, 8_388_608].map(size).into();
        assert_eq!(said, ["Nothing", "1 byte", "999 bytes", "1 kB", "2 kB", "1000 kB", "9 MB"]);
        assert_eq!(hosts(" a.example,b.example;\n c.example "), ["a.example", "b.example", "c.example"]);
        assert!(hosts(" , ").is_empty());
    }

    #[test]
    fn a_file_is_refused_in_a_sentence() {
        let no = Refused { place: "rules[3].says".into(), why: "This is none of: a, b.".into() };
        assert_eq!(refused(&no), "Nothing was changed. At `rules[3].says`: This is none of: a, b.");
        assert_eq!(refused(&Refused { place: String::new(), ..no }), "Nothing was changed. This is none of: a, b.");
        let file = FromFile { unknown: 7, unknown_at: vec!["a".into(), "b".into()], ..FromFile::default() };
        assert_eq!(unknown(&file), "7 entries of the file are unknown to this version and will be left out: `a`, `b` and others.");
        assert_eq!(unknown(&FromFile::default()), "");
    }
}
