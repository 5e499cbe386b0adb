//! A person's rules made ready to be asked, and asked.

use super::{MAX_RULES, MAX_TEXT, Rule, Says, pattern};
use crate::address::Address;
use crate::reveal::Reveal;
use crate::sensitive::{self, Topic};
use crate::site;
use serde::{Deserialize, Serialize};

/// A person's rules. What is no rule ([`Rules::new`]) is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Rule>", into = "Vec<Rule>")]
pub struct Rules {
    list: Vec<Rule>,
    ready: Vec<Ready>,
}

/// A rule with its words taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Ready {
    what: What,
    site: String,
    says: Says,
    topic: Option<Topic>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    /// Folded letters without what stands between words.
    Words(Vec<u8>),
    Path(String),
    Site,
}

impl Rules {
    /// Takes what can be a rule: words with two letters or digits at least, a path, or a site alone; of at most [`MAX_TEXT`]
    /// bytes; [`MAX_RULES`] of them.
    pub fn new(rules: Vec<Rule>) -> Rules {
        let mut out = Rules::default();
        for rule in rules {
            let what = rule.what.trim();
            let what = match what.as_bytes().first() {
                _ if what.len() > MAX_TEXT || rule.site.len() > 253 => continue,
                None if rule.site.is_empty() => continue,
                None => What::Site,
                Some(b'/' | b'*') => What::Path(what.to_owned()),
                Some(_) => {
                    let words = sensitive::own::folded(what);
                    if words.len() < 2 {
                        continue;
                    }
                    What::Words(words)
                }
            };
            let topic = Topic::ALL.iter().copied().find(|t| t.word() == rule.topic);
            out.ready.push(Ready { what, site: rule.site.clone(), says: rule.says, topic });
            out.list.push(rule);
            if out.list.len() == MAX_RULES {
                break;
            }
        }
        out
    }

    /// The rules as a person gave them.
    pub fn list(&self) -> &[Rule] {
        &self.list
    }

    /// The rules as they hold for a page.
    pub fn on<'a>(&'a self, page: &'a Address<'_>) -> Own<'a> {
        let own = Own { rules: &self.ready, host: page.host(), excused: false };
        Own { excused: own.excuses(page), ..own }
    }
}

impl From<Vec<Rule>> for Rules {
    fn from(rules: Vec<Rule>) -> Rules {
        Rules::new(rules)
    }
}

impl From<Rules> for Vec<Rule> {
    fn from(rules: Rules) -> Vec<Rule> {
        rules.list
    }
}

/// A person's rules as they hold for one page. Where there are none, asking costs nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Own<'a> {
    rules: &'a [Ready],
    host: &'a str,
    excused: bool,
}

/// Words a rule speaks of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    /// How many of the words it took.
    pub tokens: usize,
    /// What the rule says.
    pub says: Says,
    /// Its topic.
    pub topic: Option<Topic>,
}

/// What the rules say of an address as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    /// Nothing.
    Nothing,
    /// Its words tell nothing.
    Excused,
    /// It is telling.
    Telling(Option<Topic>),
}

impl<'a> Own<'a> {
    /// True where a person said of the page that words tell nothing there.
    pub(crate) const fn is_excused(&self) -> bool {
        self.excused
    }

    /// True where there is nothing to ask.
    pub(crate) const fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// What an address reveals.
    pub fn address(&self, address: &Address<'_>) -> Reveal {
        Reveal::from(&sensitive::address_by(address, None, *self))
    }

    /// What a text of the page (title, search words, event name, button) reveals. `at` says where it stood.
    pub fn text(&self, text: &str, at: &str) -> Reveal {
        if self.excused {
            return Reveal::default();
        }
        Reveal::from(&sensitive::text_by(text, at, *self))
    }

    /// The same rules, for the site of an address where it names one; a path alone is the page's.
    pub(crate) fn of(self, address: &'a Address<'_>) -> Own<'a> {
        if address.host().is_empty() { self } else { Own { host: address.host(), ..self } }
    }

    fn hold(&self) -> impl Iterator<Item = &'a Ready> {
        let host = self.host;
        self.rules.iter().filter(move |r| r.site.is_empty() || site::is_below(host, &r.site))
    }

    fn excuses(&self, address: &Address<'_>) -> bool {
        self.hold().any(|r| r.says == Says::Innocent && r.is_of(address))
    }

    /// What is said of an address as a whole; asked of [`Own::of`] it.
    pub(crate) fn hear(&self, address: &Address<'_>) -> Heard {
        let mut heard = Heard::Nothing;
        for rule in self.hold().filter(|r| r.is_of(address)) {
            match rule.says {
                Says::Innocent => return Heard::Excused,
                Says::Sensitive => heard = Heard::Telling(rule.topic),
            }
        }
        heard
    }

    /// The rule for words that begin with the first of `words`: folded, in order, told one at a time.
    pub(crate) fn find<'w>(&self, words: impl Iterator<Item = &'w [u8]> + Clone) -> Option<Found> {
        let mut best: Option<((usize, usize), Found)> = None;
        for rule in self.hold() {
            let What::Words(key) = &rule.what else { continue };
            let Some(tokens) = sensitive::own::spelled(key, words.clone()) else { continue };
            let rank = (key.len(), rule.site.len());
            if best.as_ref().is_none_or(|(b, _)| rank >= *b) {
                best = Some((rank, Found { tokens, says: rule.says, topic: rule.topic }));
            }
        }
        best.map(|(_, found)| found)
    }
}

impl Ready {
    /// True for a rule about a page or site that is about this one.
    fn is_of(&self, address: &Address<'_>) -> bool {
        match &self.what {
            What::Words(_) => false,
            What::Site => true,
            What::Path(path) => pattern::matches(path, address),
        }
    }
}
