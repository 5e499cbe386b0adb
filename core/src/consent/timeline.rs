//! The visit's time line as to the visitor's choice: who asked, what was chosen, what was sent and kept before and after.
//!
//! The choice is worked out anew from all that is known, each time something is heard ([`Timeline::settle`]): records and interfaces of
//! managers go before a button, the button stands until a record says otherwise. So the same events give the same choice however they
//! come together. Bounded: what is left out is counted.

use super::banner::{self, Button};
use super::managers::{Grants, Manager, Purpose, Record, Says};
use super::{Choice, Verdict};
use crate::excerpt::Excerpt;
use crate::observation::Millis;
use leaklight_text::t;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::check::Check;
pub(crate) use super::marks::{Marks, Sort};
pub(crate) use super::told::{Counted, Counts, Pressed, Said, Sends, Sent};

/// Records and words of interfaces kept of a tab.
const MAX_SAID: usize = 60;
/// Sendings and writings of one document that are kept until it is known whether somebody asks for a choice.
const MAX_OPEN: usize = 120;
/// Recipients whose sendings are counted.
const MAX_SENDS: usize = 300;
/// A record written this long before a button's press is heard of, in milliseconds, is of that press: the two come by different ways.
pub(crate) const TOGETHER: Millis = 3_000;
/// How long after a choice what leaves may have been on its way, in milliseconds.
pub(crate) const GRACE: Millis = 1_000;
/// How long after a choice a tag or an interface may still say what held before it, in milliseconds: updates take their time.
pub(crate) const SLOW: Millis = 5_000;
/// Where Google's consent mode says what it does: its default, the default of some regions, and what is said later.
pub(crate) const DEFAULT: &str = "`gtag('consent', 'default')`";
pub(crate) const REGIONAL: &str = "`gtag('consent', 'default')` for some regions";
pub(crate) const UPDATE: &str = "`gtag('consent', 'update')`";

/// What happened to the choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Change {
    #[default]
    None,
    /// It became known that a choice is asked for.
    Asked,
    /// It became known what was chosen.
    Chose,
}

/// The time line of one tab.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Timeline {
    pub site: String,
    /// When the document shown began.
    pub began: Millis,
    /// Its answer was seen before the browser said it was committed.
    answered: bool,
    /// Its start was seen, and is counted in [`Counts::loads`].
    whole: bool,
    pub asked: bool,
    pub shown: bool,
    pub choice: Option<Choice>,
    pub since: Millis,
    /// When something was last heard of.
    pub(super) last: Millis,
    pub restored: bool,
    /// A person's act in this document was heard of: a press, an interface that says so.
    acted: bool,
    pub pressed: Option<Pressed>,
    /// When a button was last pressed that may have chosen something, whatever it was.
    pub(super) touched: Millis,
    /// Entries that were kept before a choice, as far as that is known; the first.
    pub early: Vec<Sent>,
    pub said: Vec<Said>,
    pub gpc: Option<Millis>,
    /// The document shown is counted as one with Global Privacy Control on.
    gpc_here: bool,
    pub dnt: bool,
    pub marks: Marks,
    pub sends: BTreeMap<String, Box<Sends>>,
    pub open: Vec<Sent>,
    /// The first hit of a Google tag in this document.
    pub google: Option<Sent>,
    pub counts: Counts,
    pub check: Option<Check>,
    /// Left out because there was too much.
    pub lost: u32,
}

impl Timeline {
    /// A new document, whose answer came or which was committed. True where it is counted: the same is told twice.
    pub(crate) fn begin(&mut self, site: &str, at: Millis, committed: bool) -> bool {
        if committed && std::mem::take(&mut self.answered) {
            return false;
        }
        self.answered = !committed;
        self.document(site, at);
        self.whole = true;
        self.counts.loads = self.counts.loads.saturating_add(1);
        self.gpc_here = false;
        if self.gpc.is_some() {
            self.object(at);
        }
        self.counts.refused += u32::from(self.choice == Some(Choice::Rejected));
        if let Some(check) = &mut self.check {
            check.begins(at);
        }
        self.marks.add(at, Sort::Page, t!("The page began").to_owned(), None, "");
        true
    }

