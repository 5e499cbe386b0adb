//! JSON laid flat while it is read: no tree, no recursion, names and values borrowed where they stand.
//!
//! Values come out as sent: strings without their escapes, numbers and words as written. Beyond the standard (RFC
//! 8259) it reads what senders write into tags: unquoted and single-quoted names and strings, a comma before the end.

use super::reader::{Place, Reader, Text, push_name};
use super::{Coding, NESTING, PLACE};
use std::borrow::Cow;

/// Why a document could not be read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// The text ended inside it.
    Cut,
    /// It is no JSON from some point on.
    Bad,
}

/// An object or array being read.
struct Open {
    /// Length of the path of the object or array itself.
    base: usize,
    /// The element's number, for arrays.
    index: Option<u32>,
}

/// What may stand next.
enum Next {
    Value,
    NameOrEnd,
    ElementOrEnd,
    CommaOrEnd,
}

/// A string's content and where reading goes on.
struct Quoted {
    from: usize,
    to: usize,
    escaped: bool,
    next: usize,
    cut: bool,
}

impl<'a> Reader<'a> {
    /// JSON inside a value; nothing is taken in where it is something else.
    pub(super) fn json_inside(&mut self, place: Place<'_>, text: Text<'_, 'a>) -> bool {
        let s = text.now.trim_start();
        let start = text.now.len() - s.len();
        // A string in quotes was made JSON twice.
        let twice = s.len() > 2 && s.starts_with('"') && s.ends_with('"');
        if !(twice || begins_json(s)) {
            return false;
        }
        let mark = self.mark();
        let place = Place { coding: Some(Coding::Json), ..place };
        match self.documents(place, text, start) {
            Ok(()) => true,
            Err(Broken::Cut) if self.since(&mark) > 0 => {
                self.unread(place.word(), 0, "JSON cut short");
                true
            }
            Err(_) => {
                self.back(&mark);
                false
            }
        }
    }

    /// One JSON document, or several behind each other: then each has its number, `[0].name`. Text that is no JSON
    /// between documents is an error, so that the caller takes it in as text.
    pub(super) fn documents(&mut self, place: Place<'_>, text: Text<'_, 'a>, start: usize) -> Result<(), Broken> {
        let first = self.mark();
        let mut at = self.document(place, place.prefix, text, start)?;
        let mut number = 1_u32;
        loop {
            let b = text.now.as_bytes();
            while b.get(at).is_some_and(|c| c.is_ascii_whitespace() || matches!(c, b',' | b'\x1e' | b'\0')) {
                at += 1;
            }
            let Some(rest) = text.now.get(at..).filter(|r| !r.is_empty()) else { return Ok(()) };
            if !begins_json(rest) {
                return Err(Broken::Bad);
            }
            if number == 1 {
                self.number_first(&first, place.prefix);
            }
            let path = format!("{}[{number}]", place.prefix);
            at = self.document(place, &path, text, at)?;
            number += 1;
        }
    }

