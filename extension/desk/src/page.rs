//! Which page is drawn.

use crate::{hits, options, training, welcome};
use leaklight_draw::draw::{tag, text};
use leaklight_text::t;
use leptos::prelude::*;

/// The page of that name.
pub fn page(name: &str) -> AnyView {
    match name {
        "hits" => hits::page(),
        "training" => training::page(),
        "options" => options::page(),
        "welcome" => welcome::page(),
        _ => tag("main", "", tag("p", "", text(t!("There is no such page.")))),
    }
}
