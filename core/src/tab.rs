//! One watched tab: what it shows, what left it, what was found.

use crate::address::Address;
use crate::beat::Beat;
use crate::consent;
use crate::detect::{self, Draft, Scene, words};
use crate::excerpt::Excerpt;
use crate::facts::{Facts, Input};
use crate::finding::{Finding, Kind, Recipient, Severity};
use crate::lineage::{self, Hint, Lineage, Spot};
use crate::matomo::{self, Matomos};
use crate::observation::{Millis, PageSend, Request, ResourceType, SeenBody};
use crate::payload::Body;
use crate::reveal::Reveal;
use crate::site::Declared;
use crate::storage::Shape;
use crate::tags::Tags;
use crate::vendor::Meaning;
use crate::witness;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The most findings kept for a tab; what is beyond is counted.
pub const MAX_FINDINGS: usize = 1000;
/// The most recipients kept.
const MAX_RECIPIENTS: usize = 500;
/// Requests remembered until their headers, answer or failure came.
const MAX_RECENT: usize = 512;
/// Pieces of proof kept with a finding.
const MAX_EVIDENCE: usize = 6;

/// The page shown in the main frame.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Page {
    pub address: String,
    pub title: String,
    pub reveal: Reveal,
    pub context: u8,
    /// Host and path with numbers made alike: findings on `/p/1042` and `/p/1043` are one.
    pub template: String,
}

/// What is known of a recipient.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Told {
    pub recipient: Recipient,
    pub hosts: BTreeSet<String>,
    pub told: BTreeSet<String>,
    pub requests: u32,
    pub failed: u32,
    pub first: Millis,
    pub last: Millis,
    /// Why it is listed, in plain words.
    #[serde(default)]
    pub because: String,
    /// A vendor's language on the site's own host, as last recognised.
    #[serde(default)]
    pub relay: Option<Relay>,
    /// How regularly it is called, where nobody knows whose it is.
    #[serde(default)]
    pub beat: Beat,
    /// What its requests said of the visitor's consent, as sent.
    #[serde(default, skip_serializing_if = "consent::Seen::is_empty")]
    pub consent: consent::Seen,
}

/// A vendor's language on the site's own host.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Relay {
    pub host: String,
    pub vendor: String,
    /// How it was told, in one line.
    pub said: String,
    /// Marks found; the request with the most is kept.
    pub strength: u8,
}

/// A request remembered until its end is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Recent {
    pub id: String,
    pub url: String,
    pub kind: ResourceType,
    pub frame: i64,
    /// The frame around it, where the browser said.
    #[serde(default)]
    pub parent: Option<i64>,
    pub page: String,
    /// True where the body, or that there was none, was seen.
    pub body_seen: bool,
    /// True where a part of it could not be read.
    #[serde(default)]
    pub unread: bool,
    pub recipient: String,
    /// Findings this request gave reason for.
    pub findings: Vec<String>,
    /// True where it failed, was blocked, or was answered without leaving the machine.
    #[serde(default)]
    pub unreceived: bool,
    /// Where it stands in the tree of what brought what.
    #[serde(default)]
    pub spot: Option<Spot>,
}

/// What reading a request gave.
#[derive(Default)]
pub(crate) struct Judged {
    /// Whom it went to.
    pub recipient: String,
    /// The findings it gave reason for.
    pub findings: Vec<String>,
    /// True where a part of it could not be read.
    pub unread: bool,
    /// What it says of the tag that sent it.
    pub hint: Hint,
}

/// A stored entry, as the panel shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub area: String,
    pub name: Excerpt,
    pub whose: String,
    pub party: crate::site::Party,
    pub value: Excerpt,
    pub shape: Shape,
    pub lifetime: String,
    pub flags: Vec<String>,
    pub findings: Vec<String>,
}

