//! Everything a person set, as one file: written, read with the place and reason where it is none, and laid over what is set already.
//!
//! The file is JSON: an object whose `leaklight-settings` is its format's number, 1. Each section may be missing; what is missing is left
//! as it is. The sections are [`Everything`]'s members. A file is refused whole where anything in it is wrong: half of what somebody
//! meant is worse than none. Names of members this version does not know are counted and said, and change nothing.

mod change;
mod checked;
mod tree;

#[cfg(test)]
mod tests;

pub use change::{How, Planned, planned};
use leaklight_text::{Message, message, t};

use crate::finding::Severity;
use crate::own::{Group, MAX_GROUPS, MAX_RULES, MAX_VENDORS, OwnVendor, PageKind, Rule};
use crate::persona::{MAX_PERSONAS, Persona};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The format's number.
pub const VERSION: u64 = 1;
/// The longest file that is read, in bytes. What hosts keep comes to about a third of it at most.
pub const MAX_FILE: usize = 4 << 20;
/// As many domains of a person's own, sites always watched and hosts decided are kept of each; hosts refuse more.
pub const MAX_HOSTS_SET: usize = 300;
/// The longest note, in characters.
pub const MAX_NOTE: usize = 200;
/// The longest id of a recipient, in bytes.
pub const MAX_RECIPIENT: usize = 260;
/// As many muted things are kept; hosts refuse more.
pub const MAX_MUTED: usize = 500;
/// The longest muted thing's name, in bytes.
pub const MAX_MUTED_NAME: usize = 300;

/// Everything a person set, by section; `None` where a file does not speak of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Everything {
    /// Origins watched whenever they are opened: `https://www.clinic.example`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub always_watch: Option<Vec<String>>,
    /// Whether the recorded log is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<bool>,
    /// Whether a person may uncover a masked value, and ask for a hit as it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uncover: Option<bool>,
    /// From which severity on a finding gets a card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cards_from: Option<Severity>,
    /// Domains that are the person's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_domains: Option<Vec<String>>,
    /// Domains of one owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<Group>>,
    /// What really answers on hosts of the person's own ([`crate::site::Declared::relays`]).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relays: Option<BTreeMap<String, String>>,
    /// Words, paths and sites of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules: Option<Vec<Rule>>,
    /// What kind of page they said a page is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<Vec<PageKind>>,
    /// Recipients they named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_vendors: Option<Vec<OwnVendor>>,
    /// Kinds, recipients and sites that get no card. Single findings are no part of a file: their names can hold a page's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub muted: Option<Vec<String>>,
    /// Made-up patients; in a file only where a person ticks them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personas: Option<Vec<Persona>>,
    /// A person's own notes on agreements, by recipient id; a host may not keep any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<BTreeMap<String, String>>,
}

/// A section's name in the file, what a person calls it, and how many of its things are kept.
const SECTIONS: [(&str, Message, usize); 13] = [
    ("always_watch", message!("Sites always watched"), MAX_HOSTS_SET),
    ("record", message!(setting: "Recording"), 1),
    ("cards_from", message!("Cards from"), 1),
    ("own_domains", message!("Your own domains"), MAX_HOSTS_SET),
    ("groups", message!("Groups of one owner"), MAX_GROUPS),
    ("relays", message!("Hosts decided"), MAX_HOSTS_SET),
    ("rules", message!("Your rules"), MAX_RULES),
    ("pages", message!("Kinds of pages"), MAX_RULES),
    ("own_vendors", message!("Your own vendors"), MAX_VENDORS),
    ("muted", message!(setting: "Muted"), MAX_MUTED),
    ("personas", message!("Test patients"), MAX_PERSONAS),
    ("notes", message!("Your notes on agreements"), MAX_HOSTS_SET),
    ("uncover", message!(setting: "Uncovering"), 1),
];

/// Why a file is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Where: `rules[3].says`, or `line 12, column 4`. Empty where it is the file as a whole.
    pub place: String,
    /// Why, in plain words; nothing of the file is repeated in it.
    pub why: String,
}

impl Refused {
    fn new(place: impl Into<String>, why: impl Into<String>) -> Refused {
        Refused { place: place.into(), why: why.into() }
    }
}

/// A file that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FromFile {
    /// What it sets.
    pub set: Everything,
    /// How many members this version does not know.
    pub unknown: usize,
    /// Where the first few of them stand. A name that is more than letters, digits and `_-` is not repeated.
    pub unknown_at: Vec<String>,
}

/// Writes a file. Single findings that were muted are left out; personas are in it only where `personas` says so.
pub fn write(all: &Everything, personas: bool) -> String {
    let mut all = all.clone();
    if !personas {
        all.personas = None;
    }
    if let Some(muted) = &mut all.muted {
        muted.retain(|name| checked::is_muted(name));
    }
    let body = serde_json::to_string(&all).unwrap_or_default();
    let rest = body.strip_prefix('{').unwrap_or("}");
    let comma = if rest.starts_with('}') { "" } else { "," };
    format!("{{\"leaklight-settings\":{VERSION}{comma}{rest}")
}

/// Reads a file.
///
/// # Errors
/// Where it is too large, no text, cut off, no JSON, another program's, a newer version's, or anything in it is not what it should be.
pub fn read(file: &[u8]) -> Result<FromFile, Refused> {
    if file.len() > MAX_FILE {
        return Err(Refused::new("", t!("The file is larger than 4 MB. Settings never are.")));
    }
    // As some editors begin a text.
    let file = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file);
    if file.trim_ascii().is_empty() {
        return Err(Refused::new("", t!("The file is empty.")));
    }
    let root = leaklight_json::read_or_place(file).map_err(|at| unreadable(file, at))?;
    checked::everything(&root)
}

fn unreadable(file: &[u8], at: usize) -> Refused {
    let whole = file.trim_ascii_end();
    let mut at = at.min(whole.len());
    let why = match std::str::from_utf8(file) {
        Err(error) if error.error_len().is_some() => t!("This is no text (UTF-8).").to_owned(),
        _ if file.trim_ascii_start().first() != Some(&b'{') => no_settings(),
        _ if at >= whole.len() || whole.last() != Some(&b'}') => {
            // Where it is cut off, that is at its end.
            at = whole.len();
            t!("The file ends in the middle: it seems to be cut off.").to_owned()
        }
        _ => t!("This is not written as JSON is: a comma, a quotation mark or a bracket may be missing just before.").to_owned(),
    };
    let before = file.get(..at).unwrap_or(file);
    let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
    let column = 1 + before.iter().rev().take_while(|byte| **byte != b'\n').count();
    Refused::new(t!("line {line}, column {column}"), why)
}

/// Why a file is refused that does not begin as settings do.
fn no_settings() -> String {
    t!("This is no file of settings: one begins with {sign}.", sign = "{")
}