    /// Reads the document at `start` and answers where it ends.
    fn document(&mut self, place: Place<'_>, prefix: &str, text: Text<'_, 'a>, start: usize) -> Result<usize, Broken> {
        let b = text.now.as_bytes();
        let mut path = String::with_capacity(prefix.len() + 32);
        path.push_str(prefix);
        let mut open: Vec<Open> = Vec::new();
        // A name at the root of a request's body is its own path, borrowed.
        let mut root_name: Option<Cow<'a, str>> = None;
        let mut i = start;
        let mut next = Next::Value;
        loop {
            i = skip_space(b, i);
            let Some(&c) = b.get(i) else { return Err(Broken::Cut) };
            match next {
                Next::NameOrEnd if c == b'}' => (i, next) = self.close(&mut open, &mut path, i)?,
                Next::ElementOrEnd if c == b']' => (i, next) = self.close(&mut open, &mut path, i)?,
                Next::NameOrEnd => {
                    let name = name(text.now, i)?;
                    let base = open.last().map_or(0, |o| o.base);
                    path.truncate(base);
                    let plain = text.slice(name.from, name.to);
                    if base == 0 && !name.escaped && plain.now.len() <= PLACE {
                        root_name = Some(plain.keep());
                        push_name(&mut path, plain.now);
                    } else {
                        root_name = None;
                        push_name(&mut path, &unescape(plain.now, name.escaped));
                    }
                    i = skip_space(b, name.next);
                    match b.get(i) {
                        Some(b':') => i += 1,
                        None => return Err(Broken::Cut),
                        Some(_) => return Err(Broken::Bad),
                    }
                    next = Next::Value;
                }
                Next::ElementOrEnd => {
                    if let Some(top) = open.last_mut() {
                        path.truncate(top.base);
                        let index = top.index.map_or(0, |n| n + 1);
                        top.index = Some(index);
                        push_index(&mut path, index);
                    }
                    root_name = None;
                    next = Next::Value;
                }
                Next::CommaOrEnd => match (c, open.last()) {
                    (b',', Some(Open { index: None, .. })) => (i, next) = (i + 1, Next::NameOrEnd),
                    (b',', Some(_)) => (i, next) = (i + 1, Next::ElementOrEnd),
                    (b'}', Some(Open { index: None, .. })) | (b']', Some(Open { index: Some(_), .. })) => {
                        (i, next) = self.close(&mut open, &mut path, i)?;
                    }
                    _ => return Err(Broken::Bad),
                },
                Next::Value => {
                    let own = |path: &str| Cow::Owned(path.to_owned());
                    match c {
                        b'{' | b'[' => {
                            let end = if c == b'{' { b'}' } else { b']' };
                            let after = skip_space(b, i + 1);
                            if b.get(after) == Some(&end) {
                                self.emit_at(place, own(&path), text.slice(i, after + 1).keep());
                                i = after + 1;
                                next = Next::CommaOrEnd;
                            } else if open.len() >= NESTING {
                                let stop = skip_nested(b, i)?;
                                self.unread(place.word(), stop - i, "JSON nested deeper than 64 levels");
                                i = stop;
                                next = Next::CommaOrEnd;
                            } else {
                                open.push(Open { base: path.len(), index: None });
                                next = if c == b'{' { Next::NameOrEnd } else { Next::ElementOrEnd };
                                i += 1;
                                continue;
                            }
                        }
                        b'"' | b'\'' => {
                            let q = quoted(b, i);
                            let plain = text.slice(q.from, q.to);
                            let value = if q.escaped { Cow::Owned(unescape(plain.now, true).into_owned()) } else { plain.keep() };
                            let at = root_name.take().unwrap_or_else(|| own(&path));
                            self.emit_at(place, at, value);
                            if q.cut {
                                return Err(Broken::Cut);
                            }
                            i = q.next;
                            next = Next::CommaOrEnd;
                        }
                        _ => {
                            let end = word_end(b, i);
                            let word = text.slice(i, end);
                            if !is_word(word.now) {
                                // A word the text's end cut in two is cut, not bad.
                                return Err(if end == b.len() && is_word_start(word.now) { Broken::Cut } else { Broken::Bad });
                            }
                            let at = root_name.take().unwrap_or_else(|| own(&path));
                            self.emit_at(place, at, word.keep());
                            i = end;
                            next = Next::CommaOrEnd;
                        }
                    }
                    if open.is_empty() {
                        return Ok(i);
                    }
                    if !self.room(place, 0) {
                        // The list is full: what is left of the document is counted and not read.
                        self.room(place, b.len() - i);
                        return Ok(b.len());
                    }
                }
            }
            if matches!(next, Next::CommaOrEnd) && open.is_empty() {
                return Ok(i);
            }
        }
    }

    fn close(&mut self, open: &mut Vec<Open>, path: &mut String, i: usize) -> Result<(usize, Next), Broken> {
        let top = open.pop().ok_or(Broken::Bad)?;
        path.truncate(top.base);
        Ok((i + 1, Next::CommaOrEnd))
    }
}

/// Whether a text could be a JSON object or array: what a macro (`{CLICK_ID}`, `[timestamp]`) is not.
pub(super) fn begins_json(s: &str) -> bool {
    let b = s.as_bytes();
    let second = b.get(skip_space(b, 1));
    match b.first() {
        Some(b'{') => second.is_none_or(|c| matches!(c, b'"' | b'\'' | b'}' | b'_' | b'$') || c.is_ascii_alphabetic()),
        Some(b'[') => {
            second.is_none_or(|c| matches!(c, b'"' | b'\'' | b'[' | b'{' | b']' | b'-' | b't' | b'f' | b'n' | b'u') || c.is_ascii_digit())
        }
        _ => false,
    }
}

