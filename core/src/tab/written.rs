//! Who writes what a tab stores, and which scripts its page holds.
//!
//! The page hook's word may come before or after the entry itself: each waits for the other for some seconds. It labels entries and
//! makes none.

use super::{Author, Tab, stored::key};
use crate::address::{Address, cut};
use crate::detect;
use crate::facts::{Facts, Input};
use crate::lineage::{self, Writer};
use crate::observation::{Area, MAX_SCRIPTS, MAX_WRITES, Millis, ResourceType, Scripts, Write, Writes};
use crate::session::stored::area_words;
use crate::site::{self, Declared, Party};
use leaklight_text::t;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// How far apart an entry and the word of its writing may be, in milliseconds.
pub(super) const WINDOW: Millis = 5_000;
/// Writes that wait for their entry; the oldest goes first.
const MAX_WAITING: usize = 200;
/// Scripts kept of a page.
const MAX_KEPT: usize = 500;
/// Readings remembered as having been begun.
const MAX_READ: usize = 200;
/// After a document was shown, for how long what is first read of its storage counts as having been there, in milliseconds.
const EARLY: Millis = 3_000;

/// A write that the page hook told of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Waiting {
    at: Millis,
    area: Area,
    name: String,
    /// The host of the frame that wrote.
    host: String,
    writer: Writer,
    /// It was counted with its entry.
    counted: bool,
}

/// A script of the page's documents.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Held {
    /// Its address without what follows `?`; empty for one written in the page.
    pub key: String,
    pub hash: String,
    pub size: u32,
    pub added: bool,
    pub frame: i64,
    /// The host of the frame.
    pub host: String,
    /// Whose, as a person would say it.
    pub owner: String,
    pub first: Millis,
    pub count: u32,
}

/// What is known of writers and scripts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Written {
    waiting: VecDeque<Waiting>,
    /// Frames' areas that were read once, by a number each.
    read: VecDeque<u64>,
    pub scripts: Vec<Held>,
}

impl Written {
    /// Memory is nearly full: what may still come goes.
    pub fn shed(&mut self) {
        self.waiting.clear();
    }
}

impl Tab {
    /// Scripts wrote to storage, by the page's own word.
    pub fn wrote(&mut self, writes: &Writes, own: &Declared, at: Millis) {
        let beyond = writes.list.len().saturating_sub(MAX_WRITES);
        let lost = writes.left_out.saturating_add(u32::try_from(beyond).unwrap_or(u32::MAX));
        if lost > 0 {
            self.lose("writes-left-out", lost);
        }
        let origin = Address::parse(&writes.origin);
        if !origin.is_network() {
            return;
        }
        // A script that writes a thousand entries is looked for once.
        let mut last: Option<(&[String], Writer)> = None;
        for write in writes.list.iter().take(MAX_WRITES).filter(|w| !w.removed && !w.name.is_empty()) {
            let writer = match &last {
                Some((by, writer)) if *by == write.by => writer.clone(),
                _ => match lineage::writer(self, writes.frame, &write.by, own) {
                    Some(writer) => writer,
                    None => continue,
                },
            };
            self.written_one(write, &origin, writer.clone(), at);
            last = Some((&write.by, writer));
        }
    }

    fn written_one(&mut self, write: &Write, origin: &Address<'_>, writer: Writer, at: Millis) {
        let mut counted = false;
        if let Some(kept) = self.entry_of(write.area, &write.name, origin.host()).and_then(|key| self.storage.get_mut(&key)) {
            let recent = kept.changed.abs_diff(at) <= WINDOW;
            match kept.open.checked_sub(1) {
                Some(open) => kept.open = open,
                None => kept.writes = kept.writes.saturating_add(1),
            }
            counted = true;
            if recent && !matches!(kept.author, Author::Answer { .. }) {
                kept.author = Author::Script(writer.clone());
            }
            self.dirty = true;
        }
        while self.written.waiting.front().is_some_and(|w| w.at + WINDOW < at) {
            self.written.waiting.pop_front();
        }
        let name = cut(&write.name, 512);
        let same = |w: &&mut Waiting| w.area == write.area && w.name == name && w.host == origin.host() && w.counted && counted;
        if let Some(waiting) = self.written.waiting.iter_mut().find(same) {
            (waiting.at, waiting.writer) = (at, writer);
            return;
        }
        if self.written.waiting.len() >= MAX_WAITING && self.written.waiting.pop_front().is_some_and(|w| !w.counted) {
            self.lose("writes-left-out", 1);
        }
        self.written.waiting.push_back(Waiting {
            at,
            area: write.area,
            name: name.to_owned(),
            host: origin.host().to_owned(),
            writer,
            counted,
        });
    }

