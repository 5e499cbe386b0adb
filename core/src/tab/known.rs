//! Known values of a tab: kept, bounded, made ready by the host, forgotten.
//!
//! What a value could look like is worked out by the host ([`Effect::Prepare`]) and lives in this life's memory alone
//! ([`Life`]); a snapshot keeps the values, and after a restart they are asked for again. A password or a card number is not even
//! kept as a value: its text waits in [`Life`] until it is handed to the host, once.

use super::Tab;
use super::late::{Late, Packing};
use super::sources::leave;
use crate::known::{KnownSet, Source, Value, Values, What};
use crate::observation::Millis;
use crate::payload::Given;
use crate::report::view::Effect;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Values kept of a tab, those of personas among them.
const MAX_VALUES: usize = 200;
/// Values typed.
const MAX_TYPED: usize = 100;
/// Values read off the page, out of storage and out of requests.
const MAX_SEEN: usize = 50;
/// Whence one value may be known; the first are kept, fields no longer shown apart.
const MAX_SOURCES: usize = 10;
/// How long a value that was typed over is still looked for, where it has not left by then.
const OVERWRITTEN: Millis = 15_000;
/// Salts heeded; each makes a table more of every e-mail address and telephone number.
const MAX_SALTS: usize = 4;
/// A value's number in the set of those ready is its own, and above these bits the salt's, counted from 1.
const SALT: u32 = 24;

/// The value of a number in the set.
pub(crate) fn id_of(number: u32) -> u32 {
    number & ((1 << SALT) - 1)
}

/// The known values of a tab.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Known {
    pub values: Values,
    /// What is noted of each value; as long as the list.
    pub notes: Vec<Note>,
    next: u32,
    /// Documents left behind, counted.
    turn: u32,
    /// The time of the last event.
    pub now: Millis,
    /// Salts that were sent in the open.
    salts: Vec<String>,
    /// Requests that may be read again.
    pub late: VecDeque<Late>,
    /// Pages those left, by number.
    pub scenes: VecDeque<(u32, super::Page)>,
    /// What the host was asked to take apart.
    pub packings: Vec<Packing>,
    #[serde(skip)]
    pub life: Life,
}

/// What is noted of a value beside what people see of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Note {
    /// When it was typed over or its field emptied; it is dropped some seconds later, unless it was sent.
    pub over: Option<Millis>,
    /// It is the beginning of what its field held next.
    pub partial: bool,
    /// The page said it before anybody typed or declared it.
    pub standing: bool,
    /// It is known by more than before, and what left is not searched for that yet.
    more: bool,
    /// When it became known.
    pub since: Millis,
    /// To whom it was sent and when first, whether it arrived or not: a hash of the recipient each.
    pub sent: Vec<(u64, Millis)>,
    /// When it was last heard of.
    touched: Millis,
}

/// What does not outlive the worker. A copy of a session is another life.
#[derive(Default)]
pub(crate) struct Life {
    pub set: KnownSet,
    pub given: Given,
    /// Tables asked for, by their numbers in the set, and whether they came.
    asked: Vec<(u32, bool)>,
    /// Passwords and card numbers that the host was not handed yet.
    secrets: Vec<(u32, String)>,
    pub unpacking: Vec<u64>,
    /// Browsers' numbers that became ready and were not looked for yet in what left before.
    pub fresh: KnownSet,
}

impl Clone for Life {
    fn clone(&self) -> Life {
        Life::default()
    }
}

impl PartialEq for Life {
    fn eq(&self, _: &Life) -> bool {
        true
    }
}

impl std::fmt::Debug for Life {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Life")
    }
}

impl Known {
    /// A number for documents left behind now.
    pub fn turn_over(&mut self) -> i64 {
        self.turn = self.turn.wrapping_add(1);
        i64::from(self.turn & 0x3fff_ffff)
    }

    /// Where a value stands in the list.
    pub fn place(&self, id: u32) -> Option<usize> {
        self.values.list.iter().position(|v| v.id == id)
    }

