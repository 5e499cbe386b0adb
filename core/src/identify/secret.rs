//! Keys that open something: tokens, passwords, signed addresses.

use super::text;

/// Beginnings that make a value a secret whatever its name (the vendors' own key formats).
#[rustfmt::skip]
const SECRET_STARTS: &[&str] = &["sk_live_", "sk_test_", "rk_live_", "ghp_", "gho_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "shpat_", "phx_", "Bearer ", "-----BEGIN "];

/// Beginnings of keys that are made to stand in pages: measurement and container ids, publishable and write keys.
#[rustfmt::skip]
const PUBLIC_STARTS: &[&str] = &["phc_", "pk_live_", "pk_test_", "pk.", "AIza", "UA-", "G-", "GTM-", "AW-", "DC-", "GT-", "pub", "ca-pub-", "NRJS-", "6L", "https://", "http://"];

/// Finds a JSON Web Token: three base64url parts, the first the encoding of `{"` (RFC 7519).
pub(super) fn jwt(value: &str, from: usize) -> Option<(usize, usize)> {
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

/// A secret by how it begins.
pub(super) fn has_secret_start(value: &str) -> bool {
    SECRET_STARTS.iter().any(|s| value.starts_with(s) && value.len() >= s.len() + 8)
}

/// A key that is meant to be public by how it begins.
pub(super) fn has_public_start(value: &str) -> bool {
    PUBLIC_STARTS.iter().any(|s| value.starts_with(s))
}

/// Long and mixed enough to be a key nobody could guess: twelve characters or more, letters and digits, one word.
pub(super) fn is_unguessable(value: &str) -> bool {
    let v = value.trim();
    let digits = v.bytes().filter(u8::is_ascii_digit).count();
    let letters = v.bytes().filter(u8::is_ascii_alphabetic).count();
    (12..=4096).contains(&v.len())
        && digits >= 2
        && letters >= 2
        && v.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~' | b'+' | b'/' | b'=' | b':' | b'|'))
        && !v.contains("://")
}

/// What a key named `password` or `reset_token` may hold: anything but an empty, masked or switch-like value.
pub(super) fn is_any_secret(value: &str) -> bool {
    let v = value.trim();
    (4..=4096).contains(&v.len())
        && !v.contains(' ')
        && !v.bytes().all(|b| matches!(b, b'*' | b'x' | b'X' | b'.' | b'0'))
        && !v.starts_with(['{', '[', '<'])
        && !matches!(
            v.to_ascii_lowercase().as_str(),
            "true"
                | "false"
                | "null"
                | "none"
                | "undefined"
                | "password"
                | "text"
                | "hidden"
                | "required"
                | "redacted"
                | "[redacted]"
                | "filtered"
                | "[filtered]"
        )
        && (text::number(v).is_none() || v.len() <= 8)
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
        assert!(!is_unguessable("newsletter") && !is_unguessable("1548850000123") && is_unguessable("b7f3a91c0d4e88aa"));
        assert!(!is_any_secret("********") && !is_any_secret("true") && is_any_secret("hunter2"));
    }
}
