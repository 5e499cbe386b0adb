//! Words of the field as a person would say them.

use super::view::MarkView;
use crate::finding::Severity;
use crate::observation::Millis;
use crate::site::Party;

/// The severity's word as a person reads it.
pub const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "Critical",
        Severity::High => "High",
        Severity::Medium => "Medium",
        Severity::Low => "Low",
        Severity::Info => "Info",
    }
}

/// The severity's shape as an SVG path, in a 12 by 12 field: told apart without colour.
pub const fn shape(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "M6 .5 11.8 11.5H.2z",
        Severity::High => "M6 .8 11.5 6.6H8.6v4.6H3.4V6.6H.5z",
        Severity::Medium => "M6 0l6 6-6 6-6-6z",
        Severity::Low => "M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1z",
        Severity::Info => "M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1zm0 2a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
    }
}

/// Whose a recipient or a stored entry is, seen from the page.
pub const fn whose(party: Party, relay: bool) -> &'static str {
    match (party, relay) {
        (_, true) => "your own host, a vendor's language",
        (Party::First, _) => "this site",
        (Party::SameOwner, _) => "your own domain",
        (Party::Third, _) => "another company",
        (Party::Unknown, _) => "not known whose",
    }
}

/// A vendor category's word without the trade's abbreviations; a word that is not known is given back without hyphens.
pub fn category(word: &str) -> String {
    match word {
        "cdp" => "customer data platform".to_owned(),
        "crm" => "customer relations".to_owned(),
        "cdn" => "content delivery".to_owned(),
        "captcha" => "robot check".to_owned(),
        "embed" => "embedded content".to_owned(),
        other => other.replace('-', " "),
    }
}

/// How a consent signal (`granted`, `denied`, `mixed`, `unclear`, `waiting`) or a setting (`on`, `off`, `not-visible`) stands.
pub fn standing(word: &str) -> &'static str {
    match word {
        "granted" => "Granted",
        "denied" => "Denied",
        "mixed" => "Mixed",
        "on" => "On",
        "off" => "Off",
        "not-visible" => "Not visible",
        "waiting" => "Waiting",
        _ => "Unclear",
    }
}

/// What a node of the tree of tags is.
pub fn node(kind: &str) -> &'static str {
    match kind {
        "page" => "The page",
        "container" => "Tag container",
        "script" => "Script",
        "frame" => "Frame",
        "stylesheet" => "Style sheet",
        "recipient" => "Recipient",
        _ => "Not known",
    }
}

/// How a sending or writing stands to the visitor's choice ([`super::view::MarkView::verdict`]); empty for another word.
pub fn verdict(word: &str) -> &'static str {
    match word {
        "before" => "before a choice",
        "accepted" => "after accepting",
        "rejected" => "after refusing",
        "partial" => "after a choice of some",
        "none" => "no banner seen",
        "restored-accepted" => "accepted on an earlier visit",
        "restored-rejected" => "refused on an earlier visit",
        "restored-partial" => "some allowed on an earlier visit",
        _ => "",
    }
}

/// What was chosen, as [`super::view::ConsentView::state`] has it.
pub fn chosen(state: &str) -> &'static str {
    match state {
        "waiting" => "Waiting for a choice",
        "accepted" => "Accepted",
        "rejected" => "Refused",
        "partial" => "Some allowed",
        _ => "No banner seen",
    }
}

/// How a check came out ([`super::view::PassView::state`]).
pub fn outcome(state: &str) -> &'static str {
    match state {
        "pass" => "Passed",
        "fail" => "Failed",
        _ => "Not tested",
    }
}

/// What is chosen in a step of the guided check ([`super::view::RunView::step`]).
pub fn step(step: &str) -> &'static str {
    match step {
        "accept" => "Accepted",
        "reject" => "Refused",
        _ => "Nothing chosen",
    }
}

/// How far a step of the guided check is ([`super::view::RunView::state`]).
pub fn run(state: &str) -> &'static str {
    match state {
        "running" => "Running",
        "done" => "Done",
        "doubtful" => "Doubtful: what was chosen is not what this step asks for",
        _ => "Not run yet",
    }
}

/// What an event of the time line is ([`super::view::MarkView::kind`]).
pub fn mark(kind: &str) -> &'static str {
    match kind {
        "page" => "Page",
        "manager" => "Consent manager",
        "banner" => "Banner",
        "choice" => "Choice",
        "cookie" => "Cookie",
        "write" => "Storage",
        "signal" => "Consent signal",
        _ => "Request",
    }
}

/// For each event of the time line how long after its page's beginning it came, in milliseconds. What comes before any page known here
/// counts from when watching began.
pub fn since_page(marks: &[MarkView], watched: Millis) -> Vec<Millis> {
    let mut began = watched;
    let since = |mark: &MarkView| {
        if mark.kind == "page" {
            began = mark.at;
        }
        mark.at.saturating_sub(began)
    };
    marks.iter().map(since).collect()
}

/// How long after the page began: "+0.4 s", "+12 s", "+3 min 10 s".
pub fn after(milliseconds: Millis) -> String {
    let seconds = milliseconds / 1000;
    match seconds {
        0..10 => format!("+{seconds}.{} s", milliseconds % 1000 / 100),
        10..60 => format!("+{seconds} s"),
        _ => format!("+{} min {} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::{after, category, verdict};
    use crate::consent::{Choice, Verdict};

    #[test]
    fn every_verdict_has_words() {
        let after = |restored| [Choice::Accepted, Choice::Rejected, Choice::Partial].map(|c| Verdict::After(c, restored));
        for one in [Verdict::None, Verdict::Before].into_iter().chain(after(false)).chain(after(true)) {
            assert_ne!(verdict(one.word()), "", "{one:?}");
        }
        assert_eq!(verdict(""), "");
    }

    #[test]
    fn times_since_the_page_began() {
        for (ms, said) in
            [(0, "+0.0 s"), (449, "+0.4 s"), (9_999, "+9.9 s"), (10_000, "+10 s"), (59_999, "+59 s"), (190_500, "+3 min 10 s")]
        {
            assert_eq!(after(ms), said);
        }
    }

    #[test]
    fn categories_are_words() {
        for (word, said) in [("cdp", "customer data platform"), ("session-replay", "session replay"), ("maps", "maps"), ("", "")] {
            assert_eq!(category(word), said);
        }
    }
}
