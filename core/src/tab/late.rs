//! Requests that may be read again: a value they carry can become known after they left, the host can take apart what they carry.
//!
//! Kept for some seconds by the events' own time, beside [`super::Recent`], which has their address. A request read again counts
//! nothing twice.

use super::carried::Sent;
use super::known::id_of;
use super::{Judged, Page, Tab};
use crate::address::Address;
use crate::detect::proven;
use crate::known::{self, KnownSet};
use crate::observation::{Millis, Request, SeenBody};
use crate::payload::given::{How, fingerprint};
use crate::payload::{self, Part};
use crate::site::Declared;
use crate::witness;
use serde::{Deserialize, Serialize};

/// How long a request may be read again, in milliseconds.
const LATE: Millis = 15_000;
/// Bytes of bodies kept of a tab.
const MAX_BYTES: usize = 256 << 10;
/// Requests kept of a tab.
const MAX_LATE: usize = 400;
/// What waits for the host to take it apart.
const MAX_PACKINGS: usize = 8;
/// Bytes of that, as base64.
const MAX_PACKED: usize = 256 << 10;

/// A request, or what was told of one later, that may be read again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Late {
    /// The request's number in the tab; 0 for a message to a frame.
    pub number: u32,
    pub at: Millis,
    /// The page it left.
    pub scene: u32,
    /// Values numbered below this were ready when it was read.
    pub ready: u32,
    /// Its address, where that is not the request's whole one.
    pub url: String,
    pub method: String,
    pub frame: i64,
    pub document: Option<String>,
    pub initiator: Option<String>,
    pub body: SeenBody,
    pub referer: Option<String>,
    /// Headers and cookies it took along.
    pub more: Vec<(String, String)>,
    /// Who sent the browser on to it.
    pub via: String,
    /// What reading it gave reason for.
    pub findings: Vec<String>,
    /// Of a message: what it told. A request has that in [`super::Recent`].
    pub told: Vec<Sent>,
}

/// Something the host was asked to take apart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Packing {
    pub number: u64,
    pub how: String,
    /// Base64.
    pub bytes: String,
    /// The requests that carry it.
    pub requests: Vec<u32>,
}

impl Late {
    fn size(&self) -> usize {
        witness::size(&self.body)
            + self.url.len()
            + self.referer.as_ref().map_or(0, String::len)
            + self.more.iter().map(|(name, text)| name.len() + text.len()).sum::<usize>()
    }
}

impl Tab {
    /// Keeps what was just read, to be read again; nothing of what told a password or a card number.
    pub fn keep_late(&mut self, mut late: Late, secret: bool) {
        if secret {
            return;
        }
        late.ready = self.known.ready();
        let next = self.known.values.list.last().map_or(0, |v| v.id + 1);
        if late.size() > MAX_BYTES / 2 {
            let number = late.number;
            self.known.packings.retain(|p| p.requests != [number]);
            if late.ready < next {
                self.lose("known-late", 1);
            }
            return;
        }
        late.scene = self.scene();
        let mut room = MAX_BYTES.saturating_sub(late.size());
        let mut keep = 0;
        for old in self.known.late.iter().rev() {
            let fits = old.at + LATE >= late.at && old.size() <= room && keep + 1 < MAX_LATE;
            if !fits {
                break;
            }
            room -= old.size();
            keep += 1;
        }
        let mut lost = 0;
        while self.known.late.len() > keep
            && let Some(old) = self.known.late.pop_front()
        {
            // No room for it, and a value it may carry is not ready yet.
            lost += u32::from(old.ready < next && old.at + LATE >= late.at);
        }
        if lost > 0 {
            self.lose("known-late", lost);
        }
        self.known.late.push_back(late);
        let first = self.known.late.iter().map(|l| l.scene).min().unwrap_or(0);
        while self.known.scenes.front().is_some_and(|(n, _)| *n < first) {
            self.known.scenes.pop_front();
        }
    }

    /// Values are known by more than before: what left is searched once more for those it was not seen to hold.
    pub fn again_for_gained(&mut self, own: &Declared) {
        let mut gained: Vec<u32> = Vec::new();
        gained.extend((0..self.known.values.list.len()).filter_map(|place| self.known.gained(place)));
        if gained.is_empty() {
            return;
        }
        self.again(own, &|tab, late| {
            let recent = tab.recent.iter().rev().find(|r| late.number > 0 && r.number == late.number);
            let told = recent.map_or(&late.told, |r| &r.told);
            // What was declared and left may have been typed after all.
            let typed =
                |id: u32| tab.known.values.get(id).and_then(|value| proven::typed(value, late.at)).is_some_and(|(.., w)| w > late.at);
            let held = tab.held(&tab.known.life.set, late);
            held.iter().any(|id| gained.contains(id) && (typed(*id) || !told.iter().any(|sent| sent.value == *id)))
        });
    }

