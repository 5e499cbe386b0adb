//! The last look at what is written to disk: known values are hidden wherever they still stand.
//!
//! Every part of a report masks what it shows, each by what it knows of its own text. None of them can promise that a name somebody
//! typed does not also stand in a sentence, a key or a path somewhere else. Here the finished JSON is read once more, text by text, with
//! the search that finds known values in requests, however they are dressed, and what still shows is masked.
//!
//! What an excerpt hides to be uncovered by a person is left out on the same way.
//!
//! A value the page said before anybody typed it stays: it is the page's word. So do values under six characters inside longer
//! texts, as in requests: they prove nothing there.

use super::screen::{In, Screen};
use super::view::{HitField, HitView};
use crate::excerpt::{Excerpt, MAX_CHARS, masked_value};
use crate::finding::Recipient;
use crate::known::{Value, What, find_text_in};
use crate::tab::Known;
use crate::vendor;
use std::borrow::Cow;

/// Members whose texts are words of our own, of a closed set: nothing of a page is in them, and a report without them would not be
/// read. Somebody may well have typed "critical".
const OWN: &[&str] = &[
    "area",
    "basis",
    "cannot_tell",
    "category",
    "context",
    "kind",
    "label",
    "lifetime",
    "party",
    "role",
    "severity",
    "severity_because",
    "shape",
    "standing",
    "state",
    "step",
    "title",
    "verdict",
    "version",
    "what",
    "why",
    "worst",
];

/// Where a text is cut into words.
const BETWEEN: &[char] = &['/', '?', '&', '#', '=', ';', ',', '"', '\'', '<', '>', '(', ')', '[', ']', '{', '}', '|', '`', '“', '”', '’'];

/// The shortest value looked for inside longer texts, in characters.
const ANYWHERE: usize = 6;

/// Hides a tab's known values.
pub(crate) struct Veil<'s> {
    known: &'s Known,
    hidden: Vec<u32>,
    screen: Screen,
}

