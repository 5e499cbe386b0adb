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
