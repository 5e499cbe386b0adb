//! Salts sent in the open beside what was hashed with them.

use crate::payload::Fields;

/// Longest salt taken, in bytes.
const LONGEST: usize = 128;

/// A salt sent beside a digest: the value of a field named for one (`salt`, `nonce`, `hash_salt`, `pepper`), where another
/// field of the request has the shape of a digest. Values should be prepared with it anew
/// ([`Effect::Prepare`](crate::report::view::Effect::Prepare)), if they were not yet, and the request read again.
pub fn salts<'f>(fields: &'f Fields<'_>) -> Option<&'f str> {
    let salt = fields.items.iter().position(|f| is_salt(f.key()) && (1..=LONGEST).contains(&f.value.len()))?;
    let beside = |(i, f): (usize, &crate::payload::Field<'_>)| i != salt && is_digest(f.value.trim().as_bytes());
    fields.items.iter().enumerate().any(beside).then(|| fields.items.get(salt).map(|f| f.value.as_ref()))?
}

fn is_salt(key: &str) -> bool {
    let key = key.trim_end_matches(']');
    ["salt", "nonce", "pepper"].iter().any(|word| {
        let Some(start) = key.len().checked_sub(word.len()) else { return false };
        // `hashSalt`, `hash_salt`, `u[salt]`, `salt`: the last word of the name.
        key.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(word))
    })
}

/// Hex or base64 of a length digests have.
fn is_digest(text: &[u8]) -> bool {
    let body = text.strip_suffix(b"==").or(text.strip_suffix(b"=")).unwrap_or(text);
    let hex = body.iter().all(u8::is_ascii_hexdigit);
    let base64 = body.iter().all(|b| b.is_ascii_alphanumeric() || b"+/-_".contains(b));
    hex && matches!(body.len(), 32 | 40 | 56 | 64 | 96 | 128) || base64 && matches!(body.len(), 22 | 27 | 38 | 43 | 64 | 86)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payload::{Body, read_parts};

    #[test]
    fn a_salt_stands_beside_a_digest() {
        let digest = "3297901f2bc243e167fdf58181c9eaa176e3a925dba320b2c8e89b044e4c1e5d";
        let rows: &[(String, Option<&str>)] = &[
            // Clean twins: a salt alone, a digest alone, another name, no value.
            ("salt=x7&h=abc".into(), None),
            (format!("h={digest}"), None),
            (format!("basalt_type=x7&h={digest}"), None),
            (format!("salt=&h={digest}"), None),
            (format!("salt=x7&h={digest}"), Some("x7")),
            (format!("h={digest}&hashSalt=x7"), Some("x7")),
            (format!("u[salt]=x7&u[h]={digest}"), Some("x7")),
            ("nonce=99&h=MpeQHyvCQ-Fn_fWBgcnqoXbjqSXboyCyyOibBE5MHl0".into(), Some("99")),
        ];
        for (query, want) in rows {
            assert_eq!(salts(&read_parts("/", query, "", Body::Empty, None)), *want, "{query}");
        }
    }
}
