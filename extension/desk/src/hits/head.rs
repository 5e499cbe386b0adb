//! The panel's head: watching, pause, clear, filters, and the other visit to compare with.

use super::feed::refresh;
use super::state::{Desk, Mode, Phase};
use super::visit;
use crate::sift::{ANY, Sift};
use leaklight_draw::bridge;
use leaklight_draw::draw::{Words, begin, button, nothing, part, part_if, press_row, row, switch, tag, text, truth, words};
use leaklight_draw::words::thousands;
use leaklight_text::t;
use leptos::prelude::*;

/// The head.
pub fn head(desk: Desk) -> AnyView {
    let filters = part_if(move || matches!(desk.mode.get(), Mode::List).then(|| filters(desk)));
    let count = part(move || text(t!("{} listed", thousands(desk.rows.with(Vec::len) as u32))));
    let title = row([tag("h1", "grow", text(t!("Every hit of this tab"))), tag("span", "small muted number", count)]);
    tag("header", "head hits-head", row([tag("div", "row wrap", title), acts(desk), filters]))
}

fn acts(desk: Desk) -> AnyView {
    let pause = switch("", truth(move || desk.paused.get()), text(t!("Pause")), move || {
        desk.paused.update(|on| *on = !*on);
        desk.notice
            .set(if desk.paused.get_untracked() { t!("Paused: what happens meanwhile is listed when you go on.") } else { "" }.into());
        refresh(desk);
    });
    let clear = button("", text(t!("Clear")), move || {
        let now = bridge::clock().now;
        desk.since.set(now);
        desk.rows.set(Vec::new());
        desk.notice.set(t!("The list begins from now. The recording itself is kept.").into());
        begin(async move {
            bridge::ask("cleared", &[("at", (now as f64).into())]).await;
            refresh(desk);
        });
    });
    let all = part_if(move || {
        (desk.since.get() > 0).then(|| {
            button("", text(t!("Show all since watching began")), move || {
                desk.since.set(0);
                desk.rows.set(Vec::new());
                begin(async move {
                    bridge::ask("cleared", &[("at", 0.into())]).await;
                    refresh(desk);
                });
            })
        })
    });
    let picked = part_if(move || {
        let known = desk.picked.get()?;
        let label = t!(
            "Leave {what} out of the comparison",
            what = if known.hit.event.is_empty() { &known.hit.recipient.name } else { &known.hit.event }
        );
        Some(button("", tag("bdi", "", text(label)), move || desk.picked.set(None)))
    });
    let back = part_if(move || {
        (!matches!(desk.mode.get(), Mode::List)).then(|| button("main", text(t!("Back to the list")), move || desk.mode.set(Mode::List)))
    });
    press_row(t!("What to do with the list"), row([back, pause, clear, all, visit::choose(desk), picked]))
}

fn filters(desk: Desk) -> AnyView {
    let sift = desk.sift;
    let typed = words(move || sift.with(|s| s.typed.clone()));
    let recipients = choice(
        t!("Recipient"),
        t!("All recipients"),
        move || desk.choices.with(|c| c.recipients.clone()),
        move || sift.with(|s| s.recipient.clone()),
        move |value| sift.update(|s| s.recipient = value),
    );
    let events = choice(
        t!("Event"),
        t!("All events"),
        move || desk.choices.with(|c| c.events.clone()),
        move || sift.with(|s| s.event.clone()),
        move |value| sift.update(|s| s.event = value),
    );
    let findings = choice(
        t!("Finding"),
        t!("With and without findings"),
        move || {
            let mut all = vec![(ANY.to_owned(), t!("Any finding").to_owned())];
            desk.choices.with(|c| all.extend(c.findings.iter().cloned()));
            all
        },
        move || sift.with(|s| s.finding.clone()),
        move |value| sift.update(|s| s.finding = value),
    );
    let reset = part_if(move || {
        let open = sift.with(Sift::is_open);
        (!open).then(|| button("plain", text(t!("Show all")), move || sift.set(Sift::default())))
    });
    view! {
        <div class="hits-filters">
            <input
                type="search"
                aria-label=t!("Search the hits")
                placeholder=t!("Search: vendor, parameter, value, status")
                prop:value=typed
                on:input=move |event| sift.update(|s| s.search(&event_target_value(&event)))
            />
            {recipients}
            {events}
            {findings}
            {reset}
        </div>
    }
    .into_any()
}

