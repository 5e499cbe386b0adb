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
}

impl Step {
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
        }
    }

    /// True where the value cannot be read back from what was sent.
    pub const fn is_one_way(self) -> bool {
        matches!(
            self,
            Step::Md5
                | Step::Sha1
                | Step::Sha224
                | Step::Sha256
                | Step::Sha384
                | Step::Sha512
                | Step::Sha3_224
                | Step::Sha3_256
                | Step::Sha3_384
                | Step::Sha3_512
                | Step::Ripemd160
                | Step::Blake2b256
                | Step::Blake2b512
                | Step::Blake2s256
                | Step::Murmur3
                | Step::Murmur3x128
                | Step::Crc32
        )
    }
}
