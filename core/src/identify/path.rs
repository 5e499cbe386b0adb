//! Identifiers in the path of an address: `/patients/12345`, `/reset-password/b7f3…`, `;jsessionid=…`. A segment is read by
//! the name of the one before it.

use super::class::{Class, Hold};
use super::key::{self, Key};
use super::rules::{self, Facts};
use super::{Seen, keys, person};
use crate::vendor::Meaning;
use std::borrow::Cow;

/// Most segments read, and most bytes of an address: longer ones are no page's.
const MOST: usize = 64;
const BYTES: usize = 8 * 1024;

/// The path of an address, where it starts and where it ends; none for what is no address.
#[inline(never)]
fn path_of(value: &str) -> Option<(usize, usize)> {
    let bytes = value.as_bytes();
    let slashes = match bytes {
        [b'/', b'/', ..] => 0,
        [b'/', ..] => usize::MAX,
        [b'h' | b'H', b't' | b'T', b't' | b'T', b'p' | b'P', b':', b'/', b'/', ..] => 5,
        [b'h' | b'H', b't' | b'T', b't' | b'T', b'p' | b'P', b's' | b'S', b':', b'/', b'/', ..] => 6,
        _ => return None,
    };
    let end = bytes.iter().position(|b| matches!(b, b'?' | b'#')).unwrap_or(bytes.len());
    let start = match slashes {
        usize::MAX => 0,
        n => n + 2 + bytes.get(n + 2..end)?.iter().position(|b| *b == b'/')?,
    };
    (end <= BYTES && !bytes.get(start..end)?.contains(&b' ')).then_some((start, end))
}

/// The name a segment has from those before it, nearest first.
pub(super) fn key_after(before: &str, earlier: &str) -> Key {
    if keys::is_plural_person(before) {
        return Key { class: Class::Mrn, ..Key::NONE };
    }
    let named = |segment: &str| if segment.len() <= 40 { key::read(segment) } else { Key::NONE };
    let mut key = named(before);
    // `/reset/MTI/5x3-…`: whose account it is stands between the word and the key.
    if key.class == Class::None {
        key = Some(named(earlier)).filter(|k| k.class == Class::Token).unwrap_or(Key::NONE);
    }
    // A segment promises less than a parameter's name: `/tel/` may be a department.
    Key { hold: Hold::Weak, ..key }
}

/// Reads the path of a value that is an address; a place is one in the value.
pub(super) fn read(value: &str, report: &mut dyn FnMut(Seen)) {
    let Some((start, end)) = path_of(value) else { return };
    let (mut before, mut earlier) = ("", "");
    let mut at = start;
    for segment in value.get(start..end).unwrap_or("").split('/').take(MOST) {
        let mut piece_at = at;
        for (i, piece) in segment.split(';').enumerate() {
            let (name, text) = match piece.split_once('=') {
                Some((name, text)) if i > 0 => (name, text),
                _ => ("", piece),
            };
            let place = piece_at + piece.len() - text.len();
            if may_tell(text) {
                let key = || if name.is_empty() { key_after(before, earlier) } else { key::read(name) };
                one(text, place, key(), report);
            }
            piece_at += piece.len() + 1;
        }
        at += segment.len() + 1;
        (earlier, before) = (before, segment);
    }
}

/// Cheaply: without digits, an `@` or an encoding, a segment is words.
fn may_tell(text: &str) -> bool {
    text.len() >= 4 && (text.contains(['@', '%']) || text.bytes().filter(u8::is_ascii_digit).nth(1).is_some())
}

fn one(text: &str, place: usize, key: Key, report: &mut dyn FnMut(Seen)) {
    let decoded = if text.contains('%') { percent_encoding::percent_decode_str(text).decode_utf8_lossy() } else { Cow::Borrowed(text) };
    let plain = matches!(decoded, Cow::Borrowed(_));
    let mut facts = Facts { key, meaning: Meaning::Other, of_page: true, page: None, beside: false };
    rules::once(&decoded, &mut facts, &mut |seen| {
        let (a, b) = seen.range.filter(|_| plain).unwrap_or((0, text.len() as u32));
        let at = place as u32;
        report(Seen { range: Some((at + a, at + b)), ..seen });
    });
}

