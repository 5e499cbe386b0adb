//! Purposes a record speaks of, and which of them it allows.

use crate::consent::{Standing, list};
pub(crate) use crate::storage::Purpose;
use leaklight_text::t;
use serde::{Deserialize, Serialize};

/// Beginnings and pieces of names by which purposes are told, the most particular first. OneTrust's group numbers as its
/// templates have them (toolstation-docs-develop.vercel.getdemo.dev, "Cookie Consent Groups and Effects"; a site may number
/// otherwise), Google's types of consent (developers.google.com/tag-platform/security/guides/consent), read 2026-11-26. The
/// rest are the words of the field.
const NAMES: &[(&str, Purpose)] = &[
    ("c0001", Purpose::Essential),
    ("c0002", Purpose::Analytics),
    ("c0003", Purpose::Preferences),
    ("c0004", Purpose::Advertising),
    ("c0005", Purpose::Advertising),
    ("ad_", Purpose::Advertising),
    ("ads", Purpose::Advertising),
    ("adstorage", Purpose::Advertising),
    ("aduser", Purpose::Advertising),
    ("adperson", Purpose::Advertising),
    ("security", Purpose::Essential),
    ("necessary", Purpose::Essential),
    ("essen", Purpose::Essential),
    ("required", Purpose::Essential),
    ("notwendig", Purpose::Essential),
    ("technical", Purpose::Essential),
    ("advert", Purpose::Advertising),
    ("marketing", Purpose::Advertising),
    ("target", Purpose::Advertising),
    ("social", Purpose::Advertising),
    ("facebook", Purpose::Advertising),
    ("meta-", Purpose::Advertising),
    ("doubleclick", Purpose::Advertising),
    ("sale", Purpose::Advertising),
    ("analytic", Purpose::Analytics),
    ("statisti", Purpose::Analytics),
    ("measure", Purpose::Analytics),
    ("performance", Purpose::Analytics),
    ("matomo", Purpose::Analytics),
    ("hotjar", Purpose::Analytics),
    ("clarity", Purpose::Analytics),
    ("audience", Purpose::Analytics),
    ("preference", Purpose::Preferences),
    ("function", Purpose::Preferences),
    ("personali", Purpose::Preferences),
    ("comfort", Purpose::Preferences),
];

/// The purpose a category's, group's or service's name stands for.
pub(crate) fn purpose(name: &str) -> Purpose {
    let lower = crate::address::cut(name, 80).to_ascii_lowercase();
    let row = NAMES.iter().find(|(part, _)| match part.len() {
        // Short ones only where a word begins so: "ads" is none of "loads".
        ..=3 => lower.match_indices(part).any(|(at, _)| lower.get(..at).is_some_and(|b| !b.ends_with(|c: char| c.is_ascii_alphanumeric()))),
        _ => lower.contains(part),
    });
    row.map_or(Purpose::Unknown, |row| row.1)
}

/// What a record allows and refuses: two bits a purpose, allowed and refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Grants(u8);

/// Every allowing bit.
const YES: u8 = 0b0101_0101;

impl Grants {
    const fn shift(of: Purpose) -> u8 {
        match of {
            Purpose::Analytics => 0,
            Purpose::Advertising => 2,
            Purpose::Preferences => 4,
            Purpose::Unknown | Purpose::Essential => 6,
        }
    }

    /// Everything allowed, or nothing but the necessary.
    pub(crate) const fn all(allowed: bool) -> Grants {
        Grants(if allowed { YES } else { YES << 1 } & 0b11_1111)
    }

    /// Adds what is said of one purpose. What is necessary is no question.
    pub(crate) fn add(&mut self, of: Purpose, allowed: bool) {
        if of != Purpose::Essential {
            self.0 |= if allowed { 1 } else { 2 } << Grants::shift(of);
        }
    }

    /// What holds once `later` was said: what that does not name stays.
    pub(crate) const fn then(self, later: Grants) -> Grants {
        let named = later.0 | later.0 >> 1;
        let named = (named & YES) * 3;
        Grants(self.0 & !named | later.0)
    }

    /// True where one allows a purpose that the other refuses.
    pub(crate) const fn contradicts(self, other: Grants) -> bool {
        let (a, b) = (self.0, other.0);
        // Allowed alone, refused alone.
        let (yes, no) = (a & !(a >> 1) & YES, (a >> 1) & !a & YES);
        let (other_yes, other_no) = (b & !(b >> 1) & YES, (b >> 1) & !b & YES);
        yes & other_no | no & other_yes != 0
    }

    /// True where it says nothing of any purpose.
    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// True where the purpose is refused, and nothing of it allowed.
    pub(crate) const fn refuses(self, of: Purpose) -> bool {
        self.0 >> Grants::shift(of) & 3 == 2
    }

    /// True where the purpose is allowed, and nothing of it refused.
    pub(crate) const fn allows(self, of: Purpose) -> bool {
        self.0 >> Grants::shift(of) & 3 == 1
    }

    /// What it comes to.
    pub(crate) const fn standing(self) -> Standing {
        Standing::of(self.0 & YES != 0, self.0 & (YES << 1) != 0)
    }

    /// In plain words: "analytics allowed; advertising refused".
    pub(crate) fn words(self) -> String {
        let of = [
            (Purpose::Analytics, t!("analytics")),
            (Purpose::Advertising, t!("advertising")),
            (Purpose::Preferences, t!("preferences")),
            (Purpose::Unknown, t!("other services")),
        ];
        let mut said = String::new();
        for state in 1..=3 {
            let mut names = [""; 4];
            let mut n = 0;
            for (slot, (_, name)) in names.iter_mut().zip(of.iter().filter(|(p, _)| self.0 >> Grants::shift(*p) & 3 == state)) {
                *slot = name;
                n += 1;
            }
            if n > 0 {
                if !said.is_empty() {
                    said.push_str(t!("; "));
                }
                let purposes = list(names.get(..n).unwrap_or_default());
                said.push_str(&match state {
                    1 => t!("{purposes} allowed"),
                    2 => t!("{purposes} refused"),
                    _ => t!("{purposes} allowed in part"),
                });
            }
        }
        if said.is_empty() { t!("nothing said of any purpose").to_owned() } else { said }
    }
}

/// True or false, as records spell it.
pub(super) fn truth(value: &str) -> Option<bool> {
    let value = value.trim();
    let is = |words: &[&str]| words.iter().any(|w| value.eq_ignore_ascii_case(w));
    if is(&["true", "1", "yes", "granted", "accept", "accepted", "allow", "allowed", "all"]) {
        Some(true)
    } else if is(&["false", "0", "no", "denied", "deny", "reject", "rejected", "declined", "decline"]) {
        Some(false)
    } else {
        None
    }
}
