//! Google's consent mode as its tags send it.
//!
//! Google publishes that `gcd` "is always sent to Google services, regardless of whether consent mode is activated or not"
//! (developers.google.com/tag-platform/security/concepts/consent-mode), not what its letters say. The letters are Markus
//! Baersch's reading in Simo Ahava, "Consent Mode V2 For Google Tags" (simoahava.com), which three other public programs
//! share; `gcs` by conma.lat and pietromingotti.com; all read 2026-11-26. The digits between the letters of `gcd` and what
//! follows the fourth letter are not publicly described and are left out.

use super::{Decoded, Standing, list, unread};
use leaklight_text::{Message, message, t};

/// The purposes of `gcd`, in its order; `gcs` has the first two.
const PURPOSES: [Message; 4] = [
    message!("advertising storage"),
    message!("analytics storage"),
    message!("user data for advertising"),
    message!("personalised advertising"),
];

/// True for a value of `gcs`'s form: `G1` and a digit or hyphen for each of two purposes.
pub(super) fn is_gcs(value: &str) -> bool {
    matches!(value.as_bytes(), [b'G', b'1', a, b] if b"01-".contains(a) && b"01-".contains(b))
}

/// True for a value of `gcd`'s form: two signs, then letters with one sign between each.
pub(super) fn is_gcd(value: &str) -> bool {
    let bytes = value.as_bytes();
    let letter = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_alphabetic);
    matches!(bytes.len(), 9..=24)
        && bytes.first() == Some(&b'1')
        && bytes.iter().all(u8::is_ascii_alphanumeric)
        && (1..5).all(|i| letter(2 * i))
}

/// True where `gcd` says of no purpose that anything was set: what is sent while consent mode is not in use.
pub(super) fn is_unset(gcd: &str) -> bool {
    is_gcd(gcd) && (1..5).all(|i| gcd.as_bytes().get(2 * i) == Some(&b'l'))
}

pub(super) fn gcs(value: &str) -> Decoded {
    if !is_gcs(value) {
        return unread(t!("it is not of the form G1 and two signs"));
    }
    let states = value.bytes().skip(2).map(|b| match b {
        b'1' => (message!("granted"), Some(true)),
        b'0' => (message!("denied"), Some(false)),
        _ => (message!("not set"), None),
    });
    stated(states)
}

pub(super) fn gcd(value: &str) -> Decoded {
    if !is_gcd(value) {
        return unread(t!("it is not of the known form"));
    }
    if is_unset(value) {
        return (t!("nothing set for any purpose").to_owned(), Standing::Unclear);
    }
    stated((1..5).filter_map(|i| value.as_bytes().get(2 * i)).map(|letter| match letter {
        b'l' => (message!("not set"), None),
        b'p' => (message!("denied by default"), Some(false)),
        b'q' => (message!("denied by default and by update"), Some(false)),
        b't' => (message!("granted by default"), Some(true)),
        b'r' => (message!("granted by update after denied by default"), Some(true)),
        b'm' => (message!("denied by update"), Some(false)),
        b'n' => (message!("granted by update"), Some(true)),
        b'u' => (message!("denied by update after granted by default"), Some(false)),
        b'v' => (message!("granted by default and by update"), Some(true)),
        _ => (message!("in a state that is not publicly described"), None),
    }))
}

/// Purposes with their states in words, those that follow each other with the same state said once.
fn stated(states: impl Iterator<Item = (Message, Option<bool>)>) -> Decoded {
    let mut groups: Vec<(Vec<&str>, Message)> = Vec::new();
    let (mut yes, mut no) = (false, false);
    for (purpose, (words, state)) in PURPOSES.into_iter().zip(states) {
        yes |= state == Some(true);
        no |= state == Some(false);
        match groups.last_mut() {
            Some((purposes, same)) if *same == words => purposes.push(purpose.say()),
            _ => groups.push((vec![purpose.say()], words)),
        }
    }
    let said: Vec<String> =
        groups.iter().map(|(purposes, state)| t!("{purposes} {state}", purposes = list(purposes), state = state.say())).collect();
    (said.join(t!("; ")), Standing::of(yes, no))
}

/// A hit that bears no `gcs`, and no `gcd` that says anything.
pub(super) fn missing() -> Decoded {
    (t!("consent mode is not active on this hit: no consent state was sent with it").to_owned(), Standing::Unclear)
}

/// `gcu`: pietromingotti.com, "Consent Mode Parameters" (read 2026-11-26).
pub(super) fn gcu(value: &str) -> Option<Decoded> {
    (value == "1").then(|| (t!("the state was updated just before").to_owned(), Standing::Unclear))
}

/// `npa`, non-personalised ads (pietromingotti.com, as above). Nought is also what is sent when nobody chose anything.
pub(super) fn npa(value: &str) -> Decoded {
    match value {
        "1" => (t!("advertisements that are not personalised asked for; the hit itself is sent all the same").to_owned(), Standing::Denied),
        "0" => (t!("personalised advertisements not ruled out by this signal").to_owned(), Standing::Unclear),
        _ => unread(t!("it is neither 0 nor 1")),
    }
}

