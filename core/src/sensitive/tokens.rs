//! Words of a value: one walk over the bytes, no regular expression, bounded.
//!
//! The build script reads the lexicon's terms through this same file, so a term and an address are taken apart alike.
//! Split at anything that is neither letter nor digit, between letters and digits (`type2`), and inside camel case
//! (`hivTesting`, `HIVTesting`). Percent escapes are read in place, at any depth of a byte (`%20`, `%C3%B3`, `%u00F3`), so
//! raw and decoded values give the same words; so are the entities of HTML (`&#39;`, `&amp;`). Letters are lower-cased and Latin diacritics folded; apostrophes fall away
//! (`crohn's` is `crohns`). A run that changes between letters and digits three times or more is an identifier, not
//! words, and gives one opaque token.

/// Bytes of one value that are read; what stands behind is not judged. A title or address of people is far shorter.
pub(crate) const MAX_VALUE: usize = 4096;
/// Words of one judgement that are read.
pub(crate) const MAX_TOKENS: usize = 512;
/// The longest word kept; longer runs are identifiers.
const MAX_WORD: usize = 64;

/// A run of so many letters whose pieces are on average shorter than [`MEAN_PIECE`] is no camel case.
const LONG_RUN: usize = 16;
const MEAN_PIECE: usize = 4;

/// Bytes of the table of how terms begin: a bit for three of 26 letters.
pub(crate) const BEGINS: usize = (26usize * 26 * 26).div_ceil(8);

/// The bit for a word's first three letters; none where they are not three plain letters.
pub(crate) fn beginning(word: &[u8]) -> Option<usize> {
    let letter = |b: u8| b.is_ascii_lowercase().then(|| usize::from(b - b'a'));
    match word {
        [a, b, c, ..] => Some((letter(*a)? * 26 + letter(*b)?) * 26 + letter(*c)?),
        _ => None,
    }
}

/// One word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// Its folded letters in the scratch buffer.
    pub at: (u32, u32),
    /// Where it stood in the value, in bytes.
    pub raw: (u32, u32),
    /// Nothing but digits.
    pub digits: bool,
    /// Too irregular to be a word.
    pub opaque: bool,
    /// Digits stand against it without anything between: `bph03886`.
    pub glued: bool,
}

/// The scratch of one scan: folded letters and the words in them.
#[derive(Debug, Default)]
pub(crate) struct Words {
    pub text: Vec<u8>,
    pub tokens: Vec<Token>,
}

impl Words {
    /// The folded letters of a token.
    pub(crate) fn of(&self, t: &Token) -> &[u8] {
        self.text.get(t.at.0 as usize..t.at.1 as usize).unwrap_or(&[])
    }

    /// Reads a value, in place of what was read before.
    pub(crate) fn read(&mut self, value: &str) {
        self.text.clear();
        self.tokens.clear();
        let bytes = value.as_bytes();
        let end = bytes.len().min(MAX_VALUE);
        let mut i = 0;
        let mut run = Run::default();
        while i < end {
            let (c, len) = next(bytes, i);
            let class = class(c);
            match class {
                Class::Other => self.close(&mut run),
                Class::Drop => {
                    // An apostrophe or a combining mark inside a word belongs to it and leaves no letter.
                    if run.open {
                        run.raw_end = i + len
                    }
                }
                _ => {
                    self.letter(&mut run, c, class, i, len);
                    if self.tokens.len() >= MAX_TOKENS {
                        // The run it stopped in may be one long identifier.
                        self.close(&mut run);
                        return;
                    }
                }
            }
            i += len;
        }
        self.close(&mut run);
    }

    /// One letter or digit of a run; begins a new word where the kind of letter changes.
    fn letter(&mut self, run: &mut Run, c: char, class: Class, i: usize, len: usize) {
        if !run.open {
            *run = Run { open: true, first: self.tokens.len(), start: self.text.len(), raw: i, ..Run::default() };
        } else if run.last != class {
            match (run.last, class) {
                // `hivTesting`: a capital after a small letter begins a word.
                (Class::Lower, Class::Upper) => self.cut(run, i),
                (Class::Digit, _) | (_, Class::Digit) => {
                    run.changes += 1;
                    self.cut(run, i);
                }
                // `HIVTesting`: the last capital of a row belongs to the small letters behind it.
                (Class::Upper, Class::Lower) if run.capitals >= 2 => {
                    let (text, raw) = run.last_letter;
                    let (start, raw_start) = (run.start, run.raw);
                    self.push(start, text, raw_start, raw, false);
                    run.start = text;
                    run.raw = raw;
                }
                _ => {}
            }
        }
        run.capitals = if class == Class::Upper { run.capitals + 1 } else { 0 };
        run.last = class;
        run.last_letter = (self.text.len(), i);
        run.raw_end = i + len;
        fold(c, &mut self.text);
    }

