//! The only way page text reaches a person: masked by default and capped.
//!
//! An excerpt keeps two texts: what is shown, and what a person may uncover one value at a time. The second never leaves
//! memory-backed storage: reports and logs are written from the first.

use crate::visible::{printable, visible};
use serde::ser::{SerializeStruct, Serializer};
use serde::{Deserialize, Serialize};

/// The longest text an excerpt shows or keeps, in characters.
pub const MAX_CHARS: usize = 200;

/// What masks a run of characters.
const MASK: char = '•';

/// A masked, capped piece of page text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Excerpt {
    /// What is shown.
    pub shown: String,
    /// The telling parts of `shown`, as byte ranges on character borders, in order, not overlapping.
    #[serde(default)]
    pub marks: Vec<(u32, u32)>,
    /// True where `shown` hides something a person may uncover.
    #[serde(default)]
    pub masked: bool,
    #[serde(default)]
    hidden: Option<String>,
}

/// JSON leaves out what is empty: a view holds hundreds of excerpts. A snapshot's form has no names, so that nothing may be left out.
impl Serialize for Excerpt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let all = !serializer.is_human_readable();
        let (marks, hidden) = (all || !self.marks.is_empty(), all || self.hidden.is_some());
        let mut out = serializer.serialize_struct("Excerpt", 2 + usize::from(marks) + usize::from(hidden))?;
        out.serialize_field("shown", &self.shown)?;
        if marks {
            out.serialize_field("marks", &self.marks)?;
        }
        out.serialize_field("masked", &self.masked)?;
        if hidden {
            out.serialize_field("hidden", &self.hidden)?;
        }
        out.end()
    }
}

impl Excerpt {
    /// Text that reveals nobody: shown whole up to the cap, with the telling ranges marked.
    pub fn plain(text: &str, marks: &[(u32, u32)]) -> Excerpt {
        Excerpt::build(text, marks, &[], MAX_CHARS)
    }

    /// Text with the given byte ranges masked; other ranges marked.
    pub fn masking(text: &str, marks: &[(u32, u32)], masked: &[(u32, u32)]) -> Excerpt {
        Excerpt::build(text, marks, masked, MAX_CHARS)
    }

    /// A value that may itself be a person's: first and last character and its length.
    pub fn value(text: &str) -> Excerpt {
        Excerpt { shown: masked_value(text), marks: Vec::new(), masked: true, hidden: Some(cap(text)) }
    }

    /// A digest or long key: its first and last four characters tell one from another and reveal nothing.
    pub fn digest(text: &str) -> Excerpt {
        let chars: Vec<char> = text.chars().take(MAX_CHARS + 1).collect();
        if chars.len() < 12 {
            return Excerpt::value(text);
        }
        let head: String = chars.iter().take(4).collect();
        let tail: String = text.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
        Excerpt { shown: printable(&format!("{head}…{tail}")), marks: Vec::new(), masked: true, hidden: Some(cap(text)) }
    }

    /// What is never shown and never kept: a password, a card number. Not even its length is told.
    pub fn veiled() -> Excerpt {
        Excerpt { shown: MASK.to_string().repeat(3), masked: true, ..Excerpt::default() }
    }

    /// True for [`Excerpt::veiled`].
    pub(crate) fn is_veiled(&self) -> bool {
        self.masked && self.hidden.is_none() && self.shown.chars().eq([MASK; 3])
    }

    /// What a person may uncover; the shown text where nothing is hidden.
    pub fn uncovered(&self) -> &str {
        self.hidden.as_deref().unwrap_or(&self.shown)
    }

    /// The same excerpt with nothing left to uncover.
    pub fn sealed(&self) -> Excerpt {
        Excerpt { hidden: None, ..self.clone() }
    }

    /// Masks these byte ranges of what is shown; a person may uncover them.
    pub(crate) fn cover(&mut self, ranges: &[(u32, u32)]) {
        let hidden = self.hidden.take().unwrap_or_else(|| self.shown.clone());
        *self = Excerpt { hidden: Some(hidden), ..Excerpt::build(&self.shown, &self.marks, ranges, usize::MAX) };
    }

