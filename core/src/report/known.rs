//! The known values of a tab, as the panel lists them.

use super::view::{KnownView, LeftView};
use crate::address::cut;
use crate::detect::words;
use crate::excerpt::Excerpt;
use crate::known::{Left, Source, Value, What};
use crate::order;
use crate::tab::Tab;
use crate::visible::printable;
use leaklight_text::t;

/// The longest name of a field or stored entry, in bytes.
const NAME: usize = 80;

/// Known values, those that left first, the latest first. What was typed over and never left is not listed; what left of a value before
/// it was typed to its end is listed with it.
pub(super) fn view(state: &Tab) -> Vec<KnownView> {
    let known = &state.known;
    let mut out: Vec<KnownView> = Vec::new();
    let mut parts: Vec<&Value> = Vec::new();
    for (value, note) in known.values.list.iter().zip(&known.notes).filter(|(v, _)| v.what != What::StoredId) {
        match (note.over.is_some(), value.left.is_empty()) {
            (true, true) => {}
            (true, false) if note.partial && whole(state, value).is_some() => parts.push(value),
            _ => out.push(one(value)),
        }
    }
    for part in parts {
        let id = whole(state, part).map(|v| v.id);
        for all in out.iter_mut().filter(|all| Some(all.id) == id) {
            part.left.iter().for_each(|left| add(&mut all.left, left));
        }
    }
    let last = |v: &KnownView| v.left.iter().map(|l| l.last).max();
    for all in &mut out {
        order::sort_by(&mut all.left, |a, b| b.last.cmp(&a.last).then_with(|| (&a.name, &a.how).cmp(&(&b.name, &b.how))));
    }
    order::sort_by(&mut out, |a, b| last(b).cmp(&last(a)).then(a.id.cmp(&b.id)));
    out
}

/// What the field of a half-typed value held when it was typed to its end.
fn whole<'s>(state: &'s Tab, part: &Value) -> Option<&'s Value> {
    let known = &state.known;
    let field = |value: &Value| value.sources.iter().find_map(|s| if let Source::Typed { at, .. } = s { Some(*at) } else { None });
    let at = field(part)?;
    let all = known.values.list.iter().zip(&known.notes).find(|(v, n)| n.over.is_none() && field(v) == Some(at));
    all.map(|(value, _)| value)
}

fn one(value: &Value) -> KnownView {
    let mut view = KnownView {
        id: value.id,
        what: words::sentence(value.what.said()),
        value: masked(value),
        sources: Vec::new(),
        personas: Vec::new(),
        left: Vec::new(),
    };
    for source in &value.sources {
        let said = match source {
            Source::Persona(name) => {
                view.personas.push(name.clone());
                name.clone()
            }
            Source::Typed { label, .. } if label.is_empty() => t!("typed into a field without a name").to_owned(),
            Source::Typed { label, .. } => t!("typed into “{field}”", field = cut(label, NAME)),
            Source::Page => t!("the page itself").to_owned(),
            Source::Stored(whence) | Source::Seen(whence) | Source::Sent(whence) => cut(whence, NAME).to_owned(),
        };
        let said = printable(&said);
        if !view.sources.contains(&said) {
            view.sources.push(said);
        }
    }
    value.left.iter().for_each(|left| add(&mut view.left, left));
    view
}

/// Its value as a list shows it.
pub(super) fn masked(value: &Value) -> Excerpt {
    match value.what {
        what if what.is_secret() => Excerpt::plain(&["••• (", what.said(), ")"].concat(), &[]),
        What::StoredId => Excerpt::digest(&value.text),
        _ => Excerpt::value(&value.text),
    }
}

/// How it was dressed.
pub(super) fn how(left: &Left) -> String {
    let how = if left.steps.is_empty() { t!("as it was").to_owned() } else { left.steps.join(" → ") };
    if left.one_way { t!("{how}, which can be matched") } else { how }
}

/// Lists a recipient once for each way it was told.
pub(super) fn add(list: &mut Vec<LeftView>, left: &Left) {
    let how = how(left);
    match list.iter_mut().find(|l| l.recipient == left.recipient && l.how == how) {
        Some(there) => {
            there.count = there.count.saturating_add(left.count);
            there.last = there.last.max(left.last);
        }
        None => list.push(LeftView { recipient: left.recipient.clone(), name: left.name.clone(), how, count: left.count, last: left.last }),
    }
}
