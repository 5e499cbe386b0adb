//! Small pieces every page uses: severities, marks, page text, lists of words.

use crate::bridge;
use crate::draw::{nothing, own, row, tag, text};
use leaklight_core::excerpt::Excerpt;
use leaklight_core::finding::Severity;
use leaklight_core::report::plain;
pub use leaklight_core::report::plain::severity as said;
use leaklight_core::report::segments::{self, segments};
use leaklight_text::t;
use leptos::prelude::*;

/// Worst first.
pub const SEVERITIES: [Severity; 5] = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info];

/// A word and a shape, then a colour.
pub fn severity(severity: Severity) -> AnyView {
    badge(format!("sev {}", severity.word()), plain::shape(severity), said(severity))
}

/// Before whom something was sent to.
pub fn sent_to() -> AnyView {
    badge("sev no".into(), "M4.5.5h7v7L9 5l-6.6 6.6L.4 9.6 7 3z", t!("Sent to"))
}

/// That a piece of proof is a value known here, and no guess.
pub fn confirmed() -> AnyView {
    badge("sev sure".into(), YES, t!("Confirmed"))
}

/// That a piece of proof only looks like what it is called.
pub fn by_form() -> AnyView {
    badge("sev guess".into(), "M6 0a6 6 0 1 1 0 12A6 6 0 0 1 6 0zm0 1.6a4.4 4.4 0 1 0 0 8.8 4.4 4.4 0 0 0 0-8.8z", t!("Judged by format"))
}

const YES: &str = "M10 1.5 12 3.4 4.8 11 0 6.4l1.9-2 2.9 2.7z";

/// How a consent signal or a setting stands: a shape and a word.
pub fn standing(word: &str) -> AnyView {
    shaped(word, plain::standing(word))
}

/// What the visitor chose.
pub fn chosen(state: &str) -> AnyView {
    shaped(state, plain::chosen(state))
}

/// How a sending or writing stands to the visitor's choice; nothing where nothing is said of it.
pub fn verdict(word: &str) -> AnyView {
    match plain::verdict(word) {
        "" => nothing(),
        said => shaped(word.strip_prefix("restored-").unwrap_or(word), said),
    }
}

/// How a check came out.
pub fn outcome(state: &str) -> AnyView {
    shaped(state, plain::outcome(state))
}

/// How far a step of the guided check is.
pub fn run_state(state: &str) -> AnyView {
    shaped(state, plain::run(state))
}

/// What was seen where nothing was allowed.
pub fn unexpected() -> AnyView {
    shaped("denied", t!("unexpected"))
}

/// How an answer to a lesson's question was.
pub fn answered(right: bool) -> AnyView {
    match right {
        true => badge("sev pass".into(), YES, t!("Right")),
        false => badge("sev".into(), "M0 4.8h12v2.4H0z", t!("Not this one")),
    }
}

fn shaped(word: &str, said: &'static str) -> AnyView {
    const NO: &str = "M1.9 0 6 4.1 10.1 0 12 1.9 7.9 6l4.1 4.1-1.9 1.9L6 7.9 1.9 12 0 10.1 4.1 6 0 1.9z";
    const WAITS: &str = "M2 0h8v3L7.4 6 10 9v3H2V9l2.6-3L2 3z";
    // A setting's colour would judge it: some protect by being on, some by being off.
    let (class, shape) = match word {
        "granted" | "accepted" => ("yes", YES),
        "denied" | "rejected" | "fail" => ("no", NO),
        "pass" => ("pass", YES),
        "on" | "done" => ("", YES),
        "off" => ("", NO),
        "mixed" | "partial" => ("mixed", "M6 0a6 6 0 1 1 0 12A6 6 0 0 1 6 0zm0 1.8a4.2 4.2 0 0 0 0 8.4z"),
        "before" => ("mixed", WAITS),
        "doubtful" => ("mixed", "M6 .2 12 11.4H0zM5.2 4.2v3.6h1.6V4.2zm0 4.5v1.6h1.6V8.7z"),
        "waiting" | "running" => ("", WAITS),
        _ => ("", "M0 4.8h12v2.4H0z"),
    };
    badge(format!("sev {class}"), shape, said)
}

fn badge(class: String, shape: &'static str, said: &'static str) -> AnyView {
    view! {
        <span class=class>
            <svg viewBox="0 0 12 12" aria-hidden="true">
                <path d=shape fill="currentColor" fill-rule="evenodd" />
            </svg>
            {said}
        </span>
    }
    .into_any()
}

/// Page text: masked and capped by core, its telling parts marked. Text nodes only.
pub fn excerpt(excerpt: &Excerpt) -> AnyView {
    let pieces = segments(&excerpt.shown, &excerpt.marks).into_iter();
    let pieces = row(pieces.map(|piece| match piece.marked {
        true => tag("mark", "", text(piece.text)),
        false => text(piece.text),
    }));
    own("bdi", "", pieces)
}

/// A sentence of our own, what is code in it drawn as code.
pub fn coded(sentence: &str) -> AnyView {
    row(segments::coded(sentence).into_iter().map(|piece| match piece.marked {
        true => tag("code", "", text(piece.text)),
        false => text(piece.text),
    }))
}

/// A row of short words.
pub fn chips(all: &[String], name: &'static str) -> AnyView {
    if all.is_empty() {
        return nothing();
    }
    let chips = row(all.iter().map(|word| own("li", "chip", text(word))));
    view! { <ul class="chips" aria-label=name>{chips}</ul> }.into_any()
}

/// What to say of a reply that is a no.
pub fn not_done(reply: &bridge::Reply) -> String {
    if reply.error.is_empty() {
        t!("That did not work.").to_owned()
    } else {
        t!("That did not work: {why}.", why = reply.error.trim_end_matches('.'))
    }
}

/// "advertising · Meta Platforms · 6 requests": each part in its own direction, so that a figure stays with its word.
pub fn dotted(parts: &[&str]) -> AnyView {
    let parts = parts.iter().filter(|part| !part.is_empty()).enumerate();
    row(parts.flat_map(|(at, part)| [text(if at == 0 { "" } else { " · " }), tag("bdi", "", text(*part))]))
}

/// A list of plain sentences under a heading; nothing where there are none.
pub fn sentences(heading: AnyView, all: &[String]) -> AnyView {
    if all.is_empty() {
        return nothing();
    }
    row([heading, tag("ul", "plain small muted", row(all.iter().map(|said| own("li", "", text(said)))))])
}
