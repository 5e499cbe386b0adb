//! Known values found in a request: what each proves, which guess it explains, how it is shown.

use super::{Draft, Scene, draft, proven, words};
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::finding::Evidence;
use crate::identify::{self, IdKind, Identifier};
use crate::known::{Form, KnownMatch, Value, What};
use crate::payload::Part;
use crate::vendor::{self, Meaning};
use leaklight_text::{Message, message, t};

/// What a match proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tells {
    /// What stands in a field of the page left, readable; of a password or a card, scrambled too.
    Typed,
    /// Words typed into search left, readable.
    Searched,
    /// A personal detail left, readable; nobody was seen to type it.
    Named,
    /// A value left so that it can be recognised and not read.
    Scrambled,
    /// Text that was selected on the page left, readable.
    Selected,
    /// The page's address left in a field that does not show it.
    Page,
    /// The same of its title.
    Title,
}

/// A known value in a request.
#[derive(Clone, Copy)]
pub(super) struct Confirmed<'a> {
    /// Where and how.
    pub found: &'a KnownMatch,
    /// Which.
    pub value: &'a Value,
    /// What it proves.
    pub tells: Tells,
    /// The name of the field it was typed into; empty where it has none or was not typed.
    pub label: &'a str,
}

/// Shorter words may stand anywhere: they are a field's text only where the field sent is named alike. As [`crate::known`] has it.
const SHORT: usize = 6;
/// Why a digest of a page's address or title weighs less.
pub(super) const FINGERPRINT: Message = message!("a fingerprint, which tells only those who know the page already");
/// In a longer field, in bytes, no value is taken for a part of another.
const LONG: usize = 16 << 10;
/// Shorter values are in every text: masking them would hide what is no value.
const PLAIN: usize = 4;

/// What the known values in a request prove.
pub(super) fn read<'a>(facts: &'a Facts<'_>, scene: &Scene<'a>) -> Vec<Confirmed<'a>> {
    let mut out: Vec<Confirmed<'a>> = Vec::new();
    if facts.known.is_empty() || !(draft::to_others(facts) || facts.is_relay()) {
        return out;
    }
    for found in &facts.known {
        let Some(value) = proven::value(scene, found) else { continue };
        if facts.known.iter().any(|other| is_part_of(facts, scene, (found, value), other)) {
            continue;
        }
        let label = proven::typed(value, scene.at).map(|(_, label, _)| label);
        if let Some(tells) = tells(facts, scene, found, value, label) {
            out.push(Confirmed { found, value, tells, label: label.unwrap_or_default() });
        }
    }
    out
}

/// True where a longer value stands at the same place and holds this one, however its words are joined: a name in its own e-mail address.
fn is_part_of(facts: &Facts<'_>, scene: &Scene<'_>, (found, value): (&KnownMatch, &Value), other: &KnownMatch) -> bool {
    if found.index == other.index || found.field != other.field || found.one_way || other.one_way {
        return false;
    }
    let field = found.field.and_then(|field| facts.fields.items.get(field)).filter(|f| f.value.len() <= LONG);
    let Some(field) = field else { return false };
    let (short, long) = (letters(&value.text), proven::value(scene, other).map(|v| letters(&v.text)).unwrap_or_default());
    long.len() > short.len() && long.contains(&short) && !short.is_empty() && !letters(&field.value).replace(&long, " ").contains(&short)
}

fn tells(facts: &Facts<'_>, scene: &Scene<'_>, found: &KnownMatch, value: &Value, typed: Option<&str>) -> Option<Tells> {
    let what = value.what;
    match what {
        What::PageAddress => return Some(Tells::Page),
        What::PageTitle => return Some(Tells::Title),
        What::Selection if !found.one_way => return Some(Tells::Selected),
        _ if what.is_secret() => return typed.map(|_| Tells::Typed),
        _ => {}
    }
    let direct = what.identifier().and_then(words::direct).is_some();
    if found.one_way {
        let personal = direct || matches!(what, What::UserName | What::Zip | What::City);
        return (personal || typed.is_some()).then_some(Tells::Scrambled);
    }
    // A name that the page itself shows is a doctor's, unless somebody typed it.
    let shown = || typed.is_none() && matches!(what, What::FirstName | What::LastName | What::Name) && on_page(facts, scene, &value.text);
    if shown() || !direct && is_anybody_s(facts, found, value, typed) {
        return None;
    }
    let searched = || {
        what == What::SearchWords
            || what == What::Text
                && (typed.is_some_and(|label| label.to_ascii_lowercase().contains("search"))
                    || found.field.is_some_and(|f| facts.meanings.get(f) == Some(&Meaning::SearchTerm)))
    };
    match typed {
        Some(_) if searched() => Some(Tells::Searched),
        Some(_) => Some(Tells::Typed),
        None if direct => Some(Tells::Named),
        None => None,
    }
}

