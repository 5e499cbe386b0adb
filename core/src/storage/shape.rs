//! What a stored value looks like.

use crate::identify::{self, IdKind};
use leaklight_text::t;
use serde::{Deserialize, Serialize};

/// What a stored value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Nothing.
    Empty,
    /// A number, a date, a flag.
    Number,
    /// A long random text by which a browser can be recognised.
    Identifier,
    /// Holds an address.
    Address,
    /// A consent manager's record.
    Consent,
    /// Settings, versions, switches: the same for many visitors.
    Configuration,
    /// JSON or another record.
    Record,
    /// Words.
    Text,
}

impl Shape {
    /// In plain words.
    pub fn word(self) -> &'static str {
        match self {
            Shape::Empty => t!("empty"),
            Shape::Number => t!("number"),
            Shape::Identifier => t!("identifier"),
            Shape::Address => t!("page address"),
            Shape::Consent => t!("consent choice"),
            Shape::Configuration => t!("configuration"),
            Shape::Record => t!("record"),
            Shape::Text => t!("text"),
        }
    }
}

/// Parts of names of consent managers' records.
const CONSENT: &[&str] = &[
    "consent",
    "optanon",
    "cookieyes",
    "usprivacy",
    "didomi",
    "cookiebot",
    "cmplz",
    "borlabs",
    "cookielaw",
    "cookie_notice",
    "gdpr",
    "ccpa",
    "axeptio",
    "usercentrics",
    "uc_settings",
    "uc_user",
    "truste",
    "notice_preferences",
    "notice_gdpr",
    "osano",
    "klaro",
    "termly",
    "iubenda",
    "_iub_cs",
    "cc_cookie",
    "tcstring",
    "cookiepref",
    "cookie_pref",
    "cookie-pref",
    "viewed_cookie_policy",
    "complianz",
];
/// Words in names of settings.
const SETTINGS: &[&str] = &[
    "config",
    "settings",
    "setting",
    "options",
    "flags",
    "features",
    "feature",
    "toggle",
    "toggles",
    "experiments",
    "variant",
    "variants",
    "version",
    "build",
    "commit",
    "sha",
    "etag",
    "release",
    "revision",
    "manifest",
    "schema",
    "chunk",
    "chunks",
    "bundle",
    "locale",
    "lang",
    "language",
    "theme",
    "currency",
    "country",
    "timezone",
    "tz",
    "layout",
    "font",
    "debug",
    "enabled",
    "darkmode",
    "i18n",
    "preferences",
    "prefs",
];

/// A name's words, in lower case: `userSettings_v2` has `user`, `settings`, `v`.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in name.chars().take(120) {
        let begins = c.is_ascii_uppercase() && !before.is_ascii_uppercase() || !before.is_ascii_alphabetic();
        if c.is_ascii_alphabetic() {
            match out.last_mut() {
                Some(word) if !begins => word.push(c.to_ascii_lowercase()),
                _ => out.push(c.to_ascii_lowercase().to_string()),
            }
        }
        before = c;
    }
    out
}

/// What the value of an entry of that name looks like.
pub(super) fn shape(name: &str, value: &str) -> Shape {
    let v = value.trim();
    if v.is_empty() || matches!(v, "\"\"" | "{}" | "[]" | "%22%22" | "null" | "undefined") {
        return Shape::Empty;
    }
    let lower = name.to_ascii_lowercase();
    let short = v.len() == 4 && v.starts_with('1') && v.bytes().skip(1).all(|b| matches!(b, b'Y' | b'N' | b'-'));
    if CONSENT.iter().any(|w| lower.contains(w)) || short || v.starts_with("groups=C0") {
        return Shape::Consent;
    }
    let decoded = super::percent(v);
    let text = decoded.trim_matches('"');
    if is_number(text) {
        return Shape::Number;
    }
    let record = text.starts_with(['{', '[']);
    let named =
        || words(name).iter().any(|w| matches!(w.as_str(), "ref" | "referrer" | "referer" | "landing" | "url" | "href" | "page" | "entry"));
    if is_address(text) || text.contains("://") && (!record || named()) {
        return Shape::Address;
    }
    let settings = words(name).iter().any(|w| SETTINGS.contains(&w.as_str()));
    if record {
        let telling = text.split(['"', ',', ':', '{', '}', '[', ']']).any(is_identifier);
        let switches = ["true", "false"].iter().any(|w| text.contains(w));
        return if !telling && (settings || switches) { Shape::Configuration } else { Shape::Record };
    }
    if settings && !v.contains(' ') && v.len() <= 64 {
        return Shape::Configuration;
    }
    if is_identifier(text) || is_known_id(name, text) { Shape::Identifier } else { Shape::Text }
}

