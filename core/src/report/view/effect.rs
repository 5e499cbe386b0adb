//! What a host is asked to do after a step: cards, the badge, what only the codecs can.

use crate::excerpt::Excerpt;
use crate::finding::Severity;
use crate::known::FieldAt;
use crate::observation::Millis;
use serde::{Deserialize, Serialize};

/// What the content script draws: one card. Text only, never markup.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// The finding's key: the same card is updated, not drawn twice.
    pub key: String,
    /// The severity's word.
    pub severity: Severity,
    /// Who: "Meta Pixel", or the kind's heading where nobody was told.
    pub who: String,
    /// One plain sentence.
    pub said: String,
    /// Up to two lines of proof: place, value with marks, how it was packed.
    pub proof: Vec<Proof>,
    /// What to do, one or two sentences.
    pub fix: String,
    /// How many times.
    pub count: u32,
    /// Attempted, not received.
    pub attempted: bool,
    /// Last seen.
    pub last: Millis,
    /// Fields of the page whose values it is about; they are outlined.
    #[serde(default)]
    pub fields: Vec<FieldAt>,
    /// The group it stands in: [`Group::id`].
    #[serde(default)]
    pub group: String,
    /// Why it matters, one or two sentences.
    #[serde(default)]
    pub why: String,
    /// Hosts whose frames, pictures, forms and scripts on the page it is about; at most [`MAX_HOSTS`], none where nothing was sent
    /// or the page itself got it.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// Words that stand on the button or link it is about, as they were sent; nothing that is masked.
    #[serde(default)]
    pub words: Vec<String>,
    /// What a person may ask for no more cards of, the least first.
    #[serde(default)]
    pub mutes: Vec<Mute>,
}

/// One of the things a card offers to keep quiet about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mute {
    /// As [`crate::session::Settings::muted`] has it: `kind:title-leak@clinic.example`, `recipient:meta-pixel`, `site:clinic.example`.
    pub what: String,
    /// The kind, the recipient or the site as a person would say it.
    pub name: String,
}

/// The cards of one recipient; those of the page itself and of what is stored are one group too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// The recipient's id; empty for the page itself.
    pub id: String,
    /// Who: "Meta Pixel"; empty for the page itself.
    pub who: String,
    /// The worst.
    pub severity: Severity,
    /// How many findings, with and without a card.
    pub findings: u32,
}

/// One line of proof on a card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proof {
    /// The field's name as sent: `dl`.
    pub name: String,
    /// The value.
    pub value: Excerpt,
    /// "e-mail → SHA-256".
    pub packed: String,
    /// The whole proof of a known value in one line: "your e-mail → trimmed, lower-cased → SHA-256 → hex, 1.2 s before Send"; empty where
    /// the value is not known.
    #[serde(default)]
    pub known: String,
}

/// What a host is asked to do after a step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Show these cards over the tab's page, worst first, replacing those shown before.
    Cards {
        /// The tab.
        tab: i32,
        /// The cards, a group's together; at most [`MAX_CARDS`], and [`MAX_EACH`] of one group.
        cards: Vec<Card>,
        /// The groups that have cards, worst first.
        groups: Vec<Group>,
        /// Findings Low and above without a card of their own: for want of room, or too light for the person's own threshold.
        more: u32,
        /// Findings that have no card because a person wanted none.
        muted: u32,
        /// The worst of those with a card and those counted in `more`.
        worst: Option<Severity>,
        /// How many of those are of that severity.
        worst_count: u32,
        /// The site of the page shown, as mutes name it; empty for a page without a host.
        site: String,
        /// The pill's words: "5 companies told · 2 unread".
        pill: String,
    },
    /// The toolbar badge.
    Badge {
        /// The tab.
        tab: i32,
        /// The count, "" for none.
        text: String,
        /// The worst severity; none clears the colour.
        worst: Option<Severity>,
        /// The toolbar's hover text.
        title: String,
    },
    /// The tab's view changed; pages that show it should ask for it.
    Publish {
        /// The tab.
        tab: i32,
    },
    /// Make a known value ready to be found (`leaklight-codecs`), and hand the table to [`crate::session::Session::learn`]. The text
    /// is not to be kept.
    Prepare {
        /// The tab.
        tab: i32,
        /// The value's number.
        value: u32,
        /// The value.
        text: String,
        /// A salt sent beside it in the open; empty for none.
        salt: String,
        /// True for passwords and card numbers: digests alone.
        secret: bool,
    },
    /// Take apart what only `leaklight-codecs` can, and hand the text to [`crate::session::Session::unpacked`].
    Unpack {
        /// The tab.
        tab: i32,
        /// Its number.
        packed: u64,
        /// How it may be packed: `brotli`, `zstd`, `lz-string`; empty where only a try tells.
        how: String,
        /// The bytes, base64.
        bytes: String,
    },
    /// The tab is no longer watched; everything about it is gone from core and the host should drop what it keeps.
    Forget {
        /// The tab.
        tab: i32,
    },
}

/// The most cards told of at once.
pub const MAX_CARDS: usize = 30;
/// The most cards of one recipient.
pub const MAX_EACH: usize = 5;
/// The most hosts a card looks for on the page.
pub const MAX_HOSTS: usize = 4;
