//! All watched tabs: a deterministic step from events to effects.

mod snapshot;
pub(crate) mod stored;

use crate::address::Address;
use crate::finding::Severity;
use crate::lineage;
use crate::observation::{Event, Headers, How, Millis, Observation, ResourceType, Response, TabId};
use crate::own::{Group, OwnVendor, PageKind, Rules};
use crate::persona::{self, Persona};
use crate::report::{
    build, cards,
    file::{self, Report},
    hits::{Ear, Reason},
    screen::Screen,
    veil::Veil,
    view::{Effect, HitView, View},
};
use crate::site::{self, Declared, OwnDomains};
use crate::tab::{Author, Known, Tab};
use crate::witness;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use stored::{set_cookie, stored_cookie, stored_entries};

/// What a snapshot begins with. Its form has no names: only the same version reads it, and browsers drop what a session keeps
/// when an extension is updated. JSON would be twice the code and twice the time after every restart.
const SNAPSHOT: &[u8] = concat!("leaklight ", env!("CARGO_PKG_VERSION"), "\n").as_bytes();

/// What a person chose; kept by the host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, from = "Choices", into = "Choices")]
pub struct Settings {
    /// What the person declared of hosts.
    pub declared: Declared,
    /// What gets no card: finding keys, kinds (`kind:title-leak`), kinds on a site (`kind:title-leak@clinic.example`, by its registrable
    /// domain), recipients (`recipient:meta-pixel`) and sites (`site:clinic.example`). They stay in the panel.
    pub muted: Vec<String>,
    /// The lightest findings that get a card; none for Low.
    pub cards_from: Option<Severity>,
    /// Made-up patients.
    pub personas: Vec<Persona>,
}

/// [`Settings`] as hosts keep them: all in one object.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Choices {
    own_domains: OwnDomains,
    relays: BTreeMap<String, String>,
    rules: Rules,
    pages: Vec<PageKind>,
    groups: Vec<Group>,
    own_vendors: Vec<OwnVendor>,
    notes: BTreeMap<String, String>,
    muted: Vec<String>,
    cards_from: Option<Severity>,
    personas: Vec<Persona>,
}

impl From<Choices> for Settings {
    fn from(choices: Choices) -> Settings {
        let Choices { own_domains, relays, rules, pages, groups, own_vendors, notes, muted, cards_from, personas } = choices;
        Settings { declared: Declared { own_domains, relays, rules, pages, groups, own_vendors, notes }, muted, cards_from, personas }
    }
}

impl From<Settings> for Choices {
    fn from(Settings { declared, muted, cards_from, personas }: Settings) -> Choices {
        let Declared { own_domains, relays, rules, pages, groups, own_vendors, notes } = declared;
        Choices { own_domains, relays, rules, pages, groups, own_vendors, notes, muted, cards_from, personas }
    }
}

/// All watched tabs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// The host keeps them; a snapshot need not.
    #[serde(skip)]
    settings: Settings,
    #[serde(default)]
    tabs: BTreeMap<TabId, Box<Tab>>,
}

impl Session {
    /// A session with nothing watched.
    pub fn new(settings: Settings) -> Session {
        Session { settings, tabs: BTreeMap::new() }
    }

    /// Takes what was seen, in order, and says what to do. `now` is the host's clock, used for display alone.
    pub fn step(&mut self, events: &[Observation], now: Millis) -> Vec<Effect> {
        let _ = now;
        let mut effects = Vec::new();
        for seen in events {
            self.one(seen, &mut effects);
        }
        self.told(&mut effects);
        effects
    }

    /// What there is to be done now.
    fn told(&mut self, effects: &mut Vec<Effect>) {
        for (&tab, state) in &mut self.tabs {
            state.again_for_gained(&self.settings.declared);
            state.known.ask(tab, effects);
            if std::mem::take(&mut state.dirty) {
                if std::mem::take(&mut state.loud) {
                    effects.push(cards::cards(tab, state, &self.settings));
                    effects.push(cards::badge(tab, state));
                }
                effects.push(Effect::Publish { tab });
            }
        }
    }

