//! Rows of the compiled catalogue. The build fills the same rows to try every vendor's own examples before it writes them.

use super::words::{Category, Meaning, Role, Shape};

/// A text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct T(pub(super) &'static str);

impl T {
    pub(super) const fn get(self) -> &'static str {
        self.0
    }

    pub(super) const fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

/// Rows of another table: the first and how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span(pub(super) u16, pub(super) u16);

impl Span {
    pub(super) fn of<X>(self, all: &'static [X]) -> &'static [X] {
        all.get(usize::from(self.0)..usize::from(self.0) + usize::from(self.1)).unwrap_or_default()
    }

    pub(super) const fn is_empty(self) -> bool {
        self.1 == 0
    }
}

/// What a vendor's host is asked for.
#[derive(Default)]
pub(super) struct Endpoint {
    pub vendor: u16,
    pub role: Role,
    pub tracking: bool,
    /// 3 where paths and fields are asked for, 2 where either is, 1 where only the kind of resource is, 0 where the host
    /// is enough.
    pub rank: u8,
    /// Bits of `ResourceType`; 0 for all.
    pub kinds: u16,
    pub paths: Span,
    pub need: Span,
}

/// An endpoint under a host; `only` is a pattern for the whole host, empty where all below the host count.
#[derive(Default)]
pub(super) struct Link {
    pub endpoint: u16,
    pub only: T,
}

/// A domain and the endpoints under it, the most particular first.
#[derive(Default)]
pub(super) struct Host {
    pub name: T,
    pub links: Span,
}

/// A payload's shape, on any host.
#[derive(Default)]
pub(super) struct Signature {
    pub vendor: u16,
    pub role: Role,
    pub tracking: bool,
    pub min: u8,
    pub paths: Span,
    pub need: Span,
    pub some: Span,
}

/// A field that must be there.
#[derive(Default)]
pub(super) struct Condition {
    pub key: T,
    pub value: T,
    pub parts: u8,
}

/// A word that makes a signature worth trying.
#[derive(Default)]
pub(super) struct Trigger {
    pub word: T,
    pub signature: u16,
}

/// A name a vendor's customers give a host of theirs; a pattern for the host's first label.
#[derive(Default)]
pub(super) struct Cname {
    pub label: T,
    pub vendor: u16,
}

/// What a field means.
#[derive(Default)]
pub(super) struct Rule {
    pub pattern: T,
    pub label: T,
    pub parts: u8,
    pub glob: bool,
    pub meaning: Meaning,
    pub shape: Shape,
}

/// An owner of domains, and what they are mostly for.
#[derive(Default)]
pub(super) struct Owned {
    pub name: T,
    pub category: Category,
}

/// A cookie or storage key.
#[derive(Default)]
pub(super) struct Kept {
    pub vendor: u16,
    pub name: T,
    pub domain: T,
    pub what: T,
    pub keeps: T,
    pub meaning: Meaning,
    pub cross_site: bool,
}
