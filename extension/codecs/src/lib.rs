//! The codecs for a browser's worker, loaded on first need. No logic.

use wasm_bindgen::prelude::*;

/// See [`leaklight_codecs::prepare`].
#[wasm_bindgen]
pub fn prepare(text: &str, salt: &str, secret: bool) -> Vec<u8> {
    leaklight_codecs::prepare(text, salt, secret)
}

/// See [`leaklight_codecs::unpack`].
#[wasm_bindgen]
pub fn unpack(how: &str, bytes: &[u8], limit: usize) -> Option<String> {
    leaklight_codecs::unpack(how, bytes, limit)
}

/// After a trap: the next call starts in a fresh instance of the module. It must be [`settle`], which has no arguments (see the
/// worker crate's functions of these names).
#[wasm_bindgen]
pub fn renew() {
    #[cfg(target_arch = "wasm32")]
    wasm_bindgen::handler::schedule_reinit();
}

/// Does nothing, in the fresh instance that [`renew`] arranged.
#[wasm_bindgen]
pub fn settle() {}
