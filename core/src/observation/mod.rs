//! Boundary in: what a browser can tell us, normalised.
//!
//! Hosts (the browser's worker, the command line) turn what they saw into [`Observation`]s; nothing else enters core.
//! One observation is one line of the recorded log ([`LOG_VERSION`]).

mod consent;
mod stored;

pub use consent::{Banner, CheckStep, Chose, ConsentSaid, MAX_BUTTONS, MAX_CONSENT};
pub use stored::{Area, Cookie, MAX_SCRIPTS, MAX_WRITES, Script, Scripts, Storage, Write, Writes};

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The recorded log's version, in its first line: `{"leaklight-log":1}`.
pub const LOG_VERSION: u32 = 1;

/// Milliseconds since the Unix epoch, by the host's clock.
pub type Millis = u64;

/// A browser tab's number; -1 where the browser names none.
pub type TabId = i32;

/// One thing seen, when and in which tab.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// When the host saw it.
    pub at: Millis,
    /// Which tab; -1 where the browser names none (a site's service worker, the browser itself).
    pub tab: TabId,
    /// What was seen.
    pub event: Event,
}

/// What was seen. Spelled in kebab-case in JSON, externally tagged: `{"request":{…}}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A person turned watching on for the tab.
    Watch(Watch),
    /// A person turned watching off.
    Unwatch,
    /// The tab was closed.
    Closed,
    /// A frame went to a new document, or the page changed its address without loading.
    Navigation(Navigation),
    /// The main frame's title.
    Title(Title),
    /// What the main frame's page asks for and offers; untrusted.
    Structure(Structure),
    /// A request is leaving.
    Request(Request),
    /// The headers the browser sent with a request.
    Headers(Headers),
    /// The answer sent the request elsewhere.
    Redirect(Redirect),
    /// The answer's status and what it set.
    Response(Response),
    /// The request failed or was blocked: attempted, not received.
    Failed(Failed),
    /// The page hook saw a body leave; untrusted second witness to a request's body.
    PageSend(PageSend),
    /// Somebody else than the browser says which scripts asked for a request; untrusted.
    Cause(Cause),
    /// Entries of localStorage or sessionStorage, at load or on change.
    Storage(Storage),
    /// A cookie present at load, or set, changed or removed.
    Cookie(Cookie),
    /// The page hook saw scripts write to storage; untrusted.
    Writes(Writes),
    /// The scripts a frame's document holds.
    Scripts(Scripts),
    /// What an interface for consent said in the page; untrusted.
    Consent(ConsentSaid),
    /// A consent banner is shown, or no longer.
    Banner(Banner),
    /// A person pressed a button of a consent banner.
    Chose(Chose),
    /// A step of the check of a page under no choice, acceptance and refusal.
    Check(CheckStep),
    /// What stands in a field of the page, as its content script saw it change.
    Typed(Typed),
    /// A form was sent, or the button pressed that sends it.
    Submitted(Submitted),
    /// A visitor selected text of the page.
    Selected(Selected),
    /// A frame was handed a message by another window.
    Message(Message),
    /// Something could not be seen; counted as a blind spot.
    Lost(Lost),
}

/// Watching begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Watch {
    /// The address the tab shows now.
    pub url: String,
    /// True where the page will be loaded again, so that nothing of it is missed.
    #[serde(default)]
    pub reload: bool,
}

/// How a frame came to its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// A new document.
    Committed,
    /// `history.pushState` or `replaceState`.
    History,
    /// Only the fragment changed.
    Fragment,
}

/// A frame's address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Navigation {
    /// 0 is the main frame.
    pub frame: i64,
    /// The frame's address.
    pub url: String,
    /// How it came there.
    pub how: How,
}

/// The main frame's title, as the page set it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Title {
    /// `document.title`.
    pub text: String,
}

