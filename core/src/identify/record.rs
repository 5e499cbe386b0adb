//! Numbers of health and state records: SSN, Medicare number, NPI, ICD-10-CM, card.

use super::text;

/// A social security number in its written form, `AAA-GG-SSSS` with dashes or spaces, or as nine digits where
/// `bare`. Areas 000, 666 and 900-999, group 00 and serial 0000 were never given out (ssa.gov, "Social Security Number
/// Randomization").
pub(super) fn is_ssn(value: &str, bare: bool) -> bool {
    let v = value.trim().as_bytes();
    let separated = matches!(v, [_, _, _, s @ (b'-' | b' '), _, _, t, ..] if v.len() == 11 && s == t);
    if !(separated || bare && v.len() == 9) {
        return false;
    }
    let Some((d, 9)) = text::digits::<9>(value) else { return false };
    if v.iter().filter(|b| !b.is_ascii_digit()).count() != if separated { 2 } else { 0 } {
        return false;
    }
    if separated && !(v.get(3).is_some_and(|b| !b.is_ascii_digit()) && v.get(6).is_some_and(|b| !b.is_ascii_digit())) {
        return false;
    }
    let (area, group, serial) = (&d[..3], &d[3..5], &d[5..]);
    area != b"000"
        && area != b"666"
        && area[0] != b'9'
        && group != b"00"
        && serial != b"0000"
        && !text::all_same(&d)
        && &d != b"078051120"
        && &d != b"219099999"
}

/// A Medicare Beneficiary Identifier: eleven places of fixed kind, no S, L, O, I, B, Z (cms.gov, "Understanding the
/// MBI format"). True with dashes as printed on the card (`1EG4-TE5-MK73`) or without.
pub(super) fn is_mbi(value: &str) -> bool {
    let mut places = [0u8; 11];
    let mut n = 0;
    for b in value.trim().bytes() {
        if b == b'-' && (n == 4 || n == 7) {
            continue;
        }
        let Some(slot) = places.get_mut(n) else { return false };
        *slot = b.to_ascii_uppercase();
        n += 1;
    }
    if n != 11 || value.trim().ends_with('-') {
        return false;
    }
    let alpha = |b: u8| b.is_ascii_uppercase() && !b"SLOIBZ".contains(&b);
    let num = |b: u8| b.is_ascii_digit();
    let [p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11] = places;
    (b'1'..=b'9').contains(&p1)
        && alpha(p2)
        && (alpha(p3) || num(p3))
        && num(p4)
        && alpha(p5)
        && (alpha(p6) || num(p6))
        && num(p7)
        && alpha(p8)
        && alpha(p9)
        && num(p10)
        && num(p11)
}

/// A National Provider Identifier: ten digits from 1 or 2, Luhn with the prefix 80840, which adds 24 (cms.gov, "NPI
/// check digit").
pub(super) fn is_npi(value: &str) -> bool {
    let v = value.trim().as_bytes();
    v.len() == 10 && v.iter().all(u8::is_ascii_digit) && matches!(v.first(), Some(b'1' | b'2')) && text::luhn(v, 24)
}

/// An ICD-10-CM code: letter, digit, digit or A/B, then up to four more after an optional dot (cms.gov, ICD-10-CM
/// guidelines I.A.2-4).
pub(super) fn is_icd10(value: &str) -> bool {
    let v = value.trim().as_bytes();
    let [a, b, c, rest @ ..] = v else { return false };
    if !a.is_ascii_alphabetic() || !b.is_ascii_digit() || !(c.is_ascii_digit() || matches!(c, b'a' | b'b' | b'A' | b'B')) {
        return false;
    }
    let rest = match rest {
        [b'.', tail @ ..] if !tail.is_empty() => tail,
        [b'.', ..] => return false,
        r => r,
    };
    rest.len() <= 4
        && rest.iter().enumerate().all(|(i, x)| {
            x.is_ascii_digit()
                || (x.is_ascii_alphabetic() && (i == 3 || rest.len() <= 2 || matches!(x, b'x' | b'X' | b'a'..=b'h' | b'A'..=b'H')))
        })
}

/// A code of what was done: CPT (five digits, or four and a letter), HCPCS level II and CDT (a letter and four digits), with or
/// without a modifier after a dash (cms.gov, "List of CPT/HCPCS Codes"; the forms are generally known, no source read).
pub(super) fn is_procedure(value: &str) -> bool {
    let v = value.trim();
    let (code, modifier) = v.split_at_checked(5).unwrap_or((v, ""));
    let ends = match *code.as_bytes() {
        [b'0'..=b'9', .., b'0'..=b'9'] => !text::all_same(code.as_bytes()),
        [b'0'..=b'9', .., e] => b"FMTU".contains(&e.to_ascii_uppercase()),
        [a, ..] => a.to_ascii_uppercase() <= b'V',
        _ => false,
    };
    ends && text::has_shape("99999 9999A A9999", code) && (modifier.is_empty() || text::has_shape("-99 -AA -A9 -9A", modifier))
}

