//! What the panel shows, as signals: a new view touches only what differs from the one before.

use crate::bridge::{self, Reply};
pub use crate::rows::Row;
use crate::rows::{reconcile, set};
use crate::sift::{Sift, joined};
use crate::words::Clock;
use leaklight_core::own::{PageKind, Rule, Says};
use leaklight_core::persona::Persona;
use leaklight_core::report::view::{
    BlindSpot, ConsentView, CoverageView, FindingView, KnownView, LineageNode, MatomoView, Page, RecipientView, ScriptView, StorageView,
    Summary, TrailView, View,
};
use leptos::prelude::*;
use serde::Deserialize;
use std::cell::Cell;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

thread_local! {
    /// The tab shown. What depends on it is asked for when it changes, so it need not be a signal.
    static TAB: Cell<Option<i32>> = const { Cell::new(None) };
    static CHANGES: Cell<Changes> = const { Cell::new(Changes { made: 0, answered: 0 }) };
}

/// How many changes of test patients were made here, and how many of them the worker answered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Changes {
    made: u32,
    answered: u32,
}

impl Changes {
    /// So many by now.
    pub fn now() -> Changes {
        CHANGES.get()
    }

    /// True where the worker answered all.
    pub fn settled(self) -> bool {
        self.made == self.answered
    }

    /// One more is made.
    pub fn made() {
        CHANGES.set(Changes { made: Changes::now().made.wrapping_add(1), ..Changes::now() });
    }

    /// One more was answered.
    pub fn answered() {
        CHANGES.set(Changes { answered: Changes::now().answered.wrapping_add(1), ..Changes::now() });
    }
}

/// What there is to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Nothing was answered yet.
    #[default]
    Waiting,
    /// The worker gave no answer, and what it said instead.
    Silent(String),
    /// Nothing is watched in this tab.
    Idle,
    /// Browsers let nobody watch this page.
    CannotWatch,
    /// The person said no to the permission.
    Refused,
    /// A view.
    Watching,
}

/// The sheets; Matomo's is there only where a Matomo was told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Sheet {
    #[default]
    Recipients,
    Findings,
    Known,
    Consent,
    Timeline,
    Lineage,
    Matomo,
    Storage,
    Unseen,
}

/// What the sheet of storage shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Shelf {
    #[default]
    Entries,
    Trails,
    Scripts,
}

/// The head's part of a view.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    pub since: u64,
    pub site: String,
    pub page: Page,
    pub summary: Summary,
    pub blind: Vec<BlindSpot>,
    /// The pages opened.
    pub coverage: CoverageView,
    /// What the tree of the page's tags does not know.
    pub limits: Vec<String>,
}

/// What a person told Leaklight of their own.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Own {
    pub rules: Vec<Rule>,
    pub pages: Vec<PageKind>,
    pub own_domains: Vec<String>,
    /// What gets no cards ([`leaklight_core::session::Settings::muted`]).
    pub muted: Vec<String>,
    /// Taken into [`Panel::personas`].
    personas: Vec<Persona>,
}

/// The part of the worker's state that has it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Told {
    settings: Own,
}

/// The findings that another one joins.
#[derive(Default)]
pub struct Joined {
    rows: Vec<Row<FindingView>>,
    keys: HashSet<String>,
}

impl Joined {
    /// True where the row stands beneath another.
    pub fn has(&self, row: &Row<FindingView>) -> bool {
        self.keys.contains(&*row.key)
    }

    /// Those the finding joins.
    pub fn beneath<'r>(&'r self, view: &'r FindingView) -> impl Iterator<Item = &'r Row<FindingView>> {
        let joins = &view.finding.joins;
        let rows = if joins.is_empty() { &[] } else { self.rows.as_slice() };
        rows.iter().filter(|row| joins.iter().any(|key| **key == *row.key))
    }
}

/// What is said after an action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    /// In plain words; nothing is shown where it is empty.
    pub said: String,
    /// What to take back where the person wishes.
    pub undo: Option<Choice>,
}

/// Something a person chose: the message's type and its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub kind: &'static str,
    pub fields: Vec<(&'static str, Field)>,
}

/// What a message's field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Field {
    Text(String),
    Number(u8),
    Yes,
    No,
    /// Told as the object it is.
    Persona(Persona),
}

impl<T: Into<String>> From<T> for Field {
    fn from(text: T) -> Field {
        Field::Text(text.into())
    }
}