/// What a page asks for and offers, as far as it tells what kind of page it is: names of fields and words of links, never what
/// somebody typed. The page may say what it likes: it only ever labels the page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Structure {
    /// Its forms; at most [`MAX_FORMS`]. A field a line, at most [`MAX_FORM_FIELDS`]; in it, parted by tabs: the input's type (or
    /// `textarea`, `select-one`), its name or id, its label or placeholder, and what the page asks the browser to fill in (`bday`).
    /// Fields without a form around them are one form.
    #[serde(default)]
    pub forms: Vec<String>,
    /// The words by which a link or button is told to be about signing in or out, or about a visitor's own records: "log out",
    /// "my appointments". At most [`MAX_LINKS`].
    #[serde(default)]
    pub links: Vec<String>,
}

/// Forms of one page that are read.
pub const MAX_FORMS: usize = 8;
/// Fields of one form that are read.
pub const MAX_FORM_FIELDS: usize = 40;
/// Words of links that are read.
pub const MAX_LINKS: usize = 20;
/// The longest text of a field or link, in bytes; longer ones are cut.
pub const MAX_FIELD_TEXT: usize = 120;
/// The longest form, in bytes; longer ones are cut.
pub const MAX_FORM_TEXT: usize = 8 << 10;

/// What stands in a field now. Of a password or a card number the value goes no further than the host's memory: journal and recorded
/// log hold it empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Typed {
    /// The frame; 0 is the main frame.
    pub frame: i64,
    /// The field's number in the frame's document ([`crate::known::FieldAt`]).
    pub field: u32,
    /// The field as in [`Structure::forms`]: type, name or id, label, what the browser is asked to fill in, parted by tabs.
    pub about: String,
    /// What stands in it, at most [`MAX_TYPED`] bytes; empty where it was emptied.
    pub value: String,
    /// True where it is a password or a card number ([`crate::known::What::is_secret`]).
    #[serde(default)]
    pub secret: bool,
}

/// The longest value taken from a field, in bytes; longer ones are cut.
pub const MAX_TYPED: usize = 1024;

/// A form was sent, or the button pressed that sends it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Submitted {
    /// The frame.
    pub frame: i64,
    /// The form's fields, by their numbers; those nobody filled in may be left out.
    pub fields: Vec<u32>,
    /// The button's words, "Send" where it has none.
    pub button: String,
}

/// A visitor selected text of the page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Selected {
    /// The frame.
    pub frame: i64,
    /// The text, at most [`MAX_TYPED`] bytes.
    pub text: String,
}

/// A frame was handed a message by another window (`postMessage`), as its own content script heard it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// The frame that received it.
    pub frame: i64,
    /// That frame's address, by the browser's word.
    pub url: String,
    /// The origin that sent it, by the browser's word.
    pub from: String,
    /// What it held; objects as JSON.
    pub body: SeenBody,
    /// True where it was cut at the host's limit.
    #[serde(default)]
    pub cut: bool,
}

/// What kind of resource a request is for; `webRequest`'s words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ResourceType {
    MainFrame,
    SubFrame,
    Stylesheet,
    Script,
    Image,
    Font,
    Object,
    Xmlhttprequest,
    Ping,
    CspReport,
    Media,
    Websocket,
    #[default]
    #[serde(other)]
    Other,
}

/// A request's body as the host saw it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeenBody {
    /// None was sent.
    #[default]
    None,
    /// Valid UTF-8.
    Text(String),
    /// Other bytes, base64.
    Base64(String),
    /// A form the browser took apart.
    Form(Vec<(String, String)>),
    /// The host was told there is one and not what it holds; the size in bytes where known, else 0.
    Unseen(u64),
}

/// A request is leaving (`onBeforeRequest`, or a recording's entry).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The host's name for it; stays the same over redirects.
    pub id: String,
    /// The whole address.
    pub url: String,
    /// The method, upper case.
    #[serde(default)]
    pub method: String,
    /// What it is for.
    #[serde(default)]
    pub kind: ResourceType,
    /// The frame it came from; 0 is the main frame.
    #[serde(default)]
    pub frame: i64,
    /// The frame around that one, where the host says so and there is one. A request for a frame's document comes, as browsers
    /// number it, from the frame itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<i64>,
    /// The address of the document that sent it, where the host says so (Firefox does; Chromium gives the origin only).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The origin that started it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initiator: Option<String>,
    /// The body.
    #[serde(default)]
    pub body: SeenBody,
    /// True where the body was cut at the host's limit.
    #[serde(default)]
    pub cut: bool,
}

