//! Two hits, or two visits, set side by side: what is new, gone, changed.
//!
//! Values that are masked cannot be told apart by what is shown of them. Two hits of one list are compared by the values' marks
//! ([`HitField::mark`]); of two visits a masked value counts as there or not there, since numbers of browsers and moments differ each
//! time and would drown what a tag's maker changed.

use crate::excerpt::Excerpt;
use crate::report::plain::{area, times};
use crate::report::view::{HitField, HitView, RecipientView, StorageView};
use crate::storage::lifetime_words;
use leaklight_text::t;
use std::collections::BTreeMap;

/// Rows listed of each kind; what is beyond is counted.
pub const MAX_ROWS: usize = 500;
/// Values of one parameter compared, and parameters listed in one row.
const MAX_VALUES: usize = 20;
const MAX_FIELDS: usize = 60;

/// How something now stands to what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It was not there.
    New,
    /// It is not there any more.
    Gone,
    /// It is there and another.
    Changed,
    /// It is as it was.
    Same,
}

impl State {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            State::New => t!(compared: "new"),
            State::Gone => t!(compared: "gone"),
            State::Changed => t!(compared: "changed"),
            State::Same => t!(compared: "same"),
        }
    }
}

/// A parameter on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldDiff {
    /// Its name as sent.
    pub name: String,
    /// What it means.
    pub label: String,
    /// How it stands.
    pub state: State,
    /// What it was; none where it was not there.
    pub then: Option<Excerpt>,
    /// What it is.
    pub now: Option<Excerpt>,
}

/// Something of a visit on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowDiff {
    /// How it stands; never [`State::Same`].
    pub state: State,
    /// What: "Meta Pixel · PageView", a recipient, an entry's name.
    pub what: String,
    /// What is to be said of it: what else it was told, where it is kept.
    pub said: Vec<String>,
    /// Its parameters that are new, gone or changed.
    pub fields: Vec<FieldDiff>,
}

/// Rows of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// New first, then gone, then changed.
    pub list: Vec<RowDiff>,
    /// Rows beyond those listed.
    pub more: u32,
    /// How many are as they were.
    pub same: u32,
}

/// Two visits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VisitDiff {
    /// Hits, by recipient and event.
    pub hits: Rows,
    /// Who was told.
    pub recipients: Rows,
    /// What is stored.
    pub storage: Rows,
}

/// Two hits, parameter by parameter: those of `now` in their order, then those that are gone.
pub fn fields(then: &HitView, now: &HitView) -> Vec<FieldDiff> {
    let mut left: Vec<&HitField> = then.fields.iter().collect();
    let mut out = Vec::new();
    for field in &now.fields {
        let twin = left.iter().position(|other| alike(other, field)).map(|at| left.remove(at));
        let state = match twin {
            None => State::New,
            Some(twin) if is_same(twin, field) => State::Same,
            Some(_) => State::Changed,
        };
        out.push(diff(field, state, twin.map(|t| t.value.clone()), Some(field.value.clone())));
    }
    out.extend(left.into_iter().map(|field| diff(field, State::Gone, Some(field.value.clone()), None)));
    out
}

fn diff(field: &HitField, state: State, then: Option<Excerpt>, now: Option<Excerpt>) -> FieldDiff {
    FieldDiff { name: field.name.clone(), label: field.label.clone(), state, then, now }
}

/// One parameter: the same name in the same part of the request.
fn alike(a: &HitField, b: &HitField) -> bool {
    a.name == b.name && part(a) == part(b)
}

fn part(field: &HitField) -> &str {
    field.at.split_once(':').map_or("", |(part, _)| part)
}

fn is_same(a: &HitField, b: &HitField) -> bool {
    if a.mark != 0 && b.mark != 0 { a.mark == b.mark } else { a.value.shown == b.value.shown }
}

/// What of a visit is compared.
#[derive(Clone, Copy, Debug, Default)]
pub struct Visit<'v> {
    /// Its hits ([`crate::report::hits`]).
    pub hits: &'v [HitView],
    /// Who was told ([`crate::report::view::View::recipients`]).
    pub recipients: &'v [RecipientView],
    /// What is stored.
    pub storage: &'v [StorageView],
}

/// A visit recorded before and one now.
pub fn visits(then: Visit<'_>, now: Visit<'_>) -> VisitDiff {
    VisitDiff {
        hits: hits(then.hits, now.hits),
        recipients: rows(then.recipients, now.recipients, |r| r.recipient.id.clone(), recipient),
        storage: rows(then.storage, now.storage, |s| [&s.area, "\n", &s.whose, "\n", &s.name.shown].concat(), entry),
    }
}

/// All of one kind, each with its twin.
fn rows<T>(
    then: &[T],
    now: &[T],
    key: impl Fn(&T) -> String,
    read: impl Fn(Option<&T>, Option<&T>) -> (String, Vec<String>, bool),
) -> Rows {
    let mut all: BTreeMap<String, (Option<&T>, Option<&T>)> = BTreeMap::new();
    then.iter().for_each(|one| all.entry(key(one)).or_default().0 = Some(one));
    now.iter().for_each(|one| all.entry(key(one)).or_default().1 = Some(one));
    let found = all.into_values().map(|(then, now)| {
        let (what, said, same) = read(then, now);
        (RowDiff { state: state(then.is_some(), now.is_some(), same), what, said, fields: Vec::new() }, same)
    });
    gathered(found.map(|(row, _)| row))
}

fn state(then: bool, now: bool, same: bool) -> State {
    match (then, now) {
        (false, _) => State::New,
        (_, false) => State::Gone,
        _ if same => State::Same,
        _ => State::Changed,
    }
}

