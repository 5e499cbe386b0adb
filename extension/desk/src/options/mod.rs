//! Options: what a person set, in one place.

use leaklight_draw::draw::{nothing, tag};
use leptos::prelude::*;

/// The whole page.
pub fn page() -> AnyView {
    tag("main", "", nothing())
}