    fn cut(&mut self, run: &mut Run, i: usize) {
        let (start, raw) = (run.start, run.raw);
        let end = run.raw_end;
        self.push(start, self.text.len(), raw, end, run.last == Class::Digit);
        run.start = self.text.len();
        run.raw = i;
    }

    fn close(&mut self, run: &mut Run) {
        if !run.open {
            return;
        }
        run.open = false;
        let (start, raw, end) = (run.start, run.raw, run.raw_end);
        self.push(start, self.text.len(), raw, end, run.last == Class::Digit);
        if run.changes > 0 {
            for t in self.tokens.iter_mut().skip(run.first) {
                t.glued = true;
            }
        }
        let whole = self.tokens.get(run.first).map_or(start as u32, |t| t.at.0);
        let pieces = self.tokens.len() - run.first;
        let letters = self.text.len() - whole as usize;
        // Words written together are longer than the scraps between the capitals of an encoded value.
        let scraps = letters >= LONG_RUN && pieces * MEAN_PIECE > letters;
        if run.changes >= 3 || scraps || self.text.len() - start > MAX_WORD {
            // An identifier: one token nobody matches.
            let raw = self.tokens.get(run.first).map_or(raw as u32, |t| t.raw.0);
            self.tokens.truncate(run.first);
            self.tokens.push(Token {
                at: (whole, self.text.len() as u32),
                raw: (raw, end as u32),
                digits: false,
                opaque: true,
                glued: true,
            });
        }
    }

    fn push(&mut self, start: usize, end: usize, raw: usize, raw_end: usize, digits: bool) {
        if end > start {
            self.tokens.push(Token {
                at: (start as u32, end as u32),
                raw: (raw as u32, raw_end as u32),
                digits,
                opaque: false,
                glued: false,
            });
        }
    }
}

