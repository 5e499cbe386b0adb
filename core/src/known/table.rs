//! What `leaklight-codecs` works out of one value, as bytes: texts to search for and digests to look up.
//!
//! Bytes, because they cross from one WASM module to another and lie in memory as they came: looking up reads them in
//! place. They are read defensively: whatever they are, [`Table::read`] answers, and what a broken table names is at
//! worst not found.
//!
//! Version 1, numbers little-endian: version (1 byte); chains: count (2), each three steps (0: none); checks: count
//! (2), each 32-bit check and recipe (4 + 2); secrets: count (2), each length, check and recipe (2 + 8 + 2); digests:
//! count (4), the first eight bytes of each in order, then as many recipes (2); texts: count (2), each flags (1),
//! recipe (2), length (2), bytes. A recipe is a spelling (upper 4 bits) and a chain (lower 12).

use super::Step;
use super::forms::Form;
use std::hash::Hasher;
use std::ops::Range;

const VERSION: u8 = 1;
/// Most chains a table may name.
const CHAINS: usize = 1 << 12;

/// What was done to a value, outermost first.
pub(super) type Steps = [Option<Step>; 3];

/// How a text is searched for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Letters count in their case: the text is encoded.
    pub exact: bool,
    /// Only as a whole field.
    pub whole: bool,
    /// Not inside a longer word.
    pub alone: bool,
    /// Only cut over neighbouring fields.
    pub split: bool,
}

impl Search {
    fn byte(self) -> u8 {
        u8::from(self.exact) | u8::from(self.whole) << 1 | u8::from(self.alone) << 2 | u8::from(self.split) << 3
    }

    fn of(byte: u8) -> Search {
        Search { exact: byte & 1 != 0, whole: byte & 2 != 0, alone: byte & 4 != 0, split: byte & 8 != 0 }
    }
}

/// What a secret is told by: one way, eight bytes. SipHash of the standard library, which core has anyway; a table does
/// not outlive the build that made it.
pub fn secret_check(bytes: &[u8]) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    hasher.write(bytes);
    hasher.write_u8(0xff);
    hasher.finish()
}

/// Writes a table.
#[derive(Debug, Default)]
pub struct Writer {
    chains: Vec<[u8; 3]>,
    checks: Vec<u8>,
    secrets: Vec<u8>,
    digests: Vec<(u64, u16)>,
    texts: Vec<u8>,
    count: u16,
}

impl Writer {
    /// Adds a text to search for. Texts longer than 65,535 bytes, and those beyond as many, are left out.
    pub fn text(&mut self, text: &[u8], search: Search, form: Form, steps: &[Step]) {
        let (Ok(len), Some(count), Some(recipe)) = (u16::try_from(text.len()), self.count.checked_add(1), self.recipe(form, steps)) else {
            return;
        };
        self.count = count;
        self.texts.push(search.byte());
        self.texts.extend_from_slice(&recipe.to_le_bytes());
        self.texts.extend_from_slice(&len.to_le_bytes());
        self.texts.extend_from_slice(text);
    }

    /// Adds a digest of at least eight bytes; its length is what the outermost step makes.
    pub fn digest(&mut self, digest: &[u8], form: Form, steps: &[Step]) {
        if let (Some(head), Some(recipe)) = (digest.first_chunk::<8>(), self.recipe(form, steps)) {
            self.digests.push((u64::from_le_bytes(*head), recipe));
        }
    }

    /// Adds a 32-bit check (CRC32, MurmurHash3): too short to count anywhere but as a whole field.
    pub fn check(&mut self, check: u32, form: Form, steps: &[Step]) {
        if let Some(recipe) = self.recipe(form, steps) {
            self.checks.extend_from_slice(&check.to_le_bytes());
            self.checks.extend_from_slice(&recipe.to_le_bytes());
        }
    }

    /// Adds a text to be told without being kept.
    pub fn secret(&mut self, text: &[u8], form: Form, steps: &[Step]) {
        if let (Ok(len), Some(recipe)) = (u16::try_from(text.len()), self.recipe(form, steps)) {
            self.secrets.extend_from_slice(&len.to_le_bytes());
            self.secrets.extend_from_slice(&secret_check(text).to_le_bytes());
            self.secrets.extend_from_slice(&recipe.to_le_bytes());
        }
    }

    fn recipe(&mut self, form: Form, steps: &[Step]) -> Option<u16> {
        let mut chain = [0; 3];
        for (slot, step) in chain.iter_mut().zip(steps) {
            *slot = step.byte();
        }
        // The last chain is mostly the one asked for.
        let known = self.chains.iter().rposition(|c| *c == chain);
        let place = known.unwrap_or_else(|| {
            self.chains.push(chain);
            self.chains.len() - 1
        });
        (place < CHAINS).then_some((form as u16) << 12 | place as u16)
    }

