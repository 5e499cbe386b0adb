//! What the time line keeps: who said what, which button was pressed, what left and was kept.

use super::managers::{Grants, Manager, Purpose, Says};
use super::timeline::REGIONAL;
use super::{Choice, Verdict};
use crate::excerpt::Excerpt;
use crate::finding::{Axes, Recipient};
use crate::observation::Millis;
use leaklight_text::t;
use serde::{Deserialize, Serialize};

/// What one of those who know says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Said {
    pub by: Manager,
    pub says: Says,
    pub grants: Grants,
    pub said: String,
    pub chosen: bool,
    /// Where it says so: "cookie OptanonConsent".
    pub at: String,
    pub value: Excerpt,
    pub when: Millis,
    /// The site it is said on.
    pub site: String,
    /// False for an interface's word, which ends with its document.
    pub stored: bool,
}

impl Said {
    /// Where it says so, for people.
    pub(crate) fn place(&self) -> &str {
        match self.at.as_str() {
            REGIONAL => t!("`gtag('consent', 'default')` for some regions"),
            at => at,
        }
    }
}

/// A button that was pressed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Pressed {
    pub at: Millis,
    /// Its words, made fit to be shown.
    pub words: String,
    pub choice: Choice,
    /// "Got it": read as acceptance, and said to be.
    pub read_only: bool,
    /// True where what was saved is not known.
    pub saved: bool,
}

/// How a request was counted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Counted {
    pub verdict: Verdict,
    /// Against a refusal.
    pub refused: bool,
    /// Against the browser's objection.
    pub objected: bool,
    /// As a hit to Matomo.
    pub matomo: bool,
}

impl Counted {
    /// How it stood to the choice, as that was known before it was made: what left while nobody knew of one was before it.
    pub fn stands(self) -> Verdict {
        if self.verdict == Verdict::None { Verdict::Before } else { self.verdict }
    }
}

/// What one recipient was sent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Sends {
    pub tracks: bool,
    pub before: u32,
    pub accepted: u32,
    pub rejected: u32,
    pub partial: u32,
    pub none: u32,
    /// Of `none`, those of the document shown.
    pub open: u32,
    /// Against a refusal, its first second apart.
    pub ignored: u32,
}

impl Sends {
    /// Counts what stands so to the choice.
    pub(super) fn count(&mut self, verdict: Verdict, n: u32) {
        let slot = self.slot(verdict);
        *slot = slot.saturating_add(n);
    }

    /// One was counted that stands otherwise.
    pub(super) fn uncount(&mut self, verdict: Verdict) {
        let slot = self.slot(verdict);
        *slot = slot.saturating_sub(1);
    }

    fn slot(&mut self, verdict: Verdict) -> &mut u32 {
        match verdict {
            Verdict::None => &mut self.none,
            Verdict::Before => &mut self.before,
            Verdict::After(Choice::Accepted, _) => &mut self.accepted,
            Verdict::After(Choice::Rejected, _) => &mut self.rejected,
            Verdict::After(Choice::Partial, _) => &mut self.partial,
        }
    }
}

/// Something that was sent to one that counts or advertises, or kept for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Sent {
    /// The request's number in the tab; 0 for an entry that was kept.
    pub number: u32,
    pub at: Millis,
    /// Who got it; none for an entry.
    pub who: Option<Recipient>,
    pub axes: Axes,
    pub purpose: Purpose,
    /// A Google hit that says that nothing is allowed: it carries no cookies of its own.
    pub ping: bool,
    /// Whose entry it is, in plain words; empty for a request.
    pub whose: String,
    /// Where its proof stands: "address", "cookie:_fbp".
    pub place: String,
    pub proof: Excerpt,
}

/// What was seen for the checks that can pass.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Counts {
    /// Documents seen from their start.
    pub loads: u32,
    /// Of those, documents in which a choice was asked for.
    pub asked: u32,
    /// Documents begun after a refusal.
    pub refused: u32,
    /// Documents begun with Global Privacy Control on.
    pub gpc: u32,
    /// Requests to advertising under Global Privacy Control.
    pub gpc_sends: u32,
    /// Entries kept before a choice that count or advertise.
    pub kept_before: u32,
    /// Hits to Matomo, those with `consent=1`, those before and after a choice, and those of this document while none was known of.
    pub matomo: u32,
    pub matomo_consent: u32,
    pub matomo_before: u32,
    pub matomo_after: u32,
    pub matomo_open: u32,
    /// Addresses sent of pages with search words: without, and with them.
    pub search_gone: u32,
    pub search_kept: u32,
    /// Titles sent: other than the page's, and a telling one as it is.
    pub title_new: u32,
    pub title_telling: u32,
}
