//! One request taken apart into the events it tells of.

use crate::facts::Facts;
use crate::matomo;
use crate::payload::{Field, Part};
use crate::vendor::{self, Meaning};
use crate::visible::printable;
use leaklight_text::{Message, message};

/// Events listed of one request.
pub(super) const MAX_PARTS: usize = 100;
/// The longest event name, in bytes.
const MAX_NAME: usize = 120;

/// One event of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Event {
    /// Where its own fields stand: `body:batch[0]`; empty where the request is one event.
    pub prefix: String,
    /// What it is called.
    pub name: String,
    /// Its fields, own ones first.
    pub fields: Vec<usize>,
}

/// The events of a request, and how many there are in all.
pub(super) fn events(facts: &Facts<'_>) -> (Vec<Event>, u32) {
    let items = &facts.fields.items;
    let ranks: Vec<u8> = items.iter().enumerate().map(|(i, field)| rank(facts, i, field)).collect();
    let shown = |i: &usize| is_shown(facts, *i);
    let mut out: Vec<Event> = Vec::new();
    let mut numbers: Vec<&str> = Vec::new();
    let (mut all, mut last) = (0u32, "");
    if let Some((part, root)) = list(items, &ranks) {
        let own = |field: &Field<'_>, number: &str| field.part == part && outer(&field.path).is_some_and(|at| at == (root, number));
        for field in items.iter().filter(|f| f.part == part) {
            let Some((_, number)) = outer(&field.path).filter(|(of, _)| *of == root) else { continue };
            // An entry's fields stand together: beyond the last one listed, each change of number is another.
            if last == number || numbers.contains(&number) {
                continue;
            }
            last = number;
            all += 1;
            if numbers.len() < MAX_PARTS {
                numbers.push(number);
            }
        }
        let shared: Vec<usize> = (0..items.len())
            .filter(|&i| items.get(i).is_some_and(|f| f.part != part || outer(&f.path).is_none_or(|(of, _)| of != root)))
            .collect();
        for number in numbers {
            let mine = (0..items.len()).filter(|&i| items.get(i).is_some_and(|f| own(f, number)));
            let mine: Vec<usize> = mine.collect();
            let name = named(facts, &ranks, &mine).or_else(|| named(facts, &ranks, &shared)).unwrap_or_default();
            let fields = mine.into_iter().chain(shared.iter().copied()).filter(shown).collect();
            out.push(Event { prefix: [part.word(), ":", &printable(root), "[", number, "]"].concat(), name, fields });
        }
    }
    if out.is_empty() {
        let every: Vec<usize> = (0..items.len()).collect();
        let name = named(facts, &ranks, &every).unwrap_or_default();
        out.push(Event { name, fields: every.into_iter().filter(shown).collect(), ..Event::default() });
        all = 1;
    }
    // Matomo says what happened by what else stands in the hit.
    if matomo::hit::is_family(facts) {
        let names = matomo::names(facts);
        let alike = names.len() == out.len();
        for (n, event) in out.iter_mut().enumerate() {
            if let Some(name) = names.get(if alike { n } else { 0 }) {
                crate::address::cut(name, MAX_NAME).clone_into(&mut event.name);
            }
        }
    }
    (out, all)
}

/// The list whose entries are events: the part of the request it stands in, and its name.
fn list<'f>(items: &'f [Field<'_>], ranks: &[u8]) -> Option<(Part, &'f str)> {
    let best = ranks.iter().copied().max().unwrap_or(0);
    let mut named = items.iter().zip(ranks).filter(|(_, rank)| best > 0 && **rank == best).map(|(field, _)| field).peekable();
    if named.peek().is_some() {
        let mut first = None;
        for field in named {
            // An event named outside every list is the whole request's.
            let (root, _) = outer(&field.path)?;
            first.get_or_insert((field.part, root));
        }
        return first;
    }
    // Nothing names an event: documents one after the other are told apart all the same.
    let mut documents = items.iter().filter(|f| f.part == Part::Body && outer(&f.path).is_some_and(|(root, _)| root.is_empty()));
    let first = documents.next()?;
    let is_document = |f: &Field<'_>| f.path.contains("].");
    (is_document(first) && documents.any(|f| is_document(f) && outer(&f.path) != outer(&first.path))).then_some((Part::Body, ""))
}

