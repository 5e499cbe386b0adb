//! What those who know say, weighed: which record decides, and what can be held against what others say.

use super::managers::{Grants, Manager, Says};
use super::timeline::{DEFAULT, REGIONAL, SLOW, TOGETHER, Timeline, UPDATE, chosen};
use super::told::Said;

impl Timeline {
    /// What a record says, where its manager's other entries say that somebody chose.
    pub(super) fn effective(&self, said: &Said) -> Says {
        let other = |s: &&Said| s.by == said.by && s.site == said.site && s.at != said.at && s.chosen && s.says == Says::Unclear;
        match said.by {
            Manager::OneTrust | Manager::Usercentrics if !said.chosen && !said.grants.is_empty() && self.said.iter().any(|s| other(&s)) => {
                said.grants.standing().into()
            }
            _ if said.chosen || said.says == Says::Waiting => said.says,
            _ => Says::Unclear,
        }
    }

    /// What is to be shown of one: its standing in the light of its manager's other entries.
    pub(crate) fn standing(&self, said: &Said) -> Says {
        match self.effective(said) {
            Says::Unclear => said.says,
            says => says,
        }
    }

    /// What Google's consent mode was told in this document at that place.
    pub(crate) fn google(&self, place: &str) -> Option<&Said> {
        self.said.iter().find(|s| s.by == Manager::Google && s.at == place && s.site == self.site)
    }

    /// What one says that can be held against others; none where it is nobody's choice, or may be about to be said anew.
    pub(crate) fn firm(&self, said: &Said) -> Option<Grants> {
        // What is stored may be heard of before the press that stored it: the choice is as old as the press.
        let pressed = self.pressed.as_ref().filter(|p| Some(p.choice) == self.choice).map_or(self.since, |p| p.at).min(self.since);
        let made = if pressed.saturating_add(TOGETHER) >= self.since { pressed } else { self.since };
        let since = if self.restored { self.began } else { made };
        let says = if said.by.asks() { self.effective(said) } else { said.says };
        let (mut grants, mut early) = (said.grants, !said.stored && said.when < since);
        match (said.by, said.at.as_str()) {
            (Manager::Gpc | Manager::Dnt, _) => return None,
            // They know objections alone: without one they do not contradict a refusal.
            (Manager::Gpp | Manager::UsPrivacy, _) if says == Says::Granted => return None,
            // What an update does not name keeps its default; which default that is where regions have their own, is not visible.
            (Manager::Google, UPDATE) if self.google(REGIONAL).is_none() => {
                grants = self.google(DEFAULT).map_or(grants, |d| d.grants.then(grants));
            }
            (Manager::Google, DEFAULT) if self.google(UPDATE).or(self.google(REGIONAL)).is_some() => return None,
            (Manager::Google, DEFAULT) => early = true,
            (Manager::Google, UPDATE) => {}
            (Manager::Google, _) => return None,
            _ if Says::from(grants.standing()) != says => return None,
            _ => {}
        }
        let clear = matches!(Says::from(grants.standing()), Says::Granted | Says::Denied);
        (clear && self.choice.is_some() && (!early || self.last >= since.saturating_add(SLOW))).then_some(grants)
    }

    /// The record that decides: of those on this site by which a visitor chose, the first manager's. A button pressed later makes it stale.
    pub(crate) fn recorded(&self) -> Option<&Said> {
        // Neither "Save" nor "Got it" says what was chosen.
        let pressed = self.pressed.as_ref().filter(|p| !p.saved && !p.read_only).map_or(0, |p| p.at);
        self.said
            .iter()
            .filter(|s| s.by.asks() && s.site == self.site && s.when + TOGETHER >= pressed && chosen(self.effective(s)).is_some())
            .min_by_key(|s| (s.by, std::cmp::Reverse(s.when)))
    }
}
