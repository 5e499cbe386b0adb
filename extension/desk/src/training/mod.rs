//! Training: recorded visits replayed, lessons about them, and what courts and authorities made of the like.
//!
//! On the host only what reads and words is compiled.

pub mod lesson;
pub mod log;

#[cfg(target_arch = "wasm32")]
mod shell {
    use leaklight_draw::draw::{nothing, tag};
    use leptos::prelude::*;

    /// For the shell's `replay.ts`: see [`super::log::feed`].
    #[wasm_bindgen::prelude::wasm_bindgen]
    pub fn feed(text: &str) -> String {
        super::log::feed(text)
    }

    /// The whole page.
    pub fn page() -> AnyView {
        tag("main", "", nothing())
    }
}
#[cfg(target_arch = "wasm32")]
pub use shell::page;
