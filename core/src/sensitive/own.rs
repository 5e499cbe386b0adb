//! A person's own words and exceptions in a judgement.

use super::place::Place;
use super::score::{Tally, Text, part};
use super::tokens::Words;
use super::{Evidence, Judgement, Kind, Topic};
use crate::address::Address;
use crate::own::{Heard, Own, Says};
use leaklight_text::{Message, message, t};
use std::borrow::Cow;

/// Points of a person's own word: more than any setting takes away ([`super::score`]).
const POINTS: i16 = 400;
/// From so many letters on a word's plural is the word.
const PLURAL: usize = 4;

/// Words of a person's own that stood in the value being read.
#[derive(Clone, Copy)]
pub(super) struct Said {
    raw: (u32, u32),
    topic: Option<Topic>,
}

/// The letters of a text as they are compared: folded, with nothing between words.
pub(crate) fn folded(text: &str) -> Vec<u8> {
    let mut words = Words::default();
    words.read(text);
    words.tokens.iter().flat_map(|t| words.of(t).iter().copied()).collect()
}

/// How many of the words, taken together, spell the key: `project-lighthouse`, `ProjectLighthouse` and `projectlighthouse` are one.
pub(crate) fn spelled<'w>(key: &[u8], words: impl Iterator<Item = &'w [u8]>) -> Option<usize> {
    let mut left = key;
    for (n, word) in words.enumerate() {
        if word.is_empty() {
            return None;
        }
        match left.strip_prefix(word) {
            Some([]) => return Some(n + 1),
            Some(rest) => left = rest,
            None if key.len() >= PLURAL && word.strip_suffix(b"s") == Some(left) => return Some(n + 1),
            None => return None,
        }
    }
    None
}

/// Reads the words of one value for a person's rules. What they call innocent is taken out, so that nothing can be made of it.
pub(super) fn read(own: Own<'_>, words: &mut Words, said: &mut Vec<Said>) {
    let mut i = 0;
    while let Some(first) = words.tokens.get(i).copied() {
        let rest = words.tokens.get(i..).unwrap_or(&[]);
        let Some(found) = own.find(rest.iter().map(|t| words.of(t))) else {
            i += 1;
            continue;
        };
        let end = i + found.tokens;
        let last = words.tokens.get(end - 1).copied().unwrap_or(first);
        match found.says {
            Says::Sensitive => said.push(Said { raw: (first.raw.0, last.raw.1), topic: found.topic }),
            Says::Innocent => {
                for t in words.tokens.iter_mut().take(end).skip(i) {
                    (t.at, t.digits, t.opaque) = ((0, 0), false, true);
                }
            }
        }
        i = end;
    }
}

impl<'a> Tally<'a> {
    /// Counts a person's own words in the value just read.
    pub(super) fn own_words(&mut self, value: &Text<'a>, place: Place<'_>) {
        for said in std::mem::take(&mut self.said) {
            let text = part(value, said.raw);
            if self.evidence.iter().any(|e| e.words == WORD.say() && e.text == text) {
                continue;
            }
            self.head(POINTS, value, said.raw, place);
            self.evidence.push(evidence(text, place.at(), said.topic, WORD.say(), said.raw));
        }
    }

    /// Heeds what a person said of the address as a whole.
    pub(super) fn finish_own(mut self, own: Own<'_>, address: &Address<'_>) -> Judgement<'a> {
        let heard = own.of(address).hear(address);
        if let Heard::Telling(topic) = heard {
            self.evidence.push(evidence(Cow::Borrowed(t!("this page")), "address".into(), topic, RULE.say(), (0, 0)));
        }
        let mut judged = self.finish();
        if heard == Heard::Excused {
            judged.excuse();
        }
        judged
    }
}

const WORD: Message = message!("your own word");
const RULE: Message = message!("your own rule");

fn evidence<'a>(text: Cow<'a, str>, at: String, topic: Option<Topic>, words: &'static str, range: (u32, u32)) -> Evidence<'a> {
    Evidence { text, at, topic, kind: Kind::Matter, weight: POINTS, counted: 0, words, range }
}

impl Judgement<'_> {
    /// A person said that words tell nothing here.
    fn excuse(&mut self) {
        if self.evidence.is_empty() {
            return;
        }
        // The sum says it too: whatever the words came to is taken away.
        let taken = i16::try_from(self.points.max(1)).unwrap_or(i16::MAX);
        self.points -= i32::from(taken);
        self.score = 0.0;
        (self.sensitive, self.intent) = (false, false);
        self.topics.clear();
        self.evidence.push(Evidence {
            text: Cow::Borrowed(t!("this page")),
            at: "address".into(),
            topic: None,
            kind: Kind::Setting,
            weight: -taken,
            counted: -taken,
            words: t!("your own exception"),
            range: (0, 0),
        });
    }

    /// True where a person's own rule speaks of the page, and not of words on it.
    pub(crate) fn is_marked(&self) -> bool {
        self.evidence.iter().any(|e| e.at == "address" && e.kind == Kind::Matter)
    }
}