/// True where the page's own path or title holds the words.
fn on_page(facts: &Facts<'_>, scene: &Scene<'_>, text: &str) -> bool {
    let text = plain(text);
    let holds = |shown: &str| plain(shown).contains(&text);
    let path = facts.page.map_or("", |page| page.path());
    holds(&percent_encoding::percent_decode_str(path).decode_utf8_lossy()) || scene.title.is_some_and(holds)
}

/// Letters and digits in lower case, a space between words and at both ends.
fn plain(text: &str) -> String {
    let mut out = String::from(" ");
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

/// Words any page and any tag may hold: a short one (`yes`, `60601`) in a field of another name, a single one inside a longer text.
fn is_anybody_s(facts: &Facts<'_>, found: &KnownMatch, value: &Value, typed: Option<&str>) -> bool {
    let text = value.text.trim();
    let field = found.field.and_then(|field| facts.fields.items.get(field));
    if text.chars().count() < SHORT {
        if found.field.is_some_and(|field| facts.meanings.get(field) == Some(&Meaning::SearchTerm)) {
            return false;
        }
        let (key, label) = (plain(field.map_or("", |f| f.key())), plain(typed.unwrap_or_default()));
        let alike = key.trim().len() > 1 && (label.contains(&key) || key.contains(&label)) && label.len() > 2;
        let place = matches!(value.what, What::Zip | What::City) && alike_place(&key);
        return !alike && !place;
    }
    let single = !text.contains(char::is_whitespace) && text.chars().all(char::is_alphabetic);
    let whole = field.is_some_and(|f| f.value.len() <= LONG && f.value.trim().chars().count() <= text.chars().count());
    single && found.is_plain(&facts.fields) && !whole
}

fn alike_place(key: &str) -> bool {
    ["zip", "postal", "postcode", "city", "loc"].iter().any(|word| key.contains(word))
}

impl Confirmed<'_> {
    /// The key of the field it stood in, or where else.
    pub fn key<'f>(&'f self, facts: &'f Facts<'_>) -> &'f str {
        self.found.field.and_then(|field| facts.fields.items.get(field)).map_or(self.found.at.as_str(), |f| f.key())
    }

    /// The identifier it is, with its article; of words that hold one, the first.
    pub fn direct(&self) -> Option<(IdKind, &'static str)> {
        let named = |kind: IdKind| words::direct(kind).map(|said| (kind, said));
        match self.value.what.identifier() {
            Some(kind) => named(kind),
            None if self.value.what == What::Text => identify::scan_text(&self.value.text).into_iter().find_map(|(kind, _)| named(kind)),
            None => None,
        }
    }

    /// True where it and the field are one, or one stands inside the other.
    fn is_at(&self, facts: &Facts<'_>, field: usize) -> bool {
        self.found.field.is_some_and(|own| own == field || within(facts, own, field) || within(facts, field, own))
    }

    /// Adds it to a draft's proof.
    pub fn prove(&self, facts: &Facts<'_>, scene: &Scene<'_>, mut draft: Draft) -> Draft {
        let field = self.found.field.and_then(|i| Some((i, facts.fields.items.get(i)?)));
        let label = match field {
            Some((i, f)) => {
                let meaning = facts.meanings.get(i).copied().unwrap_or(Meaning::Other);
                vendor::label(facts.recognised.as_ref(), f).unwrap_or_else(|| words::meaning(meaning))
            }
            None => t!("value"),
        };
        let at = field.map_or_else(|| self.found.at.clone(), |(_, f)| f.at());
        let value = self.excerpt(field.map(|(_, f)| f.value.as_ref()));
        draft.evidence.push(Evidence {
            at,
            label: label.to_owned(),
            value,
            packed: Vec::new(),
            known: proven::proven(facts, scene, self.found),
        });
        draft
    }

    /// What stood in the field, the value masked.
    fn excerpt(&self, sent: Option<&str>) -> Excerpt {
        let text = self.value.text.as_str();
        match sent {
            _ if self.value.what.is_secret() => Excerpt::veiled(),
            None => Excerpt::value(text),
            Some(sent) if self.found.one_way => Excerpt::digest(sent),
            Some(sent) => Excerpt::value(sent),
        }
    }
}

fn within(facts: &Facts<'_>, inner: usize, outer: usize) -> bool {
    let mut at = facts.fields.items.get(inner).and_then(|f| f.inside);
    // As deep as decoding goes; the bound only guards against a loop.
    for _ in 0..16 {
        let Some(i) = at.map(|i| i as usize) else { return false };
        if i == outer {
            return true;
        }
        at = facts.fields.items.get(i).and_then(|f| f.inside);
    }
    false
}

