//! E-mail addresses and telephone numbers.

use super::text;

/// Endings of file names that look like the end of an address: `logo@2x.png`.
#[rustfmt::skip]
const FILE_ENDINGS: &[&str] = &[
    "aspx", "avif", "bmp", "css", "csv", "eot", "gif", "gz", "htm", "html", "ico", "jpeg", "jpg", "js", "json", "jsx",
    "map", "min", "mjs", "mp3", "mp4", "otf", "pdf", "php", "png", "svg", "tgz", "ts", "tsx", "ttf", "txt", "wasm",
    "webm", "webp", "woff", "woff2", "xml",
];

/// Mailboxes that belong to an office, not to a person (RFC 2142 and everyday use).
#[rustfmt::skip]
const ROLES: &[&str] = &[
    "abuse", "admin", "billing", "bookings", "careers", "contact", "contactus", "customerservice", "do-not-reply",
    "donotreply", "enquiries", "feedback", "hello", "help", "helpdesk", "hr", "info", "inquiries", "jobs", "mail",
    "marketing", "media", "newsletter", "no-reply", "noreply", "office", "postmaster", "press", "privacy", "reception",
    "sales", "security", "service", "support", "team", "webmaster",
];

/// The next e-mail address at or after byte `from`: where it stands.
pub(super) fn email(value: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = value.as_bytes();
    let mut search = from;
    while let Some(found) = bytes.get(search..).and_then(|rest| memchr(b'@', rest)) {
        let at = search + found;
        search = at + 1;
        let start = bytes.get(from..at)?.iter().rposition(|&b| !is_local(b)).map_or(from, |i| from + i + 1);
        let end = bytes.get(at + 1..)?.iter().position(|&b| !is_domain(b)).map_or(bytes.len(), |i| at + 1 + i);
        // A dot or dash that ends a sentence is not part of the address, nor is a quote or slash before it.
        let start = start + bytes.get(start..at)?.iter().take_while(|b| matches!(b, b'.' | b'-' | b'+' | b'\'')).count();
        let end = end - bytes.get(at + 1..end)?.iter().rev().take_while(|b| matches!(b, b'.' | b'-' | b'_')).count();
        // `https://key@host`: a credential before a host, not a mailbox.
        if start >= 2 && bytes.get(start - 2..start) == Some(b"//") {
            continue;
        }
        let (Some(local), Some(domain)) = (value.get(start..at), value.get(at + 1..end)) else { continue };
        if local_holds(local) && domain_holds(domain) {
            return Some((start, end));
        }
    }
    None
}

/// True where the mailbox is an office's: `info@`.
pub(super) fn is_role(address: &str) -> bool {
    let local = address.split('@').next().unwrap_or("");
    ROLES.iter().any(|r| r.eq_ignore_ascii_case(local))
}

fn memchr(needle: u8, hay: &[u8]) -> Option<usize> {
    hay.iter().position(|&b| b == needle)
}

fn is_local(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b >= 0x80 || matches!(b, b'.' | b'_' | b'-' | b'+' | b'\'')
}

fn is_domain(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b >= 0x80 || matches!(b, b'.' | b'-' | b'_')
}

fn local_holds(local: &str) -> bool {
    (1..=64).contains(&local.len()) && !local.contains("..") && !local.ends_with('.')
}

fn domain_holds(domain: &str) -> bool {
    if domain.len() > 253 || !domain.contains('.') {
        return false;
    }
    let mut last = "";
    for label in domain.split('.') {
        if label.is_empty() || label.len() > 63 || label.starts_with('-') || label.ends_with('-') {
            return false;
        }
        last = label;
    }
    let letters =
        last.chars().all(char::is_alphabetic) || (last.len() > 4 && last.get(..4).is_some_and(|p| p.eq_ignore_ascii_case("xn--")));
    letters && (2..=24).contains(&last.len()) && !FILE_ENDINGS.iter().any(|e| e.eq_ignore_ascii_case(last))
}

/// How a telephone number was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PhoneForm {
    /// `+` and a country code that exists, with a length that country uses.
    International,
    /// North American, written with brackets, dots, dashes or spaces between its parts.
    Written,
    /// Digits alone, valid as a North American number.
    BareNorthAmerican,
    /// Digits of a length some country uses.
    Bare,
}

