//! Which hits a person asked to see. Pure, so that it is tested on the host.

use leaklight_core::finding::Kind;
use leaklight_core::report::view::HitView;
use std::collections::BTreeMap;

/// What the filters are set to; empty for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sift {
    /// Only this recipient, by its id.
    pub recipient: String,
    /// Only this event.
    pub event: String,
    /// Only hits a finding of this kind rests on; [`ANY`] for any.
    pub finding: String,
    /// What stands in the search field.
    pub typed: String,
    /// Its words, lower case: all must stand somewhere in the hit.
    pub words: Vec<String>,
}

/// Any finding at all.
pub const ANY: &str = "any";

impl Sift {
    /// Takes what was typed into the search field.
    pub fn search(&mut self, typed: &str) {
        self.typed = typed.to_owned();
        self.words = typed.split_whitespace().map(str::to_lowercase).collect();
    }

    /// True where nothing is held back.
    pub fn is_open(&self) -> bool {
        self.recipient.is_empty() && self.event.is_empty() && self.finding.is_empty() && self.words.is_empty()
    }

    /// Whether the hit is to be shown; `hay` is its [`haystack`].
    pub fn passes(&self, hit: &HitView, hay: &str) -> bool {
        let finding = match self.finding.as_str() {
            "" => true,
            ANY => !hit.findings.is_empty(),
            kind => hit.findings.iter().any(|f| f == kind),
        };
        finding
            && (self.recipient.is_empty() || hit.recipient.id == self.recipient)
            && (self.event.is_empty() || hit.event == self.event)
            && self.words.iter().all(|word| hay.contains(word.as_str()))
    }
}

/// Everything of a hit a person can read, in lower case.
pub fn haystack(hit: &HitView) -> String {
    let mut text = String::with_capacity(1024);
    let mut add = |piece: &str| {
        text.push_str(piece);
        text.push('\n');
    };
    let who = &hit.recipient;
    for piece in [&who.name, &who.host, &hit.event, &hit.method, &hit.kind, &hit.address.shown, &hit.page.shown, &hit.failed, &hit.worst] {
        add(piece);
    }
    add(who.owner.as_deref().unwrap_or_default());
    add(&hit.status.map(|s| s.to_string()).unwrap_or_default());
    for kind in &hit.findings {
        add(kind);
        add(title(kind));
    }
    for field in &hit.fields {
        add(&field.name);
        add(&field.label);
        add(&field.value.shown);
        add(&field.note);
    }
    text.to_lowercase()
}

/// A kind's heading by its word.
pub fn title(word: &str) -> &str {
    Kind::ALL.iter().find(|kind| kind.word() == word).map_or(word, |kind| kind.title())
}

/// What there is to choose from, each with how often: value and words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Recipients.
    pub recipients: Vec<(String, String)>,
    /// Events.
    pub events: Vec<(String, String)>,
    /// Kinds of findings.
    pub findings: Vec<(String, String)>,
}

/// The most of each that can be chosen.
const MOST: usize = 200;

impl Choices {
    /// What these hits can be sifted by.
    pub fn of<'h>(hits: impl Iterator<Item = &'h HitView>) -> Choices {
        let mut recipients: BTreeMap<&str, (&str, u32)> = BTreeMap::new();
        let mut events: BTreeMap<&str, (&str, u32)> = BTreeMap::new();
        let mut findings: BTreeMap<&str, (&str, u32)> = BTreeMap::new();
        for hit in hits {
            recipients.entry(&hit.recipient.id).or_insert((&hit.recipient.name, 0)).1 += 1;
            if !hit.event.is_empty() {
                events.entry(&hit.event).or_insert((&hit.event, 0)).1 += 1;
            }
            for kind in &hit.findings {
                findings.entry(kind).or_insert((title(kind), 0)).1 += 1;
            }
        }
        let told = |all: BTreeMap<&str, (&str, u32)>| {
            let named = all.into_iter().take(MOST).map(|(value, (name, n))| (value.to_owned(), format!("{} ({n})", short(name))));
            named.collect()
        };
        Choices { recipients: told(recipients), events: told(events), findings: told(findings) }
    }
}

/// A name no wider than a list to choose from should be.
fn short(name: &str) -> String {
    if name.chars().count() <= 48 { name.to_owned() } else { name.chars().take(47).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leaklight_core::observation::Observation;
    use leaklight_core::session::Settings;

    fn hits() -> Vec<HitView> {
        let text = include_str!("../../../tests/golden/leaking-visit.ndjson");
        let seen: Vec<Observation> = text.lines().skip(1).map(|line| serde_json::from_str(line).unwrap()).collect();
        leaklight_core::report::hits::hits(&seen, &Settings::default()).list
    }

    #[test]
    fn filters_narrow_and_never_invent() {
        let all = hits();
        let hay: Vec<String> = all.iter().map(haystack).collect();
        let left = |set: &dyn Fn(&mut Sift)| {
            let mut sift = Sift::default();
            set(&mut sift);
            all.iter().zip(&hay).filter(|(hit, hay)| sift.passes(hit, hay)).count()
        };
        assert_eq!(left(&|_| ()), all.len());
        assert_eq!(left(&|s| s.search("  ")), all.len());
        let meta = left(&|s| s.recipient = "meta-pixel".into());
        assert!(meta > 1 && meta < all.len());
        assert!(left(&|s| s.event = "PageView".into()) >= 1);
        assert_eq!(left(&|s| s.search("META pageview no-such-word")), 0);
        assert!(left(&|s| s.search("META PageView")) >= 1);
        let any = left(&|s| s.finding = ANY.into());
        let one = left(&|s| s.finding = "sensitive-url-third-party".into());
        assert!(one >= 1 && one <= any && any <= all.len());
        assert_eq!(left(&|s| s.finding = "no-such-kind".into()), 0);
    }

    #[test]
    fn what_can_be_chosen_is_there() {
        let all = hits();
        let choices = Choices::of(all.iter());
        for (value, _) in &choices.recipients {
            assert!(all.iter().any(|h| h.recipient.id == *value));
        }
        let said = choices.findings.iter().find(|(value, _)| value == "sensitive-url-third-party").unwrap();
        assert!(said.1.starts_with("Page address sent to another company ("), "{said:?}");
        assert_eq!(short(&"é".repeat(300)).chars().count(), 48);
    }
}