    /// The table. Of two spellings with one digest the one added first is kept.
    pub fn finish(mut self) -> Vec<u8> {
        self.digests.sort_by_key(|d| d.0);
        self.digests.dedup_by_key(|d| d.0);
        self.chains.truncate(CHAINS);
        let mut out = vec![VERSION];
        out.extend_from_slice(&(self.chains.len() as u16).to_le_bytes());
        out.extend(self.chains.iter().flatten());
        out.extend_from_slice(&((self.checks.len() / CHECK) as u16).to_le_bytes());
        out.extend_from_slice(&self.checks);
        out.extend_from_slice(&((self.secrets.len() / SECRET) as u16).to_le_bytes());
        out.extend_from_slice(&self.secrets);
        out.extend_from_slice(&(self.digests.len() as u32).to_le_bytes());
        out.extend(self.digests.iter().flat_map(|d| d.0.to_le_bytes()));
        out.extend(self.digests.iter().flat_map(|d| d.1.to_le_bytes()));
        out.extend_from_slice(&self.count.to_le_bytes());
        out.extend_from_slice(&self.texts);
        out
    }
}

const CHECK: usize = 6;
const SECRET: usize = 12;

/// A table as it came, and where its parts lie.
#[derive(Debug)]
pub(super) struct Table {
    bytes: Box<[u8]>,
    chains: Range<usize>,
    checks: Range<usize>,
    secrets: Range<usize>,
    heads: Range<usize>,
    recipes: Range<usize>,
    texts: usize,
}

/// A text of a table: where it lies in the table, and how it is meant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text {
    pub at: u32,
    pub len: u16,
    pub search: Search,
    pub recipe: u16,
}

impl Table {
    /// None where the bytes are no table of this version.
    pub(super) fn read(bytes: &[u8]) -> Option<Table> {
        let mut at = 1;
        let mut part = |count_bytes: usize, size: usize| -> Option<Range<usize>> {
            let count = number(bytes, at, count_bytes)?;
            let from = at + count_bytes;
            let to = from.checked_add(count.checked_mul(size)?)?;
            bytes.get(from..to)?;
            at = to;
            Some(from..to)
        };
        if bytes.first() != Some(&VERSION) {
            return None;
        }
        let chains = part(2, 3)?;
        let checks = part(2, CHECK)?;
        let secrets = part(2, SECRET)?;
        let digests = part(4, 10)?;
        let middle = digests.start + digests.len() / 10 * 8;
        let texts = at;
        let (heads, recipes) = (digests.start..middle, middle..digests.end);
        Some(Table { bytes: bytes.into(), chains, checks, secrets, heads, recipes, texts })
    }

    /// Tells every text; ends at the first that is not whole.
    pub(super) fn texts(&self, tell: &mut dyn FnMut(Text)) {
        let mut at = self.texts + 2;
        for _ in 0..number(&self.bytes, self.texts, 2).unwrap_or(0) {
            let (Some(&flags), Some(recipe), Some(len)) =
                (self.bytes.get(at), number(&self.bytes, at + 1, 2), number(&self.bytes, at + 3, 2))
            else {
                return;
            };
            at += 5;
            if self.bytes.get(at..at + len).is_none() {
                return;
            }
            tell(Text { at: at as u32, len: len as u16, search: Search::of(flags), recipe: recipe as u16 });
            at += len;
        }
    }

    /// A text's bytes.
    pub(super) fn text(&self, text: &Text) -> &[u8] {
        let from = text.at as usize;
        self.bytes.get(from..from + usize::from(text.len)).unwrap_or(&[])
    }