fn skip_space(b: &[u8], mut i: usize) -> usize {
    while matches!(b.get(i), Some(b' ' | b'\n' | b'\r' | b'\t')) {
        i += 1;
    }
    i
}

/// A quoted string from its opening quote on.
fn quoted(b: &[u8], open: usize) -> Quoted {
    let quote = b.get(open).copied().unwrap_or(b'"');
    let from = open + 1;
    let mut escaped = false;
    let mut i = from;
    loop {
        match memchr::memchr2(quote, b'\\', b.get(i..).unwrap_or_default()) {
            Some(n) if b.get(i + n) == Some(&quote) => return Quoted { from, to: i + n, escaped, next: i + n + 1, cut: false },
            Some(n) => {
                escaped = true;
                i += n + 2;
            }
            None => return Quoted { from: from.min(b.len()), to: b.len(), escaped, next: b.len(), cut: true },
        }
    }
}

fn name(s: &str, i: usize) -> Result<Quoted, Broken> {
    let b = s.as_bytes();
    if matches!(b.get(i), Some(b'"' | b'\'')) {
        let q = quoted(b, i);
        return if q.cut { Err(Broken::Cut) } else { Ok(q) };
    }
    let mut end = i;
    while b.get(end).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'$' | b'-' | b'.')) {
        end += 1;
    }
    if end == i {
        return Err(Broken::Bad);
    }
    Ok(Quoted { from: i, to: end, escaped: false, next: end, cut: false })
}

fn word_end(b: &[u8], mut i: usize) -> usize {
    while b.get(i).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'-' | b'.')) {
        i += 1;
    }
    i
}

const WORDS: [&str; 5] = ["true", "false", "null", "undefined", "NaN"];

fn is_word(s: &str) -> bool {
    let digits = s.strip_prefix('-').unwrap_or(s);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|c| c.is_ascii_digit() || matches!(c, b'.' | b'e' | b'E' | b'+' | b'-'))
        || WORDS.contains(&s)
}

fn is_word_start(s: &str) -> bool {
    s == "-" || WORDS.iter().any(|w| w.starts_with(s))
}

/// Where the object or array at `i` ends, its strings skipped.
fn skip_nested(b: &[u8], mut i: usize) -> Result<usize, Broken> {
    let mut depth = 0_usize;
    while let Some(&c) = b.get(i) {
        match c {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return Ok(i + 1);
                }
            }
            b'"' => {
                let q = quoted(b, i);
                if q.cut {
                    return Err(Broken::Cut);
                }
                i = q.next;
                continue;
            }
            _ => {}
        }
        i += 1;
    }
    Err(Broken::Cut)
}

fn push_index(path: &mut String, index: u32) {
    if path.len() + 12 <= PLACE {
        path.push('[');
        path.push_str(itoa::Buffer::new().format(index));
        path.push(']');
    }
}

/// A string's escapes taken off; half a surrogate pair and unknown escapes are answered leniently.
pub(super) fn unescape(s: &str, escaped: bool) -> Cow<'_, str> {
    if !escaped {
        return Cow::Borrowed(s);
    }
    let mut out = String::with_capacity(s.len());
    let mut rest = s;
    while let Some(i) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..i]);
        let mut tail = rest[i + 1..].chars();
        let Some(c) = tail.next() else { return Cow::Owned(out) };
        rest = tail.as_str();
        match c {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{c}'),
            'u' => {
                let unit =
                    |s: &str| s.get(..4).filter(|h| h.bytes().all(|d| d.is_ascii_hexdigit())).and_then(|h| u32::from_str_radix(h, 16).ok());
                let Some(high) = unit(rest) else {
                    out.push('u');
                    continue;
                };
                rest = &rest[4..];
                let low =
                    rest.strip_prefix("\\u").and_then(unit).filter(|l| (0xd800..0xdc00).contains(&high) && (0xdc00..0xe000).contains(l));
                let code = match low {
                    Some(low) => {
                        rest = &rest[6..];
                        0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)
                    }
                    None => high,
                };
                out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
            }
            other => out.push(other),
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}
