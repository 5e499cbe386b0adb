//! Whether a recipient is called at regular intervals: what no list names may still be a keep-alive beacon.

use crate::hash;
use crate::observation::Millis;
use serde::{Deserialize, Serialize};

/// Intervals shorter than this are a burst, in milliseconds.
const SHORTEST: Millis = 1_000;
/// Intervals longer than this are not looked at.
const LONGEST: Millis = 120_000;
/// So many equal intervals in a row are a beat: four calls.
const STEADY: u8 = 3;

/// The intervals between a recipient's calls to one path.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Beat {
    path: u64,
    last: Millis,
    gap: Millis,
    equal: u8,
}

impl Beat {
    /// The recipient was called. Another path than before begins anew.
    pub fn heard(&mut self, path: &str, at: Millis) {
        if self.is_steady() {
            return;
        }
        let path = hash::of(path, 0);
        let gap = at.saturating_sub(self.last);
        if path != self.path || !(SHORTEST..=LONGEST).contains(&gap) {
            *self = Beat { path, last: at, gap: 0, equal: 0 };
            return;
        }
        // A page that is busy calls a little late: an eighth, or a quarter of a second.
        let equal = gap.abs_diff(self.gap) <= (gap / 8).max(250);
        self.equal = match (self.gap, equal) {
            (0, _) => 1,
            (_, true) => self.equal.saturating_add(1),
            (_, false) => 1,
        };
        (self.gap, self.last) = (gap, at);
    }

    /// True once so many equal intervals were seen.
    pub const fn is_steady(&self) -> bool {
        self.equal >= STEADY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(calls: &[(&str, Millis)], want: bool) {
        let mut beat = Beat::default();
        for (path, at) in calls {
            beat.heard(path, *at);
        }
        assert_eq!(beat.is_steady(), want, "{calls:?}");
    }

    #[test]
    fn beats() {
        check(&[("/a", 1_000)], false);
        check(&[("/a", 1_000), ("/a", 6_000), ("/a", 11_000)], false);
        check(&[("/a", 1_000), ("/a", 1_010), ("/a", 1_020), ("/a", 1_030), ("/a", 1_040)], false);
        check(&[("/a", 1_000), ("/b", 6_000), ("/a", 11_000), ("/b", 16_000)], false);
        check(&[("/a", 1_000), ("/a", 6_000), ("/a", 31_000), ("/a", 33_000)], false);
        check(&[("/a", 1_000), ("/a", 6_000), ("/a", 11_000), ("/a", 16_000)], true);
        check(&[("/a", 1_000), ("/a", 6_100), ("/a", 10_900), ("/a", 16_200), ("/b", 17_000)], true);
        check(&[("/a", 500_000), ("/a", 100), ("/a", 0)], false);
    }
}
