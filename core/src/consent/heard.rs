//! What was counted before it was known that a choice had been made: since when the choice holds, and what is counted anew.

use super::timeline::{GRACE, TOGETHER, Timeline, made};
use super::told::Counted;
use super::{Choice, Verdict};
use crate::observation::Millis;

impl Timeline {
    /// Since when what was chosen holds, where it was heard of at `heard`, and whether a press told. A record's own time is not known where
    /// no press of it was heard; none where one is on its way.
    pub(crate) fn chosen_at(&self, heard: Millis) -> Option<(Millis, bool)> {
        let known = self.pressed.as_ref().filter(|p| p.at == self.touched);
        let lately = self.touched <= heard && self.touched.saturating_add(TOGETHER) >= heard;
        if lately && known.is_some_and(|p| p.saved || Some(p.choice) == self.choice) {
            return Some((self.touched.max(self.began), true));
        }
        if self.shown && (known.is_some() || !lately) {
            return None;
        }
        // Nobody chooses in a page's first second, nor before the last press.
        let last = if self.touched <= heard { self.touched } else { 0 };
        Some((heard.saturating_sub(GRACE).max(self.began.saturating_add(GRACE)).max(last), false))
    }

    /// The choice was made then, when a button was pressed, and heard of later.
    pub(crate) fn date(&mut self, choice: Choice, since: Millis) {
        if since < self.since {
            let was = std::mem::replace(&mut self.since, since);
            self.marks.date(&made(choice), was, since);
        }
    }

    /// A request that was counted so left at `at` and is of a choice that has held since `since`.
    pub(crate) fn recount(&mut self, who: &str, counted: Counted, since: Millis, at: Millis) {
        let (was, now) = (counted.stands(), self.verdict());
        if let Some(sends) = self.sends.get_mut(who) {
            sends.uncount(was);
            sends.count(now, 1);
            sends.ignored = sends.ignored.saturating_sub(u32::from(counted.refused));
        }
        let overruled = u32::from(counted.objected && !self.objects());
        self.counts.gpc_sends = self.counts.gpc_sends.saturating_sub(overruled);
        if counted.matomo && was == Verdict::Before {
            self.counts.matomo_before = self.counts.matomo_before.saturating_sub(1);
            self.counts.matomo_after = self.counts.matomo_after.saturating_add(1);
        }
        self.marks.part(who, (was, now), since, at);
    }
}