    /// True where the document was committed at that time, and its answer not heard of before.
    pub(crate) fn is_committed(&self, at: Millis) -> bool {
        self.whole && !self.answered && self.began == at
    }

    /// The page is of that site; where it was of another, nothing chosen there holds here.
    pub(crate) fn on(&mut self, site: &str, at: Millis) {
        self.last = self.last.max(at);
        if self.site != site {
            self.document(site, at);
            self.whole = false;
        }
    }

    fn document(&mut self, site: &str, at: Millis) {
        (self.began, self.asked, self.shown, self.acted, self.google) = (at, false, false, false, None);
        self.said.retain(|s| s.stored);
        self.open.clear();
        self.early.clear();
        self.counts.matomo_open = 0;
        for sends in self.sends.values_mut() {
            sends.open = 0;
        }
        if self.site != site {
            site.clone_into(&mut self.site);
            (self.choice, self.pressed) = (None, None);
        }
        let now = self.worked_out();
        if self.choice != now {
            (self.choice, self.since) = (now, at);
        }
        // Made on another page, or stored by an earlier visit.
        self.restored = self.choice.is_some();
    }

    /// One that knows said something. `was_there`: it was stored before it was first read. `acts`: it says that a person has just chosen.
    pub(crate) fn hear(&mut self, record: Record, said: (String, Excerpt, bool), was_there: bool, acts: bool, at: Millis) -> Change {
        let (place, value, stored) = said;
        let Record { by, says, grants, said, chosen } = record;
        let new = Said { by, says, grants, said, chosen, at: place, value, when: at, site: self.site.clone(), stored };
        self.acted |= acts;
        let old = self.said.iter().position(|s| s.by == by && s.at == new.at && s.site == new.site);
        // The framework says so, too, when a visitor opens the settings again.
        let reopened = by == Manager::Tcf && !stored && new.says == Says::Waiting;
        if reopened && old.and_then(|i| self.said.get(i)).is_some_and(|s| s.chosen) {
            return Change::None;
        }
        let same = old.and_then(|i| self.said.get(i)).is_some_and(|s| s.says == new.says && s.grants == new.grants && s.said == new.said);
        if !same {
            let words = t!("{manager}: {words}", manager = by.name(), words = new.said);
            let sort = if old.is_some() { Sort::Signal } else { Sort::Manager };
            self.marks.add(at, sort, words, None, "");
        }
        // What a manager forbids until somebody chose, it asks for; one that waits and allows may never ask.
        let told = new.says == Says::Waiting
            && by.asks()
            && match new.grants.is_empty() {
                true => !stored,
                false => new.grants.standing() == super::Standing::Denied,
            };
        match old {
            Some(i) => self.said.splice(i..=i, [new]).for_each(drop),
            None => {
                if self.said.len() >= MAX_SAID {
                    self.lost = self.lost.saturating_add(1);
                    // Another site's goes first; this one's is what is asked for.
                    self.said.iter().position(|s| s.site != self.site).map(|i| self.said.remove(i));
                }
                if self.said.len() < MAX_SAID {
                    self.said.push(new);
                }
            }
        }
        self.settle(at, was_there, told)
    }

    /// Global Privacy Control is on.
    pub(crate) fn object(&mut self, at: Millis) {
        if self.gpc.is_none() {
            self.gpc = Some(at);
            self.marks.add(at, Sort::Signal, t!("The browser sends Global Privacy Control").to_owned(), None, "");
        }
        self.counts.gpc += u32::from(self.whole && !std::mem::replace(&mut self.gpc_here, self.whole));
    }

    /// An entry that was a record is gone.
    pub(crate) fn forget(&mut self, place: &str, at: Millis) -> Change {
        let Some(gone) = self.said.iter().position(|s| s.stored && s.at == place && s.site == self.site) else { return Change::None };
        let by = self.said.remove(gone).by;
        self.marks.add(at, Sort::Signal, t!("{manager}: its record was removed", manager = by.name()), None, "");
        if self.pressed.as_ref().is_some_and(|p| p.at < self.began) {
            self.pressed = None;
        }
        self.settle(at, false, false)
    }

