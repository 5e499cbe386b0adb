//! Path, matrix parameters, query, fragment, Referer; and addresses and forms inside values.

use super::reader::{Place, Reader, Text};
use super::{Coding, Part};
use memchr::memmem;
use std::borrow::Cow;

impl<'a> Reader<'a> {
    /// Segments are numbered as they stand, empty ones counted but not taken in. A segment's `;name=value` parameters
    /// are the matrix part's. An address in the path (`/proxy/https://…`) is one segment to its end.
    pub(super) fn path(&mut self, path: &'a str) {
        let place = Place::top(Part::Path);
        let mut number = 0_u32;
        let mut rest = path.strip_prefix('/').unwrap_or(path);
        loop {
            number += 1;
            if !rest.is_empty() && !self.room(place, rest.len()) {
                return;
            }
            let (segment, after) = match memchr::memchr(b'/', rest.as_bytes()) {
                Some(i) => (&rest[..i], rest.get(i + 1..)),
                None => (rest, None),
            };
            if let ("http:" | "https:", Some(_)) = (segment, after) {
                self.emit(place, Cow::Owned(number.to_string()), Text::lasting(rest).decode(false));
                return;
            }
            let mut next = after;
            if segment.contains(';') {
                // Floodlight's `;~oref=https://…` where nobody escaped the address: its slashes are no seams.
                let open = (segment.ends_with("=https:") || segment.ends_with("=http:")) && after.is_some_and(|a| a.starts_with('/'));
                let whole = if open {
                    next = None;
                    rest
                } else {
                    segment
                };
                self.matrix(number, whole);
            } else if !segment.is_empty() {
                self.emit(place, Cow::Owned(number.to_string()), Text::lasting(segment).decode(false));
            }
            match next {
                Some(more) => rest = more,
                None => return,
            }
        }
    }

    fn matrix(&mut self, number: u32, segment: &'a str) {
        for (i, piece) in segment.split(';').enumerate() {
            let place = Place::top(if i == 0 && !piece.contains('=') { Part::Path } else { Part::Matrix });
            if piece.is_empty() || !self.room(place, piece.len()) {
                continue;
            }
            if place.part == Part::Path {
                self.emit(place, Cow::Owned(number.to_string()), Text::lasting(piece).decode(false));
            } else {
                let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
                self.emit(place, Text::lasting(name).decode(false), Text::lasting(value).decode(false));
            }
        }
    }

    /// Parameters; or one nameless value where the whole query is JSON, an address or base64.
    pub(super) fn query(&mut self, query: &'a str) {
        if query.is_empty() {
            return;
        }
        let place = Place::top(Part::Query);
        if is_whole_value(query) {
            let mark = self.mark();
            self.emit(place, Cow::Borrowed(""), Text::lasting(query).decode(false));
            if self.since(&mark) > 1 {
                return;
            }
            self.back(&mark);
        }
        self.pairs(place, Text::lasting(query));
    }

    /// A route (`/step?x=y`, `!/step`) and parameters; or the whole.
    pub(super) fn fragment(&mut self, fragment: &'a str) {
        if fragment.is_empty() {
            return;
        }
        let place = Place::top(Part::Fragment);
        let text = Text::lasting(fragment);
        let (route, pairs) = match fragment.find('?') {
            Some(i) => (text.slice(0, i), text.slice(i + 1, fragment.len())),
            None if is_form(fragment, b'&') => (text.slice(0, 0), text),
            None => (text, text.slice(0, 0)),
        };
        if !route.now.is_empty() {
            self.emit(place, Cow::Borrowed(""), route.decode(false));
        }
        if !pairs.now.is_empty() {
            self.pairs(place, pairs);
        }
    }

    pub(super) fn referer(&mut self, referer: &'a str) {
        self.emit(Place::top(Part::Header), Cow::Borrowed("referer"), Cow::Borrowed(referer));
    }

    /// `name=value` between `&`. A nameless piece (`?1549980140729`, `?jane@clinic.example`) is a value without a name; a
    /// bare word is a name without a value.
    pub(super) fn pairs(&mut self, place: Place<'_>, text: Text<'_, 'a>) {
        let s = text.now;
        let mut from = 0;
        while from < s.len() {
            if !self.room(place, s.len() - from) {
                return;
            }
            let to = memchr::memchr(b'&', &s.as_bytes()[from..]).map_or(s.len(), |i| from + i);
            if to > from {
                self.pair(place, text.slice(from, to), true);
            }
            from = to + 1;
        }
    }

    fn pair(&mut self, place: Place<'_>, piece: Text<'_, 'a>, plus: bool) {
        let s = piece.now;
        let (name, value) = match memchr::memchr(b'=', s.as_bytes()) {
            Some(i) => (piece.slice(0, i), piece.slice(i + 1, s.len())),
            None if is_name(s) => (piece, piece.slice(0, 0)),
            None => (piece.slice(0, 0), piece),
        };
        self.emit(place, name.decode(plus), value.decode(plus));
    }

    /// An address inside a value: its parameters. Its host and path are read from the value itself.
    pub(super) fn address_inside(&mut self, place: Place<'_>, text: Text<'_, 'a>) -> bool {
        let s = text.now;
        let b = s.as_bytes();
        let absolute = has_scheme(s) || s.starts_with("//") && s.len() > 2;
        if !absolute {
            // `/search?q=…` and `?idsite=1&…`: a relative address, told by its parameters.
            let relative = matches!(b.first(), Some(b'/' | b'?'))
                && memchr::memchr(b'?', b).is_some_and(|i| b.get(i..).is_some_and(|q| q.contains(&b'=')));
            if !relative || s.contains(char::is_whitespace) && !s.contains('&') {
                return false;
            }
        }
        // Percent-encoded as a whole but for its scheme: the next layer shows its parameters.
        if memchr::memchr(b'?', b).is_none() && (s.contains("%3F") || s.contains("%3f")) {
            return false;
        }
        let place = Place { coding: Some(Coding::Address), ..place };
        let hash = memchr::memchr(b'#', b).unwrap_or(b.len());
        if let Some(mark) = memchr::memchr(b'?', &b[..hash]) {
            self.pairs(place, text.slice(mark + 1, hash));
        }
        let fragment = text.slice((hash + 1).min(b.len()), b.len());
        let from = fragment.now.find('?').map_or(0, |i| i + 1);
        let pairs = fragment.slice(from, fragment.now.len());
        if is_form(pairs.now, b'&') {
            self.pairs(place, pairs);
        }
        true
    }

