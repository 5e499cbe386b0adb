//! The hits as an HTTP archive, HAR 1.2 (<https://github.com/ahmadnassri/har-spec/blob/master/versions/1.2.md>): what tools for web
//! traffic open. Masked as everything that is written: an address or a parameter holds its mask, and what is not known stands as
//! the format says. What Leaklight knows beyond it stands in members that begin with `_`.

use super::time::iso;
use super::view::{HitField, HitView};
use crate::visible::printable;
use leaklight_text::t;
use serde::Serialize;

#[derive(Serialize)]
struct Archive<'h> {
    log: Log<'h>,
}

#[derive(Serialize)]
struct Log<'h> {
    version: &'static str,
    creator: Creator,
    pages: Vec<Page>,
    entries: Vec<Entry<'h>>,
    comment: &'static str,
}

#[derive(Serialize)]
struct Creator {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    started_date_time: String,
    id: String,
    title: String,
    page_timings: Nothing,
}

/// An object without members.
#[derive(Serialize)]
struct Nothing {}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'h> {
    pageref: String,
    started_date_time: String,
    time: u32,
    request: Request<'h>,
    response: Response<'h>,
    cache: Nothing,
    timings: Timings,
    #[serde(rename = "_resourceType")]
    kind: &'h str,
    #[serde(rename = "_leaklight")]
    more: More<'h>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request<'h> {
    method: &'h str,
    url: String,
    http_version: &'static str,
    cookies: Vec<Pair>,
    headers: Vec<Pair>,
    query_string: Vec<Pair>,
    #[serde(skip_serializing_if = "Option::is_none")]
    post_data: Option<PostData>,
    headers_size: i8,
    body_size: i8,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PostData {
    mime_type: &'static str,
    params: Vec<Pair>,
}

#[derive(Serialize, PartialEq)]
struct Pair {
    name: String,
    value: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Response<'h> {
    status: u16,
    status_text: &'static str,
    http_version: &'static str,
    cookies: [u8; 0],
    headers: [u8; 0],
    content: Content,
    #[serde(rename = "redirectURL")]
    redirect_url: &'static str,
    headers_size: i8,
    body_size: i8,
    #[serde(rename = "_error", skip_serializing_if = "str::is_empty")]
    error: &'h str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    size: u8,
    mime_type: &'static str,
}

#[derive(Serialize)]
struct Timings {
    send: u8,
    wait: u8,
    receive: u8,
}

/// What Leaklight knows of a request.
#[derive(Serialize)]
struct More<'h> {
    recipient: &'h str,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<&'h str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    role: &'h str,
    events: Vec<&'h str>,
    findings: Vec<&'h str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    consent: &'h str,
    unread: bool,
    /// Parameters beyond those listed.
    left_out: u32,
}

/// The archive; hits of one request are one entry.
pub fn har(hits: &[HitView]) -> String {
    let mut pages: Vec<Page> = Vec::new();
    let mut entries: Vec<(u32, Entry<'_>)> = Vec::new();
    for hit in hits {
        let at = match entries.iter().rposition(|(request, _)| *request == hit.request) {
            Some(at) => at,
            None => {
                let page = page(&mut pages, hit);
                entries.push((hit.request, entry(hit, page)));
                entries.len() - 1
            }
        };
        let Some((_, entry)) = entries.get_mut(at) else { continue };
        for field in &hit.fields {
            carried(&mut entry.request, field);
        }
        let more = &mut entry.more;
        more.left_out = more.left_out.saturating_add(hit.more);
        more.unread |= hit.unread;
        if !hit.event.is_empty() {
            more.events.push(&hit.event);
        }
        for finding in &hit.findings {
            if !more.findings.contains(&finding.as_str()) {
                more.findings.push(finding);
            }
        }
    }
    let log = Log {
        version: "1.2",
        creator: Creator { name: "Leaklight", version: env!("CARGO_PKG_VERSION") },
        pages,
        entries: entries.into_iter().map(|(_, entry)| entry).collect(),
        comment: t!("Requests to those who were told something, masked. Timings, headers and answers were not recorded."),
    };
    serde_json::to_string(&Archive { log }).unwrap_or_default()
}

/// The id of the page a hit came from.
fn page(pages: &mut Vec<Page>, hit: &HitView) -> String {
    let title = printable(&hit.page.shown);
    if let Some(page) = pages.iter().find(|page| page.title == title) {
        return page.id.clone();
    }
    let id = format!("page_{}", pages.len() + 1);
    pages.push(Page { started_date_time: iso(hit.at), id: id.clone(), title, page_timings: Nothing {} });
    id
}

fn entry(hit: &HitView, pageref: String) -> Entry<'_> {
    Entry {
        pageref,
        started_date_time: iso(hit.at),
        time: 0,
        request: Request {
            method: &hit.method,
            url: address(&hit.address.shown),
            http_version: "",
            cookies: Vec::new(),
            headers: Vec::new(),
            query_string: Vec::new(),
            post_data: None,
            headers_size: -1,
            body_size: -1,
        },
        response: Response {
            status: hit.status.unwrap_or(0),
            status_text: "",
            http_version: "",
            cookies: [],
            headers: [],
            content: Content { size: 0, mime_type: "x-unknown" },
            redirect_url: "",
            headers_size: -1,
            body_size: -1,
            error: &hit.failed,
        },
        cache: Nothing {},
        timings: Timings { send: 0, wait: 0, receive: 0 },
        kind: &hit.kind,
        more: More {
            recipient: &hit.recipient.name,
            owner: hit.recipient.owner.as_deref(),
            role: &hit.role,
            events: Vec::new(),
            findings: Vec::new(),
            consent: &hit.verdict,
            unread: false,
            left_out: 0,
        },
    }
}

/// Puts a parameter where the format has it; several events of one request repeat what they share.
fn carried(request: &mut Request<'_>, field: &HitField) {
    let part = field.at.split(':').next().unwrap_or_default();
    let pair = |name: &str| Pair { name: printable(name), value: printable(&field.value.shown) };
    let (list, pair) = match part {
        "query" => (&mut request.query_string, pair(&field.name)),
        "header" => (&mut request.headers, pair(&field.name)),
        "cookie" => (&mut request.cookies, pair(&field.name)),
        "body" => {
            let post = request.post_data.get_or_insert_with(|| PostData { mime_type: "x-unknown", params: Vec::new() });
            // Where it stood tells which of several events it belongs to.
            (&mut post.params, pair(field.at.split_once(':').map_or(field.name.as_str(), |(_, path)| path)))
        }
        // What stands in the address itself is seen there.
        _ => return,
    };
    if !list.contains(&pair) {
        list.push(pair);
    }
}

/// An address that masks and cuts left with characters no address has, in a form every reader of addresses takes.
fn address(shown: &str) -> String {
    const ODD: &percent_encoding::AsciiSet =
        &percent_encoding::CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');
    percent_encoding::utf8_percent_encode(&printable(shown), ODD).to_string()
}
