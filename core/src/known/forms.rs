//! The spellings of a value: as typed, and as vendors ask it to be normalised before it is sent or hashed.

use serde::{Deserialize, Serialize};

/// Which spelling of a value was found. `leaklight-codecs` makes them; a table names them by their place.
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
    /// A postal code's first five digits.
    Zip,
    /// An address without `https://`.
    Bare,
}

/// Every spelling, in the order of its declaration. A table has four bits for one.
const ALL: [Form; 12] = [
    Form::AsGiven,
    Form::Lower,
    Form::Upper,
    Form::Packed,
    Form::MailboxOnly,
    Form::E164,
    Form::Digits,
    Form::National,
    Form::Date,
    Form::Slug,
    Form::Zip,
    Form::Bare,
];

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
            Form::Zip => "first five digits",
            Form::Bare => "without https://",
        }
    }

    /// The spelling a table's number names; what is no such number is as given.
    pub(super) fn of(number: u16) -> Form {
        ALL.get(usize::from(number)).copied().unwrap_or(Form::AsGiven)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_names_a_spelling() {
        for (i, &form) in ALL.iter().enumerate() {
            assert_eq!(form as usize, i);
            assert_eq!(Form::of(i as u16), form);
        }
        assert_eq!(ALL[ALL.len() - 1], Form::Bare);
        assert!(ALL.len() <= 16);
    }
}
