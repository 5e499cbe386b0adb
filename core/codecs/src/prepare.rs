//! A value's table: what to search for, what to look up.

use crate::digest::{self, Weight};
use crate::{dress, spell};
use leaklight_core::known::table::{Search, Writer};
use leaklight_core::known::{Form, Step};

/// Longest text searched for, in bytes; of longer values this much at the beginning is.
const LONGEST: usize = 1024;
/// Longest text searched for under disguises, likewise.
const DISGUISED: usize = 128;
/// Longest value of which every digest is worked out, in bytes; of longer ones only the likelier.
const HASHED: usize = 128;
/// Longest value prepared at all, in bytes.
const PREPARED: usize = 64 * 1024;
/// Shorter values count only as whole fields, in characters.
const ANYWHERE: usize = 6;
/// Shorter values count only as digests, in characters.
const PLAIN: usize = 3;
/// From this length on, in bytes, a text may stand inside a longer word.
const IN_WORDS: usize = 12;

/// Makes a value ready to be found: the table [`Session::learn`](leaklight_core::session::Session::learn) takes. `secret`: digests
/// alone, nothing the value can be read back from. `salt` stands before and behind the value where one was sent in the open, or is
/// an HMAC's key. An empty value's table finds nothing; values beyond 64 KB are cut.
pub fn prepare(text: &str, salt: &str, secret: bool) -> Vec<u8> {
    let text = cut(text, PREPARED);
    let mut table = Writer::default();
    let chars = text.trim().chars().count();
    let mut spellings = spell::of(text);
    if secret {
        groups(text, &mut spellings);
    }
    for spelling in &spellings {
        let weight = if text.len() > HASHED { Weight::Light } else { spelling.weight };
        if !spelling.split {
            digest::add(&mut table, &spelling.text, spelling.form, weight, salt);
        }
        if chars < PLAIN || spelling.text.chars().count() < PLAIN {
            continue;
        }
        if secret {
            hidden(&mut table, spelling);
        } else if chars < ANYWHERE || spelling.text.chars().count() < ANYWHERE {
            short(&mut table, &spelling.text, spelling.form);
        } else {
            searched(&mut table, spelling);
        }
    }
    table.finish()
}

/// A card's number is typed with spaces, and sent without or with dashes.
fn groups(text: &str, spellings: &mut Vec<spell::Spelling>) {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if !(12..=19).contains(&digits.len()) || !text.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-')) {
        return;
    }
    let fours: Vec<&str> = (0..digits.len()).step_by(4).filter_map(|at| digits.get(at..digits.len().min(at + 4))).collect();
    for text in [digits.clone(), fours.join(" "), fours.join("-"), fours.join("+")] {
        if spellings.iter().all(|s| s.text != text) {
            spellings.push(spell::Spelling { text, form: Form::Packed, weight: Weight::Vendor, split: false });
        }
    }
}

/// A secret's spellings, to be told without being kept.
fn hidden(table: &mut Writer, spelling: &spell::Spelling) {
    if spelling.split {
        return;
    }
    let text = spelling.text.as_bytes();
    table.secret(text, spelling.form, &[]);
    if spelling.form != Form::Upper {
        for (step, dress) in TURNS {
            table.secret(&dress(text), spelling.form, &[step]);
        }
    }
}

fn short(table: &mut Writer, text: &str, form: Form) {
    // Case counts nothing, beyond ASCII neither: fields are compared byte by byte.
    let whole = Search { whole: true, ..Search::default() };
    table.text(text.as_bytes(), whole, form, &[]);
    if form != Form::Upper {
        for (step, dress) in TURNS {
            table.text(&dress(text.as_bytes()), Search { exact: true, ..whole }, form, &[step]);
        }
    }
}

/// Letters for letters.
const TURNS: [dress::Dress; 3] = [(Step::Reversed, dress::reversed), (Step::Rot13, dress::rot13), (Step::Substituted, dress::substituted)];

