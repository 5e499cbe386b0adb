//! What is counted for the checks that can pass.

use super::Tab;
use crate::address::Address;
use crate::consent::Verdict;
use crate::detect::words;
use crate::facts::Facts;
use crate::matomo;
use crate::vendor::{Meaning, Role};

impl Tab {
    /// Positive observations for the checks that can pass. True for a hit to Matomo.
    pub(super) fn observe_for_passes(&mut self, facts: &Facts<'_>) -> bool {
        let verdict = self.verdict();
        let counts = &mut self.choice.counts;
        let to_matomo = matomo::hit::collects(facts);
        if to_matomo {
            let given = matomo::hit::hits(facts).iter().any(|hit| hit.get("consent") == Some("1"));
            counts.matomo += 1;
            counts.matomo_consent += u32::from(given);
            *match verdict {
                Verdict::None => &mut counts.matomo_open,
                Verdict::Before => &mut counts.matomo_before,
                Verdict::After(..) => &mut counts.matomo_after,
            } += 1;
        }
        if facts.role() != Role::Collect {
            return to_matomo;
        }
        let value = |i: usize| facts.fields.items.get(i).map_or("", |f| f.value.as_ref());
        if let Some(page) = facts.page
            && let Some(searched) = words::searched(page.query())
            && let Some(sent) = facts.meaning(Meaning::PageAddress).map(value).find(|v| words::is_address(v))
        {
            let address = Address::parse(sent);
            if address.path() == page.path() {
                let kept = words::searched(address.query()).is_some_and(|s| s == searched);
                counts.search_kept += u32::from(kept);
                counts.search_gone += u32::from(!kept);
            }
        }
        if let Some(sent) = facts.meaning(Meaning::PageTitle).map(value).find(|v| !v.is_empty()).filter(|_| !self.page.title.is_empty()) {
            let same = sent.trim() == self.page.title.trim();
            counts.title_new += u32::from(!same);
            counts.title_telling += u32::from(same && facts.own.text(sent, "title").sensitive);
        }
        to_matomo
    }
}
