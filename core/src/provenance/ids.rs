//! The telling part of a stored value: what of it is the number a browser is recognised by.

use crate::storage::{Shape, is_known_id, is_random, is_time, is_uuid, percent, words};

/// Shorter numbers are not followed, in bytes.
const SHORTEST: usize = 8;
/// The longest that is, in bytes.
const LONGEST: usize = 256;
/// Of one entry.
const MOST: usize = 3;

/// Words in names of members and entries that hold what is the same for all visitors, or opens something.
const NOBODY: &[&str] = &[
    "key",
    "account",
    "project",
    "property",
    "container",
    "site",
    "tenant",
    "org",
    "build",
    "version",
    "hash",
    "etag",
    "sha",
    "commit",
    "release",
    "dsn",
    "campaign",
    "experiment",
    "variation",
    "test",
    "feature",
    "flag",
    "flags",
    "csrf",
    "xsrf",
    "nonce",
    "token",
    "jwt",
    "session",
    "sess",
    "sid",
    "auth",
    "secret",
    "schema",
    "model",
    "page",
    "request",
    "trace",
    "span",
    "event",
    "cache",
    "manifest",
    "config",
    "consent",
];
/// Words that make a record's member a browser's or a visitor's number.
const SOMEBODY: &[&str] = &["id", "uid", "uuid", "guid", "userid", "visitorid", "deviceid", "clientid", "cid", "did", "vid"];

/// The identifiers an entry holds; empty where it holds none that is worth following.
pub(super) fn ids(name: &str, value: &str, shape: Shape) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let decoded = percent(value.trim());
    let text = decoded.trim_matches('"').trim();
    if text.len() > 16 * 1024 || matches!(shape, Shape::Empty | Shape::Number | Shape::Consent | Shape::Configuration | Shape::Address) {
        return out;
    }
    if text.starts_with(['{', '[']) {
        members(text, &mut out);
        return out;
    }
    if shape != Shape::Identifier || opens_something(text) || about_nobody(name) {
        return out;
    }
    let one = if name.starts_with("_pk_id") {
        text.get(..16).filter(|id| id.bytes().all(|b| b.is_ascii_hexdigit()))
    } else if text.starts_with("GA1.") {
        // GA1.2.1234567890.1700000000: the domain's depth is no part of the id.
        text.splitn(3, '.').nth(2)
    } else if is_known_id(name, text) || is_uuid(text) || text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
        Some(text)
    } else {
        longest(text).or(Some(text))
    };
    out.extend(one.filter(|id| (SHORTEST..=LONGEST).contains(&id.len()) && !is_time(id)).map(str::to_owned));
    out
}

/// The part of a value put together of several that alone tells browsers apart.
fn longest(text: &str) -> Option<&str> {
    let parts = text.split(['|', '.', ':', ';', '~', '!', '*', '&', '=', ',', '/', '$']).filter(|part| {
        let plain = part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        plain && part.len() >= 12 && (is_uuid(part) || part.split(['-', '_']).any(is_random))
    });
    parts.reduce(|a, b| if b.len() > a.len() { b } else { a })
}

/// The members of a record that name a browser or a visitor, as the text has them: a record is searched, not read.
fn members(text: &str, out: &mut Vec<String>) {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('"') {
        let Some((name, after)) = after.split_once('"') else { return };
        rest = after;
        let Some(value) = after.trim_start().strip_prefix(':').map(str::trim_start) else { continue };
        let value = match value.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next().unwrap_or_default(),
            None => value.split([',', '}', ']']).next().unwrap_or_default().trim(),
        };
        let value = value.rsplit(':').next().unwrap_or(value);
        let of = words(name);
        let names = of.last().is_some_and(|w| SOMEBODY.contains(&w.as_str())) && !of.iter().any(|w| NOBODY.contains(&w.as_str()));
        let telling = (is_uuid(value) || value.split(['-', '_', '.']).any(is_random)) && !is_time(value);
        if names && telling && (SHORTEST..=LONGEST).contains(&value.len()) && !out.iter().any(|o| o == value) && out.len() < MOST {
            out.push(value.to_owned());
        }
    }
}