impl<'s> Veil<'s> {
    /// Of that tab.
    pub fn of(known: &'s Known) -> Veil<'s> {
        Veil { known, hidden: hidden(known).map(|value| value.id).collect(), screen: Screen::of(known) }
    }

    /// The JSON with every text of a page seen to. Its form stays; so do names of members and words of our own.
    pub fn json(&self, json: String) -> String {
        let mut out = String::with_capacity(json.len());
        let (mut rest, mut member) = (json.as_str(), "");
        while let Some(at) = memchr::memchr(b'"', rest.as_bytes()) {
            let (before, from) = rest.split_at(at);
            out.push_str(before);
            let Some(len) = literal(from.as_bytes()) else { break };
            let (text, after) = from.split_at(len);
            rest = after;
            if after.starts_with(':') {
                member = text.trim_matches('"');
                if member == "hidden" {
                    rest = uncoverable(after, &mut out);
                } else {
                    out.push_str(text);
                }
                continue;
            }
            let seen = if OWN.contains(&member) { None } else { leaklight_json::read::<Cow<'_, str>>(text.as_bytes()) };
            match seen.and_then(|text| self.text(&text)) {
                None => out.push_str(text),
                Some(veiled) => {
                    out.push_str(&serde_json::to_string(&veiled).unwrap_or_else(|_| "\"\"".to_owned()));
                    if member == "shown" {
                        rest = unmarked(rest, &mut out);
                    }
                }
            }
        }
        out.push_str(rest);
        out
    }

    /// A hit with every text of a page seen to, and nothing left to uncover.
    pub fn hit(&self, hit: &mut HitView) {
        // Named one by one, so that none is forgotten.
        let HitView {
            page,
            method,
            kind,
            address,
            recipient,
            role,
            event,
            failed,
            sent_on,
            verdict,
            findings,
            fields,
            request: _,
            part: _,
            parts: _,
            at: _,
            status: _,
            unread: _,
            more: _,
            // A severity's word.
            worst: _,
        } = hit;
        let Recipient { id, name, owner, category, host, party: _, relay: _ } = recipient;
        let texts = [method, kind, role, event, failed, sent_on, verdict, id, name, host].into_iter();
        for text in texts.chain(owner).chain(category).chain(findings) {
            self.replace(text);
        }
        self.seal(page);
        self.seal(address);
        for HitField { at, name, label, value, note, mark } in fields {
            // Equal values would be told from others by it.
            *mark = 0;
            [at, name, label, note].into_iter().for_each(|text| self.replace(text));
            self.seal(value);
        }
    }

    fn replace(&self, text: &mut String) {
        if let Some(veiled) = self.text(text) {
            *text = veiled;
        }
    }

    fn seal(&self, excerpt: &mut Excerpt) {
        *excerpt = excerpt.sealed();
        if let Some(veiled) = self.text(&excerpt.shown) {
            (excerpt.shown, excerpt.masked) = (veiled, true);
            excerpt.marks.clear();
        }
    }

    /// The text with what shows of known values masked; none where nothing shows.
    pub fn text(&self, text: &str) -> Option<String> {
        let mut out = Cow::Borrowed(text);
        // As one reads them, wherever they stand or were cut; those the host has not made ready too.
        let places = self.screen.places(text, In::File);
        if !places.is_empty() {
            out = Cow::Owned(masked(text, &places));
        }
        // A long piece that looks encoded and was cut, of which nobody can tell what it was.
        if let Some(veiled) = cut(&out) {
            out = Cow::Owned(veiled);
        }
        let found = self.found(text);
        // Dressed: word by word, and where a word does not hold it, the whole.
        if !found.is_empty() && !self.found(&out).is_empty() {
            let mut words = String::with_capacity(out.len());
            for piece in out.split_inclusive(is_between) {
                let word = piece.trim_end_matches(is_between);
                match self.found_in(word).is_empty() {
                    true => words.push_str(piece),
                    false => {
                        words.push_str(&masked_value(word));
                        words.push_str(piece.get(word.len()..).unwrap_or_default());
                    }
                }
            }
            out = Cow::Owned(if self.found(&words).is_empty() { words } else { masked_value(text) });
        }
        match out {
            Cow::Borrowed(_) => None,
            Cow::Owned(veiled) => Some(veiled),
        }
    }

    /// The numbers of those that show in a text, however dressed: in the whole of it and in each of its words, as a request's reader
    /// has each piece of a path for itself.
    fn found(&self, text: &str) -> Vec<u32> {
        let mut found = self.found_in(text);
        let words = text.split(is_between).filter(|word| word.len() >= ANYWHERE && word.len() < text.len());
        words.for_each(|word| found.extend(self.found_in(word)));
        found
    }

    fn found_in(&self, text: &str) -> Vec<u32> {
        let mut found: Vec<u32> = find_text_in(&self.known.life.set, text, &self.known.life.given)
            .into_iter()
            .map(|(n, _)| crate::tab::id_of(n as u32))
            .collect();
        found.retain(|id| self.hidden.contains(id));
        found
    }
}

/// The text with these ranges masked.
pub(super) fn masked(text: &str, places: &[(u32, u32)]) -> String {
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for &(a, b) in places {
        out.push_str(text.get(at..a as usize).unwrap_or_default());
        out.push_str(&masked_value(text.get(a as usize..b as usize).unwrap_or_default()));
        at = b as usize;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Hides what the capping of a long text left of a packed value at its end or beginning.
fn cut(text: &str) -> Option<String> {
    let mut out = text.to_owned();
    if text.chars().count() >= MAX_CHARS
        && let Some(end) = out.rfind('…').filter(|end| *end > 0)
        && let Some(word) = out.get(..end).and_then(|before| before.rsplit(is_between).next()).filter(|word| is_encoded(word))
    {
        out.replace_range(end - word.len()..end, "•••");
    }
    if let Some(word) = out.strip_prefix('…').and_then(|rest| rest.split(is_between).next()).filter(|word| is_encoded(word)) {
        let from = '…'.len_utf8();
        out.replace_range(from..from + word.len(), "•••");
    }
    (out != text).then_some(out)
}

/// A tab's values that are not to be shown.
pub(super) fn hidden(known: &Known) -> impl Iterator<Item = &Value> {
    let noted = known.values.list.iter().zip(&known.notes);
    noted.filter(|(value, note)| is_hidden(value) && !note.standing).map(|(value, _)| value)
}

fn is_between(c: char) -> bool {
    c.is_whitespace() || BETWEEN.contains(&c)
}

/// True for a long word of letters mixed as no language mixes them.
fn is_encoded(word: &str) -> bool {
    let has = |of: fn(&u8) -> bool| word.bytes().any(|b| of(&b));
    word.len() >= 16 && (has(u8::is_ascii_digit) || word.contains('%') || has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase))
}

/// False for what is the page's own or was only marked on it, and for a vendor's name: who typed "Facebook" where a form asks how
/// they came here is no secret, and a report that masks it says no more who was told.
fn is_hidden(value: &Value) -> bool {
    match value.what {
        What::PageAddress | What::PageTitle | What::Selection => false,
        What::Text | What::SearchWords => !is_vendor(&value.text),
        _ => true,
    }
}

fn is_vendor(text: &str) -> bool {
    let is_it =
        |name: &str| name.split([' ', '(', ')', ',']).any(|word| word.eq_ignore_ascii_case(text)) || name.eq_ignore_ascii_case(text);
    text.len() > 3 && text.len() < 40 && vendor::all().any(|v| is_it(v.name) || is_it(v.owner))
}

/// How many bytes the JSON string takes that the bytes begin with.
fn literal(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes.get(at) == Some(&b'"') {
            return Some(at + 1);
        }
        at += 2;
    }
}

/// Passes over the marks of an excerpt whose text is no longer the one they were made for, and says that it is masked.
fn unmarked<'j>(rest: &'j str, out: &mut String) -> &'j str {
    let after = match rest.strip_prefix(",\"marks\":[").and_then(|marks| marks.find("]]").map(|end| (marks, end))) {
        Some((marks, end)) => marks.get(end + 2..).unwrap_or_default(),
        None => rest,
    };
    match after.strip_prefix(",\"masked\":false") {
        Some(after) => {
            out.push_str(",\"masked\":true");
            after
        }
        None => after,
    }
}

