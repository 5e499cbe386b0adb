//! The checks a visit passed, failed or was not put to.

use super::choice::is_ignored;
use super::plain::counted;
use super::view::{PassView, SendsView};
use crate::detect::words::listed;
use crate::tab::Tab;
use leaklight_text::t;

/// The checks that can pass, one by one.
struct Passes {
    out: Vec<PassView>,
    /// Why nothing can pass; empty where it can.
    blind: &'static str,
}

impl Passes {
    /// Adds one: `failed` why it failed, `not` why it was not tested, else it passed because of what was `seen`.
    #[inline(never)]
    fn add(&mut self, name: &str, failed: String, not: &str, seen: String) {
        let not = if not.is_empty() { self.blind } else { not };
        let (state, because) = match (failed.is_empty(), not.is_empty()) {
            (false, _) => ("fail", failed),
            (true, false) => ("not-tested", not.to_owned()),
            (true, true) => ("pass", seen),
        };
        self.out.push(PassView { name: name.to_owned(), state: state.to_owned(), because });
    }
}

/// "Meta and TikTok"; nothing where there is nobody.
fn names(mut all: Vec<String>) -> String {
    let more = all.len().saturating_sub(4) as u32;
    all.truncate(4);
    if more > 0 {
        all.push(t!("{more} more"));
    }
    listed(&all)
}

/// Why it failed, where it did so `n` times.
fn failed(n: u32, one: &'static str, many: fn(u32) -> String) -> String {
    if n > 0 { counted(n, one, many) } else { String::new() }
}

/// A reason where it holds.
const fn unless(tested: bool, why: &'static str) -> &'static str {
    if tested { "" } else { why }
}

/// The checks that can pass: with an observation behind them, or not tested.
pub(super) fn passes(state: &Tab, sends: &[SendsView]) -> Vec<PassView> {
    let (line, c) = (&state.choice, &state.choice.counts);
    let (mut before, mut ignored) = (Vec::new(), Vec::new());
    for s in sends.iter().filter(|s| s.tracks) {
        if s.before > 0 {
            before.push(s.name.clone());
        }
        if is_ignored(line, s) {
            ignored.push(s.name.clone());
        }
    }
    // What could not be seen may have been just that.
    let blind = if state.unread > 0 {
        t!("Some of what left could not be read")
    } else if state.lost.contains_key("blocked") {
        t!("Something in this browser blocks requests")
    } else if state.lost.contains_key("consent-left-out") {
        t!("There was more than is kept of the time line")
    } else if c.loads == 0 {
        t!("No page was seen from its start: reload it")
    } else {
        ""
    };
    let mut all = Passes { out: Vec::new(), blind };
    let asked = unless(c.asked > 0, t!("No page was seen on which a choice was asked for"));
    let over = counted(c.asked, t!("1 page on which a choice was asked for"), |n| t!("{n} pages on which a choice was asked for"));
    let (early, late) = (names(before), names(ignored));
    all.add(
        t!("No request to a tracker before the choice"),
        if early.is_empty() { early } else { t!("{names} told before", names = early) },
        asked,
        t!("0 requests before a choice, over {pages}", pages = over),
    );
    let kept = failed(c.kept_before, t!("1 kept before"), |n| t!("{n} kept before"));
    let none = t!("0 kept before a choice, over {pages}", pages = over);
    all.add(t!("No cookie or entry of a tracker before the choice"), kept, asked, none);
    all.add(
        t!("Nothing to trackers after refusing"),
        if late.is_empty() { late } else { t!("{names} told after", names = late) },
        unless(c.refused > 0, t!("No page was loaded after a refusal")),
        counted(c.refused, t!("0 requests to trackers, over 1 page loaded after a refusal"), |n| {
            t!("0 requests to trackers, over {n} pages loaded after a refusal")
        }),
    );
    all.add(
        t!("Global Privacy Control honoured"),
        failed(c.gpc_sends, t!("1 request to advertising"), |n| t!("{n} requests to advertising")),
        match (line.gpc, c.gpc) {
            (None, _) => t!("This browser does not send it"),
            (_, 0) => t!("No page was loaded with it on"),
            _ => "",
        },
        counted(c.gpc, t!("0 requests to advertising, over 1 page loaded with it on"), |n| {
            t!("0 requests to advertising, over {n} pages loaded with it on")
        }),
    );
    let carried = match c.matomo {
        1 => t!("{given} of 1 hit carried it", given = c.matomo_consent),
        all => t!("{given} of {all} hits carried it", given = c.matomo_consent),
    };
    all.add(
        t!("Matomo waited: consent=1 on its hits"),
        if c.matomo_consent > 0 && c.matomo_consent < c.matomo { carried.clone() } else { String::new() },
        match (c.matomo, c.matomo_consent) {
            (0, _) => t!("No hit to Matomo was seen"),
            (_, 0) => t!("No hit carried it: Matomo was not told to wait (requireConsent)"),
            _ => "",
        },
        carried,
    );
    all.add(
        t!("Matomo: no hit before the choice"),
        failed(c.matomo_before, t!("1 hit before"), |n| t!("{n} hits before")),
        if asked.is_empty() && c.matomo_after == 0 { t!("No hit to Matomo was seen after a choice") } else { asked },
        t!("0 hits before a choice, {n} after", n = c.matomo_after),
    );
    all.add(
        t!("Search words gone from the address sent"),
        failed(c.search_kept, t!("1 address sent with them"), |n| t!("{n} addresses sent with them")),
        unless(c.search_gone > 0, t!("No page with search words in its address was told of")),
        counted(c.search_gone, t!("1 address sent without them"), |n| t!("{n} addresses sent without them")),
    );
    all.add(
        t!("Title rewritten before sending"),
        failed(c.title_telling, t!("1 telling title sent as it is"), |n| t!("{n} telling titles sent as they are")),
        unless(c.title_new > 0, t!("No title was sent that differs from the page’s")),
        counted(c.title_new, t!("1 title sent that differs from the page’s"), |n| t!("{n} titles sent that differ from the page’s")),
    );
    all.out
}
