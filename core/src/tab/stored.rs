//! What a tab's pages keep in the browser: one entry after another, with who put it there.

use super::Tab;
use crate::address::{Address, cut};
use crate::consent::Verdict;
use crate::detect::{self, matomo_config_weak as weak};
use crate::excerpt::Excerpt;
use crate::finding::Recipient;
use crate::hash;
use crate::lineage;
use crate::observation::Millis;
use crate::site::{Declared, Party};
use crate::storage::{Purpose, Shape, Stored, lifetime_words};
use leaklight_text::t;
use serde::{Deserialize, Serialize};

/// The most stored entries kept for a tab; what is beyond is counted.
const MAX_STORED: usize = 2000;
/// The longest value looked at, in bytes.
const MAX_VALUE: usize = 16 * 1024;

/// Who put an entry there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) enum Author {
    /// Nobody said.
    #[default]
    Unseen,
    /// It was there when it was first looked.
    There,
    /// A script, by the page's own word.
    Script(lineage::Writer),
    /// An answer's Set-Cookie, by the browser's word: the host that answered, and its recipient's id.
    Answer { host: String, sender: String },
}

impl Author {
    const fn rank(&self) -> u8 {
        match self {
            Author::Unseen => 0,
            Author::There => 1,
            Author::Script(_) => 2,
            Author::Answer { .. } => 3,
        }
    }
}

/// An entry as it is told.
pub(crate) struct Put<'a> {
    /// The area in plain words.
    pub area: &'static str,
    /// Its name as hosts have it.
    pub raw: &'a str,
    /// Its name as people read it.
    pub name: &'a str,
    /// What else tells it from others of its name: a cookie's path and partition.
    pub tail: &'a str,
    /// None where it was removed.
    pub value: Option<&'a str>,
    /// A cookie's domain or a frame's host.
    pub whose: &'a str,
    pub lifetime: Option<u64>,
    pub flags: Vec<String>,
    /// A cookie each site has of its own.
    pub apart: bool,
    pub author: Author,
}

/// A stored entry, as the panel shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub area: String,
    pub name: Excerpt,
    pub whose: String,
    pub party: Party,
    pub value: Excerpt,
    pub shape: Shape,
    pub category: Purpose,
    pub lifetime: String,
    pub flags: Vec<String>,
    /// A cookie each site has of its own.
    pub apart: bool,
    pub findings: Vec<String>,
    /// A number for its whole value.
    pub hash: u64,
    pub author: Author,
    pub first: Millis,
    /// When its value last changed.
    pub changed: Millis,
    /// How often it was written.
    pub writes: u32,
    /// Changes of it that no write was told of yet.
    pub open: u32,
    /// How its writing stood to the visitor's choice; none where it was there before.
    pub verdict: Option<Verdict>,
    /// The identifiers it holds that are followed, by their numbers among the known values.
    pub ids: Vec<u32>,
    /// The browser itself said that it is there, and not only an answer that it should be.
    pub told: bool,
}

impl Kept {
    /// True for a cookie each site has of its own.
    pub fn is_apart(&self) -> bool {
        self.apart
    }
}

/// The key an entry is kept under.
pub(super) fn key(area: &str, whose: &str, raw: &str, tail: &str) -> String {
    let mut key = [area, "|", whose, "|", cut(raw, 512), "\n"].concat();
    key.push_str(tail);
    key
}

