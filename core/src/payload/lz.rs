//! LZ-string's grammar, walked without taking the text out: enough to tell it from any other token, and how much would
//! come out.
//!
//! (pieroxy/lz-string 1.5.0, `libs/lz-string.js`, `_decompress`: a code of 0 brings a character of 8 bits, 1 one of
//! 16, 2 ends the text; others refer to the table, which grows by one a code and one more a character; codes grow a bit
//! wider whenever the table is full.)

/// What one code of a text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// A character not met before.
    New,
    /// An entry of the table; the one that is just being made has the table's length for a number.
    Old(u32),
}

/// Walks a token in base64's alphabet or in LZ-string's own for addresses, padded or not, to the end of its text. True
/// where it is one whole text of readable characters, of at least four codes, and nothing else. `each` is told every code and
/// may end the walk by answering false.
pub fn walk(token: &str, each: &mut dyn FnMut(Code) -> bool) -> bool {
    let mut bits = Bits { bytes: token.trim_end_matches(['=', '$']).as_bytes(), at: 0 };
    let Some(first) = bits.take(2) else { return false };
    if first > 1 || !bits.character(first) || !each(Code::New) {
        return false;
    }
    let (mut table, mut room, mut width, mut codes) = (4_u32, 4_u32, 3_u32, 1_u32);
    loop {
        let Some(code) = bits.take(width) else { return false };
        codes += 1;
        let grows = match code {
            // Behind the end stand the zeros that fill the last character, or one of them alone.
            2 => {
                let rest = bits.bytes.len() * 6 - bits.at;
                return codes > 4 && (1..=6).contains(&rest) && bits.take(rest as u32) == Some(0);
            }
            0 | 1 if bits.character(code) && each(Code::New) => 2,
            3.. if code <= table && each(Code::Old(code)) => 1,
            _ => return false,
        };
        for _ in 0..grows {
            table += 1;
            room -= 1;
            if room == 0 {
                room = 1 << width;
                width += 1;
            }
        }
        if width > 20 {
            return false;
        }
    }
}

/// True where a token is one whole LZ-string text; shorter ones than eight characters are not told from other tokens.
pub fn is_lz(token: &str) -> bool {
    token.trim_end_matches(['=', '$']).len() >= 8 && walk(token, &mut |_| true)
}

/// The bits of a token: six a character, the highest first; a number's lowest bit comes first.
struct Bits<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, count: u32) -> Option<u32> {
        let mut number = 0;
        for n in 0..count {
            let six = six(*self.bytes.get(self.at / 6)?)?;
            number |= (six >> (5 - self.at % 6) & 1) << n;
            self.at += 1;
        }
        Some(number)
    }

    /// True where a readable character follows.
    fn character(&mut self, code: u32) -> bool {
        self.take(8 << code).is_some_and(|c| c >= 0x20 && c != 0x7f || matches!(c, 9 | 10 | 13))
    }
}

/// A character's six bits in either alphabet (`-` stands for `/`). A `+` nobody escaped reads as a space in a query.
fn six(b: u8) -> Option<u32> {
    Some(u32::from(match b {
        b'A'..=b'Z' => b - b'A',
        b'a'..=b'z' => b - b'a' + 26,
        b'0'..=b'9' => b - b'0' + 52,
        b'+' | b' ' => 62,
        b'/' | b'-' => 63,
        _ => return None,
    }))
}
