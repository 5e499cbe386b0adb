//! Telephone numbers: as written, and whether such a number can exist.

use super::text;

/// The facts of libphonenumber, reduced: what numbers begin with in each country, and how long they then are. How they lie
/// in these bytes is told where they are made, in `build/phones.rs`; from what, in `data/phones.tsv`.
static NUMBERS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/phones.bin"));

/// How a telephone number was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PhoneForm {
    /// With `+` or `00` and a country code, and such a number can exist.
    International,
    /// North American, written with brackets, dots, dashes or spaces between its parts, and can exist.
    Written,
    /// Written as North American numbers are, in an area no number has: mistyped, or made up.
    Grouped,
    /// Digits alone that can be a North American number.
    BareNorthAmerican,
    /// As many digits as some country's numbers have.
    Bare,
}

/// Most digits of a number (ITU-T E.164).
const MOST: usize = 15;

/// Reads a whole value as a telephone number.
pub(super) fn phone(value: &str) -> Option<PhoneForm> {
    let v = value.trim().trim_matches('"');
    let v = without_extension(without_scheme(v));
    let mut digits = [0u8; MOST + 3];
    let mut n = 0;
    let mut marks = 0;
    let mut last = ' ';
    // `+44 (0)20`: the zero is dialled inside the country only.
    let inland = v.as_bytes().windows(3).position(|w| w == b"(0)").filter(|_| v.starts_with('+')).map(|i| i + 1);
    for (i, c) in v.char_indices() {
        match digit(c) {
            Some(_) if Some(i) == inland => {}
            Some(d) => {
                *digits.get_mut(n)? = b'0' + d;
                n += 1;
            }
            None if c == '+' && n == 0 => {}
            None if is_mark(c) => marks += usize::from(digit(last).is_some() || c == '('),
            None => return None,
        }
        last = c;
    }
    let digits = digits.get(..n)?;
    if n < 7 || text::all_same(digits) {
        return None;
    }
    // A `+` in a form comes out as a space in front of digits.
    let plus = v.starts_with('+') || v.starts_with("(+") || (value.starts_with(' ') && v.len() > 10);
    let dialled = if plus { Some(digits) } else { digits.strip_prefix(b"00").or_else(|| digits.strip_prefix(b"011")) };
    if dialled.is_some_and(exists) {
        return Some(PhoneForm::International);
    }
    // One dot is a decimal number.
    if marks == 1 && v.contains('.') {
        return None;
    }
    let national = if n == 11 && digits.first() == Some(&b'1') { digits.get(1..)? } else { digits };
    if !plus && is_north_american(national) {
        let written = marks >= 2 && is_grouped(v);
        return Some(if written { PhoneForm::Written } else { PhoneForm::BareNorthAmerican });
    }
    if !plus && national.len() == 10 && marks >= 2 && is_grouped(v) && national.first() > Some(&b'1') {
        return Some(PhoneForm::Grouped);
    }
    ((8..=13).contains(&n) && !text::looks_like_time(digits)).then_some(PhoneForm::Bare)
}

/// A digit, in the West's or the Arabic world's figures.
fn digit(c: char) -> Option<u8> {
    Some(match c {
        '0'..='9' => c as u8 - b'0',
        '\u{660}'..='\u{669}' => (c as u32 - 0x660) as u8,
        '\u{6f0}'..='\u{6f9}' => (c as u32 - 0x6f0) as u8,
        _ => return None,
    })
}

/// What stands between the parts of a number.
fn is_mark(c: char) -> bool {
    matches!(c, ' ' | '(' | ')' | '-' | '.' | '/' | '\u{a0}' | '\u{2010}'..='\u{2013}')
}

/// `tel:` (RFC 3966) and what links for messages use.
fn without_scheme(v: &str) -> &str {
    let Some((scheme, rest)) = v.split_once(':') else { return v };
    if ["tel", "sms", "callto", "whatsapp"].iter().any(|s| s.eq_ignore_ascii_case(scheme)) { rest } else { v }
}

