//! What was counted before it was known that a choice had been made: since when the choice holds, and what is counted anew.

use super::timeline::{GRACE, TOGETHER, Timeline, made};
use super::{Choice, Verdict};
use crate::observation::Millis;

impl Timeline {
    /// Since when what was chosen holds, where it was heard of at `heard`, and whether a press told. A record's own time is not known where
    /// no press of it was heard; none where one is on its way.
    pub(crate) fn chosen_at(&self, heard: Millis) -> Option<(Millis, bool)> {
        let other = self.pressed.as_ref().is_some_and(|p| p.at == self.touched && !p.saved && Some(p.choice) != self.choice);
        if !other && self.touched <= heard && self.touched.saturating_add(TOGETHER) >= heard {
            return Some((self.touched, true));
        }
        (!self.shown).then(|| (heard.saturating_sub(GRACE), false))
    }

    /// The choice was made when a button was pressed, and heard of later.
    pub(crate) fn date(&mut self, choice: Choice) {
        if self.touched < self.since {
            let was = std::mem::replace(&mut self.since, self.touched);
            self.marks.date(&made(choice), was, self.touched);
        }
    }

    /// A request that was counted as `was`, left at `at` and is of a choice that has held since `since`. `hit`: it was one to Matomo.
    pub(crate) fn recount(&mut self, who: &str, was: Verdict, hit: bool, since: Millis, at: Millis) {
        let now = self.verdict();
        if let Some(sends) = self.sends.get_mut(who) {
            sends.uncount(was);
            sends.count(now, 1);
        }
        if hit && was == Verdict::Before {
            self.counts.matomo_before = self.counts.matomo_before.saturating_sub(1);
            self.counts.matomo_after = self.counts.matomo_after.saturating_add(1);
        }
        self.marks.part(who, (was, now), since, at);
    }

    /// What was taken for a request against a refusal or an objection was none.
    pub(crate) fn heeded(&mut self, who: &str, was: Verdict) {
        if let (Verdict::After(..), Some(sends)) = (was, self.sends.get_mut(who)) {
            sends.ignored = sends.ignored.saturating_sub(1);
        }
        if self.gpc.is_some() {
            self.counts.gpc_sends = self.counts.gpc_sends.saturating_sub(1);
        }
    }
}
