//! How the sheets are put together, with few types: the compiler writes the whole rendering anew for every type of view
//! and closure, so what differs is boxed here and drawn by one piece of code.

use crate::bridge;
use leptos::ev::{Event, KeyboardEvent, MouseEvent, SubmitEvent};
use leptos::prelude::*;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

/// Words that follow signals, as text or as an attribute.
pub type Words = Arc<dyn Fn() -> String + Send + Sync>;

/// Words that follow signals.
pub fn words(what: impl Fn() -> String + Send + Sync + 'static) -> Words {
    Arc::new(what)
}

/// "true" or "false", for attributes.
pub fn truth(what: impl Fn() -> bool + Send + Sync + 'static) -> Words {
    Arc::new(move || if what() { "true" } else { "false" }.to_owned())
}

/// A part that is drawn anew whenever a signal it read changes.
pub fn part(what: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let boxed: Box<dyn FnMut() -> AnyView + Send> = Box::new(what);
    boxed.into_any()
}

/// A part that is there or not.
pub fn part_if(what: impl Fn() -> Option<AnyView> + Send + 'static) -> AnyView {
    part(move || what().unwrap_or_else(nothing))
}

/// No view.
pub fn nothing() -> AnyView {
    ().into_any()
}

/// One view after the other.
pub fn row(parts: impl IntoIterator<Item = AnyView>) -> AnyView {
    parts.into_iter().collect::<Vec<_>>().into_any()
}

/// Text that does not change.
pub fn text(what: impl Into<String>) -> AnyView {
    let what: String = what.into();
    what.into_any()
}

/// An element around something; `class` may be empty. Made by its name, so that all of them are of one type.
pub fn tag(name: &'static str, class: &'static str, inside: AnyView) -> AnyView {
    leptos::html::custom(name).class(class).child(inside).into_any()
}

/// The same for a text that reads in its own direction.
pub fn own(name: &'static str, class: &'static str, inside: AnyView) -> AnyView {
    leptos::html::custom(name).class(class).dir("auto").child(inside).into_any()
}

/// Words of our own: every language they are in reads from the left, in a page that reads from the right too.
pub fn ours(class: &'static str, inside: AnyView) -> AnyView {
    ltr("span", class, inside)
}

/// An element whose inside reads from the left in every page: a sum.
pub fn ltr(name: &'static str, class: &'static str, inside: AnyView) -> AnyView {
    leptos::html::custom(name).class(class).dir("ltr").child(inside).into_any()
}

/// What happens on a press.
pub type Press = Box<dyn FnMut(MouseEvent)>;

/// What happens on a press.
pub fn press(what: impl Fn() + 'static) -> Press {
    Box::new(move |_| what())
}

/// A button; `class` may be empty.
pub fn button(class: &'static str, label: AnyView, pressed: impl Fn() + 'static) -> AnyView {
    view! { <button type="button" class=class on:click=press(pressed)>{label}</button> }.into_any()
}

/// A button that stays pressed.
pub fn switch(class: &'static str, on: Words, label: AnyView, pressed: impl Fn() + 'static) -> AnyView {
    view! { <button type="button" class=class aria-pressed=on on:click=press(pressed)>{label}</button> }.into_any()
}

/// The heading of a row that opens: a button over the element with that id.
pub fn line(heading: &'static str, body: &str, open: ArcRwSignal<bool>, inside: AnyView) -> AnyView {
    tag(heading, "", opener("line", body, open, inside))
}

/// A button that opens and closes the element with that id.
pub fn opener(class: &'static str, body: &str, open: ArcRwSignal<bool>, inside: AnyView) -> AnyView {
    let (expanded, flip) = (open.clone(), open.clone());
    let flip = press(move || flip.update(|open| *open = !*open));
    let escape = escape(body, open);
    view! {
        <button
            type="button"
            class=class
            id=line_id(body)
            aria-expanded=truth(move || expanded.get())
            aria-controls=body.to_owned()
            on:click=flip
            on:keydown=escape
        >
            {inside}
        </button>
    }
    .into_any()
}

