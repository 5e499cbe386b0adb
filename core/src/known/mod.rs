//! Values a person typed or declared, found wherever they leave, however they are dressed.
//!
//! What a value could look like is worked out once ([`KnownSet`]): its spellings ([`Form`]), a needle for each to search
//! for, and the digests of each. A request is then read as a tree: each field as it stands, and what comes out of the
//! layers people wrap values in, to a bounded depth. A match is proof, where [`crate::identify`] reads forms: its
//! [`KnownMatch::chain`] says what was done to the value.
//!
//! Values under six characters count only where they are a whole field. Values under three characters count only as
//! digests: a field that is `F` or `12` proves nothing.

mod decode;
mod digest;
mod forms;
mod needles;
mod step;
mod tree;
mod value;

#[cfg(test)]
mod tests;

pub use forms::Form;
pub use step::Step;
pub use value::{FieldAt, Left, MAX_SENT, Sent, Source, Value, Values, What};

use crate::payload::{Coding, Fields};
use digest::Digests;
use needles::Needles;

/// Most values kept in a set; more are left out, and [`KnownSet::left_out`] counts them.
pub const MOST_VALUES: usize = 1000;
/// Longest value kept, in bytes; longer ones are cut at a character.
const LONGEST: usize = 1024;
/// Shorter values count only as whole fields, in characters.
const ANYWHERE: usize = 6;
/// Shorter values count only as digests, in characters.
const PLAIN: usize = 3;

/// Known values, made ready to be found. Making one costs well under a millisecond a value; finding costs little more
/// with fifty values than with one.
#[derive(Debug, Default)]
pub struct KnownSet {
    needles: Needles,
    digests: Digests,
    /// Spellings of values too short to be searched for, in lower case.
    short: Vec<(String, u32, Form)>,
    len: usize,
    left_out: usize,
}

impl KnownSet {
    /// Prepares values. A match names a value by its place in `values`; empty values take a place and match nothing.
    pub fn new<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        let mut set = KnownSet::default();
        for value in values {
            if set.len == MOST_VALUES {
                set.left_out += 1;
                continue;
            }
            let index = set.len as u32;
            set.len += 1;
            set.add(index, cut(value, LONGEST));
        }
        set.needles.finish();
        set.digests.finish();
        set
    }

    /// True where there is no value.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many values, empty ones too.
    pub fn len(&self) -> usize {
        self.len
    }

    /// How many values did not fit.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    fn add(&mut self, index: u32, value: &str) {
        let chars = value.trim().chars().count();
        for (text, form) in forms::of(value) {
            self.digests.add(index, form, &text);
            if chars < PLAIN || text.chars().count() < PLAIN {
                continue;
            }
            if chars < ANYWHERE || text.chars().count() < ANYWHERE {
                self.short.push((text.to_lowercase(), index, form));
                continue;
            }
            self.add_needles(index, form, &text);
        }
    }

    fn add_needles(&mut self, index: u32, form: Form, text: &str) {
        let needles = &mut self.needles;
        needles.add(text, false, index, form, None);
        if text.contains(' ') {
            for joint in ["-", "+", "_", "%20"] {
                needles.add(&text.replace(' ', joint), false, index, Form::Slug, None);
            }
        }
        if form == Form::Upper {
            // Upper case is found with the rest; encoded upper case is rare enough to be left to the decoders.
            return;
        }
        needles.add(&text.chars().rev().collect::<String>(), false, index, form, Some(Step::Reversed));
        needles.add(&rot13(text), false, index, form, Some(Step::Rot13));
        needles.add(&substitute(text), true, index, form, Some(Step::Substituted));
        needles.add(&bs58::encode(text.as_bytes()).into_string(), true, index, form, Some(Step::Base58));
        // Inside binary data, where nothing tells that a text is coming, its three possible base64 spellings are
        // searched for.
        for lead in 0..3usize {
            let whole = decode::base64_of(&[&[0u8; 2][..lead.min(2)], text.as_bytes()].concat());
            // The first characters depend on what stands before, the last ones on what follows.
            let from = lead + usize::from(lead > 0);
            let to = (lead + text.len()) * 8 / 6;
            needles.add(whole.get(from..to).unwrap_or(""), true, index, form, Some(Step::Base64));
        }
    }
}

/// A known value found in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownMatch {
    /// Which value, by its place in the set.
    pub index: usize,
    /// The field it stood in; none where it was seen only in the bytes as sent (a value that holds a `/` in a path, a
    /// body nothing could take apart).
    pub field: Option<usize>,
    /// Where it stood: `query:ud[em]`, or `url`, `body`, `header:referer`.
    pub at: String,
    /// What was done to it, as sent, outermost first: `[Percent, Base64]`, `[Sha256]`; empty where it stood plain.
    pub chain: Vec<Step>,
    /// Which spelling of it.
    pub form: Form,
    /// True where the value cannot be read back from what was sent: a digest.
    pub one_way: bool,
}

/// Names of the raw parts [`find`] takes, in their order.
const RAW: [&str; 3] = ["url", "body", "header:referer"];

