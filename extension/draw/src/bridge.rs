//! Everything these pages ask of JavaScript: the host's few functions, the clock, focus, and saving a file.

use crate::words::Clock;
use js_sys::{Array, Date, Function, JSON, Object, Promise, Reflect};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlElement, KeyboardEvent, Url};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** What the worker answers. */
export type Reply = { ok: boolean; text?: string; state?: "cannot-watch" | "refused"; error?: string };
/** What the pages need of the extension. */
export interface Host {
    /** Sends a message to the worker. */
    send(message: { type: string; [field: string]: unknown }): Promise<Reply>;
    /** Turns watching on, asking for permission first where it is missing; called inside a person's gesture. */
    watch(tab: number, reload: boolean): Promise<Reply>;
    /** Calls back whenever a tab's view changed. */
    onPublish(callback: (tab: number) => void): void;
    /** Calls back with the tab to show, now and whenever it is another; none where there is no tab. */
    onTab(callback: (tab: number | undefined) => void): void;
}
"#;

#[wasm_bindgen]
extern "C" {
    /// The shell's side, as the page hands it in.
    #[wasm_bindgen(typescript_type = "Host")]
    pub type Host;

    #[wasm_bindgen(method, catch)]
    fn send(this: &Host, message: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn watch(this: &Host, tab: i32, reload: bool) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, js_name = onPublish)]
    fn on_publish(this: &Host, callback: &Function);
    #[wasm_bindgen(method, js_name = onTab)]
    fn on_tab(this: &Host, callback: &Function);
}

thread_local! {
    static HOST: RefCell<Option<Host>> = const { RefCell::new(None) };
}

/// What the worker answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// Whether it did what was asked.
    pub ok: bool,
    /// What was asked for.
    pub text: String,
    /// `cannot-watch` or `refused` where that is so; else empty.
    pub state: String,
    /// Why it did not; may be empty.
    pub error: String,
}

/// Takes the host for all calls that follow.
pub fn install(host: Host) {
    HOST.with(|cell| *cell.borrow_mut() = Some(host));
}

/// Calls back when a view changed and when another tab is to be shown.
pub fn listen(published: impl Fn(i32) + 'static, tab: impl Fn(Option<i32>) + 'static) {
    HOST.with(|cell| {
        let Some(host) = &*cell.borrow() else { return };
        let published = Closure::<dyn Fn(i32)>::new(published);
        host.on_publish(published.as_ref().unchecked_ref());
        // The page listens for as long as it lives.
        published.forget();
        let tab = Closure::<dyn Fn(Option<i32>)>::new(tab);
        host.on_tab(tab.as_ref().unchecked_ref());
        tab.forget();
    });
}

/// Asks the worker.
pub async fn ask(kind: &str, fields: &[(&str, JsValue)]) -> Reply {
    let message = Object::new();
    for (name, value) in std::iter::once(&("type", kind.into())).chain(fields) {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&message, &(*name).into(), value);
    }
    let called = HOST.with(|cell| cell.borrow().as_ref().map(|host| host.send(&message)));
    settled(called).await
}

/// Turns watching on. The host is called before this returns, so that a person's gesture still counts.
pub fn watch(tab: i32, reload: bool) -> impl Future<Output = Reply> {
    settled(HOST.with(|cell| cell.borrow().as_ref().map(|host| host.watch(tab, reload))))
}

async fn settled(called: Option<Result<Promise, JsValue>>) -> Reply {
    let answer = match called {
        None => return Reply::default(),
        Some(Err(error)) => Err(error),
        Some(Ok(promise)) => JsFuture::from(promise).await,
    };
    let text = |from: &JsValue, name: &str| Reflect::get(from, &name.into()).ok().and_then(|v| v.as_string()).unwrap_or_default();
    match answer {
        Ok(answer) if answer.is_object() => Reply {
            ok: Reflect::get(&answer, &"ok".into()).is_ok_and(|v| v.is_truthy()),
            text: text(&answer, "text"),
            state: text(&answer, "state"),
            error: text(&answer, "error"),
        },
        Ok(_) => Reply { error: leaklight_text::t!("no answer").to_owned(), ..Reply::default() },
        Err(error) => Reply { error: text(&error, "message"), ..Reply::default() },
    }
}

/// Waits.
pub async fn sleep(milliseconds: i32) {
    let mut call = |resolve: Function, _: Function| {
        let set = web_sys::window().map(|w| w.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds));
        if !matches!(set, Some(Ok(_))) {
            let _ = resolve.call0(&JsValue::NULL);
        }
    };
    let _ = JsFuture::from(Promise::new(&mut call)).await;
}

/// The reader's clock.
pub fn clock() -> Clock {
    let date = Date::new_0();
    // JavaScript's dates lie between ±8.64e15 ms, and the offset is minutes west.
    Clock { now: date.get_time().max(0.0) as u64, east: -(date.get_timezone_offset() as i32) }
}

