//! What requests and messages carry of known values, and whom those left for.

use super::known::{Note, id_of};
use super::late::{Late, part_of};
use super::{Before, Reading, Tab};
use crate::address::{Address, cut};
use crate::detect;
use crate::facts::Facts;
use crate::finding::{Evidence, Recipient};
use crate::hash;
use crate::identify::Confidence;
use crate::known::{self, Form, KnownMatch, Left, Source, Value, What};
use crate::observation::{Headers, Message, Millis, Request, ResourceType};
use crate::payload::given::How;
use crate::payload::{Body, Coding, Field, Given, Part};
use crate::provenance::is_spelled;
use crate::site::{self, Declared};
use crate::vendor::{Meaning, Role};
use crate::witness;
use leaklight_text::{message, t};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Recipients and ways kept with one value.
const MAX_LEFT: usize = 30;
/// Known values noted of one request.
const MAX_TOLD: usize = 50;
/// A longer field holds more than one value and what is around it: what stands there stands for itself. In bytes.
const LONG: usize = 16 << 10;
/// How a cookie's own number leaves.
const AS_COOKIE: leaklight_text::Message = message!("as its cookie");
/// Messages to frames that may be read again.
const MAX_MESSAGES: usize = 40;

/// A known value in a request, so that it is counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sent {
    pub value: u32,
    /// A number for how it was dressed.
    how: u64,
    /// It stood in bytes that nothing had taken apart: a packed text may hold words as they are.
    raw: bool,
    /// When it left.
    at: Millis,
}

impl Sent {
    fn is(self, other: Sent) -> bool {
        (self.value, self.how) == (other.value, other.how)
    }
}

/// The bytes as sent: address, body, Referer.
pub(super) fn raw<'r>(address: &'r Address<'_>, body: &Body<'r>, referer: Option<&'r str>) -> [&'r [u8]; 3] {
    let body = match body {
        Body::Bytes(bytes) => bytes,
        _ => [].as_slice(),
    };
    [address.as_str().as_bytes(), body, referer.unwrap_or("").as_bytes()]
}

/// True where known values are looked for: it goes to others, or to what counts visitors for somebody.
pub(super) fn is_searched(facts: &Facts<'_>) -> bool {
    facts.leaves_the_site() || facts.recognised.is_some_and(|r| r.role == Role::Collect)
}

impl Tab {
    /// The known values a request carries that prove something, and what would have to be taken apart to look further.
    pub(super) fn find_known(
        &self,
        facts: &Facts<'_>,
        reading: &Reading<'_>,
        given: &Given,
        wanted: &mut Vec<(How, Vec<u8>)>,
        cut: &mut bool,
        at: Millis,
    ) -> Vec<KnownMatch> {
        let raw = raw(reading.address, &reading.body, reading.referer);
        let read = known::find(&self.known.life.set, &facts.fields, &raw, given);
        wanted.extend(read.wanted.iter().map(|w| (w.how, w.bytes.clone())));
        *cut = read.cut;
        let mut found = read.matches;
        if found.is_empty() {
            return found;
        }
        for m in &mut found {
            m.index = id_of(m.index as u32) as usize;
            m.what = self.known.values.get(m.index as u32).map_or(What::Text, |value| value.what);
        }
        let keeps = |m: &KnownMatch| match m.what {
            What::StoredId => is_spelled(m.form),
            _ => self.proves(facts, m, at) && !self.is_part(facts, m, at),
        };
        let keep: Vec<bool> = found.iter().map(keeps).collect();
        let mut keep = keep.into_iter();
        found.retain(|_| keep.next().unwrap_or(false));
        found
    }

