//! One pass over a recording's JSON: no tree, and of each open object only what tells a typed value or a text.

use super::mask::{is_length, is_masked};
use super::{Recording, Tally};
use crate::payload;

/// The most objects and arrays open at once; what is deeper is passed over. A page's elements open two each.
const OPEN: usize = 1024;

/// The most texts inside texts (an event as a string, gzip in a string).
const INSIDE: usize = 3;

/// An object or array being read. Texts are as they stand in the JSON, with their escapes.
#[derive(Clone, Copy, Default)]
struct Frame<'t> {
    array: bool,
    /// The name it stands under, its own or that of the array it is in.
    key: &'t str,
    /// The name just read, where an object; its value comes next.
    name: &'t str,
    has_name: bool,
    /// How many elements have begun, where an array.
    index: u32,
    /// The first two numbers, and the last, of an array.
    numbers: [i64; 2],
    last: i64,
    /// Clarity: where the first `*T` stood, and whether a text's value comes next.
    texts_at: Option<u32>,
    text_next: bool,
    // What an object says of itself.
    kind: i64,
    source: i64,
    tag: &'t str,
    input: &'t str,
    text: Option<&'t str>,
    value: Option<&'t str>,
    content: Option<&'t str>,
    checked: Option<bool>,
    style: bool,
    /// Datadog: what one record changes.
    change: Change,
}

/// What Datadog's record of changes says of fields.
#[derive(Clone, Copy, Default)]
struct Change {
    /// New elements: their fields' values were there before anybody typed.
    adds: bool,
    /// Fields that got a value.
    inputs: u32,
    /// The values told for the first time.
    values: Tally,
}

/// Counts what recordings hold.
pub(super) struct Scan {
    out: Recording,
    left: usize,
    inside: usize,
    /// A box was ticked or one of several chosen: the others of its group follow with their own names, which nobody typed.
    group: bool,
    /// The last value an input event brought in clear.
    word: String,
    /// Datadog's mark for a masked field was met.
    mark: bool,
}

/// What Datadog puts in place of a masked field's value.
const MARK: &str = "***";

impl Scan {
    pub(super) fn new(bytes: usize) -> Self {
        Scan { out: Recording::default(), left: bytes, inside: 0, group: false, word: String::new(), mark: false }
    }

    pub(super) fn finish(self) -> Recording {
        self.out
    }

