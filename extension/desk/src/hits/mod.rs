//! The DevTools panel: every hit of the tab, for testers.

use leaklight_draw::draw::{nothing, tag};
use leptos::prelude::*;

/// The whole page.
pub fn page() -> AnyView {
    tag("main", "", nothing())
}
