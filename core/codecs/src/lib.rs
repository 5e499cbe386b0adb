//! What is rarely needed and large: a known value's disguises and digests, and decompressors beyond gzip and deflate.
//!
//! Core asks for both by its effects ([`Effect::Prepare`](leaklight_core::report::view::Effect::Prepare),
//! [`Effect::Unpack`](leaklight_core::report::view::Effect::Unpack)); hosts carry them out with this crate. In the browser it is a WASM
//! module of its own, loaded on first need, so that the worker that starts all day stays small.

mod digest;
mod dress;
mod prepare;
mod spell;
mod unpack;

pub use prepare::prepare;
pub use unpack::unpack;
