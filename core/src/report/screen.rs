//! What screens show of a page: values somebody typed or declared are masked wherever they stand as one reads them.
//!
//! An excerpt masks what its form gives away when it is made. A reason for a visit has no form: only who knows what was typed can tell it
//! in the address a form with GET leads to. A person may uncover it, as everything masked. What goes to disk goes through [`super::veil`],
//! which finds values however they are dressed.

use super::veil::{hidden, masked};
use super::view::{HitView, View};
use crate::excerpt::Excerpt;
use crate::known::What;
use crate::tab::Known;

/// How often an address stands within an address, each percent-encoded once more.
const DEEP: usize = 3;
/// The shortest value looked for, in bytes; below [`ANYWHERE`] it is masked as a whole value alone.
const SHORTEST: usize = 3;
/// The shortest value looked for inside longer texts, in characters.
const ANYWHERE: usize = 6;
/// The shortest beginning or end of a value masked where a text was cut, in bytes.
const PIECE: usize = 5;
/// What stands where a text was cut.
const CUT: &[u8] = "…".as_bytes();

/// A tab's values as screens look for them.
#[derive(Default)]
pub(crate) struct Screen {
    values: Vec<Folded>,
}

/// A value as it is compared.
struct Folded {
    text: Vec<u8>,
    /// Its characters.
    chars: usize,
    /// Words of one's own, of which a part may be what a page is judged by.
    words: bool,
    /// One such word: a page may be named after it.
    word: bool,
}

/// Where a text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum In {
    /// On a screen, as the page wrote it: a word a page may be named after counts only where an address says what a form sent.
    Page,
    /// In a sentence of ours: it names a test patient, and what somebody wrote only where it is what tells.
    Sentence,
    /// On disk.
    File,
}

impl Screen {
    /// Of that tab.
    pub fn of(known: &Known) -> Screen {
        let folded = hidden(known).map(|value| {
            let (text, _) = fold(value.text.trim());
            let words = matches!(value.what, What::Text | What::SearchWords);
            let word = words && text.iter().all(|b| b.is_ascii_alphabetic() || !b.is_ascii());
            Folded { text: text.trim_ascii().to_vec(), chars: value.text.trim().chars().count(), words, word }
        });
        Screen { values: folded.filter(|value| value.text.len() >= SHORTEST).collect() }
    }

    /// Masks what the panel shows.
    pub fn view(&self, view: &mut View) {
        if self.values.is_empty() {
            return;
        }
        super::excerpts(view, &mut |excerpt| self.shade(excerpt));
        // What tells is named in sentences, too.
        self.text(&mut view.page.sum);
        view.page.because.iter_mut().for_each(|text| self.text(text));
        view.recipients.iter_mut().flat_map(|r| &mut r.learnt).for_each(|row| self.text(&mut row.note));
        for row in view.matomo.iter_mut().flat_map(|m| &mut m.actions).flat_map(|a| &mut a.rows) {
            self.text(&mut row.note);
        }
        for found in &mut view.findings {
            self.text(&mut found.finding.said);
            self.text(&mut found.finding.sum);
        }
    }

    /// Masks the values in a sentence.
    pub fn text(&self, text: &mut String) {
        let found = self.places(text, In::Sentence);
        if !found.is_empty() {
            *text = masked(text, &found);
        }
    }

    /// Masks what is shown of a hit.
    pub fn hit(&self, hit: &mut HitView) {
        self.shade(&mut hit.page);
        self.shade(&mut hit.address);
        self.text(&mut hit.event);
        for field in &mut hit.fields {
            self.shade(&mut field.value);
            self.text(&mut field.note);
        }
    }

    /// Masks the values that show in an excerpt.
    #[inline(never)]
    pub fn shade(&self, excerpt: &mut Excerpt) {
        let found = self.places(&excerpt.shown, In::Page);
        if !found.is_empty() {
            excerpt.cover(&found);
        }
    }

