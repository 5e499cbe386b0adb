//! Training: recorded visits replayed, lessons about them, and what courts and authorities made of the like.
//!
//! On the host only what reads and words is compiled.

pub mod cases;
#[cfg(target_arch = "wasm32")]
mod home;
pub mod lesson;
#[cfg(target_arch = "wasm32")]
mod library;
pub mod log;
#[cfg(target_arch = "wasm32")]
mod part;
#[cfg(target_arch = "wasm32")]
mod room;
#[cfg(target_arch = "wasm32")]
mod scrubber;
#[cfg(target_arch = "wasm32")]
mod state;

#[cfg(target_arch = "wasm32")]
pub use room::page;

/// For the shell's `replay.ts`: see [`log::feed`].
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn feed(text: &str) -> String {
    log::feed(text)
}
