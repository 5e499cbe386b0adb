//! The side panel; it renders views and never decides.
//!
//! A page hands [`start`] a host: a few functions that talk to the worker. The browser's own calls stand there, in the
//! shell, and nowhere here; what the pages themselves ask of JavaScript stands in `leaklight_draw::bridge`.
//!
//! On the host only what words and sorts is compiled, so that its tests need no browser and no Leptos.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod choice;
#[cfg(target_arch = "wasm32")]
mod feed;
#[cfg(test)]
mod fixtures;
pub mod own;
#[cfg(target_arch = "wasm32")]
mod panel;
pub mod persona;
#[cfg(target_arch = "wasm32")]
mod rows;
pub mod sift;
#[cfg(target_arch = "wasm32")]
mod state;
pub mod tally;

#[cfg(target_arch = "wasm32")]
use leaklight_draw::bridge;
use leaklight_draw::words;

/// What this module says, in the person's language: one message a line. Called once, before anything else.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn speak(text: String) {
    leaklight_text::set(text);
}

/// Draws the side panel into the document's body and keeps it up to date.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn start(host: bridge::Host) {
    bridge::install(host);
    leptos::mount::mount_to_body(panel::panel);
}
