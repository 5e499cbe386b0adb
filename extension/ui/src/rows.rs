//! Rows of lists that stay the same from view to view, so that a new view touches only what differs.

use leptos::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// One row of a list, the same from view to view.
pub struct Row<T: 'static> {
    /// A number for keyed lists and element ids.
    pub id: u32,
    /// What it shows.
    pub value: ArcRwSignal<T>,
    /// Whether a person opened it.
    pub open: ArcRwSignal<bool>,
    /// What it is known by from view to view.
    pub key: Arc<str>,
}

// By hand: a derived one would ask the same of `T`, and what is cloned is a share in its signal.
impl<T> Clone for Row<T> {
    fn clone(&self) -> Row<T> {
        Row { id: self.id, value: self.value.clone(), open: self.open.clone(), key: self.key.clone() }
    }
}

/// Sets a signal where its value changes.
pub fn set<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|held| *held != value) {
        signal.set(value);
    }
}

/// Where each key stands: apart from what its rows hold, so that it is compiled once.
fn places(keys: &mut dyn Iterator<Item = Arc<str>>) -> HashMap<Arc<str>, usize> {
    keys.enumerate().map(|(at, key)| (key, at)).collect()
}

/// Rows that were there keep their signals, their number and whether they are open.
pub fn reconcile<T: PartialEq + Send + Sync>(rows: RwSignal<Vec<Row<T>>>, fresh: Vec<T>, mut key: impl FnMut(&T) -> String) {
    let mut before: Vec<Option<Row<T>>> = rows.get_untracked().into_iter().map(Some).collect();
    let places = places(&mut before.iter().flatten().map(|row| row.key.clone()));
    let mut now = Vec::with_capacity(fresh.len());
    for value in fresh {
        let key: Arc<str> = key(&value).into();
        now.push(match places.get(&key).and_then(|at| before.get_mut(*at)?.take()) {
            Some(row) => {
                if row.value.with_untracked(|held| *held != value) {
                    row.value.set(value);
                }
                row
            }
            None => Row { id: NEXT.fetch_add(1, Ordering::Relaxed), value: ArcRwSignal::new(value), open: ArcRwSignal::new(false), key },
        });
    }
    rows.set(now);
}