/// Headers sent with a request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Headers {
    /// The request.
    pub id: String,
    /// The Referer header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referer: Option<String>,
    /// Names of cookies sent along (values are not taken).
    #[serde(default)]
    pub cookies: Vec<String>,
    /// Headers of the sender's own (`x-user`), name in lower case and value; at most [`MAX_HEADERS`].
    #[serde(default)]
    pub more: Vec<(String, String)>,
    /// True where Global Privacy Control was sent (`Sec-GPC: 1`).
    #[serde(default)]
    pub gpc: bool,
    /// True where Do Not Track was sent (`DNT: 1`).
    #[serde(default)]
    pub dnt: bool,
}

/// Headers of the sender's own taken of one request.
pub const MAX_HEADERS: usize = 10;

/// A redirect on the way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Redirect {
    /// The request.
    pub id: String,
    /// Where it goes next.
    pub to: String,
}

/// An answer's head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// The request.
    pub id: String,
    /// HTTP status, 0 where unknown.
    pub status: u16,
    /// Set-Cookie lines, whole.
    #[serde(default)]
    pub set_cookie: Vec<String>,
    /// True where the answer came from the browser's cache and nothing left the machine.
    #[serde(default)]
    pub cached: bool,
}

/// A request that did not arrive, as far as the browser knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failed {
    /// The request.
    pub id: String,
    /// The browser's word for it (`net::ERR_BLOCKED_BY_CLIENT`).
    pub error: String,
}

/// A body seen by the page hook as it was handed to the browser. The page may forge it: it only ever adds what it says
/// was sent, to a request the browser itself reported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageSend {
    /// The frame it came from.
    pub frame: i64,
    /// The address, whole.
    pub url: String,
    /// `fetch`, `xhr`, `beacon`, `websocket`; `devtools` where the browser's own DevTools told of it: no page can say that, and no frame is
    /// named.
    pub how: String,
    /// The body.
    pub body: SeenBody,
    /// True where it was cut.
    #[serde(default)]
    pub cut: bool,
}

/// By whose word a [`Cause`] is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Word {
    /// The page hook's: the page may forge it.
    #[default]
    Page,
    /// A recording's, as the tool that made it saw it.
    Recording,
}

/// Which scripts asked for a request. It only ever labels a request the browser itself reported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cause {
    /// The frame whose scripts asked; 0 is the main frame.
    pub frame: i64,
    /// The request's address; one of [`MAX_CAUSE_ADDRESS`] bytes or more may be the beginning of a longer one.
    pub url: String,
    /// Addresses of the scripts that were running, nearest first; at most [`MAX_CAUSE_BY`]. The page's own address stands for
    /// scripts written in the page and for its markup.
    pub by: Vec<String>,
    /// By whose word.
    #[serde(default)]
    pub word: Word,
}

/// From this length on, in bytes, a [`Cause`]'s address may be cut.
pub const MAX_CAUSE_ADDRESS: usize = 1024;
/// The most scripts a [`Cause`] names; the nearest are kept.
pub const MAX_CAUSE_BY: usize = 6;
/// The longest address of a script in a [`Cause`], in bytes; longer ones are cut.
pub const MAX_CAUSE_SCRIPT: usize = 512;

/// Something a host could not see or had to drop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lost {
    /// What, as a closed word: `no-tab`, `before-attach`, `malformed`, `flood`, `journal-gap`, `restart`, `quota`, `worker-panic`,
    /// `codecs` (what was asked of the codecs was not answered), `patched` (the page put its own functions in place of the browser's before
    /// the hook could listen), `automation` (a program drives the browser, so that counters may leave the visit out).
    pub what: Cow<'static, str>,
    /// How many.
    pub count: u32,
}