fn gathered(all: impl Iterator<Item = RowDiff>) -> Rows {
    let mut out = Rows::default();
    for row in all {
        match row.state {
            State::Same => out.same += 1,
            _ => out.list.push(row),
        }
    }
    crate::order::sort_by(&mut out.list, |a, b| a.state.cmp(&b.state));
    out.more = out.list.len().saturating_sub(MAX_ROWS) as u32;
    out.list.truncate(MAX_ROWS);
    out
}

fn recipient(then: Option<&RecipientView>, now: Option<&RecipientView>) -> (String, Vec<String>, bool) {
    let name = now.or(then).map(|r| r.recipient.name.clone()).unwrap_or_default();
    let told = |of: Option<&RecipientView>| of.map(|r| r.told.clone()).unwrap_or_default();
    let (old, new) = (told(then), told(now));
    let mut said: Vec<String> = Vec::new();
    said.extend(new.iter().filter(|word| !old.contains(word)).map(|word| t!("told now: {what}", what = word)));
    said.extend(old.iter().filter(|word| !new.contains(word)).map(|word| t!("no longer told: {what}", what = word)));
    let same = said.is_empty();
    (name, said, same)
}

fn entry(then: Option<&StorageView>, now: Option<&StorageView>) -> (String, Vec<String>, bool) {
    let Some(one) = now.or(then) else { return Default::default() };
    let mut said = vec![t!("{area} of {whose}", area = area(&one.area), whose = one.whose)];
    said.extend(one.known_as.clone());
    let known = said.len();
    if let (Some(then), Some(now)) = (then, now) {
        let (old, new) = (then.flags.join(t!(", ")), now.flags.join(t!(", ")));
        for (what, old, new) in [(t!("holds"), &then.shape, &now.shape), (t!("flags"), &old, &new), (t!("kept"), kept(then), kept(now))] {
            if old != new {
                said.push([what, ": ", old, " → ", new].concat());
            }
        }
    }
    let same = said.len() == known;
    (one.name.shown.clone(), said, same)
}

/// Whether it outlives the browser; how many days are left differs with each look.
fn kept(entry: &StorageView) -> &String {
    static UNTIL: String = String::new();
    if entry.lifetime == lifetime_words(None, &entry.area) { &entry.lifetime } else { &UNTIL }
}

/// Hits of one recipient and event.
#[derive(Default)]
struct Group<'h> {
    name: &'h str,
    event: &'h str,
    count: u32,
    /// Parameters, with the plain values seen.
    fields: BTreeMap<(&'h str, &'h str), (&'h HitField, Vec<&'h str>)>,
}

fn groups(hits: &[HitView]) -> BTreeMap<(&str, &str), Group<'_>> {
    let mut out: BTreeMap<(&str, &str), Group<'_>> = BTreeMap::new();
    for hit in hits {
        let group = out.entry((&hit.recipient.id, &hit.event)).or_default();
        (group.name, group.event) = (&hit.recipient.name, &hit.event);
        group.count += 1;
        for field in &hit.fields {
            let (_, values) = group.fields.entry((part(field), &field.name)).or_insert_with(|| (field, Vec::new()));
            let shown = field.value.shown.as_str();
            // A moment or another long number is another one each time.
            let passing = shown.len() >= 6 && shown.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            if !field.value.masked && !passing && values.len() < MAX_VALUES && !values.contains(&shown) {
                values.push(shown);
            }
        }
    }
    out
}

fn hits(then: &[HitView], now: &[HitView]) -> Rows {
    let (mut old, new) = (groups(then), groups(now));
    let mut out: Vec<RowDiff> = Vec::new();
    let named = |group: &Group<'_>| match group.event {
        "" => group.name.to_owned(),
        event => [group.name, " · ", event].concat(),
    };
    for (key, group) in &new {
        let Some(before) = old.remove(key) else {
            let said = vec![times(group.count)];
            out.push(RowDiff { state: State::New, what: named(group), said, fields: Vec::new() });
            continue;
        };
        let mut fields = Vec::new();
        for (name, (field, values)) in &group.fields {
            match before.fields.get(name) {
                None => fields.push(diff(field, State::New, None, Some(field.value.clone()))),
                Some((was, earlier)) if !values.is_empty() && !earlier.is_empty() => {
                    let gone = earlier.iter().find(|value| !values.contains(value));
                    let come = values.iter().find(|value| !earlier.contains(value));
                    if gone.is_some() || come.is_some() {
                        let plain = |value: Option<&&str>, other: &HitField| match value {
                            Some(value) => Excerpt::plain(value, &[]),
                            None => other.value.clone(),
                        };
                        fields.push(diff(field, State::Changed, Some(plain(gone, was)), Some(plain(come, field))));
                    }
                }
                Some(_) => {}
            }
        }
        for (name, (field, _)) in &before.fields {
            if !group.fields.contains_key(name) {
                fields.push(diff(field, State::Gone, Some(field.value.clone()), None));
            }
        }
        fields.truncate(MAX_FIELDS);
        let mut said = Vec::new();
        if before.count != group.count {
            said.push(t!("{then} then, {now} now", then = times(before.count), now = times(group.count)));
        }
        let state = state(true, true, said.is_empty() && fields.is_empty());
        out.push(RowDiff { state, what: named(group), said, fields });
    }
    for group in old.values() {
        out.push(RowDiff { state: State::Gone, what: named(group), said: vec![times(group.count)], fields: Vec::new() });
    }
    gathered(out.into_iter())
}
