//! The first page after installing: what Leaklight sees and never does.

use leaklight_draw::draw::{nothing, tag};
use leptos::prelude::*;

/// The whole page.
pub fn page() -> AnyView {
    tag("main", "", nothing())
}
