//! Bits of a base64url text, read from the left: what TC and GPP strings are made of.
//!
//! Nothing is decoded ahead: a reader holds a text and a place in it, so what it costs is what is read.

/// A reader of at most as many bits as its text has, six to a character.
#[derive(Clone)]
pub(super) struct Bits<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Bits<'a> {
    /// A reader at the first bit. Padding at the end is passed over.
    pub(super) fn new(text: &'a str) -> Bits<'a> {
        Bits { text: text.trim_end_matches('=').as_bytes(), at: 0 }
    }

    /// True where every character can stand in such a text.
    pub(super) fn is_sound(&self) -> bool {
        self.text.iter().all(|b| six(*b).is_some())
    }

    /// The next `n` bits as a number, the first one weighing most; none where the text ends before them or holds a
    /// character that is none of the alphabet. At most 64 bits.
    pub(super) fn take(&mut self, n: usize) -> Option<u64> {
        let mut out = 0;
        for _ in 0..n.min(64) {
            let six = six(*self.text.get(self.at / 6)?)?;
            out = out << 1 | u64::from(six >> (5 - self.at % 6) & 1);
            self.at += 1;
        }
        Some(out)
    }

    /// [`Bits::take`] for numbers of up to 32 bits.
    pub(super) fn number(&mut self, n: usize) -> Option<u32> {
        self.take(n.min(32)).and_then(|v| u32::try_from(v).ok())
    }

    /// The next bit.
    pub(super) fn flag(&mut self) -> Option<bool> {
        self.take(1).map(|v| v == 1)
    }

    /// Passes over `n` bits.
    pub(super) fn skip(&mut self, n: usize) {
        self.at = self.at.saturating_add(n);
    }

    /// Two letters of six bits each, A = 0; none where one is no letter.
    pub(super) fn letters(&mut self) -> Option<[char; 2]> {
        let mut letter = || self.number(6).filter(|n| *n < 26).and_then(|n| char::from_u32(u32::from(b'A') + n));
        Some([letter()?, letter()?])
    }

    /// A number in Fibonacci coding: one bit for each of 1, 2, 3, 5, 8 …, ended by two set bits in a row (IAB GPP, "Consent
    /// String Specification", section "Fibonacci Encoding", read 2026-11-26).
    pub(super) fn fibonacci(&mut self) -> Option<u32> {
        let (mut sum, mut this, mut next, mut before) = (0u32, 1u32, 2u32, false);
        // Section numbers are small; 24 numbers of the row reach beyond 75,000.
        for _ in 0..24 {
            let set = self.flag()?;
            if set && before {
                return Some(sum);
            }
            if set {
                sum += this;
            }
            (before, this, next) = (set, next, this + next);
        }
        None
    }
}

/// A character's six bits. Some senders use the alphabet of plain base64.
const fn six(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'-' | b'+' => 62,
        b'_' | b'/' => 63,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_come_from_the_left_and_end_with_the_text() {
        let mut bits = Bits::new("DBABM");
        assert_eq!((bits.take(6), bits.take(6), bits.take(12)), (Some(3), Some(1), Some(1)));
        assert_eq!((bits.flag(), bits.fibonacci()), (Some(false), Some(2)));
        assert_eq!((bits.take(2), bits.take(1)), (Some(0), None));
        assert_eq!(Bits::new("A*").take(7), None);
        assert_eq!(Bits::new("_w==").take(12), Some(0b1111_1111_0000));
        assert!(!Bits::new("a b").is_sound() && Bits::new("-_Az09").is_sound());
    }

    /// The numbers of the specification's own table.
    #[test]
    fn fibonacci_numbers_are_the_specification_s() {
        for (sent, number) in [("11", 1), ("011", 2), ("0011", 3), ("1011", 4), ("00011", 5), ("10011", 6), ("01011", 7)] {
            let mut all = 0u8;
            for (i, bit) in sent.bytes().enumerate() {
                all |= (bit - b'0') << (5 - i);
            }
            let text = char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[usize::from(all)]).to_string();
            assert_eq!(Bits::new(&text).fibonacci(), Some(number), "{sent}");
        }
        assert_eq!(Bits::new("AAAAAAAAAA").fibonacci(), None);
    }
}
