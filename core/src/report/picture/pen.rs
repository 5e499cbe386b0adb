//! What pictures are drawn with: whole numbers, classes of our own, text that cannot lie and cannot be markup.

use super::{Picture, Room, Which};
use crate::finding::Severity;
use crate::report::markup::Markup;
use crate::report::plain::{severity, shape};
use crate::visible::visible;
use leaklight_text::{Message, message, t};

/// Colours as in the panel; a picture in an `<img>` sees none of its page's variables.
const STYLE: &str = concat!(
    "<style>",
    ".ll{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;font-size:12px;--p:#fff;--k:#16202a;--m:#4c5a68;--g:#dde2e8;--b:#9c6f45;",
    "--c:#a3161a;--h:#9a4200;--d:#6f5600;--l:#1d5681;--i:#52606d;--y:#1a6b3c}",
    "@media(prefers-color-scheme:dark){.ll{--p:#1d2329;--k:#eef2f6;--m:#aab6c2;--g:#323b45;--b:#d0a98a;--c:#ff9b94;--h:#ffb27a;--d:#f2cf66;--l:#9cccf2;--i:#b4c0cc;--y:#8fdcae}}",
    "@media print{.ll{--p:#fff;--k:#16202a;--m:#4c5a68;--g:#dde2e8;--b:#9c6f45;--c:#a3161a;--h:#9a4200;--d:#6f5600;--l:#1d5681;--i:#52606d;--y:#1a6b3c}}",
    ".ll text{fill:var(--k)}.ll .m{fill:var(--m);font-size:11px}.ll .b{font-weight:650}.ll .e{text-anchor:end}.ll .o{text-anchor:middle}.ll .o.b{paint-order:stroke;stroke:var(--p);stroke-width:4px}",
    ".ll .n{fill:var(--p);font-size:11px;font-weight:650}",
    ".ll .f{fill:var(--p)}.ll .x{fill:var(--m)}.ll .r{stroke:var(--g);fill:none}.ll .t{stroke:var(--m);fill:none}.ll .w{stroke:var(--b);fill:none;stroke-opacity:.65}",
    ".ll .u{stroke-dasharray:5 4}",
    ".ll .critical{fill:var(--c)}.ll .high{fill:var(--h)}.ll .medium{fill:var(--d)}.ll .low{fill:var(--l)}.ll .info{fill:var(--i)}.ll .yes{fill:var(--y)}",
    ".ll path.w.critical{stroke:var(--c);fill:none}.ll path.w.high{stroke:var(--h);fill:none}",
    ".ll .hollow{fill:var(--p);stroke:var(--i);stroke-width:2}",
    "@media(forced-colors:active){.ll{--p:Canvas;--k:CanvasText;--m:CanvasText;--g:GrayText;--b:GrayText;--c:CanvasText;--h:CanvasText;--d:CanvasText;--l:CanvasText;--i:CanvasText;--y:CanvasText}}",
    "</style>\n"
);

/// The longest text of a page a sentence repeats, in characters.
const MOST: usize = 120;

/// A picture being drawn. Its height is known last.
#[derive(Default)]
pub(super) struct Pen {
    pub m: Markup,
}

