//! What a recipient could now know about the visitor, in the order it arrived: what its requests' fields say of themselves. Known
//! values are kept with the values, and join these when somebody looks.

use crate::address::{Address, cut};
use crate::detect::{user_id_linked, words};
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::hash;
use crate::observation::Millis;
use crate::reveal::Reveal;
use crate::vendor::Meaning;
use leaklight_text::t;
use serde::{Deserialize, Serialize};

/// Things kept for one recipient.
const MAX_ROWS: usize = 16;
/// The longest text judged, in bytes.
const MAX_TEXT: usize = 2048;

/// What one recipient was told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Learnt {
    /// In the order it was first told.
    pub rows: Vec<Row>,
    /// Things told that are no longer kept.
    pub more: u32,
}

/// One thing it was told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Row {
    /// First told.
    pub at: Millis,
    /// What it is: a meaning's word, or a personal detail's ("an e-mail address").
    pub what: String,
    /// The value, masked and sealed.
    pub value: Excerpt,
    /// What it names; empty for nothing.
    pub note: String,
    /// In how many fields.
    pub count: u32,
    /// A number for the whole value.
    of: u64,
}

/// What a field means to whom it is sent; none where it told nothing.
pub(super) fn meaning(facts: &Facts<'_>, at: usize) -> Option<Meaning> {
    let field = facts.fields.items.get(at)?;
    // A field that is there and says that there is nothing told nothing.
    let empty = matches!(field.value.as_ref(), "" | "null" | "undefined");
    match facts.meanings.get(at) {
        None | Some(Meaning::Other | Meaning::Account | Meaning::Consent) => None,
        _ if empty => None,
        Some(Meaning::UserId) if user_id_linked::user(facts).is_none() => Some(Meaning::VisitorId),
        Some(meaning) => Some(*meaning),
    }
}

impl Learnt {
    /// Takes in what a request told.
    pub fn hear(&mut self, facts: &Facts<'_>, at: Millis) {
        for (place, field) in facts.fields.items.iter().enumerate() {
            let Some(meaning) = meaning(facts, place).filter(|m| !facts.is_inside(place, *m)) else { continue };
            let of_page = matches!(meaning, Meaning::PageAddress | Meaning::PageTitle | Meaning::Referrer);
            // What is known is kept with the value.
            if !of_page && facts.known.iter().any(|k| k.field == Some(place)) {
                continue;
            }
            self.note(words::meaning(meaning), &field.value, at, || shown(facts, place, meaning, cut(&field.value, MAX_TEXT)));
        }
        for (id, word) in words::named(facts) {
            let Some(field) = facts.fields.items.get(id.field) else { continue };
            let range = id.range.and_then(|(from, to)| field.value.get(from as usize..to as usize));
            let value = range.unwrap_or(&field.value);
            self.note(word, value, at, || (Excerpt::value(value), String::new()));
        }
    }

    fn note(&mut self, what: &str, value: &str, at: Millis, shown: impl FnOnce() -> (Excerpt, String)) {
        let of = hash::of(value, hash::of(what, 0));
        if let Some(row) = self.rows.iter_mut().find(|row| row.of == of) {
            row.count = row.count.saturating_add(1);
            return;
        }
        if self.rows.len() >= MAX_ROWS {
            // The oldest of which there is another of its kind; every kind keeps one.
            let other = |row: &Row| self.rows.iter().filter(|r| r.what == row.what).count() > 1 || row.what == what;
            let Some(gone) = self.rows.iter().position(other) else {
                self.more = self.more.saturating_add(1);
                return;
            };
            self.rows.remove(gone);
            self.more = self.more.saturating_add(1);
        }
        let (value, note) = shown();
        self.rows.push(Row { at, what: what.to_owned(), value: value.sealed(), note, count: 1, of });
    }

    /// Memory is nearly full.
    pub fn shed(&mut self) {
        let few = 3;
        self.more = self.more.saturating_add(self.rows.len().saturating_sub(few) as u32);
        self.rows.truncate(few);
    }
}

/// A field's value as it may be shown, and what it names.
fn shown(facts: &Facts<'_>, place: usize, meaning: Meaning, value: &str) -> (Excerpt, String) {
    if facts.known.iter().any(|k| k.field == Some(place) && k.what.is_secret()) {
        return (Excerpt::veiled(), String::new());
    }
    let reveal = match meaning {
        Meaning::PageAddress | Meaning::Referrer => facts.own.address(&Address::parse(value)),
        Meaning::PageTitle => facts.own.text(value, "title"),
        Meaning::SearchTerm => facts.own.text(value, "search"),
        Meaning::Event => facts.own.text(value, "event"),
        Meaning::ElementText => facts.own.text(value, "button"),
        _ => Reveal::default(),
    };
    let masked = matches!(meaning, Meaning::SearchTerm | Meaning::FormField);
    let note = match (reveal.sensitive, masked) {
        (false, _) => String::new(),
        // What was typed is masked, and not repeated beside the mask.
        (_, true) => t!("names {matter}", matter = reveal.matter()),
        _ => t!("names {matter}", matter = reveal.named()),
    };
    let value = match meaning {
        Meaning::UserId | Meaning::VisitorId | Meaning::HashedIdentity => Excerpt::digest(value),
        _ if masked => Excerpt::value(value),
        _ => words::excerpt_address(value, &reveal),
    };
    (value, note)
}
