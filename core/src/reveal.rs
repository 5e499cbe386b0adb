//! What an address or a text reveals, kept with the page it belongs to.

use crate::address::Address;
use crate::sensitive::{self, Judgement, Kind, Topic};
use crate::visible::printable;
use leaklight_text::t;
use serde::{Deserialize, Serialize};

/// A judgement reduced to what findings need, owned so that a tab can keep it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reveal {
    /// True where it reveals something sensitive.
    pub sensitive: bool,
    /// From 0 to 1.
    pub score: f32,
    /// True where it shows an intent: an appointment, a provider, a test, a search.
    pub intent: bool,
    /// True where its topic calls for one step more severity: minors, mental or reproductive health, substance use, HIV.
    pub raises: bool,
    /// The telling words as a person would say them: "HIV testing".
    pub headline: Option<String>,
    /// The topics' words.
    pub topics: Vec<String>,
    /// The score as a sum a person can read.
    pub explained: String,
    /// The telling words as they stood.
    pub words: Vec<String>,
}

impl Reveal {
    /// What an address reveals, with the page's title where known.
    pub fn address(address: &Address<'_>, title: Option<&str>) -> (Reveal, u8) {
        let judged = sensitive::address(address, title);
        (Reveal::from(&judged), sensitive::page_context(address, &judged).class())
    }

    /// The data axis: 2 for a health topic, 3 for an intent or service, 1 where nothing sensitive shows.
    pub fn data(&self) -> u8 {
        match (self.sensitive, self.intent) {
            (false, _) => 1,
            (true, false) => 2,
            (true, true) => 3,
        }
    }

    /// The telling words' places in `value`, as byte ranges in order; none where nothing sensitive shows: a word that does not
    /// suffice is no alarm.
    pub fn marks(&self, value: &str) -> Vec<(u32, u32)> {
        if !self.sensitive {
            return Vec::new();
        }
        let mut lower = value.to_ascii_lowercase();
        // Of an address, only what comes after the host: "clinic" in the site's name tells nothing.
        if let Some(at) = lower.find("://") {
            let end = lower[at + 3..].find(['/', '?', '#']).map_or(lower.len(), |i| at + 3 + i);
            lower.replace_range(at + 3..end, &" ".repeat(end - at - 3));
        }
        let mut marks: Vec<(u32, u32)> = Vec::new();
        for word in &self.words {
            let word = word.to_ascii_lowercase();
            // As it stood, and as other places spell it: what the address has with hyphens, the title has with spaces.
            let apart = word.replace(['-', '_', '+'], " ");
            let others = [" ", "-", "_", "+", "%20"].map(|joint| apart.replace(' ', joint));
            if let Some((at, len)) =
                [word].iter().chain(&others).find_map(|s| (!s.is_empty()).then(|| lower.find(s.as_str()).map(|at| (at, s.len()))).flatten())
            {
                marks.push((at as u32, (at + len) as u32));
            }
        }
        crate::order::merge(&mut marks);
        marks
    }

    /// The telling words in quotation marks, or a general word where there are none.
    pub fn named(&self) -> String {
        match &self.headline {
            Some(words) => ["“", words, "”"].concat(),
            None if self.words.is_empty() => t!("a matter you marked as sensitive").to_owned(),
            None => self.matter().to_owned(),
        }
    }

    /// What it is about, without its words.
    pub(crate) fn matter(&self) -> &'static str {
        let health = self.topics.iter().any(|word| Topic::ALL.iter().any(|t| t.word() == word && t.is_health()));
        if health { t!("a health matter") } else { t!("a sensitive matter") }
    }
}

/// The sum as people read it. What was typed into a search box is not repeated: it is masked wherever it is shown.
fn sum(j: &Judgement<'_>) -> String {
    let mut sum = j.sum();
    for part in sum.parts.iter_mut().filter(|part| sensitive::is_typed(part.at)) {
        part.text = t!("what was typed");
    }
    printable(&sum.to_string())
}

impl From<&Judgement<'_>> for Reveal {
    fn from(j: &Judgement<'_>) -> Reveal {
        Reveal {
            sensitive: j.sensitive,
            score: j.score,
            intent: j.intent,
            raises: j.topics.iter().any(|t| t.raises()),
            headline: j.headline(),
            topics: j.topics.iter().map(|t| t.word().to_owned()).collect(),
            explained: sum(j),
            // The site's own name and its sections ("conditions") are context; what is marked is what tells.
            words: j
                .evidence
                .iter()
                .filter(|e| e.weight > 0 && e.at != "host" && e.at != "address" && !matches!(e.kind, Kind::Section))
                .map(|e| e.text.clone().into_owned())
                .collect(),
        }
    }
}
