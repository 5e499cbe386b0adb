//! Keys that open something: tokens, passwords, signed addresses.

use super::class::{Class, Hold};
use super::rules::{Facts, seen};
use super::{Confidence, IdKind, Seen, public_key, text};
use crate::payload::Field;
use crate::vendor::Meaning;

/// Beginnings that make a value a secret whatever its name: the vendors' own key formats (generally known; no source read).
#[rustfmt::skip]
const SECRET_STARTS: &[&str] = &[
    "-----BEGIN ", "Bearer ", "EAACEdEose0cBA", "SG.", "dop_v1_", "ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "npm_", "pat-na1-",
    "phx_", "rk_live_", "rk_test_", "shpat_", "shpss_", "sk-ant-", "sk-proj-", "sk.eyJ", "sk_live_", "sk_test_", "sq0csp-",
    "wc_order_", "whsec_", "xapp-", "xoxb-", "xoxp-", "ya29.",
];

/// Words in an address where a `code` opens something.
const DOORS: &[&str] =
    &["activat", "auth", "callback", "confirm", "invit", "login", "magic", "otp", "password", "reset", "signin", "verif"];

/// Parameters that stand beside the signature of an address that opens a file: S3, CloudFront, Azure, Google.
#[rustfmt::skip]
const SIGNED_WITH: &[&str] = &["awsaccesskeyid", "exp", "expires", "googleaccessid", "key-pair-id", "keyname", "se", "x-amz-date", "x-amz-expires", "x-goog-expires"];

/// Finds a JSON Web Token: three base64url parts, the first the encoding of `{"` (RFC 7519).
fn jwt(value: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = value.as_bytes();
    let mut at = from;
    while let Some(found) = value.get(at..).and_then(|v| v.find("eyJ")) {
        let start = at + found;
        at = start + 3;
        if start > 0 && bytes.get(start - 1).is_some_and(|&b| is_base64url(b)) {
            continue;
        }
        let end = bytes.iter().enumerate().skip(start).find(|&(_, &b)| !(is_base64url(b) || b == b'.')).map_or(bytes.len(), |(i, _)| i);
        let mut parts = value.get(start..end).unwrap_or("").split('.');
        if let (Some(head), Some(claims), Some(sign), None) = (parts.next(), parts.next(), parts.next(), parts.next())
            && head.len() >= 16
            && claims.len() >= 8
            && (sign.len() >= 16 || sign.is_empty())
            && claims.starts_with("eyJ")
        {
            return Some((start, end));
        }
    }
    None
}

fn is_base64url(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')
}

/// Reports secrets that prove themselves by their form.
pub(super) fn tokens(value: &str, facts: &Facts<'_>, report: &mut dyn FnMut(Seen)) {
    if has_secret_start(value) {
        report(seen(IdKind::Token, Confidence::High, "begins as secret keys begin", (0, value.len())));
        return;
    }
    if value.len() < 40 {
        return;
    }
    // In a vendor's own request it is most often the vendor's: a visit, a choice. In a page's address it opens something.
    let confidence = if facts.of_page && facts.meaning != Meaning::Consent { Confidence::High } else { Confidence::Medium };
    let mut from = 0;
    while let Some((start, end)) = jwt(value, from) {
        from = end;
        report(seen(IdKind::Jwt, confidence, "has the form of a JSON Web Token", (start, end)));
    }
}

/// How surely a value under a token's or signature's name opens something.
pub(super) fn token(v: &str, facts: &Facts<'_>) -> Option<Confidence> {
    if facts.meaning == Meaning::Account || facts.meaning == Meaning::VisitorId || public_key::is_public(v) {
        return None;
    }
    let once = || (6..=8).contains(&v.len()) && v.bytes().all(|b| b.is_ascii_digit());
    match (facts.key.class, facts.key.hold) {
        (Class::Access, _) => return is_any_secret(v).then_some(if facts.of_page { Confidence::High } else { Confidence::Low }),
        (Class::Token, Hold::Firm) => return is_any_secret(v).then_some(Confidence::High),
        // `code` is most often a country, a coupon, a colour.
        (Class::OneTime, _) if !facts.beside || !(once() || is_unguessable(v)) => return None,
        // Click addresses of advertisers carry signatures that open nothing.
        (Class::Signature, Hold::Weak) if !facts.beside || v.len() < 20 => return None,
        (Class::OneTime, _) => {}
        _ if !is_unguessable(v) => return None,
        _ => {}
    }
    // In a vendor's own request `token` is most often the site's public key with that vendor, `session` a visit.
    facts.of_page.then_some(Confidence::Medium)
}

