//! What a recipient's requests said of the visitor's consent.

use super::draw::{english, nothing, own, row, tag, text};
use super::parts::{excerpt, standing};
use leaklight_core::report::view::SignalView;
use leptos::prelude::*;

/// The signals, for a list of facts; nothing where none was seen.
pub fn signals(all: &[SignalView]) -> AnyView {
    if all.is_empty() {
        return nothing();
    }
    let one = |signal: &SignalView| {
        // What is said of a hit without any signal stands nowhere in it.
        let sent = match signal.at.as_str() {
            "" => nothing(),
            at => tag("p", "mono muted", english("", row([tag("bdi", "", text(at)), text(" = "), excerpt(&signal.value)]))),
        };
        let lines = [
            tag("p", "row wrap", row([own("b", "", text(&signal.name)), standing(&signal.standing)])),
            own("p", "", text(&signal.said)),
            sent,
        ];
        tag("li", "", row(lines))
    };
    let signals = tag("ul", "proofs signals small", row(all.iter().map(one)));
    row([tag("h4", "", text("What its requests said of consent")), signals])
}