/// Leaves out what an excerpt hides, which a person could uncover: its last member, whose name was read.
fn uncoverable<'j>(after: &'j str, out: &mut String) -> &'j str {
    if out.ends_with(',') {
        out.pop();
    }
    let value = after.strip_prefix(':').unwrap_or(after);
    match value.starts_with('"').then(|| literal(value.as_bytes())).flatten() {
        Some(len) => value.get(len..).unwrap_or_default(),
        None => value.strip_prefix("null").unwrap_or(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendors_names_are_no_secrets() {
        for (text, is) in
            [("Facebook", true), ("google", true), ("Google Analytics 4", true), ("Jordan", false), ("lumbar pain", false), ("4", false)]
        {
            assert_eq!(is_vendor(text), is, "{text}");
        }
    }

    #[test]
    fn the_form_of_an_excerpt_stays() {
        let mut out = String::new();
        assert_eq!(unmarked(",\"marks\":[[1,2],[3,4]],\"masked\":false},1", &mut out), "},1");
        assert_eq!(out, ",\"masked\":true");
        assert_eq!(unmarked(",\"masked\":true}", &mut String::new()), ",\"masked\":true}");
    }

    #[test]
    fn what_could_be_uncovered_is_left_out() {
        let known = Known::default();
        let json = r#"[{"shown":"a•••b","masked":true,"hidden":"say \"x\""},{"hidden":null}]"#;
        let veiled = Veil::of(&known).json(json.to_owned());
        assert_eq!(veiled, r#"[{"shown":"a•••b","masked":true},{}]"#);
    }

    #[test]
    fn literals_end_where_they_end() {
        for (json, len) in [("\"\"", Some(2)), ("\"a\\\"b\",1", Some(6)), ("\"\\\\\"x", Some(4)), ("\"open", None), ("\"open\\", None)] {
            assert_eq!(literal(json.as_bytes()), len, "{json}");
        }
    }
}