    /// Scans a text that stands under a name.
    pub(super) fn text(&mut self, key: &str, text: &str) {
        let b = text.as_bytes();
        if b.len() > self.left || self.inside > INSIDE {
            return;
        }
        self.left -= b.len();
        self.out.bytes += b.len();
        let mut open: Vec<Frame<'_>> = Vec::with_capacity(64);
        // Deeper than is kept.
        let mut beyond = 0_usize;
        let mut i = 0;
        while let Some(&c) = b.get(i) {
            i += 1;
            match c {
                b'{' | b'[' => {
                    if open.len() >= OPEN || beyond > 0 {
                        beyond += 1;
                        continue;
                    }
                    let key = match open.last_mut() {
                        None => key,
                        Some(top) if top.array => {
                            top.index += 1;
                            top.key
                        }
                        Some(top) => {
                            top.has_name = false;
                            top.name
                        }
                    };
                    open.push(Frame { array: c == b'[', key, kind: -1, source: -1, numbers: [-1; 2], last: -1, ..Frame::default() });
                }
                b'}' | b']' => {
                    if beyond > 0 {
                        beyond -= 1;
                    } else if let Some(done) = open.pop() {
                        self.close(&done, &mut open);
                    }
                }
                b'"' => {
                    let (end, next) = string_end(b, i);
                    let s = text.get(i..end).unwrap_or("");
                    i = next;
                    if beyond > 0 {
                        continue;
                    }
                    match open.last_mut() {
                        Some(top) if !top.array && !top.has_name => (top.name, top.has_name) = (s, true),
                        Some(_) => self.string(&mut open, s),
                        None => {}
                    }
                }
                b'-' | b'0'..=b'9' | b't' | b'f' | b'n' if beyond == 0 => {
                    let start = i - 1;
                    while b.get(i).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'-' | b'+')) {
                        i += 1;
                    }
                    if let Some(top) = open.last_mut() {
                        word(top, text.get(start..i).unwrap_or(""));
                    }
                }
                _ => {}
            }
        }
    }

    /// A string that is a value.
    fn string<'t>(&mut self, open: &mut [Frame<'t>], s: &'t str) {
        let depth = open.len();
        let up = |n: usize| depth.checked_sub(n).and_then(|i| open.get(i)).copied().unwrap_or_default();
        let (top, parent, above) = (up(1), up(2), up(3));
        if top.array {
            // Datadog: a change of kind 11 holds lists of a role and its strings; 5 is a field's value, 4 a text. One of kind
            // 12 holds fields, each with its new value or that one's number.
            if parent.array
                && above.array
                && above.key == "data"
                && let Some(record) = depth.checked_sub(3).and_then(|i| open.get_mut(i))
            {
                match (parent.numbers[0], top.numbers[0]) {
                    (11, 4) => count_text(&mut self.out.text, s),
                    (11, 5) | (12, _) => count(&mut record.change.values, s),
                    _ => {}
                }
                self.mark |= s == MARK;
            }
            let clarity = parent.array && matches!(top.key, "a" | "p") && depth == 3;
            match (clarity, top.numbers[1], top.index) {
                (true, 27, 3) | (true, 42, 4) => count(&mut self.out.typed, s),
                (true, 5 | 6, _) if top.text_next && !s.starts_with('#') => {
                    if is_length(s) {
                        self.out.text.masked += 1;
                    } else {
                        count(&mut self.out.text, s);
                    }
                }
                _ => {}
            }
            if let Some(top) = open.last_mut() {
                if s == "*T" {
                    top.texts_at.get_or_insert(top.index);
                    top.text_next = true;
                } else if !s.starts_with('#') {
                    top.text_next = false;
                }
                top.index += 1;
            }
            self.within(top.key, s);
            return;
        }
        if let Some(top) = open.last_mut() {
            top.has_name = false;
            match top.name {
                "tagName" => top.tag = s,
                "type" => top.input = s,
                "text" => top.text = Some(s),
                "value" => top.value = Some(s),
                "textContent" => top.content = Some(s),
                _ => {}
            }
        }
        self.within(top.name, s);
    }

    /// A text that may hold another: an event as a string of JSON (Amplitude), or compressed, a character a byte (PostHog).
    fn within(&mut self, key: &str, s: &str) {
        let json = s.starts_with("{\\\"") || s.starts_with("[{\\\"");
        let packed = s.starts_with("\\u001f") || s.starts_with('x') && !s.is_ascii();
        if !(json || packed) || s.len() < 24 || s.len() > self.left || self.inside >= INSIDE {
            return;
        }
        let plain = payload::unescaped(s);
        self.inside += 1;
        if json {
            self.text(key, &plain);
        } else if let Some(inner) = payload::unpack_characters(&plain, self.left) {
            self.text(key, &inner);
        }
        self.inside -= 1;
    }

    /// Datadog's record of changes ends.
    fn changed(&mut self, change: Change) {
        let Change { adds, inputs, values } = change;
        if inputs == 0 {
            return;
        }
        if !adds {
            self.out.typed.clear += values.clear;
        }
        // The mark is told once, however many fields and keys it stands for.
        self.out.typed.masked += match (values.masked, values.clear) {
            (0, 0) if self.mark => inputs,
            (masked, _) => masked,
        };
        self.out.typed.sure |= self.mark && self.out.typed.masked > 0;
    }

    /// A value in clear by an rrweb input event. A box or a choice comes with the name of what was chosen, masked or not,
    /// and looks the same: a bare word counts where typing goes on from it.
    fn typed(&mut self, text: &str) {
        if is_masked(text) != Some(false) {
            count(&mut self.out.typed, text);
            return;
        }
        let word = text.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'-' | b'.'));
        let goes_on = !self.word.is_empty() && (text.starts_with(&self.word) || self.word.starts_with(text)) && text != self.word;
        if !word || goes_on {
            self.out.typed.clear += 1 + u32::from(goes_on);
        }
        self.word.clear();
        self.word.push_str(crate::address::cut(text, 64));
    }

    /// An object or array ends: what it said of itself is whole now.
    fn close(&mut self, done: &Frame<'_>, open: &mut [Frame<'_>]) {
        let depth = open.len();
        let up = |n: usize| depth.checked_sub(n).and_then(|i| open.get(i)).copied().unwrap_or_default();
        let parent = up(1);
        if done.array {
            if done.key == "data" {
                match (parent.array, up(2).array) {
                    (true, true) if parent.numbers[0] == 12 => {
                        if let Some(record) = depth.checked_sub(2).and_then(|i| open.get_mut(i)) {
                            record.change.inputs += 1;
                        }
                    }
                    (true, false) if done.numbers[0] == 1 => {
                        if let Some(record) = open.last_mut() {
                            record.change.adds = true;
                        }
                    }
                    (false, _) => self.changed(done.change),
                    _ => {}
                }
            }
            if let Some(top) = open.last_mut()
                && top.array
            {
                // Clarity: a text told before is a list of the places it stood at.
                top.text_next = done.last >= 0 && top.texts_at.is_some_and(|at| i64::from(at) == done.last);
            }
            return;
        }
        match done.key {
            // rrweb's and Datadog's input event.
            _ if done.source == 5 => match (done.text, done.checked) {
                (_, Some(true)) => self.group = true,
                (Some(text), checked) if !(checked == Some(false) && self.group) => self.typed(text),
                _ => {}
            },
            "attributes" => {
                let field = matches!(parent.tag, "input" | "textarea" | "select" | "INPUT" | "TEXTAREA" | "SELECT");
                let button = matches!(done.input, "hidden" | "submit" | "button" | "reset" | "checkbox" | "radio" | "image");
                if let Some(value) = done.value.filter(|_| field && !button)
                    && is_masked(value) == Some(false)
                {
                    self.out.text.clear += 1;
                }
            }
            // A text changed.
            "texts" => {
                if let Some(value) = done.value {
                    count_text(&mut self.out.text, value);
                }
            }
            _ if done.kind == 3 && !done.style => {
                // The list it is in, and the element that list belongs to.
                let inside = if parent.array { up(2).tag } else { parent.tag };
                if let Some(text) =
                    done.content.filter(|_| !matches!(inside, "style" | "script" | "noscript" | "STYLE" | "SCRIPT" | "NOSCRIPT"))
                {
                    count_text(&mut self.out.text, text);
                }
            }
            _ => {}
        }
        if done.source >= 0 && done.source != 5 {
            self.group = false;
        }
    }
}