pub(super) fn dma(value: &str) -> Decoded {
    match value {
        "1" => (t!("the EU’s Digital Markets Act said to apply").to_owned(), Standing::Unclear),
        "0" => (t!("the EU’s Digital Markets Act said not to apply").to_owned(), Standing::Unclear),
        _ => unread(t!("it is neither 0 nor 1")),
    }
}

/// `dma_cps`: a letter for each of Google's services that consent is passed on to, `-` for none. The letters as in
/// pietromingotti.com (read 2026-11-26); Google publishes none, and newer strings bear further ones.
pub(super) fn dma_cps(value: &str) -> Decoded {
    if matches!(value, "-" | "") {
        return (t!("consent passed on to none of Google’s services").to_owned(), Standing::Denied);
    }
    if value.len() > 12 || !value.bytes().all(|b| b.is_ascii_lowercase()) {
        return unread(t!("it is not of the known form"));
    }
    let known: Vec<&str> = value
        .bytes()
        .filter_map(|b| {
            Some(match b {
                b's' => "Search",
                b'y' => "YouTube",
                b'p' => "Play",
                b'h' => "Shopping",
                b'a' => "Ads",
                b'm' => "Maps",
                _ => return None,
            })
        })
        .collect();
    let others = value.len() - known.len();
    let known_ones = list(&known);
    let said = match (known.is_empty(), others) {
        (true, _) => t!("consent passed on to Google’s services, which ones is not publicly described").to_owned(),
        (_, 0) => t!("consent passed on to Google’s {services}", services = known_ones),
        _ => t!("consent passed on to Google’s {services}, and others that are not publicly described", services = known_ones),
    };
    (said, Standing::Granted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Standing::{Denied, Granted, Mixed, Unclear};

    #[track_caller]
    fn check(decode: fn(&str) -> Decoded, value: &str, said: &str, standing: Standing) {
        assert_eq!(decode(value), (said.to_owned(), standing), "{value}");
    }

    #[test]
    fn gcs_states_two_purposes() {
        check(gcs, "G111", "advertising storage and analytics storage granted", Granted);
        check(gcs, "G100", "advertising storage and analytics storage denied", Denied);
        check(gcs, "G101", "advertising storage denied; analytics storage granted", Mixed);
        check(gcs, "G110", "advertising storage granted; analytics storage denied", Mixed);
        check(gcs, "G1--", "advertising storage and analytics storage not set", Unclear);
        check(gcs, "G1-1", "advertising storage not set; analytics storage granted", Granted);
        for odd in ["", "G1", "G11", "G1111", "G211", "g111", "G1 1", "G1é"] {
            assert!(gcs(odd).0.starts_with("cannot be read"), "{odd}");
        }
    }

    #[test]
    fn gcd_states_four_purposes_and_how_each_came_about() {
        let all = "advertising storage, analytics storage, user data for advertising and personalised advertising";
        for (letter, state, standing) in [
            ('p', "denied by default", Denied),
            ('q', "denied by default and by update", Denied),
            ('t', "granted by default", Granted),
            ('r', "granted by update after denied by default", Granted),
            ('m', "denied by update", Denied),
            ('n', "granted by update", Granted),
            ('u', "denied by update after granted by default", Denied),
            ('v', "granted by default and by update", Granted),
            ('R', "in a state that is not publicly described", Unclear),
        ] {
            check(gcd, &format!("13{letter}3{letter}3{letter}3{letter}5l1"), &format!("{all} {state}"), standing);
        }
        check(gcd, "13l3l3l3l1l1", "nothing set for any purpose", Unclear);
        check(
            gcd,
            "11p1t1l1r5",
            "advertising storage denied by default; analytics storage granted by default; user data for advertising not set; \
             personalised advertising granted by update after denied by default",
            Mixed,
        );
        for odd in ["", "1", "11p1t1l1", "23l3l3l3l1", "13l3l3l3!1", "1311111111", "13l3l3l3l1l1l1l1l1l1l1l1l1"] {
            assert!(gcd(odd).0.starts_with("cannot be read"), "{odd}");
        }
    }

    #[test]
    fn one_sign_parameters() {
        assert_eq!(npa("1").1, Denied);
        assert_eq!(npa("0").1, Unclear);
        assert!(npa("yes").0.starts_with("cannot be read"));
        check(dma, "0", "the EU’s Digital Markets Act said not to apply", Unclear);
        check(dma_cps, "-", "consent passed on to none of Google’s services", Denied);
        check(dma_cps, "sypham", "consent passed on to Google’s Search, YouTube, Play, Shopping, Ads and Maps", Granted);
        check(dma_cps, "ao", "consent passed on to Google’s Ads, and others that are not publicly described", Granted);
        check(dma_cps, "z", "consent passed on to Google’s services, which ones is not publicly described", Granted);
        assert!(dma_cps("Mallory was here").0.starts_with("cannot be read"));
    }
}