    /// Tells every digest's head.
    pub(super) fn heads(&self) -> impl Iterator<Item = u64> + '_ {
        self.bytes.get(self.heads.clone()).unwrap_or(&[]).as_chunks::<8>().0.iter().map(|c| u64::from_le_bytes(*c))
    }

    /// The recipe of a digest of `len` bytes with this head.
    pub(super) fn digest(&self, head: u64, len: usize) -> Option<u16> {
        let heads = self.bytes.get(self.heads.clone())?.as_chunks::<8>().0;
        let place = heads.binary_search_by_key(&head, |c| u64::from_le_bytes(*c)).ok()?;
        let recipe = number(&self.bytes, self.recipes.start + place * 2, 2)? as u16;
        let outermost = self.recipe(recipe).1[0]?;
        (outermost.digest_bytes() == Some(len)).then_some(recipe)
    }

    /// The recipe of a 32-bit check.
    pub(super) fn check(&self, check: u32) -> Option<u16> {
        let all = self.bytes.get(self.checks.clone())?.as_chunks::<CHECK>().0;
        let found = all.iter().find(|c| c.starts_with(&check.to_le_bytes()))?;
        Some(u16::from_le_bytes([found[4], found[5]]))
    }

    /// True where there are texts of which nothing is kept.
    pub(super) fn has_secrets(&self) -> bool {
        !self.secrets.is_empty()
    }

    /// The recipe of a secret that is this text. Only texts of a secret's length are hashed.
    pub(super) fn secret(&self, text: &[u8]) -> Option<u16> {
        let len = u16::try_from(text.len()).ok()?.to_le_bytes();
        let mut check = None;
        for secret in self.bytes.get(self.secrets.clone())?.as_chunks::<SECRET>().0 {
            if secret.starts_with(&len) {
                let check = *check.get_or_insert_with(|| secret_check(text).to_le_bytes());
                if secret.get(2..10) == Some(&check) {
                    return Some(u16::from_le_bytes([secret[10], secret[11]]));
                }
            }
        }
        None
    }

    /// What a recipe says.
    pub(super) fn recipe(&self, recipe: u16) -> (Form, Steps) {
        let chain = self.bytes.get(self.chains.clone()).unwrap_or(&[]).as_chunks::<3>().0.get(usize::from(recipe & 0xfff));
        (Form::of(recipe >> 12), chain.map_or([None; 3], |c| c.map(Step::of)))
    }
}

/// A number of one to four bytes.
fn number(bytes: &[u8], at: usize, len: usize) -> Option<usize> {
    Some(bytes.get(at..at.checked_add(len)?)?.iter().rev().fold(0, |n, &b| n << 8 | usize::from(b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written() -> Vec<u8> {
        let mut writer = Writer::default();
        writer.text(b"jane@x.example", Search { alone: true, ..Search::default() }, Form::Lower, &[]);
        writer.text(b"elpmaxe.x@enaj", Search { exact: true, ..Search::default() }, Form::Upper, &[Step::Reversed]);
        writer.digest(&[7; 32], Form::Lower, &[Step::Sha256, Step::Md5]);
        writer.digest(&[5; 16], Form::AsGiven, &[Step::Md5]);
        writer.check(9, Form::AsGiven, &[Step::Crc32]);
        writer.secret(b"hunter2", Form::AsGiven, &[]);
        writer.finish()
    }

    #[test]
    fn what_is_written_is_read() {
        let table = Table::read(&written()).unwrap();
        let mut texts = Vec::new();
        table.texts(&mut |t| texts.push((table.text(&t).to_vec(), t.search.alone, t.search.exact, table.recipe(t.recipe))));
        assert_eq!(texts[0], (b"jane@x.example".to_vec(), true, false, (Form::Lower, [None; 3])));
        assert_eq!(texts[1], (b"elpmaxe.x@enaj".to_vec(), false, true, (Form::Upper, [Some(Step::Reversed), None, None])));
        assert_eq!(texts.len(), 2);
        let head = |b: u8| u64::from_le_bytes([b; 8]);
        assert_eq!(table.heads().collect::<Vec<_>>(), [head(5), head(7)]);
        // A digest of another length is another digest.
        assert_eq!(table.digest(head(7), 16), None);
        let recipe = table.digest(head(7), 32).unwrap();
        assert_eq!(table.recipe(recipe), (Form::Lower, [Some(Step::Sha256), Some(Step::Md5), None]));
        assert_eq!(table.check(8), None);
        assert_eq!(table.recipe(table.check(9).unwrap()).1[0], Some(Step::Crc32));
        assert_eq!(table.secret(b"hunter3"), None);
        assert_eq!(table.recipe(table.secret(b"hunter2").unwrap()), (Form::AsGiven, [None; 3]));
        assert!(!written().windows(7).any(|w| w == b"hunter2"));
    }

    #[test]
    fn what_is_no_table_is_none() {
        assert!(Table::read(b"").is_none());
        let mut other = written();
        other[0] = 2;
        assert!(Table::read(&other).is_none());
    }

    fn exercise(bytes: &[u8]) {
        if let Some(table) = Table::read(bytes) {
            table.texts(&mut |t| {
                let _ = (table.text(&t), table.recipe(t.recipe));
            });
            for head in table.heads().chain([0]) {
                let _ = table.digest(head, 32);
            }
            let _ = (table.check(9), table.secret(b"hunter2"), table.has_secrets());
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            exercise(&bytes);
            exercise(&[&[VERSION], bytes.as_slice()].concat());
        }

        #[test]
        fn a_damaged_table_is_answered(at in any::<prop::sample::Index>(), to in any::<u8>(), cut in any::<prop::sample::Index>()) {
            let mut bytes = written();
            let i = at.index(bytes.len());
            bytes[i] = to;
            bytes.truncate(cut.index(bytes.len() + 1));
            exercise(&bytes);
        }
    }
}
