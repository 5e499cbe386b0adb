//! Consent: what interfaces said, which banner was shown, what a person pressed.

use serde::{Deserialize, Serialize};

/// What an interface for consent said in the page, as the page hook heard it. The page may forge it, and consent managers do
/// say what is not so: it is one claim among others.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ConsentSaid {
    /// The frame.
    pub frame: i64,
    /// Whose interface, as a closed word: `tcf` (`__tcfapi`), `gpp` (`__gpp`), `usp` (`__uspapi`), `google` (the data layer's `consent`
    /// commands), `onetrust`, `cookiebot`, `osano`, `matomo` (commands of `_paq`), `gpc` and `dnt` (the browser's own settings as scripts
    /// see them). Managers whose stored record tells all are not asked.
    pub api: String,
    /// What was said: the command or event (`default`, `update`, `tcloaded`, `useractioncomplete`, `requireConsent`); may be empty.
    #[serde(default)]
    pub what: String,
    /// The value as JSON, at most [`MAX_CONSENT`] bytes; may be empty.
    #[serde(default)]
    pub value: String,
}

/// The longest value of a [`ConsentSaid`], in bytes; longer ones are cut.
pub const MAX_CONSENT: usize = 4 << 10;

/// A consent banner, as the content script found it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Banner {
    /// The frame.
    pub frame: i64,
    /// The rule that told it ("onetrust", "klaro"); empty where it was told by its words.
    #[serde(default)]
    pub name: String,
    /// True where it can be seen; false where the manager is there and shows none, or the banner was closed.
    pub shown: bool,
    /// The words of its buttons, at most [`MAX_BUTTONS`].
    #[serde(default)]
    pub buttons: Vec<String>,
}

/// Buttons of a banner that are read.
pub const MAX_BUTTONS: usize = 8;

/// A person pressed a button of a consent banner (the browser's word that it was a person).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Chose {
    /// The frame.
    pub frame: i64,
    /// The banner's rule; empty where it was told by its words.
    #[serde(default)]
    pub name: String,
    /// The button's words, at most [`super::MAX_FIELD_TEXT`] bytes.
    pub button: String,
}

/// A step of the guided check: the same page under no choice, acceptance and refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckStep {
    /// The site's storage was cleared and its page is loaded again, and nothing is to be chosen.
    Ignore,
    /// The same, and the person is to accept.
    Accept,
    /// The same, and the person is to refuse.
    Reject,
    /// The step that runs is at its end.
    Done,
    /// The check is over and its results go.
    Off,
}
