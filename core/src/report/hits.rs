//! Every hit of a recorded visit, event by event: what each request told whom, named and decoded, masked.
//!
//! A hit is a request that hands data to a recipient: one the catalogue or its conduct says collects, one with a body for somebody
//! else, one a finding rests on. The visit is gone through once more by the same code that judges it live, so that what is said of a
//! hit (recipient, findings, how it stands to the visitor's choice, a body only the page hook saw) is what the tab's view says.

pub mod copy;
mod ear;
mod events;
mod field;

pub(crate) use ear::{Ear, Reason};

use crate::excerpt::Excerpt;
use crate::finding::{Kind, Severity};
use crate::observation::{Event, Millis, Observation, SeenBody, TabId, Watch};
use crate::report::view::{HitView, SentView};
use crate::session::{Session, Settings};
use ear::Heard;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Hits kept of one visit; the latest are kept.
pub const MAX_HITS: usize = 5_000;
/// Fields listed of one hit.
pub const MAX_FIELDS: usize = 80;
/// Requests looked back on for the one an answer belongs to.
const BACK: usize = 512;
/// Words of the page hook looked back on for a request that came after them.
const SENDS: usize = 32;

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
    of_session(seen, settings, None).unmarked()
}

/// The same, with what a running session found that the recording alone does not tell: values known by having been typed.
pub(crate) fn of_session(seen: &[Observation], settings: &Settings, live: Option<&Session>) -> Hits {
    let mut log = Log::default();
    log.read(seen, settings);
    if let Some(live) = live {
        for request in &mut log.list {
            request.reasons.extend(live.reasons(request.tab, &request.id, request.at));
        }
    }
    log.finish()
}

