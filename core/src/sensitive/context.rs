//! What kind of page an address belongs to.

use super::{Judgement, Kind};
use crate::address::Address;

/// The context axis (DOMAIN 5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// General pages, careers, news.
    C0,
    /// A public health topic, or another sensitive one.
    C1,
    /// A flow with intent: find a doctor, scheduling, symptom checker, intake, bill pay.
    C2,
    /// Looks like a portal behind a login. An address cannot prove that: the user must confirm before it counts as C3.
    C3candidate,
}

impl Context {
    /// The axis's short name.
    pub const fn word(self) -> &'static str {
        match self {
            Context::C0 => "C0",
            Context::C1 => "C1",
            Context::C2 => "C2",
            Context::C3candidate => "C3?",
        }
    }
}

/// The context of the page at `a`, judged as `j`.
pub fn page_context(a: &Address<'_>, j: &Judgement<'_>) -> Context {
    let raises = |k: Kind| j.evidence.iter().any(|e| e.kind == k && e.weight > 0);
    let lowered = j.evidence.iter().any(|e| e.kind == Kind::Setting);
    if raises(Kind::Portal) && !lowered {
        return Context::C3candidate;
    }
    let step = raises(Kind::Step) || raises(Kind::Billing);
    let care = j.evidence.iter().any(|e| e.weight > 0 && e.kind != Kind::Step && e.topic.is_none_or(super::Topic::is_health));
    if !lowered && step && (j.sensitive || care) {
        return Context::C2;
    }
    if j.sensitive {
        let intake = raises(Kind::Provider) || a.query().contains("symptom");
        return if intake { Context::C2 } else { Context::C1 };
    }
    Context::C0
}
