//! What a page keeps in the browser, who put it there, where it went from there, and which scripts did it.

use crate::excerpt::Excerpt;
use crate::finding::Severity;
use crate::observation::Millis;
use crate::site::Party;
use serde::{Deserialize, Serialize};

/// One stored entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StorageView {
    /// `cookie`, `local storage`, `session storage`, `IndexedDB`, `Cache Storage`.
    pub area: String,
    /// Its name; of IndexedDB database, store and key.
    pub name: Excerpt,
    /// Whose: the cookie's domain or the frame's host.
    pub whose: String,
    /// How it stands to the page.
    pub party: Party,
    /// The value.
    pub value: Excerpt,
    /// What it looks like in plain words: "identifier", "page address", "consent choice", "configuration", "text", "number", "empty".
    pub shape: String,
    /// Lifetime in plain words: "13 months", "until the browser closes".
    pub lifetime: String,
    /// Whose it is known to be and what it is for, where the catalogue tells: "Google Analytics, analytics".
    pub known_as: Option<String>,
    /// Cookie flags and such, in the field's words: "HttpOnly", "Secure", "SameSite=Lax", "partitioned".
    pub flags: Vec<String>,
    /// The worst finding about it.
    pub worst: Option<Severity>,
    /// Who put it there, in plain words: "set by the answer of px.vendor.example", "written by vendor.example/tag.js, which
    /// gtm.example/gtm.js brought", "there before watching began", "a script that was not seen". Empty where nothing is known.
    #[serde(default)]
    pub by: String,
    /// How that is known, in plain words: "the browser's word", "the page's own word"; empty where nothing is known.
    #[serde(default)]
    pub basis: String,
    /// First seen.
    #[serde(default)]
    pub first: Millis,
    /// How often it was seen written.
    #[serde(default)]
    pub writes: u32,
    /// How its writing stands to the visitor's choice, in plain words, as in [`super::MarkView::verdict`]; empty where it was there before.
    #[serde(default)]
    pub verdict: String,
    /// The number of the identifier it holds ([`TrailView::id`]); none where it holds none that is followed.
    #[serde(default)]
    pub trail: Option<u32>,
}

/// An identifier a browser can be recognised by: where it was born, where it is kept, who was told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrailView {
    /// Its number in the tab.
    pub id: u32,
    /// The identifier, masked.
    pub value: Excerpt,
    /// Where it was first seen, in plain words: "in the cookie _ga, written by …", "in a request to Meta Pixel".
    pub born: String,
    /// Where it is kept, one entry a line: "cookie _ga of clinic.example".
    pub kept: Vec<String>,
    /// Who was told, and how it was dressed.
    pub told: Vec<super::LeftView>,
    /// What is to be said of it, in plain sentences: that a company was told another's id, that it came back after it was deleted,
    /// that it is kept twice. Empty where nothing is.
    pub notes: Vec<String>,
}

/// One script of the page or of a frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScriptView {
    /// Its address; of one written in the page "written in the page".
    pub name: Excerpt,
    /// Whose it is, in plain words: "Google", "the site's own", "vendor.example".
    pub owner: String,
    /// What brought it, nearest first: "gtm.js on www.googletagmanager.com", "the page's markup"; empty where not known.
    pub chain: Vec<String>,
    /// `sha256-…` where it is known.
    pub hash: String,
    /// By what: "its text", "what the page requires of it"; empty where there is none.
    pub hashed: String,
    /// Its length in bytes where known, else 0.
    pub size: u32,
    /// The host of the frame that holds it.
    pub frame: String,
    /// First seen.
    pub first: Millis,
    /// How many alike: scripts written in the page of one and the same text, or one address in several frames.
    pub count: u32,
}
