//! The time line of a visit: what was shown, chosen, sent and kept, in the order it came.

use super::draw::{Item, calm, keyed, leads, nothing, number_of, own, part_if, row, tag, text, told_apart, words};
use super::findings::more;
use super::parts::verdict;
use super::picture::picture;
use super::recipients::show_row;
use crate::state::Panel;
use crate::words::{count, thousands};
use leaklight_core::report::picture::Which;
use leaklight_core::report::plain;
use leaklight_core::report::view::MarkView;
use leaklight_text::{Message, message, t};
use leptos::prelude::*;
use std::sync::Arc;

const STEP: usize = 200;
const NONE: Message = message!("Pages opened, banners, choices, what was sent and what was kept stand here in the order they came.");

/// The sheet.
pub fn sheet(panel: Panel) -> AnyView {
    let most = RwSignal::new(STEP);
    let all = move || panel.consent.with(|c| c.marks.len());
    let rows = keyed(move || {
        let since = panel.head.with(|head| head.since);
        panel.consent.with(|c| {
            let times = plain::since_page(&c.marks, since);
            let item = |(mark, time): (&MarkView, u64)| {
                let id = number_of((mark.at, time, &mark.kind, &mark.said, &mark.verdict, &mark.recipient, mark.count));
                let mark = mark.clone();
                Item { id, draw: Arc::new(move || one(panel, &mark, time)) }
            };
            told_apart(c.marks.iter().zip(times).take(most.get()).map(item))
        })
    });
    let earlier = part_if(move || {
        let n = panel.consent.with(|c| c.more);
        let said = count(n, t!("earlier event is not kept here."), t!("earlier events are not kept here."));
        (n > 0).then(|| tag("p", "small muted", text(said)))
    });
    let class = words(move || if all() == 0 { "gone" } else { "" }.to_owned());
    let none = part_if(move || (all() == 0).then(|| calm(t!("No page, choice or request seen so far"), text(NONE.say()))));
    view! {
        <h2 class="unseen">{t!("Timeline")}</h2>
        {none}
        <section class=class>
            <h3>{t!("In the order it came")}</h3>
            {picture(panel, Which::Timeline)}
            {earlier}
            <ol class="item marks" aria-label=t!("In the order it came")>
                {rows}
            </ol>
            {more(most, STEP, all)}
        </section>
    }
    .into_any()
}

fn one(panel: Panel, mark: &MarkView, time: u64) -> AnyView {
    let turn = matches!(mark.kind.as_str(), "page" | "banner" | "choice");
    let said = own("span", "", text(&mark.said));
    let said = match mark.recipient.as_str() {
        "" => said,
        id => {
            let id = id.to_owned();
            leads(said, move || show_row(panel, &id))
        }
    };
    let times = if mark.count > 1 { tag("span", "small muted times", text(format!("×{}", thousands(mark.count)))) } else { nothing() };
    let kind = tag("span", "small muted", text(plain::mark(&mark.kind)));
    let below = tag("span", "row wrap", row([kind, times, verdict(&mark.verdict)]));
    let inside = row([tag("span", "small muted times", text(plain::after(time))), tag("div", "", row([said, below]))]);
    tag("li", if turn { "mark turn" } else { "mark" }, inside)
}