/// The number without what is dialled after it: `;ext=204`, `x204`, `ext. 204`, `#204`.
fn without_extension(v: &str) -> &str {
    let bytes = v.as_bytes();
    let Some(end) = bytes.iter().position(|b| matches!(b, b';' | b'x' | b'X' | b'e' | b'E' | b'#' | b',')).filter(|&i| i > 6) else {
        return v;
    };
    let word = bytes.iter().skip(end).take_while(|b| !b.is_ascii_digit()).count();
    let named = v.get(end..end + word).is_some_and(|w| text::is_listed("x ext ext. extension # ,", w.trim()));
    let rest = bytes.get(end + word..).unwrap_or(&[]);
    let parameter = bytes.get(end) == Some(&b';');
    if parameter || named && (1..=6).contains(&rest.len()) && rest.iter().all(u8::is_ascii_digit) {
        v.get(..end).unwrap_or(v).trim_end()
    } else {
        v
    }
}

/// Ten digits of the North American plan whose area code is in use; an exchange begins with 2 to 9 and N11 is a service
/// (nationalnanpa.com, numbering plan).
pub(super) fn is_north_american(d: &[u8]) -> bool {
    let [_, a1, a2, e0, e1, e2, ..] = *d else { return false };
    if d.len() != 10 || e0 < b'2' || (a1 == b'1' && a2 == b'1') || (e1 == b'1' && e2 == b'1') {
        return false;
    }
    let mut whole = [b'1'; 11];
    if let Some(space) = whole.get_mut(1..) {
        space.copy_from_slice(d);
    }
    exists(&whole)
}

/// True for a North American number whose caller pays nothing: a firm's, which call tracking writes into pages and requests. The
/// area codes are those in service (generally known; no source read).
pub(super) fn is_toll_free(value: &str) -> bool {
    let mut digits = value.bytes().filter(u8::is_ascii_digit);
    let mut area = [b'0'; 3];
    let first = digits.next();
    let start = if first == Some(b'1') { digits.next() } else { first };
    for (slot, digit) in area.iter_mut().zip(start.into_iter().chain(digits)) {
        *slot = digit;
    }
    // `+800…` is an international one, `+88…` another country.
    let inland = first == Some(b'1') || !value.contains('+');
    inland && [b"800", b"833", b"844", b"855", b"866", b"877", b"888"].contains(&&area)
}

/// Written in groups of three, three and four, with an optional leading 1.
fn is_grouped(v: &str) -> bool {
    let mut groups = [0usize; 5];
    let mut n = 0;
    for part in v.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty()) {
        let Some(slot) = groups.get_mut(n) else { return false };
        *slot = part.len();
        n += 1;
    }
    matches!(groups.get(..n), Some([3, 3, 4] | [1, 3, 3, 4]))
}

/// True where a number of these digits, country code first, can exist.
fn exists(digits: &[u8]) -> bool {
    let exchange = digits.first() != Some(&b'1') || digits.get(4).is_some_and(|&d| d >= b'2') && digits.len() == 11;
    digits.len() <= MOST && exchange && walk(digits).unwrap_or(false)
}

/// An edge of the tree in [`NUMBERS`].
struct Edge {
    /// The digits it takes, as bits.
    digits: u16,
    /// No other edge of its node follows.
    last: bool,
    /// What number of digits may follow, as bits; none where a node follows.
    lengths: Option<u16>,
    /// Where the next edge or node starts.
    next: usize,
}

fn number_at(at: usize) -> Option<u16> {
    Some(u16::from_le_bytes([*NUMBERS.get(at)?, *NUMBERS.get(at + 1)?]))
}

fn edge_at(at: usize) -> Option<Edge> {
    let bits = number_at(at)?;
    let (set, next) = match usize::from(bits >> 11) {
        31 => (31 + usize::from(*NUMBERS.get(at + 2)?), at + 3),
        set => (set, at + 2),
    };
    Some(Edge { digits: bits & 0x3ff, last: bits & 0x400 != 0, lengths: if set == 0 { None } else { Some(number_at(2 * set)?) }, next })
}

fn walk(digits: &[u8]) -> Option<bool> {
    let (first, mut rest) = digits.split_first()?;
    let starts = 2 + 2 * usize::from(number_at(0)?);
    let mut at = usize::from(number_at(starts + 2 * usize::from(first.wrapping_sub(b'0')))?);
    // No code begins so: the place is 0.
    if at < starts {
        return Some(false);
    }
    while let Some((digit, tail)) = rest.split_first() {
        let digit = u32::from(digit.wrapping_sub(b'0'));
        loop {
            let edge = edge_at(at)?;
            at = edge.next;
            if edge.digits.checked_shr(digit)? & 1 == 1 {
                if let Some(lengths) = edge.lengths {
                    return Some(lengths.checked_shr(tail.len() as u32)? & 1 == 1);
                }
                break;
            }
            if edge.last {
                return Some(false);
            }
            if edge.lengths.is_none() {
                at = past(at)?;
            }
        }
        rest = tail;
    }
    Some(false)
}

