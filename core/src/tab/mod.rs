//! One watched tab: what it shows, what left it, what was found.

mod carried;
mod choice;
mod found;
mod joined;
mod known;
mod late;
mod learnt;
mod opened;
mod overtaken;
mod page;
mod parts;
mod passes;
mod sources;
mod stored;
mod told;
mod twin;
mod written;

pub(crate) use joined::parts;
pub(crate) use known::{Known, id_of};
pub(crate) use late::Late;
use page::Learnt;
pub(crate) use parts::{Before, Judged, Page, Reading, Recent, Relay, Told};
pub(crate) use stored::{Author, Kept, Put};
pub(crate) use written::Written;

use crate::address::Address;
use crate::consent::{self, timeline::Timeline};
use crate::detect::{self, Draft, Scene};
use crate::facts::{Facts, Input};
use crate::finding::Finding;
use crate::known::{KnownMatch, What};
use crate::lineage::{self, Hint, Lineage, Spot};
use crate::matomo::{self, Matomos};
use crate::observation::{Millis, PageSend, Request, ResourceType, SeenBody};
use crate::payload::Part;
use crate::payload::given::How;
use crate::provenance::Provenance;
use crate::report::hits::{Ear, Reason};
use crate::site::{self, Declared};
use crate::tags::Tags;
use crate::witness;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// Requests remembered until their headers, answer or failure came.
const MAX_RECENT: usize = 512;

/// One watched tab.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Tab {
    pub since: Millis,
    pub page: Page,
    /// The host of the last page that had one.
    #[serde(default)]
    pub site: String,
    pub findings: BTreeMap<String, Box<Finding>>,
    pub recipients: BTreeMap<String, Box<Told>>,
    pub storage: BTreeMap<String, Box<Kept>>,
    pub recent: VecDeque<Recent>,
    /// What the page hook said before the browser spoke of the request.
    #[serde(default)]
    pub waiting: VecDeque<PageSend>,
    /// Accounts told of the page shown.
    #[serde(default)]
    pub tags: Tags,
    /// What brought what into the page.
    #[serde(default)]
    pub lineage: Lineage,
    pub requests: u32,
    pub unread: u32,
    /// Blind spots by their word, counted.
    pub lost: BTreeMap<String, u32>,
    /// How many of a finding's requests failed: all of them means attempted, not received.
    pub failures: BTreeMap<String, u32>,
    /// What every Matomo told would store.
    #[serde(default)]
    pub matomo: Matomos,
    /// Who was told both who the visitor is and what the visit is about.
    #[serde(default)]
    pub stories: joined::Stories,
    /// What was learnt of the sites shown lately, the newest first.
    #[serde(default)]
    pub sites: Vec<Learnt>,
    /// How the visit stands to the visitor's choice.
    #[serde(default)]
    pub choice: Timeline,
    /// Values that are looked for wherever they leave.
    #[serde(default)]
    pub known: Known,
    /// Who wrote what is stored, and the scripts of the page.
    #[serde(default)]
    pub written: Written,
    /// Identifiers a browser can be recognised by, where each came from and went.
    #[serde(default)]
    pub provenance: Provenance,
    /// The pages opened.
    #[serde(default)]
    pub pages: opened::Pages,
    /// Takes down what is read of requests, for the list of hits; no part of a tab that is watched live.
    #[serde(skip)]
    pub ear: Option<Ear>,
    /// The view changed.
    #[serde(skip)]
    pub dirty: bool,
    /// What stands on the cards or the badge may have changed too; most requests change neither.
    #[serde(skip)]
    pub loud: bool,
}

impl Tab {
    /// A request leaves.
    pub fn request(&mut self, request: &Request, own: &Declared, at: Millis) {
        self.requests = self.requests.saturating_add(1);
        self.dirty = true;
        self.known.prune(at);
        let address = Address::parse(&request.url);
        if request.kind == ResourceType::MainFrame {
            // The same page loaded again tells its page view again, once.
            self.tags.clear();
        }
        if request.kind == ResourceType::MainFrame || !address.is_network() {
            self.remember(request, true, Judged::default(), None, at);
            return;
        }
        let mut bytes = Vec::new();
        let body = witness::body(&request.body, &mut bytes);
        // A beacon or POST whose body the browser did not show may still be told by the page hook.
        let body_seen = match request.body {
            SeenBody::Unseen(_) => false,
            SeenBody::None => request.method != "POST",
            _ => true,
        };
        let via = self.lineage.sent_on_by(&request.id).then(|| self.recent(&request.id).map(|r| r.recipient.clone())).flatten();
        let via = via.and_then(|id| self.recipients.get(&id)).map(|told| told.recipient.name.clone()).unwrap_or_default();
        let reading = Reading { via: &via, number: self.requests, ..Reading::of(&address, request, body) };
        let judged = self.judge(&reading, own, at);
        // Of a form with files Chromium shows the text alone; the page hook has it whole.
        let body_seen = body_seen && !(judged.unread && matches!(&request.body, SeenBody::Text(text) if text.starts_with("--")));
        if judged.searched {
            let late = Late {
                number: self.requests,
                at,
                method: request.method.clone(),
                frame: request.frame,
                document: request.document.clone(),
                initiator: request.initiator.clone(),
                body: request.body.clone(),
                via,
                findings: judged.findings.clone(),
                ..Late::default()
            };
            self.keep_late(late, judged.secret);
        }
        let spot = lineage::asked(self, request, &address, &judged.recipient, &judged.hint);
        self.remember(request, body_seen, judged, spot, at);
        lineage::remembered(self, own, at);
    }