/// One request as it left, by its number ([`HitView::request`]); none where there is no such hit.
pub fn sent(seen: &[Observation], settings: &Settings, request: u32) -> Option<SentView> {
    let mut log = Log { wanted: request, ..Log::default() };
    log.read(seen, settings);
    let found = log.list.into_iter().find(|r| r.number == request && r.is_hit)?;
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

/// A request and what became of it.
struct Sent {
    tab: TabId,
    id: String,
    number: u32,
    at: Millis,
    /// Its observation's place, and that of the page hook's word on its body.
    seen: usize,
    second: Option<usize>,
    is_hit: bool,
    socket: bool,
    body: bool,
    parts: u32,
    status: Option<u16>,
    failed: String,
    sent_on: String,
    hits: Vec<(String, HitView)>,
    reasons: Vec<Reason>,
    values: Vec<(String, String)>,
}

/// The visit, gone through once more.
#[derive(Default)]
struct Log {
    list: VecDeque<Sent>,
    wanted: u32,
    left_out: u32,
    /// What the page hook said last: the observation's place and the address.
    sends: VecDeque<(usize, String)>,
}

impl Log {
    fn read(&mut self, seen: &[Observation], settings: &Settings) {
        let mut session = Session::new(settings.clone());
        let mut begun: BTreeSet<TabId> = BTreeSet::new();
        let mut effects = Vec::new();
        for (place, one) in seen.iter().enumerate() {
            // A recording whose beginning had to go: what is left of it is read all the same.
            if one.tab >= 0 && begun.insert(one.tab) && !matches!(one.event, Event::Watch(_)) {
                let event = Event::Watch(Watch { url: String::new(), reload: false });
                session.hear(&Observation { at: one.at, tab: one.tab, event }, self.wanted, &mut effects);
            }
            if let Event::PageSend(send) = &one.event {
                if self.sends.len() >= SENDS {
                    self.sends.pop_front();
                }
                self.sends.push_back((place, send.url.clone()));
            }
            let heard = session.hear(one, self.wanted, &mut effects);
            effects.clear();
            for (tab, ear) in heard {
                ear.heard.into_iter().for_each(|heard| self.take(tab, heard, place, one));
            }
            match &one.event {
                Event::Response(response) => {
                    if let Some(sent) = self.newest(&response.id) {
                        sent.status = Some(response.status).filter(|status| *status > 0);
                        if response.cached {
                            "cached".clone_into(&mut sent.failed);
                        }
                    }
                }
                Event::Failed(failed) => {
                    if let Some(sent) = self.newest(&failed.id) {
                        crate::address::cut(&failed.error, 80).clone_into(&mut sent.failed);
                    }
                }
                Event::Redirect(redirect) => {
                    let to = crate::address::Address::parse(&redirect.to);
                    if let Some(sent) = self.newest(&redirect.id) {
                        Excerpt::plain(to.host(), &[]).shown.clone_into(&mut sent.sent_on);
                    }
                }
                _ => {}
            }
        }
    }

    fn newest(&mut self, id: &str) -> Option<&mut Sent> {
        self.list.iter_mut().rev().take(BACK).find(|sent| sent.id == id)
    }

    fn take(&mut self, tab: TabId, heard: Heard, place: usize, seen: &Observation) {
        // The page hook's word may have waited for the browser's.
        let second = match &seen.event {
            _ if heard.first || !heard.body => None,
            Event::PageSend(_) => Some(place),
            Event::Request(request) => self.sends.iter().rev().find(|(_, url)| *url == request.url).map(|(place, _)| *place),
            _ => None,
        };
        // A request's headers, and what is heard of it later, are told by its id alone.
        let of = |sent: &&mut Sent| sent.tab == tab && if heard.number > 0 { sent.number == heard.number } else { sent.id == heard.id };
        let known = self.list.iter_mut().rev().take(BACK).find(of);
        let Some(known) = known else {
            if heard.first {
                self.push(tab, heard, place, seen.at);
            }
            return;
        };
        known.is_hit |= heard.is_hit;
        if heard.body && heard.hits.iter().all(|(_, hit)| !hit.unread) {
            // What could not be read has been read after all.
            known.reasons.retain(|reason| reason.kind != Kind::UnknownOrUnreadable);
        }
        known.reasons.extend(heard.reasons);
        for value in heard.values {
            if !known.values.contains(&value) {
                known.values.push(value);
            }
        }
        let shell = known.hits.first().map(|(_, hit)| (hit.at, hit.method.clone(), hit.kind.clone()));
        let (at, method, kind) = shell.unwrap_or_default();
        let mut hits = heard.hits;
        for (_, hit) in &mut hits {
            // What tells of a request later does not say how it was sent.
            hit.at = at;
            hit.kind.clone_from(&kind);
            hit.method.clone_from(&method);
        }
        match () {
            () if heard.body && known.socket && known.body => {
                known.parts = known.parts.saturating_add(heard.parts);
                let room = events::MAX_PARTS.saturating_sub(known.hits.len());
                known.hits.extend(hits.into_iter().take(room));
            }
            () if heard.body && (!known.body || second.is_some()) => {
                (known.hits, known.parts, known.body) = (hits, heard.parts, true);
                known.second = second.or(known.second);
            }
            // Headers and cookies, told after the request.
            () => {
                let news = hits.into_iter().next().map(|(_, hit)| hit.fields).unwrap_or_default();
                for (_, hit) in &mut known.hits {
                    for field in &news {
                        if hit.fields.len() < MAX_FIELDS && !hit.fields.iter().any(|f| f.at == field.at) {
                            hit.fields.push(field.clone());
                        }
                    }
                }
            }
        }
    }

    fn push(&mut self, tab: TabId, heard: Heard, place: usize, at: Millis) {
        if self.list.len() >= MAX_HITS
            && let Some(old) = self.list.pop_front()
            && old.is_hit
        {
            self.left_out = self.left_out.saturating_add(old.parts);
        }
        let Heard { id, number, is_hit, socket, body, parts, hits, reasons, values, .. } = heard;
        self.list.push_back(Sent {
            tab,
            id,
            number,
            at,
            seen: place,
            second: None,
            is_hit,
            socket,
            body,
            parts,
            status: None,
            failed: String::new(),
            sent_on: String::new(),
            hits,
            reasons,
            values,
        });
    }

    fn finish(self) -> Hits {
        let mut out: VecDeque<HitView> = VecDeque::new();
        let mut left_out = self.left_out;
        for sent in self.list.into_iter().filter(|sent| sent.is_hit) {
            let prefixes: Vec<String> = sent.hits.iter().map(|(prefix, _)| prefix.clone()).collect();
            left_out = left_out.saturating_add(sent.parts.saturating_sub(sent.hits.len() as u32));
            for (n, (prefix, mut hit)) in sent.hits.into_iter().enumerate() {
                (hit.part, hit.parts) = (n as u32 + 1, sent.parts);
                (hit.status, hit.failed, hit.sent_on) = (sent.status, sent.failed.clone(), sent.sent_on.clone());
                (hit.findings, hit.worst) = rests(&sent.reasons, &prefix, &prefixes);
                if out.len() >= MAX_HITS {
                    out.pop_front();
                    left_out = left_out.saturating_add(1);
                }
                out.push_back(hit);
            }
        }
        Hits { list: out.into(), left_out }
    }
}

/// The findings that rest on one of a request's events: those whose proof stands in it, and those whose proof stands in none of them.
fn rests(reasons: &[Reason], prefix: &str, all: &[String]) -> (Vec<String>, String) {
    let within = |at: &str, prefix: &str| {
        !prefix.is_empty() && at.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(['.', '[']) || rest.is_empty())
    };
    let mut kinds: BTreeMap<&str, Severity> = BTreeMap::new();
    for reason in reasons {
        let elsewhere = reason.at.iter().any(|at| all.iter().any(|other| within(at, other)));
        if !elsewhere || reason.at.iter().any(|at| within(at, prefix)) {
            let known = kinds.entry(reason.kind.word()).or_insert(reason.severity);
            *known = (*known).max(reason.severity);
        }
    }
    let worst = kinds.values().max().map_or("", |severity| severity.word());
    let mut kinds: Vec<(Severity, &str)> = kinds.into_iter().map(|(kind, severity)| (severity, kind)).collect();
    crate::order::sort_by(&mut kinds, |a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    (kinds.into_iter().map(|(_, kind)| kind.to_owned()).collect(), worst.to_owned())
}

impl Session {
    /// The hits of a recording of one of its tabs, with what is known here beyond it. Their marks are for pages of the extension alone:
    /// [`Hits::unmarked`] before a file is written.
    pub fn hits(&self, seen: &[Observation]) -> Hits {
        of_session(seen, self.settings(), Some(self))
    }
}
