//! The vendor's eye: what each recipient could now know about this visitor, in the order it arrived.

use super::known::{add, masked};
use super::view::LearntView;
use crate::detect::words;
use crate::finding::Kind;
use crate::known::What;
use crate::order;
use crate::tab::{Tab, Told};
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
            let mut how = Vec::new();
            add(&mut how, left);
            let said = match value.what {
                What::StoredId => "a number this browser is recognised by".to_owned(),
                what => ["the ", what.said(), " known here"].concat(),
            };
            let note = how.into_iter().map(|h| h.how).find(|how| how != "as it was").unwrap_or_default();
            let row = LearntView { at: left.first, said, value: masked(value), note, count: left.count };
            out.entry(left.recipient.clone()).or_default().push(row);
        }
    }
    for f in state.findings.values().filter(|f| matches!(f.kind, Kind::SessionReplayActive | Kind::ChatWidget) && !f.attempted) {
        let Some(who) = &f.recipient else { continue };
        let row = LearntView { at: f.first, said: f.said.clone(), count: f.count, ..LearntView::default() };
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
    for row in &mut out {
        row.said = words::sentence(&row.said);
    }
    out
}

/// What a meaning's word tells of a visitor.
fn said(what: &str) -> String {
    match what {
        "page address" => "which page is open",
        "page title" => "what the open page is called",
        "previous page" => "which page came before",
        "search words" => "what was searched for",
        "event" => "what happened on the page",
        "user id" => "the number this visitor is signed in under",
        "visitor id" => "a number for this visitor",
        "scrambled identity" => "an e-mail or phone number, scrambled, that it can match",
        "button or link text" => "what was pressed",
        "form field" => "a form’s field",
        detail => return [detail, ", by its form"].concat(),
    }
    .to_owned()
}