    /// False for what a request would say without anybody having typed it.
    fn proves(&self, facts: &Facts<'_>, found: &KnownMatch, at: Millis) -> bool {
        let Some(place) = self.known.place(found.index as u32) else { return false };
        let (Some(value), Some(note)) = (self.known.values.list.get(place), self.known.notes.get(place)) else { return false };
        // Without its slashes a path is the words it is made of.
        if value.what == What::PageAddress && matches!(found.form, Form::Packed | Form::Slug) {
            return false;
        }
        if !found.is_plain(&facts.fields) {
            return true;
        }
        // Read in requests alone: told once more as it was, it proves no more than before.
        if value.sources.iter().all(|s| matches!(s, Source::Sent(_))) {
            return false;
        }
        let field = found.field.and_then(|f| facts.fields.items.get(f));
        let whole = field.is_some_and(|f| f.value.len() <= LONG && f.value.trim().to_lowercase() == value.text.to_lowercase());
        let mut weak = matches!(value.what, What::FirstName | What::LastName | What::City);
        // It was whole until more was typed.
        if weak || note.partial && note.over.is_some_and(|over| at > over) {
            // Doctors, towns and half-written words have the same names.
            return whole && !(note.standing && self.is_of_page(facts, found.field));
        }
        weak |= matches!(value.what, What::Text | What::SearchWords | What::UserName | What::Selection | What::Zip);
        if !weak {
            return true;
        }
        // The same tag said the same before anybody typed it: a constant of its own. Whether it arrived, then, says nothing of that.
        if at >= note.since && !note.sent.is_empty() {
            let who = hash::of(&detect::recipient(facts).id, 0);
            if note.sent.iter().any(|(told, first)| *told == who && first + detect::proven::LATE < note.since) {
                return false;
            }
        }
        let single = !value.text.contains(char::is_whitespace);
        let typed = value.sources.iter().any(|s| matches!(s, Source::Typed { .. }));
        if note.standing && (typed || value.what != What::Selection) {
            return false;
        }
        !((single || note.standing) && self.is_of_page(facts, found.field))
    }

    /// True where the field says the page's own address or title, parameters apart.
    fn is_of_page(&self, facts: &Facts<'_>, field: Option<usize>) -> bool {
        let Some(field) = field else { return true };
        matches!(facts.meanings.get(field), Some(Meaning::PageAddress | Meaning::PageTitle))
    }

    /// True where it stands there only as part of a longer value that was known by then, ready or not.
    fn is_part(&self, facts: &Facts<'_>, found: &KnownMatch, at: Millis) -> bool {
        let field = found.field.and_then(|f| facts.fields.items.get(f)).filter(|f| f.value.len() <= LONG);
        let (Some(short), Some(field), false) = (self.known.values.get(found.index as u32), field, found.one_way) else { return false };
        // "Jordan Avery" stands in jordan.avery@example.org.
        let plain =
            |text: &str| -> String { text.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect() };
        let (short, said) = (plain(&short.text), plain(&field.value));
        let holds = |(value, note): (&Value, &Note)| {
            let is_longer = value.text.len() > short.len() && note.since < at && value.what != What::StoredId;
            let long = if is_longer { plain(&value.text) } else { String::new() };
            is_longer && long.contains(&short) && said.contains(&long) && !said.replace(&long, "").contains(&short)
        };
        !short.is_empty() && self.known.values.list.iter().zip(&self.known.notes).any(holds)
    }

    /// Notes that a request took known values along. What was noted of it before is not counted again.
    pub(super) fn note_left(&mut self, facts: &Facts<'_>, ids: &[KnownMatch], who: &Recipient, at: Millis, before: &Before) -> Vec<Sent> {
        let mut told: Vec<Sent> = Vec::new();
        for m in facts.known.iter().chain(ids) {
            let Some(place) = self.known.place(m.index as u32) else { continue };
            let Some(value) = self.known.values.list.get(place) else { continue };
            let encoded = m.field.and_then(|f| facts.fields.items.get(f)).is_some_and(|f| f.part != Part::Body);
            let steps = detect::proven::steps(value, m, encoded || m.at == "url");
            let field = m.field.and_then(|f| facts.fields.items.get(f));
            let raw = field.map_or(m.at == "body", |f| f.coding == Some(Coding::Binary));
            let sent = Sent { value: m.index as u32, how: hash::of(&steps.join(" "), 0), raw, at };
            if told.iter().chain(&before.told).any(|t| t.is(sent)) || before.told.len() + told.len() >= MAX_TOLD {
                continue;
            }
            told.push(sent);
            if let Some(note) = self.known.notes.get_mut(place) {
                let id = hash::of(&who.id, 0);
                if let Some((_, first)) = note.sent.iter_mut().find(|(told, _)| *told == id) {
                    *first = at.min(*first);
                } else if note.sent.len() < MAX_LEFT {
                    note.sent.push((id, at));
                }
            }
            let Some(value) = self.known.values.list.get_mut(place) else { continue };
            if before.unreceived {
                continue;
            }
            self.dirty = true;
            leave(value, &who.id, &who.name, &steps, m.one_way, at);
        }
        told
    }

