//! What was not seen: the blind spots of this visit with what can be done about them, the pages it covers, and what no browser shows.

use super::draw::{fact, own, part, row, tag, text};
use super::parts::excerpt;
use crate::state::{Head, Panel};
use crate::words::{count, thousands};
use leaklight_core::report::blind::NOT_VISIBLE;
use leaklight_core::report::view::{BlindSpot, PageView};
use leaklight_text::t;
use leptos::prelude::*;

/// How many pages are listed, the latest first.
const MOST: usize = 200;

/// The sheet.
pub fn sheet(panel: Panel) -> AnyView {
    let visit = part(move || {
        let clock = panel.clock.get();
        panel.head.with(|head| {
            let Head { blind, coverage, .. } = head;
            let pages = coverage.pages.iter().rev().take(MOST).map(|page| opened(page, &clock.at(page.at)));
            let beyond = coverage.pages.len().saturating_sub(MOST) as u32 + coverage.more;
            let remark = match (coverage.pages.len(), beyond) {
                (0, _) => t!("No page is on record: what is said above is said of the page named at the top.").to_owned(),
                (_, 0) => String::new(),
                (_, n) => t!("Pages opened beside these, not listed: {n}", n = thousands(n)),
            };
            row([
                heading(t!("In this visit")),
                tag("ul", "item spots", row(blind.iter().map(spot))),
                heading(t!("Pages opened")),
                tag("ul", "item spots", row(pages)),
                tag("p", "small muted", text(remark)),
                tag("p", "small muted", text(t!("Nothing is said of any other page."))),
            ])
        })
    });
    let never = NOT_VISIBLE.iter().map(|(what, said)| fact(what.say(), text(said.say())));
    row([tag("h2", "unseen", text(t!("Not seen"))), visit, heading(t!("Not visible from a browser")), tag("dl", "item", row(never))])
}

fn heading(name: &'static str) -> AnyView {
    tag("h3", "", text(name))
}

fn spot(spot: &BlindSpot) -> AnyView {
    let advice = own("p", "small muted", text(spot.advice.clone()));
    tag("li", "", row([own("p", "", text(spot.said.clone())), advice]))
}

fn opened(page: &PageView, at: &str) -> AnyView {
    let unread = match page.unread {
        0 => String::new(),
        n => t!(", {n} with something that could not be read", n = thousands(n)),
    };
    let requests = count(page.requests, t!("request"), t!("requests"));
    let said = t!("Opened at {at}: {requests}{unread}.");
    tag("li", "", row([tag("p", "address", excerpt(&page.address)), tag("p", "small muted", text(said))]))
}