/// Reads a whole value as a telephone number.
pub(super) fn phone(value: &str) -> Option<PhoneForm> {
    let v = value.trim_matches(|c: char| c.is_ascii_whitespace() || c == '"');
    let v = v.strip_prefix("tel:").unwrap_or(v);
    // A `+` in a form comes out as a space in front of digits.
    let plus = v.starts_with('+') || v.starts_with("00") || (value.starts_with(' ') && v.len() > 10);
    let mut digits = [0u8; 16];
    let mut n = 0;
    let mut marks = 0;
    let mut last = 0u8;
    for b in v.bytes() {
        match b {
            b'0'..=b'9' => {
                *digits.get_mut(n)? = b;
                n += 1;
            }
            b'+' if n == 0 => {}
            // Two marks at once only around brackets and spaced dashes.
            b' ' | b'(' | b')' | b'-' | b'.' | b'/' => marks += usize::from(last.is_ascii_digit() || b == b'('),
            _ => return None,
        }
        last = b;
    }
    let digits = digits.get(..n)?;
    if n < 7 || text::all_same(digits) {
        return None;
    }
    if plus {
        let digits = if v.starts_with("00") { digits.get(2..)? } else { digits };
        return international(digits).then_some(PhoneForm::International);
    }
    let national = if n == 11 && digits.first() == Some(&b'1') { digits.get(1..)? } else { digits };
    if national.len() == 10 && north_american(national) {
        let written = marks >= 2 && grouped_north_american(v);
        return Some(if written { PhoneForm::Written } else { PhoneForm::BareNorthAmerican });
    }
    // One dot is a decimal number.
    if marks == 1 && v.contains('.') {
        return None;
    }
    ((8..=13).contains(&n) && !text::looks_like_time(digits)).then_some(PhoneForm::Bare)
}

/// NANP: the area code and the exchange begin with 2-9; N11 is a service code (nationalnanpa.com, numbering plan). Codes
/// held back for the plan's growth are let pass.
pub(super) fn north_american(d: &[u8]) -> bool {
    let [a0, a1, a2, e0, e1, e2, ..] = *d else { return false };
    d.len() == 10 && a0 >= b'2' && e0 >= b'2' && !(a1 == b'1' && a2 == b'1') && !(e1 == b'1' && e2 == b'1')
}

/// Written in groups of three, three and four, with an optional leading 1.
fn grouped_north_american(v: &str) -> bool {
    let mut groups = [0usize; 5];
    let mut n = 0;
    for part in v.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty()) {
        let Some(slot) = groups.get_mut(n) else { return false };
        *slot = part.len();
        n += 1;
    }
    matches!(groups.get(..n), Some([3, 3, 4] | [1, 3, 3, 4]))
}

/// E.164: a country code in use, then as many digits as numbers there have (ITU E.164 list of assigned codes; lengths
/// are the widest in use, so that a true number is not lost).
pub(super) fn international(d: &[u8]) -> bool {
    let [first, second, third, ..] = *d else { return false };
    let two = (first - b'0') * 10 + (second - b'0');
    let (code, rest) = match first {
        b'1' => return d.len() == 11 && d.get(1..).is_some_and(north_american),
        b'7' => (1, 10..=10),
        _ if TWO_DIGIT_CODES.contains(&two) => (2, 6..=13),
        _ => {
            let three = u16::from(two) * 10 + u16::from(third - b'0');
            if !three_digit_code(three) {
                return false;
            }
            (3, 5..=12)
        }
    };
    d.len() <= 15 && rest.contains(&(d.len() - code))
}

#[rustfmt::skip]
const TWO_DIGIT_CODES: &[u8] = &[
    20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58, 60, 61, 62,
    63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
];

fn three_digit_code(code: u16) -> bool {
    matches!(code, 211..=213 | 216 | 218 | 220..=269 | 290 | 291 | 297..=299 | 350..=359 | 370..=389 | 420 | 421 | 423
        | 500..=509 | 590..=599 | 670 | 672..=683 | 685..=692 | 800 | 808 | 850 | 852 | 853 | 855 | 856 | 870 | 880
        | 883 | 886 | 960..=968 | 970..=977 | 992..=996 | 998)
}
