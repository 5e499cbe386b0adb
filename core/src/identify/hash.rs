//! Values that have the form of a hash. The form proves nothing by itself: it counts under names that say who is meant.

/// Hashes of the empty text: the feature is on and nothing was sent (MD5, SHA-1, SHA-256).
const OF_NOTHING: [&str; 3] = [
    "d41d8cd98f00b204e9800998ecf8427e",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
];

/// The form a value has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// 32 hex digits: MD5, and as often a random number.
    Hex32,
    /// 40 hex digits: SHA-1.
    Hex40,
    /// 56, 64, 96 or 128 hex digits: SHA-2 and SHA-3.
    Hex64,
    /// 43 characters of base64 (44 with its `=`): a SHA-256.
    Base64,
}

/// Reads a whole value as a hash.
pub(super) fn form(value: &str) -> Option<Form> {
    let v = value.trim();
    let v = v.strip_prefix("sha256:").or_else(|| v.strip_prefix("sha1:")).or_else(|| v.strip_prefix("md5:")).unwrap_or(v);
    let found = match v.len() {
        32 if is_hex(v) => Form::Hex32,
        40 if is_hex(v) => Form::Hex40,
        56 | 64 | 96 | 128 if is_hex(v) => Form::Hex64,
        43 => Form::Base64,
        44 if v.ends_with('=') => Form::Base64,
        _ => return None,
    };
    if found == Form::Base64 {
        return is_dense_base64(v.trim_end_matches('=')).then_some(Form::Base64);
    }
    let varied = v.bytes().any(|b| b.is_ascii_digit()) && v.bytes().any(|b| b.is_ascii_alphabetic());
    (varied && !OF_NOTHING.iter().any(|n| n.eq_ignore_ascii_case(v))).then_some(found)
}

fn is_hex(v: &str) -> bool {
    v.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Base64 of random bytes has digits, small and large letters.
fn is_dense_base64(v: &str) -> bool {
    let one_alphabet = !(v.contains(['-', '_']) && v.contains(['+', '/']));
    one_alphabet
        && v.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'+' | b'/'))
        && v.bytes().any(|b| b.is_ascii_digit())
        && v.bytes().any(|b| b.is_ascii_lowercase())
        && v.bytes().any(|b| b.is_ascii_uppercase())
}

/// Google's enhanced conversions, `tv.1~em.HASH~pn.HASH`: where each hash stands. `tv.1~em.` alone carries nothing.
pub(super) fn enhanced_conversion(value: &str) -> impl Iterator<Item = (usize, usize)> {
    let head = value.starts_with("tv.1~") || value.starts_with("tv.1.");
    let mut at = 0;
    value.split('~').filter_map(move |piece| {
        let start = at;
        at += piece.len() + 1;
        let (name, hash) = piece.split_once('.')?;
        let named = matches!(
            name.trim_end_matches(|c: char| c.is_ascii_digit()),
            "em" | "pn" | "ph" | "fn" | "ln" | "sa" | "co" | "pc" | "ct" | "rg"
        );
        (head && named && form(hash).is_some()).then_some((start + name.len() + 1, start + piece.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for clean in [
            "",
            "test",
            "00000000000000000000000000000000",
            "12345678901234567890123456789012",
            OF_NOTHING[2],
            "deadbeef",
            "this-is-a-page-name-with-forty-three-letter",
        ] {
            assert_eq!(form(clean), None, "{clean}");
        }
        assert_eq!(form("098f6bcd4621d373cade4e832627b4f6"), Some(Form::Hex32));
        assert_eq!(form("A94A8FE5CCB19BA61C4C0873D391E987982FBBD3"), Some(Form::Hex40));
        assert_eq!(form("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"), Some(Form::Hex64));
        assert_eq!(form("n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg"), Some(Form::Base64));
        assert_eq!(enhanced_conversion("tv.1~em.").count(), 0);
        let sent = "tv.1~em.n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg~pn.n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg";
        assert_eq!(
            enhanced_conversion(sent).map(|(a, b)| &sent[a..b]).collect::<Vec<_>>(),
            ["n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg"; 2]
        );
    }
}
