//! One or two layers taken off a value the payload reader left whole: percent-encoding, base64, hex.

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// Most bytes of a value that are unpeeled.
const MOST: usize = 2048;

/// A value under a layer, with the layer's name.
pub(super) fn layers(value: &str, percent: bool) -> Option<(String, &'static str)> {
    if value.len() > MOST {
        return None;
    }
    if percent && let Some(text) = percent_decode(value) {
        // Decode a second layer as well: `%2540` is an `@` sent through two encoders.
        return Some((percent_decode(&text).unwrap_or(text), "percent"));
    }
    if let Some(text) = base64_text(value) {
        return Some((text, "base64"));
    }
    hex_text(value).map(|t| (t, "hex"))
}

fn percent_decode(value: &str) -> Option<String> {
    let decoded = percent_encoding::percent_decode_str(value).decode_utf8().ok()?;
    (decoded.len() < value.len()).then(|| decoded.into_owned())
}

fn hex_text(value: &str) -> Option<String> {
    let v = value.trim();
    if v.len() < 12 || !v.len().is_multiple_of(2) {
        return None;
    }
    let digit = |b: u8| char::from(b).to_digit(16);
    let bytes: Option<Vec<u8>> =
        v.as_bytes().chunks_exact(2).map(|pair| Some((digit(*pair.first()?)? * 16 + digit(*pair.last()?)?) as u8)).collect();
    readable(bytes?)
}

/// Base64 in either alphabet, padded or not, that holds readable text.
fn base64_text(value: &str) -> Option<String> {
    let v = value.trim().trim_end_matches('=');
    // Text in ASCII makes the first letter of every four one of these; most other values stop here.
    if v.len() < 4 || v.len() % 4 == 1 || !v.bytes().step_by(4).all(|c| matches!(c, b'I'..=b'Z' | b'a'..=b'f' | b'w'..=b'z' | b'0'..=b'9'))
    {
        return None;
    }
    let bytes = if v.contains(['-', '_']) { URL_SAFE.decode(v) } else { STANDARD.decode(v) };
    readable(bytes.ok()?)
}

fn readable(bytes: Vec<u8>) -> Option<String> {
    let text = String::from_utf8(bytes).ok()?;
    (!text.is_empty() && !text.chars().any(|c| c.is_control() && !c.is_ascii_whitespace())).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peels_only_what_reads_as_text() {
        for clean in ["Contact us", "1920x1080", "632960426.1786230063", "G-ABC123", "", "%", "%zz", "b7f3a91c0d4e88aa"] {
            assert_eq!(layers(clean, clean.contains('%')), None, "{clean}");
        }
        for (sent, text, by) in [
            ("Hektor%2540x.com", "Hektor@x.com", "percent"),
            ("ODU0NDM=", "85443", "base64"),
            ("NDQwLTg3LTg3OTc", "440-87-8797", "base64"),
            ("6a616e654078782e636f6d", "jane@xx.com", "hex"),
        ] {
            assert_eq!(layers(sent, sent.contains('%')), Some((text.to_owned(), by)), "{sent}");
        }
    }
}