    /// The entry that a frame's script writes under that name. A cookie may lie on a domain above the frame's host.
    fn entry_of(&self, area: Area, name: &str, host: &str) -> Option<String> {
        let mut whose = host;
        loop {
            let start = key(area_words(area), whose, name, "");
            let newest = self.storage.range(start.clone()..).take_while(|(k, _)| k.starts_with(&start));
            let newest = newest.into_iter().reduce(|a, b| if b.1.changed > a.1.changed { b } else { a });
            if let Some((key, _)) = newest {
                return Some(key.clone());
            }
            match whose.split_once('.') {
                Some((_, parent)) if area == Area::Cookie && parent.contains('.') => whose = parent,
                _ => return None,
            }
        }
    }

    /// The writer of an entry that changed now, where one was told of, and how many of its writes were not counted yet: what was counted
    /// with the entry's old value is not counted again.
    pub(super) fn claim(&mut self, area: &str, raw: &str, whose: &str, at: Millis) -> Option<(Writer, u32)> {
        let name = cut(raw, 512);
        let mut found = None;
        let mut times = 0;
        for waiting in self.written.waiting.iter_mut().rev() {
            let here = if area == "cookie" { site::is_below(&waiting.host, whose) } else { waiting.host == whose };
            if waiting.name == name && here && area_words(waiting.area) == area && waiting.at.abs_diff(at) <= WINDOW {
                times += u32::from(!std::mem::replace(&mut waiting.counted, true));
                found = found.or(Some(waiting.writer.clone()));
            }
        }
        found.map(|writer| (writer, times))
    }

    /// True where this is the first that is read of a frame's area, and soon after its document was shown.
    pub fn first_reading(&mut self, frame: i64, host: &str, area: &str, at: Millis) -> bool {
        let number = crate::hash::of(area, crate::hash::of(host, frame as u64));
        if self.written.read.contains(&number) {
            return false;
        }
        if self.written.read.len() >= MAX_READ {
            self.written.read.pop_front();
        }
        self.written.read.push_back(number);
        frame != 0 || at <= self.page.since.saturating_add(EARLY)
    }

    /// The main frame shows another document.
    pub fn begin_written(&mut self) {
        self.written.scripts.clear();
    }

    /// A frame shows another document.
    pub fn frame_written(&mut self, frame: i64) {
        self.written.scripts.retain(|s| s.frame != frame);
    }

    /// Scripts of a frame's document.
    pub fn scripts(&mut self, scripts: &Scripts, own: &Declared, at: Millis) {
        let beyond = u32::try_from(scripts.list.len().saturating_sub(MAX_SCRIPTS)).unwrap_or(u32::MAX);
        let mut lost = scripts.left_out.saturating_add(beyond);
        let frame = Address::parse(&scripts.url);
        let shown = self.page.address.clone();
        let page = Address::parse(&shown);
        for script in scripts.list.iter().take(MAX_SCRIPTS) {
            let address = Address::parse(cut(&script.url, crate::observation::MAX_CAUSE_SCRIPT));
            let key = if script.url.is_empty() { String::new() } else { lineage::key(&address) };
            let hash = cut(&script.hash, 120);
            let same = |s: &&mut Held| s.key == key && if key.is_empty() { s.hash == hash && s.host == frame.host() } else { true };
            if let Some(held) = self.written.scripts.iter_mut().find(same) {
                held.count = held.count.saturating_add(1);
                self.dirty = true;
                continue;
            }
            if self.written.scripts.len() >= MAX_KEPT {
                lost = lost.saturating_add(1);
                continue;
            }
            let host = if key.is_empty() { &frame } else { &address };
            let owner = owner_words(host, &page, own);
            self.dirty = true;
            self.written.scripts.push(Held {
                owner,
                key,
                hash: hash.to_owned(),
                size: script.size,
                added: script.added,
                frame: scripts.frame,
                host: frame.host().to_owned(),
                first: at,
                count: 1,
            });
        }
        if lost > 0 {
            self.lose("scripts-left-out", lost);
        }
    }
}

/// Whose a script is.
fn owner_words(address: &Address<'_>, page: &Address<'_>, own: &Declared) -> String {
    let facts = Facts::read(address, Some(page), Input { kind: ResourceType::Script, ..Input::default() }, own);
    let who = detect::recipient(&facts);
    match who.party {
        Party::First | Party::SameOwner => t!("the site's own").to_owned(),
        _ => who.owner.unwrap_or(who.name),
    }
}