/// A number or a word that is a value.
fn word(top: &mut Frame<'_>, word: &str) {
    let number = word.parse().unwrap_or(-1);
    if top.array {
        if let Some(slot) = top.numbers.get_mut(top.index as usize) {
            *slot = number;
        }
        top.last = number;
        top.index += 1;
        return;
    }
    top.has_name = false;
    match top.name {
        "type" => top.kind = number,
        "source" => top.source = number,
        "isChecked" => top.checked = Some(word == "true"),
        "isStyle" => top.style = word == "true",
        _ => {}
    }
}

/// Counts a value; an empty one says nothing.
fn count(tally: &mut Tally, s: &str) {
    match is_masked(s) {
        Some(true) => tally.masked = tally.masked.saturating_add(1),
        Some(false) => tally.clear = tally.clear.saturating_add(1),
        None => {}
    }
}

/// Counts a text of the page, unless it is a style sheet or a script the recorder took for one, or too short to be read.
fn count_text(tally: &mut Tally, s: &str) {
    if s.chars().filter(|c| c.is_alphanumeric()).count() >= 2 && !(s.contains('{') && s.contains('}')) && s != "SCRIPT_PLACEHOLDER" {
        count(tally, s);
    } else if is_masked(s) == Some(true) {
        tally.masked = tally.masked.saturating_add(1);
    }
}

/// Where a string ends, and where reading goes on.
fn string_end(b: &[u8], from: usize) -> (usize, usize) {
    let mut i = from;
    loop {
        match memchr::memchr2(b'"', b'\\', b.get(i..).unwrap_or_default()) {
            Some(n) if b.get(i + n) == Some(&b'"') => return (i + n, i + n + 1),
            Some(n) => i += n + 2,
            None => return (b.len(), b.len()),
        }
    }
}
