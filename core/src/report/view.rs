//! The view: everything the extension's pages and cards show of a tab, already decided, masked and worded. They render it
//! and add nothing.

mod consent;
mod coverage;
mod effect;
mod finding;
mod hit;
mod stored;

pub use consent::{CheckRow, CheckView, ConsentView, ManagerView, MarkView, PassView, RunView, SendsView};
pub use coverage::{CoverageView, PageView};
pub use effect::{Card, Effect, Group, MAX_CARDS, MAX_EACH, MAX_HOSTS, Mute, Proof};
pub use finding::FindingView;
pub use hit::{HitField, HitView, SentView};
pub use stored::{ScriptView, StorageView, TrailView};

use crate::excerpt::Excerpt;
use crate::finding::{Recipient, Severity};
use crate::observation::Millis;
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
    /// What brought what into the page, as far as it is known; empty where nothing was requested yet.
    #[serde(default)]
    pub lineage: LineageView,
    /// What each Matomo told would store of this visit.
    #[serde(default)]
    pub matomo: Vec<MatomoView>,
    /// Known values, and whom they left for: what left first, the latest first.
    #[serde(default)]
    pub known: Vec<KnownView>,
    /// Identifiers the browser can be recognised by, those told to most first.
    #[serde(default)]
    pub trails: Vec<TrailView>,
    /// The scripts of the page and its frames.
    #[serde(default)]
    pub scripts: Vec<ScriptView>,
    /// How the visit stands to the visitor's choice.
    #[serde(default)]
    pub consent: ConsentView,
    /// The pages opened.
    #[serde(default)]
    pub coverage: CoverageView,
}

/// One known value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownView {
    /// Its number in the tab.
    pub id: u32,
    /// What it is, in plain words: "E-mail address".
    pub what: String,
    /// The value, masked.
    pub value: Excerpt,
    /// Whence it is known, in plain words, one a line: "Jordan Avery", "typed into “E-mail”", "cookie user_email".
    pub sources: Vec<String>,
    /// The ids or names of personas that hold it.
    pub personas: Vec<String>,
    /// Whom it left for; empty where it was not seen to leave.
    pub left: Vec<LeftView>,
}

/// One recipient of a known value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftView {
    /// The recipient's id, to find its row.
    pub recipient: String,
    /// Its name.
    pub name: String,
    /// How it was dressed, in plain words: "as it was", "base64", "SHA-256, which can be matched".
    pub how: String,
    /// In how many requests.
    pub count: u32,
    /// Last seen.
    pub last: Millis,
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
    /// Its context class, 0 to 3.
    #[serde(default)]
    pub class: u8,
    /// Why it was taken for that, in plain words, one reason a line: "the address says “schedule”", "its form asks for a date of
    /// birth", "you said so".
    #[serde(default)]
    pub because: Vec<String>,
    /// True where a person said which kind it is.
    #[serde(default)]
    pub said_so: bool,
    /// True where it looks like a portal behind a login: only a person can confirm that.
    #[serde(default)]
    pub portal: bool,
    /// The host a correction is kept under.
    #[serde(default)]
    pub host: String,
    /// The path a correction of this page alone is kept under, numbers as `*`.
    #[serde(default)]
    pub path: String,
    /// How its words were judged, as a sum a person can read; empty where none tell.
    #[serde(default)]
    pub sum: String,
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
    /// How it was told to be who it is, or why it is called tracking, in one plain line: "by its host", "sends the page’s
    /// address with a number for the visitor".
    #[serde(default)]
    pub because: String,
    /// A vendor's payload on the site's own host, with how sure that is; none for every other recipient.
    #[serde(default)]
    pub relay: Option<RelayView>,
    /// What its requests say of the visitor's consent, the latest of each signal.
    #[serde(default)]
    pub consent: Vec<SignalView>,
    /// The person's own note on an agreement with it; empty where there is none.
    #[serde(default)]
    pub note: String,
    /// What it could now know of the visitor, in the order it arrived.
    #[serde(default)]
    pub learnt: Vec<LearntView>,
    /// What else it was told that is no longer kept.
    #[serde(default)]
    pub learnt_more: u32,
}

/// One thing a recipient could now know of the visitor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearntView {
    /// First told.
    pub at: Millis,
    /// In plain words: "Which page is open", "The e-mail address known here".
    pub said: String,
    /// The value, masked and capped; empty where there is none.
    pub value: Excerpt,
    /// What it names, or how it was packed: "names “HIV testing”", "SHA-256, which can be matched"; empty for nothing.
    pub note: String,
    /// How many times.
    pub count: u32,
}

