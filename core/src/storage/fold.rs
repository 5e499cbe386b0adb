//! The number a key's name is told by in the compiled table. Shared with the build script, so nothing of the crate is named here.

/// FNV-1a of 32 bits, before it is folded: names are hashed a byte at a time, for what begins so.
pub(crate) const START: u32 = 0x811c_9dc5;

/// One byte more.
pub(crate) const fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}

/// Folded to 24 bits: of some 2,000 rows a name that is none of them meets one once in 8,000 times.
pub(crate) const fn fold(hash: u32) -> u32 {
    (hash >> 24) ^ (hash & 0x00ff_ffff)
}

/// A domain's number, in 16 bits.
pub(crate) fn domain(text: &str) -> u16 {
    let hash = text.bytes().fold(START, |h, b| step(h, b.to_ascii_lowercase()));
    ((hash >> 16) ^ (hash & 0xffff)) as u16
}
