//! What a field of a page asks for, by what its page says of it: its type, name, label and what the browser is asked to fill in.
//!
//! By what words, [`super::words`] has.

use super::words::*;
use crate::known::What;
use crate::sensitive::forms::{BIRTH, Field, REASON, RECORD_NUMBER, SSN, SYMPTOMS, names};
use crate::sensitive::is_search_box;
use crate::sensitive::tokens::Words;

/// What a field asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub what: What,
    pub part: Part,
    /// It asks for the visitor's own; false for the e-mail address of a doctor or a friend.
    pub own: bool,
}

/// Which part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    /// In a visitor's own words: why they come.
    Reason,
    Day,
    Month,
    Year,
    /// The parts of a North American number: `217`, `555`, `0143`, and the last two together.
    Area,
    Exchange,
    Line,
    Local,
    /// Nothing that a persona holds.
    Nothing,
}

const NOTHING: Asked = asked(What::Text, Part::Nothing);

const fn asked(what: What, part: Part) -> Asked {
    Asked { what, part, own: true }
}

/// What a value typed into a field is. A part of a date or of a number is text: it proves nothing of who somebody is.
pub fn of_field(about: &str) -> What {
    let asked = read(&Field::read(about));
    if asked.part == Part::Whole { asked.what } else { What::Text }
}

/// Reads a field.
pub(super) fn read(field: &Field<'_>) -> Asked {
    match field.kind {
        "password" => return asked(What::Password, Part::Whole),
        "text" | "" | "email" | "tel" | "search" | "number" | "date" | "month" | "textarea" | "select-one" => {}
        _ => return NOTHING,
    }
    let token = field.autocomplete.split_ascii_whitespace().rfind(|t| *t != "webauthn").unwrap_or_default().to_ascii_lowercase();
    if let Some((_, what, part)) = TOKENS.iter().find(|(known, ..)| *known == token) {
        return asked(*what, *part);
    }
    if OTHER_TOKENS.contains(&&*token) {
        return NOTHING;
    }
    let mut all = Words::default();
    all.read(&[field.label, " | ", field.name].concat());
    if names(&all, TRAPS) {
        return NOTHING;
    }
    let mut found = by_words(field, &all);
    if token == "username" && !matches!(found, Some(Asked { what: What::Email | What::Phone, .. })) {
        found = Some(asked(What::UserName, Part::Whole));
    }
    let mut found = found.unwrap_or(match field.kind {
        "email" => asked(What::Email, Part::Whole),
        "tel" => asked(What::Phone, Part::Whole),
        "search" => asked(What::SearchWords, Part::Whole),
        _ => NOTHING,
    });
    let is_date = found.what == What::BirthDate;
    match field.kind {
        "date" | "month" if !is_date => return NOTHING,
        "select-one" if !is_date || found.part == Part::Whole => return NOTHING,
        _ => {}
    }
    let reachable = matches!(found.what, What::Email | What::Phone);
    if !matches!(found.what, What::SearchWords | What::RecordNumber | What::MemberId | What::Text | What::Password | What::Card)
        && names(&all, OTHERS)
        && !(reachable && names(&all, AT_WORK))
    {
        found.own = false;
        // The name and street of a doctor tell nothing of who the visitor is.
        if !(reachable || is_date || found.what == What::Ssn) {
            found = NOTHING;
        }
    }
    found
}

/// By the label first, then by the name, which may say more closely what a label says of several fields.
fn by_words(field: &Field<'_>, all: &Words) -> Option<Asked> {
    let born = names(all, BORN) || names(all, BIRTH);
    let mut words = Words::default();
    words.read(field.label);
    let label = role(field, &words, born);
    words.read(own_part(field.name));
    let name = role(field, &words, born);
    match (label, name) {
        (Some(l), Some(n)) if l.what == n.what && l.part == Part::Whole => Some(n),
        (Some(Asked { what: What::Name, .. }), Some(n)) if matches!(n.what, What::FirstName | What::LastName) => Some(n),
        // Both lines of an address, a number and its extension, may have one label.
        (Some(l), Some(NOTHING)) if matches!(l.what, What::Street | What::Address | What::Phone) => Some(NOTHING),
        (label, name) => label.or(name),
    }
}

