//! What a person added to Leaklight's judgement: words and patterns of their own, exceptions, and what kind a page is.
//!
//! Only a person knows that "Project Lighthouse" is an addiction programme, that `/shop/` of their site sells nothing telling, or
//! that what looks like a portal is one. What they say is kept per site, by the host, and shown as theirs.

use serde::{Deserialize, Serialize};

/// What a rule of a person's own says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Says {
    /// It is telling.
    #[default]
    Sensitive,
    /// It is not, whatever the lexicon says.
    Innocent,
}

/// One rule of a person's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Rule {
    /// What it looks for: words in any spelling an address may have ("project lighthouse"), or, where it begins with `/`, a path,
    /// in which `*` stands for anything. Empty: every page of [`Rule::site`].
    pub what: String,
    /// Where it holds: a host, with those below it. Empty: everywhere.
    pub site: String,
    /// What it says.
    pub says: Says,
    /// A topic's id ([`crate::sensitive::Topic::word`]); empty where none was given.
    pub topic: String,
}

/// What kind of page a person said it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct PageKind {
    /// The host, with those below it.
    pub site: String,
    /// A path, in which `*` stands for anything; empty for the whole site.
    pub path: String,
    /// The context class, 0 to 3 ([`crate::finding::Axes::context`]). Only a person's word makes a page class 3.
    pub class: u8,
}
