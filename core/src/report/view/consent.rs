//! The visitor's choice: who says what was chosen, when, and what was sent before and after.

use crate::excerpt::Excerpt;
use crate::observation::Millis;
use serde::{Deserialize, Serialize};

/// How the visit stands to the visitor's choice.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ConsentView {
    /// In one plain sentence: "No choice was made yet: the banner of Klaro is open.", "The visitor refused, 12 s after the page began."
    pub said: String,
    /// `waiting`, `accepted`, `rejected`, `partial`, `none` (no banner or manager was seen).
    pub state: String,
    /// True where the choice was stored by an earlier visit.
    pub restored: bool,
    /// Everyone who says what was chosen, and what they say.
    pub managers: Vec<ManagerView>,
    /// Where they contradict each other, in plain sentences.
    pub disagree: Vec<String>,
    /// What happened, in order of time; the newest are kept.
    pub marks: Vec<MarkView>,
    /// Events of the time line that there was no room for.
    pub more: u32,
    /// What was sent to whom before and after, by recipient; those that were told before a choice or after a refusal first.
    pub sends: Vec<SendsView>,
    /// Checks that passed, failed, or were not tested.
    pub passes: Vec<PassView>,
    /// The guided check, where one was begun.
    pub check: Option<CheckView>,
    /// What this cannot tell, in plain sentences; always at least one.
    pub limits: Vec<String>,
}

/// One that says what was chosen: a consent manager, a framework, a setting of the browser.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ManagerView {
    /// "OneTrust", "IAB TCF", "Google consent mode", "Global Privacy Control".
    pub name: String,
    /// `granted`, `denied`, `mixed`, `unclear`, as [`super::SignalView::standing`]; `waiting` where it says that nobody has chosen yet.
    pub standing: String,
    /// What it says, in plain words: "analytics allowed, advertising refused".
    pub said: String,
    /// Where it says so: "cookie OptanonConsent", "`__tcfapi`".
    pub at: String,
    /// The raw record, masked and capped.
    pub value: Excerpt,
    /// When it said so.
    pub when: Millis,
}

/// One event of the time line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MarkView {
    /// When.
    pub at: Millis,
    /// `page`, `manager`, `banner`, `choice`, `request`, `cookie`, `write`, `signal`.
    pub kind: String,
    /// In plain words: "The page began", "Klaro's banner was shown", "“Reject all” was pressed", "Meta Pixel was told the page address".
    pub said: String,
    /// How it stands to the choice: `before`, `accepted`, `rejected`, `partial`, `none`, `restored-accepted`, `restored-rejected`, `restored-partial`; empty for what
    /// is no sending or writing.
    pub verdict: String,
    /// The recipient's id, to find its row; empty where there is none.
    pub recipient: String,
    /// How many alike followed each other at once.
    pub count: u32,
}

/// What one recipient was sent, by where it stood to the choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendsView {
    /// The recipient's id.
    pub recipient: String,
    /// Its name.
    pub name: String,
    /// True where it is one that counts or advertises, not a consent manager or the site itself.
    pub tracks: bool,
    /// Requests before a choice.
    pub before: u32,
    /// Requests after accepting, restored choices among them.
    pub accepted: u32,
    /// Requests after refusing, restored choices among them.
    pub rejected: u32,
    /// Requests after a choice of some and not others.
    pub partial: u32,
    /// Requests where no banner or manager was seen.
    pub none: u32,
}

/// A check with a positive observation behind it, or none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassView {
    /// What is checked, in plain words: "No request to a tracker before the choice".
    pub name: String,
    /// `pass`, `fail`, `not-tested`.
    pub state: String,
    /// The observation behind it, or why it was not tested.
    pub because: String,
}

/// The guided check: the same page under no choice, acceptance and refusal.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CheckView {
    /// The step that runs: `ignore`, `accept`, `reject`; empty where none does.
    pub running: String,
    /// What the person is to do now, in one plain sentence.
    pub next: String,
    /// The address checked.
    pub address: Excerpt,
    /// The three, in the order of the columns: ignore, accept, reject.
    pub runs: Vec<RunView>,
    /// One recipient, cookie or other entry a row; what differs first.
    pub rows: Vec<CheckRow>,
}

/// One of the three.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunView {
    /// `ignore`, `accept`, `reject`.
    pub step: String,
    /// `not-run`, `running`, `done`, `doubtful` (done, and what was chosen is not what the step asks for).
    pub state: String,
    /// In plain words: "14 requests to 3 trackers, 5 cookies".
    pub said: String,
    /// How long it was watched, in milliseconds.
    pub lasted: Millis,
}

/// One row of the comparison.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckRow {
    /// `recipient`, `cookie`, `storage`.
    pub kind: String,
    /// What it is called.
    pub name: Excerpt,
    /// How often in each run, in the order of [`CheckView::runs`]: requests, or writes.
    pub counts: [u32; 3],
    /// What to think of it, in plain words: "the same whether accepted or refused", "only after accepting"; empty for nothing.
    pub said: String,
    /// True where it counts or advertises and was seen under no choice or refusal.
    pub wrong: bool,
}
