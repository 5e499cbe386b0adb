//! Text of a page with nothing in it that changes how the text around it is read, or that is not seen.

/// Characters that could change how the text around them is read, or are not seen, or may stand in no XML, are replaced.
pub(crate) fn visible(c: char) -> char {
    match c {
        '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => '\u{fffd}',
        '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e0fff}' => '\u{fffd}',
        c if c.is_control() => ' ',
        c => c,
    }
}

/// Text with [`visible`] characters alone.
#[inline(never)]
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(visible).collect()
}
