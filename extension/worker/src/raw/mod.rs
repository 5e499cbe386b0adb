//! Raw browser events, as the worker's listeners pick them, and what each says as an observation.
//!
//! A line is `{"KIND":{…}}`, the details under the browser's own names, whichever browser it was: Chromium names the
//! `initiator`, Firefox `originUrl` and `documentUrl`. Listeners pick members and turn bytes into text or base64; every
//! reading of them happens here.

mod fields;
mod normalise;
mod page;

use fields::{Handed, InField, Sending};
use leaklight_core::observation::{Area, Event, Millis, Observation, ResourceType, SeenBody, TabId};
use normalise::cut;
use page::Told;
use serde::Deserialize;
use serde::de::{self, Deserializer};

/// The most text of a page taken at once where the page itself may be speaking, in bytes: a body.
pub const MAX_BODY: usize = 256 << 10;
/// A storage entry's value, a title.
const MAX_VALUE: usize = 4 << 10;
/// Storage entries of one reading.
const MAX_ENTRIES: usize = 200;
/// Causes of one message.
const MAX_CAUSES: usize = 50;
/// An address given by the page.
const MAX_ADDRESS: usize = 16 << 10;
/// A header of the sender's own: its name and its value.
const MAX_HEADER: (usize, usize) = (100, 1 << 10);

/// Every kind of line.
pub const KINDS: &[&str] = &[
    "request",
    "headers",
    "redirect",
    "response",
    "failed",
    "committed",
    "history",
    "fragment",
    "cookie",
    "title",
    "structure",
    "typed",
    "submitted",
    "selected",
    "message",
    "storage",
    "page-send",
    "causes",
    "writes",
    "scripts",
    "consent",
    "banner",
    "chose",
    "check",
    "watch",
    "unwatch",
    "closed",
    "lost",
];

/// Reads one line; what it says is appended. `None` where it cannot be read; some sound lines say nothing.
pub fn read(line: &[u8], out: &mut Vec<Observation>) -> Option<()> {
    leaklight_json::read::<Raw>(line)?.normalise(out);
    Some(())
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Raw {
    /// `webRequest.onBeforeRequest`.
    Request(WebRequest),
    /// `webRequest.onSendHeaders`.
    Headers(WebRequest),
    /// `webRequest.onBeforeRedirect`.
    Redirect(WebRequest),
    /// `webRequest.onHeadersReceived` where it sets cookies, `onResponseStarted`.
    Response(WebRequest),
    /// `webRequest.onErrorOccurred`.
    Failed(WebRequest),
    /// `webNavigation.onCommitted`.
    Committed(Frame),
    /// `webNavigation.onHistoryStateUpdated`.
    History(Frame),
    /// `webNavigation.onReferenceFragmentUpdated`.
    Fragment(Frame),
    /// `cookies.onChanged`, or one cookie of `cookies.getAll`.
    Cookie(CookieChange),
    /// From the content script.
    Title(Text),
    /// From the script that reads forms and links: untrusted.
    Structure(Layout),
    /// From the script that reads fields: untrusted, as are the next three.
    Typed(InField),
    Submitted(Sending),
    Selected(Text),
    Message(Handed),
    /// From the content script.
    Storage(Entries),
    /// From the page hook, by way of the content script: untrusted.
    PageSend(Send),
    /// From the page hook: who asked for requests. Untrusted.
    Causes(Causes),
    /// From the page hook: who wrote what. Untrusted, as are the next four.
    Writes(Told),
    /// From content scripts.
    Scripts(Told),
    Consent(Told),
    Banner(Told),
    Chose(Told),
    /// From the panel.
    Check(Told),
    /// From the toolbar.
    Watch(Frame),
    Unwatch(Bare),
    Closed(Bare),
    Lost(Count),
}

/// What every line has, in each kind's own words: flattening it in costs more code than the repetition.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bare {
    tab_id: TabId,
    #[serde(default)]
    time_stamp: f64,
}

fn seen(tab: TabId, time_stamp: f64, event: Event) -> Observation {
    Observation { at: time_stamp as Millis, tab, event }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WebRequest {
    tab_id: TabId,
    time_stamp: f64,
    request_id: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    method: String,
    #[serde(default, rename = "type", deserialize_with = "kind")]
    kind: ResourceType,
    #[serde(default)]
    frame_id: i64,
    /// -1 where there is none.
    parent_frame_id: Option<i64>,
    /// Chromium: the origin, "null" for an opaque one.
    initiator: Option<String>,
    /// Firefox: the address of what started it.
    origin_url: Option<String>,
    /// Firefox: the address of the document it belongs to.
    document_url: Option<String>,
    body: Option<Body>,
    #[serde(default)]
    cut: bool,
    #[serde(default)]
    request_headers: Vec<Header>,
    /// Headers that are not the browser's own.
    #[serde(default)]
    more: Vec<Header>,
    #[serde(default)]
    response_headers: Vec<Header>,
    #[serde(default)]
    redirect_url: String,
    #[serde(default)]
    status_code: f64,
    #[serde(default)]
    from_cache: bool,
    #[serde(default)]
    error: String,
}

/// The browser's words for what a request is for; both browsers', Firefox having more.
fn kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ResourceType, D::Error> {
    let word = String::deserialize(deserializer)?;
    Ok(match word.as_str() {
        "beacon" => ResourceType::Ping,
        "imageset" => ResourceType::Image,
        "object_subrequest" => ResourceType::Object,
        word => ResourceType::deserialize(de::value::StrDeserializer::<de::value::Error>::new(word)).unwrap_or_default(),
    })
}

/// A body as the listener could take it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Body {
    /// The bytes were valid UTF-8.
    Text(String),
    /// They were not.
    Base64(String),
    /// The browser took a form apart.
    Form(Vec<(String, String)>),
    /// There is one, and the browser does not say what it holds; its size where known.
    Unseen(f64),
}

