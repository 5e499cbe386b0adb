//! The spellings of one value: as typed, and as vendors ask it to be normalised before it is sent or hashed.
//!
//! Read on 2026-11-26:
//! - Meta (<https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/customer-information-parameters>): e-mail
//!   trimmed and in lower case; telephone numbers without symbols, letters and leading zeros, with the country code; names in lower
//!   case without punctuation, in UTF-8; birth dates as YYYYMMDD, with or without punctuation.
//! - Google (<https://developers.google.com/doubleclick-advertisers/guides/conversions_ec>): trimmed, in lower case, telephone numbers in
//!   E.164, in addresses at gmail.com and googlemail.com no dots before the `@`.
//! - Snap (<https://developers.snap.com/api/marketing-api/Conversions-API/BestPractices>): e-mail trimmed and in lower case;
//!   telephone numbers with the country code, digits alone, without a double zero before it.
//!
//! Generally known; no source read: what TikTok (E.164 with `+`), Pinterest and LinkedIn ask for, that a `+tag` is dropped,
//! towns without spaces, postal codes by their first five digits. Not covered: letters without their accents, states and
//! countries by their codes, national numbers written with a leading zero of their own.

use crate::digest::Weight;
use leaklight_core::known::Form;

/// A spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spelling {
    pub text: String,
    pub form: Form,
    pub weight: Weight,
    /// Only where it is cut over neighbouring fields: without what stands between the pieces.
    pub split: bool,
}

/// Every spelling of a value, each once, the plainest first.
pub(crate) fn of(value: &str) -> Vec<Spelling> {
    let mut out: Vec<Spelling> = Vec::with_capacity(16);
    let mut add = |text: String, form: Form, weight: Weight, split: bool| {
        if !text.is_empty() && !out.iter().any(|s| s.text == text) {
            out.push(Spelling { text, form, weight, split });
        }
    };
    let typed = value.trim();
    let lower = typed.to_lowercase();
    add(typed.to_owned(), Form::AsGiven, Weight::Full, false);
    add(lower.clone(), Form::Lower, Weight::Full, false);
    add(typed.to_uppercase(), Form::Upper, Weight::Light, false);
    if let Some((local, host)) = lower.rsplit_once('@').filter(|(local, host)| is_mailbox(local, host)) {
        let untagged = local.split('+').next().unwrap_or(local);
        for local in [untagged.replace('.', ""), untagged.to_owned(), local.replace('.', "")] {
            add(format!("{local}@{host}"), Form::MailboxOnly, Weight::Vendor, false);
        }
        // Google counts both hosts as one.
        for (host, other) in [("gmail.com", "googlemail.com"), ("googlemail.com", "gmail.com")] {
            if lower.ends_with(&format!("@{host}")) {
                add(format!("{}@{other}", untagged.replace('.', "")), Form::MailboxOnly, Weight::Vendor, false);
            }
        }
        add(format!("{local}{host}"), Form::Lower, Weight::Light, true);
    } else if let Some(dates) = dates(typed) {
        for date in dates {
            add(date, Form::Date, Weight::Vendor, false);
        }
    } else if is_phone(typed) {
        // Nine digits with a dash may be either.
        if let Some(zip) = zip(typed) {
            add(zip.to_owned(), Form::Zip, Weight::Vendor, false);
        }
        phones(typed, &mut |text, form, weight| add(text, form, weight, false));
    } else {
        if let Some(rest) = lower.strip_prefix("https://").or(lower.strip_prefix("http://"))
            && rest.split_once('/').is_some_and(|(_, path)| path.len() >= 6)
        {
            let bare = typed.split_once("://").map_or("", |(_, rest)| rest);
            add(bare.to_owned(), Form::Bare, Weight::Vendor, false);
        }
        add(lower.chars().filter(|c| c.is_alphanumeric()).collect(), Form::Packed, Weight::Vendor, false);
        add(lower.chars().filter(|c| !c.is_whitespace()).collect(), Form::Packed, Weight::Vendor, false);
        if lower.contains(' ') {
            add(lower.replace(' ', "-"), Form::Slug, Weight::Vendor, false);
        }
        // Names and towns: no punctuation, spaces kept.
        add(lower.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect(), Form::Packed, Weight::Vendor, false);
    }
    out
}

fn is_mailbox(local: &str, host: &str) -> bool {
    !local.is_empty() && host.contains('.') && !host.contains('/') && !local.contains("://")
}

/// The first five digits of a postal code of nine.
fn zip(v: &str) -> Option<&str> {
    let (zip, more) = v.split_once('-')?;
    ((zip.len(), more.len()) == (5, 4) && [zip, more].iter().all(|p| p.bytes().all(|b| b.is_ascii_digit()))).then_some(zip)
}