    /// Where values stand in a text, as byte ranges on character borders, in order, not overlapping.
    #[inline(never)]
    pub fn places(&self, text: &str, stands: In) -> Vec<(u32, u32)> {
        let mut found: Vec<(u32, u32)> = Vec::new();
        if self.values.is_empty() {
            return found;
        }
        let whole = text;
        let (text, places) = fold(text);
        let place = |at: usize| places.get(at).copied().unwrap_or_default();
        // Behind this an address says what a form sent; before it, what the page is called.
        let query = memchr::memchr2(b'?', b'#', &text).unwrap_or(text.len());
        let letter = |byte: Option<&u8>, beside: Option<char>| {
            byte.is_some_and(|b| if b.is_ascii() { b.is_ascii_alphanumeric() } else { beside.is_some_and(char::is_alphanumeric) })
        };
        for Folded { text: value, chars, words, word } in &self.values {
            if stands == In::Sentence && !words {
                continue;
            }
            for (a, seen) in text.windows(value.len()).enumerate() {
                // Most windows differ in their first byte.
                if seen.first() != value.first() || seen != value {
                    continue;
                }
                let b = a + value.len();
                let (before, after) = (text.get(..a).unwrap_or_default(), text.get(b..).unwrap_or_default());
                let sent = before.ends_with(b"=");
                if stands != In::File && *word && a < query && !sent {
                    continue;
                }
                let all = (sent || before.trim_ascii().is_empty())
                    && (after.trim_ascii().is_empty() || after.starts_with(CUT) || matches!(after.first(), Some(b'&' | b'#' | b';')));
                let (from, to) = (place(a), place(b));
                let alone = *chars < 2 * ANYWHERE && value.iter().all(|b| b.is_ascii_alphanumeric() || !b.is_ascii());
                let inside = || {
                    letter(before.last(), whole.get(..from as usize).and_then(|t| t.chars().next_back()))
                        || letter(after.first(), whole.get(to as usize..).and_then(|t| t.chars().next()))
                };
                if all || *chars >= ANYWHERE && !(alone && inside()) {
                    found.push((from, to));
                }
            }
            // The text was cut within one, perhaps within an escape.
            if let Some(body) = text.strip_suffix(CUT)
                && let sound = without_half(body)
                && let Some(len) = cut(value, sound, |len| sound.ends_with(value.get(..len).unwrap_or_default()))
            {
                found.push((place(sound.len() - len), place(body.len())));
            }
            if let Some(body) = text.strip_prefix(CUT) {
                let halves = (0..3).filter(|n| body.iter().take(*n).all(u8::is_ascii_hexdigit)).filter_map(|n| body.get(n..));
                let len = |sound: &[u8]| cut(value, sound, |len| sound.starts_with(value.get(value.len() - len..).unwrap_or_default()));
                if let Some(end) = halves.filter_map(|sound| len(sound).map(|len| text.len() - sound.len() + len)).max() {
                    found.push((place(CUT.len()), place(end)));
                }
            }
        }
        crate::order::merge(&mut found);
        found
    }
}

/// How long the piece of a value is that was cut, the longest.
fn cut(value: &[u8], body: &[u8], is_there: impl Fn(usize) -> bool) -> Option<usize> {
    (PIECE..value.len().min(body.len() + 1)).rev().find(|len| is_there(*len))
}

/// Without the beginning of an escape at its end.
fn without_half(mut body: &[u8]) -> &[u8] {
    while let Some(at) = body.len().checked_sub(1) {
        match body {
            [rest @ .., b'%'] => body = rest,
            [rest @ .., b'%', half] if half.is_ascii_hexdigit() => body = rest,
            _ => return body.get(..=at).unwrap_or(body),
        }
    }
    body
}

