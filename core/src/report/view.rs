//! The view: everything the extension's pages and cards show of a tab, already decided, masked and worded. They render it
//! and add nothing.

use crate::excerpt::Excerpt;
use crate::finding::{Axes, Evidence, Finding, Kind, Recipient, Severity};
use crate::observation::Millis;
use crate::site::Party;
use serde::{Deserialize, Serialize};

/// What a tab's panel shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// The browser's tab.
    pub tab: i32,
    /// False where nothing is watched here; the rest is then empty.
    pub watching: bool,
    /// Watched since.
    pub since: Millis,
    /// The site as a person would say it: its host.
    pub site: String,
    /// The page shown now.
    pub page: Page,
    /// Numbers for the head.
    pub summary: Summary,
    /// Who was told, worst first.
    pub recipients: Vec<RecipientView>,
    /// What leaked, worst first, then latest first.
    pub findings: Vec<FindingView>,
    /// What is stored.
    pub storage: Vec<StorageView>,
    /// What could not be seen, in plain sentences, always at least one.
    pub blind_spots: Vec<BlindSpot>,
}

/// The page shown now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Its address, masked where it holds personal details.
    pub address: Excerpt,
    /// Its title.
    pub title: Excerpt,
    /// What kind of page, in plain words: "Scheduling page", "Health topic", "General page".
    pub context: String,
}

/// Counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Findings by severity.
    pub critical: u32,
    /// See `critical`.
    pub high: u32,
    /// See `critical`.
    pub medium: u32,
    /// See `critical`.
    pub low: u32,
    /// See `critical`.
    pub info: u32,
    /// Different recipients that are not the site itself.
    pub companies: u32,
    /// Requests read.
    pub requests: u32,
    /// Requests whose body, or part of it, could not be read.
    pub unread: u32,
    /// The worst severity seen; none where nothing was found.
    pub worst: Option<Severity>,
}

/// One recipient.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecipientView {
    /// Who.
    pub recipient: Recipient,
    /// Every host reached.
    pub hosts: Vec<String>,
    /// The worst finding about it; none where there is none.
    pub worst: Option<Severity>,
    /// What it was told, in plain words: "page address", "e-mail, hashed".
    pub told: Vec<String>,
    /// The vendor's dated public position on a business associate agreement, with its source; empty where unknown.
    pub baa: String,
    /// How many requests, and how many of them failed or were blocked.
    pub requests: u32,
    /// See `requests`.
    pub failed: u32,
    /// First seen.
    pub first: Millis,
    /// Last seen.
    pub last: Millis,
}

/// One finding, with the words of its kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Flat")]
pub struct FindingView {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// The kind's heading.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// What to do about it.
    pub fix: String,
    /// What the kind cannot tell.
    pub cannot_tell: String,
    /// The severity in one line of plain words.
    pub severity_because: String,
}

/// [`FindingView`] as it stands in JSON. Read in one piece, it takes a fraction of the code and the time that reading
/// flattened parts does.
#[derive(Deserialize)]
struct Flat {
    key: String,
    kind: Kind,
    severity: Severity,
    axes: Axes,
    adjusted: Vec<String>,
    recipient: Option<Recipient>,
    said: String,
    evidence: Vec<Evidence>,
    page: Excerpt,
    limits: Vec<String>,
    count: u32,
    first: Millis,
    last: Millis,
    attempted: bool,
    title: String,
    why: String,
    fix: String,
    cannot_tell: String,
    severity_because: String,
}

impl From<Flat> for FindingView {
    fn from(flat: Flat) -> FindingView {
        let Flat { key, kind, severity, axes, adjusted, recipient, said, evidence, page, limits, count, first, last, attempted, .. } = flat;
        let Flat { title, why, fix, cannot_tell, severity_because, .. } = flat;
        let finding =
            Finding { key, kind, severity, axes, adjusted, recipient, said, evidence, page, limits, count, first, last, attempted };
        FindingView { finding, title, why, fix, cannot_tell, severity_because }
    }
}

/// One stored entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StorageView {
    /// `cookie`, `local storage`, `session storage`.
    pub area: String,
    /// Its name.
    pub name: Excerpt,
    /// Whose: the cookie's domain or the frame's origin.
    pub whose: String,
    /// How it stands to the page.
    pub party: Party,
    /// The value.
    pub value: Excerpt,
    /// What it looks like in plain words: "identifier", "page address", "consent choice", "text", "number", "empty".
    pub shape: String,
    /// Lifetime in plain words: "13 months", "until the browser closes".
    pub lifetime: String,
    /// Whose it is known to be, where the catalogue tells.
    pub known_as: Option<String>,
    /// Cookie flags and such, in the field's words: "HttpOnly", "Secure", "partitioned".
    pub flags: Vec<String>,
    /// The worst finding about it.
    pub worst: Option<Severity>,
}

/// Something that could not be seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlindSpot {
    /// In plain words, with the count in it where there is one.
    pub said: String,
    /// How many; 0 where it cannot be counted.
    pub count: u32,
}

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
    /// The tab is no longer watched; everything about it is gone from core and the host should drop what it keeps.
    Forget {
        /// The tab.
        tab: i32,
    },
}

/// The most cards shown at once.
pub const MAX_CARDS: usize = 3;