impl Pen {
    /// An element of our own with numbers in it: `shape("<rect x=\"", &[(1, "\" y=\""), (2, "\"/>")])`.
    pub fn shape(&mut self, begins: &'static str, numbers: &[(i32, &'static str)]) {
        self.m.raw(begins);
        for (n, after) in numbers {
            self.m.text(itoa::Buffer::new().format(*n)).raw(after);
        }
    }

    /// A rounded box.
    pub fn rect(&mut self, class: &'static str, x: i32, y: i32, width: i32, height: i32) {
        self.m.raw("<rect class=\"").raw(class);
        self.shape("\" rx=\"3\" x=\"", &[(x, "\" y=\""), (y, "\" width=\""), (width, "\" height=\""), (height, "\"/>\n")]);
    }

    /// A straight line.
    pub fn line(&mut self, class: &'static str, x: i32, y: i32, to_x: i32, to_y: i32) {
        self.m.raw("<path class=\"").raw(class);
        self.shape("\" d=\"M", &[(x, " "), (y, "L"), (to_x, " "), (to_y, "\"/>\n")]);
    }

    /// A line that swings from left to right, so thick.
    pub fn swing(&mut self, class: &str, from: (i32, i32), to: (i32, i32), thick: i32) {
        let half = (from.0 + to.0) / 2;
        // Classes are our own words, and escaped all the same.
        self.m.raw("<path class=\"w ").text(class);
        self.shape("\" stroke-width=\"", &[(thick, "\" d=\"M"), (from.0, " "), (from.1, "C"), (half, " "), (from.1, " ")]);
        self.shape("", &[(half, " "), (to.1, " "), (to.0, " "), (to.1, "\"/>\n")]);
    }

    /// A shape from [`shape`] or of that form, in a 12 by 12 field whose corner is here.
    pub fn mark(&mut self, class: &'static str, path: &'static str, x: i32, y: i32) {
        self.m.raw("<path class=\"").raw(class);
        self.shape("\" transform=\"translate(", &[(x, " "), (y, ")\" d=\"")]);
        self.m.raw(path).raw("\"/>\n");
    }

    /// A severity: shape, then word.
    pub fn severity(&mut self, x: i32, y: i32, which: Severity) {
        self.mark(which.word(), shape(which), x, y - 10);
        self.label(which.word(), x + 16, y, 90, severity(which));
    }

    /// Text at its base line, cut where it would need more than `room`; then the whole stands in its title.
    pub fn label(&mut self, class: &'static str, x: i32, y: i32, room: i32, text: &str) {
        let whole = clean(text);
        // Bold letters are wider by a tenth, small ones narrower.
        let room = if class.contains('b') { room * 10 / 11 } else { room };
        let shown = fitting(&whole, if class.starts_with('m') { room * 12 / 11 } else { room });
        self.m.raw("<text class=\"").raw(class);
        self.shape("\" x=\"", &[(x, "\" y=\""), (y, "\">")]);
        if shown.len() < whole.len() {
            self.m.between("<title>", &whole, "</title>");
            self.apart(&shown);
            self.m.raw("…");
        } else {
            self.apart(&whole);
        }
        self.m.raw("</text>\n");
    }

    /// Text whose parts keep to themselves: a figure stays with its word, whichever way the part before it reads.
    fn apart(&mut self, text: &str) {
        if text.is_ascii() {
            self.m.text(text);
            return;
        }
        for (n, part) in text.split(" · ").enumerate() {
            self.m.raw(if n == 0 { "\u{2068}" } else { " · \u{2068}" }).text(part).raw("\u{2069}");
        }
    }

    /// The picture, with what it says in words.
    pub fn done(self, which: Which, room: Room, height: i32, mut said: Vec<String>) -> Picture {
        // Whatever sentences were put together of.
        said.iter_mut().for_each(|sentence| *sentence = sentence.chars().map(visible).collect());
        let (width, word) = (room.width(), which.word());
        let mut out = Pen::default();
        out.m.raw("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ll\" role=\"img\" direction=\"ltr\" aria-labelledby=\"ll-").text(word);
        out.m.raw("-t\" aria-describedby=\"ll-").text(word);
        out.shape(
            "-d\" viewBox=\"0 0 ",
            &[(width, " "), (height, "\" width=\""), (width, "\" height=\""), (height, "\">\n<title id=\"ll-")],
        );
        out.m.text(word).raw("-t\">").text(which.title()).raw("</title>\n<desc id=\"ll-").text(word).raw("-d\">");
        for sentence in &said {
            out.m.text(sentence).raw("\n");
        }
        out.m.raw("</desc>\n").raw(STYLE);
        out.rect("f", 0, 0, width, height);
        out.m.join(self.m);
        out.m.raw("</svg>\n");
        Picture { title: which.title(), said, svg: out.m.finish() }
    }
}