/// One watched tab.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Tab {
    pub since: Millis,
    pub page: Page,
    /// The host of the last page that had one.
    #[serde(default)]
    pub site: String,
    pub findings: BTreeMap<String, Finding>,
    pub recipients: BTreeMap<String, Told>,
    pub storage: BTreeMap<String, Kept>,
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
    /// The view changed.
    #[serde(skip)]
    pub dirty: bool,
    /// What stands on the cards or the badge may have changed too; most requests change neither.
    #[serde(skip)]
    pub loud: bool,
}

impl Tab {
    /// The main frame shows another page, or the same one at another address.
    pub fn show(&mut self, url: &str, at: Millis) {
        let address = Address::parse(url);
        if self.page.address == address.as_str() {
            return;
        }
        self.dirty = true;
        self.tags.clear();
        self.matomo.show(address.as_str());
        let (reveal, context) = Reveal::address(&address, None);
        self.page = Page {
            template: address.template(),
            address: address.as_str().to_owned(),
            title: String::new(),
            context,
            reveal: reveal.clone(),
        };
        if address.is_network() {
            address.host().clone_into(&mut self.site);
            for draft in detect::page(&address, &reveal, context) {
                self.add(draft, at, &[]);
            }
        }
    }

    /// The page's title became known.
    pub fn entitle(&mut self, title: &str) {
        self.page.title = crate::address::cut(title, 1024).to_owned();
        self.matomo.entitle(&self.page.title);
        self.dirty = true;
    }

