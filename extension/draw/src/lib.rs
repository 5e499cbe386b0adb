//! What the extension's pages are drawn with: elements, small parts that stand on every page, words for numbers and times, and all
//! they ask of JavaScript. On the host only the words are compiled, so that their tests need no browser and no Leptos.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

#[cfg(target_arch = "wasm32")]
pub mod bridge;
#[cfg(target_arch = "wasm32")]
pub mod draw;
#[cfg(target_arch = "wasm32")]
pub mod parts;
pub mod said;
pub mod words;
