//! The most telling words, as a person would say them.

use super::lexicon::Hit;
use super::{Judgement, Kind, codes, tokens, topic};

/// The longest headline, in bytes.
const LONGEST: u32 = 60;

/// What names a matter comes before what is done about it: "cardiology" before "find care".
pub(super) const NAMES: i16 = 60;

fn rank(hit: &Hit) -> i16 {
    let names = matches!(
        hit.class.kind,
        Kind::Condition | Kind::Symptom | Kind::Medication | Kind::Test | Kind::Procedure | Kind::Specialty | Kind::Matter
    );
    hit.class.weight.saturating_add(if names { NAMES } else { 0 })
}

/// The weightiest hit and its neighbours that tell too: its rank and the stretch's span, in bytes of the value.
pub(super) fn stretch(hits: &[Hit]) -> Option<(i16, (u32, u32))> {
    let telling = |h: &Hit| h.class.weight > 0 && !matches!(h.class.kind, Kind::Person | Kind::Section);
    let (n, top) = hits.iter().enumerate().filter(|(_, h)| telling(h)).max_by_key(|(n, h)| (rank(h), usize::MAX - n))?;
    let mut span = top.raw;
    let mut edge = top.tokens;
    for h in hits.iter().skip(n + 1) {
        if h.tokens.0 > edge.1 || h.class.kind == Kind::Setting || h.raw.1 - span.0 > LONGEST {
            break;
        }
        edge.1 = h.tokens.1;
        if telling(h) {
            span.1 = h.raw.1;
        }
    }
    for h in hits.iter().take(n).rev() {
        if h.tokens.1 < edge.0 || h.class.kind == Kind::Setting || span.1 - h.raw.0 > LONGEST {
            break;
        }
        edge.0 = h.tokens.0;
        if telling(h) {
            span.0 = h.raw.0;
        }
    }
    Some((rank(top), span))
}

impl Judgement<'_> {
    /// The most telling words as a person would say them: "HIV testing"; none where not sensitive.
    pub fn headline(&self) -> Option<String> {
        let (value, (from, to)) = self.best.as_ref().filter(|_| self.sensitive)?;
        let text = value.get(*from as usize..*to as usize)?;
        if codes::find(text, codes::System::Icd).is_some_and(|c| c.raw == (0, text.len() as u32)) {
            return Some(text.to_ascii_uppercase());
        }
        let mut words = tokens::Words::default();
        words.read(text);
        let mut out = String::with_capacity(text.len());
        for t in &words.tokens {
            let Some(word) = text.get(t.raw.0 as usize..t.raw.1 as usize) else { continue };
            if !out.is_empty() {
                out.push(' ');
            }
            if topic::is_acronym(words.of(t)) {
                // No code or acronym has other letters; those would link a large table.
                out.push_str(&word.to_ascii_uppercase());
            } else if word.chars().skip(1).any(char::is_uppercase) {
                out.push_str(word);
            } else {
                out.push_str(&word.to_lowercase());
            }
        }
        (!out.is_empty()).then_some(out)
    }
}
