//! What the page holds, and its way to the worker.

use leaklight_core::settings_file::Everything;
use leaklight_draw::bridge;
use leaklight_draw::draw::begin;
use leaklight_draw::parts::not_done;
use leaklight_text::t;
use leptos::prelude::*;
use serde::Deserialize;

/// How much is kept where, in bytes; the worker's words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// On disk: what a person set, without personas.
    pub settings: u64,
    /// On disk: personas they keep.
    pub personas: u64,
    /// On disk: settings that could not be read.
    pub aside: u64,
    /// In memory: what was seen.
    pub journal: u64,
    /// In memory: everything else.
    pub memory: u64,
    /// Tabs watched.
    pub tabs: u32,
    /// Which settings could not be read.
    pub odd: Vec<String>,
}

/// What the page says after something was done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notice {
    /// In plain words; empty where there is nothing to say.
    pub said: String,
    /// The sections as they were before.
    pub undo: Option<Everything>,
}

/// The page.
#[derive(Clone, Copy)]
pub struct Options {
    /// Everything set.
    pub all: RwSignal<Everything>,
    /// What is kept.
    pub kept: RwSignal<Kept>,
    /// Every vendor of the catalogue: id and name.
    pub vendors: RwSignal<Vec<(String, String)>>,
    /// What was last done.
    pub notice: RwSignal<Notice>,
}

impl Options {
    pub fn new() -> Options {
        let notice = RwSignal::new(Notice::default());
        Options {
            all: RwSignal::new(Everything::default()),
            kept: RwSignal::new(Kept::default()),
            vendors: RwSignal::new(Vec::new()),
            notice,
        }
    }

    /// A vendor's name; what is not in the catalogue is given back.
    pub fn vendor(self, id: &str) -> String {
        self.vendors.with(|all| all.iter().find(|(known, _)| known == id).map_or(id, |(_, name)| name).to_owned())
    }

    pub fn says(self, said: impl Into<String>) {
        self.notice.set(Notice { said: said.into(), undo: None });
    }

    /// Asks for everything anew.
    pub async fn read(self) {
        if let Some(all) = fresh().await
            && self.all.with_untracked(|now| *now != all)
        {
            self.all.set(all);
        }
        let kept = bridge::ask("kept", &[]).await;
        if let Some(kept) = leaklight_json::read::<Kept>(kept.text.as_bytes()) {
            self.kept.set(kept);
        }
    }

    /// Asks for the catalogue's names, once.
    pub async fn read_vendors(self) {
        let reply = bridge::ask("vendors", &[]).await;
        let lines = reply.text.lines().filter_map(|line| line.split_once(' '));
        self.vendors.set(lines.map(|(id, name)| (id.to_owned(), name.to_owned())).collect());
    }
}

/// Everything as the worker holds it now: another page may have changed it.
pub async fn fresh() -> Option<Everything> {
    let reply = bridge::ask("settings", &[]).await;
    leaklight_json::read(reply.text.as_bytes())
}

/// Changes what is set; says `done`, and offers to take it back. `then` hears why not where the worker refuses, and nothing else.
pub fn change(
    o: Options,
    done: impl Into<String>,
    edit: impl FnOnce(&mut Everything) + 'static,
    then: impl FnOnce(Option<String>) + 'static,
) {
    let done = done.into();
    begin(async move {
        let Some(now) = fresh().await else {
            then(Some(t!("Leaklight’s background part gave no answer. Try again.").to_owned()));
            return;
        };
        let mut next = now.clone();
        edit(&mut next);
        let (set, undo) = (next.unlike(&now), now.unlike(&next));
        let reply = put(&set).await;
        if reply.ok {
            o.notice.set(Notice { said: done, undo: Some(undo).filter(|undo| *undo != Everything::default()) });
            o.read().await;
            then(None);
        } else {
            then(Some(if reply.error.is_empty() { not_done(&reply) } else { reply.error }));
        }
    });
}

/// Sets whole sections.
pub async fn put(set: &Everything) -> bridge::Reply {
    let json = serde_json::to_string(set).unwrap_or_default();
    bridge::ask("set", &[("all", bridge::object(&json))]).await
}

/// Takes a change back.
pub fn undo(o: Options, before: Everything) {
    begin(async move {
        let reply = put(&before).await;
        o.says(if reply.ok { t!("Taken back.").to_owned() } else { not_done(&reply) });
        o.read().await;
    });
}