impl Choice {
    /// One with a single field.
    pub fn of(kind: &'static str, field: &'static str, what: impl Into<String>) -> Choice {
        Choice { kind, fields: vec![(field, Field::Text(what.into()))] }
    }

    /// A rule of a person's own.
    pub fn rule(rule: Rule) -> Choice {
        let says = match rule.says {
            Says::Sensitive => "sensitive",
            Says::Innocent => "innocent",
        };
        let texts = [("what", rule.what), ("site", rule.site), ("says", says.to_owned()), ("topic", rule.topic)];
        Choice::on("rule", texts)
    }

    /// What kind of page they say a page is.
    pub fn page(page: PageKind) -> Choice {
        let mut choice = Choice::on("page-kind", [("site", page.site), ("path", page.path)]);
        choice.fields.push(("class", Field::Number(page.class)));
        choice
    }

    /// A test patient, to be kept or to be forgotten.
    pub fn persona(persona: Persona, keep: bool) -> Choice {
        let on = if keep { Field::Yes } else { Field::No };
        Choice { kind: "persona", fields: vec![("persona", Field::Persona(persona)), ("on", on)] }
    }

    /// True where it is that something be forgotten: taking it back keeps the thing again.
    pub fn forgets(&self) -> bool {
        self.fields.iter().any(|(_, field)| *field == Field::No)
    }

    fn on(kind: &'static str, texts: impl IntoIterator<Item = (&'static str, String)>) -> Choice {
        let fields = texts.into_iter().map(|(name, text)| (name, Field::Text(text)));
        Choice { kind, fields: fields.chain([("on", Field::Yes)]).collect() }
    }
}

impl From<String> for Notice {
    fn from(said: String) -> Notice {
        Notice { said, undo: None }
    }
}

/// Everything shown. Copies refer to the same signals.
#[derive(Clone, Copy)]
pub struct Panel {
    pub phase: RwSignal<Phase>,
    pub head: RwSignal<Head>,
    pub recipients: RwSignal<Vec<Row<RecipientView>>>,
    /// How many of them are listed at most.
    pub reach: RwSignal<usize>,
    pub findings: RwSignal<Vec<Row<FindingView>>>,
    /// Those of the findings that another one joins, in their order: they stand beneath it.
    pub joined: RwSignal<Joined>,
    pub storage: RwSignal<Vec<Row<StorageView>>>,
    pub lineage: RwSignal<Vec<Row<LineageNode>>>,
    pub matomo: RwSignal<Vec<Row<MatomoView>>>,
    /// Id and name of every vendor a person can name; empty until asked for.
    pub vendors: RwSignal<Vec<(String, String)>>,
    pub own: RwSignal<Own>,
    /// The test patients.
    pub personas: RwSignal<Vec<Row<Persona>>>,
    pub known: RwSignal<Vec<Row<KnownView>>>,
    pub consent: RwSignal<ConsentView>,
    pub trails: RwSignal<Vec<TrailView>>,
    pub scripts: RwSignal<Vec<ScriptView>>,
    pub shelf: RwSignal<Shelf>,
    /// Whether the person's own rules are unfolded.
    pub rules: RwSignal<bool>,
    pub sift: RwSignal<Sift>,
    pub sheet: RwSignal<Sheet>,
    pub clock: RwSignal<Clock>,
    /// Whether the page is shown to an audience.
    pub presenter: RwSignal<bool>,
    /// One line about what a button just did.
    pub notice: RwSignal<Notice>,
}

impl Panel {
    /// Nothing yet.
    pub fn new() -> Panel {
        Panel {
            phase: RwSignal::default(),
            head: RwSignal::default(),
            recipients: RwSignal::new(Vec::new()),
            reach: RwSignal::new(crate::panel::STEP),
            findings: RwSignal::new(Vec::new()),
            joined: RwSignal::default(),
            storage: RwSignal::new(Vec::new()),
            lineage: RwSignal::new(Vec::new()),
            matomo: RwSignal::new(Vec::new()),
            vendors: RwSignal::new(Vec::new()),
            own: RwSignal::default(),
            personas: RwSignal::new(Vec::new()),
            known: RwSignal::new(Vec::new()),
            consent: RwSignal::default(),
            trails: RwSignal::new(Vec::new()),
            scripts: RwSignal::new(Vec::new()),
            shelf: RwSignal::default(),
            rules: RwSignal::default(),
            sift: RwSignal::default(),
            sheet: RwSignal::default(),
            clock: RwSignal::new(bridge::clock()),
            presenter: RwSignal::new(bridge::presenting()),
            notice: RwSignal::default(),
        }
    }

