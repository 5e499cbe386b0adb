//! A recorded visit gone through for its hits.

use super::ear::{Heard, Reason};
use super::{Hits, MAX_FIELDS, MAX_HITS, events};
use crate::excerpt::Excerpt;
use crate::finding::{Kind, Severity};
use crate::observation::{Event, Millis, Observation, TabId, Watch};
use crate::report::screen::Screen;
use crate::report::view::HitView;
use crate::session::{Session, Settings};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Requests looked back on for the one an answer belongs to.
const BACK: usize = 512;
/// Words of the page hook looked back on for a request that came after them.
const SENDS: usize = 32;

/// A request and what became of it.
pub(super) struct Sent {
    tab: TabId,
    id: String,
    number: u32,
    at: Millis,
    /// Its observation's place, and that of the page hook's word on its body.
    pub seen: usize,
    pub second: Option<usize>,
    is_hit: bool,
    pub socket: bool,
    body: bool,
    parts: u32,
    status: Option<u16>,
    failed: String,
    sent_on: String,
    hits: Vec<(String, HitView)>,
    reasons: Vec<Reason>,
    pub values: Vec<(String, String)>,
}

/// A visit gone through once more, observation after observation, so that what was read stays read while the visit goes on.
pub struct HitReader {
    session: Session,
    begun: BTreeSet<TabId>,
    list: VecDeque<Sent>,
    wanted: u32,
    left_out: u32,
    /// Observations read.
    count: usize,
    /// What the page hook said last: the observation's place and the address.
    sends: VecDeque<(usize, String)>,
}

impl HitReader {
    /// Nothing read yet. `settings` are the person's own: domains, relays, words.
    pub fn new(settings: Settings) -> HitReader {
        HitReader::wanting(0, settings)
    }

    /// The same, taking down one request's values as they were sent.
    pub(super) fn wanting(wanted: u32, settings: Settings) -> HitReader {
        let session = Session::new(settings);
        HitReader { session, begun: BTreeSet::new(), list: VecDeque::new(), wanted, left_out: 0, count: 0, sends: VecDeque::new() }
    }

    /// Reads what was seen next.
    pub fn read(&mut self, seen: &[Observation]) {
        let mut effects = Vec::new();
        for one in seen {
            let place = self.count;
            self.count += 1;
            // A recording whose beginning had to go: what is left of it is read all the same.
            if one.tab >= 0 && self.begun.insert(one.tab) && !matches!(one.event, Event::Watch(_)) {
                let event = Event::Watch(Watch { url: String::new(), reload: false });
                self.session.hear(&Observation { at: one.at, tab: one.tab, event }, self.wanted, &mut effects);
            }
            if let Event::PageSend(send) = &one.event {
                if self.sends.len() >= SENDS {
                    self.sends.pop_front();
                }
                self.sends.push_back((place, send.url.clone()));
            }
            let heard = self.session.hear(one, self.wanted, &mut effects);
            effects.clear();
            for (tab, ear) in heard {
                ear.heard.into_iter().for_each(|heard| self.take(tab, heard, place, one));
                ear.judged.into_iter().for_each(|judged| self.judged(tab, judged));
            }
            self.answered(&one.event);
        }
    }

