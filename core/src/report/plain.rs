//! Words of the field as a person would say them.

use super::view::MarkView;
use crate::finding::Severity;
use crate::observation::Millis;
use crate::site::Party;
use crate::vendor::Category;
use leaklight_text::t;

/// The severity's word as a person reads it.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => t!("Critical"),
        Severity::High => t!("High"),
        Severity::Medium => t!("Medium"),
        Severity::Low => t!("Low"),
        Severity::Info => t!("Info"),
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
pub fn whose(party: Party, relay: bool) -> &'static str {
    match (party, relay) {
        (_, true) => t!("your own host, a vendor's language"),
        (Party::First, _) => t!("this site"),
        (Party::SameOwner, _) => t!("your own domain"),
        (Party::Third, _) => t!("another company"),
        (Party::Unknown, _) => t!("not known whose"),
    }
}

/// A vendor category's word without the trade's abbreviations; a word that is not known is given back without hyphens.
pub fn category(word: &str) -> String {
    let Some(known) = Category::ALL.iter().find(|known| known.word() == word) else { return word.replace('-', " ") };
    match known {
        Category::Advertising => t!("advertising"),
        Category::Social => t!("social"),
        Category::Analytics => t!("analytics"),
        Category::SessionReplay => t!("session replay"),
        Category::TagManager => t!("tag manager"),
        Category::Cdp => t!("customer data platform"),
        Category::Experimentation => t!("experimentation"),
        Category::Chat => t!("chat"),
        Category::CallTracking => t!("call tracking"),
        Category::Scheduling => t!("scheduling"),
        Category::Consent => t!(category: "consent"),
        Category::EmailMarketing => t!("email marketing"),
        Category::Crm => t!("customer relations"),
        Category::ErrorMonitoring => t!("error monitoring"),
        Category::Performance => t!("performance"),
        Category::Embed => t!("embedded content"),
        Category::Maps => t!("maps"),
        Category::Video => t!("video"),
        Category::Fonts => t!("fonts"),
        Category::Captcha => t!("robot check"),
        Category::Cdn => t!("content delivery"),
        Category::Relay => t!("relay"),
        Category::Other => t!(category: "other"),
    }
    .to_owned()
}

/// How a consent signal (`granted`, `denied`, `mixed`, `unclear`, `waiting`) or a setting (`on`, `off`, `not-visible`) stands.
pub fn standing(word: &str) -> &'static str {
    match word {
        "granted" => t!("Granted"),
        "denied" => t!("Denied"),
        "mixed" => t!("Mixed"),
        "on" => t!(switched: "On"),
        "off" => t!(switched: "Off"),
        "not-visible" => t!("Not visible"),
        "waiting" => t!("Waiting"),
        _ => t!("Unclear"),
    }
}

/// What a node of the tree of tags is.
pub fn node(kind: &str) -> &'static str {
    match kind {
        "page" => t!("The page"),
        "container" => t!("Tag container"),
        "script" => t!("Script"),
        "frame" => t!("Frame"),
        "stylesheet" => t!("Style sheet"),
        "recipient" => t!("Recipient"),
        _ => t!("Not known"),
    }
}

/// How a sending or writing stands to the visitor's choice ([`super::view::MarkView::verdict`]); empty for another word.
pub fn verdict(word: &str) -> &'static str {
    match word {
        "before" => t!("before a choice"),
        "accepted" => t!("after accepting"),
        "rejected" => t!("after refusing"),
        "partial" => t!("after a choice of some"),
        "none" => t!("no banner seen"),
        "restored-accepted" => t!("accepted on an earlier visit"),
        "restored-rejected" => t!("refused on an earlier visit"),
        "restored-partial" => t!("some allowed on an earlier visit"),
        _ => "",
    }
}

/// What was chosen, as [`super::view::ConsentView::state`] has it.
pub fn chosen(state: &str) -> &'static str {
    match state {
        "waiting" => t!("Waiting for a choice"),
        "accepted" => t!("Accepted"),
        "rejected" => t!("Refused"),
        "partial" => t!("Some allowed"),
        _ => t!("No banner seen"),
    }
}

/// How a check came out ([`super::view::PassView::state`]).
pub fn outcome(state: &str) -> &'static str {
    match state {
        "pass" => t!("Passed"),
        "fail" => t!("Failed"),
        _ => t!("Not tested"),
    }
}

/// What is chosen in a step of the guided check ([`super::view::RunView::step`]).
pub fn step(step: &str) -> &'static str {
    match step {
        "accept" => t!("Accepted"),
        "reject" => t!("Refused"),
        _ => t!("Nothing chosen"),
    }
}

/// How far a step of the guided check is ([`super::view::RunView::state`]).
pub fn run(state: &str) -> &'static str {
    match state {
        "running" => t!("Running"),
        "done" => t!("Done"),
        "doubtful" => t!("Doubtful: what was chosen is not what this step asks for"),
        _ => t!("Not run yet"),
    }
}

/// What an event of the time line is ([`super::view::MarkView::kind`]).
pub fn mark(kind: &str) -> &'static str {
    match kind {
        "page" => t!("Page"),
        "manager" => t!("Consent manager"),
        "banner" => t!("Banner"),
        "choice" => t!("Choice"),
        "cookie" => t!("Cookie"),
        "write" => t!("Storage"),
        "signal" => t!("Consent signal"),
        _ => t!("Request"),
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
        0..10 => t!("+{seconds}.{tenth} s", tenth = milliseconds % 1000 / 100),
        10..60 => t!("+{seconds} s"),
        _ => t!("+{minutes} min {seconds} s", minutes = seconds / 60, seconds = seconds % 60),
    }
}

/// "1 request", "12 requests".
pub fn requests(n: u32) -> String {
    counted(n, t!("1 request"), |n| t!("{n} requests"))
}

/// "once", "12 times".
pub fn times(n: u32) -> String {
    counted(n, t!("once"), |n| t!("{n} times"))
}

/// One of two messages: for one, and for many or none.
pub(crate) fn counted(n: u32, one: &'static str, many: fn(u32) -> String) -> String {
    if n == 1 { one.to_owned() } else { many(n) }
}

/// What stands in a row of the guided check ([`super::view::CheckRow::kind`]); a word that is not known is given back.
pub fn checked(kind: &str) -> &str {
    match kind {
        "recipient" => t!("recipient"),
        "cookie" => t!("cookie"),
        "storage" => t!("storage"),
        other => other,
    }
}

/// Where an entry is stored ([`super::view::StorageView::area`]); a word that is not known is given back.
pub fn area(area: &str) -> &str {
    match area {
        "cookie" => t!("cookie"),
        "local storage" => t!("local storage"),
        "session storage" => t!("session storage"),
        other => other,
    }
}

/// Which part of a request a value stood in ([`crate::finding::Evidence::at`] before its colon, [`crate::payload::Part::word`]); a word
/// that is not known is given back.
pub fn stood(part: &str) -> &str {
    match part {
        "path" => t!(place: "path"),
        "matrix" => t!(place: "matrix"),
        "query" => t!(place: "query"),
        "fragment" => t!(place: "fragment"),
        "body" => t!(place: "body"),
        "header" => t!(place: "header"),
        "cookie" => t!(place: "cookie"),
        "message" => t!(place: "message"),
        other => other,
    }
}

/// A word of our own between commas; nothing where there is none.
pub(crate) fn joined(all: &[String]) -> String {
    all.join(t!(", "))
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