/// Where personal details stand in an address's path, a person's name in any segment among them: for masking, which may
/// err where a finding may not.
pub(super) fn personal(value: &str, found: &mut Vec<(u32, u32)>) {
    read(value, &mut |seen| found.extend(seen.range));
    let Some((start, end)) = path_of(value) else { return };
    let mut at = start;
    for segment in value.get(start..end).unwrap_or("").split('/').take(MOST) {
        let spaced = segment.replace(['+', '_'], " ");
        let name = percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy();
        if name.contains(' ') && person::is_full_name(&name) {
            found.push((at as u32, (at + segment.len()) as u32));
        }
        at += segment.len() + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::super::IdKind::{self, *};
    use super::*;

    fn check(value: &str, want: &[(IdKind, &str)]) {
        let mut got = Vec::new();
        read(value, &mut |seen| {
            let (a, b) = seen.range.unwrap();
            got.push((seen.kind, &value[a as usize..b as usize]));
        });
        assert_eq!(got, want, "{value}");
    }

    #[test]
    fn segments_are_read_by_the_one_before() {
        for clean in [
            "",
            "/",
            "https://clinic.example",
            "https://clinic.example/patients/new",
            "https://clinic.example/blog/2024/11/23/flu-shots-2024",
            "https://clinic.example/npm/vue@3.4.21/dist/vue.js",
            "https://clinic.example/img/logo@2x.png",
            "https://clinic.example/verify/newsletter",
            "https://clinic.example/session/spring-2024-term-12",
            "https://clinic.example/p/362475285/4155550137",
            "https://clinic.example/store/1042/4111111111111111.html",
            "https://clinic.example/a;v=1.2.3/b",
            "call 415-555-0137 / now",
        ] {
            check(clean, &[]);
        }
        check("https://clinic.example/patients/05389024/visit?x=1", &[(Mrn, "05389024")]);
        check("/u/jane@mail.test/edit", &[(Email, "jane@mail.test")]);
        check("/u/jane%40mail.test", &[(Email, "jane%40mail.test")]);
        check("/files/jane@mail.org.pdf", &[(Email, "jane@mail.org")]);
        check("/claims/claim-362-47-5285/x", &[]);
        check("/x/362-47-5285/y", &[(Ssn, "362-47-5285")]);
        check("/reset-password/b7f3a91c0d4e88aab7f3a91c", &[(Token, "b7f3a91c0d4e88aab7f3a91c")]);
        check("/reset/MTI/5x3-9f8e7d6c5b4a39281706", &[(Token, "5x3-9f8e7d6c5b4a39281706")]);
        check("/shop;jsessionid=0A1B2C3D4E5F/x", &[(Token, "0A1B2C3D4E5F")]);
        check("/(S(lit3py55t21z5v55vlm25s55))/default.aspx", &[(Token, "(S(lit3py55t21z5v55vlm25s55))")]);
    }

    #[test]
    fn names_are_masked_and_not_claimed() {
        let masked = |value: &str| {
            let mut found = Vec::new();
            personal(value, &mut found);
            found.iter().map(|&(a, b)| value[a as usize..b as usize].to_owned()).collect::<Vec<_>>()
        };
        for clean in ["https://clinic.example/Heart%20Care/", "/our_team/", "/Book+Now/x"] {
            assert!(masked(clean).is_empty(), "{clean}");
        }
        assert_eq!(masked("https://clinic.example/x/Jordan%20Avery/y"), ["Jordan%20Avery"]);
        assert_eq!(masked("/x/Jordan_Avery/362-47-5285"), ["362-47-5285", "Jordan_Avery"]);
    }
}
