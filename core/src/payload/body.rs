//! A body: form, multipart, JSON, several JSON documents, several events, text, compressed or binary.

use super::given::{Answer, How, is_zstd};
use super::inflate::{inflate, raw};
use super::json::{Broken, begins_json};
use super::parts::{is_form, is_key};
use super::reader::{Place, Reader, Text, ZSTD};
use super::{BYTES, Body, Coding, Part, codec, multipart};
use std::borrow::Cow;

/// How many texts are taken out of one binary body.
const RUNS: usize = 200;

impl<'a> Reader<'a> {
    pub(super) fn body(&mut self, body: Body<'a>) {
        let place = Place::top(Part::Body);
        match body {
            Body::Empty => {}
            Body::Unseen(size) => self.unread(place.word(), size, "the browser did not show it"),
            Body::Form(pairs) => {
                for (name, value) in pairs {
                    if self.room(place, name.len() + value.len()) {
                        self.emit(place, Cow::Borrowed(name), Cow::Borrowed(value));
                    }
                }
            }
            Body::Bytes(bytes) => self.bytes(place, bytes),
        }
    }

    /// Bytes of which nothing is known but that they were sent.
    pub(super) fn bytes(&mut self, place: Place<'_>, bytes: &'a [u8]) {
        let read = match bytes.get(..BYTES) {
            Some(head) if bytes.len() > BYTES => {
                self.unread(place.word(), bytes.len() - BYTES, "larger than 1 MB");
                head
            }
            _ => bytes,
        };
        if let Some((unpacked, coding)) = inflate(read, self.left()) {
            self.inflated(place, read.len(), unpacked, coding);
            return;
        }
        if is_zstd(read) {
            match self.ask(How::Zstd, read) {
                Answer::Text(text) => self.given(place, read.len(), text, Coding::Zstd),
                Answer::None | Answer::Tried => self.unread(place.word(), read.len(), ZSTD),
            }
            return;
        }
        if multipart::is_multipart(read) {
            self.multipart(place, read);
            return;
        }
        match std::str::from_utf8(read) {
            Ok(text) => {
                self.text(place, Text::lasting(text));
                self.sent(text);
            }
            // The last character was cut in two, with the rest of the body.
            Err(e) if e.error_len().is_none() && e.valid_up_to() > 0 => {
                let text = std::str::from_utf8(read.get(..e.valid_up_to()).unwrap_or_default()).unwrap_or("");
                self.text(place, Text::lasting(text));
                self.unread(place.word(), read.len() - e.valid_up_to(), "cut short");
            }
            Err(e) => {
                if !self.tailed(place, read, e.valid_up_to()) {
                    self.binary(place, read);
                }
            }
        }
    }

    /// Lines of text and compressed data behind the last: Sentry's envelope with a recording. The data counts as one
    /// more document.
    fn tailed(&mut self, place: Place<'_>, bytes: &'a [u8], text: usize) -> bool {
        let Some(head) = bytes.get(..text).and_then(|b| memchr::memrchr(b'\n', b)).and_then(|end| bytes.split_at_checked(end + 1)) else {
            return false;
        };
        let (Ok(lines), tail) = (std::str::from_utf8(head.0), head.1) else { return false };
        let Some((unpacked, coding)) = inflate(tail, self.left()) else { return false };
        self.text(place, Text::lasting(lines));
        self.sent(lines);
        let prefix = format!("{}[{}]", place.prefix, lines.lines().filter(|line| !line.is_empty()).count());
        self.inflated(Place { prefix: &prefix, ..place }, tail.len(), unpacked, coding);
        true
    }

    fn inflated(&mut self, place: Place<'_>, size: usize, unpacked: codec::Unpacked, coding: Coding) {
        use codec::Unpacked::{Cut, Packed, Whole};
        let (text, why) = match unpacked {
            Whole(text) => (text, None),
            Cut(text, why) => (text, Some(why)),
            // Bodies are looked at before they are any text.
            Packed(_) => return,
        };
        if self.afford(text.len(), place, size) && !text.is_empty() {
            self.text(Place { coding: Some(coding), layers: place.layers + 1, ..place }, Text::passing(&text));
            self.whole(coding, Cow::Owned(text));
        }
        if let Some(why) = why {
            self.unread(place.word(), size, why);
        }
    }

    /// A text the host unpacked, read like gzip's.
    fn given(&mut self, place: Place<'_>, size: usize, text: &'a str, coding: Coding) {
        if self.afford(text.len(), place, size) && !text.is_empty() {
            self.text(Place { coding: Some(coding), layers: place.layers + 1, ..place }, Text::lasting(text));
            self.whole(coding, Cow::Borrowed(text));
        }
    }

