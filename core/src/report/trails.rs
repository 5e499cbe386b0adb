//! Identifiers and where they went, for the view.

use super::known::add;
use super::view::TrailView;
use crate::detect::cross_site_id;
use crate::excerpt::Excerpt;
use crate::order;
use crate::provenance::place;
use crate::tab::{Kept, Tab};
use leaklight_text::t;

/// Browsers tell of a cookie later than of the request its script sends next: up to so much, in milliseconds, it is the older.
const LATE: u64 = 1_500;

pub(super) fn view(state: &Tab) -> Vec<TrailView> {
    let mut out = Vec::new();
    for trail in &state.provenance.trails {
        let Some(value) = state.known.values.get(trail.id) else { continue };
        let mut told = Vec::new();
        value.left.iter().for_each(|left| add(&mut told, left));
        order::sort_by(&mut told, |a, b| b.last.cmp(&a.last).then_with(|| (&a.name, &a.how).cmp(&(&b.name, &b.how))));
        let holds: Vec<&Kept> = state.storage.values().map(Box::as_ref).filter(|k| k.ids.contains(&trail.id)).collect();
        let kept: Vec<String> = holds.iter().map(|k| place(&k.area, &k.name.shown, &k.whose)).collect();
        let first = value.left.iter().min_by_key(|l| l.first).filter(|l| l.first + LATE < trail.at);
        let born = match first {
            Some(left) => t!("in a request to {who}", who = left.name),
            None => {
                let by = state.storage.get(&trail.key).map_or_else(|| trail.by.clone(), |k| state.put_by(k).0);
                match by.is_empty() {
                    true => t!("in the {place}", place = trail.place),
                    false => t!("in the {place}, {by}", place = trail.place),
                }
            }
        };
        let mut notes: Vec<String> = Vec::new();
        if let Some(keeper) = trail.keeper.as_ref() {
            if trail.cross_site {
                notes.push(t!("{who} can recognise this browser on other sites by it.", who = keeper.name));
            }
            let told = state.synced_with(trail, &value.left);
            notes.extend(told.iter().map(|who| cross_site_id::sync_words(who, &keeper.name)));
        }
        notes.extend(trail.back.iter().cloned());
        if holds.len() > 1 {
            notes.push(t!("It is kept in {count} places: whoever deletes one of them leaves the others.", count = holds.len()));
        }
        out.push(TrailView { id: trail.id, value: Excerpt::digest(&value.text), born, kept, told, notes });
    }
    // What there is something to say of comes first.
    order::sort_by(&mut out, |a, b| {
        let of = |t: &TrailView| (t.notes.len(), t.told.len());
        of(b).cmp(&of(a)).then(a.id.cmp(&b.id))
    });
    out
}
