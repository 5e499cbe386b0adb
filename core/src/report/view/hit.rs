//! A hit as a tester reads it: one event of one request to a recipient, its parameters decoded beside their raw names.

use crate::excerpt::Excerpt;
use crate::finding::Recipient;
use crate::observation::Millis;
use serde::{Deserialize, Serialize};

/// One event of one request. A body that holds several events is several hits of one request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HitView {
    /// The request's number in the visit, counted from 1; hits of one request share it.
    pub request: u32,
    /// Which of the request's events, counted from 1.
    pub part: u32,
    /// How many events the request holds.
    pub parts: u32,
    /// When it left.
    pub at: Millis,
    /// The page it came from, masked where it holds personal details.
    pub page: Excerpt,
    /// Its method.
    pub method: String,
    /// What it is for, by webRequest's word: `image`, `xmlhttprequest`, `ping`.
    pub kind: String,
    /// The address, masked and capped.
    pub address: Excerpt,
    /// Who got it.
    pub recipient: Recipient,
    /// What it does for its recipient, by the catalogue's word: `collect`, `load`; empty where nothing is known.
    pub role: String,
    /// What happened, as the vendor names it: "PageView", "page_view"; empty where the hit names no event.
    pub event: String,
    /// The answer's status; none where none was seen.
    pub status: Option<u16>,
    /// Why it did not arrive, by the browser's word; empty where nothing says so.
    pub failed: String,
    /// True where its body, or part of it, could not be read.
    pub unread: bool,
    /// How it stands to the visitor's choice: `before`, `accepted`, `rejected`, `none`; empty where nothing is said of it.
    pub verdict: String,
    /// Kinds of the findings that rest on it.
    pub findings: Vec<String>,
    /// What it carries, in the order it stood.
    pub fields: Vec<HitField>,
    /// Fields beyond those listed.
    pub more: u32,
}

/// One parameter of a hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HitField {
    /// Where it stood: `query:dl`, `body:events[0].dt`.
    pub at: String,
    /// Its name as sent: `dl`.
    pub name: String,
    /// What it means, in plain words: "page address"; empty where nobody says.
    pub label: String,
    /// The value, masked and capped.
    pub value: Excerpt,
    /// What is to be said of it: "e-mail, as SHA-256", "names a condition"; empty for nothing.
    pub note: String,
}
