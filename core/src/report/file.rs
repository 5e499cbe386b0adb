//! What of a tab is written to disk.

use super::view::View;
use crate::observation::Millis;
use serde::{Deserialize, Serialize};

/// A tab's sealed view with who wrote it and when. Its JSON is the report for machines, and [`html`](super::html::html)
/// makes of it the one for people: where the tab is watched need not be where the report is written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The format's version; a new number where a key changes its meaning or goes.
    #[serde(rename = "leaklight-report")]
    pub format: u32,
    /// Leaklight's version.
    pub version: String,
    /// When it was written, by the host's clock.
    pub generated_at: Millis,
    /// What was seen, with nothing left to uncover.
    pub view: View,
}

impl Report {
    /// The report of a view, which is sealed here.
    pub fn new(view: View, now: Millis) -> Report {
        Report { format: 1, version: env!("CARGO_PKG_VERSION").to_owned(), generated_at: now, view: super::sealed(view) }
    }
}
