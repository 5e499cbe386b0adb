//! The vendor's eye: what each recipient could now know about this visitor, in the order it arrived.

use super::known::{how, masked};
use super::view::LearntView;
use crate::detect::words;
use crate::finding::Kind;
use crate::known::What;
use crate::order;
use crate::tab::{Tab, Told};
use crate::vendor::Meaning;
use leaklight_text::t;
use std::collections::BTreeMap;

/// By recipient, what left of known values and what findings say it takes down.
pub(super) type Known = BTreeMap<String, Vec<LearntView>>;

/// What is kept elsewhere than with the recipient.
pub(super) fn known(state: &Tab) -> Known {
    let mut out = Known::new();
    for value in &state.known.values.list {
        for left in &value.left {
            // The page's own address and title stand among the fields.
            if left.steps.is_empty() && matches!(value.what, What::PageAddress | What::PageTitle) {
                continue;
            }
            let said = match value.what {
                What::StoredId => t!("A number this browser is recognised by").to_owned(),
                what => t!("The {what} known here", what = what.said()),
            };
            // What is not said: as it was.
            let note = if left.steps.is_empty() && !left.one_way { String::new() } else { how(left) };
            let row = LearntView { at: left.first, said, value: masked(value), note, count: left.count };
            out.entry(left.recipient.clone()).or_default().push(row);
        }
    }
    for f in state.findings.values().filter(|f| matches!(f.kind, Kind::SessionReplayActive | Kind::ChatWidget) && !f.attempted) {
        let Some(who) = &f.recipient else { continue };
        let row = LearntView { at: f.first, said: words::sentence(&f.said), count: f.count, ..LearntView::default() };
        out.entry(who.id.clone()).or_default().push(row);
    }
    out
}

/// Everything a recipient could know, in order.
pub(super) fn rows(told: &Told, known: &mut Known) -> Vec<LearntView> {
    let known = known.remove(&told.recipient.id).unwrap_or_default();
    let mut out = Vec::with_capacity(told.learnt.rows.len() + known.len());
    for row in &told.learnt.rows {
        // What only looked like a detail is a known one.
        if known.iter().any(|k| k.value.masked && k.value.shown == row.value.shown) {
            continue;
        }
        out.push(LearntView { at: row.at, said: said(&row.what), value: row.value.clone(), note: row.note.clone(), count: row.count });
    }
    out.extend(known);
    order::sort_by(&mut out, |a, b| a.at.cmp(&b.at));
    out
}

/// What a meaning's word tells of a visitor; a personal detail says it itself.
fn said(what: &str) -> String {
    let meaning = Meaning::ALL.iter().copied().find(|meaning| words::meaning(*meaning) == what);
    match meaning {
        Some(Meaning::PageAddress) => t!("Which page is open"),
        Some(Meaning::PageTitle) => t!("What the open page is called"),
        Some(Meaning::Referrer) => t!("Which page came before"),
        Some(Meaning::SearchTerm) => t!("What was searched for"),
        Some(Meaning::Event) => t!("What happened on the page"),
        Some(Meaning::UserId) => t!("The number this visitor is signed in under"),
        Some(Meaning::VisitorId) => t!("A number for this visitor"),
        Some(Meaning::HashedIdentity) => t!("An e-mail or phone number, scrambled, that it can match"),
        Some(Meaning::ElementText) => t!("What was pressed"),
        Some(Meaning::FormField) => t!("A form’s field"),
        _ => return t!("{detail}, by its form", detail = words::sentence(what)),
    }
    .to_owned()
}