fn is_address(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, rest)| {
        !rest.is_empty() && (2..=12).contains(&scheme.len()) && scheme.bytes().all(|b| b.is_ascii_alphabetic())
    })
}

/// A number, a flag, a date, a time.
fn is_number(v: &str) -> bool {
    let plain = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b':' | b'+' | b'T' | b'Z' | b',');
    matches!(v, "true" | "false" | "yes" | "no" | "on" | "off" | "True" | "False")
        || v.len() <= 12 && v.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b':' | b','))
        || is_time(v)
        || v.len() <= 32 && v.bytes().all(plain) && v.bytes().any(|b| matches!(b, b'-' | b':')) && v.starts_with(['1', '2'])
}

/// Seconds or milliseconds since the epoch, of the years 2014 to 2039, with a fraction or without.
pub(crate) fn is_time(v: &str) -> bool {
    let (whole, fraction) = v.split_once('.').unwrap_or((v, ""));
    matches!(whole.len(), 10 | 13)
        && fraction.len() <= 6
        && [whole, fraction].iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()))
        && whole.get(..2).and_then(|d| d.parse::<u8>().ok()).is_some_and(|d| (14..22).contains(&d))
}

/// Google's and Meta's browser ids are numbers that may look like times.
pub(crate) fn is_known_id(name: &str, v: &str) -> bool {
    matches!(name, "_ga" | "_gid" | "_fbp" | "_fbc" | "_gcl_au") && v.contains('.')
}

/// Long enough and random enough that two browsers would not share it.
fn is_identifier(v: &str) -> bool {
    if v.contains(' ') || v.len() > 4096 {
        return false;
    }
    let hashed = || identify::scan_text(v).iter().any(|(k, _)| *k == IdKind::Hash);
    v.split(|c: char| !c.is_ascii_alphanumeric()).any(is_random) || is_uuid(v) || is_packed(v) || hashed()
}

/// A run of letters and digits that nobody would choose.
pub(crate) fn is_random(run: &str) -> bool {
    if is_time(run) || run.len() < 9 {
        return false;
    }
    let count = |of: fn(&u8) -> bool| run.bytes().filter(of).count();
    let (digits, upper, lower) = (count(u8::is_ascii_digit), count(u8::is_ascii_uppercase), count(u8::is_ascii_lowercase));
    digits >= 4 || (run.len() >= 16 && upper >= 3 && lower >= 3 && changes(run) * 5 >= run.len())
}

/// Random bytes as base64 writes them for addresses, whose dashes part no words.
pub(crate) fn is_packed(v: &str) -> bool {
    let count = |of: fn(&u8) -> bool| v.bytes().filter(of).count();
    v.len() >= 16
        && v.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        && count(u8::is_ascii_digit) >= 2
        && count(u8::is_ascii_uppercase) >= 3
        && count(u8::is_ascii_lowercase) >= 3
        && changes(v) * 5 >= v.len()
}

/// How often letters change between capital and small: in names joined by capitals seldom.
fn changes(run: &str) -> usize {
    run.as_bytes().windows(2).filter(|w| matches!(w, [a, b] if a.is_ascii_uppercase() != b.is_ascii_uppercase())).count()
}