    /// Addresses in the midst of a text (`1510221158;https://…`, a message, XML), numbered; few of them.
    pub(super) fn addresses_within(&mut self, place: Place<'_>, text: Text<'_, 'a>) -> bool {
        let b = text.now.as_bytes();
        let (mut from, mut number) = (0, 0);
        while number < 8
            && let Some(i) = memmem::find(b.get(from..).unwrap_or_default(), b"://").map(|i| from + i)
        {
            let scheme = [&b"https"[..], b"http"].into_iter().find(|s| b.get(..i).is_some_and(|before| before.ends_with(s)));
            let Some(start) = scheme.map(|s| i - s.len()) else {
                from = i + 3;
                continue;
            };
            // It ends where a list's next item or a markup's text would.
            let before = start.checked_sub(1).and_then(|at| b.get(at)).copied().unwrap_or(b' ');
            let end = |c: u8| {
                c <= b' '
                    || b"\"'<>".contains(&c)
                    || c == before && b";,|".contains(&c)
                    || before == b'(' && c == b')'
                    || before == b'[' && c == b']'
            };
            let stop = b.get(i..).and_then(|rest| rest.iter().position(|c| end(*c))).map_or(b.len(), |n| i + n);
            if stop > i + 3 {
                let place = Place { coding: Some(Coding::Address), ..place };
                self.emit(place, Cow::Owned(format!("[{number}]")), text.slice(start, stop).keep());
                number += 1;
            }
            from = stop.max(i + 3);
        }
        number > 0
    }

    /// A form inside a value: `a=1&b=2`, `a=1;b=2`, or one pair.
    pub(super) fn pairs_inside(&mut self, place: Place<'_>, text: Text<'_, 'a>) -> bool {
        let s = text.now;
        let place = Place { coding: Some(Coding::Form), ..place };
        if is_form(s, b'&') {
            self.pairs(place, text);
            return true;
        }
        let Some(first) = memchr::memchr(b';', s.as_bytes()) else { return false };
        // A query whose parameters are parted by `;` reads as one whose first value holds the rest: `a=1;b=2;c=3`.
        let from = if s[..first].contains('=') { 0 } else { first + 1 };
        if s.contains('&') || !is_form(s.get(from..).unwrap_or(""), b';') {
            return false;
        }
        let mut at = from;
        while at < s.len() {
            if !self.room(place, s.len() - at) {
                break;
            }
            let to = memchr::memchr(b';', &s.as_bytes()[at..]).map_or(s.len(), |i| at + i);
            let piece = text.slice(at, to);
            let trimmed = piece.now.trim_start();
            if !trimmed.is_empty() {
                self.pair(place, piece.slice(piece.now.len() - trimmed.len(), piece.now.len()), false);
            }
            at = to + 1;
        }
        true
    }
}

/// Whether a text begins as an address with an authority does: `https://`.
fn has_scheme(s: &str) -> bool {
    s.split_once("://").is_some_and(|(scheme, rest)| {
        !rest.is_empty()
            && scheme.len() <= 24
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'-' | b'.'))
    })
}

/// Whether a query has no parameters but is one value: JSON, an address, base64.
fn is_whole_value(query: &str) -> bool {
    let b = query.as_bytes();
    let starts = |with: &str| b.get(..with.len()).is_some_and(|s| s.eq_ignore_ascii_case(with.as_bytes()));
    starts("{")
        || starts("%7b")
        || starts("[")
        || starts("%5b")
        || starts("http://")
        || starts("https://")
        || starts("http%3a")
        || starts("https%3a")
        || query.len() >= 16 && !query.contains('&') && !query.trim_end_matches('=').contains('=')
}

/// Whether a text is `name=value` pairs: each piece has a name as forms do, and at least one pair has a value. One
/// pair alone needs a short name, and padding of base64 is none.
pub(super) fn is_form(s: &str, separator: u8) -> bool {
    let Some(eq) = memchr::memchr(b'=', s.as_bytes()) else { return false };
    let (mut pairs, mut values) = (0, 0);
    // The first pieces decide: a long text is not read twice.
    for piece in s.split(char::from(separator)).take(8) {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        if !piece.is_empty() && !is_key(name.trim_start()) {
            return false;
        }
        pairs += u32::from(piece.contains('='));
        values += u32::from(!value.trim_matches('=').is_empty());
    }
    values > 0 && (pairs > 1 || eq <= 32 && !s[..eq].contains([':', '/', ',', '|', '(', '~']))
}

/// Whether a text is a parameter's name rather than its value: a bare word.
fn is_name(s: &str) -> bool {
    !s.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '%' | '/' | '+' | ':' | ',' | '|')) && is_key(s)
}

/// Whether a text before `=` is a parameter's name, as forms write them.
pub(super) fn is_key(s: &str) -> bool {
    let known = |c: u8| c.is_ascii_alphanumeric() || b"_-.$[]%~:*!()|/,+".contains(&c);
    !s.is_empty() && s.len() <= 128 && s.bytes().all(known)
}
