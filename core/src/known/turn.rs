//! What leaves a token's letters letters: it is written backwards, or letters stand for others.

use super::Step;
use super::decode::{
    Alphabet, NONE, SIXES, base32_begins, base64_begins, base64_head, group_begins, hex_begins, hex_head, is_base64_of_digest, is_digest,
    one_case,
};

/// What may have been done to a token that leaves its letters letters.
#[derive(Clone, Copy)]
pub(super) enum Turn {
    Reversed,
    Rot13,
    Substituted,
}

impl Turn {
    pub(super) const ALL: [(Turn, Step); 3] =
        [(Turn::Reversed, Step::Reversed), (Turn::Rot13, Step::Rot13), (Turn::Substituted, Step::Substituted)];

    fn byte(self, token: &[u8], at: usize) -> u8 {
        let byte = |at: usize| token.get(at).copied().unwrap_or(0);
        match self {
            Turn::Reversed => byte(token.len().wrapping_sub(1 + at)),
            Turn::Rot13 => match byte(at) {
                b @ (b'a'..=b'm' | b'A'..=b'M') => b + 13,
                b @ (b'n'..=b'z' | b'N'..=b'Z') => b - 13,
                b => b,
            },
            Turn::Substituted => UNSUBSTITUTED.get(usize::from(byte(at))).copied().unwrap_or(0),
        }
    }

    /// The first bytes of a digest under the token as it was before, how many it has, and whether it is written in base64.
    pub(super) fn digest(self, token: &[u8]) -> Option<([u8; 8], usize, bool)> {
        let len = token.len();
        if !(is_base64_of_digest(len) || len.is_multiple_of(2) && is_digest(len / 2)) {
            return None;
        }
        let mut head = [0; 16];
        for (at, slot) in head.iter_mut().enumerate() {
            *slot = self.byte(token, at);
        }
        if Alphabet::of(&head).has(Alphabet::HEX) && len.is_multiple_of(2) && is_digest(len / 2) {
            return Some((hex_head(&head)?, len / 2, false));
        }
        let url = head.iter().any(|b| matches!(b, b'-' | b'_'));
        is_base64_of_digest(len).then(|| base64_head(&head, url)).flatten().map(|head| (head, len * 6 / 8, true))
    }

    /// The token as it was before, where that promises something: a text under hex, base64 or base32. The first
    /// four letters tell of nearly every token that it does not.
    pub(super) fn back(self, token: &[u8]) -> Option<Vec<u8>> {
        let len = token.len();
        let four = [self.byte(token, 0), self.byte(token, 1), self.byte(token, 2), self.byte(token, 3)];
        let six = four.map(|b| SIXES.get(usize::from(b)).copied().unwrap_or(NONE));
        let [_, a, b, c] = six.iter().fold(0u32, |bits, &s| bits << 6 | u32::from(s & 63)).to_be_bytes();
        let alphabet = Alphabet::of(&four);
        let hex = alphabet.has(Alphabet::HEX) && len.is_multiple_of(2);
        let base32 = alphabet.has(Alphabet::BASE32) && one_case(&four);
        if !hex && !base32 && !group_begins(a, b, c) {
            return None;
        }
        let mut head = [0; 12];
        let head = head.get_mut(..len.min(12))?;
        for (at, slot) in head.iter_mut().enumerate() {
            *slot = self.byte(token, at);
        }
        let promises = hex && hex_begins(head) || base64_begins(head, len) || base32 && base32_begins(head);
        promises.then(|| (0..len).map(|at| self.byte(token, at)).collect())
    }
}

/// Each byte as it was before the substitution of [`Step::Substituted`].
static UNSUBSTITUTED: [u8; 256] = unsubstituted();

const fn unsubstituted() -> [u8; 256] {
    const FROM: &[u8; 62] = b"kibp8A4EWRMKHa7gvyz1dOPt6UI5xYD3nqhVwZBXfCcFeJmrLN20lS9QGsjTuo";
    const TO: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut table = [0; 256];
    let mut b = 0usize;
    while b < 256 {
        table[b] = b as u8;
        b += 1;
    }
    let mut i = 0;
    while i < 62 {
        table[TO[i] as usize] = FROM[i];
        i += 1;
    }
    table
}