    /// `most`: how many characters are shown; no limit where the text is an excerpt's already.
    fn build(text: &str, marks: &[(u32, u32)], masked: &[(u32, u32)], most: usize) -> Excerpt {
        let mut cuts: Vec<(usize, usize, bool)> = Vec::with_capacity(marks.len() + masked.len());
        let sound = |r: &(u32, u32)| {
            let (a, b) = (r.0 as usize, r.1 as usize);
            (a < b && b <= text.len() && text.is_char_boundary(a) && text.is_char_boundary(b)).then_some((a, b))
        };
        cuts.extend(masked.iter().filter_map(sound).map(|(a, b)| (a, b, true)));
        crate::order::sort(&mut cuts);
        // Masked ranges that overlap are one: no part of the second may show behind the first.
        cuts.dedup_by(|next, kept| {
            let touch = next.0 <= kept.1;
            if touch {
                kept.1 = kept.1.max(next.1);
            }
            touch
        });
        // A mark that touches a masked range gives way to it.
        let kept: Vec<_> = marks
            .iter()
            .filter_map(sound)
            .filter(|&(a, b)| !cuts.iter().any(|&(c, d, _)| a < d && c < b))
            .map(|(a, b)| (a, b, false))
            .collect();
        cuts.extend(kept);
        crate::order::sort(&mut cuts);
        let mut out = Excerpt { hidden: (!masked.is_empty()).then(|| cap(text)), masked: !masked.is_empty(), ..Excerpt::default() };
        let mut at = if most > MAX_CHARS { 0 } else { skip_to_first(text, &cuts, &mut out.shown) };
        for (a, b, hide) in cuts {
            if a < at {
                continue;
            }
            push(&mut out.shown, &text[at..a], most);
            let from = out.shown.len();
            if hide {
                out.shown.push_str(&masked_value(&text[a..b]));
            } else {
                push(&mut out.shown, &text[a..b], most);
            }
            let to = out.shown.len();
            if from < to {
                out.marks.push((from as u32, to as u32));
            }
            at = b;
        }
        push(&mut out.shown, &text[at..], most);
        out
    }
}

/// Where a long text's first telling part stands far in, the start is left out so that the part is seen.
fn skip_to_first(text: &str, cuts: &[(usize, usize, bool)], shown: &mut String) -> usize {
    let Some(&(first, ..)) = cuts.first() else { return 0 };
    if first < MAX_CHARS / 2 {
        return 0;
    }
    let mut from = first - MAX_CHARS / 4;
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    shown.push('…');
    from
}

/// Appends `text`, control and direction characters made visible, up to the cap.
fn push(shown: &mut String, text: &str, most: usize) {
    let room = most.saturating_sub(shown.chars().count());
    for (n, c) in text.chars().enumerate() {
        if n >= room {
            if !shown.ends_with('…') {
                shown.push('…');
            }
            return;
        }
        shown.push(visible(c));
    }
}

fn cap(text: &str) -> String {
    let mut out = String::new();
    push(&mut out, text, MAX_CHARS);
    out
}

/// First and last character with the length between: `j•••g (23)`. Short values show nothing but their length.
pub(crate) fn masked_value(text: &str) -> String {
    let n = text.chars().count();
    match (text.chars().next(), text.chars().next_back()) {
        (Some(a), Some(z)) if n >= 5 => format!("{}{MASK}{MASK}{MASK}{} ({n})", visible(a), visible(z)),
        _ => format!("{MASK}{MASK}{MASK} ({n})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn masks_values() {
        assert_eq!(Excerpt::value("jordan@example.org").shown, "j•••g (18)");
        assert_eq!(Excerpt::value("Ann").shown, "••• (3)");
        assert_eq!(Excerpt::value("").shown, "••• (0)");
        assert_eq!(Excerpt::value("jordan@example.org").uncovered(), "jordan@example.org");
        assert_eq!(Excerpt::value("jordan@example.org").sealed().uncovered(), "j•••g (18)");
        assert_eq!(Excerpt::digest("1f0c2222333344449be2").shown, "1f0c…9be2");
    }

    #[test]
    fn marks_and_masks_ranges() {
        let text = "/hiv-testing?email=a.b@example.org";
        let e = Excerpt::masking(text, &[(1, 12)], &[(19, 34)]);
        assert_eq!(e.shown, "/hiv-testing?email=a•••g (15)");
        let marked: Vec<_> = e.marks.iter().map(|&(a, b)| &e.shown[a as usize..b as usize]).collect();
        assert_eq!(marked, ["hiv-testing", "a•••g (15)"]);
    }

    #[test]
    fn overlapping_masks_leave_nothing_between() {
        assert_eq!(Excerpt::masking("email=a.b@example.org", &[], &[(6, 12), (9, 21)]).shown, "email=a•••g (15)");
    }

    #[test]
    fn direction_and_control_characters_are_made_visible() {
        assert_eq!(Excerpt::plain("a\u{202e}b\nc", &[]).shown, "a\u{fffd}b c");
        for unseen in ['\u{61c}', '\u{180e}', '\u{200b}', '\u{2028}', '\u{2069}', '\u{206f}', '\u{feff}', '\u{fff9}', '\u{e0041}'] {
            assert_eq!(Excerpt::plain(&format!("a{unseen}b"), &[]).shown, "a\u{fffd}b", "{}", unseen.escape_unicode());
        }
    }

    proptest! {
        #[test]
        fn any_text_and_ranges(text in "\\PC{0,400}", ranges in prop::collection::vec((0u32..500, 0u32..500), 0..6)) {
            let (marks, masked) = ranges.split_at(ranges.len() / 2);
            let e = Excerpt::masking(&text, marks, masked);
            prop_assert!(e.shown.chars().count() <= MAX_CHARS + 60);
            for &(a, b) in &e.marks {
                prop_assert!(a < b && e.shown.get(a as usize..b as usize).is_some());
            }
        }
    }
}