/// The run of letters and digits being read.
#[derive(Default)]
struct Run {
    open: bool,
    first: usize,
    start: usize,
    raw: usize,
    raw_end: usize,
    last: Class,
    last_letter: (usize, usize),
    capitals: u32,
    changes: u32,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Class {
    #[default]
    Other,
    Lower,
    Upper,
    Digit,
    Drop,
}

fn class(c: char) -> Class {
    match c {
        'a'..='z' => Class::Lower,
        'A'..='Z' => Class::Upper,
        '0'..='9' => Class::Digit,
        '\'' | '\u{2019}' | '\u{2bc}' | '\u{300}'..='\u{36f}' | '\u{ad}' => Class::Drop,
        c if c.is_ascii() => Class::Other,
        c if c.is_uppercase() => Class::Upper,
        c if c.is_alphabetic() => Class::Lower,
        _ => Class::Other,
    }
}

/// The character at `i` and its length in bytes, percent escapes read.
fn next(bytes: &[u8], i: usize) -> (char, usize) {
    let Some(&b) = bytes.get(i) else { return (' ', 1) };
    if b == b'%' {
        return escaped(bytes, i);
    }
    if b == b'&' {
        return entity(bytes.get(i..bytes.len().min(i + MAX_ENTITY)).unwrap_or(&[]));
    }
    if b < 0x80 {
        return (b as char, 1);
    }
    let tail = bytes.get(i..bytes.len().min(i + 4)).unwrap_or(&[]);
    let len = match b {
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    };
    let c = tail.get(..len).and_then(|t| std::str::from_utf8(t).ok()).and_then(|s| s.chars().next());
    c.map_or((' ', 1), |c| (c, len))
}

/// The longest entity read: `&#x2019;`, `&oacute;`.
const MAX_ENTITY: usize = 9;

/// What HTML writes for a character, in titles of pages that escaped them: `&amp;`, `&#39;`, `&eacute;`. Of the named ones a
/// letter with a mark is its letter and an apostrophe is one; the rest separate words, as a bare `&` does.
fn entity(text: &[u8]) -> (char, usize) {
    let Some(end) = text.iter().position(|b| *b == b';') else { return (' ', 1) };
    let name = text.get(1..end).unwrap_or(&[]);
    let c = match name {
        [b'#', b'x' | b'X', hex @ ..] => number(hex, 16),
        [b'#', digits @ ..] => number(digits, 10),
        b"apos" | b"rsquo" | b"lsquo" => Some('\''),
        [letter, mark @ ..] if letter.is_ascii_alphabetic() => {
            let marked = matches!(mark, b"acute" | b"grave" | b"uml" | b"circ" | b"tilde" | b"cedil" | b"ring");
            if !marked && !name.iter().all(u8::is_ascii_alphanumeric) {
                return (' ', 1);
            }
            Some(if marked { char::from(*letter) } else { ' ' })
        }
        _ => None,
    };
    c.map_or((' ', 1), |c| (c, end + 1))
}

/// The character with this number.
fn number(digits: &[u8], radix: u32) -> Option<char> {
    let text = std::str::from_utf8(digits).ok().filter(|t| t.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u32::from_str_radix(text, radix).ok().and_then(char::from_u32)
}

/// `%C3%B3` and its kin; a broken escape is a separator. `%u00F3` is how JavaScript's old `escape()` writes the same.
fn escaped(bytes: &[u8], i: usize) -> (char, usize) {
    if bytes.get(i + 1) == Some(&b'u')
        && let Some(c) = bytes.get(i + 2..i + 6).and_then(|hex| number(hex, 16))
    {
        return (c, 6);
    }
    let hex = |at: usize| -> Option<u8> {
        if bytes.get(at) != Some(&b'%') {
            return None;
        }
        let digit = |b: Option<&u8>| b.and_then(|b| (*b as char).to_digit(16));
        Some((digit(bytes.get(at + 1))? * 16 + digit(bytes.get(at + 2))?) as u8)
    };
    let Some(first) = hex(i) else { return (' ', 1) };
    // `%2520` is a space escaped twice.
    if first == b'%' {
        let digit = |at: usize| bytes.get(at).and_then(|b| (*b as char).to_digit(16));
        return match (digit(i + 3), digit(i + 4)) {
            (Some(h), Some(l)) if h * 16 + l < 0x80 => (char::from((h * 16 + l) as u8), 5),
            _ => (' ', 3),
        };
    }
    if first < 0x80 {
        return (first as char, 3);
    }
    let mut buf = [first, 0, 0, 0];
    let len = match first {
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0..0xf8 => 4,
        _ => 1,
    };
    for (n, slot) in buf.iter_mut().enumerate().take(len).skip(1) {
        match hex(i + 3 * n) {
            Some(b) => *slot = b,
            None => return (' ', 3),
        }
    }
    match std::str::from_utf8(&buf[..len]).ok().and_then(|s| s.chars().next()) {
        Some(c) => (c, 3 * len),
        None => (' ', 3),
    }
}

/// Lower case without Latin diacritics.
fn fold(c: char, out: &mut Vec<u8>) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase() as u8);
        return;
    }
    let c = c.to_lowercase().next().unwrap_or(c);
    let plain: &[u8] = match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => b"a",
        'æ' => b"ae",
        'ç' | 'ć' | 'č' => b"c",
        'ď' | 'đ' => b"d",
        'è'..='ë' | 'ē' | 'ę' | 'ě' => b"e",
        'ğ' => b"g",
        'ì'..='ï' | 'ī' | 'ı' => b"i",
        'ł' => b"l",
        'ñ' | 'ń' | 'ň' => b"n",
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => b"o",
        'œ' => b"oe",
        'ř' => b"r",
        'ś' | 'š' | 'ş' => b"s",
        'ß' => b"ss",
        'ť' | 'ţ' => b"t",
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => b"u",
        'ý' | 'ÿ' => b"y",
        'ź' | 'ż' | 'ž' => b"z",
        _ => {
            let mut buf = [0; 4];
            out.extend_from_slice(c.encode_utf8(&mut buf).as_bytes());
            return;
        }
    };
    out.extend_from_slice(plain);
}
