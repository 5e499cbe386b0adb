//! Digests of a spelling, worked out once; what a request carries is only looked up.
//!
//! Of a spelling `x`, with D any of the functions, C one of MD5, SHA-1, SHA-256, SHA-512, E an encoding of
//! [`crate::dress::DRESSES`] and U one of its usual ones; a digest inside another stands as hex in lower case unless said:
//!
//! | weight | digests |
//! |---|---|
//! | [`Weight::Light`] | D(x), C(C(x)) |
//! | [`Weight::Vendor`] | also D(C(x)), C(D(x)), D(U(x)), C(C(C(x))) |
//! | [`Weight::Full`] | also D(D(x)), D(E(x)), C(U(U(x))), C(C(U(x))), C(U(C(x))), C(base64 or upper hex of C(x)), C(U(base64 of C(x))) |
//!
//! What stands outside the outermost digest (hex in either case, base64, base64url, and any encoding over them) is taken off
//! where a request is read. Not covered: keyed digests whose key is not sent, functions applied to raw digests beyond those in
//! base64, iterated ones (PBKDF2, bcrypt), digests cut short, other seeds of MurmurHash3 than 0, chains of four in a digest.

use crate::dress::{self, DRESSES, USUAL};
use blake2::digest::consts::{U16, U20, U32};
use hmac::{KeyInit, Mac};
use leaklight_core::known::table::Writer;
use leaklight_core::known::{Form, Step};
use md5::Digest;

/// How many chains a spelling is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    /// Seldom hashed.
    Light,
    /// What vendors ask for.
    Vendor,
    /// As it was typed, or the form everyone hashes.
    Full,
}

/// A digest, and how many bytes of it there are.
type Out = ([u8; 64], usize);
type Function = fn(&[u8]) -> Out;
/// Takes in what a function makes of some bytes, and the steps before it.
type Add<'a> = dyn FnMut(&(Step, Function), &[u8], &[Step]) -> Out + 'a;

/// The functions, the usual ones first.
const FUNCTIONS: [(Step, Function); 22] = [
    (Step::Md5, hash::<md5::Md5>),
    (Step::Sha1, hash::<sha1::Sha1>),
    (Step::Sha256, hash::<sha2::Sha256>),
    (Step::Sha512, hash::<sha2::Sha512>),
    (Step::Sha224, hash::<sha2::Sha224>),
    (Step::Sha384, hash::<sha2::Sha384>),
    (Step::Sha512_224, hash::<sha2::Sha512_224>),
    (Step::Sha512_256, hash::<sha2::Sha512_256>),
    (Step::Sha3_224, hash::<sha3::Sha3_224>),
    (Step::Sha3_256, hash::<sha3::Sha3_256>),
    (Step::Sha3_384, hash::<sha3::Sha3_384>),
    (Step::Sha3_512, hash::<sha3::Sha3_512>),
    (Step::Ripemd160, hash::<ripemd::Ripemd160>),
    (Step::Blake2b512, hash::<blake2::Blake2b512>),
    (Step::Blake2s256, hash::<blake2::Blake2s256>),
    (Step::Blake2b256, hash::<blake2::Blake2b<U32>>),
    (Step::Blake2b160, hash::<blake2::Blake2b<U20>>),
    (Step::Blake2b128, hash::<blake2::Blake2b<U16>>),
    (Step::Blake2s128, hash::<blake2::Blake2s<U16>>),
    (Step::Murmur3x128, murmur_x64),
    (Step::Murmur3x86, murmur_x86),
    // Half the libraries write the halves as they lie in memory.
    (Step::Murmur3x128, murmur_x64_bytes),
];
/// How many of [`FUNCTIONS`] are chained with one another.
const CHAINED: usize = 4;

fn hash<D: Digest>(bytes: &[u8]) -> Out {
    out(&D::digest(bytes))
}

fn out(digest: &[u8]) -> Out {
    let mut whole = [0; 64];
    let len = digest.len().min(64);
    for (to, from) in whole.iter_mut().zip(digest) {
        *to = *from;
    }
    (whole, len)
}

/// MurmurHash3 x64 of 128 bits, its two halves written as numbers one after the other, as JavaScript libraries do.
fn murmur_x64(bytes: &[u8]) -> Out {
    let whole = murmur3::murmur3_x64_128(&mut &*bytes, 0).unwrap_or(0);
    out(&[(whole as u64).to_be_bytes(), ((whole >> 64) as u64).to_be_bytes()].concat())
}

fn murmur_x64_bytes(bytes: &[u8]) -> Out {
    out(&murmur3::murmur3_x64_128(&mut &*bytes, 0).unwrap_or(0).to_le_bytes())
}

/// MurmurHash3 x86 of 128 bits, its four quarters written as numbers.
fn murmur_x86(bytes: &[u8]) -> Out {
    let whole = murmur3::murmur3_x86_128(&mut &*bytes, 0).unwrap_or(0);
    let quarters: Vec<u8> = [0, 32, 64, 96].into_iter().flat_map(|shift| ((whole >> shift) as u32).to_be_bytes()).collect();
    out(&quarters)
}