/// True while nobody can see the page.
pub fn hidden() -> bool {
    web_sys::window().and_then(|w| w.document()).is_some_and(|d| d.hidden())
}

/// True while the page is shown to an audience: large type, and values uncovered only while they are held.
pub fn presenting() -> bool {
    web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element()).is_some_and(|e| e.class_name().contains("presenter"))
}

/// Begins to show the page to an audience, or ends it; true where it is so now.
pub fn present() -> bool {
    let root = web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element());
    root.is_some_and(|root| root.class_list().toggle("presenter").unwrap_or(false))
}

/// Calls when presenter mode began or ended, by whatever page, for as long as this one lives.
pub fn on_presenting(call: impl Fn() + 'static) {
    let call = Closure::<dyn Fn()>::new(call);
    if let Some(window) = web_sys::window() {
        let _ = window.add_event_listener_with_callback("presenter", call.as_ref().unchecked_ref());
    }
    call.forget();
}

/// Calls for every key pressed in the page, for as long as the page lives.
pub fn keys(pressed: impl Fn(&KeyboardEvent) + 'static) {
    let pressed = Closure::<dyn Fn(KeyboardEvent)>::new(move |event: KeyboardEvent| pressed(&event));
    if let Some(window) = web_sys::window() {
        let _ = window.add_event_listener_with_callback("keydown", pressed.as_ref().unchecked_ref());
    }
    pressed.forget();
}

/// True for the keys of presenter mode, Alt+Shift+P.
pub fn presents(event: &KeyboardEvent) -> bool {
    event.alt_key() && event.shift_key() && event.code() == "KeyP"
}

/// True where the page reads from right to left.
pub fn right_to_left() -> bool {
    web_sys::window().and_then(|w| w.document()).is_some_and(|d| d.dir() == "rtl")
}

fn by_id(id: &str) -> Option<HtmlElement> {
    web_sys::window().and_then(|w| w.document()).and_then(|d| d.get_element_by_id(id)).and_then(|e| e.dyn_into().ok())
}

/// Moves the keyboard's focus to an element and brings it to the top.
pub fn focus(id: &str) {
    focus_near(id);
    if let Some(element) = by_id(id) {
        element.scroll_into_view();
    }
}

/// Moves the keyboard's focus to an element; the page scrolls no further than needed.
pub fn focus_near(id: &str) {
    if let Some(element) = by_id(id) {
        let _ = element.focus();
    }
}

/// What the browser calls the page.
pub fn entitle(name: &str) {
    if let Some(document) = web_sys::window().and_then(|w| w.document()) {
        document.set_title(name);
    }
}

/// Closes an open `<details>`; the keyboard's focus goes back to its summary.
pub fn fold(id: &str) {
    if let Some(element) = by_id(id) {
        // Cannot fail: there is no such attribute where it is closed.
        let _ = element.remove_attribute("open");
        if let Some(summary) = element.first_element_child().and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
            let _ = summary.focus();
        }
    }
}

/// JSON as the object it is; null where it is none.
pub fn object(json: &str) -> JsValue {
    JSON::parse(json).unwrap_or(JsValue::NULL)
}

/// A number as good as never given twice.
pub fn seed() -> u64 {
    // All 53 bits of a JavaScript number.
    (js_sys::Math::random() * 9_007_199_254_740_992.0) as u64
}

/// JSON laid out for reading; none where it is no JSON.
pub fn indented(json: &str) -> Option<String> {
    let value = JSON::parse(json).ok()?;
    JSON::stringify_with_replacer_and_space(&value, &JsValue::NULL, &2.into()).ok()?.as_string()
}

/// The first `most` bytes of the file chosen in a field, and one more where it is longer. None where none is chosen or it cannot be read.
/// The field is empty afterwards: the same file can be chosen again.
pub async fn chosen(id: &str, most: usize) -> Option<Vec<u8>> {
    let field: web_sys::HtmlInputElement = by_id(id)?.dyn_into().ok()?;
    let file = field.files()?.get(0)?;
    let begun = file.slice_with_f64_and_f64(0.0, most.saturating_add(1) as f64).ok()?;
    let bytes = JsFuture::from(begun.array_buffer()).await.ok()?;
    field.set_value("");
    Some(js_sys::Uint8Array::new(&bytes).to_vec())
}

/// An SVG document as an address of its own.
pub fn drawing(svg: &str) -> String {
    ["data:image/svg+xml,", &String::from(js_sys::encode_uri_component(svg))].concat()
}

/// Saves text as a download. Errors where the browser refused.
pub fn save(name: &str, kind: &str, text: &str) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|w| w.document()).ok_or(JsValue::NULL)?;
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    anchor.set_href(&address);
    anchor.set_download(name);
    anchor.click();
    Url::revoke_object_url(&address)
}
