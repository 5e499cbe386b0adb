//! What is a mask.

/// Characters that vendors put in place of others: `*` (rrweb, Sentry, PostHog, and Datadog's `***` for fields), `x`
/// (Datadog's texts), `•` (Clarity), and their kin.
const MASKS: [char; 8] = ['*', '•', 'x', 'X', '●', '█', '■', '▪'];

/// True where a text, as it stands in JSON, is one mask character over and over, spaces aside; nothing where it is empty
/// or too little to be either.
pub(super) fn is_masked(json: &str) -> Option<bool> {
    let mut mask = None;
    let mut chars = json.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            // `\n` and its kin are spaces; of `\u…` the digits follow and are taken for what they are, no mask.
            match chars.next() {
                Some('n' | 't' | 'r') => continue,
                _ => return Some(false),
            }
        }
        if c.is_whitespace() {
            continue;
        }
        match mask {
            None if MASKS.contains(&c) => mask = Some(c),
            Some(m) if m == c => {}
            _ => return Some(false),
        }
    }
    mask.map(|_| true)
}

/// True where a text is what Clarity puts in place of a masked one: its length, base 36.
pub(super) fn is_length(json: &str) -> bool {
    let text = json.trim();
    matches!(text.len(), 1..=4) && text.bytes().all(|c| c.is_ascii_digit() || c.is_ascii_lowercase())
}