/// Where the node at `at` ends, with all that lies under it.
fn past(mut at: usize) -> Option<usize> {
    let mut nodes = 1;
    while nodes > 0 {
        let edge = edge_at(at)?;
        at = edge.next;
        nodes += usize::from(edge.lengths.is_none());
        nodes -= usize::from(edge.last);
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use PhoneForm::*;

    /// Drawn by `data/phones.py`: numbers and near misses of every calling code, with what libphonenumber says of them.
    const ASKED: &str = include_str!("../../data/phones-asked.tsv");

    #[test]
    fn agrees_with_libphonenumber() {
        let (mut asked, mut agreed, mut invalid, mut accepted) = (0, 0, 0, 0);
        for line in ASKED.lines().filter(|l| !l.starts_with('#')) {
            let (says, number) = line.split_once('\t').unwrap();
            let valid = says == "valid";
            let got = exists(number.as_bytes());
            asked += 1;
            agreed += usize::from(got == valid);
            invalid += usize::from(!valid);
            accepted += usize::from(!valid && got);
        }
        assert!(asked > 3000 && invalid > 1000, "{asked} {invalid}");
        assert!(agreed * 100 >= asked * 99, "{agreed} of {asked}");
        assert!(accepted * 100 <= invalid * 2, "{accepted} of {invalid}");
    }

    fn check(form: Option<PhoneForm>, values: &[&str]) {
        for value in values {
            assert_eq!(phone(value), form, "{value}");
        }
    }

    #[test]
    fn what_is_no_telephone_number() {
        check(
            None,
            &[
                "",
                "tel:",
                "+",
                "911",
                "0000000000",
                "2024-11-23",
                "20241123",
                "1754305915323",
                "1606224512",
                "4155550.137",
                "12345678901234567",
                "1,234,567,890",
                "#1234567",
                "12x34567890",
                "tel:department",
            ],
        );
        // Digits enough for one, no number by the plan: only a name may make them a telephone number.
        check(Some(Bare), &["+9995550137", "+1 123 555 0137"]);
        check(Some(Grouped), &["415-055-0137", "(999) 555-0137", "211-555-0137"]);
    }

    #[test]
    fn numbers_as_people_and_programs_write_them() {
        check(
            Some(International),
            &[
                "+14155550137",
                "+1 (415) 555-0137",
                "tel:+1-415-555-0137",
                "TEL:+1-415-555-0137;ext=204",
                "+1.415.555.0137 x204",
                "+1 415 555 0137 ext. 204",
                "+44 (0)20 7946 0958",
                "+442079460958",
                "0044 20 7946 0958",
                "011 44 20 7946 0958",
                " 447911123456",
                "+49 30 901820",
                "+33 6 12 34 56 78",
                "+34 612 34 56 78",
                "+52 55 1234 5678",
                "+41 44 668 18 00",
                "+91 98765 43210",
                "(+351) 912 345 678",
                "+٤٤٧٩١١١٢٣٤٥٦",
                "+44\u{a0}7911\u{a0}123456",
            ],
        );
        check(
            Some(Written),
            &["(415) 555-0137", "415-555-0137", "415.555.0137", "1-415-555-0137", "415 555 0137", "415‑555‑0137", "415-555-0137 x12"],
        );
        check(Some(BareNorthAmerican), &["4155550137", "14155550137", "\"4155550137\""]);
        check(Some(Bare), &["0791112345", "079 111 23 45", "06 12 34 56 78", "447911123456"]);
    }

    #[test]
    fn numbers_a_firm_pays_for() {
        for value in ["+1 415 555 0137", "415-800-0137", "+8801712345678", "+44 800 123 4567", "1-415-877-0137", "", "+", "1"] {
            assert!(!is_toll_free(value), "{value}");
        }
        for value in ["1-800-555-0137", "(888) 555-0137", "+18775550137", "tel:+1-866-555-0137", "8445550137"] {
            assert!(is_toll_free(value), "{value}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_digits_are_answered(text in "[+0-9 ().x;-]{0,24}") {
            let _ = phone(&text);
            let _ = exists(text.as_bytes());
        }
    }
}
