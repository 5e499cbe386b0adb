//! What is set and kept, in plain words.

use leaklight_core::finding::Kind;
use leaklight_core::settings_file::{FromFile, Refused};
use leaklight_draw::words::{count, thousands};

/// What is muted, and what that does. A single finding's key holds its page's address, which is not repeated.
pub fn muted(key: &str, vendor: impl Fn(&str) -> String) -> (String, String) {
    const NO_CARD: &str = "No card for it; it stays in the panel.";
    let kind =
        |word: &str| Kind::ALL.iter().find(|kind| kind.word() == word).map_or_else(|| word.to_owned(), |kind| kind.title().to_owned());
    match key.split_once(':') {
        Some(("kind", word)) => match word.split_once('@') {
            Some((word, site)) => (kind(word), format!("This kind, on {site}. {NO_CARD}")),
            None => (kind(word), format!("This kind, everywhere. {NO_CARD}")),
        },
        Some(("recipient", id)) => (vendor(id), format!("This recipient. {NO_CARD}")),
        Some(("site", host)) => (host.to_owned(), "This site: no cards there. The panel shows everything.".to_owned()),
        _ => {
            let mut parts = key.split('|');
            let (what, who) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            let who = if who.is_empty() { String::new() } else { format!(" ({})", vendor(who)) };
            (format!("{}{who}", kind(what)), "One finding, until nothing is watched any more.".to_owned())
        }
    }
}

/// "Nothing", "812 bytes", "12 kB", "3 MB".
pub fn size(bytes: u64) -> String {
    match bytes {
        0 => "Nothing".to_owned(),
        1 => "1 byte".to_owned(),
        2..1000 => format!("{bytes} bytes"),
        1000..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        _ => format!("{} MB", thousands(u32::try_from(bytes.div_ceil(1_000_000)).unwrap_or(u32::MAX))),
    }
}

/// Why a file is refused, with its place.
pub fn refused(refused: &Refused) -> String {
    let Refused { place, why } = refused;
    let place = if place.is_empty() { String::new() } else { format!("At `{place}`: ") };
    format!("Nothing was changed. {place}{why}")
}

/// What a file holds that this version does not know; empty where there is nothing.
pub fn unknown(file: &FromFile) -> String {
    let FromFile { unknown, unknown_at, .. } = file;
    if *unknown == 0 {
        return String::new();
    }
    let named: Vec<String> = unknown_at.iter().map(|at| format!("`{at}`")).collect();
    let more = if *unknown > named.len() { " and others" } else { "" };
    let many = count(u32::try_from(*unknown).unwrap_or(u32::MAX), "entry of the file is", "entries of the file are");
    format!("{many} unknown to this version and will be left out: {}{more}.", named.join(", "))
}

/// Hosts as somebody types them, with whatever stands between them.
pub fn hosts(typed: &str) -> Vec<String> {
    typed.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).filter(|host| !host.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_muted_says_no_address() {
        let check = |key: &str, what: &str, rest: &str| {
            let said = muted(key, |id| if id == "meta-pixel" { "Meta Pixel".to_owned() } else { id.to_owned() });
            assert!(said.0 == what && said.1.contains(rest), "{key}: {said:?}");
        };
        check("kind:title-leak", Kind::TitleLeak.title(), "everywhere");
        check("kind:title-leak@clinic.example", Kind::TitleLeak.title(), "on clinic.example");
        check("kind:no-such", "no-such", "everywhere");
        check("recipient:meta-pixel", "Meta Pixel", "This recipient");
        check("site:clinic.example", "clinic.example", "no cards there");
        let title = format!("{} (Meta Pixel)", Kind::TitleLeak.title());
        check("title-leak|meta-pixel|https://clinic.example/hiv|dt", &title, "One finding");
        check("|||", "", "One finding");
    }

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