fn searched(table: &mut Writer, spelling: &spell::Spelling) {
    let (text, form) = (cut(&spelling.text, LONGEST), spelling.form);
    let is_mail = text.contains('@') && !text.contains(char::is_whitespace);
    let mut known: Vec<Vec<u8>> = Vec::new();
    let mut add = |text: &[u8], exact: bool, form: Form, steps: &[Step]| {
        // Words run together are a name in an address as well: `marguerite.delacroix40@…` is no name sent.
        let word = text.len() < IN_WORDS || spelling.form == Form::Packed || form == Form::Slug;
        let alone = word && text.iter().all(u8::is_ascii_alphanumeric) && !steps.contains(&Step::Base64);
        if !known.iter().any(|k| k == text) {
            known.push(text.to_vec());
            let (mail, aligned) = (steps.is_empty() && is_mail, steps == [Step::Base64]);
            table.text(text, Search { exact, alone, split: spelling.split, whole: false, mail, aligned }, form, steps);
        }
    };
    add(text.as_bytes(), false, form, &[]);
    if spelling.split {
        return;
    }
    if text.contains(' ') {
        for joint in ["-", "+", "_", "%20", ""] {
            add(text.replace(' ', joint).as_bytes(), false, Form::Slug, &[]);
        }
    }
    if form == Form::Upper {
        // Upper case is found with the rest; encoded upper case is rare enough to be left to the decoders.
        return;
    }
    let text = cut(text, DISGUISED).as_bytes();
    for (step, dress) in TURNS {
        let one = dress(text);
        // Substituted letters change their case.
        let exact = step == Step::Substituted;
        add(&one, exact, form, &[step]);
        for (again, dress) in TURNS {
            if again != step {
                add(&dress(&one), exact || again == Step::Substituted, form, &[again, step]);
            }
        }
        if spelling.weight == Weight::Full {
            add(&dress(&dress::percent(text)), exact, form, &[step, Step::Percent]);
            // Base58 tells by nothing that it was turned.
            add(&dress(&dress::base58(text)), true, form, &[step, Step::Base58]);
        }
    }
    add(&dress::base58(text), true, form, &[Step::Base58]);
    // Inside binary data, where nothing tells that a text is coming, its three possible base64 spellings are searched for.
    for lead in 0..3usize {
        let whole = dress::base64(&[&[0u8; 2][..lead.min(2)], text].concat());
        // The first characters depend on what stands before, the last ones on what follows.
        let from = lead + usize::from(lead > 0);
        let to = (lead + text.len()) * 8 / 6;
        add(whole.get(from..to).unwrap_or(b""), true, form, &[Step::Base64]);
    }
}

fn cut(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_secret_cannot_be_read_back() {
        let holds = |table: &[u8], text: &str| table.windows(text.len()).any(|w| w.eq_ignore_ascii_case(text.as_bytes()));
        assert!(holds(&prepare("Hunter2!secret", "", false), "hunter2!secret"));
        for secret in ["Hunter2!secret", "4111 1111 1111 1111", "abc", "pässwörd"] {
            let table = prepare(secret, "", true);
            assert!(!holds(&table, secret), "{secret}");
            assert!(!holds(&table, secret.get(..3).unwrap()), "{secret}");
        }
    }

    #[test]
    fn tables_are_small() {
        for value in
            ["Ada.Winter9+lab@Mail-Test.example", "+1 (415) 555-0137", "10/17/1971", "Marguerite Delacroix", "test", "u_83kf02mZx91Qv"]
        {
            let len = prepare(value, "", false).len();
            assert!(len <= 64 * 1024, "{value}: {len}");
        }
        assert!(prepare(&"ab ".repeat(100_000), "salt", false).len() <= 64 * 1024);
    }

    proptest! {
        #[test]
        fn any_value_is_prepared(text in "\\PC{0,40}", salt in "\\PC{0,6}", secret in any::<bool>()) {
            prop_assert_eq!(prepare(&text, &salt, secret), prepare(&text, &salt, secret));
        }
    }
}
