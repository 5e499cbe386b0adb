//! The one `check` behind every detector's examples: clean twins first, then leaks, then the exact words a person reads.

use super::tag_chain::{self, Chain, Link};
use super::{Draft, Scene, doc};
use crate::address::Address;
use crate::facts::{Facts, Input};
use crate::finding::{Evidence, Finding, Kind, Severity};
use crate::known::{self, FieldAt, KnownSet, Sent, Source, Value, Values, What};
use crate::lineage::{Basis, container_id};
use crate::observation::{Event, How, Millis, Navigation, Observation, Request, ResourceType, SeenBody, Typed, Watch};
use crate::payload::Body;
use crate::report::view::Effect;
use crate::reveal::Reveal;
use crate::session::Session;
use crate::site::Declared;
use crate::storage::Stored;

/// When every example's request leaves.
const LEFT: Millis = 10_000;

/// Whence an example knows a value.
#[derive(Clone, Copy, Debug)]
pub enum From {
    /// It was typed into the field of that name, at that time.
    Typed(&'static str, Millis),
    /// A persona of that name holds it.
    Persona(&'static str),
    /// It lies there.
    Stored(&'static str),
    /// It is the page's.
    Page,
}

/// One example.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row {
    page: &'static str,
    url: &'static str,
    body: &'static str,
    area: &'static str,
    domain: &'static str,
    name: &'static str,
    value: &'static str,
    days: u64,
    links: Option<&'static [&'static str]>,
    referer: &'static str,
    title: &'static str,
    known: [Option<(What, From, &'static str)>; 3],
    sent: Option<(&'static str, Millis)>,
}

impl Row {
    /// A page is opened.
    pub fn page(page: &'static str) -> Row {
        Row { page, ..Row::default() }
    }
    /// A GET leaves the page.
    pub fn sent(page: &'static str, url: &'static str) -> Row {
        Row { page, url, ..Row::default() }
    }
    /// A POST leaves the page.
    pub fn posted(page: &'static str, url: &'static str, body: &'static str) -> Row {
        Row { page, url, body, ..Row::default() }
    }
    /// It takes this Referer along.
    pub fn referred(self, referer: &'static str) -> Row {
        Row { referer, ..self }
    }
    /// The page's own title is known.
    pub fn titled(self, title: &'static str) -> Row {
        Row { title, ..self }
    }
    /// A value is known in the tab; typed ones are the fields of one form.
    pub fn knows(mut self, what: What, from: From, text: &'static str) -> Row {
        *self.known.iter_mut().find(|k| k.is_none()).expect("room for a known value") = Some((what, from, text));
        self
    }
    /// The form is sent with that button at that time.
    pub fn pressed(self, button: &'static str, when: Millis) -> Row {
        Row { sent: Some((button, when)), ..self }
    }
    /// A GET leaves the page because these scripts, the nearest first, brought its recipient.
    pub fn brought(page: &'static str, url: &'static str, links: &'static [&'static str]) -> Row {
        Row { page, url, links: Some(links), ..Row::default() }
    }
    /// A cookie is there.
    pub fn cookie(page: &'static str, domain: &'static str, name: &'static str, value: &'static str, days: u64) -> Row {
        Row { page, area: "cookie", domain, name, value, days, ..Row::default() }
    }
    /// A localStorage entry of the page is there.
    pub fn stored(page: &'static str, name: &'static str, value: &'static str) -> Row {
        Row { page, area: "local storage", name, value, ..Row::default() }
    }

    /// What it gives reason to say.
    pub fn drafts(&self) -> Vec<Draft> {
        let own = Declared::default();
        let page = Address::parse(self.page);
        let (reveal, context) = Reveal::address(&page, None);
        if !self.area.is_empty() {
            let whose = if self.domain.is_empty() { page.host() } else { self.domain };
            let lifetime = (self.days > 0).then(|| self.days * 86_400_000);
            return super::stored(&Stored::read(self.area, self.name, self.value, whose, &page, lifetime, &own), context);
        }
        if self.url.is_empty() {
            return super::page(&page, &reveal, context);
        }
        let address = Address::parse(self.url);
        let body = if self.body.is_empty() { Body::Empty } else { Body::Bytes(self.body.as_bytes()) };
        if let Some(links) = self.links {
            return brought(&address, &page, links, &Scene { page: Some(&reveal), title: None, context, consent: 1, ..Scene::default() });
        }
        let some = |text: &'static str| (!text.is_empty()).then_some(text);
        let input =
            Input { kind: ResourceType::Xmlhttprequest, body, referer: some(self.referer), title: some(self.title), ..Input::default() };
        let mut facts = Facts::read(&address, Some(&page), input, &own);
        let values = self.values();
        let mut set = KnownSet::default();
        for (&(what, _, text), id) in self.known.iter().flatten().zip(0_u32..) {
            assert!(set.add(id, &leaklight_codecs::prepare(text, "", what.is_secret())), "{text} could not be made ready");
        }
        let raw = [self.url.as_bytes(), self.body.as_bytes(), self.referer.as_bytes()];
        facts.known = known::find(&set, &facts.fields, &raw, &crate::payload::Given::default()).matches;
        let title = some(self.title);
        super::request(&facts, &Scene { page: Some(&reveal), title, context, consent: 1, known: Some(&values), at: LEFT })
    }

    fn values(&self) -> Values {
        let known = self.known.iter().flatten().zip(0_u32..);
        let list = known.map(|(&(what, from, text), id)| {
            let source = match from {
                From::Typed(label, when) => Source::Typed { at: FieldAt { frame: 0, field: id }, label: label.to_owned(), when },
                From::Persona(name) => Source::Persona(name.to_owned()),
                From::Stored(place) => Source::Stored(place.to_owned()),
                From::Page => Source::Page,
            };
            let text = if what.is_secret() { String::new() } else { text.to_owned() };
            Value { id, what, text, sources: vec![source], left: Vec::new() }
        });
        let form = |(button, when): (&str, Millis)| Sent { frame: 0, fields: vec![0, 1, 2], button: button.to_owned(), when };
        Values { list: list.collect(), sent: self.sent.map(form).into_iter().collect() }
    }
}

fn brought(address: &Address<'_>, page: &Address<'_>, scripts: &[&str], scene: &Scene<'_>) -> Vec<Draft> {
    let own = Declared::default();
    let who = |a: &Address<'_>, kind| super::recipient(&Facts::read(a, Some(page), Input { kind, ..Input::default() }, &own));
    let recipient = who(address, ResourceType::Other);
    let scripts: Vec<_> = scripts.iter().map(|s| Address::parse(s)).map(|a| (who(&a, ResourceType::Script), container_id(&a))).collect();
    let link = |(who, container)| Link { who, container, seen: true, basis: Basis::Page, redirect: false };
    let links: Vec<_> = scripts.iter().map(|(who, id)| link((who, id.as_deref().unwrap_or_default()))).collect();
    tag_chain::detect(&Chain { recipient: &recipient, links: &links, from_page: true }, scene).into_iter().collect()
}

/// Clean rows give none of `kind`; leaking rows give it, and what a person reads is the snapshot's.
pub fn check(kind: Kind, leaking: &[Row], clean: &[Row]) {
    for row in clean {
        let said: Vec<_> = row.drafts().into_iter().filter(|d| d.kind == kind).collect();
        assert!(said.is_empty(), "a clean example gave {kind:?}: {row:?}\n{said:#?}");
    }
    let mut text = words(kind);
    for row in leaking {
        let found: Vec<_> = row.drafts().into_iter().filter(|d| d.kind == kind).collect();
        assert!(!found.is_empty(), "a leaking example gave no {kind:?}: {row:?}\nbut {:#?}", row.drafts());
        for draft in found {
            say(&mut text, draft.severity(), &draft.said, &draft.evidence);
            if row.known.iter().any(Option::is_some) && !draft.lowered.is_empty() {
                text.push_str(&format!("    lowered: {}\n", draft.lowered.join("; ")));
            }
        }
    }
    snapshot(kind, text);
}

/// As [`check`], for a kind told over a visit: rows are requests, in order.
pub fn check_visits(kind: Kind, leaking: &[&[Row]], clean: &[&[Row]]) {
    for rows in clean {
        let found: Vec<_> = visit(rows).into_iter().filter(|f| f.kind == kind).collect();
        assert!(found.is_empty(), "a clean visit gave {kind:?}: {rows:?}\n{found:#?}");
    }
    let mut text = words(kind);
    for rows in leaking {
        let all = visit(rows);
        let found: Vec<_> = all.iter().filter(|f| f.kind == kind).collect();
        assert!(!found.is_empty(), "a leaking visit gave no {kind:?}: {rows:?}\nbut {all:#?}");
        for f in found {
            say(&mut text, f.severity, &f.said, &f.evidence);
            text.push_str(&format!("    {} joined, {}×", f.joins.len(), f.count));
            text.extend(f.adjusted.iter().chain(&f.limits).map(|line| format!("; {line}")));
            text.push('\n');
        }
    }
    snapshot(kind, text);
}

/// What a tab that saw these requests holds. Of known values, those typed are typed before their request leaves.
pub fn visit(rows: &[Row]) -> Vec<Finding> {
    let mut session = Session::default();
    for (n, row) in rows.iter().enumerate() {
        let (id, at) = (n.to_string(), n as u64 + 1);
        let seen = |event| Observation { at, tab: 7, event };
        let page = match n {
            0 => Event::Watch(Watch { url: row.page.into(), reload: true }),
            _ => Event::Navigation(Navigation { frame: 0, url: row.page.into(), how: How::Committed }),
        };
        let body = if row.body.is_empty() { SeenBody::None } else { SeenBody::Text(row.body.into()) };
        let sent = Request { id, url: row.url.into(), kind: ResourceType::Xmlhttprequest, body, ..Request::default() };
        let mut events = vec![seen(page)];
        for (field, (what, from, text)) in (0..).zip(row.known.iter().flatten()) {
            let From::Typed(label, _) = from else { continue };
            let (about, value) = (format!("text\tf{field}\t{label}\t"), (*text).to_owned());
            events.push(seen(Event::Typed(Typed { field, about, value, secret: what.is_secret(), ..Typed::default() })));
        }
        events.push(seen(Event::Request(sent)));
        for effect in session.step(&events, 0) {
            if let Effect::Prepare { tab, value, text, salt, secret } = effect {
                session.learn(tab, value, &leaklight_codecs::prepare(&text, &salt, secret));
            }
        }
    }
    session.view(7).findings.into_iter().map(|f| f.finding).collect()
}

/// As [`check`], for a kind told of what happens in a tab: a visit is events, each at its time in milliseconds.
pub fn check_events(kind: Kind, leaking: &[Vec<(Millis, Event)>], clean: &[Vec<(Millis, Event)>]) {
    let found = |events: &[(Millis, Event)]| -> Vec<Finding> {
        let mut session = Session::default();
        let seen: Vec<Observation> = events.iter().map(|(at, event)| Observation { at: *at, tab: 7, event: event.clone() }).collect();
        session.step(&seen, 0);
        session.view(7).findings.into_iter().map(|f| f.finding).collect()
    };
    for (n, events) in clean.iter().enumerate() {
        let found: Vec<_> = found(events).into_iter().filter(|f| f.kind == kind).collect();
        assert!(found.is_empty(), "clean visit {n} gave {kind:?}: {found:#?}");
    }
    let mut text = words(kind);
    for (n, events) in leaking.iter().enumerate() {
        let all = found(events);
        let found: Vec<_> = all.iter().filter(|f| f.kind == kind).collect();
        assert!(!found.is_empty(), "leaking visit {n} gave no {kind:?} but {all:#?}");
        for f in found {
            say(&mut text, f.severity, &f.said, &f.evidence);
            text.push_str(&format!("    {}×", f.count));
            text.extend(f.limits.iter().map(|line| format!("; {line}")));
            text.push('\n');
        }
    }
    snapshot(kind, text);
}

/// Events of a visit with a banner, as tests of consent write them.
pub mod consent {
    use super::*;
    use crate::observation::{Banner, Chose, ConsentSaid, Cookie, Headers, Response};

    /// The page they are on.
    pub const PAGE: &str = "https://www.clinic.example/p/1042";
    /// A page view of Meta's pixel.
    pub const META: &str = "https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042";

    /// Watching begins and the page is loaded again.
    pub fn load(at: Millis) -> Vec<(Millis, Event)> {
        let main = Request { id: format!("m{at}"), url: PAGE.into(), kind: ResourceType::MainFrame, ..Request::default() };
        vec![
            (at, Event::Watch(Watch { url: PAGE.into(), reload: true })),
            (at, Event::Request(main)),
            (at, Event::Response(Response { id: format!("m{at}"), status: 200, set_cookie: Vec::new(), cached: false })),
            (at, Event::Navigation(Navigation { frame: 0, url: PAGE.into(), how: How::Committed })),
        ]
    }
    /// A request leaves.
    pub fn sent(at: Millis, url: &str) -> (Millis, Event) {
        (at, Event::Request(Request { id: format!("r{at}"), url: url.into(), kind: ResourceType::Image, ..Request::default() }))
    }
    /// Its headers: with Global Privacy Control.
    pub fn gpc(at: Millis, of: Millis) -> (Millis, Event) {
        (at, Event::Headers(Headers { id: format!("r{of}"), gpc: true, ..Headers::default() }))
    }
    /// A banner is shown.
    pub fn shown(at: Millis) -> (Millis, Event) {
        (at, Event::Banner(Banner { name: "klaro".into(), shown: true, ..Banner::default() }))
    }
    /// A button is pressed.
    pub fn press(at: Millis, button: &str) -> (Millis, Event) {
        (at, Event::Chose(Chose { button: button.into(), ..Chose::default() }))
    }
    /// A cookie of the site.
    pub fn cookie(at: Millis, name: &str, value: &str, was_there: bool) -> (Millis, Event) {
        let (name, value, expires) = (name.into(), value.into(), Some(at + 400 * 86_400_000));
        (at, Event::Cookie(Cookie { name, value, domain: ".clinic.example".into(), expires, was_there, ..Cookie::default() }))
    }
    /// An interface says something.
    pub fn said(at: Millis, api: &str, what: &str, value: &str) -> (Millis, Event) {
        (at, Event::Consent(ConsentSaid { frame: 0, api: api.into(), what: what.into(), value: value.into() }))
    }
    /// A visit: its load at 1000, then these.
    pub fn visit(events: &[(Millis, Event)]) -> Vec<(Millis, Event)> {
        let mut all = load(1_000);
        all.extend(events.iter().cloned());
        all
    }
}

fn words(kind: Kind) -> String {
    let d = doc(kind);
    assert_eq!(d.kind, kind);
    format!("{}\n\nSees: {}\nWhy: {}\nCannot tell: {}\nFix: {}\n", kind.title(), d.sees, d.why, d.cannot_tell, d.fix)
}

fn say(text: &mut String, severity: Severity, said: &str, evidence: &[Evidence]) {
    text.push_str(&format!("\n[{}] {said}\n", severity.word()));
    for e in evidence {
        text.push_str(&format!("    {} ({}) {}", e.at, e.label, e.value.shown));
        if !e.packed.is_empty() {
            text.push_str(&format!(" <- {}", e.packed.join(", ")));
        }
        if let Some(known) = &e.known {
            text.push_str(&format!("\n        {}", known.line(&e.at)));
        }
        text.push('\n');
    }
}

fn snapshot(kind: Kind, text: String) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots" }, {
        insta::assert_snapshot!(kind.word().replace('-', "_"), text);
    });
}
