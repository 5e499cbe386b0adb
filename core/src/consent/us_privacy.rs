//! The US Privacy string: four characters, still sent although the IAB retired it in favour of GPP.
//!
//! IAB Tech Lab, "U.S. Privacy String", version 1.0 of February 2020 (github.com/InteractiveAdvertisingBureau/USPrivacy,
//! read 2026-11-26).

use super::{Decoded, Standing, unread};
use leaklight_text::t;

/// True for a value of the string's form: the version, then `Y`, `N` or `-` three times.
pub(super) fn is_string(value: &str) -> bool {
    matches!(value.as_bytes(), [version, rest @ ..] if version.is_ascii_digit() && rest.len() == 3 && rest.iter().all(|b| b"YNyn-".contains(b)))
}

pub(super) fn string(value: &str) -> Decoded {
    if !is_string(value) {
        return unread(t!("it is not of the form 1YNN"));
    }
    let sign = |i: usize| value.as_bytes().get(i).map_or(b'-', u8::to_ascii_uppercase);
    if !value.starts_with('1') {
        return unread(t!("its version is not known here"));
    }
    if (sign(1), sign(2), sign(3)) == (b'-', b'-', b'-') {
        return (t!("US privacy law said not to apply").to_owned(), Standing::Unclear);
    }
    let notice = match sign(1) {
        b'Y' => t!("notice given"),
        b'N' => t!("notice not given"),
        _ => t!("whether notice was given is not said"),
    };
    let (sale, standing) = match sign(2) {
        b'Y' => (t!("opted out of sale"), Standing::Denied),
        b'N' => (t!("not opted out of sale"), Standing::Granted),
        _ => (t!("whether the visitor opted out of sale is not said"), Standing::Unclear),
    };
    let agreement = match sign(3) {
        b'Y' => t!("under the limited service provider agreement"),
        b'N' => t!("not under the limited service provider agreement"),
        _ => t!("nothing said of the limited service provider agreement"),
    };
    ([sale, notice, agreement].join(t!("; ")), standing)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The specification's own examples, then what is none.
    #[test]
    fn four_signs() {
        for (value, said, standing) in [
            ("1YNN", "not opted out of sale; notice given; not under the limited service provider agreement", Standing::Granted),
            ("1NYY", "opted out of sale; notice not given; under the limited service provider agreement", Standing::Denied),
            ("1---", "US privacy law said not to apply", Standing::Unclear),
            (
                "1-Y-",
                "opted out of sale; whether notice was given is not said; nothing said of the limited service provider agreement",
                Standing::Denied,
            ),
            ("1yn-", "not opted out of sale; notice given; nothing said of the limited service provider agreement", Standing::Granted),
            ("2YNN", "cannot be read: its version is not known here", Standing::Unclear),
            ("1YN", "cannot be read: it is not of the form 1YNN", Standing::Unclear),
            ("1YNNN", "cannot be read: it is not of the form 1YNN", Standing::Unclear),
            ("1YéN", "cannot be read: it is not of the form 1YNN", Standing::Unclear),
            ("", "cannot be read: it is not of the form 1YNN", Standing::Unclear),
        ] {
            assert_eq!(string(value), (said.to_owned(), standing), "{value}");
        }
    }
}
