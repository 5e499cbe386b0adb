//! One parameter of a hit: plain label, masked value, what is to be said of it.

use super::events;
use crate::address::{Address, cut};
use crate::detect::words;
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::identify::{IdKind, Identifier};
use crate::observation::Millis;
use crate::payload::Field;
use crate::report::view::HitField;
use crate::reveal::Reveal;
use crate::vendor::{self, Meaning};
use crate::visible::printable;
use leaklight_text::t;

/// The longest value judged, in bytes; no more of it could be shown.
const MAX_VALUE: usize = 2048;
/// How far from its sending a number may lie that is read as a time, in milliseconds.
const DAY: Millis = 24 * 60 * 60 * 1000;

/// A field as it is listed; none for a field that is not there. `prefix` is its event's place.
pub(super) fn field(facts: &Facts<'_>, index: usize, prefix: &str, at: Millis) -> Option<HitField> {
    let field = facts.fields.items.get(index)?;
    let meaning = facts.meanings.get(index).copied().unwrap_or(Meaning::Other);
    let place = field.at();
    let name = match place.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('.')) {
        Some(own) if !prefix.is_empty() => own.to_owned(),
        _ => printable(&field.path),
    };
    let label = vendor::label(facts.recognised.as_ref(), field).unwrap_or(match meaning {
        Meaning::Other => "",
        meaning => words::meaning(meaning),
    });
    let packed = words::packing(facts, index);
    let (value, mut notes) = shown(facts, index, meaning, at, !packed.is_empty());
    let mark = (crate::hash::of(&field.value, 0) as u32).max(1);
    if !packed.is_empty() {
        notes.push(t!("packed: {how}", how = words::listed(&packed)));
    }
    Some(HitField { at: place, name, label: label.to_owned(), value: value.sealed(), note: notes.join(t!("; ")), mark })
}

/// An event's name as it is listed: masked where its form tells that it holds somebody's detail, packed or not. What was typed is known
/// to a running session alone, which looks through what is copied and saved.
pub(super) fn name(facts: &Facts<'_>, name: &str) -> String {
    let items = &facts.fields.items;
    // A plain one is masked where it stands in the name.
    let holds = |id: &Identifier| {
        let found = items.get(id.field);
        let outside = |field: &Field<'_>| items.get(field.inside? as usize);
        let mut around = std::iter::successors(found, |field| outside(field)).take(16).skip(usize::from(id.encoding == "plain"));
        // A long name is cut.
        around.any(|field| field.value == name || name.len() > 100 && field.value.starts_with(name))
    };
    let detail = facts.identifiers.iter().any(holds);
    if detail { Excerpt::value(name).shown } else { words::excerpt_address(name, &Reveal::default()).shown }
}

/// The value as it is listed and what is noted of it. `packed`: how the field was packed is said beside that.
fn shown(facts: &Facts<'_>, index: usize, meaning: Meaning, at: Millis, packed: bool) -> (Excerpt, Vec<String>) {
    let Some(field) = facts.fields.items.get(index) else { return (Excerpt::default(), Vec::new()) };
    let whole = field.value.as_ref();
    let value = cut(whole, MAX_VALUE);
    let mut notes: Vec<String> = Vec::new();
    let ids = || facts.identifiers.iter().filter(|id| id.field == index);
    for id in ids().take(3) {
        notes.push(said(id, packed));
    }
    if ids().any(|id| id.kind == IdKind::Card) || is_secret(field.key()) {
        return (Excerpt::veiled(), notes);
    }
    let reveal = match meaning {
        Meaning::PageAddress | Meaning::Referrer if value.contains("://") || value.starts_with('/') => {
            facts.own.address(&Address::parse(value))
        }
        Meaning::PageTitle => facts.own.text(value, "title"),
        Meaning::SearchTerm => facts.own.text(value, "search"),
        Meaning::Event => facts.own.text(value, "event"),
        Meaning::ElementText => facts.own.text(value, "button"),
        _ => Reveal::default(),
    };
    if reveal.sensitive {
        // What was typed is masked, and not repeated beside the mask.
        let what = if meaning == Meaning::SearchTerm { reveal.matter().to_owned() } else { reveal.named() };
        notes.push(t!("names {matter}", matter = what));
    }
    let names = ids().find(|id| words::direct(id.kind).is_some() || matches!(id.kind, IdKind::Token | IdKind::Jwt | IdKind::Hash));
    let excerpt = match meaning {
        Meaning::PageAddress | Meaning::Referrer => words::excerpt_address(value, &reveal),
        Meaning::UserId | Meaning::VisitorId | Meaning::HashedIdentity => Excerpt::digest(value),
        Meaning::SearchTerm | Meaning::FormField => Excerpt::value(value),
        _ if names.is_some() => match names.and_then(|id| id.range) {
            // Cut in the middle of a detail, no part of it is shown.
            Some((_, end)) if end as usize > value.len() => Excerpt::value(value),
            range => words::excerpt_identifier(value, range),
        },
        Meaning::PageTitle | Meaning::ElementText | Meaning::Account | Meaning::Consent => words::excerpt_address(value, &reveal),
        Meaning::Event if events::is_name(facts, index) => words::excerpt_address(value, &reveal),
        _ if is_technical(value, at) || facts.page.is_some_and(|page| page.host() == value) => Excerpt::plain(value, &[]),
        // Nothing says what it is: it may be somebody's.
        _ => Excerpt::value(value),
    };
    (excerpt, notes)
}

fn said(id: &Identifier, packed: bool) -> String {
    let what = id.kind.said();
    match id.encoding {
        _ if packed => t!("looks like: {what}"),
        "plain" | "hash" => t!("looks like: {what}"),
        "percent" => t!("looks like: {what}, {packed}", packed = t!("percent-encoded")),
        packed => t!("looks like: {what}, {packed}"),
    }
}

/// A password by its name; not even its length is told.
fn is_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["passw", "pwd", "passcode", "cvv", "cvc"].iter().any(|word| key.contains(word))
}

/// What is nobody's: switches, small numbers, sizes, languages, the time of sending.
fn is_technical(value: &str, at: Millis) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let letters = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic());
    if value.is_empty() || matches!(value, "true" | "false" | "null" | "undefined") || digits(value) && value.len() <= 3 {
        return true;
    }
    if let Some((wide, high)) = value.split_once('x')
        && digits(wide)
        && digits(high)
        && value.len() <= 11
    {
        return true;
    }
    if let Some((language, country)) = value.split_once(['-', '_']) {
        return letters(language) && letters(country);
    }
    let time = if digits(value) { value.parse::<u64>().ok() } else { None };
    let millis = time.map(|time| if value.len() == 10 { time.saturating_mul(1000) } else { time });
    letters(value) || millis.is_some_and(|millis| at > DAY && millis.abs_diff(at) < DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nobodys() {
        const AT: Millis = 1_804_082_550_000;
        for (value, want) in [
            ("", true),
            ("1", true),
            ("120", true),
            ("1985", false),
            ("true", true),
            ("1920x1080", true),
            ("en-US", true),
            ("en", true),
            ("Ann", false),
            ("Jordan", false),
            ("1804082550123", true),
            ("1804082550", true),
            ("5551234567", false),
            ("1985-03-12", false),
            ("3.12.85", false),
            ("x", false),
        ] {
            assert_eq!(is_technical(value, AT), want, "{value}");
        }
    }
}