impl Body {
    fn seen(self) -> SeenBody {
        match self {
            Body::Text(text) => SeenBody::Text(text),
            Body::Base64(text) => SeenBody::Base64(text),
            Body::Form(fields) => SeenBody::Form(fields),
            Body::Unseen(size) => SeenBody::Unseen(size as u64),
        }
    }

    /// The same, no longer than a listener would take (`most`); true where something was cut. For bodies a page had its hand in.
    fn bounded(self, most: usize) -> (SeenBody, bool) {
        match self {
            Body::Text(text) if text.len() > most => (SeenBody::Text(cut(text, most)), true),
            // A cut on a group's border keeps it base64.
            Body::Base64(text) if text.len() > most => (SeenBody::Base64(cut(text, most / 4 * 4)), true),
            Body::Form(fields) if fields.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() > most => {
                (SeenBody::Unseen(0), true)
            }
            body => (body.seen(), false),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Header {
    name: String,
    value: Option<String>,
    /// Instead of a value that is no UTF-8.
    binary_value: Option<Vec<u8>>,
}

impl Header {
    fn text(&self) -> String {
        match (&self.value, &self.binary_value) {
            (Some(value), _) => value.clone(),
            (None, Some(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
            (None, None) => String::new(),
        }
    }
}

fn named<'h>(headers: &'h [Header], name: &'h str) -> impl Iterator<Item = String> + 'h {
    headers.iter().filter(move |header| header.name.eq_ignore_ascii_case(name)).map(Header::text)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Frame {
    tab_id: TabId,
    #[serde(default)]
    time_stamp: f64,
    #[serde(default)]
    frame_id: i64,
    url: String,
    #[serde(default)]
    reload: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Text {
    tab_id: TabId,
    #[serde(default)]
    time_stamp: f64,
    #[serde(default)]
    frame_id: i64,
    text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Layout {
    tab_id: TabId,
    #[serde(default)]
    time_stamp: f64,
    /// A form each: a field a line, its parts by tabs.
    forms: Vec<String>,
    links: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entries {
    tab_id: TabId,
    #[serde(default)]
    time_stamp: f64,
    #[serde(default)]
    frame_id: i64,
    origin: String,
    area: Area,
    entries: Vec<(String, Option<String>)>,
    #[serde(default)]
    left_out: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Send {
    tab_id: TabId,
    #[serde(default)]
    time_stamp: f64,
    #[serde(default)]
    frame_id: i64,
    url: String,
    how: Way,
    body: Body,
    #[serde(default)]
    cut: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Causes {
    tab_id: TabId,
    #[serde(default)]
    time_stamp: f64,
    #[serde(default)]
    frame_id: i64,
    /// Each request's address with its callers', nearest first.
    list: Vec<(String, Vec<String>)>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Way {
    Fetch,
    Xhr,
    Beacon,
    Websocket,
    Devtools,
}

impl Way {
    fn word(self) -> &'static str {
        match self {
            Way::Fetch => "fetch",
            Way::Xhr => "xhr",
            Way::Beacon => "beacon",
            Way::Websocket => "websocket",
            Way::Devtools => "devtools",
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CookieChange {
    tab_id: TabId,
    #[serde(default)]
    time_stamp: f64,
    #[serde(default)]
    removed: bool,
    /// `overwrite`: the removal that goes before the same cookie's new value. `read`, the shell's own word: it was there when the
    /// page's cookies were read.
    #[serde(default)]
    cause: String,
    cookie: RawCookie,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawCookie {
    name: String,
    value: String,
    domain: String,
    #[serde(default)]
    path: String,
    partition_key: Option<PartitionKey>,
    #[serde(default)]
    http_only: bool,
    #[serde(default)]
    secure: bool,
    #[serde(default)]
    same_site: String,
    #[serde(default)]
    host_only: bool,
    /// Seconds since the epoch, with a fraction in Chromium.
    expiration_date: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PartitionKey {
    top_level_site: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Count {
    tab_id: TabId,
    #[serde(default)]
    time_stamp: f64,
    what: Losing,
    count: u32,
}

/// What listeners say was lost, a closed list.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Losing {
    NoTab,
    BeforeAttach,
    Flood,
    JournalGap,
    Restart,
    Quota,
    WorkerPanic,
    Codecs,
    Automation,
    Patched,
}

impl Losing {
    fn word(self) -> &'static str {
        match self {
            Losing::NoTab => "no-tab",
            Losing::BeforeAttach => "before-attach",
            Losing::Flood => "flood",
            Losing::JournalGap => "journal-gap",
            Losing::Restart => "restart",
            Losing::Quota => "quota",
            Losing::WorkerPanic => "worker-panic",
            Losing::Codecs => "codecs",
            Losing::Automation => "automation",
            Losing::Patched => "patched",
        }
    }
}

#[cfg(test)]
mod tests;