fn hex((digest, len): &Out) -> Vec<u8> {
    dress::hex(digest.get(..*len).unwrap_or(&[]))
}

/// Adds a spelling's digests to a table. `salt`: empty for none.
pub(crate) fn add(table: &mut Writer, text: &str, form: Form, weight: Weight, salt: &str) {
    let x = text.as_bytes();
    let mut add = |outer: &(Step, Function), bytes: &[u8], inner: &[Step]| -> Out {
        let made = (outer.1)(bytes);
        let mut steps = [outer.0; 3];
        for (to, from) in steps.iter_mut().skip(1).zip(inner) {
            *to = *from;
        }
        table.digest(made.0.get(..made.1).unwrap_or(&[]), form, steps.get(..=inner.len()).unwrap_or(&steps));
        made
    };
    let (chained, _) = FUNCTIONS.split_at(CHAINED);
    let outer = |weight_needed: Weight| if weight >= weight_needed { FUNCTIONS.as_slice() } else { chained };
    // Shorter chains first: of two ways to one digest the first is kept.
    let once: Vec<(Step, Out)> = FUNCTIONS.iter().map(|f| (f.0, add(f, x, &[]))).collect();
    for (place, (inner, digest)) in once.iter().enumerate() {
        let usual = place < CHAINED;
        if !usual && weight == Weight::Light {
            break;
        }
        let written = hex(digest);
        for f in outer(if usual { Weight::Vendor } else { Weight::Full }) {
            let twice = add(f, &written, &[*inner]);
            if usual && weight >= Weight::Vendor && chained.iter().any(|c| c.0 == f.0) {
                let twice = hex(&twice);
                for third in chained {
                    add(third, &twice, &[f.0, *inner]);
                }
            }
        }
    }
    if weight >= Weight::Vendor {
        let dresses = if weight == Weight::Full { DRESSES.len() } else { USUAL };
        for (step, dress) in DRESSES.iter().take(dresses) {
            let dressed = dress(x);
            for f in &FUNCTIONS {
                add(f, &dressed, &[*step]);
            }
        }
    }
    if weight == Weight::Full {
        chains_of_three(&mut add, x, &once);
    }
    for f in chained.iter().chain(FUNCTIONS.get(CHAINED..CHAINED + 2).unwrap_or(&[])) {
        if !salt.is_empty() {
            add(f, &[salt.as_bytes(), x].concat(), &[Step::Salted]);
            add(f, &[x, salt.as_bytes()].concat(), &[Step::Salted]);
        }
    }
    if !salt.is_empty() {
        keyed::<hmac::Hmac<sha2::Sha256>>(table, Step::Sha256, x, form, salt);
        keyed::<hmac::Hmac<sha1::Sha1>>(table, Step::Sha1, x, form, salt);
        keyed::<hmac::Hmac<sha2::Sha512>>(table, Step::Sha512, x, form, salt);
        keyed::<hmac::Hmac<md5::Md5>>(table, Step::Md5, x, form, salt);
    }
    table.check(crc32fast::hash(x), form, &[Step::Crc32]);
    if let Ok(murmur) = murmur3::murmur3_32(&mut &*x, 0) {
        table.check(murmur, form, &[Step::Murmur3]);
    }
}

/// Chains of three with encodings in them.
fn chains_of_three(add: &mut Add<'_>, x: &[u8], once: &[(Step, Out)]) {
    let (chained, _) = FUNCTIONS.split_at(CHAINED);
    let (usual, _) = DRESSES.split_at(USUAL);
    for (first, dress) in usual {
        let one = dress(x);
        for (second, again) in usual {
            let two = again(&one);
            for f in chained {
                add(f, &two, &[*second, *first]);
            }
        }
        for f in chained {
            let digest = hex(&(f.1)(&one));
            for outer in chained {
                add(outer, &digest, &[f.0, *first]);
            }
        }
    }
    for (inner, (digest, len)) in once.iter().take(CHAINED) {
        let raw = digest.get(..*len).unwrap_or(&[]);
        let written = dress::hex(raw);
        for (step, dress) in usual {
            for f in chained {
                add(f, &dress(&written), &[*step, *inner]);
            }
        }
        let raw64 = dress::base64(raw);
        for (steps, text) in [(&[*inner][..], written.to_ascii_uppercase()), (&[Step::Base64, *inner][..], raw64)] {
            for f in chained {
                add(f, &text, steps);
            }
        }
    }
}

fn keyed<M: Mac + KeyInit>(table: &mut Writer, step: Step, x: &[u8], form: Form, salt: &str) {
    if let Ok(mut mac) = <M as KeyInit>::new_from_slice(salt.as_bytes()) {
        mac.update(x);
        table.digest(&mac.finalize().into_bytes(), form, &[step, Step::Salted]);
    }
}