pub(crate) fn is_uuid(v: &str) -> bool {
    v.len() == 36 && v.bytes().enumerate().all(|(n, b)| if matches!(n, 8 | 13 | 18 | 23) { b == b'-' } else { b.is_ascii_hexdigit() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, value: &str, want: Shape) {
        assert_eq!(shape(name, value), want, "{name}={value}");
    }

    #[test]
    fn identifiers() {
        for (name, value) in [
            ("_pk_id.1.1fff", "0123456789abcdef.1700000000."),
            ("_ga", "GA1.2.1234567890.1700000000"),
            ("_ga", "GA1.1.1712345678.1700000000"),
            ("_fbp", "fb.1.1700000000000.1098115397"),
            ("ajs_anonymous_id", "%22f47ac10b-58cc-4372-a567-0e02b2c3d479%22"),
            ("MUID", "1A2B3C4D5E6F60718293A4B5C6D7E8F9"),
            ("IDE", "AHWqTUmZc3vPq8sLxkYd0Rj5BnVwQe7TgUi2Fo4HpMa"),
            ("hubspotutk", "8f14e45fceea167a5a36dedd4bea2543"),
            ("IDE", "AHWqTUkXo3-9dZf2L8mQ"),
            ("device", "kQxZbWmRtYpLsDfGhJ"),
        ] {
            check(name, value, Shape::Identifier);
        }
    }

    #[test]
    fn what_only_looks_like_one() {
        check("a", "", Shape::Empty);
        check("cart", "[]", Shape::Empty);
        check("visits", "12", Shape::Number);
        check("lastVisit", "1700000000123", Shape::Number);
        check("seen", "2026-11-26T10:00:00.000Z", Shape::Number);
        check("debug", "true", Shape::Number);
        check("_ga_ABCDEF", "GS1.1.1700000000.3.1.1700000123.0.0.0", Shape::Text);
        check("build", "8f14e45fceea167a5a36dedd4bea2543", Shape::Configuration);
        check("app_version", "2.14.0-rc1+20261126", Shape::Configuration);
        check("theme", "dark", Shape::Configuration);
        check("component", "AppointmentSchedulerWidget", Shape::Text);
        check("widget", "Appointment-Widget-2026-Version2", Shape::Text);
        check("note", "call back after 4 pm", Shape::Text);
        check("features", r#"{"newNav":true,"beta":false}"#, Shape::Configuration);
    }

    #[test]
    fn addresses_records_and_choices() {
        check("ref", "https%3A%2F%2Fa.example%2F", Shape::Address);
        check("_pk_ref.1.1fff", r#"["","",1700000000,"https://www.clinic.example/conditions/hiv-testing"]"#, Shape::Address);
        check("calltrk_landing", "https://www.clinic.example/conditions/hiv-testing", Shape::Address);
        check("state", "{\"a\":1}", Shape::Record);
        check("profile", r#"{"id":"8f14e45fceea167a5a36dedd4bea2543","beta":true}"#, Shape::Record);
        check("endpoints", r#"{"api":"https://api.clinic.example/v2","on":true}"#, Shape::Configuration);
        check("OptanonConsent", "groups=C0001:1", Shape::Consent);
        check("euconsent-v2", "CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA", Shape::Consent);
        check("usprivacy", "1YNN", Shape::Consent);
        check("cc_cookie", r#"{"categories":["necessary"]}"#, Shape::Consent);
    }

    #[test]
    fn names_are_taken_apart() {
        for (name, want) in
            [("userSettings_v2", "user settings v"), ("JSESSIONID", "jsessionid"), ("_pk_ref.1.1fff", "pk ref fff"), ("", ""), ("é", "")]
        {
            assert_eq!(words(name).join(" "), want, "{name}");
        }
    }
}