    fn one(&mut self, seen: &Observation, effects: &mut Vec<Effect>) {
        let at = seen.at;
        match &seen.event {
            Event::Watch(watch) => {
                let tab =
                    self.tabs.entry(seen.tab).or_insert_with(|| Box::new(Tab { since: at, dirty: true, loud: true, ..Tab::default() }));
                if !watch.reload {
                    tab.lose("before-attach", 1);
                }
                tab.known.now = at;
                tab.show(&watch.url, &self.settings.declared, at);
                tab.lineage.watched(&watch.url);
                tab.heed(&self.settings.personas, at);
                return;
            }
            Event::Unwatch | Event::Closed => {
                if self.tabs.remove(&seen.tab).is_some() {
                    effects.push(Effect::Forget { tab: seen.tab });
                }
                return;
            }
            _ => {}
        }
        let own = &self.settings.declared;
        if seen.tab < 0 {
            // No tab: a watched site's service worker, as far as the initiator tells.
            if let Event::Request(request) = &seen.event {
                let from = request.initiator.as_deref().map(Address::parse);
                let mine = |t: &Tab| {
                    let page = Address::parse(&t.page.address);
                    from.as_ref().is_some_and(|f| !f.host().is_empty() && site::registrable(f.host()) == site::registrable(page.host()))
                };
                if let Some(tab) = self.tabs.values_mut().find(|t| mine(t)) {
                    tab.known.now = at;
                    tab.lose("no-tab", 1);
                    tab.request(request, own, at);
                }
            }
            return;
        }
        let Some(tab) = self.tabs.get_mut(&seen.tab) else { return };
        tab.known.now = at;
        match &seen.event {
            Event::Navigation(n) if n.frame != 0 => {
                if n.how == How::Committed {
                    tab.left_document(n.frame);
                    tab.frame_written(n.frame);
                }
            }
            Event::Navigation(n) => {
                tab.show(&n.url, own, at);
                if n.how == How::Committed {
                    tab.left_document(0);
                    tab.choice_page(at);
                    tab.begin_written();
                    tab.lineage.committed(&n.url, at);
                    tab.dirty = true;
                }
            }
            Event::Title(title) => tab.entitle(&title.text, own),
            Event::Structure(structure) => tab.structured(structure, own),
            Event::Request(request) => {
                tab.request(request, own, at);
                witness::requested(tab, request, own, at);
            }
            Event::Headers(headers) => with_headers(tab, headers, own, at),
            Event::Response(response) => with_response(tab, response, own, at),
            Event::Failed(failed) => {
                if tab.recent(&failed.id).is_some() {
                    unreceived(tab, &failed.id);
                    if failed.error.contains("BLOCKED") || failed.error.contains("TRACKING") {
                        tab.lose("blocked", 1);
                    }
                }
            }
            Event::PageSend(send) => witness::page_send(tab, send, own, at),
            Event::Cause(cause) => lineage::caused(tab, cause, own, at),
            Event::Redirect(redirect) => lineage::redirected(tab, &redirect.id),
            Event::Storage(storage) => stored_entries(tab, storage, own, at),
            Event::Cookie(cookie) => stored_cookie(tab, cookie, Author::Unseen, own, at),
            Event::Writes(writes) => tab.wrote(writes, own, at),
            Event::Scripts(scripts) => tab.scripts(scripts, own, at),
            Event::Consent(said) => tab.consent_said(said, own, at),
            Event::Banner(banner) => tab.banner(banner, own, at),
            Event::Chose(chose) => tab.chose(chose, own, at),
            Event::Check(step) => tab.checked(*step, at),
            Event::Lost(lost) => {
                // A program drives the browser, or it does not; every page says so again.
                let count = if lost.what == "automation" && tab.lost.contains_key("automation") { 0 } else { lost.count };
                tab.lose(&lost.what, count);
                if lost.what == "quota" {
                    tab.shed();
                }
            }
            Event::Typed(typed) => tab.typed(typed, at),
            Event::Submitted(sent) => tab.submitted(sent, at),
            Event::Selected(selected) => tab.selected(selected, at),
            Event::Message(message) => tab.message(message, own, at),
            Event::Watch(_) | Event::Unwatch | Event::Closed => {}
        }
    }

    /// Changes what the person chose. What was already found is kept, save what their own rules and words about pages speak of.
    pub fn configure(&mut self, settings: Settings) {
        let old = std::mem::replace(&mut self.settings, settings);
        for tab in self.tabs.values_mut() {
            tab.configured(&old.declared, &self.settings.declared);
            tab.heed(&self.settings.personas, tab.known.now);
            (tab.dirty, tab.loud) = (true, true);
        }
    }

