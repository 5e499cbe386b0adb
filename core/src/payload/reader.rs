//! The list being filled: places, bounds, and the look inside a value.

use super::codec::{self, Unpacked};
use super::given::{Answer, Given, How, is_zstd};
use super::inflate::inflate;
use super::lz::is_lz;
use super::{BYTES, Coding, FIELDS, Field, Fields, LAYERS, PLACE, Part, Unread};
use crate::address::cut;
use std::borrow::Cow;
use std::mem;

/// A text being read: for as long as the request lasts, or only while its owner is looked into. Slices of a lasting
/// text become fields without a copy.
#[derive(Clone, Copy)]
pub(super) struct Text<'t, 'a> {
    pub(super) now: &'t str,
    lasting: Option<&'a str>,
}

impl<'t, 'a: 't> Text<'t, 'a> {
    pub(super) fn of(value: &'t Cow<'a, str>) -> Text<'t, 'a> {
        match value {
            Cow::Borrowed(s) => Text::lasting(s),
            Cow::Owned(s) => Text::passing(s),
        }
    }

    pub(super) fn lasting(s: &'a str) -> Text<'t, 'a> {
        Text { now: s, lasting: Some(s) }
    }

    pub(super) fn passing(s: &'t str) -> Text<'t, 'a> {
        Text { now: s, lasting: None }
    }

    /// The part between two byte offsets; empty where they are none of a character's borders.
    pub(super) fn slice(self, from: usize, to: usize) -> Text<'t, 'a> {
        Text { now: self.now.get(from..to).unwrap_or(""), lasting: self.lasting.map(|s| s.get(from..to).unwrap_or("")) }
    }

    /// The text as a field's value.
    pub(super) fn keep(self) -> Cow<'a, str> {
        match self.lasting {
            Some(s) => Cow::Borrowed(s),
            None => Cow::Owned(self.now.to_owned()),
        }
    }

    /// The text with `%XX` decoded, and `+` as a space where `plus`.
    pub(super) fn decode(self, plus: bool) -> Cow<'a, str> {
        match (codec::percent(self.now, plus), self.lasting) {
            (None, _) => self.keep(),
            (Some(decoded), _) => Cow::Owned(decoded),
        }
    }
}

/// Where fields go: the part, the path they continue, and the field they are inside.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    pub(super) part: Part,
    pub(super) prefix: &'p str,
    pub(super) inside: Option<u32>,
    pub(super) coding: Option<Coding>,
    /// Layers taken off so far.
    pub(super) layers: u8,
}

impl<'p> Place<'p> {
    pub(super) fn top(part: Part) -> Place<'static> {
        Place { part, prefix: "", inside: None, coding: None, layers: 0 }
    }

    /// The place as people read it, for [`Unread::at`]: `body`, `query:d`.
    pub(super) fn word(&self) -> String {
        match self.prefix {
            "" => self.part.word().to_owned(),
            p => format!("{}:{p}", self.part.word()),
        }
    }
}

/// A name put behind a prefix: `a` and `b` give `a.b`, `a` and `[0]` give `a[0]`.
pub(super) fn join<'a>(prefix: &str, name: Cow<'a, str>) -> Cow<'a, str> {
    if prefix.is_empty() && name.len() <= PLACE {
        return name;
    }
    let mut path = String::with_capacity(prefix.len() + 1 + name.len());
    path.push_str(prefix);
    push_name(&mut path, &name);
    Cow::Owned(path)
}

/// [`join`] in place, keeping to [`PLACE`].
pub(super) fn push_name(path: &mut String, name: &str) {
    if !path.is_empty() && path.len() < PLACE && !name.is_empty() && !name.starts_with('[') {
        path.push('.');
    }
    path.push_str(cut(name, PLACE.saturating_sub(path.len())));
}

/// Why a Zstandard frame stays unread.
pub(super) const ZSTD: &str = "compressed with Zstandard";

/// How far the list had come, to go back to.
pub(super) struct Mark {
    items: usize,
    unread: usize,
    beyond: usize,
}

