//! Numbers.

/// A number, as exactly as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// Whole, 0 or above.
    Whole(u64),
    /// Whole, below 0.
    Below(i64),
    /// With a fraction or an exponent, or past 64 bits.
    Broken(f64),
}

/// The number that the bytes begin with, and how many of them it takes.
pub fn number(bytes: &[u8]) -> Option<(Number, usize)> {
    let negative = bytes.first() == Some(&b'-');
    let mut at = usize::from(negative);
    let mut digits = Digits::default();
    let whole = digits.read(bytes.get(at..)?, true)?;
    if whole > 1 && bytes.get(at) == Some(&b'0') {
        return None;
    }
    at += whole;
    let mut broken = digits.exponent != 0;
    if bytes.get(at) == Some(&b'.') {
        broken = true;
        at += 1 + digits.read(bytes.get(at + 1..)?, false)?;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        broken = true;
        at += 1;
        let sign = bytes.get(at).filter(|sign| matches!(sign, b'+' | b'-'));
        at += usize::from(sign.is_some());
        let mut exponent = Digits::default();
        at += exponent.read(bytes.get(at..)?, true)?;
        // What is larger is no number in any case.
        let exponent = if exponent.exponent == 0 { exponent.value.min(100_000) as i32 } else { 100_000 };
        digits.exponent = digits.exponent.saturating_add(if sign == Some(&b'-') { -exponent } else { exponent });
    }
    let number = match (broken, negative) {
        (false, false) => Number::Whole(digits.value),
        (false, true) if (1..=1 << 63).contains(&digits.value) => Number::Below(0i64.wrapping_sub_unsigned(digits.value)),
        _ => {
            let size = digits.size();
            Number::Broken(if negative { -size } else { size })
        }
    };
    Some((number, at)).filter(|(number, _)| !matches!(number, Number::Broken(broken) if broken.is_infinite()))
}

/// `value` times ten to the power of `exponent`.
#[derive(Default)]
struct Digits {
    value: u64,
    exponent: i32,
}

impl Digits {
    /// Takes the digits that the bytes begin with: how many. Those past 64 bits are counted alone.
    fn read(&mut self, bytes: &[u8], whole: bool) -> Option<usize> {
        let count = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
        for byte in bytes.get(..count).filter(|_| count > 0)? {
            match self.value.checked_mul(10).and_then(|value| value.checked_add(u64::from(byte - b'0'))) {
                Some(longer) => {
                    self.value = longer;
                    self.exponent -= i32::from(!whole);
                }
                None => self.exponent += i32::from(whole),
            }
        }
        Some(count)
    }

    /// Exact to the last bit where the digits fit into 53 bits and the power is below 23, as times and sizes are; else within
    /// a few.
    fn size(&self) -> f64 {
        let (mut size, mut left) = (self.value as f64, self.exponent.unsigned_abs());
        while left > 0 && size != 0.0 && size.is_finite() {
            let step = left.min(22);
            let power = (0..step).fold(1.0, |power, _| power * 10.0);
            size = if self.exponent < 0 { size / power } else { size * power };
            left -= step;
        }
        size
    }
}