    /// A request leaves.
    pub fn request(&mut self, request: &Request, own: &Declared, at: Millis) {
        self.requests = self.requests.saturating_add(1);
        self.dirty = true;
        let address = Address::parse(&request.url);
        if request.kind == ResourceType::MainFrame {
            // The same page loaded again tells its page view again, once.
            self.tags.clear();
        }
        if request.kind == ResourceType::MainFrame || !address.is_network() {
            self.remember(request, true, Judged::default(), None);
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
        let judged = self.judge(&address, request, body, None, own, at, None);
        let spot = lineage::asked(self, request, &address, &judged.recipient, &judged.hint);
        self.remember(request, body_seen, judged, spot);
        lineage::remembered(self, own, at);
    }

    /// Reads a request and adds what it gives reason to say. `before` holds the findings of an earlier reading of the same
    /// request: neither it nor they are counted again.
    #[allow(clippy::too_many_arguments)]
    pub fn judge(
        &mut self,
        address: &Address<'_>,
        request: &Request,
        body: Body<'_>,
        referer: Option<&str>,
        own: &Declared,
        at: Millis,
        before: Option<&[String]>,
    ) -> Judged {
        let sender = request.document.as_deref().filter(|_| request.frame == 0).unwrap_or(&self.page.address).to_owned();
        let page_text = if sender.is_empty() { request.initiator.clone().unwrap_or_default() } else { sender };
        let page = Address::parse(&page_text);
        let page = (!page_text.is_empty()).then_some(&page);
        let title = (!self.page.title.is_empty()).then(|| self.page.title.clone());
        let input = Input { kind: request.kind, method: &request.method, body, referer, title: title.as_deref() };
        let facts = Facts::read(address, page, input, own);
        let same_page = page.is_some_and(|p| p.as_str() == self.page.address);
        let reveal = self.page.reveal.clone();
        let scene = Scene { page: same_page.then_some(&reveal), context: self.page.context, consent: 1 };
        let mut drafts = detect::request(&facts, &scene);
        if before.is_none()
            && let Some(twice) = self.tags.told(&facts)
        {
            drafts.push(detect::environment_or_duplicate_tag::twice(&facts, &scene, twice));
        }
        let who = detect::recipient(&facts);
        let recipient = who.id.clone();
        let unread = !facts.fields.unread.is_empty();
        if matomo::hit::is_family(&facts) {
            self.matomo.observe(&facts, request.frame == 0, before.is_some(), at);
            if self.matomo.consented() {
                self.cookies_were_agreed_to();
            }
        }
        if before.is_none() {
            self.told(who, &facts, at);
            self.unread = self.unread.saturating_add(u32::from(unread));
            self.loud |= unread;
        }
        if consent::speaks(&facts)
            && let Some(told) = self.recipients.get_mut(&recipient)
        {
            self.dirty |= told.consent.note(&facts);
        }
        let hint = if before.is_none() && self.lineage.has_containers() { lineage::hint(&facts) } else { Hint::default() };
        let before = before.unwrap_or(&[]);
        let findings = drafts.into_iter().map(|draft| self.add(draft, at, before)).collect();
        Judged { recipient, findings, unread, hint }
    }

    /// A body that could not be read has been read after all, by the page's own word: what was said of it is taken back.
    pub fn mend(&mut self, findings: &[String]) {
        (self.dirty, self.loud) = (true, true);
        self.unread = self.unread.saturating_sub(1);
        for key in findings {
            let Some(known) = self.findings.get_mut(key).filter(|f| f.kind == Kind::UnknownOrUnreadable) else { continue };
            known.count = known.count.saturating_sub(1);
            if known.count == 0 {
                self.findings.remove(key);
                self.failures.remove(key);
            }
        }
    }

    /// A Matomo turned out to ask for consent: cookies it keeps were agreed to, and what was said of them is taken back.
    pub fn cookies_were_agreed_to(&mut self) {
        let start = format!("{}|||{}:", Kind::MatomoConfigWeak.word(), detect::matomo_config_weak::COOKIES);
        let keys: Vec<String> =
            self.findings.range(start.clone()..).map(|(k, _)| k.clone()).take_while(|k| k.starts_with(&start)).collect();
        for key in keys {
            self.findings.remove(&key);
            self.failures.remove(&key);
            (self.dirty, self.loud) = (true, true);
        }
    }

    fn told(&mut self, who: Recipient, facts: &Facts<'_>, at: Millis) {
        if self.recipients.len() >= MAX_RECIPIENTS && !self.recipients.contains_key(&who.id) {
            self.lose("too-many-recipients", 1);
            return;
        }
        let host = who.host.clone();
        self.loud |= !self.recipients.contains_key(&who.id);
        let entry = self.recipients.entry(who.id.clone()).or_insert_with(|| Told {
            recipient: who,
            hosts: BTreeSet::new(),
            told: BTreeSet::new(),
            requests: 0,
            failed: 0,
            first: at,
            last: at,
            because: words::because(facts),
            relay: None,
            beat: Beat::default(),
            consent: consent::Seen::default(),
        });
        if let Some(r) = facts.recognised.filter(|_| facts.is_relay()) {
            let said = words::because(facts);
            let strength = r.how.matched();
            if entry.relay.as_ref().is_none_or(|known| known.strength <= strength) {
                entry.relay = Some(Relay { host: facts.address.host().to_owned(), vendor: r.vendor.id.to_owned(), said, strength });
            }
        }
        if facts.recognised.is_none() && facts.tracking.is_none() && facts.leaves_the_site() {
            entry.beat.heard(facts.address.path(), at);
        }
        entry.requests = entry.requests.saturating_add(1);
        entry.last = at;
        if entry.hosts.len() < 20 {
            entry.hosts.insert(host);
        }
        for (field, meaning) in facts.fields.items.iter().zip(&facts.meanings) {
            // A field that is there and says that there is nothing told nothing.
            let empty = matches!(field.value.as_ref(), "" | "null" | "undefined");
            if !matches!(meaning, Meaning::Other | Meaning::Account | Meaning::Consent) && !empty {
                entry.told.insert(words::meaning(*meaning).to_owned());
            }
        }
        for word in facts.identifiers.iter().filter_map(|id| words::direct(id.kind)) {
            entry.told.insert(word.split_once(' ').map_or(word, |(_, rest)| rest).to_owned());
        }
    }

    fn remember(&mut self, request: &Request, body_seen: bool, judged: Judged, spot: Option<Spot>) {
        if self.recent.len() >= MAX_RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(Recent {
            id: request.id.clone(),
            url: request.url.clone(),
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
        });
    }

    /// Adds a draft, or counts it where it is already there and not `before`. Returns its key.
    pub fn add(&mut self, draft: Draft, at: Millis, before: &[String]) -> String {
        (self.dirty, self.loud) = (true, true);
        if let Some(key) = self.same_address(&draft, at) {
            return key;
        }
        let key = draft.key(&self.page.template);
        let severity = draft.severity();
        if let Some(known) = self.findings.get_mut(&key) {
            known.count = known.count.saturating_add(u32::from(!before.contains(&key)));
            known.last = at;
            known.attempted = false;
            if severity > known.severity {
                known.severity = severity;
                known.axes = draft.axes;
            }
            for e in draft.evidence {
                if known.evidence.len() < MAX_EVIDENCE && !known.evidence.iter().any(|k| k.at == e.at) {
                    known.evidence.push(e);
                }
            }
            return key;
        }
        if self.findings.len() >= MAX_FINDINGS {
            self.lose("too-many-findings", 1);
            return key;
        }
        let mut adjusted: Vec<String> = draft.raised.iter().map(|r| format!("raised: {r}")).collect();
        adjusted.extend(draft.lowered.iter().map(|r| format!("lowered: {r}")));
        let mut finding = Finding {
            key: key.clone(),
            kind: draft.kind,
            severity,
            axes: draft.axes,
            adjusted,
            recipient: draft.recipient,
            said: draft.said,
            evidence: draft.evidence,
            page: words::excerpt_address(&self.page.address, &self.page.reveal),
            limits: draft.limits,
            count: 1,
            first: at,
            last: at,
            attempted: false,
        };
        finding.evidence.truncate(MAX_EVIDENCE);
        self.repeated(&mut finding);
        self.findings.insert(key.clone(), finding);
        key
    }

    /// A Referer that says what the same recipient was told anyway is one more proof of that, not a finding of its own.
    fn same_address(&mut self, draft: &Draft, at: Millis) -> Option<String> {
        let (who, proof) = (draft.recipient.as_ref()?, draft.evidence.first()?);
        if draft.kind != Kind::ReferrerLeak {
            return None;
        }
        let start = format!("{}|{}|{}|", Kind::SensitiveUrlThirdParty.word(), who.id, self.page.template);
        let told = self.findings.range_mut(start.clone()..).take_while(|(k, _)| k.starts_with(&start));
        let (key, known) = told.into_iter().find(|(_, f)| f.evidence.iter().any(|e| e.value.shown == proof.value.shown))?;
        known.last = at;
        if known.evidence.len() < MAX_EVIDENCE && !known.evidence.iter().any(|e| e.at == proof.at) {
            known.evidence.push(proof.clone());
        }
        Some(key.clone())
    }

    /// The third page on which one recipient is told the same kind of thing raises it by one.
    fn repeated(&self, finding: &mut Finding) {
        let Some(who) = &finding.recipient else { return };
        if finding.axes.recipient < 3 || finding.axes.data < 2 || !finding.adjusted.is_empty() || finding.severity < Severity::Low {
            return;
        }
        let start = format!("{}|{}|", finding.kind.word(), who.id);
        let pages: BTreeSet<&str> = self
            .findings
            .range(start.clone()..)
            .take_while(|(k, _)| k.starts_with(&start))
            .filter_map(|(k, _)| k[start.len()..].split('|').next())
            .filter(|p| *p != self.page.template)
            .collect();
        if pages.len() >= 2 {
            finding.severity = finding.severity.raised();
            finding.adjusted.push("raised: seen on three pages or more".to_owned());
        }
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
            finding.evidence.truncate(1);
        }
        for told in self.recipients.values_mut() {
            told.consent.shed();
        }
        for kept in self.storage.values_mut() {
            kept.value = kept.value.sealed();
        }
        self.matomo.shed();
        self.lineage.shed();
        while self.recent.len() > MAX_RECENT / 8 {
            self.recent.pop_front();
        }
    }

    /// The newest request of that name.
    pub fn recent(&mut self, id: &str) -> Option<&mut Recent> {
        self.recent.iter_mut().rev().find(|r| r.id == id)
    }
}