/// Fills [`Fields`] within the bounds.
pub(super) struct Reader<'a> {
    out: Fields<'a>,
    given: &'a Given,
    /// Bytes produced by decoding.
    decoded: usize,
    /// Bytes that came after [`FIELDS`] fields, and where they began.
    beyond: usize,
    beyond_at: Option<Part>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(given: &'a Given) -> Self {
        Reader { out: Fields::default(), given, decoded: 0, beyond: 0, beyond_at: None }
    }

    pub(super) fn finish(mut self) -> Fields<'a> {
        if let Some(part) = self.beyond_at
            && self.beyond > 0
        {
            self.out.unread.push(Unread { at: part.word().to_owned(), size: self.beyond, why: "more than 2,000 fields", tried: "" });
        }
        self.out
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { items: self.out.items.len(), unread: self.out.unread.len(), beyond: self.beyond }
    }

    /// Forgets what was read since the mark.
    pub(super) fn back(&mut self, mark: &Mark) {
        self.out.items.truncate(mark.items);
        self.out.unread.truncate(mark.unread);
        self.beyond = mark.beyond;
    }

    /// How many fields were read since the mark.
    pub(super) fn since(&self, mark: &Mark) -> usize {
        self.out.items.len().saturating_sub(mark.items)
    }

    pub(super) fn unread(&mut self, at: String, size: usize, why: &'static str) {
        self.out.unread.push(Unread { at, size, why, tried: "" });
    }

    /// The text under bytes only the host can unpack, if it has; else it is asked to.
    pub(super) fn ask(&mut self, how: How, bytes: &[u8]) -> Answer<'a> {
        self.given.text(how, bytes, &mut self.out.wanted)
    }

    /// Keeps a text of the body as sent. Nearly every body is one.
    pub(super) fn sent(&mut self, text: &'a str) {
        match self.out.sent {
            None => self.out.sent = Some(text),
            Some(_) => self.out.more.push((None, Cow::Borrowed(text))),
        }
    }

    /// Keeps a text that came out of a body.
    pub(super) fn whole(&mut self, coding: Coding, text: Cow<'a, str>) {
        self.out.more.push((Some(coding), text));
    }

    /// Binary data that nothing could make a text of.
    pub(super) fn unread_binary(&mut self, at: String, size: usize, brotli: bool) {
        let tried = if brotli { "gzip, deflate, Zstandard or Brotli" } else { "gzip, deflate or Zstandard" };
        self.out.unread.push(Unread { at, size, why: "binary", tried });
    }

    /// Puts `[0]` before the paths of the fields read since the mark: they turned out to be the first of several.
    pub(super) fn number_first(&mut self, mark: &Mark, prefix: &str) {
        for field in self.out.items.iter_mut().skip(mark.items) {
            let rest = field.path.get(prefix.len()..).unwrap_or("").trim_start_matches('.');
            let mut path = String::with_capacity(field.path.len() + 4);
            path.push_str(prefix);
            path.push_str("[0]");
            push_name(&mut path, rest);
            field.path = Cow::Owned(path);
        }
    }

    /// True while there is room for another field; else counts what was left out.
    pub(super) fn room(&mut self, place: Place<'_>, left: usize) -> bool {
        if self.out.items.len() < FIELDS {
            return true;
        }
        self.beyond_at.get_or_insert(place.part);
        self.beyond += left;
        false
    }

    /// Takes a field in and looks inside its value.
    pub(super) fn emit(&mut self, place: Place<'_>, name: Cow<'a, str>, value: Cow<'a, str>) {
        let path = join(place.prefix, name);
        self.emit_at(place, path, value);
    }

    /// [`Reader::emit`] with the whole path.
    pub(super) fn emit_at(&mut self, place: Place<'_>, path: Cow<'a, str>, value: Cow<'a, str>) {
        if !self.room(place, value.len()) {
            return;
        }
        let index = self.out.items.len();
        let deeper = worth_a_look(&value);
        self.out.items.push(Field { part: place.part, path, value, inside: place.inside, coding: place.coding });
        if !deeper {
            return;
        }
        // The value is lent to the look and put back: what it holds may be borrowed for as long as the request lasts.
        let Some(field) = self.out.items.get_mut(index) else { return };
        let value = mem::take(&mut field.value);
        let path = mem::take(&mut field.path);
        let inner = Place { part: place.part, prefix: &path, inside: u32::try_from(index).ok(), coding: None, layers: place.layers + 1 };
        self.look(inner, Text::of(&value));
        if let Some(field) = self.out.items.get_mut(index) {
            field.value = value;
            field.path = path;
        }
    }

    /// Looks for a text inside a text. `place` is the inside of the field that holds it.
    pub(super) fn look(&mut self, place: Place<'_>, text: Text<'_, 'a>) {
        let s = text.now;
        if place.layers > LAYERS {
            if s.starts_with(['{', '[', '%']) || s.contains("%25") {
                self.unread(place.word(), s.len(), "packed more than 6 times");
            }
            return;
        }
        if let Some(bytes) = codec::characters(s) {
            // Compressed bytes, a character each.
            let unpacked = match is_zstd(&bytes) {
                true => Some((Unpacked::Packed(bytes), Coding::Zstd)),
                false => inflate(&bytes, self.left()),
            };
            if let Some((unpacked, coding)) = unpacked {
                self.unpacked(place, "", s.len(), unpacked, coding);
                return;
            }
        }
        if self.json_inside(place, text)
            || self.address_inside(place, text)
            || self.pairs_inside(place, text)
            || self.addresses_within(place, text)
        {
            return;
        }
        if s.contains('%') {
            if let Some(decoded) = codec::percent(s, false)
                && !decoded.contains('\u{fffd}')
                && self.afford(decoded.len(), place, s.len())
            {
                self.emit(Place { coding: Some(Coding::Percent), ..place }, Cow::Borrowed(""), Cow::Owned(decoded));
            }
            return;
        }
        if let Some((unpacked, coding)) = codec::base64_text(s, self.left()) {
            self.unpacked(place, "", s.len(), unpacked, coding);
        } else if is_lz(s) {
            self.asked(place, "", s.as_bytes(), s.len(), Coding::LzString);
        } else if s.contains(".eyJ") || s.starts_with("eyJ") {
            // Signed tokens (RFC 7519 and its kin): pieces between dots, those that are JSON begin with `{"`.
            for (n, piece) in s.split('.').enumerate().take(5) {
                if piece.starts_with("eyJ")
                    && let Some((unpacked, coding)) = codec::base64_text(piece, self.left())
                {
                    self.unpacked(place, &format!("[{n}]"), piece.len(), unpacked, coding);
                }
            }
        }
    }

    /// Takes in what came out of base64 or of compression.
    fn unpacked(&mut self, place: Place<'_>, name: &str, size: usize, unpacked: Unpacked, coding: Coding) {
        let (text, why) = match unpacked {
            Unpacked::Whole(text) => (text, None),
            Unpacked::Cut(text, why) => (text, Some(why)),
            Unpacked::Packed(bytes) => return self.asked(place, name, &bytes, size, coding),
        };
        self.decoded += text.len();
        if !text.is_empty() {
            self.emit(Place { coding: Some(coding), ..place }, Cow::Owned(name.to_owned()), Cow::Owned(text));
        }
        if let Some(why) = why {
            self.unread(place.word(), size, why);
        }
    }

    /// Takes in what the host made of bytes inside a value.
    fn asked(&mut self, place: Place<'_>, name: &str, bytes: &[u8], size: usize, coding: Coding) {
        let (how, why) = match coding {
            Coding::Zstd => (How::Zstd, Some(ZSTD)),
            Coding::LzString => (How::LzString, Some("packed with LZ-string")),
            // It may as well be a key or a number in base64.
            _ => (How::Brotli, None),
        };
        match (self.ask(how, bytes), why) {
            (Answer::Text(text), _) if self.afford(text.len(), place, size) => {
                self.emit(Place { coding: Some(coding), ..place }, Cow::Owned(name.to_owned()), Cow::Borrowed(text));
            }
            (Answer::None | Answer::Tried, Some(why)) => self.unread(place.word(), size, why),
            _ => {}
        }
    }

    /// How many bytes decoding may still produce.
    pub(super) fn left(&self) -> usize {
        BYTES.saturating_sub(self.decoded)
    }

    /// Books `bytes` of decoded text, or notes that they are too many.
    pub(super) fn afford(&mut self, bytes: usize, place: Place<'_>, size: usize) -> bool {
        if bytes > self.left() {
            self.unread(place.word(), size, "more than 1 MB decoded");
            return false;
        }
        self.decoded += bytes;
        true
    }
}

/// Whether a value could hold another text at all: long enough, and more than a number.
fn worth_a_look(value: &str) -> bool {
    let b = value.as_bytes();
    b.len() >= 6 && !b.iter().take(24).all(|c| c.is_ascii_digit() || matches!(c, b'.' | b'-'))
}
