//! An excerpt's byte ranges as a run of marked and unmarked pieces.

/// A piece of text, and whether it is one of the telling parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment<'a> {
    /// The text.
    pub text: &'a str,
    /// True where it is marked.
    pub marked: bool,
}

/// Cuts `text` at `marks` (byte ranges). Together the segments are the text, whatever the marks: one that is out of
/// order, empty, overlapping or off a character's border is passed over.
pub fn segments<'a>(text: &'a str, marks: &[(u32, u32)]) -> Vec<Segment<'a>> {
    let mut out = Vec::with_capacity(marks.len() * 2 + 1);
    let mut push = |piece: &'a str, marked| {
        if !piece.is_empty() {
            out.push(Segment { text: piece, marked });
        }
    };
    let mut at = 0;
    for &(from, to) in marks {
        let (from, to) = (from as usize, to as usize);
        if let (Some(before), Some(piece), true) = (text.get(at..from), text.get(from..to), from < to) {
            push(before, false);
            push(piece, true);
            at = to;
        }
    }
    push(text.get(at..).unwrap_or_default(), false);
    out
}

/// Cuts a sentence of our own at its backticks: what stands between two is code, marked. One without a partner is a backtick.
pub fn coded(text: &str) -> Vec<Segment<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('`')
        && let Some((code, next)) = after.split_once('`')
    {
        out.extend([Segment { text: before, marked: false }, Segment { text: code, marked: true }]);
        rest = next;
    }
    out.push(Segment { text: rest, marked: false });
    out.retain(|piece| !piece.text.is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_told_by_its_backticks() {
        let check = |text: &str, want: &str| {
            let said: String = coded(text).iter().map(|s| if s.marked { format!("[{}]", s.text) } else { s.text.to_owned() }).collect();
            assert_eq!(said, want);
        };
        check("", "");
        check("Nothing to mark.", "Nothing to mark.");
        check("`a` or `b`, not c", "[a] or [b], not c");
        check("``", "");
        check("a ` b", "a ` b");
        check("`a` b ` c", "[a] b ` c");
    }

    #[test]
    fn marks_cut_the_text() {
        let check = |text: &str, marks: &[(u32, u32)], want: &str| {
            let cut = segments(text, marks);
            assert_eq!(cut.iter().map(|s| s.text).collect::<String>(), text, "nothing lost of {text}");
            let said: String = cut.iter().map(|s| if s.marked { format!("[{}]", s.text) } else { s.text.to_owned() }).collect();
            assert_eq!(said, want, "{text} {marks:?}");
        };
        check("", &[], "");
        check("", &[(0, 1)], "");
        check("/hiv-testing/book", &[], "/hiv-testing/book");
        check("/hiv-testing/book", &[(1, 12), (13, 17)], "/[hiv-testing]/[book]");
        check("hiv", &[(0, 3)], "[hiv]");
        check("hiv", &[(0, 4)], "hiv");
        check("hiv", &[(2, 1)], "hiv");
        check("hiv", &[(1, 1)], "hiv");
        check("a•••g (18)", &[(0, 11)], "[a•••g] (18)");
        check("a•••g (18)", &[(0, 2)], "a•••g (18)");
        check("abcdef", &[(2, 4), (1, 3), (4, 5)], "ab[cd][e]f");
        check("بحث", &[(0, 2)], "[ب]حث");
        check("abc", &[(u32::MAX, u32::MAX)], "abc");
    }
}
