//! Values a person typed or declared, found wherever they leave, however they are dressed.
//!
//! What a value could look like is worked out once, by `leaklight-codecs`, as a table of bytes ([`table`]): its spellings
//! ([`Form`]), a text for each to search for, and the digests of each. A request is then read as a tree: each field as it
//! stands, and what comes out of the layers people wrap values in, to a bounded depth. A match is proof, where
//! [`crate::identify`] reads forms: its [`KnownMatch::chain`] says what was done to the value.
//!
//! Values under six characters count only where they are a whole field. Values under three characters count only as
//! digests: a field that is `F` or `12` proves nothing.

mod decode;
mod forms;
mod needles;
mod salt;
mod split;
mod step;
pub mod table;
mod tree;
mod turn;
mod value;

#[cfg(test)]
mod tests;

pub use forms::Form;
pub use salt::salts;
pub use step::Step;
pub use value::{FieldAt, Left, MAX_SENT, Sent, Source, Value, Values, What};

use crate::payload::given::Wants;
use crate::payload::{Coding, Fields, Given};
use needles::{Needle, Needles};
use table::Table;

/// Most values kept in a set; more are left out, and [`KnownSet::left_out`] counts them.
pub const MOST_VALUES: usize = 1000;
/// Bits told by digests' heads, as a power of two: asked before any table is.
const BITS: u32 = 20;

/// Known values, made ready to be found. Adding one costs the reading of its table, whatever else is known; finding costs
/// little more with fifty values than with one.
#[derive(Debug, Default)]
pub struct KnownSet {
    /// By slot; none where the value was removed.
    tables: Vec<Option<Table>>,
    /// The value each slot holds.
    ids: Vec<u32>,
    needles: Needles,
    /// Texts that count as whole fields only.
    short: Vec<Needle>,
    /// Heads of digests.
    bits: Vec<u64>,
    /// Those of passwords and card numbers.
    secrets: Vec<u32>,
    removed: usize,
    left_out: usize,
}

impl KnownSet {
    /// Adds a value by its table, in the place of the one of that number, if there is one. False, and nothing added, where
    /// the bytes are no table or the set is full.
    pub fn add(&mut self, id: u32, table: &[u8]) -> bool {
        self.remove(id);
        let Some(table) = Table::read(table) else { return false };
        if self.len() >= MOST_VALUES {
            self.left_out += 1;
            return false;
        }
        self.tables.push(Some(table));
        self.ids.push(id);
        self.index(self.ids.len() - 1);
        true
    }

    /// Forgets a value. False where there was none of that number.
    pub fn remove(&mut self, id: u32) -> bool {
        let Some(slot) = self.ids.iter().zip(&self.tables).position(|(i, table)| *i == id && table.is_some()) else { return false };
        if let Some(table) = self.tables.get_mut(slot) {
            *table = None;
        }
        self.removed += 1;
        // What lies in the index of a removed value only costs time; now and then the index is made anew.
        if self.removed > 16 || self.is_empty() {
            let old = std::mem::take(self);
            self.left_out = old.left_out;
            for (table, id) in old.tables.into_iter().zip(old.ids) {
                if table.is_some() {
                    self.tables.push(table);
                    self.ids.push(id);
                    self.index(self.ids.len() - 1);
                }
            }
        }
        true
    }

    /// True where there is no value.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many values.
    pub fn len(&self) -> usize {
        self.tables.len() - self.removed
    }

    /// How many values did not fit.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    fn index(&mut self, slot: usize) {
        let Some(table) = self.tables.get(slot).and_then(Option::as_ref) else { return };
        let (needles, short) = (&mut self.needles, &mut self.short);
        table.texts(&mut |text| {
            let needle = Needle { slot: slot as u32, text };
            if text.search.whole {
                short.push(needle);
            } else {
                needles.add(needle, table.text(&text));
            }
        });
        if self.bits.is_empty() {
            self.bits = vec![0; 1 << (BITS - 6)];
        }
        for head in table.heads() {
            let bit = head >> (64 - BITS);
            if let Some(word) = self.bits.get_mut(bit as usize / 64) {
                *word |= 1 << (bit % 64);
            }
        }
        if table.has_secrets() {
            self.secrets.push(slot as u32);
        }
    }

    /// Tells the values with a digest of that head and length.
    fn digests(&self, head: u64, len: usize, tell: &mut dyn FnMut(u32, u16)) {
        let bit = head >> (64 - BITS);
        if self.bits.get(bit as usize / 64).is_none_or(|w| w >> (bit % 64) & 1 == 0) {
            return;
        }
        self.each(&mut |slot, table| {
            if let Some(recipe) = table.digest(head, len) {
                tell(slot, recipe);
            }
        });
    }

    fn each(&self, tell: &mut dyn FnMut(u32, &Table)) {
        for (slot, table) in self.tables.iter().enumerate() {
            if let Some(table) = table {
                tell(slot as u32, table);
            }
        }
    }
}

/// A known value found in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownMatch {
    /// Which value, by its number in the set.
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
    /// What the value is; filled in by who holds the values.
    pub what: What,
}

/// What a request's reading came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The values found.
    pub matches: Vec<KnownMatch>,
    /// What the host is to unpack to read on, beside what the fields' reader wants ([`Fields::wanted`]).
    pub wanted: Wants,
    /// True where the search ended before the request did: it holds too much of what values begin with.
    pub cut: bool,
}