/// A JWT, a signed or sealed value: a key, whose number is another each time.
fn opens_something(text: &str) -> bool {
    text.starts_with("eyJ") || text.starts_with("s:") || text.starts_with("Bearer")
}

fn about_nobody(name: &str) -> bool {
    let words = words(name);
    words.iter().any(|w| NOBODY.contains(&w.as_str()))
        && !words.iter().any(|w| matches!(w.as_str(), "visitor" | "user" | "browser" | "device" | "client" | "anonymous"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Address;
    use crate::site::Declared;
    use crate::storage::Stored;

    #[track_caller]
    fn check(name: &str, value: &str, want: &[&str]) {
        let page = Address::parse("https://www.clinic.example/");
        let entry = Stored::read("local storage", name, value, "www.clinic.example", &page, None, &Declared::default());
        assert_eq!(ids(name, value, entry.shape), want, "{name}={value}");
    }

    #[test]
    fn telling_parts() {
        check("_ga", "GA1.1.1098115397.1700000000", &["1098115397.1700000000"]);
        check("_ga", "GA1.2-2.1098115397.1700000000", &["1098115397.1700000000"]);
        check("_fbp", "fb.1.1700000000000.1098115397", &["fb.1.1700000000000.1098115397"]);
        check("_pk_id.1.1fff", "0123456789abcdef.1700000000.", &["0123456789abcdef"]);
        check("ajs_anonymous_id", "%22f47ac10b-58cc-4372-a567-0e02b2c3d479%22", &["f47ac10b-58cc-4372-a567-0e02b2c3d479"]);
        check("_clck", "1kx8y2z9q4|2|f5z|0|1234", &["1kx8y2z9q4|2|f5z|0|1234"]);
        check(
            "__hstc",
            "140279553.8f14e45fceea167a5a36dedd4bea2543.1700000000.1700000001.1700000002.1",
            &["8f14e45fceea167a5a36dedd4bea2543"],
        );
        check(
            "_hjSessionUser_1",
            r#"{"id":"f47ac10b-58cc-4372-a567-0e02b2c3d479","created":1700000000000,"existing":true}"#,
            &["f47ac10b-58cc-4372-a567-0e02b2c3d479"],
        );
        check("mp_x_mixpanel", r#"%7B%22distinct_id%22%3A%20%22%24device%3A18c5a7b2e6f1a2-0d%22%2C%22a%22%3A1%7D"#, &["18c5a7b2e6f1a2-0d"]);
        check("profile", r#"{"userId": "u-90071992547", "apiKey":"8f14e45fceea167a5a36dedd4bea2543"}"#, &["u-90071992547"]);
    }

    #[test]
    fn what_is_nobodys() {
        for (name, value) in [
            ("csrf_token", "8f14e45fceea167a5a36dedd4bea2543"),
            ("build", "8f14e45fceea167a5a36dedd4bea2543"),
            ("api_key", "8f14e45fceea167a5a36dedd4bea2543"),
            ("_ga_ABC", "GS1.1.1700000000.3.1.1700000123.0.0.0"),
            ("id_jwt", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.x"),
            ("last", "1700000000123"),
            ("theme", "dark"),
            ("OptanonConsent", "consentId=f47ac10b-58cc-4372-a567-0e02b2c3d479&groups=C0001:1"),
            ("flags", r#"{"experimentId":"8f14e45fceea167a5a36dedd4bea2543","on":true}"#),
            ("state", r#"{"build":{"hash":"8f14e45fceea167a5a36dedd4bea2543"}}"#),
            ("note", "call back after four"),
            ("", ""),
            ("x", r#"{"id":"#),
        ] {
            check(name, value, &[]);
        }
    }
}