    /// Reads a request and adds what it gives reason to say. Where it was read before, neither it nor what was found then is
    /// counted again.
    pub fn judge(&mut self, reading: &Reading<'_>, own: &Declared, at: Millis) -> Judged {
        let Reading { address, request, body, referer, .. } = *reading;
        let first = reading.is_first();
        let sender = request.document.as_deref().filter(|_| request.frame == 0).unwrap_or(&self.page.address).to_owned();
        let page_text = if sender.is_empty() { request.initiator.clone().unwrap_or_default() } else { sender };
        let page = Address::parse(&page_text);
        let page = (!page_text.is_empty()).then_some(&page);
        let title = (!self.page.title.is_empty()).then(|| self.page.title.clone());
        // Lent, so that what is read from it does not hold the tab.
        let given = std::mem::take(&mut self.known.life.given);
        let further = self.further(reading.more);
        let input = Input { kind: request.kind, method: &request.method, body, referer, title: title.as_deref(), given: &given, further };
        let mut facts = Facts::read(address, page, input, own);
        let searched = carried::is_searched(&facts);
        if reading.message {
            carried::as_message(&mut facts);
        }
        let mut wanted: Vec<(How, Vec<u8>)> = Vec::new();
        if searched {
            if let Some(salt) = crate::known::salts(&facts.fields) {
                self.known.salt(salt);
            }
            let mut cut = false;
            facts.known = self.find_known(&facts, reading, &given, &mut wanted, &mut cut, at);
            if cut && first {
                self.lose("known-cut", 1);
            }
            if reading.number > 0 {
                wanted.extend(facts.fields.wanted.iter().map(|w| (w.how, w.bytes.clone())));
            }
        }
        // Browsers' numbers are nobody's words: they prove who can recognise whom, and nothing else.
        let mut ids: Vec<KnownMatch> = Vec::new();
        facts.known.retain(|m| {
            m.what != What::StoredId || {
                ids.push(m.clone());
                false
            }
        });
        let judged = self.conclude(&facts, &ids, reading, searched, own, at);
        drop(facts);
        self.known.life.given = given;
        for (how, bytes) in wanted.iter().filter(|_| reading.number > 0) {
            self.want(*how, bytes, reading.number);
        }
        judged
    }