/// True where a known value says more of what a guess read in a field than its form does: the guess gives way.
pub(super) fn explains(known: &[Confirmed<'_>], facts: &Facts<'_>, guess: &Identifier) -> bool {
    known.iter().filter(|c| c.is_at(facts, guess.field)).any(|c| {
        let value = facts.fields.items.get(guess.field).map_or("", |f| f.value.as_ref());
        let read = guess.range.and_then(|(a, b)| value.get(a as usize..b as usize)).unwrap_or(value);
        let (read, text) = (letters(read), letters(&c.value.text));
        let dressed = c.found.form != Form::AsGiven || !c.found.is_plain(&facts.fields);
        match c.tells {
            _ if c.value.what.is_secret() => true,
            Tells::Scrambled => guess.kind == IdKind::Hash,
            _ => dressed && c.value.what.identifier().is_none_or(|kind| kind == guess.kind) || text.contains(&read) || read.contains(&text),
        }
    })
}

/// Letters and digits alone, in lower case.
fn letters(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().filter(|c| c.is_alphanumeric()) {
        out.extend(c.to_lowercase());
    }
    out
}

/// True where what a visitor typed or selected is all that the field says: it is told as that, and its words are not the tag's.
pub(super) fn is_visitor_s(known: &[Confirmed<'_>], facts: &Facts<'_>, field: usize) -> bool {
    let said = |i: usize| facts.fields.items.get(i).map_or(0, |f| if f.value.len() > LONG { usize::MAX } else { letters(&f.value).len() });
    known.iter().filter(|c| matches!(c.tells, Tells::Typed | Tells::Searched | Tells::Selected)).any(|c| {
        let text = letters(&c.value.text).len();
        c.is_at(facts, field) && (c.value.what.is_secret() || !c.found.is_plain(&facts.fields) || said(field) <= text)
    })
}

/// True where the digest of a known value stands in the field, or inside it, or around it.
pub(super) fn scrambled(known: &[Confirmed<'_>], facts: &Facts<'_>, field: usize) -> bool {
    known.iter().any(|c| c.found.one_way && c.is_at(facts, field))
}

/// True where a page's address or title stands in a form that the field does not show: what it shows is told by what the field means, and
/// the Referer is the previous page's.
pub(super) fn dressed(c: &Confirmed<'_>, facts: &Facts<'_>, meaning: Meaning) -> bool {
    match c.found.field {
        None => !c.found.chain.is_empty() && c.found.at != "header:referer",
        Some(field) => {
            let shown = |m: Meaning| facts.meanings.get(field) == Some(&m) || facts.is_inside(field, m);
            let header = facts.fields.items.get(field).is_some_and(|f| f.part == Part::Header && f.key() == "referer");
            let seen = c.found.is_plain(&facts.fields) || header || shown(meaning) || shown(Meaning::Referrer);
            !seen || c.found.one_way
        }
    }
}

/// How far the known values in a request say who the visitor is ([`crate::finding::Axes::identity`]).
pub(super) fn identity(facts: &Facts<'_>, scene: &Scene<'_>) -> u8 {
    let who = |found: &KnownMatch| {
        let what = proven::value(scene, found)?.what;
        what.identifier().and_then(words::direct)?;
        Some(if found.one_way { 3 } else { 4 })
    };
    facts.known.iter().filter_map(who).max().unwrap_or(0)
}

/// Masks known values in proof that does not know of them; of a password or a card nothing is left to uncover.
pub(super) fn veil(known: &[Confirmed<'_>], facts: &Facts<'_>, out: &mut [Draft]) {
    for c in known {
        if matches!(c.tells, Tells::Page | Tells::Title | Tells::Scrambled) {
            continue;
        }
        let secret = c.value.what.is_secret();
        let sent = c.found.field.and_then(|field| facts.fields.items.get(field)).map_or("", |f| f.value.as_ref());
        let text = if secret { sent } else { c.value.text.as_str() };
        for e in out.iter_mut().flat_map(|draft| &mut draft.evidence).filter(|e| e.known.is_none()) {
            // Where a secret stood is told by the whole request alone, nothing of the request is shown.
            let shows = if secret { sent.chars().count() < PLAIN || holds(e.value.uncovered(), text) } else { holds(&e.value.shown, text) };
            let around = secret
                && (0..facts.fields.items.len()).any(|i| c.is_at(facts, i) && facts.fields.items.get(i).is_some_and(|f| f.at() == e.at));
            if secret && (shows || around) {
                e.value = Excerpt::veiled();
            } else if shows {
                e.value = Excerpt::value(e.value.uncovered());
            }
        }
    }
}

fn holds(shown: &str, text: &str) -> bool {
    let text = text.trim();
    if text.chars().count() < PLAIN {
        return false;
    }
    let encoded = percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    let shown = shown.to_lowercase();
    let decoded = percent_encoding::percent_decode_str(&shown).decode_utf8_lossy();
    shown.contains(&text.to_lowercase()) || shown.contains(&encoded.to_lowercase()) || decoded.contains(&text.to_lowercase())
}
