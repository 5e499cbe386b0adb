//! Keys that are made to stand in pages: measurement and container ids, publishable and browser keys. Whoever reads one can
//! do no more than the page's visitor.

/// What follows a key's beginning.
#[derive(Clone, Copy)]
enum Rest {
    /// Digits, and dashes between them.
    Digits,
    /// Capitals and digits.
    Capitals,
    /// Hex digits.
    Hex,
    /// Letters, digits, `-`, `_` and `.`.
    Word,
}
use Rest::{Capitals, Digits, Hex, Word};

/// Beginnings, how many characters follow (least, most) and which.
///
/// Read on 2026-11-26: Mapbox's `pk.` is public and `sk.` secret (docs.mapbox.com/help/dive-deeper/access-tokens); Stripe's
/// publishable key is deliberately not secret (github.com/gitleaks/gitleaks/issues/1320); PostHog's `phc_` key is meant to be
/// public (github.com/mintlify/docs/pull/6920). The rest: generally known; no source read.
#[rustfmt::skip]
const KEYS: &[(&str, usize, usize, Rest)] = &[
    // Google: Analytics 4, Universal Analytics, Tag Manager, Ads, Floodlight, the joint tag, AdSense, browser keys of
    // Maps and Firebase, reCAPTCHA.
    ("G-", 6, 12, Capitals), ("UA-", 4, 16, Digits), ("GTM-", 4, 10, Capitals), ("AW-", 8, 12, Digits), ("DC-", 5, 12, Digits),
    ("GT-", 5, 12, Capitals), ("ca-pub-", 10, 20, Digits), ("AIza", 35, 35, Word), ("6L", 38, 38, Word),
    // Stripe's and others' publishable keys, PostHog's project key, Mapbox's public token, Datadog's client token.
    ("pk_live_", 16, 240, Word), ("pk_test_", 16, 240, Word), ("phc_", 30, 60, Word), ("pk.eyJ", 20, 240, Word), ("pub", 32, 32, Hex),
    // New Relic's browser key, Supabase's publishable key, Cloudflare Turnstile's site key.
    ("NRJS-", 15, 24, Hex), ("sb_publishable_", 16, 60, Word), ("0x4AAAAAAA", 10, 14, Word),
];

/// True for a key whose vendor means it to be public.
pub(super) fn is_public(value: &str) -> bool {
    KEYS.iter().any(|&(start, least, most, rest)| {
        value.strip_prefix(start).is_some_and(|v| {
            (least..=most).contains(&v.len())
                && v.bytes().all(|b| match rest {
                    Digits => b.is_ascii_digit() || b == b'-',
                    Capitals => b.is_ascii_uppercase() || b.is_ascii_digit(),
                    Hex => b.is_ascii_hexdigit(),
                    Word => b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'),
                })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_keys_and_what_only_begins_like_one() {
        for secret in ["", "G-", "public-house-2024", "6Lo9x2bq71mz8c0d", "pubs", "sk_live_4eC39HqLyjWDarjtT1zdp7dc", "AIzaTooShort"] {
            assert!(!is_public(secret), "{secret}");
        }
        for public in [
            "G-ABC1234567",
            "UA-12345678-1",
            "GTM-ABCD123",
            "AW-123456789",
            "DC-1234567",
            "ca-pub-1234567890123456",
            "AIzaSyA1bC2dE3fG4hI5jK6lM7nO8pQ9rS0tU1v",
            "6LdAbCdEAAAAAAbCdEfGhIjKlMnOpQrStUvWxYz0",
            "pk_live_51H8xYzAbCdEfGhIjKlMnOp",
            "phc_abcdefghijklmnopqrstuvwxyz012345abcdefghij1",
            "pk.eyJ1IjoiY2xpbmljIiwiYSI6ImNrMTIzIn0.AbCdEfGhIjKlMnOpQrStUv",
            "pub0123456789abcdef0123456789abcdef",
            "NRJS-0123456789abcdef012",
        ] {
            assert!(is_public(public), "{public}");
        }
    }
}