    /// What a request that was read gives reason to say.
    fn conclude(
        &mut self,
        facts: &Facts<'_>,
        ids: &[KnownMatch],
        reading: &Reading<'_>,
        searched: bool,
        own: &Declared,
        at: Millis,
    ) -> Judged {
        let first = reading.is_first();
        let (page, request) = (facts.page, reading.request);
        let same_page = page.is_some_and(|p| p.as_str() == self.page.address);
        let reveal = self.page.reveal.clone();
        let title = (!self.page.title.is_empty()).then(|| self.page.title.clone());
        let scene = Scene {
            page: same_page.then_some(&reveal),
            title: title.as_deref(),
            context: self.page.context,
            consent: self.consent_axis(facts, at),
            known: Some(&self.known.values),
            at,
        };
        let mut drafts = match reading.message {
            true if facts.known.is_empty() && !carried::names_somebody(facts) => Vec::new(),
            true => detect::message(facts, &scene),
            false => detect::request(facts, &scene),
        };
        if first && let Some(twice) = self.tags.told(facts) {
            drafts.push(detect::environment_or_duplicate_tag::twice(facts, &scene, twice));
        }
        let who = detect::recipient(facts);
        if !ids.is_empty() {
            let identity = 1 + u8::from(detect::recipient_axis(facts) >= 4);
            for draft in &mut drafts {
                draft.axes.identity = draft.axes.identity.max(identity);
            }
            let told = self.ids_told(facts, &scene, &who, ids);
            drafts.extend(told.into_iter().map(|draft| match reading.via {
                "" => draft,
                via => draft.limited(carried::passed_on(via)),
            }));
        }
        for draft in drafts.iter_mut().filter(|d| d.evidence.iter().any(|e| e.known.is_some())) {
            for proof in draft.evidence.iter_mut().filter_map(|e| e.known.as_mut()) {
                // Its document is no longer shown.
                proof.field = proof.field.filter(|field| field.frame >= 0);
            }
            if !reading.via.is_empty() {
                draft.limits.push(carried::passed_on(reading.via));
            }
        }
        let recipient = who.id.clone();
        let unread = !facts.fields.unread.is_empty();
        if matomo::hit::is_family(facts) {
            self.matomo.observe(facts, request.frame == 0, !first, at);
            if self.matomo.consented() {
                self.cookies_were_agreed_to();
            }
        }
        let nothing = Before::default();
        let before = reading.before.unwrap_or(&nothing);
        let told = self.note_left(facts, ids, &who, at, before);
        let mut counted = None;
        if first {
            self.know_seen(facts, &who.name, at);
            counted = self.choice_sent(facts, &who, own, at, &mut drafts);
            self.told(who, facts, at);
            self.unread = self.unread.saturating_add(u32::from(unread));
            self.loud |= unread;
        }
        if consent::speaks(facts)
            && let Some(told) = self.recipients.get_mut(&recipient)
        {
            self.dirty |= told.consent.note(facts);
        }
        let hint = if first && self.lineage.has_containers() { lineage::hint(facts) } else { Hint::default() };
        let site = page.map_or("", |p| site::registrable(p.host()));
        let mut told_of: Vec<Reason> = Vec::new();
        if self.ear.is_some() {
            let reason = |d: &Draft| Reason { kind: d.kind, severity: d.severity(), at: d.evidence.iter().map(|e| e.at.clone()).collect() };
            told_of.extend(drafts.iter().map(reason));
        }
        let findings = self.tell(drafts, site, at, &before.findings);
        let verdict = self.verdict().word();
        if let Some(ear) = &mut self.ear {
            let page = if same_page { Some(&reveal) } else { None };
            ear.hear(facts, reading, told_of, page, verdict, at);
        }
        let mut judged = Judged { recipient, findings, unread, hint, searched, told, counted, secret: false, secret_address: false };
        for m in facts.known.iter().filter(|m| m.what.is_secret()) {
            judged.secret = true;
            let part = m.field.and_then(|f| facts.fields.items.get(f)).map(|f| f.part);
            judged.secret_address |= part.map_or(m.at == "url", |p| matches!(p, Part::Path | Part::Matrix | Part::Query | Part::Fragment));
        }
        judged
    }

    fn remember(&mut self, request: &Request, body_seen: bool, judged: Judged, spot: Option<Spot>, at: Millis) {
        if self.recent.len() >= MAX_RECENT {
            self.recent.pop_front();
        }
        let recent = Recent {
            id: request.id.clone(),
            at,
            url: if judged.secret_address { late::origin(&request.url) } else { request.url.clone() },
            kind: request.kind,
            frame: request.frame,
            parent: request.parent,
            page: self.page.address.clone(),
            body_seen,
            unread: judged.unread,
            recipient: judged.recipient,
            findings: judged.findings,
            unreceived: false,
            spot,
            number: self.requests,
            told: judged.told,
            counted: judged.counted,
        };
        self.recent.push_back(recent);
    }

    /// Counts a blind spot.
    pub fn lose(&mut self, what: &str, count: u32) {
        self.dirty = true;
        if self.lost.len() < 64 || self.lost.contains_key(what) {
            let n = self.lost.entry(crate::address::cut(what, 40).to_owned()).or_default();
            *n = n.saturating_add(count);
        }
    }

    /// Memory is nearly full: evidence goes before findings and counts.
    pub fn shed(&mut self) {
        (self.dirty, self.loud) = (true, true);
        for finding in self.findings.values_mut() {
            // Of a joined one, who and what.
            finding.evidence.truncate(if finding.joins.is_empty() { 1 } else { 2 });
        }
        for told in self.recipients.values_mut() {
            told.consent.shed();
            told.learnt.shed();
        }
        for kept in self.storage.values_mut() {
            kept.value = kept.value.sealed();
        }
        self.choice.shed();
        self.known.late.clear();
        self.known.scenes.clear();
        self.known.packings.clear();
        self.matomo.shed();
        self.lineage.shed();
        self.written.shed();
        while self.recent.len() > MAX_RECENT / 8 {
            self.recent.pop_front();
        }
    }

    /// The newest request of that name.
    pub fn recent(&mut self, id: &str) -> Option<&mut Recent> {
        self.recent.iter_mut().rev().find(|r| r.id == id)
    }
}