/// What such a button opens. Escape closes it, and the keyboard is back at the button.
pub fn opened(class: &'static str, body: &str, open: ArcRwSignal<bool>, inside: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let (shown, there) = (open.clone(), open.clone());
    let class = words(move || if shown.get() { class } else { "gone" }.to_owned());
    let inside = part_if(move || there.get().then(&inside));
    view! { <div class=class id=body.to_owned() on:keydown=escape(body, open)>{inside}</div> }.into_any()
}

fn escape(body: &str, open: ArcRwSignal<bool>) -> Box<dyn FnMut(KeyboardEvent)> {
    let button = line_id(body);
    Box::new(move |event| {
        if event.key() == "Escape" && open.get_untracked() {
            open.set(false);
            event.stop_propagation();
            bridge::focus_near(&button);
        }
    })
}

/// The element id of such a button, for the keyboard's focus.
pub fn line_id(body: &str) -> String {
    format!("{body}-line")
}

/// A button that reads as part of a text and leads elsewhere.
pub fn leads(label: AnyView, pressed: impl Fn() + 'static) -> AnyView {
    button("leads", tag("b", "", label), pressed)
}

/// Buttons in one line.
pub fn press_row(name: &'static str, buttons: AnyView) -> AnyView {
    view! {
        <div class="row wrap shelf" role="group" aria-label=name>
            {buttons}
        </div>
    }
    .into_any()
}

/// An element the keyboard can be brought to.
pub fn place(name: &'static str, class: &'static str, id: impl Into<String>, inside: AnyView) -> AnyView {
    let id: String = id.into();
    leptos::html::custom(name).class(class).id(id).tabindex("-1").child(inside).into_any()
}

/// A text with room for its beginning: whole in its title, and where it is copied.
pub fn titled(name: &'static str, class: &'static str, what: &str) -> AnyView {
    leptos::html::custom(name).class(class).dir("ltr").title(what.to_owned()).child(what.to_owned()).into_any()
}

/// A table; its head is a row.
pub fn table(class: &'static str, head: AnyView, rows: AnyView) -> AnyView {
    tag("table", class, row([tag("thead", "", head), tag("tbody", "", rows)]))
}

/// A form; `class` may be empty.
pub fn form(class: &'static str, sent: impl Fn() + 'static, inside: AnyView) -> AnyView {
    let sent: Box<dyn FnMut(SubmitEvent)> = Box::new(move |event| {
        event.prevent_default();
        sent();
    });
    view! { <form class=class on:submit=sent>{inside}</form> }.into_any()
}

/// The button that sends a form.
pub fn sends(label: &'static str) -> AnyView {
    view! { <button class="main">{label}</button> }.into_any()
}

/// Several to choose from in one line.
pub fn select(options: AnyView, chosen: impl Fn(String) + 'static) -> AnyView {
    let chosen: Box<dyn FnMut(Event)> = Box::new(move |event| chosen(event_target_value(&event)));
    view! { <select on:change=chosen>{options}</select> }.into_any()
}

/// One of them.
pub fn option(value: &'static str, inside: AnyView) -> AnyView {
    view! { <option value=value>{inside}</option> }.into_any()
}

/// Yes or no.
pub fn check(on: Words, inside: AnyView, changed: impl Fn(bool) + 'static) -> AnyView {
    let changed: Box<dyn FnMut(Event)> = Box::new(move |event| changed(event_target_checked(&event)));
    view! {
        <label class="pick">
            <input type="checkbox" prop:checked=move || on() == "true" on:change=changed />
            <span>{inside}</span>
        </label>
    }
    .into_any()
}

