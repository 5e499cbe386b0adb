//! What looks wrong with a value somebody entered for a persona.

use crate::identify::{IdKind, has_form};
use crate::known::What;
use leaklight_text::t;

/// What looks wrong with a value, in one plain sentence; none where nothing does, or where there is no value yet.
///
/// The form comes first, then a value that could be a real person's, then one too short to be looked for inside longer text
/// ([`crate::known`]). A persona takes the value all the same.
pub fn check(what: What, value: &str) -> Option<&'static str> {
    let value = value.trim();
    if value.is_empty() {
        return None;
    }
    if what.is_secret() {
        return Some(t!("A persona holds no passwords or cards: type them into the page, and only digests are kept, in memory."));
    }
    if let Some(kind) = what.identifier()
        && !has_form(kind, value)
    {
        return match kind {
            IdKind::Email => Some(t!("This is no e-mail address.")),
            IdKind::Phone => Some(t!("This is no telephone number.")),
            IdKind::Dob => Some(t!("This is no date of birth. Write it as 1985-04-17 or 04/17/1985.")),
            IdKind::Zip => Some(t!("This does not look like a postal code: in the US it has five digits.")),
            IdKind::Ssn => Some(t!("No Social Security number has this form.")),
            _ => None,
        };
    }
    let real = match what {
        What::Email if !is_nobodys(value) => {
            Some(t!("This could be somebody’s real address. Addresses at example.org and example.com belong to nobody."))
        }
        What::Phone if !is_fiction(value) => {
            Some(t!("This could be somebody’s real number. Numbers from 555-0100 to 555-0199 belong to nobody."))
        }
        What::Ssn => Some(t!("This could be somebody’s real number. Use one only on a site of your own, without real records.")),
        _ => None,
    };
    real.or_else(|| match value.chars().count() {
        0..=2 => Some(t!("Shorter than three characters: found only where it is scrambled, as a digest.")),
        3..=5 => Some(t!("Shorter than six characters: found only where it is all that stands in a field.")),
        _ => None,
    })
}

/// At a domain, or under a top-level domain, that is kept for examples and tests (RFC 2606).
fn is_nobodys(email: &str) -> bool {
    let domain = email.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
    ["example.org", "example.com", "example.net"]
        .iter()
        .any(|kept| domain.strip_suffix(kept).is_some_and(|sub| sub.is_empty() || sub.ends_with('.')))
        || domain.ends_with(".example")
        || domain.ends_with(".test")
        || domain.ends_with(".invalid")
}

/// A North American number kept for fiction ([`super::generate`]).
fn is_fiction(phone: &str) -> bool {
    let digits: Vec<u8> = phone.bytes().filter(u8::is_ascii_digit).collect();
    let national = digits.strip_prefix(b"1").unwrap_or(&digits);
    national.len() == 10 && national.get(3..8) == Some(b"55501")
}
