//! Which page is drawn.

use crate::{hits, options, training, welcome};
use leaklight_draw::draw::{tag, text};
use leaklight_text::t;
use leptos::prelude::*;

/// The page of that name.
pub fn page(name: &str) -> AnyView {
    let title = match name {
        "hits" => t!("Leaklight: every hit"),
        "training" => t!("Leaklight training"),
        "options" => t!("Leaklight: options"),
        _ => t!("Welcome to Leaklight"),
    };
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
    match name {
        "hits" => hits::page(),
        "training" => training::page(),
        "options" => options::page(),
        "welcome" => welcome::page(),
        _ => tag("main", "", tag("p", "", text(t!("There is no such page.")))),
    }
}