    /// What the person chose.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What [`Effect::Prepare`] asked for: the value's table, as the codecs made it. Answers of another life, and bytes that are no
    /// table, change nothing.
    pub fn learn(&mut self, tab: TabId, value: u32, table: &[u8]) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(state) = self.tabs.get_mut(&tab) {
            state.learn(value, table, &self.settings.declared);
            self.told(&mut effects);
        }
        effects
    }

    /// What [`Effect::Unpack`] asked for; none where the codecs could not take it apart either.
    pub fn unpacked(&mut self, tab: TabId, packed: u64, text: Option<&str>) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(state) = self.tabs.get_mut(&tab) {
            state.unpacked(packed, text, &self.settings.declared);
            self.told(&mut effects);
        }
        effects
    }

    /// Which of a page's fields take which of a persona's values: the fields as [`crate::observation::Typed::about`] has them.
    pub fn fill(&self, persona: &str, fields: &[(u32, &str)]) -> Vec<(u32, String)> {
        let of = self.settings.personas.iter().find(|p| p.id == persona);
        of.map(|persona| persona::fill(persona, fields)).unwrap_or_default()
    }

    /// Takes one observation, for the list of hits: what each tab read of requests. Nothing is asked of a host.
    pub(crate) fn hear(&mut self, seen: &Observation, wanted: u32, effects: &mut Vec<Effect>) -> Vec<(TabId, Ear)> {
        for tab in self.tabs.values_mut() {
            tab.ear = Some(Ear::wanting(wanted));
        }
        self.one(seen, effects);
        let mut out = Vec::new();
        for (&id, tab) in &mut self.tabs {
            out.extend(tab.ear.take().filter(|ear| !ear.is_empty()).map(|ear| (id, ear)));
        }
        out
    }

    /// What a screen masks of a tab beyond what texts give away by their form.
    pub(crate) fn screen(&self, tab: TabId) -> Option<Screen> {
        self.tabs.get(&tab).map(|state| Screen::of(&state.known))
    }

    /// Since when a tab is watched; 0 where it is not.
    pub fn since(&self, tab: TabId) -> Millis {
        self.tabs.get(&tab).map_or(0, |tab| tab.since)
    }

    /// What a request gave reason for, by its id and when it left; nothing where it is no longer remembered.
    pub(crate) fn reasons(&self, tab: TabId, id: &str, at: Millis) -> Vec<Reason> {
        let Some(tab) = self.tabs.get(&tab) else { return Vec::new() };
        let recent = tab.recent.iter().rev().find(|r| r.id == id && r.at == at);
        let mut out = Vec::new();
        for finding in recent.into_iter().flat_map(|r| &r.findings).filter_map(|key| tab.findings.get(key)) {
            let at = finding.evidence.iter().map(|e| e.at.clone()).collect();
            out.push(Reason { kind: finding.kind, severity: finding.severity, at });
        }
        out
    }

    /// The tabs that are watched.
    pub fn watched(&self) -> Vec<TabId> {
        self.tabs.keys().copied().collect()
    }

    /// Everything needed to go on after the host was killed.
    pub fn snapshot(&self) -> Vec<u8> {
        snapshot::write(self, SNAPSHOT.to_vec())
    }

    /// Goes on from a snapshot. Errors where the bytes are none of ours; the host then starts afresh and says so.
    /// What the person chose is no part of it ([`Session::choosing`]).
    pub fn restore(snapshot: &[u8]) -> Result<Session, String> {
        let state = snapshot.strip_prefix(SNAPSHOT).ok_or("the saved state is another version's")?;
        snapshot::read(state).map_err(|e| format!("the saved state could not be read ({e})"))
    }

    /// The session with what the person had chosen when its snapshot was taken: nothing is judged anew. Hosts
    /// take one after each choice.
    pub fn choosing(self, settings: Settings) -> Session {
        Session { settings, ..self }
    }

    /// What the panel shows of a tab.
    pub fn view(&self, tab: TabId) -> View {
        let Some(state) = self.tabs.get(&tab) else { return View { tab, ..View::default() } };
        let mut view = build::view(tab, state, &self.settings.declared);
        Screen::of(&state.known).view(&mut view);
        view
    }

    /// The unmasked text of one piece of evidence, asked for by a person.
    pub fn uncover(&self, tab: TabId, key: &str, evidence: usize) -> Option<String> {
        let proof = self.tabs.get(&tab)?.findings.get(key)?.evidence.get(evidence)?;
        Some(proof.value.uncovered().to_owned())
    }

    /// What may be written to disk of a tab, as JSON: masked, and no known value in it, however dressed.
    /// `browser`: how the browser calls itself; empty where nothing tells.
    pub fn written(&self, tab: TabId, now: Millis, browser: &str) -> String {
        let mut report = Report::new(self.view(tab), now);
        report.made.browser = file::browser(browser);
        let json = serde_json::to_string(&report).unwrap_or_default();
        let none = Known::default();
        Veil::of(self.tabs.get(&tab).map_or(&none, |state| &state.known)).json(json)
    }

    /// [`Session::written`] to be read on. Hosts that are short of room pass the JSON on as it is.
    pub fn report(&self, tab: TabId, now: Millis) -> Report {
        let empty = || Report::new(View { tab, ..View::default() }, now);
        leaklight_json::read(self.written(tab, now, "").as_bytes()).unwrap_or_else(empty)
    }

    /// Hits of a tab as they may be written to disk: nothing left to uncover, and no known value in them, however dressed.
    pub fn masked_hits(&self, tab: TabId, mut hits: Vec<HitView>) -> Vec<HitView> {
        let none = Known::default();
        let veil = Veil::of(self.tabs.get(&tab).map_or(&none, |state| &state.known));
        hits.iter_mut().for_each(|hit| veil.hit(hit));
        hits
    }
}