    /// A banner is shown, or no longer.
    pub(crate) fn banner(&mut self, name: &str, shown: bool, at: Millis) -> Change {
        if shown == self.shown {
            return Change::None;
        }
        self.shown = shown;
        let what = match (name, shown) {
            ("", true) => t!("A consent banner was shown").to_owned(),
            ("", false) => t!("A consent banner is no longer shown").to_owned(),
            (manager, true) => t!("The banner of {manager} was shown"),
            (manager, false) => t!("The banner of {manager} is no longer shown"),
        };
        self.marks.add(at, Sort::Banner, what, None, "");
        if !shown {
            return Change::None;
        }
        // A choice by a button alone, of which nothing was kept: it is asked for again.
        if self.pressed.as_ref().is_some_and(|p| p.at < self.began) && self.recorded().is_none() {
            self.pressed = None;
        }
        self.settle(at, false, true)
    }

    /// A button was pressed.
    pub(crate) fn press(&mut self, words: &str, at: Millis) -> Change {
        let shown = Excerpt::plain(crate::address::cut(words, 80), &[]).shown;
        let button = banner::button(words);
        let what = match button {
            Some(Button::Acknowledge) => {
                t!("“{shown}” was pressed: the notice was read, which is taken for acceptance unless a manager says otherwise")
            }
            Some(Button::Save) => t!("“{shown}” was pressed: what was saved, the manager’s record tells, if any does"),
            Some(Button::Settings) => t!("“{shown}” was pressed: it opens the settings, nothing was chosen yet"),
            Some(Button::Close) => t!("“{shown}” was pressed: the banner was put away, and that is no choice"),
            Some(_) => t!("“{shown}” was pressed"),
            None => t!("“{shown}” was pressed; what that means is not known here"),
        };
        self.marks.add(at, Sort::Choice, what, None, "");
        if !matches!(button, Some(Button::Settings | Button::Close)) {
            self.touched = at;
        }
        let Some((button, choice)) = button.and_then(|b| Some((b, b.choice()?))) else { return Change::None };
        self.acted = true;
        let (read_only, saved) = (button == Button::Acknowledge, button == Button::Save);
        self.pressed = Some(Pressed { at, words: shown, choice, read_only, saved });
        self.settle(at, false, false)
    }

    /// What follows from all that is known now. `asks`: somebody asks for a choice now.
    fn settle(&mut self, at: Millis, was_there: bool, asks: bool) -> Change {
        let (before, now) = (self.choice, self.worked_out());
        if before != now {
            self.choice = now;
            self.since = at;
            // Nobody asked and nobody pressed: an earlier visit chose.
            self.restored = was_there || !(self.acted || self.asked || before.is_some());
            if let Some(choice) = now {
                let said = if self.restored { t!("A stored choice is in force: {what}", what = words(choice)) } else { made(choice) };
                self.marks.add(at, Sort::Choice, said, None, "");
                if !self.restored {
                    self.ask();
                }
                return Change::Chose;
            }
        }
        if asks && self.choice.is_none() && self.ask() { Change::Asked } else { Change::None }
    }

    fn ask(&mut self) -> bool {
        let new = !std::mem::replace(&mut self.asked, true);
        self.counts.asked += u32::from(new && self.whole);
        new
    }

    fn worked_out(&self) -> Option<Choice> {
        match self.recorded() {
            Some(said) => chosen(self.effective(said)),
            None => self.pressed.as_ref().map(|p| p.choice),
        }
    }

    /// What is allowed by the choice, and who says so: its name, where, and the record.
    pub(crate) fn decided(&self) -> Option<(Grants, &'static str, String, Excerpt)> {
        let choice = self.choice?;
        if let Some(said) = self.recorded() {
            return Some((said.grants, said.by.name(), said.at.trim_matches('`').to_owned(), said.value.clone()));
        }
        let pressed = self.pressed.as_ref()?;
        let grants = match choice {
            Choice::Accepted => Grants::all(true),
            Choice::Rejected => Grants::all(false),
            Choice::Partial => Grants::default(),
        };
        Some((grants, t!("The button"), "button".to_owned(), Excerpt::plain(&pressed.words, &[])))
    }

