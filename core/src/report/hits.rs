//! Every hit of a recorded visit, event by event: what each request told whom, named and decoded, masked.
//!
//! A hit is a request that hands data to a recipient: one the catalogue or its conduct says collects, one with a body for somebody
//! else, one a finding rests on. The visit is gone through once more by the same code that judges it live, so that what is said of a
//! hit (recipient, findings, how it stands to the visitor's choice, a body only the page hook saw) is what the tab's view says.

pub mod copy;
mod ear;
mod events;
mod field;
mod reader;

pub(crate) use ear::{Ear, Reason};
pub use reader::HitReader;

use crate::observation::{Event, Millis, Observation, SeenBody};
use crate::report::view::{HitView, SentView};
use crate::session::Settings;

/// Hits kept of one visit; the latest are kept.
pub const MAX_HITS: usize = 5_000;
/// Fields listed of one hit.
pub const MAX_FIELDS: usize = 80;

/// The hits of a visit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    /// In the order they left; at most [`MAX_HITS`].
    pub list: Vec<HitView>,
    /// Older ones that were left out.
    pub left_out: u32,
}

impl Hits {
    /// The same without what tells masked values apart ([`crate::report::view::HitField::mark`]): for files.
    pub fn unmarked(mut self) -> Hits {
        self.list.iter_mut().flat_map(|hit| &mut hit.fields).for_each(|field| field.mark = 0);
        self
    }
}

/// The hits of a tab's observations, masked, with nothing left to uncover. `settings` are the person's own: domains, relays, words.
pub fn hits(seen: &[Observation], settings: &Settings) -> Hits {
    let mut reader = HitReader::new(settings.clone());
    reader.read(seen);
    reader.hits(0, 0, None).unmarked()
}

/// One request as it left, by its number ([`HitView::request`]) and when it left; none where there is no such hit. Of a visit whose beginning
/// is no longer kept the numbers are others: a request of that number that left at another moment is another one.
pub fn sent(seen: &[Observation], settings: &Settings, request: u32, at: Millis) -> Option<SentView> {
    let mut reader = HitReader::wanting(request, settings.clone());
    reader.read(seen);
    let found = reader.found(request, at)?;
    let mut out = SentView { values: found.values, ..SentView::default() };
    let Event::Request(left) = &seen.get(found.seen)?.event else { return None };
    (out.method, out.url) = (left.method.clone(), left.url.clone());
    let second = found.second.and_then(|at| seen.get(at)).and_then(|o| match &o.event {
        Event::PageSend(send) => Some((&send.body, send.cut)),
        _ => None,
    });
    let (body, cut) = second.unwrap_or((&left.body, left.cut));
    out.partial = cut || found.socket;
    match body {
        SeenBody::None => {}
        SeenBody::Text(text) => out.body.clone_from(text),
        SeenBody::Form(pairs) => out.body = form(pairs),
        SeenBody::Base64(text) => match crate::payload::base64_bytes(text).and_then(|bytes| String::from_utf8(bytes).ok()) {
            Some(text) => out.body = text,
            None => out.partial = true,
        },
        SeenBody::Unseen(_) => out.partial = true,
    }
    Some(out)
}

fn form(pairs: &[(String, String)]) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        for (between, text) in [(if out.is_empty() { "" } else { "&" }, name), ("=", value)] {
            out.push_str(between);
            out.extend(percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC));
        }
    }
    out
}
