//! A vendor as the catalogue holds it, and how a request was told to be its.

use super::table;
use super::words::{BaaStatus, Category, Role};

/// A vendor: one product of one owner.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Vendor {
    /// Its name in data: lower-case words joined by `-`.
    pub id: &'static str,
    /// Its name as people know it.
    pub name: &'static str,
    /// The company behind it; a former or better-known name follows in brackets.
    pub owner: &'static str,
    /// What it is for.
    pub category: Category,
    /// The day its patterns were last compared with their sources (`2026-11-23`).
    pub checked: &'static str,
    /// The setting that stops a leak to it at the source, in plain words.
    pub fix: &'static str,
    /// Its public position on business associate agreements.
    pub baa: Baa,
    pub(super) rules: table::Span,
    /// The name of the list in which several hits may stand in one body; empty where there is none.
    pub(super) batch: table::T,
}

/// A vendor's public position on signing a business associate agreement: a dated statement, never proof for a site.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Baa {
    /// The position.
    pub status: BaaStatus,
    /// The position in words.
    pub words: &'static str,
    /// Where it was read; empty where nothing was found.
    pub source: &'static str,
    /// When it was said or read; "undated copy" where the source bears no date.
    pub as_of: &'static str,
}

/// How a vendor was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By its host.
    Host,
    /// By the shape of what is sent, on a host that is not its own: `matched` of `of` marks were there.
    Signature {
        /// Marks found.
        matched: u8,
        /// Marks looked for.
        of: u8,
    },
    /// By the name alone of a host of the site's own: one the vendor's customers give theirs. A hint, no more.
    Name,
    /// A person said so.
    Declared,
}

impl How {
    /// How many marks of a signature were there; 0 where it was not told by one.
    pub(crate) const fn matched(self) -> u8 {
        match self {
            How::Host | How::Name | How::Declared => 0,
            How::Signature { matched, .. } => matched,
        }
    }
}

/// A request's vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recognised {
    /// Who.
    pub vendor: &'static Vendor,
    /// What the request is to it.
    pub role: Role,
    /// Whether the request serves measuring, advertising, profiling, replay or identity matching.
    pub tracking: bool,
    /// How it was told.
    pub how: How,
}