/// A vendor's payload on the site's own host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelayView {
    /// The host, under which a person's decision is remembered.
    pub host: String,
    /// The id of the vendor whose language is spoken, as recognised.
    pub vendor: String,
    /// "Looks like Google Analytics 4: 9 of 10 signature fields."
    pub said: String,
    /// What a person decided: the id of the vendor it really is, "none" for no relay at all; none where nobody decided.
    pub decided: Option<String>,
    /// The same in plain words: "Plausible", "the site's own, no vendor's", "not yet".
    #[serde(default)]
    pub decision: String,
    /// Only the first hop is seen, in plain words.
    pub limit: String,
}

/// One consent signal a request carried, decoded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignalView {
    /// The signal's name in the field: "Google consent mode", "TCF string", "US Privacy".
    pub name: String,
    /// Where it stood: `query:gcs`.
    pub at: String,
    /// The value as sent, capped.
    pub value: Excerpt,
    /// What it says, in plain words: "advertising storage denied, analytics storage granted".
    pub said: String,
    /// What that comes to: `granted`, `denied`, `mixed`, `unclear`.
    pub standing: String,
}

/// What brought what into the page: a tree in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineageView {
    /// The nodes, each before what it brought.
    pub nodes: Vec<LineageNode>,
    /// What the tree does not know, in plain sentences.
    pub limits: Vec<String>,
}

/// One thing that brought others, or was brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineageNode {
    /// How deep: the page is 0.
    pub depth: u8,
    /// `page`, `container` (a tag manager's, by its id), `script`, `stylesheet`, `frame`, `recipient`, `unknown` (what brought it is
    /// not known).
    pub kind: String,
    /// What to call it: "GTM-ABC123", "connect.facebook.net/…/fbevents.js", "Meta Pixel", "brought by something not seen".
    pub name: Excerpt,
    /// Whose it is, and how many requests: "Google · 3 requests".
    pub detail: String,
    /// How it is known that the node above brought this one: "the browser's word", "the page's own word", "container id in the
    /// request"; empty for the page itself.
    pub basis: String,
    /// The recipient's id, to find its row; none where it is none.
    pub recipient: Option<String>,
    /// The worst finding about it.
    pub worst: Option<Severity>,
}

/// What one Matomo would store of this visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatomoView {
    /// The host hits go to.
    pub host: String,
    /// What can be said of who runs it: "on the site's own host", "Matomo Cloud, run by InnoCraft", "on another host; who runs it is
    /// not visible".
    pub place: String,
    /// Its site numbers.
    pub sites: Vec<String>,
    /// What it would store, in the order it came: one entry an action.
    pub actions: Vec<MatomoAction>,
    /// Actions beyond those kept.
    pub more: u32,
    /// Settings that show from outside.
    pub settings: Vec<MatomoSetting>,
    /// What of it cannot be seen from a browser, in plain sentences; always at least one.
    pub not_visible: Vec<String>,
}

/// One action a Matomo would store: a page view, a search, an event, a recording's piece.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatomoAction {
    /// When it left.
    pub at: Millis,
    /// What it is: "Page view", "Site search", "Event", "Form", "Heatmap or session recording".
    pub what: String,
    /// What would be stored: plain label, value, and whether it was rewritten by the page before sending.
    pub rows: Vec<MatomoRow>,
}

/// One thing stored with an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatomoRow {
    /// "Page address", "Page title", "Searched for", "Visitor number".
    pub label: String,
    /// The parameter as sent: `url`, `action_name`.
    pub name: String,
    /// The value, masked and capped.
    pub value: Excerpt,
    /// What is to be said of it, in plain words: "rewritten by the page", "names a condition"; empty for nothing.
    pub note: String,
}

/// A setting of Matomo that shows from outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatomoSetting {
    /// What it is called in Matomo: `requireConsent`.
    pub name: String,
    /// What it does, in plain words.
    pub what: String,
    /// `on`, `off`, `not-visible`.
    pub state: String,
    /// The observation it is told by.
    pub because: String,
}

/// Something that could not be seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlindSpot {
    /// In plain words, with the count in it where there is one.
    pub said: String,
    /// How many; 0 where it cannot be counted.
    pub count: u32,
    /// What a person can do to see it, in plain words; empty where there is nothing.
    #[serde(default)]
    pub advice: String,
}
