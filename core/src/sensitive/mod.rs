//! Does an address, a title or a search term reveal something sensitive, and by which words?
//!
//! Words are read out of path, query, fragment and title ([`tokens`]), found in a lexicon compiled from
//! `data/lexicon/` ([`lexicon`]), and added up ([`score`]): each word raises or lowers by a few points, and at
//! [`THRESHOLD`] the text counts as sensitive. The sum is the whole judgement; [`Judgement::explain`] prints it.
//!
//! What it does not mean: words speak of a page, not of the person on it. A reader of an article on diabetes need not
//! have diabetes. Words of the host count only as context and never make a page sensitive by themselves.

mod codes;
mod context;
pub(crate) mod forms;
mod headline;
mod lexicon;
pub(crate) mod own;
mod place;
#[cfg(test)]
mod samples;
mod score;
mod sum;
#[cfg(test)]
mod tests;
pub(crate) mod tokens;
mod topic;

pub use context::{Context, page_context};
pub(crate) use context::{context, is_health, is_providers};
pub(crate) use place::{is_search_box, is_typed};
pub use score::THRESHOLD;
use score::tells;
pub use sum::{Part, Sum};
pub use topic::Topic;

use crate::address::Address;
use crate::own::Own;
use std::borrow::Cow;

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A disease, disorder or injury.
    Condition,
    /// What a person feels or shows.
    Symptom,
    /// A drug, by substance, brand or class.
    Medication,
    /// A test, scan or screening.
    Test,
    /// An operation or treatment.
    Procedure,
    /// A field of medicine.
    Specialty,
    /// One who treats, or where: doctor, clinic.
    Provider,
    /// A step towards care: appointment, intake, refill.
    Step,
    /// A patient portal.
    Portal,
    /// Paying for care.
    Billing,
    /// A sensitive matter beyond health: religion, debt, a union.
    Matter,
    /// A part or function of the body: context, never telling alone.
    Body,
    /// Someone speaks of themselves or their kin: "i have", "my son".
    Person,
    /// A section or word of health sites: "conditions", "treatment".
    Section,
    /// Words that speak against: careers, news, a shop, a band.
    Setting,
    /// Known and telling nothing; not shown.
    Plain,
}

/// One reason, for or against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence<'a> {
    /// The words as they stood.
    pub text: Cow<'a, str>,
    /// Where: `path:2`, `query:q`, `fragment`, `title`, `host`.
    pub at: String,
    /// The topic, where the words carry one.
    pub topic: Option<Topic>,
    /// What the words are.
    pub kind: Kind,
    /// Points the words have: they raise (+) or lower (−).
    pub weight: i16,
    /// Points they count with in this sum: fewer where a cap was reached (weak context counts only up to a point).
    pub counted: i16,
    /// The reason in plain words: "condition (HIV)", "careers section".
    pub words: &'static str,
    /// Where in the decoded value the words stood, in bytes, for marking. `0..0` where they stood in a parameter's name.
    pub range: (u32, u32),
}

/// What words say about a text.
#[derive(Clone, Debug, Default)]
pub struct Judgement<'a> {
    /// 0 to 1; half is [`THRESHOLD`] points.
    pub score: f32,
    /// The sum of what every reason counts with.
    pub points: i32,
    /// True where at least one reason can carry a judgement: context alone (a part of the body, "my", a section's name)
    /// cannot, however much of it there is.
    pub carried: bool,
    /// Carried, and its sum at or over the threshold.
    pub sensitive: bool,
    /// The topics of the words that raised, the weightiest first; empty where not sensitive.
    pub topics: Vec<Topic>,
    /// Every reason, in the order the words stood.
    pub evidence: Vec<Evidence<'a>>,
    /// The text speaks of what a person wants or does, not of a subject alone: an appointment, a provider, a test, a
    /// drug, a symptom, a search term (D3 of the data axis).
    pub intent: bool,
    /// The value the best words stood in, and their span in it.
    best: Option<(Cow<'a, str>, (u32, u32))>,
}

/// Judges an address with its page's title.
pub fn address<'a>(a: &'a Address<'_>, title: Option<&'a str>) -> Judgement<'a> {
    address_by(a, title, Own::default())
}

/// The same, with a person's own rules.
pub fn address_by<'a>(a: &'a Address<'_>, title: Option<&'a str>, own: Own<'a>) -> Judgement<'a> {
    let mut tally = score::Tally::new(own.of(a));
    for (n, segment) in a.path().strip_prefix('/').unwrap_or(a.path()).split('/').take(MAX_PARTS).enumerate() {
        if !segment.is_empty() {
            tally.value(plain(without_extension(segment), false), place::Place::Path(n + 1));
        }
    }
    parameters(&mut tally, a.query(), false);
    let fragment = a.fragment();
    if fragment.contains('=') {
        parameters(&mut tally, fragment, true);
    } else if !fragment.is_empty() {
        tally.value(plain(fragment, false), place::Place::Fragment(""));
    }
    if let Some(title) = title {
        tally.value(Cow::Borrowed(title), place::Place::Title);
    }
    tally.host(a.host());
    if own.is_empty() { tally.finish() } else { tally.finish_own(own, a) }
}

/// Judges one text that stood at `at`: a title, a search term, an event's name, a button's text.
pub fn text<'a>(text: &'a str, at: &'a str) -> Judgement<'a> {
    text_by(text, at, Own::default())
}

/// The same, with a person's own rules.
pub fn text_by<'a>(text: &'a str, at: &'a str, own: Own<'a>) -> Judgement<'a> {
    let mut tally = score::Tally::new(own);
    tally.value(Cow::Borrowed(text), place::Place::Named(at));
    tally.finish()
}

/// Segments and parameters that are read; the rest of a longer address is not judged.
const MAX_PARTS: usize = 64;

fn parameters<'a>(tally: &mut score::Tally<'a>, list: &'a str, fragment: bool) {
    for part in list.split('&').take(MAX_PARTS) {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        tally.parameter(key, plain(value, true), fragment);
    }
}

/// `lupus.html` is `lupus`: how a page is made is no subject of it.
fn without_extension(segment: &str) -> &str {
    match segment.rsplit_once('.') {
        Some((name, "html" | "htm" | "php" | "asp" | "aspx" | "jsp" | "cfm" | "shtml" | "xhtml" | "cgi")) => name,
        _ => segment,
    }
}

/// A value with percent escapes read, and `+` as a space in queries; borrowed where there is nothing to do.
fn plain(value: &str, form: bool) -> Cow<'_, str> {
    let value = crate::address::cut(value, tokens::MAX_VALUE);
    let coded = value.contains('%') || form && value.contains('+');
    if !coded {
        return Cow::Borrowed(value);
    }
    let mut out = Vec::with_capacity(value.len());
    let bytes = value.as_bytes();
    let digit = |i: usize| bytes.get(i).and_then(|b| (*b as char).to_digit(16));
    let mut i = 0;
    while let Some(&b) = bytes.get(i) {
        match (b, digit(i + 1), digit(i + 2)) {
            (b'%', Some(h), Some(l)) => {
                out.push((h * 16 + l) as u8);
                i += 2;
            }
            (b'+', ..) if form => out.push(b' '),
            _ => out.push(b),
        }
        i += 1;
    }
    Cow::Owned(String::from_utf8(out).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()))
}
