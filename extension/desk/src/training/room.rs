//! The page: its head, and below it the list, a visit or the case library.

use super::state::{Room, Section};
use super::{home, library, part as taught, scrubber};
use leaklight_draw::bridge;
use leaklight_draw::draw::{button, own, part, part_if, row, switch, tag, text, truth, words};
use leaklight_text::t;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlInputElement, KeyboardEvent, UrlSearchParams};

/// The whole page.
pub fn page() -> AnyView {
    let room = Room::new();
    begin(room);
    listen(room);
    let body = part(move || match room.section.get() {
        Section::Home => home::home(room),
        Section::Visit => visit(room),
        Section::Cases(kind) => library::library(room, kind),
    });
    row([head(room), body])
}

fn head(room: Room) -> AnyView {
    let name = part(move || match room.section.get() {
        Section::Home => text(t!("Training")),
        Section::Visit => own("bdi", "", text(room.name.get())),
        Section::Cases(_) => text(t!("Cases")),
    });
    let home = part_if(move || {
        let away = room.section.with(|section| *section != Section::Home);
        away.then(|| button("", text(t!("All lessons")), move || room.leave(Section::Home)))
    });
    let presenter = switch("presenting", truth(move || room.presenter.get()), text(t!("Presenter mode")), move || {
        room.present(!room.presenter.get_untracked());
    });
    let keys = words(move || {
        let visit = room.section.with(|section| *section == Section::Visit);
        if visit && room.presenter.get() { t!("Page Down and Page Up turn the parts.") } else { "Alt+Shift+P" }.to_owned()
    });
    let keys = tag("span", "small muted keys", keys.into_any());
    view! {
        <header class="head training">
            <h1 class="grow">{name}</h1>
            <div class="row wrap">{row([home, presenter, keys])}</div>
        </header>
    }
    .into_any()
}

fn visit(room: Room) -> AnyView {
    view! {
        <main class="room">
            <div class="column">{row([home::trouble(room), taught::taught(room)])}</div>
            <iframe id="panel" src="panel.html?replay=1" title=t!("What Leaklight shows at this moment of the recording")></iframe>
            {scrubber::scrubber(room)}
        </main>
    }
    .into_any()
}

/// What the address asks for: a lesson (`?lesson=meta-pixel`), or the cases about a kind of finding (`#cases-title-leak`).
fn begin(room: Room) {
    let Some(location) = web_sys::window().map(|window| window.location()) else { return };
    let lesson = location.search().ok().and_then(|search| UrlSearchParams::new_with_str(&search).ok()?.get("lesson"));
    if !cases(room)
        && let Some(id) = lesson
    {
        room.open_shipped(&id);
    }
}

/// Turns to the cases where the address says so.
fn cases(room: Room) -> bool {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    let Some(kind) = hash.strip_prefix("#cases") else { return false };
    room.leave(Section::Cases(kind.trim_start_matches('-').to_owned()));
    true
}

/// Keys for the whole page, and addresses followed within it. The page listens for as long as it lives.
fn listen(room: Room) {
    let Some(window) = web_sys::window() else { return };
    bridge::keys(move |event| key(room, event));
    bridge::on_presenting(move || room.presenter.set(bridge::presenting()));
    let followed = Closure::<dyn Fn()>::new(move || {
        cases(room);
    });
    let _ = window.add_event_listener_with_callback("hashchange", followed.as_ref().unchecked_ref());
    followed.forget();
}

/// Alt+Shift+P for presenter mode. In it the keys of a presenter's remote turn the parts.
fn key(room: Room, event: &KeyboardEvent) {
    if bridge::presents(event) {
        event.prevent_default();
        room.present(!room.presenter.get_untracked());
        return;
    }
    let typing = event.target().is_some_and(|target| target.dyn_ref::<HtmlInputElement>().is_some_and(|input| input.type_() != "radio"));
    let teaching = room.presenter.get_untracked() && room.section.with_untracked(|section| *section == Section::Visit);
    if !teaching || typing || event.alt_key() || event.ctrl_key() || event.meta_key() {
        return;
    }
    let (part, last) = (room.part.get_untracked(), room.open().parts.len().saturating_sub(1));
    let to = match event.key().as_str() {
        "PageDown" if part < last => part + 1,
        "PageUp" if part > 0 => part - 1,
        _ => return,
    };
    event.prevent_default();
    taught::turn(room, to);
}