/// A number a clinic may have given a patient: short, with a digit, of letters, digits and dashes.
pub(super) fn is_record_number(value: &str) -> bool {
    let v = value.trim();
    let digits = v.bytes().filter(u8::is_ascii_digit).count();
    let head = v.trim_start_matches(|c: char| c.is_ascii_digit());
    (4..=40).contains(&v.len())
        && digits >= 3
        && v.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/' | b':' | b'#'))
        // A decimal number is a measure.
        && !(v.contains('.') && (head.is_empty() || v.bytes().all(|b| b.is_ascii_digit() || b == b'.')))
        && v.trim_matches('0').len() > 1
}

/// Sixteen or more hexadecimal digits, letters among them: drawn by a machine, not given by a clinic.
pub(super) fn is_random(value: &str) -> bool {
    let v = value.trim();
    v.len() >= 16 && v.bytes().all(|b| b.is_ascii_hexdigit()) && v.bytes().any(|b| b.is_ascii_alphabetic())
}

/// A payment card number: an issuer's leading digits with its length, and the Luhn check (ISO/IEC 7812; ranges as the
/// networks publish them). `bare`: digits alone are enough; else they must stand in groups.
pub(super) fn is_card(value: &str, bare: bool) -> bool {
    let v = value.trim();
    let marks = v.bytes().filter(|b| matches!(b, b' ' | b'-')).count();
    if !v.bytes().all(|b| b.is_ascii_digit() || matches!(b, b' ' | b'-')) || (marks == 0 && !bare) {
        return false;
    }
    if marks > 0 {
        let groups: [Option<usize>; 5] = std::array::from_fn(|i| v.split([' ', '-']).nth(i).map(str::len));
        if !matches!(groups, [Some(4), Some(4), Some(4), Some(4), None] | [Some(4), Some(6), Some(5), None, None]) {
            return false;
        }
    }
    let Some((d, n)) = text::digits::<19>(v) else { return false };
    let Some(d) = d.get(..n) else { return false };
    let two = d.get(..2).and_then(|x| std::str::from_utf8(x).ok()).and_then(text::number).unwrap_or(0);
    let four = d.get(..4).and_then(|x| std::str::from_utf8(x).ok()).and_then(text::number).unwrap_or(0);
    let issuer = match n {
        13 => two / 10 == 4,
        14 => matches!(two, 30 | 36 | 38 | 39),
        15 => matches!(two, 34 | 37),
        16 => two / 10 == 4 || matches!(two, 51..=55 | 65) || matches!(four, 2221..=2720 | 6011 | 6440..=6599 | 3528..=3589 | 6200..=6299),
        19 => two / 10 == 4 || matches!(two, 62 | 65),
        _ => false,
    };
    issuer && !text::all_same(d) && text::luhn(d, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn record_numbers() {
        for clean in [
            "order",
            "000-12-3456",
            "666-12-3456",
            "900-12-3456",
            "123-00-4567",
            "123-45-0000",
            "362-47-528",
            "362-47-52855",
            "36-247-5285",
            "362_47_5285",
        ] {
            assert!(!is_ssn(clean, false), "{clean}");
        }
        assert!(!is_ssn("362475285", false) && is_ssn("362475285", true) && is_ssn("362-47-5285", false) && is_ssn("362 47 5285", false));
        assert!(
            !is_mbi("1EG4TE5MK7") && !is_mbi("1SG4-TE5-MK73") && !is_mbi("12345678901") && is_mbi("1EG4-TE5-MK73") && is_mbi("1eg4te5mk73")
        );
        // The worked example of CMS is 1234567893.
        assert!(!is_npi("1234567890") && !is_npi("3234567893") && is_npi("1234567893"));
        for clean in ["F32.9.1", "E1", "1E1", "U", "E11.", "E11.12345", "Page", "A1B2C3D4E5"] {
            assert!(!is_icd10(clean), "{clean}");
        }
        for code in ["E11.9", "B20", "C50.911", "O04.5", "Z32.01", "S72.001A", "M1A.0110", "c50911", "O9A.111"] {
            assert!(is_icd10(code), "{code}");
        }
        for clean in ["", "1234", "123456", "00000", "Z1234", "A12B4", "99213-", "Visit", "1920x"] {
            assert!(!is_procedure(clean), "{clean}");
        }
        for code in ["99213", "90837", "99213-25", "0001F", "J1885", "G0439", "D1110", "0042T"] {
            assert!(is_procedure(code), "{code}");
        }
        assert!(!is_card("4111111111111112", true) && !is_card("4111111111111111", false) && !is_card("41-11-11-11-11-11-11-11", false));
        assert!(is_card("4111111111111111", true) && is_card("4111 1111 1111 1111", false) && is_card("3782-822463-10005", false));
        for clean in ["", "1", "12", "true", "0000", "40.71", "jane doe", "abc"] {
            assert!(!is_record_number(clean), "{clean}");
        }
        assert!(is_record_number("05389024") && is_record_number("A044466") && is_record_number("MRN-12345"));
    }
}
