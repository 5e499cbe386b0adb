//! A raw record of consent as a person may see it.

use super::managers::Says;
use crate::address::cut;
use crate::detect::words;
use crate::excerpt::Excerpt;
use crate::reveal::Reveal;
use crate::storage::is_uuid;

/// The longest record read for showing, in bytes.
const MOST: usize = 600;

/// What could not be read may be anything, and is masked whole. Of the rest personal details are masked, and numbers a manager gives a
/// visitor's consent, by which a browser can be told from others; what was chosen stays to be read.
pub(crate) fn shown(value: &str, says: Says) -> Excerpt {
    if says == Says::Unclear && !value.is_empty() {
        return Excerpt::value(value);
    }
    let value = cut(value, MOST);
    words::excerpt_masking(value, &Reveal::default(), &numbers(value))
}

/// UUIDs, which is what consent numbers are made as. No consent string has their form.
fn numbers(value: &str) -> Vec<(u32, u32)> {
    let mut at = 0;
    let mut found = Vec::new();
    let parts = |c: char| !c.is_ascii_alphanumeric() && c != '-';
    for with_end in value.split_inclusive(parts) {
        let piece = with_end.trim_end_matches(parts);
        // What stands before it in percent-encoding runs into it: `%22` and its like leave two digits.
        for start in [0, 2] {
            if piece.get(start..start + 36).is_some_and(|text| piece.len() == start + 36 && is_uuid(text)) {
                found.push(((at + start) as u32, (at + start + 36) as u32));
            }
        }
        at += with_end.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitors_number_is_masked_and_the_choice_is_not() {
        let check = |value: &str, says: Says, wanted: &str| assert_eq!(shown(value, says).shown, wanted, "{value}");
        check("groups=C0001:1,C0002:0&interactionCount=1", Says::Denied, "groups=C0001:1,C0002:0&interactionCount=1");
        check("CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA", Says::Granted, "CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA");
        check("é,9f3c2a7b-e41d-4c55-8a31-0d77b1f0a6c2", Says::Granted, "é,9•••2 (36)");
        check("consentId=9f3c2a7b-e41d-4c55-8a31-0d77b1f0a6c2&groups=C0002:0", Says::Denied, "consentId=9•••2 (36)&groups=C0002:0");
        check("%22id%22%3A%229f3c2a7b-e41d-4c55-8a31-0d77b1f0a6c2%22", Says::Granted, "%22id%22%3A%229•••2 (36)%22");
        check("anything at all", Says::Unclear, "a•••l (15)");
        check("", Says::Unclear, "");
    }
}