/// Finds known values in a request: in its fields, and in the bytes as sent (`raw`: address, body, Referer, in this
/// order; empty where there is none). Each value is named once a field, by its shortest chain; inside a field that holds
/// others, at the innermost.
pub fn find(set: &KnownSet, fields: &Fields<'_>, raw: &[&[u8]]) -> Vec<KnownMatch> {
    if set.is_empty() {
        return Vec::new();
    }
    let mut tree = tree::Tree::new(set);
    let items = &fields.items;
    // What a field holds beside layers is read through the fields inside it; its own text is only searched.
    let mut holds_others = vec![false; items.len()];
    for field in items {
        if let Some(outer) = field.inside
            && matches!(field.coding, Some(Coding::Json | Coding::Address | Coding::Form | Coding::Binary))
            && let Some(slot) = holds_others.get_mut(outer as usize)
        {
            *slot = true;
        }
    }
    for (index, field) in items.iter().enumerate() {
        let holds = holds_others.get(index).copied().unwrap_or(false);
        tree.read(Some(index), field.value.as_bytes(), !holds);
    }
    tree.read_split(fields);
    let mut found: Vec<KnownMatch> = tree
        .take()
        .into_iter()
        .map(|hit| KnownMatch {
            index: hit.index as usize,
            field: hit.field,
            at: hit.field.and_then(|i| items.get(i)).map(|f| f.at()).unwrap_or_default(),
            chain: hit.field.map(|i| layers(fields, i)).unwrap_or_default().into_iter().chain(hit.chain()).collect(),
            form: hit.form,
            one_way: hit.one_way(),
        })
        .collect();
    // Outer fields repeat what stands inside them.
    let outer: Vec<bool> = found.iter().map(|m| found.iter().any(|n| n.index == m.index && is_inside(fields, n.field, m.field))).collect();
    let mut keep = outer.iter();
    found.retain(|_| !keep.next().copied().unwrap_or(false));
    for (bytes, name) in raw.iter().zip(RAW) {
        let deep = name == "body" && !items.iter().any(|f| f.part == crate::payload::Part::Body);
        tree.read(None, bytes, deep);
        for hit in tree.take() {
            if !found.iter().any(|m| m.index == hit.index as usize) {
                found.push(KnownMatch {
                    index: hit.index as usize,
                    field: None,
                    at: name.to_owned(),
                    chain: hit.chain().collect(),
                    form: hit.form,
                    one_way: hit.one_way(),
                });
            }
        }
    }
    found
}

/// Finds known values in one text: a cookie's or storage value, a title.
pub fn find_text(set: &KnownSet, text: &str) -> Vec<(usize, Vec<Step>)> {
    if set.is_empty() {
        return Vec::new();
    }
    let mut tree = tree::Tree::new(set);
    tree.read(None, text.as_bytes(), true);
    tree.take().into_iter().map(|hit| (hit.index as usize, hit.chain().collect())).collect()
}

/// The codings the payload reader took off; JSON, forms and addresses are how data is built.
fn layers(fields: &Fields<'_>, index: usize) -> Vec<Step> {
    let step = |coding| match coding {
        Coding::Percent => Some(Step::Percent),
        Coding::Base64 => Some(Step::Base64),
        Coding::Gzip => Some(Step::Gzip),
        Coding::Deflate => Some(Step::Deflate),
        Coding::Json | Coding::Address | Coding::Form | Coding::Binary => None,
    };
    fields.chain(index).into_iter().filter_map(step).collect()
}

fn is_inside(fields: &Fields<'_>, inner: Option<usize>, outer: Option<usize>) -> bool {
    let (Some(mut at), Some(outer)) = (inner, outer) else { return false };
    // An outer field always stands before what is inside it.
    while let Some(next) = fields.items.get(at).and_then(|f| f.inside) {
        let next = next as usize;
        if next == outer {
            return true;
        }
        if next >= at {
            return false;
        }
        at = next;
    }
    false
}

fn rot13(text: &str) -> String {
    let turn = |c: char, a: u8| char::from((c as u8 - a + 13) % 26 + a);
    text.chars()
        .map(|c| match c {
            'a'..='z' => turn(c, b'a'),
            'A'..='Z' => turn(c, b'A'),
            c => c,
        })
        .collect()
}

const SUBSTITUTED_FROM: &[u8] = b"kibp8A4EWRMKHa7gvyz1dOPt6UI5xYD3nqhVwZBXfCcFeJmrLN20lS9QGsjTuo";
const SUBSTITUTED_TO: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

fn substitute(text: &str) -> String {
    text.chars()
        .map(|c| {
            let place = SUBSTITUTED_FROM.iter().position(|&f| char::from(f) == c);
            place.and_then(|i| SUBSTITUTED_TO.get(i)).map_or(c, |&t| char::from(t))
        })
        .collect()
}

/// `8-4-4-4-12` hex digits.
fn is_uuid(token: &[u8]) -> bool {
    token.len() == 36
        && token.iter().enumerate().all(|(i, b)| if matches!(i, 8 | 13 | 18 | 23) { *b == b'-' } else { b.is_ascii_hexdigit() })
}

fn cut(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}
