//! How a sending or writing stands to the visitor's choice.

use serde::{Deserialize, Serialize};

/// What was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// Everything asked for was allowed.
    Accepted,
    /// Nothing was allowed but what is necessary, or an objection was made.
    Rejected,
    /// Some was allowed and some not.
    Partial,
}

/// How a sending or writing stands to the visitor's choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// No banner and no consent manager was seen on the page.
    #[default]
    None,
    /// A choice was asked for and not made yet.
    Before,
    /// After a choice; true where an earlier visit made it and it was stored.
    After(Choice, bool),
}

impl Verdict {
    /// The word in outputs ([`crate::report::view::MarkView::verdict`]).
    pub const fn word(self) -> &'static str {
        match self {
            Verdict::None => "none",
            Verdict::Before => "before",
            Verdict::After(Choice::Accepted, false) => "accepted",
            Verdict::After(Choice::Rejected, false) => "rejected",
            Verdict::After(Choice::Partial, false) => "partial",
            Verdict::After(Choice::Accepted, true) => "restored-accepted",
            Verdict::After(Choice::Rejected, true) => "restored-rejected",
            Verdict::After(Choice::Partial, true) => "restored-partial",
        }
    }

    /// The axis of consent ([`crate::finding::Axes::consent`]).
    pub const fn axis(self) -> u8 {
        match self {
            Verdict::After(Choice::Accepted, _) => 0,
            // What of some was allowed is for who knows the recipient to say.
            Verdict::None | Verdict::After(Choice::Partial, _) => 1,
            Verdict::Before => 2,
            Verdict::After(Choice::Rejected, _) => 3,
        }
    }
}