    /// The number of the page shown, as it is now.
    fn scene(&mut self) -> u32 {
        match self.known.scenes.back() {
            Some((number, page)) if *page == self.page => *number,
            last => {
                let number = last.map_or(0, |(n, _)| n.wrapping_add(1));
                self.known.scenes.push_back((number, self.page.clone()));
                number
            }
        }
    }

    /// The host made a value ready: requests that left before are searched for it.
    pub fn learn(&mut self, number: u32, table: &[u8], own: &Declared) {
        let id = id_of(number);
        if self.known.place(id).is_none() || !self.known.answered(number) {
            return;
        }
        if self.known.is_id(number) {
            self.learn_id(number, table, own);
            return;
        }
        let mut alone = KnownSet::default();
        if !alone.add(number, table) || !self.known.life.set.add(number, table) {
            return;
        }
        let gained = self.known.place(id).and_then(|place| self.known.gained(place)).is_some();
        // A table with a salt comes when what carries the salt has been read.
        self.again(own, &|tab, late| (late.ready <= id || number != id || gained) && !tab.held(&alone, late).is_empty());
    }

    /// The host made a browser's number ready. A page has many and nearly every request to a counter holds one: what left before is searched
    /// for all that came at once.
    fn learn_id(&mut self, number: u32, table: &[u8], own: &Declared) {
        if !self.known.life.set.add(number, table) || !self.known.life.fresh.add(number, table) || self.known.ids_wait() {
            return;
        }
        let fresh = std::mem::take(&mut self.known.life.fresh);
        self.again(own, &|tab, late| {
            let recent = tab.recent.iter().rev().find(|r| late.number > 0 && r.number == late.number);
            let told = recent.map_or(&late.told, |r| &r.told);
            tab.held(&fresh, late).iter().any(|id| !told.iter().any(|sent| sent.value == *id))
        });
    }

    /// The host took something apart, or could not.
    pub fn unpacked(&mut self, number: u64, text: Option<&str>, own: &Declared) {
        let Some(at) = self.known.packings.iter().position(|p| p.number == number) else { return };
        let packing = self.known.packings.remove(at);
        self.known.life.unpacking.retain(|n| *n != number);
        self.known.life.given.put(number, text);
        if text.is_some() {
            self.dirty = true;
            self.again(own, &|_, late| packing.requests.contains(&late.number));
        }
    }

    /// Asks the host to take apart what a request carries.
    pub(super) fn want(&mut self, how: How, bytes: &[u8], request: u32) {
        let number = fingerprint(how, bytes);
        if let Some(packing) = self.known.packings.iter_mut().find(|p| p.number == number) {
            if packing.requests.len() < MAX_PACKINGS && !packing.requests.contains(&request) {
                packing.requests.push(request);
            }
            return;
        }
        let taken: usize = self.known.packings.iter().map(|p| p.bytes.len()).sum();
        if self.known.packings.len() >= MAX_PACKINGS || taken + bytes.len() * 4 / 3 > MAX_PACKED {
            self.lose("packed", 1);
            return;
        }
        let (how, bytes) = (how.word().to_owned(), payload::base64_of(bytes));
        self.known.packings.push(Packing { number, how, bytes, requests: vec![request] });
    }

    /// Which of these values are in it.
    fn held(&self, set: &KnownSet, late: &Late) -> Vec<u32> {
        let mut out = Vec::new();
        let Some((request, _)) = self.as_sent(late) else { return out };
        let address = Address::parse(&request.url);
        let mut bytes = Vec::new();
        let body = witness::body(&request.body, &mut bytes);
        let referer = late.referer.as_deref();
        let fields = payload::read_given(&address, body, referer, &self.known.life.given);
        let raw = super::carried::raw(&address, &body, referer);
        out.extend(known::find(set, &fields, &raw, &self.known.life.given).matches.iter().map(|m| id_of(m.index as u32)));
        for (_, text) in &late.more {
            out.extend(known::find_text(set, text).iter().map(|(number, _)| id_of(*number as u32)));
        }
        out
    }

    /// The request as it was read before, and its place in what is remembered.
    fn as_sent(&self, late: &Late) -> Option<(Request, Option<usize>)> {
        let mut request = Request {
            url: late.url.clone(),
            method: late.method.clone(),
            frame: late.frame,
            document: late.document.clone(),
            initiator: late.initiator.clone(),
            body: late.body.clone(),
            ..Request::default()
        };
        if late.number == 0 {
            return Some((request, None));
        }
        let at = self.recent.iter().rposition(|r| r.number == late.number)?;
        let recent = self.recent.get(at)?;
        (request.id, request.kind, request.parent) = (recent.id.clone(), recent.kind, recent.parent);
        if late.url.is_empty() {
            request.url.clone_from(&recent.url);
        }
        Some((request, Some(at)))
    }

