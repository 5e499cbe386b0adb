//! Digests of known values, computed once; what a request carries is only looked up.

use super::Step;
use super::forms::Form;
use md5::{Digest, Md5};

/// A digest of a known value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// Its first eight bytes: the key it is found by.
    head: u64,
    /// The next eight, or zeros: chance does not make both agree.
    next: u64,
    /// Bytes of the whole digest.
    len: u8,
    /// Which value.
    pub index: u32,
    /// Which spelling of it.
    pub form: Form,
    /// The functions, outermost first.
    pub steps: [Option<Step>; 3],
}

/// Digests in the order of their heads.
#[derive(Debug, Default)]
pub(super) struct Digests {
    entries: Vec<Entry>,
    /// 32-bit checks (CRC32, MurmurHash3), in order: too short to count anywhere but as a whole value.
    checks: Vec<(u32, u32, Form, Step)>,
}

type Function = fn(&[u8]) -> Vec<u8>;

/// Functions applied once. The first three are also applied to one another's hex.
const FUNCTIONS: [(Step, Function); 15] = [
    (Step::Md5, hash::<Md5>),
    (Step::Sha1, hash::<sha1::Sha1>),
    (Step::Sha256, hash::<sha2::Sha256>),
    (Step::Sha224, hash::<sha2::Sha224>),
    (Step::Sha384, hash::<sha2::Sha384>),
    (Step::Sha512, hash::<sha2::Sha512>),
    (Step::Sha3_224, hash::<sha3::Sha3_224>),
    (Step::Sha3_256, hash::<sha3::Sha3_256>),
    (Step::Sha3_384, hash::<sha3::Sha3_384>),
    (Step::Sha3_512, hash::<sha3::Sha3_512>),
    (Step::Ripemd160, hash::<ripemd::Ripemd160>),
    (Step::Blake2b512, hash::<blake2::Blake2b512>),
    (Step::Blake2s256, hash::<blake2::Blake2s256>),
    (Step::Blake2b256, hash::<blake2::Blake2b<blake2::digest::consts::U32>>),
    (Step::Murmur3x128, murmur128),
];
/// How many of [`FUNCTIONS`] are chained.
const CHAINED: usize = 3;

fn hash<D: Digest>(bytes: &[u8]) -> Vec<u8> {
    D::digest(bytes).to_vec()
}

/// MurmurHash3 x64 of 128 bits, its two halves written as numbers one after the other, as JavaScript libraries do.
fn murmur128(bytes: &[u8]) -> Vec<u8> {
    let whole = murmur3::murmur3_x64_128(&mut &*bytes, 0).unwrap_or(0);
    [(whole as u64).to_be_bytes(), ((whole >> 64) as u64).to_be_bytes()].concat()
}

impl Digests {
    /// Adds a spelling of a value.
    pub(super) fn add(&mut self, index: u32, form: Form, text: &str) {
        for &(outer, function) in &FUNCTIONS {
            let digest = function(text.as_bytes());
            self.push(index, form, [Some(outer), None, None], &digest);
        }
        let chained = FUNCTIONS.get(..CHAINED).unwrap_or(&[]);
        // Digests of digests, and of the value in base64 or percent-encoded, as hex in lower case.
        for &(first, f1) in chained {
            let one = hex(&f1(text.as_bytes()));
            for &(second, f2) in chained {
                let two = f2(one.as_bytes());
                self.push(index, form, [Some(second), Some(first), None], &two);
                let two = hex(&two);
                for &(third, f3) in chained {
                    self.push(index, form, [Some(third), Some(second), Some(first)], &f3(two.as_bytes()));
                }
            }
        }
        for (inner, text) in [(Step::Base64, super::decode::base64_of(text.as_bytes())), (Step::Percent, super::decode::percent_of(text))] {
            for &(outer, f) in chained {
                self.push(index, form, [Some(outer), Some(inner), None], &f(text.as_bytes()));
            }
        }
        self.checks.push((crc32fast::hash(text.as_bytes()), index, form, Step::Crc32));
        if let Ok(murmur) = murmur3::murmur3_32(&mut text.as_bytes(), 0) {
            self.checks.push((murmur, index, form, Step::Murmur3));
        }
    }

    fn push(&mut self, index: u32, form: Form, steps: [Option<Step>; 3], digest: &[u8]) {
        if let Some((head, next)) = ends(digest) {
            self.entries.push(Entry { head, next, len: digest.len() as u8, index, form, steps });
        }
    }

    /// Ends the adding.
    pub(super) fn finish(&mut self) {
        // Stable, so that of two spellings with one digest the plainer is kept.
        self.entries.sort_by_key(|e| (e.head, e.next, e.len));
        self.entries.dedup_by_key(|e| (e.head, e.next, e.len, e.index));
        self.checks.sort_by_key(|c| c.0);
    }

    /// Known values with this digest.
    pub(super) fn find(&self, digest: &[u8]) -> impl Iterator<Item = &Entry> {
        let (head, next) = ends(digest).unwrap_or((0, 0));
        let len = digest.len();
        let from = self.entries.partition_point(|e| e.head < head);
        let rest = self.entries.get(from..).unwrap_or(&[]);
        rest.iter().take_while(move |e| e.head == head).filter(move |e| e.next == next && usize::from(e.len) == len)
    }

    /// Known values with this 32-bit check.
    pub(super) fn find_check(&self, check: u32) -> impl Iterator<Item = &(u32, u32, Form, Step)> {
        let from = self.checks.partition_point(|c| c.0 < check);
        self.checks.get(from..).unwrap_or(&[]).iter().take_while(move |c| c.0 == check)
    }
}

/// True for the lengths in bytes that digests have.
pub(super) fn is_length(bytes: usize) -> bool {
    matches!(bytes, 16 | 20 | 28 | 32 | 48 | 64)
}

fn ends(digest: &[u8]) -> Option<(u64, u64)> {
    let (head, rest) = digest.split_first_chunk::<8>()?;
    let next = rest.first_chunk::<8>()?;
    Some((u64::from_be_bytes(*head), u64::from_be_bytes(*next)))
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}