impl Tab {
    /// An entry was stored, changed or removed.
    pub fn keep(&mut self, mut put: Put<'_>, own: &Declared, at: Millis) {
        let shown = self.page.address.clone();
        let page = Address::parse(&shown);
        let name = cut(put.name, 512);
        let Some(value) = put.value else {
            let key = key(put.area, put.whose, put.raw, put.tail);
            let Some(old) = self.storage.remove(&key) else { return };
            self.dirty = true;
            let entry = Stored::read(put.area, name, "", put.whose, &page, None, own);
            self.choice_stored(&entry, true, false, own, at);
            self.id_gone(&key, &old, at);
            return;
        };
        let value = cut(value, MAX_VALUE);
        let hash = hash::of(value, 0);
        let told = !matches!(put.author, Author::Answer { .. });
        let key = self.joined_twin(&mut put, hash, at);
        if self.storage.len() >= MAX_STORED && !self.storage.contains_key(&key) {
            self.lose("storage-left-out", 1);
            return;
        }
        let old = self.storage.remove(&key);
        let changed = old.as_ref().is_none_or(|old| old.hash != hash);
        let mut author = put.author;
        let claimed = if changed { self.claim(put.area, put.raw, put.whose, at) } else { None };
        let mut written = None;
        if let Some((writer, times)) = claimed {
            written = Some(times);
            if author.rank() < 2 {
                author = Author::Script(writer);
            }
        }
        if !changed && let Some(old) = &old {
            // The same told twice: by the answer and by the browser.
            let again = old.changed.abs_diff(at) <= super::written::WINDOW && author.rank() > old.author.rank() && author.rank() > 1;
            if !again {
                author = old.author.clone();
            }
        }
        let mut entry = Stored::read(put.area, name, value, put.whose, &page, put.lifetime, own);
        entry.writer = self.owner_of(&author);
        entry.apart = put.apart;
        let was_there = author == Author::There;
        let mut drafts = detect::stored(&entry, self.page.context);
        if put.area == "cookie" && weak::is_consent(name) {
            self.cookies_were_agreed_to();
        } else if drafts.iter().any(|d| d.subject.starts_with(weak::COOKIES)) && agreed(self) {
            drafts.retain(|d| !d.subject.starts_with(weak::COOKIES));
        }
        let excerpt = match (&entry.reveal, entry.shape) {
            (_, Shape::Number | Shape::Empty) => Excerpt::plain(value, &[]),
            (Some(reveal), Shape::Address | Shape::Text | Shape::Record) => detect::words::excerpt_address(value, reveal),
            _ => Excerpt::digest(value),
        };
        let mut kept = Kept {
            area: put.area.to_owned(),
            name: Excerpt::plain(name, &[]),
            whose: entry.whose.to_owned(),
            party: entry.party,
            value: excerpt,
            shape: entry.shape,
            category: entry.category,
            lifetime: lifetime_words(put.lifetime, put.area),
            flags: put.flags,
            apart: put.apart,
            findings: Vec::new(),
            hash,
            first: at,
            changed: at,
            writes: written.unwrap_or(0),
            open: 0,
            verdict: None,
            ids: Vec::new(),
            told,
            author,
        };
        if let Some(old) = &old {
            kept.first = old.first;
            kept.writes = kept.writes.saturating_add(old.writes);
            kept.open = old.open;
            kept.verdict = old.verdict;
            kept.told |= old.told;
            if !changed {
                (kept.changed, kept.ids) = (old.changed, old.ids.clone());
                if kept.value.uncovered() != old.value.uncovered() {
                    // Memory is nearly full: what was dropped stays dropped.
                    kept.value = old.value.clone();
                }
            }
        }
        if changed {
            kept.verdict = self.choice_stored(&entry, false, was_there, own, at).filter(|_| !was_there);
            if written.is_none() && !was_there {
                kept.writes = kept.writes.saturating_add(1);
                kept.open = kept.open.saturating_add(1);
            }
            kept.ids = self.follow(&entry, &key, at);
            drafts.extend(self.id_back(&entry, &key, &kept.ids, at));
        } else if old
            .as_ref()
            .is_some_and(|old| (&old.lifetime, &old.flags, &old.author, old.told) == (&kept.lifetime, &kept.flags, &kept.author, kept.told))
        {
            if let Some(old) = old {
                self.storage.insert(key, old);
            }
            return;
        }
        // An entry written again is the same entry: its finding is counted once, however often the page writes.
        let known: Vec<String> = old.map(|old| old.findings).unwrap_or_default();
        for draft in drafts {
            let own_key = draft.key(&self.page.template);
            kept.findings.push(if known.contains(&own_key) { own_key } else { self.add(draft, at, &[]) });
        }
        self.dirty = true;
        self.storage.insert(key, Box::new(kept));
        if changed {
            self.know_stored(put.area, name, value, at);
        }
    }

    /// The company behind an author; none for the site itself and for nobody.
    pub fn owner_of(&self, author: &Author) -> Option<String> {
        match author {
            Author::Answer { sender, .. } => self.recipients.get(sender).and_then(|told| company(&told.recipient)),
            Author::Script(writer) => writer.owner.clone(),
            Author::Unseen | Author::There => None,
        }
    }

    /// Who put it there and by whose word that is known, in plain words.
    pub fn put_by(&self, kept: &Kept) -> (String, &'static str) {
        match &kept.author {
            Author::Answer { host, .. } => (t!("set by the answer of {host}"), t!("the browser's word")),
            Author::Script(writer) => (t!("written by {script}", script = lineage::written_by(self, writer)), t!("the page's own word")),
            Author::There => (t!("there before watching began").to_owned(), ""),
            Author::Unseen => (t!("a script that was not seen").to_owned(), ""),
        }
    }
}

/// A company by its name, where it is not the site's own.
fn company(who: &Recipient) -> Option<String> {
    (!who.party.is_own()).then(|| who.owner.clone().unwrap_or_else(|| who.name.clone()))
}

/// True where a consent given to Matomo was seen, in a hit or in a cookie.
fn agreed(tab: &Tab) -> bool {
    tab.matomo.consented() || tab.storage.values().any(|k| k.area == "cookie" && weak::is_consent(&k.name.shown))
}
