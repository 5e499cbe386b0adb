//! The DevTools panel: every hit of the tab, for testers.

mod compare;
mod copies;
mod feed;
mod head;
mod list;
mod parameters;
mod state;
mod visit;

use leaklight_draw::bridge;
use leaklight_draw::draw::{part, row, tag, text};
use leaklight_text::t;
use leptos::prelude::*;
use state::{Desk, Mode};

/// The whole page.
pub fn page() -> AnyView {
    let desk = Desk::new();
    feed::follow(desk);
    bridge::on_presenting(move || desk.presenter.set(bridge::presenting()));
    let sheet = part(move || match desk.mode.get() {
        Mode::List => list::sheet(desk),
        Mode::Pair(then, now) => compare::sheet(desk, &then.hit, &now.hit),
        Mode::Visit(name, diff) => visit::sheet(desk, &name, &diff),
    });
    let notice = desk.notice;
    view! {
        {head::head(desk)}
        <main id="sheet">{sheet}</main>
        <p class="hits-said small" role="status">{move || notice.get()}</p>
        {foot(desk)}
    }
    .into_any()
}

/// What this list cannot show.
fn foot(desk: Desk) -> AnyView {
    let left_out = part(move || match desk.left_out.get() {
        0 => text(""),
        n => text([" ", &t!("{n} older or further events were left out.", n = leaklight_draw::words::thousands(n))].concat()),
    });
    let said =
        t!("Not seen is not clean: requests before watching began, bodies the browser shows nobody, and what servers pass on are not \
                in this list. Values are masked until you ask for them.");
    tag("footer", "hits-foot small muted", tag("p", "", row([text(said), left_out])))
}
