//! What is rarely needed and large: a known value's disguises and digests, and decompressors beyond gzip and deflate.
//!
//! Core asks for both by its effects ([`Effect::Prepare`](leaklight_core::report::view::Effect::Prepare),
//! [`Effect::Unpack`](leaklight_core::report::view::Effect::Unpack)); hosts carry them out with this crate. In the browser it is a WASM
//! module of its own, loaded on first need, so that the worker that starts all day stays small.

mod unpack;

pub use unpack::unpack;

/// Makes a value ready to be found: the table [`Session::learn`](leaklight_core::session::Session::learn) takes. `secret`: digests
/// alone, nothing the value can be read back from. `salt` stands before and behind the value where one was sent in the open.
pub fn prepare(text: &str, salt: &str, secret: bool) -> Vec<u8> {
    let _ = (text, salt, secret);
    Vec::new()
}