/// What every picture ends with.
pub(super) const UNSEEN: Message = message!("Seen in this browser; what was not seen is not drawn.");

/// Nothing to draw, and what to say of that.
pub(super) fn nothing(which: Which, room: Room, said: &str) -> Picture {
    let mut pen = Pen::default();
    // Two lines hold what is said in the narrowest picture.
    let room_for = room.width() - 32;
    let first = fitting_words(said, room_for);
    pen.label("b", 16, 34, room_for, first);
    pen.label("m", 16, 54, room_for, said[first.len()..].trim());
    pen.done(which, room, 76, vec![said.to_owned()])
}

/// Page text without what could make it, or what stands around it, read otherwise: direction marks, what cannot be seen, what XML has
/// no place for. Whatever was taken out leaves a mark.
pub(super) fn clean(text: &str) -> String {
    let mut out: String = text.chars().take(260).map(visible).collect();
    if text.chars().nth(260).is_some() {
        out.push('…');
    }
    out
}

/// A name as people are to be told it: a host that could be taken for another one with its letters as the network has them.
pub(super) fn named(name: &str) -> String {
    let name = clean(name);
    let host = name.split('/').next().unwrap_or_default();
    if !host.contains('.') || host.contains(' ') || !host.chars().any(|c| !c.is_ascii() && c.is_alphanumeric()) {
        return name;
    }
    let labels = host.split('.').map(|label| match idna::punycode::encode_str(label) {
        Some(coded) if !label.is_ascii() => ["xn--", &coded].concat(),
        _ => label.to_owned(),
    });
    let coded = labels.collect::<Vec<_>>().join(".");
    [&name, " (", &coded, ")"].concat()
}

/// The same for a sentence: not longer than it can be read aloud.
pub(super) fn short(text: &str) -> String {
    let text = clean(text);
    match text.char_indices().nth(MOST) {
        Some((at, _)) => [text.get(..at).unwrap_or_default(), "…"].concat(),
        None => text,
    }
}

/// As much of it as fits into `room`, with an ellipsis where it is cut. Fonts differ: wide ones are reckoned with.
fn fitting(text: &str, room: i32) -> String {
    let (mut used, mut whole, room) = (0, 0, room * 10);
    for (at, c) in text.char_indices() {
        used += width(c);
        if used > room {
            return text.get(..whole).unwrap_or_default().trim_end().to_owned();
        }
        if used + width('…') <= room {
            whole = at + c.len_utf8();
        }
    }
    text.to_owned()
}

/// As many whole words as fit.
fn fitting_words(text: &str, room: i32) -> &str {
    let fits = fitting(text, room).len();
    if fits >= text.len() {
        return text;
    }
    text.get(..fits).and_then(|part| part.rfind(' ')).and_then(|end| text.get(..end)).unwrap_or(text)
}

/// How wide a character is at 12 px, in tenths, in the widest of usual fonts.
const fn width(c: char) -> i32 {
    match c {
        'i' | 'l' | 'j' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' | '·' => 40,
        'f' | 't' | 'r' | '(' | ')' | '/' | '-' => 50,
        'm' | 'M' | 'W' | '@' => 118,
        'w' | '…' | 'A'..='Z' => 92,
        c if c as u32 > 0x2e7f => 130,
        _ => 75,
    }
}

/// So thick a line for `n` of `most`: from 2 to 9.
pub(super) fn thick(n: u32, most: u32) -> i32 {
    2 + (7 * u64::from(n) / u64::from(most.max(1))).min(7) as i32
}

/// "and 288 more that are not drawn.".
pub(super) fn not_drawn(n: usize) -> String {
    t!("and {n} more that are not drawn.")
}

/// "and 288 more".
pub(super) fn and_more(n: usize) -> String {
    t!("and {n} more")
}
