//! The number a key's name is told by in the compiled table. Shared with the build script, so nothing of the crate is named here.

/// FNV-1a of 32 bits, names are hashed a byte at a time, for what begins so.
pub(crate) const START: u32 = 0x811c_9dc5;

/// One byte more.
pub(crate) const fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}

/// A name's number: 31 bits, and above them whether it is only what names begin with. Every beginning of a name is looked up: of a million
/// names that are in no list some eight meet a row.
pub(crate) const fn fold(hash: u32, prefix: bool) -> u32 {
    (hash & 0x7fff_ffff) ^ (hash >> 31) | if prefix { 1 << 31 } else { 0 }
}

/// A domain's number, in 16 bits.
pub(crate) fn domain(text: &str) -> u16 {
    let hash = text.bytes().fold(START, |h, b| step(h, b.to_ascii_lowercase()));
    ((hash >> 16) ^ (hash & 0xffff)) as u16
}