/// A list to choose one of, or all.
fn choice(
    name: &'static str,
    all: &'static str,
    options: impl Fn() -> Vec<(String, String)> + Send + Sync + 'static,
    chosen: impl Fn() -> String + Send + Sync + 'static,
    set: impl Fn(String) + 'static,
) -> AnyView {
    let inside = part(move || {
        let chosen = chosen();
        let one = |value: String, said: String| {
            let picked = value == chosen;
            view! { <option value=value prop:selected=picked>{said}</option> }.into_any()
        };
        row(std::iter::once(one(String::new(), all.to_owned())).chain(options().into_iter().map(|(value, said)| one(value, said))))
    });
    let changed: Box<dyn FnMut(leptos::ev::Event)> = Box::new(move |event| set(event_target_value(&event)));
    view! { <select aria-label=name on:change=changed>{inside}</select> }.into_any()
}

/// What is said where there is nothing to list.
pub fn remark(desk: Desk, shown: usize) -> AnyView {
    let box_of = |heading: &'static str, inside: AnyView| tag("div", "item calm", row([tag("h2", "", text(heading)), inside]));
    match desk.phase.get() {
        Phase::Waiting => box_of(t!("Asking"), tag("p", "", text(t!("The list comes in a moment.")))),
        Phase::NoTab => box_of(t!("No tab"), tag("p", "", text(t!("Open this panel from the DevTools of the tab to look at.")))),
        Phase::Silent(why) => box_of(t!("No answer"), tag("p", "", text(t!("Leaklight’s worker did not answer: {why}")))),
        Phase::Unwatched => unwatched(desk),
        Phase::Watching if desk.rows.with(Vec::is_empty) => box_of(
            t!("No hit so far"),
            tag(
                "p",
                "",
                text(t!(
                    "No request that tells somebody something was seen since the list began. That says nothing about what was not seen."
                )),
            ),
        ),
        Phase::Watching if shown == 0 => box_of(t!("No hit fits these filters"), tag("p", "", text(t!("The list itself is not empty.")))),
        Phase::Watching => nothing(),
    }
}

fn unwatched(desk: Desk) -> AnyView {
    let watch = move |reload: bool| {
        move || {
            let Some(tab) = desk.tab.get_untracked() else { return };
            let answer = bridge::watch(tab, reload);
            begin(async move {
                let reply = answer.await;
                let said = match reply.state.as_str() {
                    _ if reply.ok => "",
                    "refused" => t!("Without access to all sites no third-party request can be seen. Nothing is watched."),
                    "cannot-watch" => {
                        t!("This page cannot be watched, or Leaklight was not given access to sites yet: press its toolbar button.")
                    }
                    _ => t!("That did not work."),
                };
                desk.notice.set(said.into());
                refresh(desk);
            });
        }
    };
    let said: Words = words(move || {
        let kept = desk.rows.with(Vec::len);
        if kept == 0 { String::new() } else { t!("Watching ended; what was listed stays until this panel is closed.").into() }
    });
    tag(
        "div",
        "item calm",
        row([
            tag("h2", "", text(t!("This tab is not watched"))),
            tag("p", "", text(t!("Leaklight reads what leaves a tab only where you ask it to. Nothing leaves this computer."))),
            tag("p", "", said.into_any()),
            tag(
                "div",
                "acts",
                row([
                    button("main", text(t!("Watch this tab and load it again")), watch(true)),
                    button("", text(t!("Watch from now on")), watch(false)),
                ]),
            ),
        ]),
    )
}