/// A text as it is compared, and where each of its bytes begins in it, with its end: nothing percent-encoded, small letters, and a space
/// for all that addresses write for one.
fn fold(text: &str) -> (Vec<u8>, Vec<u32>) {
    let mut bytes = text.as_bytes().to_vec();
    let mut places: Vec<u32> = (0..=text.len() as u32).collect();
    for _ in 0..DEEP {
        let (mut from, mut to) = (0, 0);
        while let Some(&byte) = bytes.get(from) {
            let digit = |at: usize| bytes.get(from + at).and_then(|b| char::from(*b).to_digit(16));
            let decoded = if byte == b'%' { digit(1).zip(digit(2)) } else { None };
            let (value, len) = decoded.map_or((byte, 1), |(a, b)| ((a * 16 + b) as u8, 3));
            let place = places.get(from).copied().unwrap_or_default();
            if let (Some(byte), Some(at)) = (bytes.get_mut(to), places.get_mut(to)) {
                (*byte, *at) = (value, place);
            }
            (from, to) = (from + len, to + 1);
        }
        if to == bytes.len() {
            break;
        }
        bytes.truncate(to);
        places.truncate(to);
        places.push(text.len() as u32);
    }
    for byte in &mut bytes {
        *byte = if matches!(byte, b'+' | b'-' | b'_') { b' ' } else { byte.to_ascii_lowercase() };
    }
    (bytes, places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn screen(values: &[(&str, bool)]) -> Screen {
        let folded = |(text, word): &(&str, bool)| Folded { text: fold(text).0, chars: text.chars().count(), words: true, word: *word };
        Screen { values: values.iter().map(folded).collect() }
    }

    fn check(text: &str, values: &[(&str, bool)], want: &str) {
        let mut excerpt = Excerpt::plain(text, &[]);
        screen(values).shade(&mut excerpt);
        assert_eq!(excerpt.shown, want, "{text}");
        assert_eq!(excerpt.masked, text != want, "{text}");
        assert_eq!(excerpt.uncovered(), text, "can be uncovered");
    }

    #[test]
    fn values_are_masked_as_addresses_write_them() {
        let value: &[_] = &[("after a holiday", false)];
        check("/thanks?reason=afterwards", value, "/thanks?reason=afterwards");
        check("/thanks?reason=After+a+holiday&x=1", value, "/thanks?reason=A•••y (15)&x=1");
        check("/thanks?reason=after%20a%20holiday", value, "/thanks?reason=a•••y (19)");
        check("/thanks/after-a-holiday/", value, "/thanks/a•••y (15)/");
        check("?u=%2Fthanks%3Freason%3DAfter%2Ba%2Bholiday%26x", value, "?u=%2Fthanks%3Freason%3DA•••y (19)%26x");
        check("after a holiday, AFTER A HOLIDAY", value, "a•••y (15), A•••Y (15)");
    }

    #[test]
    fn values_stand_in_sentences_too() {
        let check = |text: &str, value: &str, want: &[&str]| {
            let found = screen(&[(value, false)]).places(text, In::File);
            let found: Vec<&str> = found.iter().map(|&(a, b)| text.get(a as usize..b as usize).unwrap_or("no border")).collect();
            assert_eq!(found, want, "{text}");
        };
        check("No. 12", "lumbar pain", &[]);
        check("Your tag said “Lumbar Pain”, lumbar pain.", "lumbar pain", &["Lumbar Pain", "lumbar pain"]);
        check("cardiology-cardiologyx", "cardiology", &["cardiology"]);
        check("Ann", "ann", &["Ann"]);
        check("Ann is here", "ann", &[]);
        check("ÄÖÜ ñandú-größe", "ñandú-größe", &["ñandú-größe"]);
        check("характер", "рак", &[]);
        check("кардиология кардиологияя", "кардиология", &["кардиология"]);
        check("“cardiology”", "cardiology", &["cardiology"]);
        check(" Ann ", "ann", &["Ann"]);
    }

    #[test]
    fn short_values_are_masked_where_they_are_a_whole_value() {
        check("/flu/influenza?a=flu-shot", &[("flu", false)], "/flu/influenza?a=flu-shot");
        check("/flu?a=flu&b=influenza", &[("flu", false)], "/flu?a=••• (3)&b=influenza");
        check("flu", &[("flu", false)], "••• (3)");
    }

    #[test]
    fn a_word_stays_where_a_page_is_named_after_it() {
        let word: &[_] = &[("cardiology", true)];
        check("/cardiology/team", word, "/cardiology/team");
        check("/cardiology/team?about=cardiology", word, "/cardiology/team?about=c•••y (10)");
        check("/cardiologys?about=cardiologys", word, "/cardiologys?about=cardiologys");
        check("Cardiology", word, "Cardiology");
    }

    #[test]
    fn what_a_cut_left_of_a_value_is_masked_too() {
        let value: &[_] = &[("lump below the left collarbone", false)];
        check("?reason=lump+below+th…", value, "?reason=l•••h (13)…");
        check("…left+collarbone&step=2", value, "…l•••e (15)&step=2");
        check("?reason=lum…", value, "?reason=lum…");
        check("?reason=lump%20below%2…", value, "?reason=l•••2 (14)…");
        check("…0left+collarbone&step=2", value, "…0•••e (16)&step=2");
    }

    #[test]
    fn wherever_a_text_is_cut_no_piece_of_a_value_stays() {
        for value in ["lump below the left collarbone", "ниже ключицы слева"] {
            let encoded = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC).to_string();
            let text = format!("?reason={encoded}");
            for at in "?reason=".len() + 3 * PIECE * 2..text.len() {
                let mut excerpt = Excerpt::plain(&format!("{}…", &text[..at]), &[]);
                screen(&[(value, false)]).shade(&mut excerpt);
                assert!(excerpt.shown.len() < 32, "{at}: {}", excerpt.shown);
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_and_value(text in "[a-f%0-9+?#=&é…]{0,60}", values in prop::collection::vec("[a-f%0-9 é]{3,9}", 0..4)) {
            let values: Vec<(&str, bool)> = values.iter().map(|v| (v.as_str(), v.len() % 2 == 0)).collect();
            let mut excerpt = Excerpt::plain(&text, &[]);
            screen(&values).shade(&mut excerpt);
            for (a, b) in &excerpt.marks {
                prop_assert!(excerpt.shown.get(*a as usize..*b as usize).is_some());
            }
            prop_assert_eq!(excerpt.uncovered(), text);
        }
    }
}