    /// Turns presenter mode on, or off where it is on.
    pub fn present(self) {
        self.presenter.set(bridge::present());
    }

    /// The tab shown.
    pub fn tab(self) -> Option<i32> {
        TAB.get()
    }

    /// Shows another tab.
    pub fn turn_to(self, tab: Option<i32>) {
        if TAB.replace(tab) != tab {
            self.phase.set(if tab.is_some() { Phase::Waiting } else { Phase::CannotWatch });
            self.sift.set(Sift::default());
            self.notice.set(Notice::default());
        }
    }

    /// Shows what the worker answered when asked for `tab`'s view. An answer for a tab left meanwhile is dropped.
    pub fn take(self, tab: i32, reply: Reply) {
        if self.tab() != Some(tab) {
            return;
        }
        let phase = match (reply.ok, reply.state.as_str()) {
            (_, "cannot-watch") => Phase::CannotWatch,
            (_, "refused") => Phase::Refused,
            (false, _) => Phase::Silent(reply.error),
            (true, _) => match leaklight_json::read::<View>(reply.text.as_bytes()) {
                Some(view) if view.watching => {
                    self.show(view);
                    Phase::Watching
                }
                Some(_) => Phase::Idle,
                None => Phase::Silent(leaklight_text::t!("The view could not be read.").into()),
            },
        };
        set(self.phase, phase);
    }

    /// How many findings are rows of the list.
    pub fn listed(self) -> usize {
        self.findings.with(Vec::len).saturating_sub(self.joined.with(|joined| joined.rows.len()))
    }

    /// Takes what the worker said of its state, asked after these changes. What it says of test patients is heeded only where none was
    /// changed since, or the newer word would be lost; every change is followed by a question of its own.
    pub fn take_own(self, asked: Changes, reply: &Reply) {
        if let Some(told) = leaklight_json::read::<Told>(reply.text.as_bytes()) {
            let mut own = told.settings;
            let mut personas = std::mem::take(&mut own.personas);
            if asked == Changes::now() && asked.settled() {
                // One without details yet is kept by nobody else.
                let shown = self.personas.with_untracked(|rows| rows.iter().map(|row| row.value.get_untracked()).collect::<Vec<_>>());
                personas.extend(shown.into_iter().filter(|p| p.details.is_empty()));
                self.show_personas(personas);
            }
            set(self.own, own);
        }
    }

    /// Shows these test patients.
    pub fn show_personas(self, personas: Vec<Persona>) {
        reconcile(self.personas, personas, |p| p.id.clone());
    }

    fn show(self, view: View) {
        self.clock.set(bridge::clock());
        let View { since, site, page, summary, blind_spots: blind, coverage, lineage, matomo, .. } = view;
        set(self.head, Head { since, site, page, summary, blind, coverage, limits: lineage.limits });
        if matomo.is_empty() && self.sheet.get_untracked() == Sheet::Matomo {
            self.sheet.set(Sheet::Recipients);
        }
        reconcile(self.recipients, view.recipients, |r| r.recipient.id.clone());
        let parts = joined(view.findings.iter());
        reconcile(self.findings, view.findings, |f| f.finding.key.clone());
        if !parts.is_empty() || !self.joined.with_untracked(|joined| joined.rows.is_empty()) {
            let rows = self.findings.get_untracked().into_iter().filter(|row| parts.contains(&*row.key)).collect();
            self.joined.set(Joined { rows, keys: parts });
        }
        reconcile(self.storage, view.storage, |s| [&s.area, "\n", &s.whose, "\n", &s.name.shown].concat());
        set(self.consent, view.consent);
        set(self.trails, view.trails);
        set(self.scripts, view.scripts);
        reconcile(self.known, view.known, |k| k.id.to_string());
        reconcile(self.matomo, matomo, |m| m.host.clone());
        // A node is the same where what stands above it is.
        let mut above: Vec<u64> = Vec::new();
        reconcile(self.lineage, lineage.nodes, |node| {
            above.truncate(usize::from(node.depth));
            let mut hasher = DefaultHasher::new();
            (above.last(), node.depth, &node.kind, &node.name.shown, &node.recipient).hash(&mut hasher);
            above.push(hasher.finish());
            hasher.finish().to_string()
        });
    }
}