    /// How what leaves now stands to the choice.
    pub(crate) fn verdict(&self) -> Verdict {
        match self.choice {
            Some(choice) => Verdict::After(choice, self.restored),
            None if self.asked => Verdict::Before,
            None => Verdict::None,
        }
    }

    /// True where the purpose is refused now, and was a second ago.
    pub(crate) fn refuses(&self, purpose: Purpose, at: Millis) -> bool {
        let settled = self.restored || at >= self.since.saturating_add(GRACE);
        settled
            && match self.choice {
                Some(Choice::Rejected) => true,
                Some(Choice::Partial) => purpose.tracks() && self.decided().is_some_and(|d| d.0.refuses(purpose)),
                _ => false,
            }
    }

    /// True where Global Privacy Control speaks against advertising, and the visitor has not allowed it.
    pub(crate) fn objects(&self) -> bool {
        let allowed = || self.choice == Some(Choice::Accepted) || self.decided().is_some_and(|d| d.0.allows(Purpose::Advertising));
        self.gpc.is_some() && !allowed()
    }

    /// Counts what a recipient was sent.
    pub(crate) fn count(&mut self, who: &str, tracks: bool, ignored: bool) {
        if self.sends.len() >= MAX_SENDS && !self.sends.contains_key(who) {
            self.lost = self.lost.saturating_add(1);
            return;
        }
        let verdict = self.verdict();
        let sends = self.sends.entry(who.to_owned()).or_default();
        sends.tracks |= tracks;
        sends.ignored = sends.ignored.saturating_add(u32::from(ignored));
        sends.open = sends.open.saturating_add(u32::from(verdict == Verdict::None));
        sends.count(verdict, 1);
    }

    /// Keeps what left or was kept while nobody knows of a choice.
    pub(crate) fn keep_open(&mut self, sent: Sent) {
        if self.open.len() < MAX_OPEN {
            self.open.push(sent);
        } else {
            self.lost = self.lost.saturating_add(1);
        }
    }

    /// It is known now how what left in this document stands to the choice: it is counted anew, and handed out.
    pub(crate) fn settled(&mut self, change: Change) -> (Verdict, Vec<Sent>) {
        let verdict = match (change, self.choice) {
            (Change::None, _) => return (Verdict::None, Vec::new()),
            (Change::Chose, Some(choice)) if self.restored => Verdict::After(choice, true),
            _ => Verdict::Before,
        };
        for sends in self.sends.values_mut() {
            let open = std::mem::take(&mut sends.open);
            sends.none = sends.none.saturating_sub(open);
            sends.count(verdict, open);
        }
        let hits = std::mem::take(&mut self.counts.matomo_open);
        let slot = if verdict == Verdict::Before { &mut self.counts.matomo_before } else { &mut self.counts.matomo_after };
        *slot = slot.saturating_add(hits);
        self.marks.settle(verdict);
        (verdict, std::mem::take(&mut self.open))
    }

    /// A step of the guided check begins: what the site kept was cleared.
    pub(crate) fn clear(&mut self) {
        self.said.retain(|s| s.site != self.site);
        (self.choice, self.pressed, self.restored, self.asked, self.shown) = (None, None, false, false, false);
        self.open.clear();
    }

    /// Memory is nearly full.
    pub(crate) fn shed(&mut self) {
        for said in &mut self.said {
            said.value = said.value.sealed();
        }
        self.open.clear();
        self.marks.shed();
    }
}

/// The choice a record's word comes to.
pub(super) const fn chosen(says: Says) -> Option<Choice> {
    match says {
        Says::Granted => Some(Choice::Accepted),
        Says::Denied => Some(Choice::Rejected),
        Says::Mixed => Some(Choice::Partial),
        Says::Unclear | Says::Waiting => None,
    }
}

/// That a choice was made, in plain words.
pub(super) fn made(choice: Choice) -> String {
    t!("The choice: {what}", what = words(choice))
}

/// A choice in plain words.
pub(crate) fn words(choice: Choice) -> &'static str {
    match choice {
        Choice::Accepted => t!("everything asked for was accepted"),
        Choice::Rejected => t!("everything but what is necessary was refused"),
        Choice::Partial => t!("some was accepted and some refused"),
    }
}
