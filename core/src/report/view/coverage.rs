//! What a visit covers.

use crate::excerpt::Excerpt;
use crate::observation::Millis;
use serde::{Deserialize, Serialize};

/// The pages that were opened while the tab was watched: what is said of a site is said of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageView {
    /// In the order they were opened; one opened again stands again.
    pub pages: Vec<PageView>,
    /// Pages opened beyond those listed.
    pub more: u32,
}

/// A page that was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageView {
    /// Its address, masked where it holds personal details.
    pub address: Excerpt,
    /// When it was opened.
    pub at: Millis,
    /// Requests that left while it was shown.
    pub requests: u32,
    /// Those of them whose body, or part of it, could not be read.
    pub unread: u32,
}