/// Digits and the marks of telephone numbers, seven digits or more.
fn is_phone(v: &str) -> bool {
    let digits = v.bytes().filter(u8::is_ascii_digit).count();
    (7..=15).contains(&digits) && v.bytes().all(|b| b.is_ascii_digit() || matches!(b, b' ' | b'+' | b'-' | b'(' | b')' | b'.' | b'/'))
}

fn phones(typed: &str, add: &mut dyn FnMut(String, Form, Weight)) {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let plain = digits.trim_start_matches('0');
    let (abroad, digits) = match digits.strip_prefix("00") {
        Some(rest) => (true, rest.to_owned()),
        None => (typed.starts_with('+'), digits.clone()),
    };
    let nanp = match (digits.len(), digits.strip_prefix('1')) {
        (11, Some(national)) => Some(national.to_owned()),
        (10, _) if !abroad && !digits.starts_with(['0', '1']) => Some(digits.clone()),
        _ => None,
    };
    match &nanp {
        Some(national) => {
            add(format!("+1{national}"), Form::E164, Weight::Full);
            add(format!("1{national}"), Form::Digits, Weight::Full);
            add(national.clone(), Form::National, Weight::Vendor);
            let (area, rest) = national.split_at_checked(3).unwrap_or(("", ""));
            let (exchange, line) = rest.split_at_checked(3).unwrap_or(("", ""));
            for (before, between, after) in [("", "-", "-"), ("(", ") ", "-"), ("", ".", "."), ("", " ", " ")] {
                add(format!("{before}{area}{between}{exchange}{after}{line}"), Form::National, Weight::Light);
            }
            add(format!("+1 {area}-{exchange}-{line}"), Form::E164, Weight::Light);
            add(format!("+1-{area}-{exchange}-{line}"), Form::E164, Weight::Light);
            add(format!("001{national}"), Form::Digits, Weight::Light);
        }
        None => {
            add(format!("+{digits}"), Form::E164, Weight::Full);
            add(digits.clone(), Form::Digits, Weight::Full);
            if abroad {
                add(format!("00{digits}"), Form::Digits, Weight::Light);
            }
            // Meta: no leading zeros; what Pinterest and Snap ask comes to the same here (of Pinterest no source read).
            add(plain.to_owned(), Form::Digits, Weight::Vendor);
        }
    }
}

/// A full date in the orders and marks senders use; none where the value is no date.
fn dates(v: &str) -> Option<[String; 9]> {
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
            format!("{d:02}{m:02}{y}"),
            format!("{d:02}.{m:02}.{y}"),
            format!("{m:02}-{d:02}-{y}"),
        ]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, want: &[&str]) {
        let got = of(value);
        for w in want {
            assert!(got.iter().any(|s| s.text == *w), "{value}: {w} not in {got:?}");
        }
    }

    #[test]
    fn spellings() {
        assert_eq!(of(""), []);
        assert_eq!(of("  "), []);
        check(" Jane.Doe+x@Gmail.com ", &["Jane.Doe+x@Gmail.com", "jane.doe+x@gmail.com", "janedoe@gmail.com", "janedoe+x@gmail.com"]);
        check("Jane.Doe+x@Gmail.com", &["janedoe@googlemail.com", "jane.doe@gmail.com"]);
        check("+1 (415) 555-0137", &["+14155550137", "14155550137", "4155550137", "415-555-0137", "(415) 555-0137"]);
        check("415-555-0137", &["+14155550137", "14155550137", "4155550137"]);
        check("+44 20 7946 0018", &["+442079460018", "442079460018"]);
        check("0044 20 7946 0018", &["+442079460018", "442079460018"]);
        check("020 7946 0018", &["02079460018", "2079460018"]);
        check("10/17/1971", &["19711017", "1971-10-17", "10/17/1971", "17.10.1971"]);
        check("17.10.1971", &["19711017"]);
        check("Marguerite Delacroix", &["marguerite delacroix", "margueritedelacroix"]);
        check("O'Brien-Smith St. James", &["obriensmith st james", "obriensmithstjames"]);
        check("94107-1234", &["94107", "941071234"]);
        assert!(["94107-123", "941071-234", "9410a-1234"].iter().all(|v| of(v).iter().all(|s| s.form != Form::Zip)));
        check("https://clinic.example/hiv-testing/", &["clinic.example/hiv-testing/"]);
        assert!(of("https://clinic.example/a").iter().all(|s| s.form != Form::Bare));
        assert!(of("12-34").iter().all(|s| s.form != Form::Date));
    }
}
