//! HAR 1.2 (w3c.github.io/web-performance/specs/HAR/Overview.html) to observations.
//!
//! Tools differ in what they leave out, so every key but a request's address is optional and each entry is read alone: a
//! malformed one is named and skipped, the rest is analysed. Typed HAR crates refuse a whole file for one such entry.

use crate::classify::resource_type;
use leaklight_core::address::Address;
use leaklight_core::observation::{
    Cause, Event, Failed, Headers, Lost, MAX_CAUSE_BY, MAX_CAUSE_SCRIPT, MAX_HEADERS, Millis, Navigation, Observation, Request,
    ResourceType, Response, SeenBody, Title, Watch, Word,
};
use serde::Deserialize;
use serde_json::value::RawValue;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

#[derive(Deserialize)]
struct Har<'a> {
    #[serde(borrow)]
    log: Log<'a>,
}

#[derive(Deserialize)]
struct Log<'a> {
    #[serde(borrow)]
    entries: Vec<&'a RawValue>,
    #[serde(default, borrow)]
    pages: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Page {
    id: String,
    #[serde(default)]
    title: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    #[serde(default)]
    pageref: Option<String>,
    #[serde(default)]
    started_date_time: Option<String>,
    request: Sent,
    #[serde(default)]
    response: Option<Answer>,
    #[serde(default, rename = "_resourceType")]
    resource_type: Option<String>,
    #[serde(default, rename = "_initiator")]
    initiator: serde_json::Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sent {
    url: String,
    #[serde(default)]
    method: Option<String>,
    #[serde(default)]
    headers: Vec<Pair>,
    #[serde(default)]
    cookies: Vec<Pair>,
    #[serde(default)]
    post_data: Option<PostData>,
    #[serde(default)]
    body_size: Option<f64>,
}

#[derive(Deserialize)]
struct Pair {
    #[serde(default)]
    name: String,
    #[serde(default, deserialize_with = "text")]
    value: Option<String>,
}

/// Some tools put numbers and whole objects where the specification has text.
fn text<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(match Option::<serde_json::Value>::deserialize(from)? {
        None => None,
        Some(serde_json::Value::String(text)) => Some(text),
        Some(other) => Some(other.to_string()),
    })
}

#[derive(Deserialize)]
struct PostData {
    #[serde(default, deserialize_with = "text")]
    text: Option<String>,
    #[serde(default)]
    params: Option<Vec<Pair>>,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    status: f64,
    #[serde(default)]
    headers: Vec<Pair>,
    #[serde(default)]
    content: Option<Content>,
    #[serde(default, rename = "_error")]
    error: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    #[serde(default)]
    mime_type: Option<String>,
}

/// A recording, read.
pub struct Recording {
    /// What was seen, in order, all in tab 0.
    pub events: Vec<Observation>,
    /// Entries left out, each with its number and why.
    pub skipped: Vec<String>,
}

