//! Every hit of a recorded visit, event by event.

use crate::observation::Observation;
use crate::report::view::HitView;

/// Hits kept of one visit; the latest are kept.
pub const MAX_HITS: usize = 5_000;

/// The hits of a tab's observations, in the order they left.
pub fn hits(_seen: &[Observation]) -> Vec<HitView> {
    Vec::new()
}