    /// A body's or a part's text.
    fn text(&mut self, place: Place<'_>, text: Text<'_, 'a>) {
        let s = text.now.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        let start = text.now.len() - s.len();
        let end = start + s.trim_end().len();
        let text = text.slice(start, end);
        let s = text.now;
        if s.is_empty() {
            return;
        }
        // Socket.IO puts a number before its JSON, RFC 7464 a record separator.
        let json = s.trim_start_matches(|c: char| c.is_ascii_digit() || c == '\u{1e}');
        let from = s.len() - json.len();
        if from <= 4 && begins_json(json) {
            let mark = self.mark();
            match self.documents(place, text, from) {
                Ok(()) => return,
                Err(Broken::Cut) if self.since(&mark) > 0 => {
                    self.unread(place.word(), 0, "JSON cut short");
                    return;
                }
                Err(_) => self.back(&mark),
            }
        } else if !codec::is_text(s) {
            self.binary(place, s.as_bytes());
            return;
        } else if self.form(place, text) {
            return;
        }
        // Anything else is one value; what is inside a value (base64, percent-encoded JSON, an address) follows it.
        self.emit(place, Cow::Borrowed(""), text.keep());
    }

    /// A form; or several events, a line each, as Google Analytics sends them: then each line has its number,
    /// `[0].en`. A form sent as `text/plain` has a line for each field, and neither `&` nor escapes.
    fn form(&mut self, place: Place<'_>, text: Text<'_, 'a>) -> bool {
        let s = text.now;
        if !s.contains('\n') {
            let form = is_form(s, b'&');
            if form {
                self.pairs(place, text);
            }
            return form;
        }
        let names = || s.lines().filter(|line| !line.is_empty()).map(|line| line.split_once('=').map_or("", |(name, _)| name));
        if !names().all(is_key) {
            return false;
        }
        let events = s.contains('&') && s.lines().all(|line| line.is_empty() || is_form(line, b'&'));
        let plain = !events && names().next() != names().nth(1);
        let mut from = 0;
        let mut number = 0_u32;
        while from < s.len() {
            if !self.room(place, s.len() - from) {
                break;
            }
            let to = memchr::memchr(b'\n', s.as_bytes().get(from..).unwrap_or_default()).map_or(s.len(), |i| from + i);
            let line = text.slice(from, to);
            let line = line.slice(0, line.now.trim_end_matches('\r').len());
            if plain {
                let eq = line.now.find('=').unwrap_or(line.now.len());
                self.emit(place, line.slice(0, eq).keep(), line.slice((eq + 1).min(line.now.len()), line.now.len()).keep());
            } else if !line.now.is_empty() {
                let prefix = format!("{}[{number}]", place.prefix);
                self.pairs(Place { prefix: &prefix, ..place }, line);
                number += 1;
            }
            from = to + 1;
        }
        true
    }

    /// Bytes that are no text: counted as unread, and the texts that stand in them taken in, numbered. Protocol Buffers
    /// and their kin keep strings as they are; compressed or encrypted bytes hold no run this long but by chance.
    fn binary(&mut self, place: Place<'_>, bytes: &[u8]) {
        if let [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] | [b'G', b'I', b'F', b'8', ..] = bytes {
            self.unread(place.word(), bytes.len(), "an image");
            return;
        }
        if let Some(text) = raw(bytes, self.left()) {
            self.inflated(place, bytes.len(), codec::Unpacked::Whole(text), Coding::Deflate);
            return;
        }
        // Brotli has no header to be known by: only a try tells.
        match self.ask(How::Brotli, bytes) {
            Answer::Text(text) => {
                self.given(place, bytes.len(), text, Coding::Brotli);
                return;
            }
            answer => self.unread_binary(place.word(), bytes.len(), answer == Answer::Tried),
        }
        let place = Place { coding: Some(Coding::Binary), ..place };
        let runs = bytes.utf8_chunks().flat_map(|chunk| chunk.valid().split(|c: char| c.is_control() || c == '\u{fffd}'));
        for (n, run) in runs.filter(|run| run.len() >= 12).take(RUNS).enumerate() {
            // A length or a tag may be a letter: an address begins where its scheme does.
            let start = run.find("http").filter(|&i| i <= 4).unwrap_or(0);
            let run = run.get(start..).unwrap_or(run);
            if self.afford(run.len(), place, run.len()) {
                self.emit(place, Cow::Owned(format!("[{n}]")), Cow::Owned(run.to_owned()));
            }
        }
    }
}