/// The outermost list a path stands in: its name and the entry's number.
fn outer(path: &str) -> Option<(&str, &str)> {
    let mut from = 0;
    while let Some(open) = path.get(from..)?.find('[').map(|at| at + from) {
        let (number, _) = path.get(open + 1..)?.split_once(']')?;
        if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) {
            return Some((path.get(..open)?, number));
        }
        from = open + 1;
    }
    None
}

/// How surely fields name the event that vendors' rows label so.
const RANKS: [(Message, u8); 6] = [
    (message!("event name"), 6),
    (message!("event action"), 5),
    (message!("what the visitor did"), 5),
    (message!("kind of event"), 4),
    (message!("kind of call"), 4),
    (message!("event category"), 1),
];

/// How surely a field names the event; 0 where it does not.
fn rank(facts: &Facts<'_>, index: usize, field: &Field<'_>) -> u8 {
    let matomo = matomo::hit::is_family(facts);
    if matomo {
        return u8::from(field.key() == "idsite");
    }
    if facts.meanings.get(index) != Some(&Meaning::Event) || field.value.is_empty() || field.value.len() > MAX_NAME {
        return 0;
    }
    let r = facts.recognised.as_ref();
    let rank = vendor::label(r, field).and_then(|label| RANKS.iter().find(|(known, _)| known.say() == label));
    if let Some((_, rank)) = rank {
        return *rank;
    }
    let mut buffer = [0; vendor::LONGEST];
    match vendor::plain_name(field.key(), &mut buffer) {
        Some("event" | "eventname" | "en" | "ev" | "eventtype" | "eventaction") => 3,
        Some("e" | "n" | "t" | "k" | "evt" | "name" | "type" | "action") if vendor::said(r, field).is_some() => 2,
        _ => 0,
    }
}

fn named(facts: &Facts<'_>, ranks: &[u8], among: &[usize]) -> Option<String> {
    let rank = |i: usize| ranks.get(i).copied().unwrap_or(0);
    let best = among.iter().map(|i| rank(*i)).max().filter(|best| *best > 0)?;
    let field = among.iter().find(|i| rank(**i) == best).and_then(|i| facts.fields.items.get(*i))?;
    Some(field.value.clone().into_owned())
}

/// Whether a field names the event.
pub(super) fn is_name(facts: &Facts<'_>, index: usize) -> bool {
    facts.fields.items.get(index).is_some_and(|field| rank(facts, index, field) >= 2)
}

/// False for what is told by other fields: a value whose inside is listed, the parameters of an address that is listed, the pieces of
/// the request's own path.
fn is_shown(facts: &Facts<'_>, index: usize) -> bool {
    use crate::payload::Coding;
    let Some(field) = facts.fields.items.get(index) else { return false };
    if field.part == Part::Path && !facts.identifiers.iter().any(|id| id.field == index) {
        return false;
    }
    let mut at = Some(field);
    for _ in 0..16 {
        let Some(f) = at else { break };
        if f.coding == Some(Coding::Address) {
            return false;
        }
        at = f.inside.and_then(|i| facts.fields.items.get(i as usize));
    }
    let inside = |f: &&Field<'_>| f.inside == Some(index as u32) && f.coding != Some(Coding::Address);
    !facts.fields.items.get(index..).unwrap_or_default().iter().take(64).any(|f| inside(&f))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_in_paths() {
        for (path, want) in [
            ("en", None),
            ("[2].en", Some(("", "2"))),
            ("batch[0].context.items[3].name", Some(("batch", "0"))),
            ("cd[value]", None),
            ("cd[x].events[12]", Some(("cd[x].events", "12"))),
            ("k[]", None),
            ("a[", None),
            ("[é]", None),
            ("", None),
        ] {
            assert_eq!(outer(path), want, "{path}");
        }
    }
}
