//! Identifiers a browser can be recognised by: where each was born, where it is kept, who was told.
//!
//! Each is a known value of its own kind ([`What::StoredId`]): the search for known values finds it in requests however it is dressed.
//! It is no finding of what somebody typed; what it proves is that two parties can tell that it is the same browser.

mod ids;
mod keeper;

use crate::detect::{self, Draft, Scene, cross_site_id};
use crate::facts::Facts;
use crate::finding::Recipient;
use crate::hash;
use crate::known::{Form, KnownMatch, Left, Source, What};
use crate::lineage;
use crate::observation::Millis;
use crate::storage::{Purpose, Shape, Stored};
use crate::tab::{Kept, Tab};
use leaklight_text::t;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Identifiers followed in a tab.
const MAX_IDS: usize = 24;
/// Identifiers beyond those, remembered so that each is counted once.
const MAX_BEYOND: usize = 128;
/// Entries remembered as having been removed.
const MAX_GONE: usize = 48;
/// Told of one identifier, that it came back.
const MAX_BACK: usize = 4;
/// What is set again sooner was written anew, not brought back, in milliseconds.
const SOON: Millis = 1_000;
/// Under a day: gone before it recognises anybody.
const LASTING: u64 = 24 * 60 * 60 * 1000;

/// One identifier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Trail {
    /// The known value's number.
    pub id: u32,
    /// When it was first seen in an entry.
    pub at: Millis,
    /// The entry it was first seen in, by its key and as a sentence names it.
    pub key: String,
    pub place: String,
    /// Who put it there, in plain words; empty where nobody said.
    pub by: String,
    /// The company whose number it is, where that is known.
    pub keeper: Option<Recipient>,
    /// True where it is a third party's lasting cookie.
    pub cross_site: bool,
    /// That it came back after it was deleted, in plain sentences.
    pub back: Vec<String>,
    /// How much it is worth following: the least goes first.
    rank: u8,
}

/// An entry that was removed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Gone {
    key: String,
    at: Millis,
    ids: Vec<u32>,
}

/// What is known of a tab's identifiers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Provenance {
    pub trails: Vec<Trail>,
    /// Those there was no room for, by a number each: a record that changes with every page view holds the same one.
    beyond: VecDeque<u64>,
    gone: VecDeque<Gone>,
}

impl Provenance {
    /// The trail of a known value.
    pub fn of(&self, id: u32) -> Option<&Trail> {
        self.trails.iter().find(|t| t.id == id)
    }
}

impl Tab {
    /// An entry got a new value: the identifiers in it are followed. Their numbers.
    pub fn follow(&mut self, entry: &Stored<'_>, key: &str, at: Millis) -> Vec<u32> {
        let mut out: Vec<u32> = Vec::new();
        if entry.category == Purpose::Essential || !matches!(entry.shape, Shape::Identifier | Shape::Record | Shape::Text) {
            return out;
        }
        let lasts = match entry.area {
            "cookie" => entry.lifetime.is_some_and(|ms| ms > LASTING),
            area => area != "session storage",
        };
        let keeper = keeper::of(entry);
        let cross_site = entry.area == "cookie" && !entry.party.is_own() && lasts && !entry.apart;
        let rank = 4 * u8::from(lasts) + 2 * u8::from(cross_site) + u8::from(keeper.is_some());
        for text in ids::ids(entry.name, entry.value, entry.shape) {
            let there = self.known.values.list.iter().find(|v| v.what == What::StoredId && v.text == text).map(|v| v.id);
            if let Some(id) = there {
                if let Some(trail) = self.provenance.trails.iter_mut().find(|t| t.id == id) {
                    // The company whose cookie it is knows better whose it is than the page that keeps a copy.
                    if trail.keeper.is_none() || cross_site && !trail.cross_site {
                        trail.keeper = keeper.clone().or(trail.keeper.take());
                    }
                    trail.cross_site |= cross_site;
                    trail.rank = trail.rank.max(rank);
                }
                out.push(id);
                continue;
            }
            if !self.room(rank) {
                self.left_out(hash::of(&text, 0));
                continue;
            }
            let place = place(entry.area, entry.name, entry.whose);
            let source = Source::Stored([crate::report::plain::area(entry.area), " ", entry.name].concat());
            let Some(id) = self.know(What::StoredId, &text, source, at) else { continue };
            let (keeper, key) = (keeper.clone(), key.to_owned());
            let trail = Trail { id, at, key, place, by: String::new(), keeper, cross_site, back: Vec::new(), rank };
            self.provenance.trails.push(trail);
            out.push(id);
        }
        out
    }

    /// There is no room for an identifier: it is counted once.
    fn left_out(&mut self, number: u64) {
        let beyond = &mut self.provenance.beyond;
        if beyond.contains(&number) {
            return;
        }
        if beyond.len() >= MAX_BEYOND {
            beyond.pop_front();
        }
        beyond.push_back(number);
        self.lose("ids-left-out", 1);
    }