    /// What was seen in packed bytes as it was is seen in what they hold: it left once, and so.
    pub(super) fn outdone(&mut self, before: &Before, told: &[Sent], who: &str, at: Millis) -> Vec<Sent> {
        let mut gone: Vec<Sent> = Vec::new();
        gone.extend(before.told.iter().filter(|old| old.raw && told.iter().any(|new| new.value == old.value && !new.raw)));
        if !before.unreceived {
            self.not_left(&gone, who);
        }
        for finding in before.findings.iter().filter(|_| !gone.is_empty()) {
            let Some(finding) = self.findings.get_mut(finding) else { continue };
            let is_gone = |e: &Evidence| {
                let proven = e.known.as_ref().filter(|k| k.left == at);
                proven.is_some_and(|k| gone.iter().any(|old| old.value == k.id && old.how == hash::of(&k.steps.join(" "), 0)))
            };
            if !finding.evidence.iter().all(is_gone) {
                finding.evidence.retain(|e| !is_gone(e));
            }
        }
        gone
    }

    /// A request with these values did not arrive.
    pub(crate) fn not_left(&mut self, told: &[Sent], who: &str) {
        for sent in told {
            let Some(value) = self.known.place(sent.value).and_then(|place| self.known.values.list.get_mut(place)) else { continue };
            // What is remembered of the others that arrived. The oldest are forgotten first.
            let arrived = self.recent.iter().filter(|r| !r.unreceived && r.recipient == who);
            let others = arrived.flat_map(|r| &r.told).filter(|other| other.is(*sent) && !told.contains(other));
            let (count, first, last) =
                others.fold((0, Millis::MAX, 0), |(n, first, last), other| (n + 1, other.at.min(first), other.at.max(last)));
            for left in value.left.iter_mut().filter(|l| l.recipient == who && hash::of(&l.steps.join(" "), 0) == sent.how) {
                left.count = left.count.saturating_sub(1);
                left.last = if count > 0 { last } else { left.last };
                left.first = if count == left.count { first } else { left.first };
            }
            value.left.retain(|l| l.count > 0);
        }
    }

    /// What the headers of a request add to it: the Referer, headers of the sender's own, and cookies whose values are known to be
    /// stored. Of the last two only what carries known values is read as its own.
    pub(crate) fn headers(&mut self, headers: &Headers, own: &Declared, at: Millis) {
        let Some(recent) = self.recent(&headers.id) else { return };
        let (url, kind, frame, page, number, before) =
            (recent.url.clone(), recent.kind, recent.frame, recent.page.clone(), recent.number, recent.before());
        let address = Address::parse(&url);
        if site::registrable(address.host()) == site::registrable(Address::parse(&page).host()) {
            return;
        }
        let referer = headers.referer.as_deref().filter(|r| Address::parse(r).path().len() > 1);
        let (mut more, mut ids): (Vec<(String, String)>, Vec<u32>) = (Vec::new(), Vec::new());
        more.extend(headers.more.iter().filter(|(_, value)| value.len() > 2).cloned());
        for name in &headers.cookies {
            let sent = self.storage.values().find(|k| {
                k.area == "cookie" && k.name.uncovered() == name && site::is_below(address.host(), k.whose.trim_start_matches('.'))
            });
            // Every browser holds one for its counters: only what may name somebody is worth a look.
            if let Some(kept) = sent {
                ids.extend(kept.ids.iter().copied());
            }
            if let Some(kept) = sent.filter(|k| k.value.uncovered().len() > 2) {
                more.push((["cookie:", name].concat(), kept.value.uncovered().to_owned()));
            }
        }
        self.told_by_cookie(&headers.id, &ids, at);
        if referer.is_none() && more.is_empty() {
            return;
        }
        // Only what the headers add: the request itself was read when it left.
        let bare = [address.origin(), address.path()].concat();
        let mut late =
            Late { number, at, url: bare, frame, document: Some(page), referer: referer.map(str::to_owned), more, ..Late::default() };
        let bare = Address::parse(&late.url);
        let request = Request { id: headers.id.clone(), kind, frame, document: late.document.clone(), ..Request::default() };
        let reading = Reading { referer, more: &late.more, before: Some(&before), ..Reading::of(&bare, &request, Body::Empty) };
        let mut secret = false;
        if referer.is_some() || self.carries(&late.more) {
            let judged = self.judge(&reading, own, at);
            (secret, late.findings) = (judged.secret, judged.findings.clone());
            let mut news = judged.findings.clone();
            news.retain(|key| !before.findings.contains(key));
            self.nor_received(&before, &news);
            if let Some(recent) = self.recent(&headers.id) {
                recent.took(judged.findings, judged.told);
            }
        }
        self.keep_late(late, secret);
    }

