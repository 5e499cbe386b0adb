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
    /// How many events the request holds; more than are listed where it holds very many.
    pub parts: u32,
    /// When it left.
    pub at: Millis,
    /// The page it came from, masked where it holds personal details.
    pub page: Excerpt,
    /// Its method; empty where it was not seen.
    pub method: String,
    /// What it is for, by webRequest's word: `image`, `xmlhttprequest`, `ping`.
    pub kind: String,
    /// Where it went: origin and path, masked and capped. Parameters stand among the fields.
    pub address: Excerpt,
    /// Who got it.
    pub recipient: Recipient,
    /// What it does for its recipient, by the catalogue's word: `collect`, `script`, `embed`, `consent`, `other`.
    pub role: String,
    /// What happened, as the vendor names it: "PageView", "page_view"; empty where the hit names no event.
    pub event: String,
    /// The answer's status; none where none was seen.
    pub status: Option<u16>,
    /// Why it did not arrive, by the browser's word; `cached` where the browser answered it itself; empty where nothing says so.
    pub failed: String,
    /// The host it was sent on to; empty where it was not.
    pub sent_on: String,
    /// True where its body, or part of it, could not be read.
    pub unread: bool,
    /// How it stands to the visitor's choice: `before`, `accepted`, `rejected`, `none`
    /// ([`crate::report::view::MarkView::verdict`]).
    pub verdict: String,
    /// Kinds of the findings that rest on it, the worst first.
    pub findings: Vec<String>,
    /// The severity of the worst of them; empty where there is none.
    pub worst: String,
    /// What it carries: the event's own fields in the order they stood, then those all events of the request share.
    pub fields: Vec<HitField>,
    /// Fields beyond those listed.
    pub more: u32,
}

/// One parameter of a hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HitField {
    /// Where it stood: `query:dl`, `body:events[0].dt`.
    pub at: String,
    /// Its name as sent, without the list its event stands in: `dl`, `properties.plan`.
    pub name: String,
    /// What it means, in plain words: "page address"; empty where nobody says.
    pub label: String,
    /// The value, masked and capped.
    pub value: Excerpt,
    /// What is to be said of it: "an e-mail address, hashed", "names “HIV testing”"; empty for nothing.
    pub note: String,
    /// A number two masked values are told apart by, within one list; 0 where nothing is to be told apart. In no file.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub mark: u32,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_zero(mark: &u32) -> bool {
    *mark == 0
}

/// A request as it left, with nothing masked: what a person asks for by an explicit press.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SentView {
    /// Its method.
    pub method: String,
    /// The whole address.
    pub url: String,
    /// The body's text; a form is form-encoded again. Empty where there is none or it is no text.
    pub body: String,
    /// True where the body holds bytes that are no text, or was not seen: what is given is not all that was sent.
    pub partial: bool,
    /// Fields by where they stood ([`HitField::at`]), decoded.
    pub values: Vec<(String, String)>,
}