/// The part of a name that is the field's own: `patient[address][city]`, `ctl00$Main$City` and `visitor.city` are a city.
fn own_part(name: &str) -> &str {
    name.rsplit(['[', ']', '.', '$', ':']).find(|part| part.bytes().any(|b| b.is_ascii_alphabetic())).unwrap_or(name)
}

fn role(field: &Field<'_>, words: &Words, born: bool) -> Option<Asked> {
    if words.tokens.is_empty() {
        return None;
    }
    let kind = field.kind;
    let has = |keys: &[&str]| names(words, keys);
    let is = |key: &str| matches!(words.tokens.as_slice(), [only] if words.of(only) == key.as_bytes());
    let whole = |what| Some(asked(what, Part::Whole));
    let only = |key: &[&str], beside: &str| has(key) && words.tokens.iter().all(|t| t.digits || is_beside(beside, words.of(t)));
    let is_address = || only(&["address", "addr", "direccion", "domicilio"], BESIDE_ADDRESS);
    if kind == "textarea" {
        return match () {
            () if has(REASON) || has(SYMPTOMS) || has(WHY) => Some(asked(What::Text, Part::Reason)),
            () if is_address() || has(STREET) => whole(What::Address),
            () => None,
        };
    }
    if has(NEVER) || is("ext") {
        return Some(NOTHING);
    }
    if has(PASSWORD) || is("pin") || is("clave") {
        return whole(What::Password);
    }
    if has(MEMBER) {
        return whole(What::MemberId);
    }
    if has(CARD) {
        return whole(What::Card);
    }
    if has(EMAIL) {
        return whole(What::Email);
    }
    let (zip, city) = (has(ZIP), has(CITY));
    if kind == "search" || has(SEARCH) || is_search_box(own_part(field.name)) {
        return match () {
            () if has(SOUGHT) => whole(What::SearchWords),
            () if zip => whole(What::Zip),
            () if city => whole(What::City),
            () => whole(What::SearchWords),
        };
    }
    if born {
        let parts = [(DAY, Part::Day), (MONTH, Part::Month), (YEAR, Part::Year)];
        let mut said = parts.iter().filter(|(keys, _)| has(keys));
        match (said.next(), said.next()) {
            // "Birthday" is the whole of it.
            (Some((_, part)), None) if !is("birthday") => return Some(asked(What::BirthDate, *part)),
            _ if has(BIRTH) || has(BORN) => return whole(What::BirthDate),
            _ => {}
        }
    }
    if has(SSN) || has(&["segurosocial", "numerodesegurosocial"]) {
        return whole(What::Ssn);
    }
    if has(RECORD_NUMBER) || has(RECORD) {
        return whole(What::RecordNumber);
    }
    if has(&["areacode", "codigodearea"]) || has(PHONE) && has(AREA) || is("area") {
        return Some(asked(What::Phone, Part::Area));
    }
    if has(PHONE) {
        return whole(What::Phone);
    }
    if city {
        return whole(What::City);
    }
    if zip {
        return whole(What::Zip);
    }
    if has(STREET) {
        return whole(What::Street);
    }
    let user = has(USER);
    let first = has(FIRST) || is("first");
    let last = has(LAST) || is("last");
    // "First and last name", "nombre y apellidos".
    if last && !user && (first || has(&["first", "nombre"])) {
        return whole(What::Name);
    }
    if first || last {
        return whole(if first { What::FirstName } else { What::LastName });
    }
    if user {
        return whole(What::UserName);
    }
    if matches!(kind, "text" | "") && (has(REASON) || has(SYMPTOMS) || has(WHY)) {
        return Some(asked(What::Text, Part::Reason));
    }
    if only(&["name", "fullname", "nombre"], BESIDE_NAME) {
        return whole(What::Name);
    }
    if is_address() {
        return whole(What::Address);
    }
    None
}

fn is_beside(list: &str, word: &[u8]) -> bool {
    list.split_ascii_whitespace().any(|known| known.as_bytes() == word)
}
