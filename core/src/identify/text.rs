//! Small readings of a value's bytes that several kinds share.

/// What a value is made of, read in one pass.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    pub digits: usize,
    pub letters: usize,
    pub spaces: usize,
    pub dots: usize,
    pub dashes: usize,
    pub colons: usize,
    pub at: bool,
    pub percent: bool,
    pub other: bool,
}

impl Shape {
    /// Counts over the first 4,096 bytes.
    pub(super) fn of(value: &str) -> Shape {
        let mut s = Shape::default();
        for &b in value.as_bytes().iter().take(4096) {
            match b {
                b'0'..=b'9' => s.digits += 1,
                b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => s.letters += 1,
                b' ' => s.spaces += 1,
                b'.' => s.dots += 1,
                b'-' => s.dashes += 1,
                b':' => s.colons += 1,
                b'@' => s.at = true,
                b'%' => s.percent = true,
                _ => s.other = true,
            }
        }
        s
    }
}

/// True where a word, in any case, is one of a list's, which are in small letters with a space between them: a list held so
/// is half as large as one of slices.
#[inline(never)]
pub(super) fn is_listed(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split_ascii_whitespace().any(|w| w.eq_ignore_ascii_case(word))
}

/// A short value's form: `9` for each digit, `A` for each letter, `_` for a space; and whether it is one of a list's.
#[inline(never)]
pub(super) fn has_shape(list: &str, value: &str) -> bool {
    let mut shape = [0u8; 10];
    let Some(slots) = shape.get_mut(..value.len()) else { return false };
    for (slot, b) in slots.iter_mut().zip(value.bytes()) {
        *slot = match b {
            b'0'..=b'9' => b'9',
            b'a'..=b'z' | b'A'..=b'Z' => b'A',
            b' ' => b'_',
            b => b,
        };
    }
    std::str::from_utf8(slots).is_ok_and(|s| is_listed(list, s))
}

/// True where a text, in any case, has one of a list's pieces somewhere; pieces are in small letters.
#[inline(never)]
pub(super) fn mentions(text: &str, pieces: &[&str]) -> bool {
    let text = text.as_bytes();
    pieces.iter().any(|p| text.windows(p.len()).any(|w| w.eq_ignore_ascii_case(p.as_bytes())))
}

/// One digit over and over: a placeholder.
pub(super) fn all_same(digits: &[u8]) -> bool {
    digits.windows(2).all(|w| w.first() == w.last())
}

/// Seconds or milliseconds since 1970 between 2001 and 2040, or a date as eight digits.
pub(super) fn looks_like_time(digits: &[u8]) -> bool {
    matches!((digits.len(), digits), (10 | 13, [b'1', ..] | [b'2', b'0' | b'1', ..]) | (8, [b'1', b'9', ..] | [b'2', b'0', ..]))
}

/// The Luhn check over ASCII digits, starting from `sum` (ISO/IEC 7812-1 annex B).
pub(super) fn luhn(digits: &[u8], sum: u32) -> bool {
    let mut sum = sum;
    for (i, &d) in digits.iter().rev().enumerate() {
        let d = u32::from(d.wrapping_sub(b'0'));
        sum += match (i % 2, d) {
            (0, d) => d,
            (_, d) if d * 2 > 9 => d * 2 - 9,
            (_, d) => d * 2,
        };
    }
    sum.is_multiple_of(10)
}

/// The digits of a value in a fixed space, or nothing if there are more than it holds.
pub(super) fn digits<const N: usize>(value: &str) -> Option<([u8; N], usize)> {
    let mut out = [0u8; N];
    let mut n = 0;
    for b in value.bytes().filter(u8::is_ascii_digit) {
        *out.get_mut(n)? = b;
        n += 1;
    }
    Some((out, n))
}

/// A decimal number of at most nine digits.
pub(super) fn number(value: &str) -> Option<u32> {
    if value.is_empty() || value.len() > 9 || !value.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(value.bytes().fold(0, |n, b| n * 10 + u32::from(b - b'0')))
}

/// `8-4-4-4-12` hex digits.
pub(super) fn is_uuid(value: &str) -> bool {
    value.len() == 36
        && value.bytes().enumerate().all(|(i, b)| if matches!(i, 8 | 13 | 18 | 23) { b == b'-' } else { b.is_ascii_hexdigit() })
}
