//! All watched tabs: a deterministic step from events to effects.

use crate::observation::{Millis, Observation, TabId};
use crate::report::view::{Effect, View};
use crate::site::OwnDomains;
use serde::{Deserialize, Serialize};

/// What a person chose; kept by the host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Domains declared to be the user's own.
    pub own_domains: OwnDomains,
    /// Finding keys, kinds (`kind:title-leak`) and recipients (`recipient:meta-pixel`) that get no card. They stay in the panel.
    pub muted: Vec<String>,
}

/// All watched tabs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Session {
    settings: Settings,
}

impl Session {
    /// A session with nothing watched.
    pub fn new(settings: Settings) -> Session {
        Session { settings }
    }

    /// Takes what was seen, in order, and says what to do. `now` is the host's clock and is used for nothing but display.
    pub fn step(&mut self, events: &[Observation], now: Millis) -> Vec<Effect> {
        let _ = (events, now);
        Vec::new()
    }

    /// Changes what the person chose; what was already found is kept.
    pub fn configure(&mut self, settings: Settings) {
        self.settings = settings;
    }

    /// The tabs that are watched.
    pub fn watched(&self) -> Vec<TabId> {
        Vec::new()
    }

    /// Everything needed to go on after the host was killed.
    pub fn snapshot(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Goes on from a snapshot. Errors where the bytes are none of ours; the host then starts afresh and says so.
    pub fn restore(snapshot: &[u8]) -> Result<Session, String> {
        serde_json::from_slice(snapshot).map_err(|e| format!("the saved state could not be read ({e})"))
    }

    /// What the panel shows of a tab.
    pub fn view(&self, tab: TabId) -> View {
        View { tab, ..View::default() }
    }

    /// The unmasked text of one piece of evidence, asked for by a person.
    pub fn uncover(&self, tab: TabId, key: &str, evidence: usize) -> Option<String> {
        let _ = (tab, key, evidence);
        None
    }

    /// A report of a tab: `html` or `json`, masked.
    pub fn report(&self, tab: TabId, format: &str, now: Millis) -> Option<String> {
        let _ = (tab, format, now);
        None
    }
}