/// A line to type in, with its name above and what is to be said of it below. Browsers are kept from offering a real person's details.
pub fn field(class: &'static str, id: String, name: AnyView, value: Words, remark: Words, changed: impl Fn(String) + 'static) -> AnyView {
    let changed: Box<dyn FnMut(Event)> = Box::new(move |event| changed(event_target_value(&event)));
    let below = format!("{id}-said");
    view! {
        <div class=class>
            <label for=id.clone()>{name}</label>
            <input
                type="text"
                id=id
                dir="auto"
                autocomplete="off"
                spellcheck="false"
                aria-describedby=below.clone()
                prop:value=value
                on:change=changed
            />
            <p class="small note" id=below aria-live="polite">
                {remark}
            </p>
        </div>
    }
    .into_any()
}

/// One of several to choose from: a name, and what it means.
pub fn pick(group: &str, checked: bool, inside: AnyView, picked: impl Fn() + 'static) -> AnyView {
    let picked: Box<dyn FnMut(Event)> = Box::new(move |_| picked());
    view! {
        <label class="pick">
            <input type="radio" name=group.to_owned() checked=checked on:change=picked />
            <span>{inside}</span>
        </label>
    }
    .into_any()
}

/// One row of a keyed list.
#[derive(Clone)]
pub struct Item {
    /// The row's number.
    pub id: u32,
    /// Draws it, once.
    pub draw: Arc<dyn Fn() -> AnyView + Send + Sync>,
}

/// A keyed list.
pub fn list(class: &'static str, name: &'static str, items: impl Fn() -> Vec<Item> + Send + Sync + 'static) -> AnyView {
    view! { <ul class=class aria-label=name>{keyed(items)}</ul> }.into_any()
}

/// The rows of a keyed list alone.
pub fn keyed(items: impl Fn() -> Vec<Item> + Send + Sync + 'static) -> AnyView {
    let items: Arc<dyn Fn() -> Vec<Item> + Send + Sync> = Arc::new(items);
    view! { <For each=move || items() key=|item| item.id children=|item: Item| (item.draw)() /> }.into_any()
}

/// A quiet box: a heading and a sentence or two.
pub fn calm(heading: &'static str, inside: AnyView) -> AnyView {
    tag("div", "item calm", row([tag("b", "", text(heading)), tag("p", "", inside)]))
}

/// A line for a list of facts.
pub fn fact(name: &'static str, what: AnyView) -> AnyView {
    named(text(name), what)
}

/// The same, with a name put together.
pub fn named(name: AnyView, what: AnyView) -> AnyView {
    tag("div", "fact", row([tag("dt", "", name), tag("dd", "", what)]))
}

/// A drawing as an image: one for a narrow page, one for a wide one, and what is read in their place. It scrolls where even the narrow one has no room.
pub fn image(name: &'static str, narrow: &str, wide: &str, alt: String) -> AnyView {
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label=name>
            <picture>
                <source media="(min-width: 640px)" srcset=bridge::drawing(wide) />
                <img src=bridge::drawing(narrow) alt=alt />
            </picture>
        </div>
    }
    .into_any()
}

/// A run of text in its own direction, with a class.
pub fn aside(class: &'static str, what: Words) -> AnyView {
    own("span", class, what.into_any())
}

/// Moves the keyboard's focus to an element that is about to be drawn.
pub fn focus_soon(id: String) {
    begin(async move {
        bridge::sleep(0).await;
        bridge::focus(&id);
    });
}

/// A number for a row by what it says; another one for another row, as good as always.
pub fn number_of(what: impl Hash) -> u32 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish() as u32
}

/// The rows, told apart where two say the same.
pub fn told_apart(rows: impl Iterator<Item = Item>) -> Vec<Item> {
    let mut all: Vec<Item> = Vec::new();
    for mut row in rows {
        while all.iter().any(|other| other.id == row.id) {
            row.id = row.id.wrapping_add(1);
        }
        all.push(row);
    }
    all
}

/// Does something that takes a while.
pub fn begin(task: impl Future<Output = ()> + 'static) {
    let task: Pin<Box<dyn Future<Output = ()>>> = Box::pin(task);
    spawn_local(task);
}
