//! What there is to choose from: lessons, a file, the case library.

use super::lesson::{self, SHIPPED};
use super::state::{Room, Section};
use leaklight_draw::draw::{begin, button, own, part_if, row, tag, text};
use leaklight_text::t;
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

/// The list.
pub fn home(room: Room) -> AnyView {
    let lessons = SHIPPED.iter().filter_map(|(id, file)| Some((*id, lesson::read(file).ok()?)));
    let lessons = row(lessons.map(|(id, lesson)| {
        let facts = t!("{parts} parts · about {minutes} minutes", parts = lesson.parts.len(), minutes = lesson.minutes);
        let open = button("main", text(t!("Start the lesson")), move || room.open_shipped(id));
        let inside = row([tag("h3", "", text(lesson.title)), tag("p", "", text(lesson.about)), tag("p", "small muted", text(facts)), open]);
        view! { <li class="item lesson" id=format!("lesson-{id}")>{inside}</li> }.into_any()
    }));
    view! {
        <main class="home">
            <section aria-labelledby="lessons">
                <h2 id="lessons">{t!("Lessons")}</h2>
                <p class="muted">
                    {t!("Each is a visit that was recorded on a made-up site, replayed here. Nothing is opened, no company is told anything.")}
                </p>
                {trouble(room)}
                <ul class="lessons">{lessons}</ul>
            </section>
            <section aria-labelledby="recorded">
                <h2 id="recorded">{t!("A recorded visit of your own")}</h2>
                <p>{t!("Save one in the panel: Save, Recorded log. Or open a lesson somebody wrote.")}</p>
                {chooser(room)}
                <p class="small muted">
                    {t!("A recording holds what was typed and sent as it was. Passwords and card numbers that were typed are in none.")}
                </p>
            </section>
            <section aria-labelledby="library">
                <h2 id="library">{t!("Cases")}</h2>
                <p>{t!("How similar cases ended before courts and authorities, for and against.")}</p>
                {button("", text(t!("Open the case library")), move || room.section.set(Section::Cases(String::new())))}
            </section>
        </main>
    }
    .into_any()
}

/// What went wrong, said at once.
pub fn trouble(room: Room) -> AnyView {
    let said = part_if(move || {
        let said = room.trouble.get();
        (!said.is_empty()).then(|| own("p", "warned", text(said)))
    });
    let waits = part_if(move || room.opening.get().then(|| tag("p", "small muted", text(t!("Opening the visit…")))));
    row([view! { <div role="alert">{said}</div> }.into_any(), view! { <div role="status">{waits}</div> }.into_any()])
}

fn chooser(room: Room) -> AnyView {
    let chosen = move |event: leptos::ev::Event| {
        let input: HtmlInputElement = event_target(&event);
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        // So that the same file can be chosen again.
        input.set_value("");
        let name = file.name();
        if room.too_large(&name, file.size()) {
            return;
        }
        begin(async move {
            match JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()) {
                Some(text) => room.open_text(name, text),
                None => room.trouble.set(t!("{name} could not be read.")),
            }
        });
    };
    view! {
        <label class="file">
            <span>{t!("Open a recorded visit…")}</span>
            <input type="file" id="open" accept=".ndjson,.jsonl,.log,.txt,.json" on:change=chosen />
        </label>
    }
    .into_any()
}
