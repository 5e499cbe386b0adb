//! What is done to a text on its way out that can be undone: each encoding as senders write it.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use data_encoding::{BASE32, HEXLOWER, HEXUPPER};
use leaklight_core::known::Step;

/// An encoding, with its word in a chain.
pub(crate) type Dress = (Step, fn(&[u8]) -> Vec<u8>);

/// Every encoding a digest may be taken of, each in the ways senders write it. The first [`USUAL`] are those that are met on
/// top of one another.
pub(crate) const DRESSES: [Dress; 12] = [
    (Step::Base64, base64),
    (Step::Base64, |b| URL_SAFE_NO_PAD.encode(b).into_bytes()),
    (Step::Hex, hex),
    (Step::Percent, percent),
    (Step::Reversed, reversed),
    (Step::Base64, |b| STANDARD_NO_PAD.encode(b).into_bytes()),
    (Step::Hex, |b| HEXUPPER.encode(b).into_bytes()),
    (Step::Rot13, rot13),
    (Step::Substituted, substituted),
    (Step::Base32, |b| BASE32.encode(b).into_bytes()),
    (Step::Base58, base58),
    // Every byte, as some escape functions do.
    (Step::Percent, |b| percent_encoding::percent_encode(b, percent_encoding::NON_ALPHANUMERIC).to_string().into_bytes()),
];

/// How many of [`DRESSES`] are the usual ones.
pub(crate) const USUAL: usize = 5;

/// Base64 with padding.
pub(crate) fn base64(bytes: &[u8]) -> Vec<u8> {
    STANDARD.encode(bytes).into_bytes()
}

/// Hex in lower case.
pub(crate) fn hex(bytes: &[u8]) -> Vec<u8> {
    HEXLOWER.encode(bytes).into_bytes()
}

/// Base58 in Bitcoin's alphabet.
pub(crate) fn base58(bytes: &[u8]) -> Vec<u8> {
    bs58::encode(bytes).into_vec()
}

/// Percent-encoding as `encodeURIComponent` writes it.
pub(crate) fn percent(bytes: &[u8]) -> Vec<u8> {
    const KEPT: percent_encoding::AsciiSet = percent_encoding::NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'!')
        .remove(b'~')
        .remove(b'*')
        .remove(b'\'')
        .remove(b'(')
        .remove(b')');
    percent_encoding::percent_encode(bytes, &KEPT).to_string().into_bytes()
}

/// The characters from last to first; bytes that are no text as they are.
pub(crate) fn reversed(bytes: &[u8]) -> Vec<u8> {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.chars().rev().collect::<String>().into_bytes(),
        Err(_) => bytes.iter().rev().copied().collect(),
    }
}

/// Letters thirteen places on.
pub(crate) fn rot13(bytes: &[u8]) -> Vec<u8> {
    let turn = |b: &u8| match *b {
        b @ (b'a'..=b'm' | b'A'..=b'M') => b + 13,
        b @ (b'n'..=b'z' | b'N'..=b'Z') => b - 13,
        b => b,
    };
    bytes.iter().map(turn).collect()
}

const SUBSTITUTED_FROM: &[u8] = b"kibp8A4EWRMKHa7gvyz1dOPt6UI5xYD3nqhVwZBXfCcFeJmrLN20lS9QGsjTuo";
const SUBSTITUTED_TO: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The fixed substitution of letters and digits that the Leaky Forms study (USENIX Security 2022) met in the wild.
pub(crate) fn substituted(bytes: &[u8]) -> Vec<u8> {
    let other = |b: &u8| SUBSTITUTED_FROM.iter().position(|f| f == b).and_then(|i| SUBSTITUTED_TO.get(i)).copied().unwrap_or(*b);
    bytes.iter().map(other).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(dress: fn(&[u8]) -> Vec<u8>, of: &str) -> String {
        String::from_utf8(dress(of.as_bytes())).unwrap()
    }

    #[test]
    fn as_others_write_it() {
        // Node: `encodeURIComponent`, Python: `codecs.encode(…, "rot13")`, npm: bs58.
        assert_eq!(text(percent, "a b+c@x.com/é"), "a%20b%2Bc%40x.com%2F%C3%A9");
        assert_eq!(text(rot13, "Jane@x.com"), "Wnar@k.pbz");
        assert_eq!(text(reversed, "aé1"), "1éa");
        assert_eq!(text(base58, "Ada.Winter9+lab@Mail-Test.example"), "LRgRorpAdhww9tNCeyh2Jvkaca9Eh1wzXx3UEfrosJcax");
        assert_eq!(text(substituted, "Ada.Winter9+lab@Mail-Test.example"), "5KD.81WNils+qD2@AD1q-xivN.iSDk3qi");
    }
}
