//! What each raw event says.

use super::*;
use leaklight_core::observation::{
    Cause, Cookie, Event, Failed, Headers, How, Lost, MAX_CAUSE_ADDRESS, MAX_CAUSE_BY, MAX_CAUSE_SCRIPT, MAX_FIELD_TEXT, MAX_FORM_TEXT,
    MAX_FORMS, MAX_HEADERS, MAX_LINKS, MAX_TYPED, Navigation, PageSend, Redirect, Request, Response, Selected, Storage, Structure, Title,
    Watch, Word,
};

impl Raw {
    pub(super) fn normalise(self, out: &mut Vec<Observation>) {
        match self {
            Raw::Request(details) => out.push(details.request()),
            Raw::Headers(details) => out.extend(details.headers()),
            Raw::Redirect(details) => details.redirect(out),
            Raw::Response(details) => out.push(details.response()),
            Raw::Failed(details) => {
                out.push(details.observed(Event::Failed(Failed { id: details.request_id.clone(), error: details.error.clone() })))
            }
            Raw::Committed(frame) => out.push(frame.navigation(How::Committed)),
            Raw::History(frame) => out.push(frame.navigation(How::History)),
            Raw::Fragment(frame) => out.push(frame.navigation(How::Fragment)),
            Raw::Cookie(change) => out.extend(change.cookie()),
            Raw::Title(Text { tab_id, time_stamp, text, .. }) => {
                out.push(seen(tab_id, time_stamp, Event::Title(Title { text: cut(text, MAX_VALUE) })))
            }
            Raw::Structure(layout) => out.push(layout.structure()),
            Raw::Typed(field) => out.push(field.typed()),
            Raw::Submitted(sending) => out.push(sending.submitted()),
            Raw::Selected(Text { tab_id, time_stamp, frame_id, text }) => {
                out.push(seen(tab_id, time_stamp, Event::Selected(Selected { frame: frame_id, text: cut(text, MAX_TYPED) })))
            }
            Raw::Message(handed) => out.push(handed.message()),
            Raw::Storage(entries) => out.push(entries.storage()),
            Raw::PageSend(send) => out.push(send.page_send()),
            Raw::Causes(causes) => causes.told(out),
            Raw::Writes(told) => out.extend(told.writes()),
            Raw::Scripts(told) => out.extend(told.scripts()),
            Raw::Consent(told) => out.extend(told.consent()),
            Raw::Banner(told) => out.push(told.banner()),
            Raw::Chose(told) => out.push(told.chose()),
            Raw::Check(told) => out.extend(told.check()),
            Raw::Watch(Frame { tab_id, time_stamp, url, reload, .. }) => {
                out.push(seen(tab_id, time_stamp, Event::Watch(Watch { url, reload })))
            }
            Raw::Unwatch(bare) => out.push(seen(bare.tab_id, bare.time_stamp, Event::Unwatch)),
            Raw::Closed(bare) => out.push(seen(bare.tab_id, bare.time_stamp, Event::Closed)),
            Raw::Lost(Count { tab_id, time_stamp, what, count }) => {
                out.push(seen(tab_id, time_stamp, Event::Lost(Lost { what: what.word().into(), count })))
            }
        }
    }
}

/// What names of headers hold whose values are never taken: they let whoever holds them in, or are taken by name alone. The shell leaves
/// them out as well; other shells may not.
const WITHHELD: [&str; 8] = ["auth", "token", "secret", "session", "csrf", "xsrf", "api-key", "apikey"];

fn is_withheld(name: &str) -> bool {
    matches!(name, "cookie" | "referer") || WITHHELD.iter().any(|part| name.contains(part))
}

impl WebRequest {
    fn observed(&self, event: Event) -> Observation {
        Observation { at: self.time_stamp as Millis, tab: self.tab_id, event }
    }

    fn request(self) -> Observation {
        let (at, tab) = (self.time_stamp as Millis, self.tab_id);
        let event = Event::Request(Request {
            id: self.request_id,
            url: self.url,
            method: self.method.to_ascii_uppercase(),
            kind: self.kind,
            // Chromium numbers the main frame of a document that it does not show yet (asked for ahead of its parser) otherwise.
            frame: if self.parent_frame_id == Some(-1) { self.frame_id.min(0) } else { self.frame_id },
            parent: self.parent_frame_id.filter(|&frame| frame >= 0),
            document: self.document_url,
            initiator: self.initiator.or_else(|| self.origin_url.as_deref().map(origin)),
            body: self.body.map_or(SeenBody::None, Body::seen),
            cut: self.cut,
        });
        Observation { at, tab, event }
    }

    /// Nothing where the headers hold nothing of what is taken.
    fn headers(self) -> Option<Observation> {
        let referer = named(&self.request_headers, "referer").next();
        let cookies: Vec<String> = named(&self.request_headers, "cookie").flat_map(|line| cookie_names(&line)).collect();
        let more: Vec<(String, String)> = self
            .more
            .iter()
            .map(|header| (cut(header.name.to_ascii_lowercase(), MAX_HEADER.0), cut(header.text(), MAX_HEADER.1)))
            .filter(|(name, value)| !value.is_empty() && !is_withheld(name))
            .take(MAX_HEADERS)
            .collect();
        // Any other value than 1 is no objection (Global Privacy Control, section "The Sec-GPC Header Field").
        let is_one = |name: &str| named(&self.request_headers, name).any(|value| value.trim() == "1");
        let (gpc, dnt) = (is_one("sec-gpc"), is_one("dnt"));
        (referer.is_some() || !cookies.is_empty() || !more.is_empty() || gpc || dnt)
            .then(|| self.observed(Event::Headers(Headers { id: self.request_id.clone(), referer, cookies, more, gpc, dnt })))
    }

