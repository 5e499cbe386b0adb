//! A number a text is told by, where the text itself need not be kept.

/// FNV-1a over the bytes, begun with `seed` (0 for one text alone). Not for secrets: texts can be made to share one.
pub(crate) fn of(text: &str, seed: u64) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9), |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}
