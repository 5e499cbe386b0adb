//! What is taken down of a request while a visit is gone through.

use super::{MAX_FIELDS, events, field};
use crate::detect::words;
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::observation::{Millis, ResourceType, SeenBody};
use crate::payload::Part;
use crate::report::view::HitView;
use crate::reveal::Reveal;
use crate::tab::Reading;
use crate::vendor::Role;

/// The longest value given as it was sent, in bytes.
const MAX_SENT: usize = 64 << 10;

/// What a finding rests on in a request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reason {
    pub kind: Kind,
    pub severity: Severity,
    /// Where its proof stood.
    pub at: Vec<String>,
}

/// A request as a tab read it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Heard {
    pub(super) id: String,
    pub(super) number: u32,
    pub(super) first: bool,
    pub(super) is_hit: bool,
    pub(super) socket: bool,
    pub(super) body: bool,
    pub(super) parts: u32,
    /// Each event's place and what is shown of it.
    pub(super) hits: Vec<(String, HitView)>,
    pub(super) reasons: Vec<Reason>,
    pub(super) values: Vec<(String, String)>,
}

/// What a tab is listened to with.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Ear {
    /// The request whose values are wanted as sent; 0 for none.
    wanted: u32,
    pub(super) heard: Vec<Heard>,
    /// Requests taken down before, by their numbers, that turned out to stand so to the visitor's choice, and whether a finding of the
    /// browser's objection to them stands.
    pub(super) judged: Vec<(u32, &'static str, bool)>,
}

impl Ear {
    /// Listens, and takes down one request's values as sent; 0 for none.
    pub fn wanting(wanted: u32) -> Ear {
        Ear { wanted, ..Ear::default() }
    }

    /// True where nothing was heard.
    pub fn is_empty(&self) -> bool {
        self.heard.is_empty() && self.judged.is_empty()
    }

    /// A request was heard before the choice it is of ([`crate::report::view::MarkView::verdict`]).
    pub fn judge(&mut self, number: u32, verdict: &'static str, objected: bool) {
        self.judged.push((number, verdict, objected));
    }

    /// Takes down a request that was just judged; `told` is what it gave reason for.
    pub fn hear(&mut self, facts: &Facts<'_>, reading: &Reading<'_>, told: Vec<Reason>, page: Option<&Reveal>, verdict: &str, at: Millis) {
        if reading.message || !facts.leaves_the_site() && facts.role() != Role::Collect {
            return;
        }
        let request = reading.request;
        let body = facts.fields.items.iter().any(|f| f.part == Part::Body);
        // A browser's own question whether it may ask carries nothing.
        let preflight = request.method == "OPTIONS";
        let is_hit = !preflight && (facts.role() == Role::Collect || facts.leaves_the_site() && (body || !told.is_empty()));
        let nothing = Reveal::default();
        let (list, parts) = events::events(facts);
        let address = [facts.address.origin(), facts.address.path()].concat();
        let view = HitView {
            request: reading.number,
            part: 1,
            parts,
            at,
            page: facts.page.map_or_else(Excerpt::default, |p| words::excerpt_address(p.as_str(), page.unwrap_or(&nothing))).sealed(),
            method: request.method.clone(),
            kind: kind(request.kind).to_owned(),
            address: words::excerpt_address(&address, &Reveal::default()).sealed(),
            recipient: crate::detect::recipient(facts),
            role: facts.role().word().to_owned(),
            event: String::new(),
            status: None,
            failed: String::new(),
            sent_on: String::new(),
            unread: !facts.fields.unread.is_empty() || matches!(request.body, SeenBody::Unseen(_)),
            verdict: verdict.to_owned(),
            findings: Vec::new(),
            worst: String::new(),
            fields: Vec::new(),
            more: 0,
        };
        let hits = list.into_iter().map(|event| {
            let fields = event.fields.iter().take(MAX_FIELDS).filter_map(|i| field::field(facts, *i, &event.prefix, at)).collect();
            let more = event.fields.len().saturating_sub(MAX_FIELDS) as u32;
            let name = field::name(facts, &event.name);
            (event.prefix, HitView { event: name, fields, more, ..view.clone() })
        });
        let hits = hits.collect();
        let mut values = Vec::new();
        if self.wanted == reading.number {
            values.extend(facts.fields.items.iter().map(|f| (f.at(), crate::address::cut(&f.value, MAX_SENT).to_owned())));
        }
        self.heard.push(Heard {
            id: request.id.clone(),
            number: reading.number,
            first: reading.is_first(),
            is_hit,
            socket: request.kind == ResourceType::Websocket,
            body,
            parts,
            hits,
            reasons: told,
            values,
        });
    }
}

/// The browser's word for what a request is for.
fn kind(kind: ResourceType) -> &'static str {
    match kind {
        ResourceType::MainFrame => "main_frame",
        ResourceType::SubFrame => "sub_frame",
        ResourceType::Stylesheet => "stylesheet",
        ResourceType::Script => "script",
        ResourceType::Image => "image",
        ResourceType::Font => "font",
        ResourceType::Object => "object",
        ResourceType::Xmlhttprequest => "xmlhttprequest",
        ResourceType::Ping => "ping",
        ResourceType::CspReport => "csp_report",
        ResourceType::Media => "media",
        ResourceType::Websocket => "websocket",
        ResourceType::Other => "other",
    }
}