/// Reads a HAR text. Errors, in words for a person, where the text as a whole is none.
pub fn read(text: &str) -> Result<Recording, String> {
    let har: Har<'_> = serde_json::from_str(text).map_err(|e| {
        format!("line {}, column {}: this is not a HAR file ({e}); export it again as \"HAR with content\"", e.line(), e.column())
    })?;
    let mut skipped = Vec::new();
    let pages: Vec<Page> = har.log.pages.iter().filter_map(|raw| serde_json::from_str(raw.get()).ok()).collect();
    let mut entries: Vec<(Millis, usize, Entry)> = Vec::with_capacity(har.log.entries.len());
    let mut last = 0;
    for (n, raw) in har.log.entries.iter().enumerate() {
        match serde_json::from_str::<Entry>(raw.get()) {
            Ok(entry) => {
                last = entry.started_date_time.as_deref().and_then(millis).unwrap_or(last);
                entries.push((last, n, entry));
            }
            Err(e) => skipped.push(format!("entry {} (log.entries[{n}]): {e}", n + 1)),
        }
    }
    entries.sort_by_key(|(at, n, _)| (*at, *n));
    let mut events = Vec::with_capacity(entries.len() * 3 + 2);
    let mut shown: Option<String> = None;
    let mut at_end = 0;
    for (at, n, entry) in entries {
        at_end = at;
        let opens = entry.pageref.as_ref().is_none_or(|p| shown.as_ref() != Some(p))
            && is_document(&entry)
            && (entry.pageref.is_some() || shown.is_none());
        if shown.is_none() && events.is_empty() {
            let url = first_page(&entry, &pages);
            push(&mut events, at, Event::Watch(Watch { url, reload: true }));
        }
        one(&entry, n, at, opens, &mut events);
        if opens {
            shown = Some(entry.pageref.clone().unwrap_or_default());
            let title = pages.iter().find(|p| Some(&p.id) == entry.pageref.as_ref()).and_then(|p| p.title.clone());
            if let Some(text) = title.filter(|t| !t.contains("://")) {
                push(&mut events, at, Event::Title(Title { text }));
            }
        }
    }
    if !skipped.is_empty() {
        let lost = Lost { what: "malformed".into(), count: u32::try_from(skipped.len()).unwrap_or(u32::MAX) };
        push(&mut events, at_end, Event::Lost(lost));
    }
    Ok(Recording { events, skipped })
}

fn push(events: &mut Vec<Observation>, at: Millis, event: Event) {
    events.push(Observation { at, tab: 0, event });
}

fn millis(text: &str) -> Option<Millis> {
    let at = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    Millis::try_from(at.unix_timestamp_nanos() / 1_000_000).ok()
}

/// The page the recording starts on: the page's own title where a tool put its address there, else the first address.
fn first_page(entry: &Entry, pages: &[Page]) -> String {
    let title = pages.iter().find(|p| Some(&p.id) == entry.pageref.as_ref()).and_then(|p| p.title.as_deref());
    match title {
        Some(t) if t.starts_with("http") && Address::parse(t).is_readable() => t.to_owned(),
        _ if is_document(entry) => entry.request.url.clone(),
        _ => header(&entry.request.headers, "referer").unwrap_or(&entry.request.url).to_owned(),
    }
}

fn is_document(entry: &Entry) -> bool {
    let status = entry.response.as_ref().map_or(0.0, |r| r.status);
    let html = entry.response.as_ref().and_then(|r| r.content.as_ref()?.mime_type.as_deref()).is_some_and(|m| m.starts_with("text/html"));
    let typed = entry.resource_type.as_deref().is_none_or(|t| t == "document");
    typed && html && !(300.0..400.0).contains(&status) && entry.request.method.as_deref().unwrap_or("GET") != "OPTIONS"
}

fn header<'a>(headers: &'a [Pair], name: &str) -> Option<&'a str> {
    headers.iter().find(|h| h.name.eq_ignore_ascii_case(name)).and_then(|h| h.value.as_deref())
}