    /// True where one more may be followed; the one worth least, and less than this one, makes room.
    fn room(&mut self, rank: u8) -> bool {
        if self.provenance.trails.len() < MAX_IDS {
            return true;
        }
        let told = |id: u32| self.known.values.get(id).is_some_and(|v| !v.left.is_empty());
        let least = self.provenance.trails.iter().enumerate().min_by_key(|(_, t)| (told(t.id), t.rank)).map(|(n, t)| (n, t.id, t.rank));
        let Some((n, id, _)) = least.filter(|(_, id, r)| *r < rank && !told(*id)) else { return false };
        self.provenance.trails.remove(n);
        let text = self.known.values.get(id).map(|v| hash::of(&v.text, 0));
        if let Some(place) = self.known.place(id) {
            self.known.remove(place);
        }
        for kept in self.storage.values_mut() {
            kept.ids.retain(|i| *i != id);
        }
        text.into_iter().for_each(|number| self.left_out(number));
        true
    }

    /// An entry was removed, or ran out.
    pub fn id_gone(&mut self, key: &str, old: &Kept, at: Millis) {
        if old.ids.is_empty() {
            return;
        }
        // Who put it there is told of the trail when the entry no longer can.
        let by = self.put_by(old).0;
        for trail in self.provenance.trails.iter_mut().filter(|t| t.key == key) {
            trail.by.clone_from(&by);
        }
        self.provenance.gone.retain(|g| g.key != key);
        if self.provenance.gone.len() >= MAX_GONE {
            self.provenance.gone.pop_front();
        }
        self.provenance.gone.push_back(Gone { key: key.to_owned(), at, ids: old.ids.clone() });
    }

    /// A cookie turned out to lie elsewhere, kept apart for each site.
    pub fn id_moved(&mut self, from: &str, to: &str) {
        for trail in self.provenance.trails.iter_mut().filter(|t| t.key == from || t.key == to) {
            to.clone_into(&mut trail.key);
            trail.cross_site = false;
        }
    }

    /// An entry was set: where it had been removed and holds the same number again, that is said.
    pub fn id_back(&mut self, entry: &Stored<'_>, key: &str, ids: &[u32], at: Millis) -> Option<Draft> {
        let place = self.provenance.gone.iter().position(|g| g.key == key)?;
        let gone = self.provenance.gone.remove(place)?;
        let id = *ids.iter().find(|id| gone.ids.contains(id))?;
        if at.saturating_sub(gone.at) < SOON {
            return None;
        }
        let from = self.storage.iter().find(|(other, kept)| *other != key && kept.ids.contains(&id));
        let from = from.map(|(_, kept)| self::place(&kept.area, &kept.name.shown, &kept.whose));
        let (draft, note) = cross_site_id::came_back(entry, from.as_deref(), self.page.context);
        if let Some(trail) = self.provenance.trails.iter_mut().find(|t| t.id == id)
            && trail.back.len() < MAX_BACK
            && !trail.back.contains(&note)
        {
            trail.back.push(note);
        }
        Some(draft)
    }

    /// A request carries identifiers: who is told whose.
    pub fn ids_told(&self, facts: &Facts<'_>, scene: &Scene<'_>, who: &Recipient, ids: &[KnownMatch]) -> Vec<Draft> {
        let mut out: Vec<Draft> = Vec::new();
        if !detect::to_others(facts) || !hears(who) {
            return out;
        }
        for found in ids {
            let Some(trail) = self.provenance.of(found.index as u32) else { continue };
            let Some(keeper) = trail.keeper.as_ref().filter(|k| !is_one(k, who)) else { continue };
            let text = self.known.values.get(trail.id).map_or("", |v| v.text.as_str());
            let draft = cross_site_id::synced(facts, scene, keeper, &trail.place, found, text);
            if !out.iter().any(|d| d.subject == draft.subject) {
                out.push(draft);
            }
        }
        out
    }

    /// The companies that were told a number another one keeps, by name, each once.
    pub fn synced_with(&self, trail: &Trail, left: &[Left]) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let Some(keeper) = &trail.keeper else { return out };
        for left in left {
            let who = self.recipients.get(&left.recipient).map(|t| &t.recipient);
            if who.is_some_and(|w| !w.party.is_own() && hears(w) && !is_one(keeper, w)) && !out.contains(&left.name) {
                out.push(left.name.clone());
            }
        }
        out
    }
}

/// False for those who see others' requests pass or keep a page running: what they are told of numbers is told by the way.
fn hears(who: &Recipient) -> bool {
    !matches!(
        who.category.as_deref(),
        Some("consent" | "captcha" | "cdn" | "fonts" | "error-monitoring" | "performance" | "maps" | "hosting")
    )
}

/// True where both are one company's.
fn is_one(keeper: &Recipient, who: &Recipient) -> bool {
    lineage::same_company(keeper, who) || keeper.id == who.id.trim_start_matches("own:")
}

/// True for spellings in which a number is still that number.
pub(crate) fn is_spelled(form: Form) -> bool {
    matches!(form, Form::AsGiven | Form::Lower | Form::Upper)
}

/// An entry as a sentence names it: "cookie _ga of clinic.example".
pub(crate) fn place(area: &str, name: &str, whose: &str) -> String {
    let said = t!("{area} {name} of {whose}", area = crate::report::plain::area(area), name = crate::address::cut(name, 80));
    crate::excerpt::Excerpt::plain(&said, &[]).shown
}
