//! The line of time: where in the visit the panel stands, with marks at pages and findings.

use super::lesson::Lesson;
use super::log::lasting;
use super::state::Room;
use leaklight_draw::draw::{button, own, part, row, tag, text, words};
use leaklight_draw::words::thousands;
use leaklight_text::{Message, message, t};
use leptos::prelude::*;

/// How fast the visit can be played.
const SPEEDS: [(u32, Message); 4] =
    [(1, message!("As it was")), (2, message!("Twice as fast")), (4, message!("4 times")), (8, message!("8 times"))];

/// The line, what steps along it, and where it stands in words.
pub fn scrubber(room: Room) -> AnyView {
    let lesson = room.open();
    let end = lesson.visit.at.len();
    let said = {
        let lesson = lesson.clone();
        words(move || said(&lesson, room.shown.get(), &room.page.get()))
    };
    let spoken = said.clone();
    let moved: Box<dyn FnMut(leptos::ev::Event)> = Box::new(move |event| {
        room.playing.set(false);
        if let Ok(after) = event_target_value(&event).parse() {
            room.go(after);
        }
    });
    let marks = {
        let lesson = lesson.clone();
        part(move || marks(&lesson, room))
    };
    let page = |forward: bool| {
        let lesson = lesson.clone();
        move || {
            let now = room.shown.get_untracked();
            let pages = &lesson.visit.pages;
            let to = if forward {
                pages.iter().find(|&&after| after > now).copied()
            } else {
                pages.iter().rfind(|&&after| after < now).copied()
            };
            room.playing.set(false);
            room.go(to.unwrap_or(if forward { lesson.visit.at.len() } else { 0 }));
        }
    };
    let step = |forward: bool| {
        move || {
            let now = room.shown.get_untracked();
            room.playing.set(false);
            room.go(if forward { now + 1 } else { now.saturating_sub(1) });
        }
    };
    let play = words(move || if room.playing.get() { t!("Stop") } else { t!("Play") }.to_owned());
    let buttons = row([
        button("", text(t!("Page back")), page(false)),
        button("", text(t!("Event back")), step(false)),
        button("main play", play.into_any(), move || room.play()),
        button("", text(t!("Event on")), step(true)),
        button("", text(t!("Page on")), page(true)),
        speeds(room),
    ]);
    view! {
        <section class="time" aria-label=t!("Time")>
            <div class="line-of-time">
                {marks}
                <input
                    type="range"
                    id="moment"
                    min="0"
                    max=end.to_string()
                    step="1"
                    aria-label=t!("Moment of the visit")
                    aria-valuetext=spoken
                    prop:value=move || room.shown.get().to_string()
                    on:input=moved
                />
            </div>
            <div class="row wrap controls">
                <div class="row wrap" role="group" aria-label=t!("Go through the visit")>{buttons}</div>
                {own("p", "small moment", said.into_any())}
                {legend()}
            </div>
        </section>
    }
    .into_any()
}

fn legend() -> AnyView {
    tag(
        "p",
        "small muted legend",
        row([tag("span", "key page-key", text("")), text(t!("page ")), tag("span", "key found-key", text("")), text(t!("finding"))]),
    )
}

/// "12 seconds into the visit, on “Book a test”; event 57 of 143".
fn said(lesson: &Lesson, shown: usize, page: &str) -> String {
    let visit = &lesson.visit;
    let of = t!("event {n} of {all}", n = thousands(shown as u32), all = thousands(visit.at.len() as u32));
    match (shown, page) {
        (0, _) => t!("Before the visit; {of}"),
        (_, "") => t!("{time} into the visit; {of}", time = lasting(visit.when(shown))),
        (_, page) => t!("{time} into the visit, on “{page}”; {of}", time = lasting(visit.when(shown))),
    }
}

/// Told in words by the line's own value; drawn for eyes alone.
fn marks(lesson: &Lesson, room: Room) -> AnyView {
    let end = lesson.visit.at.len().max(1);
    let at = |after: usize| format!("{}", after * 1000 / end);
    let pages = row(lesson.visit.pages.iter().map(|&after| {
        let x = at(after);
        view! { <line class="page-mark" x1=x.clone() x2=x y1="0" y2="16" /> }.into_any()
    }));
    let found = row(room.found.get().into_iter().map(|found| {
        let x = at(found.after);
        view! { <line class=format!("found {}", found.severity.word()) x1=x.clone() x2=x y1="5" y2="16" /> }.into_any()
    }));
    view! {
        <svg class="marks" viewBox="0 0 1000 16" preserveAspectRatio="none" aria-hidden="true">{pages} {found}</svg>
    }
    .into_any()
}

fn speeds(room: Room) -> AnyView {
    let options = row(SPEEDS.map(|(times, name)| view! { <option value=times.to_string()>{name.say()}</option> }.into_any()));
    let chosen = move |event: leptos::ev::Event| {
        if let Ok(times) = event_target_value(&event).parse() {
            room.speed.set(times);
        }
    };
    view! { <select class="speed" aria-label=t!("How fast to play") on:change=chosen>{options}</select> }.into_any()
}