    /// Adds a value, or one more source to one that is there. None where it is nothing to look for.
    pub fn add(&mut self, what: What, text: &str, source: Source, at: Millis) -> Option<usize> {
        let text = text.trim();
        let secret = what.is_secret();
        if text.is_empty() && !secret {
            return None;
        }
        let is_id = what == What::StoredId;
        let turn = self.turn_over();
        let alike = |v: &Value| v.text == text && (v.what == What::StoredId) == is_id;
        let there = if secret { None } else { self.values.list.iter().position(alike) };
        let place = there.unwrap_or(self.values.list.len());
        if there.is_none() {
            let id = self.next;
            self.next = id_of(self.next + 1);
            if secret && !text.is_empty() {
                self.life.secrets.push((id, text.to_owned()));
            }
            let text = if secret { String::new() } else { text.to_owned() };
            self.values.list.push(Value { id, what, text, sources: Vec::new(), left: Vec::new() });
            self.notes.push(Note { since: at, ..Note::default() });
        }
        let (value, note) = (self.values.list.get_mut(place)?, self.notes.get_mut(place)?);
        if there.is_some() && !is_particular(value.what) && value.what != what {
            value.what = what;
        }
        note.more |= there.is_some() && note.partial;
        // Typed, typed over and typed again: what left between was told the first of them.
        let again = note.over.is_some();
        (note.touched, note.over, note.partial) = (at, None, false);
        let same = |s: &Source| match (s, &source) {
            (Source::Typed { at: a, .. }, Source::Typed { at: b, .. }) => a == b,
            (a, b) => a == b,
        };
        let old = value.sources.iter().position(same);
        if let (true, Some(Source::Typed { at, .. })) = (again, old.and_then(|old| value.sources.get_mut(old))) {
            leave(at, turn);
        }
        match old.filter(|_| !again) {
            Some(old) => {
                value.sources.splice(old..=old, [source]);
            }
            None => {
                // What was typed into fields no longer shown makes room for what stands in one.
                let old = value.sources.iter().position(|s| matches!(s, Source::Typed { at, .. } if at.frame < 0));
                if value.sources.len() >= MAX_SOURCES
                    && let Some(old) = old
                {
                    value.sources.remove(old);
                }
                if value.sources.len() < MAX_SOURCES {
                    note.more |= there.is_some();
                    value.sources.push(source);
                }
            }
        }
        Some(place)
    }

    /// Takes a value out.
    pub fn remove(&mut self, place: usize) {
        if place >= self.values.list.len() {
            return;
        }
        let value = self.values.list.remove(place);
        self.notes.remove(place);
        for (number, _) in self.life.asked.iter().filter(|(number, _)| id_of(*number) == value.id) {
            self.life.set.remove(*number);
            self.life.fresh.remove(*number);
        }
        self.life.asked.retain(|(number, _)| id_of(*number) != value.id);
        self.life.secrets.retain(|(id, _)| *id != value.id);
    }

    /// Drops what was typed over and did not leave.
    pub fn prune(&mut self, now: Millis) {
        let mut place = 0;
        while let (Some(value), Some(note)) = (self.values.list.get(place), self.notes.get(place)) {
            if note.over.is_some_and(|over| over + OVERWRITTEN < now) && value.left.is_empty() && note.sent.is_empty() {
                self.remove(place);
            } else {
                place += 1;
            }
        }
    }

    /// Keeps to the bounds. What did not leave goes first, the longest not heard of before others. Returns how many values that were
    /// still looked for went.
    pub fn bound(&mut self) -> u32 {
        let mut lost = 0;
        for (most, class) in [(MAX_TYPED, 1), (MAX_SEEN, 2), (MAX_VALUES, 0)] {
            let of = |value: &Value| class_of(value) == class || class == 0 && class_of(value) != 3;
            while self.values.list.iter().filter(|v| of(v)).count() > most {
                let all = self.values.list.iter().zip(&self.notes).enumerate().filter(|(_, (v, _))| of(v));
                let Some((place, _)) = all.min_by_key(|(_, (v, n))| (!v.left.is_empty(), n.over.is_none(), n.touched)) else { break };
                lost += u32::from(self.notes.get(place).is_some_and(|n| n.over.is_none()));
                self.remove(place);
            }
        }
        lost
    }

    /// Takes a kind of source from all values; those known by nothing else go.
    pub fn forget(&mut self, goes: &dyn Fn(&str, &Source) -> bool) {
        for place in (0..self.values.list.len()).rev() {
            let Some(value) = self.values.list.get_mut(place) else { continue };
            let before = value.sources.len();
            let text = &value.text;
            value.sources.retain(|s| !goes(text, s));
            if value.sources.is_empty() && before > 0 {
                self.remove(place);
            }
        }
    }

    /// A salt was sent in the open.
    pub fn salt(&mut self, salt: &str) {
        if self.salts.len() < MAX_SALTS && !self.salts.iter().any(|s| s == salt) {
            self.salts.push(salt.to_owned());
        }
    }