fn one(entry: &Entry, n: usize, at: Millis, opens: bool, events: &mut Vec<Observation>) {
    let id = format!("entry-{}", n + 1);
    let sent = &entry.request;
    let kind = match (opens, entry.resource_type.as_deref()) {
        (true, _) => ResourceType::MainFrame,
        (false, Some("document")) => ResourceType::SubFrame,
        (false, Some(word)) => resource_type(word),
        (false, None) => by_mime(entry),
    };
    let body = match &sent.post_data {
        Some(PostData { text: Some(text), .. }) if !text.is_empty() => SeenBody::Text(text.clone()),
        Some(PostData { params: Some(params), .. }) if !params.is_empty() => {
            SeenBody::Form(params.iter().map(|p| (p.name.clone(), p.value.clone().unwrap_or_default())).collect())
        }
        _ => match sent.body_size {
            Some(size) if size > 0.0 => SeenBody::Unseen(size as u64),
            _ => SeenBody::None,
        },
    };
    let request = Request {
        id: id.clone(),
        url: sent.url.clone(),
        method: sent.method.clone().unwrap_or_else(|| "GET".to_owned()).to_ascii_uppercase(),
        kind,
        body,
        ..Request::default()
    };
    if opens {
        push(
            events,
            at,
            Event::Navigation(Navigation { frame: 0, url: sent.url.clone(), how: leaklight_core::observation::How::Committed }),
        );
    }
    push(events, at, Event::Request(request));
    let by = callers(&entry.initiator);
    if !by.is_empty() {
        push(events, at, Event::Cause(Cause { frame: 0, url: sent.url.clone(), by, word: Word::Recording }));
    }
    let cookies: Vec<String> = sent.cookies.iter().map(|c| c.name.clone()).collect();
    let referer = header(&sent.headers, "referer").map(str::to_owned);
    let more: Vec<(String, String)> = sent.headers.iter().filter_map(of_the_page).take(MAX_HEADERS).collect();
    if referer.is_some() || !cookies.is_empty() || !more.is_empty() {
        push(events, at, Event::Headers(Headers { id: id.clone(), referer, cookies, more, ..Headers::default() }));
    }
    match &entry.response {
        Some(r) if r.error.is_some() => {
            push(events, at, Event::Failed(Failed { id, error: r.error.clone().unwrap_or_default() }));
        }
        Some(r) if r.status > 0.0 => {
            let set_cookie = r
                .headers
                .iter()
                .filter(|h| h.name.eq_ignore_ascii_case("set-cookie"))
                .flat_map(|h| h.value.as_deref().unwrap_or("").lines().map(str::to_owned).collect::<Vec<_>>())
                .collect();
            push(events, at, Event::Response(Response { id, status: r.status as u16, set_cookie, cached: false }));
        }
        _ => {}
    }
}

/// A header the page's own scripts set, as far as its name tells: `x-user`.
fn of_the_page(header: &Pair) -> Option<(String, String)> {
    const BROWSERS: &[&str] = &["x-client-data", "x-requested-with"];
    let name = header.name.to_ascii_lowercase();
    let value = header.value.as_deref().filter(|v| !v.is_empty() && v.len() <= 1024)?;
    (name.starts_with("x-") && !BROWSERS.contains(&name.as_str())).then(|| (name, value.to_owned()))
}

/// Who asked, nearest first. Chromium's tools write what their protocol calls the initiator (chromedevtools.github.io/devtools-protocol,
/// `Network.Initiator`, 2026-11-26): a script's stack with the stacks that led to it, or the address whose parser asked. Others
/// write that address alone.
fn callers(initiator: &serde_json::Value) -> Vec<String> {
    let mut by: Vec<String> = Vec::new();
    let mut add = |url: Option<&str>| {
        let mut end = url.map_or(0, |u| u.len().min(MAX_CAUSE_SCRIPT));
        if let Some(url) = url.filter(|u| !u.is_empty()) {
            while !url.is_char_boundary(end) {
                end -= 1;
            }
            let url = url.get(..end).unwrap_or_default();
            if by.len() < MAX_CAUSE_BY && !by.iter().any(|known| known == url) {
                by.push(url.to_owned());
            }
        }
    };
    let mut stack = initiator.get("stack");
    // What was awaited or timed stands in a stack's parent.
    for _ in 0..16 {
        let Some(now) = stack else { break };
        for frame in now.get("callFrames").and_then(|f| f.as_array()).into_iter().flatten() {
            add(frame.get("url").and_then(|u| u.as_str()));
        }
        stack = now.get("parent");
    }
    add(initiator.get("url").unwrap_or(initiator).as_str());
    by
}

fn by_mime(entry: &Entry) -> ResourceType {
    let mime = entry.response.as_ref().and_then(|r| r.content.as_ref()?.mime_type.as_deref()).unwrap_or("");
    match mime.split([';', '/']).next().unwrap_or("") {
        "image" => ResourceType::Image,
        "font" => ResourceType::Font,
        "audio" | "video" => ResourceType::Media,
        _ if mime.contains("javascript") => ResourceType::Script,
        _ if mime.starts_with("text/css") => ResourceType::Stylesheet,
        _ if mime.starts_with("text/html") => ResourceType::SubFrame,
        _ => ResourceType::Other,
    }
}
