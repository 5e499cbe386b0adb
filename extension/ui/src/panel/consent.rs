//! What somebody said of the visitor's consent: a request, a consent manager, the browser.

use super::draw::{nothing, ours, own, row, tag, text};
use super::parts::{coded, excerpt, standing};
use leaklight_core::excerpt::Excerpt;
use leaklight_core::report::view::SignalView;
use leaklight_text::t;
use leptos::prelude::*;

/// The signals of a recipient's requests, for a list of facts; nothing where none was seen.
pub fn signals(all: &[SignalView]) -> AnyView {
    if all.is_empty() {
        return nothing();
    }
    let one = |s: &SignalView| told(&s.name, &s.standing, &s.said, &s.at, &s.value, nothing());
    let signals = tag("ul", "proofs signals small", row(all.iter().map(one)));
    row([tag("h4", "", text(t!("What its requests said of consent"))), signals])
}

/// One that says what was chosen, and where it says so.
pub fn told(name: &str, stands: &str, said: &str, at: &str, value: &Excerpt, when: AnyView) -> AnyView {
    // What is said of a hit without any signal stands nowhere in it.
    let sent = match (at, value.shown.as_str()) {
        ("", _) => nothing(),
        (at, "") => tag("p", "mono muted", ours("", tag("bdi", "", coded(at)))),
        (at, _) => tag("p", "mono muted", ours("", row([tag("bdi", "", coded(at)), text(" = "), excerpt(value)]))),
    };
    let when = tag("span", "muted times", when);
    let lines = [tag("p", "row wrap", row([own("b", "", text(name)), standing(stands), when])), own("p", "", text(said)), sent];
    tag("li", "", row(lines))
}