impl KnownMatch {
    /// True where the field as it reads holds the value as somebody would write it: whatever was taken off the field to read it, nothing
    /// more was taken off the value.
    pub fn is_plain(&self, fields: &Fields<'_>) -> bool {
        !self.one_way && self.chain.len() <= self.field.map_or(0, |field| layers(fields, field).len())
    }
}

/// Names of the raw parts [`find`] takes, in their order.
const RAW: [&str; 3] = ["url", "body", "header:referer"];

/// Finds known values in a request: in its fields, and in the bytes as sent (`raw`: address, body, Referer, in this
/// order; empty where there is none). `given`: what the host has unpacked. Each value is named once a field, by its shortest chain; inside a field that holds
/// others, at the innermost.
pub fn find<'g>(set: &'g KnownSet, fields: &Fields<'_>, raw: &[&[u8]], given: &'g Given) -> Found {
    if set.is_empty() {
        return Found::default();
    }
    let mut tree = tree::Tree::new(set, given);
    let items = &fields.items;
    // What a field holds is read through the fields inside it; its own text is only searched.
    let mut holds_others = vec![false; items.len()];
    for field in items {
        if let Some(outer) = field.inside
            && field.coding.is_some()
            && let Some(slot) = holds_others.get_mut(outer as usize)
        {
            *slot = true;
        }
    }
    for (index, field) in items.iter().enumerate() {
        let holds = holds_others.get(index).copied().unwrap_or(false);
        tree.read(Some(index), field.value.as_bytes(), !holds);
    }
    split::read(&mut tree, fields);
    let mut found: Vec<KnownMatch> = tree.take().iter().map(|hit| named(hit, fields)).collect();
    // Outer fields repeat what stands inside them.
    let outer: Vec<bool> = found.iter().map(|m| found.iter().any(|n| n.index == m.index && is_inside(fields, n.field, m.field))).collect();
    let mut keep = outer.iter();
    found.retain(|_| !keep.next().copied().unwrap_or(false));
    for (bytes, name) in raw.iter().zip(RAW) {
        let deep = name == "body" && !items.iter().any(|f| f.part == crate::payload::Part::Body);
        tree.read(None, bytes, deep);
        for hit in tree.take() {
            if !found.iter().any(|m| m.index == hit.index as usize) {
                found.push(KnownMatch { at: name.to_owned(), ..named(&hit, fields) });
            }
        }
    }
    // A long recording has more values than the list takes: what came out of its packing is searched as a whole.
    for (coding, text) in fields.texts().filter(|_| items.len() >= crate::payload::FIELDS) {
        let Some(step) = coding.and_then(layer) else { continue };
        tree.read(None, text.as_bytes(), false);
        for hit in tree.take() {
            if !found.iter().any(|m| m.index == hit.index as usize) {
                let chain = [step].into_iter().chain(hit.chain()).collect();
                found.push(KnownMatch { at: "body".to_owned(), chain, ..named(&hit, fields) });
            }
        }
    }
    Found { matches: found, cut: tree.is_cut(), wanted: tree.wanted }
}

fn named(hit: &tree::Hit, fields: &Fields<'_>) -> KnownMatch {
    KnownMatch {
        index: hit.index as usize,
        field: hit.field,
        at: hit.field.and_then(|i| fields.items.get(i)).map(|f| f.at()).unwrap_or_default(),
        chain: hit.field.map(|i| layers(fields, i)).unwrap_or_default().into_iter().chain(hit.chain()).collect(),
        form: hit.form,
        one_way: hit.one_way(),
        what: What::default(),
    }
}

/// Finds known values in one text: a cookie's or storage value, a title. Values by their numbers, with what was done to each. What only
/// the host can take apart is not looked into.
pub fn find_text(set: &KnownSet, text: &str) -> Vec<(usize, Vec<Step>)> {
    find_text_in(set, text, Default::default())
}

/// The same, with what the host took apart.
pub(crate) fn find_text_in(set: &KnownSet, text: &str, given: &Given) -> Vec<(usize, Vec<Step>)> {
    if set.is_empty() {
        return Vec::new();
    }
    let mut tree = tree::Tree::new(set, given);
    tree.read(None, text.as_bytes(), true);
    tree.take().into_iter().map(|hit| (hit.index as usize, hit.chain().collect())).collect()
}

/// The codings the payload reader took off; JSON, forms and addresses are how data is built.
fn layers(fields: &Fields<'_>, index: usize) -> Vec<Step> {
    fields.chain(index).into_iter().filter_map(layer).collect()
}

fn layer(coding: Coding) -> Option<Step> {
    match coding {
        Coding::Percent => Some(Step::Percent),
        Coding::Base64 => Some(Step::Base64),
        Coding::Gzip => Some(Step::Gzip),
        Coding::Deflate => Some(Step::Deflate),
        Coding::Zstd => Some(Step::Zstd),
        Coding::Brotli => Some(Step::Brotli),
        Coding::LzString => Some(Step::LzString),
        Coding::Json | Coding::Address | Coding::Form | Coding::Binary => None,
    }
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

/// `8-4-4-4-12` hex digits.
fn is_uuid(token: &[u8]) -> bool {
    token.len() == 36
        && token.iter().enumerate().all(|(i, b)| if matches!(i, 8 | 13 | 18 | 23) { *b == b'-' } else { b.is_ascii_hexdigit() })
}