    /// What the browser said became of a request.
    fn answered(&mut self, event: &Event) {
        match event {
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

    fn newest(&mut self, id: &str) -> Option<&mut Sent> {
        self.list.iter_mut().rev().take(BACK).find(|sent| sent.id == id)
    }

    /// A request was of a choice that was heard of later: what was said of it as one before it is taken back.
    fn judged(&mut self, tab: TabId, (number, verdict, objected): (u32, &str, bool)) {
        let Some(sent) = self.list.iter_mut().rev().take(BACK).find(|sent| sent.tab == tab && sent.number == number) else { return };
        for (_, hit) in &mut sent.hits {
            verdict.clone_into(&mut hit.verdict);
        }
        sent.reasons.retain(|r| match r.kind {
            Kind::PreConsentRequest | Kind::ConsentSignalMismatch => false,
            Kind::ConsentIgnored => objected,
            _ => true,
        });
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

    /// The hits of requests from that number on that left at or after a moment, with what a running session found that the recording
    /// alone does not tell: values known by having been typed. How many were left out is said of all.
    pub fn hits(&self, from: u32, since: Millis, live: Option<&Session>) -> Hits {
        let all = || self.list.iter().filter(|sent| sent.is_hit);
        let parts: usize = all().map(|sent| sent.hits.len()).sum();
        // Of one request's many events some stand in no row.
        let unlisted = all().map(|sent| sent.parts.saturating_sub(sent.hits.len() as u32)).fold(0, u32::saturating_add);
        let mut over = parts.saturating_sub(MAX_HITS);
        let left_out = self.left_out.saturating_add(unlisted).saturating_add(over as u32);
        let mut list = Vec::new();
        // One tab's after another: a list is mostly of one.
        let mut screen: Option<(TabId, Screen)> = None;
        for sent in all() {
            let skipped = over.min(sent.hits.len());
            over -= skipped;
            if sent.number < from || sent.at < since {
                continue;
            }
            if screen.as_ref().is_none_or(|(tab, _)| *tab != sent.tab) {
                screen = live.and_then(|live| live.screen(sent.tab)).map(|screen| (sent.tab, screen));
            }
            list.extend(sent.views(skipped, live, screen.as_ref().map(|(_, screen)| screen)));
        }
        Hits { list, left_out }
    }

    /// The hits of one request, by its number ([`HitView::request`]) and when it left; none where there is no such request.
    pub fn hits_of(&self, request: u32, at: Millis, live: Option<&Session>) -> Hits {
        let sent = self.list.iter().find(|sent| sent.is(request, at));
        Hits { list: sent.map(|sent| sent.views(0, live, None)).unwrap_or_default(), left_out: 0 }
    }

    /// What was taken down of one request.
    pub(super) fn found(self, request: u32, at: Millis) -> Option<Sent> {
        self.list.into_iter().find(|sent| sent.is(request, at))
    }
}

impl Sent {
    /// Whether it is the hit of that number that left then.
    fn is(&self, request: u32, at: Millis) -> bool {
        self.number == request && self.at == at && self.is_hit
    }

    /// Its events as they are shown, without the first `skipped`.
    fn views(&self, skipped: usize, live: Option<&Session>, screen: Option<&Screen>) -> Vec<HitView> {
        let live = live.map(|live| live.reasons(self.tab, &self.id, self.at)).unwrap_or_default();
        let reasons: Vec<&Reason> = self.reasons.iter().chain(&live).collect();
        let view = |(n, (prefix, hit)): (usize, &(String, HitView))| {
            let (findings, worst) = rests(&reasons, prefix, &self.hits);
            let mut view = HitView {
                part: n as u32 + 1,
                parts: self.parts,
                status: self.status,
                failed: self.failed.clone(),
                sent_on: self.sent_on.clone(),
                findings,
                worst,
                ..hit.clone()
            };
            if let Some(screen) = screen {
                screen.hit(&mut view);
            }
            view
        };
        self.hits.iter().enumerate().skip(skipped).map(view).collect()
    }
}

/// The findings that rest on one of a request's events: those whose proof stands in it, and those whose proof stands in none of them.
fn rests(reasons: &[&Reason], prefix: &str, all: &[(String, HitView)]) -> (Vec<String>, String) {
    let within = |at: &str, prefix: &str| {
        !prefix.is_empty() && at.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(['.', '[']) || rest.is_empty())
    };
    let mut kinds: BTreeMap<&str, Severity> = BTreeMap::new();
    for reason in reasons {
        let elsewhere = reason.at.iter().any(|at| all.iter().any(|(other, _)| within(at, other)));
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
        let mut reader = HitReader::new(self.settings().clone());
        reader.read(seen);
        reader.hits(0, 0, Some(self))
    }
}