    /// Asks the host for every value this life has not asked for yet, and for what is to be taken apart.
    pub fn ask(&mut self, tab: i32, effects: &mut Vec<Effect>) {
        for value in &self.values.list {
            let salts = if matches!(value.what, What::Email | What::Phone) { self.salts.as_slice() } else { &[] };
            let secret = value.what.is_secret();
            for (n, salt) in [""].into_iter().chain(salts.iter().map(String::as_str)).enumerate() {
                let number = value.id | (n as u32) << SALT;
                if self.life.asked.iter().any(|(asked, _)| *asked == number) {
                    continue;
                }
                let text = match self.life.secrets.iter().position(|(id, _)| *id == value.id) {
                    Some(at) if secret => self.life.secrets.remove(at).1,
                    // Typed before the restart.
                    _ if secret => continue,
                    _ => value.text.clone(),
                };
                self.life.asked.push((number, false));
                effects.push(Effect::Prepare { tab, value: number, text, salt: salt.to_owned(), secret });
            }
        }
        for packing in &self.packings {
            if !self.life.unpacking.contains(&packing.number) {
                self.life.unpacking.push(packing.number);
                let (how, bytes) = (packing.how.clone(), packing.bytes.clone());
                effects.push(Effect::Unpack { tab, packed: packing.number, how, bytes });
            }
        }
    }

    /// Takes the mark of being known by more than before from a value that is ready.
    pub fn gained(&mut self, place: usize) -> Option<u32> {
        let (id, note) = (self.values.list.get(place)?.id, self.notes.get_mut(place)?);
        (note.more && self.life.asked.contains(&(id, true)) && std::mem::take(&mut note.more)).then_some(id)
    }

    /// The host answered. False where nobody asked in this life.
    pub fn answered(&mut self, number: u32) -> bool {
        let Some(asked) = self.life.asked.iter_mut().find(|(of, _)| *of == number) else { return false };
        asked.1 = true;
        true
    }

    /// All values numbered below this are ready, with the salts there are.
    pub fn ready(&self) -> u32 {
        let waits = |id: u32| self.life.asked.iter().any(|(of, ready)| id_of(*of) == id && !ready);
        let asked = |id: u32| self.life.asked.iter().any(|(of, _)| *of == id);
        let late = self.values.list.iter().filter(|v| v.what != What::StoredId && (waits(v.id) || !asked(v.id) && !self.is_gone(v)));
        late.map(|v| v.id).min().unwrap_or(self.next)
    }

    /// Typed before the restart, and never to be found again.
    fn is_gone(&self, value: &Value) -> bool {
        let id = value.id;
        value.what.is_secret() && !self.life.asked.iter().any(|(of, _)| *of == id) && !self.life.secrets.iter().any(|(of, _)| *of == id)
    }

    /// [`Known::is_gone`] of the value at a place.
    pub fn is_gone_at(&self, place: usize) -> bool {
        self.values.list.get(place).is_some_and(|v| self.is_gone(v))
    }

    /// True for a browser's number, by its number in the set.
    pub fn is_id(&self, number: u32) -> bool {
        self.values.get(id_of(number)).is_some_and(|v| v.what == What::StoredId)
    }

    /// True while a browser's number was asked for and did not come.
    pub fn ids_wait(&self) -> bool {
        self.life.asked.iter().any(|(number, ready)| !ready && self.is_id(*number))
    }

    /// How many passwords and card numbers are no longer looked for.
    pub fn gone(&self) -> u32 {
        self.values.list.iter().filter(|v| self.is_gone(v)).count() as u32
    }
}

/// False for what says of a value only where it stood.
fn is_particular(what: What) -> bool {
    !matches!(what, What::Text | What::Selection | What::PageTitle | What::PageAddress)
}

/// 0 a persona's, 1 typed, 2 read somewhere, 3 a browser's number, of which there are few anyway.
fn class_of(value: &Value) -> u8 {
    if value.what == What::StoredId {
        return 3;
    }
    let has = |of: fn(&Source) -> bool| value.sources.iter().any(of);
    match () {
        () if has(|s| matches!(s, Source::Persona(_))) => 0,
        () if has(|s| matches!(s, Source::Typed { .. })) => 1,
        () => 2,
    }
}

impl Tab {
    /// A value became known.
    pub(crate) fn know(&mut self, what: What, text: &str, source: Source, at: Millis) -> Option<u32> {
        let text = crate::address::cut(text, crate::observation::MAX_TYPED);
        let before = self.known.values.list.len();
        let place = self.known.add(what, text, source, at)?;
        self.dirty = true;
        let id = self.known.values.list.get(place)?.id;
        if self.known.values.list.len() > before {
            let lost = self.known.bound();
            if lost > 0 {
                self.lose("known-left-out", lost);
            }
        }
        Some(id)
    }
}