    /// Reads again what is picked, on the page it left.
    fn again(&mut self, own: &Declared, picked: &dyn Fn(&Tab, &Late) -> bool) {
        for n in 0..self.known.late.len() {
            let Some(late) = self.known.late.get(n).filter(|l| l.at + LATE >= self.known.now && picked(self, l)).cloned() else { continue };
            let Some((request, recent)) = self.as_sent(&late) else { continue };
            let page = self.known.scenes.iter().find(|(number, _)| *number == late.scene).map(|(_, page)| page.clone());
            let now = self.page.clone();
            if let Some(page) = page {
                let context = if page.template == now.template { now.context } else { page.context };
                self.page = Page { context, ..page };
            }
            self.read_again(&late, &request, recent, n, own);
            self.page = now;
        }
    }

    fn read_again(&mut self, late: &Late, request: &Request, recent: Option<usize>, n: usize, own: &Declared) {
        let address = Address::parse(&request.url);
        let mut bytes = Vec::new();
        let body = witness::body(&request.body, &mut bytes);
        let known = recent.and_then(|at| self.recent.get(at));
        let (mut before, was_unread) = known.map_or((super::Before::default(), false), |r| (r.before(), r.unread));
        if recent.is_none() {
            (before.findings, before.told) = (late.findings.clone(), late.told.clone());
        }
        let reading = super::Reading {
            address: &address,
            request,
            body,
            referer: late.referer.as_deref(),
            more: &late.more,
            via: &late.via,
            message: late.number == 0,
            number: late.number,
            before: Some(&before),
        };
        let judged: Judged = self.judge(&reading, own, late.at);
        let gone = self.outdone(&before, &judged.told, &judged.recipient, late.at);
        let gave_way = self.gave_way(late, &judged.findings, n);
        for key in &gave_way {
            self.give_way(key, late, before.unreceived);
        }
        let news: Vec<String> = judged.findings.into_iter().filter(|key| !before.findings.contains(key)).collect();
        self.nor_received(&before, &news);
        // What was told of a request's headers says nothing of what could not be read of the rest.
        let whole = late.url.is_empty() || late.body != SeenBody::None;
        if was_unread && !judged.unread && whole {
            self.mend(&before.findings);
        }
        let (secret, secret_address) = (judged.secret, judged.secret_address);
        if secret && let Some(late) = self.known.late.get_mut(n) {
            (late.body, late.more, late.referer) = (SeenBody::None, Vec::new(), None);
            if !late.url.is_empty() {
                late.url = origin(&late.url);
            }
        }
        if secret_address && let Some(recent) = recent.and_then(|at| self.recent.get_mut(at)) {
            recent.url = origin(&recent.url);
        }
        if let Some(recent) = recent.and_then(|at| self.recent.get_mut(at)) {
            recent.unread &= judged.unread || !whole;
            recent.findings.retain(|key| !gave_way.contains(key));
            recent.told.retain(|sent| !gone.contains(sent));
            recent.took(news.clone(), judged.told.clone());
        }
        if let Some(late) = self.known.late.get_mut(n) {
            late.findings.retain(|key| !gave_way.contains(key));
            late.findings.extend(news);
            if secret {
                // Of what is left of it, nothing is a reason any more.
                late.findings.clear();
            }
            if late.number == 0 {
                late.told.retain(|sent| !gone.contains(sent));
                late.told.extend(judged.told);
            }
        }
    }

    /// What more is found of a request that did not arrive did not arrive either.
    pub(super) fn nor_received(&mut self, before: &super::Before, news: &[String]) {
        if before.unreceived && !news.is_empty() {
            for key in news {
                crate::session::not_received(self, key);
            }
            self.untold(news);
        }
    }

    /// Guesses it gives no more reason for, nor anything else told of the same request.
    fn gave_way(&self, late: &Late, now: &[String], n: usize) -> Vec<String> {
        let elsewhere = |key: &String| {
            let others =
                self.known.late.iter().enumerate().filter(|(at, other)| *at != n && late.number > 0 && other.number == late.number);
            others.into_iter().any(|(_, other)| other.findings.contains(key))
        };
        let mut out = Vec::new();
        out.extend(late.findings.iter().filter(|key| !now.contains(key) && self.is_guess(key) && !elsewhere(key)).cloned());
        out
    }
}

/// What is kept of an address that held a secret.
pub(super) fn origin(url: &str) -> String {
    [Address::parse(url).origin(), "/"].concat()
}

/// The part a further piece of a request stands in: a cookie by its name, else a header.
pub(super) fn part_of(name: &str) -> (Part, &str) {
    match name.strip_prefix("cookie:") {
        Some(name) => (Part::Cookie, name),
        None => (Part::Header, name),
    }
}