/// The Referer, the headers and the cookies a request really took along.
fn with_headers(tab: &mut Tab, headers: &Headers, own: &Declared, at: Millis) {
    tab.headers(headers, own, at);
    if headers.gpc || headers.dnt {
        tab.refused_by_browser(headers, own, at);
    }
    let Some(recent) = tab.recent(&headers.id) else { return };
    let (keys, third) = (recent.findings.clone(), {
        let (to, page) = (Address::parse(&recent.url), Address::parse(&recent.page));
        site::registrable(to.host()) != site::registrable(page.host())
    });
    if third && !headers.cookies.is_empty() {
        for key in keys {
            if let Some(finding) = tab.findings.get_mut(&key).filter(|f| f.axes.identity < 2) {
                let before = finding.axes.severity();
                finding.axes.identity = 2;
                if finding.axes.severity() > before {
                    finding.severity = finding.severity.max(finding.axes.severity());
                    (tab.dirty, tab.loud) = (true, true);
                }
            }
        }
    }
}

fn with_response(tab: &mut Tab, response: &Response, own: &Declared, at: Millis) {
    let Some(recent) = tab.recent(&response.id) else { return };
    let (url, kind, asked, sender) = (recent.url.clone(), recent.kind, recent.at, recent.recipient.clone());
    // The document is there before the browser says it was committed; what it sends first belongs to it already.
    if kind == ResourceType::MainFrame && !matches!(response.status, 0 | 204 | 205 | 300..=399) {
        tab.lineage.answered(&url, at);
        tab.show(&url, own, at);
        tab.choice_answered(asked, at);
    }
    if response.cached {
        unreceived(tab, &response.id);
    }
    if response.set_cookie.is_empty() {
        return;
    }
    let (from, shown) = (Address::parse(&url), tab.page.address.clone());
    let page = Address::parse(&shown);
    for line in response.set_cookie.iter().take(100) {
        if let Some(cookie) = set_cookie(line, &from, &page, at) {
            stored_cookie(tab, &cookie, Author::Answer { host: from.host().to_owned(), sender: sender.clone() }, own, at);
        }
    }
}

/// A request failed, was blocked, or was answered without leaving the machine.
fn unreceived(tab: &mut Tab, id: &str) {
    let Some(recent) = tab.recent(id) else { return };
    let again = std::mem::replace(&mut recent.unreceived, true);
    let (who, keys, sent) = (recent.recipient.clone(), recent.findings.clone(), recent.told.clone());
    (tab.dirty, tab.loud) = (true, true);
    if let Some(told) = tab.recipients.get_mut(&who) {
        told.failed = told.failed.saturating_add(1);
    }
    for key in &keys {
        not_received(tab, key);
    }
    tab.untold(&keys);
    if !again {
        tab.not_left(&sent, &who);
    }
}

/// One of a finding's requests did not arrive.
pub(crate) fn not_received(tab: &mut Tab, key: &str) {
    let Some(finding) = tab.findings.get_mut(key) else { return };
    let failed = tab.failures.entry(key.to_owned()).or_default();
    *failed = failed.saturating_add(1);
    finding.attempted = *failed >= finding.count;
}
