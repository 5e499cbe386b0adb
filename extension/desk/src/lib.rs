//! The extension's pages beside the side panel: the DevTools panel, training, options, welcome. They render and never decide.
//!
//! One module for all of them, apart from the panel's: the panel opens while somebody looks at a page, and waits for nothing it does
//! not show. Each static page hands [`start`] a host and its own name.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

#[cfg(target_arch = "wasm32")]
mod hits;
pub mod options;
#[cfg(target_arch = "wasm32")]
mod page;
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "pages are drawn in the browser alone"))]
mod sift;
pub mod training;
#[cfg(target_arch = "wasm32")]
mod welcome;

/// What this module says, in the person's language: one message a line. Called once, before anything else.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn speak(text: String) {
    leaklight_text::set(text);
}

/// Draws a page into the document's body: `hits` (the DevTools panel), `training`, `options`, `welcome`.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn start(host: leaklight_draw::bridge::Host, page: &str) {
    leaklight_draw::bridge::install(host);
    match page {
        "hits" => leaklight_draw::bridge::entitle(leaklight_text::t!("Leaklight: every hit")),
        "training" => leaklight_draw::bridge::entitle(leaklight_text::t!("Leaklight training")),
        "options" => leaklight_draw::bridge::entitle(leaklight_text::t!("Leaklight: options")),
        "welcome" => leaklight_draw::bridge::entitle(leaklight_text::t!("Welcome to Leaklight")),
        _ => {}
    }
    let page = page.to_owned();
    leptos::mount::mount_to_body(move || page::page(&page));
}
