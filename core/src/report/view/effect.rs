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
        /// The cards; at most [`MAX_CARDS`].
        cards: Vec<Card>,
        /// Findings Low and above without a card of their own.
        more: u32,
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

/// The most cards shown at once.
pub const MAX_CARDS: usize = 3;