    /// What the redirecting answer set comes first: it was given before the browser went on.
    fn redirect(self, out: &mut Vec<Observation>) {
        let set_cookie = set_cookie_lines(&self.response_headers);
        if !set_cookie.is_empty() {
            out.push(self.observed(Event::Response(Response {
                id: self.request_id.clone(),
                status: status(self.status_code),
                set_cookie,
                cached: self.from_cache,
            })));
        }
        out.push(self.observed(Event::Redirect(Redirect { id: self.request_id.clone(), to: self.redirect_url.clone() })));
    }

    fn response(self) -> Observation {
        self.observed(Event::Response(Response {
            id: self.request_id.clone(),
            status: status(self.status_code),
            set_cookie: set_cookie_lines(&self.response_headers),
            cached: self.from_cache,
        }))
    }
}

impl Frame {
    fn navigation(self, how: How) -> Observation {
        seen(self.tab_id, self.time_stamp, Event::Navigation(Navigation { frame: self.frame_id, url: self.url, how }))
    }
}

impl Layout {
    fn structure(self) -> Observation {
        let bounded = |list: Vec<String>, most: usize, long: usize| list.into_iter().take(most).map(|text| cut(text, long)).collect();
        let (forms, links) = (bounded(self.forms, MAX_FORMS, MAX_FORM_TEXT), bounded(self.links, MAX_LINKS, MAX_FIELD_TEXT));
        seen(self.tab_id, self.time_stamp, Event::Structure(Structure { forms, links }))
    }
}

impl Entries {
    fn storage(self) -> Observation {
        let mut left_out = self.left_out.saturating_add(u32::try_from(self.entries.len().saturating_sub(MAX_ENTRIES)).unwrap_or(u32::MAX));
        let mut entries = self.entries;
        entries.truncate(MAX_ENTRIES);
        entries.retain(|(key, value)| {
            let fits = key.len() <= MAX_VALUE && value.as_ref().is_none_or(|value| value.len() <= MAX_VALUE * 4);
            left_out = left_out.saturating_add(u32::from(!fits));
            fits
        });
        seen(
            self.tab_id,
            self.time_stamp,
            Event::Storage(Storage { frame: self.frame_id, origin: self.origin, area: self.area, entries, left_out }),
        )
    }
}

impl Send {
    fn page_send(self) -> Observation {
        let (body, shortened) = self.body.bounded(MAX_BODY);
        seen(
            self.tab_id,
            self.time_stamp,
            Event::PageSend(PageSend {
                frame: self.frame_id,
                url: cut(self.url, MAX_ADDRESS),
                how: self.how.word().to_owned(),
                body,
                cut: self.cut || shortened,
            }),
        )
    }
}

impl Causes {
    /// One observation a request; a request without callers says nothing.
    fn told(self, out: &mut Vec<Observation>) {
        for (url, callers) in self.list.into_iter().take(MAX_CAUSES) {
            let by: Vec<String> = callers.into_iter().take(MAX_CAUSE_BY).map(|by| cut(by, MAX_CAUSE_SCRIPT)).collect();
            if !by.is_empty() {
                let cause = Cause { frame: self.frame_id, url: cut(url, MAX_CAUSE_ADDRESS), by, word: Word::Page };
                out.push(seen(self.tab_id, self.time_stamp, Event::Cause(cause)));
            }
        }
    }
}

impl CookieChange {
    fn cookie(self) -> Option<Observation> {
        if self.removed && self.cause == "overwrite" {
            return None;
        }
        let cookie = self.cookie;
        Some(seen(
            self.tab_id,
            self.time_stamp,
            Event::Cookie(Cookie {
                name: cookie.name,
                value: cookie.value,
                domain: cookie.domain,
                path: cookie.path,
                partition: cookie.partition_key.and_then(|key| key.top_level_site),
                http_only: cookie.http_only,
                secure: cookie.secure,
                expires: cookie.expiration_date.map(|seconds| (seconds * 1000.0) as Millis),
                same_site: match cookie.same_site.as_str() {
                    "no_restriction" => "none".to_owned(),
                    "lax" | "strict" => cookie.same_site,
                    // "unspecified", and what no browser says.
                    _ => String::new(),
                },
                host_only: cookie.host_only,
                was_there: self.cause == "read",
                removed: self.removed,
            }),
        ))
    }
}

/// Names in a Cookie line; a pair without `=` is a nameless cookie's value and gives none.
fn cookie_names(line: &str) -> Vec<String> {
    line.split(';')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, _)| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// Firefox joins several Set-Cookie lines by line feeds.
fn set_cookie_lines(headers: &[Header]) -> Vec<String> {
    named(headers, "set-cookie")
        .flat_map(|lines| lines.split('\n').map(str::to_owned).collect::<Vec<_>>())
        .filter(|line| !line.is_empty())
        .collect()
}

/// Scheme, host and port of an address, as Chromium spells an initiator; what has none is "null", as there.
fn origin(url: &str) -> String {
    let end = url.find("://").and_then(|scheme| {
        let after = scheme + 3;
        let host = url.get(after..)?;
        Some(after + host.find(['/', '?', '#']).unwrap_or(host.len()))
    });
    end.and_then(|end| url.get(..end)).unwrap_or("null").to_owned()
}

fn status(code: f64) -> u16 {
    code as u16
}

/// The text, no longer than so many bytes, cut on a character's border.
pub(super) fn cut(mut text: String, most: usize) -> String {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text
}