/// What stands beside a field and makes its value open something: a signature's expiry, an address that speaks of signing in.
pub(super) fn is_beside(items: &[Field<'_>], field: &Field<'_>, class: Class) -> bool {
    let beside = || items.iter().filter(|f| f.part == field.part && f.inside == field.inside && !std::ptr::eq(*f, field));
    match class {
        Class::Signature => beside().any(|f| SIGNED_WITH.iter().any(|w| w.eq_ignore_ascii_case(f.key()))),
        Class::OneTime => {
            // An error has a code as well.
            let path = |value: &str| {
                let path = value.split(['?', '#']).next().unwrap_or("");
                !text::mentions(path, &["error"]) && text::mentions(path, DOORS)
            };
            let outer = field.inside.and_then(|i| items.get(i as usize));
            beside().any(|f| f.key() == "state")
                || match outer {
                    Some(outer) => path(&outer.value),
                    None => items.iter().filter(|f| f.part == crate::payload::Part::Path).any(|f| path(&f.value)),
                }
        }
        _ => false,
    }
}

/// A secret by how it begins.
fn has_secret_start(value: &str) -> bool {
    let first = value.as_bytes().first().copied().unwrap_or(0);
    matches!(first, b'-' | b'B' | b'E' | b'S' | b'd' | b'g' | b'n' | b'p' | b'r' | b's' | b'w' | b'x' | b'y')
        && SECRET_STARTS.iter().any(|s| value.strip_prefix(s).is_some_and(|rest| rest.len() >= 8 && (s.ends_with(' ') || is_mixed(rest))))
}

/// Long and mixed enough to be a key nobody could guess: twelve characters or more, one word, no words with a year.
fn is_unguessable(value: &str) -> bool {
    let v = value.trim();
    (12..=4096).contains(&v.len())
        && v.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~' | b'+' | b'/' | b'=' | b':' | b'|'))
        && !v.contains("://")
        && is_mixed(v)
}

/// Letters and digits, small and large, by turns, as in what a machine drew: `summer-camp-2024` has no turn, `b7f3a9` five.
fn is_mixed(value: &str) -> bool {
    let kind = |b: &u8| match b {
        b'0'..=b'9' => 1,
        b'a'..=b'z' => 2,
        b'A'..=b'Z' => 3,
        _ => 0,
    };
    let (mut turns, mut with_digits) = (0, 0);
    for pair in value.as_bytes().windows(2) {
        let (a, b) = (pair.first().map_or(0, kind), pair.last().map_or(0, kind));
        // A capital before small letters begins a word.
        if a != 0 && b != 0 && a != b && (a, b) != (3, 2) {
            turns += 1;
            with_digits += usize::from(a == 1 || b == 1);
        }
    }
    turns >= 3 && with_digits >= 2
}

/// What a key named `password` or `reset_token` may hold: anything but an empty, masked or switch-like value.
fn is_any_secret(value: &str) -> bool {
    let v = value.trim();
    (4..=4096).contains(&v.len())
        && !v.contains(' ')
        && !v.bytes().all(|b| matches!(b, b'*' | b'x' | b'X' | b'.' | b':' | b'0'))
        && !v.starts_with(['{', '[', '<'])
        && !text::mentions(v, &["***", "redacted", "filtered", "masked"])
        && !text::is_listed("true false null none undefined password text hidden required", v)
        && (text::number(v).is_none() || v.len() <= 8)
}

/// ASP.NET without cookies puts the session into the path: `/(S(lit3py55t21z5v55vlm25s55))/`.
pub(super) fn is_path_session(v: &str) -> bool {
    v.strip_prefix("(S(")
        .and_then(|r| r.strip_suffix("))"))
        .is_some_and(|id| id.len() == 24 && id.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens() {
        for clean in ["eyJhbGciOiJIUzI1NiJ9", "eyJ.eyJ.abc", "a.b.c", ""] {
            assert_eq!(jwt(clean, 0), None, "{clean}");
        }
        let t = "x=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U;";
        assert_eq!(jwt(t, 0), Some((2, t.len() - 1)));
        for clean in
            ["newsletter", "1548850000123", "summer-camp-2024-week-10", "spring-2024-term-12", "HelloWorldAgain2024", "2024-11-23T10:15"]
        {
            assert!(!is_unguessable(clean), "{clean}");
        }
        for key in ["b7f3a91c0d4e88aa", "k11lf2097p3d8ucjusrcidcle6", "SplxlOBeZQQYbYS6WxSbIA", "5x3-9f8e7d6c5b4a39281706"] {
            assert!(is_unguessable(key), "{key}");
        }
        for clean in ["sk_live_", "sk-ii-facial-treatment-essence", "npm_config_registry_url", "ghp_", "pat-na1-schedule-form"] {
            assert!(!has_secret_start(clean), "{clean}");
        }
        assert!(has_secret_start("sk_live_4eC39HqLyjWDarjtT1zdp7dc") && has_secret_start("wc_order_a1B2c3D4e5F6g"));
        for masked in ["********", "***MAC***", "[REDACTED]", "xx:xx:xx:xx", "REDACTED_VALUE"] {
            assert!(!is_any_secret(masked), "{masked}");
        }
        assert!(!is_any_secret("null") && !is_any_secret("true") && is_any_secret("hunter2"));
    }
}
