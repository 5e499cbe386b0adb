//! A tab's consent time line: what it hears, and how what leaves stands to the visitor's choice.

use super::Tab;
use crate::consent::Verdict;
use crate::facts::Facts;
use crate::finding::Recipient;
use crate::observation::{Banner, CheckStep, Chose, ConsentSaid, Headers, Millis};
use crate::site::Declared;
use crate::storage::Stored;

impl Tab {
    /// The main frame has a new document.
    pub fn choice_page(&mut self, _at: Millis) {}

    /// An interface for consent said something.
    pub fn consent_said(&mut self, _said: &ConsentSaid, _own: &Declared, _at: Millis) {}

    /// A banner is shown, or no longer.
    pub fn banner(&mut self, _banner: &Banner, _own: &Declared, _at: Millis) {}

    /// A button of a banner was pressed.
    pub fn chose(&mut self, _chose: &Chose, _own: &Declared, _at: Millis) {}

    /// A step of the guided check.
    pub fn checked(&mut self, _step: CheckStep, _at: Millis) {}

    /// A request carried the browser's own signals of refusal.
    pub fn refused_by_browser(&mut self, _headers: &Headers, _own: &Declared, _at: Millis) {}

    /// An entry was stored, changed or (where its value is none) removed; `was_there`: it was so when it was first read. It may be a consent
    /// manager's record. How its writing stands to the choice; none where it was there.
    pub fn choice_stored(
        &mut self,
        _entry: &Stored<'_>,
        _removed: bool,
        _was_there: bool,
        _own: &Declared,
        _at: Millis,
    ) -> Option<Verdict> {
        None
    }

    /// How what leaves now stands to the choice, as far as is known by now.
    pub fn verdict(&self) -> Verdict {
        Verdict::None
    }

    /// A request left for somebody; called once for each.
    pub fn choice_sent(&mut self, _facts: &Facts<'_>, _who: &Recipient, _own: &Declared, _at: Millis) {}
}
