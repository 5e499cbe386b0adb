//! `multipart/form-data` (RFC 7578), its boundary read from the body itself.

use super::reader::{Place, Reader, join};
use memchr::memmem;
use std::borrow::Cow;

/// Whether bytes begin with a boundary and a part's head.
pub(super) fn is_multipart(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    head.starts_with(b"--") && boundary(bytes).is_some_and(|b| b.len() > 2) && find_ignoring_case(head, b"content-disposition").is_some()
}

/// The first line, with its two dashes. RFC 2046 allows a boundary 70 characters.
fn boundary(bytes: &[u8]) -> Option<&[u8]> {
    let end = memchr::memchr(b'\n', bytes)?;
    let line = bytes.get(..end)?.trim_ascii_end();
    (line.len() <= 72).then_some(line)
}

impl<'a> Reader<'a> {
    /// Each part is a field by its name; its file name another, `name.filename`; a file's content is read like a body.
    pub(super) fn multipart(&mut self, place: Place<'_>, bytes: &'a [u8]) {
        let Some(line) = boundary(bytes) else { return };
        let mut seam = Vec::with_capacity(line.len() + 1);
        seam.push(b'\n');
        seam.extend_from_slice(line);
        let finder = memmem::Finder::new(&seam);
        let mut rest = bytes.get(line.len()..).unwrap_or_default();
        loop {
            // `--` behind the boundary ends the body.
            if rest.starts_with(b"--") {
                return;
            }
            if !self.room(place, rest.len()) {
                return;
            }
            let (part, after) = match finder.find(rest) {
                Some(i) => (rest.get(..i).unwrap_or_default(), rest.get(i + seam.len()..)),
                None => (rest, None),
            };
            self.part(place, part);
            match after {
                Some(more) => rest = more,
                None => {
                    self.unread(place.word(), 0, "multipart body cut short");
                    return;
                }
            }
        }
    }

    fn part(&mut self, place: Place<'_>, part: &'a [u8]) {
        let part = part.strip_prefix(b"\r").unwrap_or(part);
        let part = part.strip_prefix(b"\n").unwrap_or(part);
        let (head, content) = match (memmem::find(part, b"\r\n\r\n"), memmem::find(part, b"\n\n")) {
            (Some(i), Some(j)) if j < i => (part.get(..j), part.get(j + 2..)),
            (Some(i), _) => (part.get(..i), part.get(i + 4..)),
            (None, Some(j)) => (part.get(..j), part.get(j + 2..)),
            (None, None) => (Some(part), None),
        };
        let head = String::from_utf8_lossy(head.unwrap_or_default());
        let content = content.unwrap_or_default();
        let content = content.strip_suffix(b"\r").unwrap_or(content);
        let name = parameter(&head, "name").unwrap_or_default();
        let file = parameter(&head, "filename");
        let is_file = file.is_some();
        // Chromium shows a form's text and leaves out its files, without a word. No file chosen has no name either.
        if content.is_empty() && file.as_ref().is_some_and(|file| !file.is_empty()) {
            let path = join(place.prefix, Cow::Borrowed(&name));
            self.unread(Place { prefix: &path, ..place }.word(), 0, "the browser did not show it");
        }
        if let Some(file) = file {
            self.emit(place, join(&name, Cow::Borrowed("filename")).into_owned().into(), Cow::Owned(file));
        }
        match std::str::from_utf8(content) {
            Ok(value) if !is_file && super::codec::is_text(value) => self.emit(place, Cow::Owned(name), Cow::Borrowed(value)),
            _ => {
                let path = join(place.prefix, Cow::Owned(name));
                self.bytes(Place { prefix: &path, ..place }, content);
            }
        }
    }
}

/// A parameter of the part's Content-Disposition: quoted, with browsers' escapes (`%22`, `%0D`, `%0A`; WHATWG HTML,
/// "multipart form data"), or bare.
fn parameter(head: &str, name: &str) -> Option<String> {
    let line = head.lines().find(|l| l.get(..19).is_some_and(|h| h.eq_ignore_ascii_case("content-disposition")))?;
    let mut rest = line;
    while let Some(i) = rest.find(';') {
        rest = rest.get(i + 1..)?.trim_start();
        let Some(value) = rest
            .get(..name.len())
            .filter(|n| n.eq_ignore_ascii_case(name))
            .and_then(|_| rest.get(name.len()..))
            .and_then(|r| r.strip_prefix('='))
        else {
            continue;
        };
        let value = match value.strip_prefix('"') {
            Some(q) => q.split('"').next().unwrap_or(q),
            None => value.split(';').next().unwrap_or(value).trim(),
        };
        return Some(super::codec::percent(value, false).unwrap_or_else(|| value.to_owned()));
    }
    None
}

fn find_ignoring_case(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len()).position(|w| w.eq_ignore_ascii_case(needle))
}
