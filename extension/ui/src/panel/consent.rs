//! What a recipient's requests said of the visitor's consent.

use super::draw::{nothing, row};
use super::parts::{excerpt, standing};
use leaklight_core::report::view::SignalView;
use leptos::prelude::*;

/// The signals, for a list of facts; nothing where none was seen.
pub fn signals(all: &[SignalView]) -> AnyView {
    if all.is_empty() {
        return nothing();
    }
    let one = |signal: &SignalView| {
        view! {
            <li>
                <p class="row wrap">
                    <b dir="auto">{signal.name.clone()}</b>
                    {standing(&signal.standing)}
                </p>
                <p dir="auto">{signal.said.clone()}</p>
                <p class="mono muted" dir="ltr">
                    <bdi>{signal.at.clone()}</bdi>
                    " = "
                    {excerpt(&signal.value)}
                </p>
            </li>
        }
        .into_any()
    };
    view! {
        <h4>"What its requests said of consent"</h4>
        <ul class="proofs signals small">{row(all.iter().map(one))}</ul>
    }
    .into_any()
}