    /// A request took along cookies that hold browsers' numbers.
    fn told_by_cookie(&mut self, request: &str, ids: &[u32], at: Millis) {
        let Some(recent) = self.recent(request).filter(|_| !ids.is_empty()) else { return };
        let (unreceived, who) = (recent.unreceived, recent.recipient.clone());
        let Some(name) = self.recipients.get(&who).map(|told| told.recipient.name.clone()) else { return };
        let steps = vec![AS_COOKIE.say().to_owned()];
        let mut told: Vec<Sent> = Vec::new();
        for id in ids {
            let sent = Sent { value: *id, how: hash::of(AS_COOKIE.say(), 0), raw: false, at };
            let noted = self.recent(request).is_some_and(|r| r.told.iter().any(|t| t.is(sent)));
            let Some(value) = self.known.place(*id).and_then(|place| self.known.values.list.get_mut(place)) else { continue };
            if !noted && !unreceived && !told.iter().any(|t| t.is(sent)) {
                told.push(sent);
                leave(value, &who, &name, &steps, false, at);
            }
        }
        self.dirty |= !told.is_empty();
        if let Some(recent) = self.recent(request) {
            recent.told.extend(told);
        }
    }

    /// True where one of these texts holds a known value.
    fn carries(&self, more: &[(String, String)]) -> bool {
        more.iter().any(|(_, text)| self.names(text))
    }

    /// True where a text holds a known value other than a browser's number.
    fn names(&self, text: &str) -> bool {
        known::find_text(&self.known.life.set, text).iter().any(|(number, _)| !self.known.is_id(*number as u32))
    }

    /// The further pieces of a request that hold known values, as fields.
    pub(super) fn further<'m>(&self, more: &'m [(String, String)]) -> Vec<Field<'m>> {
        let mut out = Vec::new();
        for (name, text) in more.iter().filter(|(_, text)| self.names(text)) {
            let (part, name) = part_of(name);
            out.push(Field { part, path: Cow::Borrowed(name), value: Cow::Borrowed(text.as_str()), inside: None, coding: None });
        }
        out
    }

    /// A frame of somebody else's was handed a message.
    pub fn message(&mut self, message: &Message, own: &Declared, at: Millis) {
        let address = Address::parse(&message.url);
        let page = self.page.address.clone();
        let page = Address::parse(&page);
        // Frames of one company's that talk to each other: nothing leaves the page by that.
        if site::registrable(Address::parse(&message.from).host()) == site::registrable(address.host()) {
            return;
        }
        if !address.is_network() || site::party(address.host(), page.host(), own).is_own() {
            return;
        }
        if message.cut {
            self.lose("message-cut", 1);
        }
        let url = [address.origin(), "/"].concat();
        let late =
            Late { at, url, frame: message.frame, document: Some(page.as_str().to_owned()), body: message.body.clone(), ..Late::default() };
        let frame = Address::parse(&late.url);
        let request = Request { kind: ResourceType::Other, document: late.document.clone(), ..Request::default() };
        let mut bytes = Vec::new();
        let body = witness::body(&message.body, &mut bytes);
        let judged = self.judge(&Reading { message: true, ..Reading::of(&frame, &request, body) }, own, at);
        if self.known.late.iter().filter(|l| l.number == 0).count() >= MAX_MESSAGES {
            let oldest = self.known.late.iter().position(|l| l.number == 0);
            oldest.and_then(|at| self.known.late.remove(at));
        }
        self.keep_late(Late { findings: judged.findings, told: judged.told, ..late }, judged.secret);
    }
}

/// Notes that a value left once more.
fn leave(value: &mut Value, who: &str, name: &str, steps: &[String], one_way: bool, at: Millis) {
    if let Some(left) = value.left.iter_mut().find(|l| l.recipient == who && l.steps == steps) {
        left.count = left.count.saturating_add(1);
        (left.first, left.last) = (left.first.min(at), left.last.max(at));
    } else if value.left.len() < MAX_LEFT {
        let (recipient, name, steps) = (who.to_owned(), name.to_owned(), steps.to_vec());
        value.left.push(Left { recipient, name, one_way, steps, count: 1, first: at, last: at });
    }
}

/// True where a message names somebody as surely as a form can tell.
pub(super) fn names_somebody(facts: &Facts<'_>) -> bool {
    facts.identifiers.iter().any(|id| id.confidence == Confidence::High)
}

/// The fields of a message stand in no body.
pub(super) fn as_message(facts: &mut Facts<'_>) {
    for field in &mut facts.fields.items {
        field.part = Part::Message;
    }
}

/// Who sent the browser on to a request, cut for a sentence.
pub(super) fn passed_on(via: &str) -> String {
    t!("Passed on by a redirect of {host}.", host = cut(via, 80))
}
