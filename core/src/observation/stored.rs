//! What is stored, who wrote it, and which scripts a page holds.

use super::Millis;
use serde::{Deserialize, Serialize};

/// Which store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Area {
    /// `localStorage`.
    Local,
    /// `sessionStorage`.
    Session,
    /// Cookies that scripts write; never of [`Storage`], which cookies do not come in.
    Cookie,
    /// IndexedDB. An entry's name is database, store and key, parted by tabs; a store without entries has an empty key.
    Indexed,
    /// Cache Storage. An entry's name is the cache's name and the address kept, parted by a tab; its value is that address.
    Cache,
}

/// Entries of a frame's storage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Storage {
    /// The frame.
    pub frame: i64,
    /// The frame's origin, by the browser's word, not the page's.
    pub origin: String,
    /// Which store.
    pub area: Area,
    /// Key and value; no value where the key was removed.
    pub entries: Vec<(String, Option<String>)>,
    /// Entries left out because there were too many or they were too large.
    #[serde(default)]
    pub left_out: u32,
}

/// A cookie.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cookie {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// The domain it belongs to; a leading dot means its subdomains too.
    pub domain: String,
    /// Its path.
    #[serde(default)]
    pub path: String,
    /// The top-level site of its partition, where it is partitioned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partition: Option<String>,
    /// Hidden from scripts.
    #[serde(default)]
    pub http_only: bool,
    /// Sent over TLS only.
    #[serde(default)]
    pub secure: bool,
    /// When it ends; none for a session cookie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Millis>,
    /// `strict`, `lax`, `none`; empty where nothing is said.
    #[serde(default)]
    pub same_site: String,
    /// True where only its own host gets it, and no subdomain.
    #[serde(default)]
    pub host_only: bool,
    /// True where it was there already when the page's cookies were read.
    #[serde(default)]
    pub was_there: bool,
    /// True where it was removed.
    #[serde(default)]
    pub removed: bool,
}

/// Scripts wrote to storage, as the page hook saw it. The page may forge it: it only ever labels an entry that the browser or the
/// content script reported.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Writes {
    /// The frame whose scripts wrote.
    pub frame: i64,
    /// That frame's origin, by the browser's word.
    pub origin: String,
    /// What was written, in order; at most [`MAX_WRITES`].
    pub list: Vec<Write>,
    /// Writes left out because there were too many.
    #[serde(default)]
    pub left_out: u32,
}

/// One entry written or removed by a script.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Write {
    /// Which store.
    pub area: Area,
    /// The entry's name, as in [`Storage`]; a cookie's name. Empty where the store was cleared.
    pub name: String,
    /// Addresses of the scripts that were running, nearest first, as in [`super::Cause::by`].
    pub by: Vec<String>,
    /// True where it was removed.
    #[serde(default)]
    pub removed: bool,
}

/// Writes one event tells of.
pub const MAX_WRITES: usize = 50;

/// The scripts of a frame's document, as its content script found them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scripts {
    /// The frame.
    pub frame: i64,
    /// The frame's address, by the browser's word.
    pub url: String,
    /// Scripts not told of before; at most [`MAX_SCRIPTS`].
    pub list: Vec<Script>,
    /// Scripts left out because there were too many.
    #[serde(default)]
    pub left_out: u32,
}

/// One script of a document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Script {
    /// Its address; empty for one written in the page.
    #[serde(default)]
    pub url: String,
    /// `sha256-…` in base64 of its text, for one written in the page; for one with an address what the page requires of it (its
    /// `integrity` attribute). Empty where not known.
    #[serde(default)]
    pub hash: String,
    /// Its length in bytes, for one written in the page.
    #[serde(default)]
    pub size: u32,
    /// True where a script put it there, and not the page's markup.
    #[serde(default)]
    pub added: bool,
}

/// Scripts one event tells of.
pub const MAX_SCRIPTS: usize = 100;
