//! What is done to a value on its way out.

use serde::{Deserialize, Serialize};

/// One thing done to a value on its way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Step {
    Percent,
    Base64,
    Base32,
    Base58,
    Hex,
    Escaped,
    Entities,
    Reversed,
    Rot13,
    /// A fixed substitution of letters and digits that the Leaky Forms study (USENIX Security 2022) met in the wild.
    Substituted,
    LzString,
    Gzip,
    Deflate,
    Zstd,
    Brotli,
    Split,
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Sha3_224,
    Sha3_256,
    Sha3_384,
    Sha3_512,
    Ripemd160,
    Blake2b256,
    Blake2b512,
    Blake2s256,
    Murmur3,
    Murmur3x128,
    Crc32,
    Sha512_224,
    Sha512_256,
    Blake2b128,
    Blake2b160,
    Blake2s128,
    /// MurmurHash3 x86 of 128 bits.
    Murmur3x86,
    /// A salt sent in the open stood before or behind the value, or was the key of an HMAC.
    Salted,
}

/// Every step, in the order of its declaration: a table's bytes name a step by its place here.
const ALL: [Step; 40] = [
    Step::Percent,
    Step::Base64,
    Step::Base32,
    Step::Base58,
    Step::Hex,
    Step::Escaped,
    Step::Entities,
    Step::Reversed,
    Step::Rot13,
    Step::Substituted,
    Step::LzString,
    Step::Gzip,
    Step::Deflate,
    Step::Zstd,
    Step::Brotli,
    Step::Split,
    Step::Md5,
    Step::Sha1,
    Step::Sha224,
    Step::Sha256,
    Step::Sha384,
    Step::Sha512,
    Step::Sha3_224,
    Step::Sha3_256,
    Step::Sha3_384,
    Step::Sha3_512,
    Step::Ripemd160,
    Step::Blake2b256,
    Step::Blake2b512,
    Step::Blake2s256,
    Step::Murmur3,
    Step::Murmur3x128,
    Step::Crc32,
    Step::Sha512_224,
    Step::Sha512_256,
    Step::Blake2b128,
    Step::Blake2b160,
    Step::Blake2s128,
    Step::Murmur3x86,
    Step::Salted,
];

impl Step {
    /// The step a table's byte names; 0 and bytes no step has name none.
    pub(super) fn of(byte: u8) -> Option<Step> {
        ALL.get(usize::from(byte).checked_sub(1)?).copied()
    }

    /// Its byte in a table; never 0.
    pub(super) const fn byte(self) -> u8 {
        self as u8 + 1
    }

    /// Bytes of what it makes; none where that is no digest of its own length.
    pub const fn digest_bytes(self) -> Option<usize> {
        Some(match self {
            Step::Md5 | Step::Blake2b128 | Step::Blake2s128 | Step::Murmur3x128 | Step::Murmur3x86 => 16,
            Step::Sha1 | Step::Ripemd160 | Step::Blake2b160 => 20,
            Step::Sha224 | Step::Sha3_224 | Step::Sha512_224 => 28,
            Step::Sha256 | Step::Sha3_256 | Step::Sha512_256 | Step::Blake2b256 | Step::Blake2s256 => 32,
            Step::Sha384 | Step::Sha3_384 => 48,
            Step::Sha512 | Step::Sha3_512 | Step::Blake2b512 => 64,
            Step::Murmur3 | Step::Crc32 => 4,
            _ => return None,
        })
    }

    /// The word in a chain.
    pub const fn word(self) -> &'static str {
        match self {
            Step::Percent => "percent",
            Step::Base64 => "base64",
            Step::Base32 => "base32",
            Step::Base58 => "base58",
            Step::Hex => "hex",
            Step::Escaped => "escaped",
            Step::Entities => "entities",
            Step::Reversed => "reversed",
            Step::Rot13 => "rot13",
            Step::Substituted => "substituted",
            Step::LzString => "lz-string",
            Step::Gzip => "gzip",
            Step::Deflate => "deflate",
            Step::Zstd => "zstd",
            Step::Brotli => "brotli",
            Step::Split => "split",
            Step::Md5 => "md5",
            Step::Sha1 => "sha1",
            Step::Sha224 => "sha224",
            Step::Sha256 => "sha256",
            Step::Sha384 => "sha384",
            Step::Sha512 => "sha512",
            Step::Sha3_224 => "sha3-224",
            Step::Sha3_256 => "sha3-256",
            Step::Sha3_384 => "sha3-384",
            Step::Sha3_512 => "sha3-512",
            Step::Ripemd160 => "ripemd160",
            Step::Blake2b256 => "blake2b-256",
            Step::Blake2b512 => "blake2b",
            Step::Blake2s256 => "blake2s",
            Step::Murmur3 => "murmur3",
            Step::Murmur3x128 => "murmur3-128",
            Step::Crc32 => "crc32",
            Step::Sha512_224 => "sha512-224",
            Step::Sha512_256 => "sha512-256",
            Step::Blake2b128 => "blake2b-128",
            Step::Blake2b160 => "blake2b-160",
            Step::Blake2s128 => "blake2s-128",
            Step::Murmur3x86 => "murmur3-x86-128",
            Step::Salted => "salted",
        }
    }

    /// True where the value cannot be read back from what was sent.
    pub const fn is_one_way(self) -> bool {
        self.digest_bytes().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_names_a_step() {
        for (i, &step) in ALL.iter().enumerate() {
            assert_eq!(step as usize, i);
            assert_eq!(Step::of(step.byte()), Some(step));
        }
        assert_eq!(Step::of(0), None);
        assert_eq!(Step::of(ALL.len() as u8 + 1), None);
        assert_eq!(ALL[ALL.len() - 1], Step::Salted);
    }
}
