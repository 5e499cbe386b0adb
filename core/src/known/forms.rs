//! The spellings of one value: as typed, and as vendors ask it to be normalised before it is sent or hashed.

use serde::{Deserialize, Serialize};

/// Which spelling of a value was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Form {
    /// As it was given, without space around it.
    AsGiven,
    /// In lower case.
    Lower,
    /// In upper case.
    Upper,
    /// In lower case without spaces or punctuation.
    Packed,
    /// An e-mail address in lower case, dots and `+tag` before the `@` removed (Google's rule for gmail.com, applied to
    /// any host because senders do).
    MailboxOnly,
    /// A telephone number as `+` and digits.
    E164,
    /// A telephone number's digits with the country code.
    Digits,
    /// A telephone number's digits without the country code.
    National,
    /// A date in another order or with other marks.
    Date,
    /// Words joined as addresses join them: `chronic-migraine`.
    Slug,
}

impl Form {
    /// The spelling in plain words.
    pub const fn word(self) -> &'static str {
        match self {
            Form::AsGiven => "as given",
            Form::Lower => "lower case",
            Form::Upper => "upper case",
            Form::Packed => "without spaces",
            Form::MailboxOnly => "e-mail without dots or tag",
            Form::E164 => "international number",
            Form::Digits => "digits only",
            Form::National => "digits without country code",
            Form::Date => "date in another order",
            Form::Slug => "words joined",
        }
    }
}

/// Every spelling of a value, each once, the plainest first.
pub(super) fn of(value: &str) -> Vec<(String, Form)> {
    let mut out: Vec<(String, Form)> = Vec::with_capacity(8);
    let mut add = |text: String, form: Form| {
        if !text.is_empty() && !out.iter().any(|(t, _)| *t == text) {
            out.push((text, form));
        }
    };
    let typed = value.trim();
    let lower = typed.to_lowercase();
    add(typed.to_owned(), Form::AsGiven);
    add(lower.clone(), Form::Lower);
    add(typed.to_uppercase(), Form::Upper);
    if let Some((local, host)) = lower.split_once('@') {
        let untagged = local.split('+').next().unwrap_or(local);
        add(format!("{}@{host}", local.replace('.', "")), Form::MailboxOnly);
        add(format!("{untagged}@{host}"), Form::MailboxOnly);
        add(format!("{}@{host}", untagged.replace('.', "")), Form::MailboxOnly);
    } else if let Some(dates) = dates(typed) {
        for date in dates {
            add(date, Form::Date);
        }
    } else if is_phone(typed) {
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let with_plus = typed.starts_with('+');
        add(format!("+{digits}"), Form::E164);
        add(digits.clone(), Form::Digits);
        match (digits.len(), digits.strip_prefix('1')) {
            (11, Some(national)) => add(national.to_owned(), Form::National),
            (10, _) if !with_plus => {
                add(format!("+1{digits}"), Form::E164);
                add(format!("1{digits}"), Form::Digits);
            }
            _ => {}
        }
    } else {
        add(lower.chars().filter(|c| c.is_alphanumeric()).collect(), Form::Packed);
        add(lower.chars().filter(|c| !c.is_whitespace()).collect(), Form::Packed);
    }
    out
}

/// Digits and the marks of telephone numbers, seven digits or more.
fn is_phone(v: &str) -> bool {
    let digits = v.bytes().filter(u8::is_ascii_digit).count();
    (7..=15).contains(&digits) && v.bytes().all(|b| b.is_ascii_digit() || matches!(b, b' ' | b'+' | b'-' | b'(' | b')' | b'.' | b'/'))
}

/// A full date in the orders and marks senders use; none where the value is no date.
fn dates(v: &str) -> Option<[String; 7]> {
    let mut parts = v.split(['-', '/', '.']);
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || [a, b, c].iter().any(|p| p.is_empty() || p.len() > 4 || !p.bytes().all(|x| x.is_ascii_digit())) {
        return None;
    }
    let (y, m, d) = match (a.len(), c.len()) {
        (4, 1 | 2) => (a, b, c),
        // The month stands first in the United States; a dot is a mark of places where the day does.
        (1 | 2, 4) if v.contains('.') || a.parse::<u8>().is_ok_and(|m| m > 12) => (c, b, a),
        (1 | 2, 4) => (c, a, b),
        _ => return None,
    };
    let (m, d) = (m.parse::<u8>().ok()?, d.parse::<u8>().ok()?);
    ((1..=12).contains(&m) && (1..=31).contains(&d)).then(|| {
        [
            format!("{y}{m:02}{d:02}"),
            format!("{y}-{m:02}-{d:02}"),
            format!("{m:02}/{d:02}/{y}"),
            format!("{m}/{d}/{y}"),
            format!("{d:02}/{m:02}/{y}"),
            format!("{m:02}{d:02}{y}"),
            format!("{d:02}.{m:02}.{y}"),
        ]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, want: &[&str]) {
        let got = of(value);
        for w in want {
            assert!(got.iter().any(|(t, _)| t == w), "{value}: {w} not in {got:?}");
        }
    }

    #[test]
    fn spellings() {
        assert_eq!(of(""), []);
        assert_eq!(of("  "), []);
        check(" Jane.Doe+x@Gmail.com ", &["Jane.Doe+x@Gmail.com", "jane.doe+x@gmail.com", "janedoe@gmail.com", "janedoe+x@gmail.com"]);
        check("+1 (415) 555-0137", &["+14155550137", "14155550137", "4155550137"]);
        check("415-555-0137", &["+14155550137", "14155550137", "4155550137"]);
        check("+44 20 7946 0018", &["+442079460018", "442079460018"]);
        check("10/17/1971", &["19711017", "1971-10-17", "10/17/1971", "17.10.1971"]);
        check("17.10.1971", &["19711017"]);
        check("Marguerite Delacroix", &["marguerite delacroix", "margueritedelacroix"]);
        assert!(of("12-34").iter().all(|(_, f)| *f != Form::Date));
    }
}
