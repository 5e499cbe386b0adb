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
    // The word "portal" by itself is any shop's; only beside health does it mean a patient's.
    if j.sensitive && raises(Kind::Portal) {
        return Context::C3candidate;
    }
    let lowered = !j.sensitive && j.evidence.iter().any(|e| e.kind == Kind::Setting);
    let step = raises(Kind::Step) || raises(Kind::Billing);
    let care = j.evidence.iter().any(|e| {
        let says = !matches!(e.kind, Kind::Step | Kind::Body | Kind::Person | Kind::Section) && e.weight >= 40;
        e.at == "host" && e.weight > 0 || says && e.topic.is_some_and(super::Topic::is_health)
    });
    if step && (j.sensitive || care && !lowered) {
        return Context::C2;
    }
    if j.sensitive {
        let intake = raises(Kind::Provider) || a.query().contains("symptom");
        return if intake { Context::C2 } else { Context::C1 };
    }
    Context::C0
}
